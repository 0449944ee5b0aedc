/*
 * Whether two articles in one language tell the same story, from the two texts alone: no statistics
 * of an archive, nothing learned from texts. What a word weighs follows from its kind: function
 * words nothing, long words more than short ones, names half as much again, numbers by their
 * digits. Four kinds of evidence, each 0..1:
 *
 *   words   cosine of all terms, those of title (x4) and first sentences (x3) counted more
 *   title   of the words of each title, the share that is anywhere in the other article
 *   names   mean of two: of the names of the one with fewer, the share that the other has; and the
 *           same with names weighed by how often they are said. Few names prove little, so both
 *           are drawn to what words and title say, as two more names would
 *   moment  of each title, the most that stands together in one sentence of the other
 *
 * Three more tell the next article on a matter, which has its background, from another on the same
 * news:
 *
 *   told     of the names of both titles, the share that is anywhere in the other article: who is
 *            in the headline and not there has done something else. 0.5: no such names
 *   numbers  of the numbers of the one with fewer, the share that the other has; 1 when one has
 *            fewer than three: the next count, poll or match has the words of the last, not its
 *            numbers
 *   repeated words that follow each other alike, 0..1 of RETOLD_RUN, when it is not the title that
 *            they tell (x (1 - moment)): a paragraph of background
 *
 * The weights, and the threshold, are the only numbers fitted to judged pairs.
 */
#ifndef COURANT_IDENTITY_RETOLD_H
#define COURANT_IDENTITY_RETOLD_H

#include "text/doc.h"

/* From this likeness on, the same story. */
#define RETOLD_SAME 0.5
/* From here on, the same subject. */
#define RETOLD_RELATED 0.3
/* A clause, in words: shorter sequences are set phrases. And a sentence, which two reporters do not
 * write alike by chance. */
#define RETOLD_RUN_MIN 5
#define RETOLD_RUN 16

struct retold {
    double words, title, names, moment;
    double told, numbers, repeated;
    bool series;     /* titles alike but for their numbers: "Weather on 8 May", "... on 9 May" */
    double likeness; /* 0..1 */
};

/* DAYS: between the two publications, 0 when unknown: from the third on they lower the likeness,
 * as does SAME_OUTLET: a newspaper seldom tells a story twice, it goes on with it. Linear. */
void retold_compare(struct retold *out, struct arena *a, const struct text_doc *x,
                    const struct text_doc *y, double days, bool same_outlet);

#endif
