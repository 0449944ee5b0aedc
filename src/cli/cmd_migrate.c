/* `courant migrate`: makes the store, or brings it up to date. */
#include "cli/analysing.h"
#include "cli/cli.h"
#include "pipeline/reanalyse.h"
#include "store/store.h"

#include <inttypes.h>

static status reindex(str where)
{
    struct store *s;
    TRY(store_open(&s, where));
    status st = store_reindex(s);
    store_free(s);
    return st;
}

static status reanalyse(str where, const struct config *config)
{
    struct backlog_counts counts;
    struct backlog_options options;
    analysing_options(&options, where, config);
    status st = analysing_run(&counts, &options, reanalyse_run);
    if (st == OK)
        printf("%" PRIu64 " articles analysed.\n", counts.done);
    else if (st == E_CANCELLED)
        st = fail(st, "stopped after %" PRIu64 " of %" PRIu64 " articles; the same command goes on",
                  counts.done, counts.all);
    return st;
}

int cmd_migrate(const struct config *config, int argc, char **argv)
{
    bool again = false, analyse = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"reindex", CLI_FLAG, &again, NULL, "make the search index anew as well"},
        {"reanalyse", CLI_FLAG, &analyse, NULL,
         "analyse the articles that were not yet, or by older methods"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n > 0) {
        (void)!fail(E_INPUT, "unexpected argument '%s'", argv[0]);
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    str where = cli_store_where(&a, config);
    status st = store_migrate(where);
    if (st == OK && again)
        st = reindex(where);
    if (st == OK && analyse)
        st = reanalyse(where, config);
    arena_end(&a);
    if (st != OK)
        return cli_failed(name);
    puts(again ? "The store is up to date, its search index made anew."
               : "The store is up to date.");
    return CLI_OK;
}
