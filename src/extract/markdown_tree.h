/* What the walk over the tree and its tables share. */
#ifndef COURANT_EXTRACT_MARKDOWN_TREE_H
#define COURANT_EXTRACT_MARKDOWN_TREE_H

#include "extract/markdown_writer.h"
#include "html/tree.h"

struct markdown_walk {
    struct markdown_writer w;
    struct arena *a;
    const struct html_tree *t;
    size_t list_end; /* of the last list in the output, and how it was marked */
    char list_mark;
    bool tight; /* the item we are in has nothing but one text and lists */
    bool link;  /* inside one */
};

void markdown_put_node(struct markdown_walk *m, uint32_t node);
void markdown_put_children(struct markdown_walk *m, uint32_t node);

/* Whether anything below NODE is to be seen: text or an image. */
bool markdown_has_content(const struct html_tree *t, uint32_t node);

/* Whether NODE is an element that stands on lines of its own, or has one below it. */
bool markdown_is_block(const struct html_tree *t, uint32_t node);
bool markdown_has_block(const struct html_tree *t, uint32_t node);

/* A table as GitHub's Markdown has them; its first row is the head, because there is none without.
 * One that is only layout (a single column, or blocks in its cells) is written as what its cells
 * hold. */
void markdown_put_table(struct markdown_walk *m, uint32_t table);

#endif
