/* Reading the words and numbers of dates in all scripts. */
#include "text/written_token.h"

#include "text/phrase_fold.h"
#include "text/written_date.h"

#define WORD_MAX 40
/* Bytes that may stand between a month and its day or year. */
#define MONTH_GAP 4
/* Words between the parts of a date are no longer than this, but for joins[]. */
#define SMALL_WORD_MAX 4

struct form {
    str text;
    uint8_t month;
    uint8_t calendar;
};

/* Sorted by bytes; DOTTED are apart. */
static const struct form forms[] = {
#define MONTH(number, form) {S(form), number, CALENDAR_COMMON},
#define SOLAR(number, form) {S(form), number, CALENDAR_SOLAR_HIJRI},
#define DOTTED(number, form)
#include "text/months.def"
#undef MONTH
#undef SOLAR
#undef DOTTED
};
static const struct form dotted[] = {
#define MONTH(number, form)
#define SOLAR(number, form)
#define DOTTED(number, form) {S(form), number, CALENDAR_BUDDHIST},
#include "text/months.def"
#undef MONTH
#undef SOLAR
#undef DOTTED
};

/* Words that say what number follows: month, year; "of the year", "month's". */
static const str joins[] = {S("tháng"), S("thang"), S("thg"),    S("gada"),   S("gads"),
                            S("оны"),   S("сарын"), S("дугаар"), S("дүгээр"), S("ዓ.ም"),
                            S("ខែ"),    S("ឆ្នាំ"),   S("วันที่"),    S("ปี"),      S("เดือน")};

static const struct form *form_of(str word)
{
    size_t low = 0, high = ARRAY_LEN(forms);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_cmp(word, forms[middle].text);
        if (order == 0)
            return &forms[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool is_thai(str word)
{
    return word.len >= 2 && (unsigned char)word.p[0] == 0xe0 &&
           ((unsigned char)word.p[1] == 0xb8 || (unsigned char)word.p[1] == 0xb9);
}

static void set_month(struct date_token *k, str word, str language)
{
    static const str prefixes[] = {S("ב"), S("ខែ")}; /* "in", "month" */
    struct phrase_fold folded;
    if (word.len < 3 || word.len > WORD_MAX)
        return;
    phrase_fold(&folded, word);
    str f = str_of(folded.p, folded.len);
    if (f.len < 3)
        return;
    const struct form *form = form_of(f);
    for (size_t i = 0; i < ARRAY_LEN(prefixes) && !form; i++)
        if (str_starts(f, prefixes[i]))
            form = form_of(str_skip(f, prefixes[i].len));
    if (!form)
        return;
    k->month = form->month;
    k->calendar = is_thai(f) ? CALENDAR_BUDDHIST : (enum date_calendar)form->calendar;
    if (str_istarts(language, S("hr")) && (str_eq(f, S("listopad")) || str_eq(f, S("listopada"))))
        k->month = 10;
}

size_t date_token_digit(int *value, str t)
{
    unsigned char c = t.len ? (unsigned char)t.p[0] : 0;
    if (c < 0xd9) {
        *value = c - '0';
        return c >= '0' && c <= '9';
    }
    /* The zeros of scripts with digits of their own. */
    static const str zeros[] = {S("٠"), S("۰"), S("०"), S("০"), S("੦"), S("૦"), S("୦"), S("௦"),
                                S("౦"), S("೦"), S("൦"), S("๐"), S("໐"), S("၀"), S("០"), S("０")};
    for (size_t i = 0; i < ARRAY_LEN(zeros); i++) {
        str zero = zeros[i];
        if ((unsigned char)zero.p[0] != c || t.len < zero.len ||
            memcmp(zero.p, t.p, zero.len - 1) != 0)
            continue;
        *value = (unsigned char)t.p[zero.len - 1] - (unsigned char)zero.p[zero.len - 1];
        if (*value >= 0 && *value <= 9)
            return zero.len;
    }
    return 0;
}

static bool is_word_byte(unsigned char c)
{
    return ascii_is_alpha(c) || c >= 0x80;
}

/* The mark that text beyond ASCII starts with and its bytes, 0 for none: ' ' for white space and
 * the like, ASCII marks for their wide forms, Y, M, D and H for the East Asian ones. */
static size_t wide_mark(char *mark, str s)
{
    static const struct {
        str text;
        char mark;
    } marks[] = {{S("年"), 'Y'}, {S("月"), 'M'}, {S("日"), 'D'},      {S("号"), 'D'},
                 {S("號"), 'D'}, {S("時"), 'H'}, {S("时"), 'H'},      {S("點"), 'H'},
                 {S("点"), 'H'}, {S("년"), 'Y'}, {S("월"), 'M'},      {S("일"), 'D'},
                 {S("시"), 'H'}, {S("／"), '/'}, {S("．"), '.'},      {S("－"), '-'},
                 {S("："), ':'}, {S("（"), '('}, {S("）"), '('},      {S("，"), ','},
                 {S("、"), ','}, {S("　"), ' '}, {S("\xe2\x80"), ' '}};
    unsigned char c = (unsigned char)s.p[0];
    *mark = 0;
    if (c == 0xc2 && s.len > 1 && (unsigned char)s.p[1] == 0xa0)
        return *mark = ' ', 2;
    if (c == 0xd8 && s.len > 1 && (unsigned char)s.p[1] == 0x8c) /* the Arabic comma */
        return *mark = ',', 2;
    if (c < 0xe2 || c > 0xef)
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_starts(s, marks[i].text) && s.len >= 3)
            return *mark = marks[i].mark, 3;
    return 0;
}

static bool digit_follows(str t, size_t at)
{
    int value;
    for (size_t i = at; i < t.len && i < at + MONTH_GAP; i++)
        if (date_token_digit(&value, str_skip(t, i)))
            return true;
    return false;
}

static size_t skip_space(str t, size_t at)
{
    char mark;
    size_t len;
    while (at < t.len) {
        unsigned char c = (unsigned char)t.p[at];
        if (c <= ' ')
            at++;
        else if (c >= 0x80 && (len = wide_mark(&mark, str_skip(t, at))) != 0 && mark == ' ')
            at += len;
        else
            break;
    }
    return at;
}

static size_t read_number(struct date_token *k, str t, size_t at)
{
    int value;
    size_t len;
    k->kind = DATE_NUMBER;
    k->persian = (unsigned char)t.p[at] == 0xdb;
    for (; (len = date_token_digit(&value, str_skip(t, at))) != 0; at += len, k->digits++)
        if (k->digits < 17)
            k->number = k->number * 10 + value;
    return at;
}

static size_t word_end(str t, size_t at)
{
    char mark;
    int value;
    size_t i = at;
    while (i < t.len && is_word_byte((unsigned char)t.p[i])) {
        unsigned char c = (unsigned char)t.p[i];
        if (c >= 0xc2 && i > at &&
            (wide_mark(&mark, str_skip(t, i)) || date_token_digit(&value, str_skip(t, i))))
            break;
        i++;
    }
    return i;
}

/* "تشرين الأول": two pairs of months of the Levant share their first word. */
static size_t second_word(struct date_token *k, str t, size_t at)
{
    str word = str_sub(t, k->begin, at);
    bool kanun = str_eq(word, S("كانون"));
    if (!kanun && !str_eq(word, S("تشرين")))
        return at;
    size_t begin = skip_space(t, at), end = word_end(t, begin);
    str second = str_sub(t, begin, end);
    bool first = str_eq(second, S("الأول")) || str_eq(second, S("الاول"));
    if (!first && !str_eq(second, S("الثاني")))
        return at;
    k->month = kanun ? (first ? 12 : 1) : (first ? 10 : 11);
    return end;
}

static size_t read_word(struct date_token *k, struct date_scanner *s)
{
    str t = s->text;
    k->kind = DATE_WORD;
    if (is_thai(str_skip(t, s->at)))
        for (size_t i = 0; i < ARRAY_LEN(dotted); i++)
            if (str_starts(str_skip(t, s->at), dotted[i].text)) {
                k->month = dotted[i].month;
                k->calendar = CALENDAR_BUDDHIST;
                return s->at + dotted[i].text.len;
            }
    size_t end = word_end(t, s->at);
    if (s->all_months || digit_follows(t, end))
        set_month(k, str_sub(t, s->at, end), s->language);
    return k->month ? second_word(k, t, end) : end;
}

struct date_token date_token_next(struct date_scanner *s)
{
    int value;
    str t = s->text;
    s->at = skip_space(t, s->at);
    struct date_token k = {.kind = DATE_END, .begin = s->at, .end = s->at};
    if (s->at >= t.len)
        return k;
    str rest = str_skip(t, s->at);
    unsigned char c = (unsigned char)rest.p[0];
    size_t wide = c >= 0x80 ? wide_mark(&k.mark, rest) : 0;
    if (wide) {
        k.kind = DATE_MARK;
        s->at += wide;
    } else if (date_token_digit(&value, rest)) {
        s->at = read_number(&k, t, s->at);
    } else if (is_word_byte(c)) {
        s->at = read_word(&k, s);
    } else {
        k.kind = DATE_MARK;
        k.mark = (char)c;
        s->at++;
    }
    k.end = s->at;
    return k;
}

static bool is_join(str word)
{
    for (size_t i = 0; i < ARRAY_LEN(joins); i++)
        if (str_ieq(word, joins[i]))
            return true;
    return false;
}

struct date_token date_token_part(struct date_scanner *s, const char *skip)
{
    bool joined = false;
    s->all_months = true;
    for (int i = 0; i < 6; i++) {
        struct date_token k = date_token_next(s);
        if (k.kind == DATE_MARK && k.mark != 0 && strchr(skip, k.mark))
            continue;
        if (k.kind == DATE_WORD && !k.month) {
            bool join = is_join(str_sub(s->text, k.begin, k.end));
            joined |= join;
            if (join || k.end - k.begin <= SMALL_WORD_MAX)
                continue;
        }
        k.joined = joined;
        return k;
    }
    return (struct date_token){.kind = DATE_END};
}

bool date_token_skip(struct date_scanner *s, size_t *digit)
{
    str t = s->text;
    int value;
    if (*digit < s->at || s->at == 0) {
        for (*digit = s->at; *digit < t.len; ++*digit) {
            unsigned char c = (unsigned char)t.p[*digit];
            if (ascii_is_digit(c) || (c >= 0xd9 && date_token_digit(&value, str_skip(t, *digit))))
                break;
        }
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

static bool writes_persian(str language)
{
    return str_istarts(language, S("fa")) || str_istarts(language, S("ps")) ||
           str_istarts(language, S("prs"));
}

int64_t date_token_year(enum date_calendar *calendar, const struct date_token *year,
                        enum date_calendar month, str language)
{
    int64_t y = year->number;
    *calendar = CALENDAR_COMMON;
    bool solar = month == CALENDAR_SOLAR_HIJRI || year->persian || writes_persian(language);
    if (year->kind != DATE_NUMBER)
        return 0;
    if (year->digits == 2 && month == CALENDAR_SOLAR_HIJRI)
        y += y >= 69 ? 1300 : 1400;
    else if (year->digits == 2 && month == CALENDAR_BUDDHIST)
        y += y >= 33 ? 2500 : 2000;
    else if (year->digits == 2 && y < 50)
        y += 2000; /* RFC 822 */
    else if (year->digits != 4)
        return 0;
    if (y > DATE_YEAR_MAX)
        y -= 543;
    if (solar && y >= DATE_YEAR_MIN - 621 && y <= DATE_YEAR_MAX - 622) {
        *calendar = CALENDAR_SOLAR_HIJRI;
        return y;
    }
    bool common = month != CALENDAR_SOLAR_HIJRI && y >= DATE_YEAR_MIN && y <= DATE_YEAR_MAX;
    return common ? y : 0;
}

int64_t date_token_era(str text, int64_t number)
{
    static const struct {
        str name;
        int64_t before; /* the year before its first */
    } eras[] = {{S("令和"), 2018}, {S("平成"), 1988}, {S("民國"), 1911}, {S("民国"), 1911}};
    for (size_t i = 0; i < ARRAY_LEN(eras); i++)
        if (str_ends(text, eras[i].name) && number > 0 && number < 200)
            return eras[i].before + number;
    return 0;
}

/* Eight leap years in 33, as observed since long before the first web page. */
static int days_of_solar_year(int64_t year)
{
    return (25 * year + 11) % 33 < 8 ? 366 : 365;
}

bool date_token_solar(struct civil *out, int64_t year, int64_t month, int64_t day)
{
    const struct civil base = {.year = 2020, .month = 3, .day = 20}; /* 1 Farvardin 1399 */
    if (month < 1 || month > 12 || day < 1 || day > (month <= 6 ? 31 : 30) ||
        (month == 12 && day == 30 && days_of_solar_year(year) == 365))
        return false;
    int64_t days = day - 1 + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30);
    for (int64_t y = 1399; y < year; y++)
        days += days_of_solar_year(y);
    for (int64_t y = year; y < 1399; y++)
        days -= days_of_solar_year(y);
    *out = clock_civil(clock_from_civil(&base) + days * CLOCK_DAY_US);
    return true;
}
