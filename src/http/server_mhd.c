/*
 * The server on libmicrohttpd, the only file that knows it. The library accepts, polls, frames and
 * writes; what is a request at all is decided by the gate before it (http/gate.h), how long one may
 * take by http/conn.h, how many one address may send by http/limit.h.
 */
#include "http/server.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "http/exchange.h"
#include "http/listen.h"
#include "http/metrics.h"
#include "http/response.h"

#define THREADS_MAX 256
#define DESCRIPTORS_EXTRA 256 /* for everything else in the process */
/* The library keeps a request and the head of its response in one pool. */
#define POOL_EXTRA ((size_t)24 << 10)

/* One of the library's threads; used by that thread only. */
struct worker {
    _Atomic(pthread_t) thread; /* 0: nobody's */
    unsigned index;
    struct arena arena;
};

struct http_server {
    struct http_server_options options;
    struct MHD_Daemon *daemon;
    struct http_conn_list conns;
    struct http_limit *limit;
    char trusted_proxy[HTTP_ADDRESS_MAX];
    int port;
    atomic_bool draining;
    size_t body_most;           /* of any request */
    atomic_uint large_requests; /* under way */
    atomic_uint in_flight;      /* from the request line to the last byte of the response */
    atomic_uint worker_count;
    struct worker workers[THREADS_MAX];
};

static void library_log(void *ctx, const char *format, va_list args)
{
    char text[ERR_TEXT_MAX];
    (void)ctx;
    if (!log_enabled("http", LOG_DEBUG))
        return;
    int len = vsnprintf(text, sizeof text, format, args);
    if (len > 0 && (size_t)len < sizeof text && text[len - 1] == '\n')
        text[len - 1] = '\0';
    log_debug("http", "library", "text=\"%s\"", text);
}

static struct worker *worker_of(struct http_server *s)
{
    pthread_t self = pthread_self();
    unsigned count = atomic_load(&s->worker_count);
    for (unsigned i = 0; i < count; i++)
        if (atomic_load_explicit(&s->workers[i].thread, memory_order_relaxed) == self)
            return &s->workers[i];
    unsigned index = atomic_fetch_add(&s->worker_count, 1);
    ASSERT(index < s->options.threads);
    struct worker *w = &s->workers[index];
    w->index = index;
    arena_init(&w->arena);
    atomic_store_explicit(&w->thread, self, memory_order_relaxed);
    return w;
}

static struct http_conn *conn_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Before anything is allocated for the connection; the exact count is connection_begin's. */
static enum MHD_Result connection_allow(void *ctx, const struct sockaddr *address, socklen_t len)
{
    struct http_server *s = ctx;
    (void)address;
    (void)len;
    if (atomic_load(&s->draining))
        return MHD_NO;
    return http_limit_connections(s->limit) < s->options.connections_max ? MHD_YES : MHD_NO;
}

static void connection_begin(struct http_server *s, struct MHD_Connection *connection,
                             void **socket_context)
{
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    const struct sockaddr *address =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    struct http_conn *c = http_conn_new(&s->conns, fd);
    *socket_context = c;
    if (!c) {
        shutdown(fd, SHUT_RDWR);
        return;
    }
    http_address_write(c->peer, sizeof c->peer, address);
    bool proxy = s->trusted_proxy[0] && str_eq(str_c(c->peer), str_c(s->trusted_proxy));
    c->from_proxy = proxy;
    c->key = http_limit_key_socket(s->limit, address);
    c->counted = http_limit_connect(s->limit, proxy ? 0 : c->key);
    if (s->options.metrics)
        atomic_fetch_add(&s->options.metrics->connections, 1);
    if (!c->counted) {
        log_debug("http", "connection refused", "peer=%s", c->peer);
        shutdown(fd, SHUT_RDWR);
    }
}

static void connection_notify(void *ctx, struct MHD_Connection *connection, void **socket_context,
                              enum MHD_ConnectionNotificationCode code)
{
    struct http_server *s = ctx;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        connection_begin(s, connection, socket_context);
    } else if (*socket_context) {
        struct http_conn *c = *socket_context;
        if (s->options.metrics)
            atomic_fetch_sub(&s->options.metrics->connections, 1);
        if (c->counted)
            http_limit_disconnect(s->limit, c->from_proxy ? 0 : c->key);
        http_conn_free(c);
        *socket_context = NULL;
    }
}

/* The request line has been read: the only place where the library shows the target as sent. */
static void *request_begin(void *ctx, const char *target, struct MHD_Connection *connection)
{
    struct http_server *s = ctx;
    struct http_conn *c = conn_of(connection);
    if (!c)
        return NULL;
    c->requests++;
    c->start_us = clock_monotonic_us();
    atomic_store(&c->active, true);
    atomic_fetch_add(&s->in_flight, 1);
    if (s->options.metrics)
        atomic_fetch_add(&s->options.metrics->in_flight, 1);
    sbuf_truncate(&c->target, 0);
    sbuf_put(&c->target, str_c(target));
    sbuf_truncate(&c->body, 0);
    return c;
}

static void request_end(void *ctx, struct MHD_Connection *connection, void **request_context,
                        enum MHD_RequestTerminationCode code)
{
    struct http_server *s = ctx;
    struct http_conn *c = *request_context;
    (void)connection;
    (void)code;
    if (!c)
        return;
    atomic_fetch_sub(&s->in_flight, 1);
    if (s->options.metrics)
        atomic_fetch_sub(&s->options.metrics->in_flight, 1);
    if (c->body.cap > 65536) { /* keep-alive must not keep a large upload's memory */
        sbuf_free(&c->body);
        sbuf_init_heap(&c->body, s->body_most);
    }
    if (c->large)
        atomic_fetch_sub(&s->large_requests, 1);
    c->large = false;
    atomic_store(&c->active, c->gate.in_request);
    http_conn_expect(c, 0);
    *request_context = NULL;
}

static enum http_method method_of(const char *method)
{
    static const struct {
        const char *name;
        enum http_method method;
    } table[] = {{"GET", HTTP_GET},
                 {"HEAD", HTTP_HEAD},
                 {"POST", HTTP_POST},
                 {"PUT", HTTP_PUT},
                 {"DELETE", HTTP_DELETE}};
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (strcmp(table[i].name, method) == 0)
            return table[i].method;
    return HTTP_OTHER;
}

struct header_list {
    struct VEC(struct http_pair) pairs;
    struct arena *arena;
};

static enum MHD_Result header_add(void *ctx, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    struct header_list *list = ctx;
    (void)kind;
    struct http_pair *pair = vec_push(&list->pairs, list->arena);
    *pair = (struct http_pair){str_lower(list->arena, str_c(name)),
                               utf8_repair(list->arena, str_c(value ? value : ""))};
    return MHD_YES;
}

struct exchange {
    struct http_exchange http;
    struct http_server *server;
    struct MHD_Connection *connection;
};

static void header_put(struct MHD_Response *response, struct arena *a, const char *name, str value)
{
    if (MHD_add_response_header(response, name, str_cstr(a, value)) != MHD_YES)
        log_error("http", "header not sent", "name=%s value=\"%.*s\"", name, STR_FMT(value));
}

static void headers_put(struct MHD_Response *response, struct exchange *x, str coding, bool vary)
{
    struct arena *a = x->http.request.arena;
    struct http_response *out = &x->http.response;
    if (out->status != 304 && out->status != 204)
        header_put(response, a, "Content-Type",
                   out->content_type.len ? out->content_type : S("text/html; charset=utf-8"));
    if (coding.len && out->status != 304)
        header_put(response, a, "Content-Encoding", coding);
    if (vary)
        header_put(response, a, "Vary", S("Accept-Encoding"));
    if (out->etag.len) {
        /* Encoded bytes are not the bytes a strong tag names. */
        bool weaken = coding.len && !out->shared && !str_starts(out->etag, S("W/"));
        header_put(response, a, "ETag",
                   weaken ? str_printf(a, "W/%.*s", STR_FMT(out->etag)) : out->etag);
    }
    header_put(response, a, "X-Content-Type-Options", S("nosniff"));
    for (size_t i = 0; i < out->header_count; i++)
        header_put(response, a, str_cstr(a, out->headers[i].name), out->headers[i].value);
    if (atomic_load(&x->server->draining))
        header_put(response, a, "Connection", S("close"));
}

/* The library takes bodies without const, though it only reads them. */
static void *body_pointer(const void *bytes)
{
    union {
        const void *in;
        void *out;
    } cast = {.in = bytes};
    return cast.out;
}

/* The body as the library wants it: shared bytes go out as they are, encoded ones are the
 * library's to free, and what lies in the arena is copied, since the arena ends first. A 304 gets
 * its body too: it is not sent, but Content-Length must name the length it has. */
static struct MHD_Response *body_make(str *coding, bool *vary, struct exchange *x)
{
    struct http_response *out = &x->http.response;
    *coding = S("");
    *vary = false;
    if (out->shared) {
        *coding = out->content_encoding;
        *vary = out->vary_encoding;
        void (*release)(void *) = out->shared_release;
        void *data = out->shared_data;
        out->shared_release = NULL;
        if (!release)
            return MHD_create_response_from_buffer(out->shared_len, body_pointer(out->shared),
                                                   MHD_RESPMEM_PERSISTENT);
        return MHD_create_response_from_buffer_with_free_callback_cls(
            out->shared_len, body_pointer(out->shared), release, data);
    }
    str body = sbuf_str(&out->body);
    str type = out->content_type.len ? out->content_type : S("text/html");
    if (!out->no_compress && body.len >= HTTP_COMPRESS_MIN && http_coding_suits(type)) {
        *vary = true;
        enum http_coding chosen =
            http_coding_choose(http_header(&x->http.request, "accept-encoding"));
        void *bytes;
        size_t len;
        if (chosen != HTTP_IDENTITY && http_coding_apply(&bytes, &len, chosen, body) == OK) {
            *coding = http_coding_name(chosen);
            return MHD_create_response_from_buffer(len, bytes, MHD_RESPMEM_MUST_FREE);
        }
    }
    return MHD_create_response_from_buffer(body.len, body_pointer(body.p ? body.p : ""),
                                           MHD_RESPMEM_MUST_COPY);
}

void http_prepared_end(struct http_prepared *p)
{
    for (size_t i = 0; i < ARRAY_LEN(p->built); i++) {
        void *built = atomic_exchange(&p->built[i], NULL);
        if (built)
            MHD_destroy_response(built);
    }
}

/* A shared response is built once: the library counts who is still sending it. While the server
 * drains each response says so, and is built on its own. */
static struct MHD_Response *prepared_response(struct exchange *x)
{
    struct http_response *out = &x->http.response;
    struct http_prepared *p = out->prepared;
    if (!p || !out->shared || atomic_load(&x->server->draining) ||
        (out->status != 200 && out->status != 304))
        return NULL;
    _Atomic(void *) *slot = &p->built[out->status == 304];
    void *built = atomic_load(slot);
    if (built)
        return built;
    p->retain(p->bytes);
    struct MHD_Response *made = MHD_create_response_from_buffer_with_free_callback_cls(
        out->shared_len, body_pointer(out->shared), p->release, p->bytes);
    ASSERT(made);
    headers_put(made, x, out->content_encoding, out->vary_encoding);
    if (atomic_compare_exchange_strong(slot, &built, made))
        return made;
    MHD_destroy_response(made);
    return built;
}

static enum MHD_Result respond(struct exchange *x)
{
    struct http_response *out = &x->http.response;
    uint64_t len = out->status == 304 ? 0 : out->shared ? out->shared_len : out->body.len;
    enum MHD_Result result;
    http_conn_expect(x->http.conn, len);
    struct MHD_Response *prepared = prepared_response(x);
    if (prepared) {
        result = MHD_queue_response(x->connection, (unsigned)out->status, prepared);
        if (out->shared_release)
            out->shared_release(out->shared_data);
    } else {
        str coding;
        bool vary;
        struct MHD_Response *response = body_make(&coding, &vary, x);
        ASSERT(response);
        headers_put(response, x, coding, vary);
        result = MHD_queue_response(x->connection, (unsigned)out->status, response);
        MHD_destroy_response(response);
    }
    int64_t took_us = clock_monotonic_us() - x->http.conn->start_us;
    if (x->server->options.metrics)
        http_metrics_count(x->server->options.metrics, out->route, out->status, took_us, len);
    if (log_enabled("http", LOG_DEBUG))
        log_debug("http", "request", "peer=%.*s path=\"%.*s\" status=%d bytes=%llu us=%lld",
                  STR_FMT(x->http.request.peer), STR_FMT(x->http.request.path), out->status,
                  (unsigned long long)len, (long long)took_us);
    return result;
}

static void request_fill(struct exchange *x, struct worker *worker, const char *method)
{
    struct http_request *r = &x->http.request;
    r->arena = &worker->arena;
    r->method = method_of(method);
    r->path = S("/");
    r->now_us = clock_now_us();
    r->thread = worker->index;
    struct header_list list = {.arena = r->arena};
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, header_add, &list);
    r->headers = (struct http_pairs){list.pairs.at, list.pairs.len};
    sbuf_init(&x->http.response.body, r->arena, HTTP_BODY_OUT_MAX);
    http_exchange_begin(&x->http);
}

/* Many large bodies at once would be much memory. */
static bool too_many_large(struct http_server *s, struct http_exchange *x)
{
    struct http_conn *c = x->conn;
    if (x->request.method != HTTP_POST || http_conn_body_max(c) <= s->options.body_max)
        return false;
    if (atomic_fetch_add(&s->large_requests, 1) >= HTTP_LARGE_REQUESTS_MAX) {
        atomic_fetch_sub(&s->large_requests, 1);
        x->response.status = 503;
        x->response.content_type = S("text/plain; charset=utf-8");
        sbuf_put(&x->response.body, S("Too much is being sent at the moment.\n"));
        http_response_header(&x->response, "Retry-After", S("10"));
        return true;
    }
    c->large = true;
    return false;
}

/* The library calls once when the head is complete, then with each part of the body, and once more
 * at the end. An answer to the first call ends the connection, so it is only given to refuse. */
static enum MHD_Result access_handle(void *ctx, struct MHD_Connection *connection, const char *path,
                                     const char *method, const char *version, const char *upload,
                                     size_t *upload_len, void **request_context)
{
    struct http_server *s = ctx;
    struct http_conn *c = *request_context;
    (void)path;
    (void)version;
    if (!c || !http_conn_gate_ok(c)) {
        log_error("http", "request did not come through the gate", "action=closed");
        return MHD_NO;
    }
    bool first = c->phase_requests != c->requests;
    c->phase_requests = c->requests;
    if (*upload_len) {
        sbuf_put(&c->body, str_of(upload, *upload_len));
        *upload_len = 0;
        return c->body.overflow ? MHD_NO : MHD_YES;
    }
    struct worker *worker = worker_of(s);
    struct exchange x = {.http = {.options = &s->options, .limit = s->limit, .conn = c},
                         .server = s,
                         .connection = connection};
    enum MHD_Result result = MHD_YES;
    request_fill(&x, worker, method);
    if (!first)
        http_exchange_run(&x.http);
    if (!first || http_exchange_refuse(&x.http) || too_many_large(s, &x.http))
        result = respond(&x);
    arena_reset(&worker->arena);
    return result;
}

static size_t unescape_nothing(void *ctx, struct MHD_Connection *connection, char *s)
{
    (void)ctx;
    (void)connection;
    return strlen(s);
}

static status daemon_start(struct http_server *s, int fd)
{
    const struct http_server_options *o = &s->options;
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO | MHD_USE_ERROR_LOG;
    /* Each thread gets an equal part of the library's own limit, but connections do not spread
     * equally; http/limit.h counts them, so the library's limit is out of the way. */
    unsigned connections = (o->connections_max + 8) * o->threads;
    struct MHD_OptionItem pool[] = {
        {o->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, o->threads, NULL},
        {MHD_OPTION_END, 0, NULL}};
    s->daemon = MHD_start_daemon(
        flags, 0, connection_allow, s, access_handle, s, MHD_OPTION_EXTERNAL_LOGGER, library_log,
        NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, o->header_max + POOL_EXTRA,
        MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, request_begin, s, MHD_OPTION_NOTIFY_COMPLETED, request_end, s,
        MHD_OPTION_NOTIFY_CONNECTION, connection_notify, s, MHD_OPTION_UNESCAPE_CALLBACK,
        unescape_nothing, NULL, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    return s->daemon ? OK : fail(E_IO, "the HTTP server does not start: errno %d", errno);
}

/* Each connection needs a descriptor; the usual limit of 1024 is raised as far as is allowed. */
static void descriptors_allow(unsigned connections_max)
{
    struct rlimit limit;
    rlim_t want = (rlim_t)connections_max + DESCRIPTORS_EXTRA;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= want)
        return;
    limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < want)
        log_warn("http", "fewer connections than asked for", "connections=%u descriptors=%llu",
                 connections_max, (unsigned long long)limit.rlim_cur);
}

static void server_end(struct http_server *s)
{
    http_conn_list_end(&s->conns);
    http_limit_free(s->limit);
    for (unsigned i = 0; i < atomic_load(&s->worker_count); i++)
        arena_end(&s->workers[i].arena);
    free(s);
}

static void options_complete(struct http_server_options *o)
{
    ASSERT(o->handler && o->threads >= 1 && o->threads <= THREADS_MAX);
    if (!o->body_max)
        o->body_max = HTTP_BODY_MAX;
    if (!o->header_max)
        o->header_max = HTTP_HEADER_MAX;
    if (!o->timeout_us)
        o->timeout_us = HTTP_TIMEOUT_US;
    if (!o->connections_max)
        o->connections_max = HTTP_CONNECTIONS_MAX;
}

status http_server_new(struct http_server **out, const struct http_server_options *options)
{
    uint64_t seed = 0;
    int fd = -1;
    struct http_server *s = mem_calloc(1, sizeof *s);
    struct http_server_options *o = &s->options;
    *o = *options;
    options_complete(o);
    status st = http_address_normal(s->trusted_proxy, sizeof s->trusted_proxy, o->trusted_proxy);
    if (st == OK)
        st = http_listen_open(&fd, &s->port, o->listen);
    if (st != OK) {
        free(s);
        return st;
    }
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
        seed = (uint64_t)clock_now_us();
    descriptors_allow(o->connections_max);
    s->limit = http_limit_new(o->connections_max, o->connections_per_address_max,
                              o->requests_per_second, seed);
    http_conn_list_init(&s->conns, o->timeout_us, o->bytes_per_second_min, o->header_max,
                        o->body_max, o->metrics ? &o->metrics->refused : NULL,
                        o->metrics ? &o->metrics->late : NULL);
    memcpy(s->conns.large, o->large, sizeof o->large);
    s->conns.large_max = o->large_max;
    s->body_most = o->large_max > o->body_max ? o->large_max : o->body_max;
    st = daemon_start(s, fd);
    if (st != OK) {
        close(fd);
        server_end(s);
        return st;
    }
    *out = s;
    return OK;
}

int http_server_port(const struct http_server *s)
{
    return s->port;
}

void http_server_free(struct http_server *s, int64_t wait_us)
{
    const struct timespec nap = {0, 2000000};
    if (!s)
        return;
    int64_t end_us = clock_monotonic_us() + wait_us;
    atomic_store(&s->draining, true);
    /* Not MHD_quiesce_daemon: in 0.9.75 its threads and the caller may both take the listening
     * socket out of their epoll sets, and the second aborts the program. */
    http_conn_shutdown_all(&s->conns, true);
    while (atomic_load(&s->in_flight) && clock_monotonic_us() < end_us)
        nanosleep(&nap, NULL);
    if (atomic_load(&s->in_flight))
        log_warn("http", "requests cut off at shutdown", "count=%u", atomic_load(&s->in_flight));
    http_conn_shutdown_all(&s->conns, false);
    MHD_stop_daemon(s->daemon);
    server_end(s);
}
