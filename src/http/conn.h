/*
 * Connections: what the server knows of each one from accept to close, and the rules about time.
 *
 * The HTTP library reads a socket by recv(2) and shows nobody the bytes before it has read them
 * its own, lenient way. So this file defines recv for the whole program: a socket that is in the
 * table of connections is read through its gate (http/gate.h), any other one as ever. The dynamic
 * linker prefers the program's definition to the C library's; http_conn_gate_ok tells whether it
 * did, and the server refuses to answer a request that did not come through the gate.
 *
 * A slow client cannot be timed out by idleness alone, since one byte a second is not idle. Each
 * connection has a deadline for what it is doing: sending a head, a body, reading a response. One
 * thread of the server looks at all of them and shuts down what is late.
 */
#ifndef COURANT_HTTP_CONN_H
#define COURANT_HTTP_CONN_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/sbuf.h"
#include "http/gate.h"
#include "http/server.h"

#define HTTP_FD_MAX 65536

struct http_conn_list;

/* Owned by the library's thread that serves the connection, except what is marked. */
struct http_conn {
    struct http_conn_list *list;
    struct http_conn *next, **prev; /* under the list's lock */
    _Atomic int64_t deadline_us;    /* monotonic; read by the watching thread */
    atomic_bool active;             /* a request is being read or answered; also read there */
    int fd;
    struct http_gate gate;
    uint64_t key;    /* of its address, for http/limit.h; 0 = not counted there */
    bool counted;    /* http_limit_connect said yes */
    bool from_proxy; /* the trusted one */
    uint64_t requests;
    uint64_t phase_requests; /* the request whose head the server has looked at */
    int64_t start_us;        /* of the request, monotonic */
    bool large;              /* the request is counted among those with large bodies */
    struct sbuf target;      /* as sent */
    struct sbuf body;
    char peer[64];
};

struct http_conn_list {
    pthread_mutex_t lock;
    struct http_conn *first;
    int64_t timeout_us;
    unsigned bytes_per_second_min;
    size_t head_max, body_max;
    str large[HTTP_LARGE_PATHS]; /* as in struct http_gate */
    size_t large_max;
    atomic_uint_fast64_t *refused, *late; /* counters of the metrics, or NULL */
    bool stop;                            /* under the lock */
    pthread_cond_t stopping;
    pthread_t watcher;
};

/* A body or a response may take the timeout plus its size at BYTES_PER_SECOND_MIN (0:
 * HTTP_BYTES_PER_SECOND_MIN). The counters may be NULL. */
void http_conn_list_init(struct http_conn_list *l, int64_t timeout_us,
                         unsigned bytes_per_second_min, size_t head_max, size_t body_max,
                         atomic_uint_fast64_t *refused, atomic_uint_fast64_t *late);
/* No connection may be left. */
void http_conn_list_end(struct http_conn_list *l);

/* A connection for the socket FD, in the table. NULL when the number is too high. */
struct http_conn *http_conn_new(struct http_conn_list *l, int fd);
/* How large the body of the request may be whose target is known. */
size_t http_conn_body_max(const struct http_conn *c);
/* Before the socket is closed. */
void http_conn_free(struct http_conn *c);

/* Gives the connection the timeout, plus the time for BYTES at the lowest rate. */
void http_conn_expect(struct http_conn *c, uint64_t bytes);
/* Our turn: no deadline until the next http_conn_expect. */
void http_conn_wait(struct http_conn *c);

/* Whether the request being served came through the gate. */
bool http_conn_gate_ok(const struct http_conn *c);

/* Ends reading from every connection without a request (IDLE), or every connection. */
void http_conn_shutdown_all(struct http_conn_list *l, bool idle_only);

#endif
