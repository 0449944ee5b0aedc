/* Sanitised HTML to CommonMark: a walk over the elements that the sanitizer lets through. */
#include "extract/markdown.h"

#include "extract/markdown_tree.h"

/* Link titles and longer alternative texts are cut by the sanitizer already. */
#define ORDERED_MAX 999999999

bool markdown_has_content(const struct html_tree *t, uint32_t node)
{
    for (uint32_t n = node; n; n = html_next(t, n, node)) {
        if (html_is_text(t, n) && !str_empty(str_trim(html_text(t, n))))
            return true;
        if (html_is(t, n, HTML_TAG_IMG) && !str_empty(html_attr(t, n, HTML_ATTR_SRC)))
            return true;
    }
    return false;
}

bool markdown_is_block(const struct html_tree *t, uint32_t node)
{
    if (!html_is_element(t, node))
        return false;
    switch (t->nodes[node].tag) {
    case HTML_TAG_ADDRESS:
    case HTML_TAG_ARTICLE:
    case HTML_TAG_ASIDE:
    case HTML_TAG_BLOCKQUOTE:
    case HTML_TAG_CAPTION:
    case HTML_TAG_DD:
    case HTML_TAG_DETAILS:
    case HTML_TAG_DIV:
    case HTML_TAG_DL:
    case HTML_TAG_DT:
    case HTML_TAG_FIGCAPTION:
    case HTML_TAG_FIGURE:
    case HTML_TAG_FOOTER:
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6:
    case HTML_TAG_HEADER:
    case HTML_TAG_HR:
    case HTML_TAG_LI:
    case HTML_TAG_OL:
    case HTML_TAG_P:
    case HTML_TAG_PRE:
    case HTML_TAG_SECTION:
    case HTML_TAG_SUMMARY:
    case HTML_TAG_TABLE:
    case HTML_TAG_UL: return true;
    default: return false;
    }
}

bool markdown_has_block(const struct html_tree *t, uint32_t node)
{
    for (uint32_t n = html_next(t, node, node); n; n = html_next(t, n, node))
        if (markdown_is_block(t, n))
            return true;
    return false;
}

static void put_marked(struct markdown_walk *m, uint32_t node, enum markdown_mark mark)
{
    bool opened = markdown_mark_open(&m->w, mark);
    markdown_put_children(m, node);
    if (opened)
        markdown_mark_close(&m->w);
}

/* Raw text below NODE with <br> as line ends. */
static str code_of(struct markdown_walk *m, uint32_t node)
{
    struct sbuf code;
    sbuf_init(&code, m->a, SIZE_MAX / 2);
    for (uint32_t n = html_next(m->t, node, node); n; n = html_next(m->t, n, node)) {
        if (html_is_text(m->t, n))
            sbuf_put(&code, html_text(m->t, n));
        else if (html_is(m->t, n, HTML_TAG_BR))
            sbuf_putc(&code, '\n');
    }
    return sbuf_str(&code);
}

/* A "!" before a bracket would make an image. */
static void put_bracket(struct markdown_walk *m)
{
    struct sbuf *out = m->w.out;
    bool follows = !m->w.space && !m->w.breaks && m->w.gap == MARKDOWN_NONE &&
                   out->len > m->w.line && out->p[out->len - 1] == '!';
    if (follows) {
        sbuf_truncate(out, out->len - 1);
        sbuf_put(out, S("\\!"));
    }
    markdown_bracket(&m->w, S("["));
}

static void put_image(struct markdown_walk *m, uint32_t node)
{
    str source = html_attr(m->t, node, HTML_ATTR_SRC);
    if (str_empty(source))
        return;
    markdown_bracket(&m->w, S("!["));
    /* Its ends are no place for white space or marks. */
    size_t begin = m->w.out->len;
    markdown_text(&m->w, str_trim(html_attr(m->t, node, HTML_ATTR_ALT)));
    if (m->w.out->len == begin)
        m->w.space = false;
    sbuf_putc(m->w.out, ']');
    markdown_address(&m->w, source);
}

/* White space at the beginning and at the end of the text below NODE. */
static void spaces_of(bool *begins, bool *ends, const struct html_tree *t, uint32_t node)
{
    bool first = true;
    *begins = *ends = false;
    for (uint32_t n = html_next(t, node, node); n; n = html_next(t, n, node)) {
        str s = html_is_text(t, n) ? html_text(t, n) : S("");
        bool mark = html_is(t, n, HTML_TAG_IMG) || html_is(t, n, HTML_TAG_BR);
        if (str_empty(s) && !mark)
            continue;
        if (first)
            *begins = s.len && ascii_is_space((unsigned char)s.p[0]);
        *ends = s.len && ascii_is_space((unsigned char)s.p[s.len - 1]);
        first = false;
    }
}

static void put_link(struct markdown_walk *m, uint32_t node)
{
    str href = html_attr(m->t, node, HTML_ATTR_HREF);
    if (m->link || str_empty(href) || !markdown_has_content(m->t, node) ||
        markdown_has_block(m->t, node)) {
        markdown_put_children(m, node);
        return;
    }
    /* White space inside its ends goes outside. */
    bool begins, ends;
    spaces_of(&begins, &ends, m->t, node);
    if (begins)
        markdown_space(&m->w);
    put_bracket(m);
    m->link = true;
    bool one_line = m->w.one_line;
    m->w.one_line = true;
    markdown_put_children(m, node);
    m->w.one_line = one_line;
    m->link = false;
    m->w.space = false;
    sbuf_putc(m->w.out, ']');
    markdown_address(&m->w, href);
    if (ends)
        markdown_space(&m->w);
}

static void put_heading(struct markdown_walk *m, uint32_t node)
{
    int level = m->t->nodes[node].tag - HTML_TAG_H1 + 1;
    if (!markdown_has_content(m->t, node))
        return;
    if (m->w.one_line) {
        markdown_put_children(m, node);
        return;
    }
    markdown_block(&m->w, MARKDOWN_BLANK);
    markdown_begin_line(&m->w);
    sbuf_put(m->w.out, str_sub(S("###### "), (size_t)(6 - level), 7));
    m->w.line = m->w.out->len;
    m->w.one_line = m->w.heading = true;
    markdown_put_children(m, node);
    m->w.one_line = m->w.heading = false;
    markdown_block(&m->w, MARKDOWN_BLANK);
}

/* Blocks besides lists, or several of them, are kept apart by blank lines. */
static bool is_tight(const struct html_tree *t, uint32_t list)
{
    html_each_child (t, item, list) {
        size_t blocks = 0;
        bool text = false;
        html_each_child (t, child, item) {
            bool nested = html_is(t, child, HTML_TAG_UL) || html_is(t, child, HTML_TAG_OL);
            if (nested)
                continue;
            if (markdown_is_block(t, child))
                blocks++;
            else
                text |= markdown_has_content(t, child);
            if (markdown_has_block(t, child) ||
                (markdown_is_block(t, child) && !html_is(t, child, HTML_TAG_P)))
                return false;
        }
        if (blocks + text > 1)
            return false;
    }
    return true;
}

static void put_item(struct markdown_walk *m, uint32_t item, char mark, int64_t number, bool tight)
{
    if (!markdown_has_content(m->t, item))
        return;
    char marker[16];
    static const char blank[] = "               ";
    int n = mark == '.' || mark == ')'
                ? snprintf(marker, sizeof marker, "%lld%c ", (long long)number, mark)
                : snprintf(marker, sizeof marker, "%c ", mark);
    bool outer = m->tight;
    if (m->w.one_line) {
        markdown_block(&m->w, MARKDOWN_LINE);
        markdown_put_children(m, item);
        markdown_block(&m->w, MARKDOWN_LINE);
        return;
    }
    bool opened = markdown_container_open(&m->w, str_c(marker), str_of(blank, (size_t)n));
    m->tight = tight;
    markdown_put_children(m, item);
    m->tight = outer;
    if (opened)
        markdown_container_close(&m->w);
    if (tight && m->w.gap == MARKDOWN_BLANK)
        m->w.gap = MARKDOWN_LINE;
}

static void put_list(struct markdown_walk *m, uint32_t list)
{
    bool ordered = html_is(m->t, list, HTML_TAG_OL);
    bool tight = is_tight(m->t, list);
    int64_t number = 1;
    if (!markdown_has_content(m->t, list))
        return;
    if (ordered && (!str_to_i64(&number, html_attr(m->t, list, HTML_ATTR_START)) || number < 0))
        number = 1;
    bool nested_tight = m->tight && m->w.depth && m->w.containers[m->w.depth - 1].begun;
    markdown_block(&m->w, nested_tight ? MARKDOWN_LINE : MARKDOWN_BLANK);
    /* Two lists in a row would be one. */
    bool follows = m->list_end && m->list_end == m->w.out->len;
    char mark = ordered ? '.' : '-', other = ordered ? ')' : '*';
    if (follows && m->list_mark == mark)
        mark = other;
    html_each_child (m->t, item, list) {
        if (html_is(m->t, item, HTML_TAG_LI)) {
            put_item(m, item, mark, number > ORDERED_MAX ? ORDERED_MAX : number, tight);
            number += markdown_has_content(m->t, item);
        } else {
            markdown_put_node(m, item);
        }
    }
    m->list_end = m->w.out->len;
    m->list_mark = mark;
    markdown_block(&m->w, MARKDOWN_BLANK);
}

static void put_quote(struct markdown_walk *m, uint32_t node)
{
    if (!markdown_has_content(m->t, node))
        return;
    markdown_block(&m->w, MARKDOWN_BLANK);
    bool outer = m->tight;
    m->tight = false;
    bool opened = !m->w.one_line && markdown_container_open(&m->w, S("> "), S("> "));
    markdown_put_children(m, node);
    if (opened)
        markdown_container_close(&m->w);
    m->tight = outer;
}

static void put_paragraph(struct markdown_walk *m, uint32_t node)
{
    markdown_block(&m->w, MARKDOWN_BLANK);
    markdown_put_children(m, node);
    markdown_block(&m->w, MARKDOWN_BLANK);
}

static void put_marked_paragraph(struct markdown_walk *m, uint32_t node, enum markdown_mark mark)
{
    markdown_block(&m->w, MARKDOWN_BLANK);
    put_marked(m, node, mark);
    markdown_block(&m->w, MARKDOWN_BLANK);
}

static void put_code_block(struct markdown_walk *m, uint32_t node)
{
    if (m->w.one_line)
        markdown_code(&m->w, m->a, code_of(m, node));
    else
        markdown_fence(&m->w, code_of(m, node));
}

static void put_rule(struct markdown_walk *m)
{
    if (m->w.one_line || m->w.out->len == m->w.begin)
        return;
    markdown_block(&m->w, MARKDOWN_BLANK);
    markdown_raw(&m->w, S("___"));
    markdown_block(&m->w, MARKDOWN_BLANK);
}

/* Elements that stand on lines of their own. */
static void put_block(struct markdown_walk *m, uint32_t node)
{
    switch (m->t->nodes[node].tag) {
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6: put_heading(m, node); break;
    case HTML_TAG_UL:
    case HTML_TAG_OL: put_list(m, node); break;
    case HTML_TAG_LI:
        markdown_block(&m->w, MARKDOWN_BLANK);
        put_item(m, node, '-', 0, false);
        break;
    case HTML_TAG_BLOCKQUOTE: put_quote(m, node); break;
    case HTML_TAG_PRE: put_code_block(m, node); break;
    case HTML_TAG_HR: put_rule(m); break;
    case HTML_TAG_TABLE: markdown_put_table(m, node); break;
    case HTML_TAG_FIGCAPTION: put_marked_paragraph(m, node, MARKDOWN_EMPHASIS); break;
    case HTML_TAG_DT:
    case HTML_TAG_SUMMARY: put_marked_paragraph(m, node, MARKDOWN_STRONG); break;
    default: put_paragraph(m, node);
    }
}

void markdown_put_node(struct markdown_walk *m, uint32_t node)
{
    if (html_is_text(m->t, node)) {
        markdown_text(&m->w, html_text(m->t, node));
        return;
    }
    if (!html_is_element(m->t, node))
        return;
    if (markdown_is_block(m->t, node)) {
        put_block(m, node);
        return;
    }
    switch (m->t->nodes[node].tag) {
    case HTML_TAG_BR: markdown_break(&m->w); break;
    case HTML_TAG_STRONG:
    case HTML_TAG_B: put_marked(m, node, MARKDOWN_STRONG); break;
    case HTML_TAG_EM:
    case HTML_TAG_I:
    case HTML_TAG_CITE: put_marked(m, node, MARKDOWN_EMPHASIS); break;
    case HTML_TAG_DEL:
    case HTML_TAG_S: put_marked(m, node, MARKDOWN_STRUCK); break;
    case HTML_TAG_CODE:
    case HTML_TAG_KBD:
    case HTML_TAG_SAMP: markdown_code(&m->w, m->a, code_of(m, node)); break;
    case HTML_TAG_A: put_link(m, node); break;
    case HTML_TAG_IMG: put_image(m, node); break;
    case HTML_TAG_RP: break;
    default: markdown_put_children(m, node);
    }
}

void markdown_put_children(struct markdown_walk *m, uint32_t node)
{
    html_each_child (m->t, child, node)
        markdown_put_node(m, child);
}

status extract_put_markdown_body(struct sbuf *out, struct arena *a, html body)
{
    struct html_tree t;
    TRY(html_parse_fragment(&t, a, body.s, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default));
    struct markdown_walk m = {.a = a, .t = &t};
    markdown_init(&m.w, out);
    markdown_put_children(&m, 0);
    ASSERT(m.w.depth == 0 && m.w.open_count == 0);
    return OK;
}

/* A line of its own, marked. */
static void put_line(struct sbuf *out, str mark, str text)
{
    struct markdown_writer w;
    markdown_init(&w, out);
    w.one_line = w.heading = true;
    markdown_text(&w, str_trim(text));
    sbuf_put(out, mark);
}

status extract_put_markdown(struct sbuf *out, struct arena *a, const struct article *article)
{
    if (!str_empty(article->title)) {
        sbuf_put(out, S("# "));
        put_line(out, S("\n\n"), article->title);
    }
    size_t begin = out->len;
    TRY(extract_put_markdown_body(out, a, article->body));
    if (!str_empty(article->credit_line)) {
        sbuf_put(out, out->len > begin ? S("\n\n*") : S("*"));
        put_line(out, S("*"), article->credit_line);
    }
    sbuf_putc(out, '\n');
    return OK;
}
