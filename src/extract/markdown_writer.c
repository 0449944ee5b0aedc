/* The writer of CommonMark, see the header. Nothing is written before text needs it: line ends,
 * spaces, prefixes and marks wait until it is clear that something follows. */
#include "extract/markdown_writer.h"

#include "text/char.h"

static str text_of(const struct markdown_open *o)
{
    static const str outer[] = {S("**"), S("*"), S("~~")};
    static const str inner[] = {S("__"), S("_"), S("~~")};
    return o->inner ? inner[o->mark] : outer[o->mark];
}

void markdown_init(struct markdown_writer *w, struct sbuf *out)
{
    *w =
        (struct markdown_writer){.out = out, .begin = out->len, .line = out->len, .edge = SIZE_MAX};
}

/* The code point that ends at END; 0 at the beginning of a line. */
static uint32_t before(const struct markdown_writer *w, size_t end)
{
    if (end <= w->line)
        return 0;
    size_t at = utf8_floor(str_of(w->out->p, end), end - 1);
    str s = str_of(w->out->p + at, end - at);
    return utf8_next(&s);
}

/* Puts C where it cannot be taken for a letter or a space: as a character reference, which the
 * rules of emphasis see as punctuation. */
static void put_reference(struct markdown_writer *w, uint32_t c)
{
    sbuf_printf(w->out, "&#x%X;", (unsigned)c);
}

/* The same for what is written already. */
static void refer_last(struct markdown_writer *w)
{
    uint32_t c = before(w, w->out->len);
    size_t at = utf8_floor(sbuf_str(w->out), w->out->len - 1);
    sbuf_truncate(w->out, at);
    put_reference(w, c);
}

static bool is_space(uint32_t c)
{
    return c == 0 || c == ' ' || c == '\n' || char_is_blank(c) || c == 0x1680 || c == 0x205f;
}

/* Beside these marks of emphasis are read as such: white space and punctuation. */
static bool is_apart(uint32_t c)
{
    if (c < 0x80)
        return !char_is_word(c);
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_P_MASK | U_GC_ZS_MASK)) != 0;
}

static void put_prefixes(struct markdown_writer *w)
{
    for (size_t i = 0; i < w->depth; i++) {
        struct markdown_container *c = &w->containers[i];
        sbuf_put(w->out, str_c(c->begun ? c->prefix : c->marker));
        c->begun = true;
    }
    w->line = w->out->len;
}

/* The prefixes of an empty line between blocks: of the containers that both are in. */
static void put_blank_line(struct markdown_writer *w)
{
    for (size_t i = 0; i < w->depth && w->containers[i].begun; i++)
        sbuf_put(w->out, str_c(w->containers[i].prefix));
    while (w->out->len > w->begin && w->out->p[w->out->len - 1] == ' ')
        sbuf_truncate(w->out, w->out->len - 1);
    sbuf_putc(w->out, '\n');
}

static void end_line(struct markdown_writer *w)
{
    sbuf_putc(w->out, '\n');
    w->line = w->out->len;
}

/* White space and lines that wait; what follows comes right behind. */
static void settle(struct markdown_writer *w)
{
    if (w->out->len == w->begin) {
        put_prefixes(w);
    } else if (w->gap != MARKDOWN_NONE) {
        end_line(w);
        if (w->gap == MARKDOWN_BLANK)
            put_blank_line(w);
        put_prefixes(w);
    } else if (w->breaks && w->out->len > w->line) {
        sbuf_putc(w->out, '\\');
        end_line(w);
        put_prefixes(w);
    } else if (w->space && w->out->len > w->line && w->out->len != w->edge) {
        sbuf_putc(w->out, ' ');
    }
    w->gap = MARKDOWN_NONE;
    w->breaks = 0;
    w->space = false;
}

void markdown_begin_line(struct markdown_writer *w)
{
    settle(w);
}

static bool waits(const struct markdown_writer *w)
{
    return w->out->len == w->begin || w->gap != MARKDOWN_NONE || w->breaks || w->space;
}

/* Whether what comes next stands right behind emphasis that ended. */
static bool has_closed(const struct markdown_writer *w)
{
    return !waits(w) && w->closed_count && w->closed_end == w->out->len;
}

/* Everything before text that begins with the code point FIRST. True when FIRST is to be written
 * as a reference, for the emphasis that ends before it. */
static bool ready(struct markdown_writer *w, uint32_t first)
{
    bool refer = false;
    if (has_closed(w)) {
        const struct markdown_open *c = &w->closed[w->closed_count - 1];
        uint32_t inner = before(w, w->closed_end - text_of(c).len);
        refer = (c->inner || !char_is_word(inner)) && !is_apart(first);
    }
    settle(w);
    for (size_t i = 0; i < w->open_count; i++) {
        struct markdown_open *o = &w->open[i];
        if (o->written)
            continue;
        /* More marks after this one are punctuation too. */
        bool soft = o->inner || i + 1 < w->open_count || !char_is_word(first);
        if (soft && !is_apart(before(w, w->out->len)))
            refer_last(w);
        o->at = w->out->len;
        o->written = true;
        sbuf_put(w->out, text_of(o));
        refer |= is_space(first);
    }
    w->closed_count = 0;
    return refer;
}

static void write_close(struct markdown_writer *w, struct markdown_open *o)
{
    uint32_t last = before(w, w->out->len);
    if (is_space(last) && last)
        refer_last(w);
    sbuf_put(w->out, text_of(o));
    o->written = false;
    if (w->closed_end != w->out->len - text_of(o).len)
        w->closed_count = 0;
    ASSERT(w->closed_count < MARKDOWN_MARKS_MAX);
    w->closed[w->closed_count++] = *o;
    w->closed_end = w->out->len;
}

bool markdown_mark_open(struct markdown_writer *w, enum markdown_mark mark)
{
    for (size_t i = 0; i < w->open_count; i++)
        if (w->open[i].mark == mark)
            return false;
    ASSERT(w->open_count < MARKDOWN_MARKS_MAX);
    const struct markdown_open *last = has_closed(w) ? &w->closed[w->closed_count - 1] : NULL;
    bool inner = last && !last->inner, all_written = true;
    for (size_t i = 0; i < w->open_count; i++) {
        all_written &= w->open[i].written;
        if (w->open[i].mark != MARKDOWN_STRUCK)
            inner = !w->open[i].inner;
    }
    struct markdown_open *o = &w->open[w->open_count++];
    *o = (struct markdown_open){.mark = mark, .inner = inner};
    /* What closed just before goes on: marks side by side would be read as one. */
    if (last && last->mark == mark && all_written) {
        *o = *last;
        o->written = true;
        w->closed_count--;
        sbuf_truncate(w->out, w->out->len - text_of(o).len);
        w->closed_end = w->out->len;
    }
    return true;
}

void markdown_mark_close(struct markdown_writer *w)
{
    struct markdown_open *o = &w->open[--w->open_count];
    if (o->written)
        write_close(w, o);
}

void markdown_block(struct markdown_writer *w, enum markdown_gap gap)
{
    if (w->one_line) {
        w->space = true;
        return;
    }
    /* Emphasis does not reach over blocks. */
    for (size_t i = w->open_count; i-- > 0;)
        if (w->open[i].written)
            write_close(w, &w->open[i]);
    w->closed_count = 0;
    w->space = false;
    w->breaks = 0;
    if (w->depth && !w->containers[w->depth - 1].begun && w->gap != MARKDOWN_NONE)
        return;
    if (gap > w->gap)
        w->gap = gap;
}

static void set_text(char *to, size_t size, str from)
{
    size_t n = from.len < size - 1 ? from.len : size - 1;
    memcpy(to, from.p, n);
    to[n] = '\0';
}

bool markdown_container_open(struct markdown_writer *w, str marker, str prefix)
{
    if (w->depth == MARKDOWN_DEPTH_MAX)
        return false;
    struct markdown_container *c = &w->containers[w->depth++];
    c->begun = false;
    set_text(c->marker, sizeof c->marker, marker);
    set_text(c->prefix, sizeof c->prefix, prefix);
    return true;
}

void markdown_container_close(struct markdown_writer *w)
{
    w->depth--;
    markdown_block(w, MARKDOWN_BLANK);
}

void markdown_space(struct markdown_writer *w)
{
    w->space = true;
}

void markdown_break(struct markdown_writer *w)
{
    if (w->one_line) {
        w->space = true;
        return;
    }
    w->breaks++;
    /* Two are how pages without paragraphs make them. */
    if (w->breaks >= 2)
        markdown_block(w, MARKDOWN_BLANK);
}

void markdown_raw(struct markdown_writer *w, str s)
{
    str rest = s;
    if (str_empty(s))
        return;
    (void)ready(w, utf8_next(&rest));
    sbuf_put(w->out, s);
}

void markdown_bracket(struct markdown_writer *w, str s)
{
    markdown_raw(w, s);
    w->edge = w->out->len;
}

/* "&name;" and "&#1;" are characters; at the end of S the rest may follow from elsewhere. */
static bool begins_reference(str s)
{
    size_t i = 1;
    while (i < s.len && (ascii_is_alnum((unsigned char)s.p[i]) || s.p[i] == '#'))
        i++;
    return i == s.len || (i > 1 && s.p[i] == ';');
}

static bool ends_word(str rest)
{
    return rest.len < 2 || ascii_is_space((unsigned char)rest.p[1]);
}

/* Digits only so far on this line: "1986." would be a list. */
static bool is_number_line(const struct markdown_writer *w)
{
    size_t n = w->out->len - w->line;
    if (n == 0 || n > 9)
        return false;
    for (size_t i = w->line; i < w->out->len; i++)
        if (!ascii_is_digit((unsigned char)w->out->p[i]))
            return false;
    return true;
}

static bool is_inside_word(const struct markdown_writer *w, str rest)
{
    str next = str_skip(rest, 1);
    return !waits(w) && next.len && char_is_word(before(w, w->out->len)) &&
           char_is_word(utf8_next(&next));
}

/* Whether REST's first character would be markup here. The line is settled. */
static bool is_markup(const struct markdown_writer *w, str rest)
{
    bool first = w->out->len == w->line;
    char next = rest.len > 1 ? rest.p[1] : ' ';
    switch (rest.p[0]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<': return true;
    case '_': return !is_inside_word(w, rest);
    case '&': return begins_reference(rest);
    case '~': return first || next == '~' || rest.len == 1 || before(w, w->out->len) == '~';
    case '|': return w->cell;
    case '#': return first || w->heading;
    case '>':
    case '=': return first;
    case '-': return first && (ends_word(rest) || next == '-' || next == '|' || next == ':');
    case ':': return first && next == '-';
    case '+': return first && ends_word(rest);
    case '.':
    case ')': return ends_word(rest) && is_number_line(w);
    default: return false;
    }
}

static bool is_plain(unsigned char c)
{
    return c >= 0x80 || ascii_is_alnum(c) || c == ',' || c == ';' || c == '"' || c == '\'';
}

void markdown_text(struct markdown_writer *w, str s)
{
    bool inside = false; /* a run of plain characters, which need no look */
    while (s.len) {
        unsigned char c = (unsigned char)s.p[0];
        if (ascii_is_space(c)) {
            w->space = true;
            inside = false;
            s = str_skip(s, 1);
            continue;
        }
        if (inside && is_plain(c)) {
            sbuf_putc(w->out, (char)c);
            s = str_skip(s, 1);
            continue;
        }
        str rest = s;
        uint32_t first = utf8_next(&rest);
        if (ready(w, first)) {
            put_reference(w, first);
        } else {
            if (is_markup(w, s))
                sbuf_putc(w->out, '\\');
            sbuf_put(w->out, str_sub(s, 0, s.len - rest.len));
        }
        inside = true;
        s = rest;
    }
}

/* The longest run of backticks in S. */
static size_t backticks(str s)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < s.len; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void put_times(struct sbuf *out, char c, size_t n)
{
    while (n--)
        sbuf_putc(out, c);
}

void markdown_code(struct markdown_writer *w, struct arena *a, str code)
{
    struct sbuf flat;
    sbuf_init(&flat, a, code.len + 1);
    bool space = false;
    str rest = str_trim(code);
    for (size_t i = 0; i < rest.len; i++) {
        bool blank = ascii_is_space((unsigned char)rest.p[i]);
        if (!blank || !space)
            sbuf_putc(&flat, blank ? ' ' : rest.p[i]);
        space = blank;
    }
    str text = sbuf_str(&flat);
    if (str_empty(text))
        return;
    if (ascii_is_space((unsigned char)code.p[0]) || (w->code_end && w->code_end == w->out->len))
        w->space = true;
    (void)ready(w, '`');
    size_t fence = backticks(text) + 1;
    bool pad = text.p[0] == '`' || text.p[text.len - 1] == '`';
    put_times(w->out, '`', fence);
    put_times(w->out, ' ', pad);
    for (size_t i = 0; i < text.len; i++) {
        if (w->cell && text.p[i] == '|')
            sbuf_putc(w->out, '\\');
        sbuf_putc(w->out, text.p[i]);
    }
    put_times(w->out, ' ', pad);
    put_times(w->out, '`', fence);
    w->code_end = w->out->len;
    if (ascii_is_space((unsigned char)code.p[code.len - 1]))
        w->space = true;
}

void markdown_fence(struct markdown_writer *w, str code)
{
    while (str_ends(code, S("\n")))
        code.len--;
    if (str_empty(str_trim(code)))
        return;
    size_t fence = backticks(code) + 1;
    fence = fence < 3 ? 3 : fence;
    markdown_block(w, MARKDOWN_BLANK);
    settle(w);
    put_times(w->out, '`', fence);
    while (code.p) {
        str line = str_cut(&code, '\n');
        if (str_empty(line)) {
            sbuf_putc(w->out, '\n');
            put_blank_line(w);
            sbuf_truncate(w->out, w->out->len - 1);
            continue;
        }
        end_line(w);
        put_prefixes(w);
        sbuf_put(w->out, line);
    }
    end_line(w);
    put_prefixes(w);
    put_times(w->out, '`', fence);
    markdown_block(w, MARKDOWN_BLANK);
}

void markdown_address(struct markdown_writer *w, str address)
{
    sbuf_putc(w->out, '(');
    for (size_t i = 0; i < address.len; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c <= ' ' || c == 0x7f || c == '<' || c == '>' || (c == '|' && w->cell)) {
            sbuf_printf(w->out, "%%%02X", c);
            continue;
        }
        if (c == '(' || c == ')' || c == '\\' ||
            (c == '&' && begins_reference(str_skip(address, i))))
            sbuf_putc(w->out, '\\');
        sbuf_putc(w->out, (char)c);
    }
    sbuf_putc(w->out, ')');
}
