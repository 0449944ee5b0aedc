/* Keyphrases and hashtags: order, document frequency, forms, canonical forms, nothing merged. */
#include "text_fixture.h"

#include "base/sbuf.h"
#include "tags/hashtag.h"
#include "text/camel.h"

struct fixture {
    struct text_fixture text;
    struct text_doc doc;
    struct name_list names;
    struct tags_phrases phrases;
    struct hashtags tags;
};

static int setup(void **state)
{
    return text_fixture_new(state, sizeof(struct fixture));
}

static void tag(struct fixture *f, const struct tags_df *df, const char *language,
                const char *title, const char *text)
{
    struct text_input in = {str_c(title), str_c(text), str_c(language), 0};
    text_doc_read(&f->doc, &f->text.arena, f->text.reader, &in);
    name_find(&f->names, &f->text.arena, f->text.reader, &f->doc);
    tags_keyphrases(&f->phrases, &f->text.arena, f->text.reader, &f->doc, df, 30);
    tags_hashtags(&f->tags, &f->text.arena, f->text.reader, &f->doc, &f->names, &f->phrases);
}

static str tags_shown(struct fixture *f)
{
    struct sbuf b;
    sbuf_init(&b, &f->text.arena, 4000);
    for (uint32_t i = 0; i < f->tags.len; i++)
        sbuf_printf(&b, "%s%.*s", i ? " " : "", STR_FMT(f->tags.at[i].display));
    return sbuf_str(&b);
}

/* The place of a phrase among the keyphrases, 1 the first, 0 if it is not there. */
static uint32_t rank_of(const struct fixture *f, const char *text)
{
    for (uint32_t i = 0; i < f->phrases.len; i++)
        if (str_eq(f->phrases.at[i].text, str_c(text)))
            return i + 1;
    return 0;
}

static const char harbour[] =
    "The harbour dredger sank on Monday. The harbour dredger was old, said the owner of the boat. "
    "A crane lifted the dredger at noon. The owner and the insurer agreed on a price.";

static void test_keyphrases(void **state)
{
    struct fixture *f = *state;
    tag(f, NULL, "en", "", "");
    assert_int_equal(f->phrases.len, 0);
    assert_int_equal(f->tags.len, 0);
    tag(f, NULL, "en", "", "The of and in. Was it?");
    assert_int_equal(f->phrases.len, 0);
    tag(f, NULL, "en", "", harbour);
    assert_true(rank_of(f, "dredger") > 0 && rank_of(f, "dredger") <= 2);
    assert_true(rank_of(f, "harbour dredger") > 0 && rank_of(f, "harbour dredger") <= 3);
    assert_true(rank_of(f, "harbour dredger") < rank_of(f, "crane"));
    assert_true(rank_of(f, "owner") < rank_of(f, "price"));
    assert_int_equal(rank_of(f, "Monday. The"), 0);
    assert_int_equal(rank_of(f, "the dredger"), 0);
    for (uint32_t i = 1; i < f->phrases.len; i++)
        assert_true(f->phrases.at[i - 1].score >= f->phrases.at[i].score);
    assert_int_equal(f->phrases.at[rank_of(f, "dredger") - 1].count, 3);
}

static uint32_t frequency(void *ctx, str term)
{
    return str_eq(term, str_c(ctx)) ? 9000 : 3;
}

/* A word that every article of the archive has is worth less; without an archive nothing changes,
 * and a young one changes little. */
static void test_frequency(void **state)
{
    struct fixture *f = *state;
    tag(f, NULL, "en", "", harbour);
    uint32_t before = rank_of(f, "dredger");
    double score = f->phrases.at[before - 1].score;
    char word[] = "dredger";
    struct tags_df df = {.documents = 10000, .lookup = frequency, .ctx = word};
    tag(f, &df, "en", "", harbour);
    uint32_t after = rank_of(f, "dredger");
    assert_true(after == 0 || after > before);
    df.documents = 0;
    tag(f, &df, "en", "", harbour);
    assert_true(f->phrases.at[rank_of(f, "dredger") - 1].score == score);
    df.documents = 2;
    tag(f, &df, "en", "", harbour);
    double young = f->phrases.at[rank_of(f, "dredger") - 1].score;
    assert_true(young < score && young > 0.9 * score);
}

static void test_hashtags(void **state)
{
    static const struct {
        const char *language, *title, *text, *want;
    } cases[] = {
        {"en", "Ivo Tarn opens the Alaska summit",
         "Slovak Prime Minister Ivo Tarn opened the Alaska summit. Tarn said the US had asked for "
         "the summit. The US and NATO were there; NATO was late. The Alaska summit ended.",
         "IvoTarn Alaska NATO US AlaskaSummit"},
        {"fr", "Un phare attend",
         "L\xe2\x80\x99Union europ\xc3\xa9"
         "enne aide le phare. Le phare de Brest attend "
         "l\xe2\x80\x99Union europ\xc3\xa9"
         "enne, et le phare attend.",
         "UnionEurop\xc3\xa9"
         "enne Phare"},
        {"de", "Ein Leuchtturm",
         "Der Leuchtturm von Hamburg w\xc3\xa4"
         "chst. In Hamburg freut sich der Leuchtturm, und "
         "Karl Brandt lobt den Leuchtturm.",
         "Hamburg Leuchtturm KarlBrandt"},
        /* A noun of every day is no tag, nor is a piece of a name; a thing's name is one. */
        {"en", "Water stops train to Bell's Landing",
         "Water stopped the train to Bell's Landing. The train waited, and water rose at Bell's "
         "Landing. The water reached the ferry Petrel, and the ferry Petrel sank by the train.",
         "BellLanding Petrel"},
        /* One name in its cases is one tag, in the form that stands for it. */
        {"ru", "",
         "В Кардаве ждут. Мэрия "
         "Кардавы молчит, а в Кардаве снег.",
         "Кардава"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        tag(f, NULL, cases[i].language, cases[i].title, cases[i].text);
        assert_str(tags_shown(f), cases[i].want);
    }
}

static const struct hashtag *tag_of(const struct fixture *f, const char *display)
{
    for (uint32_t i = 0; i < f->tags.len; i++)
        if (str_eq(f->tags.at[i].display, str_c(display)))
            return &f->tags.at[i];
    return NULL;
}

static bool has_alias(const struct hashtag *t, const char *alias)
{
    for (uint32_t i = 0; i < t->aliases_len; i++)
        if (str_eq(t->aliases[i], str_c(alias)))
            return true;
    return false;
}

/* One thing, one canonical form, however it is written; a surname alone is no alias. */
static void test_canonical(void **state)
{
    struct fixture *f = *state;
    tag(f, NULL, "en", "",
        "The US spoke. The US left. Mayor Anna Orsk met Orsk's staff. Orsk ate.");
    const struct hashtag *us = tag_of(f, "US"), *orsk = tag_of(f, "AnnaOrsk");
    assert_non_null(us);
    assert_non_null(orsk);
    assert_str(us->canonical, "unitedstates");
    assert_true(has_alias(us, "us"));
    assert_int_equal(orsk->aliases_len, 0);
    assert_int_equal(orsk->kind, NAME_PERSON);
    tag(f, NULL, "en", "", "The United States spoke, and the United States left.");
    assert_str(f->tags.at[0].canonical, "unitedstates");
    assert_str(tags_canonical(&f->text.arena, f->text.reader, S("#S\xc3\xa3o-Paulo")), "saopaulo");
    assert_str(tags_canonical(&f->text.arena, f->text.reader, S("SAOPAULO")), "saopaulo");
    assert_str(tags_canonical(&f->text.arena, f->text.reader, S("#\xd0\x9c\xd0\x98\xd0\xa0")),
               "\xd0\xbc\xd0\xb8\xd1\x80");
    assert_str(tags_canonical(&f->text.arena, f->text.reader, S(" #! ")), "");
}

/* The same initials for two organisations mean neither. */
static void test_ambiguous(void **state)
{
    struct fixture *f = *state;
    tag(f, NULL, "en", "",
        "The Harbour Safety Agency met the Highland Sailing Association. The Harbour Safety Agency "
        "and the Highland Sailing Association argued about the HSA.");
    const struct hashtag *a = tag_of(f, "HarbourSafetyAgency");
    const struct hashtag *b = tag_of(f, "HighlandSailingAssociation");
    assert_non_null(a);
    assert_non_null(b);
    assert_false(has_alias(a, "hsa") || has_alias(b, "hsa"));
}

static void test_camel(void **state)
{
    struct fixture *f = *state;
    assert_str(text_camel(&f->text.arena, S("Alaska summit")), "AlaskaSummit");
    assert_str(text_camel(&f->text.arena, S("Ukraine's Security Service")),
               "UkraineSecurityService");
    assert_str(text_camel(&f->text.arena, S("Jean-Luc O\xe2\x80\x99"
                                            "Brien")),
               "JeanLucOBrien");
    assert_str(text_camel(&f->text.arena, S("\xc3\xa9lys\xc3\xa9"
                                            "e")),
               "\xc3\x89lys\xc3\xa9"
               "e");
    assert_str(text_camel(&f->text.arena, S("WhatsApp & NATO")), "WhatsAppNATO");
    assert_str(text_camel(&f->text.arena, S(" - ")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_keyphrases, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_frequency, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_hashtags, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_canonical, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_ambiguous, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_camel, setup, text_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
