/* What the store's test programs share: where the store is, and articles made of numbers. The
 * engine comes from COURANT_TEST_STORE ("postgresql://..."), else each test has an SQLite file
 * of its own below $TMPDIR or the working directory. */
#ifndef COURANT_TESTS_STORE_TESTING_H
#define COURANT_TESTS_STORE_TESTING_H

#include "testing.h"

#include <unistd.h>

#include "base/hash.h"
#include "base/sbuf.h"
#include "store/internal.h"

#define HOUR_US ((int64_t)3600 * 1000000)
#define T0 ((int64_t)1786000000 * 1000000)

struct fixture {
    struct arena arena;
    char folder[256];
    str where;
    struct store *store;
};

/* A fresh, migrated store, for cmocka. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* A path in the fixture's folder. */
str fixture_path(struct fixture *f, const char *name);

/* Runs SQL past the store, for tests of damage. */
void fixture_script(struct fixture *f, const char *sql);

/* An article with the given words; everything else follows from N. */
struct article article_make(struct arena *a, int64_t source_id, int n, const char *title,
                            const char *text, const char *language);

int64_t source_make(struct store *s, const char *key, bool demo);

/* Fault tests fail every so many-th call: each, or what COURANT_FAULT_EVERY says. On PostgreSQL,
 * where a round takes long, the suite thins them; what is above the driver has had each on SQLite.
 */
int64_t fault_every(void);

#endif
