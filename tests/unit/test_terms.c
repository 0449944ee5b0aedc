/* Search terms: words, folding, stems, scripts without spaces. */
#include "testing.h"

#include "base/sbuf.h"
#include "text/terms.h"

/* The terms of TEXT with spaces between; variants follow a slash. */
static str terms_of(struct arena *a, const char *text, const char *language)
{
    struct terms *t = terms_new();
    struct term_vec v = {0};
    struct sbuf b;
    sbuf_init(&b, a, 10000);
    terms_read(&v, a, t, str_c(text), str_c(language), 1000);
    vec_each (struct term, term, &v) {
        if (b.len)
            sbuf_putc(&b, ' ');
        sbuf_put(&b, term->text);
        if (term->variant.len) {
            sbuf_putc(&b, '/');
            sbuf_put(&b, term->variant);
        }
    }
    terms_free(t);
    return sbuf_str(&b);
}

static const struct {
    const char *language, *text, *want;
} cases[] = {
    {"", "", ""},
    {"", " -- !? ", ""},
    {"", "Hello, World!", "hello world"},
    {"en", "The elections were RUNNING late", "the elect were run late"},
    {"en", "Trump's well-known U.S. policy", "trump well known u s polici"},
    {"en", "don't", "dont"},
    {"en", "don\xe2\x80\x99t", "dont"},
    {"", "1,000.50 2024", "1 000 50 2024"},
    {"fr", "l'homme d\xe2\x80\x99\xc3\x89tat", "l homm d etat"},
    {"es", "informaci\xc3\xb3n", "inform/informacion"},
    {"es", "informacion", "informacion"},
    {"de",
     "Stra\xc3\x9f"
     "e",
     "strass"},
    {"",
     "Stra\xc3\x9f"
     "e",
     "strasse"},
    {"", "\xc3\x89t\xc3\xa9 E\xcc\x81t\xc3\xa9", "ete ete"},
    {"", "\xef\xac\x81sh \xef\xbc\xa1\xef\xbc\xa2", "fish ab"},
    {"", "\xc4\xb0stanbul", "istanbul"},
    {"ru", "\xd0\x92\xd1\x8b\xd0\xb1\xd0\xbe\xd1\x80\xd1\x8b \xd0\xb5\xd0\xbb\xd0\xba\xd0\xb8",
     "\xd0\xb2\xd1\x8b\xd0\xb1\xd0\xbe\xd1\x80 \xd0\xb5\xd0\xbb\xd0\xba"},
    {"", "\xd0\x81\xd0\xbb\xd0\xba\xd0\xb0 \xd0\xb9", "\xd0\xb5\xd0\xbb\xd0\xba\xd0\xb0 \xd0\xb9"},
    {"el", "\xce\x91\xce\xb8\xce\xae\xce\xbd\xce\xb1", "\xce\xb1\xce\xb8\xce\xb7\xce\xbd"},
    /* Words of a dictionary where there are no spaces. */
    {"zh", "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba\xe6\xb0\x91",
     "\xe4\xb8\xad\xe5\x9b\xbd \xe4\xba\xba\xe6\xb0\x91"},
    {"ja", "2024\xe5\xb9\xb4NHK", "2024 \xe5\xb9\xb4 nhk"},
    {"th",
     "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5"
     "\xe0\xb8\x8a\xe0\xb8\xb2\xe0\xb8\xa7\xe0\xb9\x82\xe0\xb8\xa5\xe0\xb8\x81",
     "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5 "
     "\xe0\xb8\x8a\xe0\xb8\xb2\xe0\xb8\xa7 \xe0\xb9\x82\xe0\xb8\xa5\xe0\xb8\x81"},
    {"zz", "running", "running"},
    {"nonsense", "running", "running"},
};

static void test_terms(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(terms_of(&a, cases[i].text, cases[i].language), cases[i].want);
    arena_end(&a);
}

/* Each term names the bytes it came from, in order; MAX holds; ill-formed text does no harm. */
static void test_ranges(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct terms *t = terms_new();
    struct term_vec v = {0};
    str text = S("One \xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba\xe6\xb0\x91, two\xff three's \xc3");
    terms_read(&v, &a, t, text, S("en"), 100);
    static const char *const want[] = {"One", "\xe4\xb8\xad\xe5\x9b\xbd",
                                       "\xe4\xba\xba\xe6\xb0\x91", "two", "three's"};
    assert_int_equal(v.len, ARRAY_LEN(want));
    for (size_t i = 0; i < v.len; i++)
        assert_str(str_sub(text, v.at[i].begin, v.at[i].end), want[i]);
    v.len = 0;
    terms_read(&v, &a, t, text, S("en"), 2);
    assert_int_equal(v.len, 2);

    /* A word of any length is one term, of TERM_WORD_MAX bytes at most. */
    char *big = arena_alloc(&a, 100000);
    memset(big, 'a', 100000);
    v.len = 0;
    terms_read(&v, &a, t, str_of(big, 100000), S(""), 10);
    assert_int_equal(v.len, 1);
    assert_int_equal(v.at[0].text.len, TERM_WORD_MAX);
    assert_int_equal(v.at[0].end, 100000);
    /* A long run without spaces is cut, nothing of it lost. */
    for (size_t i = 0; i + 3 <= 99999; i += 3)
        memcpy(big + i, "\xe4\xb8\xad", 3);
    v.len = 0;
    terms_read(&v, &a, t, str_of(big, 99999), S("zh"), 100000);
    assert_true(v.len > 100);
    for (size_t i = 0; i < v.len; i++)
        assert_int_equal(v.at[i].begin, i ? v.at[i - 1].end : 0);
    assert_int_equal(v.at[v.len - 1].end, 99999);
    terms_free(t);
    arena_end(&a);
}

/* The second time a word comes from the cache: the same terms, whatever the language between. */
static void test_cache(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct terms *t = terms_new();
    static const char *const languages[] = {"en", "de", "", "en", "fr", "de"};
    static const char *const want[] = {"elect", "election", "elections",
                                       "elect", "elect",    "election"};
    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        struct term_vec v = {0};
        terms_read(&v, &a, t, S("Elections"), str_c(languages[i]), 10);
        assert_int_equal(v.len, 1);
        assert_str(v.at[0].text, want[i]);
    }
    assert_true(terms_stems(t, S("nb")) && terms_stems(t, S("en")));
    assert_false(terms_stems(t, S("")) || terms_stems(t, S("zh")));
    terms_free(t);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
