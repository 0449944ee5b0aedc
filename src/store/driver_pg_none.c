/* Stands in for the PostgreSQL driver in a program built without libpq. */
#include "store/driver.h"

static status none_open(struct db **out UNUSED, str where, bool create UNUSED)
{
    return fail(E_UNSUPPORTED,
                "store '%.*s': this courant was built without PostgreSQL; install libpq's "
                "headers and build with -Dpostgres=enabled",
                STR_FMT(where));
}

const struct driver driver_postgres = {
    .name = "postgres", .engine = DB_POSTGRES, .open = none_open};
