/*
 * Word lists by language: function words (stop words), abbreviations, words of dates. The lists are
 * written for Courant in stop.def, abbreviation.def and date.def; a language's table is built when
 * it is first met.
 */
#ifndef COURANT_TEXT_LEXICON_H
#define COURANT_TEXT_LEXICON_H

#include "base/str.h"

enum lexicon_flag {
    LEXICON_STOP = 1,          /* a function word: article, pronoun, preposition, auxiliary ... */
    LEXICON_TITLE = 2,         /* abbreviation that a name follows: "mr", "dr", "st" */
    LEXICON_BEFORE_NUMBER = 4, /* abbreviation that a number follows: "no", "p", "art" */
    LEXICON_INNER = 8,         /* abbreviation that hardly ever ends a sentence: "e.g", "vs" */
    LEXICON_MAY_END = 16,      /* abbreviation that may end one: "inc", "u.s", "kg" */
    LEXICON_OFTEN_ENDS = 32,   /* abbreviation whose stop mostly ends one before a capital: "etc" */
    LEXICON_PROPER = 128,      /* as MAY_END, but only with a capital: "Mass.", "Sun." */
    LEXICON_COMMON = 256,      /* tells little about an article: "said", "yesterday" */
};
#define LEXICON_ABBREVIATION (2u | 4u | 8u | 16u | 32u | 128u)

/* Belongs to one thread. */
struct lexicon;
struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *l);

/* The lists of one language. Never NULL: without lists of its own a language has the common
 * abbreviations and no stop words. */
struct lexicon_language;
const struct lexicon_language *lexicon_language(struct lexicon *l, str code);

/* The flags (enum lexicon_flag) of a word in lower case; abbreviations without their last stop
 * ("e.g"). 0: not listed. */
uint32_t lexicon_word(const struct lexicon_language *l, str lower);

/* What a word in lower case means in dates: enum date_kind (date.h) << 8 | value; 0: nothing. */
uint32_t lexicon_date(const struct lexicon_language *l, str lower);

/* Whether numbers with a full stop are ordinals in the language: German "15. August". */
bool lexicon_has_ordinal_dots(const struct lexicon_language *l);

/* Whether there are stop words for the language. */
bool lexicon_has_stops(const struct lexicon_language *l);

#endif
