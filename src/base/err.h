/*
 * How functions say that something went wrong: a status, and for people a text that is
 * kept with it (one per thread, valid until the next fail() on the same thread).
 *
 *     return fail(E_INPUT, "feed '%s': no items", name);
 *     TRY(store_article_get(&article, store, id));
 */
#ifndef COURANT_BASE_ERR_H
#define COURANT_BASE_ERR_H

#include "base/attr.h"

enum MUST_USE_TYPE status_code {
    OK = 0,
    E_NOTFOUND,    /* what was asked for is not there */
    E_EXISTS,      /* what was to be made is there already */
    E_INPUT,       /* outside data is wrong */
    E_LIMIT,       /* a named limit was reached */
    E_TIMEOUT,     /* it took too long */
    E_NET,         /* the network or the peer failed */
    E_DENIED,      /* not allowed */
    E_BUSY,        /* try again later */
    E_IO,          /* the file system failed */
    E_DB,          /* the database failed */
    E_UNSUPPORTED, /* known, but not done here */
    E_CANCELLED,   /* we were asked to stop */
};

typedef enum status_code status;
#define ERR_TEXT_MAX 512

/* Passes a failure up. The text stays as the failing function left it. */
#define TRY(expr)                                                                                  \
    do {                                                                                           \
        status try_status_ = (expr);                                                               \
        if (UNLIKELY(try_status_ != OK))                                                           \
            return try_status_;                                                                    \
    } while (0)

/* Records the text for this thread and returns CODE. Lower case, no full stop, the subject
 * in 'quotes'. Longer texts are cut to ERR_TEXT_MAX-1 bytes. */
enum status_code fail(enum status_code code, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Puts "context: " before the recorded text and returns CODE unchanged. */
enum status_code fail_in(enum status_code code, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The text of this thread's last failure, "" if there was none. */
const char *err_text(void);

/* The constant's name without its E_, in lower case: "notfound". */
const char *err_name(enum status_code code);

#endif
