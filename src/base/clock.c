/* The system clocks and the civil calendar (days counted in 400-year eras from 1 March). */
#include "base/clock.h"

static int64_t read_clock(clockid_t id)
{
    struct timespec t;
    int rc = clock_gettime(id, &t);
    ASSERT(rc == 0);
    return (int64_t)t.tv_sec * CLOCK_SECOND_US + t.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days from 1970-01-01. The year starts in March here, so that the leap day comes last. */
static int64_t days_from_civil(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

struct civil clock_civil(int64_t time_us)
{
    int64_t days = floor_div(time_us, CLOCK_DAY_US);
    int64_t rest = time_us - days * CLOCK_DAY_US;
    int64_t z = days + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct civil c;
    c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    c.year = (int)(yoe + era * 400 + (c.month <= 2));
    c.microsecond = (int)(rest % CLOCK_SECOND_US);
    int64_t s = rest / CLOCK_SECOND_US;
    c.hour = (int)(s / 3600);
    c.minute = (int)(s / 60 % 60);
    c.second = (int)(s % 60);
    c.weekday = (int)(((days + 4) % 7 + 7) % 7);
    return c;
}

int64_t clock_from_civil(const struct civil *c)
{
    int64_t days = days_from_civil(c->year, c->month, c->day);
    int64_t s = days * 86400 + c->hour * 3600 + c->minute * 60 + c->second;
    return s * CLOCK_SECOND_US + c->microsecond;
}

bool clock_civil_valid(const struct civil *c)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12 || c->day < 1)
        return false;
    bool leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;
    int last = month_days[c->month - 1] + (c->month == 2 && leap);
    return c->day <= last && c->hour >= 0 && c->hour < 24 && c->minute >= 0 && c->minute < 60 &&
           c->second >= 0 && c->second < 61;
}

/* Takes N digits off the front of *s; -1 when they are not there. */
static int digits(str *s, size_t n)
{
    int value = 0;
    if (s->len < n)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (!ascii_is_digit((unsigned char)s->p[i]))
            return -1;
        value = value * 10 + (s->p[i] - '0');
    }
    *s = str_skip(*s, n);
    return value;
}

static bool take(str *s, char c)
{
    if (s->len == 0 || s->p[0] != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

/* The zone behind a time, as minutes east of UTC. */
static bool zone(int *minutes, str *s)
{
    *minutes = 0;
    if (s->len == 0 || take(s, 'Z') || take(s, 'z'))
        return true;
    bool west = s->p[0] == '-';
    if (!take(s, west ? '-' : '+'))
        return false;
    int hour = digits(s, 2);
    take(s, ':');
    int minute = s->len ? digits(s, 2) : 0;
    *minutes = (hour * 60 + minute) * (west ? -1 : 1);
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

bool clock_from_iso(int64_t *time_us, str s)
{
    struct civil c = {0};
    int minutes_east = 0;
    c.year = digits(&s, 4);
    bool ok = take(&s, '-');
    c.month = digits(&s, 2);
    ok &= take(&s, '-');
    c.day = digits(&s, 2);
    if (ok && (take(&s, 'T') || take(&s, 't') || take(&s, ' '))) {
        c.hour = digits(&s, 2);
        ok = take(&s, ':');
        c.minute = digits(&s, 2);
        if (take(&s, ':'))
            c.second = digits(&s, 2);
        if (take(&s, '.') || take(&s, ','))
            for (int unit = 100000; s.len && ascii_is_digit((unsigned char)s.p[0]); unit /= 10)
                c.microsecond += digits(&s, 1) * unit;
        ok &= zone(&minutes_east, &s);
    }
    if (!ok || s.len > 0 || !clock_civil_valid(&c))
        return false;
    *time_us = clock_from_civil(&c) - minutes_east * 60 * CLOCK_SECOND_US;
    return true;
}

void clock_put_iso(struct sbuf *b, int64_t time_us)
{
    struct civil c = clock_civil(time_us);
    sbuf_printf(b, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute,
                c.second);
}

void clock_put_http(struct sbuf *b, int64_t time_us)
{
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = clock_civil(time_us);
    sbuf_printf(b, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[c.weekday], c.day,
                months[c.month - 1], c.year, c.hour, c.minute, c.second);
}
