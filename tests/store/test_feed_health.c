/* Lists of subscriptions for who looks after them: health, filters, order, pages, what came. Once
 * per engine. */
#include "store_testing.h"

#include "store/feed_health.h"

#define DAY_US (24 * HOUR_US)
#define WEEK_US (7 * DAY_US)

static int64_t add(struct fixture *f, const char *title, const char *address, const char *folders)
{
    struct feed feed = {.source_id = source_make(f->store, "one.example", false),
                        .url = str_c(address),
                        .title = str_c(title),
                        .next_check_us = T0 + HOUR_US,
                        .site_url = S("https://one.example/")};
    str names[4], rest = str_c(folders);
    while (!str_empty(rest))
        names[feed.folders.len++] = str_cut(&rest, '/');
    feed.folders.at = names;
    int64_t id;
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    return id;
}

/* The feed as SQL says. */
static void set(struct fixture *f, int64_t id, const char *values)
{
    fixture_script(
        f, str_printf(&f->arena, "UPDATE feeds SET %s WHERE id = %lld", values, (long long)id).p);
}

static const char *at(struct fixture *f, const char *column, int64_t us)
{
    return str_printf(&f->arena, "%s = %lld", column, (long long)us).p;
}

static int64_t health_of(struct fixture *f, int64_t id, int64_t now_us)
{
    struct feed_row row;
    assert_ok(store_feed_row(&row, &f->arena, f->store, id, now_us));
    return row.health;
}

static void health_follows_from_the_row(void **state)
{
    struct fixture *f = *state;
    int64_t id = add(f, "One", "https://one.example/feed", "");
    struct feed_row row;
    assert_int_equal(health_of(f, id, T0), HEALTH_NEW);
    set(f, id, at(f, "checked_us", T0));
    assert_int_equal(health_of(f, id, T0), HEALTH_OK);
    set(f, id, at(f, "newest_us", T0 - 31 * DAY_US));
    assert_int_equal(health_of(f, id, T0), HEALTH_QUIET);
    set(f, id, at(f, "gap_us", 4 * DAY_US));
    assert_int_equal(health_of(f, id, T0), HEALTH_OK);
    set(f, id, "gap_us = 0, moved_url = 'https://two.example/'");
    assert_int_equal(health_of(f, id, T0), HEALTH_MOVED);
    assert_int_equal(health_of(f, id, T0 + 2 * HOUR_US), HEALTH_MOVED);
    assert_int_equal(health_of(f, id, T0 + 2 * HOUR_US + 1), HEALTH_LATE);
    set(f, id, "failures = 2, error = 'the site answered 404'");
    assert_int_equal(health_of(f, id, T0 + DAY_US), HEALTH_FAILING);
    set(f, id, "next_check_us = NULL");
    assert_int_equal(health_of(f, id, T0), HEALTH_GONE);
    set(f, id, at(f, "paused_us", T0));
    assert_int_equal(health_of(f, id, T0), HEALTH_PAUSED);
    set(f, id, at(f, "removed_us", T0));
    assert_int_equal(health_of(f, id, T0), HEALTH_REMOVED);
    assert_ok(store_feed_row(&row, &f->arena, f->store, id, T0));
    assert_str(row.source_key, "one.example");
    assert_str(row.feed.error, "the site answered 404");
    assert_int_equal(store_feed_row(&row, &f->arena, f->store, id + 9, T0), E_NOTFOUND);
    /* A newsletter is not asked, and a feed without a time is paused. */
    int64_t mail = add(f, "Mail", "mailto:news@here.example", "");
    set(f, mail, "kind = 2, next_check_us = NULL");
    assert_int_equal(health_of(f, mail, T0), HEALTH_NEW);
    set(f, mail, at(f, "succeeded_us", T0));
    assert_int_equal(health_of(f, mail, T0), HEALTH_OK);
    set(f, mail, "kind = 0");
    assert_int_equal(health_of(f, mail, T0), HEALTH_PAUSED);
}

static struct feed_query all(void)
{
    return (struct feed_query){.now_us = T0,
                               .health = HEALTH_ANY,
                               .folder = S(""),
                               .text = S(""),
                               .sort = FEEDS_BY_NAME,
                               .limit = 100};
}

/* The names of the rows, one letter each. */
static const char *rows(struct fixture *f, const struct feed_query *q, int64_t want_total)
{
    struct feed_row *list;
    size_t n;
    struct sbuf b;
    assert_ok(store_feed_rows(&list, &n, &f->arena, f->store, q));
    sbuf_init(&b, &f->arena, 1000);
    for (size_t i = 0; i < n; i++) {
        sbuf_putc(&b, list[i].feed.title.p[0]);
        assert_int_equal(list[i].total, want_total);
    }
    return str_cstr(&f->arena, sbuf_str(&b));
}

static void lists_are_filtered_sorted_and_paged(void **state)
{
    struct fixture *f = *state;
    int64_t a = add(f, "Alpha", "https://one.example/a", "Europe/Sport");
    int64_t b = add(f, "beta", "https://one.example/b", "Europe");
    int64_t c = add(f, "Gamma", "https://one.example/c", "Europeans");
    int64_t d = add(f, "delta", "https://two.example/d", "");
    set(f, a, "checked_us = 1, failures = 1");
    set(f, b, at(f, "checked_us = 1, succeeded_us", T0 - 5));
    set(f, c, at(f, "checked_us = 1, newest_us = 7, gap_us = 9000000000000000, succeeded_us", T0));
    set(f, d, at(f, "removed_us", T0 + 3));
    struct feed_query q = all();
    assert_string_equal(rows(f, &q, 3), "AbG");
    q.reverse = true;
    assert_string_equal(rows(f, &q, 3), "GbA");
    q = all();
    q.sort = FEEDS_BY_HEALTH;
    set(f, c, "gap_us = 0, newest_us = NULL");
    assert_string_equal(rows(f, &q, 3), "AbG");
    q.sort = FEEDS_BY_SUCCESS;
    assert_string_equal(rows(f, &q, 3), "GbA");
    q.sort = FEEDS_BY_NEXT;
    set(f, b, at(f, "next_check_us", T0 + 1));
    set(f, a, "next_check_us = NULL");
    assert_string_equal(rows(f, &q, 3), "bGA");
    q.sort = FEEDS_BY_NEWEST;
    set(f, b, at(f, "newest_us", T0));
    assert_string_equal(rows(f, &q, 3), "bAG");
    q.sort = FEEDS_BY_FOLDER;
    assert_string_equal(rows(f, &q, 3), "AbG");
    q.reverse = true;
    assert_string_equal(rows(f, &q, 3), "GbA");
    q = all();
    q.folder = S("[\"Europe\"]");
    assert_string_equal(rows(f, &q, 2), "Ab");
    q.folder = S("[\"Europe\",\"Sport\"]");
    assert_string_equal(rows(f, &q, 1), "A");
    q.folder = S("[]");
    assert_string_equal(rows(f, &q, 0), "");
    q = all();
    q.text = S("BET");
    assert_string_equal(rows(f, &q, 1), "b");
    q.text = S("one.example/c");
    assert_string_equal(rows(f, &q, 1), "G");
    q.text = S("%");
    assert_string_equal(rows(f, &q, 0), "");
    q = all();
    q.health = HEALTH_REMOVED;
    assert_string_equal(rows(f, &q, 1), "d");
    q.at_us = T0 + 3;
    assert_string_equal(rows(f, &q, 1), "d");
    q.at_us = T0;
    assert_string_equal(rows(f, &q, 0), "");
    q = all();
    q.limit = 2;
    assert_string_equal(rows(f, &q, 3), "Ab");
    q.skip = 2;
    assert_string_equal(rows(f, &q, 3), "G");
    q.skip = 4;
    assert_string_equal(rows(f, &q, 0), "");

    int64_t counts[HEALTH_COUNT];
    assert_ok(store_feed_healths(counts, f->store, T0));
    assert_int_equal(counts[HEALTH_GONE], 1);
    assert_int_equal(counts[HEALTH_OK], 2);
    assert_int_equal(counts[HEALTH_REMOVED], 1);
    assert_int_equal(counts[HEALTH_FAILING], 0);
    struct feed_folder *folders;
    size_t n;
    assert_ok(store_feed_folders(&folders, &n, &f->arena, f->store));
    assert_int_equal(n, 3);
    assert_str(folders[0].path, "[\"Europe\",\"Sport\"]");
    assert_str(folders[0].names.at[1], "Sport");
    assert_str(folders[1].path, "[\"Europe\"]");
    assert_int_equal(folders[1].feeds, 1);

    const str addresses[] = {S("https://two.example/d"), S("https://none.example/"),
                             S("https://one.example/a")};
    struct feed_known *known;
    assert_ok(store_feed_known(&known, &n, &f->arena, f->store, (struct strs){addresses, 3}));
    assert_int_equal(n, 2);
    assert_true(known[0].id == a && !known[0].removed && known[1].id == d && known[1].removed);
    assert_str(known[1].address, "https://two.example/d");
}

static int64_t entry(struct fixture *f, int64_t feed_id, int n, int64_t published_us)
{
    bool is_new;
    struct entry e = {.feed_id = feed_id,
                      .guid = str_printf(&f->arena, "g%d", n),
                      .url = str_printf(&f->arena, "https://one.example/%d", n),
                      .title = str_printf(&f->arena, "Entry %d", n),
                      .published_us = published_us,
                      .first_seen_us = T0 - DAY_US};
    assert_ok(store_entry_put(&is_new, f->store, &e));
    return e.id;
}

static void what_came_is_counted_and_told(void **state)
{
    struct fixture *f = *state;
    int64_t one = add(f, "One", "https://one.example/a", ""),
            two = add(f, "Two", "https://one.example/b", ""), from = T0 - 3 * WEEK_US;
    int64_t ids[] = {one, two, 999};
    int64_t read = entry(f, one, 1, T0 - DAY_US), waits = entry(f, one, 2, T0 - 2 * DAY_US);
    entry(f, one, 3, from);
    entry(f, one, 4, from - 1);
    entry(f, one, 5, T0 + DAY_US); /* dated in the future */
    entry(f, two, 6, TIME_NONE);
    struct feed_week *weeks;
    struct feed_entry *entries;
    size_t n;
    assert_ok(store_feed_weeks(&weeks, &n, &f->arena, f->store, ids, 3, from, 3));
    assert_int_equal(n, 3);
    assert_true(weeks[0].feed_id == one && weeks[0].week == 0 && weeks[0].entries == 1);
    assert_true(weeks[1].feed_id == one && weeks[1].week == 2 && weeks[1].entries == 2);
    assert_true(weeks[2].feed_id == two && weeks[2].week == 2 && weeks[2].entries == 1);

    enum store_put did;
    struct feed_row row;
    assert_ok(store_feed_row(&row, &f->arena, f->store, one, T0));
    struct article a = article_make(&f->arena, row.feed.source_id, 1, "Read", "x", "en");
    assert_ok(store_article_put(&did, f->store, &a));
    assert_ok(store_entry_article(f->store, read, a.id));
    struct entry_page page = {
        .entry_id = waits, .next_try_us = T0 + 7, .tries = 2, .draft = S("{}")};
    assert_ok(store_entry_page_put(f->store, &page));
    assert_ok(store_feed_entries(&entries, &n, &f->arena, f->store, one, 3));
    assert_int_equal(n, 3);
    assert_str(entries[0].title, "Entry 5");
    assert_true(entries[0].article_id == 0 && !entries[0].waits);
    assert_true(entries[1].id == read && entries[1].article_id == a.id);
    assert_str(entries[1].article_title, "Read");
    assert_true(entries[2].id == waits && entries[2].waits && entries[2].tries == 2 &&
                entries[2].next_try_us == T0 + 7);
    struct feed_entry_counts counts;
    assert_ok(store_feed_entry_counts(&counts, f->store, one));
    assert_true(counts.entries == 5 && counts.articles == 1 && counts.waiting == 1);
    assert_ok(store_feed_entry_counts(&counts, f->store, 999));
    assert_true(counts.entries == 0 && counts.articles == 0 && counts.waiting == 0);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(health_follows_from_the_row),
        WITH_STORE(lists_are_filtered_sorted_and_paged),
        WITH_STORE(what_came_is_counted_and_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
