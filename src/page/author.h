/* Who wrote it: names out of metadata and bylines, one by one. */
#ifndef COURANT_PAGE_AUTHOR_H
#define COURANT_PAGE_AUTHOR_H

#include "page/meta.h"
#include "page/scan.h"
#include "page/title_part.h"

#define AUTHORS_MAX 12

/* Adds the names that RAW holds ("By Ann Example and Bo Sample, Staff Writer") to OUT, no name
 * twice. A visible line is read more strictly than metadata: it must look like a name. */
void author_add(struct str_vec *out, struct arena *a, str raw, bool visible);

/* Whether a short line only says who wrote it: "By Ann Example, 4 March 2024". */
bool author_is_byline(str text);

/* The authors of the page, from its metadata or else from the bylines around the body, whose
 * blocks are [first, last) of S. */
void author_find(struct str_vec *out, struct arena *a, const struct page_meta *m,
                 const struct scan *s, uint32_t first, uint32_t last,
                 const struct title_site *site);

#endif
