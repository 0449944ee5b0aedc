/*
 * What the operator's monitoring reads: counters and latency histograms of the server, in
 * Prometheus' text format (version 0.0.4). Counting is a few relaxed atomic additions, so
 * that every thread may do it on every request.
 */
#ifndef COURANT_HTTP_METRICS_H
#define COURANT_HTTP_METRICS_H

#include <stdatomic.h>

#include "base/sbuf.h"

#define HTTP_METRICS_ROUTES_MAX 48
#define HTTP_METRICS_STATUSES 20
#define HTTP_METRICS_BUCKETS 12

struct http_metrics_route {
    _Atomic(const char *) name; /* NULL: not used */
    atomic_uint_fast64_t statuses[HTTP_METRICS_STATUSES];
    atomic_uint_fast64_t buckets[HTTP_METRICS_BUCKETS + 1]; /* the last: longer than all */
    atomic_uint_fast64_t total_us;
};

struct http_metrics {
    struct http_metrics_route routes[HTTP_METRICS_ROUTES_MAX];
    atomic_uint_fast64_t body_bytes;  /* of responses */
    atomic_uint_fast64_t refused;     /* malformed, answered by the gate */
    atomic_uint_fast64_t late;        /* cut off for slowness */
    atomic_uint_fast64_t limited;     /* answered 429 */
    atomic_uint_fast64_t connections; /* open at the moment */
    atomic_uint_fast64_t in_flight;   /* requests at the moment */
};

struct http_page_cache;

struct http_metrics *http_metrics_new(void);
void http_metrics_free(struct http_metrics *m);

/* Counts one answered request. ROUTE is a literal, NULL = "other"; US from the request line to
 * the response being handed over. */
void http_metrics_count(struct http_metrics *m, const char *route, int status_number, int64_t us,
                        uint64_t body_bytes);

/* Everything as text; CACHE may be NULL. Content type: text/plain; version=0.0.4. */
void http_metrics_write(struct sbuf *out, const struct http_metrics *m,
                        const struct http_page_cache *cache);

#endif
