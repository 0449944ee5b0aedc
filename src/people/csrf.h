/* Tokens in forms that show that this site's own page sent them. */
#ifndef COURANT_PEOPLE_CSRF_H
#define COURANT_PEOPLE_CSRF_H

#include "base/str.h"

/* A token for a form, bound to SECRET, the token of the reader's cookie (a session's, or before
 * there is one that of the form cookie: double submit). It is derived from the secret and masked
 * with fresh random bytes, so that the lengths of compressed pages tell nothing (BREACH). */
str csrf_make(struct arena *a, str secret);

/* Whether TOKEN came from csrf_make with that secret. False when either has another shape. */
bool csrf_matches(str secret, str token);

#endif
