/* Threads around mail/listener and mail/maildir, and the store behind them. */
#include "cli/receiving.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "http/listen.h"
#include "mail/listener.h"
#include "mail/maildir.h"
#include "pipeline/mail_intake.h"

#include <stdatomic.h>
#include <unistd.h>

#define LOOK_US (2 * CLOCK_SECOND_US)   /* between two looks into the Maildir */
#define AGAIN_US (30 * CLOCK_SECOND_US) /* after a failure of the store */
#define HOST_MAX 256
#define HEAD_BYTES 1024 /* of a mail that the store keeps besides its own bytes */

struct receiving {
    const struct config *config;
    struct arena arena;
    const char *unix_path; /* removed at the end; NULL: none */
    int socket, port;
    struct store *listener_store, *maildir_store;
    struct maildir *maildir;
    struct maildir_options maildir_options;
    struct listener_options listener_options;
    pthread_t listener_thread, maildir_thread;
    bool listens, watches;
    char host[HOST_MAX];
};

/* Asked by both threads; the listener hands nothing through. */
static atomic_bool stopping;

static bool stop(void)
{
    return atomic_load(&stopping);
}

/* --- the listener ---------------------------------------------------------------------------- */

static status known(void *ctx, str address)
{
    struct receiving *r = ctx;
    status found = mail_intake_known(r->listener_store, address);
    if (found != OK && found != E_NOTFOUND)
        log_error("mail", "an address cannot be looked up", "reason=\"%s\"", err_text());
    return found;
}

static void deliver(void *ctx, status *results, const str *addresses, size_t n, str sender,
                    str mail)
{
    struct receiving *r = ctx;
    for (size_t i = 0; i < n; i++) {
        results[i] = mail_intake_put(r->listener_store, sender, addresses[i], mail, clock_now_us());
        if (results[i] == OK)
            log_info("mail", "kept", "bytes=%zu", mail.len);
        else
            log_warn("mail", "not kept", "bytes=%zu reason=\"%s\"", mail.len, err_text());
    }
}

static void *listen_loop(void *at)
{
    struct receiving *r = at;
    if (listener_run(&r->listener_options) != OK)
        log_error("mail", "the listener has stopped", "reason=\"%s\"", err_text());
    return NULL;
}

static bool is_loopback(str listen)
{
    return str_starts(listen, S("127.")) || str_starts(listen, S("[::1]:"));
}

/* An address that others can reach has to be meant so. */
static status listener_allowed(const struct config *config)
{
    str listen = config->mail_listen;
    if (str_empty(listen) || str_starts(listen, S("unix:")) || is_loopback(listen) ||
        config->mail_anywhere)
        return OK;
    return fail(
        E_INPUT,
        "mail_listen is '%.*s', which others can reach: a mail server belongs in front; set "
        "mail_anywhere if it is meant so",
        STR_FMT(listen));
}

static status listener_open(struct receiving *r, str listen)
{
    TRY(listener_allowed(r->config));
    if (gethostname(r->host, sizeof r->host - 1) != 0 || r->host[0] == '\0')
        snprintf(r->host, sizeof r->host, "localhost");
    if (str_starts(listen, S("unix:"))) {
        const char *path = str_cstr(&r->arena, str_skip(listen, 5));
        TRY(listener_open_unix(&r->socket, path));
        r->unix_path = path;
    } else {
        TRY(http_listen_open(&r->socket, &r->port, listen));
    }
    r->listener_options = (struct listener_options){
        .socket = r->socket,
        .stop = stop,
        .lmtp = {.host = r->host,
                 .size_max = MAIL_BYTES_MAX - HEAD_BYTES,
                 .known = known,
                 .deliver = deliver,
                 .ctx = r},
    };
    return store_open(&r->listener_store, cli_store_where(&r->arena, r->config));
}

/* --- the Maildir ----------------------------------------------------------------------------- */

static status deliver_file(void *ctx, str mail)
{
    struct receiving *r = ctx;
    if (stop())
        return fail(E_CANCELLED, "stopped");
    TRY(mail_intake_put_file(r->maildir_store, mail, str_eq(r->config->mail_new, S("on")),
                             clock_now_us()));
    log_info("mail", "kept", "bytes=%zu", mail.len);
    return OK;
}

static void refused(void *ctx, const char *name, const char *why)
{
    const struct receiving *r = ctx;
    log_warn("mail", "a file stays in the Maildir", "file=\"%s/new/%s\" reason=\"%s\"",
             r->maildir_options.path, name, why);
}

static void *watch_loop(void *at)
{
    struct receiving *r = at;
    int64_t next_us = 0;
    while (!stop()) {
        size_t n;
        if (clock_monotonic_us() < next_us) {
            usleep(100000);
            continue;
        }
        status done = maildir_look(&n, r->maildir);
        if (done != OK && done != E_CANCELLED)
            log_error("mail", "the Maildir cannot be read to its end", "again_s=%d reason=\"%s\"",
                      (int)(AGAIN_US / CLOCK_SECOND_US), err_text());
        next_us = clock_monotonic_us() + (done == OK ? LOOK_US : AGAIN_US);
    }
    return NULL;
}

static status maildir_open(struct receiving *r, str path)
{
    r->maildir_options = (struct maildir_options){.path = str_cstr(&r->arena, path),
                                                  .size_max = MAIL_BYTES_MAX - HEAD_BYTES,
                                                  .deliver = deliver_file,
                                                  .refused = refused,
                                                  .ctx = r};
    TRY(maildir_new(&r->maildir, &r->maildir_options));
    return store_open(&r->maildir_store, cli_store_where(&r->arena, r->config));
}

/* --- both ------------------------------------------------------------------------------------ */

status receiving_new(struct receiving **out, const struct config *config)
{
    *out = NULL;
    if (str_empty(config->mail_listen) && str_empty(config->mail_maildir))
        return OK;
    struct receiving *r = mem_calloc(1, sizeof *r);
    *r = (struct receiving){.config = config, .socket = -1};
    arena_init(&r->arena);
    atomic_store(&stopping, false);
    status done = OK;
    if (!str_empty(config->mail_listen))
        done = listener_open(r, config->mail_listen);
    if (done == OK && !str_empty(config->mail_maildir))
        done = maildir_open(r, config->mail_maildir);
    if (done != OK) {
        receiving_free(r);
        return done;
    }
    r->listens = r->listener_store != NULL;
    r->watches = r->maildir != NULL;
    if (r->listens)
        r->listener_thread = thread_start(listen_loop, "mail", r);
    if (r->watches)
        r->maildir_thread = thread_start(watch_loop, "maildir", r);
    log_info("mail", "receiving", "listen=\"%.*s\" port=%d maildir=\"%.*s\"",
             STR_FMT(config->mail_listen), r->port, STR_FMT(config->mail_maildir));
    *out = r;
    return OK;
}

void receiving_free(struct receiving *r)
{
    if (!r)
        return;
    atomic_store(&stopping, true);
    if (r->listens)
        pthread_join(r->listener_thread, NULL);
    if (r->watches)
        pthread_join(r->maildir_thread, NULL);
    if (r->socket >= 0)
        close(r->socket);
    if (r->unix_path)
        unlink(r->unix_path);
    maildir_free(r->maildir);
    store_free(r->listener_store);
    store_free(r->maildir_store);
    arena_end(&r->arena);
    free(r);
}

status receiving_check(const struct config *config)
{
    struct arena a;
    struct maildir *m = NULL;
    TRY(listener_allowed(config));
    if (str_empty(config->mail_maildir))
        return OK;
    arena_init(&a);
    const struct maildir_options options = {.path = str_cstr(&a, config->mail_maildir)};
    status done = maildir_new(&m, &options);
    maildir_free(m);
    arena_end(&a);
    return done;
}
