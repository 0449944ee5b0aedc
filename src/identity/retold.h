/*
 * Whether two articles in one language tell the same story, from the two texts alone: no statistics
 * of an archive, nothing learned from texts. What a word weighs follows from its kind: function
 * words nothing, long words more than short ones, names half as much again, numbers by their
 * digits. Four kinds of evidence, each 0..1:
 *
 *   words   cosine of all terms, those of title (x4) and first sentences (x3) counted more
 *   title   of the words of each title, the share that is anywhere in the other article
 *   names   mean of two: of the names of the one with fewer, the share that the other has (few
 *           names prove little, so the share is drawn to what words and title say, as two more
 *           names would); and the same with names weighed by how often they are said
 *   moment  of each title, the most that stands together in one sentence of the other
 *
 * The weights of the four, and the threshold, are the only numbers fitted to judged pairs.
 */
#ifndef COURANT_IDENTITY_RETOLD_H
#define COURANT_IDENTITY_RETOLD_H

#include "text/doc.h"

/* From this likeness on, the same story. */
#define RETOLD_SAME 0.5
/* From here on, the same subject. */
#define RETOLD_RELATED 0.3

struct retold {
    double words, title, names, moment;
    bool series;     /* titles alike but for their numbers: "Weather on 8 May", "... on 9 May" */
    double likeness; /* 0..1 */
};

/* DAYS: between the two publications, 0 when unknown: from the third on they lower the likeness,
 * as does SAME_OUTLET: a newspaper seldom tells a story twice, it goes on with it. Linear. */
void retold_compare(struct retold *out, struct arena *a, const struct text_doc *x,
                    const struct text_doc *y, double days, bool same_outlet);

#endif
