/* "In body": end tags (WHATWG HTML 13.2.6.4.7). */
#include "html/builder.h"

static bool same_name(const struct builder *b, const struct open *e)
{
    const struct html_token *k = &b->z.token;
    const struct html_node *n = &b->t->nodes[e->node];
    return k->tag != HTML_TAG_OTHER ||
           (n->text_len == k->len && memcmp(n->text, k->p, k->len) == 0);
}

void mode_in_body_any_end(struct builder *b)
{
    const struct html_token *k = &b->z.token;
    uint16_t tag = k->tag;
    if (!b->open_count[tag])
        return;
    uint32_t name = tag == HTML_TAG_OTHER ? build_name_hash(k->p, k->len) : 0;
    if (!build_name_open(b, name))
        return;
    for (const struct open *e = b->top; e > b->stack; e--) {
        if (e->key == tag && e->name == name && same_name(b, e)) {
            const struct open *keep = e - 1;
            while (b->top > keep)
                build_pop(b);
            return;
        }
        if (e->flags & OPEN_SPECIAL)
            return;
    }
}

static void end_block(struct builder *b, uint16_t bounds)
{
    uint16_t tag = b->z.token.tag;
    if (LIKELY(b->top->key == tag)) {
        build_pop(b);
        return;
    }
    if (!build_in_scope(b, tag, bounds))
        return;
    build_implied_end(b, tag);
    build_pop_until(b, tag);
}

static void end_p(struct builder *b)
{
    if (!build_in_scope(b, HTML_TAG_P, OPEN_SCOPE | OPEN_BUTTON))
        build_implied(b, HTML_TAG_P);
    build_close_p(b);
}

static void end_form(struct builder *b)
{
    if (build_open(b, HTML_TAG_TEMPLATE)) {
        if (build_in_scope(b, HTML_TAG_FORM, OPEN_SCOPE)) {
            build_implied_end(b, HTML_TAG_OTHER);
            build_pop_until(b, HTML_TAG_FORM);
        }
        return;
    }
    uint32_t form = b->form;
    b->form = 0;
    if (!form || form == UINT32_MAX || !(b->t->nodes[form].flags & NODE_OPEN))
        return;
    for (const struct open *e = b->top; e->node != form; e--)
        if (e->flags & OPEN_SCOPE)
            return;
    build_implied_end(b, HTML_TAG_OTHER);
    build_remove_open(b, form);
}

static void end_heading(struct builder *b)
{
    const struct open *e = b->top;
    while (e > b->stack && !(e->key >= HTML_TAG_H1 && e->key <= HTML_TAG_H6)) {
        if (e->flags & OPEN_SCOPE)
            return;
        e--;
    }
    /* Implied end tags lie above the heading, so what is popped is the same without them. */
    while (b->top >= e && b->top > b->stack + 1)
        build_pop(b);
}

static void end_marked(struct builder *b)
{
    if (!build_in_scope(b, b->z.token.tag, OPEN_SCOPE))
        return;
    build_implied_end(b, HTML_TAG_OTHER);
    build_pop_until(b, b->z.token.tag);
    build_formatting_clear(b);
}

static void end_br(struct builder *b)
{
    str br = html_tag_name(HTML_TAG_BR);
    b->z.token.p = br.p;
    b->z.token.len = (uint32_t)br.len;
    b->z.token.attr_count = 0;
    build_reconstruct(b);
    build_void(b);
    b->frameset_ok = false;
}

static void end_body(struct builder *b)
{
    if (!build_in_scope(b, HTML_TAG_BODY, OPEN_SCOPE))
        return;
    b->mode = MODE_AFTER_BODY;
    b->again = b->z.token.tag == HTML_TAG_HTML;
}

void mode_in_body_end(struct builder *b)
{
    uint16_t tag = b->z.token.tag;
    uint16_t flags = build_tag_flags[tag];
    if (flags & OPEN_BLOCK && tag != HTML_TAG_P) {
        end_block(b, OPEN_SCOPE);
        return;
    }
    if (flags & OPEN_FORMATTING) {
        build_adoption(b, tag);
        return;
    }
    switch (tag) {
    case HTML_TAG_TEMPLATE: build_template_end(b); break;
    case HTML_TAG_BODY:
    case HTML_TAG_HTML: end_body(b); break;
    case HTML_TAG_BUTTON:
    case HTML_TAG_LISTING:
    case HTML_TAG_PRE:
    case HTML_TAG_SELECT:
    case HTML_TAG_DD:
    case HTML_TAG_DT: end_block(b, OPEN_SCOPE); break;
    case HTML_TAG_LI: end_block(b, OPEN_SCOPE | OPEN_LIST); break;
    case HTML_TAG_FORM: end_form(b); break;
    case HTML_TAG_P: end_p(b); break;
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6: end_heading(b); break;
    case HTML_TAG_A:
    case HTML_TAG_NOBR: build_adoption(b, b->z.token.tag); break;
    case HTML_TAG_APPLET:
    case HTML_TAG_MARQUEE:
    case HTML_TAG_OBJECT: end_marked(b); break;
    case HTML_TAG_BR: end_br(b); break;
    default: mode_in_body_any_end(b); break;
    }
}
