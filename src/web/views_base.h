/* What the views of all pages are made of: types with a meaning, the frame, cards. views.h says
 * what these files keep to. */
#ifndef COURANT_WEB_VIEWS_BASE_H
#define COURANT_WEB_VIEWS_BASE_H

#include "base/str.h"
#include "model/article.h"

/* An address on this site; only web/paths.c makes one. */
typedef struct {
    str s;
} path;

/* JSON that may stand in a script element; only web/jsonld.c makes one. */
typedef struct {
    str s;
} jsonld;

/* A time, and the time it is seen from. us == TIME_NONE: unknown. */
typedef struct {
    int64_t us, now_us;
} moment;

#define VIEW_LIST_OF(name, type)                                                                   \
    struct name##_list {                                                                           \
        const type *at;                                                                            \
        size_t len;                                                                                \
    }
#define VIEW_LIST(name) VIEW_LIST_OF(name, struct name)

VIEW_LIST_OF(str, str);

/* What other programs show of a page that is shared: Open Graph, JSON-LD. Addresses are whole. */
struct preview_view {
    bool there;
    str title;
    str description;
    url address;
    url image;
    str image_alt;
    moment published;
    moment updated;
    struct str_list authors;
    jsonld data;
};

/* The feeds of what a page shows; an empty path is a form that there is none of. */
struct feeds_view {
    str title;
    path atom;
    path rss;
    path json;
};

/* Around every page. */
struct frame_view {
    str title;
    str description;
    str site_name;
    str query;
    moment now;
    bool front;
    bool in_front;
    bool in_sources;
    bool in_archive;
    bool in_tags;
    bool in_about;
    bool in_admin;
    int64_t refresh;
    bool demo;
    bool no_index;
    bool accounts;
    bool signed_in;
    str user_name;
    path account;
    path login;
    path home;
    path sources;
    path archive;
    path tags;
    path about;
    path search;
    struct feeds_view feeds;
    bool moderates;
    bool in_moderation;
    path moderation;
    int64_t waiting;
    struct preview_view preview;
};

struct image_view {
    bool there;
    url address;
    str alt;
    str caption;
    str credit;
};

/* A source's mark beside its name: its icon, or else a letter; neither: nothing is shown. */
struct icon_view {
    bool there;
    path address;
    str letter;
};

/* One article in a list. */
struct card_view {
    path link;
    str title;
    str description;
    str lang;
    str dir;
    str language_name;
    str source_name;
    path source_link;
    struct icon_view icon;
    moment when;
    struct image_view image;
    bool updated;
    bool demo;
};
VIEW_LIST(card_view);

struct source_view {
    str name;
    struct icon_view icon;
    str language_name;
    str country_name;
    str lang;
    str dir;
    path link;
    url home;
    int64_t article_count;
    moment newest;
    bool demo;
};
VIEW_LIST(source_view);

/* Steps from one page of a list to the next; an empty path is a step that is not there. */
struct pager_view {
    path newest;
    path older;
};

#endif
