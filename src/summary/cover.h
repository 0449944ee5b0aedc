/*
 * Weighted coverage: concepts (words, pairs of words) have weights, sentences have concepts, and
 * the best set of sentences within a budget is wanted. Greedy by gain for the length, which is
 * within a constant of the best for such functions (Khuller, Moss and Naor, "The budgeted maximum
 * coverage problem", 1999), and in practice close to it.
 */
#ifndef COURANT_SUMMARY_COVER_H
#define COURANT_SUMMARY_COVER_H

#include "base/vec.h"

/* Concepts by a 64-bit key: a table of numbers 0, 1, ... */
struct cover_keys {
    struct arena *arena;
    uint64_t *keys; /* by slot; 0: empty */
    uint32_t *values;
    uint32_t cap, len;
};

void cover_keys_init(struct cover_keys *k, struct arena *a);

/* The number of KEY, a new one when it was not there. */
uint32_t cover_key(struct cover_keys *k, uint64_t key);

struct cover_sentence {
    uint32_t concepts, concepts_len; /* in cover->concepts, each once */
    uint32_t length;                 /* what it takes of the budget */
    float bonus;                     /* its gain is multiplied by this; 0: not a candidate */
    uint32_t group; /* sentences near one another, UINT32_MAX: of its own; see group_factor */
};
struct cover_sentence_vec VEC(struct cover_sentence);

struct cover {
    struct cover_sentence_vec sentences;
    struct u32_vec concepts;
    float *weights; /* by concept; what is said becomes weight x again */
    uint32_t weights_len;
    float again;       /* 0..1: the worth of saying something once more */
    float cost;        /* gain is divided by length to this power: 0 prefers long, 1 short */
    float overlap_max; /* a sentence that shares more of its weight with one chosen is left out */
    /* A sentence that shares this much of its words with a single one chosen is left out: it says
     * the same in other order, however much pairs of words differ. */
    float twin_max;
    const bool *is_pair; /* by concept; NULL: all are words */
    float group_factor;  /* gain of a sentence whose group has one already is multiplied by this */
};

struct cover_limit {
    uint32_t length;    /* the sum may not pass this */
    uint32_t sentences; /* nor their number this */
    /* No more is taken when the gain is below this share of the first's; 0: the budget decides. */
    float gain_min;
};

struct cover_choice {
    uint32_t sentence;
    double gain; /* the weights it added, times its bonus */
};
struct cover_choice_vec VEC(struct cover_choice);

/* Appends the chosen to OUT, in the order of choice. Weights of COVER change. O(chosen x
 * concepts of all sentences). */
void cover_choose(struct cover_choice_vec *out, struct arena *a, struct cover *cover,
                  const struct cover_limit *limit);

/* Takes the weights of a sentence's concepts down as if it had been chosen. */
void cover_say(struct cover *cover, uint32_t sentence);

#endif
