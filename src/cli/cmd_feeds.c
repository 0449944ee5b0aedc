/* `courant feeds`: what is subscribed to, and how it is doing. */
#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "store/store.h"

#define LIST_PAGE 500
#define LINE_BYTES_MAX ((size_t)64 << 10)

/* In one word: what to do about it follows from the error. */
static const char *health(const struct feed *f)
{
    if (f->paused_us != TIME_NONE)
        return "paused";
    if (f->kind == FEED_OF_MAIL && str_empty(f->recipe))
        return "held";
    if (f->next_check_us == TIME_NONE)
        return f->failures ? "gone" : "ok";
    if (f->checked_us == TIME_NONE)
        return "new";
    return f->failures ? "failing" : "ok";
}

/* "3h ago", "in 12m", "-". */
static void put_when(struct sbuf *b, int64_t time_us, int64_t now_us)
{
    static const struct {
        int64_t seconds;
        char unit;
    } units[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    if (time_us == TIME_NONE) {
        sbuf_putc(b, '-');
        return;
    }
    int64_t away = (time_us - now_us) / CLOCK_SECOND_US, size = away < 0 ? -away : away;
    size_t i = 0;
    while (i + 1 < ARRAY_LEN(units) && size < units[i].seconds)
        i++;
    sbuf_printf(b, "%s%lld%c%s", away < 0 ? "" : "in ", (long long)(size / units[i].seconds),
                units[i].unit, away < 0 ? " ago" : "");
}

static void put_row(struct sbuf *line, struct arena *a, const struct feed *f, int64_t now_us)
{
    struct sbuf last, next;
    sbuf_init(&last, a, 64);
    sbuf_init(&next, a, 64);
    put_when(&last, f->succeeded_us, now_us);
    put_when(&next, f->next_check_us, now_us);
    sbuf_printf(line, "%-6lld %-8s %-9.*s %-9.*s %.*s", (long long)f->id, health(f),
                STR_FMT(sbuf_str(&last)), STR_FMT(sbuf_str(&next)), STR_FMT(f->url));
    if (!str_empty(f->title))
        sbuf_printf(line, "  %.*s", STR_FMT(f->title));
    if (!str_empty(f->error))
        sbuf_printf(line, "\n       %.*s", STR_FMT(f->error));
    sbuf_putc(line, '\n');
}

static void put_time(struct json *j, const char *key, int64_t time_us)
{
    if (time_us == TIME_NONE)
        return;
    json_key(j, key);
    json_time(j, time_us);
}

static void put_json(struct sbuf *line, const struct feed *f)
{
    struct json j;
    json_init(&j, line);
    json_object(&j);
    json_key_i64(&j, "id", f->id);
    json_key_str(&j, "url", f->url);
    json_key_str_opt(&j, "title", f->title);
    json_key_str_opt(&j, "site_url", f->site_url);
    if (f->folders.len) {
        json_key(&j, "folders");
        json_array(&j);
        for (size_t i = 0; i < f->folders.len; i++)
            json_str(&j, f->folders.at[i]);
        json_end(&j);
    }
    json_key_str(&j, "health", str_c(health(f)));
    put_time(&j, "checked", f->checked_us);
    put_time(&j, "succeeded", f->succeeded_us);
    put_time(&j, "next", f->next_check_us);
    put_time(&j, "newest", f->newest_us);
    if (f->failures)
        json_key_i64(&j, "failures", f->failures);
    json_key_str_opt(&j, "error", f->error);
    json_key_str_opt(&j, "moved_to", f->moved_url);
    json_end(&j);
    sbuf_putc(line, '\n');
}

static status list(struct store *s, bool json)
{
    struct arena a;
    struct feed *feeds;
    size_t n = LIST_PAGE, all = 0;
    int64_t after = 0, now_us = clock_now_us();
    status st = OK;
    arena_init(&a);
    while (n == LIST_PAGE && (st = store_feed_list(&feeds, &n, &a, s, after, LIST_PAGE)) == OK) {
        if (all == 0 && n > 0 && !json)
            printf("%-6s %-8s %-9s %-9s %s\n", "id", "health", "last", "next", "feed");
        for (size_t i = 0; i < n; i++) {
            struct sbuf line;
            sbuf_init(&line, &a, LINE_BYTES_MAX);
            if (json)
                put_json(&line, &feeds[i]);
            else
                put_row(&line, &a, &feeds[i], now_us);
            (void)!fwrite(line.p, 1, line.len, stdout);
        }
        all += n;
        after = n ? feeds[n - 1].id : after;
        arena_reset(&a);
    }
    arena_end(&a);
    if (st == OK && all == 0 && !json)
        printf("No subscriptions: make one with 'courant add URL', or bring some in with "
               "'courant opml import FILE'.\n");
    return st;
}

int cmd_feeds(const struct config *config, int argc, char **argv)
{
    bool json = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"json", CLI_FLAG, &json, NULL, "one JSON object a line"},
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
    struct store *s = NULL;
    arena_init(&a);
    status st = cli_store_prepare(config);
    if (st == OK)
        st = store_open(&s, cli_store_where(&a, config));
    if (st == OK)
        st = list(s, json);
    store_free(s);
    arena_end(&a);
    return st == OK ? CLI_OK : cli_failed(name);
}
