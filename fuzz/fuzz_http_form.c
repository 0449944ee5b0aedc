/* Form and query fields, cookies and targets of requests, from arbitrary bytes: what comes out
 * is valid UTF-8 without NUL, a path is one no two readers can differ about. */
#include "http/request.h"
#include "http/response.h"

#include "base/url.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(str s)
{
    ASSERT(utf8_valid_prefix(s) == s.len);
    ASSERT(str_chr(s, '\0') == STR_NPOS);
}

static void check_fields(struct arena *a, str input)
{
    struct http_pairs pairs;
    if (http_pairs_parse(&pairs, a, input) != OK)
        return;
    ASSERT(pairs.len <= HTTP_PAIRS_MAX && pairs.len <= input.len);
    struct sbuf again;
    sbuf_init(&again, a, input.len * 9 + 16);
    for (size_t i = 0; i < pairs.len; i++) {
        check_text(pairs.at[i].name);
        check_text(pairs.at[i].value);
        url_put_escaped(&again, pairs.at[i].name);
        sbuf_putc(&again, '=');
        url_put_escaped(&again, pairs.at[i].value);
        sbuf_putc(&again, '&');
    }
    struct http_pairs second; /* what was written reads back the same */
    ASSERT(!again.overflow && http_pairs_parse(&second, a, sbuf_str(&again)) == OK);
    ASSERT(second.len == pairs.len);
    for (size_t i = 0; i < pairs.len; i++)
        ASSERT(str_eq(pairs.at[i].name, second.at[i].name) &&
               str_eq(pairs.at[i].value, second.at[i].value));
}

static void check_target(struct arena *a, str input)
{
    str path, query;
    if (http_target_parse(&path, &query, a, input) != OK)
        return;
    check_text(path);
    ASSERT(path.len && path.p[0] == '/' && path.len <= input.len);
    ASSERT(!str_has(path, S("/../")) && !str_has(path, S("/./")) && !str_ends(path, S("/..")));
    for (size_t i = 0; i < path.len; i++)
        ASSERT((unsigned char)path.p[i] >= ' ' && path.p[i] != '\\' && path.p[i] != 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a);
    str input = str_of((const char *)data, size);
    check_fields(&a, input);
    check_target(&a, input);
    str cookie = http_cookie_find(input, S("session"));
    ASSERT(!cookie.p || (cookie.p >= input.p && cookie.p + cookie.len <= input.p + input.len));
    ASSERT(http_coding_choose(input) < HTTP_CODING_COUNT);
    ASSERT(!http_etag_match(input, STR_NONE));
    arena_end(&a);
    return 0;
}
