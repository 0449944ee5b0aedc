/* Feeds that are pushed, in the store: rows, lists, and what hubs may do. Once per engine. */
#include "store_testing.h"

#include "base/clock.h"
#include "pipeline/hubs.h"
#include "pipeline/inbox.h"
#include "websub/hub.h"

#include <pthread.h>

static int64_t feed_make(struct fixture *f, const char *address, int64_t next_check_us)
{
    int64_t id = 0;
    struct feed feed = {.source_id = source_make(f->store, "one.example", false),
                        .url = str_c(address),
                        .next_check_us = next_check_us};
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    return id;
}

static struct feed_hub hub_make(struct fixture *f, int64_t feed_id)
{
    struct feed_hub hub;
    hub_begin(&hub, &f->arena, feed_id, S("https://hub.example/"), S("https://one.example/t"), T0);
    assert_ok(store_hub_put(f->store, &hub));
    return hub;
}

static struct feed_hub get(struct fixture *f, int64_t feed_id)
{
    struct feed_hub hub;
    assert_ok(store_hub_get(&hub, &f->arena, f->store, feed_id));
    return hub;
}

static void test_rows(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1", T0),
            two = feed_make(f, "https://one.example/2", T0);
    struct feed_hub hub = hub_make(f, one), got, *list;
    size_t n;
    got = get(f, one);
    assert_str(got.hub_url, "https://hub.example/");
    assert_str(got.topic_url, "https://one.example/t");
    assert_true(str_eq(got.token, hub.token) && str_eq(got.secret, hub.secret));
    assert_true(got.state == HUB_WANTED && got.next_try_us == T0 && got.tries == 0);
    assert_true(got.asked_us == TIME_NONE && got.until_us == TIME_NONE &&
                got.pushed_us == TIME_NONE && got.hour_us == TIME_NONE &&
                got.poll_us == TIME_NONE && got.verified_us == TIME_NONE);
    hub = (struct feed_hub){.feed_id = one,
                            .hub_url = S("h"),
                            .topic_url = S("t"),
                            .token = S("k"),
                            .secret = S("s"),
                            .state = HUB_LIVE,
                            .asked_us = 1,
                            .verified_us = 2,
                            .until_us = 3,
                            .next_try_us = 4,
                            .tries = 5,
                            .error = S("e"),
                            .pushed_us = 6,
                            .hour_us = 7,
                            .hour_pushes = 8,
                            .poll_us = 9};
    assert_ok(store_hub_put(f->store, &hub));
    got = get(f, one);
    assert_true(got.state == HUB_LIVE && got.asked_us == 1 && got.verified_us == 2 &&
                got.until_us == 3 && got.next_try_us == 4 && got.tries == 5 && got.pushed_us == 6 &&
                got.hour_us == 7 && got.hour_pushes == 8 && got.poll_us == 9 && !got.feed_gone);
    assert_ok(store_hub_by_token(&got, &f->arena, f->store, S("k")));
    assert_int_equal(got.feed_id, one);
    assert_int_equal(store_hub_by_token(&got, &f->arena, f->store, S("x")), E_NOTFOUND);
    assert_int_equal(store_hub_get(&got, &f->arena, f->store, two), E_NOTFOUND);
    /* What is due, and lists. */
    hub_make(f, two);
    assert_ok(store_hub_due(&list, &n, &f->arena, f->store, T0, 10));
    assert_true(n == 2 && list[0].feed_id == one && list[1].feed_id == two);
    assert_ok(store_hub_due(&list, &n, &f->arena, f->store, T0 - 1, 10));
    assert_int_equal(n, 1);
    assert_ok(store_hub_list(&list, &n, &f->arena, f->store, one, two));
    assert_true(n == 1 && list[0].feed_id == two);
    assert_ok(store_hub_list(&list, &n, &f->arena, f->store, 0, INT64_MAX));
    assert_int_equal(n, 2);
    /* Feeds that nobody wants. */
    assert_ok(store_hub_gone(&list, &n, &f->arena, f->store, HUB_LEAVING, 10));
    assert_int_equal(n, 0);
    fixture_script(f, "UPDATE feeds SET paused_us = 5 WHERE url = 'https://one.example/2'");
    assert_ok(store_hub_gone(&list, &n, &f->arena, f->store, HUB_LEAVING, 10));
    assert_true(n == 1 && list[0].feed_id == two && list[0].feed_gone);
    assert_ok(store_hub_gone(&list, &n, &f->arena, f->store, HUB_WANTED, 10));
    assert_int_equal(n, 0);
    assert_ok(store_hub_remove(f->store, one));
    assert_int_equal(store_hub_remove(f->store, one), E_NOTFOUND);
}

static void test_hurry(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1", T0);
    struct feed feed;
    assert_ok(store_feed_hurry(f->store, one, T0 + 5));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, one));
    assert_int_equal(feed.next_check_us, T0);
    assert_ok(store_feed_hurry(f->store, one, T0 - 5));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, one));
    assert_int_equal(feed.next_check_us, T0 - 5);
    int64_t paused = feed_make(f, "https://one.example/2", TIME_NONE);
    assert_ok(store_feed_hurry(f->store, paused, T0));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, paused));
    assert_true(feed.next_check_us == TIME_NONE);
}

static status verify(struct fixture *f, str token, enum websub_mode mode, int64_t lease_s,
                     int64_t now_us)
{
    return websub_verify(&f->arena, f->store, token, mode, S("https://one.example/t"), lease_s,
                         S("why"), now_us);
}

static void test_confirmed(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1", T0 + 20 * HOUR_US);
    struct feed_hub hub = hub_make(f, one);
    assert_int_equal(verify(f, S("x"), WEBSUB_SUBSCRIBE, 100, T0), E_NOTFOUND);
    assert_int_equal(verify(f, hub.token, WEBSUB_SUBSCRIBE, 100, T0 - 1), E_NOTFOUND);
    assert_int_equal(verify(f, hub.token, WEBSUB_UNSUBSCRIBE, 0, T0), E_NOTFOUND);
    assert_int_equal(
        websub_verify(&f->arena, f->store, hub.token, WEBSUB_SUBSCRIBE, S("other"), 100, S(""), T0),
        E_NOTFOUND);
    assert_ok(verify(f, hub.token, WEBSUB_SUBSCRIBE, 86400, T0));
    hub = get(f, one);
    assert_true(hub.state == HUB_LIVE && hub.until_us == T0 + 24 * HOUR_US && hub.tries == 0);
    assert_int_equal(hub.next_try_us, T0 + 24 * HOUR_US / 100 * HUB_RENEW_PERCENT);
    assert_int_equal(verify(f, hub.token, WEBSUB_SUBSCRIBE, 86400, T0 + 1), E_NOTFOUND);
    /* Leases of no length, and of any. */
    static const struct {
        int64_t lease_s, until_us, next_us;
    } rows[] = {{0, 240 * HOUR_US, 192 * HOUR_US},
                {-5, 240 * HOUR_US, 192 * HOUR_US},
                {10, 10 * CLOCK_SECOND_US, 300 * CLOCK_SECOND_US},
                {INT64_MAX, HUB_LEASE_MAX_US, HUB_LEASE_MAX_US / 100 * HUB_RENEW_PERCENT}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        hub.next_try_us = T0;
        assert_ok(store_hub_put(f->store, &hub));
        assert_ok(verify(f, hub.token, WEBSUB_SUBSCRIBE, rows[i].lease_s, T0));
        hub = get(f, one);
        assert_int_equal(hub.until_us - T0, rows[i].until_us);
        assert_int_equal(hub.next_try_us - T0, rows[i].next_us);
    }
    /* No: the feed is asked as if nothing had been pushed. */
    struct feed feed;
    hub.poll_us = T0 + HOUR_US;
    assert_ok(store_hub_put(f->store, &hub));
    assert_ok(verify(f, hub.token, WEBSUB_DENIED, 0, T0 + 7));
    hub = get(f, one);
    assert_true(hub.state == HUB_DENIED && hub.next_try_us == T0 + 7 + HUB_DENIED_US);
    assert_str(hub.error, "the hub says no: why");
    assert_ok(store_feed_get(&feed, &f->arena, f->store, one));
    assert_int_equal(feed.next_check_us, T0 + HOUR_US);
    /* Whoever leaves lets go. */
    hub.state = HUB_LEAVING;
    assert_ok(store_hub_put(f->store, &hub));
    assert_int_equal(verify(f, hub.token, WEBSUB_SUBSCRIBE, 100, T0 + HUB_DENIED_US * 2),
                     E_NOTFOUND);
    assert_ok(verify(f, hub.token, WEBSUB_UNSUBSCRIBE, 0, T0));
    assert_int_equal(store_hub_get(&hub, &f->arena, f->store, one), E_NOTFOUND);
}

static void test_pushed(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1", T0 + HOUR_US), wait_us;
    struct feed_hub hub = hub_make(f, one), seen;
    struct delivery_waiting *at;
    size_t n;
    bool taken;
    hub.secret = S("Jefe");
    hub.state = HUB_LIVE;
    assert_ok(store_hub_put(f->store, &hub));
    struct websub_push push = {.token = hub.token,
                               .signature = S("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
                               .content_type = S("application/atom+xml"),
                               .body = S("what do ya want for nothing?")};
    assert_ok(websub_expect(&seen, &wait_us, &f->arena, f->store, hub.token, T0));
    assert_int_equal(seen.feed_id, one);
    assert_ok(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0));
    assert_true(taken);
    assert_ok(store_delivery_next(&at, &n, &f->arena, f->store, 0, 10));
    assert_int_equal(n, 1);
    struct delivery got;
    assert_ok(store_delivery_get(&got, &f->arena, f->store, at[0].id));
    assert_str(got.base_url, "https://one.example/t");
    assert_str(got.content_type, "application/atom+xml");
    assert_true(str_eq(got.body, push.body) && got.received_us == T0);
    push.body = S("what do ya want for nothing!");
    assert_ok(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0));
    assert_false(taken);
    push.body = S("what do ya want for nothing?");
    assert_int_equal(get(f, one).hour_pushes, 1);
    for (int i = 1; i < HUB_PUSHES_MAX && i < DELIVERIES_MAX; i++)
        assert_ok(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0 + i));
    /* Too many wait: nothing is counted. */
    assert_int_equal(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0 + 200), E_LIMIT);
    hub = get(f, one);
    assert_true(hub.hour_pushes == DELIVERIES_MAX && hub.pushed_us == T0 + DELIVERIES_MAX - 1);
    hub.hour_pushes = HUB_PUSHES_MAX;
    assert_ok(store_hub_put(f->store, &hub));
    assert_int_equal(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0 + 200), E_BUSY);
    assert_int_equal(wait_us, HUB_HOUR_US - 200);
    assert_int_equal(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0 + HUB_HOUR_US),
                     E_LIMIT);
    /* A clock that was set back does not shut anybody out. */
    assert_int_equal(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0 - HUB_HOUR_US),
                     E_LIMIT);
    hub.state = HUB_LEAVING;
    assert_ok(store_hub_put(f->store, &hub));
    assert_int_equal(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0), E_NOTFOUND);
    push.token = S("x");
    assert_int_equal(websub_push(&taken, &wait_us, &f->arena, f->store, &push, T0), E_NOTFOUND);
}

struct denial {
    str where, token;
    status did;
};

static void *deny(void *at)
{
    struct denial *d = at;
    struct arena a;
    struct store *s;
    arena_init(&a);
    d->did = store_open(&s, d->where);
    if (d->did == OK)
        d->did = websub_verify(&a, s, d->token, WEBSUB_DENIED, S("https://one.example/t"), 0, S(""),
                               T0 + 2);
    store_free(s);
    arena_end(&a);
    return NULL;
}

/* A hub says no while the desk has a push of the feed, and then its check, in one transaction: they
 * wait for each other in one order. */
static void test_nobody_waits_in_a_circle(void **state)
{
    struct fixture *f = *state;
    int64_t one = feed_make(f, "https://one.example/1", T0 + 20 * HOUR_US);
    struct feed_hub hub = hub_make(f, one);
    struct denial denial = {.where = f->where, .token = hub.token, .did = E_CANCELLED};
    struct harvest push = {.feed_id = one,
                           .delivery_id = 1,
                           .outcome = SCHEDULE_ANSWERED,
                           .checked_us = T0 + 1,
                           .newest_us = TIME_NONE},
                   check = push;
    struct feed feed;
    pthread_t thread;
    hub.state = HUB_LIVE;
    hub.poll_us = T0 + HOUR_US;
    assert_ok(store_hub_put(f->store, &hub));
    check.delivery_id = 0;
    check.websub = true;
    assert_ok(store_begin(f->store));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, one));
    assert_ok(inbox_keep(f->store, &feed, &push));
    assert_int_equal(pthread_create(&thread, NULL, deny, &denial), 0);
    usleep(300000);
    assert_ok(hubs_before(&f->arena, f->store, &feed, &check));
    assert_ok(hubs_after(f->store, &check));
    assert_ok(store_commit(f->store));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(denial.did, OK);
    assert_int_equal(get(f, one).state, HUB_DENIED);
    assert_ok(store_feed_get(&feed, &f->arena, f->store, one));
    assert_int_equal(feed.next_check_us, T0 + HOUR_US);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH_STORE(test_rows), WITH_STORE(test_hurry),
                                       WITH_STORE(test_confirmed), WITH_STORE(test_pushed),
                                       WITH_STORE(test_nobody_waits_in_a_circle)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
