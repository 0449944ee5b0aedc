/* Settings: which place wins, what is refused and how it is said; edit distance; options. */
#include "testing.h"

#include "cli/cli.h"
#include "cli/nearest.h"

#include <unistd.h>

#define ARGS(...)                                                                                  \
    char *argv[] = {word("courant"), __VA_ARGS__, NULL};                                           \
    int argc = (int)ARRAY_LEN(argv) - 1

/* argv is char **, literals are const: copies that live as long as the test program. */
static struct arena words;

static char *word(const char *s)
{
    return arena_dup(&words, s, strlen(s));
}

static void file_write(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* An empty directory of its own, so that no courant.conf is found by chance. */
static int setup(void **state)
{
    (void)state;
    arena_init(&words);
    char template[] = "/tmp/courant-config-XXXXXX";
    return mkdtemp(template) && chdir(template) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_end(&words);
    char directory[256];
    unlink("courant.conf");
    unlink("secret");
    unlink("other.conf");
    return getcwd(directory, sizeof directory) && rmdir(directory) == 0 ? 0 : -1;
}

static void assert_problem(const struct config *c, size_t i, const char *part)
{
    assert_true(i < c->problems.len);
    if (!str_has(c->problems.at[i], str_c(part))) {
        print_error("'%.*s' lacks '%s'\n", STR_FMT(c->problems.at[i]), part);
        assert_true(false);
    }
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(nearest_distance(S("listen"), S("listen")), 0);
    assert_int_equal(nearest_distance(S("WEB-threads"), S("web_threads")), 0);
    assert_int_equal(nearest_distance(S("lisetn"), S("listen")), 1);
    assert_int_equal(nearest_distance(S("kitten"), S("sitting")), 3);
    assert_int_equal(nearest_distance(S(""), S("abc")), 3);
    const char *names[] = {"import", "extract", "serve"};
    assert_string_equal(nearest_name(S("improt"), names, 3, 2), "import");
    assert_null(nearest_name(S("zebra"), names, 3, 2));
}

static void test_order_of_places(void **state)
{
    (void)state;
    struct config c;
    file_write("courant.conf", "# mine\n threads = 3\nweb_threads=7\n\nsite_name=\"From file\"\n");
    char *environment[] = {word("COURANT_THREADS=5"), word("COURANT_SITE_NAME=From env"),
                           word("OTHER=1"), word("COURANT_SHARED=/x"), NULL};
    ARGS(word("--threads"), word("9"), word("import"), word("--listen=[::1]:80"), word("x"),
         word("--"), word("--threads"));
    config_load(&c, &argc, argv, environment);
    assert_int_equal(c.problems.len, 0);
    assert_int_equal(c.threads, 9);
    assert_int_equal(c.origin[CONFIG_KEY_threads], CONFIG_COMMAND_LINE);
    assert_int_equal(c.web_threads, 7);
    assert_int_equal(c.origin[CONFIG_KEY_web_threads], CONFIG_FILE);
    assert_str(c.site_name, "From env");
    assert_str(c.listen, "[::1]:80");
    assert_str(c.data, "./data");
    assert_str(c.file, "courant.conf");
    assert_int_equal(argc, 5);
    assert_string_equal(argv[1], "import");
    assert_string_equal(argv[2], "x");
    assert_string_equal(argv[4], "--threads");
    config_end(&c);
}

static void test_named_file(void **state)
{
    (void)state;
    struct config c;
    file_write("courant.conf", "threads=3\n");
    file_write("other.conf", "threads=4\ndata=/srv/news\n");
    char *environment[] = {word("COURANT_CONFIG=other.conf"), NULL};
    ARGS(word("serve"));
    config_load(&c, &argc, argv, environment);
    assert_int_equal(c.problems.len, 0);
    assert_int_equal(c.threads, 4);
    assert_str(c.data, "/srv/news");
    config_end(&c);
    char *missing[] = {word("courant"), word("--config"), word("missing.conf"), NULL};
    argc = 3;
    config_load(&c, &argc, missing, environment);
    assert_problem(&c, 0, "cannot read 'missing.conf'");
    config_end(&c);
}

static void test_problems(void **state)
{
    (void)state;
    struct config c;
    file_write("courant.conf", "lisetn=1.2.3.4:80\nthreads=many\nnonsense\n");
    char *environment[] = {word("COURANT_WEB_THREADS=65"), word("COURANT_THRED=1"), NULL};
    ARGS(word("--store"), word("mysql://x"), word("--listen"), word("::1:80"), word("--data"));
    config_load(&c, &argc, argv, environment);
    assert_int_equal(c.problems.len, 8);
    assert_problem(&c, 0, "web_threads must be a number from 1 to 64, not '65'");
    assert_problem(&c, 1, "unknown setting 'THRED'; the nearest known one is 'threads'");
    assert_problem(&c, 2, "--store must be sqlite:PATH or postgresql://...");
    assert_problem(&c, 3, "in brackets");
    assert_problem(&c, 4, "--data needs a value");
    assert_problem(&c, 5,
                   "courant.conf:1: unknown setting 'lisetn'; the nearest known one is 'listen'");
    assert_problem(&c, 6, "courant.conf:2: threads must be a number");
    assert_problem(&c, 7, "courant.conf:3: 'nonsense' is not KEY=VALUE");
    assert_int_equal(c.web_threads, 4);
    config_end(&c);
}

static void test_secrets(void **state)
{
    (void)state;
    struct config c;
    file_write("secret", "pass word\n");
    file_write("courant.conf", "store_password_file=secret\n"
                               "store=postgresql://courant:hunter2@db.example/news\n");
    ARGS(word("config"));
    config_load(&c, &argc, argv, NULL);
    assert_int_equal(c.problems.len, 0);
    assert_str(c.store_password, "pass word");
    struct sbuf text;
    sbuf_init_heap(&text, CONFIG_PRINT_MAX);
    config_print(&text, &c);
    assert_false(str_has(sbuf_str(&text), S("pass word")));
    assert_false(str_has(sbuf_str(&text), S("hunter2")));
    assert_true(str_has(sbuf_str(&text), S("store_password = (secret)  # courant.conf\n")));
    assert_true(str_has(sbuf_str(&text), S("postgresql://courant:(secret)@db.example/news")));
    assert_true(str_has(sbuf_str(&text), S("threads = 0  # default\n")));
    sbuf_free(&text);
    config_end(&c);

    char *as_flag[] = {word("courant"), word("--store-password"), word("x"), word("serve"), NULL};
    argc = 4;
    config_load(&c, &argc, as_flag, NULL);
    assert_int_equal(argc, 2);
    assert_problem(&c, 0, "use --store-password-file FILE");
    config_end(&c);
}

static void test_options(void **state)
{
    (void)state;
    bool flag = false;
    const char *text = NULL;
    int64_t count = 0;
    const struct cli_option options[] = {
        {"jsonl", CLI_FLAG, &flag, NULL, ""},
        {"url", CLI_TEXT, &text, "URL", ""},
        {"words", CLI_COUNT, &count, "N", ""},
    };
    int n;
    ARGS(word("a"), word("--url"), word("u"), word("--words=12"), word("-"), word("--jsonl"),
         word("--"), word("--b"));
    assert_ok(cli_parse(&n, argc, argv, options, 3));
    assert_int_equal(n, 3);
    assert_string_equal(argv[0], "a");
    assert_string_equal(argv[1], "-");
    assert_string_equal(argv[2], "--b");
    assert_true(flag);
    assert_string_equal(text, "u");
    assert_int_equal(count, 12);
    char *wrong[] = {word("extract"), word("--wrods"), word("3"), NULL};
    assert_int_equal(cli_parse(&n, 3, wrong, options, 3), E_INPUT);
    assert_string_equal(err_text(), "unknown option '--wrods'; the nearest known one is '--words'");
    char *bad[] = {word("extract"), word("--words"), word("-3"), NULL};
    assert_int_equal(cli_parse(&n, 3, bad, options, 3), E_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distance),
        cmocka_unit_test_setup_teardown(test_order_of_places, setup, teardown),
        cmocka_unit_test_setup_teardown(test_named_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_problems, setup, teardown),
        cmocka_unit_test_setup_teardown(test_secrets, setup, teardown),
        cmocka_unit_test_setup_teardown(test_options, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
