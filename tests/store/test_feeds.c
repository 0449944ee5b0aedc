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
    /* Pages of the past and the future. */
    const str folders[] = {S("Europe"), S("Sport")};
    struct feed filed = {.source_id = source_id,
                         .url = S("https://one.example/filed"),
                         .next_check_us = T0,
                         .folders = {folders, 2},
                         .site_url = S("https://one.example/")};
    assert_ok(store_feed_ensure(&again, f->store, &filed));
    assert_ok(store_feed_by_url(&again, f->store, filed.url));
    assert_int_equal(store_feed_by_url(&id, f->store, S("https://none.example/")), E_NOTFOUND);
    assert_ok(store_feed_get(&filed, &f->arena, f->store, again));
    assert_int_equal(filed.folders.len, 2);
    assert_str(filed.folders.at[1], "Sport");
    filed.checked_us = T0 + 500;
    filed.gap_us = 7;
    filed.newest_us = T0 - 7;
    filed.said_us = 60;
    filed.moved_url = S("https://one.example/elsewhere");
    filed.moved_us = T0;
    assert_ok(store_feed_checked(f->store, &filed));
    assert_ok(store_feed_skewed(&feeds, &n, &f->arena, f->store, T0 + 100, 10));
    assert_int_equal(n, 1);
    assert_int_equal(feeds[0].id, again);
    assert_true(feeds[0].gap_us == 7 && feeds[0].newest_us == T0 - 7 && feeds[0].said_us == 60);
    assert_str(feeds[0].moved_url, "https://one.example/elsewhere");
    assert_ok(store_feed_plan(f->store, again, T0 + 5000, T0));
    assert_ok(store_feed_skewed(&feeds, &n, &f->arena, f->store, T0 + 100, 10));
    assert_int_equal(n, 0);
    int64_t changed = 0;
    assert_ok(store_feed_all_due(&changed, f->store, T0 + 50));
    assert_int_equal(changed, 2);
    assert_ok(store_feed_due(&feeds, &n, &f->arena, f->store, T0 + 50, 10));
    assert_int_equal(n, 3);

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

static struct entry entry_of(int64_t feed_id, str guid, str address, str title,
                             int64_t published_us)
{
    return (struct entry){.feed_id = feed_id,
                          .guid = guid,
                          .url = address,
                          .title = title,
                          .published_us = published_us,
                          .first_seen_us = T0};
}

/* Publishers change ids and addresses; what has only one of them in common is another entry. */
static void test_entry_identity(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false), feed_id = 0, other_id = 0;
    struct feed feed = {
        .source_id = source_id, .url = S("https://one.example/feed"), .next_check_us = TIME_NONE};
    assert_ok(store_feed_ensure(&feed_id, f->store, &feed));
    feed.url = S("https://one.example/other");
    assert_ok(store_feed_ensure(&other_id, f->store, &feed));
    struct entry first = entry_of(feed_id, S("g1"), S("https://one.example/1"), S("One"), T0);
    bool is_new = false;
    assert_ok(store_entry_put(&is_new, f->store, &first));
    struct {
        struct entry entry;
        bool is_new;
    } rows[] = {
        {entry_of(feed_id, S("g1"), S("https://one.example/moved"), S("One!"), T0 + 1), false},
        {entry_of(feed_id, S("g1b"), S("https://one.example/moved"), S("One!"), TIME_NONE), false},
        {entry_of(feed_id, S("g1c"), S("https://one.example/moved"), S("Won"), TIME_NONE), true},
        {entry_of(feed_id, S("g2"), S("https://one.example/2"), S("Two"), T0), true},
        {entry_of(feed_id, S("g2b"), S("https://new.example/2"), S("Two"), T0), false},
        {entry_of(feed_id, S("g3"), S("https://new.example/3"), S("Two"), T0 + 9), true},
        {entry_of(feed_id, S("g4"), S(""), S(""), TIME_NONE), true},
        {entry_of(feed_id, S("g5"), S(""), S(""), TIME_NONE), true},
        {entry_of(other_id, S("g2b"), S("https://new.example/2"), S("Two"), T0), true},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_ok(store_entry_put(&is_new, f->store, &rows[i].entry));
        if (is_new != rows[i].is_new)
            print_error("row %zu\n", i);
        assert_int_equal(is_new, rows[i].is_new);
    }
    assert_int_equal(rows[1].entry.id, first.id);
    struct entry found;
    assert_ok(store_entry_find(&found, &f->arena, f->store, &rows[4].entry));
    assert_str(found.guid, "g2b");
    assert_str(found.url, "https://new.example/2");
    rows[6].entry.guid = S("none");
    assert_int_equal(store_entry_find(&found, &f->arena, f->store, &rows[6].entry), E_NOTFOUND);
}

static void test_entry_pages(void **state)
{
    struct fixture *f = *state;
    int64_t source_id = source_make(f->store, "one.example", false), feed_id = 0;
    struct feed feed = {
        .source_id = source_id, .url = S("https://one.example/feed"), .next_check_us = TIME_NONE};
    assert_ok(store_feed_ensure(&feed_id, f->store, &feed));
    struct entry e = entry_of(feed_id, S("g1"), S("https://one.example/1"), S("One"), T0);
    bool is_new;
    assert_ok(store_entry_put(&is_new, f->store, &e));
    struct entry_page page = {.entry_id = e.id, .next_try_us = T0, .draft = S("{}")}, *due;
    size_t n;
    assert_ok(store_entry_page_put(f->store, &page));
    assert_ok(store_entry_page_due(&due, &n, &f->arena, f->store, T0, 10));
    assert_int_equal(n, 1);
    assert_str(due[0].url, "https://one.example/1");
    assert_true(due[0].feed_id == feed_id && due[0].source_id == source_id && due[0].tries == 0);
    page.next_try_us = T0 + 9;
    page.tries = 1;
    assert_ok(store_entry_page_put(f->store, &page));
    assert_ok(store_entry_page_due(&due, &n, &f->arena, f->store, T0 + 8, 10));
    assert_int_equal(n, 0);
    assert_ok(store_entry_page_due(&due, &n, &f->arena, f->store, T0 + 9, 10));
    assert_int_equal(n, 1);
    assert_int_equal(due[0].tries, 1);
    assert_ok(store_entry_page_remove(f->store, e.id));
    assert_ok(store_entry_page_due(&due, &n, &f->arena, f->store, T0 + 9, 10));
    assert_int_equal(n, 0);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_feeds),
        WITH_STORE(test_entries),
        WITH_STORE(test_entry_identity),
        WITH_STORE(test_entry_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
