/* The handle, transactions, and the generation that pages are cached by. */
#include "base/sbuf.h"
#include "store/internal.h"

#include <errno.h>
#include <sys/stat.h>

#include "store/migrate.h"

status store_from_db(struct store **out, struct db *db)
{
    status st = migrate_check(db);
    if (st != OK) {
        db_close(db);
        return st;
    }
    struct store *s = mem_calloc(1, sizeof *s);
    s->db = db;
    s->terms = terms_new();
    s->generation = -1;
    arena_init(&s->scratch);
    *out = s;
    return OK;
}

status store_open(struct store **out, str where)
{
    struct db *db;
    TRY(db_open(&db, where, false));
    return store_from_db(out, db);
}

status store_writes_much(struct store *s)
{
    return db_script(s->db, db_queries[Q_WRITES_MUCH].sql[s->db->engine]);
}

status store_reads_once(struct store *s)
{
    return db_script(s->db, db_queries[Q_READS_ONCE].sql[s->db->engine]);
}

status store_make_folder(str where)
{
    str path = str_skip(where, strlen("sqlite:"));
    size_t slash = str_rchr(path, '/');
    if (!str_starts(where, S("sqlite:")) || slash == STR_NPOS || slash == 0)
        return OK;
    struct arena a;
    arena_init(&a);
    const char *folder = str_cstr(&a, str_sub(path, 0, slash));
    status st = OK;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        st = fail(E_IO, "cannot make the folder '%s': %s", folder, strerror(errno));
    arena_end(&a);
    return st;
}

status store_migrate(str where)
{
    TRY(store_make_folder(where));
    struct db *db;
    TRY(db_open(&db, where, true));
    status st = migrate_run(db);
    db_close(db);
    return st;
}

void store_free(struct store *s)
{
    if (!s)
        return;
    store_rollback(s);
    db_close(s->db);
    terms_free(s->terms);
    arena_end(&s->scratch);
    free(s);
}

static void forget_changes(struct store *s)
{
    s->changed = false;
    s->changes_len = 0;
}

status store_begin(struct store *s)
{
    forget_changes(s);
    return db_begin(s->db, DB_WRITE);
}

status store_begin_read(struct store *s)
{
    forget_changes(s);
    return db_begin(s->db, DB_READ);
}

status store_commit(struct store *s)
{
    status st = store_source_flush(s);
    if (st == OK && s->changed)
        st = q_generation_next(s->db);
    if (st == OK)
        st = db_commit(s->db);
    else
        db_rollback(s->db);
    if (s->changed)
        s->generation = -1;
    forget_changes(s);
    return st;
}

void store_rollback(struct store *s)
{
    db_rollback(s->db);
    forget_changes(s);
}

str store_id_list(struct arena *a, const int64_t *ids, size_t len)
{
    struct sbuf b;
    sbuf_init(&b, a, 24 * (len + 1));
    sbuf_putc(&b, '[');
    for (size_t i = 0; i < len; i++) {
        if (i)
            sbuf_putc(&b, ',');
        sbuf_put_i64(&b, ids[i]);
    }
    sbuf_putc(&b, ']');
    return sbuf_str(&b);
}

status store_change_begin(bool *own, struct store *s)
{
    *own = !s->db->in_transaction;
    return *own ? store_begin(s) : OK;
}

status store_change_end(struct store *s, bool own, status st)
{
    if (!own)
        return st;
    if (st == OK)
        return store_commit(s);
    store_rollback(s);
    return st;
}

status store_generation(int64_t *out, struct store *s)
{
    struct q_data_version_row version;
    TRY(q_data_version(&version, &s->scratch, s->db));
    if (s->db->engine == DB_POSTGRES) {
        *out = version.version;
        return OK;
    }
    if (s->generation < 0 || version.version != s->data_version) {
        struct q_generation_get_row row;
        TRY(q_generation_get(&row, &s->scratch, s->db));
        s->generation = row.generation;
        s->data_version = version.version;
    }
    *out = s->generation;
    return OK;
}

int64_t store_statement_count(const struct store *s)
{
    return s->db->statements;
}

void store_interrupt(struct store *s)
{
    s->db->driver->interrupt(s->db);
}

status store_import_get(int64_t *position, bool *done, struct store *s, str input_key)
{
    struct q_import_get_row row;
    TRY(q_import_get(&row, &s->scratch, s->db, input_key));
    *position = row.position;
    *done = row.done;
    return OK;
}

status store_import_set(struct store *s, str input_key, int64_t position, bool done)
{
    ASSERT(input_key.len > 0);
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_import_set(s->db, input_key, position, done));
}
