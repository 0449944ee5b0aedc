/* Items of lists in running text. */
#include "text/sentence_item.h"

#include "text/sentence_mark.h"

#define REACH_LIST 4000 /* bytes to the next item of a list */

/* The number or letter that list item AT begins with: "1." "(a)" "• 3)". *value 1.. (letters a =
 * 1), *end after the marker. */
struct item {
    size_t value, end;
    bool letter, upper, open, dot, parenthesis, bullet;
};

static bool item_read(struct item *out, str text, size_t at)
{
    size_t next;
    *out = (struct item){0};
    if (mark_is_bullet(char_at(text, at, &next))) {
        out->bullet = true;
        at = next;
        while (at < text.len && char_is_blank(char_at(text, at, &next)))
            at = next;
    }
    if (at < text.len && text.p[at] == '(') {
        out->open = true;
        at++;
    }
    size_t digits = at;
    while (at < text.len && ascii_is_digit((unsigned char)text.p[at]) && at - digits < 3)
        out->value = out->value * 10 + (size_t)(text.p[at++] - '0');
    if (at == digits && at < text.len && ascii_is_alpha((unsigned char)text.p[at])) {
        out->letter = true;
        out->upper = text.p[at] < 'a';
        out->value = (size_t)ascii_lower((unsigned char)text.p[at++]) - 'a' + 1;
    }
    if (at == digits)
        return false;
    if (at < text.len && text.p[at] == '.') {
        out->dot = true;
        at++;
    }
    if (at < text.len && text.p[at] == ')') {
        out->parenthesis = true;
        at++;
    }
    out->end = at;
    return (out->dot || out->parenthesis) && at < text.len && text.p[at] == ' ';
}

size_t item_end(str text, size_t at)
{
    struct item item;
    return item_read(&item, text, at) ? item.end : 0;
}

size_t item_next(str text, size_t begin, bool ordinal_dots, size_t *budget)
{
    struct item first, item;
    if (!item_read(&first, text, begin))
        return SIZE_MAX;
    /* "A. Smith and B. Jones", "die 1. und die 2. Liga" are no lists. */
    if (!first.parenthesis && (first.upper || ordinal_dots))
        return SIZE_MAX;
    size_t end = begin + REACH_LIST < text.len ? begin + REACH_LIST : text.len;
    for (size_t at = first.end; at + 1 < end && text.p[at] != '\n'; at++) {
        if (*budget == 0)
            break;
        --*budget;
        if (text.p[at] != ' ' || !item_read(&item, text, at + 1))
            continue;
        if (item.value == first.value + 1 && item.letter == first.letter &&
            item.upper == first.upper && item.open == first.open && item.dot == first.dot &&
            item.parenthesis == first.parenthesis && item.bullet == first.bullet)
            return at + 1;
    }
    return SIZE_MAX;
}
