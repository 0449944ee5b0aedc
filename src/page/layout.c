/* Decisions from structure alone; no names are read here. */
#include "page/layout.h"

#include "page/phrase.h"

#define CELL_BLOCKS_MIN 3       /* a cell with as many blocks lays out a column */
#define CAPTION_BYTES_MAX 600   /* caption and credit together */
#define CAPTION_BLOCKS_MAX 3    /* pieces of them */
#define CAPTION_SHARE 20        /* percent of the page's prose that a caption may be */
#define NARROW_SHARE 85         /* percent of the value that is nearly all */
#define ANCHOR_PROSE_MIN 40     /* bytes of a paragraph that can be a short article */
#define ARTICLE_PROSE_MIN 150   /* of an article among others */
#define SMALL_CAPTION_BYTES 320 /* of a caption that is a line below the picture */

/* The nearest table above an element, 0 for none. */
static uint32_t table_of(const struct scan *s, uint32_t element)
{
    uint32_t i = s->elements.at[element].parent;
    while (i && s->elements.at[i].tag != HTML_TAG_TABLE)
        i = s->elements.at[i].parent;
    return i;
}

static bool is_cell(const struct scan_element *e)
{
    return e->tag == HTML_TAG_TD || e->tag == HTML_TAG_TH;
}

/* A table that holds most of the page, one cell of which holds most of the table: its other cells
 * are columns and bars. */
static void mark_tables(struct scan *s)
{
    uint32_t *nearest = arena_array(s->arena, s->elements.len, uint32_t);
    uint32_t *main_cell = arena_array(s->arena, s->elements.len, uint32_t);
    const struct scan_element *at = s->elements.at;
    int64_t total = at[0].prose;
    for (uint32_t i = 1; i < s->elements.len; i++) {
        if (at[i].tag == HTML_TAG_TABLE)
            main_cell[i] = 0;
        if (!is_cell(&at[i]))
            continue;
        uint32_t table = nearest[i] = table_of(s, i);
        if (!main_cell[table] || at[i].prose > at[main_cell[table]].prose)
            main_cell[table] = i;
    }
    for (uint32_t i = 1; i < s->elements.len; i++) {
        struct scan_element *e = &s->elements.at[i];
        uint32_t table = is_cell(e) ? nearest[i] : 0, cell = main_cell[table];
        if (!table || !cell || (int64_t)at[table].prose * 2 < total ||
            (int64_t)at[cell].prose * 2 < at[table].prose ||
            at[cell].block_end - at[cell].block < CELL_BLOCKS_MIN)
            continue;
        s->elements.at[table].layout = true;
        if (i != cell && (int64_t)e->prose * 4 <= at[cell].prose) {
            e->side = true;
            e->evidence |= EV_SIDE;
        }
    }
}

/* Whether text of this element can be a caption: not a paragraph, a heading, an item. */
static bool is_plain_box(uint16_t tag)
{
    return tag == HTML_TAG_DIV || tag == HTML_TAG_SPAN || tag == HTML_TAG_CENTER ||
           tag == HTML_TAG_TD || tag == HTML_TAG_FONT || tag == HTML_TAG_SMALL;
}

/* The first img below an element that is no icon, not deeper than a link or wrapper around it. */
static uint32_t first_image(const struct html_tree *t, uint32_t top)
{
    for (uint32_t n = html_next(t, top, top); n; n = html_next(t, n, top)) {
        if (html_is(t, n, HTML_TAG_IMG))
            return n;
        if (html_is_text(t, n) && !str_empty(str_trim(html_text(t, n))))
            return 0;
    }
    return 0;
}

/* A picture that opens the box, then a few short pieces of text that are no paragraphs. */
static bool is_captioned_box(const struct scan *s, uint32_t i)
{
    const struct scan_element *e = &s->elements.at[i];
    if (!is_plain_box(e->tag) || e->images != 1 ||
        (e->evidence & (EV_BYLINE | EV_W_PERSON | EV_BIO | EV_TEASER | EV_RELATED)) ||
        e->block_end == e->block || e->block_end - e->block > CAPTION_BLOCKS_MAX)
        return false;
    uint32_t bytes = 0, links = 0;
    for (uint32_t k = e->block; k < e->block_end; k++) {
        const struct scan_block *b = &s->blocks.at[k];
        if (!is_plain_box(b->tag) || b->after_break)
            return false;
        bytes += b->bytes;
        links += b->link_bytes;
    }
    return bytes <= CAPTION_BYTES_MAX && links * 2 <= bytes && first_image(s->tree, e->node);
}

/* Whether all text of a block stands in small print or is short, below a picture and a line end:
 * <p><img><br><small>...</small></p>. */
static bool is_caption_line(const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    const struct scan_element *e = &s->elements.at[b->element];
    if (b->bytes > SMALL_CAPTION_BYTES || b->link_bytes * 2 > b->bytes || e->images != 1 ||
        e->block_end != e->block + 1)
        return false;
    uint32_t image = first_image(t, e->node), n;
    if (!image)
        return false;
    bool broken = false;
    for (n = html_next(t, image, e->node); n && n != b->first; n = html_next(t, n, e->node))
        broken |= html_is(t, n, HTML_TAG_BR);
    uint32_t up = t->nodes[b->first].parent;
    bool small = false;
    for (; up && up != e->node; up = t->nodes[up].parent)
        small |= html_is(t, up, HTML_TAG_SMALL) || html_is(t, up, HTML_TAG_FONT) ||
                 html_is(t, up, HTML_TAG_EM) || html_is(t, up, HTML_TAG_I);
    return broken && small;
}

static void mark_captions(struct scan *s)
{
    int64_t total = s->elements.at[0].prose;
    for (uint32_t i = 1; i < s->elements.len; i++) {
        struct scan_element *e = &s->elements.at[i];
        if (!e->is_block || !e->images || (int64_t)e->prose * 100 > total * CAPTION_SHARE)
            continue;
        if (is_captioned_box(s, i))
            e->caption_box = true;
    }
    vec_each (struct scan_block, b, &s->blocks) {
        struct scan_element *e = &s->elements.at[b->element];
        if (e->images && (int64_t)e->prose * 100 <= total * CAPTION_SHARE && is_caption_line(s, b))
            e->caption_box = true;
    }
}

void layout_mark(struct scan *s)
{
    struct arena_mark mark = arena_mark(s->arena);
    bool has_table = false;
    for (size_t i = 0; i < s->elements.len && !has_table; i++)
        has_table = s->elements.at[i].tag == HTML_TAG_TABLE;
    if (has_table)
        mark_tables(s);
    arena_rewind(s->arena, mark);
    mark_captions(s);
}

uint32_t layout_main(const struct scan *s, uint32_t root)
{
    const struct scan_element *at = s->elements.at;
    uint32_t found = 0;
    for (uint32_t i = root + 1; i < at[root].end; i++) {
        if (at[i].tag != HTML_TAG_MAIN || at[i].drop)
            continue;
        if (found)
            return root;
        found = i;
        i = at[i].end - 1;
    }
    return found && (int64_t)at[found].value * 10 >= (int64_t)at[root].value * 6 ? found : root;
}

uint32_t layout_narrow(const struct scan *s, uint32_t root, uint32_t headline)
{
    const struct scan_element *at = s->elements.at;
    int64_t value = at[root].value;
    uint32_t best = root;
    if (value <= 0)
        return root;
    for (uint32_t i = s->blocks.at[headline].element; i > root; i = at[i].parent) {
        if (at[i].is_block && !at[i].drop && (int64_t)at[i].value * 100 >= value * NARROW_SHARE) {
            best = i;
            break;
        }
    }
    return best;
}

static bool is_title(const struct scan *s, const struct scan_block *b,
                     const struct phrase_fold *title)
{
    struct arena_mark mark = arena_mark(s->arena);
    struct phrase_fold folded;
    phrase_fold(&folded, scan_block_text(s->arena, s, b, PHRASE_FOLD_MAX * 16));
    arena_rewind(s->arena, mark);
    return folded.len == title->len && memcmp(folded.p, title->p, title->len) == 0;
}

uint32_t layout_headline(const struct scan *s, uint32_t root, str title)
{
    struct phrase_fold folded;
    const struct scan_element *e = &s->elements.at[root];
    phrase_fold(&folded, title);
    if (folded.len < 2)
        return UINT32_MAX;
    /* A short title is one only where it stands as a heading. */
    uint32_t rank_min = folded.len < 8 ? 1 : 0;
    int64_t before = 0, total = 0;
    for (uint32_t i = e->block; i < e->block_end; i++)
        if (!s->blocks.at[i].drop && s->blocks.at[i].value > 0)
            total += s->blocks.at[i].value;
    uint32_t found = UINT32_MAX, rank = rank_min;
    for (uint32_t i = e->block; i < e->block_end && before * 100 <= total * 15; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        uint16_t tag = b->tag;
        uint32_t mine = tag == HTML_TAG_H1                                   ? 3
                        : tag >= HTML_TAG_H2 && tag <= HTML_TAG_H6           ? 2
                        : b->link_bytes * 2 < b->bytes && tag != HTML_TAG_LI ? 1
                                                                             : 0;
        if (mine > rank && b->bytes < title.len + 24 && b->bytes + 24 > title.len &&
            is_title(s, b, &folded)) {
            found = i;
            rank = mine;
        }
        if (!b->drop && b->value > 0)
            before += b->value;
    }
    return found;
}

uint32_t layout_anchor(const struct scan *s, uint32_t headline)
{
    const struct scan_element *at = s->elements.at;
    uint32_t seen = headline + 1;
    int64_t prose = 0;
    for (uint32_t i = s->blocks.at[headline].element; i; i = at[i].parent) {
        for (; seen < at[i].block_end; seen++) {
            const struct scan_block *b = &s->blocks.at[seen];
            uint32_t plain = b->bytes - b->link_bytes;
            if (!b->drop && b->value > 0 && plain >= ANCHOR_PROSE_MIN)
                prose += plain;
        }
        if (prose >= ANCHOR_PROSE_MIN)
            return at[i].tag == HTML_TAG_BODY ? 0 : i;
    }
    return 0;
}

/* Whether an element is an article of its own: a heading with this tag near its start, prose, and a
 * link in the heading, a time or a byline. */
static bool is_whole_article(const struct scan *s, uint32_t i, uint16_t heading)
{
    const struct scan_element *e = &s->elements.at[i];
    if (e->prose < ARTICLE_PROSE_MIN)
        return false;
    bool headed = false, signed_by = false;
    for (uint32_t k = e->block; k < e->block_end && k < e->block + 8 && !headed; k++) {
        const struct scan_block *b = &s->blocks.at[k];
        headed = b->tag == heading;
        signed_by = headed && b->link_bytes * 2 > b->bytes;
    }
    for (uint32_t c = i + 1; headed && !signed_by && c < e->end; c++)
        signed_by = s->elements.at[c].tag == HTML_TAG_TIME ||
                    (s->elements.at[c].evidence & (EV_BYLINE | EV_DATE));
    return headed && signed_by;
}

uint32_t layout_one_of_many(const struct scan *s, uint32_t root, uint32_t headline)
{
    const struct scan_element *at = s->elements.at;
    uint16_t heading = s->blocks.at[headline].tag;
    if (heading < HTML_TAG_H1 || heading > HTML_TAG_H6)
        return root;
    for (uint32_t i = s->blocks.at[headline].element; i > root; i = at[i].parent) {
        if (!at[i].is_block || at[i].drop || !is_whole_article(s, i, heading))
            continue;
        uint32_t up = at[i].parent;
        for (uint32_t c = up + 1; c < at[up].end; c = at[c].end)
            if (c != i && at[c].tag == at[i].tag && at[c].shape == at[i].shape &&
                is_whole_article(s, c, heading))
                return i;
    }
    return root;
}
