/* The desk: one thread that gives each article its source, keeps it and what was
 * found in it, in batches. */
#ifndef COURANT_PIPELINE_DESK_H
#define COURANT_PIPELINE_DESK_H

#include "base/map.h"
#include "pipeline/archive.h"
#include "pipeline/doc.h"

/* A batch is committed at so many docs, so many bytes of text, or so long after its first. */
#define DESK_BATCH_MAX 256
#define DESK_BATCH_BYTES ((size_t)16 << 20)
#define DESK_BATCH_US (100 * (int64_t)1000)

struct desk {
    struct store *store;
    struct archive *archive; /* NULL: see desk_init */
    struct strs outlets;     /* names of known sources; set by the owner, if any */
    bool fill_first;         /* the archive was needed and is empty */
    struct doc *batch[DESK_BATCH_MAX];
    size_t batch_len, batch_bytes;
    int64_t batch_begin_us;
    struct arena sources_arena;
    struct map sources;                     /* key -> id, of this transaction and those before */
    void (*kept)(void *ctx, struct doc *d); /* after the commit; the doc is the callee's */
    void *ctx;
};

/* Borrows STORE and ARCHIVE. Without an archive articles wait for their analyses (backlog.h). */
void desk_init(struct desk *d, struct store *store, struct archive *archive,
               void (*kept)(void *ctx, struct doc *d), void *ctx);
void desk_end(struct desk *d);

/* Takes the next doc in input order. A doc that the store refuses is marked as failed, the others
 * of its batch are kept. Other failures are final: nothing of the batch is kept. */
status desk_put(struct desk *d, struct doc *doc);

/* Puts an article and what follows from it; for what is part of a batch. Sets article->id.
 * *ANALYSED is made, in A, where a read thread took the article for unchanged. */
status desk_keep(enum store_put *did, struct desk *d, struct arena *a, struct article *article,
                 struct analysed **analysed);

/* Commits what there is. */
status desk_commit(struct desk *d);

/* How long the batch may wait for more, 0 when it is due, INT64_MAX when there is none. */
int64_t desk_wait_us(const struct desk *d);

#endif
