/*
 * One preorder pass over a page's tree: what every element holds (bytes of text, of links,
 * evidence) and the page's blocks of text, in arrays indexed by visiting order. Everything
 * that decides about the main text reads these arrays and never the tree's strings again.
 */
#ifndef COURANT_PAGE_SCAN_H
#define COURANT_PAGE_SCAN_H

#include "base/sbuf.h"
#include "base/vec.h"
#include "html/tree.h"
#include "page/evidence.h"

/* Why an element or block is left out; the texts are why.def's. */
enum scan_why {
#define WHY(name, group, text) WHY_##name,
#include "page/why.def"
#undef WHY
};

/* An element that was visited. Its subtree is [own index, end), its blocks [block, block_end). */
struct scan_element {
    uint32_t node;
    uint32_t parent; /* index in elements; the first element is its own parent */
    uint32_t end;
    uint32_t block, block_end;
    uint32_t evidence; /* own, EV_ */
    uint16_t tag;
    bool is_block;    /* lays out as a block */
    bool is_link;     /* an a element, but not one that is a place to jump to */
    bool drop;        /* furniture: its blocks do not count */
    uint8_t why;      /* enum scan_why, when drop */
    bool repeated;    /* one of many cards of the same shape */
    bool side;        /* a side cell of a layout table */
    bool layout;      /* a table that lays out the page, not data */
    bool caption_box; /* a picture with its caption */
    bool shield;      /* around the declared body: its names are not held against it */
    int32_t value;    /* sum of its blocks' values, dropped ones left out */
    int32_t prose;    /* sum of its blocks' prose, dropped ones included */
    int32_t links;    /* bytes of link text below */
    uint32_t images;  /* img elements below */
    uint32_t shape;   /* hash of tag and class: equal for repeated structures */
    bool quotes;      /* a blockquote is not far below */
};

/* A run of inline content: a paragraph, a heading, a list item, a cell, loose text. */
struct scan_block {
    uint32_t element;     /* the block element around it */
    uint32_t first, last; /* text nodes, document order */
    uint32_t bytes;       /* white space squeezed */
    uint32_t link_bytes;  /* of them inside links */
    uint32_t strong_bytes;
    uint16_t words;
    uint16_t sentences; /* ends of sentences */
    uint16_t commas;
    uint16_t tag; /* of the element */
    bool drop;
    uint8_t why;      /* enum scan_why, when drop */
    bool after_break; /* a pair of br elements is before it: same element, new paragraph */
    int32_t value;
};

struct scan {
    const struct html_tree *tree;
    struct arena *arena;
    struct evidence_words words;
    struct scan_elements VEC(struct scan_element) elements;
    struct scan_blocks VEC(struct scan_block) blocks;
    uint32_t *element_of; /* by node id: 1 + index, 0 when not visited */
};

/* Visits the body (or the whole tree when there is none). Linear in the tree. */
void scan_page(struct scan *s, struct arena *a, const struct html_tree *t);

/* Leaves a block out; the first reason stays. */
static inline void scan_drop(struct scan_block *b, enum scan_why why)
{
    if (!b->drop)
        b->why = (uint8_t)why;
    b->drop = true;
}

/* Whether elements with this tag flow inside a line of text. */
bool scan_is_inline(uint16_t tag);

/* Whether the text of elements with this tag is not read: programs, controls, pictures,
 * alternatives. */
bool scan_is_silent(uint16_t tag);

/* A heading and no prose: a page may mark its lead up as one of a lower rank. */
bool scan_is_heading(const struct scan_block *b);

/* A paragraph of sentences that is mostly links ("The best of the week: ..."), not a list of them.
 */
bool scan_is_linked_prose(const struct scan_block *b);

/* The text of a block, white space squeezed, br elements as line ends. */
void scan_put_block(struct sbuf *out, const struct scan *s, const struct scan_block *b);

/* The same in A, at most MAX bytes of it. */
str scan_block_text(struct arena *a, const struct scan *s, const struct scan_block *b, size_t max);

#endif
