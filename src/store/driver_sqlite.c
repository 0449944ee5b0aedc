/*
 * The SQLite driver: one connection, write-ahead logging, every statement prepared once. The
 * log is synced at checkpoints only: a crash of the program loses nothing committed, a power
 * failure may lose the newest commits but never damages the store.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/queries.h"

#define BUSY_WAIT_MS 15000
/* A handle's page cache. Pages come from the system's cache by read(), not mmap: mapped pages
 * count as this process's memory, once for every handle. */
#define OPEN_SCRIPT                                                                                \
    "PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4096;"                  \
    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"            \
    "PRAGMA trusted_schema=OFF;"
/* Of a new store. An article's text and body fill a page of 4 KB and waste most of the next, and
 * each page is a call to read and two to write it: 16 KB takes a third less of the system's time
 * for a fetch. */
#define PAGE_SCRIPT "PRAGMA page_size=16384"
#define COPY_PAGES 256

struct sqlite_stmt {
    struct db_stmt base;
    sqlite3_stmt *prepared;
};

struct sqlite_db {
    struct db base;
    sqlite3 *handle;
    struct sqlite_stmt stmts[Q_COUNT];
};

static struct sqlite_db *self(struct db *db)
{
    return (struct sqlite_db *)(void *)db;
}

static status failed(sqlite3 *handle, int code, const char *what)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fail(E_BUSY, "store: %s: another program is writing", what);
    case SQLITE_INTERRUPT: return fail(E_CANCELLED, "store: %s: stopped", what);
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
            return fail(E_EXISTS, "store: %s: %s", what, sqlite3_errmsg(handle));
        break;
    case SQLITE_FULL: return fail(E_IO, "store: %s: the disk is full", what);
    case SQLITE_NOTADB: return fail(E_DB, "store: %s: the file is not an SQLite database", what);
    default: break;
    }
    return fail(E_DB, "store: %s: %s", what, sqlite3_errmsg(handle));
}

static status run_script(sqlite3 *handle, const char *sql)
{
    int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : failed(handle, sqlite3_extended_errcode(handle), "script");
}

/* Write-ahead logging is a property of the file. Switching needs the file for itself and does
 * not wait for others by itself. */
static status use_wal(sqlite3 *handle)
{
    int64_t until = clock_monotonic_us() + BUSY_WAIT_MS * 1000;
    int code;
    while ((code = sqlite3_exec(handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL)) ==
               SQLITE_BUSY &&
           clock_monotonic_us() < until)
        sqlite3_sleep(20);
    return code == SQLITE_OK ? OK : failed(handle, code, "write-ahead log");
}

static void sqlite_close(struct db *db)
{
    struct sqlite_db *s = self(db);
    for (size_t i = 0; i < Q_COUNT; i++)
        sqlite3_finalize(s->stmts[i].prepared);
    sqlite3_close(s->handle);
    arena_end(&db->scratch);
    free(s);
}

/* A store is its owner's alone; SQLite itself would make it readable for everybody. */
static status make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(E_IO, "cannot make '%s': %s", path, strerror(errno));
    close(fd);
    return OK;
}

static pthread_once_t configured = PTHREAD_ONCE_INIT;

/* Counting its memory makes SQLite take a lock for each piece of it. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static status sqlite_open(struct db **out, str where, bool create)
{
    pthread_once(&configured, configure);
    struct sqlite_db *s = mem_calloc(1, sizeof *s);
    s->base = (struct db){.driver = &driver_sqlite, .engine = DB_SQLITE};
    arena_init(&s->base.scratch);
    char *path = str_cstr(&s->base.scratch, where);
    status st = OK;
    if (access(path, F_OK) != 0)
        st = create ? make_file(path)
                    : fail(E_NOTFOUND, "store: there is no file '%s'; 'courant migrate' makes one",
                           path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = SQLITE_OK;
    if (st == OK)
        code = sqlite3_open_v2(path, &s->handle, flags, NULL);
    if (code != SQLITE_OK)
        st = fail(E_DB, "store: cannot open '%s': %s", path,
                  s->handle ? sqlite3_errmsg(s->handle) : "no memory");
    if (st == OK) {
        sqlite3_busy_timeout(s->handle, BUSY_WAIT_MS);
        sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        st = run_script(s->handle, OPEN_SCRIPT);
    }
    if (st == OK && create)
        st = run_script(s->handle, PAGE_SCRIPT);
    if (st == OK && create)
        st = use_wal(s->handle);
    if (st != OK) {
        sqlite_close(&s->base);
        return st;
    }
    arena_reset(&s->base.scratch);
    *out = &s->base;
    return OK;
}

static status sqlite_begin(struct db *db, enum db_access access)
{
    static const char *const begin[] = {
        [DB_READ] = "BEGIN", [DB_WRITE] = "BEGIN IMMEDIATE", [DB_ALONE] = "BEGIN EXCLUSIVE"};
    return run_script(self(db)->handle, begin[access]);
}

static status sqlite_commit(struct db *db)
{
    return run_script(self(db)->handle, "COMMIT");
}

static void sqlite_rollback(struct db *db)
{
    /* Some failures have ended the transaction already; that is what is wanted. */
    if (!sqlite3_get_autocommit(self(db)->handle))
        sqlite3_exec(self(db)->handle, "ROLLBACK", NULL, NULL, NULL);
}

static status sqlite_prepare(struct db_stmt **out, struct db *db, const struct db_query *query)
{
    struct sqlite_db *s = self(db);
    struct sqlite_stmt *stmt = &s->stmts[query->id];
    if (!stmt->prepared) {
        int code = sqlite3_prepare_v3(s->handle, query->sql[DB_SQLITE], -1,
                                      SQLITE_PREPARE_PERSISTENT, &stmt->prepared, NULL);
        if (code != SQLITE_OK)
            return failed(s->handle, code, query->name);
        ASSERT((unsigned)sqlite3_column_count(stmt->prepared) == query->columns);
        ASSERT((unsigned)sqlite3_bind_parameter_count(stmt->prepared) == query->params);
        stmt->base = (struct db_stmt){.db = db, .query = query};
    }
    *out = &stmt->base;
    return OK;
}

static sqlite3_stmt *prepared(struct db_stmt *stmt)
{
    return ((struct sqlite_stmt *)(void *)stmt)->prepared;
}

static status sqlite_bind(struct db_stmt *stmt, const struct db_value *values)
{
    sqlite3_stmt *p = prepared(stmt);
    int code = SQLITE_OK;
    for (unsigned i = 0; i < stmt->query->params && code == SQLITE_OK; i++) {
        const struct db_value *v = &values[i];
        switch (v->type) {
        case DB_NULL: code = sqlite3_bind_null(p, (int)i + 1); break;
        case DB_I64: code = sqlite3_bind_int64(p, (int)i + 1, v->i); break;
        case DB_F64: code = sqlite3_bind_double(p, (int)i + 1, v->f); break;
        case DB_STR:
            code = sqlite3_bind_text64(p, (int)i + 1, v->s.p, v->s.len, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case DB_BYTES:
            code = sqlite3_bind_blob64(p, (int)i + 1, v->s.p, v->s.len, SQLITE_STATIC);
            break;
        }
    }
    return code == SQLITE_OK ? OK : failed(self(stmt->db)->handle, code, stmt->query->name);
}

static status sqlite_step(bool *row, struct db_stmt *stmt)
{
    sqlite3 *handle = self(stmt->db)->handle;
    int code = sqlite3_step(prepared(stmt));
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        return OK;
    if (code != SQLITE_DONE)
        return failed(handle, code, stmt->query->name);
    stmt->changes = sqlite3_changes64(handle);
    /* Not RETURNING: it makes the statement a savepoint of its own, for which FTS5 writes out all
     * it has gathered in memory. Measured: it doubles the cost of putting an article. */
    if (stmt->query->is_insert)
        stmt->inserted = stmt->changes ? sqlite3_last_insert_rowid(handle) : 0;
    return OK;
}

static status sqlite_column(struct db_value *out, struct db_stmt *stmt, unsigned i)
{
    sqlite3_stmt *p = prepared(stmt);
    if (sqlite3_column_type(p, (int)i) == SQLITE_NULL) {
        *out = (struct db_value){.type = DB_NULL};
        return OK;
    }
    *out = (struct db_value){.type = stmt->query->column_types[i]};
    if (out->type == DB_I64) {
        out->i = sqlite3_column_int64(p, (int)i);
    } else if (out->type == DB_F64) {
        out->f = sqlite3_column_double(p, (int)i);
    } else if (out->type == DB_BYTES) {
        /* SQLite has no address for none of them. */
        const char *bytes = sqlite3_column_blob(p, (int)i);
        size_t len = (size_t)sqlite3_column_bytes(p, (int)i);
        out->s = len ? str_of(bytes, len) : S("");
        if (len && !bytes)
            return failed(self(stmt->db)->handle, SQLITE_NOMEM, stmt->query->name);
    } else {
        const unsigned char *text = sqlite3_column_text(p, (int)i);
        if (!text)
            return failed(self(stmt->db)->handle, SQLITE_NOMEM, stmt->query->name);
        out->s = str_of((const char *)text, (size_t)sqlite3_column_bytes(p, (int)i));
    }
    return OK;
}

static void sqlite_reset(struct db_stmt *stmt)
{
    sqlite3_reset(prepared(stmt));
    sqlite3_clear_bindings(prepared(stmt));
}

static status sqlite_batch(struct db *db, const struct db_query *query,
                           const struct db_value *values, size_t rows)
{
    struct db_stmt *stmt;
    TRY(sqlite_prepare(&stmt, db, query));
    status st = OK;
    for (size_t r = 0; r < rows && st == OK; r++) {
        bool row;
        st = sqlite_bind(stmt, values + r * query->params);
        if (st == OK)
            st = sqlite_step(&row, stmt);
        sqlite3_reset(prepared(stmt));
    }
    sqlite_reset(stmt);
    return st;
}

static status sqlite_script(struct db *db, const char *sql)
{
    return run_script(self(db)->handle, sql);
}

static void sqlite_interrupt(struct db *db)
{
    sqlite3_interrupt(self(db)->handle);
}

static status copy_pages(sqlite3 *into, sqlite3 *from)
{
    sqlite3_backup *backup = sqlite3_backup_init(into, "main", from, "main");
    if (!backup)
        return failed(into, sqlite3_extended_errcode(into), "copy");
    int64_t until = clock_monotonic_us() + BUSY_WAIT_MS * 1000;
    int code;
    while ((code = sqlite3_backup_step(backup, COPY_PAGES)) == SQLITE_OK ||
           ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && clock_monotonic_us() < until)) {
        if (code != SQLITE_OK)
            sqlite3_sleep(10);
    }
    if (code == SQLITE_DONE)
        code = SQLITE_OK;
    int end = sqlite3_backup_finish(backup);
    if (code == SQLITE_OK)
        code = end;
    return code == SQLITE_OK ? OK : failed(into, code, "copy");
}

static status copy_into(const char *into, sqlite3 *from)
{
    sqlite3 *target = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE;
    TRY(make_file(into));
    status st = OK;
    if (sqlite3_open_v2(into, &target, flags, NULL) != SQLITE_OK)
        st = fail(E_IO, "cannot write '%s': %s", into, sqlite3_errmsg(target));
    sqlite3_busy_timeout(target, BUSY_WAIT_MS);
    if (st == OK)
        st = copy_pages(target, from);
    sqlite3_close(target);
    return st;
}

/* A transaction holds the snapshot still; without one, each commit would start the copy anew. */
static status sqlite_copy(struct db *db, const char *into)
{
    sqlite3 *handle = self(db)->handle;
    TRY(run_script(handle, "BEGIN; SELECT count(*) FROM sqlite_schema"));
    status st = copy_into(into, handle);
    sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
    return st;
}

status driver_sqlite_copy(const char *into, const char *from)
{
    sqlite3 *source = NULL;
    status st = OK;
    if (sqlite3_open_v2(from, &source, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) !=
        SQLITE_OK)
        st = fail(E_IO, "cannot open '%s': %s", from, sqlite3_errmsg(source));
    if (st == OK &&
        sqlite3_exec(source, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) != SQLITE_OK)
        st = fail(E_INPUT, "'%s' is not a backup: %s", from, sqlite3_errmsg(source));
    if (st == OK)
        st = copy_into(into, source);
    sqlite3_close(source);
    return st;
}

const struct driver driver_sqlite = {
    .name = "sqlite",
    .engine = DB_SQLITE,
    .open = sqlite_open,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .prepare = sqlite_prepare,
    .bind = sqlite_bind,
    .step = sqlite_step,
    .column = sqlite_column,
    .reset = sqlite_reset,
    .batch = sqlite_batch,
    .script = sqlite_script,
    .copy = sqlite_copy,
    .interrupt = sqlite_interrupt,
};
