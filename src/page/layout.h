/* What the shape of a page says where its names say nothing: tables that lay out columns, boxes
 * that hold a picture and its caption, what stands above the headline. */
#ifndef COURANT_PAGE_LAYOUT_H
#define COURANT_PAGE_LAYOUT_H

#include "page/body.h"

/* Marks the side cells of layout tables and captioned boxes. The sums of elements must be there.
 * Linear. */
void layout_mark(struct scan *s);

/* The only main element below ROOT when it holds most of ROOT's value, else ROOT. */
uint32_t layout_main(const struct scan *s, uint32_t root);

/* The smallest element at or below ROOT that holds the block HEADLINE and nearly all of ROOT's
 * value. */
uint32_t layout_narrow(const struct scan *s, uint32_t root, uint32_t headline);

/* The smallest element around the block HEADLINE that has prose after it; 0 when there is none.
 * What a page calls its article when the article is short. Linear in the blocks. */
uint32_t layout_anchor(const struct scan *s, uint32_t headline);

/* Where several articles follow each other in boxes of one shape, the box whose heading is
 * HEADLINE; else ROOT. */
uint32_t layout_one_of_many(const struct scan *s, uint32_t root, uint32_t headline);

/* Index of the block below ROOT that is the headline TITLE, when hardly any prose stands before
 * it; UINT32_MAX otherwise. */
uint32_t layout_headline(const struct scan *s, uint32_t root, str title);

#endif
