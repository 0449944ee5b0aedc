/*
 * What a database engine must do for the store: about a dozen functions. Drivers know nothing
 * of articles; they run the queries that sqlgen made and hand back values. Only driver_*.c
 * include a database's header, so an engine can be exchanged in one file.
 */
#ifndef COURANT_STORE_DRIVER_H
#define COURANT_STORE_DRIVER_H

#include "base/err.h"
#include "base/str.h"

enum db_engine { DB_SQLITE, DB_POSTGRES, DB_ENGINES };

enum db_type { DB_NULL, DB_I64, DB_F64, DB_STR, DB_BYTES };

/* A parameter or a column. Text is UTF-8 without NUL; bytes, in S too, are anything. Borrowed. */
struct db_value {
    enum db_type type;
    union {
        int64_t i;
        double f;
        str s;
    };
};

#define DB_PARAMS_MAX 32

/* One query of store/sql. Parameter N is ?N or $N in the SQL. */
struct db_query {
    unsigned id; /* index into db_queries */
    const char *name;
    const char *sql[DB_ENGINES];
    unsigned params, columns;
    bool is_insert; /* of one row with an id; RETURNING is not SQLite's way, see driver_sqlite.c */
    const uint8_t *param_types, *column_types; /* enum db_type */
};

/* How a transaction will be used. */
enum db_access {
    DB_READ,  /* one snapshot for several reads */
    DB_WRITE, /* SQLite: waits for its turn at once, so that it cannot fail half way */
    DB_ALONE, /* no other process writes or migrates meanwhile */
};

struct driver;

/* A connection; drivers extend it. It belongs to one thread, interrupt() excepted. */
struct db {
    const struct driver *driver;
    enum db_engine engine;
    int64_t statements; /* how many queries were run */
    bool in_transaction;
    struct arena scratch; /* for values being bound; emptied after each query */
};

/* A prepared query, owned and cached by the connection. */
struct db_stmt {
    struct db *db;
    const struct db_query *query;
    int64_t changes;  /* rows written, once step has reported the end */
    int64_t inserted; /* of an is_insert query: the new row's id, 0 when there is none */
};

struct driver {
    const char *name;
    enum db_engine engine;

    /* WHERE without its scheme. CREATE: makes the database if it can be made. E_NOTFOUND when
     * there is none, E_DB when it cannot be opened. */
    status (*open)(struct db **out, str where, bool create);
    void (*close)(struct db *db);

    status (*begin)(struct db *db, enum db_access access);
    status (*commit)(struct db *db); /* on failure the transaction is still open */
    void (*rollback)(struct db *db);

    /* The statement of a query, made once a connection. */
    status (*prepare)(struct db_stmt **out, struct db *db, const struct db_query *query);
    /* query->params values, borrowed until reset. */
    status (*bind)(struct db_stmt *stmt, const struct db_value *values);
    /* *row: whether there is one more row. E_BUSY: another writer, try again later. E_EXISTS:
     * a unique key is taken. */
    status (*step)(bool *row, struct db_stmt *stmt);
    /* Column I of the row, borrowed until the next step. */
    status (*column)(struct db_value *out, struct db_stmt *stmt, unsigned i);
    /* Ends reading; every prepare is followed by one reset. */
    void (*reset)(struct db_stmt *stmt);

    /* Runs a query without rows ROWS times; VALUES are rows * params. */
    status (*batch)(struct db *db, const struct db_query *query, const struct db_value *values,
                    size_t rows);
    /* Runs several statements without parameters. */
    status (*script)(struct db *db, const char *sql);
    /* Copies the whole database, as it is now, into a file of the same engine that is not there
     * yet; others may write meanwhile. NULL where the engine has no such thing. */
    status (*copy)(struct db *db, const char *into);
    /* Makes the running query end soon with E_CANCELLED; from any thread. */
    void (*interrupt)(struct db *db);
};

extern const struct driver driver_sqlite, driver_postgres;

/* Replaces the content of the SQLite file INTO, made if need be, by that of the SQLite file FROM,
 * in one transaction. E_INPUT when FROM is not an SQLite database. */
status driver_sqlite_copy(const char *into, const char *from);

/* The fault driver wraps a connection: call number FAIL_AT (from 1) and nothing else fails
 * with E_DB; 0 never. The wrapper owns INNER. */
struct db *driver_fault_wrap(struct db *inner, int64_t fail_at);
/* Calls so far, and where the next failure will be, counted anew from here. */
int64_t driver_fault_calls(const struct db *db);
void driver_fault_set(struct db *db, int64_t fail_at);

#endif
