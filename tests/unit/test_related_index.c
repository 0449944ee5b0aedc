/* related: the index stays whole and bounded whatever comes and goes. */
#include "related_testing.h"

#include "related/fold.h"

static void test_time(void **state)
{
    struct fixture *f = *state;
    struct related_article asked = put(f, 1, 1, "summit talks border @Orlov");
    for (int64_t i = 0; i < 4; i++) {
        struct related_article a =
            article(f, 10 + i, 10 + i, NOW_US - (4 - i) * 3 * DAY_US, "summit talks border @Orlov");
        related_add(f->index, &a);
    }
    assert_str(found(f, &asked), "13 12 11 10");
    assert_int_equal(related_expire(f->index, NOW_US - 7 * DAY_US), 2);
    assert_str(found(f, &asked), "13 12");
    assert_int_equal(related_expire(f->index, NOW_US - 7 * DAY_US), 0);
    assert_int_equal(related_expire(f->index, INT64_MAX), 3);
    assert_str(found(f, &asked), "");
    assert_int_equal(related_stats(f->index).words, 0);
    /* Times at the ends of their range. */
    static const int64_t times[] = {INT64_MIN, INT64_MAX, 0, -1};
    for (int64_t i = 0; i < 4; i++) {
        struct related_article a =
            article(f, 20 + i, 20 + i, times[i], "summit talks border @Orlov");
        related_add(f->index, &a);
    }
    found(f, &asked);
    assert_int_equal(f->n, 4);
}

static void test_replace(void **state)
{
    struct fixture *f = *state;
    struct related_article asked = put(f, 1, 1, "summit talks border @Orlov");
    put(f, 2, 2, "summit talks border @Orlov");
    put(f, 2, 2, "garden roses spring @Bloom");
    assert_str(found(f, &asked), "");
    assert_int_equal(related_stats(f->index).articles, 2);
    put(f, 2, 2, "summit talks border @Orlov");
    assert_str(found(f, &asked), "2");
}

static void test_capacity(void **state)
{
    struct fixture *f = *state;
    struct related_index *x = related_new(50);
    for (int64_t id = 1; id <= 200; id++) {
        struct related_article a =
            article(f, id, id, NOW_US + (id % 7) * DAY_US + id, "summit talks @Orlov");
        related_add(x, &a);
        assert_true(related_stats(x).articles <= 50);
    }
    /* The oldest went: those left are of the latest days. */
    assert_int_equal(related_expire(x, NOW_US + 4 * DAY_US), 0);
    related_free(x);
}

/* Words of any number of articles; what is found is of this story however many others come. */
static void test_growth(void **state)
{
    struct fixture *f = *state;
    struct arena_mark mark = arena_mark(&f->arena);
    for (int64_t id = 1; id <= 20000; id++) {
        const char *words =
            str_printf(&f->arena, "common half%d story%d angle%d detail%d @Name%d #%d", (int)id % 2,
                       (int)id / 5, (int)id / 5 + 1, (int)id, (int)id / 5, 1000 + (int)id / 5)
                .p;
        struct related_article a = article(f, id, id, NOW_US + id * 1000000, words);
        related_add(f->index, &a);
        if (id % 997 == 0 || id > 19990) {
            found(f, &a);
            assert_int_equal(f->n > 4 ? 4 : f->n, id % 5);
            for (size_t i = 0; i < f->n; i++)
                assert_int_equal(f->cards[i].id / 5, id / 5);
        }
        arena_rewind(&f->arena, mark);
    }
    struct related_stats full = related_stats(f->index);
    assert_int_equal(full.articles, 20000);
    assert_true(full.bytes / full.articles < 2048);
    /* The same again, as the window moves on: nothing grows. */
    for (int64_t id = 20001; id <= 60000; id++) {
        const char *words =
            str_printf(&f->arena, "common half%d story%d angle%d detail%d @Name%d #%d", (int)id % 2,
                       (int)id / 5, (int)id / 5 + 1, (int)id, (int)id / 5, 1000 + (int)id / 5)
                .p;
        struct related_article a = article(f, id, id, NOW_US + id * 1000000, words);
        related_add(f->index, &a);
        related_expire(f->index, NOW_US + (id - 19999) * 1000000);
        arena_rewind(&f->arena, mark);
    }
    struct related_stats moved = related_stats(f->index);
    assert_int_equal(moved.articles, 20000);
    assert_true(moved.bytes <= full.bytes + full.bytes / 10);
}

static void write_cards(struct sbuf *out, struct arena *a, struct related_index *x,
                        const struct related_article *article)
{
    struct related_card *cards;
    size_t n;
    related_find(&cards, &n, a, x, article, NULL);
    for (size_t i = 0; i < n; i++)
        sbuf_printf(out, "%d:%d %.17g %d %.*s;", (int)article->id, (int)cards[i].id, cards[i].score,
                    cards[i].kind, STR_FMT(cards[i].words[0]));
}

static str run_of(struct fixture *f, bool asking)
{
    struct related_index *x = related_new(0);
    struct sbuf out;
    uint64_t random = 5;
    sbuf_init(&out, &f->arena, 1 << 22);
    for (int64_t id = 1; id <= 600; id++) {
        struct sbuf words;
        sbuf_init(&words, &f->arena, 4000);
        for (int i = 0; i < 20; i++) {
            random = hash_u64(random + 1);
            sbuf_printf(&words, "%sw%d ", i % 5 ? "" : "@", (int)(random % (10u << random % 7)));
        }
        sbuf_putc(&words, 0);
        struct related_article a =
            article(f, id, id % 40, NOW_US + (int64_t)(random % 9) * DAY_US, sbuf_str(&words).p);
        a.copy_group = random % 11 ? 0 : random % 5;
        related_add(x, &a);
        if (id % 17 == 0)
            related_remove(x, (int64_t)(random % 600));
        if (asking || id > 500)
            write_cards(id > 500 ? &out : &words, &f->arena, x, &a);
    }
    related_free(x);
    str text;
    assert_ok(sbuf_end(&text, &out));
    return text;
}

/* The same calls give the same cards, and asking changes nothing. */
static void test_deterministic(void **state)
{
    struct fixture *f = *state;
    str first = run_of(f, false), again = run_of(f, false), asked = run_of(f, true);
    assert_true(first.len > 1000);
    assert_true(str_eq(first, again));
    assert_true(str_eq(first, asked));
}

static void test_empty(void **state)
{
    struct fixture *f = *state;
    struct related_article none = article(f, 1, 1, NOW_US, "");
    assert_str(found(f, &none), "");
    related_add(f->index, &none);
    assert_str(found(f, &none), "");
    struct related_article one = put(f, 2, 2, "word");
    put(f, 3, 3, "word");
    assert_str(found(f, &none), "");
    assert_str(found(f, &one), "3");
    struct related_card card;
    related_compare(&card, f->index, &none, &one);
    assert_true(card.score == 0);
    assert_int_equal(card.words_len, 0);
    assert_str(related_query(&f->arena, f->index, &none, 0), "");
    /* The same word given over and over counts once. */
    struct related_article many = article(f, 4, 4, NOW_US, "word word word word @A @A @A #1 #1");
    related_add(f->index, &many);
    found(f, &one);
    assert_int_equal(f->n, 2);
    assert_true(related_remove(f->index, 4));
    assert_true(related_remove(f->index, 3));
    assert_str(found(f, &one), "");
}

/* A flood of one text, told to be copies or not: bounded lists, and other articles still found. */
static void test_flood(void **state)
{
    struct fixture *f = *state;
    struct related_article story = put(f, 1, 1, "garden roses spring show @Bloom");
    put(f, 2, 2, "garden roses spring prize @Bloom");
    struct related_article same = article(f, 0, 0, NOW_US, "summit talks border garden @Orlov");
    for (int64_t id = 10; id < 1000000; id++) {
        same.id = id;
        same.source_id = id % 3;
        same.copy_group = id % 2 ? 5 : 0;
        related_add(f->index, &same);
    }
    assert_str(found(f, &story), "2");
    assert_int_equal(related_expire(f->index, INT64_MAX), 1000000 - 10 + 2);
    assert_int_equal(related_stats(f->index).words, 0);
}

static void test_fold(void **state)
{
    static const struct {
        const char *word, *latin, *sound;
    } cases[] = {
        {"путин", "putin", "ptn"},
        {"трамп", "tramp", "trmp"},
        {"trump", "trump", "trmp"},
        {"зеленский", "zelenskij", "slnsk"},
        {"zelensky", "zelensky", "slnsk"},
        {"selenskyj", "selenskyj", "slnsk"},
        {"орбан", "orban", "arbn"},
        {"orban", "orban", "arbn"},
        {"шевченко", "shevchenko", "SvSnk"},
        {"schewtschenko", "schewtschenko", "SvSnk"},
        {"βενιζελος", "venizelos", "vnsls"},
        {"оон", "oon", ""},
        {"东京", "东京", ""},
        {"", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char latin[FOLD_MAX], sound[FOLD_MAX];
        str folded = str_of(latin, fold_latin(latin, str_c(cases[i].word)));
        assert_str(folded, cases[i].latin);
        size_t n = fold_sound(sound, folded);
        assert_str(str_of(sound, n), cases[i].sound);
    }
    char out[FOLD_MAX], many[600];
    memset(many, 'k', sizeof many);
    assert_true(fold_latin(out, str_of(many, sizeof many)) <= FOLD_MAX);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_time),          T(test_replace), T(test_capacity), T(test_growth),
        T(test_deterministic), T(test_empty),   T(test_flood),    T(test_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
