/* Analysing articles that are in the store already: those from before there were analyses, and
 * those that older methods analysed. */
#ifndef COURANT_PIPELINE_REANALYSE_H
#define COURANT_PIPELINE_REANALYSE_H

#include "pipeline/archive.h"

struct reanalyse_counts {
    uint64_t done, all;
};

struct reanalyse_options {
    str store;
    unsigned threads;
    size_t window;      /* as in flow_options */
    bool (*stop)(void); /* asked between batches; may be NULL */
    /* After each batch; may be NULL. */
    void (*progress)(void *ctx, const struct reanalyse_counts *counts);
    void *ctx;
};

/* Oldest id first, in batches of one transaction each: ended at any moment, the next run goes on
 * behind the last batch. E_CANCELLED: stopped. *counts is set in any case. */
status reanalyse_run(struct reanalyse_counts *counts, const struct reanalyse_options *options);

#endif
