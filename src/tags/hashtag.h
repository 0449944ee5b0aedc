/*
 * Hashtags of an article: its leading names, and the phrases that say what happened, in a form
 * people would write (#AlaskaSummit), with a canonical form that finds the same tag again whatever
 * its case and accents.
 */
#ifndef COURANT_TAGS_HASHTAG_H
#define COURANT_TAGS_HASHTAG_H

#include "tags/keyphrase.h"
#include "text/name.h"

#define TAGS_HASHTAGS_MAX 8
#define TAGS_ALIASES_MAX 8
#define TAGS_CANDIDATES_MAX 24

/* Why something may be a tag, in the order of choice; the weak ones only where others are few. */
enum tag_stage {
    TAG_NAME,
    TAG_COMPOUND, /* a name and a noun: "Alaska summit" */
    TAG_PHRASE,
    TAG_WEAK_NAME,
    TAG_WEAK_PHRASE,
    TAG_ANY_PHRASE,
};

struct hashtag {
    str display;   /* "AlaskaSummit", without # */
    str canonical; /* "alaskasummit": case and accents folded; for a name of general knowledge that
                    * of its plain form, so that #US and #UnitedStates are one */
    str aliases[TAGS_ALIASES_MAX]; /* canonical forms that mean the same: "us", "fsb" */
    uint32_t aliases_len;
    uint32_t known; /* as struct name; 0: a phrase, or a name not known beforehand */
    int kind;       /* enum name_kind; NAME_OTHER for phrases */
    int stage;      /* enum tag_stage */
    double score;
    uint64_t terms[TAGS_PHRASE_WORDS]; /* of a phrase: tags_term_key of its words */
    uint32_t terms_len;
};
struct hashtags {
    const struct hashtag *at;
    uint32_t len; /* at most TAGS_HASHTAGS_MAX, or TAGS_CANDIDATES_MAX of candidates */
};

/* Whether a canonical form is a tag's own or one of its aliases. */
bool hashtag_means(const struct hashtag *t, str canonical);

/* What a word counts as in document frequencies. */
uint64_t tags_term_key(str language, str term);

/* Everything that may become a tag of DOC, in order of choice; in A. */
void tags_candidates(struct hashtags *out, struct arena *a, struct text_reader *r,
                     const struct text_doc *doc, const struct name_list *names,
                     const struct tags_phrases *phrases);

/* Chooses the hashtags of DOC from its names and keyphrases, best first; in A: tags_candidates,
 * then frequency_choose without frequencies (frequency.h). An alias that could mean two of the
 * article's tags belongs to neither, and a person's surname alone is no alias: different things are
 * not merged silently. Linear in the words of the phrases given. */
void tags_hashtags(struct hashtags *out, struct arena *a, struct text_reader *r,
                   const struct text_doc *doc, const struct name_list *names,
                   const struct tags_phrases *phrases);

/* The canonical form of what somebody typed or a link has: "#Alaska-Summit" is "alaskasummit". */
str tags_canonical(struct arena *a, struct text_reader *r, str tag);

#endif
