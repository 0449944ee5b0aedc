/*
 * Reading files into the store: pages in folders, JSON Lines of articles, WARC archives. Can be
 * ended at any moment and run again: what was committed is not read twice, nothing is lost.
 */
#ifndef COURANT_PIPELINE_IMPORT_H
#define COURANT_PIPELINE_IMPORT_H

#include "pipeline/flow.h"

struct import_counts {
    struct flow_counts flow;
    uint64_t files;         /* looked at */
    uint64_t files_before;  /* finished by an earlier import */
    uint64_t errors_before; /* those of them that were bad pages */
    uint64_t items_before;  /* lines and records of unfinished files that an earlier one did */
    uint64_t others;        /* archive records that are no page */
    double part;            /* 0..1 of the input, negative when not known */
};

struct import_options {
    str store;
    unsigned threads;
    size_t window; /* as in flow_options */
    bool again;    /* read everything anew, whatever was finished */
    bool estimate; /* look at all files first, so that PART can be told */
    int64_t now_us;
    bool (*stop)(void);
    /* On the desk's thread: what could not be imported and why. */
    void (*failed)(void *ctx, const struct doc *d);
    /* About ten times a second, on the calling thread. */
    void (*progress)(void *ctx, const struct import_counts *counts);
    void *ctx;
};

/* PATHS as for files_new; "-" is standard input, JSON Lines or WARC, which cannot be resumed. */
status import_run(struct import_counts *counts, const struct import_options *options, size_t n,
                  char *const *paths);

#endif
