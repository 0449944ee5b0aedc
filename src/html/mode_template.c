/* "In template" and the end of a template (WHATWG HTML 13.2.6.4.16). */
#include "html/builder.h"

static void implied_end_thoroughly(struct builder *b)
{
    while (b->top->flags & OPEN_THOROUGH)
        build_pop(b);
}

static void template_close(struct builder *b)
{
    build_pop_until(b, HTML_TAG_TEMPLATE);
    build_formatting_clear(b);
    if (b->template_len)
        b->template_len--;
    build_reset_mode(b);
}

void build_template_end(struct builder *b)
{
    if (!build_open(b, HTML_TAG_TEMPLATE))
        return;
    implied_end_thoroughly(b);
    template_close(b);
}

/* The content of a template decides what it is content of. */
static void become(struct builder *b, enum insertion_mode mode)
{
    if (b->template_len)
        b->template_modes[b->template_len - 1] = (uint8_t)mode;
    build_switch(b, mode);
}

static void template_start(struct builder *b)
{
    if (build_tag_flags[b->z.token.tag] & OPEN_HEAD) {
        mode_in_head(b);
        return;
    }
    switch (b->z.token.tag) {
    case HTML_TAG_CAPTION:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD: become(b, MODE_IN_TABLE); break;
    case HTML_TAG_COL: become(b, MODE_IN_COLUMN_GROUP); break;
    case HTML_TAG_TR: become(b, MODE_IN_TABLE_BODY); break;
    case HTML_TAG_TD:
    case HTML_TAG_TH: become(b, MODE_IN_ROW); break;
    default: become(b, MODE_IN_BODY); break;
    }
}

void mode_in_template(struct builder *b)
{
    switch (b->z.token.kind) {
    case HTML_TOKEN_START: template_start(b); break;
    case HTML_TOKEN_END:
        if (b->z.token.tag == HTML_TAG_TEMPLATE)
            build_template_end(b);
        break;
    case HTML_TOKEN_EOF:
        if (!build_open(b, HTML_TAG_TEMPLATE)) {
            b->stopped = true;
            break;
        }
        template_close(b);
        b->again = true;
        break;
    default: mode_in_body(b); break;
    }
}
