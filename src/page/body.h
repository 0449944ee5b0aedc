/* Which part of a page is its article, and which blocks of that part are its text. */
#ifndef COURANT_PAGE_BODY_H
#define COURANT_PAGE_BODY_H

#include "page/scan.h"

struct body_hints {
    str title; /* the page's headline as metadata give it; a block that repeats it is not text */
};

struct body {
    uint32_t root;        /* index of the element around the article; blocks to keep are not drop */
    uint32_t first, last; /* kept blocks are within [first, last) */
    uint32_t bytes;       /* of kept text */
    uint32_t link_bytes;
    uint32_t sentences;
};

/* Marks elements and blocks of S as dropped, leaving the article's text. bytes == 0 when the page
 * has none. Linear in the number of elements and blocks but for ancestors of the root. */
void body_find(struct body *out, struct scan *s, const struct body_hints *hints);

#endif
