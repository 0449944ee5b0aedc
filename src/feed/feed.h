/*
 * Feeds: bytes to what they say. RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed 1 and 1.1,
 * sitemaps with news entries and sitemap indexes; well-formed or not.
 *
 * One way for all XML: bytes to UTF-8 (feed/charset.h), ill-formed markup mended (feed/mend.h),
 * libxml2's SAX (feed/xml.h), then one reader for every dialect (feed/read.h), because feeds mix
 * them: RSS with Atom links and Dublin Core dates is the rule. docs/FEEDS.md tells it in full.
 */
#ifndef COURANT_FEED_FEED_H
#define COURANT_FEED_FEED_H

#include "base/arena.h"
#include "base/err.h"
#include "model/feed.h"

#define FEED_BYTES_MAX ((size_t)32 << 20) /* of the file, and of its text as UTF-8 */
#define FEED_ITEMS_MAX 10000
#define FEED_SITEMAP_ITEMS_MAX 30000 /* sitemaps.org allows 50,000; the rest is cut */
/* Memory for what is read, beyond FEED_MEMORY_FACTOR times the text: a long base address makes each
 * short link long. What comes after is not read, and the document says that it is cut. */
#define FEED_MEMORY_MAX ((size_t)16 << 20)
#define FEED_MEMORY_FACTOR 8
#define FEED_LIST_MAX 200 /* links, authors, categories ... of one entry */

/* What came with the bytes; "" for what is unknown. */
struct feed_source {
    str url; /* where they were fetched from */
    str content_type, content_location, content_language;
};

/* Reads BYTES. *out lies in the arena and may point into BYTES. E_INPUT when they are no feed,
 * E_LIMIT past FEED_BYTES_MAX. Linear in the size. */
status feed_parse(struct feed_document **out, struct arena *a, str bytes,
                  const struct feed_source *source);

#endif
