/*
 * Entries of a page that has no feed: its lists of links, found by what repeats in its tree.
 *
 * A link's step is an element's name and the first of its classes that says what it is; its path
 * the steps from the root. Links of one path are a group; the item of a link is the highest element
 * around it that has no other link of the group. A list is a group, with those of the same kind (a
 * lead story, another section): it is judged by how much like headlines its titles are, how many it
 * has, dates, summaries and pictures beside them, what its addresses look like, and where it
 * stands. Nothing is known of any site.
 *
 * Sources: repeated subtrees after Liu, Grossman and Zhai, Mining Data Records in Web Pages (2003);
 * tag paths after Miao, Tatemura, Hsiung, Sawires and Moser, Extracting Data Records from the Web
 * Using Tag Path Clustering (2009). docs/FEEDS.md tells what is different.
 */
#ifndef COURANT_FEED_INDUCE_H
#define COURANT_FEED_INDUCE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/feed.h"

#define INDUCE_LISTS_MAX 6 /* that are offered */
#define INDUCE_LINKS_MAX 5000
#define INDUCE_ENTRIES_MAX 300
#define INDUCE_RECIPE_MAX ((size_t)16 << 10)
#define INDUCE_DEPTH_MAX 100 /* deeper links are not looked at */

struct induce_source {
    str bytes, content_type;
    str url;        /* where they were fetched from */
    int64_t now_us; /* "3 hours ago" counts from it */
};

/* A list of links, and how it is found again. */
struct induced {
    str recipe; /* JSON */
    struct feed_document *feed;
    double score; /* comparable within one page */
};
struct induced_vec VEC(struct induced);

/* Appends the lists of the page, best first. None is no failure. E_LIMIT for a page past the limits
 * of html.h. Linear in the page. */
status induce_lists(struct induced_vec *out, struct arena *a, const struct induce_source *source);

/* The entries of the page by RECIPE, which induce_lists made of an earlier state of it. E_INPUT, in
 * words: the page is not built any more as it was, or the recipe is none. */
status induce_read(struct feed_document **out, struct arena *a, const struct induce_source *source,
                   str recipe);

/* Whether induce_read could read any page by RECIPE. E_INPUT, in words: it is none. */
status induce_check(str recipe);

#endif
