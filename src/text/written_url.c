/* Dates in addresses. */
#include "text/written_date.h"

static bool digits_at(int64_t *value, str s, size_t at, size_t count)
{
    str d = str_sub(s, at, at + count);
    for (size_t i = 0; i < d.len; i++)
        if (!ascii_is_digit((unsigned char)d.p[i]))
            return false;
    return d.len == count && str_to_i64(value, d);
}

static bool digit_at(str s, size_t at)
{
    return at < s.len && ascii_is_digit((unsigned char)s.p[at]);
}

static bool is_separator(char c)
{
    return c == '/' || c == '-' || c == '_' || c == '.';
}

/* One or two digits, or the first letters of a month in English. Returns their bytes. */
static size_t month_at(int64_t *month, str s, size_t at)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (digits_at(month, s, at, 2))
        return 2;
    if (digits_at(month, s, at, 1))
        return 1;
    for (int64_t i = 0; i < 12; i++)
        if (str_ieq(str_sub(s, at, at + 3), str_of(months + i * 3, 3))) {
            *month = i + 1;
            return 3;
        }
    return 0;
}

/* The end of a time of day in six or four digits right behind a run of digits that is a date. */
static size_t skip_run_time(str s, size_t at)
{
    int64_t hour, minute;
    size_t digits = 0;
    while (digit_at(s, at + digits))
        digits++;
    bool time = (digits == 6 || digits == 4) && digits_at(&hour, s, at, 2) && hour < 24 &&
                digits_at(&minute, s, at + 2, 2) && minute < 60;
    return time ? at + digits : at;
}

/* Month and day behind a year that ends at AT. */
static bool month_and_day(int64_t *m, int64_t *d, str s, size_t at)
{
    char first = at < s.len ? s.p[at] : 0;
    bool apart = is_separator(first);
    size_t len = month_at(m, s, at + apart);
    if (!len || (len != 2 && (!apart || digit_at(s, at + apart + len))))
        return false;
    at += apart + len;
    char second = at < s.len ? s.p[at] : 0;
    bool apart2 = is_separator(second);
    size_t day = digits_at(d, s, at + apart2, 2) ? 2 : digits_at(d, s, at + apart2, 1);
    size_t end = at + apart2 + day;
    if (apart && apart2 && first == second)
        return day && !digit_at(s, end);
    if (day != 2 || len != 2)
        return false;
    if (!apart && !apart2)
        return !digit_at(s, skip_run_time(s, end));
    /* "/2020/0304/", "/202003/04/", "/2020-03/04/" */
    return (first == '/' || second == '/') && end < s.len && s.p[end] == '/';
}

bool date_of_url(int64_t *time_us, str address)
{
    int64_t y, m, d;
    for (size_t i = 1; i + 8 <= address.len; i++) {
        if (!ascii_is_digit((unsigned char)address.p[i]) || digit_at(address, i - 1) ||
            !digits_at(&y, address, i, 4) || y < DATE_YEAR_MIN || y > DATE_YEAR_MAX ||
            !month_and_day(&m, &d, address, i + 4))
            continue;
        const struct civil c = {.year = (int)y, .month = (int)m, .day = (int)d};
        if (!m || m > 12 || !d || d > 31 || !clock_civil_valid(&c))
            continue;
        *time_us = clock_from_civil(&c);
        return true;
    }
    return false;
}
