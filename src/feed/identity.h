/*
 * Which entries of a feed are known already. Publishers change ids (another system, https), and
 * addresses (a new site, tracking), seldom everything at once; so an entry is the known one that
 * has, in this order,
 *
 *   1 the same id, and the same address, title or date: some feeds number their entries anew
 *     each time, and then an id alone says nothing;
 *   2 the same address, canonically, and the same title or date;
 *   3 the same title and date.
 *
 * What two known entries or two new ones share identifies neither: "Live blog", the home page.
 */
#ifndef COURANT_FEED_IDENTITY_H
#define COURANT_FEED_IDENTITY_H

#include "base/arena.h"
#include "model/feed.h"

#define FEED_UNKNOWN ((size_t)-1)

/* The entry ITEM announces: guid (its id, else its canonical address, else a hash of title and
 * date: never empty), url (canonical; as written when it is no web address), title (plain, white
 * space squeezed), published_us (else updated), content_hash. The rest is zero. */
void feed_entry_read(struct entry *out, struct arena *a, const struct feed_part *item);

/* known_of[i]: the index in KNOWN of what is fresh[i], FEED_UNKNOWN for a new entry. Each known one
 * is given once. Both as feed_entry_read makes them. Linear. */
void feed_entries_match(size_t *known_of, struct arena *a, const struct entry *known,
                        size_t known_len, const struct entry *fresh, size_t fresh_len);

#endif
