/* Text by a terminal's columns. */
#include "testing.h"

#include "text/columns.h"

static void test_count(void **state)
{
    const struct {
        const char *text;
        size_t columns;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"M\xc3\xbcnchen", 7},
        {"Mu\xcc\x88nchen", 7},
        {"\xe6\x9d\xb1\xe4\xba\xac", 4},
        {"\xed\x95\x9c\xea\xb5\xad", 4},
        {"\xef\xbc\xa1", 2},
        {"\xf0\x9f\x93\xb0", 2},
        {"a\xe2\x80\x8d", 1},
        {"a\x1b[2J\n", 6},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(columns_count(str_c(rows[i].text)), rows[i].columns);
}

static void put(char out[200], const char *text, size_t width, bool last)
{
    struct arena a;
    struct sbuf b;
    arena_init(&a);
    sbuf_init(&b, &a, 199);
    if (last)
        columns_put_last(&b, str_c(text), width);
    else
        columns_put(&b, str_c(text), width);
    snprintf(out, 200, "%.*s", STR_FMT(sbuf_str(&b)));
    arena_end(&a);
}

static void test_put(void **state)
{
    const struct {
        const char *text;
        size_t width;
        bool last;
        const char *shown;
    } rows[] = {
        {"abc", 5, false, "abc  "},
        {"abc", 3, false, "abc"},
        {"abcd", 3, false, "ab\xe2\x80\xa6"},
        {"abc", 5, true, "abc"},
        {"abc", 0, true, ""},
        {"abc", 1, true, "\xe2\x80\xa6"},
        {"\xe6\x9d\xb1\xe4\xba\xac", 4, true, "\xe6\x9d\xb1\xe4\xba\xac"},
        /* Half a wide character is none. */
        {"\xe6\x9d\xb1\xe4\xba\xac", 3, false, "\xe6\x9d\xb1\xe2\x80\xa6"},
        {"\xe6\x9d\xb1\xe4\xba\xac", 2, false, "\xe2\x80\xa6 "},
        {"a\x1b[1mb\tc", 20, true, "a [1mb c"},
        {"a\xc2\x9b"
         "b",
         20, true, "a b"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char shown[200];
        put(shown, rows[i].text, rows[i].width, rows[i].last);
        assert_string_equal(shown, rows[i].shown);
    }
}

static void test_wrap(void **state)
{
    const struct {
        const char *text;
        size_t indent, width;
        const char *shown;
    } rows[] = {
        {"", 2, 10, ""},
        {"one two", 2, 10, "  one two\n"},
        {"one two three", 2, 10, "  one two\n  three\n"},
        {"one twothreefourfive", 2, 10, "  one\n  twothree\n  fourfive\n"},
        {"\xe6\x9d\xb1\xe4\xba\xac\xe6\x9d\xb1", 1, 5,
         " \xe6\x9d\xb1\xe4\xba\xac\n \xe6\x9d\xb1\n"},
        {"\xe6\x9d\xb1", 5, 5, "     \xe6\x9d\xb1\n"},
        {" a\nb ", 0, 80, "a b\n"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena a;
        struct sbuf b;
        arena_init(&a);
        sbuf_init(&b, &a, 1000);
        columns_wrap(&b, str_c(rows[i].text), rows[i].indent, rows[i].width);
        assert_string_equal(str_cstr(&a, sbuf_str(&b)), rows[i].shown);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
