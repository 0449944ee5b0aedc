/* The kept blocks as text and as sanitised HTML: both show the same blocks. */
#ifndef COURANT_PAGE_TEXT_H
#define COURANT_PAGE_TEXT_H

#include "base/url.h"
#include "page/body.h"
#include "page/rules.h"

/* Takes the credit line off the end of the body: its own paragraph, or glued to the last sentence
 * (then the tree's text node is shortened). Returns "" when there is none. */
str text_take_credit(struct scan *s, const struct body *body, struct html_tree *t);

/* Paragraphs with a blank line between them; the items of one list and the rows of one table are
 * lines under each other, cells separated by " | ". */
str text_of_body(struct scan *s, const struct body *body);

/* The same, and where each block is in the text; at most PAGE_MARKS_MAX of them. */
str text_of_body_marked(struct page_marks *marks, struct scan *s, const struct body *body);

/* The same blocks through the sanitizer, with the images and figures among them; LEAD_IMAGE (an
 * img node, 0 for none) and its figure are left out. BASE resolves links and may be empty. T is the
 * tree of S; text nodes of dropped blocks are emptied. */
status text_html_of_body(html *out, struct arena *a, struct scan *s, const struct body *body,
                         struct html_tree *t, uint32_t lead_image, url base);

/* TEXT's paragraphs as HTML, for text that did not come from the tree. */
status text_html_of_paragraphs(html *out, struct arena *a, str text);

/* Words of TEXT: runs between white space; a CJK character counts as a word. */
int64_t text_count_words(str text);

#endif
