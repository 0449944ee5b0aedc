/* Articles that are readable first and analysed later: what the backlog finds is what the desk
 * finds at once; each article is kept once, in whatever order programs come to it; a new version
 * and an end in the middle lose nothing. */
#include "store_testing.h"

#include "pipeline/backlog.h"

#define ARTICLES 40

static str text_of(struct fixture *f, int n)
{
    static const char *const said[] = {
        "Orla Brennock asked engineers in Karrowby about rivets after the viaduct collapse.",
        "Tove Lindqual told skippers in Nettlesund about the herring quota for trawlers.",
        "Rufus Amadell sold the violin forgery at the Velquay auction to a luthier."};
    struct sbuf b;
    uint64_t seed = hash_u64((uint64_t)n + (n % 7 == 6 ? -3 : 0)); /* some are copies of others */
    sbuf_init(&b, &f->arena, 10000);
    sbuf_put(&b, str_c(said[n % 3]));
    for (int i = 0; i < 60; i++) {
        seed = hash_u64(seed);
        sbuf_putc(&b, ' ');
        for (int k = 0; k < 7; k++)
            sbuf_putc(&b, (char)('a' + (seed >> 8 * k) % 26));
        if (i % 12 == 11)
            sbuf_putc(&b, '.');
    }
    return sbuf_str(&b);
}

static struct article make(struct fixture *f, struct store *s, int n, str text)
{
    char key[32];
    snprintf(key, sizeof key, "outlet%d.example", n % 5);
    struct article a = article_make(&f->arena, source_make(s, key, false), n, "News", "x", "en");
    a.text = text;
    a.content_hash = hash_str(text);
    return a;
}

static int64_t arrives(struct fixture *f, int n, str text)
{
    enum store_put did;
    struct article a = make(f, f->store, n, text);
    assert_ok(store_article_put(&did, f->store, &a));
    assert_ok(store_backlog_put(f->store, a.id, a.version,
                                did == STORE_NEW ? STORE_WAITS_NEW : STORE_WAITS_VERSION));
    return a.id;
}

/* What was found, as one text. */
static str found(struct fixture *f, struct store *s)
{
    struct sbuf b;
    struct article_card *cards;
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 200};
    size_t n, len;
    sbuf_init(&b, &f->arena, 1 << 20);
    assert_ok(store_article_list(&cards, &n, &f->arena, s, &list));
    for (size_t i = 0; i < n; i++) {
        struct article_analysis analysis;
        struct related_row *rows;
        struct article_card *copies;
        struct tag *tags;
        assert_ok(store_analysis_get(&analysis, &f->arena, s, cards[i].id));
        sbuf_printf(&b, "%lld %zu %zu", (long long)analysis.version, analysis.sentences.len,
                    analysis.names.len);
        assert_ok(store_article_tags(&tags, &len, &f->arena, s, cards[i].id));
        for (size_t k = 0; k < len; k++)
            sbuf_printf(&b, " #%.*s", STR_FMT(tags[k].canonical));
        assert_ok(store_related_list(&rows, &len, &f->arena, s, cards[i].id));
        for (size_t k = 0; k < len; k++)
            sbuf_printf(&b, " %lld:%.9g", (long long)rows[k].card.id, rows[k].score);
        assert_ok(store_copies_list(&copies, &len, &f->arena, s, cards[i].id));
        sbuf_printf(&b, " =%zu\n", len);
    }
    return sbuf_str(&b);
}

/* As the desk does it with its archive, in another store. */
static str found_at_once(struct fixture *f)
{
    struct store *store;
    struct arena scratch;
    str where = str_printf(&f->arena, "sqlite:%s/once.db", f->folder);
    arena_init(&scratch);
    assert_ok(store_migrate(where));
    assert_ok(store_open(&store, where));
    struct text_reader *reader = text_reader_new();
    struct archive *x = archive_new(where, 1, 1000);
    assert_ok(archive_fill(x, store));
    for (int n = 0; n < ARTICLES; n++) {
        enum store_put did;
        struct analysed *analysed;
        struct article a = make(f, store, n, text_of(f, n));
        assert_ok(store_begin(store));
        assert_ok(store_article_put(&did, store, &a));
        analyse_article(&analysed, &f->arena, &scratch, reader, &a, (struct strs){0});
        assert_ok(archive_take(x, store, analysed, &a, ARCHIVE_NEW));
        assert_ok(store_commit(store));
        archive_keep(x);
    }
    str all = found(f, store);
    archive_free(x);
    text_reader_free(reader);
    store_free(store);
    arena_end(&scratch);
    return all;
}

static int64_t waiting(struct fixture *f)
{
    int64_t n;
    assert_ok(store_backlog_count(&n, f->store));
    return n;
}

static int64_t runs(struct fixture *f)
{
    const struct backlog_options options = {.where = f->where, .threads = 2};
    const struct backlog_run run = {0};
    struct backlog_counts counts;
    assert_ok(backlog_run(&counts, &options, &run));
    assert_int_equal(counts.all, counts.done);
    return (int64_t)counts.done;
}

/* What is found does not depend on when. */
static void test_same(void **state)
{
    struct fixture *f = *state;
    for (int n = 0; n < ARTICLES; n++) {
        int64_t id = arrives(f, n, text_of(f, n));
        struct article got;
        struct article_analysis none;
        assert_ok(store_article_get(&got, &f->arena, f->store, id)); /* readable */
        assert_int_equal(store_analysis_get(&none, &f->arena, f->store, id), E_NOTFOUND);
        if (n == ARTICLES / 2) {
            assert_int_equal(waiting(f), n + 1);
            assert_int_equal(runs(f), n + 1); /* another program, whose indexes are filled anew */
            assert_int_equal(waiting(f), 0);
        }
    }
    assert_int_equal(runs(f), ARTICLES - ARTICLES / 2 - 1);
    assert_int_equal(runs(f), 0);
    str later = found(f, f->store), once;
    assert_true(str_has(later, S("#")) && str_has(later, S(":")) && str_has(later, S("=1")));
    once = found_at_once(f);
    if (!str_eq(later, once))
        print_error("later:\n%.*s\nat once:\n%.*s\n", STR_FMT(later), STR_FMT(once));
    assert_true(str_eq(later, once));
    assert_ok(store_check(f->store));
}

/* An article may get a new version while it waits, and after. */
static void test_versions(void **state)
{
    struct fixture *f = *state;
    struct article_analysis analysis;
    int64_t id = arrives(f, 0, text_of(f, 0));
    arrives(f, 1, text_of(f, 1));
    assert_int_equal(arrives(f, 0, text_of(f, 30)), id);
    assert_int_equal(waiting(f), 2);
    assert_int_equal(runs(f), 2);
    assert_ok(store_analysis_get(&analysis, &f->arena, f->store, id));
    assert_int_equal(analysis.version, 2);
    arrives(f, 0, text_of(f, 33));
    assert_int_equal(store_analysis_get(&analysis, &f->arena, f->store, id), E_NOTFOUND);
    assert_int_equal(runs(f), 1);
    assert_ok(store_analysis_get(&analysis, &f->arena, f->store, id));
    assert_int_equal(analysis.version, 3);
}

/* Two programs over the same articles: each is kept by one of them. */
static void test_two(void **state)
{
    struct fixture *f = *state;
    const struct backlog_options options = {.where = f->where, .threads = 1};
    struct backlog *a, *b;
    struct store_waiting *w;
    size_t n, done;
    bool was;
    for (int i = 0; i < 3; i++)
        arrives(f, i, text_of(f, i));
    assert_ok(backlog_new(&a, &options));
    assert_ok(backlog_new(&b, &options));
    assert_ok(backlog_round(&done, a));
    assert_int_equal(done, 3);
    /* Two new ones: b fills its indexes with what a has kept. Of those, one goes. */
    int64_t gone = arrives(f, 3, text_of(f, 3));
    arrives(f, 4, text_of(f, 4));
    assert_ok(store_backlog_list(&w, &n, &f->arena, f->store, 0, 10));
    assert_int_equal(n, 2);
    assert_ok(store_backlog_remove(&was, f->store, gone, 1));
    assert_ok(backlog_round(&done, b));
    assert_int_equal(done, 1);
    assert_ok(backlog_round(&done, a));
    assert_int_equal(done, 0);
    backlog_free(a);
    backlog_free(b);
    assert_ok(store_check(f->store));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_same),
        WITH_STORE(test_versions),
        WITH_STORE(test_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
