/* The lock is a file's: it ends with the program, however that ends. */
#include "cli/collecting.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "base/url.h"
#include "cli/analysing.h"
#include "cli/recording.h"
#include "fetch/fetch.h"
#include "web/websub.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <unistd.h>

#define AGAIN_S 30     /* after a failure */
#define LOCK_AGAIN_S 2 /* while another program fetches, or the recording cannot be begun */
#define BACKGROUND_PER_SECOND                                                                      \
    20 /* requests begun: what was due while it was off comes bit by bit */

struct collecting {
    const struct config *config;
    pthread_t thread;
    /* The thread's. */
    int lock;
    struct fetch_recorder *recorder; /* NULL: nothing is recorded */
};

/* Asked from several threads of collect_run, which hands nothing through. */
static atomic_bool background_stop;

static bool stop_background(void)
{
    return atomic_load(&background_stop);
}

/* Whether a hub somewhere else may know HOST. Names are not looked up: what they mean here need not
 * be what they mean there. */
static bool is_public(struct arena *a, str host)
{
    struct sockaddr_storage address;
    if (str_starts(host, S("[")) && str_ends(host, S("]")))
        host = str_sub(host, 1, host.len - 1);
    if (fetch_address_parse(&address, str_cstr(a, host)))
        return fetch_guard_public(NULL, (const struct sockaddr *)&address);
    static const str own[] = {S(".localhost"), S(".local"), S(".internal"),
                              S(".home.arpa"), S(".lan"),   S(".onion")};
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (str_ends(host, own[i]))
            return false;
    return str_chr(host, '.') != STR_NPOS;
}

str collecting_websub(struct arena *a, const struct config *config)
{
    url address;
    if (!str_eq(config->websub, S("on")) ||
        url_parse(&address, a, config->public_url, NULL) != OK || !url_is_web(address))
        return S("");
    if (!config->fetch_private && !is_public(a, url_split(address).host))
        return S("");
    return websub_callbacks(a, url_origin(a, address));
}

void collecting_options(struct collect_options *out, struct arena *a, const struct config *config)
{
    unsigned threads = cli_threads(config);
    *out = (struct collect_options){
        .store = cli_store_where(a, config),
        .threads = threads > 1 ? threads - 1 : 1,
        .parallel = (size_t)config->fetch_connections,
        .pause_us = config->fetch_pause * 1000,
        .timeout_ms = (int)config->fetch_timeout * 1000,
        .fetch_private = config->fetch_private,
        .contact = config->public_url,
        .sender = cli_sender(a, config),
        .ca_file = config->fetch_ca,
        .websub = collecting_websub(a, config),
    };
}

status collecting_lock(int *lock, const struct config *config)
{
    struct arena a;
    arena_init(&a);
    str path = str_printf(&a, "%.*s/fetch.lock", STR_FMT(config->data));
    *lock = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    status done = OK;
    if (*lock < 0)
        done = fail(E_IO, "cannot make '%s': %s", path.p, strerror(errno));
    else if (flock(*lock, LOCK_EX | LOCK_NB) != 0)
        done = fail(E_BUSY, "another courant fetches for this data directory (serve does, unless "
                            "the setting 'fetch' is off)");
    if (done != OK && *lock >= 0) {
        close(*lock);
        *lock = -1;
    }
    arena_end(&a);
    return done;
}

void collecting_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}

static void wait_s(int seconds)
{
    for (int i = 0; i < seconds * 10 && !stop_background(); i++)
        usleep(100000);
}

/* A `courant fetch` that runs already goes first; another server's turn ends with it. False: the
 * program ends before that. */
static bool wait_for_turn(struct collecting *c)
{
    bool told = false;
    while (!stop_background()) {
        if (collecting_lock(&c->lock, c->config) == OK &&
            recording_begin(&c->recorder, c->config, NULL) == OK) {
            if (told)
                log_info("fetch", "feeds are asked after all", "data=\"%.*s\"",
                         STR_FMT(c->config->data));
            return true;
        }
        if (!told)
            log_warn("fetch", "feeds are not asked for the time being", "again_s=%d reason=\"%s\"",
                     LOCK_AGAIN_S, err_text());
        told = true;
        collecting_unlock(c->lock);
        c->lock = -1;
        wait_s(LOCK_AGAIN_S);
    }
    return false;
}

static void fetch_until_stopped(struct collecting *c)
{
    struct arena a;
    struct collect_options options;
    struct collect_counts counts;
    arena_init(&a);
    collecting_options(&options, &a, c->config);
    options.per_second = BACKGROUND_PER_SECOND;
    options.stop = stop_background;
    options.visits = str_ieq(c->config->source_icons, S("on"));
    options.recorder = c->recorder;
    while (!stop_background()) {
        status done = collect_run(&counts, &options);
        if (done == OK || done == E_CANCELLED)
            continue;
        log_error("fetch", "fetching has stopped", "again_s=%d reason=\"%s\"", AGAIN_S, err_text());
        wait_s(AGAIN_S);
    }
    arena_end(&a);
}

static void *run(void *at)
{
    struct collecting *c = at;
    if (!wait_for_turn(c))
        return NULL;
    struct analysing *analysing = analysing_new(c->config);
    fetch_until_stopped(c);
    analysing_free(analysing);
    return NULL;
}

struct collecting *collecting_new(const struct config *config)
{
    if (!str_ieq(config->fetch, S("on")))
        return NULL;
    if (fetch_begin() != OK) {
        log_warn("fetch", "feeds are not asked", "reason=\"%s\"", err_text());
        return NULL;
    }
    struct collecting *c = mem_calloc(1, sizeof *c);
    *c = (struct collecting){.config = config, .lock = -1};
    atomic_store(&background_stop, false);
    c->thread = thread_start(run, "collect", c);
    return c;
}

void collecting_free(struct collecting *c)
{
    if (!c)
        return;
    atomic_store(&background_stop, true);
    pthread_join(c->thread, NULL);
    fetch_end();
    if (fetch_recorder_free(c->recorder) != OK)
        log_error("fetch", "the recording is not whole", "reason=\"%s\"", err_text());
    collecting_unlock(c->lock);
    free(c);
}
