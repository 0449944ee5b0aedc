/* The site's own feeds, read back by feed/: what goes out in three forms comes in as the same. */
#include "web_browser.h"

#include "feed/feed.h"
#include "source/opml.h"
#include "web/feed_out.h"

#define ORIGIN "https://news.example"

static const char *const ENDINGS[] = {"xml", "rss", "json"};

static struct feed_document *read_back(struct fixture *f, const struct answer *a)
{
    struct feed_document *document;
    struct feed_source source = {.url = S(ORIGIN "/x"), .content_type = a->out.content_type};
    assert_int_equal(a->code, OK);
    assert_ok(feed_parse(&document, &f->arena, a->body, &source));
    assert_false(document->mended);
    return document;
}

/* The text of a link of that relation; "" when there is none. */
static str link_of(const struct feed_part *part, const char *rel)
{
    vec_each (struct feed_link, link, &part->links)
        if (str_eq(link->rel, str_c(rel)))
            return link->url;
    return S("");
}

/* The path of an address of this site. */
static const char *target_of(struct fixture *f, str address)
{
    assert_true(str_starts(address, S(ORIGIN "/")));
    return str_cstr(&f->arena, str_skip(address, sizeof ORIGIN - 1));
}

/* What XML may not hold, markup as text, another direction, and addresses in all their forms. */
static struct article difficult(struct fixture *f, int64_t source)
{
    static const str AUTHORS[] = {S("Ada <Quill>"), S("نور \"N\" & Co")};
    static const str TAGS[] = {S("A & B"), S("ميناء")};
    struct article a = article_of(f, source, 1, "AT&T <b>\x01 says\x0b \xef\xbf\xbf]]> “مرفأ”");
    a.url = S("https://other.example/a/1?x=1&y=2");
    a.canonical_url = a.url;
    a.language = S("ar");
    a.authors = (struct strs){AUTHORS, 2};
    a.tags = (struct strs){TAGS, 2};
    a.description = S("1 < 2 & \"so\" <i>on</i>");
    a.image = (struct image){.url = S("https://pictures.example/q.JPG?w=1&h=2"),
                             .alt = S("a \"quay\""),
                             .caption = S("The <quay>"),
                             .credit = S("Ada & Bo")};
    a.body = (html){S("<p>1 &lt; 2 &amp; 3 ]]&gt; \xef\xbf\xbe</p>"
                      "<p><a href=\"https://other.example/b\">b</a> <img src=\"../c.png\" alt=\"\">"
                      "</p><script>run()</script>")};
    return a;
}

static struct fixture *with_origin(void **state)
{
    struct fixture *f = *state;
    site_again(f, SIGNUP_OPEN, ORIGIN);
    return f;
}

static void what_goes_out_comes_back(void **state)
{
    struct fixture *f = with_origin(state);
    struct article a = difficult(f, add_source(f, "a.example", "ar", false));
    put(f, &a);
    str ids[3], contents[3];
    for (size_t i = 0; i < 3; i++) {
        struct answer answer = get(f, str_printf(&f->arena, "/feed.%s", ENDINGS[i]).p);
        const struct feed_document *d = read_back(f, &answer);
        assert_int_equal(d->items.len, 1);
        const struct feed_part *e = &d->items.at[0];
        assert_str(e->title.text, i < 2 ? "AT&T <b> says ]]> “مرفأ”"
                                        : "AT&T <b>\x01 says\x0b \xef\xbf\xbf]]> “مرفأ”");
        assert_str(e->link, ORIGIN "/article/1");
        assert_int_equal(e->published_us, a.published_us);
        assert_int_equal(e->authors.len, 2);
        assert_str(e->authors.at[0].name, "Ada <Quill>");
        assert_str(e->authors.at[1].name, "نور \"N\" & Co");
        assert_int_equal(e->categories.len, 2);
        assert_str(e->categories.at[1].term, "ميناء");
        assert_str(e->summary.text, i == 1 ? "1 &lt; 2 &amp; &quot;so&quot; &lt;i&gt;on&lt;/i&gt;"
                                           : "1 < 2 & \"so\" <i>on</i>");
        assert_str(e->summary.type, i == 1 ? "text/html" : "text/plain");
        ids[i] = e->id;
        contents[i] = S("");
        vec_each (struct feed_text, text, &e->contents)
            if (str_eq(text->type, S("text/html")) && str_has(text->text, S("<p>")))
                contents[i] = text->text;
        assert_true(str_has(answer.body, S("q.JPG")));
        assert_false(str_has(answer.body, S("run()")));
    }
    assert_true(str_eq(ids[0], ids[1]) && str_eq(ids[1], ids[2]));
    assert_has(contents[0], "<a href=\"https://other.example/b\"");
    assert_has(contents[0], "src=\"https://other.example/c.png\"");
    assert_has(contents[0], "src=\"https://pictures.example/q.JPG?w=1&amp;h=2\"");
    assert_has(contents[0], "<figcaption>The &lt;quay&gt; Ada &amp; Bo</figcaption>");
    assert_has(contents[0], "dir=\"rtl\"");
    assert_has(contents[0], "<p>1 &lt; 2 &amp; 3 ]]&gt; </p>");
    assert_has(contents[0], "href=\"https://other.example/a/1?x=1&amp;y=2\"");
    assert_true(str_eq(contents[0], contents[1]));
    assert_has(contents[2], "]]&gt; \xef\xbf\xbe</p>");
}

static void feeds_say_all_that_readers_look_for(void **state)
{
    struct fixture *f = with_origin(state);
    fill(f);
    struct answer atom = get(f, "/source/c.example/feed.xml");
    const struct feed_document *d = read_back(f, &atom);
    assert_str(atom.out.content_type, "application/atom+xml; charset=utf-8");
    assert_true(str_starts(d->about.id, S("urn:uuid:")) && d->about.id.len == 45);
    assert_str(d->about.title.text, "The c.example & Co in Test");
    assert_str(link_of(&d->about, "self"), ORIGIN "/source/c.example/feed.xml");
    assert_str(link_of(&d->about, "alternate"), ORIGIN "/source/c.example");
    assert_int_equal(d->about.updated_us, NOW - 2 * HOUR_US); /* its newest article, number 2 */
    assert_str(d->about.language, "en");
    assert_has(atom.body, "<icon>" ORIGIN "/assets/icon.");
    assert_has(atom.body, "rel=\"enclosure\" type=\"image/jpeg\"");
    assert_has(atom.body, "rel=\"via\" href=\"https://example.org/2\"");
    assert_has(atom.body, "rel=\"replies\" type=\"application/atom+xml\" href=\"" ORIGIN);
    assert_has_not(atom.body, "<source>"); /* all is of it */
    assert_has_not(atom.body, "rel=\"hub\"");
    struct answer rss = get(f, "/source/c.example/feed.rss");
    d = read_back(f, &rss);
    assert_str(rss.out.content_type, "application/rss+xml; charset=utf-8");
    assert_has(rss.body, "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"" ORIGIN
                         "/source/c.example/feed.rss\"/>");
    assert_has(rss.body, "<guid isPermaLink=\"false\">urn:uuid:");
    assert_has(rss.body, "<pubDate>Sun, 22 Nov 2026 14:07:00 GMT</pubDate>");
    assert_has(rss.body, "<dc:creator>The c.example &amp; Co</dc:creator>");
    assert_has(rss.body, "<media:content url=\"https://pictures.example/6.jpg\" medium=\"image\"");
    struct answer json = get(f, "/source/c.example/feed.json");
    d = read_back(f, &json);
    assert_str(json.out.content_type, "application/feed+json; charset=utf-8");
    assert_has(json.body, "\"version\":\"https://jsonfeed.org/version/1.1\"");
    assert_has(json.body, "\"feed_url\":\"" ORIGIN "/source/c.example/feed.json\"");
    assert_has(json.body, "\"home_page_url\":\"" ORIGIN "/source/c.example\"");
    assert_has(json.body, "\"external_url\":\"https://example.org/2\"");
    assert_has(json.body, "\"image\":\"https://pictures.example/6.jpg\"");
    struct answer site = get(f, "/feed.xml");
    d = read_back(f, &site);
    assert_non_null(d->items.at[0].source);
    assert_str(d->items.at[0].source->title.text, "The a.example & Co");
    assert_has(get(f, "/feed.rss").body,
               "<source url=\"" ORIGIN "/source/a.example/feed.xml\">The ");
}

static void a_hub_is_named_when_there_is_one(void **state)
{
    struct fixture *f = *state;
    struct feed_out feed = {.id = S("urn:x:1"),
                            .title = S("t"),
                            .address = S(ORIGIN "/feed"),
                            .page = S(ORIGIN "/"),
                            .hub = S("https://hub.example/")};
    for (int kind = 0; kind < 3; kind++) {
        struct sbuf b;
        sbuf_init(&b, &f->arena, 100000);
        feed_out_write(&b, (enum feed_out_kind)kind, &feed);
        assert_has(sbuf_str(&b),
                   kind == FEED_OUT_JSON
                       ? "\"hubs\":[{\"type\":\"WebSub\",\"url\":\"https://hub.example/\"}]"
                       : "rel=\"hub\" href=\"https://hub.example/\"");
    }
}

static str id_of(struct fixture *f, const char *target)
{
    struct answer a = get(f, target);
    const struct feed_document *d = read_back(f, &a);
    assert_true(d->items.len > 0);
    return str_printf(&f->arena, "%.*s %.*s", STR_FMT(d->about.id), STR_FMT(d->items.at[0].id));
}

static void ids_stay_when_the_address_changes(void **state)
{
    struct fixture *f = with_origin(state);
    struct article a = article_of(f, add_source(f, "a.example", "en", false), 1, "One");
    put(f, &a);
    str before = id_of(f, "/feed.xml");
    assert_false(
        str_eq(before, id_of(f, "/source/a.example/feed.xml"))); /* the feed's differ ... */
    size_t entry = str_chr(before, ' ');
    assert_true(str_has(id_of(f, "/source/a.example/feed.xml"), str_skip(before, entry)));
    a.title = S("Another title");
    a.content_hash = 7;
    put(f, &a);
    site_again(f, SIGNUP_OPEN, "https://moved.example");
    struct answer moved = get(f, "/feed.xml");
    assert_has(moved.body, "Another title");
    assert_has(moved.body, "https://moved.example/article/1");
    assert_has(moved.body, str_cstr(&f->arena, str_skip(before, entry + 1)));
    struct fixture *other;
    assert_int_equal(web_setup((void **)&other), 0); /* ... and another site's too */
    site_again(other, SIGNUP_OPEN, ORIGIN);
    struct article b = article_of(other, add_source(other, "a.example", "en", false), 1, "One");
    put(other, &b);
    assert_has_not(get(other, "/feed.xml").body, str_cstr(&f->arena, str_skip(before, entry + 1)));
    assert_int_equal(web_teardown((void **)&other), 0);
}

/* Goes through a feed by its links to the next part; counts the entries, none may come twice. */
static size_t follow(struct fixture *f, const char *target, size_t parts)
{
    struct strs seen = {0};
    str *ids = arena_array(&f->arena, 1000, str);
    for (size_t part = 0; part < parts; part++) {
        struct answer a = get(f, target);
        const struct feed_document *d = read_back(f, &a);
        for (size_t i = 0; i < d->items.len; i++) {
            for (size_t k = 0; k < seen.len; k++)
                assert_false(str_eq(ids[k], d->items.at[i].id));
            ids[seen.len++] = d->items.at[i].id;
        }
        assert_int_equal(str_empty(link_of(&d->about, "first")), part == 0);
        str next = link_of(&d->about, "next");
        assert_int_equal(str_empty(next), part + 1 == parts);
        if (!str_empty(next))
            target = target_of(f, next);
        if (part > 0)
            assert_true(str_has(link_of(&d->about, "self"), S("feed.xml?")));
    }
    return seen.len;
}

static void a_feed_goes_on(void **state)
{
    struct fixture *f = with_origin(state);
    fill(f);
    assert_int_equal(follow(f, "/feed.xml", 2), 80);
    assert_int_equal(follow(f, "/source/d.example/feed.xml", 1), 20);
    assert_int_equal(follow(f, "/search/feed.xml?q=harbour", 2), 80);
    struct answer json = get(f, "/feed.json");
    assert_has(json.body, "\"next_url\":\"" ORIGIN "/feed.json?after=");
    assert_int_equal(get(f, "/feed.xml?after=nonsense").code, E_INPUT);
    struct answer rss = get(f, "/feed.rss");
    assert_has(rss.body, "<atom:link rel=\"next\" type=\"application/rss+xml\" href=\"" ORIGIN
                         "/feed.rss?after=");
}

static void every_search_has_a_feed(void **state)
{
    struct fixture *f = with_origin(state);
    fill(f);
    const struct {
        const char *query;
        size_t entries;
    } SEARCHES[] = {{"headline 7", 1},
                    {"harbour", 40},
                    {"source:a.example", 20},
                    {"lang:de harbour", 20},
                    {"\"case 11\"", 1},
                    {"harbour -second", 0},
                    {"zebra", 0},
                    {"\"\"((", 0},
                    {"harb*", 40}};
    for (size_t i = 0; i < ARRAY_LEN(SEARCHES); i++)
        for (size_t k = 0; k < ARRAY_LEN(ENDINGS); k++) {
            struct answer a = get(
                f, str_printf(&f->arena, "/search/feed.%s?q=%s", ENDINGS[k], SEARCHES[i].query).p);
            const struct feed_document *d = read_back(f, &a);
            if (d->items.len != SEARCHES[i].entries)
                print_error("'%s' in %s: %zu entries\n", SEARCHES[i].query, ENDINGS[k],
                            d->items.len);
            assert_int_equal(d->items.len, SEARCHES[i].entries);
            for (size_t n = 1; n < d->items.len; n++)
                assert_true(d->items.at[n].published_us <= d->items.at[n - 1].published_us);
        }
    struct answer a = get(f, "/search/feed.xml?q=lang:de harbour");
    assert_str(link_of(&read_back(f, &a)->about, "self"),
               ORIGIN "/search/feed.xml?q=lang%3Ade%20harbour");
    assert_int_equal(get(f, "/search/feed.xml").code, E_INPUT);
    assert_int_equal(get(f, "/search/feed.xml?q=++").code, OK);
}

static void a_hashtag_has_a_feed_in_three_forms(void **state)
{
    struct fixture *f = with_origin(state);
    int64_t id = fill(f);
    struct tag tag = {.display = S("Quay<>"), .canonical = S("quay"), .kind = ANALYSED_PLACE};
    assert_ok(store_tag_ensure(&tag, f->store, NULL, 0));
    for (int64_t i = id; i < id + 10; i++)
        assert_ok(store_article_tags_put(f->store, i, &tag.id, 1));
    for (size_t k = 0; k < ARRAY_LEN(ENDINGS); k++) {
        struct answer a = get(f, str_printf(&f->arena, "/tag/Quay/feed.%s", ENDINGS[k]).p);
        const struct feed_document *d = read_back(f, &a);
        assert_str(d->about.title.text, "#Quay<> in Test");
        assert_int_equal(d->items.len, 10);
        assert_str(d->items.at[9].summary.text, "What happened in case number 9, in short.");
        assert_has(a.body, str_printf(&f->arena, ORIGIN "/tag/quay/feed.%s", ENDINGS[k]).p);
    }
}

static void what_is_too_long_is_summarised(void **state)
{
    struct fixture *f = with_origin(state);
    int64_t source = add_source(f, "a.example", "en", false);
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1 << 20);
    sbuf_put(&b, S("<p>"));
    while (sbuf_str(&b).len < 250000)
        sbuf_put(&b, S("word after word "));
    str medium = sbuf_str(&b);
    for (int n = 0; n < 30; n++) {
        struct article a = article_of(f, source, n, "Long");
        a.body = (html){
            str_printf(&f->arena, "%.*s%.*s</p>", STR_FMT(medium), n == 3 ? 20000 : 0, medium.p)};
        put(f, &a);
    }
    struct answer a = get(f, "/feed.xml");
    const struct feed_document *d = read_back(f, &a);
    size_t whole = 0;
    for (size_t i = 0; i < d->items.len; i++) {
        assert_true(d->items.at[i].summary.text.len > 0);
        whole += d->items.at[i].contents.len && d->items.at[i].contents.at[0].text.len > 100000;
    }
    assert_int_equal(d->items.len, 30);
    assert_in_range(whole, 14, 17); /* 4 MiB of 250 kB each */
    assert_true(d->items.at[3].contents.len == 0 || d->items.at[3].contents.at[0].text.len < 1000);
    assert_true(a.body.len < ((size_t)6 << 20));
}

static void what_has_not_changed_looks_so(void **state)
{
    struct fixture *f = with_origin(state);
    fill(f);
    const char *targets[] = {"/feed.xml",
                             "/feed.json",
                             "/search/feed.rss?q=harbour",
                             "/search/feed.xml?q=zebra",
                             "/comments/feed.xml",
                             "/sources.opml"};
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        str before = str_dup(&f->arena, get(f, targets[i]).out.etag);
        f->now_us += 5 * 60 * CLOCK_SECOND_US;
        struct answer later = get(f, targets[i]);
        assert_true(before.len > 2);
        assert_true(str_eq(before, later.out.etag));
        assert_str(header_of(&later, "Cache-Control"), "no-cache");
    }
    str etag = str_dup(&f->arena, get(f, "/feed.xml").out.etag);
    struct article a = article_of(f, 1, 900, "More");
    a.published_us = NOW + 1;
    put(f, &a);
    assert_false(str_eq(etag, get(f, "/feed.xml").out.etag));
}

static void pages_lead_to_their_feeds(void **state)
{
    struct fixture *f = with_origin(state);
    fill(f);
    const struct {
        const char *page, *feed;
    } PAGES[] = {{"/", "/feed."},
                 {"/source/a.example", "/source/a.example/feed."},
                 {"/search?q=harbour", "/search/feed."}};
    for (size_t i = 0; i < ARRAY_LEN(PAGES); i++) {
        str body = get(f, PAGES[i].page).body;
        static const char *const TYPES[] = {"atom+xml", "rss+xml", "feed+json"};
        for (size_t k = 0; k < ARRAY_LEN(ENDINGS); k++) {
            size_t at = str_find(body, str_printf(&f->arena, "type=\"application/%s\"", TYPES[k]));
            assert_true(at != STR_NPOS);
            str rest = str_skip(body, at);
            str line = str_sub(rest, 0, str_chr(rest, '>'));
            assert_has(line, str_printf(&f->arena, "href=\"%s%s", PAGES[i].feed, ENDINGS[k]).p);
        }
        assert_has(body, "\">Feed</a>");
    }
    assert_has(get(f, "/about").body, "href=\"/feed.xml\"");
    assert_has_not(get(f, "/search").body, "/search/feed");
    assert_has(get(f, "/robots.txt").body, "Allow: /search/feed.");
    assert_int_equal(get(f, "/source/none.example/feed.xml").status, 404);
    assert_int_equal(get(f, "/tag/none/feed.json").status, 404);
}

static void subscriptions_are_a_list_for_other_readers(void **state)
{
    struct fixture *f = with_origin(state);
    int64_t source = add_source(f, "a.example", "en", false), id;
    static const str FOLDERS[] = {S("News & more"), S("Local")};
    struct feed feeds[] = {
        {.url = S("https://a.example/feed?x=1&y=2"),
         .title = S("A <1>"),
         .site_url = S("https://a.example/"),
         .folders = {FOLDERS, 2}},
        {.url = S("https://ada:secret@b.example/feed"), .title = S("Not for others")},
        {.url = S("http://c.example/rss"), .title = S("")},
    };
    for (size_t i = 0; i < ARRAY_LEN(feeds); i++) {
        feeds[i].source_id = source;
        assert_ok(store_feed_ensure(&id, f->store, &feeds[i]));
    }
    struct article one = article_of(f, source, 1, "One");
    put(f, &one);
    struct answer a = get(f, "/sources.opml");
    assert_str(a.out.content_type, "text/x-opml; charset=utf-8");
    struct opml_feed_vec read;
    assert_ok(opml_read(&read, &f->arena, a.body));
    assert_int_equal(read.len, 2);
    assert_has_not(a.body, "secret");
    const struct opml_feed *with = read.at[0].folders.len ? &read.at[0] : &read.at[1];
    assert_str(with->url, "https://a.example/feed?x=1&y=2");
    assert_str(with->title, "A <1>");
    assert_int_equal(with->folders.len, 2);
    assert_str(with->folders.at[0], "News & more");
    assert_has(get(f, "/sources").body, "href=\"/sources.opml\"");
}

static void without_an_address_there_is_no_feed(void **state)
{
    struct fixture *f = *state;
    fill(f);
    assert_int_equal(get(f, "/feed.xml").code, E_UNSUPPORTED);
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(what_goes_out_comes_back),
        WITH_SITE(feeds_say_all_that_readers_look_for),
        WITH_SITE(a_hub_is_named_when_there_is_one),
        WITH_SITE(ids_stay_when_the_address_changes),
        WITH_SITE(a_feed_goes_on),
        WITH_SITE(every_search_has_a_feed),
        WITH_SITE(a_hashtag_has_a_feed_in_three_forms),
        WITH_SITE(what_is_too_long_is_summarised),
        WITH_SITE(what_has_not_changed_looks_so),
        WITH_SITE(pages_lead_to_their_feeds),
        WITH_SITE(subscriptions_are_a_list_for_other_readers),
        WITH_SITE(without_an_address_there_is_no_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
