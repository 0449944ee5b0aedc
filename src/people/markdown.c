/* Markdown of comments to safe HTML. cmark reads it into a tree; what comments do without is
 * changed there, so that people still see what they wrote; then cmark writes HTML and the
 * sanitizer, which alone can make html, has the last word. */
#include <cmark.h>

#include "base/url.h"
#include "html/sanitize.h"
#include "people/comment.h"

/* Escaping makes five bytes of one, nested lists indent nothing; what is longer is no comment. */
#define COMMENT_HTML_MAX (COMMENT_BYTES_MAX * 16)

static str literal_of(cmark_node *node)
{
    return str_c(cmark_node_get_literal(node));
}

/* A text node before AT. */
static void text_before(struct arena *a, cmark_node *at, str text)
{
    if (str_empty(text))
        return;
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, str_cstr(a, text));
    cmark_node_insert_before(at, node);
}

static void children_move(cmark_node *to, cmark_node *from)
{
    for (cmark_node *child; (child = cmark_node_first_child(from));)
        cmark_node_append_child(to, child);
}

/* Headings belong to the page: a bold paragraph says as much. */
static void flatten_heading(cmark_node *heading)
{
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    cmark_node *strong = cmark_node_new(CMARK_NODE_STRONG);
    children_move(strong, heading);
    cmark_node_append_child(paragraph, strong);
    cmark_node_replace(heading, paragraph);
    cmark_node_free(heading);
}

/* A picture would be fetched from elsewhere by everyone who reads: a link to it is not. */
static void link_to_image(cmark_node *image)
{
    cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, cmark_node_get_url(image));
    children_move(link, image);
    if (!cmark_node_first_child(link)) {
        cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(text, cmark_node_get_url(image));
        cmark_node_append_child(link, text);
    }
    cmark_node_replace(image, link);
    cmark_node_free(image);
}

/* Tags are shown as they were typed. */
static void show_inline_html(cmark_node *node)
{
    cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, cmark_node_get_literal(node));
    cmark_node_replace(node, text);
    cmark_node_free(node);
}

static void show_html_block(struct arena *a, cmark_node *node)
{
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    str rest = str_trim(literal_of(node));
    while (rest.p) {
        cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(text, str_cstr(a, str_cut(&rest, '\n')));
        cmark_node_append_child(paragraph, text);
        if (rest.p)
            cmark_node_append_child(paragraph, cmark_node_new(CMARK_NODE_LINEBREAK));
    }
    cmark_node_replace(node, paragraph);
    cmark_node_free(node);
}

/* Where a bare address that begins at TEXT ends: before white space, marks that no address has, and
 * what ends a sentence or closes a bracket around it. */
static size_t address_end(str text)
{
    size_t end = 0;
    int open = 0;
    for (; end < text.len; end++) {
        unsigned char c = (unsigned char)text.p[end];
        if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' || c == 0x7f)
            break;
        open += c == '(';
        if (c == ')' && --open < 0)
            break;
    }
    while (end && memchr(".,;:!?'*_~)", text.p[end - 1], 11) &&
           !(text.p[end - 1] == ')' && memchr(text.p, '(', end)))
        end--;
    return end;
}

/* The next address in TEXT: *begin, and its length. */
static size_t address_find(size_t *begin, struct arena *a, str text)
{
    for (size_t at = 0; at < text.len; at++) {
        str rest = str_skip(text, at);
        bool starts = (rest.p[0] | 0x20) == 'h' &&
                      (str_istarts(rest, S("http://")) || str_istarts(rest, S("https://")));
        if (!starts || (at && ascii_is_alnum((unsigned char)text.p[at - 1])))
            continue;
        size_t len = address_end(rest);
        url parsed;
        if (url_parse(&parsed, a, str_sub(rest, 0, len), NULL) == OK && url_is_web(parsed)) {
            *begin = at;
            return len;
        }
    }
    return 0;
}

static void link_addresses(struct arena *a, cmark_node *node)
{
    str rest = literal_of(node);
    if (!str_ihas(rest, S("://")))
        return;
    rest = str_dup(a, rest);
    size_t at, len;
    while ((len = address_find(&at, a, rest))) {
        const char *address = str_cstr(a, str_sub(rest, at, at + len));
        text_before(a, node, str_sub(rest, 0, at));
        cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
        cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_url(link, address);
        cmark_node_set_literal(text, address);
        cmark_node_append_child(link, text);
        cmark_node_insert_before(node, link);
        rest = str_skip(rest, at + len);
    }
    cmark_node_set_literal(node, str_cstr(a, rest));
}

/* A node that has been left: its children are as they should be. */
static void change_node(struct arena *a, cmark_node *node, int links)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING: flatten_heading(node); break;
    case CMARK_NODE_IMAGE: link_to_image(node); break;
    case CMARK_NODE_HTML_INLINE: show_inline_html(node); break;
    case CMARK_NODE_HTML_BLOCK: show_html_block(a, node); break;
    case CMARK_NODE_TEXT:
        if (links == 0)
            link_addresses(a, node);
        break;
    default: break;
    }
}

static void change_tree(struct arena *a, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    int links = 0; /* how many links and pictures are open */
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool is_link = type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
        bool is_leaf = type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE ||
                       type == CMARK_NODE_HTML_BLOCK;
        if (event == CMARK_EVENT_ENTER && is_link)
            links++;
        if (event == CMARK_EVENT_EXIT || is_leaf)
            change_node(a, node, links);
        if (event == CMARK_EVENT_EXIT && is_link)
            links--;
    }
    cmark_iter_free(iter);
}

/* Whether BODY has anything to see. */
static bool has_text(html body)
{
    bool in_tag = false;
    for (size_t i = 0; i < body.s.len; i++) {
        unsigned char c = (unsigned char)body.s.p[i];
        if (c == '<' || c == '>')
            in_tag = c == '<';
        else if (!in_tag && !ascii_is_space(c))
            return true;
    }
    return false;
}

status comment_render(html *out, struct arena *a, str markdown)
{
    if (markdown.len > COMMENT_BYTES_MAX)
        return fail(E_LIMIT, "comment: longer than %zu bytes", COMMENT_BYTES_MAX);
    int options = CMARK_OPT_HARDBREAKS | CMARK_OPT_VALIDATE_UTF8;
    cmark_node *root = cmark_parse_document(markdown.p ? markdown.p : "", markdown.len, options);
    cmark_consolidate_text_nodes(root);
    change_tree(a, root);
    char *made = cmark_render_html(root, options);
    struct html_sanitize_options clean = {.base = S(""),
                                          .out_max = COMMENT_HTML_MAX,
                                          .links_nofollow = true,
                                          .no_images = true,
                                          .absolute_only = true};
    status st = html_sanitize(out, a, str_c(made), &clean);
    free(made);
    cmark_node_free(root);
    if (st == OK)
        *out = (html){has_text(*out) ? str_trim(out->s) : S("")};
    return st;
}

size_t comment_links(html body)
{
    size_t n = 0;
    str rest = body.s;
    for (size_t at; (at = str_find(rest, S("<a "))) != STR_NPOS; n++)
        rest = str_skip(rest, at + 3);
    return n;
}
