/* Times, languages and lists in words. */
#include "web/words.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "model/article.h"
#include "web/strings.h"

#define MINUTE_US (60 * CLOCK_SECOND_US)
#define HOUR_US (60 * MINUTE_US)

static struct tpl_value number(int64_t n)
{
    return (struct tpl_value){.number = n, .is_number = true};
}

/* A year is not grouped: "2026", not "2,026". */
static struct tpl_value plain(char *room, size_t size, const char *format, int n)
{
    int len = snprintf(room, size, format, n);
    return (struct tpl_value){.text = str_of(room, (size_t)len)};
}

static struct tpl_value month_name(int month)
{
    return (struct tpl_value){.text = ui_word(UI_months, month - 1)};
}

void words_put_relative(struct sbuf *b, int64_t us, int64_t now_us)
{
    if (us == TIME_NONE)
        return;
    int64_t ago = now_us - us;
    int64_t days = now_us / CLOCK_DAY_US - us / CLOCK_DAY_US;
    struct civil then = clock_civil(us), now = clock_civil(now_us);
    char year[16];
    struct tpl_value date[3] = {number(then.day), month_name(then.month),
                                plain(year, sizeof year, "%d", then.year)};
    if (ago < -HOUR_US)
        ui_put(b, UI_time_date_year, date, 3);
    else if (ago < MINUTE_US)
        ui_put(b, UI_time_now, NULL, 0);
    else if (ago < HOUR_US)
        ui_put(b, UI_time_minutes, (struct tpl_value[]){number(ago / MINUTE_US)}, 1);
    else if (ago < 24 * HOUR_US)
        ui_put(b, UI_time_hours, (struct tpl_value[]){number(ago / HOUR_US)}, 1);
    else if (days == 1)
        ui_put(b, UI_time_yesterday, NULL, 0);
    else if (days < 7)
        ui_put(b, UI_time_days, (struct tpl_value[]){number(days)}, 1);
    else
        ui_put(b, then.year == now.year ? UI_time_date : UI_time_date_year, date,
               then.year == now.year ? 2 : 3);
}

void words_put_absolute(struct sbuf *b, int64_t us)
{
    if (us == TIME_NONE)
        return;
    struct civil c = clock_civil(us);
    char year[16], clock[16];
    int len = snprintf(clock, sizeof clock, "%02d:%02d", c.hour, c.minute);
    struct tpl_value values[4] = {number(c.day),
                                  month_name(c.month),
                                  plain(year, sizeof year, "%d", c.year),
                                  {.text = str_of(clock, (size_t)len)}};
    ui_put(b, UI_time_full, values, 4);
}

void words_put_day(struct sbuf *b, int64_t us)
{
    if (us == TIME_NONE)
        return;
    struct civil c = clock_civil(us);
    char year[16];
    struct tpl_value values[4] = {{.text = ui_word(UI_weekdays, c.weekday)},
                                  number(c.day),
                                  month_name(c.month),
                                  plain(year, sizeof year, "%d", c.year)};
    ui_put(b, UI_time_weekday, values, 4);
}

static const struct language {
    const char *code, *name;
    bool rtl;
} LANGUAGES[] = {
#define LANGUAGE(code, name, rtl) {#code, name, rtl},
#include "web/languages.def"
#undef LANGUAGE
};

static const struct language *find_language(str code)
{
    size_t cut = str_chr(code, '-');
    str primary = str_sub(code, 0, cut == STR_NPOS ? code.len : cut);
    for (size_t i = 0; i < ARRAY_LEN(LANGUAGES); i++)
        if (str_ieq(primary, str_c(LANGUAGES[i].code)))
            return &LANGUAGES[i];
    return NULL;
}

str words_language(str code)
{
    const struct language *found = find_language(code);
    return found ? str_c(found->name) : code;
}

str words_direction(str code)
{
    const struct language *found = find_language(code);
    return found && found->rtl ? S("rtl") : S("ltr");
}

str words_language_tag(str code)
{
    if (code.len < 2 || code.len > 35)
        return S("");
    for (size_t i = 0; i < code.len; i++)
        if (!ascii_is_alnum((unsigned char)code.p[i]) && (code.p[i] != '-' || i < 2))
            return S("");
    return code;
}

str words_list(struct arena *a, const str *at, size_t len)
{
    str out = len ? at[0] : S("");
    for (size_t i = 1; i < len; i++)
        out = ui_format(a, i + 1 == len ? UI_list_two : UI_list_more,
                        (struct tpl_value[]){{.text = out}, {.text = at[i]}}, 2);
    return out;
}

str words_cut(struct arena *a, str text, size_t bytes)
{
    if (text.len <= bytes)
        return text;
    return str_printf(a, "%.*s…", STR_FMT(str_sub(text, 0, utf8_floor(text, bytes))));
}

str words_cut_between(struct arena *a, str text, size_t bytes)
{
    size_t space = str_rchr(str_sub(text, 0, utf8_floor(text, bytes)), ' ');
    if (text.len > bytes && space != STR_NPOS && space > bytes / 2)
        return str_printf(a, "%.*s…", STR_FMT(str_sub(text, 0, space)));
    return words_cut(a, text, bytes);
}
