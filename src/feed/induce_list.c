/* Groups of one kind together: the lead story, the sections, the list itself. */
#include "base/map.h"
#include "feed/induce_code.h"

#define ENTRIES_MIN 3    /* a list of fewer is none */
#define QUALITY_MIN 0.42 /* of a list's first group */

/* --- which belong together ------------------------------------------------------------------- */

static const uint8_t never_zones = ZONE_MENU | ZONE_FOOT | ZONE_PAGER | ZONE_AD | ZONE_WORDS;

/* Whether more than half of G's addresses are in the list. */
static bool is_known(const struct group *g, const struct induce_page *p, const struct map *known)
{
    size_t n = 0;
    vec_each (const uint32_t, i, &g->links)
        n += map_get(known, p->links.at[*i].address.s) != NULL;
    return n * 2 > g->links.len;
}

static bool is_same_kind(const struct group *seed, const struct group *g)
{
    uint8_t away = never_zones | ZONE_SIDE | ZONE_HEAD;
    if ((g->zone & away & ~seed->zone) || g->marks.title < 0.6 * seed->marks.title)
        return false;
    bool same_shape = g->shape == seed->shape && g->shape_share >= 0.5 && seed->shape_share >= 0.5;
    bool both_headings = g->marks.heading > 0 && seed->marks.heading > 0;
    /* Addresses of all forms: then all are alike in having none. */
    bool no_shapes = seed->shape_share < 0.5 && g->page_like >= 0.5 && seed->page_like >= 0.5;
    if ((g->own_site > 0.5) != (seed->own_site > 0.5))
        return false;
    if (g->links.len == 1)
        return same_shape ? g->marks.title >= 0.7 : both_headings && g->page_like > 0;
    if (seed->marks.date >= 0.6 && g->marks.date < 0.2 && !g->marks.heading)
        return same_shape && g->quality >= 0.5 * seed->quality && seed->marks.heading == 0;
    return (same_shape || no_shapes || both_headings) && g->quality >= 0.45 * seed->quality;
}

static void remember(struct map *known, const struct group *g, const struct induce_page *p)
{
    vec_each (const uint32_t, i, &g->links)
        *map_put(known, p->links.at[*i].address.s) = 1;
}

/* --- the recipe ------------------------------------------------------------------------------ */

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Adds the list's part that G is, its fields read from ITEMS, those of all the list. */
static void put_group(struct recipe *r, struct induce_page *p, const struct group *g,
                      const struct item_vec *items)
{
    struct recipe_group *out = &r->groups[r->len];
    struct field_marks marks;
    struct item_vec own = {0};
    uint32_t number = p->links.at[g->links.at[0]].group;
    vec_each (const struct item, item, items)
        if (item->link->group == number)
            *vec_push(&own, p->arena) = *item;
    if (own.len == 0)
        return;
    const struct item *first = &own.at[0];
    out->path = induce_path_text(p, HTML_NONE, first->link->node, false);
    out->from = p->spots[first->link->node].depth - p->spots[first->root].depth + 1;
    out->shape = g->shape_share >= 0.5 ? g->shape : 0;
    induce_fields_find(&out->fields, &marks, p, &own);
    r->len += !str_empty(out->path);
}

static void put_links(struct u32_vec *out, struct induce_page *p, const struct group *g,
                      struct map *taken)
{
    vec_each (const uint32_t, i, &g->links) {
        uint64_t *known = map_put(taken, p->links.at[*i].address.s);
        if (*known == 0)
            *vec_push(out, p->arena) = *i;
        *known = 1;
    }
}

void induce_list_make(struct recipe *out, struct induce_page *p, const struct group_vec *groups,
                      size_t seed, const struct map *taken)
{
    struct map known, placed;
    struct u32_vec links = {0};
    struct item_vec items = {0};
    const struct group *parts[RECIPE_GROUPS_MAX];
    size_t len = 1;
    *out = (struct recipe){0};
    map_init(&known, p->arena);
    map_init(&placed, p->arena);
    parts[0] = &groups->at[seed];
    if (parts[0]->quality < QUALITY_MIN || parts[0]->links.len < 2)
        return;
    remember(&known, parts[0], p);
    for (size_t i = 0; i < groups->len && len < RECIPE_GROUPS_MAX; i++) {
        const struct group *g = &groups->at[i];
        if (i == seed || is_known(g, p, &known) || is_known(g, p, taken) ||
            !is_same_kind(parts[0], g))
            continue;
        parts[len++] = g;
        remember(&known, g, p);
    }
    for (size_t i = 0; i < len; i++)
        put_links(&links, p, parts[i], &placed);
    if (links.len < ENTRIES_MIN)
        return;
    qsort(links.at, links.len, sizeof *links.at, by_number);
    induce_items_find(&items, p, &links);
    for (size_t i = 0; i < len; i++)
        put_group(out, p, parts[i], &items);
    out->entries = links.len;
}
