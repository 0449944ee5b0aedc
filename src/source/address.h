/*
 * Addresses whose feeds follow from them: channels, repositories, boards, accounts. Pure rules, a
 * table (address.def); whether there is a feed shows when it is asked.
 */
#ifndef COURANT_SOURCE_ADDRESS_H
#define COURANT_SOURCE_ADDRESS_H

#include "base/url.h"
#include "base/vec.h"

#define ADDRESS_FEEDS_MAX 8 /* of one address */

struct address_feed {
    str url;
    str what;   /* in a word, for people: "releases" */
    bool sure;  /* its host is known; else hosts that run the same software have it */
    str recipe; /* how the page is read that is there instead of a feed; "" for a feed */
};
struct address_feed_vec VEC(struct address_feed);

/* Appends what ADDRESS, a web address, leads to, best first, in A. */
void address_feeds(struct address_feed_vec *out, struct arena *a, url address);

/* "user@host.example", with or without '@' before it: where the host says who that is (WebFinger,
 * RFC 7033). False: TYPED is no account. */
bool address_account(url *out, struct arena *a, str typed);

/* The profile that a WebFinger answer names. E_INPUT: none. */
status address_profile(url *out, struct arena *a, str json);

/* The page of the video channel that a page says it is of, by ID, what its markup calls the
 * channel's or its own identifier. False where ADDRESS is not one of the sites that do so. */
bool address_channel(url *out, struct arena *a, url address, str id);

#endif
