/* `courant mail`: newsletters, the mails of theirs that are held, and what is to become of them. */
#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/newsletters.h"
#include "mail/newsletter.h"
#include "pipeline/mail_intake.h"
#include "store/newsletter.h"

#define LIST_PAGE 500
#define LINE_BYTES_MAX ((size_t)64 << 10)
#define SENDERS_MAX 200

struct work {
    struct arena a;
    struct store *s;
    const struct config *config;
    bool json, held, anyone;
    const char *from;
};

/* --- lists ----------------------------------------------------------------------------------- */

static const char *state_of(const struct feed *feed)
{
    if (feed->paused_us != TIME_NONE)
        return "paused";
    return str_empty(feed->recipe) ? "held" : "published";
}

static void put_mail_json(struct json *j, const struct newsletter_mail *at,
                          const struct mail_message *mail)
{
    json_object(j);
    json_key_i64(j, "id", at->id);
    json_key(j, "received");
    json_time(j, at->received_us);
    json_key_str_opt(j, "from", mail->from_address);
    json_key_str_opt(j, "name", mail->from_name);
    json_key_str_opt(j, "list", mail->list_id);
    json_key_str_opt(j, "subject", mail->subject);
    json_key_bool(j, "held", at->held);
    json_key_str_opt(j, "error", at->error);
    json_end(j);
}

static void put_mail(struct sbuf *b, const struct newsletter_mail *at,
                     const struct mail_message *mail)
{
    str from = str_empty(mail->from_name) ? mail->from_address : mail->from_name;
    sbuf_printf(b, "  mail %-6lld ", (long long)at->id);
    clock_put_iso(b, at->received_us);
    sbuf_printf(b, "  %.*s: %.*s%s\n", STR_FMT(from), STR_FMT(mail->subject),
                at->held ? "" : "  (waits to be read)");
    if (!str_empty(at->error))
        sbuf_printf(b, "       %.*s\n", STR_FMT(at->error));
}

static status list_mails(struct work *w, struct sbuf *b, struct json *j, int64_t feed_id)
{
    struct newsletter_mail *mails;
    size_t n;
    TRY(store_newsletter_mails(&mails, &n, &w->a, w->s, feed_id, 0, LIST_PAGE));
    for (size_t i = 0; i < n; i++) {
        struct arena own;
        struct delivery delivery;
        struct mail_message mail = {0};
        arena_init(&own);
        status got = store_delivery_get(&delivery, &own, w->s, mails[i].id);
        if (got == OK && mail_message_read(&mail, &own, delivery.body) != OK)
            mail = (struct mail_message){0};
        if (got == OK && w->json)
            put_mail_json(j, &mails[i], &mail);
        else if (got == OK)
            put_mail(b, &mails[i], &mail);
        arena_end(&own);
        if (got != OK && got != E_NOTFOUND)
            return got;
    }
    return OK;
}

static status list_one(struct work *w, const struct feed *feed)
{
    struct sbuf b;
    struct json j;
    str address = newsletters_address(&w->a, w->config, feed), text;
    sbuf_init_heap(&b, 64 * LINE_BYTES_MAX);
    json_init(&j, &b);
    if (w->json) {
        json_object(&j);
        json_key_i64(&j, "id", feed->id);
        json_key_str(&j, "address", address);
        json_key_str_opt(&j, "title", feed->title);
        json_key_str(&j, "state", str_c(state_of(feed)));
        json_key_str_opt(&j, "publishes", str_trim(str_skip(feed->recipe, 7)));
        json_key(&j, "mails");
        json_array(&j);
    } else {
        sbuf_printf(&b, "%-6lld %-9s %.*s  %.*s\n", (long long)feed->id, state_of(feed),
                    STR_FMT(address), STR_FMT(feed->title));
    }
    status done = list_mails(w, &b, &j, feed->id);
    if (w->json) {
        json_end(&j);
        json_end(&j);
        sbuf_putc(&b, '\n');
    }
    if (done == OK)
        done = sbuf_end(&text, &b);
    if (done == OK)
        (void)!fwrite(text.p, 1, text.len, stdout);
    sbuf_free(&b);
    return done;
}

static status do_list(struct work *w)
{
    struct feed *feeds;
    size_t n = LIST_PAGE, all = 0;
    for (int64_t after = 0; n == LIST_PAGE;) {
        TRY(store_feed_list(&feeds, &n, &w->a, w->s, after, LIST_PAGE));
        for (size_t i = 0; i < n; i++) {
            after = feeds[i].id;
            if (feeds[i].kind != FEED_OF_MAIL)
                continue;
            all++;
            TRY(list_one(w, &feeds[i]));
        }
    }
    if (all == 0 && !w->json)
        printf("No newsletters: 'courant add --mail NAME' makes an address to subscribe with.\n");
    return OK;
}

/* --- what is to become of them --------------------------------------------------------------- */

static status number(int64_t *id, const char *typed)
{
    if (!str_to_i64(id, str_c(typed)))
        return fail(E_INPUT, "'%s' is no mail's number; 'courant mail' lists them", typed);
    return OK;
}

static status do_show(struct work *w, const char *typed)
{
    int64_t id;
    struct delivery delivery;
    TRY(number(&id, typed));
    TRY(store_delivery_get(&delivery, &w->a, w->s, id));
    return newsletters_print(&w->a, &delivery);
}

static status do_take(struct work *w, const char *typed)
{
    int64_t id;
    TRY(number(&id, typed));
    return store_newsletter_release(w->s, id);
}

/* A mail by its number; with --held all that are held of a newsletter. */
static status do_drop(struct work *w, const char *typed)
{
    int64_t id;
    struct feed feed;
    if (w->held) {
        TRY(newsletters_find(&feed, &w->a, w->s, str_c(typed)));
        TRY(store_newsletter_drop_held(&id, w->s, feed.id));
        printf("%lld mails of '%.*s' are forgotten.\n", (long long)id, STR_FMT(feed.title));
        return OK;
    }
    TRY(number(&id, typed));
    return store_delivery_remove(w->s, id);
}

/* Whose mails were published, whose are held, and whom --from names. */
static status senders(str *at, size_t *len, struct work *w, const struct feed *feed,
                      const struct newsletter_mail *mails, size_t n)
{
    str words = feed->recipe, from = str_c(w->from);
    str_cut(&words, ' ');
    *len = 0;
    while (words.p && *len < SENDERS_MAX)
        at[(*len)++] = str_cut(&words, ' ');
    while (w->from && from.p && *len < SENDERS_MAX) {
        str one = str_trim(str_cut(&from, ','));
        bool address = str_chr(one, '@') != STR_NPOS;
        if (!str_empty(one))
            at[(*len)++] = str_printf(&w->a, "%s:%.*s", address ? "from" : "list", STR_FMT(one));
    }
    for (size_t i = 0; i < n && *len < SENDERS_MAX && !w->from; i++) {
        struct delivery delivery;
        struct mail_message mail;
        TRY(store_delivery_get(&delivery, &w->a, w->s, mails[i].id));
        if (mail_message_read(&mail, &w->a, delivery.body) == OK)
            at[(*len)++] = newsletter_sender(&w->a, &mail);
    }
    return OK;
}

static status do_publish(struct work *w, const char *typed)
{
    struct feed feed;
    struct newsletter_mail *mails;
    size_t n, len = 0, held = 0;
    TRY(newsletters_find(&feed, &w->a, w->s, str_c(typed)));
    TRY(store_newsletter_mails(&mails, &n, &w->a, w->s, feed.id, 0, LIST_PAGE));
    str *at = arena_array(&w->a, SENDERS_MAX, str);
    if (!w->anyone)
        TRY(senders(at, &len, w, &feed, mails, n));
    if (!w->anyone && len == 0)
        return fail(E_INPUT,
                    "no mail of '%.*s' has come yet: say whose are to be published with --from "
                    "ADDRESS, or --anyone",
                    STR_FMT(feed.title));
    TRY(mail_intake_publish(&w->a, w->s, &feed, feed.title, at, len));
    for (size_t i = 0; i < n; i++) {
        held += mails[i].held;
        if (mails[i].held && w->held)
            TRY(store_newsletter_release(w->s, mails[i].id));
    }
    printf("Mails of '%.*s' are published from now on.\n", STR_FMT(feed.title));
    if (held && !w->held)
        printf("%zu that came before stay held: 'courant mail take NUMBER' publishes one, 'courant "
               "mail drop NUMBER' forgets it.\n",
               held);
    return OK;
}

static status do_hold(struct work *w, const char *typed)
{
    struct feed feed;
    TRY(newsletters_find(&feed, &w->a, w->s, str_c(typed)));
    TRY(store_newsletter_recipe(w->s, feed.id, S(""), feed.source_id));
    printf("Mails of '%.*s' are held from now on.\n", STR_FMT(feed.title));
    return OK;
}

/* --- the command ----------------------------------------------------------------------------- */

static const struct {
    const char *name;
    status (*run)(struct work *w, const char *typed);
    bool several;
} actions[] = {
    {"show", do_show, false},       {"take", do_take, true},  {"drop", do_drop, true},
    {"publish", do_publish, false}, {"hold", do_hold, false},
};

static int run(struct work *w, const char *name, int n, char **argv)
{
    if (n == 0)
        return do_list(w) == OK ? CLI_OK : cli_failed(name);
    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        if (!str_eq(str_c(argv[0]), str_c(actions[i].name)) || n < 2 ||
            (n > 2 && !actions[i].several))
            continue;
        int result = CLI_OK;
        for (int k = 1; k < n; k++)
            if (actions[i].run(w, argv[k]) != OK)
                result = cli_failed(name);
        return result;
    }
    (void)!fail(E_INPUT, "want show, take, drop, publish or hold, and what");
    return cli_usage_error(name);
}

int cmd_mail(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    struct work w = {.config = config};
    const struct cli_option options[] = {
        {"json", CLI_FLAG, &w.json, NULL, "the list as one JSON object a newsletter"},
        {"from", CLI_TEXT, &w.from, "SENDER,...",
         "publish: mails of these addresses or List-Ids, in place of those that are held"},
        {"anyone", CLI_FLAG, &w.anyone, NULL, "publish: whoever sends them"},
        {"held", CLI_FLAG, &w.held, NULL,
         "publish: those that are held, too; drop: all of a NEWSLETTER that are"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    arena_init(&w.a);
    status st = cli_store_prepare(config);
    if (st == OK)
        st = store_open(&w.s, cli_store_where(&w.a, config));
    int result = st == OK ? run(&w, name, n, argv) : cli_failed(name);
    store_free(w.s);
    arena_end(&w.a);
    return result;
}
