/* Newsletters in the store: which mail is whose, held or published, there once, and whose names are
 * seen. Once per engine. */
#include "store_testing.h"

#include "mail/newsletter.h"
#include "pipeline/mail_intake.h"
#include "store/newsletter.h"

#define LETTER(to, from, more)                                                                     \
    "From: Brook <" from ">\r\nTo: " to "\r\nSubject: High water\r\n" more "\r\nText\r\n"

static int64_t subscribed(struct fixture *f, const char *name)
{
    int64_t id = 0;
    bool made;
    assert_ok(mail_intake_subscribe(&id, &made, &f->arena, f->store, str_c(name), S("Brook")));
    assert_true(made);
    return id;
}

static size_t mails(struct newsletter_mail **out, struct fixture *f, int64_t feed_id)
{
    size_t n = 0;
    assert_ok(store_newsletter_mails(out, &n, &f->arena, f->store, feed_id, 0, 1000));
    return n;
}

static size_t published(struct fixture *f)
{
    struct delivery_waiting *at;
    size_t n = 0;
    assert_ok(store_delivery_next(&at, &n, &f->arena, f->store, 0, DELIVERIES_MAX));
    return n;
}

static struct feed feed_of(struct fixture *f, int64_t id)
{
    struct feed feed;
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    return feed;
}

static void publish(struct fixture *f, int64_t id, const char *sender)
{
    struct feed feed = feed_of(f, id);
    str senders[] = {str_c(sender)};
    assert_ok(mail_intake_publish(&f->arena, f->store, &feed, feed.title, senders, sender[0] != 0));
}

static void test_addresses(void **state)
{
    struct fixture *f = *state;
    int64_t id = subscribed(f, "ab12cd"), again;
    bool made = true;
    assert_ok(mail_intake_subscribe(&again, &made, &f->arena, f->store, S("ab12cd"), S("Other")));
    assert_true(again == id && !made);
    struct feed feed = feed_of(f, id);
    assert_str(feed.url, "mail:ab12cd");
    assert_true(feed.kind == FEED_OF_MAIL && feed.next_check_us == TIME_NONE);
    static const char *const ours[] = {"ab12cd@a.example", "AB12CD@b.example",
                                       "courant+ab12cd@c.example", "ab12cd@"};
    static const char *const others[] = {
        "ab12c@a.example",      "ab12cd", "", "@", "ab12cd+x@a.example", "\xff\xfe@a.example",
        "mail:ab12cd@a.example"};
    for (size_t i = 0; i < ARRAY_LEN(ours); i++)
        assert_ok(mail_intake_known(f->store, str_c(ours[i])));
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_int_equal(mail_intake_known(f->store, str_c(others[i])), E_NOTFOUND);
    /* Feeds of other kinds have no address, and removed ones none any more. */
    assert_ok(store_feed_remove(f->store, id, T0));
    assert_int_equal(mail_intake_known(f->store, S("ab12cd@a.example")), E_NOTFOUND);
    assert_int_equal(
        mail_intake_subscribe(&again, &made, &f->arena, f->store, S("ab12cd"), S("Brook")),
        E_NOTFOUND);
}

static status put(struct fixture *f, const char *to, str mail)
{
    return mail_intake_put(f->store, S("bounce@b.example"), str_c(to), mail, T0);
}

static void test_held_and_published(void **state)
{
    struct fixture *f = *state;
    struct newsletter_mail *at;
    struct delivery got;
    int64_t id = subscribed(f, "ab12cd"), dropped;
    assert_ok(put(f, "ab12cd@a.example", S(LETTER("x@y", "w@b.example", ""))));
    assert_int_equal(mails(&at, f, id), 1);
    assert_true(at[0].held && at[0].received_us == T0 && at[0].tries == 0 && at[0].feed_id == id);
    assert_int_equal(published(f), 0);
    assert_ok(store_delivery_get(&got, &f->arena, f->store, at[0].id));
    assert_str(got.content_type, "message/rfc822");
    assert_str(got.body,
               "Return-Path: <bounce@b.example>\r\nDelivered-To: ab12cd@a.example\r\n" LETTER(
                   "x@y", "w@b.example", ""));
    /* Sent again, because the sender did not hear of it. */
    assert_ok(put(f, "ab12cd@a.example", S(LETTER("x@y", "w@b.example", ""))));
    assert_int_equal(mails(&at, f, id), 1);
    /* Published from here on: of that sender. */
    publish(f, id, "from:w@b.example");
    assert_int_equal(published(f), 0);
    assert_ok(put(f, "ab12cd@a.example", S(LETTER("x@y", "W@B.example", "X: 1\r\n"))));
    assert_int_equal(published(f), 1);
    assert_ok(put(f, "ab12cd@a.example", S(LETTER("x@y", "m@evil.example", ""))));
    assert_int_equal(published(f), 1);
    publish(f, id, "list:w.b.example");
    assert_ok(
        put(f, "ab12cd@a.example", S(LETTER("x@y", "m@b.example", "List-Id: <W.b.example>\r\n"))));
    assert_int_equal(published(f), 2);
    publish(f, id, "");
    assert_ok(put(f, "ab12cd@a.example", S(LETTER("x@y", "any@b.example", ""))));
    assert_int_equal(published(f), 3);
    assert_ok(store_newsletter_recipe(f->store, id, S(""), feed_of(f, id).source_id));
    assert_ok(put(f, "ab12cd@a.example", S(LETTER("x@y", "w@b.example", "X: 2\r\n"))));
    assert_int_equal(published(f), 3);
    /* One that is held goes on; the others are forgotten. */
    assert_int_equal(mails(&at, f, 0), 6);
    assert_ok(store_newsletter_release(f->store, at[0].id));
    assert_int_equal(store_newsletter_release(f->store, at[0].id), E_NOTFOUND);
    assert_int_equal(published(f), 4);
    assert_ok(store_newsletter_drop_held(&dropped, f->store, id));
    assert_int_equal(dropped, 2);
    assert_int_equal(mails(&at, f, id + 1), 0);
    assert_int_equal(mails(&at, f, 0), 4);
    size_t n;
    assert_ok(store_newsletter_mails(&at, &n, &f->arena, f->store, id, at[0].id, 2));
    assert_int_equal(n, 2);
}

/* What it is called is seen when it is published, as a source that is nobody else's. */
static void test_names(void **state)
{
    struct fixture *f = *state;
    struct source *sources;
    size_t n;
    source_make(f->store, "brook", false);
    int64_t id = subscribed(f, "ab12cd");
    assert_ok(store_source_list(&sources, &n, &f->arena, f->store));
    assert_int_equal(n, 2);
    assert_str(sources[0].key, "newsletters");
    publish(f, id, "");
    assert_ok(store_source_list(&sources, &n, &f->arena, f->store));
    assert_int_equal(n, 3);
    struct source source;
    assert_ok(store_source_get(&source, &f->arena, f->store, S("newsletter-brook")));
    assert_true(feed_of(f, id).source_id == source.id);
    assert_int_equal(store_newsletter_recipe(f->store, id + 1, S(""), source.id), E_NOTFOUND);
}

static void test_refused(void **state)
{
    struct fixture *f = *state;
    int64_t id = subscribed(f, "ab12cd");
    struct newsletter_mail *at;
    assert_int_equal(put(f, "other@a.example", S(LETTER("x@y", "w@b.example", ""))), E_NOTFOUND);
    assert_int_equal(put(f, "ab12cd@a.example", S("")), E_INPUT);
    char *large = mem_calloc(1, MAIL_BYTES_MAX);
    memcpy(large, "A: b\r\n\r\n", 8);
    assert_int_equal(put(f, "ab12cd@a.example", str_of(large, MAIL_BYTES_MAX)), E_LIMIT);
    free(large);
    for (int i = 0; i < DELIVERIES_MAX; i++)
        assert_ok(put(f, "ab12cd@a.example", str_printf(&f->arena, "N: %d\r\n\r\nx", i)));
    assert_int_equal(put(f, "ab12cd@a.example", S("N: x\r\n\r\nx")), E_LIMIT);
    assert_int_equal(mails(&at, f, id), DELIVERIES_MAX);
}

/* By the address it was for, its list, its sender. */
static void test_files(void **state)
{
    struct fixture *f = *state;
    struct newsletter_mail *at;
    int64_t id = subscribed(f, "ab12cd"), list_id, from_id;
    struct feed feed;
    static const str ours[] = {
        S(LETTER("me+ab12cd@a.example", "w@b.example", "List-Id: <w.b.example>\r\n")),
        S("Delivered-To: ab12cd@a.example\r\n" LETTER("list@b.example", "w@b.example", "")),
        S(LETTER("one@b.example, ab12cd@a.example", "w@b.example", "")),
        S(LETTER("one@b.example\r\nCc: ab12cd@a.example", "w@b.example", "")),
    };
    for (size_t i = 0; i < ARRAY_LEN(ours); i++) {
        assert_ok(mail_intake_put_file(f->store, ours[i], false, T0));
        assert_ok(mail_intake_put_file(f->store, ours[i], true, T0));
    }
    assert_int_equal(mails(&at, f, id), 4);
    static const str list =
        S(LETTER("me@a.example", "w@b.example", "List-Id: Brook weekly <w.b.example>\r\n"));
    static const str from = S(LETTER("me@a.example", "W@b.example", ""));
    static const str nobody = S("Subject: x\r\n\r\nText");
    assert_int_equal(mail_intake_put_file(f->store, list, false, T0), E_NOTFOUND);
    assert_int_equal(mail_intake_put_file(f->store, nobody, true, T0), E_NOTFOUND);
    assert_int_equal(mail_intake_put_file(f->store, S(""), true, T0), E_INPUT);
    assert_ok(mail_intake_put_file(f->store, list, true, T0));
    assert_ok(mail_intake_put_file(f->store, list, false, T0));
    assert_ok(mail_intake_put_file(f->store, from, true, T0));
    assert_ok(store_feed_by_url(&list_id, f->store, S("mail:w.b.example")));
    assert_ok(store_feed_by_url(&from_id, f->store, S("mail:w@b.example")));
    assert_int_equal(mails(&at, f, list_id), 1);
    assert_true(at[0].held);
    assert_int_equal(mails(&at, f, from_id), 1);
    feed = feed_of(f, list_id);
    assert_str(feed.title, "Brook weekly");
    assert_str(feed_of(f, from_id).title, "Brook");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_addresses, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_held_and_published, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_names, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_refused, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_files, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
