/*
 * Many documents at once, on one thread: so many connections in all, one at a time to a host with a
 * pause between, a host that asks to be left alone is. Belongs to one thread.
 *
 *     fetch_multi_add(m, &job);
 *     while (fetch_multi_jobs(m))
 *         fetch_multi_step(m, CLOCK_SECOND_US);  // calls done
 */
#ifndef COURANT_FETCH_MULTI_H
#define COURANT_FETCH_MULTI_H

#include "fetch/fetch.h"

#define FETCH_BODIES_MAX ((size_t)64 << 20) /* bytes on the way in all: beyond, none is begun */

struct fetch_multi;
struct fetch_host;
struct fetch_transfer;

/* One document wanted. Yours, from fetch_multi_add until DONE was called for it. */
struct fetch_job {
    struct fetch_request request; /* what it points to lives as long as the job */
    /* The rest is the multi's. */
    struct fetch_host *host;
    struct fetch_job *next;
    struct fetch_transfer *transfer; /* NULL: it waits for its turn */
};

struct fetch_multi_options {
    size_t parallel;   /* transfers at once, 1 or more */
    int64_t pause_us;  /* between the end of one and the beginning of the next to one host */
    size_t per_second; /* begun at most; 0: no limit */
    /* A job has ended: DONE says how, with err_text(). *ANSWER lives for the call; its body is ""
     * and its code 304 when nothing has changed; when DONE is not OK it has code, retry_us and
     * moved only, code 0 when there was no answer. May add jobs, this one too. */
    void (*done)(void *ctx, struct fetch_job *job, status done,
                 const struct fetch_response *answer);
    /* Asked before each; false: none is begun for the moment. NULL: always. */
    bool (*may_begin)(void *ctx);
    /* A redirect leads to ADDRESS: OK, or the failure that the job ends with instead. May add other
     * jobs. Not asked of what archives answer. NULL: everywhere. */
    status (*leads)(void *ctx, struct fetch_job *job, url address);
    void *ctx;
};

/* E_NET: libcurl cannot be set up. */
status fetch_multi_new(struct fetch_multi **out, const struct fetch_multi_options *options);
/* Jobs that have not ended are dropped without a word. */
void fetch_multi_free(struct fetch_multi *m);

/* E_INPUT: no web address; then DONE is not called. */
status fetch_multi_add(struct fetch_multi *m, struct fetch_job *job);

/* Goes on for up to WAIT_US, or until something has ended. */
status fetch_multi_step(struct fetch_multi *m, int64_t wait_us);

/* Those that have not ended. */
size_t fetch_multi_jobs(const struct fetch_multi *m);

#endif
