/* A page made ready to look for what repeats: order, text, steps and zones of its nodes. */
#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "feed/address.h"
#include "feed/induce_code.h"
#include "html/charset.h"
#include "text/char.h"

#define CLASS_MAX 60
#define ZONE_WORD_MAX 24

static const struct {
    str word;
    uint8_t zone;
} zone_words[] = {
#define ZONE(word, zone) {S(word), ZONE_##zone},
#include "feed/induce_zone.def"
#undef ZONE
};

/* --- steps ----------------------------------------------------------------------------------- */

/* Words that say where in a row an element is, or how it is just now: not what it is. */
static bool is_passing(str token)
{
    static const str words[] = {S("first"),  S("last"),     S("odd"),     S("even"),  S("alt"),
                                S("active"), S("current"),  S("sticky"),  S("clear"), S("clearfix"),
                                S("open"),   S("selected"), S("visited"), S("new"),   S("unread"),
                                S("hot"),    S("closed"),   S("pinned")};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ieq(token, words[i]))
            return true;
    return false;
}

/* Numbers count, or are made anew with each build of the site. */
static bool is_name(str token)
{
    if (token.len == 0 || token.len > CLASS_MAX || is_passing(token))
        return false;
    for (size_t i = 0; i < token.len; i++) {
        unsigned char c = (unsigned char)token.p[i];
        if (ascii_is_digit(c) || c == '/' || c == '.' || c < ' ' || c == '"' || c == '\\')
            return false;
    }
    return true;
}

/* Takes the first word off *REST. */
static str take_token(str *rest)
{
    size_t begin = 0, end;
    while (begin < rest->len && ascii_is_space((unsigned char)rest->p[begin]))
        begin++;
    for (end = begin; end < rest->len && !ascii_is_space((unsigned char)rest->p[end]);)
        end++;
    str token = str_sub(*rest, begin, end);
    *rest = str_skip(*rest, end);
    return token;
}

str induce_class(const struct html_tree *t, uint32_t node)
{
    str rest = str_sub(html_attr(t, node, HTML_ATTR_CLASS), 0, 2000), token;
    /* Theirs tell of the browser and the day's page. */
    if (node == t->html || node == t->body)
        return S("");
    while ((token = take_token(&rest)).len)
        if (is_name(token))
            return token;
    return S("");
}

uint64_t induce_step(str name, str class_name)
{
    return hash_join(hash_str(name), hash_str(class_name));
}

/* --- zones ----------------------------------------------------------------------------------- */

static uint8_t zone_of_word(const struct map *words, str word)
{
    const uint64_t *zone = word.len && word.len < ZONE_WORD_MAX ? map_get(words, word) : NULL;
    return zone ? (uint8_t)*zone : 0;
}

/* "main-nav siteMenu" has main, nav, site and menu. */
static uint8_t zone_of_names(const struct map *words, str names)
{
    char word[ZONE_WORD_MAX];
    size_t len = 0;
    uint8_t zone = 0;
    names = str_sub(names, 0, 2000);
    for (size_t i = 0; i <= names.len; i++) {
        unsigned char c = i < names.len ? (unsigned char)names.p[i] : ' ';
        bool hump = c - 'A' < 26u && i > 0 && (unsigned char)(names.p[i - 1] - 'a') < 26;
        if (hump || !ascii_is_alpha(c)) {
            uint8_t says = len < sizeof word ? zone_of_word(words, str_of(word, len)) : 0;
            /* "post-tags" is a list of them, "tag-harbour" a post that has one. */
            zone |= hump || c == '-' || c == '_' ? says & ~ZONE_WORDS : says;
            len = 0;
        }
        if (ascii_is_alpha(c) && len < sizeof word)
            word[len++] = (char)ascii_lower(c);
    }
    return zone;
}

static uint8_t zone_of_tag(const struct html_tree *t, uint32_t n)
{
    switch (t->nodes[n].tag) {
    case HTML_TAG_NAV:
    case HTML_TAG_MENU: return ZONE_MENU;
    case HTML_TAG_FOOTER: return ZONE_FOOT;
    case HTML_TAG_HEADER: return ZONE_HEAD;
    case HTML_TAG_ASIDE: return ZONE_SIDE;
    case HTML_TAG_FORM: return ZONE_FORM;
    default: return 0;
    }
}

/* A zone is a part of the page: what holds half of its text is not named for it. */
static void read_zones(struct induce_page *p)
{
    struct map words;
    map_init(&words, p->arena);
    for (size_t i = 0; i < ARRAY_LEN(zone_words); i++)
        *map_put(&words, zone_words[i].word) = zone_words[i].zone;
    for (uint32_t i = 0; i < p->order_len; i++) {
        uint32_t n = p->order[i];
        struct spot *s = &p->spots[n];
        if (!html_is_element(&p->tree, n))
            continue;
        uint32_t parent = p->tree.nodes[n].parent;
        bool most = (size_t)(s->text_end - s->text) * 2 > p->text.len;
        s->own_zone = zone_of_tag(&p->tree, n);
        if (most)
            s->own_zone &= ZONE_MENU | ZONE_FOOT;
        else
            s->own_zone |=
                (uint8_t)(zone_of_names(&words, html_attr(&p->tree, n, HTML_ATTR_CLASS)) |
                          zone_of_names(&words, html_attr(&p->tree, n, HTML_ATTR_ID)) |
                          zone_of_names(&words, html_attr(&p->tree, n, HTML_ATTR_ROLE)));
        s->zone = p->spots[parent].zone | s->own_zone;
    }
}

/* --- what it shows --------------------------------------------------------------------------- */

static bool is_hidden(const struct html_tree *t, uint32_t n)
{
    switch (t->nodes[n].tag) {
    case HTML_TAG_SCRIPT:
    case HTML_TAG_STYLE:
    case HTML_TAG_TEMPLATE:
    case HTML_TAG_NOSCRIPT:
    case HTML_TAG_HEAD:
    case HTML_TAG_SELECT:
    case HTML_TAG_TEXTAREA:
    case HTML_TAG_BUTTON:
    case HTML_TAG_IFRAME: return true;
    default: break;
    }
    return t->nodes[n].ns != HTML_NS_HTML || html_attr(t, n, HTML_ATTR_HIDDEN).p ||
           str_eq(html_attr(t, n, HTML_ATTR_ARIA_HIDDEN), S("true"));
}

/* Elements whose text runs on. */
static bool is_inline(const struct html_tree *t, uint32_t n)
{
    switch (t->nodes[n].tag) {
    case HTML_TAG_A:
    case HTML_TAG_ABBR:
    case HTML_TAG_B:
    case HTML_TAG_BDI:
    case HTML_TAG_BDO:
    case HTML_TAG_CITE:
    case HTML_TAG_CODE:
    case HTML_TAG_EM:
    case HTML_TAG_FONT:
    case HTML_TAG_I:
    case HTML_TAG_MARK:
    case HTML_TAG_Q:
    case HTML_TAG_S:
    case HTML_TAG_SMALL:
    case HTML_TAG_SPAN:
    case HTML_TAG_STRONG:
    case HTML_TAG_SUB:
    case HTML_TAG_SUP:
    case HTML_TAG_U:
    case HTML_TAG_WBR: return true;
    default: return false;
    }
}

static void put_squeezed(struct sbuf *b, str text)
{
    for (size_t i = 0; i < text.len;) {
        unsigned char c = (unsigned char)text.p[i];
        bool nbsp = c == 0xc2 && i + 1 < text.len && (unsigned char)text.p[i + 1] == 0xa0;
        if (ascii_is_space(c) || nbsp) {
            if (b->len && b->p[b->len - 1] != ' ')
                sbuf_putc(b, ' ');
            i += nbsp ? 2 : 1;
            continue;
        }
        sbuf_putc(b, text.p[i++]);
    }
}

static void put_gap(struct sbuf *b)
{
    if (b->len && b->p[b->len - 1] != ' ')
        sbuf_putc(b, ' ');
}

/* Closes the nodes on the way up from AT to the parent of what comes next. */
static void close_until(struct induce_page *p, struct sbuf *b, uint32_t at, uint32_t parent)
{
    for (; at && at != parent; at = p->tree.nodes[at].parent) {
        struct spot *s = &p->spots[at];
        s->text_end = (uint32_t)b->len;
        s->end = p->order_len;
        if (html_is_element(&p->tree, at) && s->shown && !is_inline(&p->tree, at))
            put_gap(b);
    }
}

/* Which of its name it is among those beside it; looked for a few elements back only. */
static uint32_t index_of(const struct induce_page *p, uint32_t n)
{
    uint32_t before = p->tree.nodes[n].prev;
    for (unsigned i = 0; before && i < INDEX_MAX; i++, before = p->tree.nodes[before].prev)
        if (html_is_element(&p->tree, before) && p->spots[before].tag == p->spots[n].tag)
            return p->spots[before].index < INDEX_MAX ? p->spots[before].index + 1 : INDEX_MAX;
    return 1;
}

static void read_steps(struct induce_page *p, uint32_t n)
{
    struct spot *s = &p->spots[n];
    str name = html_name(&p->tree, n), class_name = induce_class(&p->tree, n);
    s->tag = hash_str(name);
    s->step = s->inner_step = induce_step(name, class_name);
    s->index = index_of(p, n);
    if (str_empty(class_name) && s->index > 1) {
        char number[16];
        int len = snprintf(number, sizeof number, "%u", s->index);
        s->inner_step = induce_step(name, str_of(number, (size_t)len));
        /* Cells of a row differ by nothing else. */
        if (induce_is_cell(&p->tree, n))
            s->step = s->inner_step;
    }
}

static void open_node(struct induce_page *p, struct sbuf *b, uint32_t n)
{
    const struct html_tree *t = &p->tree;
    const struct spot *around = &p->spots[t->nodes[n].parent];
    struct spot *s = &p->spots[n];
    s->at = p->order_len;
    s->shown = around->shown;
    s->depth = around->depth;
    s->path = around->path;
    if (html_is_element(t, n)) {
        s->shown &= !is_hidden(t, n);
        s->depth++;
        read_steps(p, n);
        s->path = hash_join(around->path, s->step);
        if (s->shown && !is_inline(t, n))
            put_gap(b);
    }
    s->text = (uint32_t)b->len;
    if (html_is_text(t, n) && s->shown)
        put_squeezed(b, html_text(t, n));
    p->order[p->order_len++] = n;
}

static void read_order(struct induce_page *p, size_t text_max)
{
    struct sbuf b;
    uint32_t last = 0;
    sbuf_init(&b, p->arena, size_add(size_mul(text_max, 2), 64));
    p->spots = arena_array(p->arena, p->tree.node_count, struct spot);
    p->order = arena_array(p->arena, p->tree.node_count, uint32_t);
    p->spots[0].shown = true;
    for (uint32_t n = html_next(&p->tree, 0, 0); n; n = html_next(&p->tree, n, 0)) {
        close_until(p, &b, last, p->tree.nodes[n].parent);
        open_node(p, &b, n);
        last = n;
    }
    close_until(p, &b, last, 0);
    p->text = b.overflow ? S("") : sbuf_str(&b);
    p->spots[0].end = p->order_len;
}

/* Widths of all beginnings of the text, so that any part's is a difference. */
static void read_widths(struct induce_page *p)
{
    p->widths = arena_array(p->arena, size_add(p->text.len, 1), uint32_t);
    uint32_t width = 0;
    for (str rest = p->text; rest.len;) {
        size_t at = p->text.len - rest.len;
        uint32_t c = utf8_next(&rest);
        width += char_is_word(c) ? (char_is_unspaced(c) ? 2 : 1) : 0;
        for (; at < p->text.len - rest.len; at++)
            p->widths[at + 1] = width;
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

static void read_head(struct induce_page *p)
{
    for (uint32_t n = html_next(&p->tree, 0, 0); n; n = html_next(&p->tree, n, 0)) {
        str href = html_attr(&p->tree, n, HTML_ATTR_HREF);
        if (!html_is(&p->tree, n, HTML_TAG_BASE) || href.len == 0)
            continue;
        url base;
        if (url_parse(&base, p->arena, href, &p->address) == OK && url_is_web(base))
            p->base = base;
        break;
    }
    p->hints.language = html_attr(&p->tree, p->tree.html, HTML_ATTR_LANG);
    if (!p->hints.language.p)
        p->hints.language = S("");
}

status induce_page_read(struct induce_page *p, struct arena *a, const struct induce_source *source)
{
    str text;
    *p = (struct induce_page){.arena = a, .now_us = source->now_us};
    TRY(url_parse(&p->address, a, source->url, NULL));
    p->base = p->address;
    TRY(html_decode(&text, NULL, a, source->bytes, source->content_type,
                    html_limits_default.bytes_max));
    TRY(html_parse(&p->tree, a, text, &html_limits_default));
    read_head(p);
    read_order(p, text.len);
    read_widths(p);
    read_zones(p);
    induce_dates_prepare(p);
    induce_links_find(p);
    return OK;
}
