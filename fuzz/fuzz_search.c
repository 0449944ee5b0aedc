/*
 * Searches as typed: whatever comes in, the expression made of it is one that the engine takes,
 * and the snippet is UTF-8 of bounded length with its marks in pairs. The input is a query, a
 * NUL, and the text a snippet is made of.
 */
#include <sqlite3.h>

#include "base/utf8.h"
#include "store/snippet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All that have a stemmer, and one that has none. */
static const str languages[] = {
    {"en", 2}, {"fr", 2}, {"de", 2}, {"ru", 2}, {"es", 2}, {"th", 2}, {"ar", 2}, {"hy", 2},
    {"eu", 2}, {"ca", 2}, {"da", 2}, {"nl", 2}, {"fi", 2}, {"el", 2}, {"hi", 2}, {"hu", 2},
    {"id", 2}, {"ga", 2}, {"it", 2}, {"lt", 2}, {"ne", 2}, {"no", 2}, {"pt", 2}, {"ro", 2},
    {"sr", 2}, {"sv", 2}, {"ta", 2}, {"tr", 2}, {"yi", 2},
};

static sqlite3_stmt *engine(void)
{
    static sqlite3_stmt *match;
    if (!match) {
        sqlite3 *db;
        sqlite3_open(":memory:", &db);
        sqlite3_exec(
            db,
            "CREATE VIRTUAL TABLE s USING fts5 (title, text, variants, tokenize = 'ascii');"
            "INSERT INTO s VALUES ('harbour tax', 'minist met', '')",
            NULL, NULL, NULL);
        int code = sqlite3_prepare_v2(db, "SELECT rowid FROM s WHERE s MATCH ?", -1, &match, NULL);
        ASSERT(code == SQLITE_OK);
    }
    return match;
}

static void check_expression(str expression)
{
    sqlite3_stmt *match = engine();
    if (str_empty(expression))
        return;
    sqlite3_bind_text(match, 1, expression.p, (int)expression.len, SQLITE_STATIC);
    int code = sqlite3_step(match);
    sqlite3_reset(match);
    ASSERT(code == SQLITE_ROW || code == SQLITE_DONE);
}

static void check_snippet(str snippet)
{
    bool open = false;
    ASSERT(utf8_valid_prefix(snippet) == snippet.len);
    ASSERT(snippet.len <= SNIPPET_MAX * 10);
    while (snippet.len) {
        uint32_t c = utf8_next(&snippet);
        if (c != 0xe000 && c != 0xe001)
            continue;
        ASSERT(open == (c == 0xe001));
        open = !open;
    }
    ASSERT(!open);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct terms *terms;
    if (!terms)
        terms = terms_new();
    struct arena a;
    arena_init(&a);
    str rest = str_of((const char *)data, size);
    str typed = utf8_repair(&a, str_cut(&rest, '\0'));
    str text = utf8_repair(&a, rest);
    struct search_query q;
    search_query_parse(&q, &a, terms, DB_POSTGRES, typed, languages, ARRAY_LEN(languages));
    search_query_parse(&q, &a, terms, DB_SQLITE, typed, languages, ARRAY_LEN(languages));
    check_expression(q.match);
    check_expression(q.without);
    str language = languages[size % ARRAY_LEN(languages)];
    check_snippet(snippet_make(&a, terms, text, language, &q.marks));
    arena_end(&a);
    return 0;
}
