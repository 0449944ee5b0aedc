/* Document frequencies: counted, taken back, apart by language; and the hashtags chosen by them. */
#include "testing.h"

#include "base/hash.h"
#include "tags/frequency.h"

struct scene {
    struct arena arena;
    struct text_reader *reader;
    struct frequency *frequency;
};

static int setup(void **state)
{
    struct scene *s = mem_calloc(1, sizeof *s);
    arena_init(&s->arena);
    s->reader = text_reader_new();
    s->frequency = frequency_new();
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    frequency_free(s->frequency);
    text_reader_free(s->reader);
    arena_end(&s->arena);
    free(s);
    return 0;
}

static struct text_doc read(struct scene *s, const char *title, const char *text,
                            const char *language)
{
    struct text_input in = {str_c(title), str_c(text), str_c(language), INT64_MIN};
    struct text_doc doc;
    text_doc_read(&doc, &s->arena, s->reader, &in);
    return doc;
}

static struct frequency_words words_of(struct scene *s, const char *text, const char *language)
{
    struct text_doc doc = read(s, "", text, language);
    struct frequency_words words;
    frequency_read(&words, &s->arena, &doc);
    return words;
}

static double share(struct scene *s, const char *language, const char *term)
{
    return frequency_share(s->frequency, hash_str(str_c(language)),
                           tags_term_key(str_c(language), str_c(term)), 0);
}

static void test_counts(void **state)
{
    struct scene *s = *state;
    struct frequency_words one = words_of(s, "Boats and boats in the harbour, 17 of them.", "en");
    struct frequency_words two = words_of(s, "Trains, no boat.", "en");
    struct frequency_words other = words_of(s, "Der Boat.", "de");
    assert_int_equal(one.len, 2); /* neither function words nor numbers, each word once */
    frequency_add(s->frequency, &one);
    frequency_add(s->frequency, &two);
    frequency_add(s->frequency, &other);
    assert_true(share(s, "en", "boat") == 2. / 52);
    assert_true(share(s, "en", "harbour") == 1. / 52);
    assert_true(share(s, "en", "zebra") == 0);
    assert_true(share(s, "de", "boat") == 1. / 51);
    frequency_remove(s->frequency, &one);
    assert_true(share(s, "en", "boat") == 1. / 51);
    assert_true(share(s, "en", "harbour") == 0);
}

#define TITLE "Lighthouse keepers ask for a new lantern"
#define TEXT                                                                                       \
    "The lantern of the lighthouse is broken. The keepers asked the chapel for money. A lantern "  \
    "costs as much as a boat. The chapel has no money, and the lighthouse stays dark. The "        \
    "lantern was made in 1890. The chapel looks at the lighthouse, and the chapel waits."

static bool has(const struct hashtags *tags, const char *canonical)
{
    for (uint32_t i = 0; i < tags->len; i++)
        if (str_eq(tags->at[i].canonical, str_c(canonical)))
            return true;
    return false;
}

/* A word goes when the archive turns out to have it everywhere, and stays while little is known. */
static void test_generic(void **state)
{
    struct scene *s = *state;
    struct text_doc doc = read(s, TITLE, TEXT, "en");
    struct name_list names;
    struct tags_phrases phrases;
    struct hashtags candidates, plain, first, later;
    uint64_t language = hash_str(S("en"));
    name_find(&names, &s->arena, s->reader, &doc);
    tags_keyphrases(&phrases, &s->arena, s->reader, &doc, NULL, 30);
    tags_candidates(&candidates, &s->arena, s->reader, &doc, &names, &phrases);
    tags_hashtags(&plain, &s->arena, s->reader, &doc, &names, &phrases);
    assert_true(has(&plain, "chapel") && has(&plain, "lighthouse"));
    frequency_choose(&first, &s->arena, s->frequency, language, &candidates);
    assert_true(has(&first, "chapel") && has(&first, "lighthouse"));

    struct frequency_words chapel = words_of(s, "The chapel slept.", "en");
    struct frequency_words nothing = words_of(s, "Nobody slept.", "en");
    for (int i = 0; i < 200; i++)
        frequency_add(s->frequency, i % 4 ? &nothing : &chapel);
    frequency_choose(&later, &s->arena, s->frequency, language, &candidates);
    assert_true(has(&later, "lighthouse"));
    assert_false(has(&later, "chapel"));
    /* In another language it is as good as before. */
    frequency_choose(&later, &s->arena, s->frequency, hash_str(S("de")), &candidates);
    assert_true(later.len > 0);
}

/* Rarer words come first. */
static void test_order(void **state)
{
    struct scene *s = *state;
    struct hashtag at[] = {
        {.display = S("Tax"), .canonical = S("tax"), .stage = TAG_PHRASE, .score = 1},
        {.display = S("Levy"), .canonical = S("levy"), .stage = TAG_PHRASE, .score = .9},
        {.display = S("Ada"), .canonical = S("ada"), .stage = TAG_NAME, .score = .1},
    };
    struct hashtags in = {at, 3}, out;
    at[0].terms[0] = tags_term_key(S("en"), S("tax"));
    at[1].terms[0] = tags_term_key(S("en"), S("levi"));
    at[0].terms_len = at[1].terms_len = 1;
    struct frequency_words tax = words_of(s, "Tax.", "en"), nothing = words_of(s, "Sleep.", "en");
    for (int i = 0; i < 400; i++)
        frequency_add(s->frequency, i % 20 ? &nothing : &tax);
    frequency_choose(&out, &s->arena, s->frequency, hash_str(S("en")), &in);
    assert_int_equal(out.len, 3);
    assert_str(out.at[0].canonical, "levy");
    assert_str(out.at[1].canonical, "tax");
    frequency_choose(&out, &s->arena, NULL, 0, &in);
    assert_str(out.at[0].canonical, "tax");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH(test_counts), WITH(test_generic), WITH(test_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
