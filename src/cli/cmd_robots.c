/* `courant robots --jsonl`: may an agent ask for an address, by a robots.txt. */
#include "cli/bulk.h"
#include "cli/cli.h"
#include "fetch/robots.h"

static status robots_line(struct sbuf *out, struct arena *a, void *ctx,
                          const struct bulk_item *item)
{
    (void)ctx;
    const struct json_value *text = json_in_get(item->json, "robots");
    if (!json_in_is_string(text))
        return fail(E_INPUT, "line %llu has no text in 'robots'", (unsigned long long)item->number);
    struct robots robots;
    robots_read(&robots, a, json_in_text(text), json_in_str(item->json, "agent"));
    str path = robots_path(a, json_in_str(item->json, "url"));
    struct json j;
    json_init(&j, out);
    json_object(&j);
    bulk_put_id(&j, item);
    json_key_bool(&j, "allowed", robots_allowed(&robots, path));
    json_end(&j);
    return OK;
}

int cmd_robots(const struct config *config, int argc, char **argv)
{
    bool jsonl = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"jsonl", CLI_FLAG, &jsonl, NULL,
         "lines of {\"id\", \"robots\", \"agent\", \"url\"} in, {\"id\", \"allowed\"} out"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (!jsonl) {
        (void)!fail(E_INPUT, "questions come as JSON Lines: add --jsonl");
        return cli_usage_error(name);
    }
    struct bulk_options bulk = {.threads = cli_threads(config), .label = name};
    return bulk_lines(&bulk, n, argv, robots_line, NULL);
}
