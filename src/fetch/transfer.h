/*
 * One document on its way: a question, the answer, and where that redirects, another. Redirects are
 * followed here and not by libcurl, so that each is recorded, waits for its host's turn, and is
 * judged and credited by its own address. Who drives the handle (one at a time, or many in a loop),
 * and whether a server or a recording answers, does not matter:
 *
 *     fetch_transfer_begin(&t, &request);
 *     do
 *         if (fetch_transfer_ask(&t) == OK)
 *             fetch_transfer_ended(&t, curl_easy_perform(t.easy)); // or fetch_transfer_replay(&t)
 *     while (fetch_transfer_turn(&t));
 *     fetch_transfer_answer(&response, arena, &t);
 */
#ifndef COURANT_FETCH_TRANSFER_H
#define COURANT_FETCH_TRANSFER_H

#include "base/sbuf.h"
#include "fetch/exchange.h"
#include "fetch/fetch.h"

#include <curl/curl.h>

struct fetch_job;

/* Header fields of one answer. */
struct fetch_fields {
    int code;
    str etag, last_modified, content_language, location;
    str content_type, content_encoding, transfer_encoding;
    str cache_control, age, date, expires, retry_after;
};

struct fetch_transfer {
    const struct fetch_request *request; /* must outlive the transfer */
    struct fetch_limits limits;
    struct arena texts; /* what fields and addresses point to; at most limits.headers_max of them */
    size_t header_bytes; /* of all answers, and of bodies that are not wanted */
    url at;              /* what is asked for */
    int redirects;
    str moved;             /* as in fetch_response */
    bool turned;           /* a redirect was not permanent: those behind it do not count */
    size_t *held;          /* bytes of all bodies of a loop; NULL: nobody counts */
    struct fetch_job *job; /* of a loop */
    /* Of the question that was asked last. */
    struct fetch_fields fields;
    struct sbuf links;   /* the Link fields, joined by ", "; those that are too many are left out */
    int64_t answered_us; /* when its answer began, or it was given up */
    bool complete;       /* the header was there to its end */
    struct sbuf body;    /* on malloc, up to limits.bytes_max, as it was sent */
    bool decoded;        /* it is not sure that it is */
    bool begun;          /* the first byte of the body was seen and its type is wanted */
    enum fetch_cut cut;
    status failed; /* what went wrong, and its text */
    char why[ERR_TEXT_MAX];
    /* For the recorder, else empty: heads as they were sent; on malloc. */
    struct sbuf asked, head;
    /* libcurl's. */
    CURL *easy;
    struct curl_slist *headers;
    char curl_text[CURL_ERROR_SIZE];
    char refused[FETCH_ADDRESS_TEXT]; /* the last address that the guard refused, "" if none */
    int spent_ms;                     /* by questions before; waiting for turns does not count */
    bool by_proxy; /* the guard cannot see where it leads: only addresses that say so are refused */
};

/* E_INPUT: no web address. End it with fetch_transfer_end in any case. */
status fetch_transfer_begin(struct fetch_transfer *t, const struct fetch_request *request);

/* The next question: sets up the handle, in wire.c. When it fails it has ended. */
status fetch_transfer_ask(struct fetch_transfer *t);
/* libcurl is done with it. */
void fetch_transfer_ended(struct fetch_transfer *t, CURLcode result);
/* Instead of both: the request's archive answers. */
void fetch_transfer_replay(struct fetch_transfer *t);

/* After the end of a question: records it. True: it leads on, to t->at. */
bool fetch_transfer_turn(struct fetch_transfer *t);

/* The response, or why there is none; once, at the end. */
status fetch_transfer_answer(struct fetch_response *out, struct arena *a, struct fetch_transfer *t);

void fetch_transfer_end(struct fetch_transfer *t);

/* What the answer's Retry-After says, 0: nothing. */
int64_t fetch_transfer_retry_us(const struct fetch_transfer *t);

/* Remembers what went wrong, with the text of the failure that CODE is. Only the first counts. */
void fetch_transfer_fail(struct fetch_transfer *t, status code);

/* An answer's bytes: a line of its header, a piece of its body. False: it is to end; then
 * t->failed says why, unless the rest is just not needed. */
bool fetch_transfer_line(struct fetch_transfer *t, str line);
bool fetch_transfer_body(struct fetch_transfer *t, str part);

/* What the request's guard says. */
bool fetch_transfer_may_connect(const struct fetch_transfer *t, const struct sockaddr *address);
/* E_DENIED, about t->refused. */
status fetch_transfer_refuse(const struct fetch_transfer *t);

/* --- way.c --- */
/* A header, unless VALUE is empty or would begin another. */
void fetch_way_header(struct fetch_transfer *t, const char *name, str value);
/* User agent; credentials and cookie, when t->at is of the origin that they are for. */
void fetch_way_sender(struct fetch_transfer *t);
/* Proxy, or none, by t->by_proxy. */
void fetch_way_set(struct fetch_transfer *t);
/* Whether the proxy may be asked for ADDRESS, as far as it can be told from here: not for an
 * address that the guard refuses, nor for this machine's own name. Sets t->refused. */
bool fetch_way_may_ask(struct fetch_transfer *t, url address);
/* Why, when it is the proxy rather than the site that does not work; else OK. */
status fetch_way_failure(struct fetch_transfer *t, CURLcode result);
/* What 401 means. */
status fetch_way_unknown(struct fetch_transfer *t);

#endif
