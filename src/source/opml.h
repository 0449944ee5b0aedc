/*
 * Lists of subscriptions as feed readers exchange them: OPML 2.0 (http://opml.org/spec2.opml).
 * Folders are outlines around outlines, as deep as OPML_DEPTH_MAX.
 *
 * What is read need not be well-formed: readers have written '&' and '<' unescaped, attributes
 * without quotes, in any case and twice, outlines that never end. Tags and their attributes are all
 * that is looked at; nothing is declared, expanded or included.
 *
 * A page that is read without a feed is a link (type="link", url) that other readers pass over; how
 * its entries are found is in courant:recipe, of the namespace OPML_NAMESPACE. It is read under
 * that prefix.
 */
#ifndef COURANT_SOURCE_OPML_H
#define COURANT_SOURCE_OPML_H

#include "base/sbuf.h"
#include "base/vec.h"
#include "model/article.h"

#define OPML_BYTES_MAX ((size_t)32 << 20)
#define OPML_FEEDS_MAX 100000
#define OPML_DEPTH_MAX 32 /* folders; those deeper are left out, their feeds stay */
#define OPML_ATTRIBUTE_MAX 8192
#define OPML_RECIPE_MAX ((size_t)96 << 10) /* as it is written: a recipe of quotes, escaped */
#define OPML_NAMESPACE "urn:courant:opml"

struct opml_feed {
    str url; /* as it is written, trimmed; never empty */
    str title, site_url;
    str recipe;          /* of a page without a feed; else "". Not looked into. */
    struct strs folders; /* outermost first */
};
struct opml_feed_vec VEC(struct opml_feed);

/* The feeds of TEXT (UTF-8) in its order, one named twice in one folder once. E_INPUT: no feed in
 * it, the text says why; E_LIMIT: more than OPML_FEEDS_MAX, or OPML_BYTES_MAX. Linear. */
status opml_read(struct opml_feed_vec *out, struct arena *a, str text);

/* Writes FEEDS, which are sorted into their folders; within one the order stays. */
void opml_write(struct sbuf *out, struct arena *a, str title, struct opml_feed *feeds, size_t len,
                int64_t now_us);

#endif
