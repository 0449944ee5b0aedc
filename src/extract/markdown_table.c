/* Tables. Cells over several rows or columns leave empty cells behind. */
#include "extract/markdown_tree.h"

#define COLUMNS_MAX 64

struct shape {
    size_t columns;
    size_t rows;
    bool flat; /* no blocks in cells but single paragraphs */
};

static size_t span_of(const struct html_tree *t, uint32_t cell, uint16_t attr)
{
    int64_t n;
    if (!str_to_i64(&n, html_attr(t, cell, attr)) || n < 1)
        return 1;
    return n > COLUMNS_MAX ? COLUMNS_MAX : (size_t)n;
}

static bool is_cell(const struct html_tree *t, uint32_t node)
{
    return html_is(t, node, HTML_TAG_TD) || html_is(t, node, HTML_TAG_TH);
}

/* Lists, quotations and other tables do not fit into a line. */
static bool fits_line(const struct html_tree *t, uint32_t cell)
{
    for (uint32_t n = html_next(t, cell, cell); n; n = html_next(t, n, cell))
        if (markdown_is_block(t, n) && !html_is(t, n, HTML_TAG_P) && !html_is(t, n, HTML_TAG_DIV))
            return false;
    return true;
}

static struct shape shape_of(const struct html_tree *t, uint32_t table)
{
    struct shape shape = {.flat = true};
    for (uint32_t n = html_next(t, table, table); n; n = html_next(t, n, table)) {
        if (!html_is(t, n, HTML_TAG_TR) || !markdown_has_content(t, n))
            continue;
        size_t columns = 0;
        html_each_child (t, cell, n) {
            if (!is_cell(t, cell))
                continue;
            columns += span_of(t, cell, HTML_ATTR_COLSPAN);
            shape.flat &= fits_line(t, cell);
        }
        shape.rows++;
        if (columns > shape.columns)
            shape.columns = columns;
    }
    return shape;
}

static void put_cell(struct markdown_walk *m, uint32_t cell)
{
    struct markdown_writer *w = &m->w;
    sbuf_put(w->out, S(" "));
    w->line = w->out->len;
    size_t begin = w->out->len;
    if (cell)
        markdown_put_children(m, cell);
    w->space = false;
    w->closed_count = 0;
    sbuf_put(w->out, w->out->len > begin ? S(" |") : S("|"));
}

/* TAKEN[column]: rows for which a cell from above still fills it. */
static void put_row(struct markdown_walk *m, uint32_t row, size_t columns, size_t *taken)
{
    size_t at = 0;
    sbuf_putc(m->w.out, '|');
    for (uint32_t cell = m->t->nodes[row].first_child; at < columns;) {
        while (cell && !is_cell(m->t, cell))
            cell = m->t->nodes[cell].next;
        if (!cell || taken[at]) {
            taken[at] -= taken[at] > 0;
            put_cell(m, 0);
            at++;
            continue;
        }
        size_t over = span_of(m->t, cell, HTML_ATTR_COLSPAN);
        size_t down = span_of(m->t, cell, HTML_ATTR_ROWSPAN);
        put_cell(m, cell);
        for (size_t i = 0; i < over && at < columns; i++, at++) {
            taken[at] = down - 1;
            if (i)
                put_cell(m, 0);
        }
        cell = m->t->nodes[cell].next;
    }
}

static void put_rows(struct markdown_walk *m, uint32_t table, size_t columns)
{
    size_t taken[COLUMNS_MAX] = {0};
    struct markdown_writer *w = &m->w;
    bool head = true;
    for (uint32_t n = html_next(m->t, table, table); n; n = html_next(m->t, n, table)) {
        if (!html_is(m->t, n, HTML_TAG_TR) || !markdown_has_content(m->t, n))
            continue;
        markdown_block(w, head ? MARKDOWN_BLANK : MARKDOWN_LINE);
        markdown_begin_line(w);
        w->one_line = w->cell = true;
        put_row(m, n, columns, taken);
        w->one_line = w->cell = false;
        if (head) {
            markdown_block(w, MARKDOWN_LINE);
            markdown_begin_line(w);
            sbuf_putc(w->out, '|');
            for (size_t i = 0; i < columns; i++)
                sbuf_put(w->out, S(" --- |"));
        }
        head = false;
    }
    markdown_block(w, MARKDOWN_BLANK);
}

void markdown_put_table(struct markdown_walk *m, uint32_t table)
{
    struct shape shape = shape_of(m->t, table);
    bool is_table = shape.flat && shape.columns >= 2 && shape.columns <= COLUMNS_MAX;
    markdown_block(&m->w, MARKDOWN_BLANK);
    html_each_child (m->t, child, table) {
        if (!html_is(m->t, child, HTML_TAG_CAPTION) || !markdown_has_content(m->t, child))
            continue;
        bool opened = markdown_mark_open(&m->w, MARKDOWN_EMPHASIS);
        markdown_put_children(m, child);
        if (opened)
            markdown_mark_close(&m->w);
        markdown_block(&m->w, MARKDOWN_BLANK);
    }
    if (is_table && !m->w.one_line) {
        put_rows(m, table, shape.columns);
        return;
    }
    for (uint32_t n = html_next(m->t, table, table); n;) {
        if (is_cell(m->t, n)) {
            markdown_block(&m->w, MARKDOWN_BLANK);
            markdown_put_children(m, n);
            n = html_skip(m->t, n, table);
        } else {
            n = html_is(m->t, n, HTML_TAG_CAPTION) ? html_skip(m->t, n, table)
                                                   : html_next(m->t, n, table);
        }
    }
    markdown_block(&m->w, MARKDOWN_BLANK);
}
