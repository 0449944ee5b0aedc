/* Ranking the dates of metadata, time elements, visible lines and the URL. */
#include "page/dates.h"

#include "model/article.h"
#include "page/ago.h"

#define VISIBLE_BYTES_MAX 240 /* a date line is short */
#define ALONE_BYTES_MAX 40    /* hardly more than a date */
#define LABEL_BYTES_MAX 24    /* "Published on:", in a block of its own */
#define STAMP_BYTES_MAX 8     /* "As of: ", before the date of a line that is a stamp */
#define ABOVE_BLOCKS 12       /* before the text */
#define HEADING_BLOCKS 4      /* before the headline */

/* Ranks. Metadata that name the publication are above GENERIC_RANK; "date" and the like, which
 * content systems fill with whatever they have, are not, and give way to a date of SHOWN_RANK that
 * the page shows at its headline. */
#define GENERIC_RANK 70
#define META_RANK 60
#define SHOWN_RANK 40
#define AGO_RANK 34 /* above the text */

struct best {
    struct dates_time time;
    int rank;
};

static void offer(struct best *best, const struct date_found *found, int rank)
{
    if (rank > best->rank)
        *best = (struct best){{found->time_us, found->zone_min, 0}, rank};
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

/* Somebody else's words, or one of many of the same shape. */
static bool is_reply(const struct scan *s, uint32_t element)
{
    for (uint32_t i = element; i; i = s->elements.at[i].parent)
        if ((s->elements.at[i].evidence & EV_COMMENT) || s->elements.at[i].repeated)
            return true;
    return false;
}

/* Blocks between the headline and the text, and a few before them. */
static bool is_above(const struct dates_place *place, uint32_t i)
{
    if (i >= place->first)
        return false;
    if (i + ABOVE_BLOCKS >= place->first)
        return true;
    return place->heading < place->first && i + HEADING_BLOCKS >= place->heading;
}

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
    if (stated ? is_reply(s, element) : is_foreign(s, element))
        return d->rank / 8;
    uint32_t block = s->elements.at[element].block;
    if (block > place->last + ABOVE_BLOCKS)
        return d->rank / 2;
    if (stated)
        return d->rank;
    bool dated = evidence_around(s, element) & (EV_BYLINE | EV_DATE | EV_HEAD);
    return d->rank + (dated ? 8 : 0) + (is_above(place, block) ? 4 : 0);
}

/* Words before a date that say it is of the update. */
static bool is_update(str before)
{
    static const str words[] = {S("updat"),    S("aktualis"),    S("mis à jour"), S("actualiz"),
                                S("aggiorn"),  S("modif"),       S("geändert"),   S("änderung"),
                                S("atualiz"),  S("corregido"),   S("bijgewerkt"), S("uppdater"),
                                S("oppdater"), S("opdater"),     S("aktualiz"),   S("päivitetty"),
                                S("Änderung"), S("last change"), S("frissít"),    S("ažurir"),
                                S("güncelle"), S("cập nhật"),    S("diperbarui")};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ihas(before, words[i]))
            return true;
    return str_has(before, S("бновлен")) || str_has(before, S("оновлен"));
}

/* Words before a date that say it is of the publication, wherever the line stands. */
static bool is_publication(str before)
{
    static const str words[] = {S("published"),
                                S("posted"),
                                S("veröffentlicht"),
                                S("gespeichert"),
                                S("erschienen"),
                                S("geschrieben"),
                                S("erstellt"),
                                S("eingestellt"),
                                S("artikel wurde"),
                                S("beitrag wurde"),
                                S("eintrag wurde"),
                                S("publié"),
                                S("publicado"),
                                S("publicada"),
                                S("pubblicato"),
                                S("gepubliceerd"),
                                S("publicerad"),
                                S("publisert"),
                                S("udgivet"),
                                S("opublikowano"),
                                S("julkaistu"),
                                S("yayınlan"),
                                S("pressemitteilung vom"),
                                S("datum:"),
                                S("date:"),
                                S("fecha:"),
                                S("data:"),
                                S("online seit"),
                                S("created on"),
                                S("mis en ligne"),
                                S("paru le"),
                                S("objavljeno"),
                                S("zveřejněno"),
                                S("publikováno"),
                                S("megjelent"),
                                S("közzétéve"),
                                S("publicat"),
                                S("lagt ut"),
                                S("diterbitkan")};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ihas(before, words[i]))
            return true;
    return str_has(before, S("публикован"));
}

/* Where a line stands: how surely a date in it is the article's, 0 when it is not. */
static int line_rank(const struct scan *s, uint32_t i, const struct dates_place *place)
{
    const struct scan_block *b = &s->blocks.at[i];
    uint32_t first = place->first, last = place->last;
    bool above = is_above(place, i);
    bool close = above && (i + 4 >= first || i + 1 >= place->heading);
    bool near = above || (i >= first && i < first + 3) || (i + 2 >= last && i < last + 8);
    bool dated = evidence_around(s, b->element) & (EV_DATE | EV_BYLINE);
    bool alone = b->bytes <= ALONE_BYTES_MAX && near;
    if (is_foreign(s, b->element))
        return i < first && i + 8 >= first && b->bytes <= 2 * ALONE_BYTES_MAX &&
                       !is_reply(s, b->element)
                   ? 16
                   : 0;
    if (!near && !dated && !alone)
        return 0;
    return 20 + (dated ? 12 : 0) +
           (close   ? 16
            : above ? 14
            : near  ? 6
                    : 0) -
           (b->bytes > 2 * ALONE_BYTES_MAX ? 6 : 0);
}

/* How far into a paragraph of the text its dateline may stand: "(4.3.2024) The sea ...",
 * "Press release of 4 March 2024 | The sea ...". */
static size_t opening_max(str text, const struct date_found *found)
{
    str rest = str_skip(text, found->end);
    bool mark = rest.len > 1 && (strchr("|:)-", rest.p[0]) || strchr("|:)-", rest.p[1]));
    return mark || str_starts(str_trim(rest), S("–")) ? 40 : 4;
}

/* The block before I when it is only a label that may say what date follows, else "". */
static str label_before(const struct scan *s, uint32_t i)
{
    struct sbuf text;
    sbuf_init(&text, s->arena, LABEL_BYTES_MAX * 4);
    if (i && s->blocks.at[i - 1].bytes <= LABEL_BYTES_MAX)
        scan_put_block(&text, s, &s->blocks.at[i - 1]);
    return sbuf_str(&text);
}

struct lines {
    const struct scan *s;
    const struct dates_place *place;
    const struct date_hints *hints;
    struct best published, updated;
    int64_t age_us; /* of the first line that says "ago" where datelines stand; 0: none does */
};

/* The date of one short line: "Updated" lines give the update, others the publication. */
static void read_line(struct lines *lines, uint32_t i, bool opening)
{
    const struct scan *s = lines->s;
    const struct scan_block *b = &s->blocks.at[i];
    int rank = line_rank(s, i, lines->place);
    struct sbuf text;
    struct date_found found;
    if (!rank && is_reply(s, b->element))
        return;
    sbuf_init(&text, s->arena, VISIBLE_BYTES_MAX * (opening ? 200 : 4));
    scan_put_block(&text, s, b);
    str line = sbuf_str(&text);
    if (!date_find(&found, line, lines->hints)) {
        int64_t age_us;
        if (!lines->age_us && rank >= AGO_RANK && !opening && ago_find(&age_us, line))
            lines->age_us = age_us;
        return;
    }
    if (opening && found.begin > opening_max(line, &found))
        return;
    str before = found.begin < 2 ? label_before(s, i) : str_sub(line, 0, found.begin);
    if (is_update(before)) {
        offer(&lines->updated, &found, rank ? rank : 12);
        return;
    }
    if (is_publication(before))
        offer(&lines->published, &found, rank ? rank + 14 : 12);
    else if (rank)
        offer(&lines->published, &found, rank + (found.begin <= STAMP_BYTES_MAX ? 6 : 0));
}

static void visible_dates(struct lines *lines)
{
    const struct scan *s = lines->s;
    uint32_t first = lines->place->first;
    for (uint32_t i = 0; i < s->blocks.len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        bool opening = b->bytes > VISIBLE_BYTES_MAX &&
                       ((i >= first && i <= first + 3) || is_above(lines->place, i));
        if (b->bytes < 6 || (b->bytes > VISIBLE_BYTES_MAX && !opening))
            continue;
        struct arena_mark mark = arena_mark(s->arena);
        read_line(lines, i, opening);
        arena_rewind(s->arena, mark);
    }
}

/* A time that is given twice, once in UTC and once in the page's zone, is the page's. */
static void take_zone(struct best *best, const struct date_found *found)
{
    int64_t apart = best->time.time_us - found->time_us;
    if (!best->time.zone_min && found->zone_min && apart > -60 * CLOCK_SECOND_US &&
        apart < 60 * CLOCK_SECOND_US)
        best->time.zone_min = found->zone_min;
}

/* The day in the address, or that the page shows, is the page's own: a time in UTC that falls on
 * the day before or after is in a zone where it is that day. */
static void take_zone_of_day(struct best *best, int64_t day_us)
{
    int64_t time_us = best->time.time_us;
    if (!best->rank || best->time.zone_min || time_us % CLOCK_DAY_US == 0)
        return;
    int64_t before = day_us - time_us, after = time_us - day_us - CLOCK_DAY_US;
    const int64_t hour = 3600 * CLOCK_SECOND_US;
    if (before > 0 && before <= 14 * hour)
        best->time.zone_min = (int)((before + hour - 1) / hour) * 60;
    else if (after >= 0 && after < 12 * hour)
        best->time.zone_min = -(int)(after / hour + 1) * 60;
}

/* Some systems fill article:published_time with the time of the last change; where JSON-LD tells
 * the two apart, the earlier one is the publication. */
static void correct_published(struct best *published, const struct page_meta *m,
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

/* Metadata, microdata, time elements. */
static void declared_dates(struct best *published, struct best *updated, struct best *shown,
                           const struct page_meta *m, const struct scan *s,
                           const struct dates_place *place, const struct date_hints *hints)
{
    struct date_found found;
    if (date_parse(&found, m->ld.published, hints))
        offer(published, &found, m->ld.article ? 89 : 75);
    if (date_parse(&found, m->ld.modified, hints))
        offer(updated, &found, 10);
    vec_each (struct meta_date, d, &m->dates) {
        if (!date_parse(&found, d->value, hints))
            continue;
        int rank = d->node ? node_rank(s, d, place) : d->rank;
        offer(d->updated ? updated : d->node && rank < META_RANK ? shown : published, &found, rank);
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
static void shown_dates(struct best *published, struct best *updated, const struct best *shown,
                        const struct scan *s, const struct dates_place *place,
                        const struct date_hints *hints)
{
    struct lines lines = {.s = s, .place = place, .hints = hints, .published = *shown};
    visible_dates(&lines);
    if (lines.published.rank >= SHOWN_RANK || lines.published.rank > published->rank)
        *published = lines.published;
    if (lines.updated.rank > updated->rank)
        *updated = lines.updated;
    if (!published->rank)
        published->time.age_us = lines.age_us;
}

void dates_choose(struct dates_time *published_at, struct dates_time *updated_at,
                  const struct page_meta *m, const struct scan *s, const struct dates_place *place,
                  str address, const struct date_hints *hints)
{
    const struct dates_time none = {.time_us = TIME_NONE};
    struct best published = {none, 0}, updated = {none, 0}, shown = {none, 0};
    int64_t day_us;
    declared_dates(&published, &updated, &shown, m, s, place, hints);
    if (date_of_url(&day_us, address)) {
        take_zone_of_day(&published, day_us);
        int64_t apart = published.rank ? published.time.time_us - day_us : INT64_MAX;
        if (apart < -CLOCK_DAY_US || apart >= 2 * CLOCK_DAY_US)
            offer(&published, &(struct date_found){.time_us = day_us}, 71);
    }
    if (published.rank < GENERIC_RANK)
        shown_dates(&published, &updated, &shown, s, place, hints);
    if (!published.rank && !published.time.age_us && updated.rank)
        published = updated;
    *published_at = published.time;
    bool later = published.rank && updated.rank && updated.time.time_us > published.time.time_us;
    *updated_at = later ? updated.time : none;
}
