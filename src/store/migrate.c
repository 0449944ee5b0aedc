/* Bringing a store's schema up to date, and refusing one that this program does not know. */
#include "store/migrate.h"

#include "base/clock.h"
#include "store/queries.h"

/* How many of our migrations the store has; E_UNSUPPORTED when its history is not a beginning
 * of ours. */
static status applied(size_t *out, struct db *db, struct arena *a)
{
    *out = 0;
    struct q_migrate_table_exists_row exists;
    TRY(q_migrate_table_exists(&exists, a, db));
    if (!exists.found)
        return OK;
    struct q_migrate_applied_row *rows;
    size_t n;
    TRY(q_migrate_applied(&rows, &n, a, db));
    for (size_t i = 0; i < n; i++) {
        if (i >= store_migration_count)
            return fail(E_UNSUPPORTED,
                        "store: its schema is version %lld and this program knows %zu; use the "
                        "newer courant that wrote it",
                        (long long)rows[n - 1].number, store_migration_count);
        const struct migration *m = &store_migrations[i];
        if (rows[i].number != m->number || !str_eq(rows[i].checksum, str_c(m->checksum)))
            return fail(E_UNSUPPORTED,
                        "store: its schema step %lld '%.*s' is not this program's; use the courant "
                        "that made it, or restore a backup into a new store",
                        (long long)rows[i].number, STR_FMT(rows[i].name));
    }
    *out = n;
    return OK;
}

status migrate_check(struct db *db)
{
    struct arena a;
    arena_init(&a);
    size_t n = 0;
    status st = applied(&n, db, &a);
    arena_end(&a);
    if (st == OK && n < store_migration_count)
        st = fail(E_UNSUPPORTED,
                  "store: its schema is version %zu and this program needs %zu; run 'courant "
                  "migrate'",
                  n, store_migration_count);
    return st;
}

/* Applies the next step, if there is one. The history is read again under the lock, so that two
 * processes that start together do not both apply it. */
static status migrate_step(bool *more, struct db *db, struct arena *a)
{
    size_t n;
    TRY(applied(&n, db, a));
    *more = n < store_migration_count;
    if (!*more)
        return OK;
    const struct migration *m = &store_migrations[n];
    if (n == 0)
        TRY(db_script(db, db_queries[Q_MIGRATE_TABLE_MAKE].sql[db->engine]));
    status st = db_script(db, m->sql[db->engine]);
    if (st != OK)
        return fail_in(st, "migration %04lld '%s'", (long long)m->number, m->name);
    return q_migrate_record(db, m->number, str_c(m->name), str_c(m->checksum), clock_now_us());
}

status migrate_run(struct db *db)
{
    struct arena a;
    arena_init(&a);
    bool more = true;
    status st = OK;
    while (st == OK && more) {
        st = db_begin(db, DB_ALONE);
        if (st != OK)
            break;
        st = migrate_step(&more, db, &a);
        if (st == OK)
            st = db_commit(db);
        else
            db_rollback(db);
    }
    arena_end(&a);
    return st;
}
