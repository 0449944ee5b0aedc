/* Batches: applied to the store as they come, applied anew when one of them has to be left out
 * or another program was writing. */
#include "pipeline/desk.h"

#include "base/clock.h"
#include "pipeline/desk_feed.h"
#include "pipeline/hubs.h"
#include "pipeline/visit.h"

#include <unistd.h>

#define BUSY_TRIES 60
#define BUSY_WAIT_US 250000

void desk_init(struct desk *d, struct store *store, struct archive *archive,
               void (*kept)(void *ctx, struct doc *d), void *ctx)
{
    memset(d, 0, sizeof *d);
    d->store = store;
    d->archive = archive;
    d->kept = kept;
    d->ctx = ctx;
    arena_init(&d->sources_arena);
    map_init(&d->sources, &d->sources_arena);
}

void desk_end(struct desk *d)
{
    arena_end(&d->sources_arena);
}

int64_t desk_wait_us(const struct desk *d)
{
    if (d->batch_len == 0)
        return INT64_MAX;
    int64_t left = d->batch_begin_us + DESK_BATCH_US - clock_monotonic_us();
    return left > 0 ? left : 0;
}

static void roll_back(struct desk *d)
{
    store_rollback(d->store);
    if (d->archive)
        archive_undo(d->archive, d->store);
    /* Sources made in this transaction are gone. */
    arena_reset(&d->sources_arena);
    map_init(&d->sources, &d->sources_arena);
}

static status source_id(int64_t *id, struct desk *d, const struct source *source)
{
    uint64_t *known = map_get(&d->sources, source->key);
    if (known) {
        *id = (int64_t)*known;
        return OK;
    }
    TRY(store_source_ensure(id, d->store, source));
    *map_put(&d->sources, str_dup(&d->sources_arena, source->key)) = (uint64_t)*id;
    return OK;
}

status desk_keep(enum store_put *did, struct desk *d, struct arena *a, struct article *article,
                 struct analysed **analysed)
{
    TRY(store_article_put(did, d->store, article));
    if (*did == STORE_SAME)
        return OK;
    if (!d->archive)
        return store_backlog_put(d->store, article->id, article->version,
                                 *did == STORE_NEW ? STORE_WAITS_NEW : STORE_WAITS_VERSION);
    /* Only what is new needs the archive, and reading it must not keep other writers waiting. */
    d->fill_first = !archive_filled(d->archive);
    if (d->fill_first)
        return fail(E_BUSY, "the indexes are to be filled first");
    if (!*analysed)
        archive_analyse(analysed, d->archive, a, article, d->outlets);
    bool waited = false;
    if (*did == STORE_VERSION)
        TRY(store_backlog_remove(&waited, d->store, article->id, article->version));
    return archive_take(d->archive, d->store, *analysed, article,
                        *did == STORE_NEW ? ARCHIVE_NEW : ARCHIVE_VERSION);
}

static status put_article(struct desk *d, struct doc *doc)
{
    /* A second try starts from the same article. */
    struct article article = doc->article;
    article.source_id = doc->source_id;
    if (article.source_id == 0)
        TRY(source_id(&article.source_id, d, &doc->source));
    TRY(desk_keep(&doc->did, d, &doc->arena, &article, &doc->analysed));
    return doc->entry_id ? desk_page_done(d, doc, article.id) : OK;
}

static status apply(struct desk *d, struct doc *doc)
{
    if (doc->visit)
        return doc->failed ? OK : visit_keep(d->store, doc);
    if (doc->harvest)
        return desk_harvest(d, doc);
    if (doc->hub)
        return hubs_answered(d->store, doc->hub);
    if (doc->kind == DOC_RETRY || (doc->failed && doc->entry_id))
        return desk_page_failed(d, doc);
    if (!doc->failed && doc->kind != DOC_MARK)
        TRY(put_article(d, doc));
    /* What could not be read at all may be there the next time. */
    bool whole = doc->item == 0;
    if (doc->input_key.len == 0 || (doc->failed && whole && doc->code == E_IO))
        return OK;
    int64_t position = doc->failed && whole && doc->input_done ? 0 : doc->position;
    return store_import_set(d->store, sbuf_str(&doc->input_key), position, doc->input_done);
}

/* Whether the store refused this article, rather than failed. */
static bool refused(status s)
{
    return s == E_INPUT || s == E_LIMIT || s == E_EXISTS || s == E_NOTFOUND;
}

/* Applies the whole batch in a new transaction. *guilty: the doc that was refused. */
static status apply_all(struct doc **guilty, struct desk *d)
{
    *guilty = NULL;
    TRY(store_begin(d->store));
    for (size_t i = 0; i < d->batch_len; i++) {
        status s = apply(d, d->batch[i]);
        if (s != OK) {
            *guilty = d->batch[i];
            return s;
        }
    }
    return OK;
}

/* After GUILTY's failure S: until the batch is applied without what the store refuses. */
static status apply_again(struct desk *d, struct doc *guilty, status s)
{
    for (int tries = 0; s != OK;) {
        if (d->fill_first)
            tries = 0;
        else if (refused(s) && guilty && !guilty->failed)
            doc_fail(guilty, s);
        else if (s == E_BUSY && tries++ < BUSY_TRIES)
            usleep(BUSY_WAIT_US);
        else
            break;
        roll_back(d);
        if (d->fill_first) {
            d->fill_first = false;
            s = archive_fill(d->archive, d->store);
            guilty = NULL;
            if (s != OK)
                break;
        }
        s = apply_all(&guilty, d);
    }
    if (s != OK)
        roll_back(d);
    return s;
}

status desk_put(struct desk *d, struct doc *doc)
{
    status s = OK;
    struct doc *guilty = NULL;
    if (d->batch_len == 0) {
        d->batch_begin_us = clock_monotonic_us();
        s = store_begin(d->store);
    }
    d->batch[d->batch_len++] = doc;
    d->batch_bytes += doc->article.text.len + doc->article.body.s.len;
    if (doc->harvest || doc->visit)
        d->batch_bytes += doc->arena.used;
    if (s == OK) {
        s = apply(d, doc);
        guilty = doc;
    }
    if (s != OK)
        TRY(apply_again(d, guilty, s));
    bool full = d->batch_len == DESK_BATCH_MAX || d->batch_bytes >= DESK_BATCH_BYTES;
    return full ? desk_commit(d) : OK;
}

status desk_commit(struct desk *d)
{
    if (d->batch_len == 0)
        return OK;
    status s = store_commit(d->store);
    for (int tries = 0; s == E_BUSY && tries < BUSY_TRIES; tries++) {
        TRY(apply_again(d, NULL, s));
        s = store_commit(d->store);
    }
    if (s != OK) {
        roll_back(d);
        return s;
    }
    if (d->archive)
        archive_keep(d->archive);
    for (size_t i = 0; i < d->batch_len; i++)
        d->kept(d->ctx, d->batch[i]);
    d->batch_len = 0;
    d->batch_bytes = 0;
    return OK;
}
