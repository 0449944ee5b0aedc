/* What the files of date finding share; see date.h. */
#ifndef COURANT_TEXT_DATE_FIND_H
#define COURANT_TEXT_DATE_FIND_H

#include "text/date.h"

/* Years that four digits can mean. */
#define DATE_YEAR_FIRST 1000
#define DATE_YEAR_LAST 2100

struct date_finder {
    const struct text_doc *doc;
    struct text_date_vec *out;
    struct arena *arena;
    bool english, german;
    bool dated;                      /* the time of publication is known */
    int32_t today;                   /* days since 1970 */
    struct calendar_date now;        /* the same */
    struct calendar_date anchor;     /* the last date named; year 0: none */
    struct calendar_date anchor_day; /* the last one that was a day */
    bool history;                    /* the text has named a year or century before 1900 */
    uint32_t begin, end;             /* the words of the sentence */
    uint32_t sentence;
};

/* Word I of the body when it is in the sentence; its kind and value in dates, 0 outside. */
static inline const struct text_word *date_word(const struct date_finder *f, uint32_t i)
{
    return i >= f->begin && i < f->end ? &f->doc->body.words[i] : NULL;
}

static inline unsigned date_kind(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    return w ? f->doc->surfaces[w->surface].date >> 8 : 0;
}

static inline int date_value(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    return w ? f->doc->surfaces[w->surface].date & 0xff : 0;
}

static inline str date_lower(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    return w ? f->doc->surfaces[w->surface].lower : S("");
}

static inline unsigned date_gap(const struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    return w ? w->gap : TEXT_GAP_OTHER;
}

/* The digits of word I as a number; -1 when it is none or has more than four. */
int date_digits(const struct date_finder *f, uint32_t i);
/* The same, or a number in words. */
int date_number(const struct date_finder *f, uint32_t i);

/* Calendar and days since 1970. */
struct calendar_date date_of_day(int32_t day);
int32_t date_to_day(struct calendar_date d);
bool date_valid(struct calendar_date d);
struct calendar_date date_add_months(struct calendar_date d, int months);

/* Records words FIRST..LAST, both included. */
void date_put(struct date_finder *f, uint32_t first, uint32_t last, struct calendar_date from,
              struct calendar_date to);

void date_put_one(struct date_finder *f, uint32_t first, uint32_t last, struct calendar_date d);

/* The year that the four digits of word I are, 0 for none. */
int date_year_at(const struct date_finder *f, uint32_t i);

/* Whether the clause around word I speaks of what is to come. */
bool date_future(const struct date_finder *f, uint32_t i);
/* Whether word I is in a quotation that its sentence opens. */
bool date_quoted(const struct date_finder *f, uint32_t i);

/* "2025-08-15", "15.08.2025" and "1815" or "1980s" at word I. Return the word to go on from, or I.
 */
uint32_t date_find_numeric(struct date_finder *f, uint32_t i);
uint32_t date_find_dotted(struct date_finder *f, uint32_t i);
uint32_t date_find_year(struct date_finder *f, uint32_t i);

/* Spans of time at word I: "last week", "two days ago", "third century". Return the word to go on
 * from, or I when there is none. */
uint32_t date_find_span(struct date_finder *f, uint32_t i);

#endif
