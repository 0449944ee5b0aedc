/* How the server behaves on the wire: keep-alive, pipelining, HEAD, old versions, conditional
 * requests, codings, bodies, slow clients, limits, the trusted proxy, and stopping. */
#include "testing.h"

#include <brotli/decode.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "base/clock.h"
#include "http/metrics.h"
#include "http/page_cache.h"
#include "http/router.h"
#include "http_client.h"

#define HOST "Host: localhost\r\n"
#define MS ((int64_t)1000)
#define BIG ((size_t)24 << 20)

struct site {
    struct http_page_cache *cache;
    struct http_metrics *metrics;
    struct http_router router;
    struct http_server *server;
    atomic_uint made;
    int port;
};

static status answer_echo(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    out->content_type = S("text/plain");
    sbuf_printf(&out->body, "%d %.*s q=%.*s f=%.*s c=%.*s peer=%.*s https=%d body=%zu", r->method,
                STR_FMT(r->path), STR_FMT(http_query(r, "q")), STR_FMT(http_form(r, "f")),
                STR_FMT(http_cookie(r, "c")), STR_FMT(r->peer), r->https, r->body.len);
    return OK;
}

static status answer_page(struct http_response *out, void *ctx, const struct http_request *r)
{
    struct site *site = ctx;
    if (str_eq(r->path, S("/cached")) && http_page_cache_get(out, site->cache, r, S(""), 7))
        return OK;
    atomic_fetch_add(&site->made, 1);
    for (int i = 0; i < 300; i++)
        sbuf_printf(&out->body, "<p>line %d of the page</p>\n", i);
    http_response_header(out, "Cache-Control", S("no-cache"));
    out->etag = S("\"page-7\"");
    if (str_eq(r->path, S("/cached")))
        http_page_cache_put(out, site->cache, r, S(""), 7);
    return OK;
}

static status answer_big(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    (void)r;
    char *room = sbuf_room(&out->body, BIG);
    memset(room, 'x', BIG);
    sbuf_added(&out->body, BIG);
    out->no_compress = true;
    return OK;
}

static status answer_slow(struct http_response *out, void *ctx, const struct http_request *r)
{
    const struct timespec nap = {0, 400000000};
    (void)ctx;
    (void)r;
    nanosleep(&nap, NULL);
    sbuf_put(&out->body, S("slow but sure"));
    return OK;
}

static status answer_fault(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)out;
    (void)ctx;
    if (str_eq(r->path, S("/fault/inside")))
        return fail(E_IO, "disk secret-name is full");
    if (str_eq(r->path, S("/fault/overflow"))) {
        sbuf_init(&out->body, r->arena, 4);
        sbuf_put(&out->body, S("too long"));
        return OK;
    }
    http_response_header(out, "X-Split", S("a\r\nX-Injected: b"));
    return fail(E_DENIED, "this is not yours");
}

static const struct http_route routes[] = {
    {HTTP_GET, "/echo", answer_echo, "echo"},        {HTTP_POST, "/echo", answer_echo, "echo"},
    {HTTP_GET, "/page", answer_page, "page"},        {HTTP_GET, "/cached", answer_page, "page"},
    {HTTP_GET, "/big", answer_big, "big"},           {HTTP_GET, "/slow", answer_slow, "slow"},
    {HTTP_GET, "/fault/{name}", answer_fault, NULL},
};

static void error_page(struct http_response *out, void *ctx, const struct http_request *r,
                       int status_number, str message)
{
    (void)ctx;
    (void)r;
    out->content_type = S("text/plain");
    sbuf_printf(&out->body, "%d: %.*s", status_number, STR_FMT(message));
}

static struct http_server_options options_usual(void)
{
    return (struct http_server_options){.listen = S("127.0.0.1:0"),
                                        .threads = 3,
                                        .body_max = 65536,
                                        .header_max = 16384,
                                        .timeout_us = 5 * CLOCK_SECOND_US,
                                        .connections_max = 200,
                                        .connections_per_address_max = 100,
                                        .error_page = error_page};
}

static void site_start(struct site *site, struct http_server_options options)
{
    memset(site, 0, sizeof *site);
    site->cache = http_page_cache_new(1 << 20);
    site->metrics = http_metrics_new();
    site->router = (struct http_router){routes, ARRAY_LEN(routes), site};
    options.handler = http_router_handle;
    options.ctx = &site->router;
    options.metrics = site->metrics;
    assert_ok(http_server_new(&site->server, &options));
    site->port = http_server_port(site->server);
}

static void site_stop(struct site *site)
{
    http_server_free(site->server, CLOCK_SECOND_US);
    assert_int_equal(atomic_load(&site->metrics->connections), 0);
    assert_int_equal(atomic_load(&site->metrics->in_flight), 0);
    http_page_cache_free(site->cache);
    http_metrics_free(site->metrics);
}

/* Sends REQUEST on FD and reads the answer. */
static void ask(struct client_response *r, int fd, const char *request)
{
    assert_true(client_send(fd, str_c(request)));
    client_read(r, fd, strncmp(request, "HEAD", 4) == 0, 5000);
}

static void expect_body(int fd, const char *request, int want_status, const char *want_body)
{
    struct client_response r;
    ask(&r, fd, request);
    assert_int_equal(r.status, want_status);
    assert_string_equal(r.body, want_body);
    client_response_end(&r);
}

static void test_keep_alive(void **state)
{
    struct site *site = *state;
    int fd = client_connect(site->port);
    for (int i = 0; i < 50; i++)
        expect_body(fd, "GET /echo?q=1%2B1 HTTP/1.1\r\n" HOST "\r\n", 200,
                    "0 /echo q=1+1 f= c= peer=127.0.0.1 https=0 body=0");
    expect_body(fd, "GET /none HTTP/1.1\r\n" HOST "\r\n", 404, "404: there is no page '/none'");
    expect_body(fd,
                "POST /echo HTTP/1.1\r\n" HOST "Cookie: a=1; c=2\r\nContent-Length: 5\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\nf=x+y",
                200, "2 /echo q= f=x y c=2 peer=127.0.0.1 https=0 body=5");
    expect_body(fd,
                "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
                "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
                200, "2 /echo q= f= c= peer=127.0.0.1 https=0 body=13");
    expect_body(fd, "GET /%zz HTTP/1.1\r\n" HOST "\r\n", 400,
                "400: the path has a '%' without two hexadecimal digits");
    expect_body(fd, "GET /echo HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200,
                "0 /echo q= f= c= peer=127.0.0.1 https=0 body=0");
    assert_true(client_closed(fd, 2000));
    close(fd);
}

static void test_pipelining(void **state)
{
    struct site *site = *state;
    struct client_response r;
    int fd = client_connect(site->port);
    assert_true(client_send(fd, S("GET /echo?q=1 HTTP/1.1\r\n" HOST "\r\n"
                                  "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nGET "
                                  "HEAD /page HTTP/1.1\r\n" HOST "\r\n"
                                  "GET /echo?q=4 HTTP/1.1\r\n" HOST "\r\n")));
    client_read(&r, fd, false, 5000);
    assert_true(str_has(str_c(r.body), S("q=1")));
    client_response_end(&r);
    client_read(&r, fd, false, 5000);
    assert_true(str_has(str_c(r.body), S("body=4")));
    client_response_end(&r);
    client_read(&r, fd, true, 5000);
    assert_int_equal(r.status, 200);
    client_response_end(&r);
    client_read(&r, fd, false, 5000);
    assert_true(str_has(str_c(r.body), S("q=4")));
    client_response_end(&r);
    close(fd);
}

static void test_head_and_versions(void **state)
{
    struct site *site = *state;
    struct client_response get, head;
    int fd = client_connect(site->port);
    ask(&get, fd, "GET /page HTTP/1.1\r\n" HOST "\r\n");
    ask(&head, fd, "HEAD /page HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(head.status, 200);
    assert_true(
        str_eq(client_header(&head, "content-length"), client_header(&get, "content-length")));
    client_response_end(&get);
    client_response_end(&head);
    expect_body(fd, "GET /echo HTTP/1.1\r\n" HOST "\r\n", 200, /* nothing of HEAD's body is left */
                "0 /echo q= f= c= peer=127.0.0.1 https=0 body=0");
    close(fd);

    fd = client_connect(site->port);
    ask(&get, fd, "GET /page HTTP/1.0\r\n\r\n");
    assert_int_equal(get.status, 200);
    assert_null(client_header(&get, "transfer-encoding").p);
    client_response_end(&get);
    assert_true(client_closed(fd, 2000));
    close(fd);

    fd = client_connect(site->port);
    ask(&get, fd, "PUT /page HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(get.status, 405);
    assert_str(client_header(&get, "allow"), "GET, HEAD");
    assert_string_equal(get.body, "405: Method Not Allowed");
    client_response_end(&get);
    close(fd);
}

static void test_not_modified(void **state)
{
    struct site *site = *state;
    static const char *const paths[] = {"/page", "/cached"};
    int fd = client_connect(site->port);
    for (size_t i = 0; i < 6; i++) {
        char request[256];
        struct client_response r;
        snprintf(request, sizeof request,
                 "GET %s HTTP/1.1\r\n" HOST "If-None-Match: \"x\", %s\"page-7\"\r\n%s\r\n",
                 paths[i % 2], i > 1 ? "W/" : "", i > 3 ? "Accept-Encoding: br\r\n" : "");
        ask(&r, fd, request);
        assert_int_equal(r.status, 304);
        assert_int_equal(r.body_len, 0);
        assert_null(client_header(&r, "transfer-encoding").p);
        assert_null(client_header(&r, "content-encoding").p);
        assert_true(str_has(client_header(&r, "etag"), S("\"page-7\"")));
        assert_str(client_header(&r, "cache-control"), "no-cache");
        assert_str(client_header(&r, "vary"), "Accept-Encoding");
        client_response_end(&r);
        snprintf(request, sizeof request,
                 "GET %s HTTP/1.1\r\n" HOST "If-None-Match: \"page-8\"\r\n\r\n", paths[i % 2]);
        ask(&r, fd, request);
        assert_int_equal(r.status, 200);
        assert_true(r.body_len > 5000);
        client_response_end(&r);
    }
    close(fd);
}

static size_t gunzip(unsigned char *out, size_t size, const struct client_response *r)
{
    z_stream z = {.next_in = (unsigned char *)r->body,
                  .avail_in = (unsigned)r->body_len,
                  .next_out = out,
                  .avail_out = (unsigned)size};
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    return z.total_out;
}

static void test_codings(void **state)
{
    struct site *site = *state;
    static const char *const paths[] = {"/page", "/cached", "/cached"};
    static unsigned char plain[65536];
    int fd = client_connect(site->port);
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        struct client_response identity, coded;
        char request[256];
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\n" HOST "\r\n", paths[i]);
        ask(&identity, fd, request);
        assert_null(client_header(&identity, "content-encoding").p);
        assert_str(client_header(&identity, "vary"), "Accept-Encoding");

        snprintf(request, sizeof request,
                 "GET %s HTTP/1.1\r\n" HOST "Accept-Encoding: gzip, br;q=0.5\r\n\r\n", paths[i]);
        ask(&coded, fd, request);
        assert_str(client_header(&coded, "content-encoding"), "gzip");
        assert_str(client_header(&coded, "etag"), "W/\"page-7\"");
        assert_int_equal(gunzip(plain, sizeof plain, &coded), identity.body_len);
        assert_memory_equal(plain, identity.body, identity.body_len);
        client_response_end(&coded);

        snprintf(request, sizeof request,
                 "GET %s HTTP/1.1\r\n" HOST "Accept-Encoding: gzip, br\r\n\r\n", paths[i]);
        ask(&coded, fd, request);
        assert_str(client_header(&coded, "content-encoding"), "br");
        size_t len = sizeof plain;
        assert_int_equal(
            BrotliDecoderDecompress(coded.body_len, (uint8_t *)coded.body, &len, plain),
            BROTLI_DECODER_RESULT_SUCCESS);
        assert_int_equal(len, identity.body_len);
        assert_memory_equal(plain, identity.body, len);
        client_response_end(&coded);
        client_response_end(&identity);
    }
    close(fd);
}

static void test_faults(void **state)
{
    struct site *site = *state;
    struct client_response r;
    int fd = client_connect(site->port);
    expect_body(fd, "GET /fault/inside HTTP/1.1\r\n" HOST "\r\n", 500,
                "500: Internal Server Error");
    expect_body(fd, "GET /fault/overflow HTTP/1.1\r\n" HOST "\r\n", 500,
                "500: Internal Server Error");
    ask(&r, fd, "GET /fault/mine HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal(r.status, 403);
    assert_string_equal(r.body, "403: this is not yours");
    assert_null(client_header(&r, "x-injected").p);
    client_response_end(&r);
    close(fd);
}

static void test_body_limit(void **state)
{
    struct site *site = *state;
    struct client_response r;
    struct arena a;
    arena_init(&a);
    char *body = arena_alloc(&a, 65536);
    memset(body, 'a', 65536);
    int fd = client_connect(site->port);
    client_send(fd, S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 65536\r\n\r\n"));
    client_send(fd, str_of(body, 65536));
    client_read(&r, fd, false, 5000);
    assert_int_equal(r.status, 200);
    assert_true(str_has(str_c(r.body), S("body=65536")));
    client_response_end(&r);
    ask(&r, fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 65537\r\n\r\n");
    assert_int_equal(r.status, 413);
    assert_string_equal(r.body, "413: A request body may have 65536 bytes.");
    client_response_end(&r);
    assert_true(client_closed(fd, 2000));
    close(fd);
    arena_end(&a);
}

/* "Expect: 100-continue" gets its interim answer before the body is sent. */
static void test_expect(void **state)
{
    struct site *site = *state;
    struct client_response r;
    int fd = client_connect(site->port);
    ask(&r, fd, "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    assert_int_equal(r.status, 100);
    client_response_end(&r);
    ask(&r, fd, "abc");
    assert_int_equal(r.status, 200);
    client_response_end(&r);
    close(fd);
}

/* Sends one byte of BYTES each 20 ms until the peer closes or SECONDS are over; true if closed. */
static bool drip_until_closed(int fd, str bytes, int seconds)
{
    const struct timespec nap = {0, 20000000};
    int64_t end_us = clock_monotonic_us() + seconds * CLOCK_SECOND_US;
    char scratch[256];
    for (size_t i = 0; clock_monotonic_us() < end_us; i++) {
        size_t at = i < bytes.len ? i : bytes.len - 1;
        if (!client_send(fd, str_sub(bytes, at, at + 1)))
            return true;
        if (recv(fd, scratch, sizeof scratch, MSG_DONTWAIT) == 0)
            return true;
        nanosleep(&nap, NULL);
    }
    return false;
}

static void test_slow_clients(void **state)
{
    (void)state;
    struct site site;
    struct http_server_options options = options_usual();
    options.timeout_us = 400 * MS;
    options.body_max = 4096;
    site_start(&site, options);
    int64_t start_us = clock_monotonic_us();
    int fd = client_connect(site.port);
    assert_true(drip_until_closed(fd, S("GET /echo HTTP/1.1\r\n" HOST "X: aaaaaaa"), 10));
    assert_true(clock_monotonic_us() - start_us < 4 * CLOCK_SECOND_US);
    close(fd);
    fd = client_connect(site.port);
    client_send(fd, S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 4000\r\n\r\n"));
    assert_true(drip_until_closed(fd, S("aaaa"), 10));
    close(fd);
    fd = client_connect(site.port); /* says nothing at all */
    assert_true(client_closed(fd, 3000));
    close(fd);
    assert_true(atomic_load(&site.metrics->late) >= 2);
    assert_int_equal(client_exchange(site.port, S("GET /echo HTTP/1.1\r\n" HOST "\r\n")), 200);
    site_stop(&site);
}

/* A client that asks for much and reads nothing is cut off after the timeout plus the size at the
 * lowest rate, here less than a second in all. */
static void test_slow_reader(void **state)
{
    (void)state;
    struct site site;
    struct http_server_options options = options_usual();
    options.timeout_us = 500 * MS;
    options.bytes_per_second_min = 100 << 20;
    site_start(&site, options);
    int fd = client_connect(site.port);
    client_send(fd, S("GET /slow HTTP/1.1\r\n" HOST "\r\nGET /big HTTP/1.1\r\n" HOST "\r\n"));
    int64_t end_us = clock_monotonic_us() + 5 * CLOCK_SECOND_US;
    while (atomic_load(&site.metrics->body_bytes) < BIG && clock_monotonic_us() < end_us)
        usleep(10000);
    assert_int_equal(atomic_load(&site.metrics->in_flight), 1);
    assert_int_equal(client_exchange(site.port, S("GET /echo HTTP/1.1\r\n" HOST "\r\n")), 200);
    while (atomic_load(&site.metrics->connections) && clock_monotonic_us() < end_us)
        usleep(10000);
    assert_int_equal(atomic_load(&site.metrics->connections), 0);
    assert_int_equal(atomic_load(&site.metrics->late), 1);
    close(fd);
    site_stop(&site);
}

static void test_connection_limits(void **state)
{
    (void)state;
    struct site site;
    struct http_server_options options = options_usual();
    options.connections_per_address_max = 5;
    site_start(&site, options);
    struct client_response r;
    int fds[6];
    for (int i = 0; i < 5; i++) {
        fds[i] = client_connect(site.port);
        ask(&r, fds[i], "GET /echo HTTP/1.1\r\n" HOST "\r\n");
        assert_int_equal(r.status, 200);
        client_response_end(&r);
    }
    fds[5] = client_connect(site.port);
    assert_true(client_closed(fds[5], 2000));
    close(fds[5]);
    ask(&r, fds[0], "GET /echo HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    assert_int_equal(r.status, 200);
    client_response_end(&r);
    assert_true(client_closed(fds[0], 2000));
    for (int i = 0; i < 5; i++)
        close(fds[i]);
    int64_t end_us = clock_monotonic_us() + 2 * CLOCK_SECOND_US;
    while (atomic_load(&site.metrics->connections) && clock_monotonic_us() < end_us)
        usleep(1000);
    assert_int_equal(client_exchange(site.port, S("GET /echo HTTP/1.1\r\n" HOST "\r\n")), 200);
    site_stop(&site);
}

static void test_rate(void **state)
{
    (void)state;
    struct site site;
    struct http_server_options options = options_usual();
    options.requests_per_second = 1;
    options.trusted_proxy = S("127.0.0.1");
    site_start(&site, options);
    struct client_response r;
    int fd = client_connect(site.port);
    for (int i = 0; i < 10; i++) {
        ask(&r, fd, "GET /echo HTTP/1.1\r\n" HOST "X-Forwarded-For: 192.0.2.1\r\n\r\n");
        assert_int_equal(r.status, 200);
        client_response_end(&r);
    }
    ask(&r, fd, "GET /echo HTTP/1.1\r\n" HOST "X-Forwarded-For: 192.0.2.1\r\n\r\n");
    assert_int_equal(r.status, 429);
    assert_str(client_header(&r, "retry-after"), "1");
    client_response_end(&r);
    close(fd);
    fd = client_connect(site.port); /* another client of the same proxy */
    expect_body(fd,
                "GET /echo HTTP/1.1\r\n" HOST "X-Forwarded-For: 10.0.0.1, 2001:db8::1\r\n"
                "X-Forwarded-Proto: https\r\n\r\n",
                200, "0 /echo q= f= c= peer=2001:db8::1 https=1 body=0");
    expect_body(fd, "GET /echo HTTP/1.1\r\n" HOST "X-Forwarded-For: nonsense\r\n\r\n", 200,
                "0 /echo q= f= c= peer=127.0.0.1 https=0 body=0");
    close(fd);
    assert_int_equal(atomic_load(&site.metrics->limited), 1);
    site_stop(&site);
}

/* Without a trusted proxy the headers say nothing. */
static void test_forged_forwarding(void **state)
{
    struct site *site = *state;
    int fd = client_connect(site->port);
    expect_body(fd,
                "GET /echo HTTP/1.1\r\n" HOST "X-Forwarded-For: 192.0.2.1\r\n"
                "X-Forwarded-Proto: https\r\n\r\n",
                200, "0 /echo q= f= c= peer=127.0.0.1 https=0 body=0");
    close(fd);
}

struct stopper {
    struct http_server *server;
    int64_t took_us;
};

static void *stop(void *arg)
{
    struct stopper *s = arg;
    int64_t start_us = clock_monotonic_us();
    http_server_free(s->server, 5 * CLOCK_SECOND_US);
    s->took_us = clock_monotonic_us() - start_us;
    return NULL;
}

/* A request that runs when the server stops is answered, with Connection: close; idle
 * connections end at once; nobody new gets in. */
static void test_drain(void **state)
{
    (void)state;
    struct site site;
    struct client_response r;
    pthread_t thread;
    site_start(&site, options_usual());
    int idle = client_connect(site.port);
    ask(&r, idle, "GET /echo HTTP/1.1\r\n" HOST "\r\n");
    client_response_end(&r);
    int fd = client_connect(site.port);
    client_send(fd, S("GET /slow HTTP/1.1\r\n" HOST "\r\n"));
    usleep(100000);
    struct stopper s = {.server = site.server};
    assert_int_equal(pthread_create(&thread, NULL, stop, &s), 0);
    assert_true(client_closed(idle, 2000));
    client_read(&r, fd, false, 3000);
    assert_int_equal(r.status, 200);
    assert_string_equal(r.body, "slow but sure");
    assert_true(str_ieq(client_header(&r, "connection"), S("close")));
    client_response_end(&r);
    pthread_join(thread, NULL);
    assert_true(s.took_us < 3 * CLOCK_SECOND_US);
    assert_int_equal(client_connect(site.port), -1);
    assert_int_equal(atomic_load(&site.metrics->connections), 0);
    close(fd);
    close(idle);
    http_page_cache_free(site.cache);
    http_metrics_free(site.metrics);
}

/* A client that does not read cannot hold up the end longer than the time given. */
static void test_drain_cuts_off(void **state)
{
    (void)state;
    struct site site;
    site_start(&site, options_usual());
    int fd = client_connect(site.port);
    client_send(fd, S("GET /big HTTP/1.1\r\n" HOST "\r\n"));
    usleep(200000);
    int64_t start_us = clock_monotonic_us();
    http_server_free(site.server, 300 * MS);
    int64_t took_us = clock_monotonic_us() - start_us;
    assert_true(took_us >= 250 * MS && took_us < 3 * CLOCK_SECOND_US);
    close(fd);
    http_page_cache_free(site.cache);
    http_metrics_free(site.metrics);
}

static void *visit(void *arg)
{
    struct site *site = arg;
    for (int i = 0; i < 100; i++) {
        struct client_response r;
        int fd = client_connect(site->port);
        for (int k = 0; k < 3; k++) {
            ask(&r, fd,
                k ? "GET /cached HTTP/1.1\r\n" HOST "\r\n"
                  : "GET /cached HTTP/1.1\r\n" HOST "Accept-Encoding: br\r\n\r\n");
            ASSERT(r.status == 200);
            client_response_end(&r);
        }
        close(fd);
    }
    return NULL;
}

static void test_crowd(void **state)
{
    (void)state;
    struct site site;
    pthread_t threads[8];
    struct sbuf text;
    site_start(&site, options_usual());
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, visit, &site), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        pthread_join(threads[i], NULL);
    struct http_page_cache_stats stats = http_page_cache_stats(site.cache);
    assert_int_equal(stats.hits + stats.misses, 2400);
    assert_true(atomic_load(&site.made) <= 3);
    sbuf_init_heap(&text, 65536);
    http_metrics_write(&text, site.metrics, site.cache);
    assert_true(str_has(sbuf_str(&text),
                        S("courant_http_requests_total{route=\"page\",status=\"200\"} 2400\n")));
    assert_true(str_has(sbuf_str(&text), S("courant_page_cache_pages 1\n")));
    sbuf_free(&text);
    site_stop(&site);
}

static void test_listen_errors(void **state)
{
    struct site *site = *state;
    struct http_server *server;
    struct http_server_options options = options_usual();
    char taken[32];
    options.handler = http_router_handle;
    snprintf(taken, sizeof taken, "127.0.0.1:%d", site->port);
    options.listen = str_c(taken);
    assert_int_equal(http_server_new(&server, &options), E_BUSY);
    static const char *const bad[] = {
        "",       "8080",           "localhost:80", "127.0.0.1:x", "1.2.3:80", "127.0.0.1:70000",
        "::1:80", "[127.0.0.1]:80", "192.0.2.77:80"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        options.listen = str_c(bad[i]);
        assert_int_equal(http_server_new(&server, &options), E_INPUT);
    }
    options.listen = S("127.0.0.1:0");
    options.trusted_proxy = S("proxy.example.org");
    assert_int_equal(http_server_new(&server, &options), E_INPUT);
}

static int setup(void **state)
{
    static struct site site;
    site_start(&site, options_usual());
    *state = &site;
    return 0;
}

static int teardown(void **state)
{
    site_stop(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep_alive),        cmocka_unit_test(test_pipelining),
        cmocka_unit_test(test_head_and_versions), cmocka_unit_test(test_not_modified),
        cmocka_unit_test(test_codings),           cmocka_unit_test(test_faults),
        cmocka_unit_test(test_body_limit),        cmocka_unit_test(test_expect),
        cmocka_unit_test(test_slow_clients),      cmocka_unit_test(test_slow_reader),
        cmocka_unit_test(test_connection_limits), cmocka_unit_test(test_rate),
        cmocka_unit_test(test_forged_forwarding), cmocka_unit_test(test_drain),
        cmocka_unit_test(test_drain_cuts_off),    cmocka_unit_test(test_crowd),
        cmocka_unit_test(test_listen_errors)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
