/* Why a sentence was chosen: what can be said of it to someone who asks. */
#ifndef COURANT_SUMMARY_REASON_H
#define COURANT_SUMMARY_REASON_H

#include "summary/summary.h"

/* Sentences of a text up to this place count as its beginning. */
#define REASON_LEAD_PLACES 3

/* The sentence of a document as an answer: range, reasons and terms. Its weightiest terms come
 * from WEIGHT, by term of DOC (NULL: the document's own counts); PLACE is its place among the
 * sentences that count. */
struct summary_sentence reason_sentence(const struct text_doc *doc, uint32_t document,
                                        uint32_t sentence, uint32_t place, const float *weight);

/* A word that begins with a capital inside its sentence and is no function word. */
bool reason_is_name(const struct text_word *w);

/* Bytes of a sentence in words: as white space separates them, and one more for each word glued to
 * the one before it in scripts without spaces. */
uint32_t reason_length(const struct text_part *body, const struct text_sentence *s);

#endif
