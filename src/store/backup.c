/*
 * Online backup. Whichever the engine, a backup is one SQLite file that is itself a store: it
 * can be restored into either engine, opened with --store, or looked into with any SQLite tool.
 * SQLite copies its pages; PostgreSQL's rows are written into a fresh SQLite store.
 */
#include <errno.h>
#include <unistd.h>

#include "store/copy.h"

static status copy_rows(struct store *into, struct db *from)
{
    TRY(db_begin(from, DB_READ));
    status st = store_begin(into);
    if (st == OK)
        st = copy_store(into, from);
    if (st == OK)
        st = store_commit(into);
    db_rollback(from);
    return st;
}

static status write_rows(struct store *s, str where)
{
    struct store *into;
    TRY(store_migrate(where));
    TRY(store_open(&into, where));
    status st = copy_rows(into, s->db);
    store_free(into);
    return st;
}

/* One file: whoever copies the backup elsewhere need not know of a log beside it. */
static status close_log(str where)
{
    struct db *db;
    TRY(db_open(&db, where, false));
    status st = db_script(db, db_queries[Q_STORE_ONE_FILE].sql[DB_SQLITE]);
    db_close(db);
    return st;
}

static status write_backup(struct arena *a, struct store *s, const char *path, const char *part)
{
    str where = str_printf(a, "sqlite:%s", part);
    if (s->db->engine == DB_SQLITE)
        TRY(s->db->driver->copy(s->db, part));
    else
        TRY(write_rows(s, where));
    TRY(close_log(where));
    return copy_finish_file(path, part);
}

status store_backup(struct store *s, str path)
{
    ASSERT(!s->db->in_transaction);
    struct arena a;
    arena_init(&a);
    const char *target = str_cstr(&a, path);
    const char *part = str_printf(&a, "%s.part-%ld", target, (long)getpid()).p;
    status st = OK;
    if (str_empty(path) || str_ends(path, S("/")))
        st = fail(E_INPUT, "backup: '%s' is no file name", target);
    if (st == OK)
        st = write_backup(&a, s, target, part);
    if (st != OK)
        unlink(part);
    arena_end(&a);
    return st;
}
