/* Subscription lists: what is read of good and bad ones, and that what is written is read again. */
#include "testing.h"

#include "source/opml.h"

struct fixture {
    struct arena arena;
    struct opml_feed_vec feeds;
};

static int setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    arena_end(&f->arena);
    free(f);
    return 0;
}

/* "Europe/Politics: Name <url> site" a line; of a page, " [recipe]" behind it. */
static str told(struct fixture *f)
{
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1 << 20);
    vec_each (struct opml_feed, feed, &f->feeds) {
        for (size_t i = 0; i < feed->folders.len; i++)
            sbuf_printf(&b, "%s%.*s", i ? "/" : "", STR_FMT(feed->folders.at[i]));
        sbuf_printf(&b, ": %.*s <%.*s> %.*s", STR_FMT(feed->title), STR_FMT(feed->url),
                    STR_FMT(feed->site_url));
        if (!str_empty(feed->recipe))
            sbuf_printf(&b, " [%.*s]", STR_FMT(feed->recipe));
        sbuf_putc(&b, '\n');
    }
    return sbuf_str(&b);
}

static void reads(struct fixture *f, const char *text, const char *want)
{
    assert_ok(opml_read(&f->feeds, &f->arena, str_c(text)));
    assert_str(told(f), want);
}

static void test_folders(void **state)
{
    reads(
        *state,
        "<?xml version='1.0'?><opml version='2.0'><head><title>x</title></head><body>"
        "<outline text='Top' type='rss' xmlUrl='https://a.example/f' htmlUrl='https://a.example/'/>"
        "<outline text='Europe'><outline text='Politics'>"
        "<outline text='B' title='Bee' xmlUrl='https://b.example/f'></outline>"
        "<outline text='C' xmlUrl='https://c.example/f'/></outline>"
        "<outline text='D' xmlUrl='https://d.example/f'/></outline>"
        "<outline text='E' xmlUrl='https://e.example/f'/></body></opml>",
        ": Top <https://a.example/f> https://a.example/\n"
        "Europe/Politics: Bee <https://b.example/f> \n"
        "Europe/Politics: C <https://c.example/f> \n"
        "Europe: D <https://d.example/f> \n"
        ": E <https://e.example/f> \n");
}

static void test_ill_formed(void **state)
{
    struct fixture *f = *state;
    /* Unescaped, unquoted, in any case, twice, never closed, in comments. */
    reads(f,
          "junk<OPML><Body><Outline TEXT=\"News & more <b>\" ><outline text=\"A\" "
          "XMLURL=\"http://a.example/?x=1&y=2\" xmlUrl=\"http://no.example/\">"
          "<!-- <outline text='no' xmlUrl='http://no.example/'/> -->"
          "<![CDATA[<outline text='no' xmlUrl='http://no.example/'/>]]>"
          "<outline text=B xmlUrl=http://b.example/f />",
          "News & more <b>: A <http://a.example/?x=1&y=2> \n"
          "News & more <b>: B <http://b.example/f> \n");
    reads(f, "<outline text='&lt;A&gt; &amp;amp; &#233;&#xe9; &nbsp; &#0; &#55296;' xmlUrl=' u '/>",
          ": <A> &amp; \xc3\xa9\xc3\xa9 &nbsp; &#0; &#55296; <u> \n");
    reads(f, "<outline text='cut off' xmlUrl='http://a.example/f",
          ": cut off <http://a.example/f> \n");
    reads(f, "<outline text='a\n\t b' xmlUrl='u'/><outline xmlUrl='u' text='again'/>",
          ": a b <u> \n");
    reads(f, "</outline></outline><outline xmlUrl='u' category='x, /A/B,/C'/>", "A/B:  <u> \n");
    reads(f, "<outline text='\xff' xmlUrl='u'/>", ": \xef\xbf\xbd <u> \n");
    assert_int_equal(opml_read(&f->feeds, &f->arena, S("<opml><body/></opml>")), E_INPUT);
    assert_int_equal(opml_read(&f->feeds, &f->arena, S("<html>no</html>")), E_INPUT);
    assert_int_equal(opml_read(&f->feeds, &f->arena, S("")), E_INPUT);
}

static void test_depth(void **state)
{
    struct fixture *f = *state;
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1 << 20);
    for (int i = 0; i < 500; i++)
        sbuf_put(&b, S("<outline text='x'>"));
    sbuf_put(&b, S("<outline text='deep' xmlUrl='u'/>"));
    for (int i = 0; i < 500; i++)
        sbuf_put(&b, S("</outline>"));
    sbuf_put(&b, S("<outline text='top' xmlUrl='v'/>"));
    assert_ok(opml_read(&f->feeds, &f->arena, sbuf_str(&b)));
    assert_int_equal(f->feeds.len, 2);
    assert_int_equal(f->feeds.at[0].folders.len, OPML_DEPTH_MAX);
    assert_int_equal(f->feeds.at[1].folders.len, 0);
}

static void test_round_trip(void **state)
{
    struct fixture *f = *state;
    const str ab[] = {S("A & B"), S("\"<Deep>\"")}, a[] = {S("A & B")}, z[] = {S("Z")};
    struct opml_feed feeds[] = {
        {.url = S("http://z.example/?a=1&b='2'"), .title = S("Zed"), .folders = {z, 1}},
        {.url = S("http://deep.example/"), .title = S("D\xc3\xa9"), .folders = {ab, 2}},
        {.url = S("http://top.example/"), .site_url = S("http://top.example/home")},
        {.url = S("http://a.example/1"), .title = S("One"), .folders = {a, 1}},
        {.url = S("http://a.example/2"), .title = S("Two"), .folders = {a, 1}},
    };
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1 << 20);
    opml_write(&b, &f->arena, S("My <news>"), feeds, ARRAY_LEN(feeds), 1795363200000000);
    assert_true(str_has(sbuf_str(&b), S("<title>My &lt;news&gt;</title>")));
    reads(f, str_cstr(&f->arena, sbuf_str(&b)),
          ": http://top.example/ <http://top.example/> http://top.example/home\n"
          "A & B: One <http://a.example/1> \n"
          "A & B: Two <http://a.example/2> \n"
          "A & B/\"<Deep>\": D\xc3\xa9 <http://deep.example/> \n"
          "Z: Zed <http://z.example/?a=1&b='2'> \n");
}

static void test_pages(void **state)
{
    struct fixture *f = *state;
    struct sbuf b, recipe;
    /* Links are no feeds; of those that are pages the recipe is read whole. */
    reads(
        f,
        "<opml version='2.0' xmlns:courant='urn:courant:opml'>"
        "<outline type='link' text='no' url='http://no.example/'/>"
        "<outline type='link' text='P' url='http://p.example/' courant:recipe='{&quot;a&quot;:1}'/>"
        "<outline type='link' text='no' courant:recipe='x'/>"
        "<outline text='F' xmlUrl='http://f.example/' url='http://no.example/'/>",
        ": P <http://p.example/>  [{\"a\":1}]\n"
        ": F <http://f.example/> \n");
    sbuf_init(&recipe, &f->arena, 1 << 20);
    for (int i = 0; i < 3000; i++)
        sbuf_put(&recipe, S("\"<a>\""));
    struct opml_feed feeds[] = {
        {.url = S("http://p.example/?a&b"), .title = S("P"), .recipe = sbuf_str(&recipe)},
        {.url = S("http://f.example/"), .title = S("F")},
    };
    sbuf_init(&b, &f->arena, 1 << 20);
    opml_write(&b, &f->arena, S("x"), feeds, ARRAY_LEN(feeds), 0);
    str text = sbuf_str(&b);
    assert_true(str_has(text, S("<opml version=\"2.0\" xmlns:courant=\"urn:courant:opml\">")));
    assert_true(str_has(text, S("<outline type=\"link\" text=\"P\" title=\"P\" "
                                "url=\"http://p.example/?a&amp;b\" courant:recipe=\"&quot;")));
    assert_ok(opml_read(&f->feeds, &f->arena, text));
    assert_int_equal(f->feeds.len, 2);
    assert_str(f->feeds.at[0].url, "http://p.example/?a&b");
    assert_true(str_eq(f->feeds.at[0].recipe, sbuf_str(&recipe)));
    assert_true(str_empty(f->feeds.at[1].recipe));
    sbuf_init(&b, &f->arena, 1 << 20);
    opml_write(&b, &f->arena, S("x"), &feeds[1], 1, 0);
    assert_false(str_has(sbuf_str(&b), S("courant")));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {T(test_folders), T(test_ill_formed), T(test_depth),
                                       T(test_round_trip), T(test_pages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
