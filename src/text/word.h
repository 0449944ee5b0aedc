/* What a word is by its letters and digits alone: kind, shape, number, and what lies before it. */
#ifndef COURANT_TEXT_WORD_H
#define COURANT_TEXT_WORD_H

#include "base/str.h"

/* enum text_kind; enum text_shape of the first LEN bytes. */
uint8_t word_kind(str form);
uint8_t word_shape(str form, size_t len);

/* The length of FORM without an English possessive. */
size_t word_core_len(str form);

/* The term of a number, see struct text_term; in A. */
str word_number(struct arena *a, str form);

/* Where the number ends whose digits go on at byte AT: digits with single separators. */
size_t word_number_end(str text, size_t at, size_t limit);

/* enum text_gap of what lies between BEGIN and END of the text, two words of a sentence. *quote: an
 * opening quotation mark ends it. */
uint8_t word_gap(bool *quote, str text, size_t begin, size_t end);

#endif
