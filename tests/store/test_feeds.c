/* Feeds and entries in the store: identity, the schedule, what a check found. Once per engine. */
#include "store_testing.h"

/* Pages that are read instead of feeds. */
static void test_recipes(void **state)
{
    struct fixture *f = *state;
    int64_t id = 0, other = 0, changed = 0;
    struct feed got, feed = {.source_id = source_make(f->store, "page.example", false),
                             .url = S("https://page.example/"),
                             .kind = FEED_OF_PAGE,
                             .recipe = S("{\"version\":1}"),
                             .next_check_us = T0 + 1000};
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    assert_ok(store_feed_get(&got, &f->arena, f->store, id));
    assert_int_equal(got.kind, FEED_OF_PAGE);
    assert_str(got.recipe, "{\"version\":1}");
    assert_ok(store_feed_recipe(&changed, f->store, id, S("{\"version\":1}"), T0));
    assert_int_equal(changed, 0);
    assert_ok(store_feed_recipe(&changed, f->store, id, S("{}"), T0));
    assert_int_equal(changed, 1);
    assert_ok(store_feed_get(&got, &f->arena, f->store, id));
    assert_str(got.recipe, "{}");
    assert_int_equal(got.next_check_us, T0);
    feed.url = S("https://page.example/feed");
    feed.kind = FEED_OF_FEED;
    feed.recipe = S("");
    assert_ok(store_feed_ensure(&other, f->store, &feed));
    assert_ok(store_feed_recipe(&changed, f->store, other, S("{}"), T0));
    assert_int_equal(changed, 0);
}

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
}

/* The ids of the feeds that are due at NOW_US. */
static size_t due(int64_t ids[10], struct fixture *f, int64_t now_us)
{
    struct feed *feeds;
    size_t n;
    assert_ok(store_feed_due(&feeds, &n, &f->arena, f->store, now_us, 10));
    for (size_t i = 0; i < n; i++)
        ids[i] = feeds[i].id;
    return n;
}

static int64_t feed_make(struct fixture *f, const char *address, int64_t next_check_us)
{
    int64_t id = 0;
    struct feed feed = {.source_id = source_make(f->store, "one.example", false),
                        .url = str_c(address),
                        .title = S("One"),
                        .next_check_us = next_check_us};
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    return id;
}

static void test_pause(void **state)
{
    struct fixture *f = *state;
    int64_t id = feed_make(f, "https://one.example/feed", T0), ids[10];
    int64_t gone = feed_make(f, "https://one.example/gone", TIME_NONE), changed;
    struct feed feed;
    assert_ok(store_feed_pause(f->store, id, T0));
    assert_ok(store_feed_pause(f->store, id, T0 + 5));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    assert_int_equal(feed.paused_us, T0);
    assert_int_equal(due(ids, f, T0 + 9), 0);
    assert_ok(store_feed_all_due(&changed, f->store, T0 - 9));
    assert_int_equal(changed, 0);
    assert_ok(store_feed_ask(f->store, id, T0 + 1, false));
    assert_int_equal(due(ids, f, T0 + 9), 0);
    assert_ok(store_feed_resume(f->store, id, T0 + 7));
    assert_int_equal(due(ids, f, T0 + 1), 1);
    assert_int_equal(ids[0], id);
    /* What was gone is asked again. */
    assert_ok(store_feed_resume(f->store, gone, T0 + 7));
    assert_int_equal(due(ids, f, T0 + 6), 1);
    assert_int_equal(due(ids, f, T0 + 7), 2);
    assert_int_equal(store_feed_pause(f->store, 99, T0), E_NOTFOUND);
    assert_int_equal(store_feed_resume(f->store, 99, T0), E_NOTFOUND);
    assert_int_equal(store_feed_ask(f->store, 99, T0, true), E_NOTFOUND);
}

static void test_ask_again(void **state)
{
    struct fixture *f = *state;
    int64_t id = feed_make(f, "https://one.example/feed", T0 + 99);
    struct feed feed;
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    feed.etag = S("e");
    feed.last_modified = S("m");
    assert_ok(store_feed_checked(f->store, &feed));
    assert_ok(store_feed_ask(f->store, id, T0, false));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    assert_int_equal(feed.next_check_us, T0);
    assert_str(feed.etag, "e");
    assert_ok(store_feed_ask(f->store, id, T0 + 1, true));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    assert_int_equal(feed.next_check_us, T0 + 1);
    assert_true(str_empty(feed.etag) && str_empty(feed.last_modified));
}

static void test_remove_and_restore(void **state)
{
    struct fixture *f = *state;
    int64_t id = feed_make(f, "https://one.example/feed", T0), ids[10], found;
    int64_t other = feed_make(f, "https://one.example/other", T0);
    struct feed feed, *feeds;
    struct entry_page *pages;
    struct entry e = {.feed_id = id, .guid = S("g"), .first_seen_us = T0};
    size_t n;
    bool is_new;
    assert_ok(store_entry_put(&is_new, f->store, &e));
    struct entry_page page = {.entry_id = e.id, .next_try_us = T0, .draft = S("{}")};
    assert_ok(store_entry_page_put(f->store, &page));
    assert_ok(store_feed_remove(f->store, id, T0 + 5));
    /* Seen by nobody. */
    assert_int_equal(store_feed_remove(f->store, id, T0 + 6), E_NOTFOUND);
    assert_int_equal(store_feed_get(&feed, &f->arena, f->store, id), E_NOTFOUND);
    assert_int_equal(store_feed_by_url(&found, f->store, S("https://one.example/feed")),
                     E_NOTFOUND);
    assert_int_equal(store_feed_pause(f->store, id, T0), E_NOTFOUND);
    assert_int_equal(store_feed_resume(f->store, id, T0), E_NOTFOUND);
    assert_int_equal(store_feed_ask(f->store, id, T0, true), E_NOTFOUND);
    assert_ok(store_feed_list(&feeds, &n, &f->arena, f->store, 0, 10));
    assert_int_equal(n, 1);
    assert_int_equal(due(ids, f, T0 + 9), 1);
    assert_int_equal(ids[0], other);
    assert_ok(store_entry_page_due(&pages, &n, &f->arena, f->store, T0, 10));
    assert_int_equal(n, 0);
    /* But it is there. */
    assert_ok(store_feed_taken(&found, f->store, S("https://one.example/feed")));
    assert_int_equal(found, id);
    assert_ok(store_feed_taken(&found, f->store, S("https://one.example/none")));
    assert_int_equal(found, 0);
    assert_ok(store_feed_list_removed(&feeds, &n, &f->arena, f->store, 10));
    assert_int_equal(n, 1);
    assert_int_equal(feeds[0].removed_us, T0 + 5);
    assert_ok(store_feed_restore(f->store, id));
    assert_int_equal(store_feed_restore(f->store, id), E_NOTFOUND);
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    assert_true(feed.removed_us == TIME_NONE);
    assert_ok(store_entry_page_due(&pages, &n, &f->arena, f->store, T0, 10));
    assert_int_equal(n, 1);
    assert_str(pages[0].feed_url, "https://one.example/feed");
    assert_ok(store_entry_page_due_of(&pages, &n, &f->arena, f->store, other, T0, 10));
    assert_int_equal(n, 0);
    assert_ok(store_entry_page_due_of(&pages, &n, &f->arena, f->store, id, T0, 10));
    assert_int_equal(n, 1);
    /* Subscribing brings it back as well. */
    assert_ok(store_feed_remove(f->store, id, T0 + 5));
    assert_int_equal(feed_make(f, "https://one.example/feed", T0), id);
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    /* For good, when its time has come; the articles stay. */
    assert_ok(store_feed_remove(f->store, id, T0 + 5));
    assert_ok(store_feed_purge(&found, f->store, T0 + 5));
    assert_int_equal(found, 0);
    assert_ok(store_feed_purge(&found, f->store, T0 + 6));
    assert_int_equal(found, 1);
    assert_int_equal(store_feed_restore(f->store, id), E_NOTFOUND);
    assert_int_equal(store_entry_article(f->store, e.id, 0), E_NOTFOUND);
    assert_ok(store_feed_get(&feed, &f->arena, f->store, other));
}

static void test_rename(void **state)
{
    struct fixture *f = *state;
    int64_t id = feed_make(f, "https://one.example/feed", T0 + 99);
    int64_t other = feed_make(f, "https://one.example/other", T0);
    const str folders[] = {S("Europe")};
    struct feed feed, kept;
    struct feed_settings settings = {.feed_id = id,
                                     .user_agent = S("ours"),
                                     .username = S("ada"),
                                     .password = S("secret"),
                                     .cookie = S("a=b")};
    assert_ok(store_feed_settings_put(f->store, &settings));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    feed.etag = S("e");
    feed.failures = 3;
    feed.error = S("why");
    assert_ok(store_feed_checked(f->store, &feed));
    feed.title = S("Harbour");
    feed.folders = (struct strs){folders, 1};
    assert_ok(store_feed_rename(f->store, &feed, T0));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    assert_str(feed.title, "Harbour");
    assert_int_equal(feed.folders.len, 1);
    assert_str(feed.etag, "e");
    assert_int_equal(feed.next_check_us, T0 + 99);
    /* Elsewhere on the same site: secrets stay, what was known goes. */
    feed.url = S("https://one.example/elsewhere");
    assert_ok(store_feed_rename(f->store, &feed, T0));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    assert_str(feed.url, "https://one.example/elsewhere");
    assert_true(str_empty(feed.etag) && str_empty(feed.error) && feed.failures == 0);
    assert_int_equal(feed.next_check_us, T0);
    assert_ok(store_feed_settings_get(&settings, &f->arena, f->store, id));
    assert_str(settings.password, "secret");
    /* On another: they are not for that. */
    feed.url = S("http://one.example/elsewhere");
    assert_ok(store_feed_rename(f->store, &feed, T0));
    assert_ok(store_feed_settings_get(&settings, &f->arena, f->store, id));
    assert_true(str_empty(settings.username) && str_empty(settings.password) &&
                str_empty(settings.cookie));
    assert_str(settings.user_agent, "ours");
    feed.url = S("https://one.example/other");
    assert_int_equal(store_feed_rename(f->store, &feed, T0), E_EXISTS);
    assert_ok(store_feed_remove(f->store, other, T0));
    assert_int_equal(store_feed_rename(f->store, &feed, T0), E_EXISTS);
    feed.url = S("https://ada:secret@one.example/");
    assert_int_equal(store_feed_rename(f->store, &feed, T0), E_INPUT);
    assert_ok(store_feed_get(&kept, &f->arena, f->store, id));
    assert_str(kept.url, "http://one.example/elsewhere");
    feed.id = 99;
    assert_int_equal(store_feed_rename(f->store, &feed, T0), E_NOTFOUND);
}

static void test_settings(void **state)
{
    struct fixture *f = *state;
    int64_t id = feed_make(f, "https://one.example/feed", T0);
    struct feed_settings none, settings = {.feed_id = id,
                                           .user_agent = S("ours"),
                                           .username = S("ada"),
                                           .password = S("secret"),
                                           .cookie = S("a=b"),
                                           .proxy = S("socks5://p:1080"),
                                           .full_text = FEED_TEXT_NEVER};
    assert_ok(store_feed_settings_get(&none, &f->arena, f->store, id));
    assert_true(none.feed_id == id && str_empty(none.proxy) && none.full_text == FEED_TEXT_AUTO);
    assert_ok(store_feed_settings_put(f->store, &settings));
    settings.full_text = FEED_TEXT_ALWAYS;
    assert_ok(store_feed_settings_put(f->store, &settings));
    assert_ok(store_feed_settings_get(&settings, &f->arena, f->store, id));
    assert_str(settings.user_agent, "ours");
    assert_str(settings.username, "ada");
    assert_str(settings.password, "secret");
    assert_str(settings.cookie, "a=b");
    assert_str(settings.proxy, "socks5://p:1080");
    assert_int_equal(settings.full_text, FEED_TEXT_ALWAYS);
    assert_ok(store_feed_settings_put(f->store, &none));
    assert_ok(store_feed_settings_get(&settings, &f->arena, f->store, id));
    assert_true(str_empty(settings.user_agent) && settings.full_text == FEED_TEXT_AUTO);
    none.feed_id = 99;
    none.proxy = S("none");
    assert_int_equal(store_feed_settings_put(f->store, &none), E_NOTFOUND);
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
    /* An entry that comes with another article leads to that. */
    struct article b = article_make(&f->arena, source_id, 2, "Two", "Other words.", "en");
    assert_ok(store_article_put(&did, f->store, &b));
    struct entry found;
    e.article_id = b.id;
    assert_ok(store_entry_put(&is_new, f->store, &e));
    assert_ok(store_entry_find(&found, &f->arena, f->store, &e));
    assert_true(!is_new && found.article_id == b.id);
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
        {entry_of(feed_id, S("g1"), S("https://one.example/moved"), S("One!"), T0), false},
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
    /* What was looked for and not found is added without looking, but for its id. */
    struct entry added = entry_of(feed_id, S("g6"), S("https://one.example/6"), S("Six"), T0);
    assert_ok(store_entry_add(&is_new, f->store, &added));
    assert_true(is_new && added.id > rows[8].entry.id);
    struct entry again = added;
    again.title = S("Six, corrected");
    assert_ok(store_entry_add(&is_new, f->store, &again));
    assert_true(!is_new && again.id == added.id);
    assert_ok(store_entry_find(&found, &f->arena, f->store, &again));
    assert_str(found.title, "Six, corrected");
    rows[6].entry.guid = S("none");
    assert_int_equal(store_entry_find(&found, &f->arena, f->store, &rows[6].entry), E_NOTFOUND);
}

/* Feeds that number their entries anew each time, or give all of them one id. */
static void test_shared_ids(void **state)
{
    struct fixture *f = *state;
    int64_t id = feed_make(f, "https://one.example/feed", TIME_NONE);
    struct entry first = entry_of(id, S("1"), S("https://one.example/a"), S("A"), T0);
    struct entry second = entry_of(id, S("1"), S("https://one.example/b"), S("B"), T0 + 1);
    struct entry third = entry_of(id, S("1"), S("https://one.example/c"), S("C"), T0 + 2), found;
    bool is_new;
    struct entry *const all[] = {&first, &second, &third};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        assert_int_equal(store_entry_find(&found, &f->arena, f->store, all[i]), E_NOTFOUND);
        assert_ok(store_entry_add(&is_new, f->store, all[i]));
        assert_true(is_new);
    }
    assert_true(first.id != second.id && second.id != third.id);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < ARRAY_LEN(all); i++) {
            int64_t was = all[i]->id;
            assert_ok(store_entry_find(&found, &f->arena, f->store, all[i]));
            assert_int_equal(found.id, was);
            assert_ok(store_entry_put(&is_new, f->store, all[i]));
            assert_false(is_new);
            assert_int_equal(all[i]->id, was);
        }
    /* One that takes over another's address keeps to itself, too. */
    struct entry fourth = entry_of(id, S("1"), S("https://one.example/d"), S("D"), TIME_NONE);
    assert_ok(store_entry_put(&is_new, f->store, &fourth));
    assert_true(is_new);
    /* What two have in common identifies neither. */
    struct entry live = entry_of(id, S("l1"), S("https://one.example/"), S("Live"), TIME_NONE);
    assert_ok(store_entry_put(&is_new, f->store, &live));
    live.guid = S("l2");
    live.title = S("Today");
    assert_ok(store_entry_put(&is_new, f->store, &live));
    assert_true(is_new);
    live.title = S("Live");
    assert_ok(store_entry_put(&is_new, f->store, &live));
    assert_false(is_new);
    live.guid = S("l3");
    assert_ok(store_entry_put(&is_new, f->store, &live));
    assert_true(is_new);
    /* Nothing to compare is nothing against it. */
    struct entry bare = entry_of(id, S("bare"), S(""), S(""), TIME_NONE);
    assert_ok(store_entry_put(&is_new, f->store, &bare));
    bare.title = S("Told later");
    assert_ok(store_entry_put(&is_new, f->store, &bare));
    assert_false(is_new);
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
        WITH_STORE(test_recipes),
        WITH_STORE(test_pause),
        WITH_STORE(test_ask_again),
        WITH_STORE(test_remove_and_restore),
        WITH_STORE(test_rename),
        WITH_STORE(test_settings),
        WITH_STORE(test_entries),
        WITH_STORE(test_entry_identity),
        WITH_STORE(test_shared_ids),
        WITH_STORE(test_entry_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
