/* Names and e-mail addresses of accounts: what may be one, and when two are the same. */
#ifndef COURANT_PEOPLE_NAME_H
#define COURANT_PEOPLE_NAME_H

#include "people/problem.h"

#include "base/str.h"

#define NAME_LEN_MIN 2
#define NAME_LEN_MAX 30 /* characters */

/* The form by which names are compared and found; *why says what is wrong with a name. */
status name_key(str *out, enum people_problem *why, struct arena *a, str name);

/* Whether an address is worth keeping: one '@' with something around it, no white space or
 * control characters, at most 254 bytes (RFC 5321 section 4.5.3). Mail alone shows more. */
bool name_is_email(str s);

#endif
