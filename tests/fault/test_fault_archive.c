/*
 * Each failure path between the desk's indexes and the store: articles are taken in, a copy, a
 * related one and a new version among them; then again and again, each time with another database
 * call that fails. The failure must be reported, and after taking the batch back the same batch
 * must make the same rows as if nothing had happened.
 */
#include "store_testing.h"

#include "pipeline/archive.h"

#define ARTICLES 7
#define CALLS_TRIED 120 /* of those there are, evenly */

struct scene {
    struct fixture *f;
    struct store *store;
    struct db *db; /* the fault driver's */
    struct archive *archive;
    struct analysed *found[ARTICLES];
    struct article articles[ARTICLES];
};

static void make_articles(struct scene *x)
{
    static const char *const texts[ARTICLES] = {
        "Orla Brennock asked engineers in Karrowby about rivets after the viaduct collapse. Trains "
        "stood still on Monday while divers searched the river for the fallen span of the bridge.",
        "Engineers in Karrowby told Orla Brennock that rivets had rusted before the viaduct "
        "collapse. A report of 1998 had warned the railway, which filed it and forgot about it.",
        "Agency. Orla Brennock asked engineers in Karrowby about rivets after the viaduct collapse. "
        "Trains stood still on Monday while divers searched the river for the fallen span of the "
        "bridge.",
        "Tove Lindqual told skippers in Nettlesund about the herring quota for trawlers. They had "
        "hoped for more, and some of them said that they would sell their boats by spring.",
        "Skippers in Nettlesund answered Tove Lindqual that the herring quota ruins trawlers. The "
        "minister promised a fund, but nobody knows when it pays or how much there is in it.",
        "After the viaduct collapse Orla Brennock left Karrowby, and engineers replaced rivets on "
        "four other bridges within a week of work that went on through every single night.",
        "Tove Lindqual raised the herring quota after all, and trawlers left Nettlesund at dawn. "
        "Skippers cheered on the quay, where a band played until the last light was out of sight.",
    };
    struct text_reader *reader = text_reader_new();
    struct arena scratch;
    arena_init(&scratch);
    for (int i = 0; i < ARTICLES; i++) {
        /* The sixth is another version of the second's address. */
        struct article a =
            article_make(&x->f->arena, source_make(x->store, i % 2 ? "a" : "b", false),
                         i == 5 ? 1 : i, "On the river", texts[i], "en");
        a.text = str_c(texts[i]);
        a.content_hash = hash_str(a.text);
        x->articles[i] = a;
        analyse_article(&x->found[i], &x->f->arena, &scratch, reader, &a, (struct strs){0});
    }
    arena_end(&scratch);
    text_reader_free(reader);
}

static status take_all(struct scene *x)
{
    TRY(store_begin(x->store));
    for (int i = 0; i < ARTICLES; i++) {
        struct article a = x->articles[i];
        enum store_put did;
        TRY(store_article_put(&did, x->store, &a));
        TRY(archive_take(x->archive, x->store, x->found[i], &a,
                         did == STORE_NEW ? ARCHIVE_NEW : ARCHIVE_VERSION));
    }
    return OK;
}

/* What there is of all articles, but for ids, as one text. */
static str rows(struct scene *x)
{
    struct arena *a = &x->f->arena;
    struct sbuf b;
    sbuf_init(&b, a, 1 << 20);
    for (int i = 0; i < ARTICLES; i++) {
        struct related_row *cards;
        struct tag *tags;
        struct article_card *copies;
        int64_t id;
        size_t n;
        assert_ok(store_article_by_url(&id, x->store, x->articles[i].canonical_url));
        assert_ok(store_related_list(&cards, &n, a, x->store, id));
        for (size_t k = 0; k < n; k++)
            sbuf_printf(&b, "%.17g %lld %.*s;", cards[k].score, (long long)cards[k].kind,
                        STR_FMT(cards[k].words.len ? cards[k].words.at[0] : S("")));
        assert_ok(store_article_tags(&tags, &n, a, x->store, id));
        for (size_t k = 0; k < n; k++)
            sbuf_printf(&b, "%.*s %lld,", STR_FMT(tags[k].canonical),
                        (long long)tags[k].article_count);
        assert_ok(store_copies_list(&copies, &n, a, x->store, id));
        sbuf_printf(&b, " %zu copies\n", n);
    }
    return sbuf_str(&b);
}

static void take_back(struct scene *x)
{
    store_rollback(x->store);
    archive_undo(x->archive, x->store);
}

static void test_every_call(void **state)
{
    struct scene x = {.f = *state};
    struct db *inner;
    assert_ok(db_open(&inner, x.f->where, false));
    x.db = driver_fault_wrap(inner, 0);
    assert_ok(store_from_db(&x.store, x.db));
    make_articles(&x);
    x.archive = archive_new(x.f->where, 1, 100);
    assert_ok(archive_fill(x.archive, x.store));
    driver_fault_set(x.db, 0);
    assert_ok(take_all(&x));
    int64_t calls = driver_fault_calls(x.db);
    str expected = rows(&x);
    assert_true(str_has(expected, S("1 copies")) && str_has(expected, S(";")));
    take_back(&x);
    int64_t step = calls / CALLS_TRIED + 1;
    for (int64_t at = 1; at <= calls; at += step) {
        driver_fault_set(x.db, at);
        assert_int_equal(take_all(&x), E_DB);
        take_back(&x);
        assert_int_equal(archive_stats(x.archive).articles, 0);
        driver_fault_set(x.db, 0);
        assert_ok(take_all(&x));
        str got = rows(&x);
        if (!str_eq(got, expected))
            print_error("after call %lld failed:\n%.*s\nnot\n%.*s\n", (long long)at, STR_FMT(got),
                        STR_FMT(expected));
        assert_true(str_eq(got, expected));
        take_back(&x);
    }
    /* Filling: what fails leaves nothing. */
    assert_ok(take_all(&x));
    assert_ok(store_commit(x.store));
    archive_free(x.archive);
    x.archive = archive_new(x.f->where, 1, 100);
    driver_fault_set(x.db, 0);
    assert_ok(archive_fill(x.archive, x.store));
    calls = driver_fault_calls(x.db);
    for (int64_t at = 1; at <= calls; at++) {
        driver_fault_set(x.db, at);
        assert_int_equal(archive_fill(x.archive, x.store), E_DB);
        assert_false(archive_filled(x.archive));
        assert_int_equal(archive_stats(x.archive).articles, 0);
    }
    driver_fault_set(x.db, 0);
    assert_ok(archive_fill(x.archive, x.store));
    assert_int_equal(archive_stats(x.archive).articles, ARTICLES - 1);
    assert_ok(store_check(x.store));
    archive_free(x.archive);
    store_free(x.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_call, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
