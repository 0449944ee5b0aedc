/* Which of a page's descriptions is the article's. */
#ifndef COURANT_PAGE_DESCRIBE_H
#define COURANT_PAGE_DESCRIBE_H

#include "page/meta.h"

/* TEXT and TITLE are the article's. The description, og:description and JSON-LD's, the first that
 * is not the site's motto, no text run on, no template's phrase, and not the title or SITE, the
 * site's name; "" when there is none. */
str describe_choose(struct arena *a, const struct page_meta *m, str text, str title, str site);

#endif
