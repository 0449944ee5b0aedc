/* Sentences that follow one another without a stop, as when headings have been put before their
 * text with a space: "Climate of the region The first settlers ...". */
#ifndef COURANT_TEXT_SENTENCE_RUN_H
#define COURANT_TEXT_SENTENCE_RUN_H

#include "text/sentence_stop.h"

/* Whether a new sentence begins with the capital at byte AT, though no stop precedes it. For
 * languages in which function words have no capitals within a sentence. */
bool run_on_begins(const struct stop_context *c, size_t at);

#endif
