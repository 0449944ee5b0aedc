/* Subscriptions, for who looks after them: lists with health, what came of each. Results and
 * failures are as store/store.h says. */
#ifndef COURANT_STORE_FEED_HEALTH_H
#define COURANT_STORE_FEED_HEALTH_H

#include "store/store.h"

/* How a feed is doing, what needs a person first. It follows from the row and the time. */
enum feed_health {
    HEALTH_FAILING, /* asked again later */
    HEALTH_GONE,    /* failed, and is not asked any more */
    HEALTH_LATE,    /* was due an hour ago: nobody asks, or there is too much to ask */
    HEALTH_MOVED,   /* redirects for good; the address is changed when that has held */
    HEALTH_QUIET,   /* answers, but has had nothing for long */
    HEALTH_NEW,     /* never asked */
    HEALTH_OK,
    HEALTH_PAUSED,
    HEALTH_REMOVED,
    HEALTH_COUNT
};
#define HEALTH_ANY (-1) /* all that are not removed */
enum feed_sort {
    FEEDS_BY_HEALTH, /* worst first */
    FEEDS_BY_NAME,
    FEEDS_BY_SUCCESS, /* last first */
    FEEDS_BY_NEXT,    /* soonest first */
    FEEDS_BY_NEWEST,  /* newest post first */
    FEEDS_BY_FOLDER,
    FEEDS_BY_ID,
};
struct feed_query {
    int64_t now_us;
    int health;    /* enum feed_health, or HEALTH_ANY */
    str folder;    /* as in feed_folder.path, with those within; "": all */
    str text;      /* in name or addresses, ASCII in any case; "": all */
    int64_t at_us; /* removed at that very time; 0: any */
    enum feed_sort sort;
    bool reverse;
    size_t limit, skip; /* limit 1..100000 */
};
/* A feed without etag, last_modified and recipe. */
struct feed_row {
    struct feed feed;
    int64_t health; /* enum feed_health */
    str source_key, source_name;
    int64_t total; /* rows of the whole list */
};
/* One statement. O(feeds). */
status store_feed_rows(struct feed_row **out, size_t *n, struct arena *a, struct store *s,
                       const struct feed_query *q);
status store_feed_row(struct feed_row *out, struct arena *a, struct store *s, int64_t id,
                      int64_t now_us); /* E_NOTFOUND */
status store_feed_healths(int64_t counts[HEALTH_COUNT], struct store *s, int64_t now_us);
/* The folders that feeds are in, by PATH: how the store writes one. At most 1,000. */
struct feed_folder {
    str path;
    struct strs names; /* outermost first */
    int64_t feeds;
};
status store_feed_folders(struct feed_folder **out, size_t *n, struct arena *a, struct store *s);
/* Entries of the feeds IDS a week, WEEKS weeks from FROM_US on, weeks without any left out. By
 * their dates, or when they came. Costs these entries. */
struct feed_week {
    int64_t feed_id, week, entries;
};
status store_feed_weeks(struct feed_week **out, size_t *n, struct arena *a, struct store *s,
                        const int64_t *ids, size_t len, int64_t from_us, size_t weeks);
/* The newest of a feed, and what became of each: an article, a page that waits, or nothing. Limit
 * 1..200. O(entries of the feed). */
struct feed_entry {
    int64_t id;
    str url, title;
    int64_t published_us, first_seen_us;
    int64_t article_id; /* 0: none */
    str article_title;
    bool waits; /* its page is to be fetched, at next_try_us, after that many tries */
    int64_t next_try_us, tries;
};
status store_feed_entries(struct feed_entry **out, size_t *n, struct arena *a, struct store *s,
                          int64_t feed_id, size_t limit);
struct feed_entry_counts {
    int64_t entries, articles, waiting;
};
status store_feed_entry_counts(struct feed_entry_counts *out, struct store *s, int64_t feed_id);

/* Those of the ADDRESSES that there are feeds of, by id. One statement. */
struct feed_known {
    int64_t id;
    str address;
    bool removed;
};
status store_feed_known(struct feed_known **out, size_t *n, struct arena *a, struct store *s,
                        struct strs addresses);

#endif
