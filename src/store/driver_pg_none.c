/* Stands in for the PostgreSQL driver in a program built without libpq. */
#include "store/driver.h"

/* The address may hold a password, so it is not shown. */
static status none_open(struct db **out UNUSED, str where UNUSED, bool create UNUSED)
{
    return fail(E_UNSUPPORTED, "store: this courant was built without PostgreSQL; install libpq's "
                               "headers and build with -Dpostgres=enabled");
}

const struct driver driver_postgres = {
    .name = "postgres", .engine = DB_POSTGRES, .open = none_open};
