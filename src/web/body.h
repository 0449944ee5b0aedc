/* An article's sanitised body, fitted into the page around it. */
#ifndef COURANT_WEB_BODY_H
#define COURANT_WEB_BODY_H

#include "web/page.h"

/* BODY under the headline TITLE: the page has one <h1>, which is the headline, so that those of
 * the body become <h2>, and one that only repeats the headline goes. Pictures of the demo press
 * are taken from this site. O(bytes); BODY itself when there is nothing to do. */
html body_fitted(const struct page_call *c, html body, str title);

#endif
