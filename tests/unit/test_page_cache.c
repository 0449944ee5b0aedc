/* The page cache: hits, codings, generations, eviction, and many threads at once. */
#include "testing.h"

#include <brotli/decode.h>
#include <pthread.h>
#include <zlib.h>

#include "http/page_cache.h"

struct page_request {
    struct arena arena;
    struct http_pair header;
    struct http_request r;
};

static void request_init(struct page_request *q, const char *path, const char *accept)
{
    memset(q, 0, sizeof *q);
    arena_init(&q->arena);
    q->header = (struct http_pair){S("accept-encoding"), str_c(accept)};
    q->r.arena = &q->arena;
    q->r.path = str_dup(&q->arena, str_c(path));
    q->r.headers = (struct http_pairs){&q->header, 1};
}

static void release(struct http_response *out)
{
    if (out->shared_release)
        out->shared_release(out->shared_data);
    memset(out, 0, sizeof *out);
}

/* A page of about SIZE bytes that names its path and generation. */
static void page_make(struct http_response *out, struct page_request *q, uint64_t generation,
                      size_t size)
{
    memset(out, 0, sizeof *out);
    sbuf_init(&out->body, &q->arena, size + 1000);
    sbuf_printf(&out->body, "%.*s %llu ", STR_FMT(q->r.path), (unsigned long long)generation);
    while (out->body.len < size)
        sbuf_put(&out->body, S("words words and more words "));
}

static void put(struct http_page_cache *c, const char *path, uint64_t generation, size_t size)
{
    struct page_request q;
    struct http_response out;
    request_init(&q, path, "");
    page_make(&out, &q, generation, size);
    http_response_header(&out, "Cache-Control", S("no-cache"));
    http_page_cache_put(&out, c, &q.r, S(""), generation);
    assert_non_null(out.shared);
    release(&out);
    arena_end(&q.arena);
}

static bool has(struct http_page_cache *c, const char *path, uint64_t generation)
{
    struct page_request q;
    struct http_response out = {0};
    request_init(&q, path, "");
    bool found = http_page_cache_get(&out, c, &q.r, S(""), generation);
    if (found)
        assert_true(str_starts(str_of(out.shared, out.shared_len), str_c(path)));
    release(&out);
    arena_end(&q.arena);
    return found;
}

static void test_hit(void **state)
{
    (void)state;
    struct http_page_cache *c = http_page_cache_new(1 << 20);
    struct page_request q;
    struct http_response out = {0};
    assert_false(has(c, "/a", 1));
    put(c, "/a", 1, 3000);
    assert_true(has(c, "/a", 1));
    assert_false(has(c, "/b", 1));
    request_init(&q, "/a", "");
    assert_false(http_page_cache_get(&out, c, &q.r, S("dark"), 1));
    q.r.query_raw = S("page=2");
    assert_false(http_page_cache_get(&out, c, &q.r, S(""), 1));
    q.r.query_raw = STR_NONE;
    q.r.method = HTTP_POST;
    assert_false(http_page_cache_get(&out, c, &q.r, S(""), 1));
    q.r.method = HTTP_HEAD;
    assert_true(http_page_cache_get(&out, c, &q.r, S(""), 1));
    assert_str(out.content_type, "text/html; charset=utf-8");
    assert_str(out.headers[0].value, "no-cache");
    assert_int_equal(out.header_count, 1);
    assert_int_equal(out.etag.len, 18);
    release(&out);
    arena_end(&q.arena);
    http_page_cache_free(c);
}

static void test_codings(void **state)
{
    (void)state;
    struct http_page_cache *c = http_page_cache_new(1 << 20);
    struct page_request q;
    struct http_response out = {0};
    unsigned char plain[4096];
    put(c, "/a", 1, 3000);
    request_init(&q, "/a", "gzip");
    assert_true(http_page_cache_get(&out, c, &q.r, S(""), 1));
    assert_str(out.content_encoding, "gzip");
    assert_true(out.vary_encoding);
    assert_true(out.shared_len < 500 && str_starts(out.etag, S("W/\"")));
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)out.shared,
                  .avail_in = (unsigned)out.shared_len,
                  .next_out = plain,
                  .avail_out = sizeof plain};
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_true(z.total_out >= 3000 && memcmp(plain, "/a 1 words", 10) == 0);
    inflateEnd(&z);
    const void *first = out.shared;
    release(&out);
    assert_true(http_page_cache_get(&out, c, &q.r, S(""), 1));
    assert_ptr_equal(out.shared, first); /* compressed once */
    release(&out);

    q.header.value = S("br");
    size_t len = sizeof plain;
    assert_true(http_page_cache_get(&out, c, &q.r, S(""), 1));
    assert_str(out.content_encoding, "br");
    assert_int_equal(BrotliDecoderDecompress(out.shared_len, out.shared, &len, plain),
                     BROTLI_DECODER_RESULT_SUCCESS);
    assert_int_equal(len, z.total_out);
    release(&out);

    put(c, "/small", 1, 100);
    q.r.path = S("/small");
    assert_true(http_page_cache_get(&out, c, &q.r, S(""), 1));
    assert_str(out.content_encoding, "");
    assert_false(out.vary_encoding);
    release(&out);
    arena_end(&q.arena);
    http_page_cache_free(c);
}

static void test_generation(void **state)
{
    (void)state;
    struct http_page_cache *c = http_page_cache_new(1 << 20);
    put(c, "/a", 1, 3000);
    assert_false(has(c, "/a", 2));
    assert_int_equal(http_page_cache_stats(c).pages, 0); /* stale: it has made room */
    put(c, "/a", 2, 3000);
    assert_true(has(c, "/a", 2));
    put(c, "/a", 1, 3000); /* made from an old snapshot: does not replace */
    assert_false(has(c, "/a", 1));
    assert_true(has(c, "/a", 2));
    put(c, "/a", 3, 3000);
    assert_true(has(c, "/a", 3));
    assert_int_equal(http_page_cache_stats(c).pages, 1);
    http_page_cache_free(c);
}

static void test_not_kept(void **state)
{
    (void)state;
    struct http_page_cache *c = http_page_cache_new(1 << 20);
    struct page_request q;
    struct http_response out;
    request_init(&q, "/a", "");
    page_make(&out, &q, 1, 3000);
    out.status = 404;
    http_page_cache_put(&out, c, &q.r, S(""), 1);
    assert_null(out.shared);
    page_make(&out, &q, 1, 3000);
    http_response_header(&out, "Set-Cookie", S("a=b"));
    http_page_cache_put(&out, c, &q.r, S(""), 1);
    assert_null(out.shared);
    page_make(&out, &q, 1, 100000); /* more than a shard */
    http_page_cache_put(&out, c, &q.r, S(""), 1);
    assert_null(out.shared);
    page_make(&out, &q, 1, 3000);
    q.r.method = HTTP_POST;
    http_page_cache_put(&out, c, &q.r, S(""), 1);
    assert_null(out.shared);
    assert_int_equal(http_page_cache_stats(c).pages, 0);
    arena_end(&q.arena);
    http_page_cache_free(c);
}

/* Four times more pages than fit: the bound holds, and what is asked for all the time stays. */
static void test_eviction(void **state)
{
    (void)state;
    const size_t max = 1 << 20;
    struct http_page_cache *c = http_page_cache_new(max);
    char path[32];
    put(c, "/hot", 1, 3000);
    for (int i = 0; i < 1000; i++) {
        snprintf(path, sizeof path, "/page/%d", i);
        put(c, path, 1, 3000);
        assert_true(has(c, "/hot", 1));
        assert_true(http_page_cache_stats(c).bytes <= max);
    }
    struct http_page_cache_stats s = http_page_cache_stats(c);
    assert_true(s.evictions > 500 && s.pages > 100);
    assert_int_equal(s.pages + s.evictions, 1001);
    assert_true(has(c, "/page/999", 1));
    http_page_cache_free(c);
}

/* A response outlives its page and the cache. */
static void test_outlives(void **state)
{
    (void)state;
    struct http_page_cache *c = http_page_cache_new(1 << 20);
    struct page_request q;
    struct http_response out = {0};
    put(c, "/a", 1, 3000);
    request_init(&q, "/a", "br");
    assert_true(http_page_cache_get(&out, c, &q.r, S(""), 1));
    http_page_cache_free(c);
    assert_true(out.shared_len > 0 && ((const char *)out.shared)[0] != '\0');
    release(&out);
    arena_end(&q.arena);
}

struct crowd {
    struct http_page_cache *cache;
    unsigned seed;
};

static void *crowd_run(void *arg)
{
    struct crowd *crowd = arg;
    static const char *const accepts[] = {"", "gzip", "br"};
    uint32_t x = crowd->seed;
    for (int i = 0; i < 3000; i++) {
        char path[32];
        struct page_request q;
        struct http_response out = {0};
        x = x * 1664525 + 1013904223;
        uint64_t generation = 1 + (uint64_t)i / 1000;
        snprintf(path, sizeof path, "/page/%u", (x >> 16) % 300);
        request_init(&q, path, accepts[(x >> 8) % 3]);
        if (!http_page_cache_get(&out, crowd->cache, &q.r, S(""), generation)) {
            page_make(&out, &q, generation, 3000);
            http_page_cache_put(&out, crowd->cache, &q.r, S(""), generation);
        }
        ASSERT(out.shared && out.shared_len);
        if (out.content_encoding.len == 0)
            ASSERT(str_starts(str_of(out.shared, out.shared_len), str_c(path)));
        release(&out);
        arena_end(&q.arena);
    }
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    struct http_page_cache *c = http_page_cache_new(512 << 10);
    pthread_t threads[4];
    struct crowd crowds[4];
    for (unsigned i = 0; i < 4; i++) {
        crowds[i] = (struct crowd){c, i * 77 + 1};
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowds[i]), 0);
    }
    for (unsigned i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    struct http_page_cache_stats s = http_page_cache_stats(c);
    assert_int_equal(s.hits + s.misses, 4 * 3000);
    assert_true(s.hits > 0 && s.evictions > 0 && s.bytes <= 512 << 10);
    http_page_cache_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hit),        cmocka_unit_test(test_codings),
        cmocka_unit_test(test_generation), cmocka_unit_test(test_not_kept),
        cmocka_unit_test(test_eviction),   cmocka_unit_test(test_outlives),
        cmocka_unit_test(test_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
