/* Articles of any bytes in any language: sentences, words and tables of a text_doc hold together,
 * and dates lie within the text. The first byte picks the language, the first line is the title. */
#include "text/date.h"
#include "text/doc.h"

#include "base/attr.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const languages[] = {"en", "de", "fr", "es", "it", "pt", "ru", "ja", "zh", "th",
                                        "ar", "hi", "el", "hy", "am", "my", "nl", "cs", "",   "xx"};

static bool is_start(str text, uint32_t at)
{
    return at == text.len || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

static void check_part(const struct text_doc *doc, const struct text_part *part)
{
    uint32_t end = 0, words = 0, sentences = 0;
    for (uint32_t i = 0; i < part->sentences_len; i++) {
        const struct text_sentence *s = &part->sentences[i];
        ASSERT(s->begin >= end && s->end > s->begin && s->end <= part->text.len);
        ASSERT(is_start(part->text, s->begin) && is_start(part->text, s->end));
        ASSERT(s->words == words && s->paragraph < part->paragraphs_len);
        end = s->end;
        words += s->words_len;
    }
    ASSERT(words == part->words_len);
    for (uint32_t i = 0; i < part->words_len; i++) {
        const struct text_word *w = &part->words[i];
        const struct text_sentence *s = &part->sentences[w->sentence];
        ASSERT(w->begin >= s->begin && w->end > w->begin && w->end <= s->end);
        ASSERT(i == 0 || w->begin >= part->words[i - 1].end);
        ASSERT(is_start(part->text, w->begin) && is_start(part->text, w->end));
        ASSERT(w->term < doc->terms_len && w->surface < doc->surfaces_len);
        ASSERT(doc->surfaces[w->surface].term == w->term);
        ASSERT(str_eq(doc->surfaces[w->surface].form, text_word_str(part, w)));
        ASSERT((w->gap == TEXT_GAP_START) == (i == s->words));
    }
    for (uint32_t i = 0; i < part->paragraphs_len; i++) {
        ASSERT(part->paragraphs[i].sentences == sentences && part->paragraphs[i].sentences_len);
        sentences += part->paragraphs[i].sentences_len;
    }
    ASSERT(sentences == part->sentences_len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct text_doc doc;
    struct text_date_vec dates = {0};
    if (size == 0)
        return 0;
    arena_init(&a);
    struct text_reader *r = text_reader_new();
    str rest = utf8_repair(&a, str_of((const char *)data + 1, size - 1));
    struct text_input in = {.language = str_c(languages[data[0] % ARRAY_LEN(languages)]),
                            .published_us = (int64_t)1755388800 * 1000000};
    in.title = str_cut(&rest, '\n');
    in.text = rest;
    text_doc_read(&doc, &a, r, &in);
    check_part(&doc, &doc.title);
    check_part(&doc, &doc.body);
    uint64_t counted = 0;
    for (uint32_t i = 0; i < doc.terms_len; i++) {
        ASSERT(doc.terms[i].text.len && text_term_find(&doc, doc.terms[i].text) == i);
        counted += doc.terms[i].count;
    }
    ASSERT(counted == (uint64_t)doc.title.words_len + doc.body.words_len);
    text_dates_find(&dates, &a, &doc);
    vec_each (struct text_date, d, &dates) {
        ASSERT(d->begin < d->end && d->end <= doc.body.text.len);
        ASSERT(d->sentence < doc.body.sentences_len);
    }
    text_reader_free(r);
    arena_end(&a);
    return 0;
}
