/* The dates that a page shows: short lines near the text, where they stand and what their words
 * say. */
#ifndef COURANT_PAGE_DATES_SHOWN_H
#define COURANT_PAGE_DATES_SHOWN_H

#include "page/dates.h"

#define DATES_ABOVE_BLOCKS 12 /* before the text, where datelines stand */

/* A time and how surely it is the article's; rank 0: none. */
struct dates_best {
    struct dates_time time;
    int rank;
};

static inline void dates_offer(struct dates_best *best, const struct date_found *found, int rank)
{
    if (rank > best->rank)
        *best = (struct dates_best){{found->time_us, found->zone_min, 0}, rank};
}

struct dates_lines {
    const struct scan *s;
    const struct dates_place *place;
    const struct date_hints *hints;
    struct dates_best published, updated;
    int64_t age_us; /* of the first line that says "ago" where datelines stand; 0: none does */
};

/* Reads the page's lines into published, updated and age_us, where they are surer than what is
 * there. */
void dates_read_lines(struct dates_lines *lines);

/* What only a page says whose article shows no date: the card that leads to the article itself, the
 * first post of a thread. */
void dates_read_cards(struct dates_lines *lines);

/* Evidence of an element and of the three around it. */
uint32_t dates_evidence(const struct scan *s, uint32_t element);

/* An element of the page that is not the article's. */
bool dates_is_foreign(const struct scan *s, uint32_t element);

/* Somebody else's words, or one of many of the same shape. */
bool dates_is_reply(const struct scan *s, uint32_t element);

/* Whether block I is between the headline and the text, or one of the few before them. */
bool dates_is_above(const struct dates_place *place, uint32_t i);

#endif
