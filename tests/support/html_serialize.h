/* What clean HTML must hold to, for the sanitizer's tests and fuzz target: a parser makes a tree
 * of it that is written as the same bytes, made only of elements and attributes on this list
 * (written independently of sanitize.def). */
#ifndef COURANT_TESTS_HTML_SERIALIZE_H
#define COURANT_TESTS_HTML_SERIALIZE_H

#include "base/sbuf.h"
#include "html/tree.h"

static inline bool serialize_is_void(uint16_t tag)
{
    return tag == HTML_TAG_BR || tag == HTML_TAG_HR || tag == HTML_TAG_IMG || tag == HTML_TAG_WBR;
}

static inline void serialize_escaped(struct sbuf *b, str s, bool attribute)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c == '&')
            sbuf_put(b, S("&amp;"));
        else if (c == '<')
            sbuf_put(b, S("&lt;"));
        else if (c == '>')
            sbuf_put(b, S("&gt;"));
        else if (c == '"' && attribute)
            sbuf_put(b, S("&quot;"));
        else
            sbuf_putc(b, c);
    }
}

static inline void serialize_start(struct sbuf *b, const struct html_tree *t, uint32_t n)
{
    sbuf_putc(b, '<');
    sbuf_put(b, html_name(t, n));
    html_each_attr (t, attr, n) {
        sbuf_putc(b, ' ');
        sbuf_put(b, str_of(attr->name, attr->name_len));
        sbuf_put(b, S("=\""));
        serialize_escaped(b, str_of(attr->value, attr->value_len), true);
        sbuf_putc(b, '"');
    }
    sbuf_putc(b, '>');
}

static inline void serialize_end(struct sbuf *b, const struct html_tree *t, uint32_t n)
{
    if (!html_is_element(t, n) || serialize_is_void(html_node(t, n)->tag))
        return;
    sbuf_put(b, S("</"));
    sbuf_put(b, html_name(t, n));
    sbuf_putc(b, '>');
}

/* The tree below node 0 as HTML. */
static inline str serialize_tree(struct arena *a, const struct html_tree *t)
{
    struct sbuf b;
    sbuf_init(&b, a, (size_t)256 << 20);
    uint32_t n = html_node(t, 0)->first_child;
    while (n) {
        if (html_is_element(t, n))
            serialize_start(&b, t, n);
        else if (html_is_text(t, n))
            serialize_escaped(&b, html_text(t, n), false);
        else
            sbuf_put(&b, S("<!-- not element, not text -->"));
        if (html_node(t, n)->first_child) {
            n = html_node(t, n)->first_child;
            continue;
        }
        serialize_end(&b, t, n);
        while (n && !html_node(t, n)->next) {
            n = html_node(t, n)->parent;
            if (n)
                serialize_end(&b, t, n);
        }
        if (n)
            n = html_node(t, n)->next;
    }
    return sbuf_str(&b);
}

static inline bool serialize_in(str name, const char *words)
{
    str rest = str_c(words);
    while (rest.p)
        if (str_eq(str_cut(&rest, ' '), name))
            return true;
    return false;
}

/* "scheme:" as a URL parser sees it, which skips white space and controls. */
static inline bool serialize_has_scheme(str value)
{
    bool any = false;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if (c == '\t' || c == '\n' || c == '\r' || (c <= ' ' && !any))
            continue;
        if (c == ':')
            return any;
        if (!(any ? ascii_is_alnum(c) || c == '+' || c == '-' || c == '.' : ascii_is_alpha(c)))
            return false;
        any = true;
    }
    return false;
}

/* NULL when all is well, else what is not allowed. */
static inline const char *unsafe_in_tree(const struct html_tree *t)
{
    for (uint32_t n = html_next(t, 0, 0); n; n = html_next(t, n, 0)) {
        if (html_is_text(t, n))
            continue;
        if (!html_is_element(t, n) || html_node(t, n)->ns != HTML_NS_HTML)
            return "a node that is no HTML element";
        if (!serialize_in(html_name(t, n),
                          "a abbr address article aside b bdi bdo blockquote br caption cite code "
                          "dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 "
                          "h6 header hr i img ins kbd li mark ol p pre q rp rt ruby s samp section "
                          "small span strong sub summary sup table tbody td tfoot th thead time tr "
                          "u ul var wbr"))
            return "an element";
        html_each_attr (t, attr, n) {
            str name = {attr->name, attr->name_len};
            str value = {attr->value, attr->value_len};
            if (!serialize_in(name, "abbr alt cite colspan datetime decoding dir height href lang "
                                    "loading open referrerpolicy rel reversed rowspan scope src "
                                    "start title type value width"))
                return "an attribute";
            bool link = str_eq(name, S("href"));
            if (!link && !str_eq(name, S("src")) && !str_eq(name, S("cite")))
                continue;
            bool web = str_starts(value, S("https://")) || str_starts(value, S("http://"));
            bool relative = !serialize_has_scheme(value);
            if (!web && !relative &&
                !(link && (str_starts(value, S("mailto:")) || str_starts(value, S("tel:")))))
                return "an address";
        }
    }
    return NULL;
}

#endif
