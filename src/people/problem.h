/* What is wrong with what someone entered, by name, so that the site can say it in its own words.
 */
#ifndef COURANT_PEOPLE_PROBLEM_H
#define COURANT_PEOPLE_PROBLEM_H

#include "base/err.h"

enum people_problem {
    PROBLEM_NONE,
#define PROBLEM(name, code, text) PROBLEM_##name,
#include "people/problem.def"
#undef PROBLEM
};

/* Sets *why and fails with the problem's status and text. */
status people_fail(enum people_problem *why, enum people_problem problem);

#endif
