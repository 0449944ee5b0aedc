/* The lead image with its alternative text, caption and credit. */
#ifndef COURANT_PAGE_IMAGE_H
#define COURANT_PAGE_IMAGE_H

#include "base/url.h"
#include "model/article.h"
#include "page/meta.h"
#include "page/scan.h"

struct image_lead {
    struct image image; /* url resolved against BASE where possible */
    uint32_t node;      /* the img element that shows it, 0 when it is not on the page */
};

/* FIRST and LAST are the body's blocks, ROOT its element. BASE may be empty. */
void image_choose(struct image_lead *out, struct arena *a, const struct page_meta *m,
                  const struct scan *s, uint32_t root, uint32_t first, uint32_t last, url base);

/* The address an img element shows, lazy loading attributes included; "" for placeholders. */
str image_src(const struct html_tree *t, uint32_t node);

/* Whether two addresses show the same picture in whatever size. */
bool image_same(str a, str b);

#endif
