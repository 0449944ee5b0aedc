/* Markdown of comments: what it becomes, that nothing of it is alive, and that no nesting makes it
 * slow. */
#include "comment_testing.h"

#include <time.h>

#include "base/json_in.h"
#include "base/utf8.h"
#include "html_serialize.h"
#include "shared.h"

struct row {
    const char *markdown, *html;
};

#define REL "\" rel=\"noopener noreferrer nofollow ugc\">"

static const struct row ROWS[] = {
    {"plain", "<p>plain</p>"},
    {"two\nlines", "<p>two<br>\nlines</p>"},
    {"one\n\ntwo", "<p>one</p>\n<p>two</p>"},
    {"*a* **b** `c < d`", "<p><em>a</em> <strong>b</strong> <code>c &lt; d</code></p>"},
    {"# Heading *x*", "<p><strong>Heading <em>x</em></strong></p>"},
    {"Heading\n===", "<p><strong>Heading</strong></p>"},
    {"> said\n\nno", "<blockquote>\n<p>said</p>\n</blockquote>\n<p>no</p>"},
    {"- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"},
    {"3. c", "<ol start=\"3\">\n<li>c</li>\n</ol>"},
    {"[a](https://a.example/x)", "<p><a href=\"https://a.example/x" REL "a</a></p>"},
    {"<https://a.example>", "<p><a href=\"https://a.example/" REL "https://a.example</a></p>"},
    /* Bare addresses, without what the sentence put behind them. */
    {"see https://a.example/x_y_z.",
     "<p>see <a href=\"https://a.example/x_y_z" REL "https://a.example/x_y_z</a>.</p>"},
    {"(HTTP://a.example/b(c)d)",
     "<p>(<a href=\"http://a.example/b(c)d" REL "HTTP://a.example/b(c)d</a>)</p>"},
    {"https://a.example/?a=1&b=2",
     "<p><a href=\"https://a.example/?a=1&amp;b=2" REL "https://a.example/?a=1&amp;b=2</a></p>"},
    {"xhttps://a.example https://", "<p>xhttps://a.example https://</p>"},
    {"`https://a.example`", "<p><code>https://a.example</code></p>"},
    {"[https://a.example](https://b.example/)",
     "<p><a href=\"https://b.example/" REL "https://a.example</a></p>"},
    /* Pictures are links; what points into this site or runs is no link. */
    {"![a cat](https://a.example/c.png)",
     "<p><a href=\"https://a.example/c.png" REL "a cat</a></p>"},
    {"![](https://a.example/c.png)",
     "<p><a href=\"https://a.example/c.png" REL "https://a.example/c.png</a></p>"},
    {"[a](javascript:alert(1))", "<p>a</p>"},
    {"[a](/admin/users)", "<p>a</p>"},
    {"[a](data:text/html,x)", "<p>a</p>"},
    /* Tags are text. */
    {"a <b>bold</b> <script>x</script>",
     "<p>a &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>"},
    {"<div onclick=x>\n*y*\n</div>", "<p>&lt;div onclick=x&gt;<br>\n*y*<br>\n&lt;/div&gt;</p>"},
    {"&lt;b&gt; &amp; &copy;", "<p>&lt;b&gt; &amp; \xc2\xa9</p>"},
    {"", ""},
    {"***", ""},
    {"[](https://a.example)", ""},
    {"[x]: https://a.example", ""},
};

static void test_rows(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    int wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
        html out;
        assert_ok(comment_render(&out, &a, str_c(ROWS[i].markdown)));
        if (!str_eq(out.s, str_c(ROWS[i].html))) {
            print_error("%s\ngot  %.*s\nwant %s\n", ROWS[i].markdown, STR_FMT(out.s), ROWS[i].html);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    arena_end(&a);
}

static void test_links(void **state)
{
    (void)state;
    struct arena a;
    html out;
    arena_init(&a);
    assert_ok(comment_render(&out, &a, S("https://a.example [b](https://b.example) \\<a href>")));
    assert_int_equal(comment_links(out), 2);
    assert_int_equal(comment_links((html){S("")}), 0);
    static char much[COMMENT_BYTES_MAX + 1];
    memset(much, '<', sizeof much);
    assert_int_equal(comment_render(&out, &a, str_of(much, sizeof much)), E_LIMIT);
    assert_ok(comment_render(&out, &a, str_of(much, COMMENT_BYTES_MAX)));
    arena_end(&a);
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* PART again and again, as much as a comment may have. */
static double time_of(struct arena *a, const char *part, size_t bytes)
{
    char *text = arena_alloc(a, bytes);
    size_t n = strlen(part);
    for (size_t i = 0; i < bytes; i++)
        text[i] = part[i % n];
    html out;
    double begin = cpu_ms();
    status st = comment_render(&out, a, str_of(text, bytes));
    assert_true(st == OK || st == E_LIMIT);
    return cpu_ms() - begin;
}

/* Time is in proportion to length: four times as much takes less than eight times as long (it would
 * be sixteen times if every byte looked at all others). */
static void test_nesting(void **state)
{
    (void)state;
    static const char *const parts[] = {
        ">",    "[",    "![",    "*a ", "_a*", "`",    "- ", "1. ",  "[a](",  "<a ",
        "<!--", "&",    "](",    "**a", "\\",  "[a][", "\n", "> - ", "http:", "https://a.example/(",
        "[](",  "a**b", "* a\n "};
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        double small = 1e9, large = 1e9;
        for (int round = 0; round < 5; round++) {
            double s = time_of(&a, parts[i], COMMENT_BYTES_MAX / 4);
            double l = time_of(&a, parts[i], COMMENT_BYTES_MAX);
            small = s < small ? s : small;
            large = l < large ? l : large;
        }
        if (large > 8 * small + 5)
            print_error("'%s': %.2f ms, of a quarter %.2f ms\n", parts[i], large, small);
        assert_true(large <= 8 * small + 5);
    }
    arena_end(&a);
}

/* --- the payloads of sanitizers' own tests ------------------------------------------------- */

static void check_payload(struct arena *a, str text)
{
    html out;
    struct html_tree t;
    status st = comment_render(&out, a, str_sub(text, 0, utf8_floor(text, COMMENT_BYTES_MAX)));
    assert_true(st == OK || st == E_LIMIT);
    if (st != OK)
        return;
    assert_ok(html_parse_fragment(&t, a, out.s, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default));
    assert_null(unsafe_in_tree(&t));
    assert_str(serialize_tree(a, &t), str_cstr(a, out.s));
    assert_false(str_has(out.s, S("<img")));
}

/* As they are, and where Markdown takes something over. */
static void check_everywhere(struct arena *a, str payload)
{
    static const char *const around[][2] = {
        {"", ""},   {"[x](", ")"}, {"![x](", ")"},       {"[", "](x)"}, {"`", "`"},
        {"> ", ""}, {"<", ">"},    {"[a]: ", "\n\n[a]"}, {"# ", ""},    {"a\n", "\nb"}};
    for (size_t i = 0; i < ARRAY_LEN(around); i++)
        check_payload(a, str_printf(a, "%s%.*s%s", around[i][0], STR_FMT(payload), around[i][1]));
}

/* The payloads of one JSON Lines file; how many there were. */
static size_t check_file(struct arena *a, const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *line = NULL;
    size_t room = 0, n = 0;
    ssize_t len;
    while ((len = getline(&line, &room, file)) > 0) {
        struct json_value *row;
        assert_ok(json_in_parse(&row, str_of(line, (size_t)len)));
        str payload = json_in_str(row, "html");
        if (!str_empty(payload)) {
            check_everywhere(a, payload);
            n++;
        }
        json_in_free(row);
        arena_reset(a);
    }
    free(line);
    fclose(file);
    return n;
}

static void test_payloads(void **state)
{
    (void)state;
    static const char *const files[] = {"ammonia", "dompurify", "html5lib_sanitizer", "owasp"};
    if (!shared_there("sanitizer"))
        skip();
    struct arena a, paths;
    arena_init(&a);
    arena_init(&paths);
    const char *folder = shared_folder(&paths, "sanitizer");
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        n += check_file(&a, str_printf(&paths, "%s/%s.jsonl", folder, files[i]).p);
    assert_true(n > 300);
    arena_end(&a);
    arena_end(&paths);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_payloads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
