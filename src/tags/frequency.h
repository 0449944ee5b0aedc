/*
 * In how many articles a word occurs, learned from the running archive in memory of fixed size, and
 * the choice of hashtags by it: a word that a large share of the articles has names no matter of
 * its own.
 *
 * Method: a count-min sketch (Cormode and Muthukrishnan, "An improved data stream summary", 2005):
 * each word has a counter in each of FREQUENCY_ROWS rows, several words may share one, the least of
 * its counters is the answer. It is never too low, and too high by more than 2e/FREQUENCY_WIDTH of
 * all counted words with a chance of e^-rows at most: with 1,000,000 articles of 150 words,
 * by 0.15% of the articles. Words count in their language: "die" is one in German only.
 *
 * Pure; belongs to one thread. What was added can be taken back exactly.
 */
#ifndef COURANT_TAGS_FREQUENCY_H
#define COURANT_TAGS_FREQUENCY_H

#include "tags/hashtag.h"

#define FREQUENCY_ROWS 2
#define FREQUENCY_WIDTH ((size_t)1 << 18)

struct frequency;
struct frequency *frequency_new(void); /* 2 MB */
void frequency_free(struct frequency *f);

/* The words of an article. */
struct frequency_words {
    const uint64_t *at; /* tags_term_key, each once */
    size_t len;
    uint64_t language; /* hash of its code */
};
/* Those of DOC that are neither function words nor numbers; in A. O(terms). */
void frequency_read(struct frequency_words *out, struct arena *a, const struct text_doc *doc);

void frequency_add(struct frequency *f, const struct frequency_words *words);
/* Takes back what was added. */
void frequency_remove(struct frequency *f, const struct frequency_words *words);

/* The share of the articles of LANGUAGE that have the word, drawn towards PRIOR while there are
 * few: (count + prior x 50) / (articles + 50). */
double frequency_share(const struct frequency *f, uint64_t language, uint64_t key, double prior);

/* Chooses among CANDIDATES (tags_candidates) as tags_hashtags does, best first: but a phrase of
 * whose words even the rarest is in more than FREQUENCY_GENERIC of the articles goes, as does a
 * single word that more than FREQUENCY_GENERIC_WORD of them have; phrases of one kind are taken by
 * score and rarity together, and what occurs only once fills up to three tags, not five. Names
 * stay. F may be NULL. OUT is in A and borrows the strings of CANDIDATES. */
#define FREQUENCY_GENERIC 0.2
#define FREQUENCY_GENERIC_WORD 0.07
void frequency_choose(struct hashtags *out, struct arena *a, const struct frequency *f,
                      uint64_t language, const struct hashtags *candidates);

#endif
