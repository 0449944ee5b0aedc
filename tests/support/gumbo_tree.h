/* libgumbo's tree in the notation of html_tree_write, so that the two can be compared as text.
 * libgumbo is used by tests and benchmarks only. */
#ifndef COURANT_TESTS_GUMBO_TREE_H
#define COURANT_TESTS_GUMBO_TREE_H

#include <gumbo.h>

#include "base/sbuf.h"
#include "html/tree.h"

struct gumbo_named {
    str name, value;
};

static inline int gumbo_by_name(const void *x, const void *y)
{
    return str_cmp(((const struct gumbo_named *)x)->name, ((const struct gumbo_named *)y)->name);
}

static inline void gumbo_indent(struct sbuf *out, uint32_t depth)
{
    sbuf_put(out, S("| "));
    for (uint32_t i = 0; i < depth; i++)
        sbuf_put(out, S("  "));
}

static inline str gumbo_element_name(struct arena *a, const GumboElement *e)
{
    if (e->tag != GUMBO_TAG_UNKNOWN) {
        str name = str_c(gumbo_normalized_tagname(e->tag));
        if (e->tag_namespace != GUMBO_NAMESPACE_SVG)
            return name;
        GumboStringPiece piece = {name.p, name.len};
        const char *svg = gumbo_normalize_svg_tagname(&piece);
        return svg ? str_c(svg) : name;
    }
    GumboStringPiece piece = e->original_tag;
    gumbo_tag_from_original_text(&piece);
    if (e->tag_namespace == GUMBO_NAMESPACE_SVG) {
        const char *svg = gumbo_normalize_svg_tagname(&piece);
        if (svg)
            return str_c(svg);
    }
    return str_lower(a, str_of(piece.data, piece.length));
}

static inline void gumbo_attrs_write(struct sbuf *out, struct arena *a, const GumboElement *e,
                                     uint32_t depth)
{
    static const char *const prefixes[] = {"", "xlink ", "xml ", "xmlns "};
    size_t n = e->attributes.length;
    struct gumbo_named *list = arena_array(a, n + 1, struct gumbo_named);
    for (size_t i = 0; i < n; i++) {
        const GumboAttribute *x = e->attributes.data[i];
        list[i].name = str_printf(a, "%s%s", prefixes[x->attr_namespace], x->name);
        list[i].value = str_c(x->value);
    }
    qsort(list, n, sizeof *list, gumbo_by_name);
    for (size_t i = 0; i < n; i++) {
        sbuf_putc(out, '\n');
        gumbo_indent(out, depth + 1);
        sbuf_put(out, list[i].name);
        sbuf_put(out, S("=\""));
        sbuf_put(out, list[i].value);
        sbuf_putc(out, '"');
    }
}

static inline bool gumbo_is_text(const GumboNode *n)
{
    return n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE ||
           n->type == GUMBO_NODE_CDATA;
}

/* A run of text nodes from *I on counts as one. */
static inline void gumbo_text_write(struct sbuf *out, const GumboVector *children, unsigned *i)
{
    sbuf_putc(out, '"');
    for (; *i < children->length; (*i)++) {
        const GumboNode *n = children->data[*i];
        if (!gumbo_is_text(n))
            break;
        sbuf_put(out, str_c(n->v.text.text));
    }
    (*i)--;
    sbuf_put(out, S("\"\n"));
}

static inline void gumbo_element_write(struct sbuf *out, struct arena *a, const GumboElement *e,
                                       uint32_t depth)
{
    static const char *const prefixes[] = {"", "svg ", "math "};
    sbuf_putc(out, '<');
    sbuf_put(out, str_c(prefixes[e->tag_namespace]));
    sbuf_put(out, gumbo_element_name(a, e));
    sbuf_putc(out, '>');
    gumbo_attrs_write(out, a, e, depth);
    sbuf_putc(out, '\n');
}

/* Writes the tree below VECTOR, depth first, with a stack of its own. */
static inline void gumbo_children_write(struct sbuf *out, struct arena *a,
                                        const GumboVector *vector)
{
    struct frame {
        const GumboVector *children;
        unsigned i;
        uint32_t depth;
    };
    size_t cap = 64, len = 0;
    struct frame *stack = arena_array(a, cap, struct frame);
    stack[len++] = (struct frame){vector, 0, 0};
    while (len) {
        struct frame *f = &stack[len - 1];
        if (f->i == f->children->length) {
            len--;
            continue;
        }
        const GumboNode *n = f->children->data[f->i];
        uint32_t depth = f->depth;
        gumbo_indent(out, depth);
        if (gumbo_is_text(n))
            gumbo_text_write(out, f->children, &f->i);
        f->i++;
        if (n->type == GUMBO_NODE_COMMENT) {
            sbuf_put(out, S("<!-- "));
            sbuf_put(out, str_c(n->v.text.text));
            sbuf_put(out, S(" -->\n"));
        }
        if (n->type != GUMBO_NODE_ELEMENT && n->type != GUMBO_NODE_TEMPLATE)
            continue;
        gumbo_element_write(out, a, &n->v.element, depth);
        if (n->type == GUMBO_NODE_TEMPLATE) {
            gumbo_indent(out, ++depth);
            sbuf_put(out, S("content\n"));
        }
        if (len == cap) {
            stack = arena_grow(a, stack, cap * sizeof *stack, 2 * cap * sizeof *stack);
            cap *= 2;
        }
        stack[len++] = (struct frame){&n->v.element.children, 0, depth + 1};
    }
}

/* libgumbo does not say where the doctype stood, so it comes first. */
static inline void gumbo_tree_write(struct sbuf *out, struct arena *a, const GumboOutput *o)
{
    const GumboDocument *d = &o->document->v.document;
    if (d->has_doctype) {
        sbuf_put(out, S("| <!DOCTYPE "));
        sbuf_put(out, str_c(d->name));
        if (*d->public_identifier || *d->system_identifier)
            sbuf_printf(out, " \"%s\" \"%s\"", d->public_identifier, d->system_identifier);
        sbuf_put(out, S(">\n"));
    }
    gumbo_children_write(out, a, &d->children);
}

/* Ours likewise: the doctype is moved to the front, which its links allow. */
static inline void gumbo_doctype_first(struct html_tree *t)
{
    struct html_node *nodes = t->nodes;
    uint32_t n = nodes[0].first_child;
    while (n && nodes[n].type != HTML_DOCTYPE)
        n = nodes[n].next;
    if (!n || !nodes[n].prev)
        return;
    nodes[nodes[n].prev].next = nodes[n].next;
    if (nodes[n].next)
        nodes[nodes[n].next].prev = nodes[n].prev;
    else
        nodes[0].last_child = nodes[n].prev;
    nodes[n].prev = 0;
    nodes[n].next = nodes[0].first_child;
    nodes[nodes[n].next].prev = n;
    nodes[0].first_child = n;
}

/* Both trees of INPUT as text. */
static inline void gumbo_compare(str *ours, str *theirs, struct arena *a, str input,
                                 const struct html_limits *limits)
{
    struct html_tree t;
    ASSERT(html_parse(&t, a, input, limits) == OK);
    gumbo_doctype_first(&t);
    struct sbuf x, y;
    sbuf_init(&x, a, (size_t)1 << 28);
    sbuf_init(&y, a, (size_t)1 << 28);
    html_tree_write(&x, &t);
    GumboOutput *o = gumbo_parse_with_options(&kGumboDefaultOptions, input.p, input.len);
    gumbo_tree_write(&y, a, o);
    gumbo_destroy_output(&kGumboDefaultOptions, o);
    *ours = sbuf_str(&x);
    *theirs = sbuf_str(&y);
}

#endif
