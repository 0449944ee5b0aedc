/* Answers become docs: a feed's bytes for a read thread, how a check ended for the desk. Taking a
 * doc may wait for the desk: the loop then takes nothing more off the network, which is as it
 * should be. */
#include "base/clock.h"
#include "pipeline/collect_code.h"

#define PAGE_RETRY_US (900 * CLOCK_SECOND_US) /* after the first try; then four times that */

static void feed_error(struct harvest *h, struct arena *a, status done, int code)
{
    h->outcome = SCHEDULE_FAILED;
    h->error = str_dup(a, str_c(err_text()));
    if (code == 410) {
        h->outcome = SCHEDULE_GONE;
        h->error =
            S("the site says that the feed is gone for good (410): it is not asked any more");
    } else if (code == 403 || code == 429 || code == 503) {
        h->outcome = SCHEDULE_REFUSED;
    } else if (code == 404) {
        h->error = S("the site answered 404: there is no feed at this address");
    } else if (done == E_INPUT) {
        h->error = str_printf(a, "it cannot be asked: %s", err_text());
    }
}

static void feed_done(struct collect *c, struct job *job, status done,
                      const struct fetch_response *answer)
{
    char why[ERR_TEXT_MAX];
    snprintf(why, sizeof why, "%s", err_text());
    struct doc *d = flow_take(c->flow);
    if (!d)
        return;
    struct harvest *h = d->harvest = arena_new(&d->arena, struct harvest);
    *h = (struct harvest){.feed_id = job->id,
                          .outcome = SCHEDULE_ANSWERED,
                          .checked_us = clock_now_us(),
                          .fresh_us = answer->fresh_us,
                          .retry_us = answer->retry_us,
                          .newest_us = TIME_NONE,
                          .etag = str_dup(&d->arena, answer->etag),
                          .last_modified = str_dup(&d->arena, answer->last_modified),
                          .moved = str_dup(&d->arena, answer->moved),
                          .unchanged = done == OK && answer->code == 304};
    sbuf_put(&d->name, job->fetch.request.address.s);
    d->fetched_us = d->seen_us = h->checked_us;
    d->kind = DOC_CHECK;
    if (done != OK) {
        (void)!fail(done, "%s", why);
        feed_error(h, &d->arena, done, answer->code);
    } else if (!h->unchanged) {
        d->kind = DOC_FEED;
        sbuf_put(&d->bytes, answer->body);
        sbuf_put(&d->url, answer->address.s);
        sbuf_put(&d->content_type, answer->content_type);
    }
    flow_give(c->flow, d);
}

bool collect_draft(struct collect *c, int64_t entry_id, int64_t source_id, str address, str draft)
{
    struct doc *d = flow_take(c->flow);
    if (!d)
        return false;
    d->kind = DOC_JSON;
    d->entry_id = entry_id;
    d->source_id = source_id;
    d->fetched_us = d->seen_us = clock_now_us();
    sbuf_put(&d->name, address);
    sbuf_put(&d->url, address);
    sbuf_put(&d->bytes, draft);
    flow_give(c->flow, d);
    return true;
}

bool collect_later(struct collect *c, const struct entry_page *page, int64_t wait_us)
{
    if (page->tries + 1 >= HARVEST_TRIES_MAX)
        return collect_draft(c, page->entry_id, page->source_id, page->url, page->draft);
    struct doc *d = flow_take(c->flow);
    if (!d)
        return false;
    int64_t wait = PAGE_RETRY_US;
    for (int64_t i = 0; i < page->tries; i++)
        wait *= 4;
    wait = wait_us > wait ? wait_us : wait;
    d->kind = DOC_RETRY;
    d->entry_id = page->entry_id;
    d->tries = page->tries + 1;
    d->next_try_us = clock_now_us() + (wait < CLOCK_DAY_US ? wait : CLOCK_DAY_US);
    sbuf_put(&d->name, page->url);
    sbuf_put(&d->draft, page->draft);
    flow_give(c->flow, d);
    return true;
}

static void page_done(struct collect *c, struct job *job, status done,
                      const struct fetch_response *answer)
{
    str address = job->fetch.request.address.s;
    if (done == E_TIMEOUT || done == E_NET || done == E_BUSY) {
        struct entry_page page = {.entry_id = job->id,
                                  .source_id = job->source_id,
                                  .url = address,
                                  .tries = job->tries,
                                  .draft = job->draft};
        (void)collect_later(c, &page, answer->retry_us);
        return;
    }
    if (done != OK) {
        (void)collect_draft(c, job->id, job->source_id, address, job->draft);
        return;
    }
    struct doc *d = flow_take(c->flow);
    if (!d)
        return;
    d->kind = DOC_PAGE;
    d->entry_id = job->id;
    d->source_id = job->source_id;
    d->fetched_us = d->seen_us = clock_now_us();
    sbuf_put(&d->name, address);
    sbuf_put(&d->url, answer->address.s);
    sbuf_put(&d->content_type, answer->content_type);
    sbuf_put(&d->bytes, answer->body);
    sbuf_put(&d->draft, job->draft);
    flow_give(c->flow, d);
}

void collect_done(void *ctx, struct fetch_job *fetch, status done,
                  const struct fetch_response *answer)
{
    struct collect *c = ctx;
    struct job *job = (struct job *)fetch;
    switch (job->kind) {
    case JOB_FEED: feed_done(c, job, done, answer); break;
    case JOB_PAGE: page_done(c, job, done, answer); break;
    case JOB_ROBOTS:
        site_rules_put(c->rules, job->fetch.request.address, done, answer, clock_now_us());
        c->look_us = 0;
        break;
    }
    job_free(c, job);
}
