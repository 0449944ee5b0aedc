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

/* Adds one name that author_add would split off; FURTHER: it is not the line's first. */
void author_add_name(struct str_vec *out, struct arena *a, str name, bool visible, bool further);

#define NAME_BYTES_MAX 80
#define LABEL_BYTES_MAX 16 /* "Author:" */

/* One to five words, each with a capital but for particles, no digits. */
bool author_is_name(str s);

/* Whether PART has a word that is no part of a name: "reporter", "updated". */
bool author_is_role(str part);

/* Firms, institutions, desks: no person's name. */
bool author_is_organization(str name);

/* S without "By", "Written by" and the like in front. */
str author_bare(str s);

/* Whether TEXT starts with such words. */
bool author_starts_with_by(str text);

/* Whether LINE is "Author:" or "By" alone. */
bool author_is_label(str line);

/* "Published on 4 March by Ann Example": the line from its "by" on; all of it without one. */
str author_from_by_word(str text);

/* Whether a short line only says who wrote it: "By Ann Example, 4 March 2024". */
bool author_is_byline(str text);

/* The authors of the page, from its metadata or else from the bylines around the body, whose
 * blocks are [first, last) of S. */
void author_find(struct str_vec *out, struct arena *a, const struct page_meta *m,
                 const struct scan *s, uint32_t first, uint32_t last,
                 const struct title_site *site);

#endif
