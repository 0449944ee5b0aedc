/*
 * Who pushes a feed: the hubs and the topic that it names, in Link headers (RFC 8288) or in itself
 * (W3C WebSub, section 4). Pure.
 */
#ifndef COURANT_WEBSUB_LINK_H
#define COURANT_WEBSUB_LINK_H

#include "base/url.h"

#define WEBSUB_HUBS_MAX 4
#define WEBSUB_URL_MAX 2048 /* bytes of a hub's address or a topic */
#define WEBSUB_LINKS_MAX 64 /* of a header, that are looked at */

struct websub_offer {
    str hubs[WEBSUB_HUBS_MAX]; /* in the order they are named, none twice */
    size_t len;                /* 0: nobody pushes it */
    str topic;                 /* rel=self; "" when it does not say */
};

/* Whether a hub may hear of ADDRESS: it is a web address, without a name and a password in it. */
bool websub_may_tell(url address);

/* One link: REL is a list of relations, HREF is resolved against BASE. What may not be told, or
 * is too long, is passed over; of several topics the first counts. An absolute address stays as it
 * is written: hubs compare topics byte by byte. Strings are in A. */
void websub_offer_add(struct websub_offer *offer, struct arena *a, str rel, str href, url base);

/* The links of HEADER, the values of Link headers joined by commas. What is malformed ends the
 * reading; links with an anchor are about something else. O(n). */
void websub_offer_header(struct websub_offer *offer, struct arena *a, str header, url base);

#endif
