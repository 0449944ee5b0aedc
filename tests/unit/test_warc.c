/* WARC files, whole and broken; HTTP bodies as archives keep them; ISO times. */
#include "testing.h"

#include "base/clock.h"
#include "fetch/http_capture.h"
#include "fetch/warc.h"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#define TEXT_MAX ((size_t)1 << 20)
#define PAGE "<html><p>A page of some length, repeated, repeated, repeated.</p></html>"

static int setup(void **state)
{
    struct arena *a = mem_alloc(sizeof *a);
    arena_init(a);
    *state = a;
    return 0;
}

static int teardown(void **state)
{
    arena_end(*state);
    free(*state);
    return 0;
}

static void put_record(struct sbuf *b, const char *version, const char *type, const char *uri,
                       str block)
{
    sbuf_printf(b, "WARC/%s\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n", version, type, uri);
    sbuf_printf(b,
                "WARC-Date: 2026-11-20T10:00:00Z\r\nContent-Type: application/http; "
                "msgtype=response\r\nContent-Length: %zu\r\n\r\n",
                block.len);
    sbuf_put(b, block);
    sbuf_put(b, S("\r\n\r\n"));
}

static str deflated(struct arena *a, str s, int window)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, s.len);
    char *p = arena_alloc(a, room);
    z.next_in = (unsigned char *)(uintptr_t)s.p;
    z.avail_in = (unsigned)s.len;
    z.next_out = (unsigned char *)p;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return str_of(p, room - z.avail_out);
}

/* What reading BYTES gives, a line a record: its URI and length, or "! error". */
static str listed(struct arena *a, str bytes)
{
    struct sbuf out;
    sbuf_init(&out, a, TEXT_MAX);
    struct stream *stream = stream_of_bytes(bytes);
    struct warc *w = warc_new(stream);
    struct warc_record r;
    status got;
    int calls = 0;
    while ((got = warc_next(&r, w)) != E_NOTFOUND) {
        assert_true(calls++ < 1000);
        if (got == OK)
            sbuf_printf(&out, "%.*s %zu\n", STR_FMT(r.target_uri), r.block.len);
        else
            sbuf_printf(&out, "! %s\n", err_text());
    }
    warc_free(w);
    stream_free(stream);
    return sbuf_str(&out);
}

static str three_records(struct arena *a)
{
    struct sbuf b;
    sbuf_init(&b, a, TEXT_MAX);
    put_record(&b, "1.0", "response", "http://a.example/1", S("first"));
    put_record(&b, "1.1", "response", "<http://a.example/2>", S("second"));
    put_record(&b, "1.0", "response", "http://a.example/3", S("third!!"));
    return sbuf_str(&b);
}

static void test_plain_and_gzip(void **state)
{
    struct arena *a = *state;
    const char *want = "http://a.example/1 5\nhttp://a.example/2 6\nhttp://a.example/3 7\n";
    str plain = three_records(a);
    assert_str(listed(a, plain), want);
    assert_str(listed(a, deflated(a, plain, 31)), want);
    struct sbuf members;
    sbuf_init(&members, a, TEXT_MAX);
    size_t second = str_find(str_skip(plain, 1), S("WARC/1.")) + 1;
    sbuf_put(&members, deflated(a, str_sub(plain, 0, second), 31));
    sbuf_put(&members, deflated(a, str_skip(plain, second), 31));
    assert_str(listed(a, sbuf_str(&members)), want);
    assert_str(listed(a, S("")), "");
}

static void test_record_fields(void **state)
{
    struct arena *a = *state;
    struct stream *stream = stream_of_bytes(three_records(a));
    struct warc *w = warc_new(stream);
    struct warc_record r;
    assert_ok(warc_next(&r, w));
    assert_str(r.type, "response");
    assert_str(r.block, "first");
    assert_str(r.content_type, "application/http; msgtype=response");
    struct civil date = {.year = 2026, .month = 11, .day = 20, .hour = 10};
    assert_int_equal(r.date_us, clock_from_civil(&date));
    warc_free(w);
    stream_free(stream);
}

/* Each broken record is one error, the next good one is found. */
static void test_broken(void **state)
{
    struct arena *a = *state;
    struct sbuf b;
    sbuf_init(&b, a, TEXT_MAX);
    put_record(&b, "1.0", "response", "http://a.example/1", S("first"));
    sbuf_put(&b, S("rubbish\nmore rubbish WARC/1.0\r\n"));
    put_record(&b, "1.0", "response", "http://a.example/2", S("second"));
    sbuf_put(&b, S("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: five\r\n\r\nabcde\r\n\r\n"));
    put_record(&b, "1.0", "response", "http://a.example/3", S("third"));
    sbuf_put(&b, S("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabcdefgh\r\n\r\n"));
    put_record(&b, "1.0", "response", "http://a.example/4", S("fourth"));
    sbuf_put(&b, S("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nabcde\r\n\r\n"));
    put_record(&b, "1.0", "response", "http://a.example/5", S("fifth"));
    sbuf_put(&b, S("WARC/1.0\r\nContent-Length: 5\r\n\r\nabcde\r\n\r\n"));
    put_record(&b, "1.0", "response", "http://a.example/6", S("sixth"));
    sbuf_put(&b, S("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900\r\n\r\ncut off"));
    assert_str(listed(a, sbuf_str(&b)),
               "http://a.example/1 5\n"
               "! what follows is no WARC record; looking for the next one\n"
               "http://a.example/2 6\n"
               "! a record's Content-Length 'five' is no number\n"
               "http://a.example/3 5\n"
               "! a record's length does not fit what follows it\n"
               "http://a.example/4 6\n"
               "! a record's length does not fit what follows it\n"
               "http://a.example/5 5\n"
               "! a record has no WARC-Type\n"
               "http://a.example/6 5\n"
               "! a record is cut off: 7 of 900 bytes are there\n");
}

static void test_huge_record(void **state)
{
    struct arena *a = *state;
    struct sbuf b;
    size_t huge = WARC_BLOCK_MAX + 100;
    sbuf_init(&b, a, huge + TEXT_MAX);
    put_record(&b, "1.0", "response", "http://a.example/1", S("first"));
    sbuf_printf(&b, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %zu\r\n\r\n", huge);
    memset(sbuf_room(&b, huge), 'x', huge);
    sbuf_added(&b, huge);
    sbuf_put(&b, S("\r\n\r\n"));
    put_record(&b, "1.0", "response", "http://a.example/2", S("second"));
    assert_str(listed(a, sbuf_str(&b)), "http://a.example/1 5\n"
                                        "! a record is larger than 34603008 bytes\n"
                                        "http://a.example/2 6\n");
}

/* A gzip member that is broken in its middle costs its own records only. */
static void test_broken_member(void **state)
{
    struct arena *a = *state;
    struct sbuf one, b;
    sbuf_init(&b, a, TEXT_MAX);
    for (int i = 0; i < 5; i++) {
        char uri[64];
        snprintf(uri, sizeof uri, "http://a.example/%d", i);
        sbuf_init(&one, a, TEXT_MAX);
        put_record(&one, "1.0", "response", uri, S("a block of some length: " PAGE));
        str member = deflated(a, sbuf_str(&one), 31);
        char *p = arena_dup(a, member.p, member.len);
        if (i == 1)
            memset(p + member.len / 3, 0xff, member.len / 3);
        if (i == 3)
            member.len /= 2;
        sbuf_put(&b, str_of(p, member.len));
    }
    str got = listed(a, sbuf_str(&b));
    str lines[8] = {STR_NONE};
    size_t n = 0;
    while (got.p && n < 8)
        lines[n++] = str_cut(&got, '\n');
    assert_int_equal(n, 6);
    assert_true(str_starts(lines[0], S("http://a.example/0 ")));
    assert_true(str_starts(lines[1], S("! gzip data is broken at byte ")));
    assert_true(str_starts(lines[2], S("http://a.example/2 ")));
    assert_true(str_starts(lines[3], S("! gzip data is broken at byte ")));
    assert_true(str_starts(lines[4], S("http://a.example/4 ")));
}

static str body_of(struct arena *a, const char *head, str body)
{
    struct sbuf b;
    sbuf_init(&b, a, TEXT_MAX);
    sbuf_printf(&b, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n", head);
    sbuf_put(&b, body);
    struct http_capture c;
    assert_ok(http_capture_parse(&c, sbuf_str(&b)));
    assert_int_equal(c.status_code, 200);
    assert_str(c.content_type, "text/html");
    str out;
    status done = http_capture_body(&out, a, &c, 10000);
    return done == OK ? out : str_printf(a, "! %s", err_text());
}

static void test_http_bodies(void **state)
{
    struct arena *a = *state;
    str page = S(PAGE);
    assert_str(body_of(a, "", page), PAGE);
    assert_str(body_of(a, "Transfer-Encoding: chunked\r\n",
                       S("5;x=y\r\n<html\r\nA\r\n><p>012345\r\n0\r\n\r\n")),
               "<html><p>012345");
    assert_str(body_of(a, "Transfer-Encoding: chunked\r\n", page), PAGE);
    assert_str(body_of(a, "Transfer-Encoding: chunked\r\n", S("5\r\n<ht")),
               "! the response is cut off inside a chunk");
    assert_str(body_of(a, "Content-Encoding: gzip\r\n", deflated(a, page, 31)), PAGE);
    assert_str(body_of(a, "Content-Encoding: gzip\r\n", page), PAGE);
    assert_str(body_of(a, "Content-Encoding: deflate\r\n", deflated(a, page, 15)), PAGE);
    assert_str(body_of(a, "Content-Encoding: deflate\r\n", deflated(a, page, -15)), PAGE);
    char brotli[1000];
    size_t n = sizeof brotli;
    assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, page.len, (const uint8_t *)page.p,
                                      &n, (uint8_t *)brotli));
    assert_str(body_of(a, "Content-Encoding: br\r\n", str_of(brotli, n)), PAGE);
    assert_str(body_of(a, "Content-Encoding: br\r\n", str_of(brotli, n / 2)),
               "! the response's brotli data is cut off after 0 bytes");
    char zstd[1000];
    n = ZSTD_compress(zstd, sizeof zstd, page.p, page.len, 3);
    assert_false(ZSTD_isError(n));
    assert_str(body_of(a, "Content-Encoding: zstd\r\n", str_of(zstd, n)), PAGE);
    assert_true(str_starts(body_of(a, "Content-Encoding: zstd\r\n", str_of(zstd, n / 2)),
                           S("! the response's zstd data is cut off")));
    str twice = deflated(a, deflated(a, page, 15), 31);
    assert_str(body_of(a, "Content-Encoding: deflate, gzip\r\n", twice), PAGE);
    str cut = deflated(a, page, 31);
    assert_true(str_starts(body_of(a, "Content-Encoding: gzip\r\n", str_sub(cut, 0, cut.len / 2)),
                           S("! the response's gzip data is cut off")));
    char *zeros = arena_calloc(a, 1, 100000);
    str bomb = deflated(a, str_of(zeros, 100000), 31);
    assert_str(body_of(a, "Content-Encoding: gzip\r\n", bomb),
               "! the response is larger than 10000 bytes");
    n = ZSTD_compress(zstd, sizeof zstd, zeros, 100000, 3);
    assert_str(body_of(a, "Content-Encoding: zstd\r\n", str_of(zstd, n)),
               "! the response is larger than 10000 bytes");
    assert_str(body_of(a, "Content-Encoding: pack200\r\n", S("\x01\x02")),
               "! the response's encoding 'pack200' is not known here");
    struct http_capture c;
    assert_int_equal(http_capture_parse(&c, S("not http")), E_INPUT);
}

static void test_iso_times(void **state)
{
    (void)state;
    static const char *const same[] = {"2026-11-20T10:00:00Z",      "2026-11-20t10:00:00.000z",
                                       "2026-11-20 10:00",          "2026-11-20T11:00:00+01:00",
                                       "2026-11-20T04:30:00-05:30", "2026-11-20T11:00:00+0100"};
    struct civil date = {.year = 2026, .month = 11, .day = 20, .hour = 10};
    int64_t got;
    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        assert_true(clock_from_iso(&got, str_c(same[i])));
        assert_int_equal(got, clock_from_civil(&date));
    }
    assert_true(clock_from_iso(&got, S("2026-11-20T10:00:00.25Z")));
    assert_int_equal(got - clock_from_civil(&date), 250000);
    assert_true(clock_from_iso(&got, S("1969-12-31")));
    assert_int_equal(got, -CLOCK_DAY_US);
    static const char *const wrong[] = {"",
                                        "2026",
                                        "2026-13-01",
                                        "2026-02-29",
                                        "2026-11-20T",
                                        "20 Nov 2026",
                                        "2026-11-20T10:00:00Zx",
                                        "2026-11-20T25:00:00Z",
                                        "2026-11-20T10:00:00+99:00"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(clock_from_iso(&got, str_c(wrong[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_plain_and_gzip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_record_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
        cmocka_unit_test_setup_teardown(test_huge_record, setup, teardown),
        cmocka_unit_test_setup_teardown(test_broken_member, setup, teardown),
        cmocka_unit_test_setup_teardown(test_http_bodies, setup, teardown),
        cmocka_unit_test(test_iso_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
