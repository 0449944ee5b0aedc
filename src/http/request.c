/* Reading targets, fields and cookies. Paths are read strictly, because two readers of one path
 * must never differ; fields leniently, because people type them. */
#include "http/request.h"

#include "base/utf8.h"
#include "base/vec.h"

static bool segment_is_dots(const char *begin, const char *end)
{
    return (end - begin == 1 && begin[0] == '.') ||
           (end - begin == 2 && begin[0] == '.' && begin[1] == '.');
}

static status path_check(str path)
{
    if (utf8_valid_prefix(path) != path.len)
        return fail(E_INPUT, "the path is not valid UTF-8");
    const char *segment = path.p + 1;
    for (const char *at = path.p + 1; at <= path.p + path.len; at++) {
        if (at < path.p + path.len && *at != '/')
            continue;
        if (segment_is_dots(segment, at))
            return fail(E_INPUT, "the path has a '.' or '..' segment");
        segment = at + 1;
    }
    return OK;
}

status http_target_parse(str *path, str *query, struct arena *a, str target)
{
    size_t mark = str_chr(target, '?');
    str raw = str_sub(target, 0, mark == STR_NPOS ? target.len : mark);
    *query = mark == STR_NPOS ? STR_NONE : str_skip(target, mark + 1);
    if (raw.len == 0 || raw.p[0] != '/')
        return fail(E_INPUT, "the target does not start with '/'");
    char *out = arena_alloc(a, raw.len);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        bool escaped = c == '%';
        if (escaped) {
            int high = i + 2 < raw.len + 0 ? ascii_hex_value((unsigned char)raw.p[i + 1]) : -1;
            int low = i + 2 < raw.len + 0 ? ascii_hex_value((unsigned char)raw.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return fail(E_INPUT, "the path has a '%%' without two hexadecimal digits");
            c = (unsigned char)(high * 16 + low);
            i += 2;
        }
        if (c < ' ' || c == 0x7f || c == '\\' || (escaped && c == '/') || (!escaped && c == '#'))
            return fail(E_INPUT, "the path has a character that is not allowed there");
        out[len++] = (char)c;
    }
    *path = str_of(out, len);
    return path_check(*path);
}

static str field_decode(struct arena *a, str s)
{
    if (str_chr(s, '%') == STR_NPOS && str_chr(s, '+') == STR_NPOS)
        return utf8_repair(a, str_of(s.p ? s.p : "", s.len));
    char *out = arena_alloc(a, s.len);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i] == '+' ? ' ' : s.p[i];
        if (c == '%' && i + 2 < s.len) {
            int high = ascii_hex_value((unsigned char)s.p[i + 1]);
            int low = ascii_hex_value((unsigned char)s.p[i + 2]);
            if (high >= 0 && low >= 0) {
                c = (char)(high * 16 + low);
                i += 2;
            }
        }
        out[len++] = c;
    }
    return utf8_repair(a, str_of(out, len));
}

status http_pairs_parse(struct http_pairs *out, struct arena *a, str encoded)
{
    struct VEC(struct http_pair) pairs = {0};
    *out = (struct http_pairs){0};
    str rest = encoded;
    while (rest.p) {
        str value = str_cut(&rest, '&');
        if (value.len == 0)
            continue;
        if (pairs.len == HTTP_PAIRS_MAX)
            return fail(E_LIMIT, "more than %d fields", HTTP_PAIRS_MAX);
        str name = str_cut(&value, '=');
        struct http_pair *pair = vec_push(&pairs, a);
        pair->name = field_decode(a, name);
        pair->value = field_decode(a, value);
        if (str_chr(pair->name, '\0') != STR_NPOS || str_chr(pair->value, '\0') != STR_NPOS)
            return fail(E_INPUT, "a field contains a NUL");
    }
    *out = (struct http_pairs){pairs.at, pairs.len};
    return OK;
}

str http_pairs_find(const struct http_pairs *pairs, str name)
{
    for (size_t i = 0; i < pairs->len; i++)
        if (str_eq(pairs->at[i].name, name))
            return pairs->at[i].value;
    return STR_NONE;
}

str http_cookie_find(str header, str name)
{
    str rest = header;
    while (rest.p) {
        str value = str_cut(&rest, ';');
        str found = str_trim(str_cut(&value, '='));
        if (!value.p || !str_eq(found, name))
            continue;
        value = str_trim(value);
        if (value.len >= 2 && value.p[0] == '"' && value.p[value.len - 1] == '"')
            value = str_sub(value, 1, value.len - 1);
        return value;
    }
    return STR_NONE;
}

str http_query(const struct http_request *r, const char *name)
{
    return http_pairs_find(&r->query, str_c(name));
}

str http_header(const struct http_request *r, const char *name)
{
    return http_pairs_find(&r->headers, str_c(name));
}

str http_file(const struct http_request *r, const char *name)
{
    return http_pairs_find(&r->files, str_c(name));
}

str http_form(const struct http_request *r, const char *name)
{
    return http_pairs_find(&r->form, str_c(name));
}

str http_cookie(const struct http_request *r, const char *name)
{
    for (size_t i = 0; i < r->headers.len; i++) {
        if (!str_eq(r->headers.at[i].name, S("cookie")))
            continue;
        str value = http_cookie_find(r->headers.at[i].value, str_c(name));
        if (value.p)
            return value;
    }
    return STR_NONE;
}
