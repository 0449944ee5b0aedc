/* From what a person typed, or pasted, to a feed: the address may be the feed's or a page's that
 * offers some. */
#ifndef COURANT_PIPELINE_FIND_FEED_H
#define COURANT_PIPELINE_FIND_FEED_H

#include "feed/discover.h"
#include "fetch/fetch.h"
#include "source/opml.h"

#define FIND_FEED_TRIES 8 /* offers that are looked at */

struct found_feed {
    struct opml_feed feed; /* to subscribe to; its folders are empty */
    size_t entries;        /* that it has */
    /* What else the page offers, the feed left out; addresses that often are feeds are not told. */
    struct feed_candidate_vec others;
};

/* TYPED may lack its scheme. REQUEST has limits, guard, contact and stop, the rest is set here.
 * Between two requests PAUSE_US pass. OUT is in A. E_NOTFOUND: no feed there; E_INPUT: no address;
 * others as fetch_get. Blocks. */
status find_feed(struct found_feed *out, struct arena *a, str typed,
                 const struct fetch_request *request, int64_t pause_us);

#endif
