/* Sanitised HTML to text: block elements end a paragraph. */
#include "pipeline/fragment.h"

#include "html/tree.h"

static bool is_block(const struct html_tree *t, uint32_t n)
{
    switch (html_is_element(t, n) ? html_node(t, n)->tag : HTML_TAG_OTHER) {
    case HTML_TAG_P:
    case HTML_TAG_DIV:
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6:
    case HTML_TAG_LI:
    case HTML_TAG_UL:
    case HTML_TAG_OL:
    case HTML_TAG_BLOCKQUOTE:
    case HTML_TAG_PRE:
    case HTML_TAG_TR:
    case HTML_TAG_TABLE:
    case HTML_TAG_FIGURE:
    case HTML_TAG_SECTION:
    case HTML_TAG_ARTICLE:
    case HTML_TAG_HR: return true;
    default: return false;
    }
}

struct text {
    struct sbuf out;
    bool space; /* white space was passed since the last word */
};

static void put_words(struct text *t, str s)
{
    for (size_t i = 0; i < s.len;) {
        if (ascii_is_space((unsigned char)s.p[i])) {
            t->space = true;
            i++;
            continue;
        }
        if (t->space && t->out.len && t->out.p[t->out.len - 1] != '\n')
            sbuf_putc(&t->out, ' ');
        /* Words with one space between are taken as they are. */
        size_t begin = i;
        while (i < s.len &&
               (!ascii_is_space((unsigned char)s.p[i]) ||
                (s.p[i] == ' ' && i + 1 < s.len && !ascii_is_space((unsigned char)s.p[i + 1]))))
            i++;
        t->space = false;
        sbuf_put(&t->out, str_sub(s, begin, i));
    }
}

static void end_paragraph(struct text *t)
{
    while (t->out.len && t->out.p[t->out.len - 1] == '\n')
        sbuf_truncate(&t->out, t->out.len - 1);
    if (t->out.len)
        sbuf_put(&t->out, S("\n\n"));
    t->space = false;
}

/* Whether the children of N are to be visited. */
static bool enter(struct text *text, const struct html_tree *t, uint32_t n)
{
    if (html_is(t, n, HTML_TAG_FIGCAPTION))
        return false;
    if (html_is_text(t, n))
        put_words(text, html_text(t, n));
    else if (html_is(t, n, HTML_TAG_BR) && text->out.len &&
             !str_ends(sbuf_str(&text->out), S("\n")))
        sbuf_putc(&text->out, '\n');
    else if (is_block(t, n))
        end_paragraph(text);
    return html_node(t, n)->first_child != HTML_NONE;
}

status fragment_text(str *out, struct arena *a, html fragment, size_t text_max)
{
    struct html_tree t;
    TRY(html_parse_fragment(&t, a, fragment.s, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default));
    struct text text = {0};
    sbuf_init(&text.out, a, text_max);
    uint32_t n = html_node(&t, 0)->first_child;
    while (n != HTML_NONE) {
        if (enter(&text, &t, n)) {
            n = html_node(&t, n)->first_child;
            continue;
        }
        while (n != HTML_NONE && html_node(&t, n)->next == HTML_NONE) {
            n = html_node(&t, n)->parent;
            if (n != HTML_NONE && is_block(&t, n))
                end_paragraph(&text);
        }
        if (n != HTML_NONE)
            n = html_node(&t, n)->next;
    }
    TRY(sbuf_end(out, &text.out));
    *out = str_trim(*out);
    return OK;
}
