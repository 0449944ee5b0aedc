/* `courant feeds`: what is subscribed to, how it is doing, and what to do about it. */
#include "base/clock.h"
#include "cli/cli.h"
#include "cli/feed_lines.h"
#include "cli/feed_set.h"
#include "cli/hub_lines.h"
#include "pipeline/subscription.h"

#define LIST_PAGE 500
#define LINES_BYTES_MAX ((size_t)1 << 20)
#define NEWEST_SHOWN 5

struct call {
    struct arena *a;
    struct store *store;
    bool json, removed;
    struct feed_set set;
    int64_t now_us;
};

/* --- lists ----------------------------------------------------------------------------------- */

/* A newsletter's recipe says whether it is published. */
static status add_recipe(struct call *c, struct feed_row *row)
{
    struct feed feed;
    row->feed.recipe = S("");
    if (row->feed.kind != FEED_OF_MAIL || row->feed.removed_us != TIME_NONE)
        return OK;
    TRY(store_feed_get(&feed, c->a, c->store, row->feed.id));
    row->feed.recipe = feed.recipe;
    return OK;
}

static status print_row(struct call *c, struct feed_row *row)
{
    struct sbuf b;
    str text;
    sbuf_init(&b, c->a, LINES_BYTES_MAX);
    TRY(add_recipe(c, row));
    const struct feed_hub *hub;
    TRY(hub_lines_get(&hub, c->a, c->store, row->feed.id));
    if (c->json) {
        struct feed_settings settings;
        TRY(store_feed_settings_get(&settings, c->a, c->store, row->feed.id));
        feed_lines_json(&b, c->a, row, &settings, NULL, hub, c->now_us);
    } else {
        feed_lines_row(&b, c->a, row, hub, c->now_us);
    }
    TRY(sbuf_end(&text, &b));
    (void)!fwrite(text.p, 1, text.len, stdout);
    return OK;
}

static status print_page(size_t *n, struct call *c, size_t skip)
{
    struct feed_row *rows;
    const struct feed_query query = {
        .now_us = c->now_us,
        .health = c->removed ? HEALTH_REMOVED : HEALTH_ANY,
        .sort = FEEDS_BY_ID,
        .limit = LIST_PAGE,
        .skip = skip,
    };
    TRY(store_feed_rows(&rows, n, c->a, c->store, &query));
    if (skip == 0 && *n > 0 && !c->json) {
        struct sbuf head;
        sbuf_init(&head, c->a, 200);
        feed_lines_head(&head);
        printf("%.*s", STR_FMT(sbuf_str(&head)));
    }
    for (size_t i = 0; i < *n; i++)
        TRY(print_row(c, &rows[i]));
    return OK;
}

static status list(struct call *c)
{
    size_t all = 0;
    for (size_t n = LIST_PAGE; n == LIST_PAGE; all += n) {
        struct arena_mark mark = arena_mark(c->a);
        TRY(print_page(&n, c, all));
        arena_rewind(c->a, mark);
    }
    if (all == 0 && !c->json)
        printf("%s\n", c->removed
                           ? "Nothing was removed within the last seven days."
                           : "No subscriptions: make one with 'courant add URL', or bring some in "
                             "with 'courant opml import FILE'.");
    return OK;
}

/* --- verbs, for one feed each ---------------------------------------------------------------- */

static void say(int64_t id, const char *what)
{
    printf("%lld: %s\n", (long long)id, what);
}

static status show(struct call *c, int64_t id)
{
    struct feed_told told;
    struct feed_entry *newest;
    struct sbuf b;
    str text;
    TRY(store_feed_row(&told.row, c->a, c->store, id, c->now_us));
    TRY(add_recipe(c, &told.row));
    TRY(hub_lines_get(&told.hub, c->a, c->store, id));
    TRY(store_feed_settings_get(&told.settings, c->a, c->store, id));
    TRY(store_feed_entry_counts(&told.counts, c->store, id));
    TRY(store_feed_entries(&newest, &told.newest_len, c->a, c->store, id, NEWEST_SHOWN));
    told.newest = newest;
    sbuf_init(&b, c->a, LINES_BYTES_MAX);
    if (c->json)
        feed_lines_json(&b, c->a, &told.row, &told.settings, &told.counts, told.hub, c->now_us);
    else
        feed_lines_show(&b, c->a, &told, c->now_us);
    TRY(sbuf_end(&text, &b));
    (void)!fwrite(text.p, 1, text.len, stdout);
    return OK;
}

static status pause_feed(struct call *c, int64_t id)
{
    TRY(store_feed_pause(c->store, id, c->now_us));
    say(id, "paused; 'courant feeds resume' goes on");
    return OK;
}

static status resume(struct call *c, int64_t id)
{
    TRY(store_feed_resume(c->store, id, c->now_us));
    say(id, "is asked again");
    return OK;
}

static status remove_feed(struct call *c, int64_t id)
{
    TRY(store_feed_remove(c->store, id, c->now_us));
    say(id, "removed, its articles stay; 'courant feeds restore' brings it back within seven days");
    return OK;
}

static status restore(struct call *c, int64_t id)
{
    TRY(store_feed_restore(c->store, id));
    say(id, "is back");
    return OK;
}

static status set(struct call *c, int64_t id)
{
    TRY(feed_set_apply(&c->set, c->a, c->store, id, c->now_us));
    say(id, "set");
    if (c->set.secrets_dropped)
        say(id, "its name, password and cookie were for another site, and are forgotten");
    return OK;
}

static const struct verb {
    const char *name;
    status (*run)(struct call *c, int64_t id);
} VERBS[] = {
    {"show", show},          {"pause", pause_feed}, {"resume", resume},
    {"remove", remove_feed}, {"restore", restore},  {"set", set},
};

static const struct verb *verb_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(VERBS); i++)
        if (strcmp(VERBS[i].name, name) == 0)
            return &VERBS[i];
    (void)!fail(E_INPUT, "'%s' is none of show, pause, resume, remove, restore and set", name);
    return NULL;
}

/* Whether the words after the verb make sense; reads what is to be set. */
static status read_words(struct call *c, const struct verb *verb, size_t *feeds, int n,
                         char **words)
{
    *feeds = 0;
    for (int i = 0; i < n; i++) {
        str word = str_c(words[i]);
        if (verb->run != set || !feed_set_is(word)) {
            words[(*feeds)++] = words[i];
            continue;
        }
        TRY(feed_set_read(&c->set, c->a, word));
    }
    bool any = verb->run != set;
    for (int i = 0; i < SET_KEYS; i++)
        any |= c->set.has[i];
    if (*feeds == 0)
        return fail(E_INPUT,
                    "which feeds? Their numbers or addresses, as 'courant feeds' has them");
    if (!any)
        return fail(E_INPUT, "what is to be set? For example title=NAME or full_text=always");
    if (c->set.has[SET_URL] && *feeds > 1)
        return fail(E_INPUT, "several feeds cannot have one address");
    return OK;
}

/* Each by itself: what is wrong with one leaves the others be. */
static int run(struct call *c, const struct verb *verb, size_t n, char **words)
{
    int failures = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t id;
        status st = subscription_find(&id, c->a, c->store, str_c(words[i]));
        if (st == OK)
            st = verb->run(c, id);
        if (st == OK)
            continue;
        fprintf(stderr, "courant feeds %s: %s: %s\n", verb->name, words[i], err_text());
        failures++;
    }
    return failures ? CLI_SOME_ERRORS : CLI_OK;
}

static int open_and_run(struct call *c, const struct config *config, const char *name,
                        const struct verb *verb, size_t feeds, char **words)
{
    int done = CLI_OK;
    status st = cli_store_prepare(config);
    if (st == OK)
        st = store_open(&c->store, cli_store_where(c->a, config));
    if (st == OK && verb)
        done = run(c, verb, feeds, words);
    else if (st == OK)
        st = list(c);
    store_free(c->store);
    return st == OK ? done : cli_failed(name);
}

int cmd_feeds(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    struct arena a;
    struct call c = {.a = &a, .now_us = clock_now_us()};
    const struct cli_option options[] = {
        {"json", CLI_FLAG, &c.json, NULL, "of the list and of show: one JSON object a line"},
        {"removed", CLI_FLAG, &c.removed, NULL, "list those that were removed instead"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    arena_init(&a);
    const struct verb *verb = n > 0 ? verb_find(argv[0]) : NULL;
    size_t feeds = 0;
    status fit = n > 0 && !verb ? E_INPUT : OK;
    if (verb)
        fit = read_words(&c, verb, &feeds, n - 1, argv + 1);
    int done =
        fit == OK ? open_and_run(&c, config, name, verb, feeds, argv + 1) : cli_usage_error(name);
    arena_end(&a);
    return done;
}
