/*
 * The HTTP server: requests in, responses out, nothing of news. Handlers run on the web pool,
 * one request a thread at a time, with an arena that is reset after the response.
 */
#ifndef COURANT_HTTP_SERVER_H
#define COURANT_HTTP_SERVER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/sbuf.h"
#include "base/str.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };

struct http_pair {
    str name, value;
};
struct http_pairs {
    const struct http_pair *at;
    size_t len;
};

#define HTTP_PARAMS_MAX 8

struct http_request {
    struct arena *arena;
    enum http_method method;
    str path; /* percent-decoded, valid UTF-8, starts with '/', no dot segments */
    str query_raw;
    struct http_pairs query;   /* decoded, in order */
    struct http_pairs headers; /* names in lower case, values repaired to valid UTF-8 */
    struct http_pairs form;    /* fields of a form, decoded: text */
    struct http_pairs files;   /* of a multipart/form-data body: names of fields, bytes */
    str body;                  /* as sent */
    str peer;                  /* client address, after trusted proxies */
    bool https;                /* as the trusted proxy says */
    int64_t now_us;
    unsigned thread;             /* 0 .. threads-1 */
    str params[HTTP_PARAMS_MAX]; /* what the route's {...} segments matched, see http/router.h */
    unsigned param_count;
};

/* First value of that name; p == NULL when absent. */
str http_query(const struct http_request *r, const char *name);
str http_header(const struct http_request *r, const char *name);
str http_form(const struct http_request *r, const char *name);
str http_file(const struct http_request *r, const char *name); /* bytes, not text */
str http_cookie(const struct http_request *r, const char *name);

/* What the server has built from a shared response, kept for the next request by the owner of the
 * shared bytes. A built response may outlive that owner while it is being sent, so it holds the
 * bytes themselves by retain and release. */
struct http_prepared {
    _Atomic(void *) built[2]; /* zero at first; the server's */
    void *bytes;
    void (*retain)(void *bytes);
    void (*release)(void *bytes);
};
void http_prepared_end(struct http_prepared *p);

struct http_response {
    int status;       /* 200 unless set; from 400 on with no body: the error page is put in */
    str content_type; /* "text/html; charset=utf-8" unless set */
    struct http_pair headers[16];
    size_t header_count;
    struct sbuf body;   /* in the request's arena */
    str etag;           /* with quotes; the server answers If-None-Match with 304 */
    const void *shared; /* when set: bytes with a life of their own instead of body ... */
    size_t shared_len;
    void (*shared_release)(void *data); /* ... given back with this */
    void *shared_data;
    str content_encoding; /* of shared, or "" */
    bool vary_encoding;   /* shared: there are other encodings of it */
    bool no_compress;
    struct http_prepared *prepared; /* shared: may be NULL; then everything else is as last time */
    const char *route;              /* its class in the metrics, a literal; NULL = "other" */
};

/* NAME and VALUE are borrowed until the response is sent; at most 16. A VALUE with control
 * characters is left out and logged. */
void http_response_header(struct http_response *out, const char *name, str value);

/* Fills OUT. A failure becomes 404 (E_NOTFOUND), 400 (E_INPUT), 403 (E_DENIED), 409 (E_EXISTS), 413
 * (E_LIMIT), 501 (E_UNSUPPORTED), 503 (E_BUSY, E_TIMEOUT, E_CANCELLED) or 500 through the error
 * page function; texts of 5xx are logged, not shown. */
typedef status http_handler(struct http_response *out, void *ctx, const struct http_request *r);
typedef void http_error_page(struct http_response *out, void *ctx, const struct http_request *r,
                             int status_number, str message);

struct http_metrics;

/* What an option set to 0 means. */
#define HTTP_BODY_MAX ((size_t)1 << 20)
#define HTTP_HEADER_MAX ((size_t)16 << 10)
#define HTTP_TIMEOUT_US ((int64_t)15000000)
#define HTTP_BYTES_PER_SECOND_MIN 8192
#define HTTP_CONNECTIONS_MAX 1024
#define HTTP_LARGE_PATHS 2
#define HTTP_LARGE_REQUESTS_MAX 4 /* with large bodies at a time; others are told to come back */

struct http_server_options {
    str listen;       /* "127.0.0.1:8080", "[::1]:0"; port 0 = any free one */
    unsigned threads; /* 1 to 256; a handler that waits holds up its thread's other clients */
    size_t body_max;  /* bytes of a request body */
    /* Targets that begin with one of LARGE and go on may have bodies of large_max bytes ("": none),
     * if EXPECT, which is asked before the body is read, leaves out->status 0. */
    str large[HTTP_LARGE_PATHS];
    size_t large_max;
    http_handler *expect;
    size_t header_max;             /* bytes of a request line with its headers */
    int64_t timeout_us;            /* of an idle or slow connection */
    unsigned bytes_per_second_min; /* a body adds its size at this rate to the timeout */
    unsigned connections_max;
    unsigned connections_per_address_max; /* IPv6: per /64; 0 = no limit; not the proxy's */
    unsigned requests_per_second; /* of one address, 0 = no limit; a burst of ten times that */
    str trusted_proxy;            /* address whose X-Forwarded-For and -Proto count; "" = none */
    http_handler *handler;
    http_error_page *error_page;  /* NULL: one line of text */
    struct http_metrics *metrics; /* may be NULL; the caller's, outlives the server */
    void *ctx;
};

struct http_server;

/* Binds and starts. E_INPUT: bad address; E_BUSY: it is in use. */
status http_server_new(struct http_server **out, const struct http_server_options *options);
/* The port it really listens on. */
int http_server_port(const struct http_server *s);
/* Stops accepting, ends idle connections, lets running requests finish for at most WAIT_US, then
 * closes. A handler that is still running then is waited for: a thread cannot be taken back. */
void http_server_free(struct http_server *s, int64_t wait_us);

#endif
