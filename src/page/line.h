/* What a line of an article's element is, by its own shape and words: no text of the article. Each
 * looks at a block of at most a few hundred bytes. */
#ifndef COURANT_PAGE_LINE_H
#define COURANT_PAGE_LINE_H

#include "page/scan.h"

/* "Also in these pages: «Another headline»": a few words, a colon, then links to the end. */
bool line_is_labelled_link(const struct scan *s, const struct scan_block *b);

/* A time element and nothing else, as entries of a live report begin. */
bool line_is_time(const struct scan *s, const struct scan_block *b);

/* "The mill in winter (Photo: L. Oren)": a caption that stands as a paragraph. */
bool line_is_credited(const struct scan *s, const struct scan_block *b);

/* "Never miss a story: sign up for our newsletter here.": short, with a link. */
bool line_is_prompt(const struct scan *s, const struct scan_block *b);

#endif
