/* Slide shows: pages whose text is what stands below their pictures. */
#ifndef COURANT_PAGE_SLIDES_H
#define COURANT_PAGE_SLIDES_H

#include "page/scan.h"

/* True when the page has little text of its own (VALUE of the element chosen for it) and as many
 * captions as make it one beside it: they, and the headings of the slides, are then text, and no
 * longer marked as dropped. The sums of elements must be made again. Linear. */
bool slides_readmit(struct scan *s, int64_t value);

#endif
