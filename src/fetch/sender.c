/* Proxies by name, and which hosts are spared. */
#include "fetch/sender.h"

#include "base/sbuf.h"
#include "base/url.h"

static const struct {
    str scheme;
    int port;
} SCHEMES[] = {{S("http"), 80}, {S("https"), 443}, {S("socks5"), 1080}, {S("socks5h"), 1080}};

static int usual_port(str scheme)
{
    for (size_t i = 0; i < ARRAY_LEN(SCHEMES); i++)
        if (str_eq(SCHEMES[i].scheme, scheme))
            return SCHEMES[i].port;
    return -1;
}

static bool none(str proxy)
{
    return str_empty(proxy) || str_eq(proxy, FETCH_PROXY_NONE);
}

/* Its parts, with a port; false for what is no proxy's address. */
static bool read_proxy(struct url_parts *out, struct arena *a, str proxy)
{
    url parsed;
    if (proxy.len > FETCH_SENDER_TEXT_MAX || url_parse(&parsed, a, proxy, NULL) != OK)
        return false;
    *out = url_split(parsed);
    if (usual_port(out->scheme) < 0 || str_empty(out->host) || out->query.p || out->fragment.p)
        return false;
    if (out->port < 0)
        out->port = usual_port(out->scheme);
    return str_empty(out->path) || str_eq(out->path, S("/"));
}

status fetch_proxy_check(str proxy)
{
    struct arena a;
    struct url_parts parts;
    if (none(proxy))
        return OK;
    arena_init(&a);
    bool sound = read_proxy(&parts, &a, proxy);
    arena_end(&a);
    return sound ? OK
                 : fail(E_INPUT, "must be http://HOST:PORT, https://HOST:PORT, socks5://HOST:PORT "
                                 "or socks5h://HOST:PORT, or none");
}

bool fetch_proxy_has_password(str proxy)
{
    struct arena a;
    struct url_parts parts;
    arena_init(&a);
    bool has = read_proxy(&parts, &a, proxy) && !str_empty(parts.password);
    arena_end(&a);
    return has;
}

/* Everything but what is safe in a URL's user information. */
static void put_encoded(struct sbuf *b, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
            sbuf_putc(b, (char)c);
        else
            sbuf_printf(b, "%%%02X", c);
    }
}

str fetch_proxy_with(struct arena *a, str proxy, str password)
{
    struct url_parts parts;
    struct sbuf b;
    if (none(proxy) || !read_proxy(&parts, a, proxy))
        return proxy;
    sbuf_init(&b, a, 8 * FETCH_SENDER_TEXT_MAX);
    sbuf_printf(&b, "%.*s://%.*s:", STR_FMT(parts.scheme), STR_FMT(parts.username));
    put_encoded(&b, password);
    sbuf_printf(&b, "@%.*s:%d", STR_FMT(parts.host), parts.port);
    return sbuf_str(&b);
}

str fetch_proxy_name(struct arena *a, str proxy)
{
    struct url_parts parts;
    if (none(proxy) || !read_proxy(&parts, a, proxy))
        return FETCH_PROXY_NONE;
    return str_printf(a, "%.*s://%.*s:%d", STR_FMT(parts.scheme), STR_FMT(parts.host), parts.port);
}

/* HOST is NAME, or below it. */
static bool is_at(str host, str name)
{
    if (str_starts(name, S(".")))
        name = str_skip(name, 1);
    if (str_empty(name) || host.len < name.len || !str_iends(host, name))
        return false;
    return host.len == name.len || host.p[host.len - name.len - 1] == '.';
}

bool fetch_sender_by_proxy(const struct fetch_sender *sender, url address)
{
    str rest = sender->no_proxy, host = url_split(address).host;
    if (none(sender->proxy))
        return false;
    while (rest.p) {
        str name = str_trim(str_cut(&rest, ','));
        if (str_eq(name, S("*")) || is_at(host, name))
            return false;
    }
    return true;
}

bool fetch_header_text(str text)
{
    if (text.len > FETCH_SENDER_TEXT_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}
