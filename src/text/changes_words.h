/* The words of sentences, for changes.c: how many two sentences share. */
#ifndef COURANT_TEXT_CHANGES_WORDS_H
#define COURANT_TEXT_CHANGES_WORDS_H

#include "base/map.h"

/* The words of a sentence as sorted numbers. */
struct word_bag {
    uint32_t *words;
    uint32_t len;
};

/* Words are numbered by KNOWN, which is the same for all bags that are compared. At most WORDS_MAX
 * words of TEXT count. */
void word_bag_fill(struct word_bag *out, struct arena *a, struct map *known, str text,
                   uint32_t words_max);

/* Thousandths of the words of both that the other one has as well; 0 without words. */
uint32_t word_bag_shared(const struct word_bag *x, const struct word_bag *y);

#endif
