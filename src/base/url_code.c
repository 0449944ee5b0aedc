/* Percent-encode sets, default ports, and taking a serialised URL apart again. */
#include "base/url_code.h"

enum {
    ALL = 63,
    HOST = URL_NOT_IN_HOST | URL_NOT_IN_DOMAIN,
    TEXT = ALL & ~URL_SET_C0,
    PATHS = URL_SET_PATH | URL_SET_USERINFO,
    QUERIES = URL_SET_QUERY | URL_SET_SPECIAL_QUERY,
};

const unsigned char url_class[256] = {
    [0] = ALL | HOST,
    [1 ... 8] = ALL | URL_NOT_IN_DOMAIN,
    ['\t'] = ALL | HOST,
    ['\n'] = ALL | HOST,
    [11 ... 12] = ALL | URL_NOT_IN_DOMAIN,
    ['\r'] = ALL | HOST,
    [14 ... 31] = ALL | URL_NOT_IN_DOMAIN,
    [' '] = TEXT | HOST,
    ['"'] = TEXT,
    ['#'] = QUERIES | PATHS | HOST,
    ['%'] = URL_NOT_IN_DOMAIN,
    ['\''] = URL_SET_SPECIAL_QUERY,
    ['/'] = URL_SET_USERINFO | HOST,
    [':'] = URL_SET_USERINFO | HOST,
    [';'] = URL_SET_USERINFO,
    ['<'] = TEXT | HOST,
    ['='] = URL_SET_USERINFO,
    ['>'] = TEXT | HOST,
    ['?'] = PATHS | HOST,
    ['@'] = URL_SET_USERINFO | HOST,
    ['['] = URL_SET_USERINFO | HOST,
    ['\\'] = URL_SET_USERINFO | HOST,
    [']'] = URL_SET_USERINFO | HOST,
    ['^'] = PATHS | HOST,
    ['`'] = URL_SET_FRAGMENT | PATHS,
    ['{'] = PATHS,
    ['|'] = URL_SET_USERINFO | HOST,
    ['}'] = PATHS,
    [127] = ALL | URL_NOT_IN_DOMAIN,
    [128 ... 255] = ALL,
};

static void put_percent(struct sbuf *b, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";
    char code[3] = {'%', hex[c >> 4], hex[c & 15]};
    sbuf_put(b, str_of(code, 3));
}

void url_encode(struct sbuf *b, str s, unsigned set)
{
    size_t run = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (LIKELY(!(url_class[c] & set)))
            continue;
        sbuf_put(b, str_sub(s, run, i));
        put_percent(b, c);
        run = i + 1;
    }
    sbuf_put(b, str_sub(s, run, s.len));
}

void url_put_escaped(struct sbuf *b, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
            sbuf_putc(b, (char)c);
        else
            put_percent(b, c);
    }
}

int url_special_port(str scheme)
{
    static const struct {
        str scheme;
        int port;
    } special[] = {
        {{"https", 5}, 443}, {{"http", 4}, 80}, {{"ws", 2}, 80},
        {{"wss", 3}, 443},   {{"ftp", 3}, 21},  {{"file", 4}, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(special); i++)
        if (str_eq(scheme, special[i].scheme))
            return special[i].port;
    return -1;
}

/* Cuts *s before the first SEP; what follows it, p == NULL when SEP does not occur. */
static str cut_tail(str *s, char sep)
{
    size_t at = str_chr(*s, sep);
    if (at == STR_NPOS)
        return STR_NONE;
    str tail = str_skip(*s, at + 1);
    *s = str_sub(*s, 0, at);
    return tail;
}

static void split_authority(struct url_parts *u, str authority)
{
    size_t at = str_rchr(authority, '@');
    u->username = u->password = str_sub(authority, 0, 0);
    if (at != STR_NPOS) {
        u->username = str_sub(authority, 0, at);
        str password = cut_tail(&u->username, ':');
        if (password.p)
            u->password = password;
        authority = str_skip(authority, at + 1);
    }
    size_t colon = str_rchr(authority, ':');
    size_t bracket = str_rchr(authority, ']');
    u->host = authority;
    uint64_t port;
    if (colon != STR_NPOS && (bracket == STR_NPOS || colon > bracket) &&
        str_to_u64(&port, str_skip(authority, colon + 1))) {
        u->host = str_sub(authority, 0, colon);
        u->port = (int)port;
    }
}

struct url_parts url_split(url u)
{
    struct url_parts parts = {.port = -1};
    str rest = u.s;
    size_t colon = str_chr(rest, ':');
    if (colon == STR_NPOS)
        return parts;
    parts.scheme = str_sub(rest, 0, colon);
    rest = str_skip(rest, colon + 1);
    parts.fragment = cut_tail(&rest, '#');
    parts.query = cut_tail(&rest, '?');
    if (str_starts(rest, S("//"))) {
        rest = str_skip(rest, 2);
        size_t slash = str_chr(rest, '/');
        split_authority(&parts, str_sub(rest, 0, slash));
        rest = str_sub(rest, slash, rest.len);
    } else if (str_starts(rest, S("/.//"))) {
        rest = str_skip(rest, 2); /* only there so that the path does not look like a host */
    } else if (!str_starts(rest, S("/"))) {
        parts.opaque_path = true;
    }
    parts.path = rest;
    return parts;
}

bool url_is_web(url u)
{
    return str_starts(u.s, S("https:")) || str_starts(u.s, S("http:"));
}

str url_percent_decoded(struct arena *a, str s)
{
    if (str_chr(s, '%') == STR_NPOS)
        return s;
    char *out = arena_alloc(a, s.len);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = i + 2 < s.len ? ascii_hex_value((unsigned char)s.p[i + 1]) : -1;
        int low = i + 2 < s.len ? ascii_hex_value((unsigned char)s.p[i + 2]) : -1;
        bool escape = s.p[i] == '%' && high >= 0 && low >= 0;
        out[n++] = escape ? (char)(high << 4 | low) : s.p[i];
        i += escape ? 2 : 0;
    }
    return str_of(out, n);
}

bool url_has_credentials(url u)
{
    struct url_parts parts = url_split(u);
    return parts.username.len > 0 || parts.password.len > 0;
}

url url_without_credentials(struct arena *a, url u)
{
    struct url_parts parts = url_split(u);
    if (!url_has_credentials(u))
        return u;
    return (url){str_printf(a, "%.*s://%.*s", STR_FMT(parts.scheme),
                            STR_FMT(str_range(parts.host.p, u.s.p + u.s.len)))};
}

str url_site(url u)
{
    str host = url_split(u).host;
    return str_starts(host, S("www.")) && host.len > 4 ? str_skip(host, 4) : host;
}

str url_origin(struct arena *a, url u)
{
    if (!url_is_web(u))
        return S("");
    struct url_parts parts = url_split(u);
    if (parts.port < 0)
        return str_printf(a, "%.*s://%.*s", STR_FMT(parts.scheme), STR_FMT(parts.host));
    return str_printf(a, "%.*s://%.*s:%d", STR_FMT(parts.scheme), STR_FMT(parts.host), parts.port);
}
