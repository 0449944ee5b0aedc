/*
 * Markdown: what a reader of it gets back. The first tests say what is written; the last one
 * renders what we write with cmark and compares blocks, links, emphasis and text with the HTML
 * that went in, over 20,000 documents made of what is awkward.
 */
#include "testing.h"

#include "base/utf8.h"
#include "extract/markdown.h"
#include "html/sanitize.h"

#include <cmark.h>

#define DOCUMENTS 20000

static struct arena arena;

static int arena_setup(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int arena_teardown(void **state)
{
    (void)state;
    arena_end(&arena);
    return 0;
}

static html clean(str input)
{
    html out;
    const struct html_sanitize_options options = {.out_max = (size_t)4 << 20};
    assert_int_equal(html_sanitize(&out, &arena, input, &options), OK);
    return out;
}

static str markdown_of(html body)
{
    struct sbuf out;
    sbuf_init(&out, &arena, (size_t)4 << 20);
    assert_int_equal(extract_put_markdown_body(&out, &arena, body), OK);
    str text;
    assert_int_equal(sbuf_end(&text, &out), OK);
    return text;
}

static void check(const char *input, const char *wanted)
{
    str got = markdown_of(clean(str_c(input)));
    assert_string_equal(str_cstr(&arena, got), wanted);
}

static void test_blocks(void **state)
{
    (void)state;
    check("<h2>One</h2><p>Two</p><p>Three<br>four</p><hr><p>Five",
          "## One\n\nTwo\n\nThree\\\nfour\n\n___\n\nFive");
    check("<p>  white \n space </p><div>loose <p>inner</p> text</div>",
          "white space\n\nloose\n\ninner\n\ntext");
    check("<h3> </h3><p></p><blockquote> </blockquote><ul><li></li></ul><p>only</p>", "only");
    check("<h2>C #</h2>", "## C \\#");
    check("<p>a<br><br>b</p>", "a\n\nb");
    check("", "");
}

static void test_lists(void **state)
{
    (void)state;
    check("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c");
    check("<ol start=9><li>a</li><li>b<ol><li>c</li></ol></li></ol>", "9. a\n10. b\n    1. c");
    check("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "- a\n\n  b\n\n- c");
    check("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b");
    check("<ol><li>a<pre>x\n\n y</pre></li></ol>", "1. a\n\n   ```\n   x\n\n    y\n   ```");
    check("<p>before</p><ul><li>a</li></ul><p>after</p>", "before\n\n- a\n\nafter");
    check("<dl><dt>Term</dt><dd>What it is</dd></dl>", "**Term**\n\nWhat it is");
}

static void test_quotes(void **state)
{
    (void)state;
    check("<blockquote><p>a</p><p>b<br>c</p></blockquote><blockquote>d</blockquote>",
          "> a\n>\n> b\\\n> c\n\n> d");
    check("<blockquote><ul><li>a<li>b</ul><blockquote>c</blockquote></blockquote>",
          "> - a\n> - b\n>\n> > c");
}

static void test_code(void **state)
{
    (void)state;
    check("<pre>a\n  <b>b</b>\n\n```\n</pre>", "````\na\n  b\n\n```\n````");
    check("<p>run <code>a`b</code> or <code> `x` </code>", "run ``a`b`` or `` `x` ``");
    check("<blockquote><pre>a\n\nb</pre></blockquote>", "> ```\n> a\n>\n> b\n> ```");
}

static void test_links_and_images(void **state)
{
    (void)state;
    check("<p>See<a href='https://x.example/a(b)?c=1&amp;copy;=2'> the <b>page</b> </a>now",
          "See [the **page**](https://x.example/a\\(b\\)?c=1\\&copy;=2) now");
    check("<p>Stop!<a href='https://x.example/'>here</a>", "Stop\\![here](https://x.example/)");
    check("<figure><img src='https://x.example/i.png' alt='A [red] boat'>"
          "<figcaption>The boat. <i>Photo: Q</i></figcaption></figure>",
          "![A \\[red\\] boat](https://x.example/i.png)\n\n*The boat. Photo: Q*");
    check("<a href='https://x.example/'><img src='https://x.example/i.png'></a>",
          "[![](https://x.example/i.png)](https://x.example/)");
    check("<p><a href='https://x.example/'> </a>text", "text");
}

static void test_emphasis(void **state)
{
    (void)state;
    check("<p>a<b> b </b>c <i></i><b>d</b><b>e</b>", "a **b** c **de**");
    check("<p><b>a</b><i>b</i>", "**a**_b_");
    check("<b><p>a</p><p>b</p></b>", "**a**\n\n**b**");
    /* A quotation mark beside a letter would keep the marks from being any. */
    check("<p>x<b>\"a\"</b>y", "&#x78;**\"a\"**&#x79;");
    check("<p>H<sub>2</sub>O <u>u</u> <del>gone</del>", "H2O u ~~gone~~");
}

static void test_tables(void **state)
{
    (void)state;
    check("<table><caption>C</caption><thead><tr><th>a<th>b|c</thead>"
          "<tr><td>1<td><p>2</p><p>3</p><tr><td colspan=2>4",
          "*C*\n\n| a | b\\|c |\n| --- | --- |\n| 1 | 2 3 |\n| 4 | |");
    check("<table><tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d</table>",
          "| a | b |\n| --- | --- |\n| | c |\n| d | |");
    check("<table><tr><td><p>layout</p><ul><li>x</ul></table><p>after", "layout\n\n- x\n\nafter");
    check("<ul><li>t<table><tr><td>a<td>b</table></ul>", "- t\n\n  | a | b |\n  | --- | --- |");
}

static void test_escapes(void **state)
{
    (void)state;
    check("<p>1986. A year", "1986\\. A year");
    check("<p>snake_case _x_ *y* `z` [w] &lt;b> &amp;amp; AT&amp;T a\\b",
          "snake_case \\_x\\_ \\*y\\* \\`z\\` \\[w\\] \\<b> \\&amp; AT&T a\\\\b");
    check("<p># a</p><p>- b</p><p>-5 c</p><p>+ d</p><p>> e</p><p>a<br>---",
          "\\# a\n\n\\- b\n\n-5 c\n\n\\+ d\n\n\\> e\n\na\\\n\\---");
}

static void test_whole_article(void **state)
{
    (void)state;
    const struct article article = {.title = S(" A *title*\nwith # "),
                                    .credit_line = S("Written by [Q]"),
                                    .body = clean(S("<p>Body</p>"))};
    struct sbuf out;
    str text;
    sbuf_init(&out, &arena, 10000);
    assert_int_equal(extract_put_markdown(&out, &arena, &article), OK);
    assert_int_equal(sbuf_end(&text, &out), OK);
    assert_string_equal(str_cstr(&arena, text),
                        "# A \\*title\\* with \\#\n\nBody\n\n*Written by \\[Q\\]*\n");
}

/* --- what came out against what went in --- */

struct reading {
    const struct html_tree *t;
    struct sbuf out;
    uint32_t *numbers; /* of blocks, in the order their first text comes */
    uint32_t count;
    size_t code_end; /* two spans side by side get a space */
    bool edge, space, line_end;
};

static bool is_part(const struct html_tree *t, uint32_t n)
{
    static const uint16_t tags[] = {HTML_TAG_H2, HTML_TAG_H3,         HTML_TAG_UL, HTML_TAG_OL,
                                    HTML_TAG_LI, HTML_TAG_BLOCKQUOTE, HTML_TAG_PRE};
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        if (html_is(t, n, tags[i]))
            return true;
    return false;
}

static bool is_above(const struct reading *r, uint32_t node, uint16_t tag)
{
    for (uint32_t n = node; n; n = r->t->nodes[n].parent)
        if (html_is(r->t, n, tag))
            return true;
    return false;
}

static void put_path(struct reading *r, uint32_t node)
{
    uint32_t path[64];
    size_t n = 0;
    for (; node && n < 64; node = r->t->nodes[node].parent)
        if (is_part(r->t, node))
            path[n++] = node;
    sbuf_putc(&r->out, '\n');
    while (n--) {
        if (!r->numbers[path[n]])
            r->numbers[path[n]] = ++r->count;
        sbuf_put(&r->out, html_name(r->t, path[n]));
        sbuf_printf(&r->out, "%u>", r->numbers[path[n]]);
    }
}

/* A character with what is around it in its line. */
static void put_character(struct reading *r, uint32_t node, str c)
{
    if (r->edge)
        put_path(r, node);
    else if (r->line_end)
        sbuf_put(&r->out, S("\\"));
    else if (r->space)
        sbuf_putc(&r->out, ' ');
    r->edge = r->space = r->line_end = false;
    bool plain = is_above(r, node, HTML_TAG_PRE);
    if (!plain && (is_above(r, node, HTML_TAG_STRONG) || is_above(r, node, HTML_TAG_B)))
        sbuf_putc(&r->out, 'S');
    if (!plain && (is_above(r, node, HTML_TAG_EM) || is_above(r, node, HTML_TAG_I)))
        sbuf_putc(&r->out, 'E');
    if (is_above(r, node, HTML_TAG_CODE) && !is_above(r, node, HTML_TAG_PRE))
        sbuf_putc(&r->out, 'C');
    for (uint32_t n = node; n; n = r->t->nodes[n].parent)
        if (html_is(r->t, n, HTML_TAG_A))
            sbuf_printf(&r->out, "<%.*s>", STR_FMT(html_attr(r->t, n, HTML_ATTR_HREF)));
    sbuf_put(&r->out, c);
    sbuf_putc(&r->out, ',');
}

static void read_text(struct reading *r, uint32_t node)
{
    str s = html_text(r->t, node);
    bool pre = is_above(r, node, HTML_TAG_PRE);
    while (s.len) {
        str rest = s;
        uint32_t c = utf8_next(&rest);
        if (c == ' ' || c == '\n')
            r->space = !r->edge;
        else
            put_character(r, node, str_sub(s, 0, s.len - rest.len));
        if (pre && c == '\n' && !r->edge)
            r->line_end = true;
        s = rest;
    }
}

static void read_node(struct reading *r, uint32_t node)
{
    if (html_is_text(r->t, node))
        read_text(r, node);
    if (html_is(r->t, node, HTML_TAG_IMG))
        put_character(r, node, html_attr(r->t, node, HTML_ATTR_ALT));
    bool flat = is_above(r, node, HTML_TAG_A) || is_above(r, node, HTML_TAG_H2) ||
                is_above(r, node, HTML_TAG_H3);
    if (html_is(r->t, node, HTML_TAG_BR) && flat)
        r->space = true;
    else if (html_is(r->t, node, HTML_TAG_BR))
        r->line_end = true;
    bool block =
        is_part(r->t, node) || html_is(r->t, node, HTML_TAG_P) || html_is(r->t, node, HTML_TAG_DIV);
    r->edge |= block;
    bool code = html_is(r->t, node, HTML_TAG_CODE) && !is_above(r, node, HTML_TAG_PRE);
    if (code && r->code_end && r->code_end == r->out.len)
        r->space = true;
    html_each_child (r->t, child, node)
        read_node(r, child);
    if (code)
        r->code_end = r->out.len;
    r->edge |= block;
}

static str reading_of(str input)
{
    struct html_tree t;
    assert_int_equal(
        html_parse_fragment(&t, &arena, input, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default),
        OK);
    struct reading r = {.t = &t, .edge = true};
    r.numbers = arena_array(&arena, t.node_count + 1, uint32_t);
    sbuf_init(&r.out, &arena, (size_t)4 << 20);
    html_each_child (&t, child, 0)
        read_node(&r, child);
    return sbuf_str(&r.out);
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

static const char *const awkward[] = {
    "word",
    "two words",
    "*",
    "**",
    "_",
    "snake_case",
    "_x_",
    "1986.",
    "3)",
    "#",
    "## x",
    "-",
    "+",
    "--",
    "---",
    "- - -",
    "=",
    "===",
    ">",
    "&gt; q",
    "&amp;amp;",
    "&amp;",
    "amp;",
    "&lt;b&gt;",
    "&lt;!--",
    "!",
    "[x]",
    "]",
    "(y)",
    "`",
    "``",
    "\\",
    "\\*",
    "\xe2\x80\x9cZitat\xe2\x80\x9d",
    "\xe4\xb8\xad\xe6\x96\x87",
    "\xef\xbc\x88\xe6\x8b\xac\xef\xbc\x89",
    "~",
    "a|b",
    "|",
    ":--",
    "https://x.example/a_b(c)",
    "caf\xc3\xa9",
    "&nbsp;",
    "\"q\"",
    "'",
    ".",
    "10",
    "+ 1",
    "&#35;",
    "[x]: /y",
    "\xe2\x82\xac",
    "\xc2\xab\xc2\xa0mot\xc2\xa0\xc2\xbb",
};

static void make_inline(struct sbuf *b, uint64_t *seed, int depth, bool link)
{
    uint32_t n = 1 + draw(seed, 4);
    while (n--) {
        uint32_t kind = depth > 0 ? draw(seed, 12) : 0;
        const char *tag = kind == 6 ? "b" : kind == 7 ? "i" : kind == 8 ? "em" : "strong";
        if (draw(seed, 3) == 0)
            sbuf_putc(b, ' ');
        if (kind < 6) {
            sbuf_put(b, str_c(awkward[draw(seed, ARRAY_LEN(awkward))]));
        } else if (kind < 10) {
            sbuf_printf(b, "<%s>", tag);
            make_inline(b, seed, depth - 1, link);
            sbuf_printf(b, "</%s>", tag);
        } else if (kind == 10 && !link) {
            sbuf_put(b, S("<a href='https://x.example/(a)_*b?c=1'>"));
            make_inline(b, seed, depth - 1, true);
            sbuf_put(b, S("</a>"));
        } else if (kind == 11) {
            sbuf_put(b, draw(seed, 2) ? S("x<br>y") : S("<code>a`b *c</code>"));
        }
    }
}

static void make_blocks(struct sbuf *b, uint64_t *seed, int depth);

static void make_list(struct sbuf *b, uint64_t *seed, int depth)
{
    const char *tag = draw(seed, 2) ? "ul" : "ol";
    sbuf_printf(b, "<%s>", tag);
    for (uint32_t n = 1 + draw(seed, 3); n--;) {
        sbuf_put(b, S("<li>"));
        if (draw(seed, 3))
            make_inline(b, seed, 2, false);
        if (depth > 0 && draw(seed, 3) == 0)
            make_blocks(b, seed, depth - 1);
        sbuf_put(b, S("</li>"));
    }
    sbuf_printf(b, "</%s>", tag);
}

static void make_blocks(struct sbuf *b, uint64_t *seed, int depth)
{
    for (uint32_t n = 1 + draw(seed, 3); n--;) {
        switch (draw(seed, depth > 0 ? 8 : 4)) {
        case 0:
            sbuf_put(b, S("<h2>"));
            make_inline(b, seed, 2, false);
            sbuf_put(b, S("</h2>"));
            break;
        case 1: sbuf_put(b, S("<pre>a\n  *b*\n\n``` &lt;c</pre>")); break;
        case 4: make_list(b, seed, depth - 1); break;
        case 5:
            sbuf_put(b, S("<blockquote>"));
            make_blocks(b, seed, depth - 1);
            sbuf_put(b, S("</blockquote>"));
            break;
        case 6:
            sbuf_put(b, S("<b>"));
            make_blocks(b, seed, 0);
            sbuf_put(b, S("</b>"));
            break;
        default:
            sbuf_put(b, S("<p>"));
            make_inline(b, seed, 3, false);
            sbuf_put(b, S("</p>"));
        }
    }
}

static void test_rendered_again(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= DOCUMENTS; i++) {
        uint64_t seed = i;
        struct sbuf b;
        sbuf_init(&b, &arena, (size_t)1 << 20);
        make_blocks(&b, &seed, 3);
        html body = clean(sbuf_str(&b));
        str text = markdown_of(body);
        char *rendered = cmark_markdown_to_html(text.p ? text.p : "", text.len, CMARK_OPT_DEFAULT);
        str wanted = reading_of(body.s), got = reading_of(str_c(rendered));
        if (!str_eq(wanted, got)) {
            size_t same = 0;
            while (same < wanted.len && same < got.len && wanted.p[same] == got.p[same])
                same++;
            wanted = str_skip(wanted, same > 20 ? same - 20 : 0);
            got = str_skip(got, same > 20 ? same - 20 : 0);
            print_error("document %d\n", (int)i);
            print_error("wanted: %.300s\n\n", str_cstr(&arena, wanted));
            print_error("got:    %.300s\n\n", str_cstr(&arena, got));
            print_error("html:\n%.1500s\n\n", str_cstr(&arena, body.s));
            print_error("markdown:\n%.1500s\n\n", str_cstr(&arena, text));
            print_error("rendered:\n%.300s\n\n", rendered);
            _fail(__FILE__, __LINE__);
        }
        free(rendered);
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_blocks, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_lists, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_quotes, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_code, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_links_and_images, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_emphasis, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_tables, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_escapes, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_whole_article, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_rendered_again, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
