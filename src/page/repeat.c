/* Counts the shapes of card-like elements over the whole page: what occurs often, and nearly
 * always as a card, is a card. */
#include "page/repeat.h"

#define REPEAT_SLOTS 2048
#define CARD_COUNT_MIN 4
#define CARD_PROSE_MAX 450 /* bytes; teasers are shorter than sections of an article */

struct shape {
    uint32_t shape;
    uint32_t count, cards;
};

static struct shape *shape_slot(struct shape *shapes, uint32_t shape)
{
    uint32_t at = (shape * 0x9e3779b1u) >> 21;
    for (uint32_t tries = 0; tries < REPEAT_SLOTS; tries++, at++) {
        struct shape *slot = &shapes[at & (REPEAT_SLOTS - 1)];
        if (slot->shape == 0 || slot->shape == shape)
            return slot;
    }
    return NULL;
}

static bool is_countable(const struct scan_element *e)
{
    return e->is_block && e->block_end > e->block && e->tag != HTML_TAG_P &&
           e->tag != HTML_TAG_TD && e->tag != HTML_TAG_TR && e->tag != HTML_TAG_BLOCKQUOTE &&
           !(e->evidence & EV_BODY);
}

/* A few blocks, one of them a linked line that can be a title, little else. */
static bool is_card(const struct scan *s, const struct scan_element *e)
{
    if (e->prose > CARD_PROSE_MAX || e->block_end - e->block > 10 ||
        (e->block_end - e->block < 2 && !e->images))
        return false;
    for (uint32_t i = e->block; i < e->block_end; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        if (b->bytes >= 15 && b->link_bytes * 10 >= b->bytes * 8)
            return true;
    }
    return false;
}

void repeat_mark(struct scan *s)
{
    struct arena_mark mark = arena_mark(s->arena);
    struct shape *shapes = arena_array(s->arena, REPEAT_SLOTS, struct shape);
    for (int pass = 0; pass < 2; pass++) {
        vec_each (struct scan_element, e, &s->elements) {
            if (!is_countable(e))
                continue;
            struct shape *slot = shape_slot(shapes, e->shape);
            if (!slot)
                continue;
            bool card = is_card(s, e);
            if (pass == 0) {
                slot->shape = e->shape;
                slot->count++;
                slot->cards += card;
            } else {
                e->repeated =
                    card && slot->cards >= CARD_COUNT_MIN && slot->cards * 4 >= slot->count * 3;
            }
        }
    }
    arena_rewind(s->arena, mark);
}
