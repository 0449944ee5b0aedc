/* RFC 8288, appendix B: links, their parameters, quoted strings. */
#include "websub/link.h"

#include "base/sbuf.h"

static bool has_word(str list, str word)
{
    while (list.len) {
        size_t end = 0;
        while (end < list.len && !ascii_is_space((unsigned char)list.p[end]))
            end++;
        if (str_ieq(str_sub(list, 0, end), word))
            return true;
        list = str_trim(str_skip(list, end));
    }
    return false;
}

bool websub_may_tell(url address)
{
    return url_is_web(address) && !url_has_credentials(address);
}

static str address_of(struct arena *a, str href, url base)
{
    url absolute, resolved;
    href = str_trim(href);
    if (href.len > WEBSUB_URL_MAX)
        return S("");
    if (url_parse(&absolute, a, href, NULL) == OK)
        return websub_may_tell(absolute) ? str_dup(a, href) : S("");
    if (!base.s.len || url_parse(&resolved, a, href, &base) != OK || !websub_may_tell(resolved) ||
        resolved.s.len > WEBSUB_URL_MAX)
        return S("");
    return resolved.s;
}

static void add_hub(struct websub_offer *offer, str hub)
{
    for (size_t i = 0; i < offer->len; i++)
        if (str_eq(offer->hubs[i], hub))
            return;
    if (offer->len < WEBSUB_HUBS_MAX)
        offer->hubs[offer->len++] = hub;
}

void websub_offer_add(struct websub_offer *offer, struct arena *a, str rel, str href, url base)
{
    bool hub = has_word(str_trim(rel), S("hub")), self = has_word(str_trim(rel), S("self"));
    str address = hub || self ? address_of(a, href, base) : S("");
    if (str_empty(address))
        return;
    if (hub)
        add_hub(offer, address);
    if (self && str_empty(offer->topic))
        offer->topic = address;
}

/* --- the header ------------------------------------------------------------------------------ */

static void skip_space(str *at)
{
    while (at->len && (at->p[0] == ' ' || at->p[0] == '\t'))
        *at = str_skip(*at, 1);
}

static bool take(str *at, char c)
{
    skip_space(at);
    if (!at->len || at->p[0] != c)
        return false;
    *at = str_skip(*at, 1);
    return true;
}

/* Up to one of ENDS. */
static str take_token(str *at, const char *ends)
{
    size_t n = 0;
    skip_space(at);
    while (n < at->len && at->p[n] != ' ' && at->p[n] != '\t' && !strchr(ends, at->p[n]))
        n++;
    str token = str_sub(*at, 0, n);
    *at = str_skip(*at, n);
    return token;
}

/* After the opening quote. False: it does not end. */
static bool take_quoted(str *out, str *at, struct arena *a)
{
    struct sbuf b;
    sbuf_init(&b, a, at->len + 1);
    size_t i = 0;
    for (; i < at->len && at->p[i] != '"'; i++) {
        if (at->p[i] == '\\' && i + 1 < at->len)
            i++;
        sbuf_putc(&b, at->p[i]);
    }
    if (i >= at->len)
        return false;
    *at = str_skip(*at, i + 1);
    *out = sbuf_str(&b);
    return true;
}

struct one_link {
    str href, rel;
    bool has_rel, has_anchor;
};

/* ;name=value, each of them. False: malformed. */
static bool take_parameters(struct one_link *link, str *at, struct arena *a)
{
    while (take(at, ';')) {
        str name = take_token(at, "=;,\""), value = S("");
        if (take(at, '=')) {
            skip_space(at);
            if (take(at, '"')) {
                if (!take_quoted(&value, at, a))
                    return false;
            } else {
                value = take_token(at, ";,\"");
            }
        }
        /* The first counts (section 3.3). */
        if (str_ieq(name, S("rel")) && !link->has_rel) {
            link->rel = value;
            link->has_rel = true;
        }
        link->has_anchor |= str_ieq(name, S("anchor"));
    }
    return true;
}

void websub_offer_header(struct websub_offer *offer, struct arena *a, str header, url base)
{
    for (size_t n = 0; n < WEBSUB_LINKS_MAX; n++) {
        while (take(&header, ','))
            ;
        struct one_link link = {0};
        if (!take(&header, '<'))
            return;
        size_t end = str_chr(header, '>');
        if (end == STR_NPOS)
            return;
        link.href = str_sub(header, 0, end);
        header = str_skip(header, end + 1);
        if (!take_parameters(&link, &header, a))
            return;
        if (!link.has_anchor)
            websub_offer_add(offer, a, link.rel, link.href, base);
    }
}
