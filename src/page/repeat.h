/* Repeated structures: many small boxes of one shape, each with a linked title, are teasers of
 * other articles whatever they are called. */
#ifndef COURANT_PAGE_REPEAT_H
#define COURANT_PAGE_REPEAT_H

#include "page/scan.h"

/* Sets repeated on the elements of such groups. Expects prose and links summed up. */
void repeat_mark(struct scan *s);

#endif
