/* The adoption agency algorithm: misnested formatting elements (WHATWG HTML 13.2.6.4.7). */
#include "html/builder.h"

/* One round's places; stack entries are positions because the stack moves. */
struct round {
    uint32_t list_at;    /* of the formatting element in the list */
    uint32_t formatting; /* the formatting element */
    struct open *entry;  /* of it on the stack */
    struct open *block;  /* the furthest block */
    uint32_t bookmark;
};

/* The last entry TAG since the last marker; false if there is none. */
static bool find_listed(const struct builder *b, uint16_t tag, uint32_t *at)
{
    for (uint32_t i = b->formatting_len; i-- > 0 && b->formatting[i];) {
        if (b->t->nodes[b->formatting[i]].tag == tag) {
            *at = i;
            return true;
        }
    }
    return false;
}

static bool in_scope(const struct builder *b, const struct open *entry)
{
    for (const struct open *e = b->top; e > entry; e--)
        if (e->flags & OPEN_SCOPE)
            return false;
    return true;
}

static void remove_entry(struct builder *b, struct open *e)
{
    struct open gone = *e;
    memmove(e, e + 1, (size_t)(b->top - e) * sizeof *e);
    *b->top = gone;
    build_pop(b);
}

/* Puts a copy of the element in entry E and in the list in its place. */
static void replace_entry(struct builder *b, struct open *e, uint32_t list_at)
{
    uint32_t made = build_clone(b, e->node);
    struct html_node *nodes = b->t->nodes;
    nodes[e->node].flags &= (uint16_t) ~(NODE_OPEN | NODE_LISTED);
    nodes[made].flags |= NODE_OPEN | NODE_LISTED;
    b->formatting[list_at] = made;
    e->node = e->into = made;
}

static void list_remove(struct builder *b, struct round *r, uint32_t at)
{
    build_formatting_remove(b, at);
    r->list_at -= at < r->list_at;
    r->bookmark -= at < r->bookmark;
}

/* The inner loop: from the furthest block, taken out of its parent, up to the formatting element.
 * Returns the last node, which has no parent either. */
static uint32_t climb(struct builder *b, struct round *r)
{
    uint32_t last = r->block->node;
    struct open *e = r->block;
    build_unlink(b, last);
    for (int n = 1;; n++) {
        e--;
        if (e == r->entry)
            return last;
        int64_t at =
            b->t->nodes[e->node].flags & NODE_LISTED ? build_formatting_find(b, e->node) : -1;
        if (at >= 0 && n > 3) {
            list_remove(b, r, (uint32_t)at);
            at = -1;
        }
        if (at < 0) {
            remove_entry(b, e);
            r->block--;
            continue;
        }
        replace_entry(b, e, (uint32_t)at);
        if (last == r->block->node)
            r->bookmark = (uint32_t)at + 1;
        build_link(b, last, (struct place){e->node, 0});
        last = e->node;
    }
}

/* The formatting element's copy goes into the furthest block, around its children. */
static void settle(struct builder *b, struct round *r)
{
    uint32_t made = build_clone(b, r->formatting);
    build_move_children(b, r->block->into, made);
    build_link(b, made, (struct place){r->block->into, 0});
    b->t->nodes[r->formatting].flags &= (uint16_t) ~(NODE_OPEN | NODE_LISTED);
    b->t->nodes[made].flags |= NODE_OPEN | NODE_LISTED;
    uint32_t *list = b->formatting;
    if (r->bookmark > r->list_at) {
        r->bookmark--;
        memmove(list + r->list_at, list + r->list_at + 1,
                (r->bookmark - r->list_at) * sizeof *list);
    } else {
        memmove(list + r->bookmark + 1, list + r->bookmark,
                (r->list_at - r->bookmark) * sizeof *list);
    }
    list[r->bookmark] = made;
    struct open entry = *r->entry;
    entry.node = entry.into = made;
    memmove(r->entry, r->entry + 1, (size_t)(r->block - r->entry) * sizeof entry);
    *r->block = entry;
}

/* One round of the outer loop; false when the algorithm is done. */
static bool adopt(struct builder *b, struct round *r)
{
    r->formatting = b->formatting[r->list_at];
    r->entry =
        b->t->nodes[r->formatting].flags & NODE_OPEN ? build_find_open(b, r->formatting) : NULL;
    if (!r->entry) {
        build_formatting_remove(b, r->list_at);
        return false;
    }
    if (!in_scope(b, r->entry))
        return false;
    r->block = r->entry + 1;
    while (r->block <= b->top && !(r->block->flags & OPEN_SPECIAL))
        r->block++;
    if (r->block > b->top) {
        while (b->top >= r->entry)
            build_pop(b);
        build_formatting_remove(b, r->list_at);
        return false;
    }
    r->bookmark = r->list_at;
    struct open *ancestor = r->entry - 1;
    uint32_t last = climb(b, r);
    build_link(b, last, build_place(b, ancestor));
    settle(b, r);
    return true;
}

void build_adoption(struct builder *b, uint16_t tag)
{
    if (b->top->key == tag && !(b->t->nodes[b->top->node].flags & NODE_LISTED)) {
        build_pop(b);
        return;
    }
    for (int i = 0; i < 8; i++) {
        struct round r;
        if (!find_listed(b, tag, &r.list_at)) {
            mode_in_body_any_end(b);
            return;
        }
        if (!adopt(b, &r))
            return;
    }
}
