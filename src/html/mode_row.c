/* The insertion modes "in table body", "in row" and "in cell" (WHATWG HTML 13.2.6.4.13 to
 * 13.2.6.4.15). */
#include "html/builder.h"

static void clear_to_body(struct builder *b)
{
    build_clear_to(b, HTML_TAG_TBODY, HTML_TAG_TFOOT, HTML_TAG_THEAD);
}

static void clear_to_row(struct builder *b)
{
    build_clear_to(b, HTML_TAG_TR, HTML_TAG_TR, HTML_TAG_TR);
}

static bool in_any_body(const struct builder *b)
{
    return build_in_table_scope(b, HTML_TAG_TBODY) || build_in_table_scope(b, HTML_TAG_THEAD) ||
           build_in_table_scope(b, HTML_TAG_TFOOT);
}

static bool close_body(struct builder *b)
{
    clear_to_body(b);
    build_pop(b);
    b->mode = MODE_IN_TABLE;
    return true;
}

static void table_body_start(struct builder *b)
{
    switch (b->z.token.tag) {
    case HTML_TAG_TR:
        clear_to_body(b);
        build_element(b);
        b->mode = MODE_IN_ROW;
        break;
    case HTML_TAG_TH:
    case HTML_TAG_TD:
        clear_to_body(b);
        build_implied(b, HTML_TAG_TR);
        build_switch(b, MODE_IN_ROW);
        break;
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD: b->again = in_any_body(b) && close_body(b); break;
    default: mode_in_table(b); break;
    }
}

static void table_body_end(struct builder *b)
{
    uint16_t tag = b->z.token.tag;
    switch (tag) {
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD:
        if (build_in_table_scope(b, tag))
            (void)close_body(b);
        break;
    case HTML_TAG_TABLE: b->again = in_any_body(b) && close_body(b); break;
    case HTML_TAG_BODY:
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_HTML:
    case HTML_TAG_TD:
    case HTML_TAG_TH:
    case HTML_TAG_TR: break;
    default: mode_in_table(b); break;
    }
}

void mode_in_table_body(struct builder *b)
{
    if (b->z.token.kind == HTML_TOKEN_START)
        table_body_start(b);
    else if (b->z.token.kind == HTML_TOKEN_END)
        table_body_end(b);
    else
        mode_in_table(b);
}

static bool close_row(struct builder *b)
{
    if (!build_in_table_scope(b, HTML_TAG_TR))
        return false;
    clear_to_row(b);
    build_pop(b);
    b->mode = MODE_IN_TABLE_BODY;
    return true;
}

static void row_start(struct builder *b)
{
    switch (b->z.token.tag) {
    case HTML_TAG_TH:
    case HTML_TAG_TD:
        clear_to_row(b);
        build_element(b);
        b->mode = MODE_IN_CELL;
        build_formatting_push(b, 0);
        break;
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD:
    case HTML_TAG_TR: b->again = close_row(b); break;
    default: mode_in_table(b); break;
    }
}

static void row_end(struct builder *b)
{
    uint16_t tag = b->z.token.tag;
    switch (tag) {
    case HTML_TAG_TR: (void)close_row(b); break;
    case HTML_TAG_TABLE: b->again = close_row(b); break;
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD: b->again = build_in_table_scope(b, tag) && close_row(b); break;
    case HTML_TAG_BODY:
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_HTML:
    case HTML_TAG_TD:
    case HTML_TAG_TH: break;
    default: mode_in_table(b); break;
    }
}

void mode_in_row(struct builder *b)
{
    if (b->z.token.kind == HTML_TOKEN_START)
        row_start(b);
    else if (b->z.token.kind == HTML_TOKEN_END)
        row_end(b);
    else
        mode_in_table(b);
}

static void pop_cell(struct builder *b)
{
    while (b->top > b->stack + 1) {
        uint16_t key = b->top->key;
        build_pop(b);
        if (key == HTML_TAG_TD || key == HTML_TAG_TH)
            break;
    }
    build_formatting_clear(b);
    b->mode = MODE_IN_ROW;
}

static bool close_cell(struct builder *b)
{
    if (!build_in_table_scope(b, HTML_TAG_TD) && !build_in_table_scope(b, HTML_TAG_TH))
        return false;
    build_implied_end(b, HTML_TAG_OTHER);
    pop_cell(b);
    return true;
}

static void cell_end(struct builder *b)
{
    uint16_t tag = b->z.token.tag;
    switch (tag) {
    case HTML_TAG_TD:
    case HTML_TAG_TH:
        if (build_in_table_scope(b, tag)) {
            build_implied_end(b, HTML_TAG_OTHER);
            build_pop_until(b, tag);
            build_formatting_clear(b);
            b->mode = MODE_IN_ROW;
        }
        break;
    case HTML_TAG_BODY:
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_HTML: break;
    case HTML_TAG_TABLE:
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD:
    case HTML_TAG_TR: b->again = build_in_table_scope(b, tag) && close_cell(b); break;
    default: mode_in_body(b); break;
    }
}

void mode_in_cell(struct builder *b)
{
    const struct html_token *k = &b->z.token;
    if (k->kind == HTML_TOKEN_START && build_is_part(k->tag))
        b->again = close_cell(b);
    else if (k->kind == HTML_TOKEN_END)
        cell_end(b);
    else
        mode_in_body(b);
}
