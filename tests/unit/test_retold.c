/* The same news in other words: each kind of evidence, on articles made for it. */
#include "text_fixture.h"

#include <math.h>

#include "identity/repeated.h"
#include "identity/retold.h"
#include "model/article.h"

struct piece {
    const char *language, *title, *text;
};

static struct text_doc *read_piece(struct text_fixture *f, const struct piece *p)
{
    struct text_input in = {str_c(p->title), str_c(p->text), str_c(p->language), TIME_NONE};
    struct text_doc *doc = arena_new(&f->arena, struct text_doc);
    text_doc_read(doc, &f->arena, f->reader, &in);
    return doc;
}

static struct retold compare(struct text_fixture *f, const struct piece *x, const struct piece *y)
{
    struct text_doc *one = read_piece(f, x), *two = read_piece(f, y);
    struct retold there, back;
    retold_compare(&there, &f->arena, one, two, 0, false);
    retold_compare(&back, &f->arena, two, one, 0, false);
    assert_true(fabs(there.likeness - back.likeness) < 1e-6);
    assert_true(there.likeness >= 0 && there.likeness <= 1);
    return there;
}

/* One study under two headlines, each report with one name that the other does not have. */
static void test_few_names(void **state)
{
    static const struct piece pairs[][2] = {
        {{"en", "Late suppers cost sleep, a study finds",
          "People who eat supper after ten in the evening sleep less, scientists have found. They "
          "followed two hundred nurses. Those with late suppers slept forty minutes less, said "
          "Harkin."},
         {"en", "Eat early to sleep longer",
          "Supper late in the evening takes sleep away. Scientists who followed nurses found that "
          "late suppers cost them forty minutes of sleep, the Solvane institute says."}},
        {{"ru", "Поздний ужин сокращает сон, выяснили учёные",
          "Кто ужинает после десяти вечера, спит меньше, выяснили учёные. Они наблюдали за двумя "
          "сотнями медсестёр. После позднего ужина сон длился на сорок минут меньше, отметил "
          "Харкин."},
         {"ru", "Чтобы дольше спать, не ужинайте поздно",
          "Поздний ужин отнимает сон. Учёные, наблюдавшие за медсёстрами, выяснили: поздний ужин "
          "стоит им сорока минут сна, сообщает институт в Сольване."}},
    };
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        struct retold r = compare(*state, &pairs[i][0], &pairs[i][1]);
        /* Two names, none of them shared, are not yet evidence against. */
        assert_true(r.names > 0.2);
        assert_true(r.told == 0.5);
        assert_true(r.likeness > RETOLD_SAME);
    }
}

/* Who is in the headline and nowhere in the other article has done something else. */
static void test_told(void **state)
{
    static const char left[] = "The speaker of the harbour council, Irena Holm, was dismissed on "
                               "Monday. The mayor of Ellery, Tomas Reddy, signed the order.";
    const struct piece fall = {"en", "Harbour council dismisses Irena Holm", left};
    const struct piece again = {"en", "Ellery dismisses speaker Irena Holm",
                                "Irena Holm is speaker of the harbour council no longer. Tomas "
                                "Reddy, mayor of Ellery, dismissed her on Monday."};
    const struct piece next = {"en", "Oskar Vik is the new speaker of the harbour council",
                               "The harbour council chose Oskar Vik for its speaker. On Monday the "
                               "mayor of Ellery, Tomas Reddy, had dismissed Irena Holm."};
    struct retold same = compare(*state, &fall, &again), other = compare(*state, &fall, &next);
    assert_true(same.told > 0.7);
    assert_true(other.told < same.told);
    assert_true(other.likeness < same.likeness);
}

/* The next count has the words of the last one, not its numbers. */
static void test_numbers(void **state)
{
    static const struct piece count[] = {
        {"ru", "В Ольховске снова выросло число больных",
         "В Ольховске заболели ещё 31 человек, за сутки выписали 12. Всего с начала эпидемии "
         "заразились 814 жителей города."},
        {"ru", "Число больных в Ольховске опять выросло",
         "За сутки в Ольховске заболел ещё 31 человек, выписаны 12. С начала эпидемии в городе "
         "заразились 814 человек."},
        {"ru", "Число больных в Ольховске опять выросло",
         "За сутки в Ольховске заболели ещё 27 человек, выписаны 19. С начала эпидемии в городе "
         "заразились 841 человек."},
    };
    struct retold same = compare(*state, &count[0], &count[1]);
    struct retold next = compare(*state, &count[0], &count[2]);
    assert_true(same.numbers == 1);
    assert_true(next.numbers < 0.5);
    assert_true(next.likeness + 0.05 < same.likeness);

    const struct piece few = {"ru", "Паром сел на мель", "На борту было 214 человек."};
    assert_true(compare(*state, &few, &count[0]).numbers == 1);
}

/* A paragraph of background word for word, under another headline. */
static void test_repeated(void **state)
{
#define BACKGROUND                                                                                 \
    "The car left the road near Yarrow on the first evening of the month, hit an old oak and "     \
    "caught fire, and two of those inside were killed."
    const struct piece crash = {"en", "Car burns after hitting oak, two dead",
                                "Police are looking for witnesses. " BACKGROUND};
    const struct piece court = {"en", "Drunk driver sent to prison to await trial",
                                "A judge kept the young man in custody. " BACKGROUND};
    const struct piece retold = {"en", "Drunk driver sent to prison to await trial",
                                 "A judge kept the young man in custody. Two people were killed "
                                 "when his car hit an oak near Yarrow as the month began."};
    struct retold copied = compare(*state, &crash, &court);
    assert_true(copied.repeated > 0.3);
    assert_false(copied.likeness > RETOLD_SAME);
    assert_true(compare(*state, &crash, &retold).repeated == 0);
    assert_true(compare(*state, &crash, &crash).repeated == 0); /* it is the title that it tells */
}

static void test_run(void **state)
{
    struct text_fixture *f = *state;
    static const struct {
        const char *x, *y;
        uint32_t want;
    } cases[] = {
        {"", "", 0},
        {"one two", "three four", 0},
        {"One, two three.", "zero ONE two three four", 3},
        {"a b c d e f g h i j", "a b c d e f g h i j", 8},
        {"a b x c d e y", "c d e z a b", 3},
        {"a", "b a", 1},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct text_doc *x = read_piece(f, &(struct piece){"en", "", cases[i].x});
        struct text_doc *y = read_piece(f, &(struct piece){"en", "", cases[i].y});
        assert_int_equal(repeated_run(&f->arena, x, y, 8), cases[i].want);
        assert_int_equal(repeated_run(&f->arena, y, x, 8), cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_names), cmocka_unit_test(test_told),
        cmocka_unit_test(test_numbers),   cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_run),
    };
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
