/* When the page was published and updated: the best of all the places that say so. */
#ifndef COURANT_PAGE_DATES_H
#define COURANT_PAGE_DATES_H

#include "page/date.h"
#include "page/meta.h"
#include "page/scan.h"

struct dates_time {
    int64_t time_us; /* TIME_NONE: unknown */
    int zone_min;    /* minutes east of UTC that were written with it */
};

/* FIRST and LAST are the body's blocks; ADDRESS (a URL) may be "". */
void dates_choose(struct dates_time *published_at, struct dates_time *updated_at,
                  const struct page_meta *m, const struct scan *s, uint32_t first, uint32_t last,
                  str address, const struct date_hints *hints);

#endif
