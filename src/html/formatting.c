/* Scopes, implied end tags, and the list of active formatting elements (WHATWG HTML 13.2.4.2,
 * 13.2.4.3). Walks are bounded by the depth limit and by FORMATTING_MAX. */
#include "html/builder.h"

bool build_in_scope(const struct builder *b, uint16_t tag, uint16_t bounds)
{
    if (!b->open_count[tag])
        return false;
    for (const struct open *e = b->top; e > b->stack; e--) {
        if (e->key == tag)
            return true;
        if (e->flags & bounds)
            return false;
    }
    return false;
}

/* Pops up to and with the nearest HTML element TAG; the html element stays. */
void build_pop_until(struct builder *b, uint16_t tag)
{
    while (b->top > b->stack + 1) {
        bool found = b->top->key == tag;
        build_pop(b);
        if (found)
            return;
    }
}

void build_implied_end(struct builder *b, uint16_t except)
{
    while (b->top->flags & OPEN_IMPLIED && b->top->key != except)
        build_pop(b);
}

void build_close_p(struct builder *b)
{
    build_implied_end(b, HTML_TAG_P);
    build_pop_until(b, HTML_TAG_P);
}

struct open *build_find_open(struct builder *b, uint32_t node)
{
    for (struct open *e = b->top; e > b->stack; e--)
        if (e->node == node)
            return e;
    return NULL;
}

bool build_remove_open(struct builder *b, uint32_t node)
{
    struct open *e = build_find_open(b, node);
    if (!e)
        return false;
    struct open gone = *e;
    memmove(e, e + 1, (size_t)(b->top - e) * sizeof *e);
    *b->top = gone;
    build_pop(b);
    return true;
}

/* --- active formatting elements ------------------------------------------------------------- */

static bool same_attrs(const struct builder *b, const struct html_node *x,
                       const struct html_node *y)
{
    const struct html_attr *xs = b->z.attrs + x->attr;
    const struct html_attr *ys = b->z.attrs + y->attr;
    if (x->attr_count != y->attr_count)
        return false;
    for (uint32_t i = 0; i < x->attr_count; i++) {
        uint32_t k = 0;
        while (k < y->attr_count &&
               !(xs[i].name_len == ys[k].name_len && xs[i].value_len == ys[k].value_len &&
                 memcmp(xs[i].name, ys[k].name, xs[i].name_len) == 0 &&
                 memcmp(xs[i].value, ys[k].value, xs[i].value_len) == 0))
            k++;
        if (k == y->attr_count)
            return false;
    }
    return true;
}

void build_formatting_remove(struct builder *b, uint32_t at)
{
    b->t->nodes[b->formatting[at]].flags &= (uint16_t)~NODE_LISTED;
    b->formatting_len--;
    memmove(b->formatting + at, b->formatting + at + 1,
            (b->formatting_len - at) * sizeof *b->formatting);
}

/* The Noah's Ark clause: no more than three alike since the last marker. */
static void keep_three_alike(struct builder *b, uint32_t node)
{
    const struct html_node *n = &b->t->nodes[node];
    uint32_t alike = 0;
    uint32_t earliest = 0;
    for (uint32_t i = b->formatting_len; i-- > 0 && b->formatting[i];) {
        const struct html_node *m = &b->t->nodes[b->formatting[i]];
        if (m->tag == n->tag && same_attrs(b, m, n)) {
            alike++;
            earliest = i;
        }
    }
    if (alike >= 3)
        build_formatting_remove(b, earliest);
}

void build_formatting_push(struct builder *b, uint32_t node)
{
    if (node)
        keep_three_alike(b, node);
    if (b->formatting_len == FORMATTING_MAX)
        build_formatting_remove(b, 0);
    b->formatting[b->formatting_len++] = node;
    if (node)
        b->t->nodes[node].flags |= NODE_LISTED;
}

void build_formatting_clear(struct builder *b)
{
    while (b->formatting_len) {
        uint32_t node = b->formatting[--b->formatting_len];
        if (!node)
            return;
        b->t->nodes[node].flags &= (uint16_t)~NODE_LISTED;
    }
}

int64_t build_formatting_find(const struct builder *b, uint32_t node)
{
    for (uint32_t i = b->formatting_len; i-- > 0;)
        if (b->formatting[i] == node)
            return i;
    return -1;
}

static inline bool is_settled(const struct builder *b, uint32_t node)
{
    return node == 0 || b->t->nodes[node].flags & NODE_OPEN;
}

static NOINLINE void reconstruct(struct builder *b)
{
    uint32_t i = b->formatting_len - 1;
    while (i > 0 && !is_settled(b, b->formatting[i - 1]))
        i--;
    for (; i < b->formatting_len; i++) {
        uint32_t old = b->formatting[i];
        /* At the depth limit one replaces the other instead of nesting. */
        if (b->top >= b->limit)
            build_pop(b);
        uint32_t made = build_clone(b, old);
        build_link(b, made, build_place(b, b->top));
        build_push(b, made);
        b->t->nodes[old].flags &= (uint16_t)~NODE_LISTED;
        b->t->nodes[made].flags |= NODE_LISTED;
        b->formatting[i] = made;
    }
}

void build_reconstruct(struct builder *b)
{
    if (b->formatting_len && !is_settled(b, b->formatting[b->formatting_len - 1]))
        reconstruct(b);
}
