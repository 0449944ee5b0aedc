/*
 * Typed values in and out of queries; the code that sqlgen makes is their only user besides
 * the table copier. The type words are those of store/sql: time (TIME_NONE is NULL), ref (0 is
 * NULL), strs (a JSON array of strings), u64 (kept as the same 64 bits).
 */
#ifndef COURANT_STORE_ROWS_H
#define COURANT_STORE_ROWS_H

#include "store/db.h"

struct db_value db_i64(struct db *db, int64_t i);
struct db_value db_f64(struct db *db, double f);
struct db_value db_bool(struct db *db, bool b);
struct db_value db_u64(struct db *db, uint64_t u);
struct db_value db_time(struct db *db, int64_t time_us);
struct db_value db_ref(struct db *db, int64_t id);
struct db_value db_str(struct db *db, str s);
struct db_value db_bytes(struct db *db, str s);
struct db_value db_html(struct db *db, html h);
struct db_value db_strs(struct db *db, struct strs strs);

/* A query being read. The first failure is kept and reported at the end; what is read after
 * it is zero. Strings are copied into ARENA. */
struct db_row {
    struct db *db;
    struct db_stmt *stmt;
    struct arena *arena;
    status failed;
    bool any;
};

status db_rows_begin(struct db_row *row, struct arena *a, struct db *db,
                     const struct db_query *query, const struct db_value *values);
bool db_rows_next(struct db_row *row);
status db_rows_end(struct db_row *row);
/* The same for a query of one row: E_NOTFOUND when there was none. */
status db_rows_end_one(struct db_row *row);

/* As it is, of the column's declared type or DB_NULL. */
struct db_value db_row_value(struct db_row *row, unsigned i);
int64_t db_row_i64(struct db_row *row, unsigned i);
double db_row_f64(struct db_row *row, unsigned i);
bool db_row_bool(struct db_row *row, unsigned i);
uint64_t db_row_u64(struct db_row *row, unsigned i);
int64_t db_row_time(struct db_row *row, unsigned i);
int64_t db_row_ref(struct db_row *row, unsigned i);
str db_row_str(struct db_row *row, unsigned i);
str db_row_bytes(struct db_row *row, unsigned i);
html db_row_html(struct db_row *row, unsigned i);
struct strs db_row_strs(struct db_row *row, unsigned i);

#endif
