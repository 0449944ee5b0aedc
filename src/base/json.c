/* The JSON writer. Runs of plain bytes are copied whole. */
#include "base/json.h"

#include "base/clock.h"
#include "base/utf8.h"

#include <math.h>

void json_init(struct json *j, struct sbuf *out)
{
    *j = (struct json){.out = out};
}

static void before_value(struct json *j)
{
    if (j->comma)
        sbuf_putc(j->out, ',');
    j->comma = true;
}

static void open(struct json *j, char opener, char closer)
{
    before_value(j);
    ASSERT(j->depth < JSON_DEPTH_MAX);
    j->closer[j->depth++] = closer;
    sbuf_putc(j->out, opener);
    j->comma = false;
}

void json_object(struct json *j)
{
    open(j, '{', '}');
}

void json_array(struct json *j)
{
    open(j, '[', ']');
}

void json_end(struct json *j)
{
    ASSERT(j->depth > 0);
    sbuf_putc(j->out, j->closer[--j->depth]);
    j->comma = true;
}

void json_put_escaped(struct sbuf *b, str s)
{
    size_t start = 0;
    size_t i = 0;
    while (i < s.len) {
        unsigned char c = (unsigned char)s.p[i];
        if (LIKELY(c >= 0x20 && c < 0x80 && c != '"' && c != '\\')) {
            i++;
            continue;
        }
        size_t n = c >= 0x80 ? utf8_valid_len(str_skip(s, i)) : 0;
        if (n) {
            i += n;
            continue;
        }
        sbuf_put(b, str_sub(s, start, i));
        if (c == '"' || c == '\\') {
            sbuf_putc(b, '\\');
            sbuf_putc(b, (char)c);
        } else if (c == '\n') {
            sbuf_put(b, S("\\n"));
        } else if (c == '\t') {
            sbuf_put(b, S("\\t"));
        } else if (c >= 0x80) {
            sbuf_put(b, S("\xef\xbf\xbd"));
        } else {
            sbuf_printf(b, "\\u%04x", c);
        }
        start = ++i;
    }
    sbuf_put(b, str_skip(s, start));
}

static void put_quoted(struct json *j, str s)
{
    sbuf_putc(j->out, '"');
    json_put_escaped(j->out, s);
    sbuf_putc(j->out, '"');
}

void json_key(struct json *j, const char *key)
{
    before_value(j);
    put_quoted(j, str_c(key));
    sbuf_putc(j->out, ':');
    j->comma = false;
}

void json_str(struct json *j, str s)
{
    before_value(j);
    put_quoted(j, s);
}

void json_i64(struct json *j, int64_t n)
{
    before_value(j);
    sbuf_put_i64(j->out, n);
}

void json_f64(struct json *j, double x, int decimals)
{
    if (!isfinite(x)) {
        json_null(j);
        return;
    }
    before_value(j);
    sbuf_printf(j->out, "%.*f", decimals, x);
}

void json_bool(struct json *j, bool b)
{
    before_value(j);
    sbuf_put(j->out, b ? S("true") : S("false"));
}

void json_null(struct json *j)
{
    before_value(j);
    sbuf_put(j->out, S("null"));
}

void json_time(struct json *j, int64_t time_us)
{
    before_value(j);
    sbuf_putc(j->out, '"');
    clock_put_iso(j->out, time_us);
    sbuf_putc(j->out, '"');
}

void json_key_bool(struct json *j, const char *key, bool value)
{
    json_key(j, key);
    json_bool(j, value);
}

void json_key_time_opt(struct json *j, const char *key, int64_t time_us)
{
    if (time_us == INT64_MIN)
        return;
    json_key(j, key);
    json_time(j, time_us);
}

void json_key_str(struct json *j, const char *key, str s)
{
    json_key(j, key);
    json_str(j, s);
}

void json_key_str_opt(struct json *j, const char *key, str s)
{
    if (s.len)
        json_key_str(j, key, s);
}

void json_key_i64(struct json *j, const char *key, int64_t n)
{
    json_key(j, key);
    json_i64(j, n);
}
