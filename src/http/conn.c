/* The table of connections, the recv that reads through the gate, and the watching thread. */
#include "http/conn.h"

#include <errno.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/response.h"
#include "http/server.h"

/* The watching thread looks this often within a timeout. */
#define WATCH_STEPS 16
#define NEVER INT64_MAX
#define DISCARD_MAX (256 << 10)

/* The one global of http/: the library gives recv no context but the descriptor's number. An entry
 * is written before the library reads the socket and cleared before it closes it. */
static _Atomic(struct http_conn *) conn_by_fd[HTTP_FD_MAX];

static void *watch(void *arg);

void http_conn_list_init(struct http_conn_list *l, int64_t timeout_us,
                         unsigned bytes_per_second_min, size_t head_max, size_t body_max,
                         atomic_uint_fast64_t *refused, atomic_uint_fast64_t *late)
{
    memset(l, 0, sizeof *l);
    l->timeout_us = timeout_us;
    l->head_max = head_max;
    l->body_max = body_max;
    l->bytes_per_second_min =
        bytes_per_second_min ? bytes_per_second_min : HTTP_BYTES_PER_SECOND_MIN;
    l->refused = refused;
    l->late = late;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->stopping, &monotonic);
    pthread_condattr_destroy(&monotonic);
    int rc = pthread_create(&l->watcher, NULL, watch, l);
    ASSERT(rc == 0);
}

void http_conn_list_end(struct http_conn_list *l)
{
    pthread_mutex_lock(&l->lock);
    l->stop = true;
    pthread_cond_signal(&l->stopping);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->watcher, NULL);
    ASSERT(!l->first);
    pthread_cond_destroy(&l->stopping);
    pthread_mutex_destroy(&l->lock);
}

struct http_conn *http_conn_new(struct http_conn_list *l, int fd)
{
    if (fd < 0 || fd >= HTTP_FD_MAX)
        return NULL;
    struct http_conn *c = mem_calloc(1, sizeof *c);
    c->list = l;
    c->fd = fd;
    http_gate_init(&c->gate, l->head_max, l->body_max);
    c->gate.large = l->large;
    c->gate.large_count = ARRAY_LEN(l->large);
    c->gate.large_max = l->large_max;
    sbuf_init_heap(&c->target, HTTP_TARGET_LEN_MAX);
    sbuf_init_heap(&c->body, l->large_max > l->body_max ? l->large_max : l->body_max);
    http_conn_expect(c, 0);
    pthread_mutex_lock(&l->lock);
    c->next = l->first;
    c->prev = &l->first;
    if (c->next)
        c->next->prev = &c->next;
    l->first = c;
    pthread_mutex_unlock(&l->lock);
    atomic_store_explicit(&conn_by_fd[fd], c, memory_order_release);
    return c;
}

size_t http_conn_body_max(const struct http_conn *c)
{
    const struct http_conn_list *l = c->list;
    for (size_t i = 0; i < ARRAY_LEN(l->large); i++)
        if (l->large[i].len && c->target.len > l->large[i].len &&
            str_starts(sbuf_str(&c->target), l->large[i]))
            return l->large_max;
    return l->body_max;
}

void http_conn_free(struct http_conn *c)
{
    atomic_store_explicit(&conn_by_fd[c->fd], NULL, memory_order_release);
    pthread_mutex_lock(&c->list->lock);
    *c->prev = c->next;
    if (c->next)
        c->next->prev = c->prev;
    pthread_mutex_unlock(&c->list->lock);
    sbuf_free(&c->target);
    sbuf_free(&c->body);
    free(c);
}

void http_conn_expect(struct http_conn *c, uint64_t bytes)
{
    if (bytes > UINT32_MAX)
        bytes = UINT32_MAX;
    int64_t more_us = (int64_t)(bytes * 1000 / c->list->bytes_per_second_min) * 1000;
    atomic_store_explicit(&c->deadline_us, clock_monotonic_us() + c->list->timeout_us + more_us,
                          memory_order_relaxed);
}

void http_conn_wait(struct http_conn *c)
{
    atomic_store_explicit(&c->deadline_us, NEVER, memory_order_relaxed);
}

bool http_conn_gate_ok(const struct http_conn *c)
{
    return c->gate.requests >= c->requests;
}

void http_conn_shutdown_all(struct http_conn_list *l, bool idle_only)
{
    pthread_mutex_lock(&l->lock);
    for (struct http_conn *c = l->first; c; c = c->next)
        if (!idle_only || !atomic_load(&c->active))
            shutdown(c->fd, idle_only ? SHUT_RD : SHUT_RDWR);
    pthread_mutex_unlock(&l->lock);
}

/* Whether the client has ended its side and everything before that is read. */
static bool at_end(int fd)
{
    char byte;
    return recvfrom(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT, NULL, NULL) == 0;
}

/* Shuts down what is late; the thread that serves it wakes and closes it. The library overlooks an
 * end that arrives together with bytes, because a short read makes it wait for another event;
 * shutting down our side of reading is one. */
static void watch_step(struct http_conn_list *l, int64_t now_us)
{
    for (struct http_conn *c = l->first; c; c = c->next) {
        if (!atomic_load(&c->active) && at_end(c->fd))
            shutdown(c->fd, SHUT_RD);
        if (atomic_load_explicit(&c->deadline_us, memory_order_relaxed) > now_us)
            continue;
        if (l->late && atomic_load(&c->active))
            atomic_fetch_add(l->late, 1);
        atomic_store_explicit(&c->deadline_us, NEVER, memory_order_relaxed);
        shutdown(c->fd, SHUT_RDWR);
    }
}

static void *watch(void *arg)
{
    struct http_conn_list *l = arg;
    pthread_mutex_lock(&l->lock);
    while (!l->stop) {
        int64_t now_us = clock_monotonic_us();
        int64_t next_us = now_us + l->timeout_us / WATCH_STEPS + 1;
        struct timespec next = {next_us / CLOCK_SECOND_US, next_us % CLOCK_SECOND_US * 1000};
        watch_step(l, now_us);
        pthread_cond_timedwait(&l->stopping, &l->lock, &next);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/* Answers a refused request on the socket itself, since the library never saw it. What the client
 * has sent already is read first: closing with unread bytes would reset the connection and the
 * client would lose the answer. */
static void answer_refused(struct http_conn *c)
{
    char scratch[4096];
    ssize_t got;
    size_t discarded = 0;
    while (discarded < DISCARD_MAX &&
           (got = recvfrom(c->fd, scratch, sizeof scratch, MSG_DONTWAIT, NULL, NULL)) > 0)
        discarded += (size_t)got;
    const char *reason = http_status_text(c->gate.refused);
    int len = snprintf(scratch, sizeof scratch,
                       "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\n"
                       "Content-Length: %zu\r\nConnection: close\r\n\r\n%s\n",
                       c->gate.refused, reason, strlen(reason) + 1, reason);
    if (send(c->fd, scratch, (size_t)len, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        log_debug("http", "refusal not sent", "peer=%s errno=%d", c->peer, errno);
    shutdown(c->fd, SHUT_WR);
    if (c->list->refused)
        atomic_fetch_add(c->list->refused, 1);
    log_debug("http", "request refused", "peer=%s status=%d", c->peer, c->gate.refused);
}

static ssize_t conn_recv(struct http_conn *c, void *buffer, size_t size, int flags)
{
    struct http_gate *g = &c->gate;
    if (g->refused) {
        answer_refused(c);
        return 0;
    }
    ssize_t got = recvfrom(c->fd, buffer, size, flags, NULL, NULL);
    if (got <= 0)
        return got;
    bool was_in_request = g->in_request, was_in_body = g->in_body;
    size_t good = http_gate_feed(g, buffer, (size_t)got);
    if (g->refused) {
        if (good == 0) {
            answer_refused(c);
            return 0;
        }
        /* The requests before are answered first. The library expects more bytes to be announced
         * by the kernel; ending our side of reading announces the end, so that it comes back. */
        shutdown(c->fd, SHUT_RD);
    }
    uint64_t most = g->is_large ? g->large_max : g->body_max;
    if (g->in_body && !was_in_body)
        http_conn_expect(c, !g->chunked && g->body_left < most ? g->body_left : most);
    else if (g->in_request && !was_in_request)
        http_conn_expect(c, 0);
    if (g->in_request) {
        atomic_store(&c->active, true);
        if ((size_t)got < size && at_end(c->fd)) /* as in watch_step */
            shutdown(c->fd, SHUT_RD);
    }
    return (ssize_t)good;
}

ssize_t http_conn_recv(int fd, void *buffer, size_t size, int flags) __asm__("recv");

/* recv for the whole program; see conn.h. */
ssize_t http_conn_recv(int fd, void *buffer, size_t size, int flags)
{
    struct http_conn *c = NULL;
    if (fd >= 0 && fd < HTTP_FD_MAX)
        c = atomic_load_explicit(&conn_by_fd[fd], memory_order_acquire);
    return c ? conn_recv(c, buffer, size, flags) : recvfrom(fd, buffer, size, flags, NULL, NULL);
}
