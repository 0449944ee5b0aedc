/*
 * libcurl's multi interface, and whose turn it is. Hosts that have something to ask stand in a
 * queue, the one that may go on first in front: a heap would be faster for very many, a list keeps
 * the order of those that may go on at the same time.
 */
#include "fetch/multi.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/url.h"
#include "fetch/transfer.h"

#define IDLE_MAX 32L                            /* connections kept for the next request */
#define HOSTS_KEPT 20000                        /* then forgotten, when nothing is under way */
#define REFUSED_US (60 * CLOCK_SECOND_US)       /* a host that says 429 or 503 and no time */
#define REFUSED_MAX_US (3600 * CLOCK_SECOND_US) /* jobs come back later, so may the question */
#define TURN_US (CLOCK_SECOND_US / 10)          /* when there is no room, it is looked for again */
#define WAIT_MAX_US (1000 * CLOCK_SECOND_US)
#define REPLAYS 64 /* in a step: in between others have their turn */

/* A scheme, name and port. */
struct fetch_host {
    struct fetch_job *first, *last; /* what waits for its turn */
    struct fetch_host *next;        /* among those with something waiting */
    bool busy, listed;              /* the first is under way; it stands in the line of hosts */
    int64_t free_us;                /* monotonic: not before */
    int64_t refused_us;             /* monotonic: until then it wants no more; 0 */
    int refused_code;
};

struct fetch_multi {
    struct fetch_multi_options options;
    CURLM *curl;
    struct arena arena; /* hosts */
    struct map hosts;   /* origin -> struct fetch_host * */
    struct fetch_host *first, *last;
    struct fetch_job *replay, *replay_last; /* what archives answer, in the order it was added */
    size_t jobs, running;
    int64_t begun_us; /* a second's beginning, and what was begun in it */
    size_t begun;
    size_t held;          /* bytes of bodies */
    struct arena scratch; /* of one answer */
};

status fetch_multi_new(struct fetch_multi **out, const struct fetch_multi_options *options)
{
    ASSERT(options->parallel >= 1);
    struct fetch_multi *m = mem_calloc(1, sizeof *m);
    m->options = *options;
    m->curl = curl_multi_init();
    if (!m->curl) {
        free(m);
        return fail(E_NET, "libcurl cannot be set up");
    }
    curl_multi_setopt(m->curl, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)options->parallel);
    curl_multi_setopt(m->curl, CURLMOPT_MAXCONNECTS, IDLE_MAX);
    curl_multi_setopt(m->curl, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    arena_init(&m->arena);
    arena_init(&m->scratch);
    map_init(&m->hosts, &m->arena);
    *out = m;
    return OK;
}

static void transfer_free(struct fetch_multi *m, struct fetch_job *job)
{
    if (!job->transfer)
        return;
    if (job->transfer->easy)
        curl_multi_remove_handle(m->curl, job->transfer->easy);
    fetch_transfer_end(job->transfer);
    free(job->transfer);
    job->transfer = NULL;
}

void fetch_multi_free(struct fetch_multi *m)
{
    if (!m)
        return;
    size_t i = 0;
    struct map_slot *slot;
    while ((slot = map_next(&m->hosts, &i))) {
        struct fetch_host *host = (struct fetch_host *)(uintptr_t)slot->value;
        for (struct fetch_job *job = host->first; job; job = job->next)
            transfer_free(m, job);
    }
    curl_multi_cleanup(m->curl);
    arena_end(&m->arena);
    arena_end(&m->scratch);
    free(m);
}

static struct fetch_host *host_of(struct fetch_multi *m, url address)
{
    if (m->jobs == 0 && m->hosts.len > HOSTS_KEPT) {
        arena_reset(&m->arena);
        map_init(&m->hosts, &m->arena);
        m->first = m->last = NULL;
    }
    struct arena_mark mark = arena_mark(&m->scratch);
    str origin = url_origin(&m->scratch, address);
    uint64_t *at = map_get(&m->hosts, origin);
    if (!at) {
        at = map_put(&m->hosts, str_dup(&m->arena, origin));
        *at = (uint64_t)(uintptr_t)arena_new(&m->arena, struct fetch_host);
    }
    arena_rewind(&m->scratch, mark);
    return (struct fetch_host *)(uintptr_t)*at;
}

/* To the end of the line, when it has something to ask and nothing under way. */
static void line_up(struct fetch_multi *m, struct fetch_host *host)
{
    if (host->listed || host->busy || !host->first)
        return;
    host->next = NULL;
    *(m->last ? &m->last->next : &m->first) = host;
    m->last = host;
    host->listed = true;
}

/* To the end of the host's queue, or in front of what waits there. */
static void stand(struct fetch_host *host, struct fetch_job *job, bool in_front)
{
    struct fetch_job **at = host->last ? &host->last->next : &host->first;
    /* The one under way stays in front. */
    if (in_front)
        at = host->busy ? &host->first->next : &host->first;
    job->host = host;
    job->next = *at;
    *at = job;
    if (!job->next)
        host->last = job;
}

static void add_replay(struct fetch_multi *m, struct fetch_job *job)
{
    *(m->replay_last ? &m->replay_last->next : &m->replay) = job;
    m->replay_last = job;
}

status fetch_multi_add(struct fetch_multi *m, struct fetch_job *job)
{
    if (!url_is_web(job->request.address) || job->request.address.s.len > URL_LEN_MAX)
        return fail(E_INPUT, "only http and https addresses can be fetched");
    job->next = NULL;
    job->host = NULL;
    job->transfer = NULL;
    m->jobs++;
    if (job->request.archive) {
        add_replay(m, job);
        return OK;
    }
    struct fetch_host *host = host_of(m, job->request.address);
    stand(host, job, false);
    line_up(m, host);
    return OK;
}

/* The job in front of its host's queue leaves it. */
static void leave(struct fetch_multi *m, struct fetch_job *job)
{
    struct fetch_host *host = job->host;
    ASSERT(host->first == job);
    host->first = job->next;
    if (!host->first)
        host->last = NULL;
    host->busy = false;
    line_up(m, host);
}

static void finish(struct fetch_multi *m, struct fetch_job *job, status done,
                   const struct fetch_response *answer)
{
    leave(m, job);
    m->jobs--;
    m->options.done(m->options.ctx, job, done, answer);
}

/* Its document is complete, or is not to be had. */
static void answer_job(struct fetch_multi *m, struct fetch_job *job)
{
    struct fetch_response answer;
    char why[ERR_TEXT_MAX];
    status done = fetch_transfer_answer(&answer, &m->scratch, job->transfer);
    snprintf(why, sizeof why, "%s", err_text());
    transfer_free(m, job);
    if (done != OK)
        (void)!fail(done, "%s", why);
    finish(m, job, done, &answer);
    arena_reset(&m->scratch);
}

static void note_refusal(struct fetch_host *host, const struct fetch_transfer *t, int64_t now_us)
{
    int64_t wait = fetch_transfer_retry_us(t);
    if (t->fields.code != 429 && t->fields.code != 503)
        return;
    if (wait <= 0)
        wait = REFUSED_US;
    host->refused_us = now_us + (wait < REFUSED_MAX_US ? wait : REFUSED_MAX_US);
    host->refused_code = t->fields.code;
}

/* Without asking: the host has said that it wants no more for a while. */
static void refuse(struct fetch_multi *m, struct fetch_host *host, int64_t now_us)
{
    struct fetch_response answer = {.code = host->refused_code,
                                    .answered_us = clock_now_us(),
                                    .retry_us = host->refused_us - now_us};
    long long wait_s = answer.retry_us / CLOCK_SECOND_US + 1;
    transfer_free(m, host->first);
    status done = fail(E_BUSY, "the site answered %d to another request: try again in %lld s",
                       host->refused_code, wait_s);
    finish(m, host->first, done, &answer);
}

/* The next question of a job whose turn it is. */
static void ask(struct fetch_multi *m, struct fetch_job *job)
{
    struct fetch_transfer *t = job->transfer;
    job->host->busy = true;
    status begun = fetch_transfer_ask(t);
    if (begun == OK && curl_multi_add_handle(m->curl, t->easy) != CURLM_OK)
        fetch_transfer_fail(t, begun = fail(E_NET, "libcurl takes no more transfers"));
    if (begun == OK) {
        m->running++;
        m->begun++;
        return;
    }
    (void)fetch_transfer_turn(t);
    answer_job(m, job);
}

/* Where a redirect leads, if it may: on the same host at once, as a part of the same question; on
 * another when it is that one's turn, before those that have asked nothing yet. */
static void lead_on(struct fetch_multi *m, struct fetch_job *job)
{
    struct fetch_transfer *t = job->transfer;
    status may = m->options.leads ? m->options.leads(m->options.ctx, job, t->at) : OK;
    if (may != OK) {
        fetch_transfer_fail(t, may);
        answer_job(m, job);
        return;
    }
    struct fetch_host *next = host_of(m, t->at);
    if (next == job->host) {
        ask(m, job);
        return;
    }
    leave(m, job);
    stand(next, job, true);
    line_up(m, next);
}

static void ended(struct fetch_multi *m, struct fetch_job *job, CURLcode result)
{
    struct fetch_transfer *t = job->transfer;
    int64_t now_us = clock_monotonic_us();
    fetch_transfer_ended(t, result);
    curl_multi_remove_handle(m->curl, t->easy);
    m->running--;
    job->host->free_us = now_us + m->options.pause_us;
    note_refusal(job->host, t, now_us);
    if (fetch_transfer_turn(t))
        lead_on(m, job);
    else
        answer_job(m, job);
}

static void begin(struct fetch_multi *m, struct fetch_host *host)
{
    struct fetch_job *job = host->first;
    if (!job->transfer) {
        job->transfer = mem_calloc(1, sizeof *job->transfer);
        status begun = fetch_transfer_begin(job->transfer, &job->request);
        ASSERT(begun == OK); /* fetch_multi_add has looked */
        job->transfer->job = job;
        job->transfer->held = &m->held;
    }
    ask(m, job);
}

static bool may_begin(struct fetch_multi *m, int64_t now_us)
{
    if (now_us - m->begun_us >= CLOCK_SECOND_US) {
        m->begun_us = now_us;
        m->begun = 0;
    }
    return m->running < m->options.parallel &&
           (m->options.per_second == 0 || m->begun < m->options.per_second) &&
           m->held < FETCH_BODIES_MAX &&
           (!m->options.may_begin || m->options.may_begin(m->options.ctx));
}

/* Begins what may be begun. The result is how long nothing more can be, at most WAIT_MAX_US. */
static int64_t begin_all(struct fetch_multi *m)
{
    int64_t now_us = clock_monotonic_us(), wait = WAIT_MAX_US;
    struct fetch_host *host = m->first;
    m->first = m->last = NULL;
    while (host) {
        struct fetch_host *next = host->next;
        host->listed = false;
        if (host->refused_us > now_us) {
            refuse(m, host, now_us);
            wait = 0;
        } else if (host->free_us > now_us && host->free_us - now_us < wait)
            wait = host->free_us - now_us;
        else if (host->free_us <= now_us && may_begin(m, now_us))
            begin(m, host);
        else if (host->free_us <= now_us && wait > TURN_US)
            wait = TURN_US;
        line_up(m, host);
        host = next;
    }
    return wait;
}

/* What archives answer, in the order it was added. */
static void replay(struct fetch_multi *m)
{
    for (int i = 0; i < REPLAYS && m->replay && may_begin(m, clock_monotonic_us()); i++) {
        struct fetch_response answer;
        struct fetch_job *job = m->replay;
        char why[ERR_TEXT_MAX];
        m->replay = job->next;
        if (!m->replay)
            m->replay_last = NULL;
        status done = fetch_get(&answer, &m->scratch, &job->request);
        snprintf(why, sizeof why, "%s", err_text());
        m->jobs--;
        if (done != OK)
            (void)!fail(done, "%s", why);
        m->options.done(m->options.ctx, job, done, &answer);
        arena_reset(&m->scratch);
    }
}

static void take_ended(struct fetch_multi *m)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(m->curl, &left))) {
        void *at = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &at);
        struct fetch_transfer *t = at;
        ended(m, t->job, result);
    }
}

static status go_on(struct fetch_multi *m)
{
    int running = 0;
    if (curl_multi_perform(m->curl, &running) != CURLM_OK)
        return fail(E_NET, "libcurl cannot go on");
    take_ended(m);
    return OK;
}

status fetch_multi_step(struct fetch_multi *m, int64_t wait_us)
{
    size_t jobs = m->jobs;
    replay(m);
    int64_t idle_us = begin_all(m);
    TRY(go_on(m));
    if (idle_us < wait_us)
        wait_us = idle_us;
    if (m->jobs != jobs || wait_us <= 0)
        return OK;
    if (curl_multi_poll(m->curl, NULL, 0, (int)(wait_us / 1000) + 1, NULL) != CURLM_OK)
        return fail(E_NET, "libcurl cannot wait");
    return go_on(m);
}

size_t fetch_multi_jobs(const struct fetch_multi *m)
{
    return m->jobs;
}
