/* Which part of the page is about which link. */
#include "base/hash.h"
#include "feed/induce_code.h"

#define OWNER_MANY 1
#define ITEM_BYTES_MAX 6000 /* of text: what holds more is a part of the page, not an item */

/* Marks NODE and what is around it as LINK's; what is another's too is nobody's. Each node changes
 * twice at most, so all links together cost what is around them. */
static void claim(struct induce_page *p, const struct link *link)
{
    for (uint32_t n = link->node; n; n = p->tree.nodes[n].parent) {
        uint64_t owner = p->stamp_of[n] == p->stamp ? p->owner[n] : 0;
        if (owner == link->address_hash || owner == OWNER_MANY)
            return;
        p->stamp_of[n] = p->stamp;
        p->owner[n] = owner ? OWNER_MANY : link->address_hash;
    }
}

static bool is_whole_page(const struct induce_page *p, uint32_t n)
{
    uint16_t tag = p->tree.nodes[n].tag;
    return n == 0 || tag == HTML_TAG_BODY || tag == HTML_TAG_HTML || tag == HTML_TAG_MAIN ||
           p->spots[n].text_end - p->spots[n].text > ITEM_BYTES_MAX;
}

static uint32_t root_of(const struct induce_page *p, const struct link *link)
{
    uint32_t root = link->node;
    for (;;) {
        uint32_t around = p->tree.nodes[root].parent;
        if (is_whole_page(p, around) || p->owner[around] == OWNER_MANY)
            return root;
        root = around;
    }
}

/* An item without a wrapper of its own goes on to where the next begins. The last one goes on for
 * as many nodes as the one before it. */
static void stretch(struct induce_page *p, struct item_vec *items)
{
    uint32_t between = 0;
    for (size_t i = 0; i < items->len; i++) {
        struct item *item = &items->at[i];
        uint32_t parent = p->tree.nodes[item->root].parent;
        bool beside = i + 1 < items->len && p->tree.nodes[items->at[i + 1].root].parent == parent &&
                      p->spots[items->at[i + 1].root].at >= item->end;
        if (beside) {
            item->end = p->spots[items->at[i + 1].root].at;
            between = 0;
            for (uint32_t n = item->root; n && n != items->at[i + 1].root;
                 n = p->tree.nodes[n].next)
                between++;
        } else if (i > 0 && p->tree.nodes[items->at[i - 1].root].parent == parent) {
            uint32_t n = item->root;
            for (uint32_t k = 0; n && k < between; k++) {
                item->end = p->spots[n].end;
                n = p->tree.nodes[n].next;
            }
        }
    }
}

void induce_items_find(struct item_vec *out, struct induce_page *p, const struct u32_vec *links)
{
    p->stamp++;
    vec_each (const uint32_t, i, links)
        claim(p, &p->links.at[*i]);
    vec_each (const uint32_t, i, links) {
        const struct link *link = &p->links.at[*i];
        uint32_t root = root_of(p, link);
        *vec_push(out, p->arena) = (struct item){
            .link = link, .root = root, .begin = p->spots[root].at, .end = p->spots[root].end};
    }
    stretch(p, out);
}

void induce_inner_paths(struct induce_page *p, const struct item *item)
{
    uint32_t parent = p->tree.nodes[item->root].parent;
    p->inner[parent] = PATH_AFTER;
    for (uint32_t at = item->begin; at < item->end; at++) {
        uint32_t n = p->order[at];
        uint32_t around = p->tree.nodes[n].parent;
        /* What follows the root has been counted from the list's beginning. */
        uint64_t step = around == parent ? p->spots[n].step : p->spots[n].inner_step;
        p->inner[n] = n == item->root ? PATH_ROOT : hash_join(p->inner[around], step);
    }
}
