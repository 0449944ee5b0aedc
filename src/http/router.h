/*
 * From method and path to handler. Patterns are literal segments and
 *   {int}   one segment of 1 to 18 digits,
 *   {name}  one segment, not empty,
 *   {rest}  everything to the end, not empty; last only.
 * The first matching row counts, so the literal ones come first. HEAD follows GET. A path that is
 * there for other methods only is answered 405 with Allow (RFC 9110 section 15.5.6).
 */
#ifndef COURANT_HTTP_ROUTER_H
#define COURANT_HTTP_ROUTER_H

#include "http/server.h"

struct http_route {
    enum http_method method;
    const char *pattern;
    http_handler *handler;
    const char *name; /* its class in the metrics: "article" */
};

struct http_router {
    const struct http_route *routes;
    size_t count;
    void *ctx; /* of every handler */
};

/* An http_handler whose ctx is a struct http_router. E_NOTFOUND when no row has the path, else
 * what the row's handler says. O(rows). */
status http_router_handle(struct http_response *out, void *router, const struct http_request *r);

/* What the I-th {...} of the pattern matched. */
str http_param(const struct http_request *r, unsigned i);
int64_t http_param_int(const struct http_request *r, unsigned i);

#endif
