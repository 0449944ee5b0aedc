/* Feeds and what they announce, as the store keeps them and source/, fetch/ and feed/ use them.
 * Structs only; the conventions are those of model/article.h. */
#ifndef COURANT_MODEL_FEED_H
#define COURANT_MODEL_FEED_H

#include "model/article.h"

struct feed {
    int64_t id;
    int64_t source_id;
    str url;
    str title;
    str etag, last_modified; /* validators of the last answer, as received */
    int64_t next_check_us;   /* TIME_NONE: paused */
    int64_t checked_us;      /* last time it was asked */
    int64_t succeeded_us;    /* last time it answered with a feed, or that nothing changed */
    int64_t failures;        /* in a row */
    str error;               /* of the last time, for people; "" when it went well */
    struct strs folders;     /* where it is filed, outermost first */
    str site_url;            /* the site it belongs to, as it says */
    int64_t gap_us;          /* usually between two posts; 0: unknown */
    int64_t newest_us;       /* its newest post */
    int64_t said_us;         /* how often it asks to be read (ttl, sy:); 0: it does not say */
    str moved_url;           /* where permanent redirects lead, and since when; "" nowhere */
    int64_t moved_us;
};

struct entry {
    int64_t id;
    int64_t feed_id;
    str guid; /* identity within the feed: never empty */
    str url;
    str title;
    int64_t published_us;
    int64_t first_seen_us;
    int64_t article_id;    /* 0: none yet */
    uint64_t content_hash; /* of what would make another article of it; 0: unknown */
};

/* An entry that only announces a page: the page is to be fetched, or the draft has to do. */
struct entry_page {
    int64_t entry_id;
    int64_t feed_id, source_id;
    str url;
    int64_t next_try_us;
    int64_t tries;
    str draft; /* the article as the entry has it: a JSON line as `courant import` reads */
};

#endif
