/* Addresses to feeds: patterns of host, path and query. */
#include "source/address.h"

#include "base/json_in.h"
#include "base/sbuf.h"

#define ACCOUNT_MAX 200
#define CHANNEL_ID_MAX 64

enum { ADDRESS_SURE = 1, ADDRESS_MAYBE = 0 };
enum address_kind { ADDRESS_KIND_FEED, ADDRESS_KIND_PAGE };

static const struct rule {
    str host, path, target, what;
    bool sure;
    enum address_kind kind;
} rules[] = {
#define ADDRESS(host, path, target, what, sure, kind)                                              \
    {S(host), S(path), S(target), S(what), ADDRESS_##sure, ADDRESS_KIND_##kind},
#include "source/address.def"
#undef ADDRESS
};

/* Messages of a channel: each has one link that shows its date. */
#define MESSAGES                                                                                    \
    "{\"version\":1,\"entries\":1,\"lists\":[{\"links\":\"a.tgme_widget_message_date\",\"item\":1," \
    "\"shape\":\"0\",\"date\":\"*/time.time\",\"summary\":\"*/div.tgme_widget_message_text\","      \
    "\"image\":\"*/a.tgme_widget_message_photo_wrap\",\"whole\":true}]}"

/* What the places in braces stand for. */
struct captures {
    str a, b, c, h, q, r;
};

static str *capture(struct captures *c, char name)
{
    switch (name) {
    case 'a': return &c->a;
    case 'b': return &c->b;
    case 'c': return &c->c;
    case 'h': return &c->h;
    case 'q': return &c->q;
    default: return &c->r;
    }
}

static bool host_fits(struct captures *c, str pattern, str host)
{
    static const str same[] = {S("www."), S("m."), S("old."), S("new.")};
    if (str_eq(pattern, S("*")))
        return true;
    if (str_starts(pattern, S("*."))) {
        str domain = str_skip(pattern, 1);
        if (!str_ends(host, domain))
            return false;
        c->h = str_sub(host, 0, host.len - domain.len);
        return c->h.len > 0 && str_chr(c->h, '.') == STR_NPOS && !str_eq(c->h, S("www"));
    }
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        if (str_starts(host, same[i]) && str_eq(str_skip(host, same[i].len), pattern))
            return true;
    return str_eq(host, pattern);
}

/* "@{a}": what is before the brace stands there, the rest is taken. */
static bool part_fits(struct captures *c, str pattern, str part)
{
    size_t brace = str_chr(pattern, '{');
    if (brace == STR_NPOS)
        return str_ieq(pattern, part);
    if (!str_istarts(part, str_sub(pattern, 0, brace)) || part.len == brace)
        return false;
    *capture(c, pattern.p[brace + 1]) = str_skip(part, brace);
    return true;
}

static bool path_fits(struct captures *c, str pattern, str path)
{
    pattern = str_skip(pattern, 1);
    path = str_skip(path, 1);
    while (path.len && path.p[path.len - 1] == '/')
        path.len--;
    while (pattern.len) {
        if (str_eq(pattern, S("**"))) {
            c->r = path;
            return true;
        }
        str wanted = str_cut(&pattern, '/'), part = str_cut(&path, '/');
        if (part.len == 0 || !part_fits(c, wanted, part))
            return false;
    }
    return path.len == 0;
}

/* "name={q}" in the query. */
static bool query_fits(struct captures *c, str pattern, str query)
{
    str name = str_cut(&pattern, '=');
    while (query.len) {
        str value = str_cut(&query, '&');
        if (str_eq(str_cut(&value, '='), name) && value.len) {
            c->q = value;
            return true;
        }
    }
    return false;
}

static bool rule_fits(struct captures *c, const struct rule *rule, const struct url_parts *parts)
{
    str query = rule->path, path = str_cut(&query, '?');
    *c = (struct captures){0};
    return host_fits(c, rule->host, parts->host) && path_fits(c, path, parts->path) &&
           (str_empty(query) || query_fits(c, query, parts->query));
}

static str filled(struct arena *a, str target, struct captures *c)
{
    struct sbuf b;
    sbuf_init(&b, a, URL_LEN_MAX);
    for (size_t i = 0; i < target.len; i++) {
        if (target.p[i] == '{' && i + 2 < target.len) {
            sbuf_put(&b, *capture(c, target.p[i + 1]));
            i += 2;
        } else {
            sbuf_putc(&b, target.p[i]);
        }
    }
    return b.overflow ? S("") : sbuf_str(&b);
}

/* An address that is a feed's already. */
static bool is_feed_like(str path)
{
    static const str ends[] = {S(".rss"), S(".atom"), S(".xml"), S(".json"), S("/rss"), S("/feed")};
    while (path.len && path.p[path.len - 1] == '/')
        path.len--;
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_iends(path, ends[i]))
            return true;
    return false;
}

void address_feeds(struct address_feed_vec *out, struct arena *a, url address)
{
    struct url_parts parts = url_split(address);
    struct captures c;
    if (!url_is_web(address) || is_feed_like(parts.path))
        return;
    for (size_t i = 0; i < ARRAY_LEN(rules) && out->len < ADDRESS_FEEDS_MAX; i++) {
        const struct rule *rule = &rules[i];
        url found;
        /* Where it is known what runs there, nothing is guessed. */
        if (!rule->sure && out->len && out->at[0].sure)
            return;
        if (!rule_fits(&c, rule, &parts))
            continue;
        if (str_empty(rule->target))
            return;
        /* "/category" alone is no category. */
        if (!rule->sure && str_empty(c.r) && str_has(rule->target, S("{r}")))
            continue;
        if (url_parse(&found, a, filled(a, rule->target, &c), &address) != OK)
            continue;
        *vec_push(out, a) = (struct address_feed){
            .url = found.s,
            .what = rule->what,
            .sure = rule->sure,
            .recipe = rule->kind == ADDRESS_KIND_PAGE ? S(MESSAGES) : S(""),
        };
    }
}

/* --- accounts -------------------------------------------------------------------------------- */

static bool is_account_name(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_alnum((unsigned char)s.p[i]) && !strchr("_-.", s.p[i]))
            return false;
    return s.len > 0;
}

bool address_account(url *out, struct arena *a, str typed)
{
    str host = str_trim(typed);
    if (str_starts(host, S("@")))
        host = str_skip(host, 1);
    str name = str_cut(&host, '@');
    if (host.len == 0 || host.len + name.len > ACCOUNT_MAX || !is_account_name(name))
        return false;
    for (size_t i = 0; i < host.len; i++)
        if (strchr("/?#@\\ ", host.p[i]))
            return false;
    str query = str_printf(a, "https://%.*s/.well-known/webfinger?resource=acct:%.*s@%.*s",
                           STR_FMT(host), STR_FMT(name), STR_FMT(host));
    return url_parse(out, a, query, NULL) == OK;
}

status address_profile(url *out, struct arena *a, str json)
{
    struct json_value *v CLEANUP(json_in_end) = NULL;
    TRY(json_in_parse(&v, json));
    const struct json_value *links = json_in_get(v, "links");
    for (size_t i = 0; i < json_in_len(links); i++) {
        const struct json_value *link = json_in_at(links, i);
        if (str_eq(json_in_str(link, "rel"), S("http://webfinger.net/rel/profile-page")) &&
            url_parse(out, a, json_in_str(link, "href"), NULL) == OK && url_is_web(*out))
            return OK;
    }
    return fail(E_INPUT, "the host does not say where the account's page is");
}

/* --- channels -------------------------------------------------------------------------------- */

bool address_channel(url *out, struct arena *a, url address, str id)
{
    struct captures c = {0};
    if (!host_fits(&c, S("youtube.com"), url_split(address).host) &&
        !host_fits(&c, S("youtu.be"), url_split(address).host))
        return false;
    if (!str_starts(id, S("UC")) || id.len > CHANNEL_ID_MAX || !is_account_name(id))
        return false;
    str channel = str_printf(a, "https://www.youtube.com/channel/%.*s", STR_FMT(id));
    return url_parse(out, a, channel, NULL) == OK;
}
