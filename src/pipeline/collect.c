/* The fetch loop: what is due, from the store to the network. */
#include "pipeline/collect.h"

#include "base/clock.h"
#include "base/log.h"
#include "pipeline/collect_code.h"
#include "pipeline/hubs.h"
#include "pipeline/inbox.h"
#include "pipeline/visit.h"
#include "source/icon.h"

#define LOOK_US CLOCK_SECOND_US           /* between two looks into the store */
#define STEP_US (CLOCK_SECOND_US / 4)     /* stopping is noticed so late at most */
#define SETTLE_US (CLOCK_SECOND_US / 100) /* while answers wait for docs */
#define MEND_US (60 * CLOCK_SECOND_US)    /* the clock is looked at so often */
#define PURGE_US (3600 * CLOCK_SECOND_US)
#define DUE_MAX 1000
/* A batch of the desk is half of them; each may hold a whole feed's articles. */
#define DOCS 64
#define DOCS_BYTES_MAX ((size_t)8 << 20)
#define ROBOTS_ACCEPT S("text/plain,*/*;q=0.5")
#define FEED_ACCEPT                                                                                \
    S("application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,"      \
      "*/*;q=0.5")

static bool stopping(const struct collect *c)
{
    return c->options->stop && c->options->stop();
}

/* --- what is busy ---------------------------------------------------------------------------- */

bool collect_busy_add(struct collect *c, int64_t key)
{
    bool added = false;
    pthread_mutex_lock(&c->lock);
    size_t i = 0;
    while (i < c->busy_len && c->busy[i] != key)
        i++;
    if (i == c->busy_len && c->busy_len < ARRAY_LEN(c->busy)) {
        c->busy[c->busy_len++] = key;
        added = true;
    }
    pthread_mutex_unlock(&c->lock);
    return added;
}

static void remove_key(struct collect *c, int64_t key)
{
    for (size_t i = 0; i < c->busy_len; i++)
        if (c->busy[i] == key) {
            c->busy[i] = c->busy[--c->busy_len];
            break;
        }
}

void collect_busy_remove(struct collect *c, int64_t key)
{
    pthread_mutex_lock(&c->lock);
    if (c->looking && c->left_len < ARRAY_LEN(c->left))
        c->left[c->left_len++] = key;
    else
        remove_key(c, key);
    pthread_mutex_unlock(&c->lock);
}

/* What is kept while the store is looked into stays busy until the look is over: the look may have
 * found it due a moment before, and would have it asked again. */
static void set_looking(struct collect *c, bool looking)
{
    pthread_mutex_lock(&c->lock);
    c->looking = looking;
    while (c->left_len > 0)
        remove_key(c, c->left[--c->left_len]);
    pthread_mutex_unlock(&c->lock);
}

static size_t busy_count(struct collect *c)
{
    pthread_mutex_lock(&c->lock);
    size_t n = c->busy_len;
    pthread_mutex_unlock(&c->lock);
    return n;
}

/* --- jobs ------------------------------------------------------------------------------------ */

static str put_behind(char **at, str s)
{
    str copy = {*at, s.len};
    if (s.len)
        memcpy(*at, s.p, s.len);
    *at += s.len;
    return copy;
}

struct job *job_new(struct collect *c, enum job_kind kind, const struct wanted *w)
{
    struct wanted copy = *w;
    str *const texts[] = {&copy.address.s,       &copy.etag,          &copy.last_modified,
                          &copy.draft,           &copy.sender.agent,  &copy.sender.username,
                          &copy.sender.password, &copy.sender.cookie, &copy.sender.proxy,
                          &copy.sender.no_proxy, &copy.form};
    size_t behind = 0;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        behind = size_add(behind, texts[i]->len);
    struct job *job = mem_calloc(1, size_add(sizeof *job, behind));
    char *at = (char *)(job + 1);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        *texts[i] = put_behind(&at, *texts[i]);
    job->kind = kind;
    job->fetch.request = (struct fetch_request){
        .limits = &c->limits,
        .guard = c->options->fetch_private ? fetch_guard_any : fetch_guard_public,
        .contact = c->options->contact,
        .sender = copy.sender,
        .address = copy.address,
        .etag = copy.etag,
        .last_modified = copy.last_modified,
        .ca_file = c->options->ca_file,
        .recorder = c->options->recorder,
        .archive = c->options->archive,
        .form = copy.form,
    };
    job->draft = copy.draft;
    job->after = c->jobs;
    if (c->jobs)
        c->jobs->before = job;
    c->jobs = job;
    return job;
}

void job_free(struct collect *c, struct job *job)
{
    if (job->before)
        job->before->after = job->after;
    else
        c->jobs = job->after;
    if (job->after)
        job->after->before = job->before;
    kept_answer_free(job->answer);
    free(job);
}

/* The address is the store's or was parsed; what is no web address any more ends as any failure. */
void job_begin(struct collect *c, struct job *job)
{
    struct fetch_response none = {0};
    status added = fetch_multi_add(c->multi, &job->fetch);
    if (added != OK)
        collect_done(c, &job->fetch, added, &none);
}

status collect_ask_feed(struct collect *c, const struct feed *feed)
{
    struct wanted w = {.address = url_from_store(feed->url),
                       .etag = feed->etag,
                       .last_modified = feed->last_modified};
    if (!collect_busy_add(c, job_key(feed->id, false)))
        return OK;
    TRY(collect_sender(&w.sender, c, feed->id, w.address, w.address));
    struct job *job = job_new(c, JOB_FEED, &w);
    job->id = feed->id;
    job->first = feed->succeeded_us == TIME_NONE;
    job->fetch.request.accept = FEED_ACCEPT;
    job_begin(c, job);
    return OK;
}

status collect_ask_robots(struct collect *c, url address, const struct fetch_sender *sender)
{
    struct wanted w = {.sender = *sender};
    TRY(site_rules_address(&w.address, &c->scratch, address));
    w.sender.username = w.sender.password = w.sender.cookie = S("");
    struct job *job = job_new(c, JOB_ROBOTS, &w);
    job->fetch.request.accept = ROBOTS_ACCEPT;
    job_begin(c, job);
    return OK;
}

/* By the same way and under the same name as the page. */
static status ask_robots(struct collect *c, const struct entry_page *page, url address)
{
    struct fetch_sender sender;
    TRY(collect_sender(&sender, c, page->feed_id, url_from_store(page->feed_url), address));
    return collect_ask_robots(c, address, &sender);
}

static status fetch_page(struct collect *c, const struct entry_page *page)
{
    struct wanted w = {.address = url_from_store(page->url), .draft = page->draft};
    TRY(collect_sender(&w.sender, c, page->feed_id, url_from_store(page->feed_url), w.address));
    struct job *job = job_new(c, JOB_PAGE, &w);
    job->id = page->entry_id;
    job->feed_id = page->feed_id;
    job->source_id = page->source_id;
    job->tries = page->tries;
    bool first, sitemap = harvest_draft_is_sitemap(&first, page->draft);
    job->fetch.request.accept = sitemap ? FEED_ACCEPT : FETCH_ACCEPT_PAGE;
    job->fetch.request.wanted = sitemap ? NULL : fetch_is_page;
    atomic_fetch_add(&c->pages, 1);
    job_begin(c, job);
    return OK;
}

status collect_ask_page(struct collect *c, const struct entry_page *page)
{
    url address = url_from_store(page->url);
    enum site_answer said = site_rules_ask(c->rules, address, collect_now(c));
    if (said == SITE_UNKNOWN)
        return ask_robots(c, page, address);
    if (said == SITE_ASKED || !collect_busy_add(c, job_key(page->entry_id, true)))
        return OK;
    if (said == SITE_ALLOWS && !replay_lacks(c, page))
        return fetch_page(c, page);
    struct doc *d = flow_take_now(c->flow);
    if (!d)
        collect_busy_remove(c, job_key(page->entry_id, true)); /* at the next look */
    else if (said == SITE_ALLOWS)
        replay_postpone(c, d, page);
    else if (said == SITE_CLOSED)
        collect_later(c, d, page, 0);
    else
        collect_draft(c, d, page);
    return OK;
}

/* --- what is due ----------------------------------------------------------------------------- */

/* Checks that were planned with a clock that was ahead. */
static status mend_clock(struct collect *c)
{
    struct feed *feeds;
    size_t n;
    int64_t now_us = clock_now_us();
    if (clock_monotonic_us() < c->mend_us)
        return OK;
    c->mend_us = clock_monotonic_us() + MEND_US;
    TRY(store_feed_skewed(&feeds, &n, &c->scratch, c->store, now_us + SCHEDULE_SKEW_US, DUE_MAX));
    for (size_t i = 0; i < n; i++)
        TRY(store_feed_plan(c->store, feeds[i].id,
                            schedule_mend(feeds[i].next_check_us, feeds[i].checked_us, now_us),
                            now_us));
    if (n > 0)
        log_info("fetch", "the clock was set back", "feeds=%zu", n);
    return OK;
}

/* What was taken away long enough ago cannot be brought back any more. */
static status purge(struct collect *c, int64_t now_us)
{
    int64_t purged;
    if (clock_monotonic_us() < c->purge_us)
        return OK;
    c->purge_us = clock_monotonic_us() + PURGE_US;
    TRY(store_feed_purge(&purged, c->store, now_us - STORE_FEED_KEPT_US));
    if (purged > 0)
        log_info("fetch", "removed subscriptions are deleted", "feeds=%lld", (long long)purged);
    return OK;
}

/* The feeds that were named, and what their entries wait for. */
static status look_at_some(struct collect *c, bool *found, int64_t now_us)
{
    *found = c->more = false;
    for (size_t i = 0; i < c->options->only_len; i++) {
        struct feed feed;
        struct entry_page *pages;
        size_t n;
        status there = store_feed_get(&feed, &c->scratch, c->store, c->options->only[i]);
        if (there == E_NOTFOUND)
            continue;
        TRY(there);
        bool due = feed.paused_us == TIME_NONE && feed.next_check_us != TIME_NONE &&
                   feed.next_check_us <= now_us;
        if (due)
            TRY(collect_ask_feed(c, &feed));
        TRY(store_entry_page_due_of(&pages, &n, &c->scratch, c->store, feed.id, now_us, DUE_MAX));
        for (size_t k = 0; k < n; k++)
            TRY(collect_ask_page(c, &pages[k]));
        *found |= due || n > 0;
        c->more |= n == DUE_MAX;
    }
    return OK;
}

/* *FOUND: something is due, be it busy or not. */
static status look(struct collect *c, bool *found)
{
    struct feed *feeds;
    struct entry_page *pages;
    size_t n, pages_len;
    int64_t now_us = clock_now_us();
    TRY(mend_clock(c));
    if (c->options->only_len > 0)
        return look_at_some(c, found, now_us);
    TRY(purge(c, now_us));
    TRY(store_feed_due(&feeds, &n, &c->scratch, c->store, now_us, DUE_MAX));
    for (size_t i = 0; i < n; i++)
        TRY(collect_ask_feed(c, &feeds[i]));
    TRY(store_entry_page_due(&pages, &pages_len, &c->scratch, c->store, now_us, DUE_MAX));
    for (size_t i = 0; i < pages_len; i++)
        TRY(collect_ask_page(c, &pages[i]));
    *found = n > 0 || pages_len > 0;
    c->more = n == DUE_MAX || pages_len == DUE_MAX;
    TRY(inbox_look(found, &c->more, c));
    TRY(visit_look(found, c));
    return hubs_look(found, c);
}

static status loop(struct collect *c)
{
    while (!flow_ends(c->flow)) {
        collect_settle(c);
        bool idle = fetch_multi_jobs(c->multi) == 0 && busy_count(c) == 0, found = true;
        int64_t now_us = clock_monotonic_us();
        size_t busy = busy_count(c);
        bool now = now_us >= c->look_us || (idle && c->options->until_done) ||
                   (c->more && busy < DUE_MAX / 4);
        if (now && busy < COLLECT_JOBS_MAX / 2) {
            arena_reset(&c->scratch);
            set_looking(c, true);
            status looked = c->options->archive ? replay_look(&found, c, idle) : look(c, &found);
            set_looking(c, false);
            TRY(looked);
            c->look_us = now_us + LOOK_US;
            if (idle && !found && c->options->until_done)
                return OK;
        }
        TRY(fetch_multi_step(c->multi, c->waiting ? SETTLE_US : (idle ? STEP_US : STEP_US / 10)));
    }
    return stopping(c) ? fail(E_CANCELLED, "stopped") : OK;
}

static bool may_begin(void *ctx)
{
    const struct collect *c = ctx;
    return !c->waiting;
}

static status reader(void *ctx, struct flow *flow)
{
    struct collect *c = ctx;
    const struct fetch_multi_options multi = {
        .parallel = c->options->parallel,
        .pause_us = c->options->pause_us,
        .per_second = c->options->per_second,
        .done = collect_done,
        .may_begin = may_begin,
        .leads = collect_leads,
        .ctx = c,
    };
    c->flow = flow;
    TRY(store_open(&c->store, c->options->store));
    status done = fetch_multi_new(&c->multi, &multi);
    if (done == OK)
        done = hubs_drop(c);
    if (done == OK)
        done = loop(c);
    fetch_multi_free(c->multi);
    for (struct job *job = c->jobs, *next; job; job = next) {
        next = job->after;
        kept_answer_free(job->answer);
        free(job);
    }
    store_free(c->store);
    return done;
}

/* --- what was kept --------------------------------------------------------------------------- */

static void kept(void *ctx, const struct doc *d)
{
    struct collect *c = ctx;
    const struct harvest *h = d->harvest;
    if (d->kind == DOC_VISIT) {
        visit_kept(c, d);
        return;
    }
    if (h && h->delivery_id) {
        inbox_kept(c, h, sbuf_str(&d->name));
        return;
    }
    if (d->hub) {
        collect_busy_remove(c, hub_key(d->hub->feed_id));
        return;
    }
    bool page = !h || h->page_entry_id;
    collect_busy_remove(c, !page ? job_key(h->feed_id, false)
                                 : job_key(h ? h->page_entry_id : d->entry_id, true));
    if (page)
        return;
    atomic_fetch_add(&c->feeds, 1);
    atomic_fetch_add(&c->unchanged, h->unchanged);
    atomic_fetch_add(&c->failed, h->outcome != SCHEDULE_ANSWERED);
    if (c->options->checked)
        c->options->checked(c->options->ctx, sbuf_str(&d->name), h->error);
}

static void counts_now(struct collect_counts *out, struct collect *c,
                       const struct flow_counts *flow)
{
    *out = (struct collect_counts){
        .flow = *flow,
        .feeds = atomic_load(&c->feeds),
        .unchanged = atomic_load(&c->unchanged),
        .failed = atomic_load(&c->failed),
        .pages = atomic_load(&c->pages),
        .delivered = atomic_load(&c->delivered),
    };
}

static void progress(void *ctx, const struct flow_counts *flow)
{
    struct collect *c = ctx;
    struct collect_counts counts;
    counts_now(&counts, c, flow);
    if (c->options->progress)
        c->options->progress(c->options->ctx, &counts);
}

status collect_run(struct collect_counts *counts, const struct collect_options *options)
{
    struct collect *c = mem_calloc(1, sizeof *c);
    struct flow_counts done = {0};
    c->options = options;
    c->limits = fetch_limits_default;
    c->limits.total_ms = options->timeout_ms;
    c->front_limits = c->icon_limits = c->limits;
    c->front_limits.bytes_max = VISIT_PAGE_BYTES;
    c->icon_limits.bytes_max = ICON_BYTES_MAX;
    c->rules = site_rules_new(COLLECT_SITES_MAX);
    arena_init(&c->scratch);
    pthread_mutex_init(&c->lock, NULL);
    const struct flow_options flow = {
        .store = options->store,
        .threads = options->threads,
        .later = true,
        .docs = DOCS,
        .bytes_max = DOCS_BYTES_MAX,
        .read = reader,
        .kept = kept,
        .progress = progress,
        .stop = options->stop,
        .ctx = c,
    };
    status ended = flow_run(&done, &flow);
    counts_now(counts, c, &done);
    site_rules_free(c->rules);
    arena_end(&c->scratch);
    pthread_mutex_destroy(&c->lock);
    free(c);
    return ended;
}
