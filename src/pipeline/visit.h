/*
 * Visits to the sites of sources, once a month: the front page, for what it says of itself and
 * where its icon is, then the icon. Asked by the fetch loop like everything else (one request a
 * host at a time, robots.txt, public addresses only), a few at a time, between its other work; what
 * comes is read on a read thread and kept at the desk. The next step is in the store, so a visit
 * may be interrupted anywhere.
 */
#ifndef COURANT_PIPELINE_VISIT_H
#define COURANT_PIPELINE_VISIT_H

#include "pipeline/collect_code.h"

#define VISITS_MAX 8 /* under way at a time */
#define VISIT_PAGE_BYTES ((size_t)4 << 20)
#define VISIT_EVERY_US (30 * CLOCK_DAY_US)
#define VISIT_SPREAD_US (5 * CLOCK_DAY_US) /* of which every source takes its share by its id */
#define VISIT_AGAIN_US CLOCK_DAY_US        /* after what may pass */

enum visit_outcome {
    VISIT_CAME,
    VISIT_SAME,   /* 304 */
    VISIT_NONE,   /* nothing there, or it may not be asked for */
    VISIT_FAILED, /* for now */
};

struct visit {
    int64_t source_id;
    int64_t stage; /* what was asked: enum facts_stage */
    enum visit_outcome outcome;
    int64_t now_us;
    str etag, last_modified;
    /* From the read thread: of a front page, of an icon. */
    str language, locale, region; /* as declared */
    str icon_url;
    str icon_type, icon;
};

/* On the fetch loop: asks what is due. *FOUND is set when something is under way. */
status visit_look(bool *found, struct collect *c);

/* On the fetch loop: the answer to JOB becomes D, which is given on. */
void visit_done(struct collect *c, struct doc *d, struct job *job, status done,
                const struct fetch_response *answer);

/* On a read thread. What is no page or picture is VISIT_NONE. */
void visit_read(struct step *step, struct doc *d);

/* At the desk, in its transaction. */
status visit_keep(struct store *s, struct doc *d);

/* After the commit, on the desk's thread. */
void visit_kept(struct collect *c, const struct doc *d);

/* What is known after V, and what is next. *ICON_CHANGES: icon_type and icon_hash are V's icon's.

 * Strings are in A, in V and what FACTS had. Pure. */
void visit_apply(bool *icon_changes, struct source_facts *facts, struct arena *a,
                 const struct visit *v);

#endif
