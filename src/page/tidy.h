/* Paragraphs, subheads and figures where a page only has boxes, line ends and bold type. */
#ifndef COURANT_PAGE_TIDY_H
#define COURANT_PAGE_TIDY_H

#include "page/body.h"

/* Wraps the body's loose text in p, turns div of one line into p, bold lines before text into h3,
 * captioned boxes into figure and figcaption. KEEP (by node id) says what is shown; a longer one
 * that holds the new nodes is returned. The scan's elements stay as they are: it must not be used
 * to make text afterwards. Allocates from A. */
uint8_t *tidy_body(struct arena *a, struct html_tree *t, const struct scan *s,
                   const struct body *body, uint8_t *keep);

#endif
