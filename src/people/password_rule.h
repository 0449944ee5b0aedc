/* Which passwords are refused. Length counts; classes of characters do not (NIST SP 800-63B,
 * section 5.1.1.2). What is easily guessed is recognised by how it is built, not by a list. */
#ifndef COURANT_PEOPLE_PASSWORD_RULE_H
#define COURANT_PEOPLE_PASSWORD_RULE_H

#include "people/problem.h"

#include "base/str.h"

#define PASSWORD_LEN_MIN 10 /* characters */

/* *why: PROBLEM_PASSWORD_SHORT, _LONG or _SIMPLE. NAME is the account's. */
status password_rule(enum people_problem *why, struct arena *a, str password, str name);

#endif
