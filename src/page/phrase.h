/* Short lines that are recognised by how they start: furniture phrases of many languages. */
#ifndef COURANT_PAGE_PHRASE_H
#define COURANT_PAGE_PHRASE_H

#include "text/phrase_fold.h"

enum phrase_kind { PHRASE_NONE, PHRASE_MORE, PHRASE_LINE, PHRASE_WEAK, PHRASE_TALK };

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
