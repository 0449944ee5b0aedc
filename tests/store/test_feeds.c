/* Feeds and entries in the store: identity, the schedule, what a check found. Once per engine. */
#include "store_testing.h"

static void test_feeds(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false), id = 0, again = 0, other = 0;
    struct feed feed = {.source_id = source_id,
                        .url = S("https://one.example/feed"),
                        .title = S("One"),
                        .next_check_us = T0};
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    assert_ok(store_feed_ensure(&again, f->store, &feed));
    assert_int_equal(id, again);
    feed.url = S("https://one.example/sport");
    feed.next_check_us = T0 - 5;
    assert_ok(store_feed_ensure(&other, f->store, &feed));
    feed.url = S("https://one.example/paused");
    feed.next_check_us = TIME_NONE;
    assert_ok(store_feed_ensure(&again, f->store, &feed));

    struct feed *feeds, got;
    size_t n;
    assert_ok(store_feed_list(&feeds, &n, &f->arena, f->store, 0, 10));
    assert_int_equal(n, 3);
    assert_ok(store_feed_list(&feeds, &n, &f->arena, f->store, id, 1));
    assert_int_equal(n, 1);
    assert_int_equal(feeds[0].id, other);
    assert_ok(store_feed_due(&feeds, &n, &f->arena, f->store, T0, 10));
    assert_int_equal(n, 2);
    assert_int_equal(feeds[0].id, other);
    assert_int_equal(feeds[1].id, id);
    assert_ok(store_feed_due(&feeds, &n, &f->arena, f->store, T0 - 6, 10));
    assert_int_equal(n, 0);

    assert_ok(store_feed_get(&got, &f->arena, f->store, id));
    assert_true(got.checked_us == TIME_NONE && got.failures == 0);
    got.etag = S("W/\"1\"");
    got.last_modified = S("Sun, 22 Nov 2026 16:07:00 GMT");
    got.checked_us = T0 + 1;
    got.failures = 3;
    got.error = S("it took too long");
    got.next_check_us = T0 + 99;
    assert_ok(store_feed_checked(f->store, &got));
    assert_ok(store_feed_get(&got, &f->arena, f->store, id));
    assert_str(got.etag, "W/\"1\"");
    assert_str(got.error, "it took too long");
    assert_int_equal(got.next_check_us, T0 + 99);
    assert_int_equal(got.failures, 3);
    got.url = S("https://one.example/sport");
    assert_int_equal(store_feed_checked(f->store, &got), E_EXISTS);
    got.id = 999;
    assert_int_equal(store_feed_checked(f->store, &got), E_NOTFOUND);
    assert_ok(store_feed_remove(f->store, other));
    assert_int_equal(store_feed_remove(f->store, other), E_NOTFOUND);
}

static void test_entries(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false), feed_id = 0;
    struct feed feed = {
        .source_id = source_id, .url = S("https://one.example/feed"), .next_check_us = TIME_NONE};
    assert_ok(store_feed_ensure(&feed_id, f->store, &feed));
    struct entry e = {.feed_id = feed_id,
                      .guid = S("g1"),
                      .url = S("https://one.example/1"),
                      .title = S("One"),
                      .published_us = T0,
                      .first_seen_us = T0 + 1};
    bool is_new = false;
    assert_ok(store_entry_put(&is_new, f->store, &e));
    assert_true(is_new);
    int64_t id = e.id;
    enum store_put did;
    struct article a = article_make(&f->arena, source_id, 1, "T", "x", "en");
    assert_ok(store_article_put(&did, f->store, &a));
    assert_ok(store_entry_article(f->store, id, a.id));
    e.title = S("One, corrected");
    e.first_seen_us = T0 + 50;
    e.id = 0;
    assert_ok(store_entry_put(&is_new, f->store, &e));
    assert_false(is_new);
    assert_int_equal(e.id, id);
    assert_int_equal(e.first_seen_us, T0 + 1);
    assert_int_equal(e.article_id, a.id);
    assert_int_equal(store_entry_article(f->store, id + 7, a.id), E_NOTFOUND);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_feeds),
        WITH_STORE(test_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
