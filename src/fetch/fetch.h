/*
 * Getting one document over HTTP: within limits of time and size, from public addresses only,
 * without a referer, and without cookies or credentials but those that an operator set for the site
 * (sender.h). What a program may ask is in struct fetch_request; transfer.h is what the parts of
 * this folder share.
 */
#ifndef COURANT_FETCH_FETCH_H
#define COURANT_FETCH_FETCH_H

#include "base/err.h"
#include "base/str.h"
#include "fetch/address_guard.h"
#include "fetch/sender.h"

/* All transfers of one document together, redirects included. */
struct fetch_limits {
    int connect_ms; /* name look-up, connection, TLS; each redirect again */
    int total_ms;
    size_t bytes_max;   /* of the body, after decompression */
    size_t headers_max; /* bytes of all header lines of all answers */
    int redirects_max;
};

/* 10 s to connect, 20 s in all, 15 MiB, 256 KiB of headers, 5 redirects. */
extern const struct fetch_limits fetch_limits_default;

struct fetch_request {
    url address;                       /* http or https */
    const struct fetch_limits *limits; /* NULL: fetch_limits_default */
    fetch_guard *guard;                /* NULL: fetch_guard_public */
    void *guard_data;
    str contact; /* a page about who asks, for the User-Agent; "" */
    str accept;  /* the Accept header; "": anything */
    struct fetch_sender sender;
    /* Validators of the answer that is known, sent back byte for byte; "": none. With one, nothing
     * but 304 may come: that is a success, too. */
    str etag, last_modified;
    /* Sent by POST as application/x-www-form-urlencoded; "": GET. Then only redirects that keep it
     * are followed (307, 308), and nothing is recorded. */
    str form;
    str ca_file; /* of certificates (PEM) that are trusted besides the system's; "": none */
    struct fetch_recorder *recorder; /* keeps every exchange; may be NULL */
    struct fetch_archive *archive;   /* answers instead of the network; may be NULL */
    bool (*wanted)(str type); /* whether a Content-Type ("" when absent) is read; NULL: each is */
    bool (*stop)(void);       /* asked about once a second, true ends the transfer; may be NULL */
};

struct fetch_response {
    int code;                /* HTTP status, 200 .. 299, or 304 */
    url address;             /* where it came from in the end */
    str content_type;        /* the header, "" when absent */
    str body;                /* content encodings undone */
    str etag, last_modified; /* as received, "" when absent */
    str content_language;
    str links;           /* the Link headers, joined by ", "; "" when absent */
    int64_t answered_us; /* when the answer began; in a replay, when it did then */
    int64_t fresh_us;    /* how long it stays good, see fetch/freshness.h */
    int64_t retry_us;    /* when to come back (Retry-After); 0: not said */
    str moved; /* where redirects lead that are all permanent, from the first on; "": nowhere */
};

/* Before the first thread that fetches starts, and after the last one ended. */
status fetch_begin(void);
void fetch_end(void);

/* GETs one document; OUT's texts live in A. Blocks until done; any number of threads may.
 * E_DENIED: the address is not one to connect to, or the site says 401, 403 or 451; E_NOTFOUND: 404
 * or 410; E_BUSY: 429 or 503 (the text says when to come back, if the site did); E_LIMIT: too
 * large, too many redirects; E_TIMEOUT; E_INPUT: not http(s), or of a type that is not wanted;
 * E_CANCELLED; E_NET: everything else, in words. When it fails, OUT has code (0: no answer),
 * answered_us, retry_us and moved only. */
status fetch_get(struct fetch_response *out, struct arena *a, const struct fetch_request *request);

/* For `wanted`: text, HTML and XHTML, XML, and what does not say. */
bool fetch_is_page(str type);
#define FETCH_ACCEPT_PAGE S("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5")

#endif
