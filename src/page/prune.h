/* Furniture inside the article's element: what stands between and around its paragraphs. */
#ifndef COURANT_PAGE_PRUNE_H
#define COURANT_PAGE_PRUNE_H

#include "page/body.h"

/* Marks blocks as dropped and narrows [first, last). */
void prune_body(struct body *body, struct scan *s, const struct body_hints *hints);

#endif
