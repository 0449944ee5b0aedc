/* Datelines: the forms of several languages, what only looks like one, and what follows from it. */
#include "text_fixture.h"

#include "summary/summary.h"
#include "text/name.h"

struct fixture {
    struct text_fixture text;
    struct text_doc doc;
};

static int setup(void **state)
{
    return text_fixture_new(state, sizeof(struct fixture));
}

static void read(struct fixture *f, const char *language, const char *title, str text)
{
    struct text_input in = {str_c(title), text, str_c(language), 0};
    text_doc_read(&f->doc, &f->text.arena, f->text.reader, &in);
}

/* The place and the first words behind the dateline, each case's own. */
static void test_forms(void **state)
{
    static const struct {
        const char *language, *line, *place, *rest;
    } cases[] = {
        {"en", "PORT SALLOW (Solvane) - ", "PORT SALLOW", "Almadera's ferry sank. It rained."},
        {"en", "COBB'S LANDING, Tarrin (Solvane) - ", "COBB'S LANDING", "The ferry sank. It was."},
        {"en", "RANNICK, D.C. -- ", "RANNICK", "The house sat. It rained."},
        {"en", "OLDTOWN, March 3 (Solvane) - ", "OLDTOWN", "Oil rose. It rained."},
        {"en", "ST. AGNES, Fla. (Solvane) — ", "ST. AGNES", "A man sat. It rained."},
        {"en", "Lisane – ", "Lisane", "Several hundred teachers marched. It rained."},
        {"en", "Hall Bay (Solvane Business) ", "Hall Bay", "A muddled view. It rained."},
        {"de", "NORDHAFEN (swd) - ", "NORDHAFEN", "Die Regierung tagt. Es regnet."},
        {"de", "NORDHAFEN, 3. März (Solvane) – ", "NORDHAFEN", "Die Regierung tagt. Es regnet."},
        {"de", "Cobb's Landing. (Solvane) ", "Cobb's Landing", "Mehr als 400 gingen. Es regnet."},
        {"fr", "BREST-LE-VIEUX — ", "BREST-LE-VIEUX", "Le ministre part. Il pleut."},
        {"fr", "Sainte-Aurle, le 3 mars (SOL) – ", "Sainte-Aurle", "Le ministre part. Il pleut."},
        {"es", "Villa Umbría, 3 mar (SOL).- ", "Villa Umbría", "El ministro salió. Llueve."},
        {"it", "(SOLV) - ROCCABIANCA, 03 MAR - ", "ROCCABIANCA", "Il ministro parte. Piove."},
        {"pt", "SÃO TELMO — ", "SÃO TELMO", "O ministro saiu. Chove."},
        {"pl", "Stare Pole (SAP) – ", "Stare Pole", "Minister wyjechał. Pada."},
        {"nl", "OUDEHAVEN (SNP) - ", "OUDEHAVEN", "De minister vertrok. Het regent."},
        {"ru", "ВЕТРОГРАД, 3 мар — РИА Листок. ", "ВЕТРОГРАД", "Министр уехал. Идёт дождь."},
        {"ru", "ВЕТРОГРАД, 19 февраля. /ЛИСТ/. ", "ВЕТРОГРАД", "Министр уехал. Идёт дождь."},
        {"ru", "Ветроград. 3 марта. ЛИСТОК.СУ - ", "Ветроград", "Министр уехал. Идёт дождь."},
        {"ru", "ВЕТРОГРАД, Солвейн. ", "ВЕТРОГРАД", "Министр уехал. Идёт дождь."},
        {"ar", "القاهرة (سولفان) - ", "القاهرة", "قال الوزير. المطر."},
        {"ko", "(서울=솔베인) 홍길동 기자 = ", "", "정부가 말했다. 비가 온다."},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char text[256];
        snprintf(text, sizeof text, "%s%s", cases[i].line, cases[i].rest);
        read(f, cases[i].language, "", str_c(text));
        const struct text_dateline *d = &f->doc.dateline;
        assert_str(str_sub(str_c(text), d->end, strlen(text)), cases[i].rest);
        assert_str(str_sub(str_c(text), d->place_begin, d->place_end), cases[i].place);
        assert_int_equal(f->doc.body.sentences_len, 3);
        assert_int_equal(f->doc.body.sentences[0].begin, 0);
        assert_true(f->doc.body.sentences[0].end < d->end);
        assert_int_equal(f->doc.body.sentences[1].begin, d->end);
    }
}

static void test_none(void **state)
{
    static const struct {
        const char *language, *text;
    } cases[] = {
        {"en", ""},
        {"en", "PORT SALLOW"},
        {"en", "PORT SALLOW -"},
        {"en", "PORT SALLOW (Solvane"},
        {"en", "Patience - the word of the day - is what he has."},
        {"en", "Two hostages — a pilot and a cook — came home."},
        {"en", "The Harbour Ledger (Solvane) Reads well."},
        {"en", "Mayor Anna Orsk (R) is defending it."},
        {"en", "The ferry sank - Anna Orsk saw it."},
        {"en", "March 3 - The ferry sank."},
        {"en", "- The ferry sank."},
        {"de", "Der Hafen – Er ist alt."},
        {"ru", "Таррин уехал. Справа — Морвана."},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        read(f, cases[i].language, "", str_c(cases[i].text));
        assert_int_equal(f->doc.dateline.end, 0);
    }
}

/* The place is written as the text has it, or as names are; the agency is no name of the article.
 */
static void test_names(void **state)
{
    struct fixture *f = *state;
    struct name_list names;
    read(f, "en", "", S("PORT SALLOW (Solvane) - Rain fell. In Port Sallow it rained again."));
    name_find(&names, &f->text.arena, f->text.reader, &f->doc);
    assert_int_equal(names.len, 1);
    assert_str(names.at[0].text, "Port Sallow");
    assert_int_equal(names.at[0].aliases_len, 0);
    assert_int_equal(names.at[0].mentions_len, 2);
    read(f, "fr", "", S("BREST-SUR-MORNE (Solvane) - Il pleut. Rien de plus."));
    name_find(&names, &f->text.arena, f->text.reader, &f->doc);
    assert_int_equal(names.len, 1);
    assert_str(names.at[0].text, "Brest-sur-Morne");
    assert_int_equal(names.at[0].kind, NAME_PLACE);
}

/* The summary begins behind it. */
static void test_summary(void **state)
{
    struct fixture *f = *state;
    struct summary_vec summary;
    str text = S("PORT SALLOW (Solvane) - The ferry Petrel sank in the harbour on Monday night. "
                 "Forty passengers were brought ashore by three fishing boats. The harbour master, "
                 "Anna Orsk, said that the ferry had been repaired in the spring. Divers will look "
                 "at the hull of the ferry on Friday.");
    read(f, "en", "Ferry sinks in harbour", text);
    summary_article(&summary, &f->text.arena, &f->doc);
    assert_true(summary.len > 0);
    assert_true(
        str_starts(str_sub(text, summary.at[0].begin, summary.at[0].end), S("The ferry Petrel")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_forms, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_none, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_names, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_summary, setup, text_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
