/*
 * The store against its floor: articles put in batches of 256 through store_article_put, beside
 * the bare insert of the same rows into SQLite (a table with a unique URL, and FTS5 with its own
 * tokenizer), in the same run. Then what reading costs. Usage: bench_store [ARTICLES [DIR]]; the
 * store is in DIR, or where COURANT_TEST_STORE says (tests/support/with_pg.sh).
 */
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/sbuf.h"
#include "base/vec.h"
#include "store/store.h"

#define BATCH 256
#define WORDS 450 /* of one article; a news article has about as many */
#define VOCABULARY 30000
#define READS 2000

struct bench {
    struct arena arena;
    size_t n;
    struct article *articles;
    str words[VOCABULARY];
};

static double cpu_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
           ((double)u.ru_utime.tv_usec + (double)u.ru_stime.tv_usec) / 1e6;
}

static void must(status st)
{
    if (st != OK) {
        fprintf(stderr, "bench_store: %s\n", err_text());
        exit(1);
    }
}

static void make_words(struct bench *b)
{
    static const char *const starts[] = {"ka",  "mi",  "tor", "sel", "pre", "con",  "har", "el",
                                         "min", "gov", "re",  "ba",  "lin", "stra", "du",  "wo"};
    static const char *const ends[] = {"", "s", "ed", "ing", "tion", "er", "ly", "ment"};
    for (uint32_t i = 0; i < VOCABULARY; i++) {
        uint64_t h = hash_u64(i + 1);
        b->words[i] = str_printf(&b->arena, "%s%s%s%s", starts[h % 16], starts[(h >> 8) % 16],
                                 i > 100 ? starts[(h >> 16) % 16] : "", ends[(h >> 24) % 8]);
    }
}

/* Word ranks as in language: about half of all words are of the commonest hundred. */
static str pick(const struct bench *b, uint64_t *random)
{
    *random = hash_u64(*random + 1);
    double u = (double)(*random >> 11) / 9007199254740992.0;
    size_t rank = 1;
    while (u > 0.13 && rank < VOCABULARY / 2) {
        u = (u - 0.13) / 0.87;
        rank *= 2;
    }
    return b->words[(rank + (*random & (rank - 1))) % VOCABULARY];
}

static void make_articles(struct bench *b)
{
    b->articles = arena_array(&b->arena, b->n, struct article);
    uint64_t random = 7;
    for (size_t i = 0; i < b->n; i++) {
        struct sbuf text, body;
        sbuf_init(&text, &b->arena, 100000);
        for (int w = 0; w < WORDS; w++) {
            sbuf_put(&text, pick(b, &random));
            sbuf_put(&text, w % 60 == 59 ? S(".\n\n") : w % 15 == 14 ? S(". ") : S(" "));
        }
        sbuf_init(&body, &b->arena, 100000);
        sbuf_printf(&body, "<p>%.*s</p>", STR_FMT(sbuf_str(&text)));
        b->articles[i] = (struct article){
            .source_id = 1,
            .url = str_printf(&b->arena, "https://paper.example/2026/11/story-%zu.html", i),
            .title = str_printf(&b->arena, "%.*s %.*s over %.*s", STR_FMT(pick(b, &random)),
                                STR_FMT(pick(b, &random)), STR_FMT(pick(b, &random))),
            .published_us = (int64_t)1786000000000000 + (int64_t)(hash_u64(i) % 100000) * 1000000,
            .updated_us = TIME_NONE,
            .language = S("en"),
            .site_name = S("The Paper"),
            .text = sbuf_str(&text),
            .body = (html){sbuf_str(&body)},
            .word_count = WORDS,
            .content_hash = hash_u64(i),
            .first_seen_us = (int64_t)1787000000000000,
        };
        b->articles[i].canonical_url = b->articles[i].url;
    }
}

static void bare_exec(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fprintf(stderr, "bench_store: %s\n", why);
        exit(1);
    }
}

static void bare_put(sqlite3_stmt *row, sqlite3_stmt *fts, const struct article *a, int64_t id)
{
    const str texts[] = {a->url, a->title, a->text, a->body.s};
    sqlite3_bind_int64(row, 1, id);
    for (int i = 0; i < 4; i++)
        sqlite3_bind_text(row, i + 2, texts[i].p, (int)texts[i].len, SQLITE_STATIC);
    sqlite3_bind_int64(row, 6, a->published_us);
    sqlite3_bind_int64(fts, 1, id);
    sqlite3_bind_text(fts, 2, a->title.p, (int)a->title.len, SQLITE_STATIC);
    sqlite3_bind_text(fts, 3, a->text.p, (int)a->text.len, SQLITE_STATIC);
    if (sqlite3_step(row) != SQLITE_DONE || sqlite3_step(fts) != SQLITE_DONE) {
        fprintf(stderr, "bench_store: bare insert failed\n");
        exit(1);
    }
    sqlite3_reset(row);
    sqlite3_reset(fts);
}

/* Not inlined, so that callgrind counts each side's instructions. */
static NOINLINE double bare_run(const struct bench *b, const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *row, *fts;
    sqlite3_open(path, &db);
    bare_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4096;"
                  "CREATE TABLE articles (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT,"
                  " text TEXT, body TEXT, published INTEGER);"
                  "CREATE VIRTUAL TABLE search USING fts5 (title, text)");
    sqlite3_prepare_v2(db, "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", -1, &row, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", -1, &fts,
                       NULL);
    double begin = cpu_seconds();
    for (size_t i = 0; i < b->n; i++) {
        if (i % BATCH == 0)
            bare_exec(db, "BEGIN IMMEDIATE");
        bare_put(row, fts, &b->articles[i], (int64_t)i + 1);
        if (i % BATCH == BATCH - 1 || i + 1 == b->n)
            bare_exec(db, "COMMIT");
    }
    double seconds = cpu_seconds() - begin;
    sqlite3_finalize(row);
    sqlite3_finalize(fts);
    sqlite3_close(db);
    return seconds;
}

static NOINLINE double store_run(double *wall, struct bench *b, struct store *s)
{
    struct source source = {.key = S("paper.example"), .name = S("The Paper")};
    enum store_put did;
    int64_t source_id;
    must(store_source_ensure(&source_id, s, &source));
    int64_t begin_us = clock_monotonic_us();
    double begin = cpu_seconds();
    for (size_t i = 0; i < b->n; i++) {
        if (i % BATCH == 0)
            must(store_begin(s));
        b->articles[i].source_id = source_id;
        must(store_article_put(&did, s, &b->articles[i]));
        if (i % BATCH == BATCH - 1 || i + 1 == b->n)
            must(store_commit(s));
    }
    *wall = (double)(clock_monotonic_us() - begin_us) / 1e6;
    return cpu_seconds() - begin;
}

static void report_read(const char *what, int64_t begin_us, size_t n)
{
    printf("%-34s %9.1f us\n", what, (double)(clock_monotonic_us() - begin_us) / (double)n);
}

static void read_run(struct bench *b, struct store *s)
{
    struct arena a;
    arena_init(&a);
    struct article_card *cards;
    struct article article;
    size_t n;
    int64_t generation, begin = clock_monotonic_us();
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 30};
    for (int i = 0; i < READS; i++, arena_reset(&a))
        must(store_article_list(&cards, &n, &a, s, &list));
    report_read("list of 30 cards, the newest", begin, READS);
    begin = clock_monotonic_us();
    for (int i = 0; i < READS; i++, arena_reset(&a)) {
        must(store_article_list(&cards, &n, &a, s, &list));
        list.after = n ? store_card_cursor(&cards[n - 1]) : (struct store_cursor){INT64_MAX, 0};
    }
    report_read("list of 30 cards, page after page", begin, READS);
    begin = clock_monotonic_us();
    for (uint64_t i = 0; i < READS; i++, arena_reset(&a))
        must(store_article_get(&article, &a, s, b->articles[hash_u64(i) % b->n].id));
    report_read("one article, at random", begin, READS);
    begin = clock_monotonic_us();
    for (int i = 0; i < READS; i++)
        must(store_generation(&generation, s));
    report_read("generation", begin, READS);
    begin = clock_monotonic_us();
    for (uint64_t i = 0; i < READS / 20; i++, arena_reset(&a)) {
        struct search_hit *hits;
        int64_t total;
        struct store_search search = {.limit = 20};
        search.query = str_printf(&a, "%.*s %.*s", STR_FMT(b->words[200 + hash_u64(i) % 3000]),
                                  STR_FMT(b->words[200 + hash_u64(i + 9) % 3000]));
        must(store_search(&hits, &n, &total, &a, s, &search));
    }
    report_read("search for two words, 20 hits", begin, READS / 20);
    arena_end(&a);
}

static double megabytes(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (double)info.st_size / 1e6 : 0;
}

int main(int argc, char **argv)
{
    static struct bench b;
    int64_t n = 10000;
    if (argc > 1 && (!str_to_i64(&n, str_c(argv[1])) || n < 1)) {
        fprintf(stderr, "usage: bench_store [ARTICLES [DIR]]\n");
        return 2;
    }
    char dir[512];
    snprintf(dir, sizeof dir, "%s/bench-store-XXXXXX", argc > 2 ? argv[2] : ".");
    if (!mkdtemp(dir)) {
        perror(dir);
        return 1;
    }
    b.n = (size_t)n;
    arena_init(&b.arena);
    make_words(&b);
    make_articles(&b);
    str bare = str_printf(&b.arena, "%s/bare.db", dir);
    str where = str_printf(&b.arena, "sqlite:%s/store.db", dir);
    struct store *s;
    double wall_s, bare_s = bare_run(&b, bare.p);
    if (getenv("COURANT_TEST_STORE"))
        where = str_c(getenv("COURANT_TEST_STORE"));
    must(store_migrate(where));
    must(store_open(&s, where));
    double store_s = store_run(&wall_s, &b, s);
    printf("%zu articles of %d words, batches of %d, CPU time\n", b.n, WORDS, BATCH);
    printf("%-34s %9.0f articles/s\n", "bare SQLite + FTS5", (double)n / bare_s);
    printf("%-34s %9.0f articles/s\n", "store_article_put", (double)n / store_s);
    printf("%-34s %9.0f articles/s\n", "the same by the clock", (double)n / wall_s);
    printf("%-34s %9.2f\n", "ratio (store / bare CPU)", store_s / bare_s);
    read_run(&b, s);
    store_free(s);
    if (str_starts(where, S("sqlite:")))
        printf("%-34s %9.1f / %.1f MB\n", "file, store / bare", megabytes(where.p + 7),
               megabytes(bare.p));
    str clean = str_printf(&b.arena, "rm -rf -- '%s'", dir);
    arena_end(&b.arena);
    return system(clean.p) == 0 ? 0 : 1;
}
