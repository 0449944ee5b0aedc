/* `courant fetch`: asks the subscribed feeds, or those named, or recordings of what they answered,
 * once. */
#include <inttypes.h>

#include "base/clock.h"
#include "cli/analysing.h"
#include "cli/cli.h"
#include "cli/collecting.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "fetch/fetch.h"
#include "pipeline/subscription.h"

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

/* What is to be asked. */
struct wish {
    bool all, due, again;
    int64_t *feeds;
    size_t feeds_len;
    const char *record, *replay;
    struct fetch_recorder *recorder;
    struct fetch_archive *archive;
};

/* Finds the feeds that were named, and has them due now. */
static status name_feeds(struct wish *wish, struct arena *a, const struct config *config, int n,
                         char **words)
{
    struct store *s;
    status st = OK;
    TRY(store_open(&s, cli_store_where(a, config)));
    wish->feeds = arena_array(a, (size_t)n, int64_t);
    for (int i = 0; i < n && st == OK; i++) {
        struct feed feed;
        int64_t id = 0;
        st = subscription_find(&id, a, s, str_c(words[i]));
        if (st == OK)
            st = store_feed_get(&feed, a, s, id);
        if (st == OK && feed.paused_us != TIME_NONE)
            st = fail(E_DENIED, "it is paused: 'courant feeds resume %lld' goes on", (long long)id);
        if (st == OK)
            st = store_feed_ask(s, id, clock_now_us(), wish->again);
        if (st != OK)
            st = fail_in(st, "%s", words[i]);
        wish->feeds[wish->feeds_len++] = id;
    }
    store_free(s);
    return st;
}

/* Nothing was asked because there is nothing to ask: for who begins. */
static void print_hint(str where, const struct collect_counts *counts)
{
    struct arena a;
    struct store *s;
    struct feed *feeds;
    size_t n = 1;
    if (counts->feeds || store_open(&s, where) != OK)
        return;
    arena_init(&a);
    if (store_feed_list(&feeds, &n, &a, s, 0, 1) == OK && n == 0)
        printf("No subscriptions: make one with 'courant add URL', or bring some in with "
               "'courant opml import FILE'.\n");
    arena_end(&a);
    store_free(s);
}

static status run(const struct config *config, struct arena *a, const struct wish *wish)
{
    struct report r = {0};
    struct collect_options options;
    struct collect_counts counts;
    collecting_options(&options, a, config);
    options.until_done = true;
    options.only = wish->feeds;
    options.only_len = wish->feeds_len;
    options.stop = cli_stop_asked;
    options.checked = checked;
    options.progress = progress;
    options.ctx = &r;
    options.recorder = wish->recorder;
    options.archive = wish->archive;
    if (wish->all)
        TRY(all_due(options.store));
    progress_begin(&r.progress, "documents");
    status done = collect_run(&counts, &options);
    progress_clear(&r.progress);
    print_counts(&r, &counts);
    if (done == OK)
        print_hint(options.store, &counts);
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
    mem_give_back();
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

/* A server that runs for this store asks as soon as it looks. */
static status lock_or_leave(int *lock, const struct config *config, const struct wish *wish)
{
    status locked = collecting_lock(lock, config);
    if (locked != E_BUSY || wish->feeds_len == 0)
        return locked;
    printf("%zu %s asked by the program that fetches for this data directory\n", wish->feeds_len,
           wish->feeds_len == 1 ? "feed is" : "feeds are");
    return OK;
}

/* The recordings are WISH's and the N that WORDS name. */
static status open_replay(struct wish *wish, struct arena *a, int n, char **words)
{
    char **paths = arena_array(a, (size_t)n + 1, char *);
    paths[0] = str_cstr(a, str_c(wish->replay));
    for (int i = 0; i < n; i++)
        paths[i + 1] = words[i];
    return recording_open(&wish->archive, "fetch", paths, (size_t)n + 1);
}

static status run_recorded(const struct config *config, struct arena *a, struct wish *wish)
{
    TRY(recording_begin(&wish->recorder, config, wish->record));
    status done = fetch_begin();
    if (done == OK) {
        done = run(config, a, wish);
        fetch_end();
    }
    return recording_end(wish->recorder, done);
}

static status fetch(const struct config *config, struct wish *wish, int n, char **words)
{
    struct arena a;
    int lock = -1;
    arena_init(&a);
    status done = cli_store_prepare(config);
    cli_stop_prepare();
    if (done == OK && wish->replay)
        done = open_replay(wish, &a, n, words);
    else if (done == OK && n > 0)
        done = name_feeds(wish, &a, config, n, words);
    if (done == OK)
        done = lock_or_leave(&lock, config, wish);
    if (done == OK && lock >= 0)
        done = run_recorded(config, &a, wish);
    if (done == OK && lock >= 0)
        done = analyse(config, &a);
    collecting_unlock(lock);
    fetch_archive_free(wish->archive);
    arena_end(&a);
    return done;
}

int cmd_fetch(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    struct wish wish = {0};
    const struct cli_option options[] = {
        {"due", CLI_FLAG, &wish.due, NULL, "those whose time has come (usual)"},
        {"all", CLI_FLAG, &wish.all, NULL, "all but the paused ones, whatever their plan"},
        {"again", CLI_FLAG, &wish.again, NULL, "of the feeds named: all of it, changed or not"},
        {"record", CLI_TEXT, &wish.record, "PATH",
         "record what comes into a new WARC file, or into a directory"},
        {"replay", CLI_TEXT, &wish.replay, "PATH...",
         "recordings answer, not the network: files and directories"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    bool named = n > 0 && !wish.replay;
    if (wish.all + wish.due + (wish.replay != NULL) + named > 1 || (!named && wish.again)) {
        (void)!fail(E_INPUT, "expected --due, --all, numbers or addresses of feeds, or recordings "
                             "with --replay");
        return cli_usage_error(name);
    }
    return fetch(config, &wish, n, argv) == OK ? CLI_OK : cli_failed(name);
}
