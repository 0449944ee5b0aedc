/* Choosing the lead image. */
#include "page/image.h"

#include "page/caption.h"
#include "page/clean.h"
#include "page/phrase.h"

#define IMAGES_MAX 300 /* of one page are looked at */
#define WIDE_SIDE 200  /* a drawing this wide is no icon */
#define SOURCES 10     /* attributes that may hold an image's address */
#define SMALL_SIDE 90  /* pixels; smaller pictures are icons and faces */

/* The first address of a srcset. */
static str srcset_first(str srcset)
{
    srcset = str_trim(srcset);
    size_t end = 0;
    while (end < srcset.len && !ascii_is_space((unsigned char)srcset.p[end]))
        end++;
    str s = str_sub(srcset, 0, end);
    while (s.len && s.p[s.len - 1] == ',')
        s.len--;
    return s;
}

static bool is_placeholder_src(str src)
{
    return str_empty(src) || str_istarts(src, S("data:")) || str_istarts(src, S("about:")) ||
           str_ihas(src, S("placeholder")) || str_ihas(src, S("spacer.")) ||
           str_ihas(src, S("blank.")) || str_ihas(src, S("pixel.")) || str_ihas(src, S("1x1")) ||
           str_ihas(src, S("/loading.")) || str_iends(src, S("/px.gif"));
}

/* Drawings are mostly icons, or stand in for a photograph that is loaded late. */
static bool is_drawing(str src)
{
    return str_iends(str_sub(src, 0, str_chr(src, '?')), S(".svg"));
}

/* The addresses an img may have, the most telling first. */
static void sources_of(str out[SOURCES], const struct html_tree *t, uint32_t node)
{
    static const char *const lazy[] = {"data-lazy-src", "data-original",   "data-src-large",
                                       "data-lazy",     "data-hi-res-src", "data-image"};
    size_t n = 0;
    out[n++] = str_trim(html_attr(t, node, HTML_ATTR_DATA_SRC));
    out[n++] = str_trim(html_attr(t, node, HTML_ATTR_SRC));
    for (size_t i = 0; i < ARRAY_LEN(lazy); i++)
        out[n++] = str_trim(html_attr_named(t, node, str_c(lazy[i])));
    out[n++] = srcset_first(html_attr(t, node, HTML_ATTR_SRCSET));
    out[n++] = srcset_first(html_attr(t, node, HTML_ATTR_DATA_SRCSET));
    ASSERT(n == SOURCES);
}

str image_src(const struct html_tree *t, uint32_t node)
{
    str sources[SOURCES], drawing = STR_NONE;
    sources_of(sources, t, node);
    for (size_t i = 0; i < SOURCES; i++) {
        if (is_placeholder_src(sources[i]))
            continue;
        if (!is_drawing(sources[i]))
            return sources[i];
        if (!drawing.p)
            drawing = sources[i];
    }
    return drawing;
}

/* The file's name without folders, query, extension and size ("-1024x683", "_640"). */
static str file_stem(str s)
{
    size_t end = str_chr(s, '?');
    if (end != STR_NPOS)
        s = str_sub(s, 0, end);
    if ((end = str_chr(s, '#')) != STR_NPOS)
        s = str_sub(s, 0, end);
    size_t slash = str_rchr(s, '/');
    if (slash != STR_NPOS)
        s = str_skip(s, slash + 1);
    size_t dot = str_rchr(s, '.');
    if (dot != STR_NPOS)
        s = str_sub(s, 0, dot);
    size_t n = s.len;
    while (n && (ascii_is_digit((unsigned char)s.p[n - 1]) || s.p[n - 1] == 'x'))
        n--;
    if (n >= 4 && n < s.len && (s.p[n - 1] == '-' || s.p[n - 1] == '_'))
        s.len = n - 1;
    return s;
}

bool image_same(str a, str b)
{
    if (str_empty(a) || str_empty(b))
        return false;
    if (str_eq(a, b))
        return true;
    str x = file_stem(a), y = file_stem(b);
    return x.len >= 4 && str_ieq(x, y);
}

static bool is_small(const struct html_tree *t, uint32_t node)
{
    int64_t w, h;
    bool has_w = str_to_i64(&w, html_attr(t, node, HTML_ATTR_WIDTH));
    bool has_h = str_to_i64(&h, html_attr(t, node, HTML_ATTR_HEIGHT));
    return (has_w && w < SMALL_SIDE) || (has_h && h < SMALL_SIDE);
}

/* A drawing that nothing says is more than an icon: no caption, no size of a picture. */
static bool is_icon(const struct scan *s, uint32_t node, str src)
{
    int64_t width;
    bool wide = str_to_i64(&width, html_attr(s->tree, node, HTML_ATTR_WIDTH)) && width >= WIDE_SIDE;
    return is_drawing(src) && !wide && !caption_box_of(s, node);
}

static bool is_foreign(const struct scan *s, uint32_t node)
{
    uint32_t n = node;
    while (n && !s->element_of[n])
        n = s->tree->nodes[n].parent;
    for (uint32_t i = n ? s->element_of[n] - 1 : 0; i; i = s->elements.at[i].parent) {
        if (s->elements.at[i].shield)
            return false;
        if (s->elements.at[i].repeated ||
            (s->elements.at[i].evidence & (EV_COMMENT | EV_RELATED | EV_SIDE | EV_NAV | EV_FOOT |
                                           EV_BIO | EV_PROMO | EV_SHARE | EV_HIDDEN)))
            return true;
    }
    return false;
}

/* Whether one of the addresses of an img element is the picture WANTED. */
static bool shows(const struct html_tree *t, uint32_t node, str wanted)
{
    return image_same(html_attr(t, node, HTML_ATTR_DATA_SRC), wanted) ||
           image_same(html_attr(t, node, HTML_ATTR_SRC), wanted) ||
           image_same(srcset_first(html_attr(t, node, HTML_ATTR_SRCSET)), wanted) ||
           image_same(srcset_first(html_attr(t, node, HTML_ATTR_DATA_SRCSET)), wanted);
}

/* The picture WANTED, or else the first one from a little before the body to its end that is no
 * icon; 0 when there is none. */
static uint32_t find_on_page(const struct scan *s, uint32_t root, uint32_t first, uint32_t last,
                             str wanted)
{
    const struct html_tree *t = s->tree;
    uint32_t around = root;
    for (int up = 0; up < 3 && around; up++)
        around = s->elements.at[around].parent;
    uint32_t top = s->elements.at[around].node, looked = 0;
    for (uint32_t n = html_next(t, top, top); n; n = html_next(t, n, top)) {
        if (!html_is(t, n, HTML_TAG_IMG))
            continue;
        if (looked++ == IMAGES_MAX)
            return 0;
        if (!str_empty(wanted)) {
            if (shows(t, n, wanted))
                return n;
            continue;
        }
        str src = image_src(t, n);
        if (str_empty(src))
            continue;
        uint32_t up = t->nodes[n].parent;
        while (up && !s->element_of[up])
            up = t->nodes[up].parent;
        uint32_t block = up ? s->elements.at[s->element_of[up] - 1].block : 0;
        if (block + 8 >= first && block <= last && !is_small(t, n) && !is_foreign(s, n) &&
            !is_icon(s, n, src))
            return n;
    }
    return 0;
}

void image_choose(struct image_lead *out, struct arena *a, const struct page_meta *m,
                  const struct scan *s, uint32_t root, uint32_t first, uint32_t last, url base)
{
    *out = (struct image_lead){0};
    struct image *image = &out->image;
    str declared = m->field[META_IMAGE].value;
    if (is_placeholder_src(declared))
        declared = clean_value(a, m->ld.image_url);
    if (is_placeholder_src(declared))
        declared = STR_NONE;
    if (s->elements.len && is_drawing(declared)) {
        /* A declared drawing is often the site's emblem: a photograph in the text is better. */
        uint32_t photograph = find_on_page(s, root, first, last, STR_NONE);
        if (photograph && !is_drawing(image_src(s->tree, photograph)))
            declared = STR_NONE;
    }
    if (s->elements.len)
        out->node = find_on_page(s, root, first, last, declared);
    str src = str_empty(declared) && out->node ? image_src(s->tree, out->node) : declared;
    if (str_empty(src))
        return;
    url resolved;
    if (url_parse(&resolved, a, src, str_empty(base.s) ? NULL : &base) == OK &&
        url_is_web(resolved))
        image->url = resolved.s;
    else
        return;
    if (out->node) {
        image->alt = clean_value(a, html_attr(s->tree, out->node, HTML_ATTR_ALT));
        caption_read(image, a, s, out->node);
    }
    if (str_empty(image->alt))
        image->alt = m->field[META_IMAGE_ALT].value;
    if (str_empty(image->caption))
        image->caption = clean_value(a, m->ld.image_caption);
    if (str_empty(image->credit))
        image->credit = clean_value(a, m->ld.image_credit);
}
