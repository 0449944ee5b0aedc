/* Ranking the dates of metadata, time elements, visible lines and the URL. */
#include "page/dates.h"

#include "model/article.h"
#include "page/dates_shown.h"

/* Ranks. Metadata that name the publication are above GENERIC_RANK; "date" and the like, which
 * content systems fill with whatever they have, are not, and give way to a date of SHOWN_RANK that
 * the page shows at its headline. */
#define GENERIC_RANK 70
#define META_RANK 60
#define SHOWN_RANK 40

/* A time element counts for more when it stands where datelines stand, and for less when it stands
 * away from the article. */
static int node_rank(const struct scan *s, const struct meta_date *d,
                     const struct dates_place *place)
{
    uint32_t node = d->node;
    while (node && !s->element_of[node])
        node = s->tree->nodes[node].parent;
    if (!node)
        return d->rank;
    uint32_t element = s->element_of[node] - 1;
    bool stated = d->rank >= GENERIC_RANK; /* by microdata: then the foot of the article will do */
    if (stated ? dates_is_reply(s, element) : dates_is_foreign(s, element))
        return d->rank / 8;
    uint32_t block = s->elements.at[element].block;
    if (block > place->last + DATES_ABOVE_BLOCKS)
        return d->rank / 2;
    if (stated)
        return d->rank;
    bool dated = dates_evidence(s, element) & (EV_BYLINE | EV_DATE | EV_HEAD);
    return d->rank + (dated ? 8 : 0) + (dates_is_above(place, block) ? 4 : 0);
}

/* A time that is given twice, once in UTC and once in the page's zone, is the page's. */
static void take_zone(struct dates_best *best, const struct date_found *found)
{
    int64_t apart = best->time.time_us - found->time_us;
    if (!best->time.zone_min && found->zone_min && apart > -60 * CLOCK_SECOND_US &&
        apart < 60 * CLOCK_SECOND_US)
        best->time.zone_min = found->zone_min;
}

/* The day in the address, or that the page shows, is the page's own: a time in UTC that falls on
 * the day before or after is in a zone where it is that day, if people live there. */
static void take_zone_of_day(struct dates_best *best, int64_t day_us)
{
    int64_t time_us = best->time.time_us;
    if (!best->rank || best->time.zone_min || time_us % CLOCK_DAY_US == 0)
        return;
    int64_t before = day_us - time_us, after = time_us - day_us - CLOCK_DAY_US;
    const int64_t hour = 3600 * CLOCK_SECOND_US;
    if (before > 0 && before <= 13 * hour)
        best->time.zone_min = (int)((before + hour - 1) / hour) * 60;
    else if (after >= 0 && after < 8 * hour)
        best->time.zone_min = -(int)(after / hour + 1) * 60;
}

/* Some systems fill article:published_time with the time of the last change; where JSON-LD tells
 * the two apart, the earlier one is the publication. */
static void correct_published(struct dates_best *published, const struct page_meta *m,
                              const struct date_hints *hints)
{
    struct date_found first, changed;
    if (!published->rank || !m->ld.article || !date_parse(&first, m->ld.published, hints) ||
        !date_parse(&changed, m->ld.modified, hints) || !changed.has_time)
        return;
    int64_t apart = published->time.time_us - changed.time_us;
    if (apart > -5 * CLOCK_SECOND_US && apart < 5 * CLOCK_SECOND_US &&
        first.time_us < changed.time_us)
        published->time = (struct dates_time){first.time_us, first.zone_min, 0};
}

/* The first of January without a time: what systems fill in when they know the year alone. */
static bool is_placeholder(const struct date_found *found)
{
    struct civil c = clock_civil(found->time_us);
    return !found->has_time && c.month == 1 && c.day == 1;
}

/* Metadata, microdata, time elements. */
static void declared_dates(struct dates_best *published, struct dates_best *updated,
                           struct dates_best *shown, const struct page_meta *m,
                           const struct scan *s, const struct dates_place *place,
                           const struct date_hints *hints)
{
    struct date_found found;
    if (date_parse(&found, m->ld.published, hints))
        dates_offer(published, &found, m->ld.article ? 89 : 75);
    if (date_parse(&found, m->ld.modified, hints))
        dates_offer(updated, &found, 10);
    vec_each (struct meta_date, d, &m->dates) {
        if (!date_parse(&found, d->value, hints))
            continue;
        if (is_placeholder(&found))
            continue;
        int rank = d->node ? node_rank(s, d, place) : d->rank;
        dates_offer(d->updated                    ? updated
                    : d->node && rank < META_RANK ? shown
                                                  : published,
                    &found, rank);
    }
    correct_published(published, m, hints);
    if (!published->rank || published->time.zone_min)
        return;
    /* The same time with its zone, or the day it falls on where the page is read. */
    vec_each (struct meta_date, d, &m->dates) {
        if (!date_parse(&found, d->value, hints))
            continue;
        take_zone(published, &found);
        if (d->node && html_is(s->tree, d->node, HTML_TAG_TIME) && !found.has_time &&
            node_rank(s, d, place) > 40)
            take_zone_of_day(published, found.time_us);
    }
}

/* Lines near the text, where metadata are silent or only general. */
static void shown_dates(struct dates_best *published, struct dates_best *updated,
                        const struct dates_best *shown, const struct scan *s,
                        const struct dates_place *place, const struct date_hints *hints)
{
    struct dates_lines lines = {.s = s, .place = place, .hints = hints, .published = *shown};
    dates_read_lines(&lines);
    bool silent = !published->rank && !updated->rank && !lines.updated.rank && !lines.age_us;
    if (!lines.published.rank && silent)
        dates_read_cards(&lines);
    if (lines.published.rank >= SHOWN_RANK || lines.published.rank > published->rank)
        *published = lines.published;
    if (lines.updated.rank > updated->rank)
        *updated = lines.updated;
    if (!published->rank)
        published->time.age_us = lines.age_us;
    /* A day in a line of the text that lies behind the last change is of something to come. */
    if (published->rank < SHOWN_RANK && updated->rank &&
        updated->time.time_us + CLOCK_DAY_US <= published->time.time_us)
        *published = *updated;
}

/* A publication seconds after the last change may be the time of saving: some systems write it anew
 * each time. */
static bool is_time_of_saving(const struct dates_best *published, const struct dates_best *updated)
{
    if (!published->rank || !updated->rank)
        return false;
    int64_t apart = published->time.time_us - updated->time.time_us;
    return apart > 0 && apart <= 120 * CLOCK_SECOND_US;
}

void dates_choose(struct dates_time *published_at, struct dates_time *updated_at,
                  const struct page_meta *m, const struct scan *s, const struct dates_place *place,
                  str address, str canonical, const struct date_hints *hints)
{
    const struct dates_time none = {.time_us = TIME_NONE};
    struct dates_best published = {none, 0}, updated = {none, 0}, shown = {none, 0};
    int64_t day_us;
    declared_dates(&published, &updated, &shown, m, s, place, hints);
    if (date_of_url(&day_us, address) || date_of_url(&day_us, canonical)) {
        take_zone_of_day(&published, day_us);
        int64_t apart = published.rank ? published.time.time_us - day_us : INT64_MAX;
        if (apart < -CLOCK_DAY_US || apart >= 2 * CLOCK_DAY_US)
            dates_offer(&published, &(struct date_found){.time_us = day_us}, 71);
    }
    if (published.rank >= GENERIC_RANK && is_time_of_saving(&published, &updated))
        published.rank = GENERIC_RANK - 1;
    if (published.rank < GENERIC_RANK)
        shown_dates(&published, &updated, &shown, s, place, hints);
    if (!published.rank && !published.time.age_us && updated.rank)
        published = updated;
    *published_at = published.time;
    bool later = published.rank && updated.rank && updated.time.time_us > published.time.time_us;
    *updated_at = later ? updated.time : none;
}
