/* Counting a line of text that comes in pieces: bytes, words, ends of sentences, commas. Every byte
 * of a page's text passes here once. */
#ifndef COURANT_PAGE_TALLY_H
#define COURANT_PAGE_TALLY_H

#include "base/str.h"

struct tally {
    uint32_t bytes; /* white space squeezed */
    uint32_t words, sentences, commas;
    bool space;         /* white space is waiting before the next byte */
    bool in_word;       /* the last byte belonged to a word */
    unsigned char last; /* byte that is neither white space nor a closing mark; ' ' at first */
};

/* Adds the next piece. */
void tally_text(struct tally *t, str text);

/* '.', '!' or '?'. */
static inline bool tally_is_stop(unsigned char c)
{
    return c == '.' || c == '!' || c == '?';
}

#endif
