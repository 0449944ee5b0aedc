/*
 * Furniture that only shows over several pages of one site (page/rules.h), taken out of articles
 * between the read threads and the desk, in input order: what is taken out depends on the order of
 * the input, not on which thread was faster.
 */
#ifndef COURANT_PIPELINE_TRIM_H
#define COURANT_PIPELINE_TRIM_H

#include "pipeline/doc.h"

struct trim;

struct trim *trim_new(void);
void trim_free(struct trim *t);

/* Learns from a doc that became an article out of a page; others teach nothing. */
void trim_learn(struct trim *t, const struct doc *d);

/* Takes out what repeats on its site: text, HTML, words, hash and analysis are then those of what
 * is left. OUTLETS as for analyse_article. */
void trim_apply(struct trim *t, struct doc *d, struct strs outlets);

#endif
