/* Bulk work: answers in input order, an error line for each bad item, flat memory, a stop by
 * signal, broken output; lines, streams and folder walks below it. */
#include "testing.h"

#include "base/asan.h"
#include "base/json.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "pipeline/files.h"
#include "pipeline/lines.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#ifdef COURANT_ASAN
#define BULK_TEST_ASAN true
#else
#define BULK_TEST_ASAN false
#endif

static char directory[64];

static int setup(void **state)
{
    (void)state;
    memcpy(directory, "/tmp/courant-bulk-XXXXXX", 25);
    return mkdtemp(directory) && chdir(directory) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void file_put(const char *path, str text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.len, f), text.len);
    fclose(f);
}

/* Runs over PATH; the output ends up in the arena. */
static int run(str *out, struct arena *a, const char *path, size_t item_max, bulk_fn *fn,
               bool files)
{
    int fd = open("out", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    char name[128];
    snprintf(name, sizeof name, "%s", path);
    char *paths[] = {name};
    struct bulk_options o = {.threads = 4, .label = "test", .item_max = item_max, .output = fd};
    int exit_status =
        files ? bulk_files(&o, 1, paths, fn, NULL) : bulk_lines(&o, 1, paths, fn, NULL);
    size_t size = (size_t)lseek(fd, 0, SEEK_END);
    char *p = arena_alloc(a, size + 1);
    assert_int_equal(pread(fd, p, size, 0), size);
    close(fd);
    *out = str_of(p, size);
    return exit_status;
}

/* Later items overtake earlier ones: every seventh sleeps. */
static status echo_id(struct sbuf *out, struct arena *a, void *ctx, const struct bulk_item *item)
{
    (void)a;
    (void)ctx;
    int64_t id;
    if (!json_in_i64(&id, json_in_get(item->json, "id")))
        return fail(E_INPUT, "no id");
    if (id % 7 == 0)
        usleep(300);
    if (id % 10 == 3)
        return fail(E_INPUT, "ends with 3");
    sbuf_put_i64(out, id);
    return OK;
}

static void test_order(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sbuf in, want;
    sbuf_init(&in, &a, 1 << 20);
    sbuf_init(&want, &a, 1 << 20);
    for (int i = 0; i < 2000; i++) {
        sbuf_printf(&in, "{\"id\":%d}\n%s", i, i % 100 ? "" : "\n");
        if (i % 10 == 3)
            sbuf_printf(&want, "{\"id\":%d,\"error\":\"ends with 3\"}\n", i);
        else
            sbuf_printf(&want, "%d\n", i);
    }
    file_put("in.jsonl", sbuf_str(&in));
    str out;
    assert_int_equal(run(&out, &a, "in.jsonl", 0, echo_id, false), CLI_SOME_ERRORS);
    assert_true(str_eq(out, sbuf_str(&want)));
    arena_end(&a);
}

static void test_bad_lines(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char long_line[4000];
    memset(long_line, 'x', sizeof long_line);
    struct sbuf in;
    sbuf_init(&in, &a, 1 << 20);
    sbuf_put(&in, S("{\"id\":1}\r\n{\"id\":\n[1]\n{\"id\":\"\xff\"}\n"));
    sbuf_put(&in, str_of(long_line, sizeof long_line));
    sbuf_put(&in, S("\n{\"name\":1}\n{\"id\":8}"));
    file_put("in.jsonl", sbuf_str(&in));
    str out;
    assert_int_equal(run(&out, &a, "in.jsonl", 1000, echo_id, false), CLI_SOME_ERRORS);
    const char *want[] = {
        "1",
        "{\"id\":null,\"line\":2,\"error\":\"not JSON: ",
        "{\"id\":null,\"line\":3,\"error\":\"the line is no JSON object\"}",
        "{\"id\":null,\"line\":4,\"error\":\"not JSON: unable to decode byte 0xff",
        "{\"id\":null,\"line\":5,\"error\":\"line 5 is longer than 1000 bytes\"}",
        "{\"id\":null,\"line\":6,\"error\":\"no id\"}",
        "8"};
    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        str line = str_cut(&out, '\n');
        if (!str_starts(line, str_c(want[i])))
            assert_str(line, want[i]);
    }
    assert_str(out, "");
    assert_int_equal(run(&out, &a, "missing.jsonl", 0, echo_id, false), CLI_SOME_ERRORS);
    arena_end(&a);
}

static void test_gzip(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    gzFile gz = gzopen("in.jsonl.gz", "wb");
    for (int i = 0; i < 20000; i++)
        gzprintf(gz, "{\"id\":%d}\n", i * 10);
    gzclose(gz);
    gz = gzopen("in.jsonl.gz", "ab"); /* a second member */
    gzprintf(gz, "{\"id\":5}\n");
    gzclose(gz);
    str out;
    assert_int_equal(run(&out, &a, "in.jsonl.gz", 0, echo_id, false), CLI_OK);
    assert_true(str_starts(out, S("0\n10\n20\n")) && str_ends(out, S("199990\n5\n")));
    assert_int_equal(truncate("in.jsonl.gz", 5000), 0);
    assert_int_equal(run(&out, &a, "in.jsonl.gz", 0, echo_id, false), CLI_SOME_ERRORS);
    assert_true(str_has(out, S("gzip data is cut off at byte 5000 of 'in.jsonl.gz'")));
    arena_end(&a);
}

static status file_length(struct sbuf *out, struct arena *a, void *ctx,
                          const struct bulk_item *item)
{
    (void)a;
    (void)ctx;
    if (str_empty(item->text))
        return fail(E_INPUT, "empty");
    sbuf_printf(out, "%.*s %zu", STR_FMT(item->name), item->text.len);
    return OK;
}

static void test_folder(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_int_equal(mkdir("pages", 0700), 0);
    assert_int_equal(mkdir("pages/b", 0700), 0);
    assert_int_equal(symlink("..", "pages/b/loop"), 0);
    assert_int_equal(symlink("nowhere", "pages/gone.html"), 0);
    file_put("pages/c.html", S("12345"));
    file_put("pages/a.HTM", S("1"));
    file_put("pages/.hidden.html", S("1"));
    file_put("pages/notes.txt", S("1"));
    file_put("pages/b/z.xhtml", S("12"));
    file_put("pages/b/empty.html", S(""));
    gzFile gz = gzopen("pages/d.html.gz", "wb");
    gzprintf(gz, "1234567890");
    gzclose(gz);
    file_put("pages/e.html.gz", S("\x1f\x8b\x08nonsense"));
    str out;
    assert_int_equal(run(&out, &a, "pages/", 0, file_length, true), CLI_SOME_ERRORS);
    const char *want[] = {"pages/a.HTM 1",
                          "{\"file\":\"pages/b/empty.html\",\"error\":\"empty\"}",
                          "{\"file\":\"pages/b/loop\",\"error\":\"this link leads back",
                          "pages/b/z.xhtml 2",
                          "pages/c.html 5",
                          "pages/d.html.gz 10",
                          "{\"file\":\"pages/e.html.gz\",\"error\":\"gzip data is ",
                          "{\"file\":\"pages/gone.html\",\"error\":\"cannot read it: No such file"};
    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        str line = str_cut(&out, '\n');
        if (!str_starts(line, str_c(want[i])))
            assert_str(line, want[i]);
    }
    assert_str(out, "");
    /* A file named outright is taken whatever its name. */
    assert_int_equal(run(&out, &a, "pages/notes.txt", 0, file_length, true), CLI_OK);
    assert_str(out, "pages/notes.txt 1\n");
    assert_int_equal(run(&out, &a, "pages/c.html", 4, file_length, true), CLI_SOME_ERRORS);
    assert_str(out, "{\"file\":\"pages/c.html\",\"error\":\"larger than 4 bytes\"}\n");
    arena_end(&a);
}

/* Writes lines into a pipe until nobody reads any more. */
static void *write_endlessly(void *at)
{
    int fd = *(int *)at;
    char line[1024];
    memset(line, ' ', sizeof line);
    memcpy(line, "{\"id\":10", 8);
    memcpy(line + sizeof line - 2, "}\n", 2);
    while (write(fd, line, sizeof line) > 0)
        ;
    return NULL;
}

static atomic_int answered;

/* The 50,000th answer (50 MB of input) presses ctrl-C. */
static status stop_late(struct sbuf *out, struct arena *a, void *ctx, const struct bulk_item *item)
{
    (void)ctx;
    (void)item;
    arena_alloc(a, 10000);
    if (atomic_fetch_add(&answered, 1) == 50000)
        kill(getpid(), SIGINT);
    sbuf_put(out, S("x"));
    return OK;
}

static void test_endless_input(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    signal(SIGPIPE, SIG_IGN);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pthread_t writer;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_create(&writer, NULL, write_endlessly, &ends[1]);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    long kilobytes_before = usage.ru_maxrss;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    str out;
    assert_int_equal(run(&out, &a, path, 0, stop_late, false), CLI_SOME_ERRORS);
    close(ends[0]);
    pthread_join(writer, NULL);
    close(ends[1]);
    /* Every line that was taken was answered, soon after the signal, and in flat memory. */
    assert_int_equal(out.len, 2 * (size_t)atomic_load(&answered));
    assert_in_range(atomic_load(&answered), 50001, 50000 + 4 * 8 + 200);
    getrusage(RUSAGE_SELF, &usage);
    if (!BULK_TEST_ASAN) /* it keeps freed memory back */
        assert_true(usage.ru_maxrss - kilobytes_before < 16 << 10);
    arena_end(&a);
}

static void test_full_disk(void **state)
{
    (void)state;
    file_put("in.jsonl", S("{\"id\":1}\n{\"id\":2}\n"));
    char name[] = "in.jsonl";
    char *paths[] = {name};
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    struct bulk_options o = {.threads = 2, .label = "test", .output = fd};
    assert_int_equal(bulk_lines(&o, 1, paths, echo_id, NULL), CLI_SOME_ERRORS);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_gzip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
        /* Last: its signal is remembered for the rest of the program. */
        cmocka_unit_test_setup_teardown(test_endless_input, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
