/* The texts of the site by key, from strings.def: one place for a translator to look at. */
#ifndef COURANT_WEB_STRINGS_H
#define COURANT_WEB_STRINGS_H

#include "base/sbuf.h"
#include "base/str.h"

enum ui_string {
#define STRING(key, text) UI_##key,
#define STRING_PLURAL(key, one, many) UI_##key,
#include "web/strings.def"
#undef STRING
#undef STRING_PLURAL
    UI_COUNT
};

/* A value for {1}, {2} ...: a number (written with thousands separated) or a text. */
struct tpl_value {
    str text;
    int64_t number;
    bool is_number;
};

/* The text as it is, with {1} still in it where it has values; in the plural where it has two. */
str ui_text(enum ui_string key);

/* The text with its values put in; the first one chooses singular or plural. Not escaped. */
void ui_put(struct sbuf *b, enum ui_string key, const struct tpl_value *values, size_t n);
str ui_format(struct arena *a, enum ui_string key, const struct tpl_value *values, size_t n);

/* The form of a text with two forms that goes with the number N; the only form of others. */
str ui_form(enum ui_string key, int64_t n);

/* "1,234,567". */
void ui_put_number(struct sbuf *b, int64_t n);

/* Word INDEX (from 0) of a text that is a list of words: months, weekdays. */
str ui_word(enum ui_string key, int index);

#endif
