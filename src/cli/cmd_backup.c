/* `courant backup FILE`: everything the store holds in one file, while the site goes on. */
#include <sys/stat.h>

#include "cli/cli.h"
#include "store/store.h"

static status backup(str where, const char *path)
{
    struct store *s;
    TRY(store_open(&s, where));
    status st = store_backup(s, str_c(path));
    store_free(s);
    return st;
}

int cmd_backup(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    int n;
    if (cli_parse(&n, argc, argv, NULL, 0) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n != 1) {
        (void)!fail(E_INPUT, "expected one file to write the backup to");
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    status st = backup(cli_store_where(&a, config), argv[0]);
    arena_end(&a);
    if (st != OK)
        return cli_failed(name);
    struct stat info = {0};
    if (stat(argv[0], &info) != 0)
        info.st_size = 0;
    printf("Backup written: %s, %lld bytes. 'courant restore' puts it back.\n", argv[0],
           (long long)info.st_size);
    return CLI_OK;
}
