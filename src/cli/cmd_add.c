/* `courant add URL...`: subscribes to feeds, found through pages if need be. */
#include "base/clock.h"
#include "cli/cli.h"
#include "pipeline/find_feed.h"
#include "pipeline/subscription.h"

#define OTHERS_SHOWN 8

static void print_found(const struct found_feed *found, bool made)
{
    str name = str_empty(found->feed.title) ? found->feed.url : found->feed.title;
    printf("%s '%.*s', %zu entries: %.*s\n", made ? "Subscribed to" : "Already subscribed to",
           STR_FMT(name), found->entries, STR_FMT(found->feed.url));
    for (size_t i = 0; i < found->others.len && i < OTHERS_SHOWN; i++)
        printf("  also there: %.*s%s%.*s\n", STR_FMT(found->others.at[i].url),
               str_empty(found->others.at[i].title) ? "" : "  ",
               STR_FMT(found->others.at[i].title));
}

static status add(struct arena *a, struct store *s, const struct config *config, str typed)
{
    struct fetch_limits limits = fetch_limits_default;
    limits.total_ms = (int)config->fetch_timeout * 1000;
    const struct fetch_request request = {
        .limits = &limits,
        .guard = config->fetch_private ? fetch_guard_any : fetch_guard_public,
        .contact = config->public_url,
        .stop = cli_stop_asked,
    };
    struct found_feed found;
    int64_t id;
    bool made;
    TRY(find_feed(&found, a, typed, &request, config->fetch_pause * 1000));
    TRY(subscription_add(&id, &made, a, s, &found.feed, clock_now_us()));
    print_found(&found, made);
    fflush(stdout);
    return OK;
}

static int add_all(const struct config *config, const char *name, int n, char **argv)
{
    struct arena a;
    struct store *s = NULL;
    int failures = 0;
    arena_init(&a);
    status st = cli_store_prepare(config);
    if (st == OK)
        st = store_open(&s, cli_store_where(&a, config));
    if (st == OK)
        st = fetch_begin();
    if (st != OK)
        failures += cli_failed(name) != CLI_OK;
    cli_stop_prepare();
    for (int i = 0; i < n && st == OK && !cli_stop_asked(); i++) {
        struct arena_mark mark = arena_mark(&a);
        if (add(&a, s, config, str_c(argv[i])) != OK) {
            fprintf(stderr, "courant add: %s: %s\n", argv[i], err_text());
            failures++;
        }
        arena_rewind(&a, mark);
    }
    if (st == OK)
        fetch_end();
    store_free(s);
    arena_end(&a);
    return failures || cli_stop_asked() ? CLI_SOME_ERRORS : CLI_OK;
}

int cmd_add(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    int n;
    if (cli_parse(&n, argc, argv, NULL, 0) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n == 0) {
        (void)!fail(E_INPUT, "what is to be subscribed to? Name addresses of feeds or of pages");
        return cli_usage_error(name);
    }
    return add_all(config, name, n, argv);
}
