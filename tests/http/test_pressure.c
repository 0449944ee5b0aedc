/* The server under pressure: slow clients, limits of one address, the trusted proxy, stopping with
 * requests running, many clients at once, addresses it cannot listen on. */
#include "site.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

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

/* Clients that end their side early: half a request is dropped at once, a whole one answered, and
 * neither connection is kept until the timeout. */
static void test_half_closed(void **state)
{
    (void)state;
    struct site site;
    struct http_server_options options = options_usual();
    options.timeout_us = 20 * CLOCK_SECOND_US;
    site_start(&site, options);
    const str parts[] = {S("GET /echo HTTP/1.1\r\n" HOST "X: y"),
                         S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc"),
                         S("GET /echo HTTP/1.1\r\n" HOST "\r\n")};
    for (size_t i = 0; i < ARRAY_LEN(parts) * 5; i++) {
        struct client_response r;
        int fd = client_connect(site.port);
        client_send(fd, parts[i % 3]);
        shutdown(fd, SHUT_WR);
        client_read(&r, fd, false, 5000);
        assert_int_equal(r.status, i % 3 == 2 ? 200 : 0);
        client_response_end(&r);
        assert_true(client_closed(fd, 5000));
        close(fd);
    }
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

static uint32_t next_random(uint32_t *x, uint32_t below)
{
    *x = *x * 1664525 + 1013904223;
    return (*x >> 8) % below;
}

/* One to four requests in a row with up to three damages. */
static size_t hostile_bytes(char *out, uint32_t *x)
{
    static const char *const seeds[] = {
        "GET /cached HTTP/1.1\r\n" HOST "Accept-Encoding: br\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\n0123456789",
        "HEAD /page HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 1\r\n\r\nx"};
    static const char damage[] = "\r\n\0 :;09a\x80";
    size_t len = 0;
    for (uint32_t n = 1 + next_random(x, 4); n > 0; n--) {
        const char *seed = seeds[next_random(x, ARRAY_LEN(seeds))];
        memcpy(out + len, seed, strlen(seed));
        len += strlen(seed);
    }
    for (uint32_t n = next_random(x, 4); n > 0; n--) {
        size_t at = next_random(x, (uint32_t)len);
        uint32_t kind = next_random(x, 4);
        if (kind == 0)
            len = at + 1;
        else if (kind == 1)
            memmove(out + at, out + at + 1, --len - at);
        else
            out[at] = damage[next_random(x, sizeof damage - 1)];
    }
    return len;
}

/* Damaged requests, cut anywhere, from clients that read or do not: others are served meanwhile,
 * and no connection or request is left over. */
static void test_hostile(void **state)
{
    (void)state;
    struct site site;
    uint32_t x = 1;
    char bytes[1024];
    struct http_server_options options = options_usual();
    options.timeout_us = 20 * CLOCK_SECOND_US;
    site_start(&site, options);
    for (int i = 0; i < 2000; i++) {
        struct client_response r;
        size_t len = hostile_bytes(bytes, &x);
        size_t cut = next_random(&x, (uint32_t)len + 1);
        int fd = client_connect(site.port);
        client_send(fd, str_of(bytes, cut));
        client_send(fd, str_of(bytes + cut, len - cut));
        if (next_random(&x, 2)) {
            client_read(&r, fd, false, 2);
            client_response_end(&r);
        }
        close(fd);
        if (i % 20 == 0)
            assert_int_equal(client_exchange(site.port, S("GET /page HTTP/1.1\r\n" HOST "\r\n")),
                             200);
    }
    int64_t end_us = clock_monotonic_us() + 5 * CLOCK_SECOND_US;
    while (atomic_load(&site.metrics->connections) && clock_monotonic_us() < end_us)
        usleep(1000);
    assert_int_equal(atomic_load(&site.metrics->connections), 0);
    assert_int_equal(atomic_load(&site.metrics->in_flight), 0);
    assert_true(atomic_load(&site.metrics->refused) > 100);
    site_stop(&site);
}

/* The sixth connection is one too many, and room is made by one that ends. */
static void check_connection_limit(struct http_server_options options)
{
    struct site site;
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

static void test_connection_limits(void **state)
{
    (void)state;
    struct http_server_options options = options_usual();
    options.connections_per_address_max = 5;
    check_connection_limit(options);
    options = options_usual();
    options.connections_max = 5;
    check_connection_limit(options);
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
static void check_drain(unsigned threads, const char *listen_text)
{
    struct site site;
    struct client_response r;
    pthread_t thread;
    struct http_server_options options = options_usual();
    options.threads = threads;
    options.listen = str_c(listen_text);
    site_start(&site, options);
    int idle = client_connect(site.port);
    ask(&r, idle, "GET /echo HTTP/1.1\r\n" HOST "\r\n");
    assert_true(str_has(str_c(r.body), S("peer=127.0.0.1 ")));
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

static void test_drain(void **state)
{
    (void)state;
    check_drain(3, "127.0.0.1:0");
    check_drain(1, "127.0.0.1:0"); /* the library then has no thread pool */
    int v6 = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 any = {.sin6_family = AF_INET6};
    bool has_v6 = v6 >= 0 && bind(v6, (struct sockaddr *)&any, sizeof any) == 0;
    if (v6 >= 0)
        close(v6);
    if (has_v6)
        check_drain(2, "[::]:0"); /* an IPv4 client of an IPv6 socket */
    else
        print_message("no IPv6 here: its part is left out\n");
}

/* Its threads may not even have begun. */
static void test_stop_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct site site;
        struct http_server_options options = options_usual();
        options.threads = 1 + (unsigned)i % 4;
        site_start(&site, options);
        site_stop(&site);
    }
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_slow_clients),
                                       cmocka_unit_test(test_slow_reader),
                                       cmocka_unit_test(test_half_closed),
                                       cmocka_unit_test(test_hostile),
                                       cmocka_unit_test(test_connection_limits),
                                       cmocka_unit_test(test_rate),
                                       cmocka_unit_test(test_drain),
                                       cmocka_unit_test(test_stop_at_once),
                                       cmocka_unit_test(test_drain_cuts_off),
                                       cmocka_unit_test(test_crowd),
                                       cmocka_unit_test(test_listen_errors)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
