/* Dates as pages write them: ISO 8601, RFC 822, numbers in the digits of any script, and names of
 * months in the languages of months.def; years of the Buddhist and the solar Hijri calendar and of
 * East Asian eras. Without a zone, a time is taken as UTC. */
#ifndef COURANT_TEXT_WRITTEN_DATE_H
#define COURANT_TEXT_WRITTEN_DATE_H

#include "base/clock.h"
#include "base/str.h"

/* Years a page can be from: before the first web page, and beyond which a date is a mistake. */
#define DATE_YEAR_MIN 1990
#define DATE_YEAR_MAX 2100

struct date_hints {
    str language;     /* ISO 639-1 or a tag such as "en-US"; "" when unknown */
    bool month_first; /* 3/4/2020 is in March */
};

struct date_found {
    int64_t time_us;
    size_t begin, end; /* of the date in the text, time of day and zone included */
    bool has_time;
    int zone_min; /* minutes east of UTC that were written with it */
};

/* The first date in TEXT. Linear. */
bool date_find(struct date_found *out, str text, const struct date_hints *hints);

/* TEXT is a date, as in a datetime attribute: it may be a number of seconds or milliseconds since
 * 1970 as well. */
bool date_parse(struct date_found *out, str text, const struct date_hints *hints);

/* A date in a path: /2020/03/04/, /2020/mar/04/, /2020-03-04-, /2020-03/04/, /2020/0304/,
 * /20200304, -20200304183015; a year and a month alone are none. */
bool date_of_url(int64_t *time_us, str address);

#endif
