/* Addresses made absolute without being normalised. */
#include "feed/address.h"

struct parts {
    str scheme, authority, path, query, fragment; /* p == NULL: not there */
};

/* Length of "scheme", 0 if S has none. */
static size_t scheme_len(str s)
{
    if (s.len == 0 || !ascii_is_alpha((unsigned char)s.p[0]))
        return 0;
    for (size_t i = 1; i < s.len && i < 40; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == ':')
            return i;
        if (!ascii_is_alnum(c) && c != '+' && c != '-' && c != '.')
            return 0;
    }
    return 0;
}

bool feed_address_is_absolute(str s)
{
    return scheme_len(s) > 0;
}

bool feed_address_is_web(str s)
{
    return (str_istarts(s, S("http://")) && s.len > 7) ||
           (str_istarts(s, S("https://")) && s.len > 8);
}

/* RFC 3986, appendix B. */
static struct parts split(str s)
{
    struct parts p = {0};
    size_t at = scheme_len(s);
    if (at) {
        p.scheme = str_sub(s, 0, at);
        s = str_skip(s, at + 1);
    }
    at = str_chr(s, '#');
    if (at != STR_NPOS) {
        p.fragment = str_skip(s, at + 1);
        s = str_sub(s, 0, at);
    }
    at = str_chr(s, '?');
    if (at != STR_NPOS) {
        p.query = str_skip(s, at + 1);
        s = str_sub(s, 0, at);
    }
    if (str_starts(s, S("//"))) {
        s = str_skip(s, 2);
        at = str_chr(s, '/');
        at = at == STR_NPOS ? s.len : at;
        p.authority = str_sub(s, 0, at);
        s = str_skip(s, at);
    }
    p.path = s;
    return p;
}

/* RFC 3986, section 5.2.4, on the path that OUT holds from BEGIN on: "." and ".." taken out. */
static void put_path(struct sbuf *out, str path)
{
    size_t begin = out->len;
    while (path.len) {
        str rest = str_skip(path, 1);
        size_t slash = str_chr(rest, '/');
        size_t len = slash == STR_NPOS ? path.len : slash + 1;
        str segment = str_sub(path, 0, len); /* "/name" */
        bool last = len == path.len;
        path = str_skip(path, len);
        if (str_eq(segment, S("/.")) || str_eq(segment, S("/.."))) {
            if (segment.len == 3) {
                size_t up = str_rchr(str_of(out->p + begin, out->len - begin), '/');
                sbuf_truncate(out, up == STR_NPOS ? begin : begin + up);
            }
            if (last)
                sbuf_putc(out, '/');
            continue;
        }
        sbuf_put(out, segment);
    }
}

static void put_merged(struct sbuf *b, const struct parts *base, str path)
{
    if (str_starts(path, S("/"))) {
        put_path(b, path);
        return;
    }
    char space[FEED_ADDRESS_MAX * 2];
    struct sbuf joined = {.p = space, .cap = sizeof space, .max = sizeof space};
    size_t slash = str_rchr(base->path, '/');
    if (slash != STR_NPOS)
        sbuf_put(&joined, str_sub(base->path, 0, slash + 1));
    else
        sbuf_putc(&joined, '/');
    sbuf_put(&joined, path);
    put_path(b, sbuf_str(&joined));
}

static bool is_script(str s)
{
    return str_istarts(s, S("javascript:")) || str_istarts(s, S("vbscript:")) ||
           str_istarts(s, S("data:text/html"));
}

str feed_address(struct arena *a, str base, str reference)
{
    reference = str_trim(reference);
    if (is_script(reference))
        return S("");
    size_t limit = FEED_ADDRESS_MAX;
    if (reference.len == 0 || base.len == 0 || reference.len > limit || base.len > limit)
        return reference;
    struct parts r = split(reference), from = split(base);
    if (r.scheme.p || !from.scheme.p)
        return reference;
    struct sbuf b;
    sbuf_init(&b, a, FEED_ADDRESS_MAX * 4);
    sbuf_put(&b, from.scheme);
    sbuf_putc(&b, ':');
    str authority = r.authority.p ? r.authority : from.authority;
    if (authority.p) {
        sbuf_put(&b, S("//"));
        sbuf_put(&b, authority);
    }
    str query = r.query;
    if (r.authority.p) {
        put_path(&b, r.path);
    } else if (r.path.len == 0) {
        sbuf_put(&b, from.path);
        query = r.query.p ? r.query : from.query;
    } else {
        put_merged(&b, &from, r.path);
    }
    if (query.p) {
        sbuf_putc(&b, '?');
        sbuf_put(&b, query);
    }
    if (r.fragment.p) {
        sbuf_putc(&b, '#');
        sbuf_put(&b, r.fragment);
    }
    str out;
    return sbuf_end(&out, &b) == OK ? out : reference;
}

str feed_base(struct arena *a, str base, str reference)
{
    reference = str_trim(reference);
    /* "http:///host/" is a base to nobody, "http://host/" is what browsers make of it. */
    if (str_istarts(reference, S("http:///")))
        reference = str_printf(a, "http://%.*s", STR_FMT(str_skip(reference, 8)));
    str made = feed_address(a, base, reference);
    return feed_address_is_web(made) ? made : base;
}
