/* Sentence ends: abbreviations, initials, numbers, quotations, lists, line ends, other scripts. */
#include "testing.h"

#include "base/sbuf.h"
#include "text/sentence.h"

/* The sentences with " | " between; "|| " where a paragraph ends. */
static str split(struct arena *a, struct lexicon *l, const char *language, const char *text)
{
    struct sentence_vec v = {0};
    struct sbuf b;
    sentence_split(&v, a, l, str_c(language), str_c(text));
    sbuf_init(&b, a, 10000);
    for (size_t i = 0; i < v.len; i++) {
        if (i)
            sbuf_put(&b, v.at[i].paragraph == v.at[i - 1].paragraph ? S(" | ") : S(" || "));
        sbuf_put(&b, str_sub(str_c(text), v.at[i].begin, v.at[i].end));
    }
    return sbuf_str(&b);
}

static const struct {
    const char *language, *text, *want;
} cases[] = {
    {"en", "", ""},
    {"en", " \n \n", ""},
    {"en", "No stop", "No stop"},
    {"en", " One. Two!  Three? ", "One. | Two! | Three?"},
    /* Abbreviations and initials. */
    {"en", "Dr. Weber met Sen. Lee at 4 p.m. in Washington, D.C. on Nov. 3.",
     "Dr. Weber met Sen. Lee at 4 p.m. in Washington, D.C. on Nov. 3."},
    {"en", "He moved to the U.S. He stayed.", "He moved to the U.S. | He stayed."},
    {"en", "The U.S. Senate voted.", "The U.S. Senate voted."},
    {"en", "J. K. Moore and M. O. Hale won.", "J. K. Moore and M. O. Hale won."},
    {"en", "Take vitamin C. It helps.", "Take vitamin C. | It helps."},
    {"en", "Tools, ropes, etc. Nobody came.", "Tools, ropes, etc. | Nobody came."},
    {"en", "See p. 12 and Fig. 3. The rest follows.", "See p. 12 and Fig. 3. | The rest follows."},
    {"en", "He was ill. Doctors came.", "He was ill. | Doctors came."},
    {"en", "No. Never.", "No. | Never."},
    /* Numbers, addresses. */
    {"en", "It rose 3.5 percent. Shares fell 1.2.", "It rose 3.5 percent. | Shares fell 1.2."},
    {"en", "Look at www.harbour.example. It is open.",
     "Look at www.harbour.example. | It is open."},
    {"en", "The end of the world.This is glued.", "The end of the world. | This is glued."},
    {"en", "Node.js and a.b.c are names.", "Node.js and a.b.c are names."},
    /* Quotations and brackets. */
    {"en", "\"We won. They lost,\" she said. He left.",
     "\"We won. They lost,\" she said. | He left."},
    {"en", "He said: \"It is over.\" Then he left.", "He said: \"It is over.\" | Then he left."},
    {"en", "It was 'useful.' 'We must go,' he said.", "It was 'useful.' | 'We must go,' he said."},
    {"en", "It rained (it often does. It may again.) and we left.",
     "It rained (it often does. It may again.) and we left."},
    {"en", "The dogs' bowls were empty. It isn't new.",
     "The dogs' bowls were empty. | It isn't new."},
    {"en", "A claim.[4] Another one. [12] A third.", "A claim.[4] | Another one. [12] | A third."},
    /* Ellipses. */
    {"en", "Well... maybe. I see... Now go.", "Well... maybe. | I see... | Now go."},
    /* Lists and line ends. */
    {"en", "1. Open it 2. Close it 3. Leave", "1. Open it | 2. Close it | 3. Leave"},
    {"en", "(a) one (b) two", "(a) one | (b) two"},
    {"en", "Heading\nText begins.\n\nNext paragraph.", "Heading | Text begins. || Next paragraph."},
    {"en", "A line that was cut \nin two.", "A line that was cut \nin two."},
    {"en", "Climate of the islands The first settlers came in May.",
     "Climate of the islands | The first settlers came in May."},
    {"en", "He works at The Guardian and lives in The Hague now.",
     "He works at The Guardian and lives in The Hague now."},
    /* Other languages. */
    {"de", "Am 3. Mai kam Dr. Huber, z. B. mit der 2. Gruppe. Er blieb bis 1999. Dann ging er.",
     "Am 3. Mai kam Dr. Huber, z. B. mit der 2. Gruppe. | Er blieb bis 1999. | Dann ging er."},
    {"de", "\xe2\x80\x9eWir gehen. Sofort.\xe2\x80\x9c Er ging.",
     "\xe2\x80\x9eWir gehen. Sofort.\xe2\x80\x9c | Er ging."},
    {"fr", "M. Roux dit \xc2\xab non ! \xc2\xbb Puis il part.",
     "M. Roux dit \xc2\xab non ! \xc2\xbb | Puis il part."},
    {"es", "\xc2\xbfVienes? \xc2\xa1S\xc3\xad! La Sra. Paz, en EE. UU., espera.",
     "\xc2\xbfVienes? | \xc2\xa1S\xc3\xad! | La Sra. Paz, en EE. UU., espera."},
    {"it", "Il dott. Riva e l'avv. Costa sono qui. Bene.",
     "Il dott. Riva e l'avv. Costa sono qui. | Bene."},
    {"ru",
     "\xd0\x92 2020 \xd0\xb3. \xd0\x90. \xd0\x98. \xd0\x9f\xd0\xb5\xd1\x82\xd1\x80\xd0\xbe\xd0\xb2 "
     "\xd0\xb6\xd0\xb8\xd0\xbb \xd0\xbd\xd0\xb0 \xd1\x83\xd0\xbb. \xd0\x9c\xd0\xb8\xd1\x80\xd0\xb0. "
     "\xd0\x9e\xd0\xbd \xd1\x83\xd1\x88\xd1\x91\xd0\xbb.",
     "\xd0\x92 2020 \xd0\xb3. \xd0\x90. \xd0\x98. \xd0\x9f\xd0\xb5\xd1\x82\xd1\x80\xd0\xbe\xd0\xb2 "
     "\xd0\xb6\xd0\xb8\xd0\xbb \xd0\xbd\xd0\xb0 \xd1\x83\xd0\xbb. \xd0\x9c\xd0\xb8\xd1\x80\xd0\xb0. | "
     "\xd0\x9e\xd0\xbd \xd1\x83\xd1\x88\xd1\x91\xd0\xbb."},
    {"zh", "\xe4\xbb\x96\xe6\x9d\xa5\xe4\xba\x86\xe3\x80\x82\xe6\x88\x91\xe8\xb5\xb0\xe3\x80\x82",
     "\xe4\xbb\x96\xe6\x9d\xa5\xe4\xba\x86\xe3\x80\x82 | \xe6\x88\x91\xe8\xb5\xb0\xe3\x80\x82"},
    {"ja",
     "\xe3\x80\x8c\xe3\x81\xaf\xe3\x81\x84\xe3\x80\x82\xe8\xa1\x8c\xe3\x81\x8f\xe3\x80\x82\xe3\x80\x8d"
     "\xe3\x81\xa8\xe8\xa8\x80\xe3\x81\xa3\xe3\x81\x9f\xe3\x80\x82\xe9\x9b\xa8\xe3\x80\x82",
     "\xe3\x80\x8c\xe3\x81\xaf\xe3\x81\x84\xe3\x80\x82\xe8\xa1\x8c\xe3\x81\x8f\xe3\x80\x82\xe3\x80\x8d"
     "\xe3\x81\xa8\xe8\xa8\x80\xe3\x81\xa3\xe3\x81\x9f\xe3\x80\x82 | \xe9\x9b\xa8\xe3\x80\x82"},
    {"hi",
     "\xe0\xa4\xb5\xe0\xa4\xb9 \xe0\xa4\x97\xe0\xa4\xaf\xe0\xa4\xbe\xe0\xa5\xa4 \xe0\xa4\xae\xe0\xa5\x88\xe0\xa4\x82\xe0\xa5\xa4",
     "\xe0\xa4\xb5\xe0\xa4\xb9 \xe0\xa4\x97\xe0\xa4\xaf\xe0\xa4\xbe\xe0\xa5\xa4 | \xe0\xa4\xae\xe0\xa5\x88\xe0\xa4\x82\xe0\xa5\xa4"},
    {"am", "\xe1\x88\x80\xe1\x8d\xa1\xe1\x8d\xa1\xe1\x88\x81 \xe1\x88\x82\xe1\x8d\xa2",
     "\xe1\x88\x80\xe1\x8d\xa1\xe1\x8d\xa1 | \xe1\x88\x81 \xe1\x88\x82\xe1\x8d\xa2"},
    {"el", "\xce\xa0\xce\xbf\xcf\x8d; \xce\x95\xce\xb4\xcf\x8e.",
     "\xce\xa0\xce\xbf\xcf\x8d; | \xce\x95\xce\xb4\xcf\x8e."},
};

static void test_cases(void **state)
{
    (void)state;
    struct arena a;
    struct lexicon *l = lexicon_new();
    size_t wrong = 0;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        str got = split(&a, l, cases[i].language, cases[i].text);
        if (!str_eq(got, str_c(cases[i].want))) {
            print_error("got  %.*s\nwant %s\n", STR_FMT(got), cases[i].want);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    lexicon_free(l);
    arena_end(&a);
}

/* Function words of each Snowball language are known, and its commonest words of news are not. */
static void test_stop_words(void **state)
{
    (void)state;
    static const char *const known[][3] = {
        {"en", "the", "election"},
        {"de", "nicht", "wahl"},
        {"fr", "dans", "guerre"},
        {"es", "pero", "guerra"},
        {"it", "anche", "governo"},
        {"pt", "n\xc3\xa3o", "governo"},
        {"nl", "het", "regering"},
        {"da", "ikke", "regering"},
        {"sv", "inte", "regering"},
        {"nb", "ikke", "krig"},
        {"nn", "ikkje", "krig"},
        {"fi", "mutta", "hallitus"},
        {"hu", "hogy", "kormany"},
        {"ro", "pentru", "guvern"},
        {"tr", "i\xc3\xa7in", "sava\xc5\x9f"},
        {"id", "yang", "perang"},
        {"ca", "amb", "guerra"},
        {"eu", "eta", "gerra"},
        {"ga", "agus", "cogadh"},
        {"lt", "ir", "karas"},
        {"sr", "nije", "rat"},
        {"pl", "jest", "wojna"},
        {"cs", "nebo", "v\xc3\xa1lka"},
        {"ru", "\xd1\x87\xd1\x82\xd0\xbe", "\xd0\xb2\xd0\xbe\xd0\xb9\xd0\xbd\xd0\xb0"},
        {"el", "\xce\xba\xce\xb1\xce\xb9",
         "\xcf\x80\xcf\x8c\xce\xbb\xce\xb5\xce\xbc\xce\xbf\xcf\x82"},
        {"ar", "\xd9\x81\xd9\x8a", "\xd8\xad\xd8\xb1\xd8\xa8"},
        {"hy", "\xd5\xa7", "\xd5\xba\xd5\xa1\xd5\xbf\xd5\xa5\xd6\x80\xd5\xa1\xd5\xa6\xd5\xb4"},
        {"hi", "\xe0\xa4\x94\xe0\xa4\xb0",
         "\xe0\xa4\xaf\xe0\xa5\x81\xe0\xa4\xa6\xe0\xa5\x8d\xe0\xa4\xa7"},
        {"ne", "\xe0\xa4\xb0", "\xe0\xa4\xaf\xe0\xa5\x81\xe0\xa4\xa6\xe0\xa5\x8d\xe0\xa4\xa7"},
        {"ta", "\xe0\xae\x92\xe0\xae\xb0\xe0\xaf\x81",
         "\xe0\xae\xaa\xe0\xaf\x8b\xe0\xae\xb0\xe0\xaf\x8d"},
        {"yi", "\xd7\x90\xd7\x95\xd7\x9f", "\xd7\x9e\xd7\x9c\xd7\x97\xd7\x9e\xd7\x94"},
    };
    struct lexicon *l = lexicon_new();
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        const struct lexicon_language *words = lexicon_language(l, str_c(known[i][0]));
        assert_true(lexicon_has_stops(words));
        if (!(lexicon_word(words, str_c(known[i][1])) & LEXICON_STOP) ||
            lexicon_word(words, str_c(known[i][2])) & LEXICON_STOP) {
            print_error("%s: %s, %s\n", known[i][0], known[i][1], known[i][2]);
            assert_true(false);
        }
    }
    const struct lexicon_language *none = lexicon_language(l, S("xx"));
    assert_false(lexicon_has_stops(none));
    assert_int_equal(lexicon_word(none, S("the")), 0);
    assert_int_not_equal(lexicon_word(none, S("dr")), 0);
    lexicon_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_stop_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
