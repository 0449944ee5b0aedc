/* Failures that people can do something about. */
#include "people/problem.h"

status people_fail(enum people_problem *why, enum people_problem problem)
{
    *why = problem;
    switch (problem) {
#define PROBLEM(name, code, text)                                                                  \
    case PROBLEM_##name:                                                                           \
        return fail(code, text);
#include "people/problem.def"
#undef PROBLEM
    case PROBLEM_NONE: break;
    }
    ASSERT(problem != PROBLEM_NONE);
    return OK;
}
