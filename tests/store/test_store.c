/* The store's contract: sources, articles with versions, lists, imports, generations, the demo's
 * removal, upkeep. Runs once per engine. */
#include "store_testing.h"

static void test_source(void **state)
{
    struct fixture *f = *state;
    struct source source = {.key = S("ledger.example"),
                            .name = S("The Ledger"),
                            .home_url = S("https://ledger.example/"),
                            .language = S("en")};
    int64_t id = 0, again = 0;
    assert_ok(store_source_ensure(&id, f->store, &source));
    source.name = S("Another name");
    assert_ok(store_source_ensure(&again, f->store, &source));
    assert_true(id > 0 && id == again);

    struct source got;
    assert_ok(store_source_get(&got, &f->arena, f->store, S("ledger.example")));
    assert_str(got.name, "The Ledger");
    assert_str(got.home_url, "https://ledger.example/");
    assert_str(got.language, "en");
    assert_false(got.demo);
    assert_int_equal(got.article_count, 0);
    assert_true(got.newest_us == TIME_NONE);
    assert_ok(store_source_name(f->store, id, S("not its name"), S("Nothing")));
    assert_ok(store_source_name(f->store, id, S("The Ledger"), S("The New Ledger")));
    assert_ok(store_source_get(&got, &f->arena, f->store, S("ledger.example")));
    assert_str(got.name, "The New Ledger");
    assert_int_equal(store_source_get(&got, &f->arena, f->store, S("none.example")), E_NOTFOUND);
    source.key = S("");
    assert_int_equal(store_source_ensure(&id, f->store, &source), E_INPUT);
}

/* Names in the order of code points, on every engine and in every locale. */
static void test_source_order(void **state)
{
    struct fixture *f = *state;
    static const char *const keys[] = {"b", "a-b", "ab", "B", "\xc3\xa9t\xc3\xa9", "a b"};
    static const char *const want[] = {"B", "a b", "a-b", "ab", "b", "\xc3\xa9t\xc3\xa9"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        source_make(f->store, keys[i], false);
    struct source *sources;
    size_t n;
    assert_ok(store_source_list(&sources, &n, &f->arena, f->store));
    assert_int_equal(n, ARRAY_LEN(want));
    for (size_t i = 0; i < n; i++)
        assert_str(sources[i].name, want[i]);
}

static struct article full_article(struct fixture *f, int64_t source_id)
{
    static const str authors[] = {{"Ana \"A\" Silva", 13}, {"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", 8}};
    static const str tags[] = {{"caf\xc3\xa9 \\ tea", 11}};
    struct article a = article_make(&f->arena, source_id, 7, "A title", "First.\n\nSecond.", "en");
    a.description = S("What it says");
    a.authors = (struct strs){authors, 2};
    a.tags = (struct strs){tags, 1};
    a.updated_us = a.published_us + 5;
    a.image = (struct image){S("https://img.example/1.jpg"), S("alt"), S("caption"), S("credit")};
    a.credit_line = S("First published elsewhere");
    a.word_count = 2;
    a.content_hash = 0xfedcba9876543210u;
    return a;
}

static void test_article_fields(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "paper.example", true);
    struct article in = full_article(f, source_id), out;
    in.demo = true;
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &in));
    assert_int_equal(did, STORE_NEW);
    assert_true(in.id > 0);
    assert_int_equal(in.version, 1);
    assert_ok(store_article_get(&out, &f->arena, f->store, in.id));
    assert_int_equal(out.source_id, source_id);
    assert_str(out.url, "https://paper.example/7?utm_source=x");
    assert_str(out.canonical_url, "https://paper.example/7");
    assert_str(out.title, "A title");
    assert_str(out.description, "What it says");
    assert_int_equal(out.authors.len, 2);
    assert_str(out.authors.at[0], "Ana \"A\" Silva");
    assert_str(out.authors.at[1], "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd");
    assert_int_equal(out.tags.len, 1);
    assert_str(out.tags.at[0], "caf\xc3\xa9 \\ tea");
    assert_int_equal(out.published_us, in.published_us);
    assert_int_equal(out.updated_us, in.updated_us);
    assert_int_equal(out.first_seen_us, in.first_seen_us);
    assert_str(out.language, "en");
    assert_str(out.site_name, "The Paper");
    assert_str(out.image.url, "https://img.example/1.jpg");
    assert_str(out.image.alt, "alt");
    assert_str(out.image.caption, "caption");
    assert_str(out.image.credit, "credit");
    assert_str(out.credit_line, "First published elsewhere");
    assert_str(out.text, "First.\n\nSecond.");
    assert_str(out.body.s, "<p>First.\n\nSecond.</p>");
    assert_int_equal(out.word_count, 2);
    assert_true(out.content_hash == 0xfedcba9876543210u);
    assert_int_equal(out.version, 1);
    assert_true(out.demo);

    int64_t id = 0;
    assert_ok(store_article_by_url(&id, f->store, S("https://paper.example/7")));
    assert_int_equal(id, in.id);
    assert_int_equal(store_article_by_url(&id, f->store, S("https://paper.example/8")), E_NOTFOUND);
    assert_int_equal(store_article_get(&out, &f->arena, f->store, in.id + 1), E_NOTFOUND);
}

static void test_article_unknown(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "paper.example", false);
    struct article in = article_make(&f->arena, source_id, 1, "", "", ""), out;
    in.published_us = TIME_NONE;
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &in));
    assert_ok(store_article_get(&out, &f->arena, f->store, in.id));
    assert_true(out.published_us == TIME_NONE && out.updated_us == TIME_NONE);
    assert_int_equal(out.authors.len, 0);
    assert_int_equal(out.title.len, 0);
    in.canonical_url = S("");
    assert_int_equal(store_article_put(&did, f->store, &in), E_INPUT);
}

static void test_article_bad_text(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "paper.example", false), count;
    struct article a = article_make(&f->arena, source_id, 1, "t", "x", "en");
    enum store_put did;
    a.title = str_of("a\0b", 3);
    assert_int_equal(store_article_put(&did, f->store, &a), E_INPUT);
    a.title = S("a\xff");
    assert_int_equal(store_article_put(&did, f->store, &a), E_INPUT);
    a.title = S("good");
    a.text = str_of("x\0", 2);
    assert_int_equal(store_article_put(&did, f->store, &a), E_INPUT);
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 0);
    assert_ok(store_check(f->store));
}

static void test_articles_by_ids(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "paper.example", false), ids[200];
    struct article *got;
    size_t n;
    for (int i = 0; i < 3; i++) {
        struct article a = article_make(&f->arena, source_id, i, "T", "Text \"quoted\".", "en");
        enum store_put did;
        assert_ok(store_article_put(&did, f->store, &a));
        ids[i] = a.id;
    }
    const int64_t asked[] = {ids[2], INT64_MAX, ids[0], -1, ids[1]};
    assert_ok(store_articles_get(&got, &n, &f->arena, f->store, asked, ARRAY_LEN(asked)));
    assert_int_equal(n, 3);
    assert_int_equal(got[0].id, ids[2]);
    assert_int_equal(got[1].id, ids[0]);
    assert_int_equal(got[2].id, ids[1]);
    assert_str(got[1].text, "Text \"quoted\".");
    assert_ok(store_articles_get(&got, &n, &f->arena, f->store, NULL, 0));
    assert_int_equal(n, 0);
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        ids[i] = INT64_MAX - (int64_t)i;
    assert_ok(store_articles_get(&got, &n, &f->arena, f->store, ids, ARRAY_LEN(ids)));
    assert_int_equal(n, 0);
}

static void test_article_versions(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "paper.example", false);
    struct article a = article_make(&f->arena, source_id, 1, "First", "One mistake.", "en");
    int64_t seen_us = a.first_seen_us;
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    int64_t id = a.id;

    a = article_make(&f->arena, source_id, 1, "First", "One mistake.", "en");
    a.first_seen_us = seen_us + 10;
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_SAME);
    assert_int_equal(a.id, id);
    assert_int_equal(a.first_seen_us, seen_us);

    a = article_make(&f->arena, source_id, 1, "First, corrected", "No mistake.", "en");
    a.first_seen_us = seen_us + 20;
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_VERSION);
    assert_int_equal(a.id, id);
    assert_int_equal(a.version, 2);

    struct article_version *versions;
    size_t n;
    assert_ok(store_article_versions(&versions, &n, &f->arena, f->store, id));
    assert_int_equal(n, 2);
    assert_int_equal(versions[0].version, 2);
    assert_str(versions[0].title, "First, corrected");
    assert_int_equal(versions[0].seen_us, seen_us + 20);
    assert_int_equal(versions[1].version, 1);
    assert_str(versions[1].text, "One mistake.");
    assert_str(versions[1].body.s, "<p>One mistake.</p>");
    assert_int_equal(versions[1].seen_us, seen_us);
    assert_int_equal(store_article_versions(&versions, &n, &f->arena, f->store, id + 1),
                     E_NOTFOUND);

    struct article out;
    assert_ok(store_article_get(&out, &f->arena, f->store, id));
    assert_str(out.text, "No mistake.");
    assert_int_equal(out.first_seen_us, seen_us);
    int64_t count;
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 1);
}

/* A page that differs at each visit: the first and the newest versions stay. */
static void test_article_versions_limit(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "paper.example", false), id = 0;
    enum store_put did;
    for (int i = 0; i < 60; i++) {
        str text = str_printf(&f->arena, "Visit %d.", i);
        struct article a = article_make(&f->arena, source_id, 1, "T", text.p, "en");
        assert_ok(store_article_put(&did, f->store, &a));
        id = a.id;
    }
    struct article_version *versions;
    size_t n;
    assert_ok(store_article_versions(&versions, &n, &f->arena, f->store, id));
    assert_int_equal(n, 50);
    assert_int_equal(versions[0].version, 60);
    assert_int_equal(versions[48].version, 12);
    assert_int_equal(versions[49].version, 1);
}

static void put_many(struct fixture *f, int64_t source_id, int from, int to, const char *language)
{
    for (int i = from; i < to; i++) {
        struct article a = article_make(&f->arena, source_id, i, "T", "x", language);
        enum store_put did;
        assert_ok(store_article_put(&did, f->store, &a));
    }
}

/* Walks a whole list in pages and checks that it is complete and in order. */
static void walk(struct fixture *f, int64_t source_id, const char *language, size_t want)
{
    struct store_list list = {
        .source_id = source_id, .language = str_c(language), .after = {INT64_MAX, 0}, .limit = 7};
    size_t total = 0, n;
    struct store_cursor last = {INT64_MAX, INT64_MAX};
    do {
        struct article_card *cards;
        assert_ok(store_article_list(&cards, &n, &f->arena, f->store, &list));
        for (size_t i = 0; i < n; i++) {
            struct store_cursor at = store_card_cursor(&cards[i]);
            assert_true(at.sort_us < last.sort_us ||
                        (at.sort_us == last.sort_us && at.id < last.id));
            assert_true(source_id == 0 || cards[i].source_id == source_id);
            last = list.after = at;
        }
        total += n;
    } while (n);
    assert_int_equal(total, want);
}

static void test_list(void **state)
{
    struct fixture *f = *state;
    int64_t one = source_make(f->store, "one.example", false);
    int64_t two = source_make(f->store, "two.example", false);
    put_many(f, one, 0, 20, "en");
    put_many(f, two, 20, 33, "de");
    put_many(f, two, 33, 40, "en");
    /* Of one moment, so that only the id orders them. */
    for (int i = 40; i < 60; i++) {
        struct article a = article_make(&f->arena, one, i, "T", "x", "fr");
        a.published_us = T0;
        enum store_put did;
        assert_ok(store_article_put(&did, f->store, &a));
    }
    walk(f, 0, "", 60);
    walk(f, one, "", 40);
    walk(f, two, "", 20);
    walk(f, 0, "en", 27);
    walk(f, two, "en", 7);
    walk(f, 0, "xx", 0);

    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 1};
    struct article_card *cards;
    size_t n;
    assert_ok(store_article_list(&cards, &n, &f->arena, f->store, &list));
    assert_int_equal(n, 1);
    assert_str(cards[0].source_key, "two.example");
    assert_str(cards[0].source_name, "two.example");
    assert_str(cards[0].description, "x");

    struct source got;
    assert_ok(store_source_get(&got, &f->arena, f->store, S("one.example")));
    assert_int_equal(got.article_count, 40);
    assert_int_equal(got.newest_us, T0 + 19 * HOUR_US);
    assert_ok(store_check(f->store));
}

/* A date in the future orders by when the article was seen; an unknown one too. */
static void test_list_dates(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false);
    static const int64_t published[] = {T0 + 900 * HOUR_US, TIME_NONE, T0 + 2 * HOUR_US};
    static const int64_t seen[] = {T0 + HOUR_US, T0 + 3 * HOUR_US, T0 + 4 * HOUR_US};
    for (int i = 0; i < 3; i++) {
        struct article a = article_make(&f->arena, source_id, i, "T", "x", "en");
        a.published_us = published[i];
        a.first_seen_us = seen[i];
        enum store_put did;
        assert_ok(store_article_put(&did, f->store, &a));
    }
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 10};
    struct article_card *cards;
    size_t n;
    assert_ok(store_article_list(&cards, &n, &f->arena, f->store, &list));
    assert_int_equal(n, 3);
    assert_true(cards[0].published_us == TIME_NONE);
    assert_true(cards[1].published_us == published[2]);
    assert_true(cards[2].published_us == published[0]);
}

static void test_lead(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false);
    static const char *const texts[] = {
        "The first sentence says what happened in some twelve words or so. The second does not.",
        "Short one. But this belongs to it because it was so very short, did it not? No more.",
        "\xe9\xa6\x96\xe5\x8f\xa5\xe3\x80\x82\xe6\xac\xa1\xe5\x8f\xa5\xe3\x80\x82",
        "Paragraph\n\nnext",
    };
    static const char *const leads[] = {
        "Paragraph",
        "\xe9\xa6\x96\xe5\x8f\xa5\xe3\x80\x82",
        "Short one. But this belongs to it because it was so very short, did it not?",
        "The first sentence says what happened in some twelve words or so.",
    };
    for (int i = 0; i < 4; i++) {
        struct article a = article_make(&f->arena, source_id, i, "T", texts[i], "en");
        enum store_put did;
        assert_ok(store_article_put(&did, f->store, &a));
    }
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 10};
    struct article_card *cards;
    size_t n;
    assert_ok(store_article_list(&cards, &n, &f->arena, f->store, &list));
    assert_int_equal(n, 4);
    for (int i = 0; i < 4; i++)
        assert_str(cards[i].description, leads[i]);
}

static int64_t generation(struct store *s)
{
    int64_t g = -1;
    assert_ok(store_generation(&g, s));
    return g;
}

static void test_generation(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    assert_ok(store_open(&other, f->where));
    int64_t g0 = generation(f->store);
    assert_int_equal(generation(other), g0);
    int64_t source_id = source_make(f->store, "one.example", false);
    int64_t g1 = generation(other);
    assert_true(g1 > g0);
    assert_int_equal(generation(f->store), g1);

    enum store_put did;
    struct article a = article_make(&f->arena, source_id, 1, "T", "x", "en");
    assert_ok(store_begin(f->store));
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(generation(other), g1);
    assert_ok(store_commit(f->store));
    int64_t g2 = generation(other);
    assert_true(g2 > g1);
    assert_int_equal(generation(f->store), g2);

    /* What readers cannot see, or what was taken back, changes nothing. */
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_SAME);
    assert_ok(store_import_set(f->store, S("file"), 10, false));
    assert_ok(store_begin(f->store));
    a = article_make(&f->arena, source_id, 2, "T", "x", "en");
    assert_ok(store_article_put(&did, f->store, &a));
    store_rollback(f->store);
    assert_int_equal(generation(other), g2);
    assert_int_equal(generation(f->store), g2);
    store_free(other);
}

static void test_transaction(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false), count;
    enum store_put did;
    assert_ok(store_begin(f->store));
    put_many(f, source_id, 0, 5, "en");
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 5);
    store_rollback(f->store);
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 0);
    struct article a = article_make(&f->arena, source_id, 1, "T", "x", "en");
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_NEW);

    /* A snapshot does not move. */
    struct store *reader;
    assert_ok(store_open(&reader, f->where));
    assert_ok(store_begin_read(reader));
    assert_ok(store_article_count(&count, reader));
    put_many(f, source_id, 10, 15, "en");
    int64_t inside = 0;
    assert_ok(store_article_count(&inside, reader));
    assert_int_equal(inside, count);
    assert_ok(store_commit(reader));
    assert_ok(store_article_count(&inside, reader));
    assert_int_equal(inside, count + 5);
    store_free(reader);
    assert_ok(store_check(f->store));
}

static void test_imports(void **state)
{
    struct fixture *f = *state;
    int64_t position = 0;
    bool done = true;
    assert_int_equal(store_import_get(&position, &done, f->store, S("a.warc")), E_NOTFOUND);
    assert_ok(store_import_set(f->store, S("a.warc"), 100, false));
    assert_ok(store_import_get(&position, &done, f->store, S("a.warc")));
    assert_int_equal(position, 100);
    assert_false(done);
    assert_ok(store_import_set(f->store, S("a.warc"), (int64_t)1 << 40, true));
    assert_ok(store_import_get(&position, &done, f->store, S("a.warc")));
    assert_true(position == (int64_t)1 << 40 && done);
}

static void test_demo_remove(void **state)
{
    struct fixture *f = *state;
    int64_t demo = source_make(f->store, "demo.example", true), removed = -1, count;
    int64_t real = source_make(f->store, "real.example", false);
    put_many(f, real, 0, 3, "en");
    enum store_put did;
    for (int v = 0; v < 2; v++) {
        for (int i = 10; i < 14; i++) {
            struct article a = article_make(&f->arena, demo, i, v ? "Zebra" : "T", "zebra", "en");
            a.demo = true;
            assert_ok(store_article_put(&did, f->store, &a));
        }
    }
    struct feed feed = {
        .source_id = demo, .url = S("https://demo.example/feed"), .next_check_us = TIME_NONE};
    int64_t feed_id;
    assert_ok(store_feed_ensure(&feed_id, f->store, &feed));
    assert_ok(store_demo_remove(&removed, f->store));
    assert_int_equal(removed, 4);
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 3);
    struct search_hit *hits;
    size_t n;
    struct store_search search = {.query = S("zebra"), .limit = 10};
    assert_ok(store_search(&hits, &n, &count, &f->arena, f->store, &search));
    assert_int_equal(n, 0);
    assert_int_equal(count, 0);
    struct source *sources;
    assert_ok(store_source_list(&sources, &n, &f->arena, f->store));
    assert_int_equal(n, 1);
    assert_int_equal(store_feed_get(&feed, &f->arena, f->store, feed_id), E_NOTFOUND);
    assert_ok(store_check(f->store));
    assert_ok(store_demo_remove(&removed, f->store));
    assert_int_equal(removed, 0);
}

/* Each operation's number of statements, transaction control and counts excepted: what a page
 * costs is the sum of these. */
static void test_statement_counts(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false), total;
    put_many(f, source_id, 0, 30, "en");
    struct article_card *cards;
    struct article article;
    size_t n;
    int64_t before = store_statement_count(f->store);
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 30};
    assert_ok(store_article_list(&cards, &n, &f->arena, f->store, &list));
    assert_int_equal(store_statement_count(f->store) - before, 1);
    before = store_statement_count(f->store);
    assert_ok(store_article_get(&article, &f->arena, f->store, cards[0].id));
    assert_int_equal(store_statement_count(f->store) - before, 1);
    before = store_statement_count(f->store);
    struct search_hit *hits;
    struct store_search search = {.query = S("x"), .limit = 20};
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    assert_int_equal(n, 20);
    assert_int_equal(total, 30);
    assert_true(store_statement_count(f->store) - before <= 3);
    generation(f->store);
    before = store_statement_count(f->store);
    generation(f->store);
    assert_int_equal(store_statement_count(f->store) - before, 1);
}

static void test_check_finds_damage(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false);
    put_many(f, source_id, 0, 3, "en");
    assert_ok(store_check(f->store));
    fixture_script(f, "UPDATE sources SET article_count = 7");
    assert_int_equal(store_check(f->store), E_DB);
    assert_non_null(strstr(err_text(), "one.example"));
    fixture_script(f, "UPDATE sources SET article_count = 3; DELETE FROM article_texts");
    assert_int_equal(store_check(f->store), E_DB);
    assert_non_null(strstr(err_text(), "has no text"));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_source),
        WITH_STORE(test_source_order),
        WITH_STORE(test_article_fields),
        WITH_STORE(test_article_unknown),
        WITH_STORE(test_article_bad_text),
        WITH_STORE(test_article_versions),
        WITH_STORE(test_articles_by_ids),
        WITH_STORE(test_article_versions_limit),
        WITH_STORE(test_list),
        WITH_STORE(test_list_dates),
        WITH_STORE(test_lead),
        WITH_STORE(test_generation),
        WITH_STORE(test_transaction),
        WITH_STORE(test_imports),
        WITH_STORE(test_demo_remove),
        WITH_STORE(test_statement_counts),
        WITH_STORE(test_check_finds_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
