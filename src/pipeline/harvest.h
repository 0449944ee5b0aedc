/*
 * What one check of a feed brought: from the fetch loop (the answer) over a read thread (the
 * entries, and the articles of those that are new) to the desk, which keeps all of it in one
 * transaction.
 */
#ifndef COURANT_PIPELINE_HARVEST_H
#define COURANT_PIPELINE_HARVEST_H

#include "model/preview.h"
#include "pipeline/doc.h"
#include "pipeline/step.h"
#include "source/schedule.h"
#include "websub/link.h"

#define HARVEST_ENTRIES_MAX 1000 /* new ones at a time; what is behind them waits as a delivery */
#define HARVEST_SITEMAPS_MAX 50  /* of an index, at a check */
#define HARVEST_FULL_WORDS 150   /* an entry with fewer only teases, if it has a page */
#define HARVEST_TRIES_MAX 3      /* of a page, before its entry has to do */

enum harvest_what {
    HARVEST_SAME,    /* nothing has changed */
    HARVEST_KNOWN,   /* its row has; or it can be no article */
    HARVEST_LINKED,  /* its article is there already, by another way */
    HARVEST_ARTICLE, /* a new article, or a new version of one */
    HARVEST_PAGE,    /* its page is to be fetched */
};

struct harvest_entry {
    enum harvest_what what;
    bool fresh; /* the store had none like it */
    struct entry entry;
    struct article article; /* HARVEST_ARTICLE */
    struct analysed *analysed;
    str draft; /* HARVEST_PAGE */
};

struct harvest {
    int64_t feed_id;
    int64_t delivery_id; /* it came by itself; 0: the feed was asked */
    size_t delivery_bytes;
    int64_t page_entry_id; /* a sitemap of an index, which this is the entry of; 0 */
    bool first;            /* nothing of it was read before */
    size_t begin;          /* entries before this one were read */
    str asked;             /* the address that was asked; "" when what came came by itself */
    bool websub;           /* feeds may be pushed */
    /* The answer. */
    enum schedule_outcome outcome;
    bool unchanged; /* 304 */
    int64_t checked_us;
    int64_t fresh_us, retry_us;
    str etag, last_modified, moved, links;
    str error; /* for people; "" when it went well */
    /* Of a feed that was read. */
    bool read;
    enum feed_full_text full_text; /* as it is set */
    str title, site_url, language;
    int64_t gap_us, newest_us, said_us;
    struct websub_offer offer; /* who pushes it */
    struct harvest_entry *at;
    size_t len;
    size_t rest; /* entries from this one on are still to be read; 0: none */
    str body;    /* then: what they are read from */
    /* From the desk. */
    int64_t pushed_until_us; /* as in struct schedule_check */
    int64_t poll_us;         /* when it would be asked if nothing were pushed */
    struct harvest_counts {
        uint64_t entries, fresh, versions, same;
    } counts;
};

/* On a read thread: DOC's bytes are the feed's; what comes of them is in its arena. Entries are
 * looked up in STEP's store. What is wrong with the feed is in harvest->outcome and ->error; a
 * failure is the store's. */
status harvest_read(struct step *step, struct doc *doc);

/* Whether an entry's page is a sitemap of an index, by its draft, and FIRST one that was never
 * read.
 */
bool harvest_draft_is_sitemap(bool *first, str draft);

/* An entry as it is shown before subscribing. OUT is in A, or ITEM's. Pure. */
void harvest_preview(struct preview_entry *out, struct arena *a, const struct feed_part *item);

/* The feed's row after this check, and h->poll_us. Pure. */
void harvest_apply(struct feed *feed, struct harvest *h);

#endif
