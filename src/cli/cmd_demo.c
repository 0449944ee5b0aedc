/* `courant demo`: the demo press, to see a full site before anything is subscribed to. */
#include "cli/cli.h"

#include "base/clock.h"
#include "pipeline/demo.h"

#include <inttypes.h>

static void failed(void *ctx, const struct doc *d)
{
    (void)ctx;
    fprintf(stderr, "courant demo: %.*s:%" PRIu64 ": %s\n", STR_FMT(sbuf_str(&d->name)), d->item,
            d->error);
}

static status load(bool *complete, struct arena *a, const struct config *config, str from)
{
    struct demo_options options = {
        .store = cli_store_where(a, config),
        .dir = from,
        .threads = cli_threads(config),
        .window = (size_t)config->related_articles,
        .now_us = clock_now_us(),
        .stop = cli_stop_asked,
        .failed = failed,
    };
    struct flow_counts counts;
    cli_stop_prepare();
    TRY(demo_load(&counts, &options));
    printf("The demo press is in: %" PRIu64 " articles, %" PRIu64 " corrected versions of them.\n"
           "`courant demo remove` takes it away.\n",
           counts.fresh, counts.versions);
    *complete = counts.errors == 0;
    return OK;
}

/* Whether the store is for the demo: nothing in it, and nobody took the demo away. */
static status wanted(bool *out, struct store *s)
{
    enum demo_state state;
    int64_t articles;
    TRY(demo_state(&state, s));
    TRY(store_article_count(&articles, s));
    *out = state == DEMO_UNFINISHED || (state == DEMO_NEVER && articles == 0);
    return OK;
}

static status with_store(bool *complete, struct arena *a, const struct config *config, bool remove,
                         bool if_empty, str from)
{
    struct store *s;
    bool go = true;
    int64_t removed = 0;
    TRY(cli_store_prepare(config));
    TRY(store_open(&s, cli_store_where(a, config)));
    status done = OK;
    if (remove)
        done = demo_remove(&removed, s);
    else if (if_empty)
        done = wanted(&go, s);
    store_free(s);
    TRY(done);
    if (remove) {
        printf("The demo press is gone: %" PRId64 " articles.\n", removed);
        return OK;
    }
    return go ? load(complete, a, config, from) : OK;
}

int cmd_demo(const struct config *config, int argc, char **argv)
{
    bool if_empty = false;
    const char *from = NULL, *name = argv[0];
    const struct cli_option options[] = {
        {"from", CLI_TEXT, &from, "DIR", "load the rendered press in DIR"},
        {"if-empty", CLI_FLAG, &if_empty, NULL, "load only into a store that holds nothing yet"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    bool remove = n == 1 && strcmp(argv[0], "remove") == 0;
    bool load_it = n == 1 && strcmp(argv[0], "load") == 0;
    if (n > 1 || (n == 1 && !remove && !load_it)) {
        (void)!fail(E_INPUT, "'%s' is not load or remove", argv[n - 1]);
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    bool complete = true;
    str dir = from ? str_c(from) : cli_demo_dir(&a, config);
    status done = with_store(&complete, &a, config, remove, if_empty || n == 0, dir);
    int exit_status = done == OK && complete ? CLI_OK : CLI_SOME_ERRORS;
    if (done != OK)
        cli_failed(name);
    arena_end(&a);
    return exit_status;
}
