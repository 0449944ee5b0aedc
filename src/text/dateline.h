/* The line a news text may begin with: where and when it was written, and for which agency,
 * "PORT SALLOW, Tarrin, March 3 (Solvane) - ...". It is a sentence of its own and not the article's
 * first words. Internal to text/. */
#ifndef COURANT_TEXT_DATELINE_H
#define COURANT_TEXT_DATELINE_H

#include "text/lexicon.h"

/* Bytes of the text. */
struct text_dateline {
    uint32_t end;                    /* where the text goes on; 0: there is no dateline */
    uint32_t place_begin, place_end; /* the first place; equal: none is named */
    uint32_t places_end;             /* what follows are dates and agencies */
};

/* Reads the dateline TEXT begins with at byte BEGIN. Looks at DATELINE_BYTES_MAX bytes at most. */
#define DATELINE_BYTES_MAX 160
void dateline_read(struct text_dateline *out, str text, size_t begin,
                   const struct lexicon_language *lists);

#endif
