/* Why the text of a page is what it is: every block with what was decided about it, for people who
 * look into one page (`courant extract --explain`). */
#ifndef COURANT_PAGE_EXPLAIN_H
#define COURANT_PAGE_EXPLAIN_H

#include "model/page.h"
#include "page/body.h"

/* Blocks beyond this many are not listed. */
#define EXPLAIN_BLOCKS_MAX 20000
/* Bytes of a block's text that are shown. */
#define EXPLAIN_TEXT_MAX 4000

struct page_block {
    str text;     /* white space squeezed, cut at EXPLAIN_TEXT_MAX */
    str path;     /* the elements around it, outermost first: "div#main > p.lead" */
    str tag;      /* of the innermost block element */
    bool heading; /* h1 to h6 */
    bool kept;
    str why;        /* the reason in words */
    str group;      /* of the reason; see why.def */
    int32_t value;  /* what it counted when the article was looked for; see body.c */
    uint32_t bytes; /* of text */
    uint32_t link_bytes;
    uint32_t words;
    uint32_t sentences; /* ends of */
};

struct page_explanation {
    const struct page_block *blocks;
    size_t len;
    bool cut;       /* more than EXPLAIN_BLOCKS_MAX */
    str root;       /* path of the element that holds the article */
    int32_t value;  /* of the root */
    size_t kept;    /* blocks */
    size_t dropped; /* blocks */
    bool from_data; /* the text is the JSON-LD's, because the page has less */
};

/* Fills in OUT's blocks and root from a scan whose body is decided. Strings live in A. Linear in
 * the blocks times the depth of the tree (at most 8 elements are named). */
void explain_blocks(struct page_explanation *out, struct arena *a, const struct scan *s,
                    const struct body *body);

#endif
