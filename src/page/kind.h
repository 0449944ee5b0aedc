/* What a page turned out to be: an article, or one of the things that are not. */
#ifndef COURANT_PAGE_KIND_H
#define COURANT_PAGE_KIND_H

#include "model/page.h"
#include "page/body.h"
#include "page/meta.h"

enum page_kind kind_of_page(const struct page_meta *m, const struct scan *s,
                            const struct body *body, str text, str title);

/* Whether its metadata call it an article. */
bool kind_says_article(const struct page_meta *m);

#endif
