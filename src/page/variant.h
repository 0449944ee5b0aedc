/* Other addresses of the same article: its next page, its AMP and print versions. */
#ifndef COURANT_PAGE_VARIANT_H
#define COURANT_PAGE_VARIANT_H

#include "base/url.h"
#include "model/page.h"
#include "page/meta.h"

/* Fills next_url, amp_url, print_url and amp of OUT from what M declares, resolved against BASE;
 * an address that is the page's own is none. "Next" is taken only where it is the same article's
 * next page, not the next article: where the addresses differ in a page's number alone. */
void variant_read(struct page *out, struct arena *a, const struct page_meta *m, url page_url,
                  url base);

/* Whether NEXT is ADDRESS but for a page's number: "/a/wall" and "/a/wall/2", "?page=2" and
 * "?page=3", "wall-1.html" and "wall-2.html". */
bool variant_is_next(str address, str next);

#endif
