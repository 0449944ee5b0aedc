/* MinHash: what it estimates, what it calls a copy, in scripts with and without spaces. */
#include "text_fixture.h"

#include "edits.h"
#include "text/minhash.h"

struct fixture {
    struct text_fixture text;
    struct edits edits;
};

static int setup(void **state)
{
    text_fixture_new(state, sizeof(struct fixture));
    struct fixture *f = *state;
    f->edits = (struct edits){&f->text.arena, 20};
    return 0;
}

static struct minhash sign(struct fixture *f, const char *language, str text)
{
    struct text_input in = {S(""), text, str_c(language), 0};
    struct text_doc doc;
    struct minhash m;
    text_doc_read(&doc, &f->text.arena, f->text.reader, &in);
    minhash_read(&m, &f->text.arena, &doc);
    return m;
}

static struct minhash_likeness like(struct fixture *f, const char *language, str x, str y)
{
    struct minhash one = sign(f, language, x), two = sign(f, language, y);
    return minhash_compare(&one, &two);
}

static bool copy(struct fixture *f, const char *language, str x, str y)
{
    struct minhash one = sign(f, language, x), two = sign(f, language, y);
    return minhash_is_copy(&one, &two);
}

static void test_sizes(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(sign(f, "en", S("")).size, 0);
    assert_int_equal(sign(f, "en", S("One")).size, 1);
    assert_int_equal(sign(f, "en", S("One two three")).size, 2);
    assert_int_equal(sign(f, "en", S("one two ONE, TWO one")).size, 2);
    assert_int_equal(sign(f, "en", S("one two one two one")).words, 5);
    assert_true(like(f, "en", S(""), S("one two")).jaccard == 0);
    assert_true(like(f, "en", S(""), S("")).jaccard == 0);
}

/* Case, punctuation and spaces are no difference. */
static void test_same_words(void **state)
{
    struct fixture *f = *state;
    struct minhash_likeness l =
        like(f, "en", S("The summit, they said, \"failed\"."), S("the  summit they said failed"));
    assert_true(l.jaccard == 1 && l.contained == 1);
    l = like(f, "zh", S("总统星期五在首都会见了外国领导人。"),
             S("总统星期五在首都会见了外国领导人"));
    assert_true(l.jaccard == 1);
    l = like(f, "zh", S("总统星期五在首都会见了外国领导人。"), S("股票市场昨天大幅下跌投资者担心"));
    assert_true(l.jaccard == 0);
}

/* Estimates stay within four standard errors of what was made. */
static void test_estimates(void **state)
{
    struct fixture *f = *state;
    for (uint32_t i = 0; i < 20; i++) {
        str text = edits_text(&f->edits, 600, i);
        struct minhash_likeness half = like(f, "", text, edits_cut(text, 0.5));
        assert_true(half.jaccard > 0.4 && half.jaccard < 0.64);
        assert_true(half.contained > 0.85);
        struct minhash_likeness twice = like(f, "", text, edits_boilerplate(&f->edits, text, 1));
        assert_true(twice.contained > 0.85);
        assert_true(like(f, "", text, edits_text(&f->edits, 600, i)).contained < 0.25);
    }
}

/* Precision and recall over every kind of edit; the full table is bench_identity's. */
static void test_copies(void **state)
{
    struct fixture *f = *state;
    unsigned found = 0, copies = 0, wrong = 0, others = 0;
    for (uint32_t i = 0; i < 120; i++) {
        str text = edits_text(&f->edits, 120 + edits_random(&f->edits, 700), i);
        str edited[] = {
            edits_cut(text, 0.5),
            edits_reorder(&f->edits, text),
            edits_boilerplate(&f->edits, text, 0.5),
            edits_change(&f->edits, text, 0.05),
            edits_change(&f->edits, text, 0.15),
            edits_change(&f->edits, text, 0.3),
            edits_change(&f->edits, edits_cut(text, 0.6), 0.1),
        };
        for (size_t k = 0; k < ARRAY_LEN(edited); k++, copies++)
            found += copy(f, "", text, edited[k]);
        str different[] = {
            edits_text(&f->edits, 300, i),
            edits_text(&f->edits, 900, i),
            edits_change(&f->edits, text, 0.5),
            edits_change(&f->edits, text, 0.6),
        };
        for (size_t k = 0; k < ARRAY_LEN(different); k++, others++)
            wrong += copy(f, "", text, different[k]);
    }
    assert_int_equal(copies, 840);
    assert_int_equal(others, 480);
    assert_true(found >= copies * 97 / 100);
    assert_true(wrong * 100 <= found + wrong);
}

static void test_short_texts(void **state)
{
    struct fixture *f = *state;
    assert_true(copy(f, "en", S("Ferries return on Monday"), S("Ferries return on Monday.")));
    assert_false(copy(f, "en", S("Ferries return on Monday"), S("Ferries return on Tuesday")));
    assert_false(copy(f, "en", S("Read more on our site"),
                      S("Read more on our site about the ferries that return on Monday, the first "
                        "since the flood in the tunnel under the sound began")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),       cmocka_unit_test(test_same_words),
        cmocka_unit_test(test_estimates),   cmocka_unit_test(test_copies),
        cmocka_unit_test(test_short_texts),
    };
    return cmocka_run_group_tests(tests, setup, text_teardown);
}
