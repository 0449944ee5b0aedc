/* A driver for tests: passes every call on and makes one chosen call fail before it reaches
 * the database, so that each failure path of the store can be walked. */
#include "store/driver.h"

#define STMTS_MAX 512

struct fault_stmt {
    struct db_stmt base;
    struct db_stmt *inner;
};

struct fault_db {
    struct db base;
    struct db *inner;
    int64_t calls;
    int64_t fail_at;
    struct fault_stmt stmts[STMTS_MAX]; /* by query */
};

static const struct driver driver_fault;

static struct fault_db *self(struct db *db)
{
    return (struct fault_db *)(void *)db;
}

static struct fault_stmt *stmt_self(struct db_stmt *stmt)
{
    return (struct fault_stmt *)(void *)stmt;
}

struct db *driver_fault_wrap(struct db *inner, int64_t fail_at)
{
    struct fault_db *f = mem_calloc(1, sizeof *f);
    f->base = (struct db){.driver = &driver_fault, .engine = inner->engine};
    f->inner = inner;
    f->fail_at = fail_at;
    arena_init(&f->base.scratch);
    return &f->base;
}

int64_t driver_fault_calls(const struct db *db)
{
    return ((const struct fault_db *)(const void *)db)->calls;
}

void driver_fault_set(struct db *db, int64_t fail_at)
{
    self(db)->calls = 0;
    self(db)->fail_at = fail_at;
}

static status count(struct db *db, const char *what)
{
    struct fault_db *f = self(db);
    f->calls++;
    if (f->calls == f->fail_at)
        return fail(E_DB, "store: %s: made to fail at call %lld", what, (long long)f->calls);
    return OK;
}

static status fault_open(struct db **out UNUSED, str where, bool create UNUSED)
{
    return fail(E_UNSUPPORTED, "the fault driver wraps open connections: '%.*s'", STR_FMT(where));
}

static void fault_close(struct db *db)
{
    struct fault_db *f = self(db);
    f->inner->driver->close(f->inner);
    arena_end(&db->scratch);
    free(f);
}

static status fault_begin(struct db *db, enum db_access access)
{
    TRY(count(db, "begin"));
    return self(db)->inner->driver->begin(self(db)->inner, access);
}

static status fault_commit(struct db *db)
{
    TRY(count(db, "commit"));
    return self(db)->inner->driver->commit(self(db)->inner);
}

static void fault_rollback(struct db *db)
{
    self(db)->inner->driver->rollback(self(db)->inner);
}

static status fault_prepare(struct db_stmt **out, struct db *db, const struct db_query *query)
{
    TRY(count(db, query->name));
    ASSERT(query->id < STMTS_MAX);
    struct fault_stmt *stmt = &self(db)->stmts[query->id];
    stmt->base = (struct db_stmt){.db = db, .query = query};
    TRY(self(db)->inner->driver->prepare(&stmt->inner, self(db)->inner, query));
    *out = &stmt->base;
    return OK;
}

static status fault_bind(struct db_stmt *stmt, const struct db_value *values)
{
    TRY(count(stmt->db, stmt->query->name));
    return self(stmt->db)->inner->driver->bind(stmt_self(stmt)->inner, values);
}

static status fault_step(bool *row, struct db_stmt *stmt)
{
    *row = false;
    TRY(count(stmt->db, stmt->query->name));
    TRY(self(stmt->db)->inner->driver->step(row, stmt_self(stmt)->inner));
    stmt->changes = stmt_self(stmt)->inner->changes;
    stmt->inserted = stmt_self(stmt)->inner->inserted;
    return OK;
}

static status fault_column(struct db_value *out, struct db_stmt *stmt, unsigned i)
{
    TRY(count(stmt->db, stmt->query->name));
    return self(stmt->db)->inner->driver->column(out, stmt_self(stmt)->inner, i);
}

static void fault_reset(struct db_stmt *stmt)
{
    self(stmt->db)->inner->driver->reset(stmt_self(stmt)->inner);
}

static status fault_batch(struct db *db, const struct db_query *query,
                          const struct db_value *values, size_t rows)
{
    TRY(count(db, query->name));
    return self(db)->inner->driver->batch(self(db)->inner, query, values, rows);
}

static status fault_script(struct db *db, const char *sql)
{
    TRY(count(db, "script"));
    return self(db)->inner->driver->script(self(db)->inner, sql);
}

static status fault_copy(struct db *db, const char *into)
{
    TRY(count(db, "copy"));
    return self(db)->inner->driver->copy(self(db)->inner, into);
}

static void fault_interrupt(struct db *db)
{
    self(db)->inner->driver->interrupt(self(db)->inner);
}

static const struct driver driver_fault = {
    .name = "fault",
    .open = fault_open,
    .close = fault_close,
    .begin = fault_begin,
    .commit = fault_commit,
    .rollback = fault_rollback,
    .prepare = fault_prepare,
    .bind = fault_bind,
    .step = fault_step,
    .column = fault_column,
    .reset = fault_reset,
    .batch = fault_batch,
    .script = fault_script,
    .copy = fault_copy,
    .interrupt = fault_interrupt,
};
