/* From kept blocks to text and HTML. */
#include "page/text.h"

#include "base/block.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "html/sanitize.h"
#include "page/credit.h"
#include "page/page.h"
#include "page/tidy.h"

/* The last blocks that may hold a credit line; longer ones, or ones of more pieces, are prose. */
#define CREDIT_BLOCKS 3
#define CREDIT_BLOCK_BYTES 8192
#define CREDIT_BLOCK_NODES 200
/* Below the body: how many elements up and blocks down a credit line is looked for. */
#define CREDIT_UPS 2
#define CREDIT_BLOCKS_BELOW 6

static bool ends_with_space(const struct html_node *node)
{
    return node->text_len && ascii_is_space((unsigned char)node->text[node->text_len - 1]);
}

/* Takes OVER bytes of squeezed text, and the white space before them, off a text node's end. */
static void shorten(struct html_node *node, size_t over)
{
    while (ends_with_space(node))
        node->text_len--;
    while (node->text_len && over) {
        bool space = ends_with_space(node);
        node->text_len--;
        over--;
        while (space && ends_with_space(node))
            node->text_len--;
    }
}

static str block_text(struct scan *s, const struct scan_block *b)
{
    return scan_block_text(s->arena, s, b, PAGE_TEXT_MAX);
}

/* Cuts block B so that its squeezed text ends after KEEP bytes, a position at a word's end. */
static void cut_block(struct scan *s, struct scan_block *b, struct html_tree *t, size_t keep)
{
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = b->first; n; n = html_next(t, n, root)) {
        if (html_is_text(t, n)) {
            struct arena_mark mark = arena_mark(s->arena);
            struct scan_block upto = *b;
            upto.last = n;
            size_t len = block_text(s, &upto).len;
            arena_rewind(s->arena, mark);
            if (len >= keep) {
                shorten(&t->nodes[n], len - keep);
                b->last = n;
                b->bytes = (uint32_t)keep;
                return;
            }
        }
        if (n == b->last)
            return;
    }
}

static int count_texts(const struct scan *s, const struct scan_block *b)
{
    int texts = 0;
    uint32_t root = s->elements.at[b->element].node;
    for (uint32_t n = b->first; n && texts <= CREDIT_BLOCK_NODES; n = html_next(s->tree, n, root)) {
        texts += html_is_text(s->tree, n);
        if (n == b->last)
            break;
    }
    return texts;
}

/* A credit line below the body's element, but inside what is close around it. */
static str credit_below(struct scan *s, const struct body *body)
{
    uint32_t around = body->root;
    for (int up = 0; up < CREDIT_UPS && around; up++)
        around = s->elements.at[around].parent;
    uint32_t end = s->elements.at[around].block_end;
    for (uint32_t i = body->last; i < end && i < body->last + CREDIT_BLOCKS_BELOW; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        if (b->bytes > CREDIT_BYTES_MAX || b->tag == HTML_TAG_LI)
            continue;
        str text = block_text(s, b);
        if (credit_find(text) == 0 && text.p[0] != '(')
            return text;
    }
    return S("");
}

str text_take_credit(struct scan *s, const struct body *body, struct html_tree *t)
{
    int looked = 0;
    for (uint32_t i = body->last; i-- > body->first && looked < CREDIT_BLOCKS;) {
        struct scan_block *b = &s->blocks.at[i];
        if (b->drop)
            continue;
        looked++;
        if (b->tag == HTML_TAG_PRE || b->bytes > CREDIT_BLOCK_BYTES ||
            count_texts(s, b) > CREDIT_BLOCK_NODES)
            continue;
        str text = block_text(s, b);
        size_t at = credit_find(text);
        if (at == STR_NPOS)
            continue;
        str credit = str_trim(str_skip(text, at));
        size_t keep = at;
        while (keep && ascii_is_space((unsigned char)text.p[keep - 1]))
            keep--;
        if (keep == 0)
            scan_drop(b, WHY_CREDIT);
        else
            cut_block(s, b, t, keep);
        return credit;
    }
    return credit_below(s, body);
}

/* The innermost list or data table above the block and below the body's root, 0 for none, and its
 * row for tables. */
static uint32_t group_of(const struct scan *s, const struct scan_block *b, uint32_t root,
                         uint32_t *row)
{
    uint32_t i = b->element;
    *row = 0;
    for (int up = 0; up < 8 && i && i >= root; up++, i = s->elements.at[i].parent) {
        uint16_t tag = s->elements.at[i].tag;
        if (tag == HTML_TAG_TR && !*row)
            *row = i;
        if (tag == HTML_TAG_LI || tag == HTML_TAG_DT || tag == HTML_TAG_DD)
            return s->elements.at[i].parent;
        if (tag == HTML_TAG_TABLE && s->elements.at[i].layout)
            break;
        if (tag == HTML_TAG_TABLE)
            return *row ? i : 0;
    }
    *row = 0;
    return 0;
}

/* What a site repeats, it repeats in the same place: the text, under the tag and class of its
 * element and the two above. */
static uint64_t print_of(const struct scan *s, const struct scan_block *b, str text)
{
    uint32_t shapes[3] = {0};
    uint32_t i = b->element;
    for (int up = 0; up < 3 && i; up++, i = s->elements.at[i].parent)
        shapes[up] = s->elements.at[i].shape;
    return hash_bytes(text.p, text.len, hash_bytes(shapes, sizeof shapes, 3)) | 1;
}

static void add_mark(struct page_marks *marks, const struct scan *s, const struct scan_block *b,
                     str text, size_t before)
{
    if (!marks || marks->len == PAGE_MARKS_MAX)
        return;
    marks->at[marks->len++] = (struct page_mark){
        .print = print_of(s, b, str_skip(text, before)),
        .begin = (uint32_t)before,
        .end = (uint32_t)text.len,
        .heading = b->tag >= HTML_TAG_H1 && b->tag <= HTML_TAG_H6,
    };
}

/* MARKS may be NULL. */
static str put_body(struct page_marks *marks, struct scan *s, const struct body *body)
{
    struct sbuf out;
    sbuf_init(&out, s->arena, PAGE_TEXT_MAX);
    uint32_t last_group = 0, last_row = 0, last_element = UINT32_MAX;
    for (uint32_t i = body->first; i < body->last; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        if (b->drop)
            continue;
        uint32_t row, group = group_of(s, b, body->root, &row);
        size_t start = out.len;
        if (start) {
            if (row && row == last_row)
                sbuf_put(&out, S(" | "));
            else if (b->element == last_element && b->tag == HTML_TAG_P && !b->after_break)
                sbuf_putc(&out, ' '); /* a pop-up's text stood inside the paragraph */
            else if (group && group == last_group)
                sbuf_putc(&out, '\n');
            else
                sbuf_put(&out, S("\n\n"));
        }
        size_t before = out.len;
        scan_put_block(&out, s, b);
        if (out.overflow || out.len == before) {
            sbuf_truncate(&out, start);
            if (out.overflow)
                break;
            continue;
        }
        add_mark(marks, s, b, sbuf_str(&out), before);
        last_group = group;
        last_row = row;
        last_element = b->element;
    }
    return sbuf_str(&out);
}

str text_of_body(struct scan *s, const struct body *body)
{
    return put_body(NULL, s, body);
}

str text_of_body_marked(struct page_marks *marks, struct scan *s, const struct body *body)
{
    size_t blocks = body->last - body->first;
    marks->at =
        arena_array(s->arena, blocks < PAGE_MARKS_MAX ? blocks : PAGE_MARKS_MAX, struct page_mark);
    marks->len = 0;
    return put_body(marks, s, body);
}

int64_t text_count_words(str text)
{
    int64_t words = 0;
    bool in_word = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        while (text.len - i > BLOCK_BYTES && !block_high(block_load(text.p + i))) {
            unsigned letters = ~block_le(block_load(text.p + i), ' ') & block_first(BLOCK_BYTES);
            words += block_count(letters & ~(letters << 1 | in_word));
            in_word = letters >> (BLOCK_BYTES - 1);
            i += BLOCK_BYTES;
            c = (unsigned char)text.p[i];
        }
        if (c <= ' ') {
            in_word = false;
        } else if (c >= 0xe3 && c <= 0xe9) { /* kana, CJK ideographs */
            words++;
            in_word = false;
            i += 2;
        } else {
            words += !in_word;
            in_word = true;
        }
    }
    return words;
}

struct keeper {
    const struct scan *s;
    uint8_t *keep; /* by node id */
    uint32_t lead_figure;
};

static void keep_upwards(struct keeper *k, uint32_t node, uint32_t root)
{
    while (node && node != root && !k->keep[node]) {
        k->keep[node] = 1;
        node = k->s->tree->nodes[node].parent;
    }
}

static void keep_block(struct keeper *k, const struct scan_block *b, uint32_t root)
{
    const struct html_tree *t = k->s->tree;
    uint32_t top = k->s->elements.at[b->element].node;
    for (uint32_t n = b->first; n; n = html_next(t, n, top)) {
        if (html_is_text(t, n) || html_is(t, n, HTML_TAG_BR))
            keep_upwards(k, n, root);
        if (n == b->last)
            break;
    }
    keep_upwards(k, top, root);
}

static bool is_media(const struct html_tree *t, uint32_t n)
{
    return html_is(t, n, HTML_TAG_IMG) || html_is(t, n, HTML_TAG_VIDEO) ||
           html_is(t, n, HTML_TAG_AUDIO) || html_is(t, n, HTML_TAG_IFRAME) ||
           html_is(t, n, HTML_TAG_HR);
}

static bool is_small(const struct html_tree *t, uint32_t n)
{
    int64_t side;
    return (str_to_i64(&side, html_attr(t, n, HTML_ATTR_WIDTH)) && side < 60) ||
           (str_to_i64(&side, html_attr(t, n, HTML_ATTR_HEIGHT)) && side < 60);
}

/* Whether media in this element belong to the article: nothing around it, up to the root, was
 * taken for furniture, captioned boxes excepted. */
static bool in_article(const struct scan *s, uint32_t element, uint32_t root)
{
    for (uint32_t i = element; i > root; i = s->elements.at[i].parent)
        if (s->elements.at[i].drop && !s->elements.at[i].caption_box &&
            !(s->elements.at[i].evidence & (EV_CAPTION | EV_MEDIA)) &&
            !s->elements.at[s->elements.at[i].parent].drop)
            return false;
    return true;
}

static void keep_subtree(struct keeper *k, uint32_t top)
{
    const struct html_tree *t = k->s->tree;
    for (uint32_t n = top; n; n = html_next(t, n, top))
        k->keep[n] = 1;
}

/* Images and players between the first and the last kept block, with their captions. */
static void keep_media(struct keeper *k, const struct body *body, uint32_t first, uint32_t last)
{
    const struct scan *s = k->s;
    const struct html_tree *t = s->tree;
    uint32_t root = s->elements.at[body->root].node;
    for (uint32_t n = html_next(t, root, root); n; n = html_next(t, n, root)) {
        if (!is_media(t, n) || is_small(t, n))
            continue;
        uint32_t up = t->nodes[n].parent;
        while (up != root && !s->element_of[up])
            up = t->nodes[up].parent;
        uint32_t element = s->element_of[up] ? s->element_of[up] - 1 : body->root;
        uint32_t block = s->elements.at[element].block;
        if (block < first || block > last || !in_article(s, element, body->root))
            continue;
        keep_upwards(k, n, root);
        for (uint32_t i = element, ups = 0; i > body->root && ups < 4;
             i = s->elements.at[i].parent, ups++) {
            if (s->elements.at[i].caption_box)
                keep_subtree(k, s->elements.at[i].node);
            if (s->elements.at[i].tag == HTML_TAG_FIGURE)
                for (uint32_t c = i + 1; c < s->elements.at[i].end; c++)
                    if (s->elements.at[c].tag == HTML_TAG_FIGCAPTION)
                        keep_subtree(k, s->elements.at[c].node);
        }
    }
}

static bool keep_node(void *data, const struct html_tree *t, uint32_t node)
{
    const struct keeper *k = data;
    (void)t;
    return k->keep[node] && (node != k->lead_figure || !k->lead_figure);
}

/* The sanitizer asks about elements only: loose text of dropped blocks beside kept ones goes. And
 * it takes a noscript element for a fallback, where it holds the text. */
static void prepare(const struct keeper *k, struct html_tree *t, uint32_t root)
{
    for (uint32_t n = html_next(t, root, root); n; n = html_next(t, n, root)) {
        if (html_is_text(t, n) && !k->keep[n] && !str_empty(str_trim(html_text(t, n))))
            t->nodes[n].text_len = 0;
        if (html_is(t, n, HTML_TAG_NOSCRIPT) && k->s->element_of[n]) {
            t->nodes[n].tag = HTML_TAG_DIV;
            t->nodes[n].text = html_tag_name(HTML_TAG_DIV).p;
            t->nodes[n].text_len = (uint32_t)html_tag_name(HTML_TAG_DIV).len;
        }
    }
}

/* Whether some of the text is in this element, as in a slide show's figures. */
static bool has_text(const struct scan *s, uint32_t node)
{
    if (!s->element_of[node])
        return false;
    const struct scan_element *e = &s->elements.at[s->element_of[node] - 1];
    for (uint32_t i = e->block; i < e->block_end; i++)
        if (!s->blocks.at[i].drop)
            return true;
    return false;
}

/* What goes when the lead image does: the figure or captioned box around it. */
static uint32_t lead_figure(const struct scan *s, uint32_t image, uint32_t root)
{
    const struct html_tree *t = s->tree;
    uint32_t n = image;
    for (int up = 0; up < 6 && n && n != root; up++, n = t->nodes[n].parent)
        if (html_is(t, n, HTML_TAG_FIGURE) ||
            (s->element_of[n] && s->elements.at[s->element_of[n] - 1].caption_box))
            return has_text(s, n) ? image : n;
    return image;
}

status text_html_of_body(html *out, struct arena *a, struct scan *s, const struct body *body,
                         struct html_tree *t, uint32_t lead_image, url base)
{
    uint32_t root = s->elements.at[body->root].node;
    struct keeper k = {.s = s, .keep = arena_array(a, t->node_count, uint8_t)};
    if (lead_image)
        k.lead_figure = lead_figure(s, lead_image, root);
    uint32_t first = body->last, last = body->first;
    for (uint32_t i = body->first; i < body->last; i++) {
        if (s->blocks.at[i].drop)
            continue;
        keep_block(&k, &s->blocks.at[i], root);
        first = first == body->last ? i : first;
        last = i;
    }
    if (first < body->last)
        keep_media(&k, body, first, last);
    prepare(&k, t, root);
    k.keep = tidy_body(a, t, s, body, k.keep);
    const struct html_sanitize_options options = {.base = base.s,
                                                  .absolute_only = true,
                                                  .keep = keep_node,
                                                  .keep_data = &k,
                                                  .out_max = PAGE_HTML_MAX};
    TRY(html_sanitize_tree(out, a, t, root, &options));
    out->s = str_trim(out->s); /* line ends between what was left out */
    return OK;
}

/* Adds a child to the end of PARENT. */
static uint32_t add_node(struct html_tree *t, uint32_t parent, uint8_t type, uint16_t tag, str text)
{
    uint32_t n = t->node_count++;
    struct html_node *up = &t->nodes[parent];
    t->nodes[n] = (struct html_node){.parent = parent,
                                     .prev = up->last_child,
                                     .tag = tag,
                                     .type = type,
                                     .text = text.p,
                                     .text_len = (uint32_t)text.len};
    if (up->last_child)
        t->nodes[up->last_child].next = n;
    else
        up->first_child = n;
    up->last_child = n;
    return n;
}

status text_html_of_paragraphs(html *out, struct arena *a, str text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.p[i] == '\n';
    struct html_tree t = {.arena = a, .nodes = arena_array(a, 2 + 2 * lines, struct html_node)};
    t.nodes[0].type = HTML_DOCUMENT;
    t.node_count = 1;
    t.body = add_node(&t, 0, HTML_ELEMENT, HTML_TAG_BODY, html_tag_name(HTML_TAG_BODY));
    while (text.p) {
        str line = str_cut(&text, '\n');
        if (str_empty(line))
            continue;
        uint32_t p = add_node(&t, t.body, HTML_ELEMENT, HTML_TAG_P, html_tag_name(HTML_TAG_P));
        add_node(&t, p, HTML_TEXT, 0, line);
    }
    const struct html_sanitize_options options = {.out_max = PAGE_HTML_MAX};
    return html_sanitize_tree(out, a, &t, t.body, &options);
}
