/* Word lists of one language, found by hash: words and phrases (with _ between the words) to bits.
 */
#ifndef COURANT_SUMMARY_RULES_H
#define COURANT_SUMMARY_RULES_H

#include "text/doc.h"

#define RULES_PHRASE_WORDS 5

struct rules_list {
    str language;
    uint32_t kind; /* bits */
    str words;     /* separated by one space */
};

struct rule {
    str words; /* p == NULL: empty */
    uint32_t kinds;
};

struct rules {
    struct rule *slots;
    uint32_t mask;
};

/* Those of LISTS that are in LANGUAGE; the table is in A. */
void rules_read(struct rules *r, struct arena *a, const struct rules_list *lists, size_t len,
                str language);

/* The bits of a word or phrase; 0: not listed. */
uint32_t rules_kinds(const struct rules *r, str words);

/* Those of a word of DOC. */
static inline uint32_t rules_word(const struct rules *r, const struct text_doc *doc,
                                  const struct text_word *w)
{
    return rules_kinds(r, doc->surfaces[w->surface].lower);
}

/* The bits of the phrases of 1 to RULES_PHRASE_WORDS words that begin at word AT of LEN words, by
 * number of words: kinds[0] is that of one word. Returns how many were looked up. Curly
 * apostrophes count as plain ones. */
uint32_t rules_phrases(uint32_t kinds[static RULES_PHRASE_WORDS], const struct rules *r,
                       const struct text_doc *doc, const struct text_word *at, uint32_t len);

#endif
