/*
 * Which feeds a page offers. Best first:
 *
 *   the page itself, when it is a feed;
 *   what it declares: <link rel=alternate> or rel=feed with a feed's type;
 *   links that look like feeds by their address: its last part is feed, rss, atom, index.xml ...,
 *   its ending .rss, .atom, .rdf, or it has feed=rss2 as its question;
 *   addresses that often are feeds (/feed, /rss, /feed.xml ...): guesses that nobody offered.
 *
 * Feeds of comments come after the others of their kind. Nothing is fetched here.
 */
#ifndef COURANT_FEED_DISCOVER_H
#define COURANT_FEED_DISCOVER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

#define FEED_CANDIDATES_MAX 50

enum feed_offer { FEED_OFFER_ITSELF, FEED_OFFER_DECLARED, FEED_OFFER_LINKED, FEED_OFFER_GUESSED };

struct feed_candidate {
    str url;
    str type; /* media type; "" for a guess */
    str title;
    enum feed_offer offer;
};
struct feed_candidate_vec VEC(struct feed_candidate);

/* Appends what BYTES, fetched from ADDRESS ("" when unknown: no guesses then), offers. An address
 * is given once. E_LIMIT for a page past the limits of html.h. */
status feed_discover(struct feed_candidate_vec *out, struct arena *a, str bytes, str content_type,
                     str address);

#endif
