/* The desk's part in subscriptions: what a check of a feed brought, and pages of entries. Within
 * the desk's transaction, so that a feed's entries and its next check are kept together or not. */
#ifndef COURANT_PIPELINE_DESK_FEED_H
#define COURANT_PIPELINE_DESK_FEED_H

#include "pipeline/desk.h"

/* Keeps doc->harvest: entries, articles, the feed's row. Of a doc that has failed only the row. A
 * feed that is not subscribed to any more is passed over. */
status desk_harvest(struct desk *d, struct doc *doc);

/* The page of doc->entry_id has become an article. */
status desk_page_done(struct desk *d, const struct doc *doc, int64_t article_id);

/* It has not: to be tried again (DOC_RETRY), or there is nothing more to try. */
status desk_page_failed(struct desk *d, const struct doc *doc);

#endif
