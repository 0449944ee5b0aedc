/* Short lines in one form, so that they can be compared and looked up. */
#ifndef COURANT_TEXT_PHRASE_FOLD_H
#define COURANT_TEXT_PHRASE_FOLD_H

#include "base/str.h"

/* Folded text of at most this many bytes is looked at. */
#define PHRASE_FOLD_MAX 192

struct phrase_fold {
    char p[PHRASE_FOLD_MAX];
    size_t len; /* of p */
    bool cut;   /* the text was longer */
};

/* Lower case (Latin, Greek, Cyrillic), white space and NBSP squeezed, punctuation and symbols off
 * both ends. */
void phrase_fold(struct phrase_fold *out, str text);

/* A whole text in lower case, marks and white space as they are; spaces of all kinds become one
 * kind, and so do apostrophes. */
str phrase_fold_text(struct arena *a, str text);

#endif
