/* Finding and reading dates: a scanner over words and numbers, and the orders in which year,
 * month and day stand. */
#include "page/date.h"

#include "base/utf8.h"
#include "page/phrase.h"

#define DATE_WORD_MAX 40
/* Texts are read up to here; a date line is much shorter. */
#define DATE_TEXT_MAX 2000

static const char *const month_forms[] = {
#define MONTH(number, forms) forms,
#include "page/months.def"
#undef MONTH
};

enum token_kind { T_END, T_NUMBER, T_WORD, T_MARK };

struct token {
    enum token_kind kind;
    size_t begin, end;
    int64_t number;
    int digits;
    int month; /* of a word, 0 when it names none */
    char mark;
};

struct scanner {
    str text;
    size_t at;
    const struct date_hints *hints;
    bool all_months; /* else only words that a digit follows are looked up */
};

static bool form_in(const char *forms, const char *word, size_t len)
{
    for (const char *p = forms; (p = strstr(p, word)) != NULL; p += len)
        if ((p == forms || p[-1] == ' ') && (p[len] == ' ' || p[len] == 0))
            return true;
    return false;
}

static int month_of_word(str word, const struct date_hints *hints)
{
    struct phrase_fold folded;
    if (word.len < 3 || word.len > DATE_WORD_MAX)
        return 0;
    phrase_fold(&folded, word);
    if (folded.len < 3 || folded.len >= PHRASE_FOLD_MAX)
        return 0;
    folded.p[folded.len] = 0;
    str f = str_of(folded.p, folded.len);
    bool croatian = str_istarts(hints->language, S("hr"));
    if (croatian && (str_eq(f, S("listopad")) || str_eq(f, S("listopada"))))
        return 10;
    for (int m = 0; m < 12; m++)
        if (form_in(month_forms[m], folded.p, folded.len))
            return m + 1;
    return 0;
}

static bool is_word_byte(unsigned char c)
{
    return ascii_is_alpha(c) || c >= 0x80;
}

/* The marks of the East Asian orders: year, month, day. */
static char east_mark(str s)
{
    static const struct {
        str text;
        char mark;
    } marks[] = {{S("年"), 'Y'}, {S("月"), 'M'}, {S("日"), 'D'}, {S("時"), 'H'}, {S("时"), 'H'},
                 {S("년"), 'Y'}, {S("월"), 'M'}, {S("일"), 'D'}, {S("시"), 'H'}};
    if ((unsigned char)s.p[0] < 0xe5 || (unsigned char)s.p[0] > 0xec) /* as all of them do */
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_starts(s, marks[i].text))
            return marks[i].mark;
    return 0;
}

/* Bytes that may stand between a month and its day or year. */
#define MONTH_GAP 4

static bool digit_follows(str t, size_t at)
{
    for (size_t i = at; i < t.len && i < at + MONTH_GAP; i++)
        if (ascii_is_digit((unsigned char)t.p[i]))
            return true;
    return false;
}

static struct token next_token(struct scanner *s)
{
    str t = s->text;
    while (s->at < t.len) {
        unsigned char c = (unsigned char)t.p[s->at];
        if (c <= ' ')
            s->at++;
        else if (c == 0xc2 && s->at + 1 < t.len && (unsigned char)t.p[s->at + 1] == 0xa0)
            s->at += 2;
        else
            break;
    }
    struct token k = {.kind = T_END, .begin = s->at, .end = s->at};
    if (s->at >= t.len)
        return k;
    unsigned char c = (unsigned char)t.p[s->at];
    size_t i = s->at;
    if (ascii_is_digit(c)) {
        for (; i < t.len && ascii_is_digit((unsigned char)t.p[i]); i++, k.digits++)
            if (k.digits < 17)
                k.number = k.number * 10 + (t.p[i] - '0');
        k.kind = T_NUMBER;
    } else if ((k.mark = east_mark(str_skip(t, i))) != 0) {
        k.kind = T_MARK;
        i += 3;
    } else if (is_word_byte(c)) {
        while (i < t.len && is_word_byte((unsigned char)t.p[i]) &&
               !(i > s->at && east_mark(str_skip(t, i))))
            i++;
        k.kind = T_WORD;
        if (s->all_months || digit_follows(t, i))
            k.month = month_of_word(str_sub(t, s->at, i), s->hints);
    } else {
        k.kind = T_MARK;
        k.mark = (char)c;
        i++;
    }
    k.end = s->at = i;
    return k;
}

/* The next token after separators: marks of SKIP, and small words between the parts of a date
 * ("de", "of", "m.", "th"). */
static struct token next_part(struct scanner *s, const char *skip)
{
    s->all_months = true;
    for (int i = 0; i < 5; i++) {
        struct token k = next_token(s);
        if (k.kind == T_MARK && k.mark != 0 && strchr(skip, k.mark))
            continue;
        if (k.kind == T_WORD && !k.month && k.end - k.begin <= 4)
            continue;
        return k;
    }
    return (struct token){.kind = T_END};
}

static bool year_ok(int64_t y, int digits)
{
    return digits == 4 && y >= DATE_YEAR_MIN && y <= DATE_YEAR_MAX;
}

static bool set_day(struct civil *c, int64_t y, int64_t m, int64_t d)
{
    *c = (struct civil){.year = (int)y, .month = (int)m, .day = (int)d};
    return y >= DATE_YEAR_MIN && y <= DATE_YEAR_MAX && m >= 1 && m <= 12 && d >= 1 && d <= 31 &&
           clock_civil_valid(c);
}

/* Two numbers and a year: which is the month. */
static bool set_numeric(struct civil *c, int64_t a, int64_t b, int64_t y, char mark,
                        const struct date_hints *hints)
{
    bool month_first = hints->month_first && mark == '/';
    if (month_first && a <= 12)
        return set_day(c, y, a, b);
    return set_day(c, y, b, a) || (mark == '/' && set_day(c, y, a, b));
}

/* From a number token that is not a year: "4 March 2020", "4.3.2020", "4/3/20". */
static bool from_day(struct civil *c, struct scanner *s, const struct token *day)
{
    if (day->digits > 2)
        return false;
    struct scanner mark_at = *s;
    struct token mark = next_token(&mark_at);
    if (mark.kind == T_MARK && strchr("./-", mark.mark) && mark.begin == day->end) {
        struct scanner rest = mark_at;
        struct token b = next_token(&rest), mark2 = next_token(&rest), y = next_token(&rest);
        if (b.kind == T_NUMBER && b.digits <= 2 && mark2.kind == T_MARK &&
            mark2.mark == mark.mark && y.kind == T_NUMBER && (y.digits == 4 || y.digits == 2)) {
            int64_t year = y.digits == 2 ? 2000 + y.number : y.number;
            if (y.digits == 2 && year > 2049)
                return false;
            if (!set_numeric(c, day->number, b.number, year, mark.mark, s->hints))
                return false;
            *s = rest;
            return true;
        }
    }
    struct scanner rest = *s;
    struct token m = next_part(&rest, ".-/ ");
    if (m.kind != T_WORD || !m.month)
        return false;
    struct token y = next_part(&rest, ".,-/'");
    int64_t year = y.number;
    if (y.kind == T_NUMBER && y.digits == 2 && year < 50)
        year += 2000; /* RFC 822 */
    else if (y.kind != T_NUMBER || !year_ok(year, y.digits))
        return false;
    if (!set_day(c, year, m.month, day->number))
        return false;
    *s = rest;
    return true;
}

/* "March 4, 2020" */
static bool from_month(struct civil *c, struct scanner *s, const struct token *month)
{
    struct scanner rest = *s;
    struct token d = next_part(&rest, ". ");
    if (d.kind != T_NUMBER || d.digits > 2)
        return false;
    struct token y = next_part(&rest, ",.");
    if (y.kind != T_NUMBER || !year_ok(y.number, y.digits) ||
        !set_day(c, y.number, month->month, d.number))
        return false;
    *s = rest;
    return true;
}

/* "2020-03-04", "2020/3/4", "2020年3月4日", "2020. március 4." */
static bool from_year(struct civil *c, struct scanner *s, const struct token *year)
{
    struct scanner rest = *s;
    if (year->digits == 8) {
        if (!set_day(c, year->number / 10000, year->number / 100 % 100, year->number % 100))
            return false;
        return true;
    }
    struct token m = next_part(&rest, "-/.Y");
    int64_t month = m.kind == T_NUMBER && m.digits <= 2 ? m.number : m.month;
    if (!month || (m.kind != T_NUMBER && m.kind != T_WORD))
        return false;
    struct token d = next_part(&rest, "-/.M");
    if (d.kind != T_NUMBER || d.digits > 2 || !set_day(c, year->number, month, d.number))
        return false;
    struct scanner after = rest;
    struct token mark = next_token(&after);
    *s = mark.kind == T_MARK && mark.mark == 'D' ? after : rest;
    return true;
}

/* Minutes east of UTC that a zone's name means; false when it is none. */
static bool zone_minutes(int *minutes, str word)
{
    static const struct {
        str name;
        int minutes;
    } zones[] = {{S("z"), 0},      {S("gmt"), 0},    {S("utc"), 0},    {S("est"), -300},
                 {S("edt"), -240}, {S("cst"), -360}, {S("cdt"), -300}, {S("mst"), -420},
                 {S("mdt"), -360}, {S("pst"), -480}, {S("pdt"), -420}, {S("et"), -300},
                 {S("pt"), -480},  {S("cet"), 60},   {S("cest"), 120}, {S("mez"), 60},
                 {S("mesz"), 120}, {S("eet"), 120},  {S("eest"), 180}, {S("msk"), 180},
                 {S("bst"), 60},   {S("ist"), 330},  {S("jst"), 540},  {S("kst"), 540},
                 {S("aest"), 600}, {S("aedt"), 660}};
    for (size_t i = 0; i < ARRAY_LEN(zones); i++)
        if (str_ieq(word, zones[i].name)) {
            *minutes = zones[i].minutes;
            return true;
        }
    return false;
}

/* "+02:00", "-0500", "Z", "EST" right after a time of day. */
static int read_zone(struct scanner *s)
{
    struct scanner rest = *s;
    struct token k = next_token(&rest);
    int minutes;
    if (k.kind == T_WORD && zone_minutes(&minutes, str_sub(s->text, k.begin, k.end))) {
        *s = rest;
        return minutes;
    }
    if (k.kind != T_MARK || (k.mark != '+' && k.mark != '-'))
        return 0;
    struct token n = next_token(&rest);
    if (n.kind != T_NUMBER || n.begin != k.end)
        return 0;
    int64_t value = -1;
    if (n.digits == 4) {
        value = n.number / 100 * 60 + n.number % 100;
    } else if (n.digits == 2) {
        value = n.number * 60;
        struct scanner more = rest;
        struct token colon = next_token(&more), m = next_token(&more);
        if (colon.mark == ':' && m.kind == T_NUMBER && m.digits == 2) {
            value += m.number;
            rest = more;
        }
    }
    if (value < 0 || value > 14 * 60)
        return 0;
    *s = rest;
    return k.mark == '-' ? -(int)value : (int)value;
}

/* "T08:38:00.123Z", ", 8:38 pm EST", "um 08.38 Uhr", "à 8h38" after a date. */
static bool read_time(struct civil *c, int *zone, struct scanner *s)
{
    struct scanner rest = *s;
    struct token h = next_token(&rest);
    for (int i = 0; i < 4 && h.kind != T_NUMBER && h.kind != T_END; i++) {
        if (h.kind == T_MARK ? !strchr(",-|@(.", h.mark) && (unsigned char)h.mark < 0x80
                             : h.end - h.begin > 5)
            return false;
        h = next_token(&rest);
    }
    if (h.kind != T_NUMBER || h.digits > 2 || h.number > 23)
        return false;
    struct token colon = next_token(&rest), m = next_token(&rest);
    bool sep = colon.kind == T_MARK ? colon.mark == ':' || colon.mark == '.' || colon.mark == 'H'
                                    : colon.kind == T_WORD && colon.end - colon.begin == 1 &&
                                          (s->text.p[colon.begin] | 0x20) == 'h';
    if (!sep || colon.begin != h.end || m.kind != T_NUMBER || m.digits != 2 || m.number > 59)
        return false;
    c->hour = (int)h.number;
    c->minute = (int)m.number;
    struct scanner more = rest;
    struct token colon2 = next_token(&more), sec = next_token(&more);
    if (colon2.mark == ':' && sec.kind == T_NUMBER && sec.digits == 2 && sec.number <= 60) {
        c->second = sec.number == 60 ? 59 : (int)sec.number;
        rest = more;
        struct token dot = next_token(&more), frac = next_token(&more);
        if ((dot.mark == '.' || (dot.mark == ':' && frac.digits == 3)) && frac.kind == T_NUMBER &&
            frac.begin == dot.end)
            rest = more;
    }
    more = rest;
    struct token half = next_token(&more);
    if (half.kind == T_WORD) {
        str w = str_sub(s->text, half.begin, half.end);
        bool pm = str_istarts(w, S("pm")) || str_ieq(w, S("p"));
        bool am = str_istarts(w, S("am")) || str_ieq(w, S("a"));
        if (pm && c->hour < 12)
            c->hour += 12;
        if (am && c->hour == 12)
            c->hour = 0;
        if (am || pm)
            rest = more;
        /* "p.m." */
        for (int i = 0; i < 3 && w.len == 1 && (am || pm); i++) {
            struct token k = next_token(&more);
            if (k.mark != '.' && (k.kind != T_WORD || k.end - k.begin != 1))
                break;
            rest = more;
        }
    }
    *zone = read_zone(&rest);
    *s = rest;
    return true;
}

static bool date_at(struct date_found *out, struct scanner *s, const struct token *k)
{
    struct civil c;
    struct scanner rest = *s;
    bool ok = false;
    if (k->kind == T_NUMBER && (year_ok(k->number, k->digits) || k->digits == 8))
        ok = from_year(&c, &rest, k);
    else if (k->kind == T_NUMBER)
        ok = from_day(&c, &rest, k);
    else if (k->kind == T_WORD && k->month)
        ok = from_month(&c, &rest, k);
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

/* Moves the scanner to where the next date can begin: all have a digit, and before it stands at
 * most a month. Only places where a token begins anyway are jumped to. False when no digit follows.
 */
static bool skip_to_digit(struct scanner *s, size_t *digit)
{
    str t = s->text;
    if (*digit < s->at || s->at == 0) {
        for (*digit = s->at; *digit < t.len; ++*digit)
            if (ascii_is_digit((unsigned char)t.p[*digit]))
                break;
    }
    if (*digit >= t.len)
        return false;
    size_t to = *digit >= MONTH_GAP ? *digit - MONTH_GAP + 1 : 0;
    while (to > s->at && is_word_byte((unsigned char)t.p[to - 1]))
        to--;
    if (to > s->at)
        s->at = to;
    return true;
}

bool date_find(struct date_found *out, str text, const struct date_hints *hints)
{
    struct scanner s = {.text = str_sub(text, 0, DATE_TEXT_MAX), .hints = hints};
    size_t digit = 0;
    while (skip_to_digit(&s, &digit)) {
        struct token k = next_token(&s);
        if ((k.kind == T_NUMBER || k.month) && date_at(out, &s, &k))
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

static bool digits_at(int64_t *value, str s, size_t at, size_t count)
{
    str d = str_sub(s, at, at + count);
    for (size_t i = 0; i < d.len; i++)
        if (!ascii_is_digit((unsigned char)d.p[i]))
            return false;
    return d.len == count && str_to_i64(value, d);
}

bool date_of_url(int64_t *time_us, str address)
{
    struct civil c;
    int64_t y, m, d;
    for (size_t i = 1; i + 8 <= address.len; i++) {
        if (ascii_is_digit((unsigned char)address.p[i - 1]) || !digits_at(&y, address, i, 4) ||
            !year_ok(y, 4))
            continue;
        char sep = address.p[i + 4];
        if (sep == '/' || sep == '-' || sep == '_' || sep == '.') {
            size_t m_len = digits_at(&m, address, i + 5, 2)   ? 2
                           : digits_at(&m, address, i + 5, 1) ? 1
                                                              : 0;
            size_t at = i + 5 + m_len;
            if (!m_len || at >= address.len || address.p[at] != sep)
                continue;
            size_t d_len =
                digits_at(&d, address, at + 1, 2) ? 2 : digits_at(&d, address, at + 1, 1);
            at += 1 + d_len;
            if (!d_len || (at < address.len && ascii_is_digit((unsigned char)address.p[at])))
                continue;
        } else if (!digits_at(&m, address, i + 4, 2) || !digits_at(&d, address, i + 6, 2) ||
                   (i + 8 < address.len && ascii_is_digit((unsigned char)address.p[i + 8]))) {
            continue;
        }
        if (set_day(&c, y, m, d)) {
            *time_us = clock_from_civil(&c);
            return true;
        }
    }
    return false;
}
