/* The headline: which of the places that state one is right, and without the site's name. */
#ifndef COURANT_PAGE_TITLE_H
#define COURANT_PAGE_TITLE_H

#include "page/meta.h"
#include "page/scan.h"

/* What metadata and the main headings state, "" when nothing. SITE is the site's name, "" when
 * unknown. */
str title_declared(struct arena *a, const struct html_tree *t, const struct page_meta *m, str site);

/* The headline: the heading shown above the body whose first block is FIRST, when there is one that
 * can be it (what readers see is what the article is called; metadata are often written for search
 * engines), else DECLARED. *block is the heading's block, or UINT32_MAX. */
str title_choose(uint32_t *block, struct arena *a, const struct scan *s, const struct page_meta *m,
                 uint32_t first, str declared, str site);

/* TITLE without what sites put around it: "Headline | Section | Site". A part is taken off when it
 * is SITE, or a shorter rest behind a strong separator. HEADING, "" or what the page shows as its
 * heading, decides which part stays when it is one of them. */
str title_strip(str title, str site, str heading);

#endif
