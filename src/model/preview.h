/* What subscribing to an address would bring, for people to look at first: the command line and the
 * site show the same. Structs only; pipeline/find_feed.h fills them. */
#ifndef COURANT_MODEL_PREVIEW_H
#define COURANT_MODEL_PREVIEW_H

#include "model/feed.h"

#define PREVIEW_ENTRIES_MAX 10
#define PREVIEW_CHOICES_MAX 12

/* How something to subscribe to was found. */
enum preview_found {
    PREVIEW_ITSELF,   /* the address is that of a feed */
    PREVIEW_DECLARED, /* the page declares it */
    PREVIEW_LINKED,   /* the page links to it */
    PREVIEW_RULE,     /* sites of this kind have it at an address that follows from this one */
    PREVIEW_GUESSED,  /* it was where feeds often are */
    PREVIEW_LIST,     /* made from the page's links */
};

/* One way to subscribe to what is at the address. */
struct preview_choice {
    enum feed_source_kind kind;
    enum preview_found found;
    str url;   /* of the feed, or of the page that is read instead of one */
    str title; /* what it is called where it is offered; of a list: its first entry; may be "" */
    size_t entries; /* that it has; 0: it was not looked at */
};
struct preview_choice_vec VEC(struct preview_choice);

struct preview_entry {
    str title, url; /* plain text; "" when it has none */
    int64_t published_us;
    bool whole; /* its text is; else its page is fetched for it */
};
struct preview_entry_vec VEC(struct preview_entry);

struct feed_preview {
    struct preview_choice_vec choices; /* best first, at least one, PREVIEW_CHOICES_MAX at most */
    size_t chosen;                     /* which of them the rest is about */
    enum feed_source_kind kind;
    str url;                         /* to subscribe to */
    str title;                       /* plain text; "" when it says none */
    str site_url;                    /* "" when it says none */
    str recipe;                      /* FEED_OF_PAGE */
    size_t entries, whole;           /* that it has; of them, those whose text is whole */
    struct preview_entry_vec newest; /* newest first, PREVIEW_ENTRIES_MAX at most */
};

#endif
