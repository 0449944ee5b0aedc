/* Language tags ("zh-Hant-TW", "en_GB.UTF-8") and top-level domains. */
#include "source/facts.h"

#include "text/country.h"

/* Domains of countries whose registries sell them to everyone as words or endings: what stands
 * there is mostly from elsewhere. */
static const char OPEN_DOMAINS[][3] = {
    "ac", "ag", "ai", "as", "bz", "cc", "cf", "cx", "dj", "fm", "ga", "gd", "gg", "gl",
    "gq", "gs", "im", "io", "lc", "ly", "me", "ml", "ms", "nf", "nu", "pm", "pn", "pw",
    "sc", "sh", "st", "su", "tc", "tf", "tk", "to", "tv", "vc", "vg", "vu", "ws", "co"};

/* Domains in other scripts, as they are written in addresses. */
static const struct {
    const char *domain, *country;
} SCRIPTS[] = {
    {"xn--p1ai", "RU"},        {"xn--fiqs8s", "CN"},     {"xn--fiqz9s", "CN"},
    {"xn--j6w193g", "HK"},     {"xn--kprw13d", "TW"},    {"xn--kpry57d", "TW"},
    {"xn--3e0b707e", "KR"},    {"xn--j1amh", "UA"},      {"xn--90ais", "BY"},
    {"xn--90ae", "BG"},        {"xn--90a3ac", "RS"},     {"xn--d1alf", "MK"},
    {"xn--80ao21a", "KZ"},     {"xn--l1acc", "MN"},      {"xn--qxam", "GR"},
    {"xn--node", "GE"},        {"xn--y9a3aq", "AM"},     {"xn--h2brj9c", "IN"},
    {"xn--mgbaam7a8h", "AE"},  {"xn--wgbh1c", "EG"},     {"xn--mgberp4a5d4ar", "SA"},
    {"xn--mgba3a4f16a", "IR"}, {"xn--mgbayh7gpa", "JO"}, {"xn--mgbc0a9azcg", "MA"},
    {"xn--o3cw4h", "TH"},      {"xn--pgbs0dh", "TN"},    {"xn--ygbi2ammx", "PS"},
};

static bool is_open(str domain)
{
    for (size_t i = 0; i < ARRAY_LEN(OPEN_DOMAINS); i++)
        if (str_ieq(domain, str_c(OPEN_DOMAINS[i])))
            return true;
    return false;
}

/* "example.com" of "example.com.co": names below these are the country's own registry's. */
static bool is_registry(str before)
{
    static const char NAMES[][4] = {"com", "org", "net", "gov", "edu"};
    size_t dot = str_rchr(before, '.');
    for (size_t i = 0; i < ARRAY_LEN(NAMES) && dot != STR_NPOS; i++)
        if (str_ieq(str_skip(before, dot + 1), str_c(NAMES[i])))
            return true;
    return false;
}

str source_host_country(str host)
{
    if (str_ends(host, S(".")))
        host = str_sub(host, 0, host.len - 1);
    size_t dot = str_rchr(host, '.');
    str last = dot == STR_NPOS ? S("") : str_skip(host, dot + 1);
    for (size_t i = 0; i < ARRAY_LEN(SCRIPTS); i++)
        if (str_ieq(last, str_c(SCRIPTS[i].domain)))
            return str_c(SCRIPTS[i].country);
    if (is_open(last) && !is_registry(str_sub(host, 0, dot)))
        return S("");
    return country_known(last);
}

/* A tag's parts, cut at '-' and '_', up to what is no part of a tag any more. */
static str next_part(str *rest)
{
    size_t n = 0;
    while (n < rest->len && ascii_is_alnum((unsigned char)rest->p[n]))
        n++;
    str part = str_sub(*rest, 0, n);
    bool more = n < rest->len && (rest->p[n] == '-' || rest->p[n] == '_');
    *rest = more ? str_skip(*rest, n + 1) : S("");
    return part;
}

static bool is_letters(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_alpha((unsigned char)s.p[i]))
            return false;
    return true;
}

/* "en" of "en-GB"; "" when it has no language of two letters. */
static str tag_language(str tag)
{
    str rest = str_trim(tag), first = next_part(&rest);
    return first.len == 2 && is_letters(first) ? first : S("");
}

/* The region of a tag: the first part of two letters behind the language. */
static str tag_region(str tag)
{
    str rest = str_trim(tag);
    (void)next_part(&rest);
    while (!str_empty(rest)) {
        str part = next_part(&rest);
        if (part.len == 1) /* what follows is private, or an extension's */
            break;
        if (part.len == 2 && is_letters(part))
            return country_known(part);
    }
    return S("");
}

static bool is_nobodys_choice(str tag)
{
    return str_ieq(tag_language(tag), S("en")) && str_eq(tag_region(tag), S("US"));
}

struct source_said source_facts_read(const struct source_claims *c)
{
    struct source_said out = {S(""), S("")};
    const str tags[] = {c->page_language, c->page_locale, c->feed_language};
    const str languages[] = {c->page_language, c->feed_language, c->page_locale};
    str rest = str_trim(c->page_region);
    out.country = country_known(next_part(&rest));
    for (size_t i = 0; i < ARRAY_LEN(tags) && str_empty(out.country); i++)
        if (!is_nobodys_choice(tags[i]))
            out.country = tag_region(tags[i]);
    if (str_empty(out.country))
        out.country = source_host_country(c->host);
    for (size_t i = 0; i < ARRAY_LEN(tags) && str_empty(out.country); i++)
        out.country = tag_region(tags[i]);
    for (size_t i = 0; i < ARRAY_LEN(languages) && str_empty(out.language); i++)
        out.language = tag_language(languages[i]);
    return out;
}
