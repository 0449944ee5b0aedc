/* Answers become docs: a feed's bytes for a read thread, how a check ended for the desk. When no
 * doc is free, because those behind are slower, answers wait, and no other question is begun
 * meanwhile: the loop itself must never wait for them, or the transfers under way would run out of
 * time. */
#include "base/clock.h"
#include "pipeline/hubs.h"
#include "pipeline/visit.h"

#define PAGE_RETRY_US (900 * CLOCK_SECOND_US) /* after the first try; then four times that */

int64_t collect_now(const struct collect *c)
{
    return c->replayed_us ? c->replayed_us : clock_now_us();
}

/* What no server answered is answered now. */
static int64_t answered(const struct collect *c, const struct fetch_response *answer)
{
    return answer->answered_us ? answer->answered_us : collect_now(c);
}

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

static void feed_done(struct collect *c, struct doc *d, struct job *job, status done,
                      const struct fetch_response *answer)
{
    struct harvest *h = d->harvest = arena_new(&d->arena, struct harvest);
    *h = (struct harvest){.feed_id = job->id,
                          .asked = str_dup(&d->arena, job->fetch.request.address.s),
                          .first = job->first,
                          .outcome = SCHEDULE_ANSWERED,
                          .checked_us = answered(c, answer),
                          .fresh_us = answer->fresh_us,
                          .retry_us = answer->retry_us,
                          .newest_us = TIME_NONE,
                          .etag = str_dup(&d->arena, answer->etag),
                          .last_modified = str_dup(&d->arena, answer->last_modified),
                          .moved = str_dup(&d->arena, answer->moved),
                          .links = str_dup(&d->arena, answer->links),
                          .websub = hubs_wanted(c),
                          .unchanged = done == OK && answer->code == 304};
    sbuf_put(&d->name, job->fetch.request.address.s);
    d->fetched_us = d->seen_us = h->checked_us;
    d->kind = DOC_CHECK;
    if (done != OK) {
        feed_error(h, &d->arena, done, answer->code);
    } else if (!h->unchanged) {
        d->kind = DOC_FEED;
        sbuf_put(&d->bytes, answer->body);
        sbuf_put(&d->url, answer->address.s);
        sbuf_put(&d->content_type, answer->content_type);
    }
    flow_give(c->flow, d);
}

void collect_draft(struct collect *c, struct doc *d, const struct entry_page *page)
{
    d->kind = DOC_JSON;
    d->entry_id = page->entry_id;
    d->source_id = page->source_id;
    d->fetched_us = d->seen_us = collect_now(c);
    sbuf_put(&d->name, page->url);
    sbuf_put(&d->url, page->url);
    sbuf_put(&d->bytes, page->draft);
    flow_give(c->flow, d);
}

void collect_retry(struct collect *c, struct doc *d, const struct entry_page *page, int64_t tries,
                   int64_t next_try_us)
{
    d->kind = DOC_RETRY;
    d->entry_id = page->entry_id;
    d->tries = tries;
    d->next_try_us = next_try_us;
    sbuf_put(&d->name, page->url);
    sbuf_put(&d->draft, page->draft);
    flow_give(c->flow, d);
}

void collect_later(struct collect *c, struct doc *d, const struct entry_page *page, int64_t wait_us)
{
    if (page->tries + 1 >= HARVEST_TRIES_MAX) {
        collect_draft(c, d, page);
        return;
    }
    int64_t wait = PAGE_RETRY_US;
    for (int64_t i = 0; i < page->tries; i++)
        wait *= 4;
    wait = wait_us > wait ? wait_us : wait;
    collect_retry(c, d, page, page->tries + 1,
                  collect_now(c) + (wait < CLOCK_DAY_US ? wait : CLOCK_DAY_US));
}

static void page_done(struct collect *c, struct doc *d, struct job *job, status done,
                      const struct fetch_response *answer)
{
    const struct entry_page page = {.entry_id = job->id,
                                    .source_id = job->source_id,
                                    .url = job->fetch.request.address.s,
                                    .tries = job->tries,
                                    .draft = job->draft};
    if (done == E_TIMEOUT || done == E_NET || done == E_BUSY) {
        collect_later(c, d, &page, answer->retry_us);
        return;
    }
    if (done != OK) {
        collect_draft(c, d, &page);
        return;
    }
    bool first;
    d->kind = DOC_PAGE;
    d->entry_id = job->id;
    d->source_id = job->source_id;
    d->fetched_us = d->seen_us = answered(c, answer);
    if (harvest_draft_is_sitemap(&first, job->draft)) {
        struct harvest *h = d->harvest = arena_new(&d->arena, struct harvest);
        *h = (struct harvest){.feed_id = job->feed_id,
                              .page_entry_id = job->id,
                              .first = first,
                              .outcome = SCHEDULE_ANSWERED,
                              .checked_us = d->fetched_us,
                              .newest_us = TIME_NONE};
        d->kind = DOC_FEED;
    }
    sbuf_put(&d->name, page.url);
    sbuf_put(&d->url, answer->address.s);
    sbuf_put(&d->content_type, answer->content_type);
    sbuf_put(&d->bytes, answer->body);
    sbuf_put(&d->draft, job->draft);
    flow_give(c->flow, d);
}

/* DONE's text is err_text(). */
static void hand_on(struct collect *c, struct doc *d, struct job *job, status done,
                    const struct fetch_response *answer)
{
    if (job->kind == JOB_HUB)
        hubs_done(c, d, job, done, answer);
    else if (job->kind == JOB_VISIT)
        visit_done(c, d, job, done, answer);
    else if (job->kind == JOB_FEED)
        feed_done(c, d, job, done, answer);
    else
        page_done(c, d, job, done, answer);
    job_free(c, job);
}

/* --- answers for which there is no doc yet --------------------------------------------------- */

struct kept_answer {
    status done;
    char why[ERR_TEXT_MAX];
    struct fetch_response response;
    struct arena arena; /* its strings */
};

static void keep(struct collect *c, struct job *job, status done,
                 const struct fetch_response *answer)
{
    struct kept_answer *k = mem_calloc(1, sizeof *k);
    arena_init(&k->arena);
    k->done = done;
    snprintf(k->why, sizeof k->why, "%s", err_text());
    k->response = *answer;
    str *const texts[] = {&k->response.address.s,     &k->response.content_type,
                          &k->response.body,          &k->response.etag,
                          &k->response.last_modified, &k->response.content_language,
                          &k->response.moved,         &k->response.links};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        *texts[i] = str_dup(&k->arena, *texts[i]);
    job->answer = k;
    job->next_waiting = NULL;
    *(c->waiting ? c->waiting_end : &c->waiting) = job;
    c->waiting_end = &job->next_waiting;
}

void kept_answer_free(struct kept_answer *k)
{
    if (!k)
        return;
    arena_end(&k->arena);
    free(k);
}

void collect_settle(struct collect *c)
{
    struct doc *d;
    while (c->waiting && (d = flow_take_now(c->flow))) {
        struct job *job = c->waiting;
        struct kept_answer *k = job->answer;
        c->waiting = job->next_waiting;
        job->answer = NULL;
        if (k->done != OK)
            (void)!fail(k->done, "%s", k->why);
        hand_on(c, d, job, k->done, &k->response);
        kept_answer_free(k);
    }
}

void collect_done(void *ctx, struct fetch_job *fetch, status done,
                  const struct fetch_response *answer)
{
    struct collect *c = ctx;
    struct job *job = (struct job *)fetch;
    bool replayed = job->fetch.request.archive != NULL;
    if (replayed && answer->code != 0 && answer->answered_us > c->replayed_us)
        c->replayed_us = answer->answered_us;
    if (job->kind == JOB_ROBOTS) {
        struct fetch_response rules = *answer;
        if (replayed && done == E_NOTFOUND)
            rules.code = 404; /* not recorded: then nobody asked before taking the pages */
        site_rules_put(c->rules, job->fetch.request.address, done, &rules, collect_now(c));
        c->look_us = c->visit_us = 0;
        collect_go_on(c, job->fetch.request.address);
        job_free(c, job);
        return;
    }
    if (job->waits_for)
        return;
    /* Looking for a doc may fail, which has a text of its own. */
    char why[ERR_TEXT_MAX];
    snprintf(why, sizeof why, "%s", err_text());
    struct doc *d = c->waiting ? NULL : flow_take_now(c->flow);
    if (done != OK)
        (void)!fail(done, "%s", why);
    if (d)
        hand_on(c, d, job, done, answer);
    else
        keep(c, job, done, answer);
}
