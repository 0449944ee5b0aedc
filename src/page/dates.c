/* Ranking the dates of metadata, time elements, visible lines and the URL. */
#include "page/dates.h"

#include "model/article.h"

#define VISIBLE_BYTES_MAX 240 /* a date line is short */
#define ALONE_BYTES_MAX 40    /* hardly more than a date */

struct best {
    struct dates_time time;
    int rank;
};

static void offer(struct best *best, const struct date_found *found, int rank)
{
    if (rank > best->rank)
        *best = (struct best){{found->time_us, found->zone_min}, rank};
}

/* Evidence of an element and of the three around it. */
static uint32_t evidence_around(const struct scan *s, uint32_t element)
{
    uint32_t ev = 0;
    for (int up = 0; up < 4 && element; up++) {
        ev |= s->elements.at[element].evidence;
        element = s->elements.at[element].parent;
    }
    return ev;
}

static bool is_foreign(const struct scan *s, uint32_t element)
{
    for (uint32_t i = element; i; i = s->elements.at[i].parent) {
        if (s->elements.at[i].shield)
            return false;
        uint32_t ev = s->elements.at[i].evidence;
        if ((ev & EV_NAV) && (ev & (EV_BYLINE | EV_DATE)))
            ev &= ~(uint32_t)EV_NAV; /* a line of metadata in the style of a menu */
        if ((ev & (EV_COMMENT | EV_RELATED | EV_SIDE | EV_NAV | EV_FOOT | EV_TEASER)) ||
            s->elements.at[i].repeated)
            return true;
    }
    return false;
}

/* A time element counts for more when it stands where datelines stand. */
static int node_rank(const struct scan *s, const struct meta_date *d)
{
    uint32_t node = d->node;
    while (node && !s->element_of[node])
        node = s->tree->nodes[node].parent;
    if (!node)
        return d->rank;
    uint32_t element = s->element_of[node] - 1;
    if (is_foreign(s, element))
        return d->rank / 8;
    return d->rank + ((evidence_around(s, element) & (EV_BYLINE | EV_DATE | EV_HEAD)) ? 8 : 0);
}

/* Short lines near the body: "Updated" lines give the update, others the publication. */
static void visible_dates(struct best *published, struct best *updated, const struct scan *s,
                          uint32_t first, uint32_t last, const struct date_hints *hints)
{
    for (uint32_t i = 0; i < s->blocks.len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        bool near = (i + 12 >= first && i < first + 3) || (i + 2 >= last && i < last + 8);
        uint32_t ev = evidence_around(s, b->element);
        bool dated = ev & (EV_DATE | EV_BYLINE);
        bool alone = b->bytes <= ALONE_BYTES_MAX && i + 12 >= first && i < last + 8;
        if ((!near && !dated && !alone) || (b->bytes > VISIBLE_BYTES_MAX && i != first) ||
            b->bytes < 6 || is_foreign(s, b->element))
            continue;
        struct arena_mark mark = arena_mark(s->arena);
        struct sbuf text;
        sbuf_init(&text, s->arena, VISIBLE_BYTES_MAX * 2);
        scan_put_block(&text, s, b);
        struct date_found found;
        /* A paragraph may begin with its date: "(4.3.2024) The sea ..." */
        size_t begin_max = b->bytes > VISIBLE_BYTES_MAX ? 4 : STR_NPOS;
        if (date_find(&found, sbuf_str(&text), hints) && found.begin <= begin_max) {
            str before = str_sub(sbuf_str(&text), 0, found.begin);
            bool is_update = str_ihas(before, S("updat")) || str_ihas(before, S("aktualis")) ||
                             str_ihas(before, S("mis à jour")) || str_ihas(before, S("actualiz")) ||
                             str_ihas(before, S("aggiorn")) || str_ihas(before, S("modif")) ||
                             str_ihas(before, S("geändert")) || str_ihas(before, S("atualiz")) ||
                             str_has(before, S("бновлен"));
            int rank = 20 + (dated ? 12 : 0) + (near ? 6 : 0) + (i < first ? 2 : 0) -
                       (b->bytes > 80 ? 6 : 0);
            offer(is_update ? updated : published, &found, rank);
        }
        arena_rewind(s->arena, mark);
    }
}

void dates_choose(struct dates_time *published_at, struct dates_time *updated_at,
                  const struct page_meta *m, const struct scan *s, uint32_t first, uint32_t last,
                  str address, const struct date_hints *hints)
{
    const struct dates_time none = {TIME_NONE, 0};
    struct best published = {none, 0}, updated = {none, 0};
    struct date_found found;
    if (date_parse(&found, m->ld.published, hints))
        offer(&published, &found, m->ld.article ? 92 : 75);
    if (date_parse(&found, m->ld.modified, hints))
        offer(&updated, &found, 10);
    vec_each (struct meta_date, d, &m->dates) {
        if (!date_parse(&found, d->value, hints))
            continue;
        offer(d->updated ? &updated : &published, &found, d->node ? node_rank(s, d) : d->rank);
    }
    found = (struct date_found){0};
    if (date_of_url(&found.time_us, address)) {
        int64_t apart = published.rank ? published.time.time_us - found.time_us : INT64_MAX;
        if (apart < -CLOCK_DAY_US || apart >= 2 * CLOCK_DAY_US)
            offer(&published, &found, 62);
    }
    if (published.rank < 60)
        visible_dates(&published, &updated, s, first, last, hints);
    if (!published.rank && updated.rank)
        published = updated;
    *published_at = published.time;
    bool later = updated.rank && updated.time.time_us > published.time.time_us;
    *updated_at = later ? updated.time : none;
}
