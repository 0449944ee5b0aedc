/* A page's entries by a recipe. */
#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "feed/address.h"
#include "feed/induce_code.h"
#include "html/sanitize.h"

#define TITLE_BYTES_MAX 600
#define LEAD_BYTES_MAX 160 /* a title made of the text's beginning */
#define SUMMARY_BYTES_MAX 2000
#define WHOLE_BYTES_MAX ((size_t)256 << 10)
#define FEWEST 4 /* that part of the entries there once were has to be found elsewhere */

/* How much of a link's path is compared. */
enum how { HOW_EXACTLY, HOW_ITEM, HOW_LOOSELY, HOWS };

struct reading {
    struct induce_page *page;
    const struct recipe *recipe;
    struct feed_document *feed;
    struct u32_vec links; /* found, one for an address, in document order */
    uint8_t *group_of;    /* by link: 1 + the recipe's list it belongs to */
    struct steps *steps;  /* of the lists */
};

/* --- the links ------------------------------------------------------------------------------- */

static bool is_of_list(const struct reading *r, const struct link *l, size_t list, enum how how)
{
    const struct steps *steps = &r->steps[list];
    const struct recipe_group *g = &r->recipe->groups[list];
    const uint8_t never = ZONE_MENU | ZONE_FOOT | ZONE_PAGER | ZONE_AD;
    size_t item = steps->len > g->from ? steps->len - g->from : 0;
    if (how == HOW_EXACTLY)
        return induce_steps_fit(r->page, l->node, steps, 0, false);
    if (g->shape && l->shape != g->shape)
        return false;
    if (how == HOW_ITEM)
        return induce_steps_fit(r->page, l->node, steps, item, false);
    return !(r->page->spots[l->node].zone & never) && steps->len - item > 1 &&
           induce_steps_fit(r->page, l->node, steps, item, true);
}

static void find_links(struct reading *r, enum how how)
{
    struct induce_page *p = r->page;
    struct map seen;
    map_init(&seen, p->arena);
    r->links.len = 0;
    for (uint32_t i = 0; i < p->links.len; i++) {
        const struct link *l = &p->links.at[i];
        size_t list = 0;
        while (list < r->recipe->len && !is_of_list(r, l, list, how))
            list++;
        r->group_of[i] = (uint8_t)(list < r->recipe->len ? list + 1 : 0);
        if (!r->group_of[i] || r->links.len == INDUCE_ENTRIES_MAX)
            continue;
        uint64_t *known = map_put(&seen, l->address.s);
        if (*known == 0)
            *vec_push(&r->links, p->arena) = i;
        *known = 1;
    }
}

static status find_all_links(struct reading *r)
{
    size_t enough = r->recipe->entries / FEWEST;
    find_links(r, HOW_EXACTLY);
    if (r->links.len)
        return OK;
    for (enum how how = HOW_ITEM; how < HOWS; how++) {
        find_links(r, how);
        if (r->links.len >= 2 && r->links.len >= enough)
            return OK;
    }
    return fail(E_INPUT,
                "the page is not built any more as it was: of the %zu entries that it had, none is "
                "found where they were. Subscribe to it anew",
                r->recipe->entries);
}

/* --- the fields ------------------------------------------------------------------------------ */

/* The path that induce_inner_paths gives to what is at STEPS. */
static uint64_t inner_path(const struct steps *steps, bool after)
{
    uint64_t path = after ? PATH_AFTER : PATH_ROOT;
    for (size_t i = 0; i < steps->len; i++)
        path = hash_join(path, steps->step[i]);
    return path;
}

/* The first node of ITEM at PATH; else the first whose steps end so, if the item is built in
 * another way. HTML_NONE: none. Its inner paths are there. */
static uint32_t field_at(const struct reading *r, const struct item *item, str path)
{
    struct induce_page *p = r->page;
    struct steps steps;
    bool after = str_starts(path, S("+"));
    bool anywhere = str_starts(path, S("*/"));
    if (str_empty(path))
        return HTML_NONE;
    if (str_eq(path, S(".")))
        return item->root;
    induce_steps_read(&steps, str_skip(path, after ? 1 : (anywhere ? 2 : 0)));
    uint64_t wanted = inner_path(&steps, after);
    for (uint32_t at = item->begin; at < item->end && !anywhere; at++)
        if (p->inner[p->order[at]] == wanted && html_is_element(&p->tree, p->order[at]))
            return p->order[at];
    for (uint32_t at = item->begin; at < item->end; at++)
        if (html_is_element(&p->tree, p->order[at]) &&
            induce_steps_fit(p, p->order[at], &steps, 0, false))
            return p->order[at];
    return HTML_NONE;
}

static str cut(str text, size_t max)
{
    return str_sub(text, 0, utf8_floor(text, text.len < max ? text.len : max));
}

/* The first sentence of a text that has no title, or as much of it as fits into one. */
static str lead_of(str text)
{
    str lead = cut(text, LEAD_BYTES_MAX);
    for (size_t i = 0; i + 1 < text.len && i < LEAD_BYTES_MAX; i++)
        if ((text.p[i] == '.' || text.p[i] == '!' || text.p[i] == '?') && text.p[i + 1] == ' ' &&
            i >= 20)
            return str_sub(text, 0, i + 1);
    if (lead.len == text.len)
        return lead;
    size_t space = str_rchr(lead, ' ');
    return space == STR_NPOS || space < LEAD_BYTES_MAX / 2 ? lead : str_sub(lead, 0, space);
}

static str title_of(const struct reading *r, const struct item *item, const struct fields *fields)
{
    const struct induce_page *p = r->page;
    uint32_t at = field_at(r, item, fields->title);
    str title = at ? spot_text(p, at) : S("");
    if (str_empty(title) && fields->whole && (at = field_at(r, item, fields->summary)))
        return lead_of(spot_text(p, at));
    if (str_empty(title))
        title = spot_text(p, item->link->node);
    if (str_empty(title))
        title = str_trim(html_attr(&p->tree, item->link->node, HTML_ATTR_TITLE));
    return cut(title, TITLE_BYTES_MAX);
}

/* url(...) of a style. */
static str style_image(str style)
{
    size_t at = str_ifind(style, S("url("));
    if (at == STR_NPOS)
        return S("");
    str rest = str_skip(style, at + 4);
    str inside = str_trim(str_cut(&rest, ')'));
    if (inside.len > 1 && (inside.p[0] == '\'' || inside.p[0] == '"'))
        inside = str_sub(inside, 1, inside.len - (inside.p[inside.len - 1] == inside.p[0]));
    return inside;
}

static str image_of(const struct reading *r, const struct item *item, const struct fields *fields)
{
    const struct induce_page *p = r->page;
    uint32_t n = field_at(r, item, fields->image);
    if (!n)
        return S("");
    static const uint16_t names[] = {HTML_ATTR_DATA_SRC, HTML_ATTR_SRC};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        str source = str_trim(html_attr(&p->tree, n, names[i]));
        if (source.len && !str_istarts(source, S("data:")))
            return feed_address(p->arena, p->base.s, source);
    }
    str source = style_image(html_attr(&p->tree, n, HTML_ATTR_STYLE));
    return source.len ? feed_address(p->arena, p->base.s, source) : S("");
}

static int64_t date_of(const struct reading *r, const struct item *item,
                       const struct fields *fields)
{
    int64_t time_us;
    uint32_t n = field_at(r, item, fields->date);
    if (n && induce_date_read(&time_us, r->page, n))
        return time_us;
    return date_of_url(&time_us, item->link->address.s) ? time_us : TIME_NONE;
}

static void put_text(const struct reading *r, struct feed_part *out, const struct item *item,
                     const struct fields *fields)
{
    const struct induce_page *p = r->page;
    uint32_t n = field_at(r, item, fields->summary);
    if (!n)
        return;
    html body;
    const struct html_sanitize_options options = {.base = p->base.s, .out_max = WHOLE_BYTES_MAX};
    out->is_whole = fields->whole;
    if (fields->whole && html_sanitize_tree(&body, p->arena, &p->tree, n, &options) == OK)
        *vec_push(&out->contents, p->arena) =
            (struct feed_text){.text = body.s, .type = S("text/html"), .base = p->base.s};
    else
        out->summary = (struct feed_text){.text = cut(spot_text(p, n), SUMMARY_BYTES_MAX),
                                          .type = S("text/plain")};
}

static void put_entry(struct reading *r, const struct item *item, const struct recipe_group *g,
                      int64_t above_us)
{
    struct induce_page *p = r->page;
    const struct fields *fields = &g->fields;
    induce_inner_paths(p, item);
    str title = title_of(r, item, fields);
    int64_t time_us = fields->date_place == DATE_ABOVE ? above_us : date_of(r, item, fields);
    /* Another link in the same kind of element: neither its address nor a date is as the others'.
     */
    bool other = g->shape && item->link->shape != g->shape && fields->date_place == DATE_INSIDE &&
                 time_us == TIME_NONE;
    if (str_empty(title) || other)
        return;
    struct feed_part *out = vec_push(&r->feed->items, p->arena);
    *out = (struct feed_part){
        .title = {.text = title, .type = S("text/plain")},
        .id = item->link->address.s,
        .link = item->link->address.s,
        .image = {.url = image_of(r, item, fields)},
        .published_us = time_us,
        .updated_us = TIME_NONE,
        .created_us = TIME_NONE,
        .expired_us = TIME_NONE,
    };
    put_text(r, out, item, fields);
}

/* --- the document ---------------------------------------------------------------------------- */

static void read_about(struct reading *r)
{
    const struct induce_page *p = r->page;
    struct feed_part *about = &r->feed->about;
    str title = S(""), site = S("");
    for (uint32_t i = 0; i < p->order_len; i++) {
        uint32_t n = p->order[i];
        if (html_is(&p->tree, n, HTML_TAG_TITLE) && str_empty(title))
            title = str_trim(html_text_content(p->arena, &p->tree, n));
        if (html_is(&p->tree, n, HTML_TAG_META) && str_empty(site) &&
            str_ieq(html_attr(&p->tree, n, HTML_ATTR_PROPERTY), S("og:site_name")))
            site = str_trim(html_attr(&p->tree, n, HTML_ATTR_CONTENT));
    }
    about->title = (struct feed_text){.text = str_empty(title) ? site : cut(title, TITLE_BYTES_MAX),
                                      .type = S("text/plain")};
    about->link = p->address.s;
    about->language = p->hints.language;
    about->published_us = about->updated_us = about->created_us = about->expired_us = TIME_NONE;
}

/* As feeds go; pages of messages have the newest at their end. */
static void newest_first(struct feed_part_vec *items)
{
    int64_t first = TIME_NONE, last = TIME_NONE;
    vec_each (const struct feed_part, item, items) {
        if (item->published_us == TIME_NONE)
            continue;
        first = first == TIME_NONE ? item->published_us : first;
        last = item->published_us;
    }
    if (first >= last)
        return;
    for (size_t i = 0, j = items->len - 1; i < j; i++, j--) {
        struct feed_part other = items->at[i];
        items->at[i] = items->at[j];
        items->at[j] = other;
    }
}

status induce_document(struct feed_document **out, struct induce_page *p,
                       const struct recipe *recipe)
{
    struct reading r = {.page = p, .recipe = recipe};
    struct item_vec items = {0};
    if (recipe->len == 0)
        return fail(E_INPUT, "what is kept about how to read the page names no list: subscribe "
                             "to it anew");
    r.feed = arena_new(p->arena, struct feed_document);
    r.group_of = arena_array(p->arena, p->links.len + 1, uint8_t);
    r.steps = arena_array(p->arena, recipe->len, struct steps);
    for (size_t i = 0; i < recipe->len; i++)
        induce_steps_read(&r.steps[i], recipe->groups[i].path);
    TRY(find_all_links(&r));
    induce_items_find(&items, p, &r.links);
    int64_t *above = arena_array(p->arena, items.len, int64_t);
    induce_dates_above(above, p, &items);
    read_about(&r);
    for (size_t i = 0; i < items.len; i++)
        put_entry(&r, &items.at[i], &recipe->groups[r.group_of[r.links.at[i]] - 1], above[i]);
    if (r.feed->items.len == 0)
        return fail(E_INPUT, "the page is not built any more as it was: what is where its entries "
                             "were has no titles. Subscribe to it anew");
    newest_first(&r.feed->items);
    *out = r.feed;
    return OK;
}
