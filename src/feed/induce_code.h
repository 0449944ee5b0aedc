/* What the files of induce.h share. */
#ifndef COURANT_FEED_INDUCE_CODE_H
#define COURANT_FEED_INDUCE_CODE_H

#include "base/url.h"
#include "feed/induce.h"
#include "html/tree.h"
#include "text/written_date.h"

#define STEPS_MAX (INDUCE_DEPTH_MAX + 8)

/* --- the page (induce_page.c) ---------------------------------------------------------------- */

/* What an element is a part of, by its name and those that its classes give it. */
enum zone {
    ZONE_MENU = 1, /* the same on every page */
    ZONE_FOOT = 2,
    ZONE_SIDE = 4,  /* beside the matter: most read, related */
    ZONE_WORDS = 8, /* tags, categories */
    ZONE_PAGER = 16,
    ZONE_FORM = 32,
    ZONE_AD = 64,
    ZONE_HEAD = 128,
};

#define LINKS_MANY 1

struct spot {
    uint32_t at, end;         /* in document order: itself, and behind what is below it */
    uint32_t text, text_end;  /* in page->text: what it shows */
    uint32_t depth;           /* elements around it */
    uint64_t step, path, tag; /* hashes: its step, all from the root on, its name alone */
    /* The step within an item, where of several elements without a class the second is another:
     * cells of a table. INDEX counts those of its name, from 1. */
    uint64_t inner_step;
    uint32_t index;
    /* Hashes of addresses: of the link around it, and of those in it; 0 none, LINKS_MANY. */
    uint64_t in_link, has_link;
    uint8_t zone, own_zone; /* what it is part of; what it is itself */
    bool shown;
};

struct link {
    uint32_t node;
    uint32_t group;
    url address;
    uint64_t address_hash;
    uint64_t shape;           /* of the address: same for pages of one kind, usually */
    bool own_site, page_like; /* its last part is like an article's */
};
struct link_vec VEC(struct link);

struct induce_page {
    struct arena *arena;
    struct html_tree tree;
    struct spot *spots; /* by node */
    uint32_t *order;    /* nodes in document order */
    uint32_t order_len;
    str text;         /* what it shows, white space squeezed */
    uint32_t *widths; /* of each beginning of it */
    url base, address;
    struct link_vec links;
    struct date_hints hints;
    int64_t now_us;
    /* For induce_items_find: whose each node is, in the look number STAMP. */
    uint32_t *stamp_of, stamp;
    uint64_t *owner;
    uint64_t *inner; /* by node: the path from its item's root on (induce_inner_paths) */
};

status induce_page_read(struct induce_page *p, struct arena *a, const struct induce_source *source);

static inline str spot_text(const struct induce_page *p, uint32_t node)
{
    const struct spot *s = &p->spots[node];
    return str_trim(str_sub(p->text, s->text, s->text_end));
}

#define INDEX_MAX 20

static inline bool induce_is_cell(const struct html_tree *t, uint32_t node)
{
    return html_is(t, node, HTML_TAG_TD) || html_is(t, node, HTML_TAG_TH);
}

/* The class of an element that says what it is; "" when none does. */
str induce_class(const struct html_tree *t, uint32_t node);
uint64_t induce_step(str name, str class_name);

/* Width of what NODE shows, in letters; those of scripts without spaces count twice. */
static inline size_t spot_width(const struct induce_page *p, uint32_t node)
{
    const struct spot *s = &p->spots[node];
    return p->text.len ? p->widths[s->text_end] - p->widths[s->text] : 0;
}

/* --- addresses (induce_link.c) --------------------------------------------------------------- */

/* Finds the page's links. */
void induce_links_find(struct induce_page *p);

/* --- dates (induce_date.c) ------------------------------------------------------------------- */

#define INDUCE_DATE_BYTES_MAX 160

/* Whether days stand after months in the page's numeric dates. */
void induce_dates_prepare(struct induce_page *p);

/* The date that a short text shows, or <time> has. */
bool induce_date_read(int64_t *time_us, const struct induce_page *p, uint32_t node);

/* --- items and their fields (induce_item.c, induce_field.c) ----------------------------------- */

/* Part of the page about one link. */
struct item {
    const struct link *link;
    uint32_t root;
    uint32_t begin, end; /* in document order; END may be behind the root's own */
};
struct item_vec VEC(struct item);

/* The items of LINKS (indexes into page->links), one for an address, in document order. */
void induce_items_find(struct item_vec *out, struct induce_page *p, const struct u32_vec *links);

/* Fills page->inner for the nodes of ITEM. Its root has PATH_ROOT; what follows it up to the next
 * item has paths that begin with the root's parent, PATH_AFTER. */
#define PATH_ROOT 11
#define PATH_AFTER 12
void induce_inner_paths(struct induce_page *p, const struct item *item);

enum date_place { DATE_NOWHERE, DATE_INSIDE, DATE_ABOVE };

/* Where the fields of a group's items are: steps from the item's root on, as text
 * ("h3.title/a"), "" where there is none. */
struct fields {
    str title, summary, image, date;
    enum date_place date_place;
    bool whole; /* the summary is all of the text */
};

/* How well the fields are filled: shares of the items, 0 to 1. */
struct field_marks {
    double title; /* how much like a headline */
    double heading, date, summary, image;
};

void induce_fields_find(struct fields *out, struct field_marks *marks, struct induce_page *p,
                        const struct item_vec *items);

/* TIMES (one an item): the nearest line above that is nothing but a date, be it above other items
 * as well; TIME_NONE where there is none. */
void induce_dates_above(int64_t *times, const struct induce_page *p, const struct item_vec *items);

/* --- recipes (induce_recipe.c) ---------------------------------------------------------------- */

#define RECIPE_GROUPS_MAX 16

struct recipe_group {
    str path;      /* steps of the link from the root on; without the root when it begins inside */
    uint32_t from; /* how many of the last steps are the item's */
    uint64_t shape;
    struct fields fields;
};

struct recipe {
    struct recipe_group groups[RECIPE_GROUPS_MAX];
    size_t len;
    size_t entries; /* that it found when it was made */
};

status induce_recipe_write(str *out, struct arena *a, const struct recipe *r);
status induce_recipe_read(struct recipe *out, struct arena *a, str text);

/* The steps of NODE below ROOT (HTML_NONE: all) as text; INDEXED: as they are within an item. */
str induce_path_text(const struct induce_page *p, uint32_t root, uint32_t node, bool indexed);

/* Steps of a path, for comparing. */
struct steps {
    uint64_t step[STEPS_MAX], tag[STEPS_MAX];
    size_t len;
};
void induce_steps_read(struct steps *out, str path);

/* Whether NODE's last steps are STEPS, those from FROM on; by their names alone if LOOSELY. */
bool induce_steps_fit(const struct induce_page *p, uint32_t node, const struct steps *steps,
                      size_t from, bool loosely);

/* --- groups and lists (induce_group.c, induce_list.c) ----------------------------------------- */

struct group {
    struct u32_vec links; /* one for an address, in document order */
    struct item_vec items;
    struct field_marks marks;
    uint64_t shape;                          /* that most of its addresses have */
    double shape_share, own_site, page_like; /* shares of its links */
    uint8_t zone;                            /* what most items are part of */
    double quality, score;
};
struct group_vec VEC(struct group);

/* The groups worth looking at, best first; one with a single link has no items. */
void induce_groups_find(struct group_vec *out, struct induce_page *p);

/* How much like a headline a text of WIDTH is, 0 to 1. */
double induce_headline_fit(size_t width);
bool induce_is_heading(const struct html_tree *t, uint32_t node);

/* The list that GROUPS[seed] begins, with those of its kind whose addresses are not in TAKEN, the
 * lists before. Without groups when it makes none. */
struct map;
void induce_list_make(struct recipe *out, struct induce_page *p, const struct group_vec *groups,
                      size_t seed, const struct map *taken);

/* --- reading a page by a recipe (induce_read.c) ------------------------------------------------
 */

status induce_document(struct feed_document **out, struct induce_page *p, const struct recipe *r);

#endif
