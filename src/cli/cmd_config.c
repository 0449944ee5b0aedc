/* `courant config`: whether the settings are right, and what they are. */
#include "cli/cli.h"

int cmd_config(const struct config *config, int argc, char **argv)
{
    bool check = false, print = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"check", CLI_FLAG, &check, NULL, "say whether the settings are right (the default)"},
        {"print", CLI_FLAG, &print, NULL, "show each setting and where it came from"},
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
    /* Wrong settings end every command before it begins, this one included. */
    if (check || !print)
        printf("The settings are right (%s%.*s).\n",
               str_empty(config->file) ? "no courant.conf found" : "file ", STR_FMT(config->file));
    if (!print)
        return CLI_OK;
    struct sbuf text;
    sbuf_init_heap(&text, CONFIG_PRINT_MAX);
    config_print(&text, config);
    fwrite(text.p, 1, text.len, stdout);
    sbuf_free(&text);
    return CLI_OK;
}
