/* The building blocks of base/: arena, str, sbuf, map, vec, hash, clock, JSON, UTF-8, errors. */
#include "testing.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include "base/sbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "config.h"

static void test_arena(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char *first = arena_dup(&a, "abc", 3);
    assert_string_equal(first, "abc");
    struct arena_mark mark = arena_mark(&a);
    for (int i = 0; i < 1000; i++) {
        uint64_t *p = arena_array(&a, 100, uint64_t);
        assert_int_equal((uintptr_t)p % ARENA_ALIGN, 0);
        assert_int_equal(p[99], 0);
        p[99] = 1;
    }
    arena_rewind(&a, mark);
    assert_string_equal(first, "abc");
    assert_int_equal(a.used, mark.used);
    char *grown = arena_dup(&a, "0123456789", 10);
    grown = arena_grow(&a, grown, 11, 100000);
    assert_memory_equal(grown, "0123456789", 11);
    arena_reset(&a);
    assert_int_equal(a.used, 0);
    arena_end(&a);
    assert_int_equal(a.reserved, 0);
}

/* At the end of a block, marking and rewinding takes and frees no block each time. */
static void test_arena_spare(void **state)
{
    (void)state;
    if (ARENA_DEBUG)
        return; /* every allocation is a malloc of its own */
    struct arena a;
    arena_init(&a);
    arena_alloc(&a, ARENA_BLOCK_MIN - 64);
    struct arena_mark mark = arena_mark(&a);
    char *first = arena_alloc(&a, 1000);
    size_t reserved = a.reserved, count = a.count;
    memset(first, 'x', 1000);
    for (int i = 0; i < 3; i++) {
        arena_rewind(&a, mark);
        assert_int_equal(a.used, mark.used);
        assert_int_equal(a.reserved, reserved);
        assert_ptr_equal(arena_alloc(&a, 1000), first);
        assert_int_equal(a.count, count);
    }
    arena_rewind(&a, mark);
    /* What does not fit the one set aside gets another, and the larger one is kept. */
    memset(arena_alloc(&a, 4 * ARENA_BLOCK_MIN), 'y', 4 * ARENA_BLOCK_MIN);
    arena_rewind(&a, mark);
    assert_true(a.spare && a.reserved > reserved);
    arena_reset(&a);
    assert_null(a.spare);
    arena_end(&a);
    assert_int_equal(a.reserved, 0);
}

/* A large array grows with its own block, also below a mark, and leaves nothing behind. */
static void test_arena_own_block(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char *early = arena_dup(&a, "early", 5);
    size_t size = 100000;
    char *big = arena_alloc(&a, size);
    memset(big, 'x', size);
    struct arena_mark mark = arena_mark(&a);
    char *late = arena_dup(&a, "late", 4);
    for (int i = 0; i < 6; i++) {
        big = arena_grow(&a, big, size, size * 2);
        assert_true(big[0] == 'x' && big[size - 1] == 'x');
        memset(big + size, 'x', size);
        size *= 2;
    }
    assert_string_equal(early, "early");
    assert_string_equal(late, "late");
    if (!ARENA_DEBUG)
        assert_true(a.reserved < size + size / 4);
    arena_rewind(&a, mark);
    late = arena_dup(&a, "again", 5);
    assert_string_equal(late, "again");
    assert_string_equal(early, "early");
    arena_reset(&a);
    assert_true(a.reserved <= ARENA_KEEP_MAX + 64);
    memset(arena_alloc(&a, size), 'y', size);
    arena_end(&a);
}

static void test_str(void **state)
{
    (void)state;
    assert_true(str_ieq(S("ChArSeT"), S("charset")));
    assert_int_equal(str_find(S("hello world"), S("world")), 6);
    assert_int_equal(str_ifind(S("hello WORLD"), S("world")), 6);
    assert_int_equal(str_find(S("abc"), S("abcd")), STR_NPOS);
    assert_str(str_trim(S(" \t x y\r\n")), "x y");
    assert_true(str_starts(S("https://x"), S("https:")));
    assert_true(str_iends(S("a.HTML"), S(".html")));
    str rest = S("a,,b");
    assert_str(str_cut(&rest, ','), "a");
    assert_str(str_cut(&rest, ','), "");
    assert_str(str_cut(&rest, ','), "b");
    assert_null(rest.p);
    assert_true(str_has_word(S("en de fr"), S("en")) && str_has_word(S("en de fr"), S("fr")));
    assert_false(str_has_word(S("en de fr"), S("e")) || str_has_word(S("en de fr"), S("de fr")));
    assert_false(str_has_word(STR_NONE, S("en")));
    int64_t n;
    assert_true(str_to_i64(&n, S("-9223372036854775808")) && n == INT64_MIN);
    assert_false(str_to_i64(&n, S("9223372036854775808")));
    assert_false(str_to_i64(&n, S("12a")));
    assert_false(str_to_i64(&n, S("")));
    assert_true(str_cmp(S("ab"), S("abc")) < 0);
}

static void test_sbuf_maximum(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sbuf b;
    sbuf_init(&b, &a, 10);
    sbuf_put(&b, S("12345"));
    sbuf_put(&b, S("1234567"));
    sbuf_putc(&b, '6');
    str out;
    assert_int_equal(sbuf_end(&out, &b), E_LIMIT);
    sbuf_init(&b, &a, 1000);
    sbuf_printf(&b, "%s-%d", "x", 42);
    sbuf_put_i64(&b, INT64_MIN);
    sbuf_put_utf8(&b, 0x1f600);
    assert_ok(sbuf_end(&out, &b));
    assert_str(out, "x-42-9223372036854775808\xf0\x9f\x98\x80");
    arena_end(&a);
}

static void test_map_and_vec(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct map m;
    map_init(&m, &a);
    assert_null(map_get(&m, S("x")));
    for (int i = 0; i < 5000; i++)
        *map_put(&m, str_printf(&a, "key%d", i)) += (uint64_t)i;
    assert_int_equal(m.len, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(*map_get(&m, str_printf(&a, "key%d", i)), i);
    size_t at = 0, n = 0;
    while (map_next(&m, &at))
        n++;
    assert_int_equal(n, 5000);
    struct u32_vec v = {0};
    for (uint32_t i = 0; i < 1000; i++)
        *vec_push(&v, &a) = i;
    assert_int_equal(v.len, 1000);
    assert_int_equal(v.at[999], 999);
    arena_end(&a);
}

static void test_hash_spreads(void **state)
{
    (void)state;
    uint64_t seen[256] = {0};
    for (uint32_t i = 0; i < 25600; i++)
        seen[hash_bytes(&i, sizeof i, 0) >> 56]++;
    for (int i = 0; i < 256; i++)
        assert_in_range(seen[i], 50, 160);
    assert_true(hash_str(S("ab")) != hash_str(S("ab\0")));
    assert_true(hash_join(1, 2) != hash_join(2, 1));
}

static void test_clock(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sbuf b;
    sbuf_init(&b, &a, 200);
    struct civil c = {.year = 2024, .month = 2, .day = 29, .hour = 23, .minute = 59, .second = 58};
    int64_t t = clock_from_civil(&c);
    assert_int_equal(t / CLOCK_SECOND_US, 1709251198);
    assert_int_equal(clock_civil(t).weekday, 4);
    clock_put_iso(&b, t);
    sbuf_putc(&b, ' ');
    clock_put_http(&b, t);
    assert_str(sbuf_str(&b), "2024-02-29T23:59:58Z Thu, 29 Feb 2024 23:59:58 GMT");
    for (int64_t day = -800000; day < 800000; day += 37) {
        struct civil d = clock_civil(day * CLOCK_DAY_US - 1);
        assert_int_equal(clock_from_civil(&d), day * CLOCK_DAY_US - 1);
    }
    c.year = 2023;
    assert_false(clock_civil_valid(&c));
    arena_end(&a);
}

static void test_utf8(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    /* Unicode 15, table 3-8: each maximal subpart is one U+FFFD. */
    assert_str(utf8_repair(&a, S("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41")),
               "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\x41");
    assert_str(utf8_repair(&a, S("\xed\xa0\x80")), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    str good = S("gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x98\x80");
    assert_ptr_equal(utf8_repair(&a, good).p, good.p);
    assert_int_equal(utf8_count(good), 11);
    assert_int_equal(utf8_floor(good, 3), 2);
    assert_int_equal(utf8_valid_len(S("\xf4\x90\x80\x80")), 0);
    str s = S("\xe2\x82\xac");
    assert_int_equal(utf8_next(&s), 0x20ac);
    assert_int_equal(s.len, 0);
    arena_end(&a);
}

static void test_json(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sbuf b;
    sbuf_init(&b, &a, 1000);
    struct json j;
    json_init(&j, &b);
    json_object(&j);
    json_key_str(&j, "a\"b", S("x\n\x01\xff\xc3\xa9\\"));
    json_key_str_opt(&j, "gone", S(""));
    json_key(&j, "list");
    json_array(&j);
    json_i64(&j, -1);
    json_f64(&j, 0.5, 2);
    json_bool(&j, true);
    json_null(&j);
    json_time(&j, 0);
    json_end(&j);
    json_end(&j);
    assert_str(sbuf_str(&b), "{\"a\\\"b\":\"x\\n\\u0001\xef\xbf\xbd\xc3\xa9\\\\\","
                             "\"list\":[-1,0.50,true,null,\"1970-01-01T00:00:00Z\"]}");
    arena_end(&a);
}

static void test_err(void **state)
{
    (void)state;
    assert_int_equal(fail(E_INPUT, "feed '%s': no items", "x"), E_INPUT);
    assert_string_equal(err_text(), "feed 'x': no items");
    assert_int_equal(fail_in(E_INPUT, "import"), E_INPUT);
    assert_string_equal(err_text(), "import: feed 'x': no items");
    assert_string_equal(err_name(E_CANCELLED), "cancelled");
}

/* The fast ways through valid text against one sequence after another. */
static void test_utf8_valid_prefix(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "a",
        " ",
        "plain ascii text of some length",
        "\xd0\x9f\xd1\x80",
        "\xe6\x97\xa5",
        "\xe0\xa4\x95",
        "\xed\x9f\xbf",
        "\xf0\x9f\x98\x80",
        "\xc3\xa4",
        "\xef\xbf\xbd",
        "\xc0\x80",
        "\xe0\x80\x80",
        "\xed\xa0\x80",
        "\xff",
        "\xd0",
        "\xe6\x97",
        "\x80",
    };
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        char buf[400];
        size_t len = 0;
        for (int n = 0; n < 10; n++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t good = seed >> 60 ? 10 : ARRAY_LEN(parts); /* ill-formed ones are rarer */
            str part = str_c(parts[(seed >> 33) % good]);
            memcpy(buf + len, part.p, part.len);
            len += part.len;
        }
        size_t want = 0;
        size_t n;
        while ((n = utf8_valid_len(str_of(buf + want, len - want))) > 0)
            want += n;
        assert_int_equal(utf8_valid_prefix(str_of(buf, len)), want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_arena_spare),
        cmocka_unit_test(test_arena_own_block),
        cmocka_unit_test(test_str),
        cmocka_unit_test(test_sbuf_maximum),
        cmocka_unit_test(test_map_and_vec),
        cmocka_unit_test(test_hash_spreads),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_utf8_valid_prefix),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_err),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
