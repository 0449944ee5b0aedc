/* `courant export --comments`: what readers wrote, as JSON Lines in the order it was written, so
 * that it can be kept, moved or studied elsewhere. One snapshot; a page at a time, so that memory
 * does not grow with the site. Where comments came from is not in it. */
#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "store/store.h"

#define PAGE 500
#define LINE_MAX_BYTES ((size_t)1 << 20)

struct comment_rules cli_comment_rules(const struct config *config)
{
    enum premoderation premoderation = PREMODERATION_ALL;
    bool known = premoderation_read(&premoderation, config->premoderation);
    ASSERT(known);
    return (struct comment_rules){
        .on = str_eq(config->comments, S("on")),
        .guests = str_eq(config->comments_guests, S("on")),
        .premoderation = premoderation,
        .edit_us = config->comments_edit_minutes * 60 * CLOCK_SECOND_US,
        .close_us = config->comments_close_days * CLOCK_DAY_US,
    };
}

static void put_holds(struct json *j, int64_t held_for)
{
    static const struct {
        int64_t bit;
        const char *name;
    } holds[] = {{COMMENT_HOLD_ALL, "all"},        {COMMENT_HOLD_FIRST, "first"},
                 {COMMENT_HOLD_GUEST, "guest"},    {COMMENT_HOLD_LINKS, "links"},
                 {COMMENT_HOLD_FAST, "fast"},      {COMMENT_HOLD_REPEAT, "repeat"},
                 {COMMENT_HOLD_REPORTS, "reports"}};
    json_key(j, "held_for");
    json_array(j);
    for (size_t i = 0; i < ARRAY_LEN(holds); i++)
        if (held_for & holds[i].bit)
            json_str(j, str_c(holds[i].name));
    json_end(j);
}

static void put_quote(struct json *j, const struct comment *c)
{
    if (str_empty(c->quote))
        return;
    json_key(j, "quote");
    json_object(j);
    json_key_str(j, "text", c->quote);
    json_key_i64(j, "start", c->quote_begin);
    json_key_i64(j, "end", c->quote_end);
    json_key_i64(j, "version", c->quote_version);
    json_end(j);
}

static void put_comment(struct json *j, const struct comment *c)
{
    static const char *const states[] = {"shown", "held", "deleted", "removed"};
    ASSERT(c->state >= 0 && c->state < (int64_t)ARRAY_LEN(states));
    json_object(j);
    json_key_i64(j, "id", c->id);
    json_key_i64(j, "article", c->article_id);
    json_key_str(j, "article_url", c->article_url);
    json_key_str(j, "article_title", c->article_title);
    if (c->parent_id)
        json_key_i64(j, "parent", c->parent_id);
    json_key_i64(j, "thread", c->root_id);
    json_key_str(j, "name", c->name);
    json_key_bool(j, "guest", c->user_id == 0);
    json_key_str(j, "state", str_c(states[c->state]));
    if (c->state == COMMENT_HELD)
        put_holds(j, c->held_for);
    json_key_str_opt(j, "reason", c->reason);
    json_key(j, "created");
    json_time(j, c->created_us);
    if (c->edited_us != TIME_NONE) {
        json_key(j, "edited");
        json_time(j, c->edited_us);
    }
    json_key_i64(j, "votes_for", c->votes_for);
    json_key_i64(j, "votes_against", c->votes_against);
    put_quote(j, c);
    json_key_str(j, "text", c->source);
    json_key_str(j, "html", c->body.s);
    json_end(j);
}

static status print_comment(struct arena *a, const struct comment *c)
{
    struct sbuf line;
    struct json j;
    str text;
    sbuf_init(&line, a, LINE_MAX_BYTES);
    json_init(&j, &line);
    put_comment(&j, c);
    sbuf_putc(&line, '\n');
    TRY(sbuf_end(&text, &line));
    if (fwrite(text.p, 1, text.len, stdout) != text.len)
        return fail(E_IO, "cannot write to standard output");
    return OK;
}

static status print_all(struct store *s, int64_t article_id)
{
    struct arena a;
    int64_t after_id = 0;
    size_t n = PAGE;
    status st = OK;
    arena_init(&a);
    while (st == OK && n == PAGE) {
        struct comment *list;
        arena_reset(&a);
        st = store_comment_export(&list, &n, &a, s, article_id, after_id, PAGE);
        for (size_t i = 0; i < n && st == OK; i++) {
            st = print_comment(&a, &list[i]);
            after_id = list[i].id;
        }
        if (st == OK && cli_stop_asked())
            st = fail(E_CANCELLED, "stopped after comment %lld", (long long)after_id);
    }
    arena_end(&a);
    if (st == OK && fflush(stdout) != 0)
        st = fail(E_IO, "cannot write to standard output");
    return st;
}

/* The article that WHICH names: its number, or its address. "": all, 0. */
static status find_article(int64_t *id, struct store *s, str which)
{
    struct arena a;
    struct article article;
    *id = 0;
    if (str_empty(which))
        return OK;
    if (!str_to_i64(id, which))
        return store_article_by_url(id, s, which);
    arena_init(&a);
    status st = store_article_get(&article, &a, s, *id);
    arena_end(&a);
    return st;
}

static status export_comments(str where, str which)
{
    struct store *s;
    int64_t article_id;
    TRY(store_open(&s, where));
    status st = find_article(&article_id, s, which);
    if (st == OK)
        st = store_begin_read(s);
    if (st == OK)
        st = print_all(s, article_id);
    store_free(s);
    return st;
}

int cmd_export(const struct config *config, int argc, char **argv)
{
    bool comments = false;
    const char *name = argv[0], *article = "";
    const struct cli_option options[] = {
        {"comments", CLI_FLAG, &comments, NULL, "what readers wrote below articles"},
        {"article", CLI_TEXT, &article, "ID|URL", "only below this article"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n != 0 || !comments) {
        (void)!fail(E_INPUT, n ? "'%s' is not expected" : "expected --comments", argv[0]);
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    cli_stop_prepare();
    status st = export_comments(cli_store_where(&a, config), str_c(article));
    arena_end(&a);
    return st == OK ? CLI_OK : cli_failed(name);
}
