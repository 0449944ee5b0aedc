/*
 * What each page shows, as plain values: views fill these structs, templates read them, and
 * neither knows the other. tools/tplc.py reads these files too (those this one includes, and this
 * one), so they keep to a small grammar: one field a line, and only the types str, html, url, path,
 * int64_t, bool, moment, struct X and the lists that VIEW_LIST declares.
 */
#ifndef COURANT_WEB_VIEWS_H
#define COURANT_WEB_VIEWS_H

#include "web/views_article.h"
#include "web/views_base.h"
#include "web/views_feeds.h"

struct language_view {
    str name;
    str lang;
    str dir;
    path more;
    struct card_view_list cards;
};
VIEW_LIST(language_view);

struct front_view {
    struct frame_view frame;
    bool empty;
    bool has_lead;
    struct card_view lead;
    struct str_list lead_opening;
    struct card_view_list seconds;
    struct card_view_list grid;
    struct card_view_list brief;
    struct language_view_list languages;
    struct source_view_list sources;
    int64_t article_count;
    int64_t source_count;
};

struct source_group_view {
    str name;
    str lang;
    struct source_view_list sources;
};
VIEW_LIST(source_group_view);

struct sources_view {
    struct frame_view frame;
    int64_t count;
    path opml;
    path feeds;
    struct source_group_view_list groups;
};

struct source_page_view {
    struct frame_view frame;
    struct source_view source;
    struct card_view_list cards;
    struct pager_view pager;
};

struct day_view {
    moment day;
    path link;
    struct card_view_list cards;
};
VIEW_LIST(day_view);

struct archive_view {
    struct frame_view frame;
    str language_name;
    struct day_view_list days;
    struct pager_view pager;
};

struct archive_day_view {
    struct frame_view frame;
    moment day;
    struct card_view_list cards;
    path before;
    path after;
    path older;
};

/* A run of a snippet, either a match or what is between matches. */
struct segment_view {
    str text;
    bool match;
};
VIEW_LIST(segment_view);

struct hit_view {
    struct card_view card;
    struct segment_view_list snippet;
};
VIEW_LIST(hit_view);

struct search_view {
    struct frame_view frame;
    str query;
    str problem;
    int64_t total;
    int64_t paged_max;
    struct hit_view_list hits;
    path next;
    path previous;
};

/* An article as an entry of a feed. */
struct feed_entry_view {
    str lang;
    str dir;
    struct image_view image;
    html body;
    str credit;
    str source_name;
    url original;
};

/* Articles a day as bars, oldest first. */
struct bar_view {
    int64_t x;
    int64_t y;
    int64_t height;
};
VIEW_LIST(bar_view);

struct spark_view {
    bool there;
    str label;
    moment first;
    moment last;
    struct bar_view_list bars;
};

struct tag_view {
    struct frame_view frame;
    str name;
    int64_t article_count;
    moment newest;
    struct spark_view spark;
    struct hashtag_view_list beside;
    struct source_view_list sources;
    struct card_view_list cards;
    struct pager_view pager;
};

struct tags_view {
    struct frame_view frame;
    int64_t days;
    struct hashtag_view_list tags;
};

struct about_view {
    struct frame_view frame;
    str version;
};

struct error_view {
    struct frame_view frame;
    int64_t number;
    str title;
    str text;
};

/* --- accounts --- */
struct login_view {
    struct frame_view frame;
    str token;
    str back;
    str name;
    str problem;
    bool signup;
    path signup_link;
};

/* Making an account: setup and sign-up. */
struct entry_view {
    struct frame_view frame;
    bool setup;
    bool form;
    str refusal;
    str token;
    str link;
    str name;
    str problem;
    bool bad_name;
    bool bad_password;
};

struct session_view {
    path end;
    str browser;
    moment began;
    moment seen;
    bool current;
};
VIEW_LIST(session_view);

struct account_view {
    struct frame_view frame;
    str token;
    str name;
    str role;
    moment since;
    str notice;
    str problem;
    bool bad_old;
    bool bad_new;
    struct session_view_list sessions;
    bool owner;
    path users;
    path feeds;
};

struct user_view {
    str name;
    str role;
    moment since;
    bool self;
    bool closed;
    bool is_reader;
    bool is_moderator;
    bool is_owner;
    path role_link;
    path close_link;
};
VIEW_LIST(user_view);

struct users_view {
    struct frame_view frame;
    str token;
    str notice;
    str problem;
    bool invites;
    str invite_link;
    struct user_view_list users;
    path onward;
};

/* `courant extract --explain`: one page's blocks, runs of one reason together. */
struct explain_block_view {
    str text;
    str path;
    bool heading;
    int64_t value;
    int64_t bytes;
    int64_t link_percent;
    int64_t sentences;
};
VIEW_LIST(explain_block_view);

struct explain_run_view {
    bool kept;
    bool open;
    str group;
    str why;
    int64_t count;
    struct explain_block_view_list blocks;
};
VIEW_LIST(explain_run_view);

struct explain_view {
    str name;
    str title;
    str refused;
    str root;
    int64_t value;
    int64_t kept;
    int64_t dropped;
    bool from_data;
    bool cut;
    struct explain_run_view_list runs;
};

#endif
