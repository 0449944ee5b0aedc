/* Search: the query language, stems over languages, snippets, filters, order, and that no input
 * is an error. Runs once per engine, with the same expectations. */
#include "store_testing.h"

#define IN "\xee\x80\x80"
#define OUT "\xee\x80\x81"

static const struct {
    const char *language, *source, *title, *text;
} articles[] = {
    {"en", "one.example", "Ministers meet over harbour tax",
     "The ministers of five countries met on Monday.\n\nThey agreed on a harbour tax."},
    {"en", "one.example", "Harbour closed by storm",
     "A storm closed the harbour. Ships waited outside for two days. Taxes were not discussed."},
    {"de", "two.example", "Minister treffen sich",
     "Die Minister der L\xc3\xa4nder sprachen \xc3\xbc"
     "ber Steuern. Die Stra\xc3\x9f"
     "en waren leer."},
    {"es", "two.example", "Elecciones en la capital",
     "La informaci\xc3\xb3n lleg\xc3\xb3 tarde. Las elecciones fueron tranquilas."},
    {"zh", "three.example", "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba\xe6\xb0\x91",
     "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba\xe6\xb0\x91\xe9\x93\xb6\xe8\xa1\x8c\xe3\x80\x82"},
    {"fr", "two.example", "L'\xc3\xa9lection de l'homme d'\xc3\x89tat",
     "Un homme politique a \xc3\xa9t\xc3\xa9 \xc3\xa9lu."},
};

static int search_setup(void **state)
{
    fixture_setup(state);
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(articles); i++) {
        int64_t source_id = source_make(f->store, articles[i].source, false);
        struct article a = article_make(&f->arena, source_id, (int)i, articles[i].title,
                                        articles[i].text, articles[i].language);
        enum store_put did;
        assert_ok(store_article_put(&did, f->store, &a));
    }
    return 0;
}

/* The numbers of the articles found, sorted: "013". */
static str found(struct fixture *f, const char *query)
{
    struct store_search search = {.query = str_c(query), .limit = 50};
    struct search_hit *hits;
    size_t n;
    int64_t total;
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    assert_int_equal(total, n);
    char *out = arena_alloc(&f->arena, 16);
    size_t len = 0;
    for (size_t i = 0; i < ARRAY_LEN(articles); i++)
        for (size_t j = 0; j < n; j++)
            if (str_eq(hits[j].card.title, str_c(articles[i].title)))
                out[len++] = (char)('0' + i);
    return str_of(out, len);
}

static const struct {
    const char *query, *want;
} queries[] = {
    {"harbour", "01"},
    {"HARBOURS", "01"},
    {"harbour tax", "01"},
    {"harbour storm", "1"},
    {"\"harbour tax\"", "0"},
    {"\"tax harbour\"", ""},
    {"\"harbour taxes\"", "0"},
    {"harbour -storm", "0"},
    {"harbour -\"harbour tax\"", "1"},
    {"-harbour", "2345"},
    {"-harbour -elections", "234"},
    {"source:two.example", "235"},
    {"source:two.example minister", "2"},
    {"source:nowhere.example minister", ""},
    {"lang:de", "2"},
    {"lang:DE minister", "2"},
    {"lang:xx", ""},
    {"minister", "02"},
    {"ministers", "02"},
    {"mini*", "02"},
    {"harb* sto*", "1"},
    {"zebra*", ""},
    /* With and without accents, in words that the stemmer treats unlike. */
    {"informaci\xc3\xb3n", "3"},
    {"informacion", "3"},
    {"laender", ""},
    {"lander", "2"},
    {"strassen", "2"},
    {"STRASSE", "2"},
    {"\xc3\xa9lection", "5"},
    {"\xc3\xa9tat", "5"},
    {"etat", "5"},
    {"\"l'homme d'\xc3\xa9tat\"", "5"},
    {"l'homme", "5"},
    {"\xe4\xb8\xad\xe5\x9b\xbd", "4"},
    {"\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba\xe6\xb0\x91", "4"},
    {"\xe9\x93\xb6\xe8\xa1\x8c", "4"},
    /* A phrase does not reach from the title into the text. */
    {"\"tax the ministers\"", ""},
    {"", ""},
    {"   ", ""},
    {"-", ""},
    {"\"", ""},
    {"\"\"", ""},
    {"*", ""},
    {"... !!! -...", ""},
    {"\"harbour tax", "0"},
    {"harbour\"tax\"", "01"},
    {"source:", ""},
    {"(harbour", "01"},
    {"harbour AND storm", ""},
    {"title:harbour", ""},
    {"harbour NEAR/2", ""},
    {"a\xff\xfe harbour", "01"},
    {"'harbour' ; DROP TABLE articles --", ""},
    {"\"harbour' & !'x\"", ""},
    {"harbour:* | x", ""},
};

static void test_queries(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
        str got = found(f, queries[i].query);
        if (!str_eq(got, str_c(queries[i].want)))
            print_error("query %s\n", queries[i].query);
        assert_str(got, queries[i].want);
    }
}

static struct search_hit first(struct fixture *f, const char *query)
{
    struct store_search search = {.query = str_c(query), .limit = 1};
    struct search_hit *hits;
    size_t n;
    int64_t total;
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    assert_int_equal(n, 1);
    return hits[0];
}

static void test_snippets(void **state)
{
    struct fixture *f = *state;
    assert_str(first(f, "storm closing").snippet,
               "A " IN "storm" OUT " " IN "closed" OUT
               " the harbour. Ships waited outside for two days. Taxes were not discussed.");
    assert_str(first(f, "country agree").snippet,
               "The ministers of five " IN "countries" OUT " met on Monday. They " IN "agreed" OUT
               " on a harbour tax.");
    assert_str(first(f, "informacion").snippet,
               "La " IN "informaci\xc3\xb3n" OUT
               " lleg\xc3\xb3 tarde. Las elecciones fueron tranquilas.");
    /* Found by its title only: the text's beginning. */
    assert_str(first(f, "treffen").snippet, "Die Minister der L\xc3\xa4nder sprachen \xc3\xbc"
                                            "ber Steuern. Die Stra\xc3\x9f"
                                            "en waren "
                                            "leer.");
    assert_str(first(f, "\xe9\x93\xb6\xe8\xa1\x8c").snippet,
               "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba\xe6\xb0\x91" IN "\xe9\x93\xb6\xe8\xa1\x8c" OUT
               "\xe3\x80\x82");
}

/* A text that brings the marks' characters along cannot pretend a match. */
static void test_snippet_marks(void **state)
{
    struct fixture *f = *state;
    struct article a =
        article_make(&f->arena, 1, 50, "T", "A " IN "false" OUT OUT " walrus " IN "x.", "en");
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    assert_str(first(f, "walrus").snippet, "A false " IN "walrus" OUT " x.");
}

/* The snippet of a long text is the part with the most of what was asked for. */
static void test_snippet_window(void **state)
{
    struct fixture *f = *state;
    struct sbuf b;
    sbuf_init(&b, &f->arena, 100000);
    for (int i = 0; i < 200; i++)
        sbuf_put(&b, S("Some walrus words that nobody asks for. "));
    sbuf_put(&b, S("The walrus met the carpenter at the beach. "));
    for (int i = 0; i < 200; i++)
        sbuf_put(&b, S("Some other words that nobody asks for. "));
    str text = sbuf_str(&b);
    struct article a = article_make(&f->arena, 1, 50, "T", str_cstr(&f->arena, text), "en");
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    str s = first(f, "walrus carpenter").snippet;
    assert_true(str_starts(s, S("\xe2\x80\xa6")) && str_ends(s, S("\xe2\x80\xa6")));
    assert_true(str_has(s, S(IN "walrus" OUT " met the " IN "carpenter" OUT " at the beach")));
    assert_true(s.len < 400);
}

static void test_order(void **state)
{
    struct fixture *f = *state;
    /* A word in the title counts more than one in the text. */
    assert_str(first(f, "storm").card.title, "Harbour closed by storm");
    struct store_search search = {.query = S("walrus"), .limit = 3};
    struct search_hit *hits;
    size_t n;
    int64_t total;
    for (int i = 100; i < 110; i++) {
        struct article a = article_make(&f->arena, 1, i, "Same", "A walrus.", "en");
        enum store_put did;
        assert_ok(store_article_put(&did, f->store, &a));
    }
    struct article a = article_make(&f->arena, 1, 99, "A walrus", "A walrus.", "en");
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    assert_int_equal(n, 3);
    assert_int_equal(total, 11);
    assert_str(hits[0].card.title, "A walrus");
    assert_true(hits[0].score > hits[1].score);
    /* The rest are alike, so the newest comes first. */
    assert_int_equal(hits[1].card.published_us, T0 + 109 * HOUR_US);
    assert_int_equal(hits[2].card.published_us, T0 + 108 * HOUR_US);
    search.offset = 9;
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    assert_int_equal(n, 2);
    assert_int_equal(hits[1].card.published_us, T0 + 100 * HOUR_US);
    /* By time alone the title counts for nothing. */
    search.newest = true;
    search.offset = 10;
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    assert_int_equal(n, 1);
    assert_int_equal(total, 11);
    assert_str(hits[0].card.title, "A walrus");
    search.offset = 0;
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    assert_int_equal(hits[0].card.published_us, T0 + 109 * HOUR_US);
}

/* A new version is found by its new words and not by its old ones. */
static void test_version(void **state)
{
    struct fixture *f = *state;
    struct article a = article_make(&f->arena, 1, 1, articles[1].title, "Calm weather.", "en");
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_VERSION);
    assert_str(found(f, "weather"), "1");
    assert_str(found(f, "ships"), "");
    assert_ok(store_check(f->store));
    assert_ok(store_reindex(f->store));
    assert_str(found(f, "weather"), "1");
    assert_str(found(f, "harbour"), "01");
    assert_ok(store_check(f->store));
}

/* Texts beyond what the index numbers are kept, and found by what stands early; a term stands
 * in phrases the first 250 times. The same on both engines. */
static void test_long_text(void **state)
{
    struct fixture *f = *state;
    struct sbuf b;
    sbuf_init(&b, &f->arena, (size_t)4 << 20);
    for (int i = 0; i < 40000; i++)
        sbuf_printf(&b, "the word%d ", i);
    struct article a =
        article_make(&f->arena, 1, 70, "Long", str_cstr(&f->arena, sbuf_str(&b)), "en");
    enum store_put did;
    assert_ok(store_article_put(&did, f->store, &a));
    static const struct {
        const char *query;
        size_t hits;
    } cases[] = {
        {"\"word70 the word71\"", 1},
        {"\"word7000 the word7001\"", 0},
        {"word7000 the word7001", 1},
        {"\"word7000 word7001\"", 0},
        {"word7499", 1},
        {"word7501", 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct store_search search = {.query = str_c(cases[i].query), .limit = 3};
        struct search_hit *hits;
        size_t n;
        int64_t total;
        assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
        if (n != cases[i].hits)
            print_error("query %s\n", cases[i].query);
        assert_int_equal(n, cases[i].hits);
    }
}

/* Random bytes and random pieces of every syntax near this one: never an error. */
static void test_hostile(void **state)
{
    struct fixture *f = *state;
    static const char *const pieces[] = {
        "\"",    "*",
        "-",     "(",
        ")",     "AND",
        "OR",    "NOT",
        "NEAR",  "{title}",
        ":",     "'",
        "\\",    "&",
        "|",     "!",
        "<->",   "harbour",
        "tax",   " ",
        " ",     "source:",
        "lang:", "^",
        "+",     "\xee\x80\x80",
        "\xff",  "%",
        ";",     "\xe4\xb8\xad",
        "''",    "\t",
        "$1",    "?1",
        "1",     ".",
    };
    uint64_t random = 1;
    for (int i = 0; i < 3000; i++) {
        struct sbuf b;
        sbuf_init(&b, &f->arena, 2000);
        for (int j = 0; j < 12; j++) {
            random = hash_u64(random + 1);
            sbuf_put(&b, str_c(pieces[random % ARRAY_LEN(pieces)]));
        }
        struct store_search search = {.query = sbuf_str(&b), .limit = 5};
        struct search_hit *hits;
        size_t n;
        int64_t total;
        assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
    }
    struct store_search search = {.query = str_of(arena_dup(&f->arena, "\0a\0b", 4), 4),
                                  .limit = 5};
    struct search_hit *hits;
    size_t n;
    int64_t total;
    assert_ok(store_search(&hits, &n, &total, &f->arena, f->store, &search));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, search_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_queries),       WITH_STORE(test_snippets), WITH_STORE(test_snippet_window),
        WITH_STORE(test_snippet_marks), WITH_STORE(test_order),    WITH_STORE(test_version),
        WITH_STORE(test_long_text),     WITH_STORE(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
