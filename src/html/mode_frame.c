/* The insertion modes of framesets and of what follows the body (WHATWG HTML 13.2.6.4.17 ff.). */
#include "html/builder.h"

void mode_after_body(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT:
        if (build_all_space(k->p, k->len)) {
            mode_in_body(b);
            return;
        }
        break;
    case HTML_TOKEN_COMMENT: build_comment(b, (struct place){b->stack[1].into, 0}); return;
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML) {
            mode_in_body(b);
            return;
        }
        break;
    case HTML_TOKEN_END:
        if (k->tag == HTML_TAG_HTML) {
            if (!b->fragment)
                b->mode = MODE_AFTER_AFTER_BODY;
            return;
        }
        break;
    default: b->stopped = true; return;
    }
    build_switch(b, MODE_IN_BODY);
}

void mode_after_after_body(struct builder *b)
{
    struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_COMMENT: build_comment(b, (struct place){0, 0}); return;
    case HTML_TOKEN_DOCTYPE: return;
    case HTML_TOKEN_EOF: b->stopped = true; return;
    case HTML_TOKEN_TEXT:
        if (build_all_space(k->p, k->len)) {
            mode_in_body(b);
            return;
        }
        break;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML) {
            mode_in_body(b);
            return;
        }
        break;
    default: break;
    }
    build_switch(b, MODE_IN_BODY);
}

static void frameset_text(struct builder *b)
{
    build_keep_space(b);
    build_text(b, b->z.token.p, b->z.token.len);
}

void mode_in_frameset(struct builder *b)
{
    const struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT: frameset_text(b); break;
    case HTML_TOKEN_COMMENT: build_comment_here(b); break;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML)
            mode_in_body(b);
        else if (k->tag == HTML_TAG_FRAMESET)
            build_element(b);
        else if (k->tag == HTML_TAG_FRAME)
            build_void(b);
        else if (k->tag == HTML_TAG_NOFRAMES)
            mode_in_head(b);
        break;
    case HTML_TOKEN_END:
        if (k->tag != HTML_TAG_FRAMESET || build_depth(b) <= 1)
            break;
        build_pop(b);
        if (!b->fragment && b->top->key != HTML_TAG_FRAMESET)
            b->mode = MODE_AFTER_FRAMESET;
        break;
    case HTML_TOKEN_EOF: b->stopped = true; break;
    default: break;
    }
}

void mode_after_frameset(struct builder *b)
{
    const struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_TEXT: frameset_text(b); break;
    case HTML_TOKEN_COMMENT: build_comment_here(b); break;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML)
            mode_in_body(b);
        else if (k->tag == HTML_TAG_NOFRAMES)
            mode_in_head(b);
        break;
    case HTML_TOKEN_END:
        if (k->tag == HTML_TAG_HTML)
            b->mode = MODE_AFTER_AFTER_FRAMESET;
        break;
    case HTML_TOKEN_EOF: b->stopped = true; break;
    default: break;
    }
}

void mode_after_after_frameset(struct builder *b)
{
    const struct html_token *k = &b->z.token;
    switch (k->kind) {
    case HTML_TOKEN_COMMENT: build_comment(b, (struct place){0, 0}); break;
    case HTML_TOKEN_TEXT:
        build_keep_space(b);
        if (k->len)
            mode_in_body(b);
        break;
    case HTML_TOKEN_START:
        if (k->tag == HTML_TAG_HTML)
            mode_in_body(b);
        else if (k->tag == HTML_TAG_NOFRAMES)
            mode_in_head(b);
        break;
    case HTML_TOKEN_EOF: b->stopped = true; break;
    default: break;
    }
}
