/* Which of a page's descriptions is the article's. */
#ifndef COURANT_PAGE_DESCRIBE_H
#define COURANT_PAGE_DESCRIBE_H

#include "page/meta.h"

/* TEXT is the article's. The description, og:description and JSON-LD's, the first that is not the
 * site's motto and no text run on; "" when there is none. */
str describe_choose(struct arena *a, const struct page_meta *m, str text);

#endif
