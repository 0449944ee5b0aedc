/*
 * What changed from one version of a text to the next, as a reader would tell it: sentence by
 * sentence, and within a sentence that was rewritten, word by word.
 *
 * Method: both texts are cut into sentences (sentence.h) and compared by diff.h. Where sentences
 * were taken out and others put in, the pairing that shares the most words is sought without
 * crossings (the alignment of Needleman and Wunsch, 1970); a pair that shares CHANGES_ALIKE of its
 * words or more is one sentence that was edited. The words of a pair are compared by diff.h again;
 * spaces and punctuation alone between two changes belong to them. A sentence that moved is removed
 * and added.
 */
#ifndef COURANT_TEXT_CHANGES_H
#define COURANT_TEXT_CHANGES_H

#include "text/diff.h"
#include "text/lexicon.h"

#define CHANGES_ALIKE 400       /* thousandths of the words of two sentences */
#define CHANGES_PAIRS_MAX 10000 /* of one gap: with more, its sentences are not paired */
#define CHANGES_WORDS_MAX 400   /* of a sentence that count for pairing */
#define CHANGES_BYTES_MAX ((size_t)4 << 20) /* of a text; what follows is left out */

enum change_kind { CHANGE_NONE, CHANGE_EDITED, CHANGE_ADDED, CHANGE_REMOVED };

/* Part of a sentence: in both versions, or only in the first (removed) or second (added). */
struct change_mark {
    str text;
    uint8_t kind; /* enum diff_kind */
};
struct change_mark_vec VEC(struct change_mark);

/* One sentence. Its marks in order: kept and removed ones joined are BEFORE, kept and added ones
 * AFTER. */
struct change {
    uint8_t kind;   /* enum change_kind */
    bool paragraph; /* a paragraph begins here */
    bool glued;     /* no white space before it: scripts without spaces */
    str before;     /* empty when added */
    str after;      /* empty when removed */
    struct change_mark_vec marks;
};
struct change_vec VEC(struct change);

struct changes {
    struct change_vec list; /* in the order of the second version */
    uint32_t edited, added, removed;
};

/* OUT lives in A and points into BEFORE and AFTER, which are UTF-8. Within the limits of diff.h
 * linear in the texts but for what differs. */
void changes_find(struct changes *out, struct arena *a, struct lexicon *lexicon, str language,
                  str before, str after);

/* The words of one sentence or headline against another's. */
void changes_mark_words(struct change_mark_vec *out, struct arena *a, str before, str after);

#endif
