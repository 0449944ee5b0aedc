/* Exchanges recorded and given back: every kind, in the order of time. */
#include "testing.h"

#include "base/clock.h"
#include "base/url.h"
#include "fetch/archive.h"
#include "fetch/recorder.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define HOUR (3600 * CLOCK_SECOND_US)
#define BEGIN (1795000000 * CLOCK_SECOND_US)
#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"

struct fixture {
    struct arena arena;
    char folder[64], path[96];
};

static int setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    arena_init(&f->arena);
    snprintf(f->folder, sizeof f->folder, "%.40s/recorderXXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/it.warc.gz", f->folder);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    unlink(f->path);
    assert_int_equal(rmdir(f->folder), 0);
    arena_end(&f->arena);
    free(f);
    return 0;
}

static url address(struct fixture *f, const char *text)
{
    url out;
    assert_ok(url_parse(&out, &f->arena, str_c(text), NULL));
    return out;
}

static void put(struct fixture *f, struct fetch_recorder *r, const char *where, int64_t date_us,
                const char *head, const char *body)
{
    const struct fetch_exchange e = {.address = address(f, where),
                                     .date_us = date_us,
                                     .request = S("GET / HTTP/1.1\r\n\r\n"),
                                     .head = str_c(head),
                                     .body = str_c(body)};
    fetch_recorder_put(r, &e);
}

static struct fetch_recorder *recorder(struct fixture *f)
{
    struct fetch_recorder *r;
    const struct fetch_recorder_options options = {.path = f->path};
    assert_ok(fetch_recorder_new(&r, &options));
    return r;
}

static struct fetch_archive *archive(struct fixture *f)
{
    struct fetch_archive *ar;
    size_t skipped;
    const char *paths[] = {f->path};
    assert_ok(fetch_archive_new(&ar, &skipped, paths, 1, NULL));
    assert_int_equal(skipped, 0);
    return ar;
}

/* "code body", or the error. */
static str taken(struct fixture *f, struct fetch_archive *ar, const char *where, bool conditional)
{
    struct fetch_exchange e;
    if (fetch_archive_take(&e, &f->arena, ar, address(f, where), conditional) != OK)
        return str_printf(&f->arena, "! %s", err_text());
    if (e.head.len == 0)
        return str_printf(&f->arena, "%s: %.*s", err_name(e.failed), STR_FMT(e.why));
    return str_printf(&f->arena, "%.*s %.*s", STR_FMT(str_sub(e.head, 9, 12)), STR_FMT(e.body));
}

static void test_in_the_order_of_time(void **state)
{
    struct fixture *f = *state;
    struct fetch_recorder *r = recorder(f);
    int64_t date, following;
    put(f, r, "http://a.example/", BEGIN + 3 * HOUR, OK_HEAD, "third");
    put(f, r, "http://a.example/", BEGIN, OK_HEAD, "first");
    put(f, r, "http://b.example/#top", BEGIN + HOUR, OK_HEAD, "other");
    put(f, r, "http://a.example/", BEGIN + HOUR, OK_HEAD, "second");
    assert_ok(fetch_recorder_free(r));
    struct fetch_archive *ar = archive(f);
    assert_true(fetch_archive_next(&date, &following, ar, address(f, "http://a.example/")));
    assert_int_equal(date, BEGIN);
    assert_int_equal(following, BEGIN + HOUR);
    assert_str(taken(f, ar, "http://a.example/", false), "200 first");
    assert_str(taken(f, ar, "http://a.example/#x", false), "200 second");
    assert_str(taken(f, ar, "http://me:pw@a.example/", false), "200 third");
    assert_false(fetch_archive_next(&date, &following, ar, address(f, "http://a.example/")));
    assert_str(taken(f, ar, "http://a.example/", false), "200 third");
    assert_str(taken(f, ar, "http://b.example/", false), "200 other");
    assert_str(taken(f, ar, "http://c.example/", false), "! nothing is recorded for this address");
    fetch_archive_free(ar);
}

static void test_kinds_of_answers(void **state)
{
    struct fixture *f = *state;
    struct fetch_recorder *r = recorder(f);
    put(f, r, "http://a.example/", BEGIN, "HTTP/2 200 \r\n\r\n", "same");
    put(f, r, "http://a.example/", BEGIN + HOUR, "HTTP/1.1 304 Not Modified\r\n\r\n", "");
    put(f, r, "http://a.example/", BEGIN + 2 * HOUR, "HTTP/1.1 200 Again\r\n\r\n", "same");
    put(f, r, "http://b.example/", BEGIN, "HTTP/1.1 304 Not Modified\r\n\r\n", "");
    const struct fetch_exchange failed = {.address = address(f, "http://c.example/"),
                                          .date_us = BEGIN,
                                          .failed = E_TIMEOUT,
                                          .why = S("too: slow")};
    fetch_recorder_put(r, &failed);
    assert_ok(fetch_recorder_free(r));
    struct fetch_archive *ar = archive(f);
    assert_str(taken(f, ar, "http://a.example/", true), "200 same");
    assert_str(taken(f, ar, "http://a.example/", true), "304 ");
    assert_str(taken(f, ar, "http://a.example/", true), "200 same");
    assert_str(taken(f, ar, "http://c.example/", false), "timeout: too: slow");
    assert_true(str_starts(taken(f, ar, "http://b.example/", false), S("! all that is recorded")));
    assert_str(taken(f, ar, "http://b.example/", true), "304 ");
    fetch_archive_free(ar);
    /* Who has nothing that could be unchanged passes over 304. */
    ar = archive(f);
    assert_str(taken(f, ar, "http://a.example/", false), "200 same");
    assert_str(taken(f, ar, "http://a.example/", false), "200 same");
    assert_str(taken(f, ar, "http://a.example/", false), "200 same");
    fetch_archive_free(ar);
}

static void test_cut_answers(void **state)
{
    struct fixture *f = *state;
    struct fetch_recorder *r = recorder(f);
    struct fetch_exchange e = {.address = address(f, "http://a.example/"),
                               .date_us = BEGIN,
                               .head = S(OK_HEAD),
                               .body = S("hal"),
                               .cut = FETCH_CUT_DISCONNECT,
                               .failed = E_NET,
                               .why = S("gone away")};
    fetch_recorder_put(r, &e);
    assert_ok(fetch_recorder_free(r));
    struct fetch_archive *ar = archive(f);
    assert_ok(fetch_archive_take(&e, &f->arena, ar, address(f, "http://a.example/"), false));
    assert_int_equal(e.cut, FETCH_CUT_DISCONNECT);
    assert_int_equal(e.failed, E_NET);
    assert_str(e.why, "gone away");
    assert_str(e.body, "hal");
    assert_true(e.as_sent);
    fetch_archive_free(ar);
}

/* What could not be written whole is taken back. */
static void test_full_disk(void **state)
{
    struct fixture *f = *state;
    struct rlimit before, small;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    struct fetch_recorder *r = recorder(f);
    put(f, r, "http://a.example/", BEGIN, OK_HEAD, "kept");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4096;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    char *noise = arena_alloc(&f->arena, 20001);
    uint64_t x = 1;
    for (size_t i = 0; i < 20000; i++)
        noise[i] = (char)('!' + (x = x * 6364136223846793005u + 1) % 90);
    noise[20000] = '\0';
    put(f, r, "http://b.example/", BEGIN, OK_HEAD, noise);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    put(f, r, "http://c.example/", BEGIN, OK_HEAD, "too late");
    assert_int_equal(fetch_recorder_free(r), E_IO);
    signal(SIGXFSZ, handler);
    struct fetch_archive *ar = archive(f);
    assert_str(taken(f, ar, "http://a.example/", false), "200 kept");
    assert_str(taken(f, ar, "http://b.example/", false), "! nothing is recorded for this address");
    assert_str(taken(f, ar, "http://c.example/", false), "! nothing is recorded for this address");
    fetch_archive_free(ar);
}

/* A file that went away or shrank in the meantime is an error of the answer. */
static void test_file_that_changes(void **state)
{
    struct fixture *f = *state;
    struct fetch_recorder *r = recorder(f);
    put(f, r, "http://a.example/", BEGIN, OK_HEAD, "x");
    assert_ok(fetch_recorder_free(r));
    struct fetch_archive *ar = archive(f);
    assert_int_equal(truncate(f->path, 100), 0);
    assert_true(str_starts(taken(f, ar, "http://a.example/", false), S("! the recording '")));
    assert_int_equal(unlink(f->path), 0);
    assert_true(str_starts(taken(f, ar, "http://a.example/", false), S("! ")));
    fetch_archive_free(ar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_in_the_order_of_time, setup, teardown),
        cmocka_unit_test_setup_teardown(test_kinds_of_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cut_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(test_file_that_changes, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
