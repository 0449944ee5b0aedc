/* The views of an article: its page with the blocks around the text, sharing, answers to questions,
 * versions. views.h says what these files keep to. */
#ifndef COURANT_WEB_VIEWS_ARTICLE_H
#define COURANT_WEB_VIEWS_ARTICLE_H

#include "web/views_comments.h"

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
    struct comments_view comments;
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

#endif
