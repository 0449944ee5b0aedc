/* Which known name was probably meant: for "unknown command", "unknown setting". */
#ifndef COURANT_CLI_NEAREST_H
#define COURANT_CLI_NEAREST_H

#include "base/str.h"

/* Words longer than this are compared by their first NEAREST_WORD_MAX bytes. */
#define NEAREST_WORD_MAX 48

/* Optimal string alignment distance (Damerau-Levenshtein without repeated edits), ASCII case
 * ignored, '-' equal to '_'. Costs a.len * b.len steps. */
unsigned nearest_distance(str a, str b);

/* The name with the smallest distance to WORD, the first of equals; NULL when N is 0 or the
 * distance is more than MOST. */
const char *nearest_name(str word, const char *const *names, size_t n, unsigned most);

#endif
