/* Dates in running text: days, months, years and weekdays. Spans of time are in date_span.c. */
#include "text/date.h"

#include "base/clock.h"
#include "text/date_find.h"

#define CLAUSE_WORDS 14 /* how far to look for the verb */
#define AFTER_WORDS 8
#define QUOTED_WORDS 100 /* how far back a quotation may have opened */

int date_digits(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    if (!w || w->kind != TEXT_NUMBER || w->end - w->begin > 4)
        return -1;
    int n = 0;
    for (uint32_t at = w->begin; at < w->end; at++) {
        unsigned char c = (unsigned char)f->doc->body.text.p[at];
        if (!ascii_is_digit(c))
            return -1;
        n = n * 10 + (c - '0');
    }
    return n;
}

int date_number(const struct date_finder *f, uint32_t i)
{
    return date_kind(f, i) == DATE_NUMBER ? date_value(f, i) : date_digits(f, i);
}

struct calendar_date date_of_day(int32_t day)
{
    struct civil c = clock_civil((int64_t)day * CLOCK_DAY_US);
    return (struct calendar_date){(int16_t)c.year, (uint8_t)c.month, (uint8_t)c.day};
}

int32_t date_to_day(struct calendar_date d)
{
    struct civil c = {.year = d.year, .month = d.month ? d.month : 1, .day = d.day ? d.day : 1};
    return (int32_t)(clock_from_civil(&c) / CLOCK_DAY_US);
}

bool date_valid(struct calendar_date d)
{
    struct civil c = {.year = d.year, .month = d.month, .day = d.day};
    return clock_civil_valid(&c);
}

struct calendar_date date_add_months(struct calendar_date d, int months)
{
    int n = d.year * 12 + d.month - 1 + months;
    return (struct calendar_date){(int16_t)(n / 12), (uint8_t)(n % 12 + 1), 0};
}

void date_put(struct date_finder *f, uint32_t first, uint32_t last, struct calendar_date from,
              struct calendar_date to)
{
    const struct text_word *words = f->doc->body.words;
    struct text_date *d = vec_push(f->out, f->arena);
    *d = (struct text_date){words[first].begin, words[last].end, f->sentence, from, to};
    if (from.year == 0)
        return;
    f->anchor = from;
    if (from.day)
        f->anchor_day = from;
    f->history |= from.year < 1900;
}

void date_put_one(struct date_finder *f, uint32_t first, uint32_t last, struct calendar_date d)
{
    date_put(f, first, last, d, d);
}

/* "to join": an infinitive. A noun after "to" has an ending of its own, or a word before it that
 * takes "to". */
static bool is_infinitive(const struct date_finder *f, uint32_t i)
{
    static const char *const before[] = {"according", "addition", "response", "speaking", "access",
                                         "thanks",    "close",    "relation", "spoke",    "visit",
                                         "trip",      "letter",   "talked",   "talking",  "came",
                                         "related",   "led",      "from",     "up",       "back"};
    const struct text_word *next = date_word(f, i + 1);
    if (!f->english || !str_eq(date_lower(f, i), S("to")) || !next || next->shape != TEXT_LOWER ||
        (next->flags & TEXT_STOP && !str_eq(date_lower(f, i + 1), S("be"))))
        return false;
    for (size_t k = 0; k < ARRAY_LEN(before); k++)
        if (str_eq(date_lower(f, i - 1), str_c(before[k])))
            return false;
    str word = date_lower(f, i + 1);
    return !str_ends(word, S("s")) && !str_ends(word, S("ing")) && !str_ends(word, S("ion"));
}

bool date_future(const struct date_finder *f, uint32_t i)
{
    for (uint32_t k = i; k > f->begin && i - k < CLAUSE_WORDS; k--) {
        unsigned gap = date_gap(f, k);
        if (gap == TEXT_GAP_COMMA || gap == TEXT_GAP_OTHER)
            break;
        if (date_kind(f, k - 1) == DATE_FUTURE || is_infinitive(f, k - 1))
            return true;
    }
    if (i > f->begin + 2)
        return false;
    /* "On Monday, the president will ...": the verb comes after. */
    for (uint32_t k = i + 1; k < f->end && k - i <= AFTER_WORDS; k++) {
        str word = date_lower(f, k);
        if (str_eq(word, S("that")) || str_eq(word, S("saying")) || str_eq(word, S("dass")))
            break;
        if (date_kind(f, k) == DATE_FUTURE)
            return true;
    }
    return false;
}

bool date_quoted(const struct date_finder *f, uint32_t i)
{
    const struct text_word *words = f->doc->body.words;
    bool open = false;
    uint32_t from = i - f->begin > QUOTED_WORDS ? i - QUOTED_WORDS : f->begin;
    for (uint32_t k = from; k <= i; k++) {
        if (k > f->begin && words[k].gap == TEXT_GAP_OTHER) {
            str between = str_sub(f->doc->body.text, words[k - 1].end, words[k].begin);
            size_t space = str_chr(between, ' ');
            str tail = str_sub(between, 0, space == STR_NPOS ? between.len : space);
            if (str_has(tail, S("'")) || str_has(tail, S("\"")) ||
                str_has(tail, S("\xe2\x80\x9d")) || str_has(tail, S("\xe2\x80\x99")) ||
                str_has(tail, S("\xc2\xbb")))
                open = false;
        }
        open |= (words[k].flags & TEXT_QUOTE) != 0;
    }
    return open;
}

/* Whether word I is the name of a month here: in languages that give it a capital, with one. */
static bool is_month(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    return w && date_kind(f, i) == DATE_MONTH &&
           !((f->english || f->german) && w->shape == TEXT_LOWER);
}

int date_year_at(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    int n = date_digits(f, i);
    return n >= DATE_YEAR_FIRST && n <= DATE_YEAR_LAST && w->end - w->begin == 4 ? n : 0;
}

/* The day of the month that word I names, 0 for none. */
static int day_at(const struct date_finder *f, uint32_t i)
{
    int n = date_kind(f, i) == DATE_ORDINAL ? date_value(f, i) : date_digits(f, i);
    return n >= 1 && n <= 31 ? n : 0;
}

/* The year of a date that does not name it. */
static struct calendar_date nearest_year(const struct date_finder *f, uint32_t i,
                                         struct calendar_date d)
{
    d.year = f->now.year;
    int32_t day = date_to_day(d);
    bool month = d.day == 0;
    bool past = month ? d.month <= f->now.month : day <= f->today;
    bool future = date_future(f, i);
    if (future && past && !(month && d.month == f->now.month) && day != f->today)
        d.year++;
    else if (!future && !past && !(month ? d.month == f->now.month + 1 : day - f->today <= 30))
        d.year--;
    return d;
}

/* A year behind the month that ends at word I: "August 15, 2025", "agosto de 2025". */
static uint32_t year_behind(int *year, const struct date_finder *f, uint32_t i)
{
    uint32_t k = i + 1;
    if (date_kind(f, k) == DATE_LINK)
        k++;
    unsigned gap = date_gap(f, k);
    *year = gap == TEXT_GAP_SPACE || gap == TEXT_GAP_COMMA || gap == TEXT_GAP_DOT
                ? date_year_at(f, k)
                : 0;
    return *year ? k : i;
}

/* "15 August 2025", "15. August", "15 de agosto de 2025", "the 15th of August": a number at I. */
static uint32_t find_day_month(struct date_finder *f, uint32_t i)
{
    uint32_t month = i + 1;
    int day = day_at(f, i), year;
    if (!day || (f->english && date_kind(f, i) == DATE_ORDINAL && date_gap(f, i) == TEXT_GAP_START))
        return i;
    if (date_kind(f, month) == DATE_LINK)
        month++;
    unsigned gap = date_gap(f, i + 1);
    if (!is_month(f, month) || (gap != TEXT_GAP_SPACE && gap != TEXT_GAP_DOT))
        return i;
    uint32_t last = year_behind(&year, f, month);
    struct calendar_date d = {(int16_t)year, (uint8_t)date_value(f, month), (uint8_t)day};
    if (!year && !f->dated)
        return i;
    if (!year)
        d = nearest_year(f, i, d);
    if (!date_valid(d))
        return i;
    date_put_one(f, i, last, d);
    return last + 1;
}

/* A month at I: with a day and a year behind it, a year alone, or by itself after "in" or "last".
 */
static uint32_t find_month(struct date_finder *f, uint32_t i)
{
    int year, day = day_at(f, i + 1);
    struct calendar_date d = {0, (uint8_t)date_value(f, i), 0};
    unsigned gap = date_gap(f, i + 1), before = date_kind(f, i - 1);
    if (day && f->english && (gap == TEXT_GAP_SPACE || gap == TEXT_GAP_DOT)) {
        uint32_t last = year_behind(&year, f, i + 1);
        d.day = (uint8_t)day;
        d.year = (int16_t)year;
        if (!year && f->dated)
            d = nearest_year(f, i, d);
        if (!date_valid(d))
            return i;
        date_put_one(f, i, last, d);
        return last + 1;
    }
    uint32_t last = year_behind(&year, f, i);
    if (year) {
        d.year = (int16_t)year;
        date_put_one(f, i, last, d);
        return last + 1;
    }
    if (!f->dated)
        return i;
    uint32_t first = i;
    if (date_gap(f, i) == TEXT_GAP_SPACE &&
        (before == DATE_IN || before == DATE_LAST || before == DATE_NEXT || before == DATE_THIS))
        first = i - 1;
    else if (date_kind(f, i + 1) != DATE_LAST && date_kind(f, i + 1) != DATE_NEXT)
        return i;
    d = nearest_year(f, i, d);
    if ((before == DATE_LAST || date_kind(f, i + 1) == DATE_LAST) && date_to_day(d) > f->today)
        d.year--;
    date_put_one(f, first, i, d);
    return i + 1;
}

/* A weekday at I, perhaps with its date behind it. */
static uint32_t find_weekday(struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i), *before = date_word(f, i - 1);
    bool named = before && before->shape == TEXT_CAPITAL && w->gap == TEXT_GAP_SPACE &&
                 !(before->flags & (TEXT_STOP | TEXT_FIRST));
    bool capital = f->english || f->german;
    if (capital ? w->shape == TEXT_LOWER || (named && f->english)
                : w->shape == TEXT_CAPITAL && !(w->flags & TEXT_FIRST))
        return i;
    uint32_t first = i, last = i, next = i + 1;
    unsigned kind = date_kind(f, i - 1), after = date_kind(f, next);
    if (str_eq(date_lower(f, next), S("feira")))
        last = next++, after = date_kind(f, next);
    bool is_last = kind == DATE_LAST || after == DATE_LAST;
    bool is_next = kind == DATE_NEXT || after == DATE_NEXT;
    bool in = str_eq(date_lower(f, i - 1), S("\xd0\xb2")) ||
              str_eq(date_lower(f, i - 1), S("\xd0\xb2\xd0\xbe")); /* Russian "in" and "on" */
    if (w->gap == TEXT_GAP_SPACE &&
        (in || kind == DATE_ON || kind == DATE_LAST || kind == DATE_NEXT || kind == DATE_THIS))
        first = i - 1;
    size_t found = f->out->len;
    uint32_t end = next;
    if (date_gap(f, next) == TEXT_GAP_SPACE || date_gap(f, next) == TEXT_GAP_COMMA) {
        if (date_kind(f, next) == DATE_ON)
            next++;
        if (is_month(f, next) && f->english)
            end = find_month(f, next);
        else
            end = find_day_month(f, next);
    }
    if (f->out->len > found) { /* the date tells more than the weekday */
        f->out->at[found].begin = f->doc->body.words[first].begin;
        return end;
    }
    if (!f->dated)
        return i;
    int today = (int)(((int64_t)f->today + 3) % 7 + 7) % 7 + 1; /* 1970-01-01 was a Thursday */
    int back = (today - date_value(f, i) + 7) % 7, ahead = (7 - back) % 7;
    if (is_last && back == 0)
        back = 7;
    bool future = is_next || (!is_last && date_future(f, i));
    date_put_one(f, first, last,
                 date_of_day(future ? f->today + (ahead ? ahead : 7) : f->today - back));
    return last + 1;
}

/* "yesterday" at I. */
static uint32_t find_day(struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    if (!f->dated || (f->german && w->shape != TEXT_LOWER && !(w->flags & TEXT_FIRST)))
        return i;
    str before = date_lower(f, i - 1);
    if (str_eq(date_lower(f, i), S("ma\xc3\xb1"
                                   "ana")) &&
        (str_eq(before, S("la")) || str_eq(before, S("una")) || str_eq(before, S("esta"))))
        return i;
    int32_t base = f->today;
    const struct text_date *last = f->out->len ? &f->out->at[f->out->len - 1] : NULL;
    if (last && last->sentence == f->sentence && last->from.day && date_quoted(f, i))
        base = date_to_day(last->from);
    uint32_t end = i;
    if (str_eq(date_lower(f, i + 1), S("hui")))
        end++;
    date_put_one(f, i, end, date_of_day(base + date_value(f, i) - 8));
    return end + 1;
}

/* The dates that can begin at word I, in the order in which they tell most. Returns the word to go
 * on from. */
static uint32_t find_at(struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    unsigned kind = date_kind(f, i);
    bool number = w->kind == TEXT_NUMBER;
    uint32_t next = i;
    if (!kind && w->kind == TEXT_LETTERS && date_kind(f, i + 1) != DATE_UNIT)
        return i + 1;
    if (number)
        next = date_find_numeric(f, i);
    if (next == i && number)
        next = date_find_dotted(f, i);
    if (next == i && (number || kind == DATE_ORDINAL))
        next = find_day_month(f, i);
    if (next == i && is_month(f, i))
        next = find_month(f, i);
    if (next == i && kind == DATE_WEEKDAY)
        next = find_weekday(f, i);
    if (next == i && kind == DATE_DAY)
        next = find_day(f, i);
    if (next == i)
        next = date_find_span(f, i);
    if (next == i && w->kind != TEXT_LETTERS)
        next = date_find_year(f, i);
    return next > i ? next : i + 1;
}

void text_dates_find(struct text_date_vec *out, struct arena *a, const struct text_doc *doc)
{
    struct date_finder f = {
        .doc = doc,
        .out = out,
        .arena = a,
        .english = str_eq(doc->language, S("en")),
        .german = str_eq(doc->language, S("de")),
        .dated = doc->published_us != INT64_MIN,
    };
    if (f.dated) {
        int64_t days = doc->published_us / CLOCK_DAY_US;
        f.today = (int32_t)(days - (doc->published_us % CLOCK_DAY_US < 0));
        f.now = date_of_day(f.today);
    }
    for (uint32_t s = 0; s < doc->body.sentences_len; s++) {
        const struct text_sentence *sentence = &doc->body.sentences[s];
        f.sentence = s;
        f.begin = sentence->words;
        f.end = sentence->words + sentence->words_len;
        for (uint32_t i = f.begin; i < f.end;)
            i = find_at(&f, i);
    }
}

static void put_calendar(struct sbuf *b, struct calendar_date d)
{
    if (d.year == 0) {
        sbuf_put(b, S(".."));
        return;
    }
    sbuf_printf(b, "%04d", d.year);
    if (d.month)
        sbuf_printf(b, "-%02u", d.month);
    if (d.day)
        sbuf_printf(b, "-%02u", d.day);
}

void text_date_put(struct sbuf *b, const struct text_date *date)
{
    put_calendar(b, date->from);
    if (memcmp(&date->from, &date->to, sizeof date->from) == 0)
        return;
    sbuf_putc(b, '/');
    put_calendar(b, date->to);
}
