/* What pages show of comments; see views_base.h. What the reader may do with one is a path, empty
 * when they may not. */
#ifndef COURANT_WEB_VIEWS_COMMENTS_H
#define COURANT_WEB_VIEWS_COMMENTS_H

#include "web/views_base.h"

struct quotable_view {
    str number;
    str text;
    bool chosen;
};
VIEW_LIST(quotable_view);

struct comment_form_view {
    str key;
    str label;
    str help;
    path action;
    str token;
    int64_t parent;
    int64_t version;
    int64_t shown;
    bool guest;
    str name;
    bool bad_name;
    str text;
    bool bad_text;
    str number;
    str quote;
    struct quotable_view_list sentences;
    path choose;
    str problem;
    html preview;
    bool editing;
    path back;
};

VIEW_LIST(comment_view);
struct comment_view {
    int64_t id;
    str name;
    str role;
    bool guest;
    bool marked;
    moment written;
    moment edited;
    html body;
    str quote;
    path quoted;
    bool quote_changed;
    str gone;
    str held;
    int64_t score;
    bool voted_for;
    bool voted_against;
    path link;
    path reply;
    path edit;
    path remove;
    path report;
    path vote;
    path moderate;
    int64_t reply_count;
    path more;
    struct comment_view_list replies;
};

struct order_view {
    str name;
    path link;
    bool current;
};
VIEW_LIST(order_view);

struct comments_view {
    bool there;
    str done;
    str token;
    int64_t total;
    struct order_view_list orders;
    struct comment_view_list comments;
    path first;
    path onward;
    path all;
    path feed;
    str closed;
    path login;
    path signup;
    path write;
    bool has_form;
    struct comment_form_view form;
};

struct comments_page_view {
    struct frame_view frame;
    str title;
    str lang;
    str dir;
    path article;
    struct comments_view block;
};

/* The part of a thread that a comment stands in. */
struct comment_page_view {
    struct frame_view frame;
    str title;
    str lang;
    str dir;
    path article;
    path all;
    str token;
    str done;
    path earlier;
    struct comment_view_list comments;
    path onward;
};

/* A form about an article or a comment: writing, editing, deleting, reporting, removing, banning.
 */
struct comment_form_page_view {
    struct frame_view frame;
    str heading;
    str title;
    str lang;
    str dir;
    path article;
    str note;
    bool has_about;
    struct comment_view about;
    bool has_form;
    struct comment_form_view form;
    path login;
    path signup;
};

struct choice_view {
    str name;
    bool chosen;
};
VIEW_LIST(choice_view);

/* Deciding something about a comment. */
struct comment_act_view {
    struct frame_view frame;
    str heading;
    str title;
    str lang;
    str dir;
    path article;
    struct comment_view about;
    str text;
    str key;
    path action;
    str token;
    str problem;
    str choices_label;
    struct choice_view_list choices;
    str words_label;
    str words;
    str button;
    path back;
    int64_t takes;
};

struct report_view {
    str name;
    moment when;
    str reason;
};
VIEW_LIST(report_view);

struct queue_item_view {
    struct comment_view comment;
    str title;
    str lang;
    str dir;
    path article;
    bool has_parent;
    struct comment_view parent;
    struct str_list reasons;
    struct report_view_list reports;
    path approve;
    path keep;
    path remove;
    path ban;
    struct choice_view_list choices;
};
VIEW_LIST(queue_item_view);

struct queue_view {
    str name;
    path link;
    int64_t count;
    bool counted;
    bool current;
};
VIEW_LIST(queue_view);

struct moderation_view {
    struct frame_view frame;
    str token;
    str done;
    str problem;
    str none;
    str list;
    struct queue_view_list queues;
    struct queue_item_view_list items;
    path onward;
};

#endif
