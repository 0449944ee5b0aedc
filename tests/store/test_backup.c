/* Backup and restore on each engine and from one to the other; damaged backups; the table list
 * against the schema. */
#include "store_testing.h"

#include <sys/stat.h>

#include "base/vec.h"

static void fill_analyses(struct fixture *f, int64_t one, int64_t two);

static void fill(struct fixture *f)
{
    int64_t one = source_make(f->store, "one.example", false);
    int64_t two = source_make(f->store, "zwei.example", true);
    enum store_put did;
    for (int i = 0; i < 200; i++) {
        struct article a =
            article_make(&f->arena, i % 3 ? one : two, i, "Harbour tax", "Ministers met.", "en");
        a.demo = i % 3 == 0;
        assert_ok(store_article_put(&did, f->store, &a));
    }
    struct article a = article_make(&f->arena, one, 5, "Corrected tax", "Ministers left.", "en");
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_VERSION);
    assert_ok(store_import_set(f->store, S("a.warc.gz"), 77, true));
    struct feed feed = {
        .source_id = one, .url = S("https://one.example/feed"), .next_check_us = T0};
    int64_t feed_id;
    assert_ok(store_feed_ensure(&feed_id, f->store, &feed));
    struct entry e = {
        .feed_id = feed_id, .guid = S("g"), .published_us = TIME_NONE, .article_id = a.id};
    bool is_new;
    assert_ok(store_entry_put(&is_new, f->store, &e));
    fill_analyses(f, a.id, a.id + 1);
}

static int64_t hits(struct fixture *f, struct store *s, const char *query)
{
    struct store_search search = {.query = str_c(query), .limit = 5};
    struct search_hit *found;
    size_t n;
    int64_t total = -1;
    assert_ok(store_search(&found, &n, &total, &f->arena, s, &search));
    return total;
}

static void fill_analyses(struct fixture *f, int64_t one, int64_t two)
{
    static const struct text_range range = {0, 15};
    static const str alias = {"levy", 4};
    struct article_analysis x = {
        .article_id = one, .version = 2, .summary = {&range, 1}, .sentences = {&range, 1}};
    struct tag tag = {.canonical = S("harbourtax"), .display = S("HarbourTax")};
    struct related_put card = {.article_id = two, .score = .25, .words = {&alias, 1}};
    assert_ok(store_analysis_put(f->store, &x, S("Ministers left.")));
    assert_ok(store_tag_ensure(&tag, f->store, &alias, 1));
    assert_ok(store_article_tags_put(f->store, one, &tag.id, 1));
    assert_ok(store_related_put(f->store, one, &card, 1));
    assert_ok(store_copy_put(f->store, two + 1, one));
}

static void check_analyses(struct fixture *f, struct store *s, int64_t one)
{
    struct article_analysis x;
    struct tag tag;
    struct related_row *rows;
    struct article_card *cards;
    size_t n;
    assert_ok(store_analysis_get(&x, &f->arena, s, one));
    assert_int_equal(x.summary.at[0].end, 15);
    assert_ok(store_tag_get(&tag, &f->arena, s, S("levy")));
    assert_int_equal(tag.article_count, 1);
    assert_ok(store_tag_articles(&cards, &n, &f->arena, s, tag.id,
                                 &(struct store_list){.after = {INT64_MAX, 0}, .limit = 2}));
    assert_true(n == 1 && cards[0].id == one);
    assert_ok(store_related_list(&rows, &n, &f->arena, s, one));
    assert_true(n == 1 && rows[0].score == .25);
    assert_str(rows[0].words.at[0], "levy");
    assert_ok(store_copies_list(&cards, &n, &f->arena, s, one));
    assert_int_equal(n, 1);
    struct tag next = {.canonical = str_printf(&f->arena, "next %p", (void *)s)};
    assert_ok(store_tag_ensure(&next, s, NULL, 0));
    assert_true(next.id > tag.id);
}

/* That S holds what fill() put there. */
static void check_filled(struct fixture *f, struct store *s)
{
    int64_t count, position, id;
    bool done;
    assert_ok(store_check(s));
    assert_ok(store_article_count(&count, s));
    assert_int_equal(count, 200);
    assert_ok(store_import_get(&position, &done, s, S("a.warc.gz")));
    assert_true(position == 77 && done);
    assert_ok(store_article_by_url(&id, s, S("https://paper.example/5")));
    struct article_version *versions;
    size_t n;
    assert_ok(store_article_versions(&versions, &n, &f->arena, s, id));
    assert_int_equal(n, 2);
    assert_str(versions[0].text, "Ministers left.");
    assert_str(versions[1].title, "Harbour tax");
    assert_int_equal(hits(f, s, "\"harbour taxes\" minister"), 199);
    assert_int_equal(hits(f, s, "corrected"), 1);
    check_analyses(f, s, id);
    struct feed *feeds;
    assert_ok(store_feed_due(&feeds, &n, &f->arena, s, T0, 10));
    assert_int_equal(n, 1);
    struct entry e = {.feed_id = feeds[0].id, .guid = S("g"), .published_us = TIME_NONE};
    bool is_new = true;
    assert_ok(store_entry_put(&is_new, s, &e));
    assert_false(is_new);
    assert_int_equal(e.article_id, id);
    /* Ids go on where they were. */
    struct article a = article_make(&f->arena, 1, 1000, "After", "Restore.", "en");
    enum store_put did;
    assert_ok(store_article_put(&did, s, &a));
    assert_true(a.id > 200);
}

static void test_round_trip(void **state)
{
    struct fixture *f = *state;
    fill(f);
    str file = fixture_path(f, "news.backup");
    assert_ok(store_backup(f->store, file));
    int64_t before, after;
    assert_ok(store_generation(&before, f->store));

    /* Over itself: refused, then forced. */
    assert_int_equal(store_restore(f->where, file, false), E_EXISTS);
    struct article a = article_make(&f->arena, 1, 900, "Zebra", "Late.", "en");
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(hits(f, f->store, "zebra"), 1);
    assert_ok(store_restore(f->where, file, true));
    assert_int_equal(hits(f, f->store, "zebra"), 0);
    assert_ok(store_generation(&after, f->store));
    assert_true(after > before + 1);
    check_filled(f, f->store);

    /* Into a new SQLite store, from whichever engine. */
    str other = str_printf(&f->arena, "sqlite:%s/new/other.db", f->folder);
    assert_ok(store_restore(other, file, false));
    struct store *s;
    assert_ok(store_open(&s, other));
    check_filled(f, s);
    /* And on from there into the first engine. */
    assert_ok(store_backup(s, fixture_path(f, "again.backup")));
    store_free(s);
    assert_ok(store_restore(f->where, fixture_path(f, "again.backup"), true));
    assert_int_equal(hits(f, f->store, "after restore"), 1);
    assert_ok(store_check(f->store));
}

/* A backup is one file, whole under its name, and nothing is left beside it. */
static void test_file(void **state)
{
    struct fixture *f = *state;
    fill(f);
    str file = fixture_path(f, "backup");
    assert_ok(store_backup(f->store, file));
    assert_ok(store_backup(f->store, file));
    str command = str_printf(&f->arena, "test \"$(ls '%s' | grep -c '^backup')\" = 1", f->folder);
    assert_int_equal(system(command.p), 0);
    /* It is a store itself. */
    struct store *s;
    assert_ok(store_open(&s, str_printf(&f->arena, "sqlite:%s", file.p)));
    check_filled(f, s);
    store_free(s);
    assert_int_equal(store_backup(f->store, fixture_path(f, "no/such/folder/x")), E_IO);
    assert_int_equal(store_backup(f->store, fixture_path(f, "folder/")), E_INPUT);
}

/* Writing goes on during a backup; what is in it is of one moment. */
static void test_online(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false);
    enum store_put did;
    struct store *writer;
    assert_ok(store_open(&writer, f->where));
    assert_ok(store_begin(writer));
    for (int i = 0; i < 50; i++) {
        struct article a = article_make(&f->arena, source_id, i, "T", "x", "en");
        assert_ok(store_article_put(&did, writer, &a));
    }
    assert_ok(store_backup(f->store, fixture_path(f, "before")));
    assert_ok(store_commit(writer));
    assert_ok(store_backup(f->store, fixture_path(f, "after")));
    store_free(writer);
    static const char *const names[] = {"before", "after"};
    for (int i = 0; i < 2; i++) {
        struct store *s;
        int64_t count;
        str where = str_printf(&f->arena, "sqlite:%s", fixture_path(f, names[i]).p);
        assert_ok(store_open(&s, where));
        assert_ok(store_article_count(&count, s));
        assert_int_equal(count, i ? 50 : 0);
        assert_ok(store_check(s));
        store_free(s);
    }
}

static void write_file(str path, const void *bytes, size_t n, long at)
{
    FILE *file = fopen(path.p, at < 0 ? "wb" : "r+b");
    assert_non_null(file);
    if (at > 0)
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

/* Nothing of a bad backup reaches the store. */
static void test_bad_backups(void **state)
{
    struct fixture *f = *state;
    fill(f);
    str file = fixture_path(f, "backup");
    assert_int_equal(store_restore(f->where, fixture_path(f, "none"), true), E_NOTFOUND);
    write_file(file, "this is no database at all, only text", 37, -1);
    assert_int_equal(store_restore(f->where, file, true), E_INPUT);
    write_file(file, "", 0, -1);
    assert_int_equal(store_restore(f->where, file, true), E_INPUT);

    str command = str_printf(&f->arena,
                             "python3 -c \"import sqlite3; d = sqlite3.connect('%s/other.db'); "
                             "d.execute('create table t (x)'); d.commit()\"",
                             f->folder);
    assert_int_equal(system(command.p), 0);
    assert_int_equal(store_restore(f->where, fixture_path(f, "other.db"), true), E_INPUT);

    /* Damage in the middle, and the end missing. */
    assert_ok(store_backup(f->store, file));
    struct stat info;
    assert_int_equal(stat(file.p, &info), 0);
    char garbage[8192];
    memset(garbage, 0xa5, sizeof garbage);
    write_file(file, garbage, sizeof garbage, (long)(info.st_size / 2 / 4096 * 4096));
    assert_int_equal(store_restore(f->where, file, true), E_INPUT);
    assert_ok(store_backup(f->store, file));
    assert_int_equal(truncate(file.p, info.st_size / 3), 0);
    assert_int_not_equal(store_restore(f->where, file, true), OK);

    /* A backup whose schema is newer. */
    assert_ok(store_backup(f->store, file));
    struct db *db;
    assert_ok(db_open(&db, str_printf(&f->arena, "sqlite:%s", file.p), false));
    assert_ok(db_script(db, "INSERT INTO schema_migrations VALUES (9999, 'future', '', 0)"));
    db_close(db);
    assert_int_equal(store_restore(f->where, file, true), E_UNSUPPORTED);
    check_filled(f, f->store);
}

/* The tables and columns that backups carry are those of the schema, none forgotten. */
static void test_tables(void **state)
{
    struct fixture *f = *state;
    struct sbuf want, got;
    sbuf_init(&want, &f->arena, 10000);
    sbuf_init(&got, &f->arena, 10000);
    for (size_t i = 0; i < DB_TABLES; i++) {
        /* "SELECT a, b FROM t WHERE ..." */
        str sql = str_c(db_tables[i].out->sql[DB_SQLITE]);
        size_t from = str_find(sql, S(" FROM "));
        sbuf_printf(&want, "%s: %.*s\n", db_tables[i].name, (int)(from - 7), sql.p + 7);
    }
    str script = str_printf(
        &f->arena,
        "python3 - '%s/store.db' <<'END'\n"
        "import sqlite3, sys\n"
        "d = sqlite3.connect(sys.argv[1])\n"
        "q = \"select name from sqlite_schema where type = 'table' and name not like 'sqlite_%%'"
        " and name not like 'article_search%%' and name <> 'schema_migrations'\"\n"
        "for (t,) in d.execute(q).fetchall():\n"
        "    print(t + ': ' + ', '.join(r[1] for r in d.execute('pragma table_info(%%s)' %% t)))\n"
        "END\n",
        f->folder);
    if (f->store->db->engine != DB_SQLITE)
        skip();
    FILE *pipe = popen(script.p, "r");
    assert_non_null(pipe);
    char line[1000];
    size_t lines = 0;
    while (fgets(line, sizeof line, pipe)) {
        if (!str_has(sbuf_str(&want), str_c(line)))
            print_error("not carried: %s", line);
        assert_true(str_has(sbuf_str(&want), str_c(line)));
        lines++;
    }
    assert_int_equal(pclose(pipe), 0);
    assert_int_equal(lines, DB_TABLES);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_round_trip),  WITH_STORE(test_file),   WITH_STORE(test_online),
        WITH_STORE(test_bad_backups), WITH_STORE(test_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
