/* Reading a finished tree: document order, attributes, text. Nothing here recurses. */
#include "html/tree.h"

#include "base/sbuf.h"

uint32_t html_skip(const struct html_tree *t, uint32_t n, uint32_t root)
{
    while (n != root) {
        if (t->nodes[n].next)
            return t->nodes[n].next;
        n = t->nodes[n].parent;
        if (n == 0)
            break;
    }
    return HTML_NONE;
}

uint32_t html_next(const struct html_tree *t, uint32_t n, uint32_t root)
{
    if (t->nodes[n].first_child)
        return t->nodes[n].first_child;
    return html_skip(t, n, root);
}

str html_attr(const struct html_tree *t, uint32_t n, uint16_t id)
{
    html_each_attr (t, a, n)
        if (a->id == id)
            return (str){a->value, a->value_len};
    return STR_NONE;
}

str html_attr_named(const struct html_tree *t, uint32_t n, str name)
{
    html_each_attr (t, a, n)
        if (str_eq((str){a->name, a->name_len}, name))
            return (str){a->value, a->value_len};
    return STR_NONE;
}

static bool is_hidden_text(const struct html_tree *t, uint32_t n)
{
    return t->nodes[n].type == HTML_FRAGMENT || html_is(t, n, HTML_TAG_SCRIPT) ||
           html_is(t, n, HTML_TAG_STYLE) || html_is(t, n, HTML_TAG_TEMPLATE);
}

/* The text node after N in document order below ROOT, hidden ones left out. */
static uint32_t next_text(const struct html_tree *t, uint32_t n, uint32_t root)
{
    do {
        n = n != root && is_hidden_text(t, n) ? html_skip(t, n, root) : html_next(t, n, root);
    } while (n && !html_is_text(t, n));
    return n;
}

str html_text_content(struct arena *a, const struct html_tree *t, uint32_t n)
{
    if (html_is_text(t, n))
        return html_text(t, n);
    uint32_t first = next_text(t, n, n);
    if (!first)
        return S("");
    uint32_t second = next_text(t, first, n);
    if (!second)
        return html_text(t, first);
    size_t len = 0;
    for (uint32_t i = first; i; i = next_text(t, i, n))
        len = size_add(len, t->nodes[i].text_len);
    char *p = arena_alloc(a, len);
    char *to = p;
    for (uint32_t i = first; i; i = next_text(t, i, n)) {
        memcpy(to, t->nodes[i].text, t->nodes[i].text_len);
        to += t->nodes[i].text_len;
    }
    return (str){p, len};
}
