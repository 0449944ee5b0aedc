/* The store and other processes: migrations that meet, readers beside a writer, writers beside
 * writers, a writer killed in the middle of a commit, a server that goes away, stores of other
 * versions. */
#include "store_testing.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "store/migrate.h"

static void test_versions(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    assert_ok(store_migrate(f->where)); /* up to date: nothing to do */
    fixture_script(f, "INSERT INTO schema_migrations VALUES (9999, 'future', 'x', 0)");
    assert_int_equal(store_open(&s, f->where), E_UNSUPPORTED);
    assert_non_null(strstr(err_text(), "newer courant"));
    assert_int_equal(store_migrate(f->where), E_UNSUPPORTED);
    fixture_script(f, "DELETE FROM schema_migrations WHERE number = 9999;"
                      "UPDATE schema_migrations SET checksum = 'x' WHERE number = 1");
    assert_int_equal(store_open(&s, f->where), E_UNSUPPORTED);
    fixture_script(f, "DELETE FROM schema_migrations");
    assert_int_equal(store_open(&s, f->where), E_UNSUPPORTED);
    assert_non_null(strstr(err_text(), "courant migrate"));
    assert_null(s);
}

/* Each state between two migrations is brought up to date by the next run. */
static void test_step_by_step(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    fixture_script(
        f,
        "DROP TABLE comment_votes; DROP TABLE comment_reports;"
        "DROP TABLE comment_bans; DROP TABLE comments; DROP TABLE discussions;"
        "DROP TABLE secrets;"
        "DROP TABLE article_backlog; DROP TABLE article_marks; DROP TABLE analyses; DROP TABLE article_tags; DROP TABLE tag_aliases;"
        "DROP TABLE tags; DROP TABLE article_related; DROP TABLE copies;"
        "DROP TABLE entry_pages; DROP TABLE entries; DROP TABLE feed_settings; DROP TABLE feed_hubs;"
        "DROP TABLE deliveries; DROP TABLE source_facts; DROP TABLE feeds; DROP TABLE sessions;"
        "DROP TABLE invites; DROP TABLE users; DROP TABLE throttles;"
        "DELETE FROM schema_migrations WHERE number > 1");
    assert_int_equal(store_open(&s, f->where), E_UNSUPPORTED);
    assert_ok(store_migrate(f->where));
    assert_ok(store_open(&s, f->where));
    struct feed *feeds;
    size_t n;
    assert_ok(store_feed_list(&feeds, &n, &f->arena, s, 0, 10));
    store_free(s);
}

static void test_not_there(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    assert_int_equal(store_open(&s, S("sqlite:/nonexistent/store.db")), E_NOTFOUND);
    assert_int_equal(store_open(&s, S("mysql://x")), E_INPUT);
    assert_int_equal(store_open(&s, S("")), E_INPUT);
    assert_int_equal(store_migrate(S("sqlite:/nonexistent/deeper/store.db")), E_IO);
    str text = fixture_path(f, "text");
    FILE *file = fopen(text.p, "w");
    assert_non_null(file);
    for (int i = 0; i < 500; i++)
        fputs("no database\n", file);
    fclose(file);
    str where = str_printf(&f->arena, "sqlite:%s", text.p);
    assert_int_equal(store_open(&s, where), E_DB);
    assert_non_null(strstr(err_text(), "not an SQLite database"));
    assert_int_equal(store_migrate(where), E_DB);
    assert_null(s);
}

/* Many processes that start at once all find a whole store. */
static void test_migrate_together(void **state)
{
    struct fixture *f = *state;
    str where = f->where;
    if (f->store->db->engine == DB_SQLITE) {
        where = str_printf(&f->arena, "sqlite:%s/together.db", f->folder);
    } else {
        fixture_script(f, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
    pid_t children[8];
    for (size_t i = 0; i < ARRAY_LEN(children); i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct store *s;
            status st = store_migrate(where);
            if (st == OK)
                st = store_open(&s, where);
            if (st != OK)
                fprintf(stderr, "child %zu: %s\n", i, err_text());
            _exit(st == OK ? 0 : 1);
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(children); i++) {
        int code;
        assert_int_equal(waitpid(children[i], &code, 0), children[i]);
        assert_true(WIFEXITED(code) && WEXITSTATUS(code) == 0);
    }
}

#define BATCH 20

/* Puts batches, from where the last writer was, until killed; after each commit its number goes to
 * FD. Every batch updates one import position, so that half a batch would show. */
static void write_batches(str where, int fd, int batches)
{
    struct arena a;
    struct store *s;
    arena_init(&a);
    if (store_open(&s, where) != OK)
        _exit(1);
    int64_t position = 0;
    bool done;
    if (store_import_get(&position, &done, s, S("batches")) == E_DB)
        _exit(1);
    for (int batch = (int)position; batch < batches; batch++) {
        status st = store_begin(s);
        for (int i = 0; i < BATCH && st == OK; i++) {
            enum store_put did;
            struct article article = article_make(&a, 1, batch * BATCH + i, "T", "walrus", "en");
            st = store_article_put(&did, s, &article);
        }
        if (st == OK)
            st = store_import_set(s, S("batches"), batch + 1, false);
        if (st == OK)
            st = store_commit(s);
        if (st != OK || write(fd, &batch, sizeof batch) != sizeof batch)
            _exit(2);
        arena_reset(&a);
    }
    store_free(s);
    arena_end(&a);
    _exit(0);
}

/* What is there is a whole number of batches, at least the ACKNOWLEDGED. */
static void check_batches(struct fixture *f, struct store *s, int64_t acknowledged)
{
    int64_t count = -1, position = 0, total;
    bool done;
    assert_ok(store_begin_read(s));
    assert_ok(store_article_count(&count, s));
    status st = store_import_get(&position, &done, s, S("batches"));
    assert_true(st == OK || (st == E_NOTFOUND && acknowledged == 0));
    struct search_hit *hits;
    size_t n;
    struct store_search search = {.query = S("walrus"), .limit = 1};
    assert_ok(store_search(&hits, &n, &total, &f->arena, s, &search));
    assert_ok(store_commit(s));
    assert_true(position >= acknowledged);
    assert_int_equal(count, position * BATCH);
    assert_int_equal(total, count);
}

static void test_kill(void **state)
{
    struct fixture *f = *state;
    source_make(f->store, "one.example", false);
    int64_t acknowledged = 0;
    for (int round = 0; round < 12; round++) {
        int pipes[2];
        assert_int_equal(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0)
            write_batches(f->where, pipes[1], INT32_MAX);
        close(pipes[1]);
        /* Each time at another moment after the first commit. */
        int batch;
        int64_t until = 0;
        while (until == 0 || clock_monotonic_us() < until) {
            struct pollfd ready = {.fd = pipes[0], .events = POLLIN};
            if (poll(&ready, 1, 1) != 1)
                continue;
            assert_int_equal(read(pipes[0], &batch, sizeof batch), sizeof batch);
            if (until == 0)
                until = clock_monotonic_us() + 1500 + round * 1700;
        }
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        while (read(pipes[0], &batch, sizeof batch) == sizeof batch)
            continue;
        close(pipes[0]);
        assert_true(batch + 1 > acknowledged);
        acknowledged = batch + 1;
        check_batches(f, f->store, acknowledged);
    }
    assert_ok(store_check(f->store));
}

static void test_readers(void **state)
{
    struct fixture *f = *state;
    source_make(f->store, "one.example", false);
    int pipes[2], batch = 0, reads = 0;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0)
        write_batches(f->where, pipes[1], 60);
    close(pipes[1]);
    int64_t last = 0, generation;
    int code = -1;
    while (waitpid(child, &code, WNOHANG) == 0) {
        check_batches(f, f->store, 0);
        assert_ok(store_generation(&generation, f->store));
        assert_true(generation >= last);
        last = generation;
        reads++;
    }
    assert_true(WIFEXITED(code) && WEXITSTATUS(code) == 0);
    assert_true(reads > 5);
    while (read(pipes[0], &batch, sizeof batch) == sizeof batch)
        continue;
    close(pipes[0]);
    assert_int_equal(batch, 59);
    check_batches(f, f->store, 60);
}

static void *interrupt_soon(void *store)
{
    usleep(50000);
    store_interrupt(store);
    return NULL;
}

/* A statement that would run for a long time ends when another thread says so; the handle can be
 * used afterwards. */
static void test_interrupt(void **state)
{
    struct fixture *f = *state;
    bool sqlite = f->store->db->engine == DB_SQLITE;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, f->store), 0);
    int64_t begin = clock_monotonic_us();
    status st = db_script(f->store->db, sqlite ? "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
                                                 "SELECT i + 1 FROM n) SELECT count(*) FROM n"
                                               : "SELECT pg_sleep(60)");
    assert_int_equal(st, E_CANCELLED);
    assert_true(clock_monotonic_us() - begin < 30 * CLOCK_SECOND_US);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_ok(store_check(f->store));
}

/* The server ends the connection: a read tries once more by itself, a transaction is lost and
 * says so, and the next one works. */
static void test_reconnect(void **state)
{
    struct fixture *f = *state;
    if (f->store->db->engine == DB_SQLITE)
        skip();
    static const char kill_others[] = "SELECT pg_terminate_backend(pid, 5000) FROM "
                                      "pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                                      "backend_type = 'client backend'";
    int64_t source_id = source_make(f->store, "one.example", false), count;
    fixture_script(f, kill_others);
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 0);
    fixture_script(f, kill_others);
    assert_ok(store_begin(f->store));
    struct article a = article_make(&f->arena, source_id, 1, "T", "x", "en");
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    fixture_script(f, kill_others);
    a = article_make(&f->arena, source_id, 2, "T", "x", "en");
    assert_int_equal(store_article_put(&did, f->store, &a), E_DB);
    store_rollback(f->store);
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 0);
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_NEW);
    assert_ok(store_check(f->store));
}

/* Two writers at once, the same articles in different orders: nobody loses one, nobody puts one
 * twice; who is told E_BUSY tries again. */
static void put_all(str where, int step)
{
    struct arena a;
    struct store *s;
    arena_init(&a);
    if (store_open(&s, where) != OK)
        _exit(1);
    for (int i = 0; i < 97; i += 8) {
        status st;
        do {
            st = store_begin(s);
            for (int j = i; j < i + 8 && st == OK; j++) {
                enum store_put did;
                struct article article = article_make(&a, 1, j * step % 97, "T", "walrus", "en");
                st = store_article_put(&did, s, &article);
            }
            if (st == OK)
                st = store_commit(s);
            else
                store_rollback(s);
        } while (st == E_BUSY);
        if (st != OK) {
            fprintf(stderr, "writer %d: %s\n", step, err_text());
            _exit(2);
        }
    }
    store_free(s);
    arena_end(&a);
    _exit(0);
}

static void test_writers(void **state)
{
    struct fixture *f = *state;
    source_make(f->store, "one.example", false);
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0)
            put_all(f->where, (int[]){1, 96, 5, 31}[i]);
    }
    for (int i = 0; i < 4; i++) {
        int code;
        assert_int_equal(waitpid(children[i], &code, 0), children[i]);
        assert_true(WIFEXITED(code) && WEXITSTATUS(code) == 0);
    }
    int64_t count;
    assert_ok(store_article_count(&count, f->store));
    assert_int_equal(count, 97);
    assert_ok(store_check(f->store));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_versions),  WITH_STORE(test_step_by_step),
        WITH_STORE(test_not_there), WITH_STORE(test_migrate_together),
        WITH_STORE(test_kill),      WITH_STORE(test_readers),
        WITH_STORE(test_interrupt), WITH_STORE(test_reconnect),
        WITH_STORE(test_writers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
