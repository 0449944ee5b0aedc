/* Folding of short texts that are compared as names: what reads the same is the same. */
#ifndef COURANT_TEXT_FOLD_H
#define COURANT_TEXT_FOLD_H

#include "base/err.h"
#include "base/str.h"

/* NFKC_Casefold of S (Unicode Standard, section 3.13): "Ada", "ADA" and full-width letters give
 * one result. S must be UTF-8 of at most 4096 bytes, else E_INPUT. */
status text_fold(str *out, struct arena *a, str s);

/* Whether a code point is a letter, a digit or a mark that belongs to one. */
bool text_is_letter(uint32_t c);

/* Whether letters of S are of more scripts than one language writes with: Latin beside Cyrillic
 * or Greek, as names made to look like another's have. */
bool text_mixes_scripts(str s);

#endif
