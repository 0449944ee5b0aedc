/* Changes the tree in place; new nodes are added behind the others. */
#include "page/tidy.h"

#define DEPTH_MAX 64      /* of inline elements in a block; deeper ones stay as they are */
#define RUN_MAX 10000     /* siblings in one paragraph */
#define SUBHEAD_BYTES 120 /* longer bold lines are text */
#define SUBHEAD_WORDS 14

struct tidy {
    struct html_tree *t;
    const struct scan *s;
    uint8_t *keep;
    uint32_t room; /* nodes that may be added */
};

/* Children A to B of PARENT. */
struct run {
    uint32_t parent, a, b;
};

static bool is_blank_text(const struct html_tree *t, uint32_t n)
{
    return html_is_text(t, n) && str_empty(str_trim(html_text(t, n)));
}

static uint32_t first_text(const struct html_tree *t, uint32_t root)
{
    for (uint32_t n = html_next(t, root, root); n; n = html_next(t, n, root))
        if (html_is_text(t, n) && !is_blank_text(t, n))
            return n;
    return 0;
}

static uint32_t last_text(const struct html_tree *t, uint32_t root)
{
    uint32_t n = root;
    for (;;) {
        while (t->nodes[n].last_child)
            n = t->nodes[n].last_child;
        if (html_is_text(t, n) && !is_blank_text(t, n))
            return n;
        while (n != root && !t->nodes[n].prev)
            n = t->nodes[n].parent;
        if (n == root)
            return 0;
        n = t->nodes[n].prev;
    }
}

/* The siblings that hold the block's text, as high up as nothing else is in them. */
static bool find_run(struct run *run, const struct tidy *k, const struct scan_block *b)
{
    const struct html_tree *t = k->t;
    uint32_t top = k->s->elements.at[b->element].node, chain[DEPTH_MAX], depth = 0;
    for (uint32_t n = b->first; n != top; n = t->nodes[n].parent) {
        if (!n || depth == DEPTH_MAX)
            return false;
        chain[depth++] = n;
    }
    uint32_t last = b->last;
    for (uint32_t up = 0; up <= DEPTH_MAX; up++, last = t->nodes[last].parent) {
        uint32_t parent = last ? t->nodes[last].parent : 0;
        if (!last || last == top)
            return false;
        for (uint32_t i = 0; i < depth; i++)
            if (t->nodes[chain[i]].parent == parent) {
                *run = (struct run){parent, chain[i], last};
                goto found;
            }
    }
    return false;
found:;
    uint32_t steps = 0;
    for (uint32_t n = run->a; n != run->b; n = t->nodes[n].next)
        if (!n || steps++ == RUN_MAX)
            return false;
    while (run->parent != top && scan_is_inline(t->nodes[run->parent].tag) &&
           first_text(t, run->parent) == b->first && last_text(t, run->parent) == b->last)
        *run = (struct run){t->nodes[run->parent].parent, run->parent, run->parent};
    return true;
}

static void retag(struct html_tree *t, uint32_t n, uint16_t tag)
{
    str name = html_tag_name(tag);
    t->nodes[n].tag = tag;
    t->nodes[n].text = name.p;
    t->nodes[n].text_len = (uint32_t)name.len;
}

/* Puts a new element around the siblings of RUN. */
static void wrap(struct tidy *k, const struct run *run, uint16_t tag)
{
    struct html_tree *t = k->t;
    if (!k->room)
        return;
    k->room--;
    uint32_t n = t->node_count++;
    struct html_node *node = &t->nodes[n], *a = &t->nodes[run->a], *b = &t->nodes[run->b];
    *node = (struct html_node){.parent = run->parent,
                               .prev = a->prev,
                               .next = b->next,
                               .first_child = run->a,
                               .last_child = run->b,
                               .type = HTML_ELEMENT};
    retag(t, n, tag);
    k->keep[n] = 1;
    if (node->prev)
        t->nodes[node->prev].next = n;
    else
        t->nodes[run->parent].first_child = n;
    if (node->next)
        t->nodes[node->next].prev = n;
    else
        t->nodes[run->parent].last_child = n;
    a->prev = b->next = 0;
    for (uint32_t c = run->a; c; c = t->nodes[c].next)
        t->nodes[c].parent = n;
    /* A paragraph cannot stand in a font element. */
    for (uint32_t up = run->parent; up && scan_is_inline(t->nodes[up].tag);
         up = t->nodes[up].parent)
        retag(t, up, HTML_TAG_DIV);
}

static bool has_block_inside(const struct scan *s, uint32_t element)
{
    for (uint32_t i = element + 1; i < s->elements.at[element].end; i++)
        if (s->elements.at[i].is_block)
            return true;
    return false;
}

static uint32_t count_own(const struct scan *s, uint32_t element)
{
    uint32_t own = 0;
    const struct scan_element *e = &s->elements.at[element];
    for (uint32_t i = e->block; i < e->block_end && own < 2; i++)
        own += s->blocks.at[i].element == element;
    return own;
}

static bool is_container(uint16_t tag)
{
    return tag == HTML_TAG_DIV || tag == HTML_TAG_SECTION || tag == HTML_TAG_ARTICLE ||
           tag == HTML_TAG_MAIN || tag == HTML_TAG_BODY || tag == HTML_TAG_TD ||
           tag == HTML_TAG_CENTER || tag == HTML_TAG_FORM;
}

/* A bold line with text below it. */
static bool is_subhead(const struct scan *s, const struct body *body, uint32_t i)
{
    const struct scan_block *b = &s->blocks.at[i];
    if (b->strong_bytes < b->bytes || b->bytes > SUBHEAD_BYTES || b->words > SUBHEAD_WORDS ||
        b->sentences || b->link_bytes || i == body->first)
        return false;
    for (uint32_t k = i + 1; k < body->last; k++)
        if (!s->blocks.at[k].drop)
            return s->blocks.at[k].strong_bytes < s->blocks.at[k].bytes &&
                   s->blocks.at[k].sentences;
    return false;
}

/* Whether the block is all its element holds. */
static bool is_alone(const struct scan *s, const struct scan_block *b)
{
    return count_own(s, b->element) == 1 && !has_block_inside(s, b->element);
}

/* Whether the block needs an element of its own. */
static bool is_loose(const struct scan *s, const struct body *body, const struct scan_block *b)
{
    uint16_t tag = s->elements.at[b->element].tag;
    if (tag != HTML_TAG_P && !is_container(tag))
        return false;
    if (b->element == body->root)
        return true;
    bool line =
        tag == HTML_TAG_P || tag == HTML_TAG_DIV || tag == HTML_TAG_CENTER || tag == HTML_TAG_TD;
    return !line || !is_alone(s, b);
}

static void tidy_block(struct tidy *k, const struct body *body, uint32_t i)
{
    const struct scan *s = k->s;
    const struct scan_block *b = &s->blocks.at[i];
    const struct scan_element *e = &s->elements.at[b->element];
    if (e->tag != HTML_TAG_P && !is_container(e->tag))
        return;
    uint16_t tag = is_subhead(s, body, i) ? HTML_TAG_H3 : HTML_TAG_P;
    if (!is_loose(s, body, b)) {
        if (e->tag != tag && e->tag != HTML_TAG_TD)
            retag(k->t, e->node, tag);
        return;
    }
    if (e->tag == HTML_TAG_P)
        retag(k->t, e->node, HTML_TAG_DIV);
    struct run run;
    if (find_run(&run, k, b))
        wrap(k, &run, tag);
}

/* A table of one cell around a box is nothing but a box. */
static void open_table(struct tidy *k, uint32_t node)
{
    struct html_tree *t = k->t;
    uint32_t n = t->nodes[node].parent;
    for (int up = 0; up < 3 && n; up++, n = t->nodes[n].parent)
        if (html_is(t, n, HTML_TAG_TR) || html_is(t, n, HTML_TAG_TBODY) ||
            html_is(t, n, HTML_TAG_TABLE))
            retag(t, n, HTML_TAG_DIV);
}

static void tidy_box(struct tidy *k, const struct scan_element *e)
{
    struct html_tree *t = k->t;
    uint32_t text = first_text(t, e->node), a = text;
    if (!text || html_is(t, e->node, HTML_TAG_FIGURE))
        return;
    while (a && t->nodes[a].parent != e->node)
        a = t->nodes[a].parent;
    if (!a)
        return;
    for (uint32_t n = a; n; n = html_next(t, n, a))
        if (html_is(t, n, HTML_TAG_IMG))
            return;
    for (uint32_t n = t->nodes[a].prev; n; n = t->nodes[n].prev)
        if (html_is(t, n, HTML_TAG_BR))
            k->keep[n] = 0;
    if (html_is(t, e->node, HTML_TAG_TD))
        open_table(k, e->node);
    retag(t, e->node, HTML_TAG_FIGURE);
    const struct run run = {e->node, a, t->nodes[e->node].last_child};
    wrap(k, &run, HTML_TAG_FIGCAPTION);
}

/* Empty cells keep a row's columns in their places. */
static void keep_empty_cells(struct tidy *k)
{
    const struct html_tree *t = k->t;
    vec_each (struct scan_element, e, &k->s->elements)
        if ((e->tag == HTML_TAG_TD || e->tag == HTML_TAG_TH) && e->block == e->block_end &&
            !e->drop && t->nodes[e->node].parent && k->keep[t->nodes[e->node].parent])
            k->keep[e->node] = 1;
}

uint8_t *tidy_body(struct arena *a, struct html_tree *t, const struct scan *s,
                   const struct body *body, uint8_t *keep)
{
    uint32_t room = 0;
    vec_each (struct scan_element, e, &s->elements)
        room += e->caption_box && keep[e->node];
    for (uint32_t i = body->first; i < body->last; i++)
        room += !s->blocks.at[i].drop && is_loose(s, body, &s->blocks.at[i]);
    if (room) {
        uint8_t *more = arena_array(a, t->node_count + room, uint8_t);
        memcpy(more, keep, t->node_count);
        keep = more;
        if (t->node_cap < t->node_count + room) {
            t->node_cap = t->node_count + room;
            struct html_node *nodes = arena_array(a, t->node_cap, struct html_node);
            memcpy(nodes, t->nodes, t->node_count * sizeof *nodes);
            t->nodes = nodes;
        }
    }
    struct tidy k = {.t = t, .s = s, .keep = keep, .room = room};
    keep_empty_cells(&k);
    vec_each (struct scan_element, e, &s->elements)
        if (e->caption_box && k.keep[e->node])
            tidy_box(&k, e);
    for (uint32_t i = body->first; i < body->last; i++)
        if (!s->blocks.at[i].drop)
            tidy_block(&k, body, i);
    return keep;
}
