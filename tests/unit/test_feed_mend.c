/* Ill-formed XML made well-formed, and the limits that hostile files meet. */
#include "test_arena.h"

#include "base/clock.h"
#include "base/sbuf.h"
#include "feed/mend.h"
#include "feed/xml.h"

static bool on_start(void *ctx, const struct xml_start *start)
{
    size_t *seen = ctx;
    seen[0]++;
    seen[1] = start->attributes_len > seen[1] ? start->attributes_len : seen[1];
    return true;
}

static void on_text(void *ctx, str text)
{
    (void)ctx, (void)text;
}

static void on_end(void *ctx)
{
    (void)ctx;
}

static const struct xml_events events = {on_start, on_text, on_end};

static struct mended mend(str text)
{
    struct mended m;
    assert_ok(feed_mend(&m, &arena, text, (size_t)64 << 20));
    return m;
}

#define check(text, want) check_at(str_c(text), (want), __LINE__)

/* What comes out is WANT, and libxml2 finds it well-formed unless it is truncated. */
static void check_at(str text, const char *want, int line)
{
    struct mended m = mend(text);
    bool well_formed;
    size_t seen[2] = {0};
    assert_ok(xml_read(&well_formed, m.text, &events, seen));
    if (str_eq(m.text, str_c(want)) && (well_formed || m.truncated || m.text.len == 0))
        return;
    print_error("got  \"%.*s\"%s\nwant \"%s\"\n", STR_FMT(m.text),
                well_formed ? "" : " (ill-formed)", want);
    _fail(__FILE__, line);
}

static void test_right_stays(void **state)
{
    (void)state;
    str text = S("<rss version=\"2.0\"><channel><title>a &amp; b &#8364; &#x20AC;</title>"
                 "<x y='1'/><![CDATA[ <b> & ]]></channel></rss>");
    struct mended m = mend(text);
    assert_ptr_equal(m.text.p, text.p); /* not copied */
    assert_int_equal(m.text.len, text.len);
    assert_false(m.changed);
    assert_false(m.truncated);
}

static void test_before_the_root(void **state)
{
    (void)state;
    check("\n <?xml version='1.0' encoding='x'?>\n<!-- <rss> --><rss></rss>", "<rss></rss>");
    check("<br />\n<b>Warning</b>: x in y<br />\n<?xml version='1.0'?><rss></rss> tail",
          "<rss></rss>");
    check("<!DOCTYPE rss [<!ENTITY a \"]>\"> <!ELEMENT b (c)>]><rss>&a;</rss>",
          "<rss>&amp;a;</rss>");
    check("junk", "");
    check("<other><a/></other>", "<other><a/></other>");
}

static void test_references(void **state)
{
    (void)state;
    check("<rss>&nbsp;&eacute;&hellip;</rss>", "<rss>\xc2\xa0\xc3\xa9\xe2\x80\xa6</rss>");
    check("<rss>AT&T a=1&b=2 &copy=3 & &;</rss>",
          "<rss>AT&amp;T a=1&amp;b=2 &amp;copy=3 &amp; &amp;;</rss>");
    check("<rss>&#146;&#X41;&#0;&#8;&LT;&AMP;</rss>", "<rss>\xe2\x80\x99"
                                                      "A\xef\xbf\xbd&lt;&amp;</rss>");
    check("<rss a='1&b=2' c=\"&nbsp;&lt;\"/>", "<rss a=\"1&amp;b=2\" c=\"\xc2\xa0&lt;\"/>");
    check("<rss>a\x01"
          "b\x0b]]>\xef\xbf\xbf</rss>",
          "<rss>ab]]&gt;</rss>");
    check("<rss><![CDATA[a\x02&b]]></rss>", "<rss><![CDATA[a&b]]></rss>");
}

static void test_tags(void **state)
{
    (void)state;
    check("<rss><a b=c d e='f\"g' d=2 \"><i></a></rss>",
          "<rss><a b=\"c\" d=\"d\" e=\"f&quot;g\"><i></i></a></rss>");
    check("<rss><a b=\"x>y</a><c d=\"e\"/></rss>", "<rss><a b=\"x\">y</a><c d=\"e\"/></rss>");
    check("<rss>1 < 2 <3 <a></a></rss>", "<rss>1 &lt; 2 &lt;3 <a></a></rss>");
    check("<rss>a<br>b<img src=x>c</br></rss>", "<rss>a<br/>b<img src=\"x\"/>c</rss>");
    check("<rss><!-- a -- b --><?php x ?><!foo></rss>", "<rss></rss>");
    check("<rss><a:b:c x:=1 /></rss>", "<rss><a:b:c/></rss>");
}

static void test_nesting(void **state)
{
    (void)state;
    check("<rss><item><title>a<b>c</title></i></item></rss>",
          "<rss><item><title>a<b>c</b></title></item></rss>");
    check("<rss><item><title>a</item><item></item></rss>",
          "<rss><item><title>a</title></item><item></item></rss>");
    check("<rss><item>a<item>b</item></rss>", "<rss><item>a</item><item>b</item></rss>");
    check("<rss><channel><item></channel></item></rss>",
          "<rss><channel><item></item></channel></rss>");
    check("<rss><Item></item></rss>", "<rss><Item></Item></rss>");
    check("<rss><x></rss></x>", "<rss><x></x></rss>");
}

static void test_truncated(void **state)
{
    (void)state;
    static const char *const ends[] = {"<title", "<title a=\"b", "<![CDATA[ x",
                                       "<!-- x", "</tit",        "<title>x"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        struct mended m = mend(str_printf(&arena, "<rss><item>1</item><item>%s", ends[i]));
        assert_true(m.truncated);
        assert_true(str_starts(m.text, S("<rss><item>1</item><item>")));
    }
    assert_false(mend(S("<rss><item>1</item></rss")).truncated);
}

/* N times PIECE between BEFORE and AFTER. */
static str repeated(const char *before, const char *piece, size_t n, const char *after)
{
    struct sbuf b;
    sbuf_init(&b, &arena, (size_t)64 << 20);
    sbuf_put(&b, str_c(before));
    for (size_t i = 0; i < n; i++)
        sbuf_put(&b, str_c(piece));
    sbuf_put(&b, str_c(after));
    str out;
    assert_ok(sbuf_end(&out, &b));
    return out;
}

static void test_limits(void **state)
{
    (void)state;
    bool well_formed;
    size_t seen[2] = {0};
    str deep = repeated("<rss>", "<x>", 100000, "t</x></rss>");
    struct mended m = mend(deep);
    assert_ok(xml_read(&well_formed, m.text, &events, seen));
    assert_true(well_formed);
    assert_int_equal(seen[0], MEND_DEPTH_MAX);
    struct sbuf b;
    sbuf_init(&b, &arena, (size_t)8 << 20);
    sbuf_put(&b, S("<rss"));
    for (int i = 0; i < 100000; i++)
        sbuf_printf(&b, " a%d=\"1\"", i);
    sbuf_put(&b, S("/>"));
    m = mend(sbuf_str(&b));
    seen[1] = 0;
    assert_ok(xml_read(&well_formed, m.text, &events, seen));
    assert_true(well_formed);
    assert_int_equal(seen[1], MEND_ATTRIBUTES_MAX);
    m = mend(repeated("<rss a=\"", "x", 100000, "\" b=\"1\"/>"));
    assert_str(m.text, "<rss b=\"1\"/>");
    /* Names as long as can be are cut at a character. */
    m = mend(repeated("<rss><", "\xc3\xa9", 1000, "/></rss>"));
    assert_int_equal(m.text.len, 11 + MEND_NAME_BYTES_MAX + 3);
    struct mended out;
    assert_int_equal(feed_mend(&out, &arena, repeated("<rss>", "&", 1000, "</rss>"), 100), E_LIMIT);
}

/* Each of these would take minutes if a step looked at all that came before. */
static void test_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {"&",      "<a ",    "</x>", "<!--", "<![CDATA[",
                                         "<x a='", "<item>", "]]>",  "<",    "<a b",
                                         "&#x",    "<!-- >", "<? >", "<!>",  "<a b='>"};
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        int64_t begin = clock_monotonic_us();
        mend(repeated("<rss>", pieces[i], 300000, ""));
        if (clock_monotonic_us() - begin > 20 * CLOCK_SECOND_US) {
            print_error("'%s' takes more than linear time\n", pieces[i]);
            _fail(__FILE__, __LINE__);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_right_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_before_the_root, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_references, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tags, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nesting, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_truncated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_linear, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("feed_mend", tests, NULL, NULL);
}
