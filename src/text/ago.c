/* Reading spans of time: a number, a unit, and "ago" in one of many languages. */
#include "text/ago.h"

#include "base/clock.h"
#include "text/phrase_fold.h"

struct forms {
    int32_t seconds;
    str list;
};

static const struct forms units[] = {
#define UNIT(seconds, forms) {seconds, S(forms)},
#define GLUED(seconds, forms)
#define AGO(word)
#include "text/ago.def"
#undef UNIT
#undef GLUED
};

static const struct forms glued[] = {
#define UNIT(seconds, forms)
#define GLUED(seconds, forms) {seconds, S(forms)},
#include "text/ago.def"
#undef UNIT
#undef GLUED
#undef AGO
};

static const str ago_words[] = {
#define UNIT(seconds, forms)
#define GLUED(seconds, forms)
#define AGO(word) S(word),
#include "text/ago.def"
#undef UNIT
#undef GLUED
#undef AGO
};

/* The unit that S starts with, 0 when it starts with none; *len is the word's length. */
static int32_t unit_at(size_t *len, str s)
{
    for (size_t i = 0; i < ARRAY_LEN(glued); i++) {
        str list = glued[i].list;
        while (list.p) {
            str form = str_cut(&list, ' ');
            if (str_starts(s, form)) {
                *len = form.len;
                return glued[i].seconds;
            }
        }
    }
    size_t end = 0;
    while (end < s.len &&
           ((unsigned char)s.p[end] >= 0x80 || ascii_is_alpha((unsigned char)s.p[end])))
        end++;
    *len = end;
    for (size_t i = 0; i < ARRAY_LEN(units) && end; i++) {
        if (str_has_word(units[i].list, str_sub(s, 0, end)))
            return units[i].seconds;
    }
    return 0;
}

/* Whether a word that says "ago" stands in what is left of the line before or after the span. */
static bool is_past(str before, str after)
{
    if (str_starts(after, S("前")) || str_starts(str_trim(after), S("전")))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(ago_words); i++) {
        str word = ago_words[i];
        if (str_ends(before, word) &&
            (before.len == word.len || before.p[before.len - word.len - 1] == ' '))
            return true;
        if (str_starts(after, word) &&
            (after.len == word.len || !ascii_is_alnum((unsigned char)after.p[word.len])))
            return true;
    }
    return false;
}

bool ago_find(int64_t *span_us, str line)
{
    struct phrase_fold f;
    phrase_fold(&f, line);
    str s = str_of(f.p, f.len);
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit((unsigned char)s.p[i]) ||
            (i && ascii_is_alnum((unsigned char)s.p[i - 1])))
            continue;
        size_t end = i, len;
        int64_t number;
        while (end < s.len && ascii_is_digit((unsigned char)s.p[end]))
            end++;
        str rest = str_trim(str_skip(s, end));
        int32_t seconds = end - i <= 3 ? unit_at(&len, rest) : 0;
        if (!seconds || !is_past(str_trim(str_sub(s, 0, i)), str_trim(str_skip(rest, len))) ||
            !str_to_i64(&number, str_sub(s, i, end)))
            continue;
        *span_us = number * seconds * CLOCK_SECOND_US;
        return true;
    }
    return false;
}
