/* An article's sanitised body, fitted into the page around it. */
#ifndef COURANT_WEB_BODY_H
#define COURANT_WEB_BODY_H

#include "web/page.h"

/* BODY under the headline TITLE. The page's <h1> is the headline: a first heading that only
 * repeats it goes, and the others are numbered anew, from <h2> on and without gaps, so that
 * their order makes sense to who cannot see their size. Pictures of the demo press are taken
 * from this site. O(bytes); BODY itself when there is nothing to do. */
html body_fitted(const struct page_call *c, html body, str title);

#endif
