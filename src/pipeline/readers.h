/* Reading articles of the store again and analysing them, on several threads. */
#ifndef COURANT_PIPELINE_READERS_H
#define COURANT_PIPELINE_READERS_H

#include "pipeline/analyse.h"
#include "store/store.h"

#define READERS_PART 32 /* articles of a thread and round */

struct readers;

struct readers_options {
    str store; /* for store_open: each thread has a handle of its own */
    unsigned threads;
    bool for_index; /* as analyse_for_index, else as analyse_article */
    struct strs outlets;
};
/* Borrows what OPTIONS has. Free it with readers_free. */
status readers_new(struct readers **out, const struct readers_options *options);
void readers_free(struct readers *r);

/* Borrows the names of known sources, for the rounds to come. */
void readers_outlets(struct readers *r, struct strs outlets);

/* How many articles a round may have. */
size_t readers_round_max(const struct readers *r);

struct reread {
    struct article article;
    struct analysed *analysed; /* NULL: there is no such article any more */
};
/* Reads the articles IDS, LEN of them, in their order. *out is theirs until the next round. */
status readers_round(struct reread **out, struct readers *r, const int64_t *ids, size_t len);

#endif
