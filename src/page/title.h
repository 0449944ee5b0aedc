/* The headline: which of the places that state one is right, and without the site's name. */
#ifndef COURANT_PAGE_TITLE_H
#define COURANT_PAGE_TITLE_H

#include "page/meta.h"

/* The headline, "" when the page states none. SITE is the site's name, "" when unknown. */
str title_choose(struct arena *a, const struct html_tree *t, const struct page_meta *m, str site);

/* TITLE without what sites put around it: "Headline | Section | Site". A part is taken off when it
 * is SITE, or a shorter rest behind a strong separator. HEADING, "" or what the page shows as its
 * heading, decides which part stays when it is one of them. */
str title_strip(str title, str site, str heading);

#endif
