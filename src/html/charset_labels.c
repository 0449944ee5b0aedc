/* The table of encodings and their labels. */
#include "html/charset_code.h"

const struct charset_info charset_infos[CHARSET_COUNT] = {
    [CHARSET_NONE] = {{"", 0}, "", CHARSET_KIND_UTF8},
#define CHARSET(constant, name, kind, icu)                                                         \
    [CHARSET_##constant] = {{name, sizeof(name) - 1}, icu, CHARSET_KIND_##kind},
#define CHARSET_LABEL(constant, label)
#define CHARSET_BYTE(constant, first, last, code_point)
#define CHARSET_UNIT(constant, from, to)
#include "html/charset.def"
#undef CHARSET
#undef CHARSET_LABEL
#undef CHARSET_BYTE
#undef CHARSET_UNIT
};

static const struct {
    str label;
    enum charset_id id;
} labels[] = {
#define CHARSET(constant, name, kind, icu)
#define CHARSET_LABEL(constant, label) {{label, sizeof(label) - 1}, CHARSET_##constant},
#define CHARSET_BYTE(constant, first, last, code_point)
#define CHARSET_UNIT(constant, from, to)
#include "html/charset.def"
#undef CHARSET
#undef CHARSET_LABEL
#undef CHARSET_BYTE
#undef CHARSET_UNIT
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

enum charset_id charset_by_label(str label)
{
    while (label.len && is_space(label.p[0]))
        label = str_skip(label, 1);
    while (label.len && is_space(label.p[label.len - 1]))
        label.len--;
    for (size_t i = 0; i < ARRAY_LEN(labels); i++)
        if (str_ieq(label, labels[i].label))
            return labels[i].id;
    return CHARSET_NONE;
}

str html_charset_of_label(str label)
{
    return charset_infos[charset_by_label(label)].name;
}
