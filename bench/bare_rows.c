/*
 * The floor of bench_fetch.py: the articles of a store, read into memory, inserted bare into
 * another SQLite file: a table with a unique URL, and FTS5 with its own tokenizer. Prints the
 * processor seconds of the insert and the number of rows. Usage: bare_rows STORE.db NEW.db
 */
#include <sqlite3.h>
#include <sys/resource.h>

#include "base/str.h"
#include "base/vec.h"

#define BATCH 256
#define TEXTS 4

struct row {
    str texts[TEXTS]; /* URL, title, text, body */
    int64_t published_us;
};
struct row_vec VEC(struct row);

static double cpu_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
           ((double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_usec) / 1e6;
}

static void must(sqlite3 *db, int result, int wanted)
{
    if (result == wanted)
        return;
    fprintf(stderr, "bare_rows: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void read_rows(struct row_vec *rows, struct arena *a, const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *all;
    must(NULL, sqlite3_open(path, &db), SQLITE_OK);
    must(db,
         sqlite3_prepare_v2(db,
                            "SELECT a.url, a.title, t.text, t.body, a.published_us FROM articles a "
                            "JOIN article_texts t ON t.article_id = a.id ORDER BY a.id",
                            -1, &all, NULL),
         SQLITE_OK);
    while (sqlite3_step(all) == SQLITE_ROW) {
        struct row *row = vec_push(rows, a);
        for (int i = 0; i < TEXTS; i++)
            row->texts[i] = str_dup(a, str_of((const char *)sqlite3_column_text(all, i),
                                              (size_t)sqlite3_column_bytes(all, i)));
        row->published_us = sqlite3_column_int64(all, TEXTS);
    }
    sqlite3_finalize(all);
    sqlite3_close(db);
}

static void put(sqlite3 *db, sqlite3_stmt *into, sqlite3_stmt *fts, const struct row *row,
                int64_t id)
{
    sqlite3_bind_int64(into, 1, id);
    for (int i = 0; i < TEXTS; i++)
        sqlite3_bind_text(into, i + 2, row->texts[i].p, (int)row->texts[i].len, SQLITE_STATIC);
    sqlite3_bind_int64(into, TEXTS + 2, row->published_us);
    sqlite3_bind_int64(fts, 1, id);
    sqlite3_bind_text(fts, 2, row->texts[1].p, (int)row->texts[1].len, SQLITE_STATIC);
    sqlite3_bind_text(fts, 3, row->texts[2].p, (int)row->texts[2].len, SQLITE_STATIC);
    must(db, sqlite3_step(into), SQLITE_DONE);
    must(db, sqlite3_step(fts), SQLITE_DONE);
    sqlite3_reset(into);
    sqlite3_reset(fts);
}

static double insert(const struct row_vec *rows, const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *into, *fts;
    must(NULL, sqlite3_open(path, &db), SQLITE_OK);
    must(db,
         sqlite3_exec(db,
                      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4096;"
                      "CREATE TABLE articles (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT,"
                      " text TEXT, body TEXT, published INTEGER);"
                      "CREATE VIRTUAL TABLE search USING fts5 (title, text)",
                      NULL, NULL, NULL),
         SQLITE_OK);
    sqlite3_prepare_v2(db, "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", -1, &into, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", -1, &fts,
                       NULL);
    double begin = cpu_seconds();
    for (size_t i = 0; i < rows->len; i++) {
        if (i % BATCH == 0)
            must(db, sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        put(db, into, fts, &rows->at[i], (int64_t)i + 1);
        if (i % BATCH == BATCH - 1 || i + 1 == rows->len)
            must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    }
    double seconds = cpu_seconds() - begin;
    sqlite3_finalize(into);
    sqlite3_finalize(fts);
    sqlite3_close(db);
    return seconds;
}

int main(int argc, char **argv)
{
    struct arena a;
    struct row_vec rows = {0};
    if (argc != 3) {
        fprintf(stderr, "usage: bare_rows STORE.db NEW.db\n");
        return 2;
    }
    arena_init(&a);
    read_rows(&rows, &a, argv[1]);
    printf("%.3f %zu\n", insert(&rows, argv[2]), rows.len);
    arena_end(&a);
    return 0;
}
