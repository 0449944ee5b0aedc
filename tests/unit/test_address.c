/* Addresses whose feeds follow from them. */
#include "testing.h"

#include "source/address.h"

static void check(const char *address, const char *const *wanted)
{
    struct arena a;
    struct address_feed_vec found = {0};
    url parsed;
    arena_init(&a);
    assert_ok(url_parse(&parsed, &a, str_c(address), NULL));
    address_feeds(&found, &a, parsed);
    size_t len = 0;
    while (wanted[len])
        len++;
    if (found.len != len)
        print_error("%s: %zu found\n", address, found.len);
    assert_int_equal(found.len, len);
    for (size_t i = 0; i < len; i++) {
        assert_str(found.at[i].url, wanted[i]);
        assert_true(found.at[i].what.len > 0);
    }
    arena_end(&a);
}

#define CHECK(address, ...) check(address, (const char *const[]){__VA_ARGS__, NULL})
#define CHECK_NONE(address) check(address, (const char *const[]){NULL})

static void test_videos(void **state)
{
    (void)state;
    CHECK("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
          "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv");
    CHECK("https://m.youtube.com/channel/UCabcdefghijklmnopqrstuv/videos",
          "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv");
    CHECK("https://www.youtube.com/user/SallowHarbour",
          "https://www.youtube.com/feeds/videos.xml?user=SallowHarbour");
    CHECK("https://www.youtube.com/playlist?list=PLx-1_2",
          "https://www.youtube.com/feeds/videos.xml?playlist_id=PLx-1_2");
    CHECK("https://www.youtube.com/watch?v=abc&list=PLx-1_2",
          "https://www.youtube.com/feeds/videos.xml?playlist_id=PLx-1_2");
    CHECK_NONE("https://www.youtube.com/watch?v=abc");
    CHECK_NONE("https://www.youtube.com/feeds/videos.xml?channel_id=UCx");
    CHECK("https://vimeo.com/channels/staff", "https://vimeo.com/channels/staff/videos/rss");
}

static void test_boards(void **state)
{
    (void)state;
    CHECK("https://www.reddit.com/r/ferries/", "https://www.reddit.com/r/ferries/.rss");
    CHECK("https://old.reddit.com/r/ferries/new/", "https://www.reddit.com/r/ferries/new/.rss");
    CHECK("https://reddit.com/u/skipper", "https://www.reddit.com/user/skipper/.rss");
    CHECK("https://www.reddit.com/user/skipper/m/boats",
          "https://www.reddit.com/user/skipper/m/boats/.rss",
          "https://www.reddit.com/user/skipper/.rss");
    CHECK("https://www.reddit.com/r/ferries/comments/1abc/title_here/",
          "https://www.reddit.com/r/ferries/comments/1abc/.rss");
    CHECK("https://www.reddit.com/search/?q=port%20sallow&type=link",
          "https://www.reddit.com/search.rss?q=port%20sallow&sort=new");
    CHECK_NONE("https://www.reddit.com/r/ferries/.rss");
    CHECK("https://talk.example/c/news/12", "https://talk.example/c/news/12.rss");
    CHECK("https://talk.example/latest", "https://talk.example/latest.rss");
    CHECK("https://lemmy.example/c/boats@other.example",
          "https://lemmy.example/feeds/c/boats@other.example.xml?sort=New");
}

static void test_code(void **state)
{
    (void)state;
    CHECK("https://github.com/sallow/ferry", "https://github.com/sallow/ferry/releases.atom",
          "https://github.com/sallow/ferry/tags.atom",
          "https://github.com/sallow/ferry/commits.atom");
    CHECK("https://github.com/sallow/ferry/releases/tag/v1",
          "https://github.com/sallow/ferry/releases.atom");
    CHECK("https://github.com/sallow/ferry/tree/topic/two",
          "https://github.com/sallow/ferry/commits/topic/two.atom");
    CHECK("https://github.com/sallow", "https://github.com/sallow.atom");
    CHECK_NONE("https://github.com/topics/ferries");
    CHECK_NONE("https://github.com/");
    CHECK_NONE("https://github.com/sallow/ferry/issues");
    CHECK("https://gitlab.com/sallow/ferry/-/commits/main",
          "https://gitlab.com/sallow/ferry/-/commits/main?format=atom");
    CHECK("https://codeberg.org/sallow/ferry/releases",
          "https://codeberg.org/sallow/ferry/releases.rss");
}

static void test_people(void **state)
{
    (void)state;
    CHECK("https://social.example/@ada", "https://social.example/@ada.rss");
    CHECK("http://social.example:8080/@ada/with_replies", "http://social.example:8080/@ada.rss");
    CHECK("https://social.example/tags/ferries", "https://social.example/tags/ferries.rss");
    CHECK("https://bsky.app/profile/ada.example", "https://bsky.app/profile/ada.example/rss");
    CHECK("https://medium.com/@ada/a-story-1a2b", "https://medium.com/feed/@ada");
    CHECK("https://ada.substack.com/p/a-letter", "https://ada.substack.com/feed");
    CHECK("https://www.tumblr.com/ada", "https://ada.tumblr.com/rss");
    CHECK("https://ada.tumblr.com/tagged/boats", "https://ada.tumblr.com/tagged/boats/rss",
          "https://ada.tumblr.com/rss");
    CHECK("https://ada.blogspot.com/2026/11/x.html",
          "https://ada.blogspot.com/feeds/posts/default");
    CHECK("https://site.example/category/news/local/",
          "https://site.example/category/news/local/feed/");
    CHECK_NONE("https://site.example/category/");
    CHECK_NONE("https://site.example/");
    CHECK_NONE("https://site.example/news/2026/a-story.html");
    CHECK_NONE("https://evil-github.com/a/b");
}

static void test_channels(void **state)
{
    (void)state;
    struct arena a;
    struct address_feed_vec found = {0};
    url parsed, page;
    arena_init(&a);
    assert_ok(url_parse(&parsed, &a, S("https://t.me/sallownews/123"), NULL));
    address_feeds(&found, &a, parsed);
    assert_str(found.at[0].url, "https://t.me/s/sallownews");
    assert_true(found.at[0].sure && found.at[0].recipe.len > 0);
    CHECK_NONE("https://t.me/joinchat/abc");
    CHECK_NONE("https://t.me/");
    assert_ok(url_parse(&parsed, &a, S("https://www.youtube.com/@sallow"), NULL));
    assert_true(address_channel(&page, &a, parsed, S("UCabcdefghijklmnopqrstuv")));
    assert_str(page.s, "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv");
    assert_false(address_channel(&page, &a, parsed, S("UC/../x")));
    assert_false(address_channel(&page, &a, parsed, S("other")));
    assert_ok(url_parse(&parsed, &a, S("https://site.example/"), NULL));
    assert_false(address_channel(&page, &a, parsed, S("UCabcdefghijklmnopqrstuv")));
    arena_end(&a);
}

static void test_accounts(void **state)
{
    (void)state;
    struct arena a;
    url out;
    arena_init(&a);
    assert_true(address_account(&out, &a, S(" @ada@social.example ")));
    assert_str(out.s,
               "https://social.example/.well-known/webfinger?resource=acct:ada@social.example");
    assert_true(address_account(&out, &a, S("ada@social.example")));
    assert_false(address_account(&out, &a, S("https://social.example/@ada")));
    assert_false(address_account(&out, &a, S("social.example")));
    assert_false(address_account(&out, &a, S("@social.example")));
    assert_false(address_account(&out, &a, S("ada@social.example/x")));
    assert_ok(address_profile(
        &out, &a,
        S("{\"links\":[{\"rel\":\"self\",\"href\":\"https://social.example/users/ada\"},"
          "{\"rel\":\"http://webfinger.net/rel/profile-page\",\"href\":"
          "\"https://social.example/@ada\"}]}")));
    assert_str(out.s, "https://social.example/@ada");
    assert_int_equal(address_profile(&out, &a, S("{\"links\":[]}")), E_INPUT);
    assert_int_equal(address_profile(&out, &a, S("oops")), E_INPUT);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_videos),   cmocka_unit_test(test_boards),
        cmocka_unit_test(test_code),     cmocka_unit_test(test_people),
        cmocka_unit_test(test_channels), cmocka_unit_test(test_accounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
