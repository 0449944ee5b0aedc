/*
 * Analysing what is in the store and waits for it: articles that were fetched, which readers see at
 * once, and those that older methods analysed. Rounds: threads read and analyse, the caller's
 * thread compares with the archive and keeps, one transaction a round, oldest id first. Ended at
 * any moment, the next run goes on behind the last round; an article is kept once, also where two
 * programs do the same.
 */
#ifndef COURANT_PIPELINE_BACKLOG_H
#define COURANT_PIPELINE_BACKLOG_H

#include "pipeline/archive.h"

struct backlog;

struct backlog_options {
    str where; /* for store_open */
    unsigned threads;
    size_t window;       /* as in flow_options */
    struct store *store; /* for what the caller's thread does, borrowed; NULL: one of its own */
};

/* Opens the store; the archive is filled by the first round that has something to do. Borrows what
 * OPTIONS has. Free it with backlog_free. */
status backlog_new(struct backlog **out, const struct backlog_options *options);
void backlog_free(struct backlog *b);

/* Analyses the next that wait. *done: how many do not wait any more, 0 when nothing did. After a
 * failure nothing of the round is kept; it may be tried again. */
status backlog_round(size_t *done, struct backlog *b);

struct backlog_counts {
    uint64_t done, all; /* ALL: that waited at the beginning */
};

struct backlog_run {
    bool (*stop)(void); /* asked between rounds; may be NULL */
    /* After each round; may be NULL. */
    void (*progress)(void *ctx, const struct backlog_counts *counts);
    void *ctx;
};

/* Rounds until nothing waits. E_CANCELLED: stopped. *counts is set in any case. */
status backlog_run(struct backlog_counts *counts, const struct backlog_options *options,
                   const struct backlog_run *run);

#endif
