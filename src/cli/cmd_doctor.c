/* `courant doctor`: looks at everything the program needs and says what is wrong and what to do. */
#include "cli/cli.h"
#include "cli/receiving.h"

#include "pipeline/analyse.h"
#include "store/store.h"

#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FREE_MIN_MB 500

struct doctor {
    const struct config *config;
    struct arena arena;
    int problems;
};

static void PRINTF_LIKE(1, 2) good(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("ok       ");
    vprintf(fmt, ap);
    printf("\n");
    va_end(ap);
}

static void PRINTF_LIKE(2, 3) bad(struct doctor *d, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("PROBLEM  ");
    vprintf(fmt, ap);
    printf("\n");
    va_end(ap);
    d->problems++;
}

static void look_at_settings(const struct doctor *d)
{
    if (str_empty(d->config->file))
        good("settings: no courant.conf, defaults and what the command says");
    else
        good("settings: %.*s", STR_FMT(d->config->file));
}

static void look_at_data(struct doctor *d)
{
    const char *data = d->config->data.p;
    struct statvfs disk;
    if (access(data, F_OK) != 0 && errno == ENOENT) {
        good("data directory: %s is not there yet; the first import or serve makes it", data);
        return;
    }
    if (access(data, R_OK | W_OK | X_OK) != 0) {
        bad(d,
            "data directory: %s: %s; give this user the right to write there, or name another "
            "with --data",
            data, strerror(errno));
        return;
    }
    if (statvfs(data, &disk) != 0) {
        bad(d, "data directory: %s: %s", data, strerror(errno));
        return;
    }
    uint64_t free_mb = (uint64_t)disk.f_bavail * disk.f_frsize >> 20;
    if (free_mb < FREE_MIN_MB)
        bad(d, "disk: %" PRIu64 " MB are free at %s; imports stop when it is full", free_mb, data);
    else
        good("data directory: %s, %" PRIu64 " MB free", data, free_mb);
}

static void look_at_store(struct doctor *d)
{
    str where = cli_store_where(&d->arena, d->config);
    struct store *s;
    int64_t articles, stale, waiting;
    status done = store_open(&s, where);
    if (done == E_NOTFOUND) {
        good("store: none yet; the first import or serve makes it");
        return;
    }
    if (done != OK) {
        bad(d, "store: %s", err_text());
        return;
    }
    done = store_check(s);
    if (done == OK)
        done = store_article_count(&articles, s);
    if (done == OK)
        done = store_analysis_stale_count(&stale, s, ANALYSE_METHOD);
    if (done == OK)
        done = store_backlog_count(&waiting, s);
    if (done == OK) {
        good("store: sound, %" PRId64 " articles", articles);
        if (stale && stale <= waiting)
            good("analyses: %" PRId64 " articles wait; `courant serve` or `fetch` analyses them",
                 stale);
        else if (stale)
            bad(d,
                "analyses: %" PRId64 " articles have none of this program's methods; run `courant "
                "migrate --reanalyse`",
                stale - waiting);
    } else {
        bad(d, "store: %s; restore a backup with `courant restore --force FILE`", err_text());
    }
    store_free(s);
}

/* Whether the site's address can be had. That the site already has it looks the same. */
static void look_at_address(struct doctor *d)
{
    str host = d->config->listen;
    size_t colon = str_rchr(host, ':');
    const char *port = str_cstr(&d->arena, str_skip(host, colon + 1));
    host = str_sub(host, 0, colon);
    if (str_starts(host, S("[")))
        host = str_sub(host, 1, host.len - 1);
    struct addrinfo wanted = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST, .ai_socktype = SOCK_STREAM},
                    *found;
    int failed = getaddrinfo(str_cstr(&d->arena, host), port, &wanted, &found);
    if (failed) {
        bad(d, "address: '%.*s': %s; use numbers, for example 127.0.0.1:8080",
            STR_FMT(d->config->listen), gai_strerror(failed));
        return;
    }
    int one = 1, fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0)
        bad(d, "address: %.*s: %s; is the site running already? else name another with --listen",
            STR_FMT(d->config->listen), strerror(errno));
    else
        good("address: %.*s is free", STR_FMT(d->config->listen));
    if (fd >= 0)
        close(fd);
    freeaddrinfo(found);
}

static void look_at_mail(struct doctor *d)
{
    const struct config *c = d->config;
    if (str_empty(c->mail_listen) && str_empty(c->mail_maildir))
        return;
    if (receiving_check(c) != OK)
        bad(d, "newsletters: %s", err_text());
    else
        good("newsletters: come in by %.*s%s%.*s", STR_FMT(c->mail_listen),
             str_empty(c->mail_listen) || str_empty(c->mail_maildir) ? "" : " and ",
             STR_FMT(c->mail_maildir));
}

static void look_at_demo(struct doctor *d)
{
    str dir = cli_demo_dir(&d->arena, d->config);
    str list = str_printf(&d->arena, "%.*s/replay.jsonl", STR_FMT(dir));
    if (access(list.p, R_OK) == 0)
        good("demo press: %.*s", STR_FMT(dir));
    else
        bad(d, "demo press: %s: %s; only `courant demo` needs it", list.p, strerror(errno));
}

int cmd_doctor(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    int n;
    if (cli_parse(&n, argc, argv, NULL, 0) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n > 0) {
        (void)!fail(E_INPUT, "unexpected argument '%s'", argv[0]);
        return cli_usage_error(name);
    }
    struct doctor d = {.config = config};
    arena_init(&d.arena);
    look_at_settings(&d);
    look_at_data(&d);
    look_at_store(&d);
    look_at_address(&d);
    look_at_mail(&d);
    look_at_demo(&d);
    arena_end(&d.arena);
    if (d.problems == 0)
        printf("All is well.\n");
    return d.problems ? CLI_SOME_ERRORS : CLI_OK;
}
