/* The dates beside a list's entries: as they are written, without a year, or by how long ago. */
#include "base/clock.h"
#include "feed/induce_code.h"
#include "text/ago.h"

#define LINE_BYTES_MAX 60
#define ABOVE_MAX 60                 /* nodes before the first item in which its date can be */
#define FUTURE_US (2 * CLOCK_DAY_US) /* dates further ahead are of something else */

/* The first two numbers of "3/14/2026"; false for other texts. */
static bool numbers_of(int *first, int *second, str text)
{
    size_t slash = str_chr(text, '/');
    if (slash == STR_NPOS || slash == 0 || slash > 2)
        return false;
    int64_t a, b;
    str rest = str_skip(text, slash + 1);
    size_t next = str_chr(rest, '/');
    if (next == STR_NPOS || !str_to_i64(&a, str_sub(text, 0, slash)) ||
        !str_to_i64(&b, str_sub(rest, 0, next)))
        return false;
    *first = (int)a;
    *second = (int)b;
    return true;
}

/* English of the United States has the month first, unless a date of the page cannot be read so. */
void induce_dates_prepare(struct induce_page *p)
{
    size_t day_first = 0, month_first = 0;
    for (uint32_t i = 0; i < p->order_len; i++) {
        uint32_t n = p->order[i];
        int a, b;
        if (!html_is_text(&p->tree, n) || !p->spots[n].shown ||
            !numbers_of(&a, &b, str_sub(str_trim(html_text(&p->tree, n)), 0, 12)))
            continue;
        day_first += a > 12 && b <= 12;
        month_first += b > 12 && a <= 12;
    }
    str language = p->hints.language, host = url_split(p->address).host;
    bool american =
        str_ieq(language, S("en-us")) ||
        (str_ieq(language, S("en")) && !str_ends(host, S(".uk")) && !str_ends(host, S(".au")) &&
         !str_ends(host, S(".ie")) && !str_ends(host, S(".nz")) && !str_ends(host, S(".in")) &&
         !str_ends(host, S(".za")));
    p->hints.month_first = month_first > day_first || (american && day_first == 0);
}

static bool is_likely(const struct induce_page *p, int64_t time_us)
{
    return p->now_us == 0 || time_us <= p->now_us + FUTURE_US;
}

/* "14 March", "3月14日": of this year, or of the last when that were to come. */
static bool read_without_year(int64_t *time_us, const struct induce_page *p, str text)
{
    struct date_found found;
    struct sbuf b;
    int year = clock_civil(p->now_us).year;
    bool eastern = str_has(text, S("月")) || str_has(text, S("월"));
    bool dotted = text.len <= 6 && str_ends(text, S("."));
    if (p->now_us == 0 || text.len > 40)
        return false;
    for (int y = year; y >= year - 1; y--) {
        sbuf_init(&b, p->arena, 64);
        if (eastern)
            sbuf_printf(&b, "%d%s%.*s", y, str_has(text, S("월")) ? "년 " : "年", STR_FMT(text));
        else
            sbuf_printf(&b, "%.*s%s%d", STR_FMT(text), dotted ? "" : " ", y);
        if (!date_find(&found, sbuf_str(&b), &p->hints))
            return false;
        if (is_likely(p, found.time_us)) {
            *time_us = found.time_us;
            return true;
        }
    }
    return false;
}

static bool has_digit(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (ascii_is_digit((unsigned char)text.p[i]) || (unsigned char)text.p[i] >= 0xd9)
            return true;
    return false;
}

static bool read_text(int64_t *time_us, const struct induce_page *p, str text)
{
    struct date_found found;
    int64_t span_us;
    if (text.len < 3 || text.len > INDUCE_DATE_BYTES_MAX || !has_digit(text))
        return false;
    if (date_find(&found, text, &p->hints)) {
        *time_us = found.time_us;
        return is_likely(p, found.time_us);
    }
    if (p->now_us && ago_find(&span_us, text)) {
        *time_us = p->now_us - span_us;
        return true;
    }
    return read_without_year(time_us, p, text);
}

static str direct_text(const struct induce_page *p, uint32_t node)
{
    struct sbuf b;
    sbuf_init(&b, p->arena, INDUCE_DATE_BYTES_MAX + 64);
    html_each_child (&p->tree, child, node)
        if (html_is_text(&p->tree, child)) {
            sbuf_put(&b, spot_text(p, child));
            sbuf_putc(&b, ' ');
        }
    return b.overflow ? S("") : str_trim(sbuf_str(&b));
}

bool induce_date_read(int64_t *time_us, const struct induce_page *p, uint32_t node)
{
    struct date_found found;
    str attribute = html_attr(&p->tree, node, HTML_ATTR_DATETIME);
    if (attribute.len && date_parse(&found, attribute, &p->hints) && is_likely(p, found.time_us)) {
        *time_us = found.time_us;
        return true;
    }
    str text = spot_text(p, node);
    if (text.len < 3 || text.len > INDUCE_DATE_BYTES_MAX)
        return false;
    return read_text(time_us, p, direct_text(p, node)) || read_text(time_us, p, text);
}

/* A line that is nothing but a date. */
static bool read_line(int64_t *time_us, const struct induce_page *p, uint32_t node)
{
    struct date_found found;
    str text = spot_text(p, node);
    if (!html_is_element(&p->tree, node) || !p->spots[node].shown || text.len < 5 ||
        text.len > LINE_BYTES_MAX || !induce_date_read(time_us, p, node))
        return false;
    return html_is(&p->tree, node, HTML_TAG_TIME) || !date_find(&found, text, &p->hints) ||
           (found.end - found.begin) * 10 >= text.len * 6;
}

/* A line beside what is around the item, not part of something else that came before. */
static bool is_above(const struct induce_page *p, uint32_t line, uint32_t root)
{
    uint32_t n = line, parent = p->tree.nodes[n].parent;
    size_t len = spot_text(p, line).len;
    while (parent && spot_text(p, parent).len == len) {
        n = parent;
        parent = p->tree.nodes[n].parent;
    }
    return p->spots[parent].at <= p->spots[root].at && p->spots[parent].end > p->spots[root].at;
}

void induce_dates_above(int64_t *times, const struct induce_page *p, const struct item_vec *items)
{
    int64_t last = TIME_NONE, read;
    uint32_t from = 0;
    if (items->len && items->at[0].begin > ABOVE_MAX)
        from = items->at[0].begin - ABOVE_MAX;
    for (size_t i = 0; i < items->len; i++) {
        for (uint32_t at = from; at < items->at[i].begin; at++)
            if (read_line(&read, p, p->order[at]) && is_above(p, p->order[at], items->at[i].root))
                last = read;
        times[i] = last;
        from = p->spots[items->at[i].root].end;
    }
}
