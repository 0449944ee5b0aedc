/*
 * What the generated queries call: values in and out by type, and running a query to its end.
 * A connection is opened by where the store is, whichever the engine.
 */
#ifndef COURANT_STORE_DB_H
#define COURANT_STORE_DB_H

#include "model/article.h"
#include "store/driver.h"

/* A table that backups carry: its queries and which columns are its key. */
struct db_table {
    const char *name;
    const struct db_query *out, *in;
    unsigned keys;
    unsigned key_at[3];
};

/* "sqlite:PATH" or "postgresql://..."; E_INPUT for anything else, E_UNSUPPORTED when this
 * program was built without that engine. */
status db_open(struct db **out, str where, bool create);
void db_close(struct db *db);

status db_begin(struct db *db, enum db_access access);
/* On failure the transaction has been rolled back. */
status db_commit(struct db *db);
void db_rollback(struct db *db);

/* Both engines must refuse the same text: E_INPUT for NUL bytes and ill-formed UTF-8, before
 * anything is sent, so that a transaction stays usable. */
status db_values_check(const struct db_query *query, const struct db_value *values, size_t rows);

/* Runs a query without rows; *changes, if wanted, is how many rows it wrote. */
status db_run(int64_t *changes, struct db *db, const struct db_query *query,
              const struct db_value *values);
/* The same for an insert of one row; *id is 0 when a conflict made it do nothing. */
status db_insert(int64_t *id, struct db *db, const struct db_query *query,
                 const struct db_value *values);
status db_batch(struct db *db, const struct db_query *query, const struct db_value *values,
                size_t rows);
status db_script(struct db *db, const char *sql);

#endif
