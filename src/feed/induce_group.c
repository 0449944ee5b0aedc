/* Links of one path, and how much like a list of news they are. */
#include "base/map.h"
#include "feed/induce_code.h"

#include <math.h>

#define GROUPS_MAX 80     /* that are looked at closely */
#define COUNT_FULL 20     /* more entries make a list no better */
#define NEVER_FACTOR 0.12 /* of what is the same on every page */

/* Adds LINK's index unless its address is there. */
static void add_link(struct group *g, struct induce_page *p, struct map *seen, uint32_t i)
{
    uint64_t key[2] = {p->links.at[i].address_hash, p->links.at[i].group};
    uint64_t *known = map_get(seen, str_of((const char *)key, sizeof key));
    if (known || g->links.len == INDUCE_ENTRIES_MAX)
        return;
    *map_put(seen, str_of(arena_dup(p->arena, key, sizeof key), sizeof key)) = 1;
    *vec_push(&g->links, p->arena) = i;
}

/* The shape that most addresses have, by majority vote (Boyer and Moore), then counted. */
static void read_addresses(struct group *g, const struct induce_page *p)
{
    size_t own = 0, page_like = 0, same = 0, votes = 0;
    vec_each (const uint32_t, i, &g->links) {
        const struct link *l = &p->links.at[*i];
        own += l->own_site;
        page_like += l->page_like;
        if (votes == 0)
            g->shape = l->shape;
        votes += l->shape == g->shape ? 1 : (size_t)-1;
    }
    vec_each (const uint32_t, i, &g->links)
        same += p->links.at[*i].shape == g->shape;
    double n = (double)g->links.len;
    g->own_site = (double)own / n;
    g->page_like = (double)page_like / n;
    g->shape_share = (double)same / n;
}

/* What the item is part of; and what its link is part of within it, but for the heads and feet that
 * articles have of their own. */
static uint8_t zone_of_item(const struct induce_page *p, const struct item *item)
{
    uint8_t zone = p->spots[p->tree.nodes[item->root].parent].zone;
    zone |= p->spots[item->root].own_zone & ~(ZONE_HEAD | ZONE_FOOT | ZONE_WORDS);
    for (uint32_t n = item->link->node; n != item->root; n = p->tree.nodes[n].parent)
        zone |= p->spots[n].own_zone & (ZONE_WORDS | ZONE_PAGER | ZONE_AD | ZONE_MENU);
    return zone;
}

static void read_zone(struct group *g, const struct induce_page *p)
{
    size_t counts[8] = {0};
    vec_each (const struct item, item, &g->items) {
        uint8_t zone = zone_of_item(p, item);
        for (unsigned bit = 0; bit < 8; bit++)
            counts[bit] += zone >> bit & 1;
    }
    for (unsigned bit = 0; bit < 8; bit++)
        if (counts[bit] * 2 > g->items.len)
            g->zone |= (uint8_t)(1u << bit);
}

static double zone_factor(uint8_t zone)
{
    if (zone & (ZONE_MENU | ZONE_FOOT | ZONE_PAGER | ZONE_AD))
        return NEVER_FACTOR;
    if (zone & ZONE_WORDS)
        return 0.2;
    if (zone & (ZONE_SIDE | ZONE_HEAD))
        return 0.4;
    return zone & ZONE_FORM ? 0.8 : 1;
}

static void judge(struct group *g)
{
    const struct field_marks *m = &g->marks;
    double q = m->title;
    q += 0.25 * m->heading + 0.45 * m->date + 0.15 * m->summary + 0.1 * m->image;
    /* What is merely a good title is not enough: nor is what is beside a bad one. */
    q *= 0.3 + 0.7 * m->title;
    q *= 0.6 + 0.4 * g->page_like;
    q *= g->own_site > 0.5 ? 1 : 0.6 + 0.3 * m->date;
    q *= zone_factor(g->zone);
    size_t n = g->links.len < COUNT_FULL ? g->links.len : COUNT_FULL;
    g->quality = q;
    g->score = pow(q, 1.5) * log2(1 + (double)n);
}

static bool in_heading(const struct induce_page *p, uint32_t node)
{
    for (uint32_t n = node, up = 0; n && up < 3; n = p->tree.nodes[n].parent, up++)
        if (induce_is_heading(&p->tree, n))
            return true;
    html_each_child (&p->tree, child, node)
        if (induce_is_heading(&p->tree, child))
            return true;
    return false;
}

/* A link without another like it: its own text is all there is to judge by. */
static void look_at_single(struct group *g, struct induce_page *p)
{
    const struct link *l = &p->links.at[g->links.at[0]];
    for (uint32_t at = p->spots[l->node].at; at < p->spots[l->node].end; at++) {
        double fit = induce_headline_fit(spot_width(p, p->order[at]));
        g->marks.title = fit > g->marks.title ? fit : g->marks.title;
    }
    g->marks.heading = in_heading(p, l->node);
    g->zone = p->spots[l->node].zone;
}

static void look_at(struct group *g, struct induce_page *p)
{
    struct fields fields;
    read_addresses(g, p);
    if (g->links.len < 2) {
        look_at_single(g, p);
    } else {
        induce_items_find(&g->items, p, &g->links);
        induce_fields_find(&fields, &g->marks, p, &g->items);
        read_zone(g, p);
    }
    judge(g);
}

/* What can be told of a group at a glance: how many it has, and how wide their texts are. */
static double glance(const struct group *g, const struct induce_page *p)
{
    double fit = 0;
    for (size_t i = 0; i < g->links.len && i < COUNT_FULL; i++)
        fit += 0.1 + induce_headline_fit(spot_width(p, p->links.at[g->links.at[i]].node));
    return fit;
}

static int by_score(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    /* As they stand on the page. */
    return x->links.at[0] < y->links.at[0] ? -1 : 1;
}

void induce_groups_find(struct group_vec *out, struct induce_page *p)
{
    struct map seen;
    map_init(&seen, p->arena);
    for (uint32_t i = 0; i < p->links.len; i++) {
        while (out->len <= p->links.at[i].group)
            vec_push(out, p->arena);
        add_link(&out->at[p->links.at[i].group], p, &seen, i);
    }
    vec_each (struct group, g, out)
        g->score = glance(g, p);
    if (out->len)
        qsort(out->at, out->len, sizeof *out->at, by_score);
    out->len = out->len < GROUPS_MAX ? out->len : GROUPS_MAX;
    vec_each (struct group, g, out)
        look_at(g, p);
    if (out->len)
        qsort(out->at, out->len, sizeof *out->at, by_score);
}
