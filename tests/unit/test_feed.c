/* Feeds of every dialect, what they say; entries known again; feeds that pages offer. */
#include "test_arena.h"

#include "base/clock.h"
#include "feed/discover.h"
#include "feed/feed.h"
#include "feed/identity.h"

static struct feed_document *parse_at(const char *text, const char *address)
{
    struct feed_document *doc;
    struct feed_source source = {.url = str_c(address)};
    assert_ok(feed_parse(&doc, &arena, str_c(text), &source));
    return doc;
}

static struct feed_document *parse(const char *text)
{
    return parse_at(text, "https://news.example/feeds/all.xml");
}

static void assert_time(int64_t got, const char *want)
{
    int64_t time;
    assert_true(clock_from_iso(&time, str_c(want)));
    assert_int_equal(got, time);
}

static void test_rss(void **state)
{
    (void)state;
    struct feed_document *doc = parse(
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom' xmlns:d='http://purl.org/dc/elements/1.1/'"
        " xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:s='http://purl.org/rss/1.0/modules/slash/'>"
        "<channel><title>The Ledger</title><link>/</link><atom:link rel='self' href='all.xml'/>"
        "<description>News of the harbour</description><language>en_GB</language><ttl>30</ttl>"
        "<managingEditor>ed@news.example (Ada Reed)</managingEditor>"
        "<image><url>logo.png</url><title>L</title><link>https://x.example/</link></image>"
        "<item><title>Ferry &amp; bridge</title><link>../2021/ferry</link><guid>https://news.example/7</guid>"
        "<pubDate>Thu, 06 May 2021 07:08:09 GMT</pubDate><d:creator>Tom Hale</d:creator>"
        "<d:creator>Ivy Moss</d:creator><category domain='t'>Ports</category>"
        "<description>Short.</description><c:encoded><![CDATA[<p><a href='x?a&amp;b'>Long</a></p>]]></c:encoded>"
        "<enclosure url='a.mp3' length='9' type='audio/mpeg'/><comments>#c</comments><s:comments>4</s:comments>"
        "<source url='https://wire.example/rss'>The Wire</source></item>"
        "<item><title>Two</title><guid isPermaLink='false'>n2</guid></item></channel></rss>");
    assert_int_equal(doc->kind, FEED_RSS);
    assert_str(doc->version, "2.0");
    assert_false(doc->mended);
    assert_str(doc->about.title.text, "The Ledger");
    assert_str(doc->about.link, "https://news.example/");
    assert_str(doc->about.self, "https://news.example/feeds/all.xml");
    assert_str(doc->about.language, "en-GB");
    assert_str(doc->about.ttl, "30");
    assert_str(doc->about.authors.at[0].name, "Ada Reed");
    assert_str(doc->about.authors.at[0].email, "ed@news.example");
    assert_str(doc->about.image.url, "https://news.example/feeds/logo.png");
    assert_int_equal(doc->items.len, 2);
    const struct feed_part *item = &doc->items.at[0];
    assert_str(item->title.text, "Ferry & bridge");
    assert_str(item->link, "https://news.example/2021/ferry");
    assert_false(item->id_is_link);
    assert_time(item->published_us, "2021-05-06T07:08:09Z");
    assert_int_equal(item->authors.len, 2);
    assert_str(item->authors.at[1].name, "Ivy Moss");
    assert_str(item->categories.at[0].scheme, "t");
    assert_str(item->summary.text, "Short.");
    assert_str(item->contents.at[0].text,
               "<p><a href='https://news.example/feeds/x?a&amp;b'>Long</a></p>");
    assert_str(item->links.at[1].url, "https://news.example/feeds/a.mp3");
    assert_str(item->source->title.text, "The Wire");
    assert_str(item->source->link, "https://wire.example/rss");
    assert_str(item->extras.at[item->extras.len - 1].name, "slash_comments");
    assert_str(doc->items.at[1].id, "n2");
    assert_true(str_empty(doc->items.at[1].link));
    assert_true(doc->items.at[1].published_us == TIME_NONE);
}

static void test_atom(void **state)
{
    (void)state;
    struct feed_document *doc = parse(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de' xml:base='https://b.example/x/'>"
        "<title type='html'>A &lt;b&gt;B&lt;/b&gt;</title><id>urn:f</id><updated>2021-05-06T07:08:09Z</updated>"
        "<link href='home'/><link rel='self' href='/feed'/><generator uri='g' version='2'>Gen</generator>"
        "<entry><title>Plain &lt;i&gt;</title><id>urn:1</id><link rel='alternate' href='one'/>"
        "<link rel='enclosure' href='one.mp3' length='5' type='audio/mpeg'/>"
        "<author><name>N</name><uri>/n</uri><email>n@b.example</email></author>"
        "<content type='xhtml' xml:lang='fr'><div xmlns='http://www.w3.org/1999/xhtml'>"
        "<p>1 &lt; 2 <a href='l'>x</a><br/></p></div></content>"
        "<published>2021-05-05T00:00:00Z</published><updated>2021-05-06T00:00:00Z</updated>"
        "<source><title>Src</title><id>urn:s</id></source></entry>"
        "<entry><title mode='base64' type='text/html'>QTxiPkI8L2I+</title><content src='v.mp4' type='video/mp4'/></entry></feed>");
    assert_int_equal(doc->kind, FEED_ATOM);
    assert_str(doc->version, "1.0");
    assert_str(doc->about.title.text, "A <b>B</b>");
    assert_str(doc->about.title.type, "text/html");
    assert_str(doc->about.link, "https://b.example/x/home");
    assert_str(doc->about.language, "de");
    assert_str(doc->about.generator.url, "https://b.example/x/g");
    const struct feed_part *e = &doc->items.at[0];
    assert_str(e->title.text, "Plain <i>");
    assert_str(e->title.type, "text/plain");
    assert_str(e->contents.at[0].text,
               "<p>1 &lt; 2 <a href=\"https://b.example/x/l\">x</a><br /></p>");
    assert_str(e->contents.at[0].language, "fr");
    assert_str(e->link, "https://b.example/x/one");
    assert_str(e->authors.at[0].url, "https://b.example/n");
    assert_str(e->source->title.text, "Src");
    assert_str(e->id, "urn:1");
    assert_time(e->updated_us, "2021-05-06T00:00:00Z");
    assert_str(doc->items.at[1].title.text, "A<b>B</b>");
    assert_str(doc->items.at[1].contents.at[0].src, "https://b.example/x/v.mp4");
}

static void test_others(void **state)
{
    (void)state;
    struct feed_document *doc = parse(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<channel rdf:about='c'><title>T</title></channel>"
        "<item rdf:about='https://r.example/1'><title>I</title><link>https://r.example/1</link></item></rdf:RDF>");
    assert_str(doc->version, "1.0");
    assert_str(doc->about.title.text, "T");
    assert_str(doc->items.at[0].id, "https://r.example/1");
    doc =
        parse("<CHANNEL HREF='https://c.example/'><TITLE>C</TITLE><ITEM HREF='https://c.example/1' "
              "LASTMOD='2021-05-06'><TITLE>One</TITLE></ITEM></CHANNEL>");
    assert_int_equal(doc->kind, FEED_CDF);
    assert_str(doc->items.at[0].link, "https://c.example/1");
    assert_time(doc->items.at[0].updated_us, "2021-05-06T00:00:00Z");
    doc = parse(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://s.example/1</loc>"
        "<n:news><n:publication><n:name>S</n:name><n:language>en</n:language></n:publication>"
        "<n:publication_date>2021-05-06</n:publication_date><n:title>News</n:title></n:news></url></urlset>");
    assert_int_equal(doc->kind, FEED_SITEMAP);
    assert_str(doc->items.at[0].id, "https://s.example/1");
    assert_str(doc->items.at[0].title.text, "News");
    assert_str(doc->items.at[0].source->title.text, "S");
    assert_time(doc->items.at[0].published_us, "2021-05-06T00:00:00Z");
    doc = parse(
        "<sitemapindex><sitemap><loc>https://s.example/a.xml</loc><lastmod>2021</lastmod></sitemap></sitemapindex>");
    assert_str(doc->version, "sitemapindex");
    assert_str(doc->items.at[0].link, "https://s.example/a.xml");
    struct feed_source none = {.url = S("")};
    static const char *const refused[] = {
        "", "text", "<html><head></head></html>", "{}", "{\"a\":1}", "<opml><body/></opml>", "[1]"};
    for (size_t i = 0; i < ARRAY_LEN(refused); i++)
        assert_int_equal(feed_parse(&doc, &arena, str_c(refused[i]), &none), E_INPUT);
}

static void test_json(void **state)
{
    (void)state;
    struct feed_document *doc = parse(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"home_page_url\":\"/\","
        "\"language\":\"en\",\"authors\":[{\"name\":\"A\"}],\"items\":[{\"id\":5,\"url\":\"p\",\"content_html\":"
        "\"<a href='q'>x</a>\",\"content_text\":\"x\",\"tags\":[\"t\",7],\"date_published\":\"2021-05-06T07:08:09Z\","
        "\"attachments\":[{\"url\":\"a.mp3\",\"mime_type\":\"audio/mpeg\",\"size_in_bytes\":9}]},3,{\"id\":\"b\"}]}");
    assert_int_equal(doc->kind, FEED_JSON);
    assert_str(doc->version, "1.1");
    assert_int_equal(doc->items.len, 2);
    const struct feed_part *item = &doc->items.at[0];
    assert_str(item->id, "5");
    assert_str(item->link, "https://news.example/feeds/p");
    assert_str(item->contents.at[0].text, "<a href='https://news.example/feeds/q'>x</a>");
    assert_str(item->contents.at[1].type, "text/plain");
    assert_int_equal(item->categories.len, 1);
    assert_str(item->links.at[1].length, "9");
    assert_time(item->published_us, "2021-05-06T07:08:09Z");
}

static void test_media(void **state)
{
    (void)state;
    struct feed_document *doc = parse(
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>"
        "<channel><itunes:owner><itunes:name>O</itunes:name><itunes:email>o@x.example</itunes:email></itunes:owner>"
        "<itunes:category text='A'><itunes:category text='B'/></itunes:category>"
        "<item><media:group><media:content url='v.mp4' medium='video'><media:title>M</media:title></media:content>"
        "<media:content url='p.jpg' medium='image'/></media:group><title>T</title><itunes:keywords>a, b</itunes:keywords>"
        "<itunes:duration>1:00</itunes:duration></item></channel></rss>");
    assert_str(doc->about.publisher.name, "O");
    assert_str(doc->about.publisher.email, "o@x.example");
    assert_str(doc->about.categories.at[1].term, "B");
    const struct feed_part *item = &doc->items.at[0];
    assert_str(item->title.text, "T");
    assert_str(item->image.url, "https://news.example/feeds/p.jpg");
    assert_int_equal(item->categories.len, 2);
    assert_str(item->extras.at[0].name, "media_content");
    assert_int_equal(item->extras.at[0].values.len, 2);
}

/* What Google Play called the same things counts where nothing else says them. */
static void test_podcast(void **state)
{
    (void)state;
    struct feed_document *doc = parse(
        "<rss version='2.0' xmlns:g='http://www.google.com/schemas/play-podcasts/1.0'"
        " xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>"
        "<g:author>Channel</g:author><g:image href='cover.png'/>"
        "<item><g:author>Play</g:author><itunes:author>Tunes</itunes:author>"
        "<g:description>Play says</g:description></item>"
        "<item><g:description>Play says</g:description><description>It says</description></item>"
        "</channel></rss>");
    assert_str(doc->about.authors.at[0].name, "Channel");
    assert_str(doc->about.image.url, "https://news.example/feeds/cover.png");
    assert_str(doc->items.at[0].authors.at[0].name, "Tunes");
    assert_str(doc->items.at[0].summary.text, "Play says");
    assert_str(doc->items.at[1].summary.text, "It says");
}

static void test_broken(void **state)
{
    (void)state;
    struct feed_document *doc =
        parse("<rss><channel><title>A&B &nbsp;</title><item><title>1<b>x</title></item>"
              "<item><title>2</title></item><item><title>3</title><desc");
    assert_true(doc->mended);
    assert_true(doc->truncated);
    assert_int_equal(doc->items.len, 2);
    assert_str(doc->items.at[0].title.text, "1<b>x</b>");
    assert_str(doc->about.title.text, "A&B \xc2\xa0");
    /* Tags by prefixes that nobody declared. */
    doc = parse(
        "<rss><channel><item><dc:creator>N</dc:creator><content:encoded>x</content:encoded></item></channel></rss>");
    assert_str(doc->items.at[0].authors.at[0].name, "N");
    assert_str(doc->items.at[0].contents.at[0].text, "x");
    /* A link that would run a script is none. */
    doc = parse("<rss><channel><item><link>javascript:x()</link></item></channel></rss>");
    assert_true(str_empty(doc->items.at[0].link));
}

static void test_charset(void **state)
{
    (void)state;
    struct feed_document *doc;
    struct feed_source source = {.content_type = S("text/xml; charset=windows-1251")};
    str text = S("<rss><channel><title>\xcd\xee\xe2\xee\xf1\xf2\xe8</title></channel></rss>");
    assert_ok(feed_parse(&doc, &arena, text, &source));
    assert_str(doc->about.title.text, "Новости");
    assert_str(doc->encoding, "windows-1251");
    source.content_type = S("");
    text = S(
        "\xef\xbb\xbf<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>\xc3\xa9</title></channel></rss>");
    assert_ok(feed_parse(&doc, &arena, text, &source));
    assert_str(doc->about.title.text, "é");
    text =
        S("<?xml version='1.0' encoding='850'?><rss><channel><title>\x82</title></channel></rss>");
    assert_ok(feed_parse(&doc, &arena, text, &source));
    assert_str(doc->about.title.text, "é");
    text = str_of("\0\0\0<\0\0\0r\0\0\0s\0\0\0s\0\0\0/\0\0\0>", 24);
    assert_ok(feed_parse(&doc, &arena, text, &source));
    assert_str(doc->encoding, "utf-32be");
}

static void test_identity(void **state)
{
    (void)state;
    struct feed_document *doc = parse(
        "<rss><channel><item><guid>a</guid><title>One &amp;amp; all</title><link>https://x.example/1?utm_source=f</link>"
        "<pubDate>2021-05-06</pubDate></item><item><title>Two</title><pubDate>2021-05-07</pubDate></item></channel></rss>");
    struct entry first, second;
    feed_entry_read(&first, &arena, &doc->items.at[0]);
    feed_entry_read(&second, &arena, &doc->items.at[1]);
    assert_str(first.guid, "a");
    assert_str(first.url, "https://x.example/1");
    assert_str(first.title, "One & all");
    assert_true(second.guid.len > 8);
    assert_true(first.content_hash != second.content_hash);
}

static void test_discover(void **state)
{
    (void)state;
    struct feed_candidate_vec found = {0};
    assert_ok(feed_discover(
        &found, &arena,
        S("<head><base href='/d/'><link rel=alternate type='application/rss+xml' href='comments/feed'>"
          "<link rel='alternate' type='application/atom+xml; charset=utf-8' title=' A\n b ' href='a.xml'>"
          "<link rel='alternate' type='application/json' href='/wp-json'><link rel=stylesheet type='text/xml' href=s>"
          "</head><body><a href='/blog/rss/'><b>All</b> news</a><a href='/sitemap.xml'>x</a><a href='https://rss/'>y</a>"
          "<a href='?feed=rss2#x'>z</a>"),
        S(""), S("https://p.example/")));
    assert_str(found.at[0].url, "https://p.example/d/a.xml");
    assert_str(found.at[0].title, "A b");
    assert_str(found.at[1].url, "https://p.example/d/comments/feed");
    assert_str(found.at[2].url, "https://p.example/blog/rss/");
    assert_str(found.at[2].title, "All news");
    assert_str(found.at[3].url, "https://p.example/d/?feed=rss2");
    assert_int_equal(found.at[3].offer, FEED_OFFER_LINKED);
    assert_int_equal(found.at[4].offer, FEED_OFFER_GUESSED);
    found.len = 0;
    assert_ok(feed_discover(&found, &arena, S("<rss><channel><title>It</title></channel></rss>"),
                            S(""), S("https://p.example/f")));
    assert_int_equal(found.len, 1);
    assert_str(found.at[0].url, "https://p.example/f");
    assert_str(found.at[0].title, "It");
}

static void test_limits(void **state)
{
    (void)state;
    struct sbuf b;
    sbuf_init(&b, &arena, (size_t)16 << 20);
    sbuf_put(&b, S("<rss><channel>"));
    for (int i = 0; i < FEED_ITEMS_MAX + 5; i++)
        sbuf_printf(&b, "<item><guid>%d</guid></item>", i);
    sbuf_put(&b, S("</channel></rss>"));
    sbuf_putc(&b, 0);
    struct feed_document *doc = parse(sbuf_str(&b).p);
    assert_true(doc->cut);
    assert_int_equal(doc->items.len, FEED_ITEMS_MAX);
    sbuf_truncate(&b, 0);
    sbuf_put(&b, S("<rss><channel><item>"));
    for (int i = 0; i < 5000; i++)
        sbuf_printf(&b, "<category>%d</category><x%d>1</x%d>", i, i, i);
    sbuf_put(&b, S("</item></channel></rss>"));
    sbuf_putc(&b, 0);
    doc = parse(sbuf_str(&b).p);
    assert_int_equal(doc->items.at[0].categories.len, FEED_LIST_MAX);
    assert_int_equal(doc->items.at[0].extras.len, FEED_LIST_MAX);
    /* Each link of two characters becomes one of 8,000: memory stays in proportion. */
    sbuf_truncate(&b, 0);
    sbuf_put(&b, S("<rss xml:base='http://x.example/"));
    for (int i = 0; i < 7900; i++)
        sbuf_putc(&b, 'y');
    sbuf_put(&b, S("/'><channel>"));
    for (int i = 0; i < 200000; i++)
        sbuf_put(&b, S("<item><link>x</link><description>&lt;a href=x></description></item>"));
    sbuf_putc(&b, 0);
    size_t used = arena.used;
    doc = parse(sbuf_str(&b).p);
    assert_true(doc->cut);
    assert_true(arena.used - used < FEED_MEMORY_MAX + (FEED_MEMORY_FACTOR + 4) * b.len);
    /* JSON costs far more than its text: the values are counted before they are read. */
    sbuf_truncate(&b, 0);
    sbuf_put(&b, S("{\"items\":[\"a\\\"{{{\""));
    for (int i = 0; i < 410000; i++)
        sbuf_put(&b, S(",{}"));
    sbuf_put(&b, S("]}"));
    struct feed_source none = {.url = S("")};
    assert_int_equal(feed_parse(&doc, &arena, sbuf_str(&b), &none), E_LIMIT);
    /* 200,000 references are an ordinary text. */
    sbuf_truncate(&b, 0);
    sbuf_put(&b, S("<rss><channel><title>"));
    for (int i = 0; i < 100000; i++)
        sbuf_put(&b, S("&amp;&euro;"));
    sbuf_put(&b, S("</title></channel></rss>"));
    sbuf_putc(&b, 0);
    doc = parse(sbuf_str(&b).p);
    assert_int_equal(doc->about.title.text.len, 400000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rss, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_atom, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_media, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_podcast, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_charset, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_identity, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_discover, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
