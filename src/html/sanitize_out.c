/*
 * The sanitizer's output: text, attributes, and a stack of open elements that is kept such
 * that a parser makes the same tree of it. The rules are those of tree construction (WHATWG
 * HTML, section 13.2.6.4) that move elements: a block ends an open p, items stand only in
 * lists, rows and cells only in tables, text never directly in them.
 */
#include "html/sanitize_code.h"

enum { PASS, DROP, LINE, AMP, LT, GT, QUOT };

static const unsigned char text_class[256] = {
    [0 ... 8] = DROP, [11] = DROP, [13] = LINE, [14 ... 31] = DROP,
    ['&'] = AMP,      ['<'] = LT,  ['>'] = GT,
};

static const unsigned char attribute_class[256] = {
    [0 ... 8] = DROP, [11] = DROP, [13] = LINE, [14 ... 31] = DROP,
    ['&'] = AMP,      ['<'] = LT,  ['>'] = GT,  ['"'] = QUOT,
};

static const str replacements[] = {
    [PASS] = {"", 0},   [DROP] = {"", 0},   [LINE] = {"\n", 1},     [AMP] = {"&amp;", 5},
    [LT] = {"&lt;", 4}, [GT] = {"&gt;", 4}, [QUOT] = {"&quot;", 6},
};

static void put_escaped(struct sbuf *out, str text, const unsigned char class[256])
{
    const unsigned char *p = (const unsigned char *)text.p;
    size_t run = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned kind = class[p[i]];
        if (LIKELY(kind == PASS))
            continue;
        sbuf_put(out, str_sub(text, run, i));
        sbuf_put(out, replacements[kind]);
        run = i + 1;
    }
    sbuf_put(out, str_sub(text, run, text.len));
}

/* From the end, where text that is not blank shows at once. */
static bool is_blank(str text)
{
    for (size_t i = text.len; i > 0; i--)
        if ((unsigned char)text.p[i - 1] > ' ')
            return false;
    return true;
}

void sanitize_put_text(struct sanitizer *s, str text)
{
    if (text.len == 0)
        return;
    const struct sanitize_open *top = sanitize_top(s);
    if (sanitize_is_structural(s)) {
        if (!is_blank(text))
            sanitize_need_flow(s);
    } else if (top && top->tag == HTML_TAG_PRE && s->out.len == top->inside) {
        /* A parser drops the first line end in a pre. */
        while (text.len && (unsigned char)text.p[0] < ' ' && text.p[0] != '\t')
            text = str_skip(text, 1);
    }
    put_escaped(&s->out, text, text_class);
}

void sanitize_put_attribute(struct sanitizer *s, str name, str value)
{
    sbuf_putc(&s->out, ' ');
    sbuf_put(&s->out, name);
    sbuf_put(&s->out, S("=\""));
    put_escaped(&s->out, value, attribute_class);
    sbuf_putc(&s->out, '"');
}

size_t sanitize_start(struct sanitizer *s, uint16_t tag)
{
    size_t begin = s->out.len;
    sbuf_putc(&s->out, '<');
    sbuf_put(&s->out, html_tag_name(tag));
    return begin;
}

void sanitize_start_end(struct sanitizer *s, size_t begin, uint16_t tag, uint8_t how,
                        uint32_t source)
{
    ASSERT(s->depth < ARRAY_LEN(s->open));
    sbuf_putc(&s->out, '>');
    s->open[s->depth++] = (struct sanitize_open){source, tag, how, begin, s->out.len};
    if (tag == HTML_TAG_P)
        s->paragraph = s->depth;
    s->links += how == SANITIZE_LINK;
    s->headings += how == SANITIZE_HEADING;
}

static void push_implied(struct sanitizer *s, uint16_t tag)
{
    sanitize_start_end(s, sanitize_start(s, tag), tag, sanitize_rules[tag].how, HTML_NONE);
}

/* Elements that mean something without content. */
static bool may_be_empty(uint16_t tag)
{
    return tag == HTML_TAG_TD || tag == HTML_TAG_TH;
}

/* A block without text is no more than a gap: its white space, or one blank, stands for it. */
static bool is_gap(const struct sanitizer *s, const struct sanitize_open *e)
{
    if (e->how < SANITIZE_BLOCK || e->how > SANITIZE_ITEM || e->tag == HTML_TAG_PRE)
        return false;
    return is_blank(str_skip(sbuf_str(&s->out), e->inside));
}

static void leave_gap(struct sanitizer *s, const struct sanitize_open *e)
{
    size_t len = s->out.len - e->inside;
    const struct sanitize_open *top = sanitize_top(s);
    char before = e->begin ? s->out.p[e->begin - 1] : '>';
    if (top && top->tag == HTML_TAG_PRE && top->inside == e->begin)
        len = 0; /* a parser drops a line end there */
    memmove(s->out.p + e->begin, s->out.p + e->inside, len);
    sbuf_truncate(&s->out, e->begin + len);
    if (len == 0 && before != '>' && !ascii_is_space((unsigned char)before))
        sbuf_putc(&s->out, ' ');
}

static void pop(struct sanitizer *s)
{
    const struct sanitize_open *top = &s->open[--s->depth];
    if (s->paragraph > s->depth)
        s->paragraph = 0;
    s->links -= top->how == SANITIZE_LINK;
    s->headings -= top->how == SANITIZE_HEADING;
    if (!s->out.overflow && is_gap(s, top)) {
        leave_gap(s, top);
        return;
    }
    if (s->out.len == top->inside && !may_be_empty(top->tag) && !s->out.overflow) {
        sbuf_truncate(&s->out, top->begin);
        return;
    }
    sbuf_put(&s->out, S("</"));
    sbuf_put(&s->out, html_tag_name(top->tag));
    sbuf_putc(&s->out, '>');
}

void sanitize_pop_to(struct sanitizer *s, unsigned depth)
{
    while (s->depth > depth)
        pop(s);
}

void sanitize_leave(struct sanitizer *s, uint32_t source)
{
    unsigned i = s->depth;
    while (i && s->open[i - 1].source == HTML_NONE)
        i--;
    if (i && s->open[i - 1].source == source)
        sanitize_pop_to(s, i - 1);
}

bool sanitize_is_structural(const struct sanitizer *s)
{
    const struct sanitize_open *top = sanitize_top(s);
    if (!top)
        return false;
    return top->how == SANITIZE_LIST || top->how == SANITIZE_TABLE || top->how == SANITIZE_ROW ||
           (top->how == SANITIZE_TABLE_PART && top->tag != HTML_TAG_CAPTION);
}

void sanitize_need_flow(struct sanitizer *s)
{
    while (sanitize_is_structural(s)) {
        const struct sanitize_open *top = sanitize_top(s);
        if (top->how == SANITIZE_LIST)
            push_implied(s, top->tag == HTML_TAG_DL ? HTML_TAG_DD : HTML_TAG_LI);
        else if (top->how == SANITIZE_TABLE)
            push_implied(s, HTML_TAG_TBODY);
        else
            push_implied(s, top->how == SANITIZE_ROW ? HTML_TAG_TD : HTML_TAG_TR);
    }
}

void sanitize_need_block(struct sanitizer *s)
{
    if (s->paragraph)
        sanitize_pop_to(s, s->paragraph - 1);
    sanitize_need_flow(s);
}

/* Ends implied elements that the arriving part of a list or table cannot stand in. */
static void pop_implied(struct sanitizer *s, uint8_t how)
{
    for (;;) {
        const struct sanitize_open *top = sanitize_top(s);
        if (!top || top->source != HTML_NONE)
            return;
        bool ends = how == SANITIZE_ITEM ? top->how == SANITIZE_ITEM
                                         : top->how >= how && top->how <= SANITIZE_CELL;
        if (!ends)
            return;
        pop(s);
    }
}

bool sanitize_need_place(struct sanitizer *s, uint16_t tag, uint8_t how)
{
    pop_implied(s, how);
    const struct sanitize_open *top = sanitize_top(s);
    if (!top)
        return false;
    if (how == SANITIZE_ITEM)
        return top->how == SANITIZE_LIST && (top->tag == HTML_TAG_DL) == (tag != HTML_TAG_LI);
    if (how == SANITIZE_TABLE_PART)
        return top->how == SANITIZE_TABLE;
    if (!sanitize_is_structural(s) || top->how == SANITIZE_LIST)
        return false;
    if (top->how == SANITIZE_TABLE)
        push_implied(s, HTML_TAG_TBODY);
    if (how == SANITIZE_CELL && sanitize_top(s)->how == SANITIZE_TABLE_PART)
        push_implied(s, HTML_TAG_TR);
    /* A row in a row (which no parser makes) has no place. */
    return sanitize_top(s)->how == (how == SANITIZE_CELL ? SANITIZE_ROW : SANITIZE_TABLE_PART);
}
