/*
 * Feeds that are pushed: what is asked of a hub and when, and what a hub may do (W3C WebSub;
 * PubSubHubbub 0.3 and 0.4 hubs get along with it). One row of feed_hubs a feed.
 *
 *     WANTED --confirmed--> LIVE --renewed before the lease ends--> LIVE
 *        any --the hub says no--> DENIED --a week later--> WANTED
 *        any --feed paused, taken away, pushed by another, names no hub--> LEAVING --> no row
 *
 * The rules (hub_*) are pure but for hub_begin, which draws the token and the secret. What a hub
 * asks of us (websub_*) is each one transaction, for any thread with a store of its own.
 */
#ifndef COURANT_WEBSUB_HUB_H
#define COURANT_WEBSUB_HUB_H

#include "model/feed.h"
#include "store/store.h"
#include "websub/link.h"

#define HUB_LEASE_S 864000                       /* asked for: ten days */
#define HUB_LEASE_MAX_US (60 * CLOCK_DAY_US)     /* what a hub grants is believed so far */
#define HUB_RENEW_PERCENT 80                     /* of the lease, then it is asked again */
#define HUB_RENEW_MIN_US (300 * CLOCK_SECOND_US) /* a shorter lease may lapse */
#define HUB_ANSWER_US (3600 * CLOCK_SECOND_US)   /* so long a question may be confirmed */
#define HUB_BACKOFF_US (900 * CLOCK_SECOND_US)   /* after the first error; then doubled */
#define HUB_BACKOFF_MAX_US CLOCK_DAY_US
#define HUB_DENIED_US (7 * CLOCK_DAY_US)
#define HUB_LEAVE_TRIES 3   /* then the lease ends by itself */
#define HUB_ANOTHER_TRIES 3 /* then another of the feed's hubs is tried */
#define HUB_PUSHES_MAX 120  /* of one feed in an hour */
#define HUB_HOUR_US (3600 * CLOCK_SECOND_US)

enum hub_state { HUB_WANTED, HUB_LIVE, HUB_DENIED, HUB_LEAVING };

/* "wanted", "asked", "live", "lapsed", "denied", "leaving". */
str hub_word(const struct feed_hub *hub, int64_t now_us);

/* A feed is to be pushed: due at once. Strings are in A or OFFER's. */
void hub_begin(struct feed_hub *out, struct arena *a, int64_t feed_id, str hub_url, str topic_url,
               int64_t now_us);

/* What the feed says at a check: *OUT is brought up to date. The result: whether it has changed.
 * HAD: there was a row, in *OUT. FEED_URL is the topic where the feed names none; "": then nobody
 * can push it. */
bool hub_offered(struct feed_hub *out, bool had, struct arena *a, int64_t feed_id,
                 const struct websub_offer *offer, str feed_url, int64_t now_us);

/* Whether the question is to leave. Else: to subscribe, or to stay. */
bool hub_leaves(const struct feed_hub *hub);

/* The form for the hub, in A. CALLBACK: where it is to push to. */
str hub_question(struct arena *a, const struct feed_hub *hub, str callback);

/* The hub took the question that was sent at BEGAN_US; it may have been confirmed already. False:
 * the row is to be removed. */
bool hub_asked(struct feed_hub *hub, int64_t began_us);
/* It did not. RETRY_US: when it wants to be asked again; 0. */
bool hub_failed(struct feed_hub *hub, int64_t began_us, int64_t now_us, int64_t retry_us,
                str error);

/* Until when pushes can be relied on, so that the feed need be asked but once a day; TIME_NONE:
 * they cannot. FRESH: entries that a check has just found and nobody had pushed. */
int64_t hub_relied(const struct feed_hub *hub, size_t fresh, int64_t now_us);

/* --- what hubs ask of us --------------------------------------------------------------------- */

enum websub_mode { WEBSUB_SUBSCRIBE, WEBSUB_UNSUBSCRIBE, WEBSUB_DENIED };
/* False: no such mode. */
bool websub_mode_read(enum websub_mode *out, str name);

/* A hub asks whether TOPIC was really asked for (section 5.3), or says no (5.2). LEASE_S: for how
 * long, 0: it does not say. E_NOTFOUND: that was not asked, or not lately; answer 404. */
status websub_verify(struct arena *a, struct store *s, str token, enum websub_mode mode, str topic,
                     int64_t lease_s, str reason, int64_t now_us);

/* Whether a push to this address is taken, before its body is read. E_NOTFOUND: never (410).
 * E_BUSY: too many have come in this hour; *WAIT_US. Else *HUB is set. */
status websub_expect(struct feed_hub *hub, int64_t *wait_us, struct arena *a, struct store *s,
                     str token, int64_t now_us);

/* A push that SIGNATURE says is the hub's is kept, to be read by the fetch loop; one without words
 * makes the feed due. *TAKEN is false when it was not signed well: it is dropped, which the sender
 * is not told (section 8.1). As websub_expect; E_LIMIT: too many wait. */
struct websub_push {
    str token, signature, content_type, body;
};
status websub_push(bool *taken, int64_t *wait_us, struct arena *a, struct store *s,
                   const struct websub_push *push, int64_t now_us);

#endif
