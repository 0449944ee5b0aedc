/*
 * Parsing URLs as the WHATWG URL Standard's basic URL parser does (section 4.4), without its
 * state overrides. Each state that consumes one component is a function here; the path is kept
 * as text, its segments each after a '/', so that shortening it is cutting it at the last '/'.
 */
#include "base/url_code.h"
#include "base/utf8.h"

struct parser {
    struct arena *arena;
    str in; /* what is left of the input */
    const struct url_parts *base;
    struct url_parts url;
    struct sbuf path;
    bool special;
    bool file;
};

/* Whether the input goes on with C, or, in a special URL, with the backslash that means it. */
static bool at_slash(const struct parser *p)
{
    return p->in.len && (p->in.p[0] == '/' || (p->special && p->in.p[0] == '\\'));
}

static bool at(const struct parser *p, char c)
{
    return p->in.len && p->in.p[0] == c;
}

static void advance(struct parser *p, size_t n)
{
    p->in = str_skip(p->in, n);
}

/* White space and controls off both ends, tabs and line ends out, bytes made UTF-8. */
static str clean_input(struct arena *a, str s)
{
    while (s.len && (unsigned char)s.p[0] <= ' ')
        s = str_skip(s, 1);
    while (s.len && (unsigned char)s.p[s.len - 1] <= ' ')
        s.len--;
    s = utf8_repair(a, s);
    size_t i = 0;
    while (i < s.len && s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
        i++;
    if (i == s.len)
        return s;
    char *out = arena_alloc(a, s.len);
    size_t n = 0;
    for (i = 0; i < s.len; i++)
        if (s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
            out[n++] = s.p[i];
    return str_of(out, n);
}

/* "C:" or "C|"; NORMALIZED: "C:" only. */
static bool is_drive_letter(str s, bool normalized)
{
    return s.len == 2 && ascii_is_alpha((unsigned char)s.p[0]) &&
           (s.p[1] == ':' || (s.p[1] == '|' && !normalized));
}

static bool starts_with_drive_letter(str s)
{
    return is_drive_letter(str_sub(s, 0, 2), false) &&
           (s.len == 2 || str_chr(S("/\\?#"), s.p[2]) != STR_NPOS);
}

static bool is_single_dot(str s)
{
    return str_eq(s, S(".")) || str_ieq(s, S("%2e"));
}

static bool is_double_dot(str s)
{
    return str_eq(s, S("..")) || str_ieq(s, S(".%2e")) || str_ieq(s, S("%2e.")) ||
           str_ieq(s, S("%2e%2e"));
}

static void shorten_path(struct parser *p)
{
    str path = sbuf_str(&p->path);
    if (p->file && path.len == 3 && is_drive_letter(str_skip(path, 1), true))
        return;
    size_t slash = str_rchr(path, '/');
    if (slash != STR_NPOS)
        sbuf_truncate(&p->path, slash);
}

/* Appends S encoded; drops nothing. */
static str encoded(struct parser *p, str s, unsigned set)
{
    struct sbuf b;
    sbuf_init(&b, p->arena, URL_LEN_MAX);
    url_encode(&b, s, set);
    if (b.overflow)
        p->path.overflow = true; /* reported with the path, at the end */
    return b.p ? sbuf_str(&b) : S("");
}

enum { AT_SLASH = 1, AT_BACKSLASH = 2, AT_QUERY = 4, AT_FRAGMENT = 8 };

/* Takes the input up to the first byte of STOPS, a sum of the above. */
static str take_until(struct parser *p, unsigned stops)
{
    static const unsigned char class[256] = {
        ['/'] = AT_SLASH, ['\\'] = AT_BACKSLASH, ['?'] = AT_QUERY, ['#'] = AT_FRAGMENT};
    size_t i = 0;
    while (i < p->in.len && !(class[(unsigned char)p->in.p[i]] & stops))
        i++;
    str taken = str_sub(p->in, 0, i);
    advance(p, i);
    return taken;
}

/* What ends a path segment or an authority. */
static unsigned segment_ends(const struct parser *p)
{
    return AT_SLASH | AT_QUERY | AT_FRAGMENT | (p->special ? AT_BACKSLASH : 0);
}

/* Path state: one segment after another, up to '?', '#' or the end. */
static void parse_segments(struct parser *p)
{
    for (;;) {
        str raw = take_until(p, segment_ends(p));
        bool more = at_slash(p);
        if (is_double_dot(raw)) {
            shorten_path(p);
            if (!more)
                sbuf_putc(&p->path, '/');
        } else if (is_single_dot(raw)) {
            if (!more)
                sbuf_putc(&p->path, '/');
        } else {
            bool drive = p->file && p->path.len == 0 && is_drive_letter(raw, false);
            sbuf_putc(&p->path, '/');
            if (drive) {
                sbuf_putc(&p->path, raw.p[0]);
                sbuf_putc(&p->path, ':');
            } else {
                url_encode(&p->path, raw, URL_SET_PATH);
            }
        }
        if (!more)
            return;
        advance(p, 1);
    }
}

static void parse_query_and_fragment(struct parser *p)
{
    if (at(p, '?')) {
        advance(p, 1);
        p->url.query = encoded(p, take_until(p, AT_FRAGMENT),
                               p->special ? URL_SET_SPECIAL_QUERY : URL_SET_QUERY);
    }
    if (at(p, '#')) {
        advance(p, 1);
        p->url.fragment = encoded(p, p->in, URL_SET_FRAGMENT);
        advance(p, p->in.len);
    }
}

/* Path start state and all that follows. */
static void parse_path(struct parser *p)
{
    if (p->special || (p->in.len && !at(p, '?') && !at(p, '#'))) {
        if (at_slash(p))
            advance(p, 1);
        parse_segments(p);
    }
    parse_query_and_fragment(p);
}

static void parse_opaque_path(struct parser *p)
{
    p->url.opaque_path = true;
    str path = take_until(p, AT_QUERY | AT_FRAGMENT);
    /* A space at the end would be lost with the query and fragment; the standard keeps it. */
    bool space_last = p->in.len && str_ends(path, S(" "));
    if (space_last)
        path.len--;
    url_encode(&p->path, path, URL_SET_C0);
    if (space_last)
        sbuf_put(&p->path, S("%20"));
    parse_query_and_fragment(p);
}

static status parse_port(struct parser *p, str port)
{
    unsigned number = 0;
    for (size_t i = 0; i < port.len; i++) {
        if (!ascii_is_digit((unsigned char)port.p[i]))
            return fail(E_INPUT, "'%.*s' is not a port", STR_FMT(port));
        number = number * 10 + (unsigned)(port.p[i] - '0');
        if (number > 65535)
            return fail(E_INPUT, "'%.*s' is not a port", STR_FMT(port));
    }
    if (port.len && (int)number != url_special_port(p->url.scheme))
        p->url.port = (int)number;
    return OK;
}

/* Authority, host and port states: what stands between "//" and the path. */
static status parse_authority(struct parser *p)
{
    str authority = take_until(p, segment_ends(p));
    str all = authority;
    size_t at_sign = str_rchr(authority, '@');
    if (at_sign != STR_NPOS) {
        str user = str_sub(authority, 0, at_sign);
        authority = str_skip(authority, at_sign + 1);
        if (authority.len == 0)
            return fail(E_INPUT, "no host in '%.*s'", STR_FMT(all));
        size_t colon = str_chr(user, ':');
        p->url.username = encoded(p, str_sub(user, 0, colon), URL_SET_USERINFO);
        if (colon != STR_NPOS)
            p->url.password = encoded(p, str_skip(user, colon + 1), URL_SET_USERINFO);
    }
    bool bracket = false;
    size_t end = 0;
    for (; end < authority.len && (authority.p[end] != ':' || bracket); end++)
        bracket = authority.p[end] == '[' || (bracket && authority.p[end] != ']');
    str host = str_sub(authority, 0, end);
    if (host.len == 0 && (p->special || end < authority.len))
        return fail(E_INPUT, "no host in '%.*s'", STR_FMT(all));
    p->url.host = S("");
    if (host.len)
        TRY(url_host_parse(&p->url.host, p->arena, host, !p->special));
    TRY(parse_port(p, str_skip(authority, end + 1)));
    parse_path(p);
    return OK;
}

static void take_base_authority(struct parser *p)
{
    p->url.username = p->base->username;
    p->url.password = p->base->password;
    p->url.host = p->base->host;
    p->url.port = p->base->port;
}

/* Relative and relative slash states. */
static status parse_relative(struct parser *p)
{
    if (at_slash(p)) {
        advance(p, 1);
        if (at_slash(p)) {
            while (at_slash(p) && p->special)
                advance(p, 1);
            if (!p->special)
                advance(p, 1);
            return parse_authority(p);
        }
        take_base_authority(p);
        parse_segments(p);
        parse_query_and_fragment(p);
        return OK;
    }
    take_base_authority(p);
    sbuf_put(&p->path, p->base->path);
    if (p->in.len == 0 || at(p, '#')) {
        p->url.query = p->base->query;
    } else if (!at(p, '?')) {
        shorten_path(p);
        parse_segments(p);
    }
    parse_query_and_fragment(p);
    return OK;
}

/* File host state: after "file://". */
static status parse_file_host(struct parser *p)
{
    str rest = p->in;
    str host = take_until(p, segment_ends(p));
    if (is_drive_letter(host, false)) {
        p->in = rest;
        parse_segments(p);
        parse_query_and_fragment(p);
        return OK;
    }
    if (host.len) {
        TRY(url_host_parse(&p->url.host, p->arena, host, false));
        if (str_eq(p->url.host, S("localhost")))
            p->url.host = S("");
    }
    parse_path(p);
    return OK;
}

/* File and file slash states. */
static status parse_file(struct parser *p)
{
    bool has_base = p->base && str_eq(p->base->scheme, S("file"));
    p->url.host = S("");
    if (at_slash(p)) {
        advance(p, 1);
        if (at_slash(p)) {
            advance(p, 1);
            return parse_file_host(p);
        }
        if (has_base) {
            p->url.host = p->base->host;
            str drive = str_sub(p->base->path, 0, 3);
            bool whole = p->base->path.len == 3 || str_starts(str_skip(p->base->path, 3), S("/"));
            if (!starts_with_drive_letter(p->in) && whole &&
                is_drive_letter(str_skip(drive, 1), true))
                sbuf_put(&p->path, drive);
        }
        parse_segments(p);
    } else if (has_base) {
        p->url.host = p->base->host;
        if (p->in.len == 0 || at(p, '#') || at(p, '?')) {
            sbuf_put(&p->path, p->base->path);
            if (!at(p, '?'))
                p->url.query = p->base->query;
        } else {
            if (!starts_with_drive_letter(p->in)) {
                sbuf_put(&p->path, p->base->path);
                shorten_path(p);
            }
            parse_segments(p);
        }
    } else {
        parse_path(p);
        return OK;
    }
    parse_query_and_fragment(p);
    return OK;
}

/* The length of "scheme:" at the start, 0 if there is none. */
static size_t scheme_len(str s)
{
    if (s.len == 0 || !ascii_is_alpha((unsigned char)s.p[0]))
        return 0;
    for (size_t i = 1; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == ':')
            return i + 1;
        if (!ascii_is_alnum(c) && c != '+' && c != '-' && c != '.')
            return 0;
    }
    return 0;
}

static status parse_no_scheme(struct parser *p)
{
    if (!p->base || (p->base->opaque_path && !at(p, '#')))
        return fail(E_INPUT, "'%.*s' is not an absolute URL", STR_FMT(p->in));
    p->url.scheme = p->base->scheme;
    p->special = url_special_port(p->url.scheme) >= 0;
    p->file = str_eq(p->url.scheme, S("file"));
    if (p->base->opaque_path) {
        p->url.opaque_path = true;
        sbuf_put(&p->path, p->base->path);
        p->url.query = p->base->query;
        parse_query_and_fragment(p);
        return OK;
    }
    return p->file ? parse_file(p) : parse_relative(p);
}

static status parse_scheme(struct parser *p)
{
    size_t n = scheme_len(p->in);
    if (n == 0)
        return parse_no_scheme(p);
    p->url.scheme = str_lower(p->arena, str_sub(p->in, 0, n - 1));
    advance(p, n);
    p->special = url_special_port(p->url.scheme) >= 0;
    p->file = str_eq(p->url.scheme, S("file"));
    if (p->file)
        return parse_file(p);
    if (p->special) {
        if (p->base && str_eq(p->base->scheme, p->url.scheme) && !str_starts(p->in, S("//")))
            return parse_relative(p);
        while (at_slash(p))
            advance(p, 1);
        return parse_authority(p);
    }
    if (!at(p, '/')) {
        parse_opaque_path(p);
        return OK;
    }
    advance(p, 1);
    if (at(p, '/')) {
        advance(p, 1);
        return parse_authority(p);
    }
    parse_segments(p);
    parse_query_and_fragment(p);
    return OK;
}

static status serialize(url *out, struct parser *p)
{
    struct sbuf b;
    str path;
    TRY(sbuf_end(&path, &p->path));
    sbuf_init(&b, p->arena, URL_LEN_MAX);
    sbuf_put(&b, p->url.scheme);
    sbuf_putc(&b, ':');
    if (p->url.host.p) {
        sbuf_put(&b, S("//"));
        sbuf_put(&b, p->url.username);
        if (p->url.password.len) {
            sbuf_putc(&b, ':');
            sbuf_put(&b, p->url.password);
        }
        if (p->url.username.len || p->url.password.len)
            sbuf_putc(&b, '@');
        sbuf_put(&b, p->url.host);
        if (p->url.port >= 0) {
            sbuf_putc(&b, ':');
            sbuf_put_i64(&b, p->url.port);
        }
    } else if (!p->url.opaque_path && str_starts(path, S("//"))) {
        sbuf_put(&b, S("/.")); /* so that the path is not taken for a host */
    }
    sbuf_put(&b, path);
    if (p->url.query.p) {
        sbuf_putc(&b, '?');
        sbuf_put(&b, p->url.query);
    }
    if (p->url.fragment.p) {
        sbuf_putc(&b, '#');
        sbuf_put(&b, p->url.fragment);
    }
    return sbuf_end(&out->s, &b);
}

status url_parse(url *out, struct arena *a, str input, const url *base)
{
    if (input.len > URL_LEN_MAX)
        return fail(E_LIMIT, "URL longer than %d bytes", URL_LEN_MAX);
    struct parser p = {.arena = a, .in = clean_input(a, input), .url = {.port = -1}};
    struct url_parts base_parts;
    if (base) {
        base_parts = url_split(*base);
        p.base = &base_parts;
    }
    sbuf_init(&p.path, a, URL_LEN_MAX);
    TRY(parse_scheme(&p));
    return serialize(out, &p);
}
