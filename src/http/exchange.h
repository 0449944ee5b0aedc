/*
 * One request on its way to its response, without the HTTP library: who sent it, whether it is
 * let in, its handler, the error pages, and what the client has already.
 */
#ifndef COURANT_HTTP_EXCHANGE_H
#define COURANT_HTTP_EXCHANGE_H

#include "http/conn.h"
#include "http/limit.h"
#include "http/server.h"

#define HTTP_BODY_OUT_MAX ((size_t)64 << 20) /* of a response */

/* On the serving thread's stack. The caller fills options, limit, conn and of the request arena,
 * method, headers, now_us and thread. */
struct http_exchange {
    const struct http_server_options *options;
    struct http_limit *limit;
    struct http_conn *conn;
    uint64_t key; /* the client's in the table of limits */
    struct http_request request;
    struct http_response response;
};

/* Sets the request's peer and the key: the connection's address, or what the trusted proxy says. */
void http_exchange_begin(struct http_exchange *x);

/* What can be said before the body is read: 429 and 413, and of one that may be large what the
 * server's options say. True when the response is filled. */
bool http_exchange_refuse(struct http_exchange *x);

/* Parses the target and the fields, runs the handler, and makes error pages and 304 of its answer.
 * The response is filled in any case. */
void http_exchange_run(struct http_exchange *x);

#endif
