/* Time: microseconds since 1970-01-01 UTC as int64_t, and civil dates without the C library's
 * time zones. Code that decides something takes the time as an argument. */
#ifndef COURANT_BASE_CLOCK_H
#define COURANT_BASE_CLOCK_H

#include "base/sbuf.h"
#include "base/str.h"

#define CLOCK_SECOND_US ((int64_t)1000000)
#define CLOCK_DAY_US (86400 * CLOCK_SECOND_US)

struct civil {
    int year;  /* proleptic Gregorian */
    int month; /* 1..12 */
    int day;   /* 1..31 */
    int hour, minute, second;
    int microsecond;
    int weekday; /* 0 = Sunday; set by clock_civil, ignored by clock_from_civil */
};

/* The wall clock, and one that never goes back (for measuring). */
int64_t clock_now_us(void);
int64_t clock_monotonic_us(void);

/* UTC both ways. clock_from_civil takes any day 1..31 and does not check the month's length;
 * clock_civil_valid does. */
struct civil clock_civil(int64_t time_us);
int64_t clock_from_civil(const struct civil *c);
bool clock_civil_valid(const struct civil *c);

/* Reads "2026-11-22", "2026-11-22T16:07[:00[.123456]][Z|+01:00|+0100]", a space or 't' for the
 * 'T'; no zone means UTC. The whole of S must be it (ISO 8601 as RFC 3339 narrows it). */
bool clock_from_iso(int64_t *time_us, str s);

/* "2026-11-22T16:07:00Z"; microseconds are left out. */
void clock_put_iso(struct sbuf *b, int64_t time_us);
/* "Sun, 22 Nov 2026 16:07:00 GMT" (RFC 9110). */
void clock_put_http(struct sbuf *b, int64_t time_us);

#endif
