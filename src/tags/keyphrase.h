/*
 * Keyphrases: what an article is about, as phrases of its own words, best first.
 *
 * Method: runs of one to four words that neither begin nor end with a function word and have no
 * punctuation within are candidates; a phrase's score is the product of how often it occurs, how
 * early, how it is written (capitals within sentences), how long its words are, and how ordinary
 * they are (the list of a language's commonest news words in text/common.def, and document
 * frequency, where an archive knows it). In the spirit of YAKE (Campos et al., Information Sciences
 * 509, 2020), with fewer features: the measured effect of each is in docs/BENCHMARKS.md.
 */
#ifndef COURANT_TAGS_KEYPHRASE_H
#define COURANT_TAGS_KEYPHRASE_H

#include "text/doc.h"

#define TAGS_PHRASE_WORDS 4

/* Document frequencies of a running archive. LOOKUP returns in how many of the DOCUMENTS the term
 * (text_term.text) occurs. NULL, or few documents: words count alike. */
struct tags_df {
    uint32_t documents;
    uint32_t (*lookup)(void *ctx, str term);
    void *ctx;
};

struct tags_phrase {
    str text;             /* as first written in the text */
    double score;         /* comparable within the article */
    uint32_t word, words; /* that place, in the words of the title or the body */
    uint32_t count;       /* in title and body */
    bool in_title;        /* the place is in the title */
};
struct tags_phrases {
    const struct tags_phrase *at;
    uint32_t len;
};

/* The MAX best phrases of DOC; in A. DF may be NULL. Linear, but for sorting; ~0.07 ms for 500
 * words. */
void tags_keyphrases(struct tags_phrases *out, struct arena *a, struct text_reader *r,
                     const struct text_doc *doc, const struct tags_df *df, uint32_t max);

#endif
