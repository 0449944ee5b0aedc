/* The insertion modes from the start of the document to its body. */
#include "html/builder.h"

void mode_initial(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT:
        build_take_space(b);
        if (k->len == 0)
            return;
        break;
    case HTML_TOKEN_COMMENT: build_comment(b, (struct place){0, 0}); return;
    case HTML_TOKEN_DOCTYPE: {
        uint32_t n = build_node(b, HTML_DOCTYPE);
        b->t->nodes[n].text = k->p ? k->p : "";
        b->t->nodes[n].text_len = k->len;
        build_link(b, n, (struct place){0, 0});
        b->t->doctype_public = k->public_id;
        b->t->doctype_system = k->system_id;
        b->t->quirks = build_doctype_quirks(k);
        b->mode = MODE_BEFORE_HTML;
        return;
    }
    default: break;
    }
    b->t->quirks = true;
    build_switch(b, MODE_BEFORE_HTML);
}

static bool is_head_body_html_br(uint16_t tag)
{
    return tag == HTML_TAG_HEAD || tag == HTML_TAG_BODY || tag == HTML_TAG_HTML ||
           tag == HTML_TAG_BR;
}

void mode_before_html(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_COMMENT: build_comment(b, (struct place){0, 0}); return;
    case HTML_TOKEN_TEXT:
        build_take_space(b);
        if (k->len == 0)
            return;
        break;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML) {
            b->t->html = build_element(b);
            b->mode = MODE_BEFORE_HEAD;
            return;
        }
        break;
    case HTML_TOKEN_END:
        if (!is_head_body_html_br(k->tag))
            return;
        break;
    default: break;
    }
    b->t->html = build_implied(b, HTML_TAG_HTML);
    build_switch(b, MODE_BEFORE_HEAD);
}

void mode_before_head(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_COMMENT: build_comment_here(b); return;
    case HTML_TOKEN_TEXT:
        build_take_space(b);
        if (k->len == 0)
            return;
        break;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML) {
            mode_in_body(b);
            return;
        }
        if (k->tag == HTML_TAG_HEAD) {
            b->t->head = build_element(b);
            b->mode = MODE_IN_HEAD;
            return;
        }
        break;
    case HTML_TOKEN_END:
        if (!is_head_body_html_br(k->tag))
            return;
        break;
    default: break;
    }
    b->t->head = build_implied(b, HTML_TAG_HEAD);
    build_switch(b, MODE_IN_HEAD);
}

static void start_raw(struct builder *b, enum html_tokenizer_state state)
{
    build_element(b);
    b->z.state = state;
    b->mode_before = b->mode;
    b->mode = MODE_TEXT;
}

static void start_template(struct builder *b)
{
    build_element(b);
    uint32_t contents = build_node(b, HTML_FRAGMENT);
    build_link(b, contents, (struct place){b->top->node, 0});
    b->top->into = contents;
    build_formatting_push(b, 0);
    b->frameset_ok = false;
    b->mode = MODE_IN_TEMPLATE;
    build_template_mode_push(b, MODE_IN_TEMPLATE);
}

/* False for "anything else". */
static bool head_start(struct builder *b)
{
    switch (b->z.token.tag) {
    case HTML_TAG_HTML: mode_in_body(b); return true;
    case HTML_TAG_BASE:
    case HTML_TAG_BASEFONT:
    case HTML_TAG_BGSOUND:
    case HTML_TAG_LINK:
    case HTML_TAG_META: build_void(b); return true;
    case HTML_TAG_TITLE: start_raw(b, HTML_STATE_RCDATA); return true;
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_STYLE: start_raw(b, HTML_STATE_RAWTEXT); return true;
    case HTML_TAG_SCRIPT: start_raw(b, HTML_STATE_SCRIPT); return true;
    case HTML_TAG_NOSCRIPT:
        build_element(b);
        b->mode = MODE_IN_HEAD_NOSCRIPT;
        return true;
    case HTML_TAG_TEMPLATE: start_template(b); return true;
    case HTML_TAG_HEAD: return true;
    default: return false;
    }
}

void mode_in_head(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT: {
        str space = build_take_space(b);
        build_text(b, space.p, (uint32_t)space.len);
        if (k->len == 0)
            return;
        break;
    }
    case HTML_TOKEN_COMMENT: build_comment_here(b); return;
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_START:
        if (head_start(b))
            return;
        break;
    case HTML_TOKEN_END:
        if (k->tag == HTML_TAG_HEAD) {
            build_pop(b);
            b->mode = MODE_AFTER_HEAD;
            return;
        }
        if (k->tag == HTML_TAG_TEMPLATE) {
            build_template_end(b);
            return;
        }
        if (k->tag != HTML_TAG_BODY && k->tag != HTML_TAG_HTML && k->tag != HTML_TAG_BR)
            return;
        break;
    default: break;
    }
    build_pop(b);
    build_switch(b, MODE_AFTER_HEAD);
}

void mode_in_head_noscript(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_COMMENT: mode_in_head(b); return;
    case HTML_TOKEN_TEXT: {
        str space = build_take_space(b);
        build_text(b, space.p, (uint32_t)space.len);
        if (k->len == 0)
            return;
        break;
    }
    case HTML_TOKEN_START:
        switch (k->tag) {
        case HTML_TAG_HTML:
        case HTML_TAG_BASEFONT:
        case HTML_TAG_BGSOUND:
        case HTML_TAG_LINK:
        case HTML_TAG_META:
        case HTML_TAG_NOFRAMES:
        case HTML_TAG_STYLE: mode_in_head(b); return;
        case HTML_TAG_HEAD:
        case HTML_TAG_NOSCRIPT: return;
        default: break;
        }
        break;
    case HTML_TOKEN_END:
        if (k->tag == HTML_TAG_NOSCRIPT) {
            build_pop(b);
            b->mode = MODE_IN_HEAD;
            return;
        }
        if (k->tag != HTML_TAG_BR)
            return;
        break;
    default: break;
    }
    build_pop(b);
    build_switch(b, MODE_IN_HEAD);
}

/* Late head elements: they still go into the head. */
static void back_into_head(struct builder *b)
{
    uint32_t head = b->t->head;
    build_push(b, head);
    mode_in_head(b);
    build_remove_open(b, head);
}

/* False for "anything else". */
static bool after_head_start(struct builder *b)
{
    if (build_tag_flags[b->z.token.tag] & OPEN_HEAD) {
        back_into_head(b);
        return true;
    }
    switch (b->z.token.tag) {
    case HTML_TAG_HTML: mode_in_body(b); return true;
    case HTML_TAG_BODY:
        b->t->body = build_element(b);
        b->frameset_ok = false;
        b->mode = MODE_IN_BODY;
        return true;
    case HTML_TAG_FRAMESET:
        build_element(b);
        b->mode = MODE_IN_FRAMESET;
        return true;
    case HTML_TAG_HEAD: return true;
    default: return false;
    }
}

void mode_after_head(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT: {
        str space = build_take_space(b);
        build_text(b, space.p, (uint32_t)space.len);
        if (k->len == 0)
            return;
        break;
    }
    case HTML_TOKEN_COMMENT: build_comment_here(b); return;
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_START:
        if (after_head_start(b))
            return;
        break;
    case HTML_TOKEN_END:
        if (k->tag == HTML_TAG_TEMPLATE) {
            build_template_end(b);
            return;
        }
        if (k->tag != HTML_TAG_BODY && k->tag != HTML_TAG_HTML && k->tag != HTML_TAG_BR)
            return;
        break;
    default: break;
    }
    b->t->body = build_implied(b, HTML_TAG_BODY);
    build_switch(b, MODE_IN_BODY);
}

void mode_text(struct builder *b)
{
    if (b->z.token.kind == HTML_TOKEN_TEXT) {
        build_text(b, b->z.token.p, b->z.token.len);
        return;
    }
    build_pop(b);
    b->mode = b->mode_before;
    b->again = b->z.token.kind == HTML_TOKEN_EOF;
}
