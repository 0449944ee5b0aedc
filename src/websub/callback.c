/* What hubs ask of us: confirmations and pushes. */
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "people/password.h"
#include "websub/hub.h"
#include "websub/signature.h"

#define REASON_MAX 300
#define TYPE_MAX 200

bool websub_mode_read(enum websub_mode *out, str name)
{
    static const str names[] = {S("subscribe"), S("unsubscribe"), S("denied")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, names[i])) {
            *out = (enum websub_mode)i;
            return true;
        }
    return false;
}

/* A question is open from when it is due until it is confirmed: what a hub that is fast confirms
 * may be here before its answer to the question itself. */
static bool is_open(const struct feed_hub *hub, int64_t now_us)
{
    return (hub->next_try_us != TIME_NONE && hub->next_try_us <= now_us) ||
           (hub->asked_us != TIME_NONE && now_us - hub->asked_us <= HUB_ANSWER_US);
}

static void subscribed(struct feed_hub *hub, int64_t lease_s, int64_t now_us)
{
    int64_t lease = HUB_LEASE_MAX_US;
    if (lease_s <= 0)
        lease_s = HUB_LEASE_S;
    if (lease_s < HUB_LEASE_MAX_US / CLOCK_SECOND_US)
        lease = lease_s * CLOCK_SECOND_US;
    int64_t renew = lease / 100 * HUB_RENEW_PERCENT;
    hub->state = HUB_LIVE;
    hub->asked_us = TIME_NONE;
    hub->verified_us = now_us;
    hub->until_us = now_us + lease;
    hub->next_try_us = now_us + (renew > HUB_RENEW_MIN_US ? renew : HUB_RENEW_MIN_US);
    hub->tries = 0;
    hub->error = S("");
}

/* The feed's own plan is back in force. */
static status ask_again(struct store *s, const struct feed_hub *hub, int64_t now_us)
{
    if (hub->poll_us == TIME_NONE)
        return OK;
    return store_feed_hurry(s, hub->feed_id, hub->poll_us > now_us ? hub->poll_us : now_us);
}

static status denied(struct arena *a, struct store *s, struct feed_hub *hub, str reason,
                     int64_t now_us)
{
    reason =
        str_sub(reason, 0, utf8_floor(reason, reason.len < REASON_MAX ? reason.len : REASON_MAX));
    TRY(ask_again(s, hub, now_us));
    hub->state = HUB_DENIED;
    hub->verified_us = now_us;
    hub->asked_us = hub->until_us = hub->poll_us = TIME_NONE;
    hub->next_try_us = now_us + HUB_DENIED_US;
    hub->error = str_empty(reason) ? S("the hub says no")
                                   : str_printf(a, "the hub says no: %.*s", STR_FMT(reason));
    return store_hub_put(s, hub);
}

static status not_asked(void)
{
    return fail(E_NOTFOUND, "that was not asked for");
}

static status verify(struct arena *a, struct store *s, struct feed_hub *hub, enum websub_mode mode,
                     int64_t lease_s, str reason, int64_t now_us)
{
    bool leaves = hub_leaves(hub);
    switch (mode) {
    case WEBSUB_SUBSCRIBE:
        if (leaves || !is_open(hub, now_us))
            return not_asked();
        subscribed(hub, lease_s, now_us);
        return store_hub_put(s, hub);
    case WEBSUB_UNSUBSCRIBE:
        if (!leaves)
            return not_asked();
        TRY(ask_again(s, hub, now_us));
        return store_hub_remove(s, hub->feed_id);
    case WEBSUB_DENIED: return leaves ? OK : denied(a, s, hub, reason, now_us);
    }
    return not_asked();
}

/* Finds the token's row and keeps it. Within a transaction. */
static status lock(struct feed_hub *hub, struct arena *a, struct store *s, str token)
{
    if (!token_is(token))
        return fail(E_NOTFOUND, "no feed is pushed to this address");
    TRY(store_hub_by_token(hub, a, s, token));
    TRY(store_hub_lock(hub, a, s, hub->feed_id));
    /* It may have got another one meanwhile. */
    return str_eq(hub->token, token) ? OK : fail(E_NOTFOUND, "no feed is pushed to this address");
}

static status end(struct store *s, status did)
{
    if (did == OK)
        return store_commit(s);
    store_rollback(s);
    return did;
}

status websub_verify(struct arena *a, struct store *s, str token, enum websub_mode mode, str topic,
                     int64_t lease_s, str reason, int64_t now_us)
{
    struct feed_hub hub;
    if (!token_is(token))
        return not_asked();
    TRY(store_begin(s));
    status did = lock(&hub, a, s, token);
    if (did == OK && !str_eq(hub.topic_url, topic))
        did = not_asked();
    if (did == OK)
        did = verify(a, s, &hub, mode, lease_s, reason, now_us);
    return end(s, did);
}

/* --- pushes ---------------------------------------------------------------------------------- */

static status takes(int64_t *wait_us, const struct feed_hub *hub, int64_t now_us)
{
    *wait_us = 0;
    if (hub_leaves(hub) || hub->state == HUB_DENIED)
        return fail(E_NOTFOUND, "this feed is not pushed any more");
    bool same_hour =
        hub->hour_us != TIME_NONE && hub->hour_us <= now_us && now_us - hub->hour_us < HUB_HOUR_US;
    if (!same_hour || hub->hour_pushes < HUB_PUSHES_MAX)
        return OK;
    *wait_us = hub->hour_us + HUB_HOUR_US - now_us;
    return fail(E_BUSY, "%d pushes of this feed have come within an hour", HUB_PUSHES_MAX);
}

status websub_expect(struct feed_hub *hub, int64_t *wait_us, struct arena *a, struct store *s,
                     str token, int64_t now_us)
{
    *wait_us = 0;
    if (!token_is(token))
        return fail(E_NOTFOUND, "no feed is pushed to this address");
    TRY(store_hub_by_token(hub, a, s, token));
    return takes(wait_us, hub, now_us);
}

static void count(struct feed_hub *hub, int64_t now_us)
{
    if (hub->hour_us == TIME_NONE || hub->hour_us > now_us ||
        now_us - hub->hour_us >= HUB_HOUR_US) {
        hub->hour_us = now_us;
        hub->hour_pushes = 0;
    }
    hub->hour_pushes++;
    hub->pushed_us = now_us;
}

static status take(int64_t *wait_us, struct arena *a, struct store *s,
                   const struct websub_push *push, int64_t now_us)
{
    struct feed_hub hub;
    TRY(lock(&hub, a, s, push->token));
    TRY(takes(wait_us, &hub, now_us));
    count(&hub, now_us);
    TRY(store_hub_put(s, &hub));
    if (str_empty(str_trim(push->body)))
        return store_feed_hurry(s, hub.feed_id, now_us);
    struct delivery delivery = {.feed_id = hub.feed_id,
                                .received_us = now_us,
                                .content_type = str_sub(push->content_type, 0, TYPE_MAX),
                                .base_url = hub.topic_url,
                                .body = push->body};
    return store_delivery_put(s, &delivery);
}

status websub_push(bool *taken, int64_t *wait_us, struct arena *a, struct store *s,
                   const struct websub_push *push, int64_t now_us)
{
    struct feed_hub hub;
    *taken = false;
    TRY(websub_expect(&hub, wait_us, a, s, push->token, now_us));
    if (!websub_signed(push->signature, hub.secret, push->body)) {
        log_info("websub", "a push was dropped: it is not signed as it has to be", "feed=%lld",
                 (long long)hub.feed_id);
        return OK;
    }
    TRY(store_begin(s));
    TRY(end(s, take(wait_us, a, s, push, now_us)));
    *taken = true;
    return OK;
}
