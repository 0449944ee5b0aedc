/* The text of blocks, out of the tree's text nodes. */
#include "page/scan.h"

#include "base/block.h"
#include "page/space.h"

/* The end of the text from P on that is squeezed as it stands: words with one ' ' between. Only
 * bytes that can begin white space are looked at one by one. */
static const unsigned char *squeezed_end(const unsigned char *p, const unsigned char *end)
{
    while (end - p >= BLOCK_BYTES) {
        block16 b = block_load((const char *)p);
        unsigned blank = block_eq(b, ' ');
        unsigned odd = (block_le(b, ' ') & ~blank) | (blank & blank << 1);
        if (odd | block_eq(b, 0xc2) | block_eq(b, 0xe2) | block_eq(b, 0xef))
            break;
        p += BLOCK_BYTES - (blank >> (BLOCK_BYTES - 1)); /* what follows a ' ' is looked at */
    }
    while (p < end && (!space_at(p, end) || (*p == ' ' && p + 1 < end && !space_at(p + 1, end))))
        p++;
    return p;
}

/* The same where there is room for ROOM bytes: of what does not fit, the words that do, and one
 * byte too many when not even the first does. Looks no further than the room. */
static const unsigned char *fitting_end(const unsigned char *p, const unsigned char *end,
                                        size_t room)
{
    bool cut = (size_t)(end - p) > room + 1;
    const unsigned char *q = squeezed_end(p, cut ? p + room + 1 : end);
    if ((size_t)(q - p) <= room)
        return q;
    for (const unsigned char *word = q; --word > p;)
        if (*word == ' ')
            return word;
    return q;
}

/* Preformatted text: white space as written, but for line ends at both ends. */
static void put_lines(struct sbuf *out, const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    size_t start = out->len;
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = b->first; n; n = html_next(t, n, root)) {
        if (html_is_text(t, n))
            sbuf_put(out, html_text(t, n));
        else if (html_is(t, n, HTML_TAG_BR))
            sbuf_putc(out, '\n');
        if (n == b->last)
            break;
    }
    size_t end = out->len;
    while (end > start && ascii_is_space((unsigned char)out->p[end - 1]))
        end--;
    sbuf_truncate(out, end);
}

void scan_put_block(struct sbuf *out, const struct scan *s, const struct scan_block *b)
{
    const struct html_tree *t = s->tree;
    size_t start = out->len;
    if (b->tag == HTML_TAG_PRE) {
        put_lines(out, s, b);
        return;
    }
    bool space = false, line = false;
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = b->first; n;) {
        const struct html_node *node = &t->nodes[n];
        if (node->type == HTML_TEXT) {
            const unsigned char *p = (const unsigned char *)node->text, *end = p + node->text_len;
            while (p < end) {
                const unsigned char *q = space_skip(p, end);
                space |= q > p;
                if (q == end)
                    break;
                if ((space || line) && out->len > start)
                    sbuf_putc(out, line ? '\n' : ' ');
                space = line = false;
                p = fitting_end(q, end, out->max - out->len);
                sbuf_put(out, str_range((const char *)q, (const char *)p));
                if (out->overflow)
                    return;
            }
        } else if (html_is(t, n, HTML_TAG_BR)) {
            line = true;
        }
        if (n == b->last)
            break;
        bool silent =
            node->type == HTML_ELEMENT && (node->ns != HTML_NS_HTML || scan_is_silent(node->tag));
        n = silent ? html_skip(t, n, root) : html_next(t, n, root);
    }
}

str scan_block_text(struct arena *a, const struct scan *s, const struct scan_block *b, size_t max)
{
    struct sbuf text;
    sbuf_init(&text, a, max);
    scan_put_block(&text, s, b);
    return sbuf_str(&text);
}
