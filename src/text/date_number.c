/* Dates in running text that are numbers: "2025-08-15", "15.08.2025", years and decades. */
#include "text/date_find.h"

/* "2025-08-15", "15/08/2025": three numbers that one mark each separates. */
uint32_t date_find_numeric(struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i), *second = date_word(f, i + 1),
                           *third = date_word(f, i + 2);
    if (!third || third->end - w->begin > 10 || second->begin != w->end + 1 ||
        third->begin != second->end + 1)
        return i;
    char mark = f->doc->body.text.p[w->end];
    int a = date_digits(f, i), b = date_digits(f, i + 1), c = date_digits(f, i + 2);
    struct calendar_date d;
    if ((mark != '-' && mark != '/') || f->doc->body.text.p[second->end] != mark || a < 0 ||
        b < 0 || c < 0)
        return i;
    if (date_year_at(f, i) && mark == '-')
        d = (struct calendar_date){(int16_t)a, (uint8_t)b, (uint8_t)c};
    else if (!date_year_at(f, i + 2) || a > 31 || b > 31)
        return i;
    else if (b > 12)
        d = (struct calendar_date){(int16_t)c, (uint8_t)a, (uint8_t)b};
    else if (a > 12 || !f->english)
        d = (struct calendar_date){(int16_t)c, (uint8_t)b, (uint8_t)a};
    else
        return i; /* 3/4/2025 is two days */
    if (!date_valid(d))
        return i;
    date_put_one(f, i, i + 2, d);
    return i + 3;
}

/* "15.08.2025", one word. */
uint32_t date_find_dotted(struct date_finder *f, uint32_t i)
{
    str rest = text_word_str(&f->doc->body, date_word(f, i));
    int64_t n[3];
    for (size_t k = 0; k < 3; k++)
        if (!rest.p || !str_to_i64(&n[k], str_cut(&rest, '.')) || n[k] < 1)
            return i;
    if (rest.p || n[0] > 31 || n[1] > 12 || n[2] < DATE_YEAR_FIRST || n[2] > DATE_YEAR_LAST)
        return i;
    struct calendar_date d = {(int16_t)n[2], (uint8_t)n[1], (uint8_t)n[0]};
    if (!date_valid(d))
        return i;
    date_put_one(f, i, i, d);
    return i + 1;
}

/* Whether the noun after word I is one that is counted: "2000 people". */
static bool is_counted(const struct date_finder *f, uint32_t i)
{
    const struct text_word *next = date_word(f, i + 1);
    if (!next || next->gap != TEXT_GAP_SPACE || next->shape != TEXT_LOWER ||
        (next->flags & TEXT_STOP))
        return false;
    str word = date_lower(f, i + 1);
    return str_ends(word, S("s")) || str_eq(word, S("people")) || str_eq(word, S("men")) ||
           str_eq(word, S("women")) || str_eq(word, S("million")) || word.len < 3;
}

/* A number at I that is a year: after "in", before a name or a year's word, or between 1900 and
 * today with nothing counted behind it. */
static bool is_year(const struct date_finder *f, uint32_t i, int n)
{
    const struct text_word *w = date_word(f, i), *next = date_word(f, i + 1);
    str text = f->doc->body.text;
    char before = w->begin ? text.p[w->begin - 1] : ' ',
         after = w->end < text.len ? text.p[w->end] : ' ';
    if (before == '$' || before == '#' || before == '/' || after == '%' || after == '$' ||
        (unsigned char)before == 0xac || (unsigned char)before == 0xa3 ||
        w->gap == TEXT_GAP_HYPHEN ||
        (after == '-' && next &&
         (next->kind != TEXT_NUMBER || date_gap(f, i + 2) == TEXT_GAP_HYPHEN)))
        return false;
    bool one = f->english && str_eq(date_lower(f, i - 1), S("the")) && next &&
               next->gap == TEXT_GAP_SPACE && next->shape == TEXT_LOWER &&
               !(next->flags & TEXT_STOP) && !is_counted(f, i);
    if (n < DATE_YEAR_FIRST) /* "the 971 meeting between ..." */
        return one && f->history && n >= 100 && n % 50 != 0;
    if (one)
        return true;
    if (is_counted(f, i))
        return date_kind(f, i - 1) == DATE_IN && n >= 1900 && n <= f->now.year + 1;
    unsigned kind = date_kind(f, i - 1), behind = date_kind(f, i + 1);
    if (kind == DATE_IN || kind == DATE_LINK || date_kind(f, i - 1) == DATE_UNIT ||
        (behind == DATE_UNIT && date_value(f, i + 1) == 4))
        return true;
    if (next && next->gap == TEXT_GAP_SPACE && next->shape == TEXT_CAPITAL && f->english)
        return true;
    return n >= 1900 && n <= (f->dated ? f->now.year + 1 : 2050);
}

uint32_t date_find_year(struct date_finder *f, uint32_t i)
{
    const struct text_word *w = date_word(f, i);
    int n = date_digits(f, i);
    if (w->kind == TEXT_MIXED && w->end - w->begin >= 5) { /* "1980s", "1980er" */
        str form = date_lower(f, i);
        int64_t year;
        str tail = str_skip(form, 4);
        if (str_to_i64(&year, str_sub(form, 0, 4)) && year >= DATE_YEAR_FIRST &&
            year <= DATE_YEAR_LAST && year % 10 == 0 &&
            (str_eq(tail, S("s")) || str_eq(tail, S("er")))) {
            date_put(f, i, i, (struct calendar_date){(int16_t)year, 0, 0},
                     (struct calendar_date){(int16_t)(year + 9), 0, 0});
            return i + 1;
        }
    }
    if (n < 100 || (!date_year_at(f, i) && n >= DATE_YEAR_FIRST) || n > DATE_YEAR_LAST ||
        !is_year(f, i, n))
        return i;
    date_put_one(f, i, i, (struct calendar_date){(int16_t)n, 0, 0});
    return i + 1;
}
