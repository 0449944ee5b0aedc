/* When the page was published and updated: the best of all the places that say so. */
#ifndef COURANT_PAGE_DATES_H
#define COURANT_PAGE_DATES_H

#include "page/meta.h"
#include "page/scan.h"
#include "text/written_date.h"

struct dates_time {
    int64_t time_us; /* TIME_NONE: unknown */
    int zone_min;    /* minutes east of UTC that were written with it */
    int64_t age_us;  /* without a time: how long before the page was fetched; 0: unknown */
};

/* Where on the page the article is. */
struct dates_place {
    uint32_t first, last; /* the body's blocks, [first, last) */
    uint32_t heading;     /* the headline's block, UINT32_MAX: not shown */
    str title;
};

/* ADDRESS is the page's URL, CANONICAL the one it declares; both may be "". */
void dates_choose(struct dates_time *published_at, struct dates_time *updated_at,
                  const struct page_meta *m, const struct scan *s, const struct dates_place *place,
                  str address, str canonical, const struct date_hints *hints);

#endif
