/*
 * Where sentences end, in any language: stops of all scripts, abbreviations by language
 * (lexicon.h), initials, decimals, ordinals, list numbers, addresses, quotation marks and brackets
 * that close after the stop. A line end breaks a sentence unless the next line plainly goes on
 * with it; a blank line ends a paragraph. Sentences within quotation marks or brackets that close
 * in the same line stay with the sentence they are part of.
 *
 * Method: one pass that looks at stops, quotation marks, brackets and line ends only; a stop is
 * then judged by the word before and the character after it. Linear, but for the search of a
 * closing mark, which is bounded.
 */
#ifndef COURANT_TEXT_SENTENCE_H
#define COURANT_TEXT_SENTENCE_H

#include "base/vec.h"
#include "text/lexicon.h"

/* Bytes [begin, end) of the text, without white space at either end; never empty. */
struct sentence {
    uint32_t begin, end;
    uint32_t paragraph; /* counts from 0, only those with text */
};
struct sentence_vec VEC(struct sentence);

/* Appends the sentences of TEXT (UTF-8, less than 4 GB). LANGUAGE is ISO 639-1, "" if unknown. */
void sentence_split(struct sentence_vec *out, struct arena *a, struct lexicon *lexicon,
                    str language, str text);

#endif
