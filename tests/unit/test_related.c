/* related: what is found, what never is, why, and that the index stays whole whatever comes. */
#include "testing.h"

#include <math.h>

#include "base/hash.h"
#include "base/sbuf.h"
#include "related/fold.h"
#include "related/related.h"

#define HOUR_US (INT64_C(3600) * 1000000)
#define DAY_US (24 * HOUR_US)
#define NOW_US (20000 * DAY_US)

struct fixture {
    struct arena arena;
    struct related_index *index;
    struct related_card *cards;
    size_t n;
};

static int setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    f->index = related_new(0);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    related_free(f->index);
    arena_end(&f->arena);
    free(f);
    return 0;
}

static struct related_word word_of(str text, uint8_t kind, str language)
{
    uint64_t space = kind == RELATED_TERM ? hash_str(language) : kind == RELATED_NUMBER ? 2 : 1;
    return (struct related_word){.text = text,
                                 .key = hash_join(space, hash_str(text)),
                                 .weight = kind == RELATED_TERM ? 2 : .8f,
                                 .prior = .01f,
                                 .kind = kind};
}

/* An article of ID, source and time; WORDS are separated by spaces: "@" begins a person, "%" a
 * place, "#" a number. */
static struct related_article article(struct fixture *f, int64_t id, int64_t source,
                                      int64_t time_us, const char *words)
{
    struct related_word *at[3];
    size_t n[3] = {0};
    for (int i = 0; i < 3; i++)
        at[i] = arena_array(&f->arena, strlen(words) + 1, struct related_word);
    str rest = str_c(words);
    while (rest.p && rest.len) {
        str word = str_cut(&rest, ' ');
        if (word.len == 0)
            continue;
        char mark = word.p[0];
        uint8_t kind = mark == '@'   ? RELATED_PERSON
                       : mark == '%' ? RELATED_PLACE
                       : mark == '#' ? RELATED_NUMBER
                                     : RELATED_TERM;
        int set = kind == RELATED_TERM ? 0 : kind == RELATED_NUMBER ? 2 : 1;
        at[set][n[set]++] = word_of(kind == RELATED_TERM ? word : str_skip(word, 1), kind, S("en"));
    }
    return (struct related_article){
        .id = id,
        .source_id = source,
        .time_us = time_us,
        .language = S("en"),
        .terms = {at[0], n[0]},
        .names = {at[1], n[1]},
        .numbers = {at[2], n[2]},
    };
}

static struct related_article put(struct fixture *f, int64_t id, int64_t source, const char *words)
{
    struct related_article a = article(f, id, source, NOW_US, words);
    related_add(f->index, &a);
    return a;
}

/* The ids of the cards: "2 5 3". */
static str found(struct fixture *f, const struct related_article *a)
{
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1000);
    related_find(&f->cards, &f->n, &f->arena, f->index, a, NULL);
    for (size_t i = 0; i < f->n; i++) {
        if (i)
            sbuf_putc(&b, ' ');
        sbuf_put_i64(&b, f->cards[i].id);
    }
    return sbuf_str(&b);
}

static str words_of(struct fixture *f, const struct related_card *card)
{
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1000);
    for (size_t i = 0; i < card->words_len; i++) {
        if (i)
            sbuf_put(&b, S(", "));
        sbuf_put(&b, card->words[i]);
    }
    return sbuf_str(&b);
}

static void test_ranking(void **state)
{
    struct fixture *f = *state;
    struct related_article asked =
        put(f, 1, 1, "summit talks ceasefire border @Orlov @Hale %Anchorage #1867");
    put(f, 2, 2, "summit talks ceasefire leaders @Orlov @Hale %Anchorage");
    put(f, 3, 3, "summit climate forest @Lindqvist");
    put(f, 4, 4, "football cup final goal @Rossi %Turin");
    assert_str(found(f, &asked), "2 3");
    assert_true(f->cards[0].score > 2 * f->cards[1].score);
    assert_int_equal(f->cards[0].source_id, 2);
    assert_int_equal(f->cards[0].time_us, NOW_US);
    assert_true(f->cards[0].parts.terms > 0 && f->cards[0].parts.terms < 1);
    assert_true(f->cards[0].parts.decay > .999);
}

/* With one other article in the index there is no statistic yet. */
static void test_first(void **state)
{
    struct fixture *f = *state;
    struct related_article asked = put(f, 1, 1, "summit talks border @Orlov");
    assert_str(found(f, &asked), "");
    put(f, 2, 2, "summit talks leaders @Orlov");
    assert_str(found(f, &asked), "2");
    put(f, 3, 2, "garden roses spring @Bloom");
    assert_str(found(f, &asked), "2");
}

static void test_self_and_copies(void **state)
{
    struct fixture *f = *state;
    struct related_article asked = article(f, 1, 1, NOW_US, "summit talks border @Orlov");
    struct related_article copy = asked, other = asked, other_copy;
    asked.copy_group = 7;
    related_add(f->index, &asked);
    copy.id = 2, copy.source_id = 2, copy.copy_group = 7;
    related_add(f->index, &copy);
    other.id = 3, other.source_id = 3, other.copy_group = 8;
    related_add(f->index, &other);
    other_copy = other;
    other_copy.id = 4, other_copy.source_id = 4;
    related_add(f->index, &other_copy);
    assert_str(found(f, &asked), "3");
    assert_str(found(f, &copy), "3");
    assert_str(found(f, &other_copy), "1");
    /* The first of a group goes: the next one stands for it. */
    assert_true(related_remove(f->index, 3));
    assert_str(found(f, &asked), "4");
    assert_true(related_remove(f->index, 4));
    assert_str(found(f, &asked), "");
    assert_true(related_remove(f->index, 1));
    assert_str(found(f, &other), "2");
    /* One that is not in the index finds no copy of itself either. */
    assert_str(found(f, &asked), "");
    assert_false(related_remove(f->index, 1));
}

static void test_copies_leave_in_any_order(void **state)
{
    struct fixture *f = *state;
    struct related_article asked = put(f, 100, 1, "summit talks border @Orlov");
    static const int64_t order[] = {3, 5, 1, 2, 4};
    for (int64_t id = 1; id <= 5; id++) {
        struct related_article a = article(f, id, id, NOW_US, "summit talks border @Orlov");
        a.copy_group = 9;
        related_add(f->index, &a);
    }
    static const char *const left[] = {"1", "1", "2", "4", ""};
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        assert_true(related_remove(f->index, order[i]));
        assert_str(found(f, &asked), left[i]);
    }
    assert_int_equal(related_stats(f->index).articles, 1);
}

static void test_per_source(void **state)
{
    struct fixture *f = *state;
    struct related_article asked = put(f, 1, 1, "summit talks border ceasefire @Orlov");
    for (int64_t id = 2; id <= 6; id++)
        put(f, id, 5, "summit talks border ceasefire @Orlov");
    put(f, 7, 6, "summit talks @Orlov leaders");
    found(f, &asked);
    assert_int_equal(f->n, 3);
    assert_int_equal(f->cards[2].id, 7);
    related_find(&f->cards, &f->n, &f->arena, f->index, &asked,
                 &(struct related_limits){.cards = 2, .per_source = 1});
    assert_int_equal(f->n, 2);
    assert_int_equal(f->cards[1].id, 7);
    related_find(&f->cards, &f->n, &f->arena, f->index, &asked,
                 &(struct related_limits){.per_source = 9});
    assert_int_equal(f->n, 6);
    related_find(&f->cards, &f->n, &f->arena, f->index, &asked,
                 &(struct related_limits){.score_min = 1});
    assert_int_equal(f->n, 0);
}

static void test_reasons(void **state)
{
    struct fixture *f = *state;
    for (int64_t id = 100; id < 160; id++) {
        const char *words = str_printf(&f->arena, "w%d v%d u%d @P%d %%Q%d", (int)id, (int)id,
                                       (int)id, (int)id, (int)id)
                                .p;
        put(f, id, id, words);
    }
    static const struct {
        const char *words;
        int64_t age_us;
        enum related_kind kind;
        const char *reason;
    } cases[] = {
        {"summit talks ceasefire @Orlov", HOUR_US, RELATED_SAME_EVENT,
         "summit, talks, ceasefire, Orlov"},
        {"summit talks ceasefire @Orlov", 9 * DAY_US, RELATED_BACKGROUND,
         "summit, talks, ceasefire, Orlov"},
        {"opera tenor premiere stage @Orlov @Hale", HOUR_US, RELATED_SAME_PEOPLE, "Orlov, Hale"},
        {"bears salmon rivers park %Anchorage", HOUR_US, RELATED_SAME_PLACE, "Anchorage"},
        {"talks unions wages strike", HOUR_US, RELATED_SAME_TOPIC, "talks"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct related_article asked = article(
            f, 1, 1, NOW_US, "summit talks ceasefire border delegation @Orlov @Hale %Anchorage");
        struct related_article a = article(f, 2, 2, NOW_US - cases[i].age_us, cases[i].words);
        related_add(f->index, &asked);
        related_add(f->index, &a);
        assert_str(found(f, &asked), "2");
        if (f->cards[0].kind != cases[i].kind)
            print_error("case %zu: kind %d\n", i, f->cards[0].kind);
        assert_int_equal(f->cards[0].kind, cases[i].kind);
        assert_str(words_of(f, &f->cards[0]), cases[i].reason);
        assert_int_equal(f->cards[0].parts.age_us, cases[i].age_us);
    }
}

/* A card turned round is the one the other article finds. */
static void test_turn(void **state)
{
    struct fixture *f = *state;
    struct related_article a =
        article(f, 1, 1, NOW_US, "summit talks ceasefire border @Orlov %Anchorage #1867");
    struct related_article b =
        article(f, 2, 2, NOW_US - 6 * DAY_US, "summit talks leaders @Orlov %Anchorage #1867");
    related_add(f->index, &a);
    related_add(f->index, &b);
    assert_str(found(f, &a), "2");
    struct related_card card = f->cards[0], turned, compared;
    related_turn(&turned, &card, &a);
    assert_str(found(f, &b), "1");
    assert_int_equal(turned.id, 1);
    assert_int_equal(turned.kind, f->cards[0].kind);
    assert_int_equal(turned.parts.age_us, -6 * DAY_US);
    assert_true(fabs(turned.score - f->cards[0].score) < 1e-3);
    assert_int_equal(card.kind, RELATED_BACKGROUND);
    assert_int_not_equal(turned.kind, RELATED_BACKGROUND);
    related_compare(&compared, f->index, &a, &b);
    assert_int_equal(compared.kind, card.kind);
    assert_true(fabs(compared.score - card.score) < 1e-3);
    assert_true(str_eq(words_of(f, &compared), words_of(f, &card)));
}

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
    for (int64_t id = 10; id < 100000; id++) {
        same.id = id;
        same.source_id = id % 3;
        same.copy_group = id % 2 ? 5 : 0;
        related_add(f->index, &same);
    }
    assert_str(found(f, &story), "2");
    assert_int_equal(related_expire(f->index, INT64_MAX), 100000 - 10 + 2);
    assert_int_equal(related_stats(f->index).words, 0);
}

static void test_query(void **state)
{
    struct fixture *f = *state;
    struct related_article asked =
        put(f, 1, 1, "summit talks border delegation @Orlov @Hale %Anchorage");
    for (int64_t id = 10; id < 60; id++)
        put(f, id, id, "talks summit @Hale");
    assert_str(related_query(&f->arena, f->index, &asked, 0), "border delegation Orlov");
    assert_str(related_query(&f->arena, f->index, &asked, 1), "delegation Orlov Anchorage");
    assert_str(related_query(&f->arena, f->index, &asked, 2), "border delegation");
    assert_str(related_query(&f->arena, f->index, &asked, 3), "");
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
        T(test_ranking),
        T(test_first),
        T(test_self_and_copies),
        T(test_copies_leave_in_any_order),
        T(test_per_source),
        T(test_reasons),
        T(test_turn),
        T(test_time),
        T(test_replace),
        T(test_capacity),
        T(test_growth),
        T(test_deterministic),
        T(test_empty),
        T(test_flood),
        T(test_query),
        T(test_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
