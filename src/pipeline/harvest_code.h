/* What the files of the harvest share: harvest.c reads entries, harvest_told.c what each is by
 * itself, harvest_sitemap.c says which of a sitemap. */
#ifndef COURANT_PIPELINE_HARVEST_CODE_H
#define COURANT_PIPELINE_HARVEST_CODE_H

#include "pipeline/harvest.h"

struct reading {
    struct step *step;
    struct store *store;
    struct doc *doc;
    struct harvest *h;
    const struct feed_document *feed;
};

/* The row that ITEM's entry has. In A. */
void harvest_entry_of(struct entry *out, struct arena *a, const struct feed_part *item, bool whole,
                      const struct harvest *h);
/* The text of an entry: its content, or else its summary. */
struct feed_text harvest_content_of(const struct feed_part *item);
/* The article that ITEM of DOC, with the row ENTRY, is by itself. Strings are in A, and theirs. */
struct told harvest_told_of(struct arena *a, const struct feed_document *doc,
                            const struct feed_part *item, const struct entry *entry);
/* What `courant import` would read for it, in A; E_LIMIT when it is too long. */
status harvest_draft_of(str *out, struct arena *a, const struct told *told);
/* Its strings into the doc's arena. */
void harvest_keep_entry(struct entry *e, struct arena *a);

/* Whether ITEM is a page of a sitemap that says nothing of it but when it changed. */
bool sitemap_is_plain(const struct reading *r, const struct feed_part *item);
/* Whether such a page, of which KNOWN (NULL: nothing) is there, is worth fetching; else it is only
 * noted, so that what comes later is known from it. */
bool sitemap_wants(const struct reading *r, const struct entry *entry, const struct entry *known);
/* The sitemaps of an index that are new or have changed, the newest first, as pages to be fetched.
 */
status sitemap_index_read(struct reading *r);

#endif
