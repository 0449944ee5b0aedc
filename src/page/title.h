/* The headline: which of the places that state one is right, and without the site's name. */
#ifndef COURANT_PAGE_TITLE_H
#define COURANT_PAGE_TITLE_H

#include "page/meta.h"
#include "page/scan.h"
#include "page/title_part.h"

/* What metadata and the main headings state, "" when nothing. */
str title_declared(struct arena *a, const struct html_tree *t, const struct page_meta *m,
                   const struct title_site *site);

/* The headline: the heading shown above the body whose first block is FIRST, when there is one that
 * can be it (what readers see is what the article is called; metadata are often written for search
 * engines) and not fewer sources say it than say DECLARED; else DECLARED. *block is the heading's
 * block, or UINT32_MAX. */
str title_choose(uint32_t *block, struct arena *a, const struct scan *s, const struct page_meta *m,
                 uint32_t first, str declared, const struct title_site *site);

#endif
