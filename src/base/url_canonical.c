/* One name for a page that is linked in many ways: url_canonical. */
#include "base/url_code.h"

static bool is_tracking(str parameter)
{
    static const str names[] = {
#define URL_TRACKING(name) {name, sizeof(name) - 1},
#define URL_TRACKING_PREFIX(name)
#include "base/url_tracking.def"
#undef URL_TRACKING
#undef URL_TRACKING_PREFIX
    };
    static const str prefixes[] = {
#define URL_TRACKING(name)
#define URL_TRACKING_PREFIX(name) {name, sizeof(name) - 1},
#include "base/url_tracking.def"
#undef URL_TRACKING
#undef URL_TRACKING_PREFIX
    };
    str name = str_sub(parameter, 0, str_chr(parameter, '='));
    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
        if (str_istarts(name, prefixes[i]))
            return true;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_ieq(name, names[i]))
            return true;
    return false;
}

/* Each run of slashes as one, and no "index.html" at the end. */
static void put_path(struct sbuf *b, str path)
{
    size_t begin = b->len;
    size_t run = 0;
    for (size_t i = 1; i < path.len; i++) {
        if (path.p[i] != '/' || path.p[i - 1] != '/')
            continue;
        sbuf_put(b, str_sub(path, run, i));
        run = i + 1;
    }
    sbuf_put(b, str_sub(path, run, path.len));
    str put = str_skip(sbuf_str(b), begin);
    if (str_ends(put, S("/index.html")))
        sbuf_truncate(b, b->len - S("index.html").len);
    else if (str_ends(put, S("/index.htm")))
        sbuf_truncate(b, b->len - S("index.htm").len);
}

static void put_query(struct sbuf *b, str query)
{
    char separator = '?';
    while (query.p) {
        str parameter = str_cut(&query, '&');
        if (parameter.len == 0 || is_tracking(parameter))
            continue;
        sbuf_putc(b, separator);
        sbuf_put(b, parameter);
        separator = '&';
    }
}

status url_canonical(url *out, struct arena *a, url u)
{
    struct url_parts parts = url_split(u);
    if (!url_is_web(u)) {
        out->s = str_sub(u.s, 0, str_chr(u.s, '#'));
        return OK;
    }
    struct sbuf b;
    sbuf_init(&b, a, URL_LEN_MAX);
    sbuf_put(&b, parts.scheme);
    sbuf_put(&b, S("://"));
    sbuf_put(&b, parts.host);
    if (parts.port >= 0) {
        sbuf_putc(&b, ':');
        sbuf_put_i64(&b, parts.port);
    }
    put_path(&b, parts.path);
    put_query(&b, parts.query);
    return sbuf_end(&out->s, &b);
}
