/*
 * How two articles are related, from the two alone. In this order:
 *
 *   exact        the same words in title and text (one title may be missing); case, punctuation and
 *                white space do not count
 *   version      a copy with other words, under the same address or by the same outlet (which must
 *                share more when it has another address: background is repeated)
 *   near         a copy with other words: edited, cut, moved about, with another title, with
 *                something added (text/minhash)
 *   translation  in another language, the numbers and names in the same order (translated.h)
 *   same_story   the same news told in other words (retold.h)
 *   related      the same subject
 *   none
 */
#ifndef COURANT_IDENTITY_PAIR_H
#define COURANT_IDENTITY_PAIR_H

#include "text/doc.h"

enum relation {
    RELATION_NONE,
    RELATION_RELATED,
    RELATION_SAME_STORY,
    RELATION_TRANSLATION,
    RELATION_VERSION,
    RELATION_NEAR,
    RELATION_EXACT,
};

struct pair_article {
    const struct text_doc *doc; /* with its language, and its time when it is known */
    str address;                /* canonical, "" when unknown */
    str outlet;                 /* source or host, "" when unknown */
    bool translated;            /* its credit line says that it is a translation */
};

struct pair {
    enum relation relation;
    double similarity; /* 0..1; from 0.5 on the same story */
    bool same_story;   /* whatever tells the same news: all but related and none */
};

/* Linear in the texts; see retold.h and translated.h. */
void pair_compare(struct pair *out, struct arena *a, const struct pair_article *x,
                  const struct pair_article *y);

/* "same_story" and so on. */
const char *relation_name(enum relation r);

#endif
