/* text_doc: words, their shapes and gaps, numbers, terms and sentences of an article. */
#include "text_fixture.h"

#include "base/sbuf.h"
#include "text/lexicon.h"
#include "text/sentence.h"

struct fixture {
    struct text_fixture text;
    struct text_doc doc;
};

static void read_doc(struct fixture *f, const char *language, const char *title, const char *text)
{
    struct text_input in = {str_c(title), str_c(text), str_c(language), 0};
    text_doc_read(&f->doc, &f->text.arena, f->text.reader, &in);
}

static int setup(void **state)
{
    return text_fixture_new(state, sizeof(struct fixture));
}

static const char gap_marks[] = "^_ -'.&,~";
static const char shape_marks[] = "nlCUM";

/* "gap word/term/shape" of each word of the body. */
static str words_of(struct fixture *f)
{
    struct sbuf b;
    sbuf_init(&b, &f->text.arena, 10000);
    for (uint32_t i = 0; i < f->doc.body.words_len; i++) {
        const struct text_word *w = &f->doc.body.words[i];
        sbuf_putc(&b, gap_marks[w->gap]);
        sbuf_put(&b, text_word_str(&f->doc.body, w));
        sbuf_putc(&b, '/');
        sbuf_put(&b, f->doc.terms[w->term].text);
        sbuf_putc(&b, '/');
        sbuf_putc(&b, shape_marks[w->shape]);
        if (w->flags & TEXT_STOP)
            sbuf_putc(&b, 's');
        if (w->flags & TEXT_POSSESSIVE)
            sbuf_putc(&b, 'p');
        if (w->flags & TEXT_QUOTE)
            sbuf_putc(&b, 'q');
    }
    return sbuf_str(&b);
}

static void test_words(void **state)
{
    static const struct {
        const char *language, *text, *want;
    } cases[] = {
        {"en", "", ""},
        {"en", "The cats ran.", "^The/the/Cs cats/cat/l ran/ran/l"},
        {"en", "Russia's well-known 'summit', NATO",
         "^Russia's/russia/Cp well/well/l-known/known/l~summit/summit/lq~NATO/nato/U"},
        {"en", "J. Smith, Briggs & Co. WhatsApp",
         "^J/j/C.Smith/smith/C,Briggs/brigg/C&Co/co/C.WhatsApp/whatsapp/M"},
        {"en", "1,550,000 and 1.550.000 but 3.5, 3,5",
         "^1,550,000/1550000/n and/and/ls 1.550.000/1550000/n but/but/ls 3.5/3.5/n,3,5/3.5/n"},
        {"en", "F16 in the 1980s", "^F16/f16/C in/in/ls the/the/ls 1980s/1980s/l"},
        {"fr", "L'homme d\xe2\x80\x99\xc3\x89tat",
         "^L/l/Cs'homme/homm/l d/d/ls'\xc3\x89tat/etat/C"},
        {"zh", "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba\xe6\xb0\x91",
         "^\xe4\xb8\xad\xe5\x9b\xbd/\xe4\xb8\xad\xe5\x9b\xbd/n"
         "_\xe4\xba\xba\xe6\xb0\x91/\xe4\xba\xba\xe6\xb0\x91/n"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        read_doc(f, cases[i].language, "", cases[i].text);
        str got = words_of(f);
        assert_str(got, cases[i].want);
    }
}

static void test_tables(void **state)
{
    struct fixture *f = *state;
    read_doc(f, "en", "Summit in Alaska", "The summits met. Summit talks ended.\n\nA new summit!");
    const struct text_doc *d = &f->doc;
    assert_int_equal(d->title.words_len, 3);
    assert_int_equal(d->body.sentences_len, 3);
    assert_int_equal(d->body.paragraphs_len, 2);
    assert_int_equal(d->body.sentences[2].paragraph, 1);
    assert_int_equal(d->body.paragraphs[0].sentences_len, 2);
    assert_int_equal(d->body.paragraphs[1].begin, 38);
    uint32_t t = text_term_find(d, S("summit"));
    assert_int_not_equal(t, TEXT_NONE);
    assert_int_equal(d->terms[t].count, 4);
    assert_int_equal(d->terms[t].title_count, 1);
    assert_int_equal(d->terms[t].first_word, 1);
    size_t forms = 0;
    for (uint32_t s = d->terms[t].surfaces; s != TEXT_NONE; s = d->surfaces[s].next)
        forms++;
    assert_int_equal(forms, 3);
    assert_int_equal(text_term_find(d, S("geneva")), TEXT_NONE);
    assert_true(d->terms[text_term_find(d, S("the"))].stop);
    assert_int_equal(text_sentence_at(&d->body, 0), 0);
    assert_int_equal(text_sentence_at(&d->body, 17), 1);
    assert_int_equal(text_sentence_at(&d->body, 1000), TEXT_NONE);
    assert_int_equal(text_word_at(&d->body, 17), 3);
    const struct text_sentence *s = &d->body.sentences[1];
    assert_int_equal(d->body.words[s->words].flags & TEXT_FIRST, TEXT_FIRST);
    assert_int_equal(s->words_len, 3);
}

/* Tables grow with the words, and the words of each sentence lie within it. */
static void test_many_words(void **state)
{
    struct fixture *f = *state;
    struct sbuf b;
    sbuf_init(&b, &f->text.arena, 1 << 20);
    for (unsigned i = 0; i < 20000; i++)
        sbuf_printf(&b, "w%ux%s", i, i % 10 == 9 ? ". " : " ");
    struct text_input in = {S(""), sbuf_str(&b), S(""), 0};
    text_doc_read(&f->doc, &f->text.arena, f->text.reader, &in);
    assert_int_equal(f->doc.body.words_len, 20000);
    assert_int_equal(f->doc.terms_len, 20000);
    uint32_t t = text_term_find(&f->doc, S("w19999x"));
    assert_int_not_equal(t, TEXT_NONE);
    assert_int_equal(f->doc.terms[t].first_word, 19999);
    for (uint32_t i = 0; i < f->doc.body.words_len; i++) {
        const struct text_word *w = &f->doc.body.words[i];
        const struct text_sentence *s = &f->doc.body.sentences[w->sentence];
        assert_true(w->begin >= s->begin && w->end <= s->end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_tables, setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_many_words, setup, text_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
