/* `courant add URL...`: subscribes to feeds, found through pages if need be; --preview shows what
 * that would bring. */
#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/newsletters.h"
#include "cli/recording.h"
#include "pipeline/find_feed.h"
#include "pipeline/subscription.h"

#define OTHERS_SHOWN 8
#define SHOWN_BYTES_MAX ((size_t)256 << 10)

struct wish {
    bool preview, json;
    int64_t choose;   /* as the preview numbers them, from 1 */
    const char *mail; /* the name of a newsletter */
    const char *record, *replay;
    struct fetch_recorder *recorder;
    struct fetch_archive *archive;
};

/* For people; and for programs. */
static const struct {
    const char *text, *name;
} found_texts[] = {
    [PREVIEW_ITSELF] = {"the address itself", "itself"},
    [PREVIEW_DECLARED] = {"the page declares it", "declared"},
    [PREVIEW_LINKED] = {"the page links to it", "linked"},
    [PREVIEW_RULE] = {"sites of this kind have it", "rule"},
    [PREVIEW_GUESSED] = {"where feeds often are", "guessed"},
    [PREVIEW_LIST] = {"made from the page's links", "list"},
};

static const char *kind_name(enum feed_source_kind kind)
{
    return kind == FEED_OF_PAGE ? "page" : "feed";
}

/* --- what would be subscribed to ------------------------------------------------------------- */

static void put_day(struct sbuf *b, int64_t time_us)
{
    if (time_us == TIME_NONE) {
        sbuf_put(b, S("no date   "));
        return;
    }
    struct civil c = clock_civil(time_us);
    sbuf_printf(b, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void put_whole(struct sbuf *b, const struct feed_preview *p)
{
    if (p->entries == 0)
        return;
    if (p->whole == p->entries)
        sbuf_put(b, S("text:     whole in the feed\n"));
    else if (p->whole == 0)
        sbuf_put(b, S("text:     the pages of the entries are fetched for it\n"));
    else
        sbuf_printf(b, "text:     whole for %zu, the pages of the others are fetched for it\n",
                    p->whole);
}

static void put_choices(struct sbuf *b, const struct feed_preview *p)
{
    if (p->choices.len < 2)
        return;
    sbuf_put(b, S("choices:  another one is taken with --choose N\n"));
    for (size_t i = 0; i < p->choices.len; i++) {
        const struct preview_choice *c = &p->choices.at[i];
        sbuf_printf(b, "%c %2zu  %s  %.*s  (%s", i == p->chosen ? '*' : ' ', i + 1,
                    kind_name(c->kind), STR_FMT(c->url), found_texts[c->found].text);
        if (c->entries)
            sbuf_printf(b, ", %zu entries", c->entries);
        sbuf_put(b, S(")"));
        if (!str_empty(c->title))
            sbuf_printf(b, "  %.*s", STR_FMT(c->title));
        sbuf_putc(b, '\n');
    }
}

static void put_table(struct sbuf *b, const struct feed_preview *p)
{
    const struct preview_choice *chosen = &p->choices.at[p->chosen];
    sbuf_printf(b, "title:    %.*s\n", STR_FMT(p->title));
    sbuf_printf(b, "site:     %.*s\n", STR_FMT(p->site_url));
    sbuf_printf(b, "%s:     %.*s\n", kind_name(p->kind), STR_FMT(p->url));
    sbuf_printf(b, "found:    %s\n", found_texts[chosen->found].text);
    sbuf_printf(b, "entries:  %zu\n", p->entries);
    put_whole(b, p);
    vec_each (const struct preview_entry, e, &p->newest) {
        sbuf_put(b, S("  "));
        put_day(b, e->published_us);
        str name = str_empty(e->title) ? e->url : e->title;
        sbuf_printf(b, "  %.*s\n", STR_FMT(name));
    }
    put_choices(b, p);
}

static void json_entry(struct json *j, const struct preview_entry *e)
{
    json_object(j);
    json_key_str_opt(j, "title", e->title);
    json_key_str_opt(j, "url", e->url);
    json_key_time_opt(j, "published", e->published_us);
    json_key_bool(j, "whole", e->whole);
    json_end(j);
}

static void json_choice(struct json *j, const struct preview_choice *c)
{
    json_object(j);
    json_key_str(j, "kind", str_c(kind_name(c->kind)));
    json_key_str(j, "url", c->url);
    json_key_str_opt(j, "title", c->title);
    json_key_str(j, "found", str_c(found_texts[c->found].name));
    if (c->entries)
        json_key_i64(j, "entries", (int64_t)c->entries);
    json_end(j);
}

static void put_json(struct sbuf *b, const struct feed_preview *p)
{
    struct json j;
    json_init(&j, b);
    json_object(&j);
    json_key_str(&j, "kind", str_c(kind_name(p->kind)));
    json_key_str(&j, "url", p->url);
    json_key_str_opt(&j, "title", p->title);
    json_key_str_opt(&j, "site_url", p->site_url);
    json_key_i64(&j, "entries", (int64_t)p->entries);
    json_key_i64(&j, "whole", (int64_t)p->whole);
    json_key(&j, "newest");
    json_array(&j);
    vec_each (const struct preview_entry, e, &p->newest)
        json_entry(&j, e);
    json_end(&j);
    json_key_i64(&j, "chosen", (int64_t)p->chosen + 1);
    json_key(&j, "choices");
    json_array(&j);
    vec_each (const struct preview_choice, c, &p->choices)
        json_choice(&j, c);
    json_end(&j);
    json_end(&j);
    sbuf_putc(b, '\n');
}

static status show(struct arena *a, const struct feed_preview *p, bool json)
{
    struct sbuf b;
    str text;
    sbuf_init(&b, a, SHOWN_BYTES_MAX);
    if (json)
        put_json(&b, p);
    else
        put_table(&b, p);
    TRY(sbuf_end(&text, &b));
    (void)!fwrite(text.p, 1, text.len, stdout);
    return OK;
}

/* --- subscribing ----------------------------------------------------------------------------- */

static void print_made(const struct feed_preview *p, bool made)
{
    str name = str_empty(p->title) ? p->url : p->title;
    printf("%s '%.*s', %zu entries: %.*s\n", made ? "Subscribed to" : "Already subscribed to",
           STR_FMT(name), p->entries, STR_FMT(p->url));
    if (p->kind == FEED_OF_PAGE)
        printf("  it has no feed: its entries are made from the links of this page%s\n",
               made ? "" : ", as they are found now");
    for (size_t i = 0, shown = 0; i < p->choices.len && shown < OTHERS_SHOWN; i++) {
        const struct preview_choice *c = &p->choices.at[i];
        if (i == p->chosen || c->kind != FEED_OF_FEED)
            continue;
        printf("  also there: %.*s%s%.*s\n", STR_FMT(c->url), str_empty(c->title) ? "" : "  ",
               STR_FMT(c->title));
        shown++;
    }
}

/* A name and password that were typed with the address are not told. */
static void hide_secrets(struct feed_preview *p, struct arena *a)
{
    p->url = subscription_shown(a, p->url);
    p->site_url = subscription_shown(a, p->site_url);
    vec_each (struct preview_choice, c, &p->choices)
        c->url = subscription_shown(a, c->url);
    vec_each (struct preview_entry, e, &p->newest)
        e->url = subscription_shown(a, e->url);
}

static status add(struct arena *a, struct store *s, const struct config *config, str typed,
                  const struct wish *wish)
{
    struct fetch_limits limits = fetch_limits_default;
    limits.total_ms = (int)config->fetch_timeout * 1000;
    const struct fetch_request request = {
        .limits = &limits,
        .guard = config->fetch_private ? fetch_guard_any : fetch_guard_public,
        .contact = config->public_url,
        .sender = cli_sender(a, config),
        .ca_file = config->fetch_ca,
        .recorder = wish->recorder,
        .archive = wish->archive,
        .stop = cli_stop_asked,
    };
    struct feed_preview found;
    int64_t id;
    bool made;
    TRY(feed_preview(&found, a, typed, (size_t)wish->choose - 1, &request,
                     wish->archive ? 0 : config->fetch_pause * 1000));
    if (wish->preview) {
        hide_secrets(&found, a);
        TRY(show(a, &found, wish->json));
    } else {
        TRY(feed_preview_subscribe(&id, &made, a, s, &found, clock_now_us()));
        hide_secrets(&found, a);
        print_made(&found, made);
    }
    fflush(stdout);
    return OK;
}

/* A preview needs no store, and leaves none behind. */
static status open_store(struct store **s, struct arena *a, const struct config *config)
{
    TRY(cli_store_prepare(config));
    return store_open(s, cli_store_where(a, config));
}

static status begin_all(struct wish *wish, struct store **s, struct arena *a,
                        const struct config *config, const char *name)
{
    char path[4096];
    char *paths[] = {path};
    if (!wish->preview)
        TRY(open_store(s, a, config));
    if (wish->replay) {
        snprintf(path, sizeof path, "%s", wish->replay);
        TRY(recording_open(&wish->archive, name, paths, 1));
    }
    TRY(recording_begin(&wish->recorder, config, wish->record));
    return fetch_begin();
}

static int add_all(const struct config *config, const char *name, int n, char **argv,
                   struct wish *wish)
{
    struct arena a;
    struct store *s = NULL;
    int failures = 0;
    arena_init(&a);
    status st = begin_all(wish, &s, &a, config, name);
    if (st != OK)
        failures += cli_failed(name) != CLI_OK;
    cli_stop_prepare();
    for (int i = 0; i < n && st == OK && !cli_stop_asked(); i++) {
        struct arena_mark mark = arena_mark(&a);
        if (add(&a, s, config, str_c(argv[i]), wish) != OK) {
            char why[ERR_TEXT_MAX];
            snprintf(why, sizeof why, "%s", err_text());
            str shown = subscription_shown(&a, str_c(argv[i]));
            fprintf(stderr, "courant add: %.*s: %s\n", STR_FMT(shown), why);
            failures++;
        }
        arena_rewind(&a, mark);
    }
    if (st == OK)
        fetch_end();
    fetch_archive_free(wish->archive);
    if (recording_end(wish->recorder, OK) != OK)
        failures += cli_failed(name) != CLI_OK;
    store_free(s);
    arena_end(&a);
    return failures || cli_stop_asked() ? CLI_SOME_ERRORS : CLI_OK;
}

static int add_newsletter(const struct config *config, const char *name, const char *title)
{
    struct arena a;
    struct store *s = NULL;
    arena_init(&a);
    status st = open_store(&s, &a, config);
    if (st == OK)
        st = newsletters_add(&a, s, config, str_c(title));
    store_free(s);
    arena_end(&a);
    return st == OK ? CLI_OK : cli_failed(name);
}

int cmd_add(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    struct wish wish = {.choose = 1};
    const struct cli_option options[] = {
        {"preview", CLI_FLAG, &wish.preview, NULL, "show what would be subscribed to, and do not"},
        {"json", CLI_FLAG, &wish.json, NULL, "with --preview: one JSON object an address"},
        {"mail", CLI_TEXT, &wish.mail, "NAME", "make an address to subscribe to a newsletter with"},
        {"choose", CLI_COUNT, &wish.choose, "N", "take choice N of the preview"},
        {"record", CLI_TEXT, &wish.record, "PATH",
         "record what is fetched into a new WARC file, or into a directory"},
        {"replay", CLI_TEXT, &wish.replay, "PATH",
         "recordings answer, not the network: a file or a directory"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (wish.mail && n == 0)
        return add_newsletter(config, name, wish.mail);
    status fit = OK;
    if (wish.mail)
        fit = fail(E_INPUT, "--mail takes a name and no addresses");
    else if (n == 0)
        fit = fail(E_INPUT, "what is to be subscribed to? Name addresses of feeds or of pages");
    else if (wish.choose < 1 || (wish.choose > 1 && n > 1))
        fit = fail(E_INPUT, "--choose takes the number of a choice, and one address");
    else if (wish.json && !wish.preview)
        fit = fail(E_INPUT, "--json is for --preview");
    return fit == OK ? add_all(config, name, n, argv, &wish) : cli_usage_error(name);
}
