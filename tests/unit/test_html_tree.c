/* The tree builder by cases of our own: where strings point, limits, reading, odd input. The
 * standard's rules are tested by html5lib-tests (tests/conformance). */
#include "testing.h"

#include "base/sbuf.h"
#include "html/tokenizer.h"
#include "html/tree.h"
#include "tree_check.h"

static struct html_tree parse_with(struct arena *a, str input, const struct html_limits *limits)
{
    struct html_tree t;
    assert_ok(html_parse(&t, a, input, limits));
    tree_check(&t, limits);
    return t;
}

static struct html_tree parse(struct arena *a, const char *input)
{
    return parse_with(a, str_c(input), &html_limits_default);
}

static str written(struct arena *a, const struct html_tree *t)
{
    struct sbuf b;
    str out;
    sbuf_init(&b, a, 1 << 20);
    html_tree_write(&b, t);
    assert_ok(sbuf_end(&out, &b));
    return out;
}

static uint32_t find(const struct html_tree *t, uint16_t tag)
{
    for (uint32_t n = html_next(t, 0, 0); n; n = html_next(t, n, 0))
        if (html_is_element(t, n) && t->nodes[n].tag == tag)
            return n;
    return HTML_NONE;
}

static uint32_t find_text(const struct html_tree *t)
{
    uint32_t n = html_next(t, 0, 0);
    while (n && !html_is_text(t, n))
        n = html_next(t, n, 0);
    return n;
}

static uint32_t count(const struct html_tree *t, uint16_t tag)
{
    uint32_t all = 0;
    for (uint32_t n = html_next(t, 0, 0); n; n = html_next(t, n, 0))
        all += html_is(t, n, tag);
    return all;
}

static bool inside(const char *p, str s)
{
    return p >= s.p && p < s.p + s.len;
}

static str repeated(struct arena *a, const char *unit, size_t times)
{
    size_t len = strlen(unit);
    char *p = arena_alloc(a, len * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(p + i * len, unit, len);
    return str_of(p, len * times);
}

static void test_document(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_tree t = parse(
        &a, "<!DOCTYPE html><title>Ferry &amp; fog</title><p class=lead>The <b>8:15</b> sailed.");
    assert_str(written(&a, &t), "| <!DOCTYPE html>\n| <html>\n|   <head>\n|     <title>\n"
                                "|       \"Ferry & fog\"\n|   <body>\n|     <p>\n"
                                "|       class=\"lead\"\n|       \"The \"\n|       <b>\n"
                                "|         \"8:15\"\n|       \" sailed.\"\n");
    assert_false(t.quirks);
    assert_false(t.truncated);
    assert_true(html_is(&t, t.html, HTML_TAG_HTML) && html_is(&t, t.head, HTML_TAG_HEAD));
    assert_true(html_is(&t, t.body, HTML_TAG_BODY));
    assert_true(parse(&a, "<p>x").quirks);
    assert_true(parse(&a, "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\"><p>x").quirks);
    arena_end(&a);
}

static void test_strings_point_into_input(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    str in =
        S("<p id=one data-Odd='two words' title=\"&lt;3\">plain text<i>a\r\nb</i><x-y>q</x-y>");
    struct html_tree t = parse_with(&a, in, &html_limits_default);
    uint32_t p = find(&t, HTML_TAG_P);
    assert_true(inside(html_attr(&t, p, HTML_ATTR_ID).p, in));
    assert_true(inside(html_attr_named(&t, p, S("data-odd")).p, in));
    assert_str(html_attr_named(&t, p, S("data-odd")), "two words");
    assert_false(inside(html_attr(&t, p, HTML_ATTR_TITLE).p, in));
    assert_str(html_attr(&t, p, HTML_ATTR_TITLE), "<3");
    uint32_t text = find_text(&t);
    assert_str(html_text(&t, text), "plain text");
    assert_true(inside(html_text(&t, text).p, in));
    str italic = html_text_content(&a, &t, find(&t, HTML_TAG_I));
    assert_str(italic, "a\nb");
    assert_false(inside(italic.p, in));
    assert_str(html_name(&t, html_skip(&t, find(&t, HTML_TAG_I), 0)), "x-y");
    arena_end(&a);
}

static void test_attributes(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_tree t = parse(&a, "<p A=1 a=2 b c='' HREF=x href=y =z>");
    uint32_t p = find(&t, HTML_TAG_P);
    assert_int_equal(t.nodes[p].attr_count, 5);
    assert_str(html_attr_named(&t, p, S("a")), "1");
    assert_str(html_attr(&t, p, HTML_ATTR_HREF), "x");
    assert_non_null(html_attr_named(&t, p, S("b")).p);
    assert_int_equal(html_attr_named(&t, p, S("c")).len, 0);
    assert_null(html_attr(&t, p, HTML_ATTR_SRC).p);
    assert_non_null(html_attr_named(&t, p, S("=z")).p);
    t = parse(&a, "<body a=1><body a=2 b=3><svg viewbox=v xlink:href=h xml:lang=l>");
    assert_str(html_attr_named(&t, t.body, S("a")), "1");
    assert_str(html_attr_named(&t, t.body, S("b")), "3");
    uint32_t svg = find(&t, HTML_TAG_SVG);
    assert_str(html_attr_named(&t, svg, S("viewBox")), "v");
    assert_null(html_attr(&t, svg, HTML_ATTR_HREF).p);
    assert_str(html_attr_named(&t, svg, S("href")), "h");
    assert_int_equal(t.attrs[t.nodes[svg].attr + 1].ns, HTML_ATTR_NS_XLINK);
    arena_end(&a);
}

static void test_walking(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_tree t;
    assert_ok(html_parse_fragment(&t, &a, S("<ul><li>a<li>b</ul><p>c"), HTML_TAG_DIV, HTML_NS_HTML,
                                  &html_limits_default));
    uint32_t ul = find(&t, HTML_TAG_UL);
    assert_int_equal(t.nodes[ul].parent, 0);
    uint32_t li = t.nodes[ul].first_child;
    assert_int_equal(html_next(&t, ul, ul), li);
    assert_int_equal(html_skip(&t, li, ul), t.nodes[ul].last_child);
    assert_int_equal(html_skip(&t, t.nodes[ul].last_child, ul), HTML_NONE);
    assert_int_equal(html_skip(&t, ul, 0), find(&t, HTML_TAG_P));
    assert_int_equal(html_skip(&t, ul, ul), HTML_NONE);
    uint32_t text = t.nodes[li].first_child;
    assert_int_equal(html_next(&t, text, text), HTML_NONE);
    uint32_t children = 0;
    html_each_child (&t, c, ul)
        children += html_is(&t, c, HTML_TAG_LI);
    assert_int_equal(children, 2);
    arena_end(&a);
}

static void test_text_content(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_tree t =
        parse(&a, "<p>one <b>two</b><script>no()</script><style>no{}</style>"
                  "<template>no<i>no</i></template><!--no--> three</p><div></div>");
    assert_str(html_text_content(&a, &t, find(&t, HTML_TAG_P)), "one two three");
    assert_str(html_text_content(&a, &t, find(&t, HTML_TAG_DIV)), "");
    assert_str(html_text_content(&a, &t, find(&t, HTML_TAG_SCRIPT)), "no()");
    uint32_t b = find(&t, HTML_TAG_B);
    assert_ptr_equal(html_text_content(&a, &t, b).p, t.nodes[t.nodes[b].first_child].text);
    arena_end(&a);
}

static void test_fragments(void **state)
{
    (void)state;
    static const struct {
        uint16_t tag;
        uint8_t ns;
        const char *input, *want;
    } cases[] = {
        {HTML_TAG_DIV, HTML_NS_HTML, "a<td>b", "| \"ab\"\n"},
        {HTML_TAG_TR, HTML_NS_HTML, "a<td>b", "| \"a\"\n| <td>\n|   \"b\"\n"},
        {HTML_TAG_TEXTAREA, HTML_NS_HTML, "<b>&amp;", "| \"<b>&\"\n"},
        {HTML_TAG_SVG, HTML_NS_SVG, "<g/><p>x", "| <svg g>\n| <p>\n|   \"x\"\n"},
        {HTML_TAG_MI, HTML_NS_MATHML, "<i>x", "| <i>\n|   \"x\"\n"},
        {HTML_TAG_TEMPLATE, HTML_NS_HTML, "<td>x", "| <td>\n|   \"x\"\n"},
        {HTML_TAG_SELECT, HTML_NS_HTML, "<input><option>x", "| <option>\n|   \"x\"\n"},
        {HTML_TAG_FORM, HTML_NS_HTML, "<form></form>x", "| \"x\"\n"},
        {HTML_TAG_COLGROUP, HTML_NS_HTML, "a b<col>", "| \" \"\n| <col>\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena a;
        struct html_tree t;
        arena_init(&a);
        assert_ok(html_parse_fragment(&t, &a, str_c(cases[i].input), cases[i].tag, cases[i].ns,
                                      &html_limits_default));
        tree_check(&t, &html_limits_default);
        assert_str(written(&a, &t), cases[i].want);
        arena_end(&a);
    }
}

static void test_limits(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_limits limits = html_limits_default;
    limits.nodes_max = 100;
    struct html_tree t = parse_with(&a, repeated(&a, "<br>", 1000), &limits);
    assert_true(t.truncated);
    assert_in_range(t.node_count, 100, 110);
    limits = html_limits_default;
    limits.attrs_max = 3;
    t = parse_with(&a, S("<p a b c d e><p f>"), &limits);
    assert_int_equal(t.nodes[find(&t, HTML_TAG_P)].attr_count, 3);
    limits = html_limits_default;
    limits.bytes_max = 5;
    t = parse_with(&a, S("<p>ab<b>cd"), &limits);
    assert_true(t.truncated);
    assert_int_equal(find(&t, HTML_TAG_B), HTML_NONE);
    assert_str(html_text_content(&a, &t, 0), "ab");
    arena_end(&a);
}

static void check_deep(const char *unit, size_t times)
{
    struct arena a;
    arena_init(&a);
    struct html_tree t = parse_with(&a, repeated(&a, unit, times), &html_limits_default);
    (void)html_text_content(&a, &t, 0);
    arena_end(&a);
}

static void test_deep_nesting(void **state)
{
    (void)state;
    static const char *const units[] = {"<div>",          "<b>",
                                        "<a href=x>",     "<a><p>",
                                        "<b><i><u><div>", "<table><tr><td>",
                                        "<table>",        "<table><caption>",
                                        "<template>",     "<template><tr><td>",
                                        "<svg>",          "<svg><desc>",
                                        "<math><mi>",     "<frameset>",
                                        "<select>",       "<button>",
                                        "<object><b>",    "<x-y>",
                                        "<nobr><li>",     "<ruby><rt>",
                                        "<form><table>",  "<font size=1><p>x"};
    for (size_t i = 0; i < ARRAY_LEN(units); i++)
        check_deep(units[i], 10000);
}

static void test_depth_keeps_content(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_limits limits = html_limits_default;
    limits.depth_max = 20;
    str in = repeated(&a, "<div>x", 100);
    struct html_tree t = parse_with(&a, in, &limits);
    assert_int_equal(count(&t, HTML_TAG_DIV), 100);
    assert_int_equal(html_text_content(&a, &t, 0).len, 100);
    assert_false(t.truncated);
    t = parse_with(&a, repeated(&a, "<table><tr><td>y", 50), &limits);
    assert_int_equal(count(&t, HTML_TAG_TD), 50);
    assert_int_equal(html_text_content(&a, &t, 0).len, 50);
    arena_end(&a);
}

/* The cost of misnested markup stays in proportion: what a doubled input makes is at most about
 * doubled, counted in nodes, which is where the blow-up would show. */
static void test_no_blow_up(void **state)
{
    (void)state;
    static const char *const units[] = {"<b><p>",          "<a><div>",
                                        "<i id=1><p>x",    "<b><i></b></i><p>x",
                                        "<table><b>x<tr>", "<font size=1><font size=2><p>"};
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        struct arena a;
        arena_init(&a);
        uint64_t once =
            parse_with(&a, repeated(&a, units[i], 2000), &html_limits_default).node_count;
        uint64_t twice =
            parse_with(&a, repeated(&a, units[i], 4000), &html_limits_default).node_count;
        assert_in_range(twice, once, once * 5 / 2);
        arena_end(&a);
    }
}

static void test_odd_input(void **state)
{
    (void)state;
    static const str inputs[] = {S(""),
                                 S("<"),
                                 S("</"),
                                 S("<!"),
                                 S("<!-"),
                                 S("<!--"),
                                 S("<!-->"),
                                 S("<?"),
                                 S("&"),
                                 S("&#"),
                                 S("&#x"),
                                 S("<p"),
                                 S("<p "),
                                 S("<p a"),
                                 S("<p a="),
                                 S("<p a='"),
                                 S("<p a=\"b"),
                                 S("<p/"),
                                 S("</p"),
                                 S("<!doctype"),
                                 S("<!doctype html public"),
                                 S("\0\0"),
                                 S("<p>\0x"),
                                 S("\xff\xfe"),
                                 S("<script>"),
                                 S("<script><!--<script>"),
                                 S("<title>&"),
                                 S("<svg><![CDATA["),
                                 S("<x\0y>"),
                                 S("<svg>\0"),
                                 S("<table>\0"),
                                 S("<frameset>x\0 "),
                                 S("<p \0=\0>"),
                                 S("\r"),
                                 S("\r\n\r")};
    for (size_t i = 0; i < ARRAY_LEN(inputs); i++) {
        /* In memory of exactly this size, so that the sanitizers see a read past the end. */
        char *copy = malloc(inputs[i].len + 1);
        assert_non_null(copy);
        memmove(copy + 1, inputs[i].p, inputs[i].len);
        struct arena a;
        arena_init(&a);
        struct html_tree t = parse_with(&a, str_of(copy + 1, inputs[i].len), &html_limits_default);
        assert_true(t.html && t.head);
        arena_end(&a);
        free(copy);
    }
}

/* Every way to cut a page short gives a whole tree. */
static void test_cut_short(void **state)
{
    (void)state;
    str page =
        S("<!doctype html><html><head><title>t&amp;</title><script>a<!--<script>b</script>-->"
          "</script></head><body class='x'><table><tr><td>1<p>2<svg><g/></svg><select>"
          "<option>3</select></table><a>4<div></a>5<!-- c --></body></html>");
    for (size_t n = 0; n <= page.len; n++) {
        struct arena a;
        arena_init(&a);
        (void)parse_with(&a, str_sub(page, 0, n), &html_limits_default);
        arena_end(&a);
    }
}

static void test_text_is_merged(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct html_tree t = parse_with(&a, repeated(&a, "x</b>", 500), &html_limits_default);
    uint32_t text = find_text(&t);
    assert_int_equal(t.nodes[text].text_len, 500);
    assert_int_equal(t.nodes[text].next, HTML_NONE);
    t = parse(&a, "a<table>b<tr>c<td>d");
    assert_str(html_text(&t, find_text(&t)), "abc");
    arena_end(&a);
}

static void test_names(void **state)
{
    (void)state;
    for (uint16_t i = 1; i < HTML_TAG_COUNT; i++) {
        struct arena a;
        arena_init(&a);
        assert_int_equal(html_tag_find(str_lower(&a, html_tag_name(i))), i);
        arena_end(&a);
    }
    for (uint16_t i = 1; i < HTML_ATTR_COUNT; i++)
        assert_int_equal(html_attr_find(html_attr_name(i)), i);
    assert_int_equal(html_tag_find(S("")), HTML_TAG_OTHER);
    assert_int_equal(html_tag_find(S("tabl")), HTML_TAG_OTHER);
    assert_int_equal(html_tag_find(S("blockquoteblockquote")), HTML_TAG_OTHER);
    assert_int_equal(html_attr_find(S("hre")), HTML_ATTR_OTHER);
}

/* The fast way for names reads sixteen bytes; at the end of the input the slow one must agree. */
static void test_names_near_the_end(void **state)
{
    (void)state;
    for (uint16_t i = 1; i < HTML_TAG_COUNT; i++) {
        struct arena a;
        arena_init(&a);
        struct html_tokenizer z;
        str name = html_tag_name(i);
        str near = str_printf(&a, "<%.*s>", STR_FMT(name));
        str far = str_printf(&a, "<%.*s>%64s", STR_FMT(name), "");
        html_tokenizer_init(&z, &a, near, &html_limits_default);
        assert_true(html_tokenizer_next(&z));
        assert_int_equal(z.token.tag, i);
        html_tokenizer_init(&z, &a, far, &html_limits_default);
        assert_true(html_tokenizer_next(&z));
        assert_int_equal(z.token.tag, i);
        assert_int_equal(z.token.len, name.len);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_strings_point_into_input),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_walking),
        cmocka_unit_test(test_text_content),
        cmocka_unit_test(test_fragments),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_deep_nesting),
        cmocka_unit_test(test_depth_keeps_content),
        cmocka_unit_test(test_no_blow_up),
        cmocka_unit_test(test_odd_input),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_text_is_merged),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_names_near_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
