/* Sanitised HTML to CommonMark: the elements that the sanitizer lets through. */
#include "extract/markdown.h"

#include "html/tree.h"

struct writer {
    struct sbuf *out;
    const struct html_tree *t;
    int quotes; /* depth of blockquote */
    int lists;
    bool pre;
    bool line_start; /* nothing but markers is on the line */
};

static void line_break(struct writer *w)
{
    while (!w->line_start && !w->pre && w->out->len && w->out->p[w->out->len - 1] == ' ')
        sbuf_truncate(w->out, w->out->len - 1);
    sbuf_putc(w->out, '\n');
    for (int i = 0; i < w->quotes; i++)
        sbuf_put(w->out, S("> "));
    w->line_start = true;
}

static void blank_line(struct writer *w)
{
    if (w->out->len == 0)
        return;
    if (!w->line_start)
        line_break(w);
    line_break(w);
}

/* Text with what Markdown would read as markup escaped, white space squeezed. */
static void put_text(struct writer *w, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (w->pre) {
            if (c == '\n')
                line_break(w);
            else
                sbuf_putc(w->out, c);
            continue;
        }
        if (ascii_is_space((unsigned char)c)) {
            if (!w->line_start && w->out->len && w->out->p[w->out->len - 1] != ' ')
                sbuf_putc(w->out, ' ');
            continue;
        }
        if (strchr("\\`*_[]<", c) || (w->line_start && strchr("#>+-", c)))
            sbuf_putc(w->out, '\\');
        sbuf_putc(w->out, c);
        w->line_start = false;
    }
}

static void put_children(struct writer *w, uint32_t node);

static void put_wrapped(struct writer *w, uint32_t node, str mark)
{
    sbuf_put(w->out, mark);
    w->line_start = false;
    put_children(w, node);
    sbuf_put(w->out, mark);
}

static void put_item(struct writer *w, uint32_t node)
{
    bool ordered = html_is(w->t, w->t->nodes[node].parent, HTML_TAG_OL);
    if (!w->line_start)
        line_break(w);
    for (int i = 1; i < w->lists; i++)
        sbuf_put(w->out, S("    "));
    if (ordered) {
        int64_t number = 1;
        for (uint32_t n = w->t->nodes[node].prev; n; n = w->t->nodes[n].prev)
            number += html_is(w->t, n, HTML_TAG_LI);
        sbuf_put_i64(w->out, number);
        sbuf_put(w->out, S(". "));
    } else {
        sbuf_put(w->out, S("- "));
    }
    w->line_start = true;
    put_children(w, node);
}

static bool is_first_row(const struct html_tree *t, uint32_t row)
{
    for (uint32_t n = row; n && !html_is(t, n, HTML_TAG_TABLE); n = t->nodes[n].parent)
        for (uint32_t prev = t->nodes[n].prev; prev; prev = t->nodes[prev].prev)
            if (html_is_element(t, prev) && !html_is(t, prev, HTML_TAG_CAPTION))
                return false;
    return true;
}

/* The first row is the head: Markdown has no table without one. */
static void put_row(struct writer *w, uint32_t row)
{
    size_t cells = 0;
    if (!w->line_start)
        line_break(w);
    html_each_child (w->t, cell, row) {
        if (!html_is_element(w->t, cell))
            continue;
        sbuf_put(w->out, S("| "));
        w->line_start = false;
        put_children(w, cell);
        sbuf_putc(w->out, ' ');
        cells++;
    }
    sbuf_putc(w->out, '|');
    if (!is_first_row(w->t, row))
        return;
    line_break(w);
    for (size_t i = 0; i < cells; i++)
        sbuf_put(w->out, S("| --- "));
    sbuf_putc(w->out, '|');
    w->line_start = false;
}

static void put_link(struct writer *w, uint32_t node)
{
    sbuf_putc(w->out, '[');
    w->line_start = false;
    put_children(w, node);
    sbuf_put(w->out, S("]("));
    sbuf_put(w->out, html_attr(w->t, node, HTML_ATTR_HREF));
    sbuf_putc(w->out, ')');
}

static void put_image(struct writer *w, uint32_t node)
{
    sbuf_put(w->out, S("!["));
    w->line_start = false;
    put_text(w, html_attr(w->t, node, HTML_ATTR_ALT));
    sbuf_put(w->out, S("]("));
    sbuf_put(w->out, html_attr(w->t, node, HTML_ATTR_SRC));
    sbuf_putc(w->out, ')');
}

/* Elements that stand on lines of their own; false when NODE is none. */
static bool put_block(struct writer *w, uint32_t node)
{
    uint16_t tag = w->t->nodes[node].tag;
    switch (tag) {
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6:
        blank_line(w);
        for (int i = 0; i <= tag - HTML_TAG_H1; i++)
            sbuf_putc(w->out, '#');
        sbuf_putc(w->out, ' ');
        put_children(w, node);
        break;
    case HTML_TAG_UL:
    case HTML_TAG_OL:
        if (w->lists == 0)
            blank_line(w);
        w->lists++;
        put_children(w, node);
        w->lists--;
        break;
    case HTML_TAG_LI: put_item(w, node); break;
    case HTML_TAG_BLOCKQUOTE:
        blank_line(w);
        w->quotes++;
        sbuf_put(w->out, S("> "));
        put_children(w, node);
        w->quotes--;
        break;
    case HTML_TAG_PRE:
        blank_line(w);
        sbuf_put(w->out, S("```"));
        line_break(w);
        w->pre = true;
        put_children(w, node);
        w->pre = false;
        line_break(w);
        sbuf_put(w->out, S("```"));
        w->line_start = false;
        break;
    case HTML_TAG_HR:
        blank_line(w);
        sbuf_put(w->out, S("---"));
        w->line_start = false;
        break;
    case HTML_TAG_TR: put_row(w, node); break;
    case HTML_TAG_P:
    case HTML_TAG_DIV:
    case HTML_TAG_FIGURE:
    case HTML_TAG_FIGCAPTION:
    case HTML_TAG_SECTION:
    case HTML_TAG_TABLE:
        /* The first paragraph of an item or a quotation follows its marker. */
        if (!(w->line_start && w->out->len && w->out->p[w->out->len - 1] == ' '))
            blank_line(w);
        put_children(w, node);
        break;
    default: return false;
    }
    return true;
}

static void put_node(struct writer *w, uint32_t node)
{
    if (html_is_text(w->t, node)) {
        put_text(w, html_text(w->t, node));
        return;
    }
    if (!html_is_element(w->t, node) || put_block(w, node))
        return;
    switch (w->t->nodes[node].tag) {
    case HTML_TAG_BR: line_break(w); break;
    case HTML_TAG_STRONG:
    case HTML_TAG_B: put_wrapped(w, node, S("**")); break;
    case HTML_TAG_EM:
    case HTML_TAG_I: put_wrapped(w, node, S("*")); break;
    case HTML_TAG_CODE:
        if (w->pre)
            put_children(w, node);
        else
            put_wrapped(w, node, S("`"));
        break;
    case HTML_TAG_A: put_link(w, node); break;
    case HTML_TAG_IMG: put_image(w, node); break;
    default: put_children(w, node);
    }
}

static void put_children(struct writer *w, uint32_t node)
{
    html_each_child (w->t, child, node)
        put_node(w, child);
}

status extract_put_markdown(struct sbuf *out, struct arena *a, const struct article *article)
{
    struct html_tree t;
    TRY(html_parse_fragment(&t, a, article->body.s, HTML_TAG_DIV, HTML_NS_HTML,
                            &html_limits_default));
    struct writer w = {.out = out, .t = &t, .line_start = true};
    sbuf_put(out, S("# "));
    put_text(&w, article->title);
    put_children(&w, 0);
    if (!str_empty(article->credit_line)) {
        blank_line(&w);
        sbuf_putc(out, '*');
        put_text(&w, article->credit_line);
        sbuf_putc(out, '*');
    }
    sbuf_putc(out, '\n');
    return OK;
}
