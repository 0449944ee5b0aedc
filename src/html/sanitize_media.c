/*
 * Images: the real address behind lazy loading, no tracking pixels. Embedded media: a link
 * that says what it leads to. Both go by structure only, not by who serves them.
 */
#include "base/utf8.h"
#include "html/sanitize_code.h"

enum { NAME_BYTES_MAX = 300 }; /* of what is embedded */

static const struct {
    str name;
    bool srcset;
} lazy[] = {
#define SANITIZE_ELEMENT(tag, becomes, how)
#define SANITIZE_ATTRIBUTE(tag, name, check, least, most)
#define SANITIZE_SCHEME(name, image)
#define SANITIZE_LAZY(name, srcset) {{name, sizeof(name) - 1}, srcset},
#include "html/sanitize.def"
#undef SANITIZE_ELEMENT
#undef SANITIZE_ATTRIBUTE
#undef SANITIZE_SCHEME
#undef SANITIZE_LAZY
};

/* A length of at most one pixel: "1", "0px". Percentages and other units are not. */
static bool is_one_pixel(str value)
{
    value = str_trim(value);
    if (value.len == 0 || (value.p[0] != '0' && value.p[0] != '1'))
        return false;
    str unit = str_trim(str_skip(value, 1));
    return unit.len == 0 || str_ieq(unit, S("px"));
}

/* Whether a style hides the element or makes it a pixel. */
static bool style_hides(str style)
{
    while (style.p) {
        str declaration = str_cut(&style, ';');
        size_t colon = str_chr(declaration, ':');
        if (colon == STR_NPOS)
            continue;
        str name = str_trim(str_sub(declaration, 0, colon));
        str value = str_skip(declaration, colon + 1);
        size_t bang = str_chr(value, '!');
        value = str_trim(str_sub(value, 0, bang));
        if ((str_ieq(name, S("width")) || str_ieq(name, S("height"))) && is_one_pixel(value))
            return true;
        if ((str_ieq(name, S("display")) && str_ieq(value, S("none"))) ||
            (str_ieq(name, S("visibility")) && str_ieq(value, S("hidden"))))
            return true;
    }
    return false;
}

/* A tracking pixel: nothing to see. */
static bool is_pixel(const struct html_tree *t, uint32_t n)
{
    return is_one_pixel(html_attr(t, n, HTML_ATTR_WIDTH)) ||
           is_one_pixel(html_attr(t, n, HTML_ATTR_HEIGHT)) ||
           style_hides(html_attr(t, n, HTML_ATTR_STYLE));
}

/* The number before a descriptor's letter, in thousandths for densities. */
static uint64_t descriptor_value(str descriptor)
{
    uint64_t n = 0, scale = 1000;
    bool fraction = false;
    for (size_t i = 0; i < descriptor.len && n < 100000000; i++) {
        if (descriptor.p[i] == '.') {
            fraction = true;
        } else if (ascii_is_digit((unsigned char)descriptor.p[i])) {
            n = n * 10 + (uint64_t)(descriptor.p[i] - '0');
            scale = fraction && scale > 1 ? scale / 10 : scale;
        } else {
            break;
        }
    }
    return n * scale;
}

/* The candidate to show: the largest of at most 1600 pixels or double density, the smallest
 * when all are larger. WHATWG HTML, "parsing a srcset attribute", without parentheses. */
static str best_candidate(str srcset)
{
    static const uint64_t width_most = 1600 * 1000, density_most = 2000;
    str best = S("");
    uint64_t best_value = 0;
    bool best_fits = false;
    while (srcset.len) {
        while (srcset.len && (ascii_is_space((unsigned char)srcset.p[0]) || srcset.p[0] == ','))
            srcset = str_skip(srcset, 1);
        size_t end = 0;
        while (end < srcset.len && !ascii_is_space((unsigned char)srcset.p[end]))
            end++;
        str address = str_sub(srcset, 0, end);
        srcset = str_skip(srcset, end);
        str descriptor = S("");
        if (str_ends(address, S(","))) {
            while (str_ends(address, S(",")))
                address.len--;
        } else {
            size_t comma = str_chr(srcset, ',');
            descriptor = str_trim(str_sub(srcset, 0, comma));
            srcset = comma == STR_NPOS ? S("") : str_skip(srcset, comma + 1);
        }
        uint64_t value = descriptor.len ? descriptor_value(descriptor) : 1000;
        bool fits = value <= (str_iends(descriptor, S("w")) ? width_most : density_most);
        bool better = fits ? !best_fits || value > best_value : !best_fits && value < best_value;
        if (address.len && (best.len == 0 || better)) {
            best = address;
            best_value = value;
            best_fits = fits;
        }
    }
    return best;
}

/* An address in an attribute of scripts: no template, no JSON. */
static bool lazy_address(str *out, struct sanitizer *s, str value)
{
    value = str_trim(value);
    if (str_chr(value, '{') != STR_NPOS || str_starts(value, S("[")))
        return false;
    return sanitize_address(out, s, value, true);
}

/* The real address that a page keeps for its script. */
static bool address_of_lazy(str *out, struct sanitizer *s, uint32_t n)
{
    size_t best = ARRAY_LEN(lazy);
    html_each_attr (s->tree, attr, n) {
        if (attr->name_len < 8 || memcmp(attr->name, "data-", 5) != 0)
            continue;
        str name = {attr->name, attr->name_len};
        str value = {attr->value, attr->value_len};
        for (size_t i = 0; i < best; i++) {
            str address;
            if (!str_eq(name, lazy[i].name))
                continue;
            if (lazy_address(&address, s, lazy[i].srcset ? best_candidate(value) : value)) {
                *out = address;
                best = i;
            }
            break;
        }
    }
    return best < ARRAY_LEN(lazy);
}

/* The sources before an img in its picture. */
static bool address_of_picture(str *out, struct sanitizer *s, uint32_t n)
{
    const struct html_tree *t = s->tree;
    if (!html_is(t, html_node(t, n)->parent, HTML_TAG_PICTURE))
        return false;
    for (uint32_t at = html_node(t, n)->prev; at; at = html_node(t, at)->prev) {
        if (!html_is(t, at, HTML_TAG_SOURCE))
            continue;
        str srcset = html_attr(t, at, HTML_ATTR_SRCSET);
        if (srcset.len && sanitize_address(out, s, best_candidate(srcset), true))
            return true;
        if (address_of_lazy(out, s, at))
            return true;
    }
    return false;
}

static bool image_address(str *out, struct sanitizer *s, uint32_t n)
{
    if (address_of_lazy(out, s, n) ||
        sanitize_address(out, s, html_attr(s->tree, n, HTML_ATTR_SRC), true))
        return true;
    str candidate = best_candidate(html_attr(s->tree, n, HTML_ATTR_SRCSET));
    return sanitize_address(out, s, candidate, true) || address_of_picture(out, s, n);
}

/* <img> of ADDRESS with N's attributes, HTML_NONE: a decoration without alternative. */
static void put_image(struct sanitizer *s, str address, uint32_t n)
{
    sanitize_need_flow(s);
    s->image_begin = sanitize_start(s, HTML_TAG_IMG);
    sanitize_put_attribute(s, S("src"), address);
    if (n != HTML_NONE)
        sanitize_put_attributes(s, n, HTML_TAG_IMG);
    if (n == HTML_NONE || !html_attr(s->tree, n, HTML_ATTR_ALT).p)
        sanitize_put_attribute(s, S("alt"), S(""));
    sbuf_put(&s->out, S(" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\">"));
    s->image_end = s->out.len;
}

void sanitize_image(struct sanitizer *s, uint32_t n)
{
    str address;
    if (!s->options->no_images && !is_pixel(s->tree, n) && image_address(&address, s, n))
        put_image(s, address, n);
}

/* Whether the output ends with an image and white space. */
static bool ends_with_image(const struct sanitizer *s)
{
    if (s->image_end == 0 || s->image_end > s->out.len)
        return false;
    for (size_t i = s->image_end; i < s->out.len; i++)
        if (!ascii_is_space((unsigned char)s->out.p[i]))
            return false;
    return true;
}

/* Pages put an image that a script loads, then the same for readers without scripts. */
void sanitize_noscript(struct sanitizer *s, uint32_t n)
{
    const struct html_tree *t = s->tree;
    for (uint32_t at = html_next(t, n, n); at; at = html_next(t, at, n)) {
        str address;
        if (!html_is(t, at, HTML_TAG_IMG) || s->options->no_images || is_pixel(t, at) ||
            !image_address(&address, s, at))
            continue;
        if (ends_with_image(s) && !s->out.overflow)
            sbuf_truncate(&s->out, s->image_begin);
        put_image(s, address, at);
        return;
    }
}

/* The address of what an element embeds: its own, or that of its first source. */
static bool embedded_address(str *out, struct sanitizer *s, uint32_t n)
{
    const struct html_tree *t = s->tree;
    uint16_t id = html_is(t, n, HTML_TAG_OBJECT) ? HTML_ATTR_DATA : HTML_ATTR_SRC;
    if (sanitize_address(out, s, html_attr(t, n, id), true) || address_of_lazy(out, s, n))
        return true;
    html_each_child (t, child, n)
        if (html_is(t, child, HTML_TAG_SOURCE) &&
            sanitize_address(out, s, html_attr(t, child, HTML_ATTR_SRC), true))
            return true;
    return false;
}

/* What is embedded, in words: its title, else where it comes from. */
static str embedded_name(struct sanitizer *s, uint32_t n, str address)
{
    str name = str_trim(html_attr(s->tree, n, HTML_ATTR_TITLE));
    if (name.len == 0)
        name = str_trim(html_attr(s->tree, n, HTML_ATTR_ARIA_LABEL));
    if (name.len == 0)
        name = url_site((url){address});
    return name.len ? str_sub(name, 0, utf8_floor(name, NAME_BYTES_MAX)) : address;
}

static unsigned put_link(struct sanitizer *s, str address)
{
    unsigned depth = s->depth;
    size_t begin = sanitize_start(s, HTML_TAG_A);
    sanitize_put_attribute(s, S("href"), address);
    sanitize_put_rel(s);
    sanitize_start_end(s, begin, HTML_TAG_A, SANITIZE_LINK, HTML_NONE);
    return depth;
}

static void put_block(struct sanitizer *s, uint16_t tag, uint8_t how)
{
    sanitize_start_end(s, sanitize_start(s, tag), tag, how, HTML_NONE);
}

/* Whether a paragraph or figure can stand here without ending anything. */
static bool is_block_place(const struct sanitizer *s)
{
    const struct sanitize_open *top = sanitize_top(s);
    if (s->paragraph || s->links || s->headings || s->depth + 4 > SANITIZE_DEPTH_MAX)
        return false;
    return !top || top->how == SANITIZE_BLOCK || top->how == SANITIZE_ITEM ||
           top->how == SANITIZE_CELL;
}

bool sanitize_embed(struct sanitizer *s, uint32_t n)
{
    str address, poster;
    if (is_pixel(s->tree, n))
        return true;
    if (!embedded_address(&address, s, n))
        return !html_is(s->tree, n, HTML_TAG_OBJECT);
    sanitize_need_flow(s);
    str name = embedded_name(s, n, address);
    unsigned depth = s->depth;
    bool block = is_block_place(s);
    if (block && !s->options->no_images && html_is(s->tree, n, HTML_TAG_VIDEO) &&
        sanitize_address(&poster, s, html_attr(s->tree, n, HTML_ATTR_POSTER), true)) {
        put_block(s, HTML_TAG_FIGURE, SANITIZE_BLOCK);
        unsigned figure = put_link(s, address);
        put_image(s, poster, HTML_NONE);
        sanitize_pop_to(s, figure);
        put_block(s, HTML_TAG_FIGCAPTION, SANITIZE_PART);
    } else if (block) {
        put_block(s, HTML_TAG_P, SANITIZE_BLOCK);
    }
    if (!s->links && s->depth < SANITIZE_DEPTH_MAX)
        put_link(s, address);
    sanitize_put_text(s, name);
    sanitize_pop_to(s, depth);
    return true;
}
