/* One pass over the head; the best icon so far is kept. */
#include "page/site.h"

#include "page/meta.h"

#define SIDE_WANTED 64
#define SIDE_USUAL 32  /* of an icon that does not say, as browsers have it */
#define SIDE_TOUCH 180 /* of one for a home screen */

struct icon {
    str address;
    int side; /* 0: none */
};

/* Whether an icon of SIDE is a better choice than one of side THAN; 0: there is none. */
static bool better(int side, int than)
{
    if (than == 0 || side == 0)
        return than == 0;
    if (side >= SIDE_WANTED && than >= SIDE_WANTED)
        return side < than;
    return side > than;
}

/* The side in "32x32 64x64" that is best; 0 when none is said, or "any". */
static int side_of(str sizes)
{
    int best = 0;
    while (!str_empty(sizes)) {
        str size = str_cut(&sizes, ' ');
        size_t x = 0;
        int64_t side;
        while (x < size.len && ascii_is_digit((unsigned char)size.p[x]))
            x++;
        if (x > 0 && x <= 4 && str_to_i64(&side, str_sub(size, 0, x)) && better((int)side, best))
            best = (int)side;
    }
    return best;
}

/* Of drawings (SVG) nothing is taken: they may hold scripts. */
static bool is_drawing(str type, str address)
{
    size_t end = str_chr(address, '?');
    return str_ihas(type, S("svg")) || str_ends(str_sub(address, 0, end), S(".svg"));
}

static void link_element(struct icon *best, const struct html_tree *t, uint32_t node)
{
    str rel = html_attr(t, node, HTML_ATTR_REL),
        href = str_trim(html_attr(t, node, HTML_ATTR_HREF));
    bool touch = meta_has_word(rel, S("apple-touch-icon")) ||
                 meta_has_word(rel, S("apple-touch-icon-precomposed"));
    if ((!touch && !meta_has_word(rel, S("icon"))) || str_empty(href) ||
        is_drawing(html_attr_named(t, node, S("type")), href))
        return;
    int side = side_of(str_trim(html_attr_named(t, node, S("sizes"))));
    if (side == 0)
        side = touch ? SIDE_TOUCH : SIDE_USUAL;
    if (better(side, best->side))
        *best = (struct icon){href, side};
}

static void meta_element(struct page_site *out, const struct html_tree *t, uint32_t node)
{
    str content = str_trim(html_attr(t, node, HTML_ATTR_CONTENT));
    str key = html_attr(t, node, HTML_ATTR_PROPERTY);
    if (str_empty(key))
        key = html_attr(t, node, HTML_ATTR_NAME);
    if (str_ieq(html_attr(t, node, HTML_ATTR_HTTP_EQUIV), S("content-language")) &&
        str_empty(out->language))
        out->language = content;
    else if (str_ieq(key, S("og:locale")) && str_empty(out->locale))
        out->locale = content;
    else if ((str_ieq(key, S("geo.region")) || str_ieq(key, S("geo.country"))) &&
             str_empty(out->region))
        out->region = content;
}

void page_site_read(struct page_site *out, struct arena *a, const struct html_tree *t, str base)
{
    struct icon best = {S(""), 0};
    url from = {S("")}, address;
    *out = (struct page_site){S(""), S(""), S(""), S("")};
    if (url_parse(&from, a, base, NULL) != OK)
        from.s = S("");
    if (t->html)
        out->language = str_trim(html_attr(t, t->html, HTML_ATTR_LANG));
    bool based = false;
    uint32_t n = 0;
    for (int seen = 0; (n = html_next(t, n, 0)) != HTML_NONE && seen < PAGE_SITE_NODES; seen++) {
        if (html_is(t, n, HTML_TAG_LINK)) {
            link_element(&best, t, n);
        } else if (html_is(t, n, HTML_TAG_META)) {
            meta_element(out, t, n);
        } else if (html_is(t, n, HTML_TAG_BASE) && !based) {
            str href = str_trim(html_attr(t, n, HTML_ATTR_HREF));
            based = !str_empty(href);
            if (based && url_parse(&address, a, href, str_empty(from.s) ? NULL : &from) == OK)
                from = address;
        }
    }
    if (best.side && url_parse(&address, a, best.address, str_empty(from.s) ? NULL : &from) == OK &&
        url_is_web(address))
        out->icon = address.s;
    if (!out->language.p)
        out->language = S("");
}
