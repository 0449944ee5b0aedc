/* The demo press: replaying the captures that tools/presskit.py rendered as if they had just been
 * fetched, oldest first, and taking them away. */
#ifndef COURANT_PIPELINE_DEMO_H
#define COURANT_PIPELINE_DEMO_H

#include "pipeline/flow.h"

/* Where the store remembers what became of the demo. */
enum demo_state { DEMO_NEVER, DEMO_UNFINISHED, DEMO_LOADED, DEMO_REMOVED };

status demo_state(enum demo_state *out, struct store *s);

struct demo_options {
    str store;
    str dir; /* has replay.jsonl */
    unsigned threads;
    size_t window;  /* as in flow_options */
    int64_t now_us; /* the ages count back from here */
    bool (*stop)(void);
    void (*failed)(void *ctx, const struct doc *d);
    void *ctx;
};

/* Takes away what an earlier load left, then loads. E_IO: there is no replay.jsonl in DIR. */
status demo_load(struct flow_counts *counts, const struct demo_options *options);

/* Removes the demo's articles and sources; *removed counts articles. */
status demo_remove(int64_t *removed, struct store *s);

#endif
