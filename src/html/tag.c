/*
 * The part of the tokenizer that reads tags: name and attributes in one pass. Most names are
 * shorter than sixteen bytes and are read, lowered and numbered from one block; the others, and
 * whatever ends oddly or close to the end of the input, take the byte-by-byte way.
 */
#include "html/scan.h"
#include "html/tokenizer.h"

/* Attribute numbers already seen in this tag. */
struct seen {
    uint64_t bits[2];
};
_Static_assert(HTML_ATTR_COUNT <= 128, "struct seen holds 128 attributes");

static inline bool is_space(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool ends_name(unsigned char c)
{
    return is_space(c) || c == '>' || c == '/';
}

static inline const char *skip_space(const char *p, const char *end)
{
    while (p < end && is_space((unsigned char)*p))
        p++;
    return p;
}

/* The name in lower case, with NUL replaced: a slice when it is so already. */
static NOINLINE str name_lowered(struct html_tokenizer *z, str raw)
{
    bool clean = true;
    for (size_t i = 0; i < raw.len && clean; i++)
        clean = raw.p[i] != 0 && !(raw.p[i] >= 'A' && raw.p[i] <= 'Z');
    if (clean)
        return raw;
    return str_lower(z->arena, html_tokenizer_decode(z, raw.p, raw.p + raw.len, HTML_DECODE_NUL));
}

/* Byte by byte: the end of the name that starts at P. An attribute's first byte may be '='. */
static NOINLINE const char *name_end(const char *p, const char *end, bool attribute)
{
    const char *begin = p;
    while (p < end && !ends_name((unsigned char)*p) && !(attribute && *p == '=' && p > begin))
        p++;
    return p;
}

static inline bool block_is_name(struct scan_name n, const char *p, bool attribute)
{
    if (n.len == 0 || n.len == SCAN_BLOCK)
        return false;
    unsigned char c = (unsigned char)p[n.len];
    return c == '=' ? attribute : ends_name(c);
}

static inline const char *read_tag_name(struct html_tokenizer *z, const char *p)
{
    struct html_token *t = &z->token;
    if (LIKELY(z->end - p >= SCAN_BLOCK)) {
        struct scan_name n = scan_name_block(p);
        if (LIKELY(block_is_name(n, p, false))) {
            t->tag = html_tag_find_words(n.words);
            t->p = n.upper ? name_lowered(z, (str){p, n.len}).p : p;
            t->len = n.len;
            return p + n.len;
        }
    }
    const char *q = name_end(p, z->end, false);
    str name = name_lowered(z, str_range(p, q));
    t->tag = html_tag_find(name);
    t->p = name.p;
    t->len = (uint32_t)name.len;
    return q;
}

static inline const char *read_attr_name(struct html_tokenizer *z, struct html_attr *a,
                                         const char *p)
{
    if (LIKELY(z->end - p >= SCAN_BLOCK)) {
        struct scan_name n = scan_name_block(p);
        if (LIKELY(block_is_name(n, p, true))) {
            a->id = html_attr_find_words(n.words);
            a->name = n.upper ? name_lowered(z, (str){p, n.len}).p : p;
            a->name_len = n.len;
            return p + n.len;
        }
    }
    const char *q = name_end(p, z->end, true);
    str name = name_lowered(z, str_range(p, q));
    a->id = html_attr_find(name);
    a->name = name.p;
    a->name_len = (uint32_t)name.len;
    return q;
}

/* The value behind '='; P is at its first byte, quotes included. */
static inline const char *read_value(struct html_tokenizer *z, struct html_attr *a, const char *p)
{
    char quote = *p;
    const char *q;
    str value;
    if (LIKELY(quote == '"' || quote == '\'')) {
        q = scan_quoted(++p, z->end, quote);
        if (LIKELY(q < z->end && *q == quote)) {
            a->value = p;
            a->value_len = (uint32_t)(q - p);
            return q + 1;
        }
        q = scan_byte(q, z->end, quote);
        value =
            html_tokenizer_decode(z, p, q, HTML_DECODE_REFS | HTML_DECODE_NUL | HTML_DECODE_ATTR);
        q += q < z->end;
    } else {
        q = p;
        while (q < z->end && *q != '>' && !is_space((unsigned char)*q))
            q++;
        value =
            html_tokenizer_decode(z, p, q, HTML_DECODE_REFS | HTML_DECODE_NUL | HTML_DECODE_ATTR);
    }
    a->value = value.p;
    a->value_len = (uint32_t)value.len;
    return q;
}

static inline bool is_duplicate(const struct html_attr *first, const struct html_attr *a,
                                struct seen *seen)
{
    if (a->id != HTML_ATTR_OTHER) {
        uint64_t bit = (uint64_t)1 << (a->id & 63);
        uint64_t *bits = &seen->bits[a->id >> 6];
        bool had = *bits & bit;
        *bits |= bit;
        return had;
    }
    for (; first < a; first++)
        if (first->name_len == a->name_len && first->id == HTML_ATTR_OTHER &&
            memcmp(first->name, a->name, a->name_len) == 0)
            return true;
    return false;
}

static NOINLINE void attrs_grow(struct html_tokenizer *z)
{
    uint32_t cap = html_tokenizer_cap(z, z->attr_cap);
    z->attrs = arena_grow(z->arena, z->attrs, z->attr_cap * sizeof *z->attrs,
                          size_mul(cap, sizeof *z->attrs));
    z->attr_cap = cap;
}

bool html_tokenizer_tag(struct html_tokenizer *z, const char *p)
{
    struct html_token *t = &z->token;
    struct seen seen = {{0, 0}};
    uint32_t count = 0;
    t->self_closing = false;
    p = read_tag_name(z, p);
    for (;;) {
        p = skip_space(p, z->end);
        if (UNLIKELY(p == z->end))
            return false;
        if (*p == '>')
            break;
        if (*p == '/') {
            p++;
            if (p < z->end && *p == '>') {
                t->self_closing = true;
                break;
            }
            continue;
        }
        if (UNLIKELY(z->attr_used + count == z->attr_cap))
            attrs_grow(z);
        struct html_attr *first = z->attrs + z->attr_used;
        struct html_attr *a = first + count;
        p = skip_space(read_attr_name(z, a, p), z->end);
        if (UNLIKELY(p == z->end))
            return false;
        a->ns = HTML_ATTR_NS_NONE;
        a->value = "";
        a->value_len = 0;
        if (*p == '=') {
            p = skip_space(p + 1, z->end);
            if (UNLIKELY(p == z->end))
                return false;
            if (LIKELY(*p != '>'))
                p = read_value(z, a, p);
        }
        if (LIKELY(count < z->attrs_max && !is_duplicate(first, a, &seen)))
            count++;
    }
    z->p = p + 1;
    t->attr_count = (uint16_t)count;
    return true;
}
