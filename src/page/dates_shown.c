/* Lines with dates: where they stand, and what the words around a date say of it. */
#include "page/dates_shown.h"

#include "page/ago.h"
#include "page/title_part.h"

#define VISIBLE_BYTES_MAX 240 /* a date line is short */
#define ALONE_BYTES_MAX 40    /* hardly more than a date */
#define LABEL_BYTES_MAX 24    /* "Published on:", in a block of its own */
#define STAMP_BYTES_MAX 8     /* "As of: ", before the date of a line that is a stamp */
#define LABEL_LINE_MAX 60     /* before the date of a line that stands away from the article */
#define BEHIND_BYTES_MAX 24   /* of words behind a date that can be a label */
#define HEADING_BLOCKS 4      /* before the headline */
#define DATES_A_LINE_MAX 3
/* Ranks; those of lines begin at 20. A box that says "Published on" counts like a line at the
 * headline, cards and posts when nothing else does. */
#define LABELLED_RANK 41
#define CARD_RANK 3
#define POST_RANK 2
#define AGO_RANK 34   /* above the text */
#define CARD_BLOCKS 4 /* between a card's headline and its date */

uint32_t dates_evidence(const struct scan *s, uint32_t element)
{
    uint32_t ev = 0;
    for (int up = 0; up < 4 && element; up++) {
        ev |= s->elements.at[element].evidence;
        element = s->elements.at[element].parent;
    }
    return ev;
}

bool dates_is_foreign(const struct scan *s, uint32_t element)
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

bool dates_is_reply(const struct scan *s, uint32_t element)
{
    for (uint32_t i = element; i; i = s->elements.at[i].parent)
        if ((s->elements.at[i].evidence & EV_COMMENT) || s->elements.at[i].repeated)
            return true;
    return false;
}

bool dates_is_above(const struct dates_place *place, uint32_t i)
{
    if (i >= place->first)
        return false;
    if (i + DATES_ABOVE_BLOCKS >= place->first)
        return true;
    return place->heading < place->first && i + HEADING_BLOCKS >= place->heading;
}

static const struct {
    str text;
    bool update;
} words[] = {
#define UPDATED(text) {S(text), true},
#define PUBLISHED(text) {S(text), false},
#include "page/dated.def"
#undef UPDATED
#undef PUBLISHED
};

/* What words before or behind a date say it is of. */
static bool says(str line, bool update)
{
    for (size_t i = 0; line.len && i < ARRAY_LEN(words); i++)
        if (words[i].update == update && str_ihas(line, words[i].text))
            return true;
    return false;
}

/* Where a line stands: how surely a date in it is the article's, 0 when it is not. */
static int line_rank(const struct scan *s, uint32_t i, const struct dates_place *place)
{
    const struct scan_block *b = &s->blocks.at[i];
    uint32_t first = place->first, last = place->last;
    bool above = dates_is_above(place, i);
    bool close = above && (i + 4 >= first || i + 1 >= place->heading);
    bool between = above && i > place->heading;
    bool near = above || (i >= first && i < first + 4) || (i + 2 >= last && i < last + 8);
    bool dated = dates_evidence(s, b->element) & (EV_DATE | EV_BYLINE);
    bool alone = b->bytes <= ALONE_BYTES_MAX && near;
    if (dates_is_foreign(s, b->element))
        return i < first && i + 8 >= first && b->bytes <= 2 * ALONE_BYTES_MAX &&
                       !dates_is_reply(s, b->element)
                   ? 16
                   : 0;
    if (!near && !dated && !alone)
        return 0;
    return 20 + (dated ? 12 : 0) +
           (between ? 20
            : close ? 16
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

/* A second date of a line, and what its words say. */
struct line_date {
    struct date_found found;
    str before, behind;
};

/* The dates of LINE with the words around each, at most DATES_A_LINE_MAX. */
static size_t dates_of_line(struct line_date out[DATES_A_LINE_MAX], str line,
                            const struct date_hints *hints)
{
    size_t count = 0, at = 0;
    while (count < DATES_A_LINE_MAX && at < line.len) {
        struct line_date *d = &out[count];
        if (!date_find(&d->found, str_skip(line, at), hints))
            break;
        d->found.begin += at;
        d->found.end += at;
        d->before = str_sub(line, at, d->found.begin);
        at = d->found.end;
        count++;
    }
    if (count && line.len - at <= BEHIND_BYTES_MAX)
        out[count - 1].behind = str_skip(line, at);
    return count;
}

/* A date with its label where nothing else is, in a box of its own beside the article. */
static bool is_labelled_box(const struct dates_lines *lines, const struct scan_block *b)
{
    uint32_t ev = dates_evidence(lines->s, b->element);
    return b->bytes <= ALONE_BYTES_MAX && !dates_is_reply(lines->s, b->element) &&
           !(ev & (EV_RELATED | EV_TEASER | EV_NAV));
}

static void offer_date(struct dates_lines *lines, const struct scan_block *b,
                       const struct line_date *d, int rank, bool first)
{
    if (says(d->before, true) || (first && says(d->behind, true) && !says(d->before, false)))
        dates_offer(&lines->updated, &d->found, rank ? rank : 12);
    else if (says(d->before, false) && (rank || d->before.len <= LABEL_LINE_MAX))
        dates_offer(&lines->published, &d->found,
                    rank                        ? rank + 14
                    : is_labelled_box(lines, b) ? LABELLED_RANK
                                                : 12);
    else if (rank && first)
        dates_offer(&lines->published, &d->found,
                    rank + (d->found.begin <= STAMP_BYTES_MAX ? 6 : 0));
}

/* The dates of one short line: "Updated" lines give the update, others the publication. */
static void read_line(struct dates_lines *lines, uint32_t i, bool opening)
{
    const struct scan *s = lines->s;
    const struct scan_block *b = &s->blocks.at[i];
    int rank = line_rank(s, i, lines->place);
    struct sbuf text;
    struct line_date dates[DATES_A_LINE_MAX] = {0};
    if (!rank && dates_is_reply(s, b->element))
        return;
    sbuf_init(&text, s->arena, VISIBLE_BYTES_MAX * (opening ? 200 : 4));
    scan_put_block(&text, s, b);
    str line = sbuf_str(&text);
    size_t count =
        dates_of_line(dates, opening ? str_sub(line, 0, VISIBLE_BYTES_MAX) : line, lines->hints);
    if (!count) {
        int64_t age_us;
        if (!lines->age_us && rank >= AGO_RANK && !opening && ago_find(&age_us, line))
            lines->age_us = age_us;
        return;
    }
    if (opening && dates[0].found.begin > opening_max(line, &dates[0].found))
        return;
    if (dates[0].found.begin < 2)
        dates[0].before = label_before(s, i);
    for (size_t k = 0; k < (opening ? 1 : count); k++)
        offer_date(lines, b, &dates[k], rank, k == 0);
}

void dates_read_lines(struct dates_lines *lines)
{
    const struct scan *s = lines->s;
    uint32_t first = lines->place->first;
    for (uint32_t i = 0; i < s->blocks.len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        bool opening = b->bytes > VISIBLE_BYTES_MAX &&
                       ((i >= first && i <= first + 3) || dates_is_above(lines->place, i));
        if (b->bytes < 6 || (b->bytes > VISIBLE_BYTES_MAX && !opening))
            continue;
        struct arena_mark mark = arena_mark(s->arena);
        read_line(lines, i, opening);
        arena_rewind(s->arena, mark);
    }
}

/* The nearest element around that is one of many of its shape, or a teaser; 0: none. */
static uint32_t card_of(const struct scan *s, uint32_t element)
{
    for (uint32_t i = element; i; i = s->elements.at[i].parent)
        if (s->elements.at[i].repeated || (s->elements.at[i].evidence & EV_TEASER))
            return i;
    return 0;
}

static str text_of_block(const struct scan *s, uint32_t i)
{
    struct sbuf text;
    sbuf_init(&text, s->arena, VISIBLE_BYTES_MAX * 4);
    scan_put_block(&text, s, &s->blocks.at[i]);
    return sbuf_str(&text);
}

/* The date of the card whose headline is block I. */
static void read_card(struct dates_lines *lines, uint32_t i)
{
    const struct scan *s = lines->s;
    uint32_t card = card_of(s, s->blocks.at[i].element);
    const struct scan_element *e = &s->elements.at[card];
    uint32_t from = i > CARD_BLOCKS ? i - CARD_BLOCKS : 0, to = i + CARD_BLOCKS;
    struct date_found found;
    for (uint32_t k = from > e->block ? from : e->block; card && k <= to && k < e->block_end; k++)
        if (k != i && s->blocks.at[k].bytes <= ALONE_BYTES_MAX &&
            date_find(&found, text_of_block(s, k), lines->hints)) {
            dates_offer(&lines->published, &found, CARD_RANK);
            return;
        }
}

/* The first stamp of a thread: of a post that stands before the text or holds it. */
static void read_post(struct dates_lines *lines, uint32_t i)
{
    const struct scan *s = lines->s;
    struct date_found found;
    uint32_t ev = dates_evidence(s, s->blocks.at[i].element);
    if ((ev & EV_COMMENT) && !(ev & (EV_SIDE | EV_RELATED | EV_NAV)) &&
        s->blocks.at[i].bytes <= ALONE_BYTES_MAX &&
        date_find(&found, text_of_block(s, i), lines->hints) && found.begin <= STAMP_BYTES_MAX)
        dates_offer(&lines->published, &found, POST_RANK);
}

void dates_read_cards(struct dates_lines *lines)
{
    const struct scan *s = lines->s;
    str title = lines->place->title;
    for (uint32_t i = 0; i < s->blocks.len && lines->published.rank < CARD_RANK; i++) {
        if (s->blocks.at[i].bytes > VISIBLE_BYTES_MAX || s->blocks.at[i].bytes < 6)
            continue;
        struct arena_mark mark = arena_mark(s->arena);
        if (i != lines->place->heading && s->blocks.at[i].bytes + 8 >= title.len &&
            s->blocks.at[i].bytes <= title.len + 8 && title_same(text_of_block(s, i), title))
            read_card(lines, i);
        if (i < lines->place->first && !lines->published.rank)
            read_post(lines, i);
        arena_rewind(s->arena, mark);
    }
}
