/* `courant fetch`: asks the subscribed feeds, once. */
#include <inttypes.h>

#include "base/clock.h"
#include "cli/analysing.h"
#include "cli/cli.h"
#include "cli/collecting.h"
#include "cli/progress.h"
#include "fetch/fetch.h"

#define ERRORS_SHOWN 20

/* The desk's thread reports errors, the main thread draws; both under stdio's lock. */
struct report {
    struct progress progress;
    uint64_t errors;
};

static void checked(void *ctx, str address, str error)
{
    struct report *r = ctx;
    if (str_empty(error) || r->errors++ >= ERRORS_SHOWN)
        return;
    progress_clear(&r->progress);
    fprintf(stderr, "courant fetch: %.*s: %.*s\n", STR_FMT(address), STR_FMT(error));
}

static void progress(void *ctx, const struct collect_counts *c)
{
    struct report *r = ctx;
    progress_show(&r->progress, c->feeds + c->pages, -1);
}

static void print_counts(const struct report *r, const struct collect_counts *c)
{
    if (r->errors > ERRORS_SHOWN)
        fprintf(stderr, "courant fetch: and %" PRIu64 " more; 'courant feeds' has all\n",
                r->errors - ERRORS_SHOWN);
    printf("%" PRIu64 " feeds asked: %" PRIu64 " unchanged, %" PRIu64 " failed\n", c->feeds,
           c->unchanged, c->failed);
    printf("%" PRIu64 " new articles, %" PRIu64 " new versions; %" PRIu64 " pages fetched\n",
           c->flow.fresh, c->flow.versions, c->pages);
    if (c->delivered)
        printf("%" PRIu64 " deliveries read\n", c->delivered);
}

static status all_due(str where)
{
    struct store *s;
    int64_t changed;
    TRY(store_open(&s, where));
    status done = store_feed_all_due(&changed, s, clock_now_us());
    store_free(s);
    return done;
}

static status run(const struct config *config, struct arena *a, bool all)
{
    struct report r = {0};
    struct collect_options options;
    struct collect_counts counts;
    collecting_options(&options, a, config);
    options.until_done = true;
    options.stop = cli_stop_asked;
    options.checked = checked;
    options.progress = progress;
    options.ctx = &r;
    if (all)
        TRY(all_due(options.store));
    cli_stop_prepare();
    progress_begin(&r.progress, "documents");
    status done = collect_run(&counts, &options);
    progress_clear(&r.progress);
    print_counts(&r, &counts);
    fflush(stdout);
    return done;
}

/* What has come, and what an earlier run has left. */
static status analyse(const struct config *config, struct arena *a)
{
    struct backlog_options options;
    struct backlog_counts counts;
    if (!str_ieq(config->analyses, S("on")))
        return OK;
    analysing_options(&options, cli_store_where(a, config), config);
    status done = analysing_run(&counts, &options, backlog_run);
    if (counts.done)
        printf("%" PRIu64 " articles analysed\n", counts.done);
    if (done == E_CANCELLED)
        done = fail(done,
                    "stopped; %" PRIu64 " articles are there to be read, and wait for their "
                    "analyses: the next 'courant fetch' or 'serve' goes on",
                    counts.all - counts.done);
    return done;
}

int cmd_fetch(const struct config *config, int argc, char **argv)
{
    bool all = false, due = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"due", CLI_FLAG, &due, NULL, "those whose time has come (usual)"},
        {"all", CLI_FLAG, &all, NULL, "all but the paused ones, whatever their plan"},
    };
    int n, lock = -1;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n > 0 || (all && due)) {
        (void)!fail(E_INPUT, "expected --due or --all, and nothing else");
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    status done = cli_store_prepare(config);
    if (done == OK)
        done = collecting_lock(&lock, config);
    if (done == OK)
        done = fetch_begin();
    if (done == OK) {
        done = run(config, &a, all);
        fetch_end();
    }
    if (done == OK)
        done = analyse(config, &a);
    collecting_unlock(lock);
    arena_end(&a);
    return done == OK ? CLI_OK : cli_failed(name);
}
