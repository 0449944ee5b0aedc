/* The one place that makes jsonld values. */
#include "web/jsonld.h"

#include "base/sbuf.h"

/* What stands for the character at byte I of S, empty when it stands for itself; *len: its
 * bytes. */
static str escape_at(size_t *len, str s, size_t i)
{
    *len = 1;
    switch (s.p[i]) {
    case '<': return S("\\u003c");
    case '>': return S("\\u003e");
    case '&': return S("\\u0026");
    case '\xe2':
        *len = 3;
        if (str_starts(str_skip(s, i), S("\xe2\x80\xa8")))
            return S("\\u2028");
        if (str_starts(str_skip(s, i), S("\xe2\x80\xa9")))
            return S("\\u2029");
        *len = 1;
        return S("");
    default: return S("");
    }
}

jsonld jsonld_make(struct arena *a, str json)
{
    struct sbuf b;
    sbuf_init(&b, a, size_mul(json.len, 6));
    size_t from = 0, len;
    for (size_t i = 0; i < json.len; i += len) {
        str instead = escape_at(&len, json, i);
        if (str_empty(instead))
            continue;
        sbuf_put(&b, str_sub(json, from, i));
        sbuf_put(&b, instead);
        from = i + len;
    }
    sbuf_put(&b, str_skip(json, from));
    return (jsonld){sbuf_str(&b)};
}
