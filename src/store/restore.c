/*
 * Restoring a backup into a store of either engine. The backup is copied aside, brought up to
 * this program's schema and checked whole before the store is touched; then the store's content
 * is replaced in one transaction, so that it is the old or the new, never a part of each.
 */
#include <unistd.h>

#include "store/copy.h"
#include "store/migrate.h"

/* Whether PATH, an SQLite database, was ever a store. */
static status check_kind(struct arena *a, str where, const char *path)
{
    struct db *db;
    struct q_migrate_table_exists_row exists;
    TRY(db_open(&db, where, true));
    status st = q_migrate_table_exists(&exists, a, db);
    db_close(db);
    TRY(st);
    return exists.found
               ? OK
               : fail(E_INPUT, "'%s' is an SQLite database but no backup of Courant", path);
}

/* Copies the backup to WORK and makes sure that it is sound. */
static status prepare(struct arena *a, str work, const char *path)
{
    if (access(path, R_OK) != 0)
        return fail(E_NOTFOUND, "there is no backup '%s' that can be read", path);
    TRY(driver_sqlite_copy(str_skip(work, strlen("sqlite:")).p, path));
    TRY(check_kind(a, work, path));
    TRY(store_migrate(work));
    struct store *s;
    TRY(store_open(&s, work));
    status st = store_check(s);
    store_free(s);
    return st == OK ? OK : fail(E_INPUT, "the backup '%s' is damaged: %s", path, err_text());
}

/* The generation of the store to be replaced; E_EXISTS when it has content and not FORCE. */
static status check_target(int64_t *generation, struct store *s, bool force)
{
    struct q_store_is_empty_row row;
    TRY(q_store_is_empty(&row, &s->scratch, s->db));
    if (!row.empty && !force)
        return fail(E_EXISTS, "the store has content already; --force replaces it by the backup");
    return store_generation(generation, s);
}

static status raise_generation(str where, int64_t least)
{
    struct store *s;
    TRY(store_open(&s, where));
    status st = store_begin(s);
    if (st == OK)
        st = q_generation_raise(s->db, least);
    if (st == OK)
        st = q_sessions_clear(s->db);
    if (st == OK)
        st = store_commit(s);
    store_free(s);
    return st;
}

static status into_sqlite(str where, str work, bool force)
{
    struct arena a;
    arena_init(&a);
    const char *target = str_cstr(&a, str_skip(where, strlen("sqlite:")));
    int64_t generation = 0;
    status st = OK;
    if (access(target, F_OK) == 0) {
        struct store *s;
        st = store_open(&s, where);
        if (st == OK) {
            st = check_target(&generation, s, force);
            store_free(s);
        } else if (force) {
            st = OK; /* damaged, or of another version: what --force is for */
        } else {
            st = fail(E_EXISTS, "'%s' is there already (%s); --force replaces it by the backup",
                      target, err_text());
        }
    }
    if (st == OK)
        st = raise_generation(work, generation);
    if (st == OK)
        st = driver_sqlite_copy(target, str_skip(work, strlen("sqlite:")).p);
    arena_end(&a);
    return st;
}

static status replace_rows(struct store *s, struct db *from, int64_t generation)
{
    TRY(db_begin(from, DB_READ));
    status st = db_begin(s->db, DB_ALONE);
    if (st == OK)
        st = copy_store(s, from);
    if (st == OK)
        st = q_generation_raise(s->db, generation);
    if (st == OK)
        st = q_sessions_clear(s->db);
    if (st == OK)
        st = db_commit(s->db);
    else
        db_rollback(s->db);
    db_rollback(from);
    return st;
}

static status into_rows(str where, str work, bool force)
{
    struct store *s;
    struct db *from;
    int64_t generation;
    TRY(store_migrate(where));
    TRY(store_open(&s, where));
    status st = check_target(&generation, s, force);
    if (st == OK)
        st = db_open(&from, work, false);
    if (st == OK) {
        st = replace_rows(s, from, generation);
        db_close(from);
    }
    store_free(s);
    return st;
}

static void remove_work(struct arena *a, str work)
{
    const char *path = str_skip(work, strlen("sqlite:")).p;
    unlink(path);
    unlink(str_printf(a, "%s-wal", path).p);
    unlink(str_printf(a, "%s-shm", path).p);
}

status store_restore(str where, str path, bool force)
{
    struct arena a;
    arena_init(&a);
    bool sqlite = str_starts(where, S("sqlite:"));
    const char *folder = getenv("TMPDIR");
    str beside = sqlite ? where : str_printf(&a, "sqlite:%s/courant", folder ? folder : "/tmp");
    str work = str_printf(&a, "%.*s.restore-%ld", STR_FMT(beside), (long)getpid());
    status st = store_make_folder(where);
    if (st == OK)
        st = prepare(&a, work, str_cstr(&a, path));
    if (st == OK)
        st = sqlite ? into_sqlite(where, work, force) : into_rows(where, work, force);
    remove_work(&a, work);
    arena_end(&a);
    return st;
}
