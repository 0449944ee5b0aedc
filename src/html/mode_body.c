/* "In body": text and start tags (WHATWG HTML 13.2.6.4.7); end tags are in mode_body_end.c. */
#include "html/builder.h"

static inline bool p_in_button_scope(const struct builder *b)
{
    return build_open(b, HTML_TAG_P) && build_in_scope(b, HTML_TAG_P, OPEN_SCOPE | OPEN_BUTTON);
}

static inline void close_p_in_button_scope(struct builder *b)
{
    if (p_in_button_scope(b))
        build_close_p(b);
}

static void body_text(struct builder *b)
{
    struct html_token *k = &b->z.token;
    build_strip_nul(b, false);
    if (k->len == 0)
        return;
    build_reconstruct(b);
    if (UNLIKELY(b->frameset_ok) && !build_all_space(k->p, k->len))
        b->frameset_ok = false;
    build_text(b, k->p, k->len);
}

static void start_html(struct builder *b)
{
    if (!build_open(b, HTML_TAG_TEMPLATE) && b->stack[1].node)
        build_merge_attrs(b, b->stack[1].node);
}

static bool second_is_body(const struct builder *b)
{
    return build_depth(b) >= 2 && b->stack[2].key == HTML_TAG_BODY;
}

static void start_body(struct builder *b)
{
    if (!second_is_body(b) || build_open(b, HTML_TAG_TEMPLATE))
        return;
    b->frameset_ok = false;
    build_merge_attrs(b, b->stack[2].node);
}

static void start_frameset(struct builder *b)
{
    if (!second_is_body(b) || !b->frameset_ok)
        return;
    build_unlink(b, b->stack[2].node);
    b->t->body = HTML_NONE;
    while (build_depth(b) > 1)
        build_pop(b);
    build_element(b);
    b->mode = MODE_IN_FRAMESET;
}

static void start_heading(struct builder *b)
{
    close_p_in_button_scope(b);
    uint16_t key = b->top->key;
    if (key >= HTML_TAG_H1 && key <= HTML_TAG_H6)
        build_pop(b);
    build_element(b);
}

static void start_form(struct builder *b)
{
    bool in_template = build_open(b, HTML_TAG_TEMPLATE);
    if (b->form && !in_template)
        return;
    close_p_in_button_scope(b);
    uint32_t form = build_element(b);
    if (!in_template)
        b->form = form;
}

/* li, dd, dt: closes an earlier one, if only ordinary elements lie between. */
static void start_item(struct builder *b, uint16_t tag, uint16_t other)
{
    b->frameset_ok = false;
    if (build_open(b, tag) || build_open(b, other)) {
        for (const struct open *e = b->top; e > b->stack; e--) {
            if (e->key == tag || e->key == other) {
                uint16_t key = e->key;
                build_implied_end(b, key);
                build_pop_until(b, key);
                break;
            }
            if (e->flags & OPEN_SPECIAL && e->key != HTML_TAG_ADDRESS && e->key != HTML_TAG_DIV &&
                e->key != HTML_TAG_P)
                break;
        }
    }
    close_p_in_button_scope(b);
    build_element(b);
}

static void start_button(struct builder *b)
{
    if (build_in_scope(b, HTML_TAG_BUTTON, OPEN_SCOPE)) {
        build_implied_end(b, HTML_TAG_OTHER);
        build_pop_until(b, HTML_TAG_BUTTON);
    }
    build_reconstruct(b);
    build_element(b);
    b->frameset_ok = false;
}

static void start_formatting(struct builder *b)
{
    build_reconstruct(b);
    build_formatting_push(b, build_element(b));
}

/* The list's last <a> since the last marker, 0 if there is none. */
static uint32_t listed_a(const struct builder *b)
{
    for (uint32_t i = b->formatting_len; i-- > 0 && b->formatting[i];)
        if (b->t->nodes[b->formatting[i]].tag == HTML_TAG_A)
            return b->formatting[i];
    return 0;
}

static void start_a(struct builder *b)
{
    uint32_t a = listed_a(b);
    if (a) {
        build_adoption(b, HTML_TAG_A);
        int64_t at = build_formatting_find(b, a);
        if (at >= 0)
            build_formatting_remove(b, (uint32_t)at);
        if (b->t->nodes[a].flags & NODE_OPEN)
            build_remove_open(b, a);
    }
    start_formatting(b);
}

static void start_nobr(struct builder *b)
{
    build_reconstruct(b);
    if (build_in_scope(b, HTML_TAG_NOBR, OPEN_SCOPE))
        build_adoption(b, HTML_TAG_NOBR);
    start_formatting(b);
}

static void start_marked(struct builder *b)
{
    build_reconstruct(b);
    build_element(b);
    build_formatting_push(b, 0);
    b->frameset_ok = false;
}

static void start_table(struct builder *b)
{
    if (!b->t->quirks)
        close_p_in_button_scope(b);
    build_element(b);
    b->frameset_ok = false;
    b->mode = MODE_IN_TABLE;
}

static void start_raw(struct builder *b, enum html_tokenizer_state state)
{
    build_element(b);
    b->z.state = state;
    b->mode_before = b->mode;
    b->mode = MODE_TEXT;
}

static bool is_hidden(const struct builder *b)
{
    const struct html_attr *a = b->z.attrs + b->z.attr_used;
    for (uint32_t i = 0; i < b->z.token.attr_count; i++)
        if (a[i].id == HTML_ATTR_TYPE)
            return str_ieq((str){a[i].value, a[i].value_len}, S("hidden"));
    return false;
}

static void start_void(struct builder *b)
{
    build_reconstruct(b);
    build_void(b);
    b->frameset_ok = false;
}

static void start_input(struct builder *b)
{
    if (b->fragment && b->context == HTML_TAG_SELECT)
        return;
    if (build_in_scope(b, HTML_TAG_SELECT, OPEN_SCOPE))
        build_pop_until(b, HTML_TAG_SELECT);
    build_reconstruct(b);
    b->frameset_ok &= is_hidden(b);
    build_void(b);
}

static void start_hr(struct builder *b)
{
    close_p_in_button_scope(b);
    if (build_in_scope(b, HTML_TAG_SELECT, OPEN_SCOPE))
        build_implied_end(b, HTML_TAG_OTHER);
    build_void(b);
    b->frameset_ok = false;
}

static void start_select(struct builder *b)
{
    if (b->fragment && b->context == HTML_TAG_SELECT)
        return;
    if (build_in_scope(b, HTML_TAG_SELECT, OPEN_SCOPE)) {
        build_pop_until(b, HTML_TAG_SELECT);
        return;
    }
    build_reconstruct(b);
    build_element(b);
    b->frameset_ok = false;
}

static void start_option(struct builder *b, uint16_t except)
{
    if (build_in_scope(b, HTML_TAG_SELECT, OPEN_SCOPE))
        build_implied_end(b, except);
    else if (b->top->key == HTML_TAG_OPTION)
        build_pop(b);
    build_reconstruct(b);
    build_element(b);
}

static void start_ruby_part(struct builder *b, uint16_t except)
{
    if (build_in_scope(b, HTML_TAG_RUBY, OPEN_SCOPE))
        build_implied_end(b, except);
    build_element(b);
}

static void start_foreign(struct builder *b, enum html_namespace ns)
{
    build_reconstruct(b);
    build_adjust_attrs(b, ns);
    build_foreign_element(b, ns);
    if (b->z.token.self_closing)
        build_pop(b);
}

static void start_block(struct builder *b)
{
    close_p_in_button_scope(b);
    build_element(b);
}

static void start_image(struct builder *b)
{
    str img = html_tag_name(HTML_TAG_IMG);
    b->z.token.tag = HTML_TAG_IMG;
    b->z.token.p = img.p;
    b->z.token.len = (uint32_t)img.len;
    start_void(b);
}

/* The tags with rules of their own that are rare enough to stand apart from body_start. */
static void start_other(struct builder *b)
{
    switch (b->z.token.tag) {
    case HTML_TAG_HTML: start_html(b); break;
    case HTML_TAG_BODY: start_body(b); break;
    case HTML_TAG_FRAMESET: start_frameset(b); break;
    case HTML_TAG_PLAINTEXT:
        start_block(b);
        b->z.state = HTML_STATE_PLAINTEXT;
        break;
    case HTML_TAG_NOBR: start_nobr(b); break;
    case HTML_TAG_APPLET:
    case HTML_TAG_MARQUEE:
    case HTML_TAG_OBJECT: start_marked(b); break;
    case HTML_TAG_PARAM:
    case HTML_TAG_SOURCE:
    case HTML_TAG_TRACK: build_void(b); break;
    case HTML_TAG_IMAGE: start_image(b); break;
    case HTML_TAG_TEXTAREA:
        start_raw(b, HTML_STATE_RCDATA);
        b->skip_newline = true;
        b->frameset_ok = false;
        break;
    case HTML_TAG_XMP:
        close_p_in_button_scope(b);
        build_reconstruct(b);
        b->frameset_ok = false;
        start_raw(b, HTML_STATE_RAWTEXT);
        break;
    case HTML_TAG_IFRAME:
        b->frameset_ok = false;
        start_raw(b, HTML_STATE_RAWTEXT);
        break;
    case HTML_TAG_NOEMBED: start_raw(b, HTML_STATE_RAWTEXT); break;
    case HTML_TAG_OPTION: start_option(b, HTML_TAG_OPTGROUP); break;
    case HTML_TAG_OPTGROUP: start_option(b, HTML_TAG_OTHER); break;
    case HTML_TAG_RB:
    case HTML_TAG_RTC: start_ruby_part(b, HTML_TAG_OTHER); break;
    case HTML_TAG_RP:
    case HTML_TAG_RT: start_ruby_part(b, HTML_TAG_RTC); break;
    case HTML_TAG_MATH: start_foreign(b, HTML_NS_MATHML); break;
    case HTML_TAG_SVG: start_foreign(b, HTML_NS_SVG); break;
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_FRAME:
    case HTML_TAG_HEAD:
    case HTML_TAG_TBODY:
    case HTML_TAG_TD:
    case HTML_TAG_TFOOT:
    case HTML_TAG_TH:
    case HTML_TAG_THEAD:
    case HTML_TAG_TR: break;
    default:
        build_reconstruct(b);
        build_element(b);
        break;
    }
}

static void body_start(struct builder *b)
{
    uint16_t flags = build_tag_flags[b->z.token.tag];
    if (flags & OPEN_BLOCK) {
        start_block(b);
        return;
    }
    if (flags & OPEN_FORMATTING) {
        start_formatting(b);
        return;
    }
    if (flags & OPEN_HEAD) {
        mode_in_head(b);
        return;
    }
    switch (b->z.token.tag) {
    case HTML_TAG_SPAN:
        build_reconstruct(b);
        build_element(b);
        break;
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6: start_heading(b); break;
    case HTML_TAG_PRE:
    case HTML_TAG_LISTING:
        start_block(b);
        b->skip_newline = true;
        b->frameset_ok = false;
        break;
    case HTML_TAG_FORM: start_form(b); break;
    case HTML_TAG_LI: start_item(b, HTML_TAG_LI, HTML_TAG_LI); break;
    case HTML_TAG_DD:
    case HTML_TAG_DT: start_item(b, HTML_TAG_DD, HTML_TAG_DT); break;
    case HTML_TAG_BUTTON: start_button(b); break;
    case HTML_TAG_A: start_a(b); break;
    case HTML_TAG_TABLE: start_table(b); break;
    case HTML_TAG_AREA:
    case HTML_TAG_BR:
    case HTML_TAG_EMBED:
    case HTML_TAG_IMG:
    case HTML_TAG_KEYGEN:
    case HTML_TAG_WBR: start_void(b); break;
    case HTML_TAG_INPUT: start_input(b); break;
    case HTML_TAG_HR: start_hr(b); break;
    case HTML_TAG_SELECT: start_select(b); break;
    default: start_other(b); break;
    }
}

void mode_in_body(struct builder *b)
{
    switch (b->z.token.kind) {
    case HTML_TOKEN_TEXT: body_text(b); break;
    case HTML_TOKEN_START: body_start(b); break;
    case HTML_TOKEN_END: mode_in_body_end(b); break;
    case HTML_TOKEN_COMMENT: build_comment_here(b); break;
    case HTML_TOKEN_EOF:
        if (b->template_len)
            mode_in_template(b);
        else
            b->stopped = true;
        break;
    default: break;
    }
}
