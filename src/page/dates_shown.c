/* Lines with dates: where they stand, and what the words around a date say of it. */
#include "page/dates_shown.h"

#include "base/utf8.h"
#include "page/phrase.h"
#include "page/title_part.h"
#include "text/ago.h"

#define VISIBLE_BYTES_MAX 240 /* a date line is short */
#define ALONE_BYTES_MAX 40    /* hardly more than a date */
#define LABEL_BYTES_MAX 24    /* "Published on:", in a block of its own */
#define STAMP_BYTES_MAX 8     /* "As of: ", before the date of a line that is a stamp */
#define LABEL_READ_MAX 120    /* of the words before a date */
#define LABEL_LINE_MAX 60     /* before the date of a line that stands away from the article */
#define BEHIND_BYTES_MAX 24   /* of words behind a date that can be a label */
#define HEADING_BLOCKS 4      /* before the headline */
#define DATES_A_LINE_MAX 3
/* Ranks; those of lines begin at 20. A box that says "Published on" counts like a line at the
 * headline, cards and posts when nothing else does. */
#define LABELLED_RANK 41
#define CARD_RANK 3
#define POST_RANK 2
#define AGO_RANK 34       /* above the text */
#define LEAF_BLOCKS_MAX 4 /* month, day, year, day of the week */
#define LEAF_BYTES_MAX 12 /* of each */
#define CARD_BLOCKS 4     /* between a card's headline and its date */

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

enum label { LABEL_NONE, LABEL_UPDATED, LABEL_PUBLISHED };

/* What the words before or behind a date say it is of. Only the nearest ones are read. */
static enum label label_of(struct arena *a, str line)
{
    line = str_trim(line);
    if (str_empty(line))
        return LABEL_NONE;
    size_t from = line.len > LABEL_READ_MAX ? line.len - LABEL_READ_MAX : 0;
    str folded = phrase_fold_text(a, str_skip(line, utf8_floor(line, from)));
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_has(folded, words[i].text))
            return words[i].update ? LABEL_UPDATED : LABEL_PUBLISHED;
    return LABEL_NONE;
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
    if (!i || s->blocks.at[i - 1].bytes > LABEL_BYTES_MAX)
        return S("");
    return scan_block_text(s->arena, s, &s->blocks.at[i - 1], LABEL_BYTES_MAX * 4);
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
                       const struct line_date *d, enum label label, int rank, bool first)
{
    if (label == LABEL_UPDATED)
        dates_offer(&lines->updated, &d->found, rank ? rank : 12);
    else if (label == LABEL_PUBLISHED && (rank || d->before.len <= LABEL_LINE_MAX))
        dates_offer(&lines->published, &d->found,
                    rank                        ? rank + 14
                    : is_labelled_box(lines, b) ? LABELLED_RANK
                                                : 12);
    else if (rank && first)
        dates_offer(&lines->published, &d->found,
                    rank + (d->found.begin <= STAMP_BYTES_MAX ? 6 : 0));
}

/* Offers the dates of a line. Labels stand before them, or all behind them when the last has one
 * there and the first has none before it. */
static void offer_dates(struct dates_lines *lines, const struct scan_block *b,
                        struct line_date *dates, size_t count, int rank)
{
    struct arena *a = lines->s->arena;
    enum label last = label_of(a, dates[count - 1].behind);
    bool behind = last != LABEL_NONE && label_of(a, dates[0].before) == LABEL_NONE;
    for (size_t k = 0; k < count; k++) {
        enum label label = !behind         ? label_of(a, dates[k].before)
                           : k + 1 < count ? label_of(a, dates[k + 1].before)
                                           : last;
        offer_date(lines, b, &dates[k], label, rank, k == 0);
    }
}

/* The dates of one short line: "Updated" lines give the update, others the publication. */
static void read_line(struct dates_lines *lines, uint32_t i, bool opening)
{
    const struct scan *s = lines->s;
    const struct scan_block *b = &s->blocks.at[i];
    int rank = line_rank(s, i, lines->place);
    struct line_date dates[DATES_A_LINE_MAX] = {0};
    if (!rank && dates_is_reply(s, b->element))
        return;
    str line = scan_block_text(s->arena, s, b, VISIBLE_BYTES_MAX * (opening ? 200 : 4));
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
    offer_dates(lines, b, dates, opening ? 1 : count, rank);
}

/* How many short blocks from I on are a leaf of a calendar, month, day and year in boxes of their
 * own within one element that says it is a date; 0: none. */
static uint32_t leaf_at(const struct scan *s, uint32_t i)
{
    uint32_t element = s->blocks.at[i].element;
    for (int up = 0; up < 3 && element; up++, element = s->elements.at[element].parent) {
        const struct scan_element *e = &s->elements.at[element];
        if (e->block != i || e->block_end > i + LEAF_BLOCKS_MAX)
            return 0;
        if ((e->evidence & (EV_DATE | EV_BYLINE)) && e->block_end >= i + 2)
            return e->block_end - i;
    }
    return 0;
}

static void read_leaf(struct dates_lines *lines, uint32_t i, uint32_t count)
{
    const struct scan *s = lines->s;
    struct sbuf text;
    struct date_found found;
    sbuf_init(&text, s->arena, VISIBLE_BYTES_MAX * 4);
    for (uint32_t k = i; k < i + count; k++) {
        if (s->blocks.at[k].bytes > LEAF_BYTES_MAX)
            return;
        scan_put_block(&text, s, &s->blocks.at[k]);
        sbuf_putc(&text, ' ');
    }
    int rank = line_rank(s, i, lines->place);
    if (rank && date_find(&found, sbuf_str(&text), lines->hints))
        dates_offer(&lines->published, &found, rank + 6);
}

void dates_read_lines(struct dates_lines *lines)
{
    const struct scan *s = lines->s;
    uint32_t first = lines->place->first;
    for (uint32_t i = 0; i < s->blocks.len; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        uint32_t leaf = b->bytes <= LEAF_BYTES_MAX ? leaf_at(s, i) : 0;
        if (leaf) {
            struct arena_mark mark = arena_mark(s->arena);
            read_leaf(lines, i, leaf);
            arena_rewind(s->arena, mark);
        }
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
    return scan_block_text(s->arena, s, &s->blocks.at[i], VISIBLE_BYTES_MAX * 4);
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
