/* `courant restore FILE`: puts a backup into the store. */
#include "cli/cli.h"
#include "store/store.h"

int cmd_restore(const struct config *config, int argc, char **argv)
{
    bool force = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"force", CLI_FLAG, &force, NULL, "replace what the store holds"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n != 1) {
        (void)!fail(E_INPUT, "expected one backup file");
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    status st = store_restore(cli_store_where(&a, config), str_c(argv[0]), force);
    arena_end(&a);
    if (st != OK)
        return cli_failed(name);
    printf("Restored from %s.\n", argv[0]);
    return CLI_OK;
}
