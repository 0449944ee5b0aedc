/* Rounds: threads read and analyse, this thread keeps what they found, as the desk does. */
#include "pipeline/reanalyse.h"

#include "pipeline/readers.h"

struct reanalysis {
    const struct reanalyse_options *options;
    struct store *store;
    struct archive *archive;
    struct readers *readers;
    struct arena arena, outlets;
};

static status keep(struct reanalysis *x, const struct reread *round, size_t n)
{
    TRY(store_begin(x->store));
    for (size_t i = 0; i < n; i++)
        if (round[i].analysed)
            TRY(archive_take(x->archive, x->store, round[i].analysed, &round[i].article,
                             ARCHIVE_AGAIN));
    return store_commit(x->store);
}

static status rounds(struct reanalyse_counts *counts, struct reanalysis *x)
{
    const struct reanalyse_options *o = x->options;
    int64_t all;
    TRY(store_analysis_stale_count(&all, x->store, ANALYSE_METHOD));
    counts->all = (uint64_t)all;
    for (int64_t after = 0;;) {
        int64_t *ids;
        size_t n, max = readers_round_max(x->readers);
        struct reread *round;
        if (o->stop && o->stop())
            return fail(E_CANCELLED, "stopped");
        arena_reset(&x->arena);
        TRY(store_analysis_stale(&ids, &n, &x->arena, x->store, ANALYSE_METHOD, after,
                                 max < 1000 ? max : 1000));
        if (!n)
            return OK;
        TRY(readers_round(&round, x->readers, ids, n));
        status st = keep(x, round, n);
        if (st != OK) {
            store_rollback(x->store);
            return st;
        }
        archive_keep(x->archive);
        after = ids[n - 1];
        counts->done += n;
        if (o->progress)
            o->progress(o->ctx, counts);
    }
}

static status run(struct reanalyse_counts *counts, struct reanalysis *x)
{
    struct source *sources;
    size_t n;
    TRY(store_source_list(&sources, &n, &x->outlets, x->store));
    str *names = arena_array(&x->outlets, n, str);
    for (size_t i = 0; i < n; i++)
        names[i] = sources[i].name;
    struct readers_options options = {
        .store = x->options->store, .threads = x->options->threads, .outlets = {names, n}};
    TRY(archive_fill(x->archive, x->store));
    TRY(readers_new(&x->readers, &options));
    status st = rounds(counts, x);
    readers_free(x->readers);
    return st;
}

status reanalyse_run(struct reanalyse_counts *counts, const struct reanalyse_options *options)
{
    struct reanalysis x = {.options = options};
    *counts = (struct reanalyse_counts){0};
    TRY(store_open(&x.store, options->store));
    x.archive = archive_new(options->store, options->threads, options->window);
    arena_init(&x.arena);
    arena_init(&x.outlets);
    status st = run(counts, &x);
    arena_end(&x.arena);
    arena_end(&x.outlets);
    archive_free(x.archive);
    store_free(x.store);
    return st;
}
