/* Reading a stop with what stands together with it and closes after it. How it is judged is in
 * sentence_stop.c. */
#include "text/sentence_stop.h"

static bool is_blank(uint32_t c)
{
    return char_is_blank(c) || mark_is_invisible(c);
}

static size_t skip_blanks(str text, size_t at)
{
    size_t next;
    while (at < text.len && is_blank(char_at(text, at, &next)))
        at = next;
    return at;
}

static enum mark mark_at(const struct stop_context *c, uint32_t character)
{
    return mark_of(character, c->greek, c->armenian);
}

static bool is_stop(enum mark m)
{
    return m == MARK_DOT || m == MARK_LOUD || m == MARK_FULL;
}

/* Whether C may follow a dot of ". . .": ". ..." is a stop and the next sentence's ellipsis. */
static bool is_spaced_dot(uint32_t c)
{
    return !char_is_word(c) && c != '.';
}

/* Stops that stand together from AT on, spaced dots too; returns their end. */
static size_t read_marks(struct stop *s, const struct stop_context *c, size_t at)
{
    size_t next, after;
    for (;;) {
        uint32_t ch = char_at(c->text, at, &next);
        enum mark m = mark_at(c, ch);
        if (m == MARK_DOT)
            s->dots += ch == '.' ? 1 : 3;
        else if (m == MARK_LOUD)
            s->loud = true;
        else if (m == MARK_FULL)
            s->full = true;
        else
            return at;
        at = next;
        size_t gap = skip_blanks(c->text, at);
        if (m == MARK_DOT && gap > at && char_at(c->text, gap, &after) == '.' &&
            is_spaced_dot(char_at(c->text, after, &after))) {
            s->spaced = true;
            at = gap;
        }
    }
}

/* Whether the character at AT closes a quotation or bracket after a stop. */
static bool closes(const struct stop_context *c, size_t at)
{
    size_t next;
    uint32_t ch = char_at(c->text, at, &next), after = char_at(c->text, next, &next);
    switch (mark_at(c, ch)) {
    case MARK_CLOSE: return !(ch == 0x2019 && char_is_word(after));
    case MARK_EITHER: return !char_is_word(after);
    case MARK_OPEN:
        return (ch == 0xab || ch == 0x201c || ch == 0x2018 || ch == 0x2039) && !char_is_word(after);
    default: return false;
    }
}

/* Numbers of notes behind a stop: "[7][8]", " [17]", "11 12" glued to it. */
static size_t skip_notes(const struct stop_context *c, size_t at)
{
    str text = c->text;
    for (;;) {
        size_t from = skip_blanks(text, at), i = from + 1;
        if (from >= text.len || text.p[from] != '[')
            break;
        while (i < text.len && (ascii_is_digit((unsigned char)text.p[i]) || text.p[i] == ','))
            i++;
        if (i == from + 1 || i >= text.len || text.p[i] != ']')
            break;
        at = i + 1;
    }
    return at;
}

static size_t skip_glued_notes(const struct stop_context *c, size_t stop, size_t at)
{
    str text = c->text;
    size_t x, i = at;
    uint32_t before = char_before(text, stop, &x);
    if (!char_is_lower(before) && before != ')')
        return at;
    for (;;) {
        size_t digits = i;
        while (i < text.len && ascii_is_digit((unsigned char)text.p[i]) && i - digits < 4)
            i++;
        if (i == digits || i - digits > 3 || i >= text.len || text.p[i] != ' ')
            return at;
        if (char_is_upper(char_at(text, i + 1, &x)))
            return i;
        i++;
    }
}

void stop_read(struct stop *out, const struct stop_context *c, size_t at)
{
    size_t next;
    *out = (struct stop){.begin = at};
    out->marks_end = at = read_marks(out, c, at);
    for (;;) {
        size_t from = at;
        uint32_t ch = char_at(c->text, at, &next);
        if (at < c->text.len && closes(c, at)) {
            out->closed = true;
            at = next;
        } else if (out->closed && is_stop(mark_at(c, ch))) {
            at = next;
        } else {
            /* French sets the guillemet off with a space. */
            size_t gap = skip_blanks(c->text, at);
            if (gap == at || char_at(c->text, gap, &next) != 0xbb)
                break;
            out->closed = true;
            at = next;
        }
        if (at == from)
            break;
    }
    at = skip_notes(c, at);
    if (at == out->marks_end)
        at = skip_glued_notes(c, out->begin, at);
    out->end = at;
    out->next = skip_blanks(c->text, at);
}
