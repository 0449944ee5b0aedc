/* The site the server tests serve: one handler for each thing a handler can do. */
#ifndef COURANT_TESTS_HTTP_SITE_H
#define COURANT_TESTS_HTTP_SITE_H

#include "testing.h"

#include <unistd.h>

#include "base/clock.h"
#include "http/metrics.h"
#include "http/page_cache.h"
#include "http/router.h"
#include "http_client.h"

#define HOST "Host: localhost\r\n"
#define MS ((int64_t)1000)
#define BIG ((size_t)24 << 20) /* bytes of /big */

struct site {
    struct http_page_cache *cache;
    struct http_metrics *metrics;
    struct http_router router;
    struct http_server *server;
    atomic_uint made; /* pages not from the cache */
    int port;
};

/* Three threads, generous limits, a free port. */
struct http_server_options options_usual(void);
void site_start(struct site *site, struct http_server_options options);
/* Checks that nothing is left open. */
void site_stop(struct site *site);

/* Sends REQUEST on FD and reads the answer. */
void ask(struct client_response *r, int fd, const char *request);
void expect_body(int fd, const char *request, int want_status, const char *want_body);

#endif
