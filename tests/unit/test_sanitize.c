/* The sanitizer: hostile and ordinary markup by table, what holds for all output, its limits. */
#include "testing.h"

#include "html/sanitize.h"
#include "html_serialize.h"

#define REL " rel=\"noopener noreferrer\""
#define IMG " loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\""

static const struct row {
    const char *input, *want;
} rows[] = {
#define SANITIZE_KEEPS(html) {html, html},
#define SANITIZE_ROW(html, clean) {html, clean},
#include "sanitize_rows.def"
#undef SANITIZE_KEEPS
#undef SANITIZE_ROW
};

static const struct html_sanitize_options with_base = {.base = {"https://example.org/a/b", 23},
                                                       .out_max = 1 << 20};

static str clean(struct arena *a, str input, const struct html_sanitize_options *options)
{
    html out;
    assert_ok(html_sanitize(&out, a, input, options));
    return out.s;
}

/* What comes out cleans to itself, parses to itself, and is on the list. */
static bool holds(struct arena *a, str out, const struct html_sanitize_options *options)
{
    struct html_tree t;
    assert_ok(html_parse_fragment(&t, a, out, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default));
    str again = clean(a, out, options);
    str written = serialize_tree(a, &t);
    const char *unsafe = unsafe_in_tree(&t);
    if (str_eq(again, out) && str_eq(written, out) && !unsafe)
        return true;
    print_error("once  \"%.*s\"\ntwice \"%.*s\"\ntree  \"%.*s\"\n%s\n", STR_FMT(out),
                STR_FMT(again), STR_FMT(written), unsafe ? unsafe : "");
    return false;
}

static void test_rows(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    int bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str got = clean(&a, str_c(rows[i].input), &with_base);
        if (!str_eq(got, str_c(rows[i].want))) {
            print_error("in   \"%s\"\ngot  \"%.*s\"\nwant \"%s\"\n", rows[i].input, STR_FMT(got),
                        rows[i].want);
            bad++;
        }
        bad += !holds(&a, got, &with_base);
        arena_reset(&a);
    }
    assert_int_equal(bad, 0);
    arena_end(&a);
}

/* The inputs of the table, cut and joined at random. */
static void test_mixtures(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    uint64_t seed = 7;
    for (int i = 0; i < 6000; i++) {
        struct sbuf b;
        sbuf_init(&b, &a, 1 << 16);
        for (int part = 0; part < 4; part++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            str piece = str_c(rows[(seed >> 33) % ARRAY_LEN(rows)].input);
            size_t begin = (seed >> 20) % (piece.len + 1);
            sbuf_put(&b, seed >> 63 ? str_sub(piece, 0, begin) : str_skip(piece, begin));
        }
        struct html_sanitize_options o = with_base;
        o.base = i & 1 ? with_base.base : S("");
        assert_true(holds(&a, clean(&a, sbuf_str(&b), &o), &o));
        arena_reset(&a);
    }
    arena_end(&a);
}

static void test_without_base(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"<a href='/x?y'>a</a>", "<a href=\"/x?y\"" REL ">a</a>"},
        {"<a href=' ../x '>a</a>", "<a href=\"../x\"" REL ">a</a>"},
        {"<a href='#n'>a</a>", "<a href=\"#n\"" REL ">a</a>"},
        {"<a href='//h/x'>a</a>", "<a href=\"https://h/x\"" REL ">a</a>"},
        {"<a href='\\\\h\\x'>a</a>", "<a href=\"https://h/x\"" REL ">a</a>"},
        {"<a href='http:x'>a</a>", "<a href=\"http://x/\"" REL ">a</a>"},
        {"<a href='https:'>a</a>", "a"},
        {"<a href='x:y'>a</a><a href='\xc2\xa0javascript:x'>b</a>", "ab"},
        {"<a href='./x:y'>a</a>", "<a href=\"./x:y\"" REL ">a</a>"},
    };
    struct html_sanitize_options o = {.out_max = 1000};
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        str got = clean(&a, str_c(table[i][0]), &o);
        assert_str(got, table[i][1]);
        assert_true(holds(&a, got, &o));
    }
    o.base = S("file:///etc/"); /* no web URL: none */
    assert_str(clean(&a, S("<a href=x>a</a>"), &o), "<a href=\"x\"" REL ">a</a>");
    o.absolute_only = true;
    assert_str(clean(&a, S("<a href=/x>a</a> <a href=#n>b</a><img src=/x>"), &o), "a b");
    assert_str(clean(&a, S("<a href=//h/x>a</a>"), &o), "<a href=\"https://h/x\"" REL ">a</a>");
    arena_end(&a);
}

static void test_options(void **state)
{
    (void)state;
    struct html_sanitize_options o = with_base;
    struct arena a;
    arena_init(&a);
    o.links_nofollow = true;
    assert_str(clean(&a, S("<a href=/x>a</a>"), &o),
               "<a href=\"https://example.org/x\" rel=\"noopener noreferrer nofollow ugc\">a</a>");
    o.no_images = true;
    assert_str(
        clean(&a, S("<img src=x><video src=v poster=p title=t></video>"), &o),
        "<p><a href=\"https://example.org/a/v\" rel=\"noopener noreferrer nofollow ugc\">t</a>"
        "</p>");
    arena_end(&a);
}

static bool keep_but_asides(void *data, const struct html_tree *t, uint32_t node)
{
    (*(int *)data)++;
    return !html_is(t, node, HTML_TAG_ASIDE);
}

static void test_tree_and_keep(void **state)
{
    (void)state;
    struct html_tree t;
    struct arena a;
    html out;
    int asked = 0;
    arena_init(&a);
    assert_ok(html_parse(&t, &a, S("<title>t</title><div><p>a<aside><b>x</b></aside><p>b</div>c"),
                         &html_limits_default));
    struct html_sanitize_options o = with_base;
    assert_ok(html_sanitize_tree(&out, &a, &t, HTML_NONE, &o));
    assert_str(out.s, "<div><p>a</p><aside><b>x</b></aside><p>b</p></div>c");
    o.keep = keep_but_asides;
    o.keep_data = &asked;
    assert_ok(html_sanitize_tree(&out, &a, &t, HTML_NONE, &o));
    assert_str(out.s, "<div><p>a</p><p>b</p></div>c");
    assert_int_equal(asked, 4);
    uint32_t div = html_node(&t, t.body)->first_child;
    assert_ok(html_sanitize_tree(&out, &a, &t, div, &o));
    assert_str(out.s, "<p>a</p><p>b</p>");
    /* The content of a row stands for itself when its table is left out. */
    assert_ok(
        html_parse(&t, &a, S("<table><tr><td>a<th>b<ul><li>c</ul></table>"), &html_limits_default));
    uint32_t row = t.body;
    while (!html_is(&t, row, HTML_TAG_TR))
        row = html_next(&t, row, 0);
    o.keep = NULL;
    assert_ok(html_sanitize_tree(&out, &a, &t, row, &o));
    assert_str(out.s, "<div>a</div><div>b<ul><li>c</li></ul></div>");
    arena_end(&a);
}

static void put_times(struct sbuf *b, const char *text, int times)
{
    while (times--)
        sbuf_put(b, str_c(text));
}

static void test_limits(void **state)
{
    (void)state;
    static const char *const deep[] = {
        "<div>",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<blockquote>",
        "<ruby><rt>",
        "<dl><dd>",
        "<section><p>x<b><i>",
        "<a href=x><table><caption>",
        "<details><summary><ol>x<li>",
    };
    struct html_sanitize_options o = with_base;
    struct arena a;
    html out;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(deep); i++)
        for (int times = 20; times < 20000; times = times < 200 ? times + 1 : times * 10) {
            struct sbuf b;
            sbuf_init(&b, &a, 1 << 22);
            put_times(&b, deep[i], times);
            sbuf_put(&b, S("x<p>y<table><td>z"));
            str got = clean(&a, sbuf_str(&b), &o);
            assert_true(str_has(got, S("x")));
            assert_true(holds(&a, got, &o));
            arena_reset(&a);
        }
    struct sbuf b; /* long titles are cut between characters */
    sbuf_init(&b, &a, 4000);
    sbuf_put(&b, S("<iframe src=/x title=x"));
    put_times(&b, "\xc3\xa9", 1000);
    sbuf_put(&b, S("></iframe><img src=i alt=x"));
    put_times(&b, "\xc3\xa9", 300);
    str cut = clean(&a, sbuf_str(&b), &o);
    assert_true(holds(&a, cut, &o));
    o.out_max = 10;
    assert_ok(html_sanitize(&out, &a, S("<p>abc</p>"), &o));
    assert_int_equal(html_sanitize(&out, &a, S("<p>abcd</p>"), &o), E_LIMIT);
    assert_int_equal(html_sanitize(&out, &a, S("<img src=x><noscript><img src=y>"), &o), E_LIMIT);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),          cmocka_unit_test(test_mixtures),
        cmocka_unit_test(test_without_base),  cmocka_unit_test(test_options),
        cmocka_unit_test(test_tree_and_keep), cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
