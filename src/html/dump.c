/* A tree in the notation of html5lib-tests: one line a node, two spaces a level. */
#include "base/sbuf.h"
#include "html/tree.h"

static void indent(struct sbuf *out, uint32_t depth)
{
    sbuf_put(out, S("| "));
    for (uint32_t i = 0; i < depth; i++)
        sbuf_put(out, S("  "));
}

static void write_doctype(struct sbuf *out, const struct html_tree *t, uint32_t n)
{
    sbuf_put(out, S("<!DOCTYPE "));
    sbuf_put(out, html_text(t, n));
    if (t->doctype_public.len || t->doctype_system.len) {
        sbuf_put(out, S(" \""));
        sbuf_put(out, t->doctype_public);
        sbuf_put(out, S("\" \""));
        sbuf_put(out, t->doctype_system);
        sbuf_putc(out, '"');
    }
    sbuf_putc(out, '>');
}

static str attr_full_name(struct arena *a, const struct html_attr *x)
{
    static const char *const prefixes[] = {"", "xlink ", "xml ", "xmlns "};
    return str_printf(a, "%s%.*s", prefixes[x->ns], (int)x->name_len, x->name);
}

struct named {
    str name, value;
};

static int by_name(const void *x, const void *y)
{
    return str_cmp(((const struct named *)x)->name, ((const struct named *)y)->name);
}

static void write_attrs(struct sbuf *out, struct arena *a, const struct html_tree *t, uint32_t n,
                        uint32_t depth)
{
    uint32_t count = t->nodes[n].attr_count;
    struct named *list = arena_array(a, count, struct named);
    uint32_t i = 0;
    html_each_attr (t, x, n)
        list[i++] = (struct named){attr_full_name(a, x), {x->value, x->value_len}};
    qsort(list, count, sizeof *list, by_name);
    for (i = 0; i < count; i++) {
        sbuf_putc(out, '\n');
        indent(out, depth + 1);
        sbuf_put(out, list[i].name);
        sbuf_put(out, S("=\""));
        sbuf_put(out, list[i].value);
        sbuf_putc(out, '"');
    }
}

static void write_node(struct sbuf *out, struct arena *a, const struct html_tree *t, uint32_t n,
                       uint32_t depth)
{
    static const str namespaces[] = {S(""), S("svg "), S("math ")};
    const struct html_node *e = html_node(t, n);
    indent(out, depth);
    switch (e->type) {
    case HTML_DOCTYPE: write_doctype(out, t, n); break;
    case HTML_FRAGMENT: sbuf_put(out, S("content")); break;
    case HTML_TEXT:
        sbuf_putc(out, '"');
        sbuf_put(out, html_text(t, n));
        sbuf_putc(out, '"');
        break;
    case HTML_COMMENT:
        sbuf_put(out, S("<!-- "));
        sbuf_put(out, html_text(t, n));
        sbuf_put(out, S(" -->"));
        break;
    default:
        sbuf_putc(out, '<');
        sbuf_put(out, namespaces[e->ns]);
        sbuf_put(out, html_name(t, n));
        sbuf_putc(out, '>');
        if (e->attr_count)
            write_attrs(out, a, t, n, depth);
        break;
    }
    sbuf_putc(out, '\n');
}

void html_tree_write(struct sbuf *out, const struct html_tree *t)
{
    struct arena scratch;
    arena_init(&scratch);
    uint32_t depth = 0;
    for (uint32_t n = t->nodes[0].first_child; n;) {
        write_node(out, &scratch, t, n, depth);
        if (t->nodes[n].first_child) {
            n = t->nodes[n].first_child;
            depth++;
            continue;
        }
        while (n && !t->nodes[n].next) {
            n = t->nodes[n].parent;
            depth--;
        }
        n = n ? t->nodes[n].next : 0;
    }
    arena_end(&scratch);
}
