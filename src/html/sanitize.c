/*
 * Untrusted HTML to safe HTML in one pass over the tree, without recursion. Nothing is let
 * through for not being on a list of bad things: what is written are elements, attributes and
 * addresses of sanitize.def. No rawtext, no foreign content, no form is ever written, and the
 * output nests as a parser nests it, so that it means the same when it is parsed again: the
 * ground of all mutation attacks is that it does not.
 */
#include "html/sanitize_code.h"

#include "base/utf8.h"

const struct sanitize_rule sanitize_rules[HTML_TAG_COUNT] = {
#define SANITIZE_ELEMENT(tag, becomes, how) [HTML_TAG_##tag] = {HTML_TAG_##becomes, SANITIZE_##how},
#define SANITIZE_ATTRIBUTE(tag, name, check, least, most)
#define SANITIZE_SCHEME(name, image)
#define SANITIZE_LAZY(name, srcset)
#include "html/sanitize.def"
#undef SANITIZE_ELEMENT
#undef SANITIZE_ATTRIBUTE
#undef SANITIZE_SCHEME
#undef SANITIZE_LAZY
};

/* Opens TAG for node N with its attributes. */
static void open_element(struct sanitizer *s, uint32_t n, uint16_t tag, uint8_t how)
{
    size_t begin = sanitize_start(s, tag);
    if (html_node(s->tree, n)->attr_count)
        sanitize_put_attributes(s, n, tag);
    sanitize_start_end(s, begin, tag, how, n);
}

static bool has_room(const struct sanitizer *s, unsigned elements)
{
    return s->depth + elements <= SANITIZE_DEPTH_MAX;
}

static void open_inline(struct sanitizer *s, uint32_t n, struct sanitize_rule rule)
{
    sanitize_need_flow(s);
    if (!has_room(s, 1))
        return;
    if (rule.how != SANITIZE_WITH_ATTRIBUTES) {
        open_element(s, n, rule.becomes, rule.how);
        return;
    }
    size_t begin = sanitize_start(s, rule.becomes);
    size_t named = s->out.len;
    sanitize_put_attributes(s, n, rule.becomes);
    if (s->out.len > named)
        sanitize_start_end(s, begin, rule.becomes, rule.how, n);
    else if (!s->out.overflow)
        sbuf_truncate(&s->out, begin);
}

static void open_link(struct sanitizer *s, uint32_t n)
{
    str address;
    if (s->links || !sanitize_address(&address, s, html_attr(s->tree, n, HTML_ATTR_HREF), false))
        return;
    sanitize_need_flow(s);
    if (!has_room(s, 1))
        return;
    size_t begin = sanitize_start(s, HTML_TAG_A);
    sanitize_put_attribute(s, S("href"), address);
    sanitize_put_attributes(s, n, HTML_TAG_A);
    sanitize_put_rel(s);
    sanitize_start_end(s, begin, HTML_TAG_A, SANITIZE_LINK, n);
}

static void open_block(struct sanitizer *s, uint32_t n, uint16_t tag, uint8_t how)
{
    /* A wrapper between a list and its items, a table and its rows. */
    if (tag == HTML_TAG_DIV && sanitize_is_structural(s))
        return;
    if (!has_room(s, 4)) /* with what it may imply around it */
        return;
    sanitize_need_block(s);
    open_element(s, n, tag, how);
}

static bool is_list(const struct sanitize_open *top)
{
    return top && top->how == SANITIZE_LIST && top->tag != HTML_TAG_DL;
}

/* Lists and tables open only where their parts have room as well. */
static void open_container(struct sanitizer *s, uint32_t n, struct sanitize_rule rule)
{
    if (!has_room(s, 8))
        return;
    if (s->paragraph)
        sanitize_pop_to(s, s->paragraph - 1);
    if (rule.how == SANITIZE_LIST && rule.becomes != HTML_TAG_DL) {
        const struct sanitize_open *top = sanitize_top(s);
        if (top && top->source == HTML_NONE && top->how == SANITIZE_ITEM && s->depth > 1 &&
            is_list(top - 1))
            sanitize_pop_to(s, s->depth - 1);
        if (is_list(sanitize_top(s))) { /* a list right in a list parses as such */
            open_element(s, n, rule.becomes, rule.how);
            return;
        }
    }
    sanitize_need_flow(s);
    open_element(s, n, rule.becomes, rule.how);
}

/* A part of a list, table, figure: in its place, or as a plain block. */
static void open_part(struct sanitizer *s, uint32_t n, struct sanitize_rule rule)
{
    bool placed;
    if (rule.how == SANITIZE_PART) {
        uint16_t parent = rule.becomes == HTML_TAG_SUMMARY ? HTML_TAG_DETAILS : HTML_TAG_FIGURE;
        if (s->paragraph)
            sanitize_pop_to(s, s->paragraph - 1);
        placed = s->depth && sanitize_top(s)->tag == parent && has_room(s, 1);
    } else {
        placed = sanitize_need_place(s, rule.becomes, rule.how);
    }
    if (placed)
        open_element(s, n, rule.becomes, rule.how);
    else
        open_block(s, n, HTML_TAG_DIV, SANITIZE_BLOCK);
}

static void put_void(struct sanitizer *s, uint16_t tag)
{
    sanitize_start(s, tag);
    sbuf_putc(&s->out, '>');
}

/* Writes what an element begins with; true when its children follow. */
static bool enter_element(struct sanitizer *s, uint32_t n)
{
    struct sanitize_rule rule = sanitize_rules[html_node(s->tree, n)->tag];
    switch ((enum sanitize_how)rule.how) {
    case SANITIZE_UNWRAP: return true;
    case SANITIZE_DROP: return false;
    case SANITIZE_INLINE:
    case SANITIZE_WITH_ATTRIBUTES: open_inline(s, n, rule); return true;
    case SANITIZE_LINK: open_link(s, n); return true;
    case SANITIZE_BREAK:
        sanitize_need_flow(s);
        put_void(s, rule.becomes);
        return false;
    case SANITIZE_RULE:
        sanitize_need_block(s);
        put_void(s, rule.becomes);
        return false;
    case SANITIZE_HEADING:
        if (s->headings)
            return true;
        open_block(s, n, rule.becomes, rule.how);
        return true;
    case SANITIZE_BLOCK: open_block(s, n, rule.becomes, rule.how); return true;
    case SANITIZE_LIST:
    case SANITIZE_TABLE: open_container(s, n, rule); return true;
    case SANITIZE_PART:
    case SANITIZE_ITEM:
    case SANITIZE_TABLE_PART:
    case SANITIZE_ROW:
    case SANITIZE_CELL: open_part(s, n, rule); return true;
    case SANITIZE_RUBY_PART:
        if (s->depth && sanitize_top(s)->tag == HTML_TAG_RUBY)
            open_inline(s, n, rule);
        return true;
    case SANITIZE_IMAGE: sanitize_image(s, n); return false;
    case SANITIZE_EMBED: return !sanitize_embed(s, n);
    case SANITIZE_FALLBACK: sanitize_noscript(s, n); return false;
    }
    return false;
}

/* Foreign content: of MathML the text, of SVG nothing. */
static bool enter_foreign(const struct sanitizer *s, uint32_t n)
{
    const struct html_node *node = html_node(s->tree, n);
    return node->ns == HTML_NS_MATHML && node->tag != HTML_TAG_ANNOTATION_XML &&
           !str_ieq(html_name(s->tree, n), S("annotation"));
}

/* Whether an element without content leaves nothing: empty forms in tables, for instance,
 * must not open a cell. */
static bool is_nothing(const struct html_tree *t, uint32_t n)
{
    const struct html_node *node = html_node(t, n);
    uint8_t how = sanitize_rules[node->tag].how;
    return node->first_child == HTML_NONE &&
           (how < SANITIZE_BREAK || how == SANITIZE_BLOCK || how == SANITIZE_HEADING);
}

static bool enter(struct sanitizer *s, uint32_t n)
{
    const struct html_node *node = html_node(s->tree, n);
    if (node->type == HTML_TEXT) {
        sanitize_put_text(s, html_text(s->tree, n));
        return false;
    }
    if (node->type != HTML_ELEMENT)
        return false;
    const struct html_sanitize_options *o = s->options;
    if (o->keep && !o->keep(o->keep_data, s->tree, n))
        return false;
    if (node->ns != HTML_NS_HTML)
        return enter_foreign(s, n);
    if (is_nothing(s->tree, n))
        return false;
    if (s->scratch.used)
        arena_reset(&s->scratch);
    return enter_element(s, n);
}

static void walk(struct sanitizer *s, uint32_t root)
{
    const struct html_tree *t = s->tree;
    uint32_t n = html_node(t, root)->first_child;
    while (n != HTML_NONE && !s->out.overflow) {
        if (enter(s, n) && html_node(t, n)->first_child) {
            n = html_node(t, n)->first_child;
            continue;
        }
        sanitize_leave(s, n);
        while (html_node(t, n)->next == HTML_NONE) {
            n = html_node(t, n)->parent;
            if (n == root || n == HTML_NONE)
                return;
            sanitize_leave(s, n);
        }
        n = html_node(t, n)->next;
    }
}

status html_sanitize_tree(html *out, struct arena *a, const struct html_tree *t, uint32_t root,
                          const struct html_sanitize_options *options)
{
    struct sanitizer s;
    s.tree = t;
    s.options = options;
    s.depth = s.paragraph = s.links = s.headings = 0;
    s.image_begin = s.image_end = 0;
    arena_init(&s.scratch);
    struct arena base;
    arena_init(&base);
    s.has_base = options->base.len && url_parse(&s.base, &base, options->base, NULL) == OK &&
                 url_is_web(s.base);
    sbuf_init(&s.out, a, options->out_max);
    walk(&s, root == HTML_NONE ? t->body : root);
    sanitize_pop_to(&s, 0);
    arena_end(&s.scratch);
    arena_end(&base);
    return sbuf_end(&out->s, &s.out);
}

status html_sanitize(html *out, struct arena *a, str input,
                     const struct html_sanitize_options *options)
{
    struct html_tree tree;
    str text = utf8_repair(a, input);
    TRY(html_parse_fragment(&tree, a, text, HTML_TAG_DIV, HTML_NS_HTML, &html_limits_default));
    return html_sanitize_tree(out, a, &tree, HTML_NONE, options);
}
