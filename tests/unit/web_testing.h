/* What the tests of the news site share: a site over a store of its own, requests to it without
 * a server, and articles made of numbers. */
#ifndef COURANT_TESTS_WEB_TESTING_H
#define COURANT_TESTS_WEB_TESTING_H

#include "testing.h"

#include "base/clock.h"
#include "http/server.h"
#include "store/store.h"
#include "web/site.h"

#define HOUR_US (3600 * CLOCK_SECOND_US)
#define THREADS 4
#define NOW ((int64_t)1795363620000000) /* 2026-11-22T16:07:00Z */

struct fixture {
    struct arena arena;
    char folder[256];
    str where;
    struct store *store;
    struct site *site;
    int64_t now_us;
};

struct answer {
    int status;
    status code; /* of the handler */
    str body;
    struct http_response out;
    int64_t statements;
};

/* For cmocka: a fresh store and site; with a page cache. */
int web_setup(void **state);
int web_setup_cached(void **state);
int web_teardown(void **state);

struct http_request request_of(struct fixture *f, const char *target);
struct answer get(struct fixture *f, const char *target);
str header_of(const struct answer *a, const char *name);
void assert_has_at(str body, const char *text, bool want, const char *file, int line);
int64_t add_source(struct fixture *f, const char *key, const char *language, bool demo);
struct article article_of(struct fixture *f, int64_t source_id, int n, const char *title);
int64_t put(struct fixture *f, struct article *a);
int64_t fill(struct fixture *f);

#define assert_has(body, text) assert_has_at((body), (text), true, __FILE__, __LINE__)
#define assert_has_not(body, text) assert_has_at((body), (text), false, __FILE__, __LINE__)

#endif
