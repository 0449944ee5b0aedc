/* What pages say about themselves: titles, authors, dates, tags, descriptions, other versions, read
 * out of short texts and out of small pages of our own. */
#include "test_arena.h"

#include "article/article.h"
#include "base/clock.h"
#include "page/author.h"
#include "page/clean.h"
#include "page/jsonld.h"
#include "page/page.h"
#include "page/title.h"
#include "page/variant.h"
#include "text/ago.h"

#define ADDRESS "https://www.harbour-ledger.example/a/wall"
#define SEA                                                                                        \
    "The harbour gets a wall of granite before the winter, the council said, and work begins. "
#define PARAGRAPH "<p>" SEA SEA SEA "</p>"
#define TEXT PARAGRAPH PARAGRAPH PARAGRAPH

static struct page page_of(const char *source, const char *address)
{
    struct html_tree tree;
    struct page page;
    assert_ok(html_parse(&tree, &arena, str_c(source), &html_limits_default));
    assert_ok(page_read(&page, &arena, &tree, str_c(address)));
    return page;
}

static str joined(struct strs list)
{
    struct sbuf b;
    sbuf_init(&b, &arena, 2000);
    for (size_t i = 0; i < list.len; i++) {
        sbuf_put(&b, i ? S("|") : S(""));
        sbuf_put(&b, list.at[i]);
    }
    return sbuf_str(&b);
}

static str authors_of(const char *raw, bool visible)
{
    struct str_vec names = {0};
    struct sbuf b;
    author_add(&names, &arena, str_c(raw), visible);
    sbuf_init(&b, &arena, 1000);
    vec_each (str, name, &names) {
        sbuf_put(&b, b.len ? S("|") : S(""));
        sbuf_put(&b, *name);
    }
    return sbuf_str(&b);
}

static void test_authors(void **state)
{
    (void)state;
    static const struct {
        const char *raw;
        bool visible;
        const char *want;
    } rows[] = {
        {"By Ann Example", true, "Ann Example"},
        {"By Ann Example and Bo Sample, Staff Writer", true, "Ann Example|Bo Sample"},
        {"Von Jürgen Maß und Öznur Yılmaz", true, "Jürgen Maß|Öznur Yılmaz"},
        {"Par Anne Lebrun et Luc Petit", true, "Anne Lebrun|Luc Petit"},
        {"Por María Ruiz y José Gil", true, "María Ruiz|José Gil"},
        {"Автор: Иван Петров", true, "Иван Петров"},
        {"By ANN EXAMPLE | March 4, 2024", true, "ANN EXAMPLE"},
        {"Ann Example (Reporter)", true, "Ann Example"},
        {"ann@paper.example", false, ""},
        {"https://paper.example/ann", false, ""},
        {"Ann Example, Ann Example", false, "Ann Example"},
        {"Leave a comment", true, ""},
        {"By", true, ""},
        {"surfer77", false, "surfer77"},
        {"12 comments", true, ""},
        {"{{author}}", false, ""},
        {"Von Ann Example, Bo Sample und Cy Muster, NDR", true, "Ann Example|Bo Sample|Cy Muster"},
        {"Ann Example / dpa", true, "Ann Example"},
        {"Ledger-Online-Experte Ann Example", false, "Ann Example"},
        {"Staff Writer Ann Example", false, "Ann Example"},
        {"By Ann Example And Bo Sample For The Harbour Ledger", false, "Ann Example|Bo Sample"},
        {"Anzeige", true, ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(authors_of(rows[i].raw, rows[i].visible), rows[i].want);
    assert_true(author_is_byline(S("Von Jürgen Maß | 4. März 2024")));
    assert_true(author_is_byline(S("By Ann Example")));
    assert_false(author_is_byline(S("By the time the boats came home it was dark.")));
    assert_false(author_is_byline(S("The harbour is closed.")));
}

static void test_titles(void **state)
{
    (void)state;
    static const struct {
        const char *title, *name, *host, *heading, *want;
    } rows[] = {
        {"A wall for Eastmere | Harbour Ledger", "", "", "", "A wall for Eastmere"},
        {"A wall for Eastmere - Town - Harbour Ledger", "Harbour Ledger", "", "",
         "A wall for Eastmere"},
        {"Harbour Ledger: A wall for Eastmere", "Harbour Ledger", "", "",
         "Harbour Ledger: A wall for Eastmere"},
        {"Harbour Ledger | A wall for Eastmere at last", "Harbour Ledger", "", "",
         "A wall for Eastmere at last"},
        {"Stone - wood - sand: what to build with", "", "",
         "Stone - wood - sand: what to build with", "Stone - wood - sand: what to build with"},
        {"The wall — who pays, who gains, who knows", "", "", "",
         "The wall — who pays, who gains, who knows"},
        {"A wall for Eastmere » ledger.example", "", "", "", "A wall for Eastmere"},
        {"Eastmere", "", "", "", "Eastmere"},
        {"The wall that nobody wanted at all | HARBOUR LEDGER", "", "www.harbour-ledger.example",
         "A wall", "The wall that nobody wanted at all"},
        {"ledger.example // » A wall at last", "", "ledger.example", "", "A wall at last"},
        {"Ledger Online | Sea and sky, wind and weather", "", "ledger.example", "",
         "Sea and sky, wind and weather"},
        {"The wall: who pays", "Harbour Ledger", "pays.example", "", "The wall: who pays"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct title_site site = {str_c(rows[i].name), str_c(rows[i].host)};
        assert_str(title_strip(str_c(rows[i].title), &site, str_c(rows[i].heading)), rows[i].want);
    }
    assert_true(title_same(S("“A wall”, at last!"), S("a wall at last")));
    assert_false(title_same(S("A wall"), S("")));
    assert_true(title_has(S("Town: A wall – at last"), S("A wall: at last")));
    assert_false(title_has(S("A wall at last"), S("A wal"))); /* five letters say nothing */
}

static void test_jsonld_broken(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "<!-- //<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"A\\' wall\",\"author\":[\"Ann\",],}\n//]]> -->",
        ("[[{\"@type\":\"Thing\"},{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"A wall\","
         "\"author\":{\"@id\":\"#a\"}},{\"@id\":\"#a\",\"name\":\"Ann\"}]}]]"),
        "{\"@type\":[\"http://schema.org/BlogPosting\"],\"headline\":\"A\n wall\",\"author\":{\"name\":[\"Ann\"]}};",
    };
    for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
        struct jsonld ld = {.article = false};
        jsonld_read(&ld, &arena, str_c(scripts[i]));
        assert_true(ld.article);
        assert_int_equal(ld.authors.len, 1);
        assert_str(ld.authors.at[0], "Ann");
        assert_true(str_ends(clean_value(&arena, ld.headline), S("wall")));
    }
    static const char *const bad[] = {"",
                                      "{",
                                      "[]",
                                      "{\"@type\":\"Article\"",
                                      "null",
                                      "}{",
                                      "{\"headline\":\"\\",
                                      "[CDATA[Article"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct jsonld ld = {.article = false};
        jsonld_read(&ld, &arena, str_c(bad[i]));
        assert_false(ld.article);
    }
}

/* A row's page is "<html>" and what the row has, its text is the same for all. */
struct page_row {
    const char *head, *body, *want;
};

static void test_title_of_page(void **state)
{
    (void)state;
    static const struct page_row rows[] = {
        /* A subhead near the text against a headline that stands far above. */
        {"<title>A wall for Eastmere</title>", "<h1>A wall for Eastmere</h1><h2>Contents</h2>" TEXT,
         "A wall for Eastmere"},
        /* A breadcrumb's main heading, and a heading that only og:title has. */
        {"<title>Eastmere: the wall is dear | Harbour Ledger</title>"
         "<meta property=og:title content='Stone upon stone'>"
         "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":"
         "\"Eastmere: the wall is dear\"}</script>",
         "<nav><h1>Eastmere: the wall is dear</h1></nav><h2>Stone upon stone</h2>" TEXT,
         "Eastmere: the wall is dear"},
        /* A part of the site's name is no headline. */
        {"<title>Harbour Ledger Blog: A wall at last</title>"
         "<meta property=og:site_name content='Harbour Ledger Blog'>"
         "<meta property=og:title content='A wall at last'>",
         "<h2 class=title>Ledger Blog</h2>" TEXT, "A wall at last"},
        /* Kickers, said to be one or standing before what says it is the headline. */
        {"", "<h1><span class=overline>Town and sea</span> A wall at last</h1>" TEXT,
         "A wall at last"},
        {"",
         "<h2><span class=x>Town and sea</span> <span class=my-headline>A wall at last</span>"
         "</h2>" TEXT,
         "A wall at last"},
        /* The section is set as a main heading too. */
        {"<title>Ledger - Messages - A new wall for the whole harbour</title>",
         "<h1>Messages</h1><h1>A new wall for the whole harbour</h1>" TEXT,
         "A new wall for the whole harbour"},
        /* A kicker behind the headline, in the same heading. */
        {"", "<h1>A wall at last <small class=topline>, in: Town</small></h1>" TEXT,
         "A wall at last"},
        /* Site, section, headline; the section is set as the main heading. */
        {"<title>Harbour Office - Notices - A new wall for the whole harbour</title>"
         "<meta name=title content='Notices - A new wall for the whole harbour'>",
         "<h1>Notices</h1>" TEXT, "A new wall for the whole harbour"},
        {"<title>Notices - A new wall for the whole harbour</title>", "<h1>Notices</h1>" TEXT,
         "Notices"},
        /* A kicker with a colon that the main heading has too. */
        {"<meta property=og:title content='Who pays: the wall is dear to all'>"
         "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":"
         "\"The wall is dear to all\"}</script>",
         "<div class=dialog><h1>Who pays: the wall is dear to all</h1></div><h2><div>Who pays</div>"
         "<div class=headline-text>The wall is dear to all</div></h2>" TEXT,
         "Who pays: the wall is dear to all"},
        /* What readers see is the headline, whatever the search engines are told. */
        {"<title>Granite: what walls cost today</title>",
         "<h1>A wall for Eastmere at last</h1>" TEXT, "A wall for Eastmere at last"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str source =
            str_printf(&arena, "<html><head>%s</head><body>%s", rows[i].head, rows[i].body);
        assert_str(page_of(str_cstr(&arena, source), ADDRESS).title, rows[i].want);
    }
}

static void test_authors_of_page(void **state)
{
    (void)state;
    static const struct page_row rows[] = {
        /* The site's name gives way to a person, and stays where there is none. */
        {"<meta name=author content='Harbour Ledger'><meta property=og:site_name content='The "
         "Harbour Ledger'>",
         "<a rel=author href=/autor/1>Ann Example</a>" TEXT, "Ann Example"},
        {"<meta name=author content='Harbour Ledger'>", TEXT, "Harbour Ledger"},
        {"<meta name=author content='Editorial Team'>", "<p>By Ann Example</p>" TEXT,
         "Ann Example"},
        {"<meta name=publisher content='Eastmere Press (x.example)'><meta name=author "
         "content='Eastmere Press'>",
         "<p>Auteur : Ann Example</p>" TEXT, "Ann Example"},
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"@type\":"
         "\"Organization\",\"name\":\"Granite Board\"}}</script>",
         "<p>By Ann Example</p>" TEXT, "Ann Example"},
        {"<meta name=author content='Harbour Ledger, Eastmere, Northland'>", TEXT,
         "Harbour Ledger"},
        /* A label in a block of its own, before, inside and behind the text. */
        {"", TEXT "<h5>Autor:</h5>Ann Example/X-Y", "Ann Example"},
        {"", "<p>" SEA SEA SEA "</p><h5>Autor:</h5>Ann Example<br>" TEXT TEXT TEXT, "Ann Example"},
        {"", TEXT "<p>Von <span itemscope><meta itemprop=name content=x>Ann Example</span></p>",
         "Ann Example"},
        /* Cited works and headlines name nobody. */
        {"",
         TEXT "<ul><li itemprop=citation itemscope><meta itemprop=author content='Bo Sample'>"
              "<span itemprop=author>Bo Sample</span> 1999</ul>",
         ""},
        {"", "<h2>Von Wind und Wellen</h2>" TEXT, ""},
        /* A web page's author pointed at inside the graph; a log-in. */
        {"<script type=application/ld+json>{\"@graph\":[{\"@type\":\"WebPage\",\"author\":{\"@id\":"
         "\"#a\"}},{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ann Example\"}]}</script>",
         TEXT, "Ann Example"},
        {"", "<a rel=author href=/author/1>reefwalker</a>" TEXT, "reefwalker"},
        {"", TEXT "<div class=author-box><p>About Ann Example</p></div>", "Ann Example"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str source = str_printf(&arena,
                                "<html><head><title>A wall</title>%s</head><body><h1>A wall "
                                "for Eastmere</h1>%s",
                                rows[i].head, rows[i].body);
        assert_str(joined(page_of(str_cstr(&arena, source), ADDRESS).authors), rows[i].want);
    }
}

static void test_dates_of_page(void **state)
{
    (void)state;
    static const struct page_row rows[] = {
        /* "date" is whatever the content system has; the line at the headline is not. */
        {"<meta name=date content=2024-03-09>", "<p>4.3.2024, 18:30 Uhr</p>" TEXT, "2024-03-04"},
        {"<meta name=date content=2024-03-09>", "<time>04.03.2024</time>" TEXT, "2024-03-04"},
        {"<meta name=date content=2024-03-09>", TEXT, "2024-03-09"},
        {"<meta name=date content=11/03/2024>", TEXT "<p>Erstellt am: 03.11.2024</p>",
         "2024-11-03"},
        /* Metadata that name the publication are believed. */
        {"<meta property=article:published_time content=2024-03-09>",
         "<p>4.3.2024, 18:30 Uhr</p>" TEXT, "2024-03-09"},
        /* A label in a block of its own. */
        {"", TEXT "<h5>Datum:</h5>04.03.2024", "2024-03-04"},
        /* The page's own time before those of the articles below. */
        {"",
         "<p><time datetime=2024-03-04>4 March</time></p>" TEXT "<footer>" PARAGRAPH
         "<p>a<p>b<p>c<p>d<p>e<p>f<p>g<p>h<p>i<p>j<p>k<p>l<p>m<p>n</footer>"
         "<p>More<time pubdate datetime=2024-05-06>6 May</time>",
         "2024-03-04"},
        /* In UTC it is the day after; the page shows which day it was where it is read. */
        {"<meta property=article:published_time content=2024-03-05T01:30:00Z>",
         "<time>4 March 2024</time>" TEXT, "2024-03-04"},
        /* article:published_time that is the last change's. */
        {"<meta property=article:published_time content=2024-03-09T08:00:01Z>"
         "<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":"
         "\"2024-03-04T09:00:00Z\",\"dateModified\":\"2024-03-09T08:00:02Z\"}</script>",
         TEXT, "2024-03-04"},
        /* Whose numbers these are. */
        {"<meta property=og:locale content=en_GB>", "<time>04/03/2024</time>" TEXT, "2024-03-04"},
        {"<meta property=og:locale content=en_US>", "<time>03/04/2024</time>" TEXT, "2024-03-04"},
        {"", TEXT "<p>Letzte Änderung:</p><p>04.03.2024 um 09:25</p>", "2024-03-04"},
        {"<script type=application/ld+json>{\"@type\":\"HowTo\",\"datePublished\":"
         "\"2024-03-04T22:06:08:684Z\"}</script>",
         TEXT, "2024-03-04"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str source = str_printf(&arena, "<html><head>%s</head><body><h1>A wall for Eastmere</h1>%s",
                                rows[i].head, rows[i].body);
        struct page page = page_of(str_cstr(&arena, source), ADDRESS);
        struct sbuf b;
        sbuf_init(&b, &arena, 64);
        assert_true(page.published_us != TIME_NONE);
        clock_put_iso(&b, page.published_us + page.published_zone_min * 60 * CLOCK_SECOND_US);
        assert_str(str_sub(sbuf_str(&b), 0, 10), rows[i].want);
    }
    /* English at a British host, and said by the XHTML attribute. */
    static const char *const day_first[] = {
        "<html lang=en><body><h1>A wall for Eastmere</h1><time>04/03/2024</time>" TEXT,
        "<html xml:lang=en-GB><body><h1>A wall for Eastmere</h1><time>04/03/2024</time>" TEXT};
    for (size_t i = 0; i < ARRAY_LEN(day_first); i++)
        assert_int_equal(page_of(day_first[i], i ? ADDRESS : "https://x.co.uk/a").published_us,
                         1709510400 * CLOCK_SECOND_US);
}

static void test_ago(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int64_t seconds;
    } rows[] = {
        {"Published 3 hours ago", 3 * 3600},
        {"vor 5 Minuten", 300},
        {"Il y a 2 jours", 2 * 86400},
        {"hace 4 horas", 4 * 3600},
        {"3 ore fa", 3 * 3600},
        {"há 2 dias", 2 * 86400},
        {"5 минут назад", 300},
        {"2 години тому", 7200},
        {"3 godziny temu", 3 * 3600},
        {"2 uur geleden", 7200},
        {"för 3 timmar sedan", 3 * 3600},
        {"for 2 timer siden", 7200},
        {"2 tuntia sitten", 7200},
        {"3 saat önce", 3 * 3600},
        {"před 2 hodinami", 7200},
        {"3小时前", 3 * 3600},
        {"5分前", 300},
        {"2시간 전", 7200},
        {"3 giờ trước", 3 * 3600},
        {"2 jam yang lalu", 7200},
        {"πριν 3 ώρες", 3 * 3600},
        {"acum 2 zile", 2 * 86400},
        {"לפני 3 שעות", 3 * 3600},
        {"منذ 5 أيام", 5 * 86400},
        {"2 weeks ago", 2 * 604800},
        {"3 hours of rain", 0},
        {"ago 3", 0},
        {"", 0},
        {"4 March", 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t span = 0;
        assert_int_equal(ago_find(&span, str_c(rows[i].line)), rows[i].seconds != 0);
        assert_int_equal(span, rows[i].seconds * CLOCK_SECOND_US);
    }
    struct page page = page_of("<h1>A wall for Eastmere</h1><p>3 hours ago</p>" TEXT, ADDRESS);
    assert_true(page.published_us == TIME_NONE);
    assert_int_equal(page.published_age_us, 3 * 3600 * CLOCK_SECOND_US);
    struct article article;
    const int64_t fetched_us = 1709573415 * CLOCK_SECOND_US;
    article_from_page(&article, &arena, &page, S("en"), fetched_us);
    assert_int_equal(article.published_us, fetched_us - 3 * 3600 * CLOCK_SECOND_US);
    article_from_page(&article, &arena, &page, S("en"), TIME_NONE);
    assert_true(article.published_us == TIME_NONE);
}

/* An entry says what its page does not, and overrules nothing but a day without a time. */
static void test_entry_and_page(void **state)
{
    (void)state;
    const int64_t hour = 3600 * CLOCK_SECOND_US, day = 24 * hour, monday = 20500 * day;
    static const str ada[] = {{"Ada", 3}}, sea[] = {{"sea", 3}};
    const struct article entry = {.title = S("Teaser"),
                                  .text = S("In short"),
                                  .description = S("What the feed says"),
                                  .authors = {ada, 1},
                                  .tags = {sea, 1},
                                  .image = {.url = S("https://x.example/p.jpg")},
                                  .published_us = monday + 15 * hour,
                                  .updated_us = monday + 16 * hour};
    struct article bare = {.title = S("Whole"), .published_us = TIME_NONE, .updated_us = TIME_NONE};
    article_complete(&bare, &entry, TIME_NONE);
    assert_str(bare.title, "Whole");
    assert_int_equal(bare.text.len, 0);
    assert_str(bare.description, "What the feed says");
    assert_str(bare.authors.at[0], "Ada");
    assert_str(bare.tags.at[0], "sea");
    assert_str(bare.image.url, "https://x.example/p.jpg");
    assert_true(bare.published_us == entry.published_us && bare.updated_us == entry.updated_us);
    static const struct {
        int64_t page_hours, zone_min, fetched_hours, want_hours;
    } rows[] = {
        {0, 0, 1000, 15},  {24, 0, 1000, 15},   {-24, 0, 1000, -24}, {48, 0, 1000, 48},
        {14, 0, 1000, 14}, {-2, 120, 1000, 15}, {-2, 0, 1000, -2},   {0, 0, -24, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct article page = {.published_us = monday + rows[i].page_hours * hour,
                               .published_zone_min = (int)rows[i].zone_min,
                               .updated_us = TIME_NONE,
                               .description = S("Its own")};
        article_complete(&page, &entry, monday + rows[i].fetched_hours * hour);
        assert_int_equal((page.published_us - monday) / hour, rows[i].want_hours);
        assert_str(page.description, "Its own");
    }
}

static void test_tags_of_page(void **state)
{
    (void)state;
    static const struct page_row rows[] = {
        {"<meta property=article:tag content='Walls, Sea'>", TEXT, "Walls|Sea"},
        {"<meta name=keywords content='#Walls; sea; a=b; Harbour Ledger'>"
         "<meta property=og:site_name content='Harbour Ledger'>",
         TEXT, "Walls|sea"},
        {"", TEXT "<div class=tags><a href=/tag/w>#walls</a> <a href=/tag/s>sea</a></div>",
         "walls|sea"},
        {"", TEXT "<div class=tags><a href=+w+>walls</a> <a href=+s+>sea</a></div>", "walls|sea"},
        {"<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"x\"},"
         "{\"@type\":\"Recipe\",\"keywords\":\"fish, bread\"}]}</script>",
         TEXT, "fish|bread"},
        {"", TEXT, ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str source = str_printf(&arena,
                                "<html><head>%s</head><body><article><h1>A wall for Eastmere"
                                "</h1>%s",
                                rows[i].head, rows[i].body);
        assert_str(joined(page_of(str_cstr(&arena, source), ADDRESS).tags), rows[i].want);
    }
}

static void test_descriptions(void **state)
{
    (void)state;
    static const struct page_row rows[] = {
        {"<meta name=description content='Visit the post for more.'>", PARAGRAPH, ""},
        {"<meta name=description content='Harbour Ledger'><meta property=og:site_name "
         "content='Harbour Ledger'>",
         PARAGRAPH, ""},
        {"<meta name=description content='Written by Ann Example'>", PARAGRAPH, ""},
        {"<meta name=description content='A wall for Eastmere'><meta property=og:description "
         "content='Granite, and much of it.'>",
         TEXT, "Granite, and much of it."},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str source = str_printf(&arena, "<html><head>%s</head><body><h1>A wall for Eastmere</h1>%s",
                                rows[i].head, rows[i].body);
        assert_str(page_of(str_cstr(&arena, source), ADDRESS).description, rows[i].want);
    }
}

static void test_variants(void **state)
{
    (void)state;
    static const struct {
        const char *address, *next;
        bool same;
    } rows[] = {
        {"https://x.example/a/wall", "https://x.example/a/wall/2", true},
        {"https://x.example/a/wall/", "https://x.example/a/wall/page/2/", true},
        {"https://x.example/a/wall.html", "https://x.example/a/wall-2.html", true},
        {"https://x.example/a/wall-2.html", "https://x.example/a/wall-3.html", true},
        {"https://x.example/a/wall?page=9", "https://x.example/a/wall?page=10", true},
        {"https://x.example/slides/slide/1", "https://x.example/slides/slide/2", true},
        {"https://x.example/a/wall", "https://x.example/a/harbour", false},
        {"https://x.example/a/wall", "https://x.example/a/wall-of-stone", false},
        {"https://x.example/", "https://x.example/page/2", false},
        {"https://x.example/a/wall", "", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(variant_is_next(str_c(rows[i].address), str_c(rows[i].next)),
                         rows[i].same);
    struct page page = page_of("<link rel=next href=/a/wall/2><link rel=amphtml href=/a/wall/amp>"
                               "<link rel=alternate media=print href='/a/wall?print'>" TEXT,
                               ADDRESS);
    assert_str(page.next_url, ADDRESS "/2");
    assert_str(page.amp_url, ADDRESS "/amp");
    assert_str(page.print_url, ADDRESS "?print");
    assert_false(page.amp);
    page = page_of("<html amp><link rel=canonical href=" ADDRESS "><link rel=amphtml href=/b>" TEXT,
                   ADDRESS "/amp");
    assert_true(page.amp);
    assert_str(page.amp_url, "");
    assert_str(page.canonical_url, ADDRESS);
    page = page_of("<link rel=next href=/a/another-article>" TEXT, ADDRESS);
    assert_str(page.next_url, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_authors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_titles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_jsonld_broken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_title_of_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_authors_of_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dates_of_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ago, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tags_of_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_descriptions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_variants, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_entry_and_page, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
