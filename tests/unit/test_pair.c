/* Pairs of articles: every relation, and the skeletons of names that translations are found by. */
#include "text_fixture.h"

#include "identity/pair.h"
#include "identity/retold.h"
#include "model/article.h"
#include "text/roman.h"

struct piece {
    const char *language, *title, *text, *address, *outlet;
    int64_t published_us;
};

static struct pair_article read_piece(struct text_fixture *f, const struct piece *p)
{
    struct text_input in = {str_c(p->title), str_c(p->text), str_c(p->language), p->published_us};
    struct text_doc *doc = arena_new(&f->arena, struct text_doc);
    text_doc_read(doc, &f->arena, f->reader, &in);
    return (struct pair_article){
        .doc = doc, .address = str_c(p->address), .outlet = str_c(p->outlet)};
}

static struct pair compare(struct text_fixture *f, const struct piece *x, const struct piece *y)
{
    struct pair_article one = read_piece(f, x), two = read_piece(f, y);
    struct pair there, back;
    pair_compare(&there, &f->arena, &one, &two);
    pair_compare(&back, &f->arena, &two, &one);
    assert_int_equal(there.relation, back.relation);
    assert_true(there.similarity - back.similarity < 1e-6);
    assert_true(back.similarity - there.similarity < 1e-6);
    assert_true(there.same_story == (there.relation >= RELATION_SAME_STORY));
    return there;
}

static const char ferry[] =
    "The ferry Ulva ran aground on the sandbank off Port Ellery on Tuesday morning with 214 people "
    "aboard, the coast guard said. Nobody was hurt.\n\n"
    "Captain Irena Holm told the harbour radio that the rudder had stopped answering at 6.40 a.m., "
    "twelve minutes after the ship left the quay. Three tugs pulled at the stern until noon without "
    "moving it.\n\n"
    "Passengers were taken off in lifeboats and given soup in the school gymnasium. The company, "
    "Northline, said it would pay for 1,250 nights in hotels.";

static const char ferry_edited[] =
    "The ferry Ulva ran aground on the sandbank off Port Ellery on Tuesday morning with 214 people "
    "aboard, the coast guard said. Nobody was hurt.\n\n"
    "Captain Irena Holm told the harbour radio that the rudder had stopped working at 6.40 a.m., "
    "twelve minutes after the ship left the quay. Three tugs pulled at the stern until noon without "
    "moving it. A fourth is on its way.\n\n"
    "Passengers were taken off in lifeboats and given soup in the school gymnasium.";

static const char ferry_retold[] =
    "All 214 people on the ferry Ulva are safe after it struck a sandbank near Port Ellery early on "
    "Tuesday.\n\n"
    "Irena Holm, who commands the ship, blamed the rudder. Tugs have failed to free the ferry, and "
    "its owner Northline is looking for beds for those who were stranded in the town.";

static const char ferry_german[] =
    "Die Fähre Ulva ist am Dienstagmorgen mit 214 Menschen an Bord auf der Sandbank vor Port Ellery "
    "auf Grund gelaufen, wie die Küstenwache mitteilte. Verletzt wurde niemand.\n\n"
    "Kapitänin Irena Holm sagte dem Hafenfunk, das Ruder habe um 6.40 Uhr nicht mehr reagiert, zwölf "
    "Minuten nachdem das Schiff vom Kai abgelegt hatte. Drei Schlepper zogen bis zum Mittag am Heck, "
    "ohne es zu bewegen.\n\n"
    "Die Passagiere wurden in Rettungsbooten abgeholt und bekamen in der Turnhalle der Schule Suppe. "
    "Die Reederei Northline kündigte an, 1.250 Übernachtungen in Hotels zu bezahlen.";

static const char ferry_russian[] =
    "Паром «Ульва» во вторник утром сел на мель у Порт-Эллери, на борту было 214 человек, сообщила "
    "береговая охрана. Никто не пострадал.\n\n"
    "Капитан Ирена Хольм рассказала портовому радио, что руль перестал слушаться в 6.40, через "
    "двенадцать минут после отхода от причала. Три буксира до полудня тянули судно за корму, но не "
    "сдвинули его.\n\n"
    "Пассажиров сняли на шлюпках и накормили супом в школьном спортзале. Компания «Нортлайн» "
    "обещала оплатить 1250 ночей в гостиницах.";

static const char bridge[] =
    "Councillors in Marlow voted by 14 to 9 to close the old iron bridge to lorries from January, "
    "after an engineer found cracks in two of its bearings.\n\n"
    "Shopkeepers on the south bank fear for their deliveries. A new crossing would cost 31 million "
    "crowns, said Tomas Reddy, who leads the works committee.";

static void test_relations(void **state)
{
    struct text_fixture *f = *state;
    const struct piece base = {"en", "Ferry aground off Port Ellery", ferry, "", "", TIME_NONE};
    const struct {
        struct piece other;
        enum relation want;
    } cases[] = {
        {{"en", "Ferry aground off Port Ellery", ferry, "", "", TIME_NONE}, RELATION_EXACT},
        {{"en", "", ferry, "", "", TIME_NONE}, RELATION_EXACT},
        {{"en", "Ship stuck on sand", ferry, "", "", TIME_NONE}, RELATION_NEAR},
        {{"en", "Ferry aground", ferry_edited, "", "", TIME_NONE}, RELATION_NEAR},
        {{"en", "Sandbank catches ferry Ulva off Port Ellery", ferry_retold, "", "", TIME_NONE},
         RELATION_SAME_STORY},
        {{"de", "Fähre vor Port Ellery auf Grund", ferry_german, "", "", TIME_NONE},
         RELATION_TRANSLATION},
        {{"ru", "Паром сел на мель у Порт-Эллери", ferry_russian, "", "", TIME_NONE},
         RELATION_TRANSLATION},
        {{"en", "Iron bridge to close to lorries", bridge, "", "", TIME_NONE}, RELATION_NONE},
        {{"de", "Fähre", "", "", "", TIME_NONE}, RELATION_NONE},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct pair p = compare(f, &base, &cases[i].other);
        if (p.relation != cases[i].want)
            print_error("case %zu: %s, %.3f\n", i, relation_name(p.relation), p.similarity);
        assert_int_equal(p.relation, cases[i].want);
    }
}

static void test_versions(void **state)
{
    struct text_fixture *f = *state;
    struct piece x = {"en", "Ferry aground", ferry, "https://a.example/1", "", TIME_NONE};
    struct piece y = {"en", "Ferry aground", ferry_edited, "https://a.example/1", "", TIME_NONE};
    assert_int_equal(compare(f, &x, &y).relation, RELATION_VERSION);
    y.address = "https://b.example/1";
    assert_int_equal(compare(f, &x, &y).relation, RELATION_NEAR);
    x.outlet = y.outlet = "Ledger";
    assert_int_equal(compare(f, &x, &y).relation, RELATION_VERSION);
    y.text = bridge;
    y.title = "Iron bridge";
    assert_int_equal(compare(f, &x, &y).relation, RELATION_NONE);
}

/* Titles that differ in their numbers only are a series; time between lowers the likeness. */
static void test_series_and_time(void **state)
{
    struct text_fixture *f = *state;
    static const char weather[] = "Cloudy in the north, sunny in the south. Wind from the west. "
                                  "Temperatures about the average of the season.";
    static const char weather_after[] =
        "Rain from the west in the morning, later sunny. Wind from the south. Temperatures above "
        "the average of the season.";
    struct piece x = {"en", "Weather in Port Ellery on 8 May", weather, "", "", TIME_NONE};
    struct piece y = {"en", "Weather in Port Ellery on 9 May", weather_after, "", "", TIME_NONE};
    assert_false(compare(f, &x, &y).same_story);
    y.title = "Weather in Port Ellery on 8 May";
    assert_true(compare(f, &x, &y).same_story);

    struct piece told = {"en", "Ferry aground", ferry, "", "", 0};
    struct piece later = {"en", "Ferry Ulva aground", ferry_retold, "", "", 0};
    double at_once = compare(f, &told, &later).similarity;
    later.published_us = (int64_t)30 * 86400 * 1000000;
    assert_true(compare(f, &told, &later).similarity < at_once);
}

static str skeleton(char out[ROMAN_MAX], const char *word)
{
    return str_of(out, roman_skeleton(out, str_c(word)));
}

static void test_skeletons(void **state)
{
    (void)state;
    static const struct {
        const char *word, *want;
    } cases[] = {
        {"Putin", "ptn"},    {"Poutine", "ptn"},
        {"Путин", "ptn"},    {"Khrushchev", "rsv"},
        {"Хрущёв", "rsv"},   {"Alaska", "alsk"},
        {"Аляска", "alsk"},  {"Johnson", "snsn"},
        {"Джонсон", "snsn"}, {"Smirnoff", "smrnv"},
        {"Yalta", "alt"},    {"Ялта", "alt"},
        {"Škoda", "skd"},    {"Ødegård", "adgrd"},
        {"Weiß", "vs"},      {"Alexander", "alksndr"},
        {"Макс", "mks"},     {"", ""},
        {"日本", ""},        {"1980", ""},
        {"Łódź", "ls"},      {"Bussell", "bsl"},
        {"Киев", "kv"},      {"Kyiv", "kv"},
    };
    char out[ROMAN_MAX], other[ROMAN_MAX];
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(skeleton(out, cases[i].word), cases[i].want);
    assert_true(roman_same(skeleton(out, "Путиным"), skeleton(other, "Putin")));
    assert_true(roman_same(skeleton(out, "Зеленского"), skeleton(other, "Zelensky")));
    assert_false(roman_same(skeleton(out, "Peter"), skeleton(other, "Paul")));
    assert_false(roman_same(skeleton(out, "Ai"), skeleton(other, "Aye")));
}

static void test_nothing(void **state)
{
    struct text_fixture *f = *state;
    struct piece empty = {"", "", "", "", "", TIME_NONE}, title = {"en", "Rain", "", "", "", 0};
    assert_int_equal(compare(f, &empty, &empty).relation, RELATION_NONE);
    assert_int_equal(compare(f, &empty, &title).relation, RELATION_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relations),       cmocka_unit_test(test_versions),
        cmocka_unit_test(test_series_and_time), cmocka_unit_test(test_skeletons),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
