/* What is found in one article: ranges that hold what they claim, who's who, credits. */
#include "text_fixture.h"

#include "pipeline/analyse.h"

#define TEXT                                                                                       \
    "Brandt was early on Monday. The council of Port Sallow meets at nine.\n\n"                    \
    "Hanna Brandt, the harbour master, told the council that the pier must close. \"The piles "    \
    "are rotten,\" Brandt said. The pier was built in 1911.\n\n"                                   \
    "Mayor Osgood Pryce asked what a new one costs. Nobody knew, the New York Times reported, "    \
    "citing anonymous officials. Pryce wants the pier open by summer.\n\n"                         \
    "Ilse Maddox sells coffee on the pier. Maddox has done so for thirty years and does not want " \
    "to move. The council will decide in two weeks."

static struct article article(void)
{
    return (struct article){
        .title = S("Port Sallow may close its pier"),
        .text = S(TEXT),
        .language = S("en"),
        .url = S("https://ledger.example/pier"),
        .canonical_url = S("https://ledger.example/pier"),
        .credit_line = S("First published by the Harbour Gazette and translated by Ana Silva."),
        .published_us = (int64_t)1786000000 * 1000000,
    };
}

static str range(struct text_range r)
{
    return str_sub(S(TEXT), r.begin, r.end);
}

static const struct analysed_name *named(const struct analysed *x, const char *text)
{
    for (size_t i = 0; i < x->found.names.len; i++)
        if (str_eq(x->found.names.at[i].text, str_c(text)))
            return &x->found.names.at[i];
    print_error("no name '%s'\n", text);
    assert_true(false);
    return NULL;
}

static struct analysed *analysed(struct text_fixture *s)
{
    struct article a = article();
    struct analysed *x;
    analyse_article(&x, &s->arena, &s->scratch, s->reader, &a, (struct strs){0});
    /* Nothing of it is in the thread's arena. */
    arena_end(&s->scratch);
    arena_init(&s->scratch);
    return x;
}

static void test_ranges(void **state)
{
    struct analysed *x = analysed(*state);
    const struct article_analysis *found = &x->found;
    assert_int_equal(found->method, ANALYSE_METHOD);
    assert_int_equal(found->sentences.len, 11);
    assert_str(range(found->sentences.at[0]), "Brandt was early on Monday.");
    assert_true(found->summary.len >= 2);
    for (size_t i = 0; i < found->summary.len; i++) {
        bool is_sentence = false;
        for (size_t k = 0; k < found->sentences.len; k++)
            is_sentence |= found->summary.at[i].begin == found->sentences.at[k].begin &&
                           found->summary.at[i].end == found->sentences.at[k].end;
        assert_true(is_sentence);
    }
}

static void test_whos_who(void **state)
{
    struct analysed *x = analysed(*state);
    const struct analysed_name *brandt = named(x, "Hanna Brandt");
    assert_int_equal(brandt->kind, ANALYSED_PERSON);
    assert_int_equal(brandt->mentions.len, 3);
    assert_str(range(brandt->mentions.at[0]), "Brandt");
    assert_str(range(brandt->mentions.at[1]), "Hanna Brandt");
    /* By the apposition, though she is mentioned before; by the title; by the first mention. */
    assert_true(str_starts(range(brandt->introduced), S("Hanna Brandt, the harbour master,")));
    assert_true(str_starts(range(named(x, "Osgood Pryce")->introduced), S("Mayor Osgood Pryce")));
    assert_str(range(named(x, "Ilse Maddox")->introduced), "Ilse Maddox sells coffee on the pier.");
    assert_true(str_starts(range(named(x, "Port Sallow")->introduced), S("The council of Port")));
}

static void test_provenance(void **state)
{
    const struct article_provenance *p = &analysed(*state)->found.provenance;
    assert_str(p->first_published_by.name, "Harbour Gazette");
    assert_true(p->first_published_by.at.begin == p->first_published_by.at.end);
    assert_str(p->translated_by.name, "Ana Silva");
    assert_true(p->translated);
    assert_int_equal(p->cited.len, 1);
    assert_str(p->cited.at[0].name, "New York Times");
    assert_true(p->cited.at[0].anonymous);
    assert_str(range(p->cited.at[0].at), "New York Times");
}

static void test_for_the_desk(void **state)
{
    struct text_fixture *s = *state;
    struct analysed *x = analysed(s), *again;
    struct article a = article();
    assert_true(x->candidates.len > 2);
    assert_true(x->related.terms.len > 10 && x->related.names.len > 2);
    assert_true(x->signature.words > 80 && x->words.len > 30);
    analyse_for_index(&again, &s->arena, &s->scratch, s->reader, &a);
    assert_int_equal(again->related.terms.len, x->related.terms.len);
    assert_memory_equal(&again->signature, &x->signature, sizeof x->signature);
    assert_memory_equal(again->words.at, x->words.at, x->words.len * sizeof *x->words.at);
}

/* An article of nothing has nothing. */
static void test_empty(void **state)
{
    struct text_fixture *s = *state;
    struct article a = {.published_us = TIME_NONE};
    struct analysed *x;
    analyse_article(&x, &s->arena, &s->scratch, s->reader, &a, (struct strs){0});
    assert_true(x->found.sentences.len == 0 && x->found.names.len == 0);
    assert_true(x->found.summary.len == 0 && x->candidates.len == 0 && x->signature.size == 0);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, text_setup, text_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_ranges),       WITH(test_whos_who), WITH(test_provenance),
        WITH(test_for_the_desk), WITH(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
