/* What finding something to subscribe to (find_feed.c) and showing it (find_preview.c) share. */
#ifndef COURANT_PIPELINE_FIND_CODE_H
#define COURANT_PIPELINE_FIND_CODE_H

#include "pipeline/find_feed.h"
#include "source/address.h"

/* A choice, and what is known of it. */
struct find_candidate {
    struct preview_choice choice;
    str recipe;                 /* FEED_OF_PAGE */
    struct feed_document *feed; /* NULL: not looked at */
    bool failed;
};
struct find_candidate_vec VEC(struct find_candidate);

/* "mailto:a@b.example" is no address of a feed; "example.org/news", "//example.org" and
 * "feed:https://..." are. E_INPUT. */
status find_typed_address(url *out, struct arena *a, str typed);

/* Appends the feeds that follow from what PAGE says of itself: the address it is known by, the
 * channel it belongs to. */
status find_page_feeds(struct address_feed_vec *out, struct arena *a,
                       const struct fetch_response *page);

/* OUT's fields about the CHOSEN one of its choices, which was looked at. */
void find_preview_fill(struct feed_preview *out, struct arena *a,
                       const struct find_candidate *chosen);

#endif
