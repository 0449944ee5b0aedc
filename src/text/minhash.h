/*
 * MinHash: a kilobyte that says how much of its words one text shares with another, whatever
 * their lengths. One-permutation hashing (Li, Owen, Zhang: "One Permutation Hashing", NIPS 2012):
 *
 *   - a shingle is MINHASH_SHINGLE words in a row of the body, in lower case, in the words that
 *     text_doc cuts (so Chinese, Japanese and Thai have shingles too);
 *   - its hash is hash_str of each word joined with hash_join, finished with hash_u64;
 *   - the hash's upper bits choose one of MINHASH_BINS bins, its lower 32 bits compete for the
 *     least value in it; an empty bin holds MINHASH_EMPTY.
 *
 * Of the bins that are not empty in both, the share that is equal estimates Jaccard's coefficient J
 * of the two sets without bias. With the sizes of the sets follows containment, the share of the
 * smaller set that is in the larger: c = J (m + n) / ((1 + J) min(m, n)). A text cut to half has
 * J near 0.5 and c near 1.
 *
 * Standard error of J at 256 bins: sqrt(J (1 - J) / 256), 0.03 at most; texts shorter than the
 * number of bins are compared more exactly.
 */
#ifndef COURANT_TEXT_MINHASH_H
#define COURANT_TEXT_MINHASH_H

#include "text/doc.h"

/* Stored with articles: a change needs new signatures for all. */
#define MINHASH_BINS 256
#define MINHASH_SHINGLE 2
#define MINHASH_EMPTY UINT32_MAX

struct minhash {
    uint32_t size;  /* distinct shingles */
    uint32_t words; /* in the text */
    uint32_t bins[MINHASH_BINS];
};

struct minhash_likeness {
    double jaccard;   /* 0..1 */
    double contained; /* 0..1, of the smaller in the larger */
};

/* The signature of DOC's body. A text of one word has one shingle, an empty one none. Linear;
 * 0.01 ms for 500 words; A is as it was before. */
void minhash_read(struct minhash *out, struct arena *a, const struct text_doc *doc);

/* The same for PART of DOC, title or body. */
void minhash_read_part(struct minhash *out, struct arena *a, const struct text_doc *doc,
                       const struct text_part *part);

/* How alike two texts are; zeros when either is empty. O(MINHASH_BINS). */
struct minhash_likeness minhash_compare(const struct minhash *x, const struct minhash *y);

/* Whether the texts are the same or one is a copy of the other: edited in places, moved about,
 * with something added, or cut. Holds for texts that share 70% of their words or more in the same
 * order, and for a text that was cut to a fifth and more of it; see docs/BENCHMARKS.md. Texts of
 * less than MINHASH_COPY_WORDS words are copies only when they have nearly the same shingles. */
#define MINHASH_COPY_WORDS 24
bool minhash_is_copy(const struct minhash *x, const struct minhash *y);

/* The two steps of it, for signatures that are kept in another form: containment from Jaccard's
 * coefficient and the sizes, and the judgement on texts of so many shingles and words. */
struct minhash_likeness minhash_likeness_of(double jaccard, uint32_t x_size, uint32_t y_size);
struct minhash_measure {
    uint32_t size, words;
};
bool minhash_judge(const struct minhash_likeness *like, struct minhash_measure x,
                   struct minhash_measure y);

#endif
