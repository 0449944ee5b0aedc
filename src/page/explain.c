/* Lists the blocks of a scan with the reasons that body.c, prune.c and text.c noted. */
#include "page/explain.h"

#include "base/utf8.h"

#define PATH_ELEMENTS 8
#define PATH_NAME_MAX 60 /* bytes of a class or id that are shown */

static const struct {
    str group, text;
} whys[] = {
#define WHY(name, group, text) {S(#group), S(text)},
#include "page/why.def"
#undef WHY
};

/* "div#id.class": what the page calls an element. */
static void put_name(struct sbuf *out, const struct scan *s, uint32_t element)
{
    const struct html_tree *t = s->tree;
    uint32_t n = s->elements.at[element].node;
    sbuf_put(out, html_is_element(t, n) ? html_name(t, n) : S("document"));
    str id = html_attr(t, n, HTML_ATTR_ID), names = html_attr(t, n, HTML_ATTR_CLASS);
    if (!str_empty(id))
        sbuf_printf(out, "#%.*s", STR_FMT(str_sub(id, 0, PATH_NAME_MAX)));
    names = str_sub(str_trim(names), 0, PATH_NAME_MAX);
    bool space = true;
    for (size_t i = 0; i < names.len; i++) {
        bool blank = ascii_is_space((unsigned char)names.p[i]);
        if (!blank && space)
            sbuf_putc(out, '.');
        if (!blank)
            sbuf_putc(out, names.p[i]);
        space = blank;
    }
}

static str path_of(struct arena *a, const struct scan *s, uint32_t element)
{
    uint32_t chain[PATH_ELEMENTS];
    size_t n = 0;
    uint32_t i = element;
    for (; i && n < PATH_ELEMENTS; i = s->elements.at[i].parent)
        chain[n++] = i;
    struct sbuf out;
    sbuf_init(&out, a, (size_t)PATH_ELEMENTS * (2 * PATH_NAME_MAX + 80));
    if (i)
        sbuf_put(&out, S("… > "));
    if (n == 0)
        put_name(&out, s, 0);
    while (n-- > 0) {
        put_name(&out, s, chain[n]);
        if (n)
            sbuf_put(&out, S(" > "));
    }
    /* A name may have been cut inside a character. */
    return utf8_repair(a, sbuf_str(&out));
}

static str text_of(struct arena *a, const struct scan *s, const struct scan_block *b)
{
    str text = scan_block_text(a, s, b, (size_t)b->bytes * 2 + 64);
    if (text.len <= EXPLAIN_TEXT_MAX)
        return text;
    text.len = utf8_floor(text, EXPLAIN_TEXT_MAX);
    return str_printf(a, "%.*s …", STR_FMT(text));
}

void explain_blocks(struct page_explanation *out, struct arena *a, const struct scan *s,
                    const struct body *body)
{
    *out = (struct page_explanation){.cut = s->blocks.len > EXPLAIN_BLOCKS_MAX};
    out->len = out->cut ? EXPLAIN_BLOCKS_MAX : s->blocks.len;
    struct page_block *blocks = arena_array(a, out->len + 1, struct page_block);
    for (uint32_t i = 0; i < out->len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        const struct scan_element *e = &s->elements.at[b->element];
        bool inside = body->bytes && i >= body->first && i < body->last;
        enum scan_why why = b->drop ? (enum scan_why)b->why : inside ? WHY_KEPT : WHY_OUTSIDE;
        blocks[i] = (struct page_block){
            .text = text_of(a, s, b),
            .path = path_of(a, s, b->element),
            .tag = html_is_element(s->tree, e->node) ? html_name(s->tree, e->node) : S(""),
            .heading = b->tag >= HTML_TAG_H1 && b->tag <= HTML_TAG_H6,
            .kept = why == WHY_KEPT,
            .why = whys[why].text,
            .group = whys[why].group,
            .value = b->value,
            .bytes = b->bytes,
            .link_bytes = b->link_bytes,
            .words = b->words,
            .sentences = b->sentences,
        };
        out->kept += blocks[i].kept;
        out->dropped += !blocks[i].kept;
    }
    out->blocks = blocks;
    out->root = path_of(a, s, body->root);
    out->value = s->elements.len ? s->elements.at[body->root].value : 0;
}
