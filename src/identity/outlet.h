/* Which names are those of outlets, and which of them are one. Part of identity/provenance. */
#ifndef COURANT_IDENTITY_OUTLET_H
#define COURANT_IDENTITY_OUTLET_H

#include "identity/grammar.h"

/* Whether TEXT is a general news agency. */
bool outlet_is_agency(str text);

/* Whether a name is called as outlets are: a newspaper's word in it or beside it, an agency, a
 * known source. *n may be cut to the part that is. */
bool outlet_is(const struct grammar *g, struct name_span *n);

/* Whether two names are one, articles before them left out: the same words, in languages that
 * inflect names with other endings ("Seehagener Boten" and "Seehagener Bote"). */
bool outlet_same(str language, str a, str b);

/* Whether PART is what WHOLE is called for short: its first or last words ("Ledger" of "The Harbour
 * Ledger"), or its initials ("NYT" of "New York Times"). */
bool outlet_is_short(str language, str part, str whole);

/* The known source that NAME, which is an outlet's, means: the one of that name, else the only one
 * it is short for, else the agency of that name. "" when there is none. O(sources). */
str outlet_known(const struct grammar *g, str name);

#endif
