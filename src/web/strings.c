/* The texts of the site: looking them up and putting values in. */
#include "web/strings.h"

static const struct {
    str one, many;
} TEXTS[UI_COUNT] = {
#define STRING(key, text) [UI_##key] = {{"" text, sizeof(text) - 1}, {"" text, sizeof(text) - 1}},
#define STRING_PLURAL(key, one, many)                                                              \
    [UI_##key] = {{"" one, sizeof(one) - 1}, {"" many, sizeof(many) - 1}},
#include "web/strings.def"
#undef STRING
#undef STRING_PLURAL
};

#define UI_TEXT_MAX ((size_t)64 << 10)

str ui_text(enum ui_string key)
{
    return TEXTS[key].many;
}

str ui_form(enum ui_string key, int64_t n)
{
    return n == 1 ? TEXTS[key].one : TEXTS[key].many;
}

void ui_put_number(struct sbuf *b, int64_t n)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)n);
    for (int i = 0; i < len; i++) {
        sbuf_putc(b, digits[i]);
        int left = len - 1 - i;
        if (left > 0 && left % 3 == 0 && digits[i] != '-')
            sbuf_putc(b, ',');
    }
}

void ui_put(struct sbuf *b, enum ui_string key, const struct tpl_value *values, size_t n)
{
    str form = ui_form(key, n && values[0].is_number ? values[0].number : 0);
    for (size_t i = 0; i < form.len; i++) {
        size_t which = i + 2 < form.len && form.p[i] == '{' && form.p[i + 2] == '}'
                           ? (size_t)(form.p[i + 1] - '1')
                           : n;
        if (which >= n) {
            sbuf_putc(b, form.p[i]);
            continue;
        }
        if (values[which].is_number)
            ui_put_number(b, values[which].number);
        else
            sbuf_put(b, values[which].text);
        i += 2;
    }
}

str ui_format(struct arena *a, enum ui_string key, const struct tpl_value *values, size_t n)
{
    struct sbuf b;
    sbuf_init(&b, a, UI_TEXT_MAX);
    ui_put(&b, key, values, n);
    str out;
    return sbuf_end(&out, &b) == OK ? out : ui_text(key);
}

str ui_word(enum ui_string key, int index)
{
    str rest = ui_text(key), word = STR_NONE;
    for (int i = 0; i <= index && rest.p; i++)
        word = str_cut(&rest, ' ');
    return word;
}
