/*
 * Conversations over sockets: one thread that waits for all of them with poll(2). Mail comes rarely
 * and from a server beside this one, so a mail that is being kept may hold up the others.
 */
#ifndef COURANT_MAIL_LISTENER_H
#define COURANT_MAIL_LISTENER_H

#include "mail/lmtp.h"

#define LISTENER_CONNECTIONS_MAX 32
#define LISTENER_DATA_MAX 4                       /* mails received at the same time */
#define LISTENER_IDLE_US ((int64_t)300 * 1000000) /* RFC 5321, 4.5.3.2.7: five minutes */
#define LISTENER_ALL_US ((int64_t)1800 * 1000000) /* of one connection */

/* A listening socket at PATH, for its owner and group; one that a program which ended left there is
 * replaced. E_BUSY: a program listens on it; E_INPUT: there is something else. */
status listener_open_unix(int *out, const char *path);

struct listener_options {
    int socket;               /* listens, and does not block; closed by the caller */
    struct lmtp_options lmtp; /* data_max and data_now are set here */
    bool (*stop)(void);       /* asked a few times a second */
    int64_t idle_us, all_us;  /* 0: as above */
};

/* Until it is to stop: then no mail is begun, those that have not ended are not answered, so that
 * their senders try again. E_IO: poll or accept failed for good. */
status listener_run(const struct listener_options *options);

#endif
