/* Names: kinds by context, joining, capitals that prove nothing, several languages. */
#include "text_fixture.h"

#include "base/sbuf.h"
#include "text/name.h"

struct fixture {
    struct text_fixture text;
    struct text_doc doc;
    struct name_list names;
};

static int setup(void **state)
{
    return text_fixture_new(state, sizeof(struct fixture));
}

static void find(struct fixture *f, const char *language, const char *title, const char *text)
{
    struct text_input in = {str_c(title), str_c(text), str_c(language), 0};
    text_doc_read(&f->doc, &f->text.arena, f->text.reader, &in);
    name_find(&f->names, &f->text.arena, f->text.reader, &f->doc);
}

/* "person Robert Fico=Fico*2; place ..." */
static str shown(struct fixture *f)
{
    struct sbuf b;
    sbuf_init(&b, &f->text.arena, 10000);
    for (uint32_t i = 0; i < f->names.len; i++) {
        const struct name *n = &f->names.at[i];
        sbuf_printf(&b, "%s%s %.*s", i ? "; " : "", name_kind_word(n->kind), STR_FMT(n->text));
        for (uint32_t k = 0; k < n->aliases_len; k++)
            sbuf_printf(&b, "=%.*s", STR_FMT(n->aliases[k]));
        sbuf_printf(&b, "*%u", n->mentions_len);
    }
    return sbuf_str(&b);
}

static void test_kinds(void **state)
{
    static const struct {
        const char *language, *text, *want;
    } cases[] = {
        {"en", "", ""},
        {"en", "Nothing here has a name. Not one word of it.", ""},
        {"en", "Slovak Prime Minister Ivo Tarn spoke. Later Tarn left, and Tarn's car was gone.",
         "person Ivo Tarn=Tarn*3"},
        {"en", "The United States and China met. The US agreed; us too.",
         "place United States=US*2; place China*1"},
        {"en", "The Harbour Safety Agency (HSA) said so. The HSA was wrong in Brindle.",
         "organisation Harbour Safety Agency=HSA*3; place Brindle*1"},
        {"en", "Apples fell. Critics say the watchdog Orvanadzor lied on Monday, in May.",
         "organisation Orvanadzor*1"},
        {"en",
         "Media minister Ana Orsk met Commission President Ulla von der Linden at the Orsk River.",
         "person Ana Orsk*1; person Ulla von der Linden*1; place Orsk River*1"},
        {"en", "The Anna-Beata talks went well. Anna smiled and Beata smiled. Then Anna left.",
         "person Anna*3; person Beata*2"},
        {"en", "He wrote on X that Peru's Central Bank had failed.",
         "organisation X*1; place Peru*1; organisation Peru's Central Bank*1"},
        {"en", "The Peace of Norwick was signed at the Congress of Vienna.",
         "other Peace of Norwick*1; place Norwick*1; organisation Congress of Vienna*1; "
         "place Vienna*1"},
        {"en", "Zelenko spoke to reporters. Aides of Zelenkko waited for Zelenko.",
         "person Zelenko=Zelenkko*3"},
        /* One word needs a sign of being a person; the noun before it tells what else it is. */
        {"en", "The comet probe Petrel is lost. Petrel was built in Almadra's capital.",
         "other Petrel*2; place Almadra*1"},
        {"en", "Nobody asked for Ostran. Everybody has met Ostran, and Ostran has met Brindle.",
         "person Ostran*3; person Brindle*1"},
        {"en", "Of Ostran nobody speaks. They know of Ostran.", "other Ostran*2"},
        {"en", "They walk to Bell's Landing. At Bell's Landing they sing.",
         "place Bell's Landing*2"},
        {"cs", "Loď do Kardavy vyplula. V přístavu Kardava prší, a Kardavu čeká bouře.",
         "other Kardava=Kardavy=Kardavu*3"},
        {"sv", "De talar om Brinviks hamn. Vi talar om Brinvik.", "other Brinvik=Brinviks*2"},
        {"fr", "Ils vont à Bell’s Landing.", "place Bell’s Landing*1"},
        {"de",
         "Der Minister Karl Brandt sprach in Berlin \xc3\xbc"
         "ber die Zukunft der Werft. "
         "Brandt will den Hafen retten.",
         "person Karl Brandt=Brandt*2; place Berlin*1"},
        {"fr",
         "Le pr\xc3\xa9sident de l\xe2\x80\x99Union europ\xc3\xa9"
         "enne a quitt\xc3\xa9 "
         "Paris. Lundi, Marie Duval l'a suivi.",
         "organisation Union europ\xc3\xa9"
         "enne*1; place Paris*1; person Marie Duval*1"},
        {"es",
         "El ministro Juan Salas viaj\xc3\xb3 a Espa\xc3\xb1"
         "a. Salas dijo poco.",
         "person Juan Salas=Salas*2; place Espa\xc3\xb1"
         "a*1"},
        {"ru",
         "\xd0\x92 \xd0\xa0\xd0\xbe\xd1\x81\xd1\x81\xd0\xb8\xd0\xb8 \xd0\xb6\xd0\xb4\xd1\x83"
         "\xd1\x82. \xd0\xa0\xd0\xbe\xd1\x81\xd1\x81\xd0\xb8\xd1\x8f \xd0\xb6\xd0\xb4\xd1\x91"
         "\xd1\x82.",
         "place \xd0\xa0\xd0\xbe\xd1\x81\xd1\x81\xd0\xb8\xd1\x8f=\xd0\xa0\xd0\xbe\xd1\x81\xd1\x81"
         "\xd0\xb8\xd0\xb8*2"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        find(f, cases[i].language, "", cases[i].text);
        assert_str(shown(f), cases[i].want);
    }
}

/* A heading in capitals proves nothing, but finds what the text has. */
static void test_heading(void **state)
{
    struct fixture *f = *state;
    find(f, "en", "Brave Anna Orsk Saves Old Harbour", "In the morning Anna Orsk went out.");
    assert_int_equal(f->names.len, 1);
    find(f, "en", "Why Orsk had to talk", "Nobody met Orsk. It rained.");
    assert_str(shown(f), "person Orsk*2");
    assert_true(f->names.at[0].mentions[0].in_title);
    assert_int_equal(f->names.at[0].mentions[0].begin, 4);
    assert_int_equal(f->names.at[0].mentions[0].end, 8);
}

/* Two people of one surname are not merged: the surname alone stays on its own. */
static void test_distinct(void **state)
{
    struct fixture *f = *state;
    find(f, "en", "", "Mayor Anna Orsk met her cousin, Peter Orsk. Then Orsk left.");
    assert_str(shown(f), "person Anna Orsk*1; person Peter Orsk*1; person Orsk*1");
}

/* Every mention is where it says, whatever the text. */
static void test_spans(void **state)
{
    struct fixture *f = *state;
    struct sbuf b;
    sbuf_init(&b, &f->text.arena, 1 << 20);
    for (unsigned i = 0; i < 900; i++)
        sbuf_printf(&b, "Dr. Name%u Surname%u's dog met J. Bo%u-Le of Peru. ", i, i % 7, i);
    struct text_input in = {S(""), sbuf_str(&b), S("en"), 0};
    text_doc_read(&f->doc, &f->text.arena, f->text.reader, &in);
    name_find(&f->names, &f->text.arena, f->text.reader, &f->doc);
    assert_true(f->names.len > 100 && f->names.len <= TEXT_NAMES_MAX);
    for (uint32_t i = 0; i < f->names.len; i++) {
        const struct name *n = &f->names.at[i];
        for (uint32_t k = 0; k < n->mentions_len; k++) {
            const struct name_mention *m = &n->mentions[k];
            assert_true(m->begin < m->end && m->end <= in.text.len);
            assert_int_equal(f->doc.body.words[m->word].begin, m->begin);
            assert_true(k == 0 || n->mentions[k - 1].begin < m->begin);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kinds, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_heading, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_distinct, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_spans, setup, text_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
