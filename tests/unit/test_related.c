/* related: what is found, what never is, and why. */
#include "related_testing.h"

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
        T(test_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
