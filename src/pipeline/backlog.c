/* Rounds over what waits. What the store refuses is passed over, so that it holds up nothing. */
#include "pipeline/backlog.h"

#include "base/clock.h"
#include "base/log.h"
#include "pipeline/readers.h"

#include <unistd.h>

#define BUSY_TRIES 60
#define BUSY_WAIT_US 250000
#define OUTLETS_US (60 * CLOCK_SECOND_US) /* names of sources are read anew */

struct backlog {
    struct backlog_options options;
    struct store *store;
    struct archive *archive;
    struct readers *readers;
    struct arena arena, outlets_arena;
    struct strs outlets;
    int64_t outlets_us; /* monotonic: when they were read; 0: never */
};

_Static_assert((int)STORE_WAITS_NEW == (int)ARCHIVE_NEW &&
                   (int)STORE_WAITS_VERSION == (int)ARCHIVE_VERSION &&
                   (int)STORE_WAITS_AGAIN == (int)ARCHIVE_AGAIN,
               "reasons are kept by number");

status backlog_new(struct backlog **out, const struct backlog_options *options)
{
    struct backlog *b = mem_calloc(1, sizeof *b);
    b->options = *options;
    arena_init(&b->arena);
    arena_init(&b->outlets_arena);
    b->archive = archive_new(options->where, options->threads, options->window);
    b->store = options->store;
    status st = b->store ? OK : store_open(&b->store, options->where);
    if (st != OK) {
        backlog_free(b);
        b = NULL;
    }
    *out = b;
    return st;
}

void backlog_free(struct backlog *b)
{
    if (!b)
        return;
    readers_free(b->readers);
    archive_free(b->archive);
    if (!b->options.store)
        store_free(b->store);
    arena_end(&b->arena);
    arena_end(&b->outlets_arena);
    free(b);
}

static status read_outlets(struct backlog *b)
{
    struct source *sources;
    size_t n;
    int64_t now_us = clock_monotonic_us();
    if (b->outlets_us && now_us - b->outlets_us < OUTLETS_US)
        return OK;
    arena_reset(&b->outlets_arena);
    b->outlets = (struct strs){0};
    b->outlets_us = 0;
    TRY(store_source_list(&sources, &n, &b->outlets_arena, b->store));
    str *names = arena_array(&b->outlets_arena, n, str);
    for (size_t i = 0; i < n; i++)
        names[i] = sources[i].name;
    b->outlets = (struct strs){names, n};
    b->outlets_us = now_us;
    return OK;
}

/* What a round needs, when there is one. */
static status prepare(struct backlog *b)
{
    if (!archive_filled(b->archive))
        TRY(archive_fill(b->archive, b->store));
    TRY(read_outlets(b));
    if (!b->readers) {
        const struct readers_options options = {.store = b->options.where,
                                                .threads = b->options.threads};
        TRY(readers_new(&b->readers, &options));
    }
    readers_outlets(b->readers, b->outlets);
    return OK;
}

static status keep_one(struct backlog *b, struct reread *r, int64_t reason)
{
    bool waited = false;
    TRY(store_backlog_remove(&waited, b->store, r->article.id, r->article.version));
    if (!waited)
        return OK;
    return archive_take(b->archive, b->store, r->analysed, &r->article,
                        (enum archive_reason)reason);
}

/* *guilty: the article that was refused; LEN when it was none. */
static status keep_all(size_t *guilty, struct backlog *b, struct reread *round,
                       const struct store_waiting *waiting, size_t len)
{
    *guilty = len;
    TRY(store_begin(b->store));
    for (size_t i = 0; i < len; i++) {
        /* One that has been removed takes its row with it. */
        status st = round[i].analysed ? keep_one(b, &round[i], waiting[i].reason) : OK;
        if (st != OK) {
            *guilty = i;
            return st;
        }
    }
    return store_commit(b->store);
}

/* Whether the store refused this article, rather than failed. */
static bool refused(status s)
{
    return s == E_INPUT || s == E_LIMIT || s == E_EXISTS || s == E_NOTFOUND;
}

/* It waits no more; `courant migrate --reanalyse` tries again. */
static status pass_over(struct backlog *b, struct reread *r)
{
    bool was;
    log_warn("analyse", "an article was not analysed", "article=%lld reason=\"%s\"",
             (long long)r->article.id, err_text());
    r->analysed = NULL;
    return store_backlog_remove(&was, b->store, r->article.id, r->article.version);
}

static status keep(struct backlog *b, struct reread *round, const struct store_waiting *waiting,
                   size_t len)
{
    size_t guilty;
    status st;
    for (int tries = 0; (st = keep_all(&guilty, b, round, waiting, len)) != OK;) {
        char why[ERR_TEXT_MAX];
        snprintf(why, sizeof why, "%s", err_text());
        store_rollback(b->store);
        archive_undo(b->archive, b->store);
        st = fail(st, "%s", why);
        if (guilty < len && refused(st))
            TRY(pass_over(b, &round[guilty]));
        else if (st == E_BUSY && tries++ < BUSY_TRIES)
            usleep(BUSY_WAIT_US);
        else
            return st;
    }
    archive_keep(b->archive);
    return OK;
}

status backlog_round(size_t *done, struct backlog *b)
{
    struct store_waiting *waiting;
    struct reread *round;
    size_t n, max = (size_t)b->options.threads * READERS_PART;
    *done = 0;
    arena_reset(&b->arena);
    TRY(store_backlog_list(&waiting, &n, &b->arena, b->store, 0, max < 1000 ? max : 1000));
    if (!n)
        return OK;
    TRY(prepare(b));
    int64_t *ids = arena_array(&b->arena, n, int64_t);
    for (size_t i = 0; i < n; i++)
        ids[i] = waiting[i].article_id;
    TRY(readers_round(&round, b->readers, ids, n));
    TRY(keep(b, round, waiting, n));
    *done = n;
    return OK;
}

static status run_rounds(struct backlog_counts *counts, struct backlog *b,
                         const struct backlog_run *run)
{
    int64_t all;
    TRY(store_backlog_count(&all, b->store));
    counts->all = (uint64_t)all;
    for (size_t n;;) {
        if (run->stop && run->stop())
            return fail(E_CANCELLED, "stopped");
        TRY(backlog_round(&n, b));
        if (!n)
            return OK;
        counts->done += n;
        if (run->progress)
            run->progress(run->ctx, counts);
    }
}

status backlog_run(struct backlog_counts *counts, const struct backlog_options *options,
                   const struct backlog_run *run)
{
    struct backlog *b;
    *counts = (struct backlog_counts){0};
    TRY(backlog_new(&b, options));
    status st = run_rounds(counts, b, run);
    backlog_free(b);
    return st;
}
