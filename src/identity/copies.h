/*
 * Which article of the newest ones is a text a copy of? An index in memory over MinHash signatures
 * (text/minhash.h): finding one costs the same however many there are.
 *
 * Method. An article is filed under the values of its first COPIES_KEYS bins that are not empty,
 * each in a bucket of COPIES_BUCKET articles, the newest first; what is older falls out, which only
 * happens to bins that many texts share ("in the"). A copy of J >= 0.2 shares a fifth of the bins
 * and more, so of the articles met in its buckets, those met twice are compared (met once, when the
 * text has few bins). Bands of several bins, the usual way, would miss copies of so little
 * likeness or meet a tenth of all articles.
 *
 * Articles are compared by 8 bits of each bin, 256 bytes in all. Two different values are equal in
 * one of 255: J is estimated as (e - 1/255) / (1 - 1/255) from the share e of equal bins, with a
 * standard error of sqrt(e (1 - e) / 256) * 255/254, 0.032 at most. The judgement is
 * minhash_judge's.
 *
 * Pure; belongs to one thread. The same calls in the same order give the same answers.
 */
#ifndef COURANT_IDENTITY_COPIES_H
#define COURANT_IDENTITY_COPIES_H

#include "text/minhash.h"

#define COPIES_KEYS 64
#define COPIES_BUCKET 16
/* Copies within one outlet share more: its next article repeats paragraphs of background. */
#define COPIES_SAME_SOURCE 0.6 /* contained */

struct copies;

/* An index of the ARTICLES_MAX (1..2^24) articles put in last. Free it with copies_free. */
struct copies *copies_new(size_t articles_max);
void copies_free(struct copies *x);

/* Puts an article in, in place of one of the same id. GROUP is the caller's: what a match returns.
 * A text without words is not kept. O(1). */
void copies_add(struct copies *x, int64_t id, int64_t source_id, uint64_t group,
                const struct minhash *signature);

/* False when no article has ID. O(1). */
bool copies_remove(struct copies *x, int64_t id);

/* For callers that may take back what they did: copies_undo makes the index as it was at the last
 * copies_keep, exactly. Before the first there is nothing to go back to. */
void copies_keep(struct copies *x);
void copies_undo(struct copies *x);

struct copy_match {
    int64_t id;
    uint64_t group;
    struct minhash_likeness like;
};
/* The article most like the one of this id, source and signature, if it is a copy; of equals the
 * one put in first. Never the article itself. O(1). */
bool copies_find(struct copy_match *out, struct copies *x, int64_t id, int64_t source_id,
                 const struct minhash *signature);

size_t copies_count(const struct copies *x);
/* Taken from malloc. */
size_t copies_bytes(const struct copies *x);

#endif
