/* A standfirst says so by its class, or is set in bold or italics as a whole, and stands between
 * headline and text. */
#include "page/lead.h"

#define LEAD_BYTES_MAX 700
#define LEAD_WORDS_MIN 4
#define LEAD_BLOCKS_ABOVE 6 /* above the body's first block that are looked at */

static str text_of(struct scan *s, const struct scan_block *b)
{
    return scan_block_text(s->arena, s, b, LEAD_BYTES_MAX * 8);
}

/* All of the block's text is bold or italic. */
static bool is_styled(const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = b->first; n; n = html_next(t, n, root)) {
        if (html_is_text(t, n) && !str_empty(str_trim(html_text(t, n)))) {
            uint32_t up = t->nodes[n].parent;
            while (up != root && up && !html_is(t, up, HTML_TAG_STRONG) &&
                   !html_is(t, up, HTML_TAG_B) && !html_is(t, up, HTML_TAG_EM) &&
                   !html_is(t, up, HTML_TAG_I))
                up = t->nodes[up].parent;
            if (up == root)
                return false;
        }
        if (n == b->last)
            break;
    }
    return true;
}

static bool is_named(const struct scan *s, const struct scan_block *b, uint32_t root)
{
    uint32_t i = b->element;
    for (int up = 0; up < 2 && i > root; up++, i = s->elements.at[i].parent)
        if (s->elements.at[i].evidence & EV_LEAD)
            return true;
    return false;
}

static bool is_foreign(const struct scan *s, uint32_t element)
{
    for (uint32_t i = element; i; i = s->elements.at[i].parent) {
        const struct scan_element *e = &s->elements.at[i];
        if (e->shield)
            return false;
        if ((e->evidence & (EV_COMMENT | EV_RELATED | EV_SIDE | EV_NAV | EV_FOOT | EV_POPUP |
                            EV_PROMO | EV_SHARE | EV_TEASER | EV_CAPTION | EV_HIDDEN)) ||
            e->repeated || e->caption_box)
            return true;
    }
    return false;
}

static bool fits(const struct scan_block *b)
{
    return b->bytes <= LEAD_BYTES_MAX && b->words >= LEAD_WORDS_MIN &&
           b->link_bytes * 4 <= b->bytes && b->tag != HTML_TAG_LI && b->tag != HTML_TAG_H1 &&
           b->tag != HTML_TAG_TD;
}

/* Above the body: only what names itself. */
static str lead_above(struct scan *s, const struct body *body)
{
    uint32_t begin = body->first > LEAD_BLOCKS_ABOVE ? body->first - LEAD_BLOCKS_ABOVE : 0;
    for (uint32_t i = begin; i < body->first; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        if (fits(b) && (s->elements.at[b->element].evidence & EV_LEAD) &&
            !is_foreign(s, b->element))
            return text_of(s, b);
    }
    return S("");
}

str lead_find(struct scan *s, const struct body *body)
{
    if (body->first >= body->last)
        return S("");
    const struct scan_block *b = &s->blocks.at[body->first];
    bool enough = body->bytes > b->bytes * 3;
    if (enough && fits(b) && (is_named(s, b, body->root) || is_styled(s, b)))
        return text_of(s, b);
    return lead_above(s, body);
}
