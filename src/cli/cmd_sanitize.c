/* `courant sanitize`: untrusted HTML to safe HTML, one document or JSON Lines. */
#include "base/json.h"
#include "base/url.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "html/charset.h"
#include "html/sanitize.h"

static status sanitize_line(struct sbuf *out, struct arena *a, void *ctx,
                            const struct bulk_item *item)
{
    const struct json_value *input = json_in_get(item->json, "html");
    if (!json_in_is_string(input))
        return fail(E_INPUT, "line %llu has no text in 'html'", (unsigned long long)item->number);
    html clean;
    TRY(html_sanitize(&clean, a, json_in_text(input), ctx));
    struct json j;
    json_init(&j, out);
    json_object(&j);
    bulk_put_id(&j, item);
    json_key_str(&j, "html", clean.s);
    json_end(&j);
    return OK;
}

static status sanitize_file(struct sbuf *out, struct arena *a, void *ctx,
                            const struct bulk_item *item)
{
    str text;
    html clean;
    TRY(html_decode(&text, NULL, a, item->text, S(""), html_limits_default.bytes_max));
    TRY(html_sanitize(&clean, a, text, ctx));
    sbuf_put(out, clean.s);
    return OK;
}

int cmd_sanitize(const struct config *config, int argc, char **argv)
{
    const char *base = NULL;
    bool jsonl = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"base", CLI_TEXT, &base, "URL", "the page's address, for its relative links"},
        {"jsonl", CLI_FLAG, &jsonl, NULL, "lines of {\"id\", \"html\"} in and out"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n > 1 && !jsonl) {
        (void)!fail(E_INPUT, "name one file, or none for standard input");
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    struct html_sanitize_options clean = {.base = str_c(base), .out_max = BULK_ANSWER_MAX / 4};
    url checked;
    if (base && (url_parse(&checked, &a, clean.base, NULL) != OK || !url_is_web(checked))) {
        (void)!fail(E_INPUT,
                    "--base '%s' is not a web address; give one such as "
                    "https://example.org/page",
                    base);
        arena_end(&a);
        return cli_usage_error(name);
    }
    struct bulk_options bulk = {
        .threads = cli_threads(config), .label = "sanitize", .plain_errors = !jsonl};
    char standard_input[] = "-";
    char *paths[] = {standard_input};
    int code = jsonl ? bulk_lines(&bulk, n, argv, sanitize_line, &clean)
                     : bulk_files(&bulk, 1, n ? argv : paths, sanitize_file, &clean);
    arena_end(&a);
    return code;
}
