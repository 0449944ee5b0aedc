/* Writing times as newspapers in six languages do. */
#include "pipeline/replay.h"

#include "base/clock.h"
#include "base/utf8.h"

struct words {
    const char *language;
    const char *date; /* d: day, m: month's name, y: year */
    const char *months[12];
    const char *weekdays[7]; /* as after "on": Russian has the accusative */
};

static const struct words languages[] = {
    {"en",
     "d m y",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}},
    {"de",
     "d. m y",
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"},
     {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}},
    {"fr",
     "d m y",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre"},
     {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}},
    {"es",
     "d #e m #e y",
     {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
      "octubre", "noviembre", "diciembre"},
     {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}},
    {"ru",
     "d m y",
     {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
      "октября", "ноября", "декабря"},
     {"воскресенье", "понедельник", "вторник", "среду", "четверг", "пятницу", "субботу"}},
};

/* "5d22h10m": days, hours, minutes, seconds, each at most once and in that order. */
static bool age_us(int64_t *out, str s)
{
    static const struct {
        char unit;
        int64_t us;
    } units[] = {{'d', CLOCK_DAY_US},
                 {'h', 3600 * CLOCK_SECOND_US},
                 {'m', 60 * CLOCK_SECOND_US},
                 {'s', CLOCK_SECOND_US}};
    *out = 0;
    bool any = false;
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        size_t digits = 0;
        int64_t number;
        while (digits < s.len && ascii_is_digit((unsigned char)s.p[digits]))
            digits++;
        if (digits == 0 || digits > 6 || digits == s.len || s.p[digits] != units[i].unit)
            continue;
        if (!str_to_i64(&number, str_sub(s, 0, digits)))
            return false;
        *out += number * units[i].us;
        s = str_skip(s, digits + 1);
        any = true;
    }
    return any && str_empty(s);
}

static void put_letters(struct sbuf *out, str s)
{
    while (s.len) {
        uint32_t c = utf8_next(&s);
        if (c < 0x80)
            sbuf_putc(out, (char)c);
        else
            sbuf_printf(out, "&#%u;", (unsigned)c);
    }
}

static void put_date(struct sbuf *out, const struct words *w, const struct civil *c)
{
    for (const char *p = w->date; *p; p++) {
        switch (*p) {
        case 'd': sbuf_printf(out, "%d", c->day); break;
        case 'm': put_letters(out, str_c(w->months[c->month - 1])); break;
        case 'y': sbuf_printf(out, "%d", c->year); break;
        case '#': sbuf_putc(out, 'd'); break; /* the letter itself */
        default: sbuf_putc(out, *p);
        }
    }
}

/* The formats with ":LANGUAGE". */
static bool put_words(struct sbuf *out, str format, const struct civil *c)
{
    str code = format;
    str kind = str_cut(&code, ':');
    const struct words *w = NULL;
    for (size_t i = 0; i < ARRAY_LEN(languages); i++)
        if (str_eq(code, str_c(languages[i].language)))
            w = &languages[i];
    if (!w)
        return false;
    if (str_eq(kind, S("weekday"))) {
        put_letters(out, str_c(w->weekdays[c->weekday]));
        return true;
    }
    bool with_time = str_eq(kind, S("datetime"));
    if (!with_time && !str_eq(kind, S("date")))
        return false;
    put_date(out, w, c);
    if (with_time)
        sbuf_printf(out, " %02d:%02d", c->hour, c->minute);
    return true;
}

static bool put_time(struct sbuf *out, str format, int64_t time_us)
{
    struct civil c = clock_civil(time_us);
    if (str_eq(format, S("iso"))) {
        clock_put_iso(out, time_us);
    } else if (str_eq(format, S("isotz"))) {
        clock_put_iso(out, time_us + 3600 * CLOCK_SECOND_US);
        sbuf_truncate(out, out->len - 1);
        sbuf_put(out, S("+01:00"));
    } else if (str_eq(format, S("rfc822"))) {
        clock_put_http(out, time_us);
    } else if (str_eq(format, S("time"))) {
        sbuf_printf(out, "%02d:%02d", c.hour, c.minute);
    } else if (str_eq(format, S("ymd"))) {
        sbuf_printf(out, "%04d/%02d/%02d", c.year, c.month, c.day);
    } else if (str_eq(format, S("compact"))) {
        sbuf_printf(out, "%04d%02d%02d", c.year, c.month, c.day);
    } else {
        return put_words(out, format, &c);
    }
    return true;
}

status replay_expand(struct sbuf *out, str bytes, int64_t now_us)
{
    for (;;) {
        size_t begin = str_find(bytes, S("{{t "));
        sbuf_put(out, str_sub(bytes, 0, begin));
        if (begin == STR_NPOS)
            return out->overflow ? fail(E_LIMIT, "the page is too large") : OK;
        bytes = str_skip(bytes, begin + 4);
        str placeholder = str_sub(bytes, 0, 64);
        size_t end = str_find(placeholder, S("}}"));
        str format = str_sub(placeholder, 0, end);
        str age = str_cut(&format, ' ');
        int64_t ago;
        if (end == STR_NPOS || !age_us(&ago, age) || !put_time(out, format, now_us - ago))
            return fail(E_INPUT, "bad time placeholder '{{t %.*s'",
                        STR_FMT(str_sub(placeholder, 0, end == STR_NPOS ? 24 : end + 2)));
        bytes = str_skip(bytes, end + 2);
    }
}
