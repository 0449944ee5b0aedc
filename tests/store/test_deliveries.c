/* What came by itself and waits to be read: its order, its limits, and what is not to be read. Once
 * per engine. */
#include "store_testing.h"

static int64_t feed_make(struct fixture *f, const char *address)
{
    int64_t id = 0;
    struct feed feed = {.source_id = source_make(f->store, "one.example", false),
                        .url = str_c(address),
                        .next_check_us = TIME_NONE};
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    return id;
}

static int64_t put(struct fixture *f, int64_t feed_id, str body)
{
    struct delivery d = {.feed_id = feed_id,
                         .received_us = T0,
                         .content_type = S("application/atom+xml"),
                         .base_url = S("https://one.example/feed"),
                         .body = body};
    assert_ok(store_delivery_put(f->store, &d));
    assert_true(d.id > 0);
    return d.id;
}

static size_t waiting(struct delivery_waiting **out, struct fixture *f, int64_t after_id)
{
    size_t n = 0;
    assert_ok(store_delivery_next(out, &n, &f->arena, f->store, after_id, DELIVERIES_MAX));
    return n;
}

static void test_order(void **state)
{
    struct fixture *f = *state;
    static const char bytes[] = "From \0 \xff\xfe";
    int64_t one = feed_make(f, "https://one.example/1"),
            two = feed_make(f, "https://one.example/2");
    int64_t first = put(f, one, str_of(bytes, sizeof bytes)), second = put(f, two, S("")),
            third = put(f, one, S("three"));
    struct delivery_waiting *at;
    struct delivery got;
    size_t n;
    assert_int_equal(waiting(&at, f, 0), 3);
    assert_true(at[0].id == first && at[1].id == second && at[2].id == third);
    assert_true(at[0].size == sizeof bytes && at[1].size == 0 && at[2].size == 5);
    assert_int_equal(waiting(&at, f, first), 2);
    assert_ok(store_delivery_next(&at, &n, &f->arena, f->store, first, 1));
    assert_true(n == 1 && at[0].id == second);
    assert_ok(store_delivery_get(&got, &f->arena, f->store, first));
    assert_true(got.feed_id == one && got.received_us == T0 && got.tries == 0);
    assert_str(got.content_type, "application/atom+xml");
    assert_str(got.base_url, "https://one.example/feed");
    assert_str(got.error, "");
    assert_int_equal(got.body.len, sizeof bytes);
    assert_memory_equal(got.body.p, bytes, sizeof bytes);
    assert_ok(store_delivery_remove(f->store, first));
    assert_int_equal(store_delivery_remove(f->store, first), E_NOTFOUND);
    assert_int_equal(store_delivery_get(&got, &f->arena, f->store, first), E_NOTFOUND);
    assert_int_equal(waiting(&at, f, 0), 2);
    /* With its feed. */
    int64_t purged;
    assert_ok(store_feed_remove(f->store, two, T0));
    assert_int_equal(waiting(&at, f, 0), 1);
    assert_int_equal(at[0].id, third);
    assert_ok(store_feed_purge(&purged, f->store, T0 + 1));
    assert_int_equal(store_delivery_get(&got, &f->arena, f->store, second), E_NOTFOUND);
}

/* The rest of what a feed said. */
static void test_go_on(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1");
    struct delivery got, rest = {.feed_id = one,
                                 .received_us = T0,
                                 .content_type = S("text/xml"),
                                 .base_url = S(""),
                                 .body = S("x"),
                                 .first = true,
                                 .begin = 1000};
    assert_ok(store_delivery_put(f->store, &rest));
    assert_ok(store_delivery_get(&got, &f->arena, f->store, rest.id));
    assert_true(got.first && got.begin == 1000);
    assert_ok(store_delivery_go_on(f->store, rest.id, 2000));
    assert_ok(store_delivery_get(&got, &f->arena, f->store, rest.id));
    assert_true(got.first && got.begin == 2000 && got.tries == 0);
    assert_int_equal(store_delivery_go_on(f->store, 99, 1), E_NOTFOUND);
}

static void test_failed(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1"), id = put(f, one, S("x"));
    struct delivery_waiting *at;
    struct delivery got;
    for (int i = 0; i < DELIVERY_TRIES_MAX; i++) {
        assert_int_equal(waiting(&at, f, 0), 1);
        assert_ok(store_delivery_failed(f->store, id, S("no feed")));
    }
    assert_int_equal(waiting(&at, f, 0), 0);
    assert_ok(store_delivery_get(&got, &f->arena, f->store, id));
    assert_int_equal(got.tries, DELIVERY_TRIES_MAX);
    assert_str(got.error, "no feed");
    assert_int_equal(store_delivery_failed(f->store, id + 1, S("no feed")), E_NOTFOUND);
}

static void test_limits(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1"),
            two = feed_make(f, "https://one.example/2");
    struct delivery d = {
        .feed_id = one, .received_us = T0, .content_type = S(""), .base_url = S("")};
    struct delivery_waiting *at;
    char *large = mem_calloc(DELIVERY_BYTES_MAX + 1, 1);
    d.body = str_of(large, DELIVERY_BYTES_MAX + 1);
    assert_int_equal(store_delivery_put(f->store, &d), E_LIMIT);
    d.body.len--;
    assert_ok(store_delivery_put(f->store, &d));
    assert_ok(store_delivery_remove(f->store, d.id));
    free(large);
    int64_t first = put(f, one, S("x"));
    for (int i = 1; i < DELIVERIES_MAX; i++)
        put(f, one, S("x"));
    d.body = S("x");
    assert_int_equal(store_delivery_put(f->store, &d), E_LIMIT);
    put(f, two, S("x"));
    /* One that cannot be read makes room. */
    for (int i = 0; i < DELIVERY_TRIES_MAX; i++)
        assert_ok(store_delivery_failed(f->store, first, S("no feed")));
    assert_int_equal(waiting(&at, f, 0), DELIVERIES_MAX);
    assert_ok(store_delivery_put(f->store, &d));
    assert_int_equal(store_delivery_put(f->store, &d), E_LIMIT);
    struct delivery got;
    assert_int_equal(store_delivery_get(&got, &f->arena, f->store, first), E_NOTFOUND);
}

/* Of a feed that is paused they wait; for one that is taken away none is taken. */
static void test_feeds(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1"),
            two = feed_make(f, "https://one.example/2");
    put(f, one, S("x"));
    int64_t second = put(f, two, S("x"));
    struct delivery_waiting *at;
    fixture_script(f, "UPDATE feeds SET paused_us = 5 WHERE url = 'https://one.example/1'");
    assert_int_equal(waiting(&at, f, 0), 1);
    assert_int_equal(at[0].id, second);
    put(f, one, S("x"));
    fixture_script(f, "UPDATE feeds SET paused_us = NULL; UPDATE feeds SET removed_us = 5 "
                      "WHERE url = 'https://one.example/2'");
    assert_int_equal(waiting(&at, f, 0), 2);
    struct delivery d = {.feed_id = two, .content_type = S(""), .base_url = S(""), .body = S("x")};
    assert_int_equal(store_delivery_put(f->store, &d), E_NOTFOUND);
    d.feed_id = one;
    d.held = true;
    assert_ok(store_delivery_put(f->store, &d));
    assert_int_equal(waiting(&at, f, 0), 2);
    struct delivery got;
    assert_ok(store_delivery_get(&got, &f->arena, f->store, d.id));
    assert_true(got.held);
    d.feed_id = 999;
    assert_int_equal(store_delivery_put(f->store, &d), E_NOTFOUND);
    d.feed_id = one;
    d.content_type = S("\xff");
    assert_int_equal(store_delivery_put(f->store, &d), E_INPUT);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH_STORE(test_order), WITH_STORE(test_go_on),
                                       WITH_STORE(test_failed), WITH_STORE(test_limits),
                                       WITH_STORE(test_feeds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
