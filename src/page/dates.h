/* When the page was published and updated: the best of all the places that say so. */
#ifndef COURANT_PAGE_DATES_H
#define COURANT_PAGE_DATES_H

#include "page/date.h"
#include "page/meta.h"
#include "page/scan.h"

/* TIME_NONE where nothing was found. FIRST and LAST are the body's blocks; ADDRESS (a URL) may be
 * "". */
void dates_choose(int64_t *published_us, int64_t *updated_us, const struct page_meta *m,
                  const struct scan *s, uint32_t first, uint32_t last, str address,
                  const struct date_hints *hints);

#endif
