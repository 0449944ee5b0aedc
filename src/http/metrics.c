/* Counters by route class and status, and their Prometheus text. */
#include "http/metrics.h"

#include "base/arena.h"
#include "http/page_cache.h"

static const int statuses[HTTP_METRICS_STATUSES] = {200, 201, 204, 301, 302, 303, 304,
                                                    307, 308, 400, 401, 403, 404, 405,
                                                    409, 413, 429, 500, 503, 0 /* any other */};

static const int64_t bucket_us[HTTP_METRICS_BUCKETS] = {
    100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000, 250000, 1000000, 5000000};

struct http_metrics *http_metrics_new(void)
{
    return mem_calloc(1, sizeof(struct http_metrics));
}

void http_metrics_free(struct http_metrics *m)
{
    free(m);
}

/* The route's row, taken on first use; routes past the table share the last row. */
static struct http_metrics_route *route_of(struct http_metrics *m, const char *name)
{
    size_t i = 0;
    for (; i < HTTP_METRICS_ROUTES_MAX - 1; i++) {
        const char *have = atomic_load_explicit(&m->routes[i].name, memory_order_acquire);
        if (!have && atomic_compare_exchange_strong(&m->routes[i].name, &have, name))
            return &m->routes[i];
        if (have == name || strcmp(have, name) == 0)
            return &m->routes[i];
    }
    atomic_store(&m->routes[i].name, "more");
    return &m->routes[i];
}

static void add(atomic_uint_fast64_t *counter, uint64_t n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t get(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void http_metrics_count(struct http_metrics *m, const char *route, int status_number, int64_t us,
                        uint64_t body_bytes)
{
    struct http_metrics_route *row = route_of(m, route ? route : "other");
    size_t s = 0, b = 0;
    while (statuses[s] && statuses[s] != status_number)
        s++;
    while (b < HTTP_METRICS_BUCKETS && us > bucket_us[b])
        b++;
    add(&row->statuses[s], 1);
    add(&row->buckets[b], 1);
    add(&row->total_us, us > 0 ? (uint64_t)us : 0);
    add(&m->body_bytes, body_bytes);
}

static void put_value(struct sbuf *out, const char *name, const char *kind, const char *help,
                      uint64_t value)
{
    sbuf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %llu\n", name, help, name, kind, name,
                (unsigned long long)value);
}

static void put_requests(struct sbuf *out, const struct http_metrics *m)
{
    sbuf_put(out, S("# HELP courant_http_requests_total Answered requests.\n"
                    "# TYPE courant_http_requests_total counter\n"));
    for (size_t i = 0; i < HTTP_METRICS_ROUTES_MAX; i++) {
        const struct http_metrics_route *row = &m->routes[i];
        const char *name = atomic_load_explicit(&row->name, memory_order_acquire);
        for (size_t s = 0; name && s < HTTP_METRICS_STATUSES; s++)
            if (get(&row->statuses[s]))
                sbuf_printf(out,
                            "courant_http_requests_total{route=\"%s\",status=\"%s%.0d\"} %llu\n",
                            name, statuses[s] ? "" : "other", statuses[s],
                            (unsigned long long)get(&row->statuses[s]));
    }
}

static void put_latencies(struct sbuf *out, const struct http_metrics *m)
{
    static const char name[] = "courant_http_request_seconds";
    sbuf_printf(out, "# HELP %s Time to an answer.\n# TYPE %s histogram\n", name, name);
    for (size_t i = 0; i < HTTP_METRICS_ROUTES_MAX; i++) {
        const struct http_metrics_route *row = &m->routes[i];
        const char *route = atomic_load_explicit(&row->name, memory_order_acquire);
        uint64_t sum = 0;
        if (!route)
            break;
        for (size_t b = 0; b < HTTP_METRICS_BUCKETS; b++) {
            sum += get(&row->buckets[b]);
            sbuf_printf(out, "%s_bucket{route=\"%s\",le=\"%g\"} %llu\n", name, route,
                        (double)bucket_us[b] / 1e6, (unsigned long long)sum);
        }
        sum += get(&row->buckets[HTTP_METRICS_BUCKETS]);
        sbuf_printf(out,
                    "%s_bucket{route=\"%s\",le=\"+Inf\"} %llu\n"
                    "%s_sum{route=\"%s\"} %.6f\n%s_count{route=\"%s\"} %llu\n",
                    name, route, (unsigned long long)sum, name, route,
                    (double)get(&row->total_us) / 1e6, name, route, (unsigned long long)sum);
    }
}

static void put_cache(struct sbuf *out, const struct http_page_cache *cache)
{
    struct http_page_cache_stats s = http_page_cache_stats(cache);
    put_value(out, "courant_page_cache_hits_total", "counter", "Pages found.", s.hits);
    put_value(out, "courant_page_cache_misses_total", "counter", "Pages not found.", s.misses);
    put_value(out, "courant_page_cache_evictions_total", "counter", "Pages dropped for room.",
              s.evictions);
    put_value(out, "courant_page_cache_bytes", "gauge", "Memory held.", s.bytes);
    put_value(out, "courant_page_cache_pages", "gauge", "Pages held.", s.pages);
}

void http_metrics_write(struct sbuf *out, const struct http_metrics *m,
                        const struct http_page_cache *cache)
{
    put_requests(out, m);
    put_latencies(out, m);
    put_value(out, "courant_http_body_bytes_total", "counter", "Bytes of response bodies.",
              get(&m->body_bytes));
    put_value(out, "courant_http_refused_total", "counter", "Malformed requests.",
              get(&m->refused));
    put_value(out, "courant_http_late_total", "counter", "Connections cut off for slowness.",
              get(&m->late));
    put_value(out, "courant_http_limited_total", "counter", "Requests past an address's rate.",
              get(&m->limited));
    put_value(out, "courant_http_connections", "gauge", "Open connections.", get(&m->connections));
    put_value(out, "courant_http_in_flight", "gauge", "Requests being answered.",
              get(&m->in_flight));
    if (cache)
        put_cache(out, cache);
}
