/* The threads of an intake: order, batches, refused articles, stopping and failing in the middle;
 * run under ThreadSanitizer too. Also identities, sources and keys of captures. */
#include "testing.h"

#include "identity/identity.h"
#include "pipeline/desk.h"
#include "pipeline/flow.h"
#include "pipeline/origin.h"

#include <stdatomic.h>
#include <unistd.h>

#define MANY 3000

struct scene {
    struct arena arena;
    char where[96]; /* of the store */
    char folder[64];
    int count;
    int refused_every;    /* 0: none */
    int stop_at, fail_at; /* -1: never */
    atomic_int failures;
};

static atomic_bool stop_now;

static bool stop_asked(void)
{
    return atomic_load(&stop_now);
}

static int setup(void **state)
{
    struct scene *s = mem_calloc(1, sizeof *s);
    arena_init(&s->arena);
    memcpy(s->folder, "/tmp/courant-flow-XXXXXX", 25);
    if (!mkdtemp(s->folder))
        return -1;
    snprintf(s->where, sizeof s->where, "sqlite:%s/news.db", s->folder);
    s->count = MANY;
    s->stop_at = s->fail_at = -1;
    atomic_store(&stop_now, false);
    *state = s;
    return store_migrate(str_c(s->where)) == OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
    arena_end(&s->arena);
    free(s);
    return system(command) == 0 ? 0 : -1;
}

/* Some lines are long, so that the read threads overtake each other. */
static void fill(struct doc *d, const struct scene *s, int i)
{
    d->kind = DOC_JSON;
    d->item = (uint64_t)i + 1;
    d->seen_us = 1000000;
    d->position = i + 1;
    sbuf_put(&d->input_key, S("test"));
    sbuf_put(&d->name, S("test.jsonl"));
    if (s->refused_every && i % s->refused_every == 0) {
        sbuf_put(&d->bytes, S("{\"title\":\"no text\"}"));
        return;
    }
    sbuf_printf(&d->bytes, "{\"url\":\"https://site%d.example/%d\",\"title\":\"T%d\",\"text\":\"",
                i % 11, i, i);
    for (int n = i % 50 == 0 ? 3000 : 3; n > 0; n--)
        sbuf_put(&d->bytes, S("Some words. "));
    sbuf_put(&d->bytes, S("\"}"));
}

static status read_all(void *ctx, struct flow *flow)
{
    struct scene *s = ctx;
    for (int i = 0; i < s->count; i++) {
        if (i == s->stop_at)
            atomic_store(&stop_now, true);
        if (i == s->fail_at)
            return fail(E_IO, "the reader failed");
        struct doc *d = flow_take(flow);
        if (!d)
            return fail(E_CANCELLED, "stopped");
        fill(d, s, i);
        flow_give(flow, d);
    }
    return OK;
}

static void count_failure(void *ctx, const struct doc *d)
{
    struct scene *s = ctx;
    assert_string_equal(d->error, "the article has neither text nor html");
    atomic_fetch_add(&s->failures, 1);
}

static status run(struct flow_counts *counts, struct scene *s)
{
    const struct flow_options options = {.store = str_c(s->where),
                                         .threads = 4,
                                         .read = read_all,
                                         .failed = count_failure,
                                         .stop = stop_asked,
                                         .ctx = s};
    return flow_run(counts, &options);
}

/* The position that was reached, and that exactly the articles before it are there, in order. */
static int64_t kept(struct scene *s)
{
    struct store *store;
    int64_t position = 0, id = 0, last = 0, articles, expected = 0;
    bool done;
    assert_ok(store_open(&store, str_c(s->where)));
    status found = store_import_get(&position, &done, store, S("test"));
    assert_true(found == OK || found == E_NOTFOUND);
    for (int i = 0; i < position; i++) {
        if (s->refused_every && i % s->refused_every == 0)
            continue;
        str address = str_printf(&s->arena, "https://site%d.example/%d", i % 11, i);
        assert_ok(store_article_by_url(&id, store, address));
        assert_true(id > last);
        last = id;
        expected++;
    }
    assert_ok(store_article_count(&articles, store));
    assert_int_equal(articles, expected);
    store_free(store);
    return position;
}

static void test_order(void **state)
{
    struct scene *s = *state;
    struct flow_counts counts;
    assert_ok(run(&counts, s));
    assert_int_equal(counts.fresh, MANY);
    assert_int_equal(kept(s), MANY);
    assert_ok(run(&counts, s));
    assert_int_equal(counts.same, MANY);
    assert_int_equal(counts.fresh + counts.versions + counts.errors, 0);
}

static void test_bad_items(void **state)
{
    struct scene *s = *state;
    struct flow_counts counts;
    s->refused_every = 9;
    assert_ok(run(&counts, s));
    int bad = (MANY + 8) / 9;
    assert_int_equal(counts.errors, bad);
    assert_int_equal(atomic_load(&s->failures), bad);
    assert_int_equal(counts.fresh, MANY - bad);
    assert_int_equal(kept(s), MANY);
}

static void test_stopped(void **state)
{
    struct scene *s = *state;
    struct flow_counts counts;
    s->stop_at = 1200;
    assert_int_equal(run(&counts, s), E_CANCELLED);
    assert_int_equal(kept(s), 1200);
    assert_int_equal(counts.fresh, 1200);
}

static void test_reader_failed(void **state)
{
    struct scene *s = *state;
    struct flow_counts counts;
    s->fail_at = 700;
    assert_int_equal(run(&counts, s), E_IO);
    assert_string_equal(err_text(), "the reader failed");
    assert_int_equal(kept(s), 700);
}

/* The store disappears under the desk: the flow ends with its failure, and nothing hangs. */
static void test_store_failed(void **state)
{
    struct scene *s = *state;
    struct flow_counts counts;
    char command[160];
    snprintf(command, sizeof command, "sqlite3 '%s/news.db' 'drop table article_texts'", s->folder);
    if (system(command) != 0)
        skip();
    assert_int_equal(run(&counts, s), E_DB);
    assert_int_equal(counts.fresh, 0);
}

static void keep_nothing(void *ctx, struct doc *d)
{
    (void)ctx;
    (void)d;
}

/* An article that the store refuses is left out of its batch, the others are kept. */
static void test_refused_by_store(void **state)
{
    struct scene *s = *state;
    struct store *store;
    assert_ok(store_open(&store, str_c(s->where)));
    struct doc docs[3];
    struct article article = {.published_us = TIME_NONE, .updated_us = TIME_NONE};
    for (int i = 0; i < 3; i++) {
        doc_init(&docs[i]);
        doc_reset(&docs[i]);
        docs[i].kind = DOC_JSON;
        docs[i].article = article;
        docs[i].article.title = docs[i].article.text = i == 1 ? S("\xff") : S("fine");
        docs[i].article.canonical_url = str_printf(&s->arena, "https://a.example/%d", i);
        docs[i].source = (struct source){.key = S("a.example"), .name = S("A")};
    }
    struct text_reader *reader = text_reader_new();
    /* The last one was taken for unchanged: the desk analyses it. */
    for (int i = 0; i < 2; i++)
        analyse_article(&docs[i].analysed, &s->arena, &s->arena, reader, &docs[i].article,
                        (struct strs){0});
    struct archive *archive = archive_new(str_c(s->where), 2, 100);
    struct desk desk;
    desk_init(&desk, store, archive, keep_nothing, NULL);
    for (int i = 0; i < 3; i++)
        assert_ok(desk_put(&desk, &docs[i]));
    assert_ok(desk_commit(&desk));
    desk_end(&desk);
    /* The batch was applied twice, and is in the indexes once. */
    assert_int_equal(archive_stats(archive).articles, 2);
    archive_free(archive);
    text_reader_free(reader);
    assert_false(docs[0].failed);
    assert_true(docs[1].failed);
    assert_false(docs[2].failed);
    int64_t n;
    bool same;
    assert_ok(store_article_count(&n, store));
    assert_int_equal(n, 2);
    assert_ok(store_analysis_stale_count(&n, store, ANALYSE_METHOD));
    assert_int_equal(n, 0);
    assert_ok(store_article_same(&same, store, docs[2].article.canonical_url, 0));
    assert_true(same);
    assert_ok(store_article_same(&same, store, docs[2].article.canonical_url, 1));
    assert_false(same);
    for (int i = 0; i < 3; i++)
        doc_end(&docs[i]);
    store_free(store);
}

static void assert_identity(const char *fetched, const char *declared, const char *want)
{
    struct arena a;
    arena_init(&a);
    url got;
    status done = identity_url(&got, &a, str_c(fetched), str_c(declared));
    if (want) {
        assert_int_equal(done, OK);
        assert_str(got.s, want);
    } else {
        assert_int_equal(done, E_NOTFOUND);
    }
    arena_end(&a);
}

static void test_identity(void **state)
{
    (void)state;
    assert_identity("https://a.example/x?utm_source=y#z", "", "https://a.example/x");
    assert_identity("https://a.example/x?page=2", "https://a.example/x", "https://a.example/x");
    assert_identity("https://m.a.example/x", "https://www.a.example/x", "https://www.a.example/x");
    /* Nobody speaks for another site, and a front page is no article's address. */
    assert_identity("https://evil.example/x", "https://a.example/x", "https://evil.example/x");
    assert_identity("https://nota.example/x", "https://a.example/x", "https://nota.example/x");
    assert_identity("https://a.example/x", "https://a.example/", "https://a.example/x");
    assert_identity("", "https://a.example/x", "https://a.example/x");
    assert_identity("", "https://a.example/", NULL);
    assert_identity("", "javascript:alert(1)", NULL);
    assert_identity("javascript:alert(1)", "", NULL);
    assert_identity("data:text/html,x", "https://a.example/x", "https://a.example/x");
    assert_identity("", "", NULL);
    assert_true(identity_content_hash(S("A title"), S("Two  words.\n\nMore")) ==
                identity_content_hash(S(" A\ttitle"), S("Two words. More ")));
    assert_true(identity_content_hash(S("A"), S("B C")) != identity_content_hash(S("A B"), S("C")));
    assert_true(identity_content_hash(S("A"), S("BC")) != identity_content_hash(S("A"), S("B C")));
}

static void test_source_keys(void **state)
{
    struct scene *s = *state;
    assert_str(origin_key(&s->arena, S("www.ledger.example")), "www.ledger.example");
    assert_str(origin_key(&s->arena, S("The Harbour Ledger!")), "the-harbour-ledger");
    assert_str(origin_key(&s->arena, S("../../etc")), "etc");
    assert_int_equal(origin_key(&s->arena, S("\xd0\x92\xd0\xb5\xd1\x82")).len, 7 + 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_items, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stopped, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reader_failed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_store_failed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused_by_store, setup, teardown),
        cmocka_unit_test(test_identity),
        cmocka_unit_test_setup_teardown(test_source_keys, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
