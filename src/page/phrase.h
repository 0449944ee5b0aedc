/* Short lines that are recognised by how they start: furniture phrases of many languages. */
#ifndef COURANT_PAGE_PHRASE_H
#define COURANT_PAGE_PHRASE_H

#include "base/str.h"

enum phrase_kind { PHRASE_NONE, PHRASE_MORE, PHRASE_LINE, PHRASE_WEAK, PHRASE_TALK };

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

/* The phrases by their first bytes; made once for a page. */
#define PHRASE_COUNT_MAX 2000
struct phrase_index {
    uint16_t head[256];              /* 1 + index of a phrase with this hash, 0 for none */
    uint16_t next[PHRASE_COUNT_MAX]; /* the same, by index of the phrase before */
};
void phrase_index_init(struct phrase_index *x);

/* The kind of the longest listed phrase FOLDED starts with, at a word's end; *len is the
 * phrase's length. */
enum phrase_kind phrase_find(size_t *len, const struct phrase_index *x,
                             const struct phrase_fold *folded);

/* Whether the folded texts are the same, or A is B but for a short rest at its end. */
bool phrase_same(const struct phrase_fold *a, const struct phrase_fold *b);

#endif
