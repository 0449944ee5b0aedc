/* Phrases of provenance.def and agency.def found in the words of a text, and names read beside
 * them. Part of identity/provenance. */
#ifndef COURANT_IDENTITY_GRAMMAR_H
#define COURANT_IDENTITY_GRAMMAR_H

#include "base/map.h"
#include "model/article.h"
#include "text/doc.h"

enum phrase_kind {
#define KIND(name, about) PHRASE_##name,
#define PHRASE(language, kind, words)
#include "identity/provenance.def"
#undef KIND
#undef PHRASE
    PHRASE_KINDS
};

struct phrase;

/* The phrases of one text's language, ready for its words. */
struct grammar {
    const struct text_part *part;
    const struct text_doc *doc;
    const struct phrase *phrases;
    const uint16_t *first; /* of each surface: a phrase that begins with it, 0: none */
    struct strs outlets;
};

/* Words [begin, end) of the part; empty: no name. */
struct name_span {
    uint32_t begin, end;
};

void grammar_init(struct grammar *g, struct arena *a, const struct text_doc *doc,
                  struct strs outlets);

/* The words of the longest phrase of KIND that begins at word AT; 0: none does. */
uint32_t grammar_match(const struct grammar *g, enum phrase_kind kind, uint32_t at);

/* The name that begins at word AT, articles and quotation marks before it skipped, or that ends
 * before word END, auxiliaries and adverbs skipped. */
struct name_span grammar_name_at(const struct grammar *g, uint32_t at);
struct name_span grammar_name_before(const struct grammar *g, uint32_t end);

/* The bytes of a name, without a possessive at its end. */
str grammar_text(const struct grammar *g, struct name_span n);

/* Whether word AT and the one before it are in one sentence with no comma, colon or bracket between
 * them. */
bool grammar_joined(const struct grammar *g, uint32_t at);

/* Whether word AT begins with a capital. */
bool grammar_is_capital(const struct grammar *g, uint32_t at);

/* Word AT in lower case. */
str grammar_lower(const struct grammar *g, uint32_t at);

/* Whether a word ends as a phrase of KIND, with something before it: "nordanzeiger". */
bool grammar_ends(const struct grammar *g, enum phrase_kind kind, str word);

/* Whether there are phrases of the language. */
bool grammar_has(str language);

#endif
