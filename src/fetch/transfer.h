/* One transfer as libcurl sees it: set up from a request, filled by its callbacks, turned into a
 * response. Who drives the handle (one at a time, or many in a loop) does not matter here. */
#ifndef COURANT_FETCH_TRANSFER_H
#define COURANT_FETCH_TRANSFER_H

#include "base/sbuf.h"
#include "fetch/fetch.h"

#include <curl/curl.h>

struct fetch_job;

/* Header fields of one answer; those of a redirect are forgotten when the next one begins. */
struct fetch_fields {
    int code;
    str etag, last_modified, content_language, location;
    str cache_control, age, date, expires;
};

struct fetch_transfer {
    const struct fetch_request *request; /* must outlive the transfer */
    struct fetch_limits limits;
    CURL *easy;
    struct curl_slist *headers;
    struct sbuf body; /* on malloc, up to limits.bytes_max */
    size_t header_bytes;
    struct arena texts; /* what fields and addresses point to; at most limits.headers_max of them */
    struct fetch_fields fields;
    url at;                /* whose answer is being read */
    str moved;             /* as in fetch_response */
    bool turned;           /* a redirect was not permanent: those behind it do not count */
    size_t *held;          /* bytes of all bodies of a loop; NULL: nobody counts */
    struct fetch_job *job; /* of a loop */
    status failed;         /* what a callback found, and its text; OK: none did */
    char why[ERR_TEXT_MAX];
    char refused[FETCH_ADDRESS_TEXT]; /* the last address that the guard refused, "" if none */
    char curl_text[CURL_ERROR_SIZE];
    bool by_proxy; /* the guard cannot see where it leads: only addresses that say so are refused */
    bool begun;    /* the first byte of the body was seen and its type is wanted */
};

/* Makes the handle. E_INPUT: no web address. End it with fetch_transfer_end in any case. */
status fetch_transfer_begin(struct fetch_transfer *t, const struct fetch_request *request);

/* After libcurl ended the transfer with RESULT: the response, or why there is none. */
status fetch_transfer_answer(struct fetch_response *out, struct arena *a, struct fetch_transfer *t,
                             CURLcode result);

void fetch_transfer_end(struct fetch_transfer *t);

/* What the request's guard says. */
bool fetch_transfer_may_connect(const struct fetch_transfer *t, const struct sockaddr *address);

/* --- way.c --- */
/* A header, unless VALUE is empty or would begin another. */
void fetch_way_header(struct fetch_transfer *t, const char *name, str value);
/* User agent, credentials, cookie. */
void fetch_way_sender(struct fetch_transfer *t);
/* Proxy, or none: one way for the whole transfer, redirects included. */
void fetch_way_set(struct fetch_transfer *t);
/* Whether the proxy may be asked for ADDRESS, as far as it can be told from here: not for an
 * address that the guard refuses, nor for this machine's own name. Sets t->refused. */
bool fetch_way_may_ask(struct fetch_transfer *t, url address);
/* Why, when it is the proxy rather than the site that does not work; else OK. */
status fetch_way_failure(struct fetch_transfer *t, CURLcode result);
/* What 401 means. */
status fetch_way_unknown(struct fetch_transfer *t);

#endif
