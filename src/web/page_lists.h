/* What a page of articles and its feeds both read from their address. */
#ifndef COURANT_WEB_PAGE_LISTS_H
#define COURANT_WEB_PAGE_LISTS_H

#include "web/page.h"

#define SEARCH_OFFSET_MAX 1000

/* The source, or the hashtag (whatever the case and accents it is written with), that the address
 * names. E_NOTFOUND. */
status page_find_source(const struct source **out, const struct page_call *c);
status page_find_tag(struct tag *out, struct page_call *c);
/* What is searched for, as typed; "" when there is nothing. And from which hit on. */
str page_search_query(const struct http_request *r);
int64_t page_search_offset(const struct http_request *r);

#endif
