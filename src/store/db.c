/* Opening by address, transactions and running queries, the same for every engine. */
#include "store/db.h"

#include "base/utf8.h"

status db_open(struct db **out, str where, bool create)
{
    static const char scheme_sqlite[] = "sqlite:";
    if (str_starts(where, S("sqlite:")))
        return driver_sqlite.open(out, str_skip(where, strlen(scheme_sqlite)), create);
    if (str_starts(where, S("postgresql://")) || str_starts(where, S("postgres://")))
        return driver_postgres.open(out, where, create);
    return fail(E_INPUT, "store '%.*s': expected sqlite:PATH or postgresql://USER@HOST/DATABASE",
                STR_FMT(where));
}

void db_close(struct db *db)
{
    if (db)
        db->driver->close(db);
}

status db_begin(struct db *db, enum db_access access)
{
    ASSERT(!db->in_transaction);
    TRY(db->driver->begin(db, access));
    db->in_transaction = true;
    return OK;
}

status db_commit(struct db *db)
{
    ASSERT(db->in_transaction);
    status st = db->driver->commit(db);
    if (st != OK)
        db->driver->rollback(db);
    db->in_transaction = false;
    return st;
}

void db_rollback(struct db *db)
{
    if (!db->in_transaction)
        return;
    db->driver->rollback(db);
    db->in_transaction = false;
}

status db_values_check(const struct db_query *query, const struct db_value *values, size_t rows)
{
    for (size_t i = 0; i < rows * query->params; i++) {
        if (values[i].type != DB_STR || values[i].s.len == 0)
            continue;
        str s = values[i].s;
        if (memchr(s.p, 0, s.len))
            return fail(E_INPUT, "text for the store contains a NUL byte: '%.40s'", s.p);
        if (utf8_valid_prefix(s) != s.len)
            return fail(E_INPUT, "text for the store is not UTF-8: '%.*s'",
                        (int)utf8_valid_prefix(str_sub(s, 0, 40)), s.p);
    }
    return OK;
}

static status run(struct db_stmt *result, struct db *db, const struct db_query *query,
                  const struct db_value *values)
{
    db->statements++;
    struct db_stmt *stmt = NULL;
    status st = db_values_check(query, values, 1);
    if (st == OK)
        st = db->driver->prepare(&stmt, db, query);
    if (st == OK)
        st = db->driver->bind(stmt, values);
    bool row = false;
    if (st == OK)
        st = db->driver->step(&row, stmt);
    if (st == OK)
        *result = *stmt;
    if (stmt)
        db->driver->reset(stmt);
    arena_reset(&db->scratch);
    return st;
}

status db_run(int64_t *changes, struct db *db, const struct db_query *query,
              const struct db_value *values)
{
    struct db_stmt result;
    TRY(run(&result, db, query, values));
    if (changes)
        *changes = result.changes;
    return OK;
}

status db_insert(int64_t *id, struct db *db, const struct db_query *query,
                 const struct db_value *values)
{
    struct db_stmt result;
    TRY(run(&result, db, query, values));
    *id = result.inserted;
    return OK;
}

status db_batch(struct db *db, const struct db_query *query, const struct db_value *values,
                size_t rows)
{
    db->statements++;
    status st = db_values_check(query, values, rows);
    if (st == OK)
        st = db->driver->batch(db, query, values, rows);
    arena_reset(&db->scratch);
    return st;
}

status db_script(struct db *db, const char *sql)
{
    db->statements++;
    return db->driver->script(db, sql);
}
