/* Values of attributes and data made fit to show: white space squeezed, character references that
 * were escaped twice undone, tags out. */
#ifndef COURANT_PAGE_CLEAN_H
#define COURANT_PAGE_CLEAN_H

#include "base/str.h"

/* S itself when nothing is to be done. */
str clean_value(struct arena *a, str s);

/* Whether the value is a placeholder that a template left ("{{title}}", "undefined", "null"). */
bool clean_is_placeholder(str s);

/* Visible text below an element, squeezed to one line, at most MAX bytes. */
struct html_tree;
str clean_node_text(struct arena *a, const struct html_tree *t, uint32_t node, size_t max);

#endif
