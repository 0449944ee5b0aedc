/* Which sentences stand on their own: a sentence a row, in seven languages. */
#include "testing.h"

#include "summary/stand.h"

#define LEANS STAND_LEANS
#define PRONOUN STAND_PRONOUN
#define QUOTE STAND_QUOTE
#define QUESTION STAND_QUESTION
#define BROKEN STAND_BROKEN
#define READER STAND_READER
#define PERSON STAND_PERSON

struct row {
    const char *language, *text;
    uint32_t want;
};

/* Each is the second sentence of a text whose first is FIRST. */
static const char first[] = "The council of Gormley met on Monday.\n\n";

static const struct row rows[] = {
    {"en", "The council voted to close the bridge for a year.", 0},
    {"en", "He added that the bridge was old.", LEANS},
    {"en", "However, this would take a year.", LEANS},
    {"en", "The latter refused to sign.", LEANS},
    {"en", "One, a man of 66, went home the same night.", LEANS},
    {"en", "One road out of Gormley is open again.", 0},
    {"en", "Ten are closed and four have been opened again.", LEANS},
    {"en", "Ten bridges are closed in the whole of Gormley.", 0},
    {"en", "Update: the council has closed the bridge.", READER},
    {"de", "Beim letzten stritt der Rat sechs Stunden lang.", LEANS},
    {"de", "Gelernt hat sie es mit vier Jahren im Hafen.", LEANS},
    {"de", "Gelernt hat Marta Quill es mit vier Jahren.", 0},
    {"de", "Nachtrag: Der Rat hat die Brücke gesperrt.", READER},
    {"es", "Junto a ella estaba la alcaldesa de Gormley.", LEANS},
    {"es", "Cuando le dijeron que no, pidió agua.", LEANS},
    {"es", "Información actualizada: el puente está cerrado.", READER},
    {"ru", "Вчера она уехала из города на поезде.", LEANS | PRONOUN},
    {"en", "In addition, two roads will be closed.", LEANS},
    {"en", "In Adderton, two roads will be closed.", 0},
    {"en", "This week two roads will be closed.", 0},
    {"en", "This was a surprise to many drivers.", LEANS},
    {"en", "It\xe2\x80\x99s a surprise to many drivers.", LEANS},
    {"en", "IT workers in Gormley went on strike.", 0},
    {"en", "The last of them left the hall at noon.", LEANS},
    {"en", "The last of the drivers left the hall at noon.", 0},
    {"en", "After the talks he flew home.", PRONOUN},
    {"en", "In Adderton he met the mayor.", PRONOUN},
    {"en", "After the talks Marta Quill said she would fly home.", 0},
    {"en", "The talks had failed, she said.", PRONOUN},
    {"en", "\"The bridge is old,\" she said on Monday.", PRONOUN},
    {"en", "\"The bridge is old,\" she said in Adderton.", PRONOUN},
    {"en", "An earlier version of the text named another bridge.", READER},
    {"en", "For him the bridge was a friend.", LEANS},
    {"en", "\"The bridge is old,\" Marta Quill said on Monday.", 0},
    {"en", "\"The bridge is old and ought to go.\"", QUOTE},
    {"en", "\"The bridge is old and ought to go.", QUOTE},
    {"en", "Who will pay for the new bridge?", QUESTION},
    {"en", "What the council decided about the bridge", BROKEN},
    {"en", "and nobody in the town was asked.", BROKEN | LEANS},
    {"en", "Read more about the bridge in the archive.", READER},
    {"en", "We walked across the bridge in the rain.", PERSON},
    {"en", "US engineers walked across the bridge in the rain.", 0},
    {"de",
     "Die Stadt sperrt die Br\xc3\xbc"
     "cke f\xc3\xbcr ein Jahr.",
     0},
    {"de",
     "Er sperrt die Br\xc3\xbc"
     "cke f\xc3\xbcr ein Jahr.",
     LEANS},
    {"de", "Das klingt nach viel Arbeit.", LEANS},
    {"de", "Das alte Rathaus wird verkauft.", 0},
    {"de", "Nach dem Treffen flog er nach Hause.", PRONOUN},
    {"de", "Marta Quill sagte, sie wolle nach Hause fliegen.", 0},
    {"de", "Allerdings kostet der Bau zwei Millionen.", LEANS},
    {"de", "In dieser Woche wird der Bau beginnen.", 0},
    {"fr", "Le pont sera ferm\xc3\xa9 pendant un an.", 0},
    {"fr", "Il sera ferm\xc3\xa9 pendant un an.", LEANS},
    {"fr", "Cette semaine, le pont sera ferm\xc3\xa9.", 0},
    {"fr", "En revanche, le tunnel reste ouvert.", LEANS},
    {"fr",
     "D\xe2\x80\x99"
     "autre part, le tunnel reste ouvert.",
     LEANS},
    {"es", "El puente estar\xc3\xa1 cerrado un a\xc3\xb1o.", 0},
    {"es",
     "A\xc3\xb1"
     "adi\xc3\xb3 que el puente es viejo.",
     LEANS},
    {"es", "Mand\xc3\xb3 cerrar el puente por un a\xc3\xb1o.", LEANS},
    {"es", "Se retir\xc3\xb3 de la mesa por un a\xc3\xb1o.", LEANS},
    {"es", "Sin embargo, el t\xc3\xbanel sigue abierto.", LEANS},
    {"it", "Il ponte rester\xc3\xa0 chiuso per un anno.", 0},
    {"it", "Tuttavia il tunnel resta aperto.", LEANS},
    {"pt", "A ponte ficar\xc3\xa1 fechada por um ano.", 0},
    {"pt", "No entanto, o t\xc3\xbanel continua aberto.", LEANS},
    {"nl", "De brug blijft een jaar gesloten.", 0},
    {"nl", "Daarnaast blijft de tunnel open.", LEANS},
    {"ru",
     "\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82 \xd0\xb7\xd0\xb0\xd0\xba\xd1\x80\xd0\xbe\xd1\x8e\xd1\x82 \xd0\xbd\xd0\xb0 \xd0\xb3\xd0\xbe\xd0\xb4.",
     0},
    {"ru",
     "\xd0\x9e\xd0\xbd \xd0\xb7\xd0\xb0\xd0\xba\xd1\x80\xd0\xbe\xd1\x8e\xd1\x82 \xd0\xbc\xd0\xbe\xd1\x81\xd1\x82 \xd0\xbd\xd0\xb0 \xd0\xb3\xd0\xbe\xd0\xb4.",
     LEANS},
    {"ru",
     "\xd0\x9e\xd1\x81\xd0\xb5\xd0\xbd\xd1\x8c\xd1\x8e \xd0\xb5\xd0\xb9 \xd0\xbf\xd1\x80\xd0\xb5\xd0\xb4\xd1\x81\xd1\x82\xd0\xbe\xd0\xb8\xd1\x82 \xd0\xbc\xd0\xb0\xd1\x82\xd1\x87.",
     LEANS},
    {"ru",
     "\xd0\x97\xd0\xb0 \xd0\xbd\xd0\xb5\xd1\x91 \xd0\xb3\xd0\xbe\xd0\xbb\xd0\xbe\xd1\x81\xd0\xbe\xd0\xb2\xd0\xb0\xd0\xbb \xd0\xb2\xd0\xb5\xd1\x81\xd1\x8c \xd0\xb3\xd0\xbe\xd1\x80\xd0\xbe\xd0\xb4.",
     LEANS},
    {"xx", "He added that the bridge was old.", 0},
};

static void test_rows(void **state)
{
    struct arena a;
    struct text_reader *reader = text_reader_new();
    int wrong = 0;
    (void)state;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct text_doc doc;
        str text = str_printf(&a, "%s%s", first, rows[i].text);
        struct text_input in = {S(""), text, str_c(rows[i].language), INT64_MIN};
        text_doc_read(&doc, &a, reader, &in);
        uint32_t len = doc.body.sentences_len;
        uint32_t got = stand_read(&a, &doc, len)[1];
        if (got != rows[i].want) {
            print_error("%s: '%s': 0x%x, not 0x%x\n", rows[i].language, rows[i].text, got,
                        rows[i].want);
            wrong++;
        }
    }
    arena_end(&a);
    text_reader_free(reader);
    assert_int_equal(wrong, 0);
}

/* A quotation that is opened and not closed in its paragraph, as speeches are set. */
static void test_quotations(void **state)
{
    static const char text[] = "\"The bridge is old. Nobody paints the bridge.\n\n\"It must go,\" "
                               "said Marta Quill.\n\nThe council met.";
    static const uint8_t want[] = {STAND_QUOTE, STAND_QUOTE, STAND_LEANS, 0};
    struct arena a;
    struct text_reader *reader = text_reader_new();
    struct text_doc doc;
    (void)state;
    arena_init(&a);
    struct text_input in = {S(""), str_c(text), S("en"), INT64_MIN};
    text_doc_read(&doc, &a, reader, &in);
    assert_int_equal(doc.body.sentences_len, 4);
    const uint8_t *got = stand_read(&a, &doc, 4);
    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        assert_int_equal(got[i], want[i]);
    arena_end(&a);
    text_reader_free(reader);
}

/* Where no sentence ends with a mark, ends tell nothing. */
static void test_no_marks(void **state)
{
    struct arena a;
    struct text_reader *reader = text_reader_new();
    struct text_doc doc;
    (void)state;
    arena_init(&a);
    struct text_input in = {S(""), S("The bridge is shut\n\nThe road is shut\n\nThe inn is open"),
                            S("en"), INT64_MIN};
    text_doc_read(&doc, &a, reader, &in);
    const uint8_t *got = stand_read(&a, &doc, doc.body.sentences_len);
    for (uint32_t i = 0; i < doc.body.sentences_len; i++)
        assert_int_equal(got[i], 0);
    arena_end(&a);
    text_reader_free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_quotations),
        cmocka_unit_test(test_no_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
