/* The schema's history, embedded from migrations/ at build time. */
#ifndef COURANT_STORE_MIGRATE_H
#define COURANT_STORE_MIGRATE_H

#include "store/db.h"

struct migration {
    int64_t number; /* 1, 2, ... */
    const char *name;
    const char *checksum; /* SHA-256 of the file, hexadecimal */
    const char *sql[DB_ENGINES];
};

extern const struct migration store_migrations[];
extern const size_t store_migration_count;

/* OK when the schema is the one this program was built for, else E_UNSUPPORTED with a text that
 * says what to do. */
status migrate_check(struct db *db);

/* Applies what is missing, each step in a transaction of its own, one process at a time. */
status migrate_run(struct db *db);

#endif
