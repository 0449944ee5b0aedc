/*
 * The fetch loop's part in WebSub: asking hubs to push feeds, to go on, to stop (websub/hub.h has
 * the rules), and what checks of feeds say about who pushes them. The loop only reads the store;
 * what came of a question is kept at the desk.
 */
#ifndef COURANT_PIPELINE_HUBS_H
#define COURANT_PIPELINE_HUBS_H

#include "pipeline/collect_code.h"

#define HUBS_GONE_US (10 * CLOCK_SECOND_US) /* between two looks for feeds that nobody wants */

/* What came of a question; of a doc. */
struct hub_answer {
    str token; /* of whom it was asked for: another has taken its place, if it differs */
    int64_t feed_id;
    bool taken; /* the hub will think about it */
    int64_t began_us, ended_us, retry_us;
    str error;
};

/* On the fetch loop: asks the hubs that are due. *FOUND is set when some are. */
status hubs_look(bool *found, struct collect *c);
/* Whether feeds are pushed; in a replay nothing is sent. */
bool hubs_wanted(const struct collect *c);
/* When nobody may push: rows are gone, and feeds are asked as often as ever. */
status hubs_drop(struct collect *c);

/* A hub has answered: fills in D, and gives it. */
void hubs_done(struct collect *c, struct doc *d, const struct job *job, status done,
               const struct fetch_response *answer);

/* At the desk, in its transaction: what came of the question of DOC. */
status hubs_answered(struct store *s, const struct hub_answer *answer);

/* At the desk: whoever changes a feed's row and its hub's has the hub's first, as hubs' calls do
 * (websub/callback.c). */
status hubs_hold(struct store *s, int64_t feed_id);

/* At the desk: before the plan of a feed that was asked is made, what is known of its hub, which is
 * held from here on. Sets h->pushed_until_us. */
status hubs_before(struct arena *a, struct store *s, const struct feed *feed, struct harvest *h);
/* And after it. */
status hubs_after(struct store *s, const struct harvest *h);

#endif
