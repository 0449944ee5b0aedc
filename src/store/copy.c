/* Moving a whole store from one engine to another: each table in pages, in the order of its key,
 * parents first. The search index is not moved but made anew, since each engine has its own. */
#include "store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PAGE_ROWS 64

/* The least value of each key column: the first page begins after it. */
static void first_key(struct db_value *key, const struct db_table *table)
{
    for (unsigned i = 0; i < table->keys; i++) {
        key[i].type = table->out->param_types[i];
        if (key[i].type == DB_STR)
            key[i].s = S("");
        else
            key[i].i = INT64_MIN;
    }
    key[table->keys] = (struct db_value){.type = DB_I64, .i = PAGE_ROWS};
}

/* Reads one page; *rows are *n times the table's columns. */
static status read_page(struct db_value *rows, size_t *n, struct arena *a, struct db *from,
                        const struct db_table *table, const struct db_value *key)
{
    unsigned columns = table->out->columns;
    struct db_row row;
    *n = 0;
    TRY(db_rows_begin(&row, a, from, table->out, key));
    while (*n < PAGE_ROWS && db_rows_next(&row)) {
        for (unsigned i = 0; i < columns; i++)
            rows[*n * columns + i] = db_row_value(&row, i);
        ++*n;
    }
    return db_rows_end(&row);
}

static status copy_table(struct db *into, struct db *from, const struct db_table *table)
{
    unsigned columns = table->out->columns;
    /* The key outlives the page it was read with, so pages take turns. */
    struct arena pages[2];
    arena_init(&pages[0]);
    arena_init(&pages[1]);
    struct db_value key[4], *rows = mem_calloc((size_t)PAGE_ROWS * columns, sizeof *rows);
    first_key(key, table);
    status st = OK;
    size_t n = PAGE_ROWS;
    for (size_t page = 0; n == PAGE_ROWS && st == OK; page++) {
        struct arena *a = &pages[page % 2];
        arena_reset(a);
        st = read_page(rows, &n, a, from, table, key);
        if (st == OK && n)
            st = db_batch(into, table->in, rows, n);
        for (unsigned i = 0; i < table->keys && n; i++)
            key[i] = rows[(n - 1) * columns + table->key_at[i]];
    }
    free(rows);
    arena_end(&pages[0]);
    arena_end(&pages[1]);
    return st == OK ? OK : fail_in(st, "table '%s'", table->name);
}

status copy_store(struct store *into, struct db *from)
{
    TRY(db_script(into->db, db_queries[Q_STORE_CLEAR].sql[into->db->engine]));
    for (size_t i = 0; i < DB_TABLES; i++)
        TRY(copy_table(into->db, from, &db_tables[i]));
    TRY(db_script(into->db, db_queries[Q_ID_SEQUENCES_SET].sql[into->db->engine]));
    return store_index_all(into);
}

static status sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return fail(E_IO, "cannot open '%s': %s", path, strerror(errno));
    int failed = fsync(fd);
    int why = errno;
    close(fd);
    return failed ? fail(E_IO, "cannot write '%s': %s", path, strerror(why)) : OK;
}

status copy_finish_file(const char *path, const char *written)
{
    TRY(sync_path(written, O_RDWR));
    if (rename(written, path) != 0)
        return fail(E_IO, "cannot name the file '%s': %s", path, strerror(errno));
    const char *slash = strrchr(path, '/');
    struct arena a;
    arena_init(&a);
    const char *folder = "/";
    if (slash != path)
        folder = slash ? arena_dup(&a, path, (size_t)(slash - path)) : ".";
    status st = sync_path(folder, O_RDONLY | O_DIRECTORY);
    arena_end(&a);
    return st;
}
