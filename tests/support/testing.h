/* What every test file includes: cmocka with the headers it needs, and small helpers. */
#ifndef COURANT_TESTS_TESTING_H
#define COURANT_TESTS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours is in base/err.h */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Compares a str with a C string and prints both when they differ. */
#define assert_str(got, want) assert_str_at((got), (want), __FILE__, __LINE__)

static inline void assert_str_at(str got, const char *want, const char *file, int line)
{
    if (!str_eq(got, str_c(want))) {
        print_error("got  \"%.*s\"\nwant \"%s\"\n", STR_FMT(got), want);
        _fail(file, line);
    }
}

/* Fails with the error text when EXPR is not OK. */
#define assert_ok(expr)                                                                            \
    do {                                                                                           \
        status assert_status_ = (expr);                                                            \
        if (assert_status_ != OK) {                                                                \
            print_error("%s: %s (%s)\n", #expr, err_text(), err_name(assert_status_));             \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

#endif
