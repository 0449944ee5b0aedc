/*
 * From what a person typed, or pasted, to what can be subscribed to, in this order: what follows
 * from the address where its host is known (source/address.h); the address itself, when it is a
 * feed's; feeds that the page offers; what follows from what the page says of itself, or from the
 * address if the host runs some well-known software; where feeds often are; the page's own lists of
 * links (feed/induce.h). What is subscribed to can be looked at first.
 */
#ifndef COURANT_PIPELINE_FIND_FEED_H
#define COURANT_PIPELINE_FIND_FEED_H

#include "fetch/fetch.h"
#include "model/preview.h"
#include "store/store.h"

#define FIND_FEED_TRIES 12 /* offers that are looked at */

/* What subscribing to TYPED, which may lack its scheme, would bring. CHOOSE is an index of
 * out->choices as an earlier call for the same text gave them, 0 the best. LIKE has limits, guard,
 * contact and stop, the rest is set here. Between two requests PAUSE_US pass. OUT is in A.
 * E_NOTFOUND: nothing there, or no such choice; E_INPUT: no address; others as fetch_get. Blocks
 * until all is fetched: a page of the site may not call it in its handler. */
status feed_preview(struct feed_preview *out, struct arena *a, str typed, size_t choose,
                    const struct fetch_request *like, int64_t pause_us);

/* Subscribes to what PREVIEW shows, which is fetched from *now_us on. One that is subscribed to
 * stays as it is, but that a page is read in the way that PREVIEW shows, and *made is false. *id is
 * set either way. */
status feed_preview_subscribe(int64_t *id, bool *made, struct arena *a, struct store *s,
                              const struct feed_preview *preview, int64_t now_us);

#endif
