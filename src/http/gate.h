/*
 * The gate reads every byte a client sends before the HTTP library does, and lets through only
 * requests that are written exactly as RFC 9112 says: CRLF line ends, no folded lines, one Host,
 * one way of giving the length. Lenient readers disagree about the rest, and where two readers
 * in a row disagree one request can be hidden inside another (RFC 9112 section 11.2). It also
 * follows the bodies, so that it knows where the next request of the connection begins.
 *
 * Pure: bytes in, a verdict out; no sockets, no clock.
 */
#ifndef COURANT_HTTP_GATE_H
#define COURANT_HTTP_GATE_H

#include "base/str.h"

#define HTTP_METHOD_LEN_MAX 16
#define HTTP_TARGET_LEN_MAX 8192
#define HTTP_HEADER_COUNT_MAX 64
#define HTTP_HEADER_NAME_MAX 64
#define HTTP_HOST_LEN_MAX 255
#define HTTP_CHUNK_LINE_MAX 256
#define HTTP_TRAILER_MAX 1024

struct http_gate {
    size_t head_max;    /* bytes of request line and headers */
    uint64_t body_max;  /* bytes of a chunked body; a declared length is the server's to judge */
    const str *large;   /* targets that begin with one of these and go on may have ... */
    size_t large_count; /* (8 at most, "" counts for none) */
    uint64_t large_max; /* ... so many */

    uint8_t state;
    uint8_t large_fits; /* bits: those of LARGE that the target has begun with so far */
    bool minor_1, host_seen, length_seen, chunked, is_large;
    bool in_request; /* between the first byte of a request and its last */
    bool in_body;    /* the head is complete, the body is not */
    int refused;     /* HTTP status to answer before closing, 0 while all is well */
    unsigned header_count;
    size_t head_len, part_len; /* of the head, of the part being read */
    uint64_t body_left, body_len;
    uint64_t requests; /* complete heads so far */
    char name[HTTP_HEADER_NAME_MAX];
    size_t name_len;
    char value[HTTP_HOST_LEN_MAX + 1];
    size_t value_len; /* may pass sizeof value: then it is too long to be kept */
};

/* None are large. */
void http_gate_init(struct http_gate *g, size_t head_max, uint64_t body_max);

/* Reads the next LEN bytes of the connection. Returns how many may be passed on: all of them,
 * or those before the request that is refused; then g->refused says how and everything after
 * is to be dropped. O(LEN). */
size_t http_gate_feed(struct http_gate *g, const char *bytes, size_t len);

#endif
