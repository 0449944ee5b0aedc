/*
 * Whether an article is the translation of another, and how much two articles in different
 * languages have in common, without a dictionary: by what survives translation. These anchors are
 * numbers of two digits or more, and names: capitalised words reduced to their consonants in Latin
 * letters (text/roman). A translation has them in the same order.
 */
#ifndef COURANT_IDENTITY_TRANSLATED_H
#define COURANT_IDENTITY_TRANSLATED_H

#include "text/doc.h"

/* Later anchors of a text are not looked at. */
#define TRANSLATED_ANCHORS_MAX 400
/* Below this many anchors in either text nothing is called a translation. */
#define TRANSLATED_ANCHORS_MIN 6

struct translated {
    uint32_t anchors; /* of the text with fewer */
    double shared;    /* 0..1: distinct anchors of the text with fewer that the other has */
    double in_order;  /* 0..1: of its anchors, the most that follow each other in both texts */
    double length;    /* 0..1: the shorter text's words by the longer's */
    bool translation;
    double likeness; /* 0..1; from 0.5 on the same story */
};

/* CREDITED: one of the two says that it was translated. O(anchors squared). */
void translated_compare(struct translated *out, struct arena *a, const struct text_doc *x,
                        const struct text_doc *y, bool credited);

#endif
