/* Dates in running text: spans of time counted from the day of publication or from the last date
 * named ("last week", "two days ago", "five years later", "the last three years"), and centuries.
 */
#include "text/date_find.h"

enum { DAY_UNIT = 1, WEEK_UNIT, MONTH_UNIT, YEAR_UNIT, DECADE_UNIT, CENTURY_UNIT };

#define COUNT_MAX 2000 /* units; more are no date */

static const struct calendar_date open_end = {0, 0, 0};

static bool is_unit(const struct date_finder *f, uint32_t i)
{
    return date_kind(f, i) == DATE_UNIT && date_gap(f, i) == TEXT_GAP_SPACE;
}

/* D moved by N units, as precisely as the unit is. */
static struct calendar_date moved(struct calendar_date d, int unit, int n)
{
    switch (unit) {
    case DAY_UNIT: return date_of_day(date_to_day(d) + n);
    case WEEK_UNIT: return date_of_day(date_to_day(d) + 7 * n);
    case MONTH_UNIT: return date_add_months(d, n);
    default:
        return (struct calendar_date){(int16_t)(d.year + n * (unit == DECADE_UNIT ? 10 : 1)), 0, 0};
    }
}

/* The week, month or year N units from today; false for other units. */
static bool whole_unit(struct calendar_date *from, struct calendar_date *to,
                       const struct date_finder *f, int unit, int n)
{
    if (unit == WEEK_UNIT) {
        int32_t monday = f->today - (f->today + 3) % 7 + 7 * n;
        *from = date_of_day(monday);
        *to = date_of_day(monday + 6);
        return true;
    }
    if (unit != MONTH_UNIT && unit != YEAR_UNIT)
        return false;
    *from = *to = moved(f->now, unit, n);
    return true;
}

/* The words before the span that belong to it: "in the", "earlier". */
static uint32_t with_words_before(const struct date_finder *f, uint32_t i)
{
    static const char *const words[] = {"the", "den", "die", "los", "las", "gli", "les",
                                        "os",  "as",  "der", "dem", "la",  "el",  "le"};
    if (date_gap(f, i) != TEXT_GAP_SPACE)
        return i;
    if (date_kind(f, i - 1) == DATE_EARLIER || date_kind(f, i - 1) == DATE_LATER)
        return i - 1;
    for (size_t k = 0; k < ARRAY_LEN(words); k++)
        if (str_eq(date_lower(f, i - 1), str_c(words[k])))
            return date_kind(f, i - 2) == DATE_IN ? i - 2 : i - 1;
    return i;
}

/* "this|last|next [N|few] UNIT" at I: KIND is the first word's. */
static uint32_t find_relative(struct date_finder *f, uint32_t i, unsigned kind)
{
    uint32_t at = i + 1;
    int n = 0;
    bool few = date_kind(f, at) == DATE_FEW;
    if (few)
        at++;
    else if ((n = date_number(f, at)) > 0)
        at++;
    else
        n = 0;
    if (date_kind(f, at) == DATE_LAST && kind == DATE_THIS &&
        n) { /* "ces trois dernières années" */
        kind = DATE_LAST;
        at++;
    }
    if (!is_unit(f, at) || !f->dated || n > COUNT_MAX)
        return i;
    int unit = date_value(f, at);
    uint32_t first = with_words_before(f, i);
    struct calendar_date from, to;
    if (n == 0 && !few) {
        if (unit == DAY_UNIT && kind == DATE_NEXT && f->anchor_day.year) {
            from = to = moved(f->anchor_day, DAY_UNIT, 1);
        } else if (!whole_unit(&from, &to, f, unit,
                               kind == DATE_LAST   ? -1
                               : kind == DATE_NEXT ? 1
                                                   : 0)) {
            return i;
        }
    } else if (unit == CENTURY_UNIT || kind == DATE_THIS) {
        return i;
    } else {
        struct calendar_date base = moved(f->now, unit, 0);
        struct calendar_date end = few ? open_end : moved(f->now, unit, kind == DATE_LAST ? -n : n);
        from = kind == DATE_LAST ? end : few ? f->now : base;
        to = kind == DATE_LAST ? base : end;
    }
    date_put(f, first, at, from, to);
    return at + 1;
}

/* "la semana pasada": UNIT at I with its adjective behind it. */
static uint32_t find_postfixed(struct date_finder *f, uint32_t i)
{
    unsigned kind = date_kind(f, i + 1);
    struct calendar_date from, to;
    if ((kind != DATE_LAST && kind != DATE_NEXT) || !f->dated ||
        date_gap(f, i + 1) != TEXT_GAP_SPACE ||
        !whole_unit(&from, &to, f, date_value(f, i), kind == DATE_LAST ? -1 : 1))
        return i;
    date_put(f, with_words_before(f, i), i + 1, from, to);
    return i + 2;
}

/* "N UNIT ago|later|earlier" at I. */
static uint32_t find_counted(struct date_finder *f, uint32_t i)
{
    int n = date_number(f, i);
    if (n <= 0 || n > COUNT_MAX || !is_unit(f, i + 1))
        return i;
    int unit = date_value(f, i + 1);
    uint32_t at = i + 2;
    if (str_eq(date_lower(f, at), S("plus")) || str_eq(date_lower(f, at), S("m\xc3\xa1s")) ||
        str_eq(date_lower(f, at), S("mais")) || str_eq(date_lower(f, at), S("pi\xc3\xb9")))
        at++;
    unsigned kind = date_kind(f, at);
    if (date_gap(f, at) != TEXT_GAP_SPACE || unit == CENTURY_UNIT)
        return i;
    if (kind == DATE_AGO && f->dated) {
        struct calendar_date d = moved(f->now, unit, -n);
        date_put(f, i, at, d, d);
        return at + 1;
    }
    if ((kind != DATE_LATER && kind != DATE_EARLIER) || !f->anchor.year ||
        date_kind(f, at + 1) == DATE_LINK)
        return i;
    struct calendar_date base = f->anchor;
    if (unit <= WEEK_UNIT)
        base = f->anchor_day;
    if (base.year == 0 || (unit == MONTH_UNIT && base.month == 0))
        return i;
    struct calendar_date d = moved(base, unit, kind == DATE_LATER ? n : -n);
    date_put(f, i, at, d, d);
    return at + 1;
}

/* "vor zwei Tagen", "il y a deux jours", "hace dos días": the word before the number at I. */
static uint32_t find_since(struct date_finder *f, uint32_t i)
{
    int n = date_number(f, i + 1);
    uint32_t first = i;
    if (str_eq(date_lower(f, i), S("a"))) {
        if (!str_eq(date_lower(f, i - 1), S("y")))
            return i;
        first = i - 2 >= f->begin && i >= 2 ? i - 2 : i - 1;
    }
    if (n <= 0 || n > COUNT_MAX || !is_unit(f, i + 2) || !f->dated ||
        date_value(f, i + 2) == CENTURY_UNIT)
        return i;
    struct calendar_date d = moved(f->now, date_value(f, i + 2), -n);
    date_put(f, first, i + 2, d, d);
    return i + 3;
}

/* A Roman number of a century, I to XXI; French has its ending glued to it (XIXe). */
static int roman(str word)
{
    static const struct {
        char letter;
        int value;
    } digits[] = {{'i', 1}, {'v', 5}, {'x', 10}};
    int n = 0, before = 0;
    if (word.len > 1 && word.p[word.len - 1] == 'e')
        word.len--;
    for (size_t i = word.len; i > 0; i--) {
        int value = 0;
        for (size_t k = 0; k < ARRAY_LEN(digits); k++)
            if (word.p[i - 1] == digits[k].letter)
                value = digits[k].value;
        if (!value)
            return 0;
        n += value < before ? -value : value;
        before = value > before ? value : before;
    }
    return n >= 1 && n <= 21 ? n : 0;
}

static int century_at(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    if (!w)
        return 0;
    int n = date_kind(f, i) == DATE_ORDINAL ? date_value(f, i) : date_digits(f, i);
    if (n < 1 || n > 21)
        n = w->shape == TEXT_UPPER || w->shape == TEXT_CAMEL || w->shape == TEXT_CAPITAL
                ? roman(date_lower(f, i))
                : 0;
    return n;
}

/* "third century", "19. Jahrhundert", "XIX siècle", "siglo XIX". */
static uint32_t find_century(struct date_finder *f, uint32_t i)
{
    uint32_t last = i + 1;
    int n = 0;
    if (date_kind(f, i) == DATE_UNIT && date_value(f, i) == CENTURY_UNIT)
        n = date_gap(f, last) == TEXT_GAP_SPACE ? century_at(f, last) : 0;
    else if (date_kind(f, last) == DATE_UNIT && date_value(f, last) == CENTURY_UNIT &&
             (date_gap(f, last) == TEXT_GAP_SPACE || date_gap(f, last) == TEXT_GAP_DOT ||
              date_gap(f, last) == TEXT_GAP_HYPHEN))
        n = century_at(f, i);
    str after = date_lower(f, last + 1);
    if (n == 0 || str_eq(after, S("bc")) || str_eq(after, S("bce")))
        return i;
    f->history |= n < 20;
    date_put(f, i, last, (struct calendar_date){(int16_t)(n * 100 - 99), 0, 0},
             (struct calendar_date){(int16_t)(n * 100), 0, 0});
    return last + 1;
}

/* "earlier in the day", "the same day", "that year": the last date again. */
static uint32_t find_same(struct date_finder *f, uint32_t i, unsigned kind)
{
    uint32_t at = i + 1;
    if (kind != DATE_SAME) {
        if (!str_eq(date_lower(f, at), S("in")) || !str_eq(date_lower(f, at + 1), S("the")))
            return i;
        at += 2;
    }
    if (!is_unit(f, at))
        return i;
    struct calendar_date d = f->anchor_day;
    if (date_value(f, at) == YEAR_UNIT)
        d = (struct calendar_date){f->anchor.year, 0, 0};
    else if (date_value(f, at) != DAY_UNIT)
        return i;
    if (d.year == 0)
        return i;
    date_put(f, i, at, d, d);
    return at + 1;
}

uint32_t date_find_span(struct date_finder *f, uint32_t i)
{
    unsigned kind = date_kind(f, i);
    uint32_t next = find_century(f, i);
    if (next > i)
        return next;
    switch (kind) {
    case DATE_LAST:
    case DATE_NEXT:
    case DATE_THIS: return find_relative(f, i, kind);
    case DATE_SINCE: return find_since(f, i);
    case DATE_EARLIER:
    case DATE_LATER:
    case DATE_SAME: return find_same(f, i, kind);
    case DATE_UNIT: return find_postfixed(f, i);
    default: return find_counted(f, i);
    }
}
