/* What must hold for every tree html_parse makes, whatever the input; for tests and fuzz targets.
 */
#ifndef COURANT_TESTS_TREE_CHECK_H
#define COURANT_TESTS_TREE_CHECK_H

#include "html/tree.h"

/* Reads every byte of S, so that the sanitizers see a string that lies outside of its memory. */
static inline unsigned tree_check_bytes(const char *p, size_t len)
{
    unsigned sum = 0;
    ASSERT(p || len == 0);
    for (size_t i = 0; i < len; i++)
        sum += (unsigned char)p[i];
    return sum;
}

static inline void tree_check_attrs(const struct html_tree *t, uint32_t n,
                                    const struct html_limits *limits)
{
    const struct html_node *e = html_node(t, n);
    ASSERT(e->attr_count <= limits->attrs_max);
    ASSERT(e->attr_count == 0 || (uint64_t)e->attr + e->attr_count <= t->attr_count);
    html_each_attr (t, x, n) {
        (void)tree_check_bytes(x->name, x->name_len);
        (void)tree_check_bytes(x->value, x->value_len);
        ASSERT(x->name_len > 0 && x->value && x->id < HTML_ATTR_COUNT);
        ASSERT(x->id == HTML_ATTR_OTHER || x->ns == HTML_ATTR_NS_NONE);
        for (const struct html_attr *y = t->attrs + e->attr; y < x; y++)
            ASSERT(x->ns != y->ns ||
                   !str_eq((str){x->name, x->name_len}, (str){y->name, y->name_len}));
    }
}

static inline void tree_check_node(const struct html_tree *t, uint32_t n,
                                   const struct html_limits *limits)
{
    const struct html_node *e = html_node(t, n);
    ASSERT(n < t->node_count && e->tag < HTML_TAG_COUNT && e->ns <= HTML_NS_MATHML);
    (void)tree_check_bytes(e->text, e->text_len);
    ASSERT((e->first_child == 0) == (e->last_child == 0));
    uint32_t prev = 0;
    for (uint32_t c = e->first_child; c; c = html_node(t, c)->next) {
        ASSERT(c < t->node_count && html_node(t, c)->parent == n);
        ASSERT(html_node(t, c)->prev == prev);
        /* Text is merged: two text nodes never stand side by side. Taking an element out, as the
         * adoption agency does, may bring two together; the standard leaves them so. */
        prev = c;
    }
    ASSERT(e->last_child == prev);
    ASSERT(e->type == HTML_ELEMENT || e->type == HTML_FRAGMENT || n == 0 || !e->first_child);
    if (e->type == HTML_TEXT)
        ASSERT(e->text_len > 0);
    if (e->type == HTML_ELEMENT)
        tree_check_attrs(t, n, limits);
}

static inline void tree_check(const struct html_tree *t, const struct html_limits *limits)
{
    uint32_t seen = 1;
    ASSERT(t->nodes[0].type == HTML_DOCUMENT && t->nodes[0].parent == 0);
    tree_check_node(t, 0, limits);
    for (uint32_t n = html_next(t, 0, 0); n; n = html_next(t, n, 0)) {
        ASSERT(++seen <= t->node_count);
        tree_check_node(t, n, limits);
        uint32_t depth = 0;
        /* Stack depth, and what the adoption agency's copies add. */
        for (uint32_t p = n; p; p = html_node(t, p)->parent)
            ASSERT(++depth <= 2 * (limits->depth_max < 16 ? 16 : limits->depth_max) + 16);
    }
    if (t->html)
        ASSERT(html_is(t, t->html, HTML_TAG_HTML));
    if (t->head)
        ASSERT(html_is(t, t->head, HTML_TAG_HEAD));
    if (t->body)
        ASSERT(html_is(t, t->body, HTML_TAG_BODY));
}

#endif
