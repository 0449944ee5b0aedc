/* Old analyses are backlog. */
#include "pipeline/reanalyse.h"

status reanalyse_run(struct backlog_counts *counts, const struct backlog_options *options,
                     const struct backlog_run *run)
{
    struct store *store;
    *counts = (struct backlog_counts){0};
    TRY(store_open(&store, options->where));
    status st = store_backlog_fill(store, ANALYSE_METHOD);
    store_free(store);
    return st == OK ? backlog_run(counts, options, run) : st;
}
