/* Reads one HTML page: its article's text and what it says about itself. The folder's only
 * entrance; docs/EXTRACTION.md tells how it decides. */
#ifndef COURANT_PAGE_PAGE_H
#define COURANT_PAGE_PAGE_H

#include "html/tree.h"
#include "model/page.h"

/* Text longer than this is cut at a paragraph's end; pages of real articles stay far below. */
#define PAGE_TEXT_MAX ((size_t)4 << 20)
#define PAGE_HTML_MAX ((size_t)16 << 20)

/* OUT's strings live in A or point into the tree's. URL is where the page came from, "" when
 * unknown. T's text
 * nodes are shortened where a credit line was glued to the last sentence or furniture stood as
 * loose text. Never fails but for E_LIMIT when the body's HTML passes PAGE_HTML_MAX. Linear in the
 * tree. */
status page_read(struct page *out, struct arena *a, struct html_tree *t, str url);

/* The same, and why each block of the page is in the text or not (page/explain.h). */
struct page_explanation;
status page_explain(struct page *out, struct page_explanation *why, struct arena *a,
                    struct html_tree *t, str url);

/* The same, and where each block is in the text, for page/rules.h; none when the text is not the
 * page's own. MARKS->at is in A. */
struct page_marks;
status page_read_marked(struct page *out, struct page_marks *marks, struct arena *a,
                        struct html_tree *t, str url);

#endif
