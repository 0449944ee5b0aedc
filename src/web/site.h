/* The news site: hand site_handle and site_error_page to the HTTP server with the site as their
 * context. Each server thread has a store handle and a list of sources of its own. */
#ifndef COURANT_WEB_SITE_H
#define COURANT_WEB_SITE_H

#include "http/server.h"
#include "people/account.h"
#include "people/comment.h"
#include "web/pictures.h"
#include "web/subscribing.h"

struct http_metrics;
struct http_page_cache;
struct store;

struct site_options {
    str store;    /* where, as store_open takes it; has to be migrated */
    str name;     /* in the masthead */
    str demo_dir; /* pictures of the demo press are below it; "" = none */
    unsigned threads;
    str public_url; /* where readers reach the site; "" = as requests say */
    enum signup signup;
    struct comment_rules comments;
    size_t cache_bytes_max;             /* of kept pages; 0 = keep none */
    struct subscribing subscribing;     /* begin is NULL: nothing can be looked at here */
    bool websub;                        /* hubs may push feeds */
    const struct http_metrics *metrics; /* what /metrics shows; NULL = only the site's own */
};

struct site;

/* Opens one store handle a thread. Errors are those of store_open. */
status site_new(struct site **out, const struct site_options *options);
/* No request may be running. */
void site_free(struct site *s);

/* http_handler and http_error_page; CTX is the struct site. */
status site_handle(struct http_response *out, void *ctx, const struct http_request *r);
void site_error_page(struct http_response *out, void *ctx, const struct http_request *r,
                     int status_number, str message);

/* For the handlers: the parts of the site. */
const struct site_options *site_options_of(const struct site *s);
struct store *site_store(const struct site *s, unsigned thread);
const struct http_page_cache *site_cache(const struct site *s); /* NULL: pages are not kept */
/* "https://news.example" of public_url, "" without it. */
str site_origin(const struct site *s);
bool site_draining(const struct site *s);
/* The pictures of the demo press; none when there is no demo. */
const struct pictures *site_pictures(const struct site *s);

/* From now on /readyz says 503, so that a balancer stops sending requests. Thread-safe. */
void site_drain(struct site *s);

#endif
