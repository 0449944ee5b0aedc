/* The insertion modes "in table", "in caption" and "in column group" (WHATWG HTML 13.2.6.4.9 to
 * 13.2.6.4.12); rows and cells are in mode_row.c. */
#include "html/builder.h"

/* "Process the token using the rules for in body", what does not belong goes before the table. */
static void in_body_fostered(struct builder *b)
{
    b->foster = true;
    mode_in_body(b);
    b->foster = false;
}

void build_clear_to(struct builder *b, uint16_t first, uint16_t second, uint16_t third)
{
    while (!(b->top->key == first || b->top->key == second || b->top->key == third ||
             b->top->key == HTML_TAG_TEMPLATE || b->top->key == HTML_TAG_HTML))
        build_pop(b);
}

static void clear_to_table(struct builder *b)
{
    build_clear_to(b, HTML_TAG_TABLE, HTML_TAG_TABLE, HTML_TAG_TABLE);
}

/* "In table text": the tokenizer's text is whole, so it need not be collected. */
static void table_text(struct builder *b)
{
    struct html_token *k = &b->z.token;
    if (!(b->top->flags & OPEN_FOSTER) && b->top->key != HTML_TAG_TEMPLATE) {
        in_body_fostered(b);
        return;
    }
    build_strip_nul(b, false);
    if (build_all_space(k->p, k->len))
        build_text(b, k->p, k->len);
    else
        in_body_fostered(b);
}

static void start_part(struct builder *b, enum insertion_mode mode)
{
    clear_to_table(b);
    build_element(b);
    b->mode = (uint8_t)mode;
}

static void start_implied_part(struct builder *b, enum html_tag tag, enum insertion_mode mode)
{
    clear_to_table(b);
    build_implied(b, tag);
    build_switch(b, mode);
}

static bool close_table(struct builder *b)
{
    if (!build_in_table_scope(b, HTML_TAG_TABLE))
        return false;
    build_pop_until(b, HTML_TAG_TABLE);
    build_reset_mode(b);
    return true;
}

static bool is_hidden_input(const struct builder *b)
{
    const struct html_attr *a = b->z.attrs + b->z.attr_used;
    for (uint32_t i = 0; i < b->z.token.attr_count; i++)
        if (a[i].id == HTML_ATTR_TYPE)
            return str_ieq((str){a[i].value, a[i].value_len}, S("hidden"));
    return false;
}

static void start_form(struct builder *b)
{
    if (build_open(b, HTML_TAG_TEMPLATE) || b->form)
        return;
    b->form = build_element(b);
    build_pop(b);
}

static void table_start(struct builder *b)
{
    switch (b->z.token.tag) {
    case HTML_TAG_CAPTION:
        clear_to_table(b);
        build_formatting_push(b, 0);
        build_element(b);
        b->mode = MODE_IN_CAPTION;
        break;
    case HTML_TAG_COLGROUP: start_part(b, MODE_IN_COLUMN_GROUP); break;
    case HTML_TAG_COL: start_implied_part(b, HTML_TAG_COLGROUP, MODE_IN_COLUMN_GROUP); break;
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD: start_part(b, MODE_IN_TABLE_BODY); break;
    case HTML_TAG_TD:
    case HTML_TAG_TH:
    case HTML_TAG_TR: start_implied_part(b, HTML_TAG_TBODY, MODE_IN_TABLE_BODY); break;
    case HTML_TAG_TABLE: b->again = close_table(b); break;
    case HTML_TAG_STYLE:
    case HTML_TAG_SCRIPT:
    case HTML_TAG_TEMPLATE: mode_in_head(b); break;
    case HTML_TAG_INPUT:
        if (is_hidden_input(b))
            build_void(b);
        else
            in_body_fostered(b);
        break;
    case HTML_TAG_FORM: start_form(b); break;
    default: in_body_fostered(b); break;
    }
}

static void table_end(struct builder *b)
{
    switch (b->z.token.tag) {
    case HTML_TAG_TABLE: (void)close_table(b); break;
    case HTML_TAG_BODY:
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_HTML:
    case HTML_TAG_TBODY:
    case HTML_TAG_TD:
    case HTML_TAG_TFOOT:
    case HTML_TAG_TH:
    case HTML_TAG_THEAD:
    case HTML_TAG_TR: break;
    case HTML_TAG_TEMPLATE: build_template_end(b); break;
    default: in_body_fostered(b); break;
    }
}

void mode_in_table(struct builder *b)
{
    switch (b->z.token.kind) {
    case HTML_TOKEN_TEXT: table_text(b); break;
    case HTML_TOKEN_COMMENT: build_comment_here(b); break;
    case HTML_TOKEN_START: table_start(b); break;
    case HTML_TOKEN_END: table_end(b); break;
    case HTML_TOKEN_EOF: mode_in_body(b); break;
    default: break;
    }
}

bool build_is_part(uint16_t tag)
{
    switch (tag) {
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_TBODY:
    case HTML_TAG_TD:
    case HTML_TAG_TFOOT:
    case HTML_TAG_TH:
    case HTML_TAG_THEAD:
    case HTML_TAG_TR: return true;
    default: return false;
    }
}

static bool close_caption(struct builder *b)
{
    if (!build_in_table_scope(b, HTML_TAG_CAPTION))
        return false;
    build_implied_end(b, HTML_TAG_OTHER);
    build_pop_until(b, HTML_TAG_CAPTION);
    build_formatting_clear(b);
    b->mode = MODE_IN_TABLE;
    return true;
}

void mode_in_caption(struct builder *b)
{
    const struct html_token *k = &b->z.token;
    if (k->kind == HTML_TOKEN_START && build_is_part(k->tag)) {
        b->again = close_caption(b);
        return;
    }
    if (k->kind != HTML_TOKEN_END) {
        mode_in_body(b);
        return;
    }
    if (k->tag == HTML_TAG_CAPTION)
        (void)close_caption(b);
    else if (k->tag == HTML_TAG_TABLE)
        b->again = close_caption(b);
    else if (!build_is_part(k->tag) && k->tag != HTML_TAG_BODY && k->tag != HTML_TAG_HTML)
        mode_in_body(b);
}

static void column_group_else(struct builder *b)
{
    if (b->top->key != HTML_TAG_COLGROUP)
        return;
    build_pop(b);
    build_switch(b, MODE_IN_TABLE);
}

/* In a template or a fragment there is no column group to end: there all but white space is
 * ignored, byte for byte. */
static void column_group_text(struct builder *b)
{
    if (b->top->key != HTML_TAG_COLGROUP)
        build_keep_space(b);
    str space = build_take_space(b);
    build_text(b, space.p, (uint32_t)space.len);
    if (b->z.token.len)
        column_group_else(b);
}

void mode_in_column_group(struct builder *b)
{
    const struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT: column_group_text(b); return;
    case HTML_TOKEN_COMMENT: build_comment_here(b); return;
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_EOF: mode_in_body(b); return;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML)
            mode_in_body(b);
        else if (k->tag == HTML_TAG_COL)
            build_void(b);
        else if (k->tag == HTML_TAG_TEMPLATE)
            mode_in_head(b);
        else
            column_group_else(b);
        return;
    default: break;
    }
    if (k->tag == HTML_TAG_TEMPLATE) {
        build_template_end(b);
    } else if (k->tag == HTML_TAG_COLGROUP) {
        if (b->top->key == HTML_TAG_COLGROUP) {
            build_pop(b);
            b->mode = MODE_IN_TABLE;
        }
    } else if (k->tag != HTML_TAG_COL) {
        column_group_else(b);
    }
}
