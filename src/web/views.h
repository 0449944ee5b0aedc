/*
 * What each page shows, as plain values: views fill these structs, templates read them, and
 * neither knows the other. tools/tplc.py reads this file too, so it keeps to a small grammar:
 * one field a line, and only the types str, html, url, path, int64_t, bool, moment, struct X
 * and the lists that VIEW_LIST declares.
 */
#ifndef COURANT_WEB_VIEWS_H
#define COURANT_WEB_VIEWS_H

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
    path feed;
    str feed_title;
    struct preview_view preview;
};

struct image_view {
    bool there;
    url address;
    str alt;
    str caption;
    str credit;
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
    moment when;
    struct image_view image;
    bool updated;
    bool demo;
};
VIEW_LIST(card_view);

struct source_view {
    str name;
    str lang;
    str dir;
    path link;
    url home;
    int64_t article_count;
    moment newest;
    bool demo;
};
VIEW_LIST(source_view);

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
    struct source_group_view_list groups;
};

/* Steps from one page of a list to the next; an empty path is a step that is not there. */
struct pager_view {
    path newest;
    path older;
};

struct source_page_view {
    struct frame_view frame;
    struct source_view source;
    struct card_view_list cards;
    struct pager_view pager;
};

/* A way to share: another service with this page's address and title. */
struct share_target_view {
    str name;
    str label;
    url link;
};
VIEW_LIST(share_target_view);

struct share_view {
    str address;
    str title;
    struct share_target_view_list targets;
    path mastodon;
};

struct share_page_view {
    struct frame_view frame;
    str title;
    str lang;
    str dir;
    path article;
    path self;
    str server;
    str host;
    url onward;
    bool wrong;
};

/* A run of a paragraph, a marked sentence or what is between sentences. */
struct passage_view {
    int64_t number;
    bool marked;
    str text;
};
VIEW_LIST(passage_view);

struct paragraph_view {
    struct passage_view_list passages;
};
VIEW_LIST(paragraph_view);

/* One of several names in a sentence: what joins it to the one before, and where it is said. */
struct credit_view {
    str joined;
    str name;
    path link;
    bool anonymous;
};
VIEW_LIST(credit_view);

/* "First published by X". */
struct credit_line_view {
    str label;
    struct credit_view_list names;
};
VIEW_LIST(credit_line_view);

struct hashtag_view {
    str name;
    path link;
    int64_t article_count;
};
VIEW_LIST(hashtag_view);

/* A sentence of the article, and where it stands. */
struct sentence_view {
    str text;
    path link;
};
VIEW_LIST(sentence_view);

struct mention_view {
    int64_t number;
    path link;
};
VIEW_LIST(mention_view);

struct name_view {
    str name;
    str aliases;
    struct sentence_view introduced;
    struct mention_view_list mentions;
};
VIEW_LIST(name_view);

/* Names of one kind: the first ones, and the rest. */
struct name_group_view {
    str title;
    struct name_view_list names;
    struct name_view_list more;
    int64_t more_count;
};
VIEW_LIST(name_group_view);

struct features_view {
    bool there;
    struct sentence_view_list summary;
    struct sentence_view_list points;
    struct name_group_view_list names;
    path ask;
    str title;
    str lang;
    str dir;
};

/* A card of the Related block; a folded summary shows two lines until it is opened. */
struct related_view {
    struct card_view card;
    str summary;
    bool folded;
    str why;
};
VIEW_LIST(related_view);

/* A passage that answers a question, word for word. */
struct answer_view {
    str text;
    path link;
    str title;
    str source_name;
    moment when;
    str lang;
    str dir;
};
VIEW_LIST(answer_view);

struct answers_view {
    str question;
    struct answer_view_list here;
    struct answer_view_list elsewhere;
};

struct ask_view {
    struct frame_view frame;
    str title;
    str lang;
    str dir;
    path article;
    path self;
    struct answers_view answers;
};

struct article_view {
    struct frame_view frame;
    str title;
    str standfirst;
    str lang;
    str dir;
    str language_name;
    str source_name;
    path source_link;
    url original;
    str byline;
    moment published;
    moment updated;
    moment seen;
    int64_t minutes;
    struct image_view image;
    html body;
    struct paragraph_view_list paragraphs;
    struct credit_line_view_list provenance;
    str credit_line;
    struct hashtag_view_list hashtags;
    struct features_view features;
    struct related_view_list related;
    int64_t version;
    path versions;
    path changes;
    struct share_view share;
    bool demo;
};

struct version_view {
    int64_t number;
    str title;
    moment seen;
    path link;
    int64_t before;
    path changes;
    bool current;
};
VIEW_LIST(version_view);

struct versions_view {
    struct frame_view frame;
    str title;
    str lang;
    str dir;
    path article;
    struct version_view_list versions;
};

struct old_version_view {
    struct frame_view frame;
    int64_t number;
    str title;
    str lang;
    str dir;
    moment seen;
    path article;
    path versions;
    path changes;
    html body;
    struct str_list paragraphs;
};

/* A part of a sentence, in both versions unless it was removed or added. */
struct change_mark_view {
    str text;
    bool removed;
    bool added;
};
VIEW_LIST(change_mark_view);

struct change_sentence_view {
    bool changed;
    bool spaced;
    struct change_mark_view_list marks;
};
VIEW_LIST(change_sentence_view);

struct change_paragraph_view {
    bool changed;
    struct change_sentence_view_list sentences;
};
VIEW_LIST(change_paragraph_view);

struct changes_view {
    struct frame_view frame;
    struct change_mark_view_list title;
    bool title_changed;
    str summary;
    str lang;
    str dir;
    int64_t from;
    int64_t to;
    moment from_seen;
    moment to_seen;
    path article;
    path versions;
    struct change_paragraph_view_list paragraphs;
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
