/* What an article is filed under: its tags and keywords, one by one and cleaned. */
#ifndef COURANT_PAGE_TAGS_H
#define COURANT_PAGE_TAGS_H

#include "model/article.h"
#include "page/meta.h"
#include "page/scan.h"

/* The tags of the surest source that has any: article:tag, rel=tag, links to tags in a box of them,
 * JSON-LD, keywords, a box of short links. Without SITE, the site's name. */
struct strs tags_choose(struct arena *a, const struct page_meta *m, const struct scan *s, str site);

#endif
