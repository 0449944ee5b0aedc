/*
 * One conversation in LMTP (RFC 2033) or ESMTP (RFC 5321) as the receiving side: bytes in, replies
 * out; no socket, no clock. "250" for a mail is said after DELIVER has kept it, and not before.
 *
 * Nothing but <CR><LF>.<CR><LF> ends a mail: what is lenient there can be told by one server that a
 * mail has ended and by another that it has not ("SMTP smuggling"). Commands end with <CR><LF> too.
 */
#ifndef COURANT_MAIL_LMTP_H
#define COURANT_MAIL_LMTP_H

#include "base/sbuf.h"

#define LMTP_LINE_MAX 2048      /* bytes of a command with its line end */
#define LMTP_RECIPIENTS_MAX 100 /* of one mail */
#define LMTP_COMMANDS_MAX 1000  /* of a connection, those of mails that were kept not counted */
#define LMTP_ERRORS_MAX 20      /* commands that are refused */
#define LMTP_ADDRESS_MAX 256    /* RFC 5321, 4.5.3.1.3 */

struct lmtp_options {
    const char *host; /* how this server calls itself */
    size_t size_max;  /* bytes of a mail */
    size_t data_max;  /* mails that are received at the same time, over all conversations */
    size_t *data_now; /* their number; shared by the conversations of one thread */
    /* Whether there is somebody of this address: OK, E_NOTFOUND, or E_BUSY and others: cannot tell
     * now. */
    status (*known)(void *ctx, str address);
    /* Keeps MAIL for every one of ADDRESSES, and says in RESULTS what came of it: OK, E_NOTFOUND,
     * E_INPUT or E_LIMIT (it will never do), others: it may do later. */
    void (*deliver)(void *ctx, status *results, const str *addresses, size_t n, str sender,
                    str mail);
    void *ctx;
};

struct lmtp;

/* OPTIONS outlives it. The greeting is its first reply. */
struct lmtp *lmtp_new(const struct lmtp_options *options);
void lmtp_free(struct lmtp *l); /* NULL is allowed; a mail that has not ended is forgotten */

/* Takes all of BYTES, unless it is over. */
void lmtp_take(struct lmtp *l, str bytes);

/* What is to be sent, and how much of it was. */
str lmtp_replies(const struct lmtp *l);
void lmtp_replied(struct lmtp *l, size_t n);

/* Whether the connection is to be closed when the replies are sent. */
bool lmtp_over(const struct lmtp *l);
/* Whether a mail is being received. */
bool lmtp_in_data(const struct lmtp *l);
/* Says goodbye with 421 and REASON, and is over. */
void lmtp_close(struct lmtp *l, const char *reason);

#endif
