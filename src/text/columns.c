/* Counting columns, and cutting by them. */
#include "text/columns.h"

#include "text/char.h"

#define ELLIPSIS S("\xe2\x80\xa6")

static size_t width_of(uint32_t c)
{
    if (c < 0x300)
        return 1;
    uint32_t type = U_MASK(u_charType((UChar32)c));
    if (type & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK))
        return 0;
    int east = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    return east == U_EA_WIDE || east == U_EA_FULLWIDTH ? 2 : 1;
}

/* The next character of *S as it may be shown: a space in place of a control character. */
static str next_shown(size_t *width, str *s)
{
    str rest = *s;
    uint32_t c = utf8_next(s);
    bool control = c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
    *width = control ? 1 : width_of(c);
    return control ? S(" ") : str_sub(rest, 0, rest.len - s->len);
}

size_t columns_count(str s)
{
    size_t n = 0, width;
    while (s.len) {
        (void)next_shown(&width, &s);
        n += width;
    }
    return n;
}

/* Returns how many columns were put. */
static size_t put_cut(struct sbuf *b, str s, size_t max)
{
    size_t n = 0, width;
    bool whole = columns_count(s) <= max;
    while (s.len) {
        str shown = next_shown(&width, &s);
        if (n + width + !whole > max)
            break;
        sbuf_put(b, shown);
        n += width;
    }
    if (!whole && max > 0)
        sbuf_put(b, ELLIPSIS);
    return n + (!whole && max > 0);
}

void columns_put(struct sbuf *b, str s, size_t width)
{
    for (size_t n = put_cut(b, s, width); n < width; n++)
        sbuf_putc(b, ' ');
}

void columns_put_last(struct sbuf *b, str s, size_t width)
{
    (void)put_cut(b, s, width);
}

/* How much of S goes on a line of MAX columns: to the last space in it, or as much as fits. */
static size_t line_of(str s, size_t max)
{
    size_t n = 0, width, space = 0;
    str rest = s;
    while (rest.len) {
        size_t at = s.len - rest.len;
        str shown = next_shown(&width, &rest);
        if (str_eq(shown, S(" ")))
            space = at;
        if (n + width > max)
            return space ? space : (at ? at : s.len - rest.len);
        n += width;
    }
    return s.len;
}

void columns_wrap(struct sbuf *b, str s, size_t indent, size_t width)
{
    size_t max = width > indent ? width - indent : 1, w;
    s = str_trim(s);
    while (s.len) {
        str line = str_sub(s, 0, line_of(s, max));
        s = str_trim(str_skip(s, line.len));
        for (size_t i = 0; i < indent; i++)
            sbuf_putc(b, ' ');
        while (line.len)
            sbuf_put(b, next_shown(&w, &line));
        sbuf_putc(b, '\n');
    }
}
