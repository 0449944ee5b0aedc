/*
 * The threads of a bulk intake and the queues between them:
 *
 *   reader (yours) -> queue -> read threads -> queue -> desk -> store
 *
 * A fixed set of docs goes round, so memory stays flat: whoever is faster waits. The desk puts
 * the docs back into input order and commits batches, each in one transaction with the input
 * positions it reached: killed at any moment, the next run goes on behind the last commit.
 */
#ifndef COURANT_PIPELINE_FLOW_H
#define COURANT_PIPELINE_FLOW_H

#include "pipeline/doc.h"

struct flow;

struct flow_counts {
    uint64_t fresh, versions, same, errors; /* committed */
};

struct flow_options {
    str store;        /* for store_open */
    unsigned threads; /* that read pages */
    size_t window;    /* newest articles that others are compared with; 0: ARCHIVE_WINDOW */
    bool later;       /* articles are kept without analyses and wait for them (backlog.h) */
    /* The reader: takes docs, fills them in, gives them, and returns at the end of the input.
     * Runs on a thread of its own. A failure ends the flow after what was given is committed. */
    status (*read)(void *ctx, struct flow *flow);
    /* A doc that did not become an article, after the commit; on the desk's thread. */
    void (*failed)(void *ctx, const struct doc *d);
    /* About ten times a second, on the thread of flow_run. */
    void (*progress)(void *ctx, const struct flow_counts *counts);
    bool (*stop)(void); /* asked often; true ends the flow after a commit */
    void (*kept)(void *ctx, const struct doc *d); /* every doc, as FAILED is told; may be NULL */
    size_t docs;         /* that go round: flow_give never waits then; 0: enough for full batches */
    size_t bytes_max;    /* of docs given and not kept: flow_take_now has none meanwhile; 0: any */
    size_t lookahead;    /* docs to be read before one is kept, to learn what its site repeats */
    struct strs outlets; /* names of sources that will come, besides those in the store */
    void *ctx;
};

/* Runs until all is committed. E_CANCELLED: stopped; E_DB, E_IO ...: the store failed, what was
 * committed before stays. *counts is set in any case. */
status flow_run(struct flow_counts *counts, const struct flow_options *options);

/* For the reader: an empty doc, waiting for one; NULL when the flow ends. */
struct doc *flow_take(struct flow *f);
/* The same without waiting: NULL when there is none at the moment, too. */
struct doc *flow_take_now(struct flow *f);
/* Whether nothing that is given will be kept any more: it was stopped, or the desk has failed. */
bool flow_ends(const struct flow *f);
/* Hands it on. Docs are kept in the order they were given. */
void flow_give(struct flow *f, struct doc *d);

#endif
