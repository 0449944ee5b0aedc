/*
 * An HTML document as a flat, index-linked tree in the document's arena. Node 0 is the
 * Document itself, so 0 also means "no node" in the links. Strings point into the (decoded,
 * UTF-8) input where possible, else into the arena; both must outlive the tree.
 * Source: WHATWG HTML, section 13.2.6 (tree construction).
 */
#ifndef COURANT_HTML_TREE_H
#define COURANT_HTML_TREE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "html/names.h"

#define HTML_NONE 0u

enum html_node_type {
    HTML_DOCUMENT,
    HTML_DOCTYPE,
    HTML_ELEMENT,
    HTML_TEXT,
    HTML_COMMENT,
    HTML_FRAGMENT, /* the contents of a template element: its only child */
};

enum html_namespace { HTML_NS_HTML, HTML_NS_SVG, HTML_NS_MATHML };
enum html_attr_namespace {
    HTML_ATTR_NS_NONE,
    HTML_ATTR_NS_XLINK,
    HTML_ATTR_NS_XML,
    HTML_ATTR_NS_XMLNS
};

struct html_attr {
    const char *name; /* local name, lower case (adjusted for SVG and MathML) */
    const char *value;
    uint32_t name_len;
    uint32_t value_len;
    uint16_t id; /* enum html_attr_id; HTML_ATTR_OTHER when not in names.def, or with a namespace */
    uint8_t ns;  /* enum html_attr_namespace */
};

struct html_node {
    uint32_t parent, first_child, last_child, next, prev;
    uint16_t tag;     /* enum html_tag; HTML_TAG_OTHER when not in names.def or not an element */
    uint8_t type;     /* enum html_node_type */
    uint8_t ns;       /* enum html_namespace */
    const char *text; /* text or comment data, doctype name, name of an element */
    uint32_t text_len;
    uint32_t attr; /* index of the first attribute */
    uint16_t attr_count;
    uint16_t flags; /* the builder's own */
};

struct html_tree {
    struct arena *arena;
    struct html_node *nodes;
    struct html_attr *attrs;
    uint32_t node_count, node_cap; /* room in NODES */
    uint32_t attr_count;
    uint32_t html, head, body; /* the elements, HTML_NONE when absent (fragments) */
    bool quirks;
    str doctype_public, doctype_system;
    bool truncated; /* a limit of html_limits was reached; the tree holds what came before */
};

struct html_limits {
    uint32_t
        nodes_max; /* and twice as many attributes; the token that passes it is the last read */
    uint32_t depth_max; /* deeper elements become siblings at this depth; at least 16 */
    uint32_t attrs_max; /* of one element; further ones are dropped */
    size_t bytes_max;   /* of input; the rest is not read */
};
/* 2 Mi nodes, depth 512, 256 attributes, 64 MiB. */
extern const struct html_limits html_limits_default;

/* Parses a whole document. INPUT is UTF-8 (charset.h decodes); any bytes give a tree, the
 * only failure is E_LIMIT for input longer than 4 GiB. Linear in the input. */
status html_parse(struct html_tree *out, struct arena *a, str input,
                  const struct html_limits *limits);

/* Parses a fragment as innerHTML of an element TAG (usually HTML_TAG_DIV) does; the nodes are
 * the children of node 0. Scripting is off. */
status html_parse_fragment(struct html_tree *out, struct arena *a, str input, uint16_t tag,
                           uint8_t ns, const struct html_limits *limits);

static inline const struct html_node *html_node(const struct html_tree *t, uint32_t n)
{
    return &t->nodes[n];
}

static inline bool html_is(const struct html_tree *t, uint32_t n, uint16_t tag)
{
    const struct html_node *e = &t->nodes[n];
    return e->type == HTML_ELEMENT && e->tag == tag && e->ns == HTML_NS_HTML;
}

static inline bool html_is_element(const struct html_tree *t, uint32_t n)
{
    return t->nodes[n].type == HTML_ELEMENT;
}

static inline bool html_is_text(const struct html_tree *t, uint32_t n)
{
    return t->nodes[n].type == HTML_TEXT;
}

/* Text or comment data, or an element's name. */
static inline str html_text(const struct html_tree *t, uint32_t n)
{
    return (str){t->nodes[n].text, t->nodes[n].text_len};
}

static inline str html_name(const struct html_tree *t, uint32_t n)
{
    return (str){t->nodes[n].text, t->nodes[n].text_len};
}

#define html_each_child(tree, child, of)                                                           \
    for (uint32_t child = (tree)->nodes[of].first_child; child; child = (tree)->nodes[child].next)

#define html_each_attr(tree, item, of)                                                             \
    for (const struct html_attr *item = (tree)->attrs + (tree)->nodes[of].attr,                    \
                                *item##_end_ = item + (tree)->nodes[of].attr_count;                \
         item < item##_end_; item++)

/* The next node in document order, staying below ROOT; HTML_NONE at the end. html_skip does
 * not enter N's children. Templates' contents are entered as children. */
uint32_t html_next(const struct html_tree *t, uint32_t n, uint32_t root);
uint32_t html_skip(const struct html_tree *t, uint32_t n, uint32_t root);

/* An attribute's value; p == NULL when it is absent (present and empty: p != NULL). */
str html_attr(const struct html_tree *t, uint32_t n, uint16_t id);
str html_attr_named(const struct html_tree *t, uint32_t n, str name);

/* All text below N, script, style and template left out, white space as written. */
str html_text_content(struct arena *a, const struct html_tree *t, uint32_t n);

/* Writes the tree in the notation of html5lib-tests ("| <p>" and so on), for tests and for people.
 */
struct sbuf;
void html_tree_write(struct sbuf *out, const struct html_tree *t);

#endif
