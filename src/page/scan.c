/* The preorder pass: elements with their evidence, blocks with their counts. */
#include "page/scan.h"

#include "base/block.h"
#include "page/space.h"
#include "page/tally.h"

#define NOSCRIPT_BYTES_MIN 300 /* of text, for a noscript element to be read */

/* What the pass carries along. */
struct walk {
    struct scan *s;
    uint32_t element;      /* index of the innermost visited element */
    uint32_t block_parent; /* index of the innermost element that lays out as a block */
    uint32_t links;        /* depth of a elements */
    uint32_t strongs;      /* depth of b, strong, heading elements */
    struct scan_block open;
    bool is_open;
    struct tally tally; /* of the line, its counts added to the block */
    uint8_t breaks;     /* br elements since the last text */
    bool styled;        /* the line before the br is bold as a whole: a heading or a label */
};

bool scan_is_inline(uint16_t tag)
{
    switch (tag) {
    case HTML_TAG_A:
    case HTML_TAG_ABBR:
    case HTML_TAG_ACRONYM:
    case HTML_TAG_B:
    case HTML_TAG_BDI:
    case HTML_TAG_BDO:
    case HTML_TAG_BIG:
    case HTML_TAG_CITE:
    case HTML_TAG_CODE:
    case HTML_TAG_DATA:
    case HTML_TAG_DEL:
    case HTML_TAG_DFN:
    case HTML_TAG_EM:
    case HTML_TAG_FONT:
    case HTML_TAG_I:
    case HTML_TAG_INS:
    case HTML_TAG_KBD:
    case HTML_TAG_LABEL:
    case HTML_TAG_MARK:
    case HTML_TAG_NOBR:
    case HTML_TAG_Q:
    case HTML_TAG_RB:
    case HTML_TAG_RT:
    case HTML_TAG_RTC:
    case HTML_TAG_RUBY:
    case HTML_TAG_S:
    case HTML_TAG_SAMP:
    case HTML_TAG_SLOT:
    case HTML_TAG_SMALL:
    case HTML_TAG_SPAN:
    case HTML_TAG_STRIKE:
    case HTML_TAG_STRONG:
    case HTML_TAG_SUB:
    case HTML_TAG_SUP:
    case HTML_TAG_TIME:
    case HTML_TAG_TT:
    case HTML_TAG_U:
    case HTML_TAG_VAR:
    case HTML_TAG_OTHER: return true;
    default: return false;
    }
}

bool scan_is_silent(uint16_t tag)
{
    switch (tag) {
    case HTML_TAG_SCRIPT:
    case HTML_TAG_STYLE:
    case HTML_TAG_TEMPLATE:
    case HTML_TAG_NOSCRIPT:
    case HTML_TAG_IFRAME:
    case HTML_TAG_SVG:
    case HTML_TAG_SELECT:
    case HTML_TAG_TEXTAREA:
    case HTML_TAG_BUTTON:
    case HTML_TAG_OBJECT:
    case HTML_TAG_EMBED:
    case HTML_TAG_CANVAS:
    case HTML_TAG_AUDIO:
    case HTML_TAG_VIDEO:
    case HTML_TAG_MAP:
    case HTML_TAG_TITLE:
    case HTML_TAG_HEAD:
    case HTML_TAG_DATALIST:
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_RP: return true;
    default: return false;
    }
}

static void close_block(struct walk *w)
{
    if (w->is_open) {
        w->open.sentences += w->tally.in_word && tally_is_stop(w->tally.last);
        *vec_push(&w->s->blocks, w->s->arena) = w->open;
        w->is_open = false;
    }
    w->tally = (struct tally){.last = ' '};
    w->breaks = 0;
    w->styled = false;
}

static void open_block(struct walk *w, uint32_t node)
{
    const struct scan_element *e = &w->s->elements.at[w->block_parent];
    w->open =
        (struct scan_block){.element = w->block_parent, .first = node, .last = node, .tag = e->tag};
    w->is_open = true;
}

static void count_text(struct walk *w, str text)
{
    struct scan_block *b = &w->open;
    struct tally t = w->tally;
    tally_text(&t, text);
    b->bytes += t.bytes;
    b->words = (uint16_t)(b->words + t.words);
    b->sentences = (uint16_t)(b->sentences + t.sentences);
    b->commas = (uint16_t)(b->commas + t.commas);
    b->link_bytes += w->links ? t.bytes : 0;
    b->strong_bytes += w->strongs ? t.bytes : 0;
    w->tally = (struct tally){.space = t.space, .in_word = t.in_word, .last = t.last};
}

static bool is_blank(str s)
{
    while (s.len >= BLOCK_BYTES && block_le(block_load(s.p), ' ') == block_first(BLOCK_BYTES))
        s = str_of(s.p + BLOCK_BYTES, s.len - BLOCK_BYTES);
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.len;
    return space_skip(p, end) == end;
}

static void visit_text(struct walk *w, uint32_t node)
{
    str text = html_text(w->s->tree, node);
    bool blank = is_blank(text);
    if (!w->is_open) {
        if (blank)
            return;
        open_block(w, node);
        w->tally.space = false;
    } else if ((w->breaks >= 2 || w->styled) && !blank) {
        close_block(w);
        open_block(w, node);
        w->open.after_break = true;
    }
    if (w->breaks && !blank)
        w->breaks = 0;
    count_text(w, text);
    if (!blank)
        w->open.last = node;
}

static bool is_zero(str value)
{
    return str_eq(value, S("true")) || str_eq(value, S("0"));
}

/* style="display:none" and the like. */
static bool style_hides(str style)
{
    size_t at = str_ifind(style, S("display"));
    if (at != STR_NPOS) {
        str rest = str_trim(str_skip(style, at + 7));
        if (str_starts(rest, S(":")) && str_istarts(str_trim(str_skip(rest, 1)), S("none")))
            return true;
    }
    return str_ihas(style, S("visibility:hidden")) || str_ihas(style, S("visibility: hidden"));
}

static uint32_t evidence_of_tag(uint16_t tag)
{
    switch (tag) {
    case HTML_TAG_NAV: return EV_NAV;
    case HTML_TAG_FOOTER: return EV_FOOT;
    case HTML_TAG_ASIDE: return EV_SIDE;
    case HTML_TAG_HEADER: return EV_HEAD;
    case HTML_TAG_FIGCAPTION:
    case HTML_TAG_CAPTION: return EV_CAPTION;
    case HTML_TAG_DIALOG: return EV_POPUP;
    case HTML_TAG_ARTICLE:
    case HTML_TAG_MAIN: return EV_ARTICLE;
    default: return 0;
    }
}

/* What an element is, by its tag and attributes; *shape gets the class's shape. */
static uint32_t evidence_of_element(struct scan *s, uint32_t node, uint16_t tag, uint32_t *shape)
{
    uint32_t ev = evidence_of_tag(tag);
    struct evidence names;
    if (tag == HTML_TAG_BODY || tag == HTML_TAG_HTML)
        return 0;
    html_each_attr (s->tree, attr, node) {
        str value = {attr->value, attr->value_len};
        switch (attr->id) {
        case HTML_ATTR_CLASS:
            names = evidence_of_names(&s->words, value);
            ev |= names.flags;
            *shape = names.shape;
            break;
        case HTML_ATTR_ID: /* an address as an id speaks of the subject */
            if (str_chr(value, '/') == STR_NPOS)
                ev |= evidence_of_names(&s->words, value).flags;
            break;
        case HTML_ATTR_ROLE: ev |= evidence_of_role(value); break;
        case HTML_ATTR_ITEMPROP:
            if (str_ieq(value, S("articleBody")) || str_ieq(value, S("reviewBody")))
                ev |= EV_BODY;
            else
                ev |=
                    evidence_of_names(&s->words, value).flags & (EV_BYLINE | EV_DATE | EV_CAPTION);
            break;
        case HTML_ATTR_HIDDEN: ev |= EV_POPUP | EV_HIDDEN; break;
        case HTML_ATTR_ARIA_HIDDEN: ev |= is_zero(value) ? EV_HIDDEN : 0; break;
        case HTML_ATTR_STYLE: ev |= style_hides(value) ? EV_POPUP | EV_HIDDEN : 0; break;
        default: break;
        }
    }
    /* A post's own class list names its subjects, not its parts. */
    return ev & EV_POSTCLASS ? ev & (EV_BODY | EV_ARTICLE) : ev;
}

/* Inline elements that are captions, dates or labels of their own do not belong to the line of
 * text around them. */
static bool stands_alone(uint16_t tag, uint32_t ev, uint16_t parent)
{
    /* A dateline opens its paragraph. */
    if (parent == HTML_TAG_P)
        ev &= ~(uint32_t)(EV_BYLINE | EV_DATE);
    return (tag == HTML_TAG_SPAN || tag == HTML_TAG_SMALL || tag == HTML_TAG_CITE ||
            tag == HTML_TAG_EM || tag == HTML_TAG_TIME || tag == HTML_TAG_I) &&
           (ev & (EV_CAPTION | EV_SHARE | EV_BYLINE | EV_DATE | EV_HIDDEN | EV_POPUP | EV_PROMO |
                  EV_RELATED | EV_TAGS));
}

static bool is_strong(uint16_t tag)
{
    return tag == HTML_TAG_B || tag == HTML_TAG_STRONG;
}

/* An a element with a name and no address is a place to jump to; old pages leave those open. */
static bool is_place(const struct html_tree *t, uint32_t node)
{
    return html_attr(t, node, HTML_ATTR_NAME).p && !html_attr(t, node, HTML_ATTR_HREF).p;
}

/* Elements without a class are told apart by their parent's. */
static uint32_t inherit_shape(const struct scan *s, const struct walk *w, uint16_t tag)
{
    uint32_t up = s->elements.len ? s->elements.at[w->element].shape : 0;
    return ((up ^ tag) + 1) * 0x85ebca6bu | 1;
}

static void enter(struct walk *w, uint32_t node, uint16_t tag)
{
    struct scan *s = w->s;
    bool plain_inline = tag == HTML_TAG_A || tag == HTML_TAG_B || tag == HTML_TAG_STRONG;
    uint32_t shape = 0;
    uint32_t ev = plain_inline ? 0 : evidence_of_element(s, node, tag, &shape);
    bool is_block = !scan_is_inline(tag) ||
                    stands_alone(tag, ev, s->elements.len ? s->elements.at[w->element].tag : 0);
    if (is_block)
        close_block(w);
    uint32_t index = (uint32_t)s->elements.len;
    *vec_push(&s->elements, s->arena) = (struct scan_element){
        .node = node,
        .parent = w->element,
        .evidence = ev,
        .tag = tag,
        .is_block = is_block,
        .block = (uint32_t)s->blocks.len,
        .shape = !is_block ? 0
                 : shape   ? shape ^ tag * 0x9e3779b1u
                           : inherit_shape(s, w, tag),
    };
    if (tag == HTML_TAG_BLOCKQUOTE)
        for (uint32_t i = w->element, up = 0; i && up < 4; up++, i = s->elements.at[i].parent)
            s->elements.at[i].quotes = true;
    s->element_of[node] = index + 1;
    w->element = index;
    if (is_block)
        w->block_parent = index;
    s->elements.at[index].is_link = tag == HTML_TAG_A && !is_place(s->tree, node);
    w->links += s->elements.at[index].is_link;
    w->strongs += is_strong(tag);
}

static void leave(struct walk *w)
{
    struct scan *s = w->s;
    struct scan_element *e = &s->elements.at[w->element];
    if (e->is_block) {
        close_block(w);
        uint32_t up = e->parent;
        while (!s->elements.at[up].is_block && up)
            up = s->elements.at[up].parent;
        w->block_parent = up;
    }
    e->end = (uint32_t)s->elements.len;
    /* A block that is still open belongs to an element further up. */
    e->block_end = (uint32_t)s->blocks.len;
    w->links -= e->is_link;
    w->strongs -= is_strong(e->tag);
    if (e->parent != w->element)
        s->elements.at[e->parent].images += e->images;
    w->element = e->parent;
}

/* A noscript element that holds paragraphs: a page drawn by scripts, as it is without them. Others
 * hold pictures, counters and requests to switch scripts on. */
static bool has_own_text(const struct html_tree *t, uint32_t top)
{
    size_t bytes = 0;
    for (uint32_t n = html_next(t, top, top); n; n = html_next(t, n, top)) {
        if (html_is(t, n, HTML_TAG_IFRAME) || html_is(t, n, HTML_TAG_STYLE))
            return false;
        if (html_is_text(t, n))
            bytes += str_trim(html_text(t, n)).len;
    }
    return bytes >= NOSCRIPT_BYTES_MIN;
}

/* True when the node's children are to be visited. */
static bool visit(struct walk *w, uint32_t node)
{
    const struct html_node *n = &w->s->tree->nodes[node];
    if (n->type == HTML_TEXT) {
        visit_text(w, node);
        return false;
    }
    if (n->type == HTML_DOCUMENT)
        return enter(w, node, HTML_TAG_BODY), true;
    if (n->type != HTML_ELEMENT)
        return false;
    uint16_t tag = n->ns == HTML_NS_HTML ? n->tag : HTML_TAG_SVG;
    if (scan_is_silent(tag) && !(tag == HTML_TAG_NOSCRIPT && has_own_text(w->s->tree, node)))
        return false;
    if (tag == HTML_TAG_BR) {
        w->tally.space = true;
        w->breaks = (uint8_t)(w->breaks < 2 ? w->breaks + 1 : 2);
        w->styled |= !w->strongs && w->is_open && w->open.strong_bytes == w->open.bytes &&
                     w->open.tag != HTML_TAG_P && w->open.tag != HTML_TAG_LI;
        return false;
    }
    if (tag == HTML_TAG_IMG || tag == HTML_TAG_WBR || tag == HTML_TAG_INPUT) {
        if (tag == HTML_TAG_IMG && w->s->elements.len)
            w->s->elements.at[w->element].images++;
        return false;
    }
    enter(w, node, tag);
    return true;
}

void scan_page(struct scan *s, struct arena *a, const struct html_tree *t)
{
    *s = (struct scan){.tree = t, .arena = a};
    evidence_init(&s->words);
    s->element_of = arena_array(a, t->node_count, uint32_t);
    /* What most pages take: two in five nodes are visited elements, one in ten is a block. */
    vec_reserve(&s->elements, a, t->node_count * 2 / 5 + 8);
    vec_reserve(&s->blocks, a, t->node_count / 10 + 8);
    uint32_t root = t->body ? t->body : t->html ? t->html : 0;
    struct walk w = {.s = s, .tally.last = ' '};
    uint32_t node = root;
    for (;;) {
        if (visit(&w, node) && t->nodes[node].first_child) {
            node = t->nodes[node].first_child;
            continue;
        }
        for (;;) {
            if (s->element_of[node])
                leave(&w);
            if (node == root || t->nodes[node].next)
                break;
            node = t->nodes[node].parent;
        }
        if (node == root)
            break;
        node = t->nodes[node].next;
    }
    close_block(&w);
}

bool scan_is_heading(const struct scan_block *b)
{
    return b->tag >= HTML_TAG_H1 && b->tag <= HTML_TAG_H6 &&
           (b->tag == HTML_TAG_H1 || b->bytes < 160 || !b->sentences);
}

bool scan_is_linked_prose(const struct scan_block *b)
{
    return b->tag == HTML_TAG_P && b->sentences >= 2 && b->bytes - b->link_bytes >= 100 &&
           b->link_bytes * 10 <= b->bytes * 7;
}
