/* Shared by the files that make hashtags: hashtag_word.c judges names and phrases by their words,
 * hashtag.c makes tags of them. */
#ifndef COURANT_TAGS_HASHTAG_CODE_H
#define COURANT_TAGS_HASHTAG_CODE_H

#include "tags/hashtag.h"
#include "text/lexicon.h"

struct tagging {
    struct arena *arena;
    struct text_reader *reader;
    const struct text_doc *doc;
    const struct lexicon_language *lists;
    str endings, before, ordinary; /* of the language, separated by spaces */
    struct hashtag *tags;
    uint32_t len;
    int stage;        /* of what is added */
    uint8_t *used;    /* by term: a tag has the word */
    uint32_t *within; /* by term: how often it is part of a name of several words */
};

/* Sets the lists of G's language. */
void hashtag_words_init(struct tagging *g);

/* Whether a name is a single word that may be none: of no kind, and met once, or in lower case as
 * well, or a noun of every day. */
bool hashtag_is_vague(const struct tagging *g, const struct name *n);

/* Whether a phrase can stand as a tag: made of words that say something, its last (or only) one
 * likely a noun, and with a word no tag has yet. O(words of the body). */
bool hashtag_makes_tag(const struct tagging *g, const struct tags_phrase *p);

static inline const struct text_part *hashtag_part(const struct text_doc *doc, bool in_title)
{
    return in_title ? &doc->title : &doc->body;
}

#endif
