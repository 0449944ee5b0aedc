/*
 * Text in a terminal's columns: East Asian wide characters take two (Unicode Standard Annex 11),
 * marks and joiners none. Control characters, which could steer the terminal, become spaces.
 */
#ifndef COURANT_TEXT_COLUMNS_H
#define COURANT_TEXT_COLUMNS_H

#include "base/sbuf.h"

/* How many columns S takes. */
size_t columns_count(str s);

/* S in exactly WIDTH columns: what is longer ends in an ellipsis, what is shorter in spaces. */
void columns_put(struct sbuf *b, str s, size_t width);

/* S in at most WIDTH columns, without spaces at its end. */
void columns_put_last(struct sbuf *b, str s, size_t width);

/* S in lines of at most WIDTH columns, broken at spaces where there are some; each begins with
 * INDENT spaces (which count) and ends with a line end. Nothing for an empty S. */
void columns_wrap(struct sbuf *b, str s, size_t indent, size_t width);

#endif
