/* One question to a server and what came of it, as it is recorded and replayed. Redirects are
 * exchanges of their own. */
#ifndef COURANT_FETCH_EXCHANGE_H
#define COURANT_FETCH_EXCHANGE_H

#include "base/err.h"
#include "base/str.h"

/* Why an answer is not whole, in the words of WARC-Truncated. */
enum fetch_cut { FETCH_WHOLE, FETCH_CUT_LENGTH, FETCH_CUT_TIME, FETCH_CUT_DISCONNECT, FETCH_CUT };

struct fetch_exchange {
    url address;
    int64_t date_us; /* when the answer began, or without one when it was given up */
    str request;     /* its head, as sent; "" unknown */
    str head;        /* of the answer: status line, fields, blank line; "": there was no answer */
    str body;        /* content encodings not undone, chunks joined */
    enum fetch_cut cut;
    bool as_sent;  /* replayed: the body surely is what was sent; some crawlers decode it */
    str ip;        /* of who answered; "" unknown */
    status failed; /* without an answer, or with one that is not whole: why, and its text */
    str why;
};

#endif
