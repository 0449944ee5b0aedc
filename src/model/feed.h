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
};

struct entry {
    int64_t id;
    int64_t feed_id;
    str guid; /* identity within the feed: never empty */
    str url;
    str title;
    int64_t published_us;
    int64_t first_seen_us;
    int64_t article_id; /* 0: none yet */
};

#endif
