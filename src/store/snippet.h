/* The part of a text that shows why it was found. Computed here, not by the database, so that
 * both engines show the same. */
#ifndef COURANT_STORE_SNIPPET_H
#define COURANT_STORE_SNIPPET_H

#include "store/search_query.h"

#define SNIPPET_MAX 260 /* bytes of text, marks and ellipses not counted */

/* About SNIPPET_MAX bytes of TEXT with the most different marks in it, each match between U+E000
 * and U+E001, white space squeezed, "…" where text is left out. Without a match: the beginning.
 * Costs one pass over TEXT. */
str snippet_make(struct arena *a, struct terms *terms, str text, str language,
                 const struct search_mark_vec *marks);

#endif
