/* Where in a group's items title, date, summary and image are: in columns, which are what has the
 * same path in all of them. */
#include "base/hash.h"
#include "base/map.h"
#include "feed/induce_code.h"

#define SUMMARY_WIDTH 40 /* letters, from which on a text can be a summary */
#define SUMMARY_BYTES_MAX 2000
#define TITLE_BYTES_MAX 600
#define ITEM_NODES_MAX 600 /* further ones are not looked at */

struct column {
    uint64_t path;
    uint32_t sample; /* its node in the first item that has it */
    uint32_t root;   /* and that item's root */
    size_t last;     /* 1 + the last item that has it */
    size_t items, texts, distinct, dates, linked, elsewhere, images;
    double fit, width;
};
struct column_vec VEC(struct column);

struct table {
    struct induce_page *page;
    struct map index, seen;
    struct column_vec columns;
    size_t items;
};

/* --- filling --------------------------------------------------------------------------------- */

double induce_headline_fit(size_t width)
{
    static const struct {
        size_t below;
        double fit;
    } steps[] = {{5, 0.05}, {8, 0.15}, {14, 0.4}, {20, 0.75}, {140, 1}, {220, 0.6}};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        if (width < steps[i].below)
            return steps[i].fit;
    return 0.2;
}

static str key_of(struct arena *a, uint64_t hash)
{
    return str_of(arena_dup(a, &hash, sizeof hash), sizeof hash);
}

static struct column *column_of(struct table *t, uint64_t path)
{
    uint64_t *index = map_get(&t->index, str_of((const char *)&path, sizeof path));
    if (!index) {
        index = map_put(&t->index, key_of(t->page->arena, path));
        vec_push(&t->columns, t->page->arena)->path = path;
        *index = t->columns.len - 1;
    }
    return &t->columns.at[*index];
}

static bool has_own_text(const struct html_tree *t, uint32_t node)
{
    html_each_child (t, child, node)
        if (html_is_text(t, child) && !str_empty(str_trim(html_text(t, child))))
            return true;
    return false;
}

bool induce_is_heading(const struct html_tree *t, uint32_t node)
{
    uint16_t tag = t->nodes[node].tag;
    return html_is_element(t, node) && tag >= HTML_TAG_H1 && tag <= HTML_TAG_H6;
}

static bool is_picture(const struct html_tree *t, uint32_t node)
{
    return html_is(t, node, HTML_TAG_IMG) ||
           str_ihas(html_attr(t, node, HTML_ATTR_STYLE), S("background-image"));
}

static void count_text(struct table *t, struct column *c, uint32_t node, const struct item *item)
{
    struct induce_page *p = t->page;
    const struct spot *s = &p->spots[node];
    str text = str_sub(spot_text(p, node), 0, SUMMARY_BYTES_MAX);
    size_t width = spot_width(p, node);
    int64_t time_us;
    uint64_t seen = hash_join(c->path, hash_str(text));
    uint64_t own = item->link->address_hash;
    if (width == 0)
        return;
    c->texts++;
    if (!map_get(&t->seen, str_of((const char *)&seen, sizeof seen))) {
        *map_put(&t->seen, key_of(p->arena, seen)) = 1;
        c->distinct++;
    }
    c->fit += text.len <= TITLE_BYTES_MAX ? induce_headline_fit(width) : 0.1;
    c->width += (double)width;
    c->linked += s->in_link == own || s->has_link == own;
    c->elsewhere += (s->in_link && s->in_link != own) || (s->has_link && s->has_link != own);
    c->dates += induce_date_read(&time_us, p, node);
}

static void count_item(struct table *t, const struct item *item, size_t number)
{
    struct induce_page *p = t->page;
    induce_inner_paths(p, item);
    uint32_t end =
        item->end - item->begin > ITEM_NODES_MAX ? item->begin + ITEM_NODES_MAX : item->end;
    for (uint32_t at = item->begin; at < end; at++) {
        uint32_t n = p->order[at];
        if (!html_is_element(&p->tree, n))
            continue;
        bool picture = is_picture(&p->tree, n);
        bool text = p->spots[n].shown &&
                    (has_own_text(&p->tree, n) || induce_is_heading(&p->tree, n) ||
                     html_is(&p->tree, n, HTML_TAG_A) || html_is(&p->tree, n, HTML_TAG_TIME));
        if (!picture && !text)
            continue;
        struct column *c = column_of(t, p->inner[n]);
        if (c->last == number)
            continue;
        if (c->items++ == 0) {
            c->sample = n;
            c->root = item->root;
        }
        c->last = number;
        c->images += picture;
        if (text)
            count_text(t, c, n, item);
    }
}

/* --- choosing -------------------------------------------------------------------------------- */

static bool is_title_class(const struct induce_page *p, uint32_t node)
{
    static const str words[] = {S("title"),   S("titel"),  S("headline"), S("heading"),
                                S("subject"), S("titulo"), S("titre")};
    str class_name = html_attr(&p->tree, node, HTML_ATTR_CLASS);
    str role = html_attr(&p->tree, node, HTML_ATTR_ITEMPROP);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ihas(class_name, words[i]) || str_ieq(role, words[i]))
            return true;
    return false;
}

static double share(size_t n, size_t of)
{
    return of ? (double)n / (double)of : 0;
}

static double title_fit(const struct table *t, const struct column *c)
{
    return c->texts ? c->fit / (double)t->items * share(c->distinct, c->texts) : 0;
}

static bool in_heading(const struct induce_page *p, const struct column *c)
{
    for (uint32_t n = c->sample;; n = p->tree.nodes[n].parent) {
        if (induce_is_heading(&p->tree, n))
            return true;
        if (n == c->root || n == 0)
            return false;
    }
}

static double title_score(const struct table *t, const struct column *c)
{
    const struct induce_page *p = t->page;
    double score = title_fit(t, c);
    if (c->texts * 2 < t->items)
        return 0;
    score += in_heading(p, c) ? 0.25 : 0;
    score += is_title_class(p, c->sample) ? 0.15 : 0;
    score += 0.3 * share(c->linked, c->texts);
    score +=
        html_is(&p->tree, c->sample, HTML_TAG_STRONG) || html_is(&p->tree, c->sample, HTML_TAG_B)
            ? 0.05
            : 0;
    score *= c->elsewhere * 2 > c->texts ? 0.3 : 1;
    score *= c->dates * 10 > c->texts * 6 ? 0.3 : 1;
    return score;
}

static const struct column *best_title(const struct table *t)
{
    const struct column *best = NULL;
    double most = 0;
    vec_each (const struct column, c, &t->columns) {
        double score = title_score(t, c);
        /* Of a heading and the link in it the inner one says no more than the title. */
        if (score > most + 0.001 || (best && score > most - 0.001 && c->sample != best->sample &&
                                     t->page->tree.nodes[c->sample].parent == best->sample)) {
            most = score;
            best = c;
        }
    }
    return best;
}

static const struct column *best_date(const struct table *t, const struct column *title)
{
    const struct column *best = NULL;
    double most = 0;
    vec_each (const struct column, c, &t->columns) {
        /* Of a line and the date in it the date. */
        double n = (double)c->dates + (html_is(&t->page->tree, c->sample, HTML_TAG_TIME) ? 0.5 : 0);
        n -= c->texts ? c->width / (double)c->texts / 1000 : 0;
        if (c != title && c->dates && c->dates * 10 >= c->texts * 6 && n > most) {
            most = n;
            best = c;
        }
    }
    /* A line of which the title is a part. */
    if (!best && title && title->dates * 10 >= title->texts * 6)
        best = title;
    return best && best->dates * 10 >= t->items * 4 ? best : NULL;
}

static const struct column *best_summary(const struct table *t, const struct column *title)
{
    const struct column *best = NULL;
    double most = 0;
    vec_each (const struct column, c, &t->columns) {
        double width = c->texts ? c->width / (double)c->texts : 0;
        double score = width * share(c->texts, t->items) * share(c->distinct, c->texts);
        bool around = title && t->page->spots[title->sample].at >= t->page->spots[c->sample].at &&
                      t->page->spots[title->sample].at < t->page->spots[c->sample].end;
        bool linked = html_is(&t->page->tree, c->sample, HTML_TAG_A);
        if (c == title || around || linked || width < SUMMARY_WIDTH || c->dates * 2 > c->texts ||
            c->texts * 10 < t->items * 3)
            continue;
        if (score > most) {
            most = score;
            best = c;
        }
    }
    return best;
}

static const struct column *best_image(const struct table *t)
{
    const struct column *best = NULL;
    vec_each (const struct column, c, &t->columns)
        if (c->images && (!best || c->images > best->images))
            best = c;
    /* What follows an item now and then is an advertisement. */
    return best && best->images * 10 >= t->items * 3 ? best : NULL;
}

static str path_of(const struct table *t, const struct column *c)
{
    const struct induce_page *p = t->page;
    if (!c)
        return S("");
    if (c->sample == c->root)
        return S(".");
    if (p->spots[c->sample].at < p->spots[c->root].end)
        return induce_path_text(p, c->root, c->sample, true);
    /* Of what follows the first step is counted by nobody. */
    uint32_t around = p->tree.nodes[c->root].parent, top = c->sample;
    while (p->tree.nodes[top].parent != around)
        top = p->tree.nodes[top].parent;
    str path = induce_path_text(p, around, top, false);
    str below = induce_path_text(p, top, c->sample, true);
    return str_printf(p->arena, "+%.*s%s%.*s", STR_FMT(path), str_empty(below) ? "" : "/",
                      STR_FMT(below));
}

/* Items below dates that stand above several each, as headings of days do. One date above all of
 * them is that of the page. */
static size_t count_above(const struct induce_page *p, const struct item_vec *items)
{
    int64_t *times = arena_array(p->arena, items->len, int64_t);
    size_t n = 0;
    bool differ = false;
    induce_dates_above(times, p, items);
    for (size_t i = 0; i < items->len; i++) {
        n += times[i] != TIME_NONE;
        differ |= times[i] != times[0];
    }
    return differ ? n : 0;
}

void induce_fields_find(struct fields *out, struct field_marks *marks, struct induce_page *p,
                        const struct item_vec *items)
{
    struct table t = {.page = p, .items = items->len};
    map_init(&t.index, p->arena);
    map_init(&t.seen, p->arena);
    for (size_t i = 0; i < items->len; i++)
        count_item(&t, &items->at[i], i + 1);
    const struct column *title = best_title(&t), *date = best_date(&t, title),
                        *summary = best_summary(&t, title), *image = best_image(&t);
    *out = (struct fields){.title = path_of(&t, title),
                           .date = path_of(&t, date),
                           .summary = path_of(&t, summary),
                           .image = path_of(&t, image),
                           .date_place = date ? DATE_INSIDE : DATE_NOWHERE};
    *marks = (struct field_marks){0};
    if (title) {
        marks->title = title_fit(&t, title);
        marks->heading = in_heading(p, title);
    }
    marks->date = date ? share(date->dates, t.items) : 0;
    marks->summary = summary ? share(summary->texts, t.items) : 0;
    marks->image = image ? share(image->images, t.items) : 0;
    /* Dates between items belong to those above or to those below: the first item tells. */
    bool between = date && p->spots[date->sample].at >= p->spots[date->root].end;
    size_t above = date && !between ? 0 : count_above(p, items);
    if (above * 10 >= items->len * 8 && (!date || above > date->dates)) {
        out->date = S("");
        out->date_place = DATE_ABOVE;
        marks->date = share(above, items->len);
    }
}
