/* What stands below a picture: its caption and who made it. */
#ifndef COURANT_PAGE_CAPTION_H
#define COURANT_PAGE_CAPTION_H

#include "model/article.h"
#include "page/scan.h"

/* The figure or captioned box around an img node, 0 when there is none. */
uint32_t caption_box_of(const struct scan *s, uint32_t node);

/* Caption and credit out of the box around an img node; fields that are set stay. */
void caption_read(struct image *image, struct arena *a, const struct scan *s, uint32_t node);

/* Splits a credit off the end of a caption: "Caption (Photo: Name)", "Caption © Name". */
void image_split_credit(str *caption, str *credit);

#endif
