/* What a page says about itself outside its text: meta elements in all their dialects, links,
 * JSON-LD, microdata, time elements. Collected in one pass over the nodes; the choices between
 * them are made by title.c, author.c, dates.c and image.c. */
#ifndef COURANT_PAGE_META_H
#define COURANT_PAGE_META_H

#include "base/vec.h"
#include "html/tree.h"
#include "page/jsonld.h"

enum meta_field {
    META_TITLE,
    META_DESCRIPTION,
    META_OG_DESCRIPTION,
    META_SITE_NAME,
    META_PUBLISHER,
    META_IMAGE,
    META_IMAGE_ALT,
    META_OG_URL,
    META_OG_TYPE,
    META_LOCALE,
    META_AUTHOR,
    META_LABEL1,
    META_DATA1,
    META_TAG,
    META_KEYWORDS,
    META_PUBLISHED,
    META_UPDATED,
    META_FIELD_COUNT
};

struct meta_value {
    str value;
    int rank; /* 0: none */
};

/* A date that was found somewhere, still as text. */
struct meta_date {
    str value;
    int rank;
    bool updated;
    uint32_t node; /* of a time element or microdata; 0 for meta elements */
};

#define META_NODES_MAX 64 /* of each kind are remembered */

struct page_meta {
    struct meta_value field[META_FIELD_COUNT]; /* best single values, cleaned */
    struct str_vec authors;                    /* of the best author rank */
    struct str_vec tags;                       /* article:tag */
    struct meta_dates VEC(struct meta_date) dates;
    struct u32_vec h1;
    struct u32_vec author_nodes; /* itemprop author, rel author */
    struct u32_vec tag_nodes;    /* rel tag */
    struct jsonld ld;
    str title;            /* the title element */
    str canonical;        /* as written */
    str next, amp, print; /* as written */
    bool is_amp;
    str base;
    str language; /* html lang */
    str item_headline;
};

void meta_collect(struct page_meta *m, struct arena *a, const struct html_tree *t);

/* Whether VALUES (space separated, as in rel) has WORD. */
bool meta_has_word(str values, str word);

#endif
