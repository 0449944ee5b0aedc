/* Subscribing: what a feed's row and its source's are made of. */
#ifndef COURANT_PIPELINE_SUBSCRIPTION_H
#define COURANT_PIPELINE_SUBSCRIPTION_H

#include "source/opml.h"
#include "store/store.h"

/* Subscribes to ->url, which is fetched from *now_us on; the source is the site of ->site_url, or
 * else the feed's. One that is subscribed to stays as it is, and *made is false. *id is set either
 * way. With ->recipe it is a page without a feed. E_INPUT: no web address ("feed:" ones are), or no
 * recipe. A name and password in the address become the feed's settings. */
status subscription_add(int64_t *id, bool *made, struct arena *a, struct store *s,
                        const struct opml_feed *feed, int64_t now_us);

/* ADDRESS without a name and password in it, for messages; what is no web address as it is. In A.
 */
str subscription_shown(struct arena *a, str address);

/* The feed that TEXT names: its number, or its address, of which the scheme may be missing. Removed
 * ones too. E_NOTFOUND. */
status subscription_find(int64_t *id, struct arena *a, struct store *s, str text);

struct subscription_counts {
    size_t made, known, refused;
};
/* Adds FEEDS in one transaction; those that cannot be are told to REFUSED, with err_text(). */
status subscription_add_all(struct subscription_counts *counts, struct arena *a, struct store *s,
                            const struct opml_feed_vec *feeds, int64_t now_us,
                            void (*refused)(void *ctx, const struct opml_feed *feed), void *ctx);

/* All subscriptions but newsletters as a list to be written, in the order they were made. */
status subscription_list(struct opml_feed_vec *out, struct arena *a, struct store *s);

#endif
