/* The desk's indexes over a store: copies, cards on both sides with their limits, new versions,
 * batches taken back, filling from the store, background from beyond the window, and analysing
 * again. */
#include "testing.h"

#include "base/hash.h"
#include "base/sbuf.h"
#include "pipeline/archive.h"
#include "pipeline/reanalyse.h"
#include "store/db.h"

#include <stdlib.h>
#include <unistd.h>

#define DAY_US (INT64_C(86400) * 1000000)
#define T0 (INT64_C(1786000000) * 1000000)

struct scene {
    struct arena arena, scratch;
    struct text_reader *reader;
    struct store *store;
    struct archive *archive;
    char folder[256];
    str where;
};

static int setup(void **state)
{
    struct scene *s = mem_calloc(1, sizeof *s);
    const char *tmp = getenv("TMPDIR");
    arena_init(&s->arena);
    arena_init(&s->scratch);
    snprintf(s->folder, sizeof s->folder, "%s/archive-test-XXXXXX", tmp ? tmp : ".");
    assert_non_null(mkdtemp(s->folder));
    s->where = str_printf(&s->arena, "sqlite:%s/store.db", s->folder);
    assert_ok(store_migrate(s->where));
    assert_ok(store_open(&s->store, s->where));
    s->reader = text_reader_new();
    s->archive = archive_new(s->where, 2, 1000);
    assert_ok(archive_fill(s->archive, s->store));
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    archive_free(s->archive);
    store_free(s->store);
    text_reader_free(s->reader);
    assert_int_equal(system(str_printf(&s->arena, "rm -rf -- '%s'", s->folder).p), 0);
    arena_end(&s->arena);
    arena_end(&s->scratch);
    free(s);
    return 0;
}

static int64_t source(struct scene *s, int outlet)
{
    int64_t id;
    struct source from = {.key = str_printf(&s->arena, "outlet%d.example", outlet),
                          .name = str_printf(&s->arena, "Outlet %d", outlet)};
    assert_ok(store_source_ensure(&id, s->store, &from));
    return id;
}

/* Words that no other telling has. */
static void own_words(struct sbuf *b, int telling)
{
    uint64_t seed = hash_u64((uint64_t)telling);
    for (int i = 0; i < 60; i++) {
        seed = hash_u64(seed);
        sbuf_putc(b, ' ');
        for (int k = 0; k < 7; k++)
            sbuf_putc(b, (char)('a' + (seed >> 8 * k) % 26));
        if (i % 12 == 11)
            sbuf_putc(b, '.');
    }
}

/* Sentences about one of three matters, each with a person, a place and words of its own, told with
 * words that no other telling has. */
static str story(struct scene *s, int matter, int telling)
{
    static const char *const said[] = {
        "Orla Brennock asked engineers in Karrowby about rivets after the viaduct collapse.",
        "Tove Lindqual told skippers in Nettlesund about the herring quota for trawlers.",
        "Rufus Amadell sold the violin forgery at the Velquay auction to a luthier."};
    struct sbuf b;
    sbuf_init(&b, &s->arena, 10000);
    sbuf_put(&b, str_c(said[matter % 3]));
    own_words(&b, telling);
    return sbuf_str(&b);
}

static struct article make(struct scene *s, int outlet, int n, str text, int day)
{
    struct article a = {
        .source_id = source(s, outlet),
        .canonical_url = str_printf(&s->arena, "https://outlet%d.example/%d", outlet, n),
        .title = str_sub(text, 0, 40),
        .text = text,
        .language = S("en"),
        .published_us = T0 + day * DAY_US,
        .updated_us = TIME_NONE,
        .first_seen_us = T0 + 1000 * DAY_US,
    };
    a.content_hash = hash_str(text);
    return a;
}

/* Puts an article as the desk does; within a transaction. */
static int64_t take(struct scene *s, int outlet, int n, str text, int day)
{
    struct article a = make(s, outlet, n, text, day);
    struct analysed *found;
    enum store_put did;
    analyse_article(&found, &s->arena, &s->scratch, s->reader, &a, (struct strs){0});
    assert_ok(store_article_put(&did, s->store, &a));
    if (did != STORE_SAME)
        assert_ok(archive_take(s->archive, s->store, found, &a,
                               did == STORE_NEW ? ARCHIVE_NEW : ARCHIVE_VERSION));
    return a.id;
}

static int64_t keep(struct scene *s, int outlet, int n, str text, int day)
{
    assert_ok(store_begin(s->store));
    int64_t id = take(s, outlet, n, text, day);
    assert_ok(store_commit(s->store));
    archive_keep(s->archive);
    return id;
}

static size_t cards(int64_t *out, struct scene *s, int64_t id)
{
    struct related_row *rows;
    size_t n;
    assert_ok(store_related_list(&rows, &n, &s->arena, s->store, id));
    for (size_t i = 0; i < n; i++) {
        out[i] = rows[i].card.id;
        assert_true(out[i] != id);
        assert_true(rows[i].words.len > 0);
        assert_true(i == 0 || rows[i - 1].score >= rows[i].score);
    }
    return n;
}

static bool has(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static size_t copies(struct scene *s, int64_t id)
{
    struct article_card *found;
    size_t n;
    assert_ok(store_copies_list(&found, &n, &s->arena, s->store, id));
    return n;
}

/* The older article gets the newer one as a card, and the other way round. */
static void test_both_sides(void **state)
{
    struct scene *s = *state;
    int64_t ids[RELATED_ROWS_MAX];
    int64_t old = keep(s, 1, 1, story(s, 0, 1), 1), other = keep(s, 2, 2, story(s, 1, 2), 1);
    int64_t newer = keep(s, 3, 3, story(s, 0, 3), 2);
    assert_int_equal(cards(ids, s, newer), 1);
    assert_int_equal(ids[0], old);
    assert_int_equal(cards(ids, s, old), 1);
    assert_int_equal(ids[0], newer);
    assert_int_equal(cards(ids, s, other), 0);
    struct tag *tags;
    size_t n;
    assert_ok(store_article_tags(&tags, &n, &s->arena, s->store, newer));
    assert_true(n >= 2);
    struct article_analysis found;
    assert_ok(store_analysis_get(&found, &s->arena, s->store, newer));
    assert_int_equal(found.version, 1);
}

/* At most two cards of one outlet and six in all, the best, also among those that come later. */
static void test_limits(void **state)
{
    struct scene *s = *state;
    int64_t ids[RELATED_ROWS_MAX], first = keep(s, 1, 1, story(s, 0, 1), 1);
    for (int i = 0; i < 5; i++)
        keep(s, 2, 10 + i, story(s, 0, 10 + i), 1);
    assert_int_equal(cards(ids, s, first), 2);
    for (int i = 0; i < 9; i++)
        keep(s, 3 + i, 20 + i, story(s, 0, 20 + i), 1);
    assert_int_equal(cards(ids, s, first), 6);
    struct related_row *rows;
    size_t n;
    assert_ok(store_related_list(&rows, &n, &s->arena, s->store, first));
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t k = 0; k < n; k++)
            same += rows[k].card.source_id == rows[i].card.source_id;
        assert_true(same <= 2);
    }
    assert_ok(store_check(s->store));
}

/* Another outlet's copy is listed as one, and never among the cards; the next version of an
 * article is no copy of it. */
static void test_copies(void **state)
{
    struct scene *s = *state;
    int64_t ids[RELATED_ROWS_MAX];
    str text = story(s, 0, 1);
    int64_t a = keep(s, 1, 1, text, 1);
    int64_t same = keep(s, 1, 1, str_printf(&s->arena, "%.*s More.", STR_FMT(text)), 1);
    assert_int_equal(a, same);
    assert_int_equal(copies(s, a), 0);
    int64_t b = keep(s, 2, 2, str_printf(&s->arena, "Agency. %.*s", STR_FMT(text)), 2);
    int64_t c = keep(s, 3, 3, text, 2), other = keep(s, 4, 4, story(s, 0, 9), 3);
    assert_int_equal(copies(s, a), 2);
    assert_int_equal(copies(s, b), 2);
    assert_int_equal(copies(s, other), 0);
    assert_int_equal(cards(ids, s, other), 1); /* one text is one card */
    size_t n = cards(ids, s, a);
    assert_true(has(ids, n, other) && !has(ids, n, b) && !has(ids, n, c));
    /* Its next version says something else: it is a copy no longer, and related to nobody here. */
    keep(s, 3, 3, story(s, 1, 5), 3);
    assert_int_equal(copies(s, c), 0);
    assert_int_equal(copies(s, a), 1);
    assert_int_equal(cards(ids, s, c), 0);
    assert_ok(store_check(s->store));
}

/* A new version is taken off the cards it no longer fits, and put on those it fits. */
static void test_version(void **state)
{
    struct scene *s = *state;
    int64_t ids[RELATED_ROWS_MAX];
    int64_t pier = keep(s, 1, 1, story(s, 0, 1), 1), fish = keep(s, 2, 2, story(s, 1, 2), 1);
    int64_t turns = keep(s, 3, 3, story(s, 0, 3), 2);
    assert_int_equal(cards(ids, s, pier), 1);
    assert_int_equal(cards(ids, s, fish), 0);
    keep(s, 3, 3, story(s, 1, 4), 2);
    assert_int_equal(cards(ids, s, pier), 0);
    assert_int_equal(cards(ids, s, fish), 1);
    assert_int_equal(cards(ids, s, turns), 1);
    assert_int_equal(ids[0], fish);
}

/* What was rolled back is in no index: it is nobody's copy or card, and when it comes again it
 * does not find itself. A version that was rolled back leaves the one before. */
static void test_undo(void **state)
{
    struct scene *s = *state;
    int64_t ids[RELATED_ROWS_MAX];
    int64_t old = keep(s, 1, 1, story(s, 0, 1), 1);
    assert_ok(store_begin(s->store));
    take(s, 2, 2, story(s, 0, 2), 2);
    take(s, 3, 3, story(s, 0, 2), 2);
    take(s, 1, 1, story(s, 1, 1), 1);
    store_rollback(s->store);
    archive_undo(s->archive, s->store);
    assert_int_equal(archive_stats(s->archive).articles, 1);
    int64_t first = keep(s, 4, 4, story(s, 0, 2), 2);
    assert_int_equal(copies(s, first), 0);
    assert_int_equal(cards(ids, s, first), 1);
    assert_int_equal(ids[0], old);
    assert_int_equal(cards(ids, s, keep(s, 5, 5, story(s, 1, 6), 2)), 0);
}

/* A program started anew knows what the one before knew. */
static void test_fill(void **state)
{
    struct scene *s = *state;
    int64_t ids[RELATED_ROWS_MAX];
    str text = story(s, 0, 1);
    int64_t a = keep(s, 1, 1, text, 1), b = keep(s, 2, 2, text, 1);
    for (int i = 0; i < 300; i++)
        keep(s, 6, 100 + i, story(s, 1 + i % 2, 100 + i), 1);
    archive_free(s->archive);
    s->archive = archive_new(s->where, 3, 1000);
    assert_false(archive_filled(s->archive));
    assert_ok(archive_fill(s->archive, s->store));
    assert_int_equal(archive_stats(s->archive).articles, 302);
    int64_t copy = keep(s, 3, 3, text, 2), related = keep(s, 4, 4, story(s, 0, 5), 2);
    assert_int_equal(copies(s, copy), 2);
    size_t n = cards(ids, s, related);
    assert_int_equal(n, 1);
    assert_true(ids[0] == a || ids[0] == b || ids[0] == copy);
}

/* The index has room for a few, the store has the rest: background comes from there. */
static void test_beyond(void **state)
{
    struct scene *s = *state;
    int64_t ids[RELATED_ROWS_MAX], old = keep(s, 1, 1, story(s, 0, 1), 1);
    for (int i = 0; i < 12; i++)
        keep(s, 10 + i, 100 + i, story(s, 1, 100 + i), 40);
    archive_free(s->archive);
    s->archive = archive_new(s->where, 1, 10);
    assert_ok(archive_fill(s->archive, s->store));
    assert_int_equal(archive_stats(s->archive).articles, 10);
    int64_t newer = keep(s, 2, 2, story(s, 0, 2), 41);
    struct related_row *rows;
    size_t n;
    assert_ok(store_related_list(&rows, &n, &s->arena, s->store, newer));
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].card.id, old);
    assert_int_equal(rows[0].kind, RELATED_BY_BACKGROUND);
    assert_int_equal(cards(ids, s, old), 1);
}

/* What an archive makes of an article, to be compared with what another one makes of it. */
struct outcome {
    size_t cards, tags, copies;
    int64_t card[RELATED_ROWS_MAX], tag[64];
    double score[RELATED_ROWS_MAX];
};

static void outcome_of(struct outcome *out, struct scene *s, struct archive *with, int n)
{
    struct archive *own = s->archive;
    struct related_row *rows;
    struct tag *tags;
    s->archive = with;
    assert_ok(store_begin(s->store));
    /* Some are copies, some of a matter of their own. */
    str text = n % 5 == 4 ? story(s, n % 3, n % 24 + 1) : story(s, n % 3, 5000 + n);
    int64_t id = take(s, 60 + n % 7, 5000 + n, text, 3);
    *out = (struct outcome){.copies = copies(s, id)};
    assert_ok(store_related_list(&rows, &out->cards, &s->arena, s->store, id));
    assert_ok(store_article_tags(&tags, &out->tags, &s->arena, s->store, id));
    for (size_t i = 0; i < out->cards; i++) {
        out->card[i] = rows[i].card.id;
        out->score[i] = rows[i].score;
    }
    for (size_t i = 0; i < out->tags; i++)
        out->tag[i] = tags[i].id;
    store_rollback(s->store);
    archive_undo(with, s->store);
    s->archive = own;
}

/* The largest difference of scores; the rest is equal. */
static double compare_archives(struct scene *s, struct archive *x, struct archive *y, int n)
{
    double most = 0;
    size_t cards_len = 0, tags_len = 0, copies_len = 0;
    for (int i = 0; i < n; i++) {
        struct outcome a, b;
        outcome_of(&a, s, x, i);
        outcome_of(&b, s, y, i);
        assert_true(a.cards == b.cards && a.tags == b.tags && a.copies == b.copies);
        cards_len += a.cards;
        tags_len += a.tags;
        copies_len += a.copies;
        assert_memory_equal(a.tag, b.tag, sizeof a.tag);
        for (size_t k = 0; k < a.cards; k++) {
            double apart = a.score[k] - b.score[k];
            most = apart > most ? apart : -apart > most ? -apart : most;
        }
        if (most == 0)
            assert_memory_equal(a.card, b.card, sizeof a.card);
    }
    assert_true(cards_len > 10 && tags_len > 10 && copies_len > 0);
    return most;
}

static struct archive *filled(struct scene *s, size_t window)
{
    struct archive *x = archive_new(s->where, 2, window);
    assert_ok(archive_fill(x, s->store));
    return x;
}

static void some_articles(struct scene *s, int n)
{
    assert_ok(store_begin(s->store));
    for (int i = 0; i < n; i++)
        take(s, 10 + i % 9, 100 + i, story(s, i % 3, i + 1), 1 + i % 2);
    assert_ok(store_commit(s->store));
    archive_keep(s->archive);
}

/* Indexes filled with marks are those filled with the texts, and so are those of a store in which
 * some have marks only. */
static void test_fill_same(void **state)
{
    struct scene *s = *state;
    struct db *db;
    some_articles(s, 24);
    struct archive *marks = filled(s, 1000);
    assert_ok(db_open(&db, s->where, false));
    assert_ok(db_script(db, "UPDATE article_marks SET method = method - 1 WHERE article_id % 3 = 0;"
                            "UPDATE article_marks SET version = 7 WHERE article_id % 5 = 0;"
                            "UPDATE article_marks SET marks = x'ff' WHERE article_id % 7 = 0;"));
    struct archive *some = filled(s, 1000);
    assert_ok(db_script(db, "DELETE FROM article_marks"));
    db_close(db);
    struct archive *texts = filled(s, 1000);
    assert_int_equal(archive_stats(marks).articles, 24);
    assert_int_equal(archive_stats(some).articles, 24);
    assert_true(compare_archives(s, marks, texts, 20) == 0);
    assert_true(compare_archives(s, some, texts, 20) == 0);
    int64_t stale;
    assert_ok(store_analysis_stale_count(&stale, s->store, ANALYSE_METHOD));
    assert_int_equal(stale, 24);
    archive_free(marks);
    archive_free(some);
    archive_free(texts);
}

/* A batch that was refused leaves no trace: what comes then is the same to the last bit. Where it
 * had new versions of articles, these were put in anew, and scores are the same to 0.05. */
static void test_undo_exact(void **state)
{
    struct scene *s = *state;
    some_articles(s, 24);
    struct archive *plain = filled(s, 1000), *undone = filled(s, 1000), *own = s->archive;
    s->archive = undone;
    for (int round = 0; round < 3; round++) {
        assert_ok(store_begin(s->store));
        for (int i = 0; i < 60; i++)
            take(s, 30 + i % 5, 900 + i, story(s, i % 3, 900 + i), 2);
        store_rollback(s->store);
        archive_undo(undone, s->store);
    }
    s->archive = own;
    assert_true(compare_archives(s, plain, undone, 20) == 0);
    s->archive = undone;
    assert_ok(store_begin(s->store));
    for (int i = 0; i < 8; i++)
        take(s, 10 + i % 9, 100 + i, story(s, i % 3, 700 + i), 1 + i % 2);
    store_rollback(s->store);
    archive_undo(undone, s->store);
    s->archive = own;
    double apart = compare_archives(s, plain, undone, 20);
    print_message("scores differ by %g at most\n", apart);
    assert_true(apart < 0.05);
    archive_free(plain);
    archive_free(undone);
}

static bool at_once(void)
{
    return true;
}

/* Articles from before there were analyses get the same, in batches that can be stopped. */
static void test_reanalyse(void **state)
{
    struct scene *s = *state;
    const struct backlog_options options = {.where = s->where, .threads = 2};
    const struct backlog_run never = {.stop = at_once}, run = {0};
    struct backlog_counts counts;
    int64_t ids[RELATED_ROWS_MAX], id[6];
    enum store_put did;
    for (int i = 0; i < 6; i++) {
        struct article a = make(s, i, i, story(s, i / 2, i - (i == 1)), 1);
        assert_ok(store_article_put(&did, s->store, &a));
        id[i] = a.id;
    }
    assert_int_equal(reanalyse_run(&counts, &options, &never), E_CANCELLED);
    assert_ok(reanalyse_run(&counts, &options, &run));
    assert_true(counts.done == 6 && counts.all == 6);
    assert_int_equal(copies(s, id[0]), 1);
    assert_int_equal(cards(ids, s, id[0]), 0);
    assert_int_equal(cards(ids, s, id[2]), 1);
    assert_int_equal(ids[0], id[3]);
    assert_ok(reanalyse_run(&counts, &options, &run));
    assert_int_equal(counts.done, 0);
    assert_ok(store_check(s->store));
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_both_sides), WITH(test_limits),     WITH(test_copies), WITH(test_version),
        WITH(test_undo),       WITH(test_fill),       WITH(test_beyond), WITH(test_reanalyse),
        WITH(test_fill_same),  WITH(test_undo_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
