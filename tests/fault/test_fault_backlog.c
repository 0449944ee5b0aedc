/*
 * Each failure path of a round over what waits: articles arrive, then the round is run again and
 * again, each time with another database call that fails. The failure must be reported, everything
 * must wait as before, nothing may be kept of the round, and the next round must succeed.
 */
#include "store_testing.h"

#include "pipeline/backlog.h"

#define ARTICLES 5

struct scene {
    struct fixture *f;
    struct store *store;
    struct db *db; /* the fault driver's */
    int64_t ids[ARTICLES];
};

static void arrive(struct scene *x)
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
    };
    for (int i = 0; i < ARTICLES; i++) {
        enum store_put did;
        struct article a =
            article_make(&x->f->arena, source_make(x->store, i % 2 ? "a" : "b", false), i,
                         "On the river", texts[i], "en");
        a.text = str_c(texts[i]);
        a.content_hash = hash_str(a.text);
        assert_ok(store_article_put(&did, x->store, &a));
        assert_ok(store_backlog_put(x->store, a.id, 1, STORE_WAITS_NEW));
        x->ids[i] = a.id;
    }
}

static int64_t analysed(struct scene *x)
{
    int64_t n = 0;
    struct article_analysis a;
    for (int i = 0; i < ARTICLES; i++)
        n += store_analysis_get(&a, &x->f->arena, x->store, x->ids[i]) == OK;
    return n;
}

static int64_t waiting(struct scene *x)
{
    int64_t n;
    assert_ok(store_backlog_count(&n, x->store));
    return n;
}

/* All wait again, and were never analysed. */
static void begin_again(struct scene *x)
{
    fixture_script(x->f,
                   "DELETE FROM analyses; DELETE FROM article_marks;"
                   "DELETE FROM article_related; DELETE FROM copies; DELETE FROM article_tags;"
                   "DELETE FROM tag_aliases; DELETE FROM tags;");
    for (int i = 0; i < ARTICLES; i++)
        assert_ok(store_backlog_put(x->store, x->ids[i], 1, STORE_WAITS_NEW));
}

static void test_every_call(void **state)
{
    struct scene x = {.f = *state};
    struct db *inner;
    assert_ok(db_open(&inner, x.f->where, false));
    x.db = driver_fault_wrap(inner, 0);
    assert_ok(store_from_db(&x.store, x.db));
    arrive(&x);
    const struct backlog_options options = {.where = x.f->where, .threads = 1, .store = x.store};
    struct backlog *b;
    size_t done;
    assert_ok(backlog_new(&b, &options));
    driver_fault_set(x.db, 0);
    assert_ok(backlog_round(&done, b));
    assert_int_equal(done, ARTICLES);
    int64_t calls = driver_fault_calls(x.db), every = fault_every();
    assert_int_equal(analysed(&x), ARTICLES);
    backlog_free(b);
    for (int64_t at = 1; at <= calls; at += every) {
        begin_again(&x);
        assert_ok(backlog_new(&b, &options));
        driver_fault_set(x.db, at);
        assert_int_equal(backlog_round(&done, b), E_DB);
        driver_fault_set(x.db, 0);
        assert_int_equal(waiting(&x), ARTICLES);
        assert_int_equal(analysed(&x), 0);
        assert_ok(backlog_round(&done, b));
        assert_int_equal(done, ARTICLES);
        assert_int_equal(waiting(&x), 0);
        assert_int_equal(analysed(&x), ARTICLES);
        backlog_free(b);
    }
    assert_ok(store_check(x.store));
    store_free(x.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_call, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
