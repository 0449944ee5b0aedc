/* Dates as feeds write them: one reader for each family of ways, tried in turn. */
#include "feed/date.h"

#include "base/attr.h"

static const struct {
    int month;
    const char *beginning;
} months[] = {
#define MONTH(number, beginning) {number, beginning},
#define ZONE(name, minutes)
#include "feed/date.def"
#undef MONTH
#undef ZONE
};

static const struct {
    const char *name;
    int minutes;
} zones[] = {
#define MONTH(number, beginning)
#define ZONE(name, minutes) {name, minutes},
#include "feed/date.def"
#undef MONTH
#undef ZONE
};

/* What has been found of a date. */
struct parts {
    struct civil civil;
    int zone;
    bool day, month, year, time, zoned, afternoon, forenoon;
};

static bool finish(int64_t *time_us, struct parts *p)
{
    struct civil *c = &p->civil;
    if (p->afternoon && c->hour < 12)
        c->hour += 12;
    else if (p->forenoon && c->hour == 12)
        c->hour = 0;
    /* 24:00 is the end of the day, a second of 60 one that was put in. */
    bool midnight = c->hour == 24 && c->minute == 0 && c->second == 0;
    if (midnight)
        c->hour = 0;
    if (!clock_civil_valid(c))
        return false;
    *time_us = clock_from_civil(c) - (int64_t)p->zone * 60 * CLOCK_SECOND_US +
               (midnight ? CLOCK_DAY_US : 0);
    return true;
}

/* Takes up to MAX digits off *s, at least MIN; -1 when they are not there. */
static int number(str *s, size_t min, size_t max)
{
    int value = 0;
    size_t n = 0;
    for (; n < s->len && n < max && ascii_is_digit((unsigned char)s->p[n]); n++)
        value = value * 10 + (s->p[n] - '0');
    if (n < min)
        return -1;
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

static size_t count_digits(str s)
{
    size_t n = 0;
    while (n < s.len && ascii_is_digit((unsigned char)s.p[n]))
        n++;
    return n;
}

/* "+01:00", "-0100", "+1", as minutes; the whole of S. */
static bool read_offset(int *minutes, str s)
{
    bool west = str_starts(s, S("-"));
    if (!take(&s, '+') && !take(&s, '-'))
        return false;
    int hour = number(&s, 1, 2);
    bool colon = take(&s, ':');
    int minute = s.len || colon ? number(&s, 2, 2) : 0;
    if (hour < 0 || minute < 0 || s.len || hour > 15 || minute > 59)
        return false;
    *minutes = (hour * 60 + minute) * (west ? -1 : 1);
    return true;
}

/* "GMT", "EST", "Etc/GMT", "GMT+01:00"; a name that is not known counts as UTC. */
static bool read_zone(int *minutes, str s)
{
    *minutes = 0;
    if (s.len && (s.p[0] == '+' || s.p[0] == '-'))
        return read_offset(minutes, s);
    if (str_istarts(s, S("etc/")))
        s = str_skip(s, 4);
    size_t sign = 0;
    while (sign < s.len && s.p[sign] != '+' && s.p[sign] != '-')
        sign++;
    str name = str_sub(s, 0, sign);
    if (sign < s.len)
        return (str_ieq(name, S("gmt")) || str_ieq(name, S("utc")) || str_ieq(name, S("ut"))) &&
               read_offset(minutes, str_skip(s, sign));
    for (size_t i = 0; i < ARRAY_LEN(zones); i++)
        if (str_ieq(name, str_c(zones[i].name))) {
            *minutes = zones[i].minutes;
            return true;
        }
    return name.len > 0 && !ascii_is_digit((unsigned char)name.p[0]);
}

/* "10:14", "10:14:55", "10:14:55.1234" off the front of *s. */
static bool read_time(struct parts *p, str *s)
{
    p->civil.hour = number(s, 1, 2);
    if (p->civil.hour < 0 || (!take(s, ':') && !take(s, '.')))
        return false;
    p->civil.minute = number(s, 1, 2);
    if (p->civil.minute < 0)
        return false;
    if (take(s, ':')) {
        p->civil.second = number(s, 1, 2);
        if (p->civil.second < 0)
            return false;
        if ((str_starts(*s, S(".")) || str_starts(*s, S(","))) && s->len > 1)
            *s = str_skip(*s, 1 + count_digits(str_skip(*s, 1)));
    }
    p->time = true;
    return true;
}

static bool read_w3c(int64_t *time_us, str s)
{
    struct parts p = {.civil = {.month = 1, .day = 1}};
    if (count_digits(s) != 4)
        return false;
    p.civil.year = number(&s, 4, 4);
    if (s.len && (!take(&s, '-') || (p.civil.month = number(&s, 2, 2)) < 0))
        return false;
    if (s.len && s.p[0] != 'T' && s.p[0] != 't' && s.p[0] != ' ' &&
        (!take(&s, '-') || (p.civil.day = number(&s, 2, 2)) < 0))
        return false;
    if (s.len == 0)
        return finish(time_us, &p);
    if (!take(&s, 'T') && !take(&s, 't') && !take(&s, ' '))
        return false;
    s = str_trim(s);
    if (!read_time(&p, &s))
        return false;
    s = str_trim(s);
    if (s.len && !str_ieq(s, S("z")) && !read_offset(&p.zone, s))
        return s.len <= 5 && s.len > 1 && ascii_is_alpha((unsigned char)s.p[0]) &&
               str_chr(s, ' ') == STR_NPOS && read_zone(&p.zone, s) && finish(time_us, &p);
    return finish(time_us, &p);
}

static int read_month(str word)
{
    for (size_t i = 0; i < ARRAY_LEN(months); i++)
        if (str_istarts(word, str_c(months[i].beginning)))
            return months[i].month;
    return 0;
}

static int full_year(int year, size_t digits)
{
    if (digits > 2)
        return year;
    return year < 70 ? 2000 + year : 1900 + year;
}

/* A number of a worded date: the day, then the year. */
static bool add_number(struct parts *p, str word)
{
    size_t digits = count_digits(word);
    str rest = word;
    int value = number(&rest, 1, 4);
    bool ordinal = str_ieq(rest, S("st")) || str_ieq(rest, S("nd")) || str_ieq(rest, S("rd")) ||
                   str_ieq(rest, S("th")) || str_ieq(rest, S(".")) || str_eq(rest, S("º"));
    if (value < 0 || (rest.len && !ordinal))
        return false;
    if (!p->day && digits <= 2) {
        p->day = true;
        p->civil.day = value;
    } else if (!p->year && (digits == 2 || digits == 4)) {
        p->year = true;
        p->civil.year = full_year(value, digits);
    } else {
        return false;
    }
    return true;
}

/* "2006/09/15", "15/09/2006", "09/15/2006", "15.09.2006", "16-Dec-2012", "2004-július-13". */
static bool add_joined(struct parts *p, str word, char separator)
{
    str rest = word;
    str part[3];
    for (size_t i = 0; i < 3; i++)
        part[i] = str_cut(&rest, separator);
    if (rest.p || p->day || p->month || p->year || !part[1].p || !part[2].p)
        return false;
    bool year_first = count_digits(part[0]) == 4;
    if (year_first) {
        str swap = part[0];
        part[0] = part[2];
        part[2] = swap;
    }
    size_t digits = part[2].len;
    str first = part[0], second = part[1], year = part[2];
    int day = number(&first, 1, 2), month = read_month(second);
    if (!month && (month = number(&second, 1, 2)) > 12 && day <= 12 && !year_first) {
        int swap = day; /* month first */
        day = month;
        month = swap;
    } else if (separator == '/' && !year_first && second.len == 0 && day <= 12) {
        int swap = day; /* both could be: with slashes the American way is the commoner one */
        day = month;
        month = swap;
    }
    p->civil.year = full_year(number(&year, 2, 4), digits);
    if (day < 1 || month < 1 || first.len || year.len || p->civil.year < 0)
        return false;
    p->civil.day = day;
    p->civil.month = month;
    p->day = p->month = p->year = true;
    return true;
}

static bool is_word(str word)
{
    return word.len &&
           (ascii_is_alpha((unsigned char)word.p[0]) || (unsigned char)word.p[0] >= 0x80);
}

static bool has_digit(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (ascii_is_digit((unsigned char)s.p[i]))
            return true;
    return false;
}

/* A word that is neither number nor time. */
static bool add_word(struct parts *p, str word, bool comma, bool first)
{
    if (str_ieq(word, S("pm")) || str_ieq(word, S("p.m."))) {
        p->afternoon = true;
        return p->time;
    }
    if (str_ieq(word, S("am")) || str_ieq(word, S("a.m."))) {
        p->forenoon = true;
        return p->time;
    }
    int month = p->month ? 0 : read_month(word);
    if (month && !(first && comma)) {
        p->month = true;
        p->civil.month = month;
        return true;
    }
    if (p->time)
        return p->zoned || (p->zoned = read_zone(&p->zone, word));
    /* A weekday, whatever the language, "at", "de". */
    return first || str_ieq(word, S("at")) || str_ieq(word, S("de")) || str_ieq(word, S("of"));
}

/* "10:14:55", perhaps with what belongs to it: "10:14:55Z", "9:15-05:00", "10:14pm". */
static bool add_time(struct parts *p, str word)
{
    if (p->time || !read_time(p, &word))
        return false;
    if (str_ieq(word, S("pm")) || str_ieq(word, S("am"))) {
        p->afternoon = str_ieq(word, S("pm"));
        p->forenoon = !p->afternoon;
        return true;
    }
    if (word.len == 0)
        return true;
    p->zoned = true;
    return word.p[0] != ':' && read_zone(&p->zone, word);
}

static bool add_token(struct parts *p, str word, bool comma, bool first)
{
    if (word.p[0] == '(')
        return true; /* a comment: "(CET)" */
    if ((word.p[0] == '+' || word.p[0] == '-') && p->time) {
        /* "GMT +0100" says it twice; the number counts. */
        p->zoned = true;
        return read_offset(&p->zone, word);
    }
    if (str_chr(word, ':') != STR_NPOS && ascii_is_digit((unsigned char)word.p[0]))
        return add_time(p, word);
    if (is_word(word) && !has_digit(word))
        return add_word(p, word, comma, first);
    if (p->time && is_word(word))
        return p->zoned || (p->zoned = read_zone(&p->zone, word));
    static const char separators[] = {'/', '-', '.'};
    for (size_t i = 0; i < sizeof separators; i++) {
        size_t at = str_chr(word, separators[i]);
        if (at != STR_NPOS && at + 1 < word.len)
            return add_joined(p, word, separators[i]);
    }
    return add_number(p, word);
}

static bool read_mail(int64_t *time_us, str s)
{
    struct parts p = {.civil = {.year = -1}};
    size_t count = 0;
    while (s.len) {
        while (s.len && (ascii_is_space((unsigned char)s.p[0]) || s.p[0] == ','))
            s = str_skip(s, 1);
        size_t n = 0;
        while (n < s.len && !ascii_is_space((unsigned char)s.p[n]) && s.p[n] != ',')
            n++;
        str word = str_sub(s, 0, n);
        bool comma = n < s.len && s.p[n] == ',';
        s = str_skip(s, n);
        /* "2004-07-13T9:15" in a date with words. */
        size_t t = word.len > 10 && p.day == 0 ? str_chr(word, 'T') : STR_NPOS;
        if (t != STR_NPOS && t > 6) {
            if (!add_token(&p, str_sub(word, 0, t), false, count == 0) ||
                !add_token(&p, str_skip(word, t + 1), false, false))
                return false;
        } else if (word.len && !add_token(&p, word, comma, count == 0)) {
            return false;
        }
        count += word.len > 0;
    }
    return p.day && p.month && p.year && finish(time_us, &p);
}

/* The date's digits and dashes by the forms of ISO 8601:1988; Y year, M month, D day, O day of the
 * year. */
static bool fits(struct parts *p, int *day_of_year, str s, const char *form)
{
    int year = 0, month = 0, day = 0, ordinal = 0, digits = 0;
    for (; *form; form++, s = str_skip(s, 1)) {
        if (s.len == 0)
            return false;
        char c = s.p[0];
        if (*form == '-' || *form == '0') {
            if (c != *form)
                return false;
            continue;
        }
        if (!ascii_is_digit((unsigned char)c))
            return false;
        int *field = *form == 'Y' ? &year : *form == 'M' ? &month : *form == 'D' ? &day : &ordinal;
        *field = *field * 10 + (c - '0');
        digits += *form == 'Y';
    }
    if (s.len)
        return false;
    p->civil.year = digits == 2 ? full_year(year, 2) : year;
    p->civil.month = month ? month : 1;
    p->civil.day = day ? day : 1;
    *day_of_year = ordinal;
    return true;
}

static bool read_iso(int64_t *time_us, str s)
{
    static const char *const forms[] = {
        "YYYY-MM-DD", "YYYYMMDD", "YYYY-0MM-DD", "YYYY-MM", "YYYY-OOO", "YYYYOOO", "YY-MM-DD",
        "YYMMDD",     "YY-OOO",   "YYOOO",       "YYYY",    "-YY-MM",   "-YYMM",   "-YYYY-MM-DD"};
    size_t n = 0;
    while (n < s.len && (ascii_is_digit((unsigned char)s.p[n]) || s.p[n] == '-'))
        n++;
    str date = str_sub(s, 0, n), rest = str_skip(s, n);
    struct parts p = {0};
    int ordinal = 0;
    bool found = false;
    for (size_t i = 0; i < ARRAY_LEN(forms) && !found; i++)
        found = fits(&p, &ordinal, date, forms[i]);
    if (!found || ordinal > 366)
        return false;
    if (rest.len) {
        if (!take(&rest, 'T') && !take(&rest, 't') && !take(&rest, ' '))
            return false;
        rest = str_trim(rest);
        if (count_digits(rest) >= 4) {
            p.civil.hour = number(&rest, 2, 2);
            p.civil.minute = number(&rest, 2, 2);
            p.civil.second = count_digits(rest) >= 2 ? number(&rest, 2, 2) : 0;
        } else if (!read_time(&p, &rest)) {
            return false;
        }
        if (rest.len && !str_ieq(rest, S("z")) && !read_offset(&p.zone, str_trim(rest)))
            return false;
    }
    if (!finish(time_us, &p))
        return false;
    *time_us += ordinal ? (ordinal - 1) * CLOCK_DAY_US : 0;
    return true;
}

/* A number and the sign behind it, with spaces around. */
static int asian_number(str *s, str sign)
{
    *s = str_trim(*s);
    str rest = *s;
    int value = number(&rest, 1, 4);
    rest = str_trim(rest);
    if (value < 0 || !str_starts(rest, sign))
        return -1;
    *s = str_trim(str_skip(rest, sign.len));
    return value;
}

static bool read_asian_day(struct parts *p, str *s, bool korean)
{
    p->civil.year = asian_number(s, korean ? S("년") : S("年"));
    p->civil.month = p->civil.year < 0 ? -1 : asian_number(s, korean ? S("월") : S("月"));
    p->civil.day = p->civil.month < 0 ? -1 : asian_number(s, korean ? S("일") : S("日"));
    return p->civil.day > 0;
}

static bool read_asian(int64_t *time_us, str s)
{
    struct parts p = {0};
    str rest = s;
    bool korean = read_asian_day(&p, &rest, true);
    if (!korean) {
        rest = s;
        if (!read_asian_day(&p, &rest, false)) {
            rest = s;
            p.civil.year = asian_number(&rest, S("-"));
            p.civil.month = asian_number(&rest, S("-"));
            p.civil.day = number(&rest, 1, 2);
            rest = str_trim(rest);
            if (!str_starts(rest, S("오")))
                return false;
            korean = true;
        }
    }
    p.forenoon = str_starts(rest, S("오전")) || str_starts(rest, S("上午"));
    p.afternoon = str_starts(rest, S("오후")) || str_starts(rest, S("下午"));
    rest = str_trim(str_skip(rest, p.forenoon || p.afternoon ? S("오전").len : 0));
    if (rest.len && !read_time(&p, &rest))
        return false;
    rest = str_trim(rest);
    p.zone = korean ? 9 * 60 : 0;
    if (rest.len && !read_zone(&p.zone, rest))
        return false;
    return finish(time_us, &p);
}

static bool read_unix(int64_t *time_us, str s)
{
    int64_t value;
    size_t digits = count_digits(s);
    if (digits != s.len || (digits != 10 && digits != 13) || !str_to_i64(&value, s))
        return false;
    *time_us = digits == 10 ? value * CLOCK_SECOND_US : value * 1000;
    return true;
}

bool feed_date_read(int64_t *time_us, str text, enum feed_date_dialect dialect)
{
    text = str_trim(text);
    if (text.len == 0 || text.len > FEED_DATE_BYTES_MAX)
        return false;
    switch (dialect) {
    case FEED_DATE_W3C: return read_w3c(time_us, text);
    case FEED_DATE_MAIL: return read_mail(time_us, text);
    case FEED_DATE_ISO: return read_iso(time_us, text);
    case FEED_DATE_ASIAN: return read_asian(time_us, text);
    case FEED_DATE_UNIX: return read_unix(time_us, text);
    case FEED_DATE_DIALECTS: break;
    }
    return false;
}

bool feed_date_parse(int64_t *time_us, str text)
{
    for (int i = 0; i < FEED_DATE_DIALECTS; i++)
        if (feed_date_read(time_us, text, (enum feed_date_dialect)i))
            return true;
    return false;
}
