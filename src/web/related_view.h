/* Related articles as cards. */
#ifndef COURANT_WEB_RELATED_VIEW_H
#define COURANT_WEB_RELATED_VIEW_H

#include "web/page.h"

/* The cards of ROWS under an article in LANGUAGE. */
struct related_view_list related_view_list(const struct page_call *c,
                                           const struct related_row *rows, size_t n, str language);

#endif
