/* Items of lists in running text: "1. ... 2. ...", "a) ... b) ...", "(i)", bullets. */
#ifndef COURANT_TEXT_SENTENCE_ITEM_H
#define COURANT_TEXT_SENTENCE_ITEM_H

#include "base/str.h"

/* Where the mark of the list item at byte AT ends ("1.", "(a)", "\xe2\x80\xa2 3)"); 0: there is
 * none. */
size_t item_end(str text, size_t at);

/* Finds the item that follows the one at BEGIN in the same line: the same form, the next number.
 * SIZE_MAX: there is none. ORDINAL_DOTS: "1." may be an ordinal in this language.
 * Takes the bytes it looked at off *BUDGET; with none left it finds nothing. */
size_t item_next(str text, size_t begin, bool ordinal_dots, size_t *budget);

#endif
