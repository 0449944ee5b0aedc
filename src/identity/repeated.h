/* The longest passage that two texts share word for word. Part of identity/retold. */
#ifndef COURANT_IDENTITY_REPEATED_H
#define COURANT_IDENTITY_REPEATED_H

#include "text/doc.h"

/* The number of words of the longest sequence of words that both bodies have, case and punctuation
 * not counted, RUN_MAX at most. O(words log run_max): whether a sequence of n is shared is asked by
 * halving, for when one of n is, one of n - 1 is too. */
uint32_t repeated_run(struct arena *a, const struct text_doc *x, const struct text_doc *y,
                      uint32_t run_max);

#endif
