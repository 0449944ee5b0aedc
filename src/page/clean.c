/* Cleaning of short values. */
#include "page/clean.h"

#include "base/sbuf.h"
#include "base/utf8.h"
#include "html/tree.h"

#define CLEAN_MAX ((size_t)64 << 10)

static bool needs_cleaning(str s)
{
    bool space = true;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '&' || c == '<' || c == 0xc2 || c == 0xe2 || c == 0xef || (c < ' ') ||
            (c == ' ' && space))
            return true;
        space = c == ' ';
    }
    return s.len && space;
}

/* Takes a character reference off *s; 0 when there is none at its start. */
static uint32_t reference(str *s)
{
    static const struct {
        str name;
        uint32_t code;
    } names[] = {{S("&amp;"), '&'},       {S("&quot;"), '"'},     {S("&apos;"), '\''},
                 {S("&lt;"), '<'},        {S("&gt;"), '>'},       {S("&nbsp;"), ' '},
                 {S("&rsquo;"), 0x2019},  {S("&lsquo;"), 0x2018}, {S("&ldquo;"), 0x201c},
                 {S("&rdquo;"), 0x201d},  {S("&ndash;"), 0x2013}, {S("&mdash;"), 0x2014},
                 {S("&hellip;"), 0x2026}, {S("&bdquo;"), 0x201e}, {S("&auml;"), 0xe4},
                 {S("&ouml;"), 0xf6},     {S("&uuml;"), 0xfc},    {S("&szlig;"), 0xdf},
                 {S("&Auml;"), 0xc4},     {S("&Ouml;"), 0xd6},    {S("&Uuml;"), 0xdc},
                 {S("&eacute;"), 0xe9},   {S("&egrave;"), 0xe8},  {S("&shy;"), 0xad}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_starts(*s, names[i].name)) {
            *s = str_skip(*s, names[i].name.len);
            return names[i].code;
        }
    if (!str_starts(*s, S("&#")))
        return 0;
    bool hex = s->len > 2 && (s->p[2] | 0x20) == 'x';
    size_t i = hex ? 3 : 2;
    uint32_t code = 0;
    for (; i < s->len && i < 10 && ascii_hex_value((unsigned char)s->p[i]) >= 0; i++)
        code = code * (hex ? 16 : 10) + (uint32_t)ascii_hex_value((unsigned char)s->p[i]);
    if (i >= s->len || s->p[i] != ';' || code < 0x20 || code > 0x10ffff ||
        (code >= 0xd800 && code < 0xe000))
        return 0;
    *s = str_skip(*s, i + 1);
    return code;
}

/* Bytes of the white space *s starts with: ASCII, NBSP, zero width, BOM, soft hyphen. */
static size_t space_len(str s, bool *silent)
{
    unsigned char c = (unsigned char)s.p[0];
    *silent = false;
    if (c <= ' ')
        return 1;
    if (str_starts(s, S("\xc2\xa0")))
        return 2;
    *silent = true;
    if (str_starts(s, S("\xc2\xad")))
        return 2;
    if (str_starts(s, S("\xe2\x80\x8b")) || str_starts(s, S("\xef\xbb\xbf")))
        return 3;
    return 0;
}

/* Length of the tag S starts with, 0 when "<" is only a sign. */
static size_t tag_len(str s)
{
    if (s.len < 3 || s.p[0] != '<' || !(ascii_is_alpha((unsigned char)s.p[1]) || s.p[1] == '/'))
        return 0;
    size_t end = str_chr(str_sub(s, 0, 300), '>');
    return end == STR_NPOS ? 0 : end + 1;
}

str clean_value(struct arena *a, str s)
{
    if (!needs_cleaning(s))
        return s;
    struct sbuf b;
    sbuf_init(&b, a, CLEAN_MAX);
    bool space = false;
    while (s.len && b.len < CLEAN_MAX - 8) {
        bool silent;
        size_t n = space_len(s, &silent);
        if (n) {
            space |= !silent;
            s = str_skip(s, n);
            continue;
        }
        uint32_t code = s.p[0] == '&' ? reference(&s) : 0;
        if (code == ' ' || code == 0xa0 || code == 0xad) {
            space |= code != 0xad;
            continue;
        }
        if (!code && (n = tag_len(s)) > 0) {
            s = str_skip(s, n);
            continue;
        }
        if (space && b.len)
            sbuf_putc(&b, ' ');
        space = false;
        if (code) {
            sbuf_put_utf8(&b, code);
        } else {
            sbuf_putc(&b, s.p[0]);
            s = str_skip(s, 1);
        }
    }
    return sbuf_str(&b);
}

bool clean_is_placeholder(str s)
{
    static const str words[] = {S("undefined"), S("null"), S("none"), S("n/a"),
                                S("untitled"),  S("-"),    S("false")};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ieq(s, words[i]))
            return true;
    return s.len == 0 || str_has(s, S("{{")) || str_has(s, S("<%")) || str_has(s, S("${"));
}

str clean_node_text(struct arena *a, const struct html_tree *t, uint32_t node, size_t max)
{
    struct sbuf b;
    sbuf_init(&b, a, max + 64);
    uint32_t n = html_next(t, node, node);
    while (n && b.len < max) {
        const struct html_node *e = &t->nodes[n];
        if (e->type == HTML_TEXT) {
            str text = html_text(t, n);
            sbuf_put(&b, str_sub(text, 0, utf8_floor(text, max - b.len)));
        } else if (e->type == HTML_ELEMENT) {
            if (e->tag == HTML_TAG_SCRIPT || e->tag == HTML_TAG_STYLE || e->ns != HTML_NS_HTML) {
                n = html_skip(t, n, node);
                continue;
            }
            if (b.len && (e->tag == HTML_TAG_BR || e->tag == HTML_TAG_DIV || e->tag == HTML_TAG_P ||
                          e->tag == HTML_TAG_LI))
                sbuf_putc(&b, ' ');
        }
        n = html_next(t, n, node);
    }
    return clean_value(a, sbuf_str(&b));
}
