/* The standfirst: the line or two under the headline that sum the article up. */
#ifndef COURANT_PAGE_LEAD_H
#define COURANT_PAGE_LEAD_H

#include "page/body.h"

/* The standfirst above the body or at its beginning, for pages that declare no description; "" when
 * there is none. */
str lead_find(struct scan *s, const struct body *body);

#endif
