/* What the store's own files share: the handle, and the frame of every change. */
#ifndef COURANT_STORE_INTERNAL_H
#define COURANT_STORE_INTERNAL_H

#include "store/queries.h"
#include "store/store.h"
#include "text/terms.h"

/* Articles added to a source in this transaction, written to its row once, before commit or
 * when a list of sources is read. */
struct source_change {
    int64_t source_id;
    int64_t added;
    int64_t newest_us;
};

#define STORE_CHANGES_MAX 64

struct store {
    struct db *db;
    struct arena scratch; /* for one call */
    struct terms *terms;
    bool changed; /* readers will see something new after commit */
    struct source_change changes[STORE_CHANGES_MAX];
    size_t changes_len;
    int64_t generation; /* as last read; -1: unknown */
    int64_t data_version;
};

/* Every change is within a transaction: the caller's, or one of its own.
 *     bool own;
 *     TRY(store_change_begin(&own, s));
 *     return store_change_end(s, own, change(...));
 * store_change_end passes its STATUS through, after committing or rolling back if it is OWN. */
status store_change_begin(bool *own, struct store *s);
status store_change_end(struct store *s, bool own, status st);

/* A source got ADDED more articles, the newest of that time. */
status store_source_count(struct store *s, int64_t source_id, int64_t added, int64_t newest_us);
/* Writes the counts that wait. */
status store_source_flush(struct store *s);

/* Where an article stands in lists: its date if it has one that can be true, else when it was
 * first seen. A date after FIRST_SEEN_US cannot be true: it would stay on top. */
int64_t store_sort_us(int64_t published_us, int64_t first_seen_us);

/* IDS as a JSON array. */
str store_id_list(struct arena *a, const int64_t *ids, size_t len);

/* The article has another place in lists: so it has in those of its tags. */
status store_article_tags_move(struct store *s, int64_t article_id, int64_t sort_us);

/* Puts the article's terms into the index, in place of old ones when REPLACE. */
status store_index_article(struct store *s, const struct article *article, bool replace);

/* Empties the index and puts every article into it, within the caller's transaction. */
status store_index_all(struct store *s);

/* Makes the last folder of an SQLite store's path, if only that is missing. */
status store_make_folder(str where);

/* Opens an already opened connection as a store; takes DB over even when it fails. */
status store_from_db(struct store **out, struct db *db);

#endif
