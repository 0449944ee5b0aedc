/* Waiting between tries; see throttle.h. */
#include "people/throttle.h"

#include <arpa/inet.h>

#include "base/clock.h"
#include "people/password.h"

#define MINUTE_US (60 * CLOCK_SECOND_US)
#define DOUBLINGS_MAX 20

/* An account's waits stay short, because anyone can bring them about; guessing through them takes
 * centuries all the same: 96 tries a day. */
const struct throttle THROTTLE_LOGIN_ACCOUNT = {"login", 5, 10 * CLOCK_SECOND_US, 15 * MINUTE_US,
                                                CLOCK_DAY_US};
const struct throttle THROTTLE_LOGIN_ADDRESS = {"login-address", 20, 10 * CLOCK_SECOND_US,
                                                60 * MINUTE_US, CLOCK_DAY_US};
const struct throttle THROTTLE_SIGNUP_ADDRESS = {"signup-address", 10, MINUTE_US, 60 * MINUTE_US,
                                                 CLOCK_DAY_US};

/* Ten comments in a row are a lively talk; after a pause of ten minutes there may be ten more. An
 * address can be that of a school. */
const struct throttle THROTTLE_COMMENT_ACCOUNT = {"comment", 10, 10 * CLOCK_SECOND_US,
                                                  10 * MINUTE_US, 10 * MINUTE_US};
const struct throttle THROTTLE_COMMENT_ADDRESS = {"comment-address", 40, 10 * CLOCK_SECOND_US,
                                                  10 * MINUTE_US, 10 * MINUTE_US};
const struct throttle THROTTLE_VOTE_ACCOUNT = {"vote", 100, 2 * CLOCK_SECOND_US, 5 * MINUTE_US,
                                               10 * MINUTE_US};
const struct throttle THROTTLE_REPORT_ADDRESS = {"report-address", 20, 10 * CLOCK_SECOND_US,
                                                 10 * MINUTE_US, 60 * MINUTE_US};

static int64_t wait_after(const struct throttle *t, int64_t tries)
{
    if (tries < t->free)
        return 0;
    int64_t doublings = tries - t->free;
    if (doublings > DOUBLINGS_MAX)
        doublings = DOUBLINGS_MAX;
    int64_t wait_us = t->wait_us << doublings;
    return wait_us < t->wait_max_us ? wait_us : t->wait_max_us;
}

/* Hashed, so that keys have one length and the store does not list who tried. */
static str key_of(struct arena *a, const struct throttle *t, str who)
{
    return str_printf(a, "%s:%.*s", t->kind, STR_FMT(str_sub(token_hash(a, who), 0, 32)));
}

static status try_within(int64_t *wait_us, struct store *s, const struct throttle *t, str key,
                         int64_t now_us)
{
    int64_t tries, last_us;
    TRY(store_throttle_get(&tries, &last_us, s, key));
    if (tries > 0 && now_us - last_us > t->forget_us)
        tries = 0;
    int64_t until_us = tries > 0 ? last_us + wait_after(t, tries) : now_us;
    *wait_us = until_us > now_us ? until_us - now_us : 0;
    if (*wait_us > 0)
        return OK;
    TRY(store_throttle_expire(s, now_us - CLOCK_DAY_US));
    return store_throttle_set(s, key, tries + 1, now_us);
}

status throttle_try(int64_t *wait_us, struct store *s, const struct throttle *t, str who,
                    int64_t now_us)
{
    struct arena a;
    arena_init(&a);
    status st = store_begin(s);
    if (st == OK)
        st = try_within(wait_us, s, t, key_of(&a, t, who), now_us);
    if (st == OK)
        st = store_commit(s);
    else
        store_rollback(s);
    arena_end(&a);
    return st;
}

status throttle_forget(struct store *s, const struct throttle *t, str who)
{
    struct arena a;
    arena_init(&a);
    status st = store_throttle_set(s, key_of(&a, t, who), 0, 0);
    arena_end(&a);
    return st;
}

status throttle_take_back(struct store *s, const struct throttle *t, str who)
{
    struct arena a;
    arena_init(&a);
    int64_t tries, last_us;
    str key = key_of(&a, t, who);
    status st = store_throttle_get(&tries, &last_us, s, key);
    if (st == OK && tries > 0)
        st = store_throttle_set(s, key, tries - 1, last_us);
    arena_end(&a);
    return st;
}

str throttle_address(struct arena *a, str peer)
{
    struct in6_addr address;
    if (str_chr(peer, ':') == STR_NPOS || inet_pton(AF_INET6, str_cstr(a, peer), &address) != 1)
        return peer;
    const unsigned char *b = address.s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&address))
        return str_printf(a, "%d.%d.%d.%d", b[12], b[13], b[14], b[15]);
    return str_printf(a, "%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64", b[0], b[1], b[2], b[3], b[4],
                      b[5], b[6], b[7]);
}
