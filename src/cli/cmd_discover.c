/* `courant discover`: the feeds that a page offers. */
#include "cli/bulk.h"
#include "cli/cli.h"
#include "feed/discover.h"

struct wish {
    str url;
    bool guesses;
};

static status discover(struct sbuf *out, struct arena *a, void *ctx, const struct bulk_item *item)
{
    const struct wish *wish = ctx;
    struct feed_candidate_vec found = {0};
    TRY(feed_discover(&found, a, item->text, S(""), wish->url));
    struct json j;
    json_init(&j, out);
    json_object(&j);
    json_key(&j, "feeds");
    json_array(&j);
    vec_each (struct feed_candidate, c, &found) {
        if (c->offer == FEED_OFFER_GUESSED && !wish->guesses)
            continue;
        json_object(&j);
        json_key_str(&j, "url", c->url);
        json_key_str_opt(&j, "type", c->type);
        json_key_str_opt(&j, "title", c->title);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return OK;
}

int cmd_discover(const struct config *config, int argc, char **argv)
{
    const char *address = NULL;
    struct wish wish = {.guesses = false};
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"url", CLI_TEXT, &address, "URL", "where the page was fetched from"},
        {"guesses", CLI_FLAG, &wish.guesses, NULL,
         "also addresses that often are feeds, though the page does not name them"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n != 1) {
        (void)!fail(E_INPUT, "name one file, or - for standard input");
        return cli_usage_error(name);
    }
    wish.url = str_c(address);
    struct bulk_options bulk = {
        .threads = cli_threads(config), .label = name, .plain_errors = true};
    return bulk_files(&bulk, n, argv, discover, &wish);
}
