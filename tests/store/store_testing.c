/* Fixtures of the store's tests. */
#include "store_testing.h"

static const char *postgres(void)
{
    return getenv("COURANT_TEST_STORE");
}

/* PostgreSQL keeps everything in one schema, so emptying it is a fresh store. */
static void postgres_empty(const char *where)
{
    struct db *db;
    assert_ok(db_open(&db, str_c(where), true));
    assert_ok(db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
    db_close(db);
}

int fixture_setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    const char *tmp = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%s/store-test-XXXXXX", tmp ? tmp : ".");
    assert_non_null(mkdtemp(f->folder));
    f->where = str_printf(&f->arena, "sqlite:%s/store.db", f->folder);
    if (postgres()) {
        f->where = str_c(postgres());
        postgres_empty(postgres());
    }
    assert_ok(store_migrate(f->where));
    assert_ok(store_open(&f->store, f->where));
    *state = f;
    return 0;
}

int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    store_free(f->store);
    str command = str_printf(&f->arena, "rm -rf -- '%s'", f->folder);
    assert_int_equal(system(command.p), 0);
    arena_end(&f->arena);
    free(f);
    return 0;
}

str fixture_path(struct fixture *f, const char *name)
{
    return str_printf(&f->arena, "%s/%s", f->folder, name);
}

void fixture_script(struct fixture *f, const char *sql)
{
    struct db *db;
    assert_ok(db_open(&db, f->where, false));
    assert_ok(db_script(db, sql));
    db_close(db);
}

struct article article_make(struct arena *a, int64_t source_id, int n, const char *title,
                            const char *text, const char *language)
{
    struct article article = {
        .source_id = source_id,
        .url = str_printf(a, "https://paper.example/%d?utm_source=x", n),
        .canonical_url = str_printf(a, "https://paper.example/%d", n),
        .title = str_dup(a, str_c(title)),
        .published_us = T0 + n * HOUR_US,
        .updated_us = TIME_NONE,
        .language = str_c(language),
        .site_name = S("The Paper"),
        .text = str_dup(a, str_c(text)),
        .body = (html){str_printf(a, "<p>%s</p>", text)},
        .first_seen_us = T0 + 10000 * HOUR_US + n,
    };
    article.content_hash = hash_join(hash_str(article.title), hash_str(article.text));
    return article;
}

int64_t source_make(struct store *s, const char *key, bool demo)
{
    struct source source = {.key = str_c(key),
                            .name = str_c(key),
                            .language = S("en"),
                            .home_url = S("https://paper.example/"),
                            .demo = demo};
    int64_t id = 0;
    assert_ok(store_source_ensure(&id, s, &source));
    return id;
}

int64_t fault_every(void)
{
    const char *text = getenv("COURANT_FAULT_EVERY");
    int64_t every;
    return text && str_to_i64(&every, str_c(text)) && every > 0 ? every : 1;
}
