/* What feeds are made of: ids that stay, and articles as entries. */
#ifndef COURANT_WEB_FEED_ENTRY_H
#define COURANT_WEB_FEED_ENTRY_H

#include "web/feed_out.h"

#define FEED_CONTENT_MAX ((size_t)256 << 10) /* bytes of one entry; longer ones have a summary */
#define FEED_CONTENTS_MAX ((size_t)4 << 20)  /* of all in a feed; the rest have summaries */
#define FEED_SUMMARY_MAX 600

/* The site's own value that its ids are made of: kept in the store, so that ids stay when the
 * site's address changes, and are others at another site. */
status feed_ids(str *out, struct page_call *c);

/* "urn:uuid:..." of KEY ("article:https://..."), by RFC 9562, version 8. */
str feed_id(const struct page_call *c, str ids, str key);

/* N articles as entries, with their text while it fits the limits above. WITHOUT: the source that
 * need not be named, 0: none. */
struct feed_out_entry *feed_entries(const struct page_call *c, str ids, const struct article *at,
                                    size_t n, int64_t without);

#endif
