/* Feeds that are pushed: who does it, whether it was them, and what is asked of them when. */
#include "test_arena.h"

#include "base/clock.h"
#include "websub/hub.h"
#include "websub/signature.h"

#define HOUR (3600 * CLOCK_SECOND_US)
#define NOW ((int64_t)1795363200 * CLOCK_SECOND_US)

/* --- links ----------------------------------------------------------------------------------- */

static void test_links(void **state)
{
    (void)state;
    struct arena *a = &arena;
    static const struct {
        const char *header, *hubs, *topic;
    } rows[] = {
        {"", "", ""},
        {"<https://hub.example/>; rel=hub, <https://a.example/f?x=1,2;3>; rel=self",
         "https://hub.example/", "https://a.example/f?x=1,2;3"},
        {"<https://hub.example>;REL=\"x HUB y\"", "https://hub.example", ""},
        {"<https://one.example/>; rel=\"hub self\"", "https://one.example/",
         "https://one.example/"},
        {"<https://1.example/>; rel=hub, <https://2.example/>; rel=hub,<https://1.example/>;rel=hub",
         "https://1.example/ https://2.example/", ""},
        {"</hub>; rel=hub, <self?q>; rel=self", "https://a.example/hub",
         "https://a.example/dir/self?q"},
        {" , ,<https://h.example/> ; title=\"a, <b>; rel=self \\\" c\" ; rel = hub ,",
         "https://h.example/", ""},
        {"<https://h.example/>; rel=next; rel=hub", "", ""},
        {"<https://h.example/>; anchor=\"https://b.example/\"; rel=hub", "", ""},
        {"<https://h.example/>; rel=hubs, <https://h.example/>; rel=\"hub-self\"", "", ""},
        {"<https://h.example/>; rel=\"hub, <https://g.example/>; rel=hub", "", ""},
        {"<https://h.example/", "", ""},
        {"https://h.example/; rel=hub", "", ""},
        {"<https://h.example/> rel=hub", "", ""},
        {"<javascript:x>; rel=hub, <ftp://h.example/>; rel=hub, <mailto:x>; rel=self", "", ""},
        {"<https://b.example/1>; rel=self, <https://b.example/2>; rel=self", "",
         "https://b.example/1"},
        {"<https://me:secret@h.example/>; rel=hub, <https://me@a.example/>; rel=self", "", ""},
        {"<https://h.example/>; rel, <https://g.example/>; ; rel=hub", "https://g.example/", ""},
    };
    url base;
    assert_ok(url_parse(&base, a, S("https://a.example/dir/feed"), NULL));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct websub_offer offer = {0};
        struct sbuf hubs;
        websub_offer_header(&offer, a, str_c(rows[i].header), base);
        sbuf_init(&hubs, a, 1000);
        for (size_t k = 0; k < offer.len; k++)
            sbuf_printf(&hubs, "%s%.*s", k ? " " : "", STR_FMT(offer.hubs[k]));
        if (!str_eq(sbuf_str(&hubs), str_c(rows[i].hubs)) ||
            !str_eq(offer.topic, str_c(rows[i].topic)))
            print_error("row %zu: '%.*s' '%.*s'\n", i, STR_FMT(sbuf_str(&hubs)),
                        STR_FMT(offer.topic));
        assert_true(str_eq(sbuf_str(&hubs), str_c(rows[i].hubs)));
        assert_true(str_eq(offer.topic, str_c(rows[i].topic)));
    }
}

/* What was asked with a password is not told to a hub. */
static void test_no_passwords(void **state)
{
    (void)state;
    struct websub_offer offer = {0};
    url base;
    assert_ok(url_parse(&base, &arena, S("https://me:secret@a.example/dir/feed"), NULL));
    assert_false(websub_may_tell(base));
    websub_offer_header(&offer, &arena, S("<self>; rel=self, </hub>; rel=hub"), base);
    assert_true(offer.len == 0 && str_empty(offer.topic));
}

static void test_link_limits(void **state)
{
    (void)state;
    struct arena *a = &arena;
    struct websub_offer offer = {0};
    struct sbuf b;
    url base;
    assert_ok(url_parse(&base, a, S("https://a.example/"), NULL));
    sbuf_init(&b, a, 100000);
    for (int i = 0; i < 20; i++)
        sbuf_printf(&b, "<https://h%d.example/>; rel=hub, ", i);
    websub_offer_header(&offer, a, sbuf_str(&b), base);
    assert_int_equal(offer.len, WEBSUB_HUBS_MAX);
    assert_str(offer.hubs[3], "https://h3.example/");
    sbuf_truncate(&b, 0);
    sbuf_put(&b, S("https://a.example/"));
    while (b.len <= WEBSUB_URL_MAX)
        sbuf_putc(&b, 'x');
    offer = (struct websub_offer){0};
    websub_offer_add(&offer, a, S("self"), sbuf_str(&b), base);
    assert_int_equal(offer.topic.len, 0);
    websub_offer_add(&offer, a, S("self"), str_sub(sbuf_str(&b), 0, WEBSUB_URL_MAX), base);
    assert_int_equal(offer.topic.len, WEBSUB_URL_MAX);
}

/* --- signatures ------------------------------------------------------------------------------ */

/* RFC 2202 and 4231, test case 2. */
static void test_signatures(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool good;
    } rows[] = {
        {"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", true},
        {"sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", true},
        {"sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c7"
         "8b3239ecfab21649",
         true},
        {"sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6"
         "d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
         true},
        {" SHA1=EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79 ", true},
        {"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c78", false},
        {"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c7", false},
        {"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c7900", false},
        {"sha256=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", false},
        {"sha1 effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", false},
        {"sha1=xffcdf6ae5eb2fa2d27416d5f184df9c259a7c79", false},
        {"md5=750c783e6ab0b503eaa86e310a5db738", false},
        {"=", false},
        {"", false},
    };
    str body = S("what do ya want for nothing?");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (websub_signed(str_c(rows[i].header), S("Jefe"), body) != rows[i].good)
            print_error("row %zu\n", i);
        assert_int_equal(websub_signed(str_c(rows[i].header), S("Jefe"), body), rows[i].good);
        assert_false(websub_signed(str_c(rows[i].header), S("Jeff"), body));
        assert_false(websub_signed(str_c(rows[i].header), S("Jefe"), str_skip(body, 1)));
        assert_false(websub_signed(str_c(rows[i].header), S(""), body));
    }
    assert_false(websub_signed(STR_NONE, S("Jefe"), STR_NONE));
}

/* --- what is asked when ---------------------------------------------------------------------- */

static struct feed_hub begun(struct arena *a)
{
    struct feed_hub hub;
    hub_begin(&hub, a, 7, S("https://hub.example/"), S("https://a.example/f?x&y"), NOW);
    return hub;
}

static void test_question(void **state)
{
    (void)state;
    struct arena *a = &arena;
    struct feed_hub hub = begun(a), other = begun(a);
    assert_false(str_eq(hub.token, other.token) || str_eq(hub.secret, other.secret));
    assert_int_equal(hub.token.len, 64);
    hub.secret = S("s");
    str form = hub_question(a, &hub, S("https://me.example/websub/t"));
    assert_str(form,
               "hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2Ff%3Fx%26y&hub.callback="
               "https%3A%2F%2Fme.example%2Fwebsub%2Ft&hub.verify=async&hub.lease_seconds="
               "864000&hub.secret=s");
    hub.feed_gone = true;
    assert_true(str_starts(hub_question(a, &hub, S("x")), S("hub.mode=unsubscribe&")));
    assert_int_equal(str_find(hub_question(a, &hub, S("x")), S("secret")), STR_NPOS);
}

static void test_waits(void **state)
{
    (void)state;
    struct feed_hub hub = begun(&arena);
    static const int64_t quarters[] = {1, 2, 4, 8, 16, 32, 64, 96, 96};
    for (size_t i = 0; i < ARRAY_LEN(quarters); i++) {
        assert_true(hub_failed(&hub, NOW, NOW, 0, S("no")));
        assert_int_equal(hub.next_try_us - NOW, quarters[i] * HOUR / 4);
    }
    hub = begun(&arena);
    hub_failed(&hub, NOW, NOW, 5 * HOUR, S("no"));
    assert_int_equal(hub.next_try_us - NOW, 5 * HOUR);
    hub_failed(&hub, NOW, NOW, INT64_MAX, S("no"));
    assert_int_equal(hub.next_try_us - NOW, HUB_BACKOFF_MAX_US);
    hub = begun(&arena);
    for (int64_t hours = 1; hours <= 4; hours *= 2) {
        assert_true(hub_asked(&hub, NOW));
        assert_int_equal(hub.next_try_us - NOW, hours * HOUR);
        assert_int_equal(hub.asked_us, NOW);
    }
    /* What was confirmed meanwhile is not asked any more. */
    hub = begun(&arena);
    hub.state = HUB_LIVE;
    hub.verified_us = NOW + 1;
    hub.next_try_us = NOW + HOUR;
    assert_true(hub_asked(&hub, NOW));
    assert_true(hub_failed(&hub, NOW, NOW + 2, 0, S("no")));
    assert_true(hub.tries == 0 && hub.next_try_us == NOW + HOUR && hub.asked_us == TIME_NONE);
    assert_true(hub_asked(&hub, NOW + 2));
    assert_int_equal(hub.tries, 1);
    /* Leaving ends by itself. */
    hub.feed_gone = true;
    hub.tries = 0;
    assert_true(hub_failed(&hub, NOW + 2, NOW, 0, S("no")));
    assert_true(hub_failed(&hub, NOW + 2, NOW, 0, S("no")));
    assert_false(hub_failed(&hub, NOW + 2, NOW, 0, S("no")));
    hub.tries = 0;
    for (int i = 0; i < HUB_LEAVE_TRIES; i++)
        assert_true(hub_asked(&hub, NOW + 2));
    assert_false(hub_asked(&hub, NOW + 2));
}

static void test_offers(void **state)
{
    (void)state;
    struct arena *a = &arena;
    const struct websub_offer none = {0}, one = {.hubs = {S("https://1.example/")}, .len = 1},
                              two = {.hubs = {S("https://1.example/"), S("https://2.example/")},
                                     .len = 2,
                                     .topic = S("https://a.example/t")};
    str address = S("https://a.example/f");
    struct feed_hub hub;
    assert_false(hub_offered(&hub, false, a, 7, &none, address, NOW));
    assert_false(hub_offered(&hub, false, a, 7, &one, S(""), NOW));
    assert_true(hub_offered(&hub, false, a, 7, &one, address, NOW));
    assert_str(hub.hub_url, "https://1.example/");
    assert_str(hub.topic_url, "https://a.example/f");
    assert_int_equal(hub.next_try_us, NOW);
    assert_false(hub_offered(&hub, true, a, 7, &one, address, NOW));
    /* Another topic, before anybody was told: the old one is forgotten. */
    str token = hub.token;
    assert_true(hub_offered(&hub, true, a, 7, &two, address, NOW));
    assert_str(hub.topic_url, "https://a.example/t");
    assert_false(str_eq(hub.token, token));
    /* A hub that does not answer is left for the next. */
    hub.tries = HUB_ANOTHER_TRIES;
    assert_true(hub_offered(&hub, true, a, 7, &two, address, NOW));
    assert_str(hub.hub_url, "https://2.example/");
    hub.tries = HUB_ANOTHER_TRIES;
    hub.state = HUB_LIVE;
    assert_false(hub_offered(&hub, true, a, 7, &two, address, NOW));
    /* One that was told is told that it is over. */
    assert_true(hub_offered(&hub, true, a, 7, &none, address, NOW + 5));
    assert_true(hub.state == HUB_LEAVING && hub.next_try_us == NOW + 5 && hub.tries == 0);
    assert_str(hub.hub_url, "https://2.example/");
    assert_false(hub_offered(&hub, true, a, 7, &two, address, NOW));
}

static void test_relied(void **state)
{
    (void)state;
    struct feed_hub hub = begun(&arena);
    assert_int_equal(hub_relied(&hub, 0, NOW), TIME_NONE);
    hub.state = HUB_LIVE;
    hub.until_us = NOW + HOUR;
    assert_int_equal(hub_relied(&hub, 0, NOW), TIME_NONE); /* nothing has come yet */
    hub.pushed_us = NOW - 1;
    assert_int_equal(hub_relied(&hub, 0, NOW), NOW + HOUR);
    assert_int_equal(hub_relied(&hub, 1, NOW), TIME_NONE);
    assert_int_equal(hub_relied(&hub, 0, NOW + HOUR), TIME_NONE);
    hub.feed_gone = true;
    assert_int_equal(hub_relied(&hub, 0, NOW), TIME_NONE);
    hub.feed_gone = false;
    hub.state = HUB_DENIED;
    assert_int_equal(hub_relied(&hub, 0, NOW), TIME_NONE);
}

static void test_words(void **state)
{
    (void)state;
    struct feed_hub hub = begun(&arena);
    assert_str(hub_word(&hub, NOW), "wanted");
    hub.asked_us = NOW;
    assert_str(hub_word(&hub, NOW), "asked");
    hub.state = HUB_LIVE;
    hub.until_us = NOW + 1;
    assert_str(hub_word(&hub, NOW), "live");
    assert_str(hub_word(&hub, NOW + 1), "lapsed");
    hub.state = HUB_DENIED;
    assert_str(hub_word(&hub, NOW), "denied");
    hub.state = HUB_LEAVING;
    assert_str(hub_word(&hub, NOW), "leaving");
    enum websub_mode mode;
    assert_true(websub_mode_read(&mode, S("denied")) && mode == WEBSUB_DENIED);
    assert_false(websub_mode_read(&mode, S("publish")));
    assert_false(websub_mode_read(&mode, STR_NONE));
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(test_links),      WITH_ARENA(test_link_limits), WITH_ARENA(test_no_passwords),
        WITH_ARENA(test_signatures), WITH_ARENA(test_question),    WITH_ARENA(test_waits),
        WITH_ARENA(test_offers),     WITH_ARENA(test_relied),      WITH_ARENA(test_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
