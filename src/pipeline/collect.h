/*
 * News that arrives by itself: the fetch loop, which asks the feeds that are due and the pages that
 * their entries announce, and hands what comes to the read threads and the desk (flow.h).
 *
 * The plan is in the store: what is due is asked, and each answer is kept together with the time of
 * the next question. Nothing else is remembered, so it can be stopped at any moment. Per host one
 * request at a time, with a pause; after a restart only what is due. What came by itself and waits
 * in the store goes the same way (inbox.h). Articles are readable with the commit,
 * and wait there for their analyses (backlog.h).
 */
#ifndef COURANT_PIPELINE_COLLECT_H
#define COURANT_PIPELINE_COLLECT_H

#include "fetch/sender.h"
#include "pipeline/flow.h"

#define COLLECT_JOBS_MAX 4000  /* wanted or under way at a time */
#define COLLECT_SITES_MAX 4000 /* robots.txt files that are remembered */

struct collect_counts {
    struct flow_counts flow;
    uint64_t feeds, unchanged, failed; /* asked; of them: 304, went wrong */
    uint64_t pages;                    /* asked for */
    uint64_t delivered;                /* deliveries read, or found that they cannot be */
};

struct collect_options {
    str store; /* for store_open */
    unsigned threads;
    size_t parallel;   /* transfers at once */
    int64_t pause_us;  /* between two requests to one host */
    size_t per_second; /* requests begun at most; 0: no limit */
    int timeout_ms;    /* of one document */
    bool fetch_private;
    str contact;                /* for the User-Agent */
    struct fetch_sender sender; /* of all that say nothing else: the proxy */
    bool visits;                /* to the sites of sources, for their icons (pipeline/visit.h) */
    str ca_file;                /* as in fetch_request */
    struct fetch_recorder *recorder;
    /* Answers instead of the network (collect_replay.c), with until_done and the plan not asked;
     * NULL: the network does. */
    struct fetch_archive *archive;
    bool until_done;     /* ends when nothing is due; else goes on until stopped */
    const int64_t *only; /* feeds; with only_len 0 all of them */
    size_t only_len;
    str websub; /* where hubs push to, up to the token: "https://news.example/websub/"; "": no
                        feed is pushed */
    bool (*stop)(void);
    /* A feed was asked: after the commit, on the desk's thread. ERROR is "" when it went well. */
    void (*checked)(void *ctx, str address, str error);
    /* About ten times a second, on the thread of collect_run. */
    void (*progress)(void *ctx, const struct collect_counts *counts);
    void *ctx;
};

/* Between fetch_begin and fetch_end. *counts is set in any case. E_CANCELLED: stopped; other
 * failures are the store's or libcurl's, what was committed before stays. */
status collect_run(struct collect_counts *counts, const struct collect_options *options);

#endif
