/* What the two files of the fetch loop share: collect.c asks, collect_answer.c takes what comes. */
#ifndef COURANT_PIPELINE_COLLECT_CODE_H
#define COURANT_PIPELINE_COLLECT_CODE_H

#include "fetch/archive.h"
#include "fetch/multi.h"
#include "pipeline/collect.h"
#include "pipeline/harvest.h"
#include "pipeline/site_rules.h"

#include <pthread.h>
#include <stdatomic.h>

struct kept_answer;

enum job_kind { JOB_FEED, JOB_PAGE, JOB_ROBOTS, JOB_VISIT, JOB_HUB };

/* One question; its strings are in the same piece of memory, behind it. */
struct job {
    struct fetch_job fetch; /* first, so that one is the other */
    enum job_kind kind;
    int64_t id; /* of the feed (of a hub: the one it pushes), of the page's entry, of the source */
    int64_t feed_id; /* of the page */
    int64_t source_id;
    bool first; /* the feed has never answered */
    int64_t tries;
    int64_t visit_stage; /* enum facts_stage */
    str draft;           /* of a hub: its feed's token */
    int64_t began_us;    /* of a hub: when it was wanted */
    uint64_t waits_for;  /* its redirect leads to a site whose robots.txt is asked; 0: none */
    int turns;           /* so often it has waited like that */
    struct job *before, *after; /* all jobs */
    struct kept_answer *answer; /* while it waits for a doc */
    struct job *next_waiting;
};

/* The fetch loop's, but for what is said to be shared. */
struct collect {
    const struct collect_options *options;
    struct fetch_limits limits, front_limits, icon_limits;
    struct flow *flow;
    struct store *store;
    struct fetch_multi *multi;
    struct site_rules *rules;
    struct arena scratch; /* of one look into the store */
    struct job *jobs;
    struct job *waiting, **waiting_end; /* answered, and no doc was free */
    bool more;                          /* the last look did not see the end of what is due */
    int64_t look_us, mend_us, purge_us, visit_us, gone_us; /* monotonic: not before */
    int64_t replay_us;   /* of a replay: when it began, 0 before that */
    int64_t replayed_us; /* the newest date of an answer out of the archive */
    /* Shared with the desk: what is wanted, under way, or not yet committed (job_key,
     * delivery_key). */
    pthread_mutex_t lock;
    int64_t busy[COLLECT_JOBS_MAX];
    size_t busy_len;
    bool looking;                   /* into the store: what is not busy any more is in LEFT */
    int64_t left[COLLECT_JOBS_MAX]; /* each is busy, so there are no more */
    size_t left_len;
    atomic_ullong feeds, unchanged, failed, pages, delivered;
    atomic_size_t visits;      /* under way, or not yet committed */
    atomic_size_t inbox_bytes; /* of deliveries that are not yet committed */
};

static inline int64_t job_key(int64_t id, bool page)
{
    return id * 2 + page;
}

static inline int64_t delivery_key(int64_t id)
{
    return -id;
}

/* Apart from those of deliveries, which have all of their sign. */
static inline int64_t visit_key(int64_t source_id)
{
    return INT64_MAX - source_id;
}

/* What a job's strings are copied from. */
struct wanted {
    url address;
    str etag, last_modified, draft, form;
    struct fetch_sender sender;
};
/* A question, with the limits and guard of all; job_begin sends it off. */
struct job *job_new(struct collect *c, enum job_kind kind, const struct wanted *w);
void job_begin(struct collect *c, struct job *job);
/* For site_rules_ask's SITE_UNKNOWN. What a site tells everybody needs no secret of SENDER's. */
status collect_ask_robots(struct collect *c, url address, const struct fetch_sender *sender);

static inline int64_t hub_key(int64_t feed_id)
{
    return INT64_MIN + feed_id;
}

/* False: it is busy already, or too many are. */
bool collect_busy_add(struct collect *c, int64_t key);
void collect_busy_remove(struct collect *c, int64_t key);

void job_free(struct collect *c, struct job *job);
void kept_answer_free(struct kept_answer *k); /* NULL is allowed */

/* As whom to ask for ADDRESS on behalf of the feed at FEED_URL (collect_settings.c): what is set
 * for the feed counts for its own origin, elsewhere what is set for all. In c->scratch. */
status collect_sender(struct fetch_sender *out, struct collect *c, int64_t feed_id, url feed_url,
                      url address);

/* The time; in a replay the archive's. */
int64_t collect_now(const struct collect *c);

/* For fetch_multi_options: a page is not asked for where its site's robots.txt does not let it,
 * however it is come by. */
status collect_leads(void *ctx, struct fetch_job *fetch, url to);
/* The site of ADDRESS has said what it allows: who waits for that asks again, from the start. */
void collect_go_on(struct collect *c, url address);

/* Unless it is busy. */
status collect_ask_feed(struct collect *c, const struct feed *feed);
/* The same; first what its site's robots.txt says. */
status collect_ask_page(struct collect *c, const struct entry_page *page);

/* In place of the look into the plan: asks what the archive answers. *FOUND: something is left. */
status replay_look(bool *found, struct collect *c, bool idle);
/* Whether it is a replay, and the archive has no answer left for the page: then it is for later
 * than all that is looked for here. D is given. */
bool replay_lacks(struct collect *c, const struct entry_page *page);
void replay_postpone(struct collect *c, struct doc *d, const struct entry_page *page);

/* For fetch_multi_options; CTX is the struct collect. */
void collect_done(void *ctx, struct fetch_job *job, status done,
                  const struct fetch_response *answer);

/* Hands on what waits, as far as there are docs. */
void collect_settle(struct collect *c);

/* The page is to be tried at NEXT_TRY_US, after so many TRIES. D is given. */
void collect_retry(struct collect *c, struct doc *d, const struct entry_page *page, int64_t tries,
                   int64_t next_try_us);
/* The page is not to be fetched, for a reason that stays: its entry has to do. D is given. */
void collect_draft(struct collect *c, struct doc *d, const struct entry_page *page);
/* Or for one that may pass: once more after WAIT_US, or the same when it was tried often. */
void collect_later(struct collect *c, struct doc *d, const struct entry_page *page,
                   int64_t wait_us);

#endif
