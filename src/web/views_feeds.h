/* What the pages of whoever looks after subscriptions show; see views_base.h. What may be done with
 * a feed is a path, empty when it may not. */
#ifndef COURANT_WEB_VIEWS_FEEDS_H
#define COURANT_WEB_VIEWS_FEEDS_H

#include "web/views_base.h"

/* A column of little bars, a week each. */
struct week_bar_view {
    int64_t x;
    int64_t y;
    int64_t height;
};
VIEW_LIST(week_bar_view);

/* One subscription. */
struct feed_view {
    int64_t id;
    struct icon_view icon;
    str name;
    path link;
    str kind;
    str place;
    url home;
    url address;
    str folder;
    path in_folder;
    path source;
    int64_t health;
    str health_name;
    str why;
    str advice;
    moment success;
    moment newest;
    moment next;
    str next_text;
    bool asking;
    str rate;
    struct week_bar_view_list weeks;
    path pause;
    path resume;
    path refetch;
    path remove;
    path restore;
};
VIEW_LIST(feed_view);

struct feed_state_view {
    int64_t health;
    str name;
    path link;
    int64_t count;
    bool current;
};
VIEW_LIST(feed_state_view);

struct folder_choice_view {
    str value;
    str name;
    bool chosen;
};
VIEW_LIST(folder_choice_view);

struct column_view {
    str name;
    str key;
    path link;
    str way;
};
VIEW_LIST(column_view);

/* What was done, and how to undo it. */
struct feed_done_view {
    str text;
    str undo_at;
};

struct subscriptions_view {
    struct frame_view frame;
    str token;
    str back;
    int64_t weeks;
    struct feed_done_view done;
    str summary;
    bool empty;
    path add;
    path users;
    struct feed_state_view_list states;
    str state;
    str sort;
    str way;
    str query;
    str folder;
    struct folder_choice_view_list folders;
    struct column_view_list columns;
    struct feed_view_list feeds;
    int64_t total;
    int64_t from;
    int64_t to;
    bool removed;
    bool asking;
    path clear;
    path previous;
    path onward;
};

/* --- one of them --- */

/* What a feed announced, and what became of it. */
struct announced_view {
    str title;
    url address;
    path article;
    moment published;
    str became;
    moment next;
    str next_text;
};
VIEW_LIST(announced_view);

/* A line of facts. */
struct fact_view {
    str name;
    str text;
    url address;
    path link;
    moment when;
};
VIEW_LIST(fact_view);

struct text_choice_view {
    str value;
    str name;
    bool chosen;
};
VIEW_LIST(text_choice_view);

/* The settings of a feed as a form has them. Secrets do not come back: only whether there is one.
 */
struct feed_form_view {
    path action;
    str problem;
    bool bad_address;
    bool bad_agent;
    bool bad_username;
    bool bad_cookie;
    bool bad_proxy;
    str title;
    str address;
    str folder;
    str user_agent;
    str username;
    bool has_password;
    bool has_cookie;
    str proxy;
    bool asks;
    bool open;
    struct text_choice_view_list full_text;
    struct folder_choice_view_list folders;
};

struct subscription_view {
    struct frame_view frame;
    str token;
    str back;
    path list;
    struct feed_done_view done;
    int64_t weeks_len;
    struct feed_view feed;
    str held;
    struct fact_view_list facts;
    str counts;
    struct announced_view_list entries;
    struct feed_form_view form;
};

/* --- adding --- */

struct add_view {
    struct frame_view frame;
    str token;
    path list;
    bool able;
    str problem;
    str text;
};

struct offered_entry_view {
    str title;
    url address;
    moment published;
    bool whole;
};
VIEW_LIST(offered_entry_view);

struct offered_choice_view {
    int64_t number;
    str title;
    str address;
    str how;
    bool chosen;
};
VIEW_LIST(offered_choice_view);

/* What one address would bring. */
struct offer_view {
    str title;
    str place;
    url home;
    str address;
    str kind;
    str whole;
    int64_t entries;
    path known;
    struct offered_entry_view_list newest;
    struct offered_choice_view_list choices;
};

/* One of several. */
struct looked_view {
    int64_t number;
    str name;
    str address;
    str folder;
    str state;
    str error;
    int64_t mark;
    path known;
    bool good;
    bool bad;
    bool waits;
};
VIEW_LIST(looked_view);

struct look_view {
    struct frame_view frame;
    str token;
    path list;
    path again;
    path self;
    str problem;
    str typed;
    bool busy;
    bool one;
    bool failed;
    str said;
    struct offer_view offer;
    struct looked_view_list items;
    str counts;
    int64_t good;
    int64_t hidden;
    bool picks;
    bool listed;
    struct folder_choice_view_list folders;
    struct text_choice_view_list full_text;
};

#endif
