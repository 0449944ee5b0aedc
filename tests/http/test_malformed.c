/* Malformed requests, one a row: each is answered with its status (or the connection is closed),
 * and the server goes on serving others. */
#include "testing.h"

#include <unistd.h>

#include "base/sbuf.h"
#include "http/server.h"
#include "http_client.h"

#define GOOD "GET /good HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define HOST "Host: localhost\r\n"

struct row {
    const char *name;
    str bytes;
    int status; /* 0: closed without an answer is as good */
};

static const struct row rows[] = {
    {"no host", {.p = "GET / HTTP/1.1\r\n\r\n"}, 400},
    {"empty host", {.p = "GET / HTTP/1.1\r\nHost:\r\n\r\n"}, 400},
    {"two hosts", {.p = "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"}, 400},
    {"two equal hosts", {.p = "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"}, 400},
    {"host with path", {.p = "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"}, 400},
    {"host with space", {.p = "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"}, 400},
    {"two lengths",
     {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"},
     400},
    {"length list", {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length: 3, 4\r\n\r\nabcd"}, 400},
    {"negative length", {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n"}, 400},
    {"signed length", {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc"}, 400},
    {"hex length", {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x3\r\n\r\nabc"}, 400},
    {"empty length", {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"}, 400},
    {"length past 64 bits",
     {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n"},
     400},
    {"length and chunked",
     {.p = "POST / HTTP/1.1\r\n" HOST
           "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
     400},
    {"chunked and length",
     {.p = "POST / HTTP/1.1\r\n" HOST
           "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"},
     400},
    {"chunked twice",
     {.p = "POST / HTTP/1.1\r\n" HOST
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
     400},
    {"chunked on 1.0",
     {.p = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
     400},
    {"unknown coding", {.p = "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n"}, 501},
    {"disguised coding",
     {.p = "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
     501},
    {"bad chunk size",
     {.p = "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"},
     400},
    {"chunk without its end",
     {.p = "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"},
     400},
    {"chunk size with bare LF",
     {.p = "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n"},
     400},
    {"NUL in target", {.p = "GET /a\0b HTTP/1.1\r\n" HOST "\r\n", .len = 37}, 400},
    {"NUL in header", {.p = "GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n", .len = 43}, 400},
    {"bare LF in request line", {.p = "GET / HTTP/1.1\n" HOST "\r\n"}, 400},
    {"bare LF in headers", {.p = "GET / HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n"}, 400},
    {"bare LF at the end", {.p = "GET / HTTP/1.1\r\nHost: localhost\r\n\n"}, 400},
    {"bare CR", {.p = "GET / HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n"}, 400},
    {"folded header", {.p = "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n"}, 400},
    {"folded by tab", {.p = "GET / HTTP/1.1\r\n" HOST "X: a\r\n\tb\r\n\r\n"}, 400},
    {"folded first", {.p = "GET / HTTP/1.1\r\n X: a\r\n" HOST "\r\n"}, 400},
    {"space before colon", {.p = "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"}, 400},
    {"header without colon", {.p = "GET / HTTP/1.1\r\n" HOST "nonsense\r\n\r\n"}, 400},
    {"header without name", {.p = "GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n"}, 400},
    {"name in UTF-8", {.p = "GET / HTTP/1.1\r\n" HOST "\xc3\xa9: x\r\n\r\n"}, 400},
    {"escape control in header", {.p = "GET / HTTP/1.1\r\n" HOST "X: \x1b[0m\r\n\r\n"}, 400},
    {"half an escape", {.p = "GET /a% HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"escape not hex", {.p = "GET /a%zz HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"escaped NUL", {.p = "GET /a%00 HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"escaped LF", {.p = "GET /a%0ab HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"escaped slash", {.p = "GET /a%2fb HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"dot segment", {.p = "GET /a/../b HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"single dot", {.p = "GET /./b HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"final dots", {.p = "GET /a/.. HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"escaped dots", {.p = "GET /%2e%2e/etc HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"backslash", {.p = "GET /a\\b HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"escaped backslash", {.p = "GET /..%5c HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"control in target", {.p = "GET /a\x01 HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"DEL in target", {.p = "GET /a\x7f HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"raw UTF-8 in target", {.p = "GET /\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"path not UTF-8", {.p = "GET /%ff HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"overlong UTF-8", {.p = "GET /%c0%af HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"surrogate", {.p = "GET /%ed%a0%80 HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"fragment in target", {.p = "GET /a#b HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"absolute form", {.p = "GET http://localhost/ HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"asterisk form", {.p = "OPTIONS * HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"authority form", {.p = "CONNECT localhost:80 HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"relative target", {.p = "GET index.html HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"no target", {.p = "GET  HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"two spaces", {.p = "GET  / HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"tab in request line", {.p = "GET\t/ HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"space in target", {.p = "GET /a b HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"no version", {.p = "GET /\r\n\r\n"}, 400},
    {"lower-case version", {.p = "GET / http/1.1\r\n" HOST "\r\n"}, 400},
    {"version 2", {.p = "GET / HTTP/2.0\r\n" HOST "\r\n"}, 505},
    {"version 1.2", {.p = "GET / HTTP/1.2\r\n" HOST "\r\n"}, 505},
    {"version 1.11", {.p = "GET / HTTP/1.11\r\n" HOST "\r\n"}, 400},
    {"HTTP/2 preface", {.p = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}, 400},
    {"TLS hello", {.p = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", .len = 11}, 400},
    {"method not a token", {.p = "G(T / HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"endless method", {.p = "AAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1\r\n" HOST "\r\n"}, 501},
    {"two empty lines first", {.p = "\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n"}, 400},
    {"declared body too long",
     {.p = "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999\r\n\r\n"},
     413},
    {"chunked body too long",
     {.p = "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nfffff\r\n"},
     413},
};

static status answer(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    if (!str_eq(r->path, S("/good")))
        return fail(E_NOTFOUND, "no page '%.*s'", STR_FMT(r->path));
    sbuf_put(&out->body, S("good"));
    return OK;
}

static int setup(void **state)
{
    struct http_server_options options = {.listen = S("127.0.0.1:0"),
                                          .threads = 2,
                                          .body_max = 65536,
                                          .header_max = 16384,
                                          .timeout_us = 3000000,
                                          .connections_max = 100,
                                          .connections_per_address_max = 100,
                                          .handler = answer};
    struct http_server *server = NULL;
    assert_ok(http_server_new(&server, &options));
    *state = server;
    return 0;
}

static int teardown(void **state)
{
    http_server_free(*state, 1000000);
    return 0;
}

static str row_bytes(const struct row *row)
{
    return row->bytes.len ? row->bytes : str_c(row->bytes.p);
}

static void check_row(int port, const char *name, str bytes, int want)
{
    int got = client_exchange(port, bytes);
    if (got != want) {
        print_error("%s: got %d, want %d\n", name, got, want);
    }
    assert_int_equal(got, want);
    assert_int_equal(client_exchange(port, S(GOOD)), 200);
}

static void test_rows(void **state)
{
    int port = http_server_port(*state);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_row(port, rows[i].name, row_bytes(&rows[i]), rows[i].status);
}

/* The same after a good request on one connection: that one is answered first. */
static void test_rows_pipelined(void **state)
{
    int port = http_server_port(*state);
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str bytes = row_bytes(&rows[i]);
        if (str_starts(bytes, S("\r\n")))
            continue; /* one empty line between requests is forgiven */
        struct sbuf b;
        sbuf_init(&b, &a, 65536);
        sbuf_put(&b, S(GOOD));
        sbuf_put(&b, bytes);
        struct client_response r;
        int fd = client_connect(port);
        assert_true(client_send(fd, sbuf_str(&b)));
        client_read(&r, fd, false, 5000);
        assert_int_equal(r.status, 200);
        assert_string_equal(r.body, "good");
        client_response_end(&r);
        client_read(&r, fd, false, 5000);
        if (r.status != rows[i].status)
            print_error("%s: got %d\n", rows[i].name, r.status);
        assert_int_equal(r.status, rows[i].status);
        client_response_end(&r);
        close(fd);
    }
    arena_end(&a);
}

/* One byte a segment: no row may depend on how the bytes arrive. */
static void test_rows_bytewise(void **state)
{
    int port = http_server_port(*state);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str bytes = row_bytes(&rows[i]);
        struct client_response r;
        int fd = client_connect(port);
        for (size_t at = 0; at < bytes.len; at++)
            if (!client_send(fd, str_sub(bytes, at, at + 1)))
                break;
        client_read(&r, fd, false, 5000);
        if (r.status != rows[i].status && r.status != 0)
            print_error("%s: got %d\n", rows[i].name, r.status);
        assert_true(r.status == rows[i].status || r.status == 0);
        client_response_end(&r);
        close(fd);
        assert_int_equal(client_exchange(port, S(GOOD)), 200);
    }
}

static str repeated(struct arena *a, str before, str unit, size_t count, str after)
{
    struct sbuf b;
    sbuf_init(&b, a, (size_t)1 << 22);
    sbuf_put(&b, before);
    for (size_t i = 0; i < count; i++)
        sbuf_put(&b, unit);
    sbuf_put(&b, after);
    return sbuf_str(&b);
}

static void test_huge(void **state)
{
    int port = http_server_port(*state);
    struct arena a;
    arena_init(&a);
    check_row(port, "long target", repeated(&a, S("GET /"), S("a"), 9000, S(" HTTP/1.1\r\n\r\n")),
              414);
    check_row(port, "huge header",
              repeated(&a, S("GET / HTTP/1.1\r\n" HOST "X: "), S("a"), 100000, S("\r\n\r\n")), 431);
    check_row(port, "endless header",
              repeated(&a, S("GET / HTTP/1.1\r\n" HOST "X: "), S("a"), 200000, S("")), 431);
    check_row(port, "long header name",
              repeated(&a, S("GET / HTTP/1.1\r\n" HOST), S("a"), 100, S(": x\r\n\r\n")), 431);
    check_row(port, "many headers",
              repeated(&a, S("GET / HTTP/1.1\r\n" HOST), S("X: y\r\n"), 500, S("\r\n")), 431);
    check_row(port, "long trailers",
              repeated(&a, S("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n"),
                       S("X: y\r\n"), 500, S("\r\n")),
              431);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows), cmocka_unit_test(test_rows_pipelined),
        cmocka_unit_test(test_rows_bytewise), cmocka_unit_test(test_huge)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
