/* How the server behaves on the wire: keep-alive, pipelining, HEAD, old versions, conditional
 * requests, codings, bodies, error pages. */
#include "site.h"

#include <brotli/decode.h>
#include <zlib.h>

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
    expect_body(fd, "GET /echo HTTP/1.1\r\n" HOST "Cookie: c=\xe9\r\n\r\n", 200,
                "0 /echo q= f= c=\xef\xbf\xbd peer=127.0.0.1 https=0 body=0");
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

static void expect_status(int fd, const char *request, int status_number)
{
    struct client_response r;
    ask(&r, fd, request);
    assert_int_equal(r.status, status_number);
    client_response_end(&r);
}

/* Where bodies may be large, somebody is asked before they are read. */
static void test_large_bodies(void **state)
{
    struct site *site = *state;
    struct client_response r;
    char *body = mem_calloc(200000, 1);
    int fd = client_connect(site->port);
    client_send(fd, S("POST /large/yes HTTP/1.1\r\n" HOST "Content-Length: 200000\r\n\r\n"));
    client_send(fd, str_of(body, 200000));
    client_read(&r, fd, false, 5000);
    assert_string_equal(r.body, "2 /large/yes q= f= c= peer=127.0.0.1 https=0 body=200000");
    client_response_end(&r);
    expect_body(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\nx", 200,
                "2 /echo q= f= c= peer=127.0.0.1 https=0 body=1");
    close(fd);
    free(body);
    static const struct {
        const char *head;
        int status_number;
    } rows[] = {
        {"POST /large/no HTTP/1.1\r\n" HOST "Content-Length: 200000\r\n\r\n", 410},
        {"POST /large/no HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", 410},
        {"POST /large/fault HTTP/1.1\r\n" HOST "Content-Length: 200000\r\n\r\n", 403},
        {"POST /large/%zz HTTP/1.1\r\n" HOST "Content-Length: 200000\r\n\r\n", 400},
        {"POST /large/yes HTTP/1.1\r\n" HOST "Content-Length: 200001\r\n\r\n", 413},
        {"POST /large/ HTTP/1.1\r\n" HOST "Content-Length: 200000\r\n\r\n", 413},
        {"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 200000\r\n\r\n", 413},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        fd = client_connect(site->port);
        expect_status(fd, rows[i].head, rows[i].status_number);
        close(fd);
    }
}

/* So many at a time; those that end make room. */
static void test_many_large_bodies(void **state)
{
    struct site *site = *state;
    static const char head[] =
        "POST /large/yes HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n";
    int fds[HTTP_LARGE_REQUESTS_MAX];
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        fds[i] = client_connect(site->port);
        expect_status(fds[i], head, 100);
    }
    int fd = client_connect(site->port);
    expect_status(fd, head, 503);
    close(fd);
    for (size_t i = 1; i < ARRAY_LEN(fds); i++)
        close(fds[i]);
    expect_status(fds[0], "123456789", 200);
    /* It is counted no more, and connections that were cut off neither. */
    for (size_t i = 0; i < ARRAY_LEN(fds); i++)
        expect_status(fds[0], "POST /large/yes HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\nx",
                      200);
    close(fds[0]);
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
        cmocka_unit_test(test_large_bodies),      cmocka_unit_test(test_many_large_bodies),
        cmocka_unit_test(test_forged_forwarding)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
