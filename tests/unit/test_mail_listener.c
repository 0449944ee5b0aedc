/* The listener's own limits: connections that say nothing, too many of them, clients that do not
 * read; and the Maildir's. */
#include "testing.h"

#include "base/clock.h"
#include "mail/listener.h"
#include "mail/maildir.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static atomic_bool stopping;

static bool stop(void)
{
    return atomic_load(&stopping);
}

static status known(void *ctx, str address)
{
    (void)ctx;
    (void)address;
    return OK;
}

static void deliver(void *ctx, status *results, const str *addresses, size_t n, str sender,
                    str mail)
{
    (void)addresses;
    (void)sender;
    (void)mail;
    for (size_t i = 0; i < n; i++)
        results[i] = OK;
    atomic_fetch_add((atomic_int *)ctx, 1);
}

/* A folder of its own in OUT. */
static void folder_make(char *out, size_t size)
{
    const char *where = getenv("TMPDIR");
    snprintf(out, size, "%s/courant-mail-XXXXXX", where ? where : "/tmp");
    assert_non_null(mkdtemp(out));
}

struct running {
    char folder[80], path[100];
    atomic_int kept;
    struct listener_options options;
    pthread_t thread;
    status ended;
};

static void *run(void *at)
{
    struct running *r = at;
    r->ended = listener_run(&r->options);
    return NULL;
}

static void start(struct running *r, int64_t idle_us, int64_t all_us)
{
    memset(r, 0, sizeof *r);
    folder_make(r->folder, sizeof r->folder);
    snprintf(r->path, sizeof r->path, "%s/lmtp", r->folder);
    r->options = (struct listener_options){
        .stop = stop,
        .idle_us = idle_us,
        .all_us = all_us,
        .lmtp = {
            .host = "h", .size_max = 1 << 20, .known = known, .deliver = deliver, .ctx = &r->kept}};
    assert_ok(listener_open_unix(&r->options.socket, r->path));
    atomic_store(&stopping, false);
    assert_int_equal(pthread_create(&r->thread, NULL, run, r), 0);
}

static void end(struct running *r)
{
    atomic_store(&stopping, true);
    pthread_join(r->thread, NULL);
    assert_int_equal(r->ended, OK);
    close(r->options.socket);
    unlink(r->path);
    rmdir(r->folder);
}

static int dial(const struct running *r)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", r->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    const struct timeval patience = {.tv_sec = 20};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (const struct sockaddr *)(const void *)&address, sizeof address),
                     0);
    return fd;
}

/* Reads until WORDS came; false when the connection ended before. */
static bool hears(int fd, const char *words)
{
    char got[65536];
    size_t len = 0;
    while (len < sizeof got) {
        ssize_t n = recv(fd, got + len, sizeof got - len, 0);
        if (n <= 0)
            return false;
        len += (size_t)n;
        if (str_has(str_of(got, len), str_c(words)))
            return true;
    }
    return false;
}

static void say(int fd, const char *words)
{
    size_t n = strlen(words);
    assert_int_equal(send(fd, words, n, MSG_NOSIGNAL), (ssize_t)n);
}

static void test_idle(void **state)
{
    (void)state;
    struct running r;
    start(&r, CLOCK_SECOND_US / 2, 0);
    int quiet = dial(&r), cut = dial(&r);
    assert_true(hears(quiet, "220 "));
    say(cut, "LHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubj");
    assert_true(hears(cut, "354 "));
    assert_true(hears(quiet, "421 "));
    assert_false(hears(quiet, "never"));
    assert_true(hears(cut, "421 "));
    close(quiet);
    close(cut);
    end(&r);
    assert_int_equal(atomic_load(&r.kept), 0);
}

/* Saying something often does not keep a connection for ever. */
static void test_slow(void **state)
{
    (void)state;
    struct running r;
    start(&r, 0, CLOCK_SECOND_US);
    int fd = dial(&r);
    bool closed = false;
    for (int i = 0; i < 100 && !closed; i++) {
        closed = send(fd, "NOOP\r\n", 6, MSG_NOSIGNAL) < 0;
        usleep(50000);
    }
    assert_true(closed);
    close(fd);
    end(&r);
}

static void test_many(void **state)
{
    (void)state;
    struct running r;
    int at[LISTENER_CONNECTIONS_MAX];
    start(&r, 0, 0);
    for (int i = 0; i < LISTENER_CONNECTIONS_MAX; i++) {
        at[i] = dial(&r);
        assert_true(hears(at[i], "220 "));
    }
    int more = dial(&r);
    assert_true(hears(more, "421 4.3.2 too many connections"));
    assert_false(hears(more, "never"));
    close(more);
    /* One goes, another comes, and those that are there are served. */
    close(at[0]);
    usleep(300000);
    at[0] = dial(&r);
    assert_true(hears(at[0], "220 "));
    for (int i = 0; i < LISTENER_DATA_MAX; i++) {
        say(at[i], "LHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
        assert_true(hears(at[i], "354 "));
    }
    say(at[9], "LHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
    assert_true(hears(at[9], "452 "));
    say(at[0], "Subject: x\r\n\r\nText\r\n.\r\n");
    assert_true(hears(at[0], "250 2.0.0"));
    say(at[9], "DATA\r\nText\r\n.\r\nQUIT\r\n");
    assert_true(hears(at[9], "221 "));
    for (int i = 0; i < LISTENER_CONNECTIONS_MAX; i++)
        close(at[i]);
    end(&r);
    assert_int_equal(atomic_load(&r.kept), 2);
}

/* Who reads no reply is not listened to, and holds nobody up. */
static void test_deaf(void **state)
{
    (void)state;
    struct running r;
    start(&r, 0, 0);
    int deaf = dial(&r), other = dial(&r);
    const struct timeval patience = {.tv_usec = 300000};
    setsockopt(deaf, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    static char commands[1 << 16];
    for (size_t i = 0; i + 6 < sizeof commands; i += 6)
        memcpy(commands + i, "NOOP\r\n", 7);
    for (int i = 0; i < 50; i++)
        if (send(deaf, commands, strlen(commands), MSG_NOSIGNAL) < 0)
            break;
    say(other, "NOOP\r\n");
    assert_true(hears(other, "250 2.0.0 yes"));
    close(deaf);
    close(other);
    end(&r);
}

static void test_paths(void **state)
{
    (void)state;
    int fd;
    char folder[80], path[200];
    folder_make(folder, sizeof folder);
    assert_int_equal(listener_open_unix(&fd, ""), E_INPUT);
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_int_equal(listener_open_unix(&fd, path), E_INPUT);
    snprintf(path, sizeof path, "%s/none/lmtp", folder);
    assert_int_equal(listener_open_unix(&fd, path), E_INPUT);
    /* What is no socket stays. */
    snprintf(path, sizeof path, "%s/file", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(listener_open_unix(&fd, path), E_BUSY);
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
    rmdir(folder);
}

/* --- the Maildir ----------------------------------------------------------------------------- */

struct box {
    status next;
    int delivered, refused;
};

static status take(void *ctx, str mail)
{
    struct box *b = ctx;
    assert_true(str_starts(mail, S("mail")));
    b->delivered += b->next == OK;
    return b->next == OK ? OK : fail(b->next, "why");
}

static void refused(void *ctx, const char *name, const char *why)
{
    struct box *b = ctx;
    (void)name;
    assert_true(why[0] != '\0');
    b->refused++;
}

static void write_file(const char *folder, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/new/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "mail %s", name);
    fclose(file);
}

static void test_maildir(void **state)
{
    (void)state;
    char folder[80], path[200];
    struct box box = {OK, 0, 0};
    struct maildir *m;
    size_t n;
    folder_make(folder, sizeof folder);
    const struct maildir_options options = {
        .path = folder, .size_max = 100, .deliver = take, .refused = refused, .ctx = &box};
    assert_int_equal(maildir_new(&m, &options), E_INPUT);
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, i ? "cur" : "new");
        assert_int_equal(mkdir(path, 0700), 0);
    }
    assert_ok(maildir_new(&m, &options));
    assert_ok(maildir_look(&n, m));
    assert_int_equal(n, 0);
    write_file(folder, "1");
    write_file(folder, ".hidden");
    /* What fails for now is tried at the next look, what never will is not. */
    box.next = E_DB;
    assert_int_equal(maildir_look(&n, m), E_DB);
    assert_int_equal(maildir_look(&n, m), E_DB);
    assert_int_equal(box.refused, 0);
    box.next = OK;
    assert_ok(maildir_look(&n, m));
    assert_true(n == 1 && box.delivered == 1);
    assert_ok(maildir_look(&n, m));
    assert_int_equal(n, 0);
    write_file(folder, "2");
    box.next = E_INPUT;
    assert_ok(maildir_look(&n, m));
    assert_ok(maildir_look(&n, m));
    assert_int_equal(box.refused, 1);
    /* One that is kept and cannot be moved is not handed on again. */
    snprintf(path, sizeof path, "%s/cur/3:2,S", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file(folder, "3");
    box.next = OK;
    assert_ok(maildir_look(&n, m));
    assert_ok(maildir_look(&n, m));
    assert_true(box.delivered == 2 && box.refused == 2);
    maildir_free(m);
    const char *const left[] = {"new/2", "new/3", "new/.hidden", "cur/1:2,S"};
    for (size_t i = 0; i < ARRAY_LEN(left); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, left[i]);
        assert_int_equal(unlink(path), 0);
    }
    snprintf(path, sizeof path, "%s/cur/3:2,S", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/cur", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/new", folder);
    rmdir(path);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_idle), cmocka_unit_test(test_slow),  cmocka_unit_test(test_many),
        cmocka_unit_test(test_deaf), cmocka_unit_test(test_paths), cmocka_unit_test(test_maildir),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
