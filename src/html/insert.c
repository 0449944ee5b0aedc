/* Making nodes and putting them in their places: WHATWG HTML 13.2.6.1. */
#include "html/builder.h"

static NOINLINE void nodes_grow(struct builder *b)
{
    struct html_tree *t = b->t;
    uint32_t cap = html_tokenizer_cap(&b->z, t->node_cap);
    t->nodes = arena_grow(t->arena, t->nodes, t->node_cap * sizeof *t->nodes,
                          size_mul(cap, sizeof *t->nodes));
    t->node_cap = cap;
}

static inline uint32_t node_make(struct builder *b, enum html_node_type type, uint16_t tag,
                                 enum html_namespace ns, const char *text, uint32_t text_len)
{
    struct html_tree *t = b->t;
    if (UNLIKELY(t->node_count == t->node_cap))
        nodes_grow(b);
    uint32_t n = t->node_count++;
    t->nodes[n] = (struct html_node){
        .tag = tag, .type = (uint8_t)type, .ns = (uint8_t)ns, .text = text, .text_len = text_len};
    return n;
}

uint32_t build_node(struct builder *b, enum html_node_type type)
{
    return node_make(b, type, HTML_TAG_OTHER, HTML_NS_HTML, "", 0);
}

static inline void link_last(struct html_node *nodes, uint32_t node, uint32_t parent)
{
    uint32_t last = nodes[parent].last_child;
    nodes[node].parent = parent;
    nodes[node].prev = last;
    nodes[node].next = 0;
    nodes[parent].last_child = node;
    if (last)
        nodes[last].next = node;
    else
        nodes[parent].first_child = node;
}

void build_link(struct builder *b, uint32_t node, struct place at)
{
    struct html_node *nodes = b->t->nodes;
    if (LIKELY(!at.before)) {
        link_last(nodes, node, at.parent);
        return;
    }
    uint32_t prev = nodes[at.before].prev;
    nodes[node].parent = at.parent;
    nodes[node].prev = prev;
    nodes[node].next = at.before;
    nodes[at.before].prev = node;
    if (prev)
        nodes[prev].next = node;
    else
        nodes[at.parent].first_child = node;
}

void build_unlink(struct builder *b, uint32_t node)
{
    struct html_node *nodes = b->t->nodes;
    struct html_node *n = &nodes[node];
    if (n->prev)
        nodes[n->prev].next = n->next;
    else
        nodes[n->parent].first_child = n->next;
    if (n->next)
        nodes[n->next].prev = n->prev;
    else
        nodes[n->parent].last_child = n->prev;
    n->parent = n->next = n->prev = 0;
}

void build_move_children(struct builder *b, uint32_t from, uint32_t to)
{
    struct html_node *nodes = b->t->nodes;
    uint32_t first = nodes[from].first_child;
    if (!first)
        return;
    for (uint32_t c = first; c; c = nodes[c].next)
        nodes[c].parent = to;
    uint32_t last = nodes[to].last_child;
    nodes[first].prev = last;
    if (last)
        nodes[last].next = first;
    else
        nodes[to].first_child = first;
    nodes[to].last_child = nodes[from].last_child;
    nodes[from].first_child = nodes[from].last_child = 0;
}

static NOINLINE struct place foster_place(struct builder *b)
{
    for (const struct open *e = b->top; e > b->stack; e--) {
        if (e->key == HTML_TAG_TEMPLATE)
            return (struct place){e->into, 0};
        if (e->key == HTML_TAG_TABLE)
            return (struct place){b->t->nodes[e->node].parent, e->node};
    }
    return (struct place){b->stack[1].into, 0};
}

struct place build_place(struct builder *b, const struct open *e)
{
    if (UNLIKELY(b->foster) && e->flags & OPEN_FOSTER)
        return foster_place(b);
    return (struct place){e->into, 0};
}

/* --- the stack of open elements ------------------------------------------------------------- */

static uint16_t foreign_flags(const struct html_tree *t, const struct html_node *n)
{
    uint16_t flags = OPEN_FOREIGN;
    bool svg = n->ns == HTML_NS_SVG;
    switch (n->tag) {
    case HTML_TAG_FOREIGNOBJECT:
    case HTML_TAG_DESC:
    case HTML_TAG_TITLE: return svg ? flags | OPEN_SPECIAL | OPEN_SCOPE | OPEN_HTML_POINT : flags;
    case HTML_TAG_MI:
    case HTML_TAG_MO:
    case HTML_TAG_MN:
    case HTML_TAG_MS:
    case HTML_TAG_MTEXT: return svg ? flags : flags | OPEN_SPECIAL | OPEN_SCOPE | OPEN_MATH_TEXT;
    case HTML_TAG_ANNOTATION_XML: break;
    default: return flags;
    }
    if (svg)
        return flags;
    flags |= OPEN_SPECIAL | OPEN_SCOPE | OPEN_ANNOTATION;
    str encoding = html_attr(t, (uint32_t)(n - t->nodes), HTML_ATTR_ENCODING);
    if (str_ieq(encoding, S("text/html")) || str_ieq(encoding, S("application/xhtml+xml")))
        flags |= OPEN_HTML_POINT;
    return flags;
}

/* Near the depth limit: closes elements until the token's fits. Tables and templates leave room
 * for their parts, which then need not ask. */
static NOINLINE void make_room(struct builder *b)
{
    uint16_t tag = b->z.token.tag;
    bool roomy = tag == HTML_TAG_TABLE || tag == HTML_TAG_TEMPLATE;
    bool part = !roomy && tag != HTML_TAG_FRAMESET && build_tag_flags[tag] & OPEN_MODAL;
    if (part && b->top < b->limit + DEPTH_TABLE_PARTS)
        return;
    const struct open *limit = b->limit - (roomy ? DEPTH_TABLE_PARTS : 0);
    bool modal = false;
    while (b->top >= limit) {
        if (b->top->key == HTML_TAG_TEMPLATE && b->template_len)
            b->template_len--;
        modal |= (b->top->flags & OPEN_MODAL) != 0;
        build_pop(b);
    }
    if (modal)
        build_reset_mode(b);
}

static inline unsigned lowered(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20u : c;
}

uint32_t build_name_hash(const char *p, uint32_t len)
{
    uint32_t h = len;
    for (uint32_t i = 0; i < len; i++)
        h = (h ^ lowered((unsigned char)p[i])) * 0x01000193u;
    return h;
}

static inline void push_entry(struct builder *b, uint32_t node, uint16_t tag, uint16_t flags)
{
    const struct html_node *n = &b->t->nodes[node];
    uint32_t name = tag == HTML_TAG_OTHER ? build_name_hash(n->text, n->text_len) : 0;
    b->name_count[name % OPEN_NAMES] += name != 0;
    *++b->top = (struct open){node, node, tag, flags, name};
    b->open_count[tag]++;
    b->t->nodes[node].flags |= NODE_OPEN;
}

void build_push(struct builder *b, uint32_t node)
{
    struct html_node *n = &b->t->nodes[node];
    if (n->ns == HTML_NS_HTML) {
        push_entry(b, node, n->tag, build_tag_flags[n->tag]);
        return;
    }
    uint32_t name = n->tag == HTML_TAG_OTHER ? build_name_hash(n->text, n->text_len) : 0;
    b->name_count[name % OPEN_NAMES] += name != 0;
    *++b->top = (struct open){node, node, OPEN_KEY(n->ns, n->tag), foreign_flags(b->t, n), name};
    n->flags |= NODE_OPEN;
}

void build_pop(struct builder *b)
{
    struct open *e = b->top--;
    b->t->nodes[e->node].flags &= (uint16_t)~NODE_OPEN;
    if (LIKELY(e->key < HTML_TAG_COUNT))
        b->open_count[e->key]--;
    if (UNLIKELY(e->name))
        b->name_count[e->name % OPEN_NAMES]--;
}

/* --- elements -----------------------------------------------------------------------------------
 */

static inline uint32_t element_make(struct builder *b, enum html_namespace ns)
{
    struct html_token *k = &b->z.token;
    uint32_t n = node_make(b, HTML_ELEMENT, k->tag, ns, k->p, k->len);
    struct html_node *e = &b->t->nodes[n];
    e->attr = b->z.attr_used;
    e->attr_count = k->attr_count;
    b->z.attr_used += k->attr_count;
    return n;
}

uint32_t build_element(struct builder *b)
{
    uint16_t flags = build_tag_flags[b->z.token.tag];
    if (UNLIKELY(b->top >= b->limit - DEPTH_TABLE_PARTS))
        make_room(b);
    uint32_t n = element_make(b, HTML_NS_HTML);
    build_link(b, n, build_place(b, b->top));
    push_entry(b, n, b->z.token.tag, flags);
    return n;
}

uint32_t build_foreign_element(struct builder *b, enum html_namespace ns)
{
    while (UNLIKELY(b->top >= b->limit))
        build_pop(b);
    uint32_t n = element_make(b, ns);
    build_link(b, n, build_place(b, b->top));
    b->t->attrs = b->z.attrs; /* foreign_flags looks at them */
    build_push(b, n);
    return n;
}

uint32_t build_implied(struct builder *b, enum html_tag tag)
{
    str name = html_tag_name(tag);
    uint32_t n = node_make(b, HTML_ELEMENT, tag, HTML_NS_HTML, name.p, (uint32_t)name.len);
    build_link(b, n, build_place(b, b->top));
    build_push(b, n);
    return n;
}

void build_void(struct builder *b)
{
    uint32_t n = element_make(b, HTML_NS_HTML);
    build_link(b, n, build_place(b, b->top));
}

uint32_t build_clone(struct builder *b, uint32_t node)
{
    const struct html_node *from = &b->t->nodes[node];
    uint32_t attr = from->attr;
    uint16_t count = from->attr_count;
    uint32_t n = node_make(b, HTML_ELEMENT, from->tag, from->ns, from->text, from->text_len);
    b->t->nodes[n].attr = attr;
    b->t->nodes[n].attr_count = count;
    return n;
}

/* --- text, comments, attributes -----------------------------------------------------------------
 */

/* Text the builder copied lies in a buffer of this size, so that appending is linear. */
static uint32_t text_room(uint32_t len)
{
    return len <= 64 ? 64 : (uint32_t)1 << (32 - __builtin_clz(len - 1));
}

static void text_append(struct builder *b, struct html_node *n, const char *p, uint32_t len)
{
    if (!(n->flags & NODE_TEXT_OWNED) && n->text + n->text_len == p) {
        n->text_len += len;
        return;
    }
    uint32_t all = n->text_len + len;
    if (!(n->flags & NODE_TEXT_OWNED) || all > text_room(n->text_len)) {
        char *to = arena_alloc(b->t->arena, text_room(all));
        memcpy(to, n->text, n->text_len);
        n->text = to;
        n->flags |= NODE_TEXT_OWNED;
    }
    char *to = (char *)(uintptr_t)n->text; /* ours: NODE_TEXT_OWNED */
    memcpy(to + n->text_len, p, len);
    n->text_len = all;
}

void build_text(struct builder *b, const char *p, uint32_t len)
{
    struct place at = build_place(b, b->top);
    if (UNLIKELY(len == 0 || b->top == b->stack))
        return;
    struct html_node *nodes = b->t->nodes;
    uint32_t prev = at.before ? nodes[at.before].prev : nodes[at.parent].last_child;
    if (prev && nodes[prev].type == HTML_TEXT) {
        text_append(b, &nodes[prev], p, len);
        return;
    }
    build_link(b, node_make(b, HTML_TEXT, HTML_TAG_OTHER, HTML_NS_HTML, p, len), at);
}

void build_comment(struct builder *b, struct place at)
{
    const struct html_token *k = &b->z.token;
    build_link(b, node_make(b, HTML_COMMENT, HTML_TAG_OTHER, HTML_NS_HTML, k->p, k->len), at);
}

static bool has_attr(const struct html_attr *first, uint32_t count, const struct html_attr *a)
{
    for (uint32_t i = 0; i < count; i++)
        if (first[i].id == a->id && first[i].name_len == a->name_len &&
            memcmp(first[i].name, a->name, a->name_len) == 0)
            return true;
    return false;
}

void build_merge_attrs(struct builder *b, uint32_t element)
{
    struct html_tokenizer *z = &b->z;
    struct html_node *e = &b->t->nodes[element];
    uint32_t added = 0;
    struct html_attr *token = z->attrs + z->attr_used;
    for (uint32_t i = 0; i < z->token.attr_count; i++)
        if (!has_attr(z->attrs + e->attr, e->attr_count, &token[i]) &&
            e->attr_count + added < z->attrs_max)
            token[added++] = token[i];
    if (!added)
        return;
    /* An element's attributes lie side by side: its old ones are copied behind the new. */
    uint32_t need = z->attr_used + added + e->attr_count;
    if (need > z->attr_cap) {
        uint32_t cap = need * 2;
        z->attrs = arena_grow(z->arena, z->attrs, z->attr_cap * sizeof *z->attrs,
                              size_mul(cap, sizeof *z->attrs));
        z->attr_cap = cap;
    }
    struct html_attr *at = z->attrs + z->attr_used;
    memmove(at + e->attr_count, at, added * sizeof *at);
    memcpy(at, z->attrs + e->attr, e->attr_count * sizeof *at);
    e->attr = z->attr_used;
    e->attr_count = (uint16_t)(e->attr_count + added);
    z->attr_used = need;
}
