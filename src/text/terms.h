/*
 * Search terms: words as the index keeps them, so that both database engines find the same.
 * A word is a run of letters, marks and digits; runs in scripts without spaces (Chinese,
 * Japanese, Thai, Lao, Khmer, Burmese) are cut by ICU's dictionaries. A term is the word's
 * Snowball stem in the text's language, case-folded (NFKC_Casefold), without the accents of
 * Latin and Greek letters.
 */
#ifndef COURANT_TEXT_TERMS_H
#define COURANT_TEXT_TERMS_H

#include "base/vec.h"

/* Words are cut to this many bytes before anything else. */
#define TERM_WORD_MAX 96
/* Bytes of unspaced script cut at once. */
#define TERM_RUN_MAX 2048

struct term {
    str text; /* ASCII letters and digits, and anything beyond ASCII; never empty */
    /* The stem of the word with its accents taken off first, where that is another term: what
     * someone finds who types no accents. Else empty. */
    str variant;
    uint32_t begin, end; /* bytes of the text it came from */
};
struct term_vec VEC(struct term);

/* The stemmers and the words met most recently. Belongs to one thread; about 1 MB. */
struct terms;
struct terms *terms_new(void);
void terms_free(struct terms *t);

/* Appends the terms of TEXT (UTF-8), MAX at most, in their order. LANGUAGE is ISO 639-1; where
 * there is no stemmer for it, words are only folded. */
void terms_read(struct term_vec *out, struct arena *a, struct terms *t, str text, str language,
                size_t max);

/* The term of one word; valid until the next call. "" when nothing of it is a letter or digit. */
str terms_word(struct terms *t, str language, str word);

/* Cuts RUN, TERM_RUN_MAX bytes of unspaced script at most, into words: puts the byte where each
 * ends into ENDS, MAX at most, and returns their number. */
size_t terms_cut(uint32_t *ends, size_t max, struct terms *t, str run);

/* Whether an apostrophe ends a word in LANGUAGE: "l'homme" is two. */
bool terms_elides(struct terms *t, str language);

/* Whether words of LANGUAGE are stemmed. */
bool terms_stems(struct terms *t, str language);

#endif
