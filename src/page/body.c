/* The main text: every block is worth something (prose) or costs something (links, labels);
 * furniture that names itself is taken out; the article is the element whose blocks sum up to
 * the most. That a body is split over siblings by boxes does not matter: the boxes cost less than
 * the text behind them is worth. */
#include "page/body.h"

#include "page/layout.h"
#include "page/prune.h"
#include "page/repeat.h"
#include "page/slides.h"

#define MISNAMED_SHARE 15 /* percent of the prose */
/* Percent of the prose that furniture outside a named article may have. */
#define OUTSIDE_LIMIT 80

static int32_t block_prose(const struct scan_block *b)
{
    uint32_t plain = b->bytes - b->link_bytes;
    if ((b->link_bytes * 2 > b->bytes && !scan_is_linked_prose(b)) || scan_is_heading(b))
        return 0;
    if (b->sentences || b->commas > 1 || b->words >= 25)
        return (int32_t)plain;
    return (int32_t)plain / 4;
}

static int32_t block_value(const struct scan_block *b)
{
    if (b->link_bytes * 2 > b->bytes && !scan_is_linked_prose(b))
        return -(int32_t)(12 + b->link_bytes / 3);
    if (scan_is_heading(b))
        return 0;
    if (b->bytes < 25 && !b->sentences)
        return b->tag == HTML_TAG_TD || b->tag == HTML_TAG_TH ? 0 : -6;
    return block_prose(b) - (int32_t)b->link_bytes;
}

static void sum_up(struct scan *s)
{
    for (size_t i = 0; i < s->elements.len; i++)
        s->elements.at[i].value = s->elements.at[i].prose = s->elements.at[i].links = 0;
    vec_each (struct scan_block, b, &s->blocks) {
        b->value = block_value(b);
        struct scan_element *e = &s->elements.at[b->element];
        e->prose += block_prose(b);
        e->value += b->value;
        e->links += (int32_t)b->link_bytes;
    }
    for (size_t i = s->elements.len; i-- > 1;) {
        struct scan_element *e = &s->elements.at[i], *up = &s->elements.at[e->parent];
        up->prose += e->prose;
        up->value += e->value;
        up->links += e->links;
    }
}

/* A line that is a link as a whole, as teasers have for a title. */
static bool has_linked_line(const struct scan *s, const struct scan_element *e)
{
    for (uint32_t i = e->block; i < e->block_end && i < e->block + 12; i++)
        if (s->blocks.at[i].link_bytes * 10 >= s->blocks.at[i].bytes * 8)
            return true;
    return false;
}

/* Share of the page's prose, in percent, up to which an element is taken for furniture, and as
 * what; below 0 when it is not. */
struct verdict {
    int32_t limit;
    enum scan_why why;
};

static struct verdict verdict(int32_t limit, enum scan_why why)
{
    return (struct verdict){limit, why};
}

static enum scan_why why_of_names(uint32_t ev)
{
    return ev & EV_NAV       ? WHY_MENU
           : ev & EV_RELATED ? WHY_RELATED
           : ev & EV_SHARE   ? WHY_SHARE
           : ev & EV_SIGNUP  ? WHY_SIGNUP
           : ev & EV_BIO     ? WHY_BIO
                             : WHY_SIDE;
}

static struct verdict furniture_verdict(const struct scan *s, const struct scan_element *e)
{
    const struct verdict none = {-1, WHY_KEPT};
    uint32_t ev = e->evidence;
    if (e->tag == HTML_TAG_BODY || e->tag == HTML_TAG_MAIN)
        return none;
    if (e->tag == HTML_TAG_P) /* "font--secondary" is how a paragraph looks */
        ev &= ~(uint32_t)EV_SIDE;
    if (e->side || e->caption_box)
        return verdict(20, e->side ? WHY_CELL : WHY_CAPTION);
    if (ev & EV_COMMENT)
        return verdict(ev & (EV_BODY | EV_ARTICLE) ? 40 : 97, WHY_COMMENTS);
    if (e->tag == HTML_TAG_NAV || (ev & EV_POPUP))
        return verdict(50, ev & EV_POPUP ? WHY_POPUP : WHY_MENU);
    if (e->tag == HTML_TAG_FOOTER || (ev & EV_FOOT))
        return verdict(60, WHY_FOOT);
    if (e->tag == HTML_TAG_ASIDE)
        return verdict(40, WHY_ASIDE);
    if ((e->quotes && !(ev & (EV_NAV | EV_RELATED | EV_SIGNUP))) || e->tag == HTML_TAG_TR ||
        e->tag == HTML_TAG_TD)
        return none;
    if (e->tag == HTML_TAG_FORM || e->tag == HTML_TAG_FIELDSET)
        return verdict(25, WHY_FORM);
    if (ev & EV_TEASER)
        return has_linked_line(s, e) ? verdict(20, WHY_TEASER) : none;
    if (ev & (EV_NAV | EV_SIDE | EV_RELATED | EV_SHARE | EV_SIGNUP | EV_BIO))
        return verdict(30, why_of_names(ev));
    if (ev & (EV_PROMO | EV_TOOLS | EV_TAGS))
        return verdict(20, ev & EV_PROMO ? WHY_PROMO : WHY_TOOLS);
    if (ev & (EV_CAPTION | EV_BYLINE | EV_DATE))
        return verdict(20, ev & EV_CAPTION ? WHY_CAPTION : WHY_BYLINE);
    return none;
}

#define EV_FURNITURE                                                                               \
    (EV_COMMENT | EV_SIDE | EV_NAV | EV_FOOT | EV_RELATED | EV_SHARE | EV_PROMO | EV_SIGNUP |      \
     EV_CAPTION | EV_BIO | EV_POPUP | EV_TEASER)

/* Marks the ancestors of the element that says it is the article's body (the one with the most
 * prose, if several do): what their names say is not held against them. */
static void shield_body(struct scan *s)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < s->elements.len; i++) {
        const struct scan_element *e = &s->elements.at[i];
        if (!(e->evidence & EV_BODY) || (e->evidence & EV_FURNITURE) || e->prose < 100)
            continue;
        bool inside_comment = false;
        for (uint32_t up = e->parent; up; up = s->elements.at[up].parent)
            inside_comment |= (s->elements.at[up].evidence & (EV_COMMENT | EV_BODY)) == EV_COMMENT;
        if (!inside_comment && e->prose > s->elements.at[best].prose * (best > 0))
            best = i;
    }
    for (uint32_t i = best; i; i = s->elements.at[i].parent)
        s->elements.at[i].shield = true;
}

/* How far names are trusted; less when following them left nearly nothing. */
enum trust {
    TRUST_NAMES,
    TRUST_SMALL,   /* not those of elements with a good part of the page's prose */
    TRUST_OUTMOST, /* menus, pop-ups and the foot only */
};

static bool is_misnamed(const struct scan_element *e, enum trust trust, int64_t total)
{
    if (trust == TRUST_NAMES || (e->evidence & (EV_NAV | EV_POPUP | EV_FOOT)))
        return false;
    return trust == TRUST_OUTMOST || (e->tag != HTML_TAG_FORM && e->tag != HTML_TAG_FIGCAPTION &&
                                      (int64_t)e->prose * 100 > total * MISNAMED_SHARE);
}

/* What is left in each block and element after furniture went out. */
static void sum_kept(struct scan *s)
{
    vec_each (struct scan_block, b, &s->blocks) {
        b->drop = s->elements.at[b->element].drop;
        b->why = s->elements.at[b->element].why;
    }
    for (size_t i = 0; i < s->elements.len; i++)
        s->elements.at[i].value = 0;
    vec_each (struct scan_block, b, &s->blocks)
        if (!b->drop)
            s->elements.at[b->element].value += b->value;
    for (size_t i = s->elements.len; i-- > 1;)
        s->elements.at[s->elements.at[i].parent].value += s->elements.at[i].value;
}

/* ANCHOR: the element that says it is an article and holds the headline, 0 when none does.
 * Furniture outside it may be as large as it likes. */
static void drop_furniture(struct scan *s, enum trust trust, uint32_t anchor)
{
    int64_t total = s->elements.at[0].prose;
    for (size_t i = 1; i < s->elements.len; i++) {
        struct scan_element *e = &s->elements.at[i];
        if (s->elements.at[e->parent].drop) {
            e->drop = true;
            e->why = s->elements.at[e->parent].why;
            continue;
        }
        if (e->shield || is_misnamed(e, trust, total)) {
            e->drop = false;
            continue;
        }
        struct verdict v = e->repeated ? verdict(60, WHY_REPEATED) : furniture_verdict(s, e);
        bool outside =
            anchor && (i >= s->elements.at[anchor].end || (i < anchor && e->end <= anchor));
        if (outside && v.limit >= 0 && v.limit < OUTSIDE_LIMIT &&
            (e->tag == HTML_TAG_ASIDE || (e->evidence & (EV_SIDE | EV_RELATED | EV_BIO))))
            v.limit = OUTSIDE_LIMIT;
        e->drop = v.limit >= 0 && (int64_t)e->prose * 100 <= total * v.limit;
        e->why = (uint8_t)(e->drop ? v.why : WHY_KEPT);
    }
    sum_kept(s);
}

static uint32_t choose_root(const struct scan *s)
{
    uint32_t best = 0;
    int64_t best_value = INT64_MIN;
    for (uint32_t i = 0; i < s->elements.len; i++) {
        const struct scan_element *e = &s->elements.at[i];
        if (!e->is_block || e->drop)
            continue;
        int64_t value = (int64_t)e->value * 100;
        if (e->evidence & EV_BODY)
            value += value / 10;
        else if (e->evidence & EV_ARTICLE)
            value += value / 50;
        if (value >= best_value) {
            best_value = value;
            best = i;
        }
    }
    return best;
}

static bool has_h1(const struct scan *s, const struct scan_element *e)
{
    for (uint32_t i = e->block; i < e->block_end; i++)
        if (s->blocks.at[i].tag == HTML_TAG_H1)
            return true;
    return false;
}

/* A page that goes on with other articles below the one it is about: the first article element
 * with a main heading is meant, when it has a fair share of the text. */
static uint32_t narrow_to_first_article(const struct scan *s, uint32_t root)
{
    const struct scan_element *e = &s->elements.at[root];
    uint32_t first = 0, count = 0;
    for (uint32_t i = root + 1; i < e->end; i++) {
        const struct scan_element *c = &s->elements.at[i];
        if (c->tag != HTML_TAG_ARTICLE || c->drop || c->value < 100)
            continue;
        count++;
        if (!first && has_h1(s, c))
            first = i;
        i = c->end - 1;
    }
    if (!first || count < 2 || s->elements.at[first].value * 10 < e->value)
        return root;
    return first;
}

static bool contains(const struct scan *s, uint32_t outer, uint32_t inner)
{
    return inner >= outer && inner < s->elements.at[outer].end;
}

/* The element that holds the headline with text below it and says it is an article; 0 when none
 * does. */
static uint32_t named_anchor(const struct scan *s, uint32_t headline)
{
    uint32_t i = headline == UINT32_MAX ? 0 : layout_anchor(s, headline);
    while (i && s->elements.at[i].tag != HTML_TAG_ARTICLE &&
           !(s->elements.at[i].evidence & (EV_BODY | EV_ARTICLE)))
        i = s->elements.at[i].parent;
    return s->elements.at[i].tag == HTML_TAG_BODY ? 0 : i;
}

static bool is_short(const struct scan *s, uint32_t root)
{
    int64_t value = s->elements.at[root].value;
    return value < 250 && value * 5 < s->elements.at[0].prose;
}

/* The root that the sums say, against the headline: an article shorter than what stands beside it
 * still has its headline above it. */
static uint32_t check_headline(struct scan *s, uint32_t root, str title)
{
    uint32_t headline = layout_headline(s, 0, title);
    uint32_t anchor = headline == UINT32_MAX ? 0 : layout_anchor(s, headline);
    if (slides_readmit(s, s->elements.at[root].value)) {
        sum_kept(s);
        return choose_root(s);
    }
    if (is_short(s, root)) {
        if (anchor)
            return contains(s, root, anchor) && root ? root : anchor;
        for (enum trust trust = TRUST_SMALL; trust <= TRUST_OUTMOST && is_short(s, root); trust++) {
            drop_furniture(s, trust, 0);
            root = choose_root(s);
        }
        return root;
    }
    bool before = s->elements.at[root].block_end <= headline;
    if (anchor && !contains(s, root, anchor) && !contains(s, anchor, root) &&
        (before || (int64_t)s->elements.at[anchor].prose * 3 >= s->elements.at[root].prose))
        return anchor;
    return root;
}

/* To the kept blocks. */
static void narrow(struct body *out, const struct scan *s)
{
    while (out->first < out->last && s->blocks.at[out->first].drop)
        out->first++;
    while (out->last > out->first && s->blocks.at[out->last - 1].drop)
        out->last--;
}

void body_find(struct body *out, struct scan *s, const struct body_hints *hints)
{
    *out = (struct body){0};
    if (!s->blocks.len)
        return;
    sum_up(s);
    shield_body(s);
    repeat_mark(s);
    layout_mark(s);
    drop_furniture(s, TRUST_NAMES, named_anchor(s, layout_headline(s, 0, hints->title)));
    out->root = check_headline(s, choose_root(s), hints->title);
    out->root = layout_main(s, out->root);
    uint32_t headline = layout_headline(s, out->root, hints->title);
    if (headline != UINT32_MAX) {
        out->root = layout_one_of_many(s, out->root, headline);
        out->root = layout_narrow(s, out->root, headline);
    }
    out->root = narrow_to_first_article(s, out->root);
    for (uint32_t i = out->root; i; i = s->elements.at[i].parent)
        s->elements.at[i].shield = true;
    const struct scan_element *e = &s->elements.at[out->root];
    out->first = e->block;
    out->last = e->block_end;
    headline = layout_headline(s, out->root, hints->title);
    for (uint32_t i = out->first; headline != UINT32_MAX && i <= headline; i++)
        scan_drop(&s->blocks.at[i], i == headline ? WHY_HEADLINE : WHY_ABOVE);
    prune_body(out, s, hints);
    narrow(out, s);
    for (uint32_t i = out->first; i < out->last; i++) {
        const struct scan_block *b = &s->blocks.at[i];
        if (b->drop)
            continue;
        out->bytes += b->bytes;
        out->link_bytes += b->link_bytes;
        out->sentences += b->sentences;
    }
}
