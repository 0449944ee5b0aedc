/* What is known of sources: whose turn it is, what is kept, what readers' pages learn of it. Once
 * per engine. */
#include "store_testing.h"

static int64_t source_with_feed(struct fixture *f, const char *key, const char *site,
                                const char *language)
{
    int64_t source_id = source_make(f->store, key, false), id = 0;
    struct feed feed = {.source_id = source_id,
                        .url = str_printf(&f->arena, "https://%s/feed", key),
                        .next_check_us = TIME_NONE};
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    feed.succeeded_us = T0;
    feed.site_url = str_c(site);
    feed.language = str_c(language);
    assert_ok(store_feed_checked(f->store, &feed));
    return source_id;
}

static size_t due(struct source_facts **out, struct fixture *f, int64_t now_us)
{
    size_t n;
    assert_ok(store_facts_due(out, &n, &f->arena, f->store, now_us, 10));
    return n;
}

static void test_turns(void **state)
{
    struct fixture *f = *state;
    struct source_facts *at;
    source_make(f->store, "archive.example", false); /* nothing is subscribed to there */
    int64_t one = source_with_feed(f, "one.example", "https://one.example/home", "en-gb");
    int64_t two = source_with_feed(f, "two.example", "", "");
    assert_int_equal(due(&at, f, T0), 2);
    assert_int_equal(at[0].source_id, one);
    assert_str(at[0].home_url, "https://one.example/home");
    assert_str(at[0].feed_language, "en-gb");
    assert_int_equal(at[0].stage, FACTS_HOME);
    assert_int_equal(at[0].checked_us, TIME_NONE);
    struct source_facts facts = at[0];
    facts.next_us = T0 + 100;
    assert_ok(store_facts_put(f->store, &facts, NULL));
    facts = at[1];
    facts.next_us = T0 + 50;
    assert_ok(store_facts_put(f->store, &facts, NULL));
    assert_int_equal(due(&at, f, T0), 0);
    assert_int_equal(due(&at, f, T0 + 100), 2);
    assert_int_equal(at[0].source_id, two); /* the longest due */
    int64_t three = source_with_feed(f, "three.example", "", "");
    assert_int_equal(due(&at, f, T0 + 100), 3);
    assert_int_equal(at[0].source_id, three); /* never looked at */
    fixture_script(f, "UPDATE feeds SET paused_us = 5 WHERE url = 'https://one.example/feed'; "
                      "UPDATE feeds SET removed_us = 5 WHERE url = 'https://two.example/feed'; "
                      "UPDATE feeds SET kind = 2 WHERE url = 'https://three.example/feed'");
    assert_int_equal(due(&at, f, T0 + 100), 0);
    struct source_facts none;
    assert_int_equal(store_facts_get(&none, &f->arena, f->store, one), E_NOTFOUND);
    facts.source_id = one;
    assert_int_equal(store_facts_put(f->store, &facts, NULL), E_NOTFOUND);
}

static void test_kept(void **state)
{
    struct fixture *f = *state;
    struct source_facts facts, got;
    struct source_icon icon;
    struct source source;
    static const char bytes[] = "\0\xff icon";
    int64_t before, after, id = source_with_feed(f, "one.example", "", "");
    assert_ok(store_facts_get(&facts, &f->arena, f->store, id));
    facts.country = S("GB");
    facts.language = S("en");
    facts.stage = FACTS_ICON;
    facts.icon_url = S("https://one.example/i.png");
    facts.checked_us = T0;
    facts.next_us = T0;
    assert_ok(store_generation(&before, f->store));
    assert_ok(store_facts_put(f->store, &facts, NULL));
    assert_ok(store_generation(&after, f->store));
    assert_true(after > before); /* pages show the country */
    assert_int_equal(store_source_icon(&icon, &f->arena, f->store, S("one.example")), E_NOTFOUND);
    facts.icon_type = S("image/png");
    facts.icon_hash = 0xfedcba9876543211u;
    facts.etag = S("\"a\"");
    facts.last_modified = S("yesterday");
    str picture = str_of(bytes, sizeof bytes);
    assert_ok(store_facts_put(f->store, &facts, &picture));
    assert_ok(store_generation(&before, f->store));
    assert_true(before > after);
    facts.next_us = T0 + 9;
    facts.stage = FACTS_HOME;
    assert_ok(store_facts_put(f->store, &facts, NULL));
    assert_ok(store_generation(&after, f->store));
    assert_int_equal(after, before); /* nothing that pages show */
    assert_ok(store_facts_get(&got, &f->arena, f->store, id));
    assert_str(got.country, "GB");
    assert_str(got.language, "en");
    assert_str(got.icon_url, "https://one.example/i.png");
    assert_str(got.icon_type, "image/png");
    assert_str(got.etag, "\"a\"");
    assert_str(got.last_modified, "yesterday");
    assert_int_equal(got.stage, FACTS_HOME);
    assert_int_equal(got.checked_us, T0);
    assert_int_equal(got.next_us, T0 + 9);
    assert_ok(store_source_icon(&icon, &f->arena, f->store, S("one.example")));
    assert_str(icon.type, "image/png");
    assert_true(icon.hash == 0xfedcba9876543211u);
    assert_true(str_eq(icon.bytes, picture));
    assert_ok(store_source_get(&source, &f->arena, f->store, S("one.example")));
    assert_str(source.country, "GB");
    assert_str(source.language, "en"); /* nothing else was known of it */
    assert_true(source.icon_hash == icon.hash);
    facts.icon_hash = 0;
    facts.icon_type = picture = S("");
    assert_ok(store_facts_put(f->store, &facts, &picture));
    assert_int_equal(store_source_icon(&icon, &f->arena, f->store, S("one.example")), E_NOTFOUND);
    assert_ok(store_check(f->store));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH_STORE(test_turns), WITH_STORE(test_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
