/*
 * Dates in running text, resolved against the time of publication: "on Friday", "Aug 15", "two
 * days ago", "in October 2023", "the 1815 Congress", "last year", "third century", "five years
 * later". Words come from date.def (English, German, French, Spanish, Italian, Portuguese,
 * Russian); numeric dates and years work in every language.
 *
 * A weekday or a month without a year is the nearest one that has been, unless the clause speaks of
 * what is to come ("will", "to join ... on Monday"). "Later" and "earlier" count from the last date
 * in the text; "yesterday" in a quotation from the day its sentence gives.
 */
#ifndef COURANT_TEXT_DATE_H
#define COURANT_TEXT_DATE_H

#include "base/sbuf.h"
#include "base/vec.h"
#include "text/doc.h"

/* A word of date.def: kind << 8 | value. */
enum date_kind {
    DATE_NOTHING,
    DATE_MONTH,
    DATE_WEEKDAY,
    DATE_DAY,
    DATE_UNIT,
    DATE_NUMBER,
    DATE_ORDINAL,
    DATE_LAST,
    DATE_NEXT,
    DATE_THIS,
    DATE_SAME,
    DATE_AGO,
    DATE_SINCE,
    DATE_LATER,
    DATE_EARLIER,
    DATE_FEW,
    DATE_IN,
    DATE_ON,
    DATE_LINK,
    DATE_FUTURE,
};

/* A day, a month (day 0) or a year (month 0); year 0 stands for "open". */
struct calendar_date {
    int16_t year;
    uint8_t month, day;
};

struct text_date {
    uint32_t begin, end; /* bytes of the body */
    uint32_t sentence;
    struct calendar_date from, to; /* equal unless it is an interval; both ends belong to it */
};
struct text_date_vec VEC(struct text_date);

/* Appends the dates of the body in their order, those that can be resolved. Linear. */
void text_dates_find(struct text_date_vec *out, struct arena *a, const struct text_doc *doc);

/* ISO 8601: "2025-08-15", "2022-02", "1815", "0201/0300", "2025-08-17/..". */
void text_date_put(struct sbuf *b, const struct text_date *date);

#endif
