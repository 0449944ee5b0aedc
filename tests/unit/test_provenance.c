/* Provenance: credit lines, agencies and cited outlets in seven languages; the seed page. */
#include "text_fixture.h"

#include "base/json_in.h"
#include "base/sbuf.h"
#include "identity/provenance.h"
#include "shared.h"

static struct text_doc *read_text(struct text_fixture *f, const char *language, str text)
{
    struct text_input in = {S(""), text, str_c(language), TIME_NONE};
    struct text_doc *doc = arena_new(&f->arena, struct text_doc);
    text_doc_read(doc, &f->arena, f->reader, &in);
    return doc;
}

static struct provenance read_body(struct text_fixture *f, const char *language, str text)
{
    struct provenance_input in = {.doc = read_text(f, language, text)};
    struct provenance p;
    provenance_read(&p, &f->arena, &in);
    return p;
}

/* "first|translated|edited|agency,agency|outlet,outlet?" with ? after those with anonymous sources.
 */
static str summary(struct text_fixture *f, const struct provenance *p)
{
    struct sbuf b;
    sbuf_init(&b, &f->arena, 4000);
    sbuf_put(&b, p->first_published_by.name);
    sbuf_putc(&b, '|');
    sbuf_put(&b, p->translated_by.name);
    sbuf_putc(&b, '|');
    sbuf_put(&b, p->edited_by.name);
    sbuf_putc(&b, '|');
    for (size_t i = 0; i < p->agencies_len; i++)
        sbuf_printf(&b, "%s%.*s", i ? "," : "", STR_FMT(p->agencies[i].name));
    sbuf_putc(&b, '|');
    for (size_t i = 0; i < p->cited_len; i++)
        sbuf_printf(&b, "%s%.*s%s", i ? "," : "", STR_FMT(p->cited[i].name.name),
                    p->cited[i].anonymous ? "?" : "");
    return sbuf_str(&b);
}

struct sample {
    const char *language, *text, *want;
};

static void check(struct text_fixture *f, const struct sample *samples, size_t n)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct provenance p = read_body(f, samples[i].language, str_c(samples[i].text));
        if (str_eq(summary(f, &p), str_c(samples[i].want)))
            continue;
        print_error("%s\ngot  %.*s\nwant %s\n", samples[i].text, STR_FMT(summary(f, &p)),
                    samples[i].want);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void test_credits(void **state)
{
    static const struct sample samples[] = {
        {"en", "Rain fell.\n\nThis article was first published by the Harbour Ledger.",
         "Harbour Ledger||||"},
        {"en",
         "Rain fell.This story was first published by Packet magazine and was translated and "
         "edited by the Solvane team.",
         "Packet magazine|Solvane team|Solvane team||"},
        {"en",
         "Rain fell.\n\nOriginally published on 5 May in The Shingle Review. Translated from "
         "the Russian by Ivan Bell. Edited by Ann Lee and Tom Reed.",
         "Shingle Review|Ivan Bell|Ann Lee and Tom Reed||"},
        {"en", "Rain fell.\n\nPublished: Monday, 5 May\n\nShe translated her fear into anger.",
         "||||"},
        {"en", "The article, published in March, was edited by committee.", "||||"},
        {"de",
         "Es regnete.\n\nDieser Artikel erschien zuerst in der Zeitschrift Küstenpost und wurde "
         "von Hans Müller aus dem Englischen übersetzt.",
         "Küstenpost|Hans Müller|||"},
        {"de", "Es regnete.\n\nAus dem Russischen von Vera Lind. Redaktion: Jan Rode",
         "|Vera Lind|Jan Rode||"},
        {"fr",
         "Il a plu.\n\nCet article a été publié pour la première fois par Le Courrier du Port "
         "et traduit de l'anglais par Jeanne Petit.",
         "Le Courrier du Port|Jeanne Petit|||"},
        {"fr", "Il a plu.\n\nTraduction : Marc Loup", "|Marc Loup|||"},
        {"es",
         "Llovió.\n\nEste artículo fue publicado originalmente por Gaceta Celeste y traducido "
         "por Marta Ruiz.",
         "Gaceta Celeste|Marta Ruiz|||"},
        {"it",
         "Ha piovuto.\n\nQuesto articolo è stato pubblicato originariamente dal Messaggero di "
         "Porto ed è stato tradotto da Carla Neri.",
         "Messaggero di Porto|Carla Neri|||"},
        {"pt",
         "Choveu.\n\nEsta reportagem foi publicada originalmente pelo Correio do Mar. Traduzido "
         "por Ana Lopes.",
         "Correio do Mar|Ana Lopes|||"},
        {"ru",
         "Шёл дождь.\n\nЭта статья впервые опубликована газетой «Северный фонарь» и переведена "
         "Иваном Беловым.",
         "Северный фонарь|Иваном Беловым|||"},
        {"ru", "Шёл дождь.\n\nПеревод: Анна Лис", "|Анна Лис|||"},
        /* Everybody has a team. */
        {"en", "Rain fell.\n\nTranslated by Team. Edited by News Desk.", "||||"},
        {"en", "Rain fell.\n\nEdited by Staff and Agencies.", "||||"},
        {"de", "Es regnete.\n\nAus dem Englischen vom Team. Redaktion: Redaktion", "||||"},
        {"de",
         "Es regnete.\n\nDieser Artikel erschien zuerst bei Mareas und wurde vom Team des "
         "Küstenboten übersetzt und redigiert.",
         "Mareas|Team des Küstenboten|Team des Küstenboten||"},
        {"fr", "Il a plu.\n\nTraduction : Rédaction", "||||"},
        {"es", "Llovió.\n\nTraducción: Redacción", "||||"},
        {"it", "Ha piovuto.\n\nTraduzione: Redazione", "||||"},
        {"pt", "Choveu.\n\nTradução: Redação", "||||"},
        {"ru", "Шёл дождь.\n\nПеревод: Редакция", "||||"},
        {"en", "Rain fell.\n\nThis story first appeared on Packet.com.", "Packet.com||||"},
    };
    check(*state, samples, ARRAY_LEN(samples));
}

static void test_agencies(void **state)
{
    static const struct sample samples[] = {
        {"en", "KYIV, Nov 3 (Reuters) - Talks went on.", "|||Reuters|"},
        {"en", "Talks went on. (AFP/dpa)", "|||AFP,dpa|"},
        {"en", "Talks went on. (Laughter)", "||||"},
        {"en", "Talks went on.\n\nWith material from Northern Wire and Reuters.",
         "|||Northern Wire,Reuters|"},
        {"de", "Berlin (dpa) - Es regnete. Mit Material von AFP.", "|||AFP,dpa|"},
        {"fr", "Il a plu. (avec AFP)", "|||AFP|"},
        {"fr", "Il est venu avec Jeanne.", "||||"},
        {"es", "Llovió. Con información de EFE.", "|||EFE|"},
        {"it", "Ha piovuto.\n\nCon informazioni di ANSA.", "|||ANSA|"},
        {"pt", "Choveu.\n\nCom informações da Lusa.", "|||Lusa|"},
        {"ru", "Шёл дождь.\n\nПо материалам агентства ТАСС", "|||ТАСС|"},
        /* Behind a headline and bylines; what readers of other words must not take for one. */
        {"en", "Talks go on in the old town By Ann Lee KYIV (Reuters) - Talks went on.",
         "|||Reuters|"},
        {"en", "Talks went on.\n\nReporting by Ann Lee and Tom Reed, Reuters", "||||"},
        {"en", "Talks went on.\n\nThe Associated Press contributed to this report.",
         "|||Associated Press|"},
        {"fr", "Il pleut sur la côte. Une guerre avec l'Algérie est exclue.", "||||"},
        {"pt", "Choveu. O ministro falou com a Justiça.", "||||"},
    };
    check(*state, samples, ARRAY_LEN(samples));
}

static void test_cited(void **state)
{
    static const struct sample samples[] = {
        {"en",
         "The tunnel is safe, the Harbour Times has claimed, citing anonymous engineers. The HT "
         "quoted its sources as saying so. Speaking to Sound Business on Monday, she agreed.",
         "||||Harbour Times?,Sound Business"},
        {"en", "\"It leaks,\" Mr Reed told the Evening Packet newspaper and Reuters.",
         "||||Evening Packet,Reuters"},
        {"en",
         "According to Ann Lee of the Sallow Herald it leaks. Two sources told the Daily Fog so.",
         "||||Sallow Herald,Daily Fog?"},
        {"en",
         "Police reported two arrests. Press Secretary Ann Lee said no. The WHO has reported "
         "cases. Putin, citing officials, told Trump so.",
         "||||"},
        {"en", "Turnout fell, the Times of Solvane reported.", "||||Times of Solvane"},
        {"de",
         "Wie die Aldenbrucker Zeitung unter Berufung auf namentlich nicht genannte Quellen "
         "berichtet, droht ein Bruch. Der Minister sagte dem Sender Nordfunk, er bleibe. Laut "
         "Presse stimmt das.",
         "||||Aldenbrucker Zeitung?,Nordfunk"},
        {"fr",
         "Le ministre a déclaré à la chaîne Canal Nord qu'il partait. Selon le quotidien Le "
         "Fanal, citant des sources anonymes, un accord existe.",
         "||||Canal Nord,Le Fanal?"},
        {"es",
         "El ministro dijo al diario Mareas que dimite. Según informó la cadena Radio Celeste, "
         "citando fuentes anónimas, habrá elecciones.",
         "||||Mareas,Radio Celeste?"},
        {"it",
         "Il ministro ha detto al quotidiano Il Faro che lascia. Secondo quanto riporta il "
         "Corriere del Golfo, citando fonti anonime, si vota.",
         "||||Il Faro,Corriere del Golfo?"},
        {"pt",
         "O ministro disse ao jornal Maré Alta que vai sair. Segundo a Rádio Costa, citando "
         "fontes anônimas, haverá eleições.",
         "||||Maré Alta,Rádio Costa?"},
        {"ru",
         "Министр рассказал газете «Северный фонарь», что уходит. Телеканал «Берег» сообщил со "
         "ссылкой на анонимные источники, что выборы пройдут в мае. Полиция сообщила о краже.",
         "||||Северный фонарь,Берег?"},
    };
    check(*state, samples, ARRAY_LEN(samples));
}

/* Names that are one outlet's, whatever is left out of them or added by a case. */
static void test_joined_names(void **state)
{
    static const struct sample samples[] = {
        {"en",
         "Rain fell, the Wall Street Journal reported. The Journal said more would come. She told "
         "the Journal so.",
         "||||Wall Street Journal"},
        {"en", "The Journal said so. Later the Port Ellery Journal reported more.",
         "||||Port Ellery Journal"},
        {"de",
         "Nach einem Bericht des „Küstener Boten“ regnet es. Der „Küstener Bote“ berichtete auch "
         "vom Wind.",
         "||||Küstener Bote"},
        {"de", "Das sagte Lind der Hafener Zeitung.", "||||Hafener Zeitung"},
        {"fr", "Selon le Courrier du Port, il pleut. Le Courrier affirme le contraire.",
         "||||Courrier du Port"},
        {"es", "Según el Heraldo de Mar, llueve. El Heraldo informó de más.", "||||Heraldo de Mar"},
        {"it", "Secondo il Corriere del Golfo piove. Il Corriere scrive altro.",
         "||||Corriere del Golfo"},
        {"pt", "Segundo o Correio do Mar, chove. O Correio noticiou mais.", "||||Correio do Mar"},
        {"ru",
         "Капитан рассказал газете «Северный вестник», что уходит. «Северному вестнику» сообщили "
         "и о шторме. «Северный вестник» пишет, что шторм близко.",
         "||||Северный вестник"},
    };
    check(*state, samples, ARRAY_LEN(samples));
}

/* What is before or in a name without being of it; names that are none. */
static void test_near_names(void **state)
{
    static const struct sample samples[] = {
        {"en", "She told the Velmoor news site Severny Fonar that it rained.", "||||Severny Fonar"},
        {"en", "He said so in an interview published in French newspaper Le Phare Wednesday.",
         "||||Le Phare"},
        {"en", "Speaking to Spanish radio, she laughed. According to Chirper's website, it rains.",
         "||||"},
        {"en", "Jo Reed appeared on U.S. TV show Rain. \"We may buy more,\" Post said recently.",
         "||||"},
        {"en", "Li told the paper: \"This is good news\", and left.", "||||"},
        {"en", "\"It leaks,\" she told KBXC. \"It does,\" he told NATO. \"No,\" Reed told the XBC.",
         "||||KBXC,XBC"},
        {"en", "The engineers told the KBXC. They had an interview with KBXC officers.", "||||"},
        {"de", "Laut Instagram-Post regnet es. In ihrem Blogpost schreibt sie das auch.", "||||"},
        {"de", "„Es regnet“, sagte der NTW-Vorsitzende Lind. Er sagte das „Kurt“ auch.", "||||"},
        {"de", "„Es regnet“, sagte er dem NTW. Dem „Faro“ zufolge regnet es.", "||||NTW,Faro"},
        {"de", "„Hart“ nannte er seine Haltung gegenüber der NTX.", "||||"},
        {"de", "Nach Angaben der Solvane Times regnet es.", "||||Solvane Times"},
        {"fr", "« Il pleut », explique-t-elle à la RTX. Il l'a dit à l'ONU.", "||||RTX"},
        {"es", "«Llueve», dijo a la RTX. Lo dijo en una entrevista con \"Faro\".", "||||RTX,Faro"},
        {"it", "«Piove», ha detto alla RTX. Lo dice in un'intervista a «Faro».", "||||RTX,Faro"},
        {"pt", "\"Chove\", disse à RTX. Em entrevista à \"Faro\", ela riu.", "||||RTX,Faro"},
        {"ru",
         "Об этом сообщает «Берег». Шторм близко, пишет Harbour со ссылкой на источники. Завод "
         "«Якорь» закрыт, сообщили в ГИБДД.",
         "||||Берег,Harbour?"},
        {"ru", "Об этом сообщает «Берег.ru».", "||||Берег.ru"},
    };
    check(*state, samples, ARRAY_LEN(samples));
}

/* Known sources have their own name, however the text calls them. */
static void test_known_names(void **state)
{
    struct text_fixture *f = *state;
    const str outlets[] = {S("The Harbour Ledger"), S("Seehagener Bote"), S("Ветроградский листок"),
                           S("Evening Packet"), S("Morning Packet")};
    static const struct sample samples[] = {
        {"en", "Three officials told the Ledger, the Harbour Ledger has learned.",
         "||||The Harbour Ledger"},
        {"en", "Three officials told the Packet newspaper so.", "||||Packet"},
        {"de", "Nach einem Bericht des „Seehagener Boten“ regnet es.", "||||Seehagener Bote"},
        {"ru", "Капитан рассказал газете «Листку» о шторме.", "||||Ветроградский листок"},
        {"ru", "Об этом сообщили «Интерфаксу».", "||||Интерфакс"},
    };
    for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
        struct provenance_input in = {
            .doc = read_text(f, samples[i].language, str_c(samples[i].text)),
            .outlets = {outlets, ARRAY_LEN(outlets)},
        };
        struct provenance p;
        provenance_read(&p, &f->arena, &in);
        assert_str(summary(f, &p), samples[i].want);
    }
}

static void test_spans(void **state)
{
    struct text_fixture *f = *state;
    str text = S("He told the Evening Packet newspaper.\n\nThis text was translated by Eva Roth.");
    struct provenance p = read_body(f, "en", text);
    assert_str(str_sub(text, p.cited[0].name.begin, p.cited[0].name.end), "Evening Packet");
    assert_str(str_sub(text, p.translated_by.begin, p.translated_by.end), "Eva Roth");
    assert_true(p.translated);
    assert_false(p.translated_by.in_credit);
}

static void test_other_evidence(void **state)
{
    struct text_fixture *f = *state;
    static const str outlets[] = {{"Zorro", 5}};
    struct provenance p;
    struct provenance_input in = {
        .doc = read_text(f, "en", S("She told Zorro that it rained.")),
        .credit = read_text(f, "en", S("Translated by Eva Roth (Reuters)")),
        .feed_source = S("Northern Wire"),
        .outlets = {outlets, 1},
    };
    provenance_read(&p, &f->arena, &in);
    assert_str(summary(f, &p), "Northern Wire|Eva Roth||Reuters|Zorro");
    assert_true(p.translated_by.in_credit);

    in = (struct provenance_input){
        .doc = read_text(f, "en", S("It rained.")),
        .address = S("https://copy.example/1"),
        .canonical = S("https://origin.example/1"),
    };
    provenance_read(&p, &f->arena, &in);
    assert_str(summary(f, &p), "origin.example||||");
    in.address = S("https://rss.paper.co.uk/1");
    in.canonical = S("https://paper.co.uk/1");
    provenance_read(&p, &f->arena, &in);
    assert_str(summary(f, &p), "||||");
    in.canonical = S("https://ledger.co.uk/1");
    provenance_read(&p, &f->arena, &in);
    assert_str(summary(f, &p), "ledger.co.uk||||");
    in.address = S("https://copy.example/1");
    in.canonical = S("https://www.copy.example/1");
    provenance_read(&p, &f->arena, &in);
    assert_str(summary(f, &p), "||||");
    in = (struct provenance_input){.doc = read_text(f, "en", S(""))};
    provenance_read(&p, &f->arena, &in);
    assert_str(summary(f, &p), "||||");
}

static str file_text(struct arena *a, const char *path)
{
    struct sbuf b;
    char chunk[4096];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f)
        return (str){0};
    sbuf_init(&b, a, (size_t)1 << 20);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        sbuf_put(&b, str_of(chunk, n));
    fclose(f);
    return sbuf_str(&b);
}

/* The page the project was born from: what its annotation says of the main article, and the outlets
 * that its related articles cite. */
static void test_seed(void **state)
{
    struct text_fixture *f = *state;
    const char *dir = shared_folder(&f->arena, "seed");
    if (!dir) {
        print_message("skipped: no test data 'seed' (../shared/data or COURANT_SHARED)\n");
        skip();
    }
    str page = file_text(&f->arena, str_printf(&f->arena, "%s/page.txt", dir).p);
    str gold = file_text(&f->arena, str_printf(&f->arena, "%s/page.json", dir).p);
    struct json_value *v CLEANUP(json_in_end) = NULL;
    assert_ok(json_in_parse(&v, gold));
    size_t end = str_find(page, S("\nHashtags"));
    assert_true(end != STR_NPOS);
    struct provenance p = read_body(f, "en", str_sub(page, 0, end));
    const struct json_value *want = json_in_get(json_in_get(v, "main"), "provenance");
    assert_true(str_eq(p.first_published_by.name, json_in_str(want, "first_published_by")));
    assert_true(str_eq(p.translated_by.name, json_in_str(want, "translated_by")));
    assert_true(str_eq(p.edited_by.name, json_in_str(want, "edited_by")));
    assert_int_equal(p.cited_len, 0);

    p = read_body(f, "en", str_skip(page, str_find(page, S("Related Articles"))));
    assert_str(summary(f, &p), "||||New York Times?,Fox Business,Fox News");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_credits),      cmocka_unit_test(test_agencies),
        cmocka_unit_test(test_cited),        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_joined_names), cmocka_unit_test(test_near_names),
        cmocka_unit_test(test_known_names),  cmocka_unit_test(test_other_evidence),
        cmocka_unit_test(test_seed),
    };
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
