/* What an entry is known by: its row, as far as the feed tells it. The store finds known entries by
 * it (store_entry_find). */
#ifndef COURANT_FEED_IDENTITY_H
#define COURANT_FEED_IDENTITY_H

#include "base/arena.h"
#include "model/feed.h"

/* The entry ITEM announces: guid (its id, else its canonical address, else a hash of title and
 * date: never empty), url (canonical; as written when it is no web address), title (plain, white
 * space squeezed), published_us (else updated), content_hash. The rest is zero. */
void feed_entry_read(struct entry *out, struct arena *a, const struct feed_part *item);

#endif
