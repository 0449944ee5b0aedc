/* Countries by their ISO 3166-1 codes of two letters. */
#ifndef COURANT_TEXT_COUNTRY_H
#define COURANT_TEXT_COUNTRY_H

#include "base/arena.h"
#include "base/str.h"

/* "GB" when CODE, in any case, is a country's code ("uk" is the United Kingdom's, too), else "".
 * Static memory. */
str country_known(str code);

/* "United Kingdom" of "GB"; "" when there is no such country. */
str country_name(struct arena *a, str code);

#endif
