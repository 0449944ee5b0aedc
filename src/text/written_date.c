/* Finding and reading dates: the orders in which year, month and day stand, times of day, zones. */
#include "text/written_date.h"

#include "text/written_token.h"

/* Texts are read up to here; a date line is much shorter. */
#define DATE_TEXT_MAX 2000

static bool set_common(struct civil *c, int64_t y, int64_t m, int64_t d)
{
    *c = (struct civil){.year = (int)y, .month = (int)m, .day = (int)d};
    return y >= DATE_YEAR_MIN && y <= DATE_YEAR_MAX && m >= 1 && m <= 12 && d >= 1 && d <= 31 &&
           clock_civil_valid(c);
}

/* A year as it is written; 0 in YEAR when it is none. */
struct year {
    int64_t year;
    enum date_calendar calendar;
};

static struct year year_of(const struct date_token *k, enum date_calendar month, str language)
{
    struct year y;
    y.year = date_token_year(&y.calendar, k, month, language);
    return y;
}

static bool set_day(struct civil *c, struct year y, int64_t m, int64_t d)
{
    if (y.calendar == CALENDAR_SOLAR_HIJRI)
        return date_token_solar(c, y.year, m, d);
    return set_common(c, y.year, m, d);
}

/* Two numbers and a year: which is the month. */
static bool set_numeric(struct civil *c, int64_t a, int64_t b, struct year y, char mark,
                        const struct date_hints *hints)
{
    bool month_first = hints->month_first && mark == '/';
    if (month_first && a <= 12)
        return set_day(c, y, a, b);
    return set_day(c, y, b, a) || (mark == '/' && set_day(c, y, a, b));
}

/* What stands between hour and minute. */
static bool is_hour_mark(const struct date_scanner *s, const struct date_token *k)
{
    if (k->kind == DATE_MARK)
        return k->mark == ':' || k->mark == '.' || k->mark == 'H';
    return k->kind == DATE_WORD && k->end - k->begin == 1 && (s->text.p[k->begin] | 0x20) == 'h';
}

/* Two digits before a colon or the like are of a time of day: "4 March at 04:00". */
static bool is_hour(const struct date_scanner *s, const struct date_token *k)
{
    struct date_scanner rest = *s;
    struct date_token colon = date_token_next(&rest), minute = date_token_next(&rest);
    return k->digits == 2 && minute.kind == DATE_NUMBER && minute.digits == 2 &&
           colon.begin == k->end && is_hour_mark(s, &colon);
}

/* "04.03.2018:30": what stood apart by style alone. The year is cut off at two or four digits. */
static void cut_hour(struct date_scanner *s, struct date_token *y)
{
    struct date_scanner rest = *s;
    struct date_token colon = date_token_next(&rest);
    if (colon.mark != ':' || colon.begin != y->end || (y->digits != 4 && y->digits != 6) ||
        y->end - y->begin != (size_t)y->digits)
        return;
    y->number /= 100;
    y->digits -= 2;
    y->end -= 2;
    s->at = y->end;
}

/* "4.3.2020", "4/3/20", "26 | 01 | 2022" */
static bool from_numbers(struct civil *c, struct date_scanner *s, const struct date_token *day,
                         const struct date_hints *hints)
{
    struct date_scanner rest = *s;
    struct date_token mark = date_token_next(&rest);
    if (mark.kind != DATE_MARK || !mark.mark || !strchr("./-|", mark.mark))
        return false;
    struct date_token b = date_token_next(&rest), mark2 = date_token_next(&rest);
    struct date_token y = date_token_next(&rest);
    cut_hour(&rest, &y);
    bool close = mark.begin == day->end;
    if (b.kind != DATE_NUMBER || b.digits > 2 || mark2.kind != DATE_MARK ||
        mark2.mark != mark.mark || (y.digits == 2 && (!close || mark.mark == '|')))
        return false;
    struct year year = year_of(&y, CALENDAR_COMMON, s->language);
    if (!year.year || !set_numeric(c, day->number, b.number, year, mark.mark, hints))
        return false;
    *s = rest;
    return true;
}

/* "24 نيسان / أبريل 2020": the same month by another name. */
static void skip_same_month(struct date_scanner *s, const struct date_token *month)
{
    struct date_scanner rest = *s;
    struct date_token mark = date_token_next(&rest);
    if (mark.kind != DATE_MARK || !mark.mark || !strchr("/-(", mark.mark))
        return;
    struct date_token again = date_token_next(&rest);
    if (again.kind == DATE_WORD && again.month == month->month)
        *s = rest;
}

/* From a number token that is not a year: "4 March 2020", "4 tháng 3 năm 2020". */
static bool from_day(struct civil *c, struct date_scanner *s, const struct date_token *day,
                     const struct date_hints *hints)
{
    if (day->digits > 2)
        return false;
    if (from_numbers(c, s, day, hints))
        return true;
    struct date_scanner rest = *s;
    struct date_token m = date_token_part(&rest, ".-/ ");
    bool counted = m.kind == DATE_NUMBER && m.joined && m.digits <= 2;
    if (!counted && (m.kind != DATE_WORD || !m.month))
        return false;
    if (!counted)
        skip_same_month(&rest, &m);
    struct date_token y = date_token_part(&rest, ".,-/'");
    if (is_hour(&rest, &y))
        return false;
    struct year year = year_of(&y, m.calendar, s->language);
    if (!year.year || !set_day(c, year, counted ? m.number : m.month, day->number))
        return false;
    *s = rest;
    return true;
}

/* "Mar 042020": what stood apart by style alone. */
static bool from_glued(struct civil *c, int month, const struct date_token *d)
{
    return (d->digits == 5 || d->digits == 6) &&
           set_common(c, d->number % 10000, month, d->number / 10000);
}

/* "March 4, 2020" */
static bool from_month(struct civil *c, struct date_scanner *s, const struct date_token *month)
{
    struct date_scanner rest = *s;
    struct date_token d = date_token_part(&rest, ". ");
    if (d.kind == DATE_NUMBER && from_glued(c, month->month, &d)) {
        *s = rest;
        return true;
    }
    if (d.kind != DATE_NUMBER || d.digits > 2)
        return false;
    struct date_token y = date_token_part(&rest, ",.");
    if (y.kind != DATE_NUMBER || y.digits != 4)
        return false;
    struct year year = year_of(&y, month->calendar, s->language);
    if (!year.year || !set_day(c, year, month->month, d.number))
        return false;
    *s = rest;
    return true;
}

/* "2020-03-04", "2020/3/4", "2020年3月4日", "2020. március 4.", "2020. gada 4. martā" */
static bool from_year(struct civil *c, struct date_scanner *s, struct year year)
{
    struct date_scanner rest = *s;
    struct date_token m = date_token_part(&rest, "-/.Y");
    int64_t month = m.kind == DATE_NUMBER && m.digits <= 2 ? m.number : m.month;
    if (!month || (m.kind != DATE_NUMBER && m.kind != DATE_WORD))
        return false;
    struct date_token d = date_token_part(&rest, "-/.M");
    int64_t day = d.number;
    if (d.kind == DATE_WORD && d.month && m.kind == DATE_NUMBER && m.joined) {
        day = month;
        month = d.month;
    } else if (d.kind != DATE_NUMBER || d.digits > 2) {
        return false;
    }
    if (!set_day(c, year, month, day))
        return false;
    struct date_scanner after = rest;
    struct date_token mark = date_token_next(&after);
    *s = mark.kind == DATE_MARK && mark.mark == 'D' ? after : rest;
    return true;
}

/* "20200304" */
static bool from_run(struct civil *c, int64_t number)
{
    return set_common(c, number / 10000, number / 100 % 100, number % 100);
}

/* "令和3年3月4日", the year's number or, of the first year, its sign. */
static bool from_era(struct civil *c, struct date_scanner *s, const struct date_token *k)
{
    static const str first = S("元");
    str name = str_sub(s->text, 0, k->begin);
    int64_t number = k->number;
    if (k->kind == DATE_WORD) {
        name = str_sub(s->text, 0, k->end);
        if (!str_ends(name, first))
            return false;
        name = str_sub(name, 0, name.len - first.len);
        number = 1;
    }
    struct year year = {date_token_era(str_trim(name), number), CALENDAR_COMMON};
    return year.year && from_year(c, s, year);
}

/* Minutes east of UTC that a zone's name means; false when it is none. */
static bool zone_minutes(int *minutes, str word)
{
    static const struct {
        str name;
        int minutes;
    } zones[] = {
        {S("z"), 0},      {S("gmt"), 0},    {S("utc"), 0},    {S("est"), -300}, {S("edt"), -240},
        {S("cst"), -360}, {S("cdt"), -300}, {S("mst"), -420}, {S("mdt"), -360}, {S("pst"), -480},
        {S("pdt"), -420}, {S("et"), -300},  {S("pt"), -480},  {S("cet"), 60},   {S("cest"), 120},
        {S("mez"), 60},   {S("mesz"), 120}, {S("eet"), 120},  {S("eest"), 180}, {S("msk"), 180},
        {S("bst"), 60},   {S("ist"), 330},  {S("jst"), 540},  {S("kst"), 540},  {S("aest"), 600},
        {S("aedt"), 660}, {S("wib"), 420},  {S("wita"), 480}, {S("wit"), 540},  {S("hkt"), 480},
        {S("sgt"), 480},  {S("pkt"), 300},  {S("eat"), 180},  {S("wat"), 60},   {S("cat"), 120},
        {S("sast"), 120}, {S("nzst"), 720}, {S("nzdt"), 780}, {S("brt"), -180}, {S("ict"), 420}};
    for (size_t i = 0; i < ARRAY_LEN(zones); i++)
        if (str_ieq(word, zones[i].name)) {
            *minutes = zones[i].minutes;
            return true;
        }
    return false;
}

/* "+02:00", "-0500", "+2"; SHORT_TOO: one digit will do. */
static bool read_offset(int *minutes, struct date_scanner *s, bool short_too)
{
    struct date_scanner rest = *s;
    struct date_token k = date_token_next(&rest), n = date_token_next(&rest);
    if (k.kind != DATE_MARK || (k.mark != '+' && k.mark != '-') || n.kind != DATE_NUMBER ||
        n.begin != k.end)
        return false;
    int64_t value = -1;
    if (n.digits == 4) {
        value = n.number / 100 * 60 + n.number % 100;
    } else if (n.digits == 2 || (short_too && n.digits == 1)) {
        value = n.number * 60;
        struct date_scanner more = rest;
        struct date_token colon = date_token_next(&more), m = date_token_next(&more);
        if (colon.mark == ':' && m.kind == DATE_NUMBER && m.digits == 2) {
            value += m.number;
            rest = more;
        }
    }
    if (value < 0 || value > 14 * 60)
        return false;
    *minutes = k.mark == '-' ? -(int)value : (int)value;
    *s = rest;
    return true;
}

/* "+02:00", "-0500", "Z", "EST", "GMT+10" right after a time of day. */
static int read_zone(struct date_scanner *s)
{
    struct date_scanner rest = *s;
    struct date_token k = date_token_next(&rest);
    int minutes, more;
    if (k.kind == DATE_MARK && k.mark == '(')
        k = date_token_next(&rest);
    if (k.kind == DATE_WORD && zone_minutes(&minutes, str_sub(s->text, k.begin, k.end))) {
        if (minutes == 0 && k.end - k.begin == 3 && read_offset(&more, &rest, true))
            minutes = more;
        *s = rest;
        return minutes;
    }
    return read_offset(&minutes, s, false) ? minutes : 0;
}

/* The half of the day that a word names: 'a' or 'p', 0 for none. */
static char half_of_day(str word)
{
    static const struct {
        str word;
        char half;
    } halves[] = {{S("pm"), 'p'},    {S("p"), 'p'},    {S("am"), 'a'},   {S("a"), 'a'},
                  {S("午後"), 'p'},  {S("下午"), 'p'}, {S("晚上"), 'p'}, {S("오후"), 'p'},
                  {S("午前"), 'a'},  {S("上午"), 'a'}, {S("오전"), 'a'}, {S("مساء"), 'p'},
                  {S("مساءً"), 'p'},  {S("م"), 'p'},    {S("ص"), 'a'},    {S("صباحا"), 'a'},
                  {S("صباحاً"), 'a'}, {S("μμ"), 'p'},   {S("πμ"), 'a'}};
    for (size_t i = 0; i < ARRAY_LEN(halves); i++)
        if (str_ieq(word, halves[i].word))
            return halves[i].half;
    return str_istarts(word, S("pm")) ? 'p' : str_istarts(word, S("am")) ? 'a' : 0;
}

/* "pm", "p.m." after a time of day. */
static char read_half(struct date_scanner *s)
{
    struct date_scanner more = *s;
    struct date_token k = date_token_next(&more);
    str word = str_sub(s->text, k.begin, k.end);
    char half = k.kind == DATE_WORD ? half_of_day(word) : 0;
    if (!half)
        return 0;
    *s = more;
    for (int i = 0; i < 3 && word.len == 1; i++) {
        k = date_token_next(&more);
        if (k.mark != '.' && (k.kind != DATE_WORD || k.end - k.begin != 1))
            break;
        *s = more;
    }
    return half;
}

/* What may stand between a day and its time of day. */
static bool is_between(const struct date_token *k)
{
    if (k->kind == DATE_MARK)
        return strchr(",-|@().", k->mark) || (unsigned char)k->mark >= 0x80;
    return k->end - k->begin <= 5;
}

/* The hour, after words that lead up to it; *HALF is set when one of them names a half of the day.
 */
static struct date_token read_hour(char *half, struct date_scanner *s)
{
    const struct date_token none = {.kind = DATE_END};
    struct date_token h = date_token_next(s);
    *half = 0;
    for (int i = 0; i < 6 && h.kind != DATE_NUMBER && h.kind != DATE_END; i++) {
        char named = h.kind == DATE_WORD ? half_of_day(str_sub(s->text, h.begin, h.end)) : 0;
        /* "（水）": a day of the week in one letter. */
        bool weekday = h.kind == DATE_WORD && h.end - h.begin == 9;
        if (!named && !weekday && !is_between(&h))
            return none;
        *half = named && h.end - h.begin > 2 ? named : *half;
        h = date_token_next(s);
    }
    return h.kind == DATE_NUMBER && h.digits <= 2 && h.number <= 23 ? h : none;
}

/* "T08:38:00.123Z", ", 8:38 pm EST", "um 08.38 Uhr", "à 8h38", "下午8:38" after a date. */
static bool read_time(struct civil *c, int *zone, struct date_scanner *s)
{
    struct date_scanner rest = *s;
    char half, behind;
    struct date_token h = read_hour(&half, &rest);
    if (h.kind != DATE_NUMBER)
        return false;
    struct date_token colon = date_token_next(&rest), m = date_token_next(&rest);
    if (!is_hour_mark(s, &colon) || colon.begin != h.end || m.kind != DATE_NUMBER ||
        m.digits != 2 || m.number > 59)
        return false;
    c->hour = (int)h.number;
    c->minute = (int)m.number;
    struct date_scanner more = rest;
    struct date_token colon2 = date_token_next(&more), sec = date_token_next(&more);
    if (colon2.mark == ':' && sec.kind == DATE_NUMBER && sec.digits == 2 && sec.number <= 60) {
        c->second = sec.number == 60 ? 59 : (int)sec.number;
        rest = more;
        struct date_token dot = date_token_next(&more), frac = date_token_next(&more);
        if ((dot.mark == '.' || (dot.mark == ':' && frac.digits == 3)) &&
            frac.kind == DATE_NUMBER && frac.begin == dot.end)
            rest = more;
    }
    behind = read_half(&rest);
    half = behind ? behind : half;
    if (half == 'p' && c->hour < 12)
        c->hour += 12;
    if (half == 'a' && c->hour == 12)
        c->hour = 0;
    *zone = read_zone(&rest);
    *s = rest;
    return true;
}

static bool date_at(struct date_found *out, struct date_scanner *s, const struct date_token *k,
                    const struct date_hints *hints)
{
    struct civil c;
    struct date_scanner rest = *s;
    struct year year = {0, CALENDAR_COMMON};
    bool ok = false;
    if (k->kind == DATE_NUMBER && k->digits == 4)
        year = year_of(k, CALENDAR_COMMON, s->language);
    if (k->kind == DATE_NUMBER && k->digits == 8)
        ok = from_run(&c, k->number);
    else if (year.year)
        ok = from_year(&c, &rest, year);
    else if (k->kind == DATE_NUMBER)
        ok = from_day(&c, &rest, k, hints) || from_era(&c, &rest, k);
    else if (k->month)
        ok = from_month(&c, &rest, k);
    else
        ok = from_era(&c, &rest, k);
    if (!ok)
        return false;
    int zone = 0;
    out->has_time = read_time(&c, &zone, &rest);
    out->time_us = clock_from_civil(&c) - (int64_t)zone * 60 * CLOCK_SECOND_US;
    out->zone_min = zone;
    out->begin = k->begin;
    out->end = rest.at;
    return true;
}

bool date_find(struct date_found *out, str text, const struct date_hints *hints)
{
    struct date_scanner s = {.text = str_sub(text, 0, DATE_TEXT_MAX), .language = hints->language};
    size_t digit = 0;
    while (date_token_skip(&s, &digit)) {
        struct date_token k = date_token_next(&s);
        bool may = k.kind == DATE_NUMBER || k.month ||
                   (k.kind == DATE_WORD && (unsigned char)s.text.p[k.begin] >= 0xe4);
        if (may && date_at(out, &s, &k, hints))
            return true;
    }
    return false;
}

bool date_parse(struct date_found *out, str text, const struct date_hints *hints)
{
    int64_t number;
    text = str_trim(text);
    *out = (struct date_found){.end = text.len, .has_time = true};
    if ((text.len == 10 || text.len == 13) && str_to_i64(&number, text) && number > 0) {
        out->time_us = number * (text.len == 10 ? CLOCK_SECOND_US : 1000);
        return true;
    }
    return date_find(out, text, hints) && out->begin <= 24;
}
