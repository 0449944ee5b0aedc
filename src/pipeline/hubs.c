/* Questions to hubs, and their answers. */
#include "pipeline/hubs.h"

#include "base/clock.h"
#include "base/log.h"
#include "websub/hub.h"

#define HUBS_DUE_MAX 200

/* --- the fetch loop -------------------------------------------------------------------------- */

bool hubs_wanted(const struct collect *c)
{
    return !str_empty(c->options->websub) && !c->options->archive;
}

static void ask(struct collect *c, const struct feed_hub *hub)
{
    if (!collect_busy_add(c, hub_key(hub->feed_id)))
        return;
    str callback =
        str_printf(&c->scratch, "%.*s%.*s", STR_FMT(c->options->websub), STR_FMT(hub->token));
    struct wanted w = {.address = url_from_store(hub->hub_url),
                       .draft = hub->token,
                       .form = hub_question(&c->scratch, hub, callback),
                       .sender = c->options->sender};
    struct job *job = job_new(c, JOB_HUB, &w);
    job->id = hub->feed_id;
    job->began_us = clock_now_us();
    job_begin(c, job);
}

status hubs_look(bool *found, struct collect *c)
{
    struct feed_hub *hubs;
    size_t n;
    if (!hubs_wanted(c))
        return OK;
    TRY(store_hub_due(&hubs, &n, &c->scratch, c->store, clock_now_us(), HUBS_DUE_MAX));
    for (size_t i = 0; i < n; i++)
        ask(c, &hubs[i]);
    *found |= n > 0;
    if (clock_monotonic_us() < c->gone_us)
        return OK;
    c->gone_us = clock_monotonic_us() + HUBS_GONE_US;
    /* Those that leave already come when they are due. */
    TRY(store_hub_gone(&hubs, &n, &c->scratch, c->store, HUB_LEAVING, HUBS_DUE_MAX));
    for (size_t i = 0; i < n; i++)
        ask(c, &hubs[i]);
    return OK;
}

status hubs_drop(struct collect *c)
{
    struct feed_hub *hubs;
    size_t n;
    int64_t after = 0, now_us = clock_now_us();
    if (!str_empty(c->options->websub) || c->options->archive)
        return OK;
    do {
        TRY(store_hub_list(&hubs, &n, &c->scratch, c->store, after, INT64_MAX));
        for (size_t i = 0; i < n; i++) {
            if (hubs[i].poll_us != TIME_NONE)
                TRY(store_feed_hurry(c->store, hubs[i].feed_id,
                                     hubs[i].poll_us > now_us ? hubs[i].poll_us : now_us));
            TRY(store_hub_remove(c->store, hubs[i].feed_id));
            after = hubs[i].feed_id;
        }
        arena_reset(&c->scratch);
    } while (n > 0);
    return OK;
}

void hubs_done(struct collect *c, struct doc *d, const struct job *job, status done,
               const struct fetch_response *answer)
{
    struct hub_answer *h = arena_new(&d->arena, struct hub_answer);
    *h = (struct hub_answer){.token = str_dup(&d->arena, job->draft),
                             .feed_id = job->id,
                             .taken = done == OK,
                             .began_us = job->began_us,
                             .ended_us = clock_now_us(),
                             .retry_us = answer->retry_us,
                             .error = S("")};
    if (done != OK)
        h->error = str_printf(&d->arena, "the hub: %s", err_text());
    d->kind = DOC_HUB;
    d->hub = h;
    sbuf_put(&d->name, job->fetch.request.address.s);
    flow_give(c->flow, d);
}

/* --- the desk -------------------------------------------------------------------------------- */

status hubs_answered(struct store *s, const struct hub_answer *answer)
{
    struct arena a;
    struct feed_hub hub;
    arena_init(&a);
    status did = store_hub_lock(&hub, &a, s, answer->feed_id);
    if (did == OK && str_eq(hub.token, answer->token)) {
        bool stays = answer->taken ? hub_asked(&hub, answer->began_us)
                                   : hub_failed(&hub, answer->began_us, answer->ended_us,
                                                answer->retry_us, answer->error);
        /* The hub of a feed that was taken away is asked as that of one that has left it. */
        if (hub.feed_gone)
            hub.state = HUB_LEAVING;
        did = stays ? store_hub_put(s, &hub) : store_hub_remove(s, hub.feed_id);
    }
    arena_end(&a);
    return did == E_NOTFOUND ? OK : did;
}

status hubs_hold(struct store *s, int64_t feed_id)
{
    struct arena a;
    struct feed_hub hub;
    arena_init(&a);
    status held = store_hub_lock(&hub, &a, s, feed_id);
    arena_end(&a);
    return held == E_NOTFOUND ? OK : held;
}

status hubs_before(struct arena *a, struct store *s, const struct feed *feed, struct harvest *h)
{
    struct feed_hub hub = {0};
    h->pushed_until_us = 0;
    if (!h->websub)
        return OK;
    status got = store_hub_lock(&hub, a, s, feed->id);
    if (got != OK && got != E_NOTFOUND)
        return got;
    if (h->outcome != SCHEDULE_ANSWERED)
        return OK;
    bool had = got == OK;
    str address = websub_may_tell(url_from_store(feed->url)) ? feed->url : S("");
    if (h->read && hub_offered(&hub, had, a, feed->id, &h->offer, address, h->checked_us)) {
        TRY(store_hub_put(s, &hub));
        had = true;
    }
    int64_t until_us = had ? hub_relied(&hub, h->counts.entries, h->checked_us) : TIME_NONE;
    h->pushed_until_us = until_us == TIME_NONE ? 0 : until_us;
    return OK;
}

status hubs_after(struct store *s, const struct harvest *h)
{
    struct arena a;
    struct feed_hub hub;
    if (h->pushed_until_us == 0)
        return OK;
    arena_init(&a);
    status did = store_hub_lock(&hub, &a, s, h->feed_id);
    if (did == OK && hub.poll_us != h->poll_us) {
        hub.poll_us = h->poll_us;
        did = store_hub_put(s, &hub);
    }
    arena_end(&a);
    return did == E_NOTFOUND ? OK : did;
}
