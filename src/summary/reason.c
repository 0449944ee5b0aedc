/* What speaks for a sentence: its place, the headline's words, recurring words, names, figures. */
#include "summary/reason.h"

#define RECURS 3 /* a word this often in a text is one it keeps coming back to */

bool reason_is_name(const struct text_word *w)
{
    return text_word_has_capital(w) && !(w->flags & (TEXT_STOP | TEXT_FIRST));
}

uint32_t reason_length(const struct text_part *body, const struct text_sentence *s)
{
    uint32_t n = 0;
    bool space = true;
    for (uint32_t i = s->begin; i < s->end; i++) {
        bool is_space = (unsigned char)body->text.p[i] <= ' ';
        n += space && !is_space;
        space = is_space;
    }
    for (uint32_t i = 0; i < s->words_len; i++)
        n += body->words[s->words + i].gap == TEXT_GAP_NONE;
    return n;
}

static float term_weight(const struct text_doc *doc, const float *weight, uint32_t term)
{
    return weight ? weight[term] : (float)doc->terms[term].count;
}

/* Keeps the SUMMARY_TERMS_MAX weightiest, each once; of equal ones the earlier. */
static void add_term(struct summary_sentence *s, const struct text_doc *doc, const float *weight,
                     uint32_t term)
{
    float w = term_weight(doc, weight, term);
    uint32_t at = s->terms_len;
    for (uint32_t i = 0; i < s->terms_len; i++)
        if (s->terms[i] == term)
            return;
    while (at && term_weight(doc, weight, s->terms[at - 1]) < w)
        at--;
    if (at == SUMMARY_TERMS_MAX)
        return;
    s->terms_len += s->terms_len < SUMMARY_TERMS_MAX;
    memmove(&s->terms[at + 1], &s->terms[at], (s->terms_len - 1 - at) * sizeof s->terms[0]);
    s->terms[at] = term;
}

struct summary_sentence reason_sentence(const struct text_doc *doc, uint32_t document,
                                        uint32_t sentence, uint32_t place, const float *weight)
{
    const struct text_sentence *ts = &doc->body.sentences[sentence];
    struct summary_sentence s = {
        .document = document, .sentence = sentence, .begin = ts->begin, .end = ts->end};
    if (place < REASON_LEAD_PLACES)
        s.reasons |= SUMMARY_LEAD;
    for (uint32_t i = 0; i < ts->words_len; i++) {
        const struct text_word *w = &doc->body.words[ts->words + i];
        const struct text_term *t = &doc->terms[w->term];
        if (reason_is_name(w))
            s.reasons |= SUMMARY_NAMES;
        if (w->kind == TEXT_NUMBER && w->shape == TEXT_UNCASED &&
            ascii_is_digit((unsigned char)t->text.p[0]))
            s.reasons |= SUMMARY_NUMBERS;
        if (w->flags & TEXT_STOP)
            continue;
        if (t->title_count)
            s.reasons |= SUMMARY_TITLE;
        if (t->count >= RECURS)
            s.reasons |= SUMMARY_CENTRAL;
        add_term(&s, doc, weight, w->term);
    }
    return s;
}
