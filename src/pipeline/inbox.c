/* From the store to a read thread, and what the desk notes. */
#include "pipeline/inbox.h"

#include "base/clock.h"
#include "base/log.h"
#include "pipeline/hubs.h"

static bool has_room(struct collect *c, int64_t size)
{
    size_t there = atomic_load(&c->inbox_bytes);
    return there == 0 || there + (size_t)size <= INBOX_BYTES_MAX;
}

/* Somebody else may have taken it meanwhile, or its feed is gone: then the doc says nothing. */
static status hand_on(struct collect *c, struct doc *d, const struct delivery_waiting *waiting)
{
    struct delivery delivery;
    struct feed feed;
    struct arena_mark mark = arena_mark(&c->scratch);
    status got = store_delivery_get(&delivery, &c->scratch, c->store, waiting->id);
    if (got == OK)
        got = store_feed_get(&feed, &c->scratch, c->store, delivery.feed_id);
    d->kind = DOC_MARK;
    if (got == OK) {
        struct harvest *h = d->harvest = arena_new(&d->arena, struct harvest);
        *h = (struct harvest){.feed_id = feed.id,
                              .delivery_id = delivery.id,
                              .delivery_bytes = delivery.body.len,
                              .first = delivery.first,
                              .begin = (size_t)delivery.begin,
                              .outcome = SCHEDULE_ANSWERED,
                              /* The rest of an answer is as old as the answer. */
                              .checked_us =
                                  delivery.begin > 0 ? delivery.received_us : collect_now(c),
                              .newest_us = TIME_NONE};
        d->kind = DOC_FEED;
        d->fetched_us = d->seen_us = h->checked_us;
        sbuf_put(&d->name, feed.url);
        sbuf_put(&d->url, str_empty(delivery.base_url) ? feed.url : delivery.base_url);
        sbuf_put(&d->content_type, delivery.content_type);
        sbuf_put(&d->bytes, delivery.body);
        atomic_fetch_add(&c->inbox_bytes, delivery.body.len);
    } else {
        collect_busy_remove(c, delivery_key(waiting->id));
    }
    flow_give(c->flow, d);
    arena_rewind(&c->scratch, mark);
    return got == E_NOTFOUND ? OK : got;
}

status inbox_look(bool *found, bool *more, struct collect *c)
{
    struct delivery_waiting *at;
    size_t n;
    TRY(store_delivery_next(&at, &n, &c->scratch, c->store, 0, DELIVERIES_MAX));
    *found |= n > 0;
    for (size_t i = 0; i < n; i++) {
        int64_t key = delivery_key(at[i].id);
        if (!collect_busy_add(c, key))
            continue;
        struct doc *d = has_room(c, at[i].size) ? flow_take_now(c->flow) : NULL;
        if (!d) {
            collect_busy_remove(c, key);
            *more = true;
            return OK;
        }
        TRY(hand_on(c, d, &at[i]));
    }
    return OK;
}

status inbox_keep(struct store *s, struct feed *feed, const struct harvest *h)
{
    status done;
    if (h->outcome != SCHEDULE_ANSWERED) {
        done = store_delivery_failed(s, h->delivery_id, h->error);
        return done == E_NOTFOUND ? OK : done;
    }
    feed->succeeded_us = h->checked_us;
    if (str_empty(feed->title))
        feed->title = h->title;
    if (feed->newest_us == TIME_NONE || h->newest_us > feed->newest_us)
        feed->newest_us = h->newest_us;
    TRY(hubs_hold(s, feed->id));
    TRY(store_feed_checked(s, feed));
    done = h->rest ? store_delivery_go_on(s, h->delivery_id, (int64_t)h->rest)
                   : store_delivery_remove(s, h->delivery_id);
    return done == E_NOTFOUND ? OK : done;
}

void inbox_kept(struct collect *c, const struct harvest *h, str address)
{
    atomic_fetch_sub(&c->inbox_bytes, h->delivery_bytes);
    collect_busy_remove(c, delivery_key(h->delivery_id));
    atomic_fetch_add(&c->delivered, 1);
    if (h->outcome == SCHEDULE_ANSWERED)
        return;
    log_warn("fetch", "a delivery cannot be read", "delivery=%lld feed=\"%.*s\" reason=\"%.*s\"",
             (long long)h->delivery_id, STR_FMT(address), STR_FMT(h->error));
    if (c->options->checked)
        c->options->checked(c->options->ctx, address, h->error);
}
