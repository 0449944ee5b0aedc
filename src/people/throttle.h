/* Counting tries, so that guessing is slow: after some that are free, each further one has to wait
 * twice as long as the one before it. Counts are kept in the store, so that all threads and
 * machines share them and a restart forgets nothing. */
#ifndef COURANT_PEOPLE_THROTTLE_H
#define COURANT_PEOPLE_THROTTLE_H

#include "store/store.h"

struct throttle {
    const char *kind;    /* begins the key in the store */
    int64_t free;        /* tries before the first wait */
    int64_t wait_us;     /* the first wait ... */
    int64_t wait_max_us; /* ... and the longest */
    int64_t forget_us;   /* without a try for so long: begins anew */
};

extern const struct throttle THROTTLE_LOGIN_ACCOUNT;
extern const struct throttle THROTTLE_LOGIN_ADDRESS;
extern const struct throttle THROTTLE_SIGNUP_ADDRESS;
extern const struct throttle THROTTLE_COMMENT_ACCOUNT;
extern const struct throttle THROTTLE_COMMENT_ADDRESS;
extern const struct throttle THROTTLE_VOTE_ACCOUNT;
extern const struct throttle THROTTLE_REPORT_ADDRESS;

/* How long WHO has to wait before the next try, 0 when there may be one; then the try is counted,
 * before anyone knows how it ends: tries at the same time count too. */
status throttle_try(int64_t *wait_us, struct store *s, const struct throttle *t, str who,
                    int64_t now_us);
/* The last try went well: forgets all of WHO's, or only that one. */
status throttle_forget(struct store *s, const struct throttle *t, str who);
status throttle_take_back(struct store *s, const struct throttle *t, str who);

/* What an address is counted as: IPv4 as it is, of IPv6 the /64, since a household has all of it.
 */
str throttle_address(struct arena *a, str peer);

#endif
