/* Accounts over a store (COURANT_TEST_STORE, else an SQLite file): names, passwords, links, logging
 * in, sessions, waiting. */
#include "testing.h"

#include <pthread.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sbuf.h"
#include "people/account.h"
#include "people/csrf.h"
#include "people/name.h"
#include "people/password.h"
#include "people/password_rule.h"
#include "people/throttle.h"
#include "store/db.h"

#define NOW ((int64_t)1795363620000000)
#define SECOND CLOCK_SECOND_US
#define GOOD S("quiet harbour lamps")

struct fixture {
    struct arena arena;
    char folder[256];
    str where;
    struct store *store;
};

static int setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    const char *tmp = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%s/people-test-XXXXXX", tmp ? tmp : ".");
    assert_non_null(mkdtemp(f->folder));
    f->where = str_printf(&f->arena, "sqlite:%s/store.db", f->folder);
    if (getenv("COURANT_TEST_STORE")) {
        struct db *db;
        f->where = str_c(getenv("COURANT_TEST_STORE"));
        assert_ok(db_open(&db, f->where, true));
        assert_ok(db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
        db_close(db);
    }
    assert_ok(store_migrate(f->where));
    assert_ok(store_open(&f->store, f->where));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    store_free(f->store);
    str command = str_printf(&f->arena, "rm -rf -- '%s'", f->folder);
    assert_int_equal(system(command.p), 0);
    arena_end(&f->arena);
    free(f);
    return 0;
}

static struct account_form form_of(const char *name, str password)
{
    return (struct account_form){
        .name = str_c(name), .password = password, .agent = S("Test"), .peer = S("192.0.2.1")};
}

static struct user add(struct fixture *f, const char *name, enum role role)
{
    struct user user;
    enum people_problem why;
    struct account_form form = form_of(name, GOOD);
    assert_ok(account_add(&user, &why, &f->arena, f->store, &form, role, NOW));
    return user;
}

static enum people_problem try_login(str *token, struct fixture *f, const char *name, str password,
                                     const char *peer, int64_t now_us)
{
    enum people_problem why = PROBLEM_NONE;
    int64_t wait_us;
    struct account_form form = form_of(name, password);
    form.peer = str_c(peer);
    status st = account_login(token, &wait_us, &why, &f->arena, f->store, &form, now_us);
    assert_true((st == OK) == (why == PROBLEM_NONE));
    assert_true((why == PROBLEM_THROTTLED) == (wait_us > 0));
    return why;
}

static bool is_in(struct fixture *f, str token, int64_t now_us)
{
    struct visitor visitor;
    assert_ok(session_visitor(&visitor, &f->arena, f->store, token, now_us));
    assert_true(visitor.in == !str_empty(visitor.user.name));
    return visitor.in;
}

static void names(void **state)
{
    struct fixture *f = *state;
    const struct {
        const char *name, *key; /* NULL: no name */
    } rows[] = {
        {"Ada", "ada"},
        {"ada.lovelace-2_x", "ada.lovelace-2_x"},
        {"\xc3\x89mile", "\xc3\xa9mile"},                /* Émile */
        {"E\xcc\x81mile", "\xc3\xa9mile"},               /* the same, decomposed */
        {"\xef\xbc\xa1\xef\xbd\x84\xef\xbd\x81", "ada"}, /* full width */
        {"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd"}, /* Иван */
        {"\xe6\x9d\x8e\xe6\x98\x8e", "\xe6\x9d\x8e\xe6\x98\x8e"},                 /* 李明 */
        {"Stra\xc3\x9f"
         "e",
         "strasse"},
        {"\xd0\xb0"
         "da",
         NULL}, /* Cyrillic a, Latin da */
        {"a", NULL},
        {"", NULL},
        {".ada", NULL},
        {"ada lovelace", NULL},
        {"ada\xe2\x80\x8b"
         "b",
         NULL}, /* zero width space */
        {"ad\xe2\x80\xae"
         "a",
         NULL}, /* right-to-left override */
        {"a<b>", NULL},
        {"ada/../x", NULL},
        {"\xff\xfe", NULL},
        {"1234567890123456789012345678901", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        enum people_problem why = PROBLEM_NONE;
        str key = S("");
        status st = name_key(&key, &why, &f->arena, str_c(rows[i].name));
        if ((st == OK) != (rows[i].key != NULL))
            print_error("name %zu: '%s'\n", i, rows[i].name);
        assert_int_equal(st == OK, rows[i].key != NULL);
        if (rows[i].key)
            assert_str(key, rows[i].key);
        else
            assert_int_equal(why, PROBLEM_NAME_SHAPE);
    }
    assert_true(name_is_email(S("ada@example.org")));
    const char *bad[] = {"", "ada", "@x", "a@", "a@b@c", "a b@c", "<a@b>", "a@b\n"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(name_is_email(str_c(bad[i])));
}

static void password_rules(void **state)
{
    struct fixture *f = *state;
    const struct {
        const char *password;
        enum people_problem why;
    } rows[] = {
        {"quiet harbour lamps", PROBLEM_NONE},
        {"gRn7!kz0wq", PROBLEM_NONE},
        {"zwiebelkuchen", PROBLEM_NONE},
        {"\xd1\x82\xd0\xb8\xd1\x85\xd0\xb0\xd1\x8f \xd0\xbb\xd0\xb0\xd0\xbc\xd0\xbf\xd0\xb0",
         PROBLEM_NONE},
        {"", PROBLEM_PASSWORD_SHORT},
        {"g7!kz0wqu", PROBLEM_PASSWORD_SHORT},
        {"\xd1\x82\xd0\xb8\xd1\x85\xd0\xb0\xd1\x8f", PROBLEM_PASSWORD_SHORT},
        {"1234567890", PROBLEM_PASSWORD_SIMPLE},
        {"0987654321", PROBLEM_PASSWORD_SIMPLE},
        {"aaaaaaaaaaaa", PROBLEM_PASSWORD_SIMPLE},
        {"abababababab", PROBLEM_PASSWORD_SIMPLE},
        {"abcdefghijkl", PROBLEM_PASSWORD_SIMPLE},
        {"qwertyuiop", PROBLEM_PASSWORD_SIMPLE},
        {"QWERTY123456", PROBLEM_PASSWORD_SIMPLE},
        {"1q2w3e4r5t", PROBLEM_PASSWORD_SIMPLE},
        {"1qaz2wsx3edc", PROBLEM_PASSWORD_SIMPLE},
        {"password123", PROBLEM_PASSWORD_SIMPLE},
        {"Passw0rd2024", PROBLEM_PASSWORD_SIMPLE},
        {"P4$$w0rd!!!!", PROBLEM_PASSWORD_SIMPLE},
        {"iloveyou123", PROBLEM_PASSWORD_SIMPLE},
        {"welcome12345", PROBLEM_PASSWORD_SIMPLE},
        {"passwordpassword", PROBLEM_PASSWORD_SIMPLE},
        {"ada.byron12", PROBLEM_PASSWORD_SIMPLE},
        {"Ada.ByronAda.Byron", PROBLEM_PASSWORD_SIMPLE},
        {"xkcdxkcdxkcdxkcd", PROBLEM_PASSWORD_SIMPLE},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        enum people_problem why = PROBLEM_NONE;
        status st = password_rule(&why, &f->arena, str_c(rows[i].password), S("Ada.Byron"));
        if (why != rows[i].why)
            print_error("'%s': %d\n", rows[i].password, why);
        assert_int_equal(why, rows[i].why);
        assert_int_equal(st == OK, why == PROBLEM_NONE);
    }
    enum people_problem why = PROBLEM_NONE;
    char *far = arena_alloc(&f->arena, PASSWORD_BYTES_MAX + 1);
    for (size_t i = 0; i <= PASSWORD_BYTES_MAX; i++)
        far[i] = (char)('!' + i * 7 % 90);
    assert_int_equal(password_rule(&why, &f->arena, str_of(far, PASSWORD_BYTES_MAX + 1), S("x")),
                     E_INPUT);
    assert_int_equal(why, PROBLEM_PASSWORD_LONG);
}

static void secrets(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    str hash, again;
    assert_ok(password_hash(&hash, a, GOOD));
    assert_ok(password_hash(&again, a, GOOD));
    assert_true(str_starts(hash, S("$argon2id$v=19$m=65536,t=2,p=1$")));
    assert_false(str_eq(hash, again));
    assert_true(password_matches(hash, GOOD));
    assert_false(password_matches(hash, S("quiet harbour lamp")));
    assert_false(password_matches(hash, S("")));
    assert_false(password_matches(S(""), S("")));
    assert_false(password_is_dated(hash));
    assert_true(password_is_dated(S("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                    "c29tZWhhc2hzb21laGFzaHNvbWVoYXNoc29tZWhhc2g")));
    str token = token_make(a), other = token_make(a);
    assert_true(token_is(token) && token_is(other) && !str_eq(token, other));
    assert_false(token_is(S("x")));
    assert_false(token_is(
        str_lower(a, S("ZZ34567890123456789012345678901234567890123456789012345678901234"))));
    assert_false(str_eq(token_hash(a, token), token));
    assert_true(str_eq(token_hash(a, token), token_hash(a, token)));
    str form = csrf_make(a, token), form2 = csrf_make(a, token);
    assert_false(str_eq(form, form2));
    assert_true(csrf_matches(token, form) && csrf_matches(token, form2));
    assert_false(csrf_matches(other, form));
    assert_false(csrf_matches(token, S("")));
    assert_false(csrf_matches(S(""), form));
    for (size_t i = 0; i < form.len; i++) {
        char *bent = str_cstr(a, form);
        bent[i] = bent[i] == '0' ? '1' : '0';
        assert_false(csrf_matches(token, str_of(bent, form.len)));
    }
}

static void a_setup_link_is_good_once_and_for_a_day(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    str first, token, session;
    enum people_problem why;
    struct account_form form = form_of("Ada", GOOD);
    assert_ok(account_setup_begin(&first, a, f->store, NOW));
    assert_ok(account_setup_begin(&token, a, f->store, NOW));
    assert_int_equal(account_claim(&session, &why, a, f->store, first, INVITE_SETUP, &form, NOW),
                     E_DENIED);
    assert_int_equal(why, PROBLEM_LINK_BAD);
    assert_int_equal(account_claim(&session, &why, a, f->store, token, INVITE_SIGNUP, &form, NOW),
                     E_DENIED);
    assert_int_equal(
        account_claim(&session, &why, a, f->store, token, INVITE_SETUP, &form, NOW + SETUP_LIFE_US),
        E_DENIED);
    /* What was entered wrong does not use it up. */
    form.password = S("1234567890");
    assert_int_equal(account_claim(&session, &why, a, f->store, token, INVITE_SETUP, &form, NOW),
                     E_INPUT);
    form.password = GOOD;
    assert_ok(account_claim(&session, &why, a, f->store, token, INVITE_SETUP, &form, NOW));
    struct visitor visitor;
    assert_ok(session_visitor(&visitor, a, f->store, session, NOW));
    assert_int_equal(visitor.user.role, ROLE_OWNER);
    form.name = S("Eve");
    assert_int_equal(account_claim(&session, &why, a, f->store, token, INVITE_SETUP, &form, NOW),
                     E_DENIED);
    assert_int_equal(account_setup_begin(&token, a, f->store, NOW), E_EXISTS);
}

struct racer {
    str where, token;
    const char *name;
    bool won;
};

static void *race(void *data)
{
    struct racer *r = data;
    struct arena a;
    struct store *s;
    str session;
    enum people_problem why;
    struct account_form form = form_of(r->name, GOOD);
    arena_init(&a);
    if (store_open(&s, r->where) == OK) {
        r->won = account_claim(&session, &why, &a, s, r->token, INVITE_SETUP, &form, NOW) == OK;
        store_free(s);
    }
    arena_end(&a);
    return NULL;
}

static void of_two_at_once_one_becomes_the_owner(void **state)
{
    struct fixture *f = *state;
    str token;
    int64_t owners, users;
    assert_ok(account_setup_begin(&token, &f->arena, f->store, NOW));
    struct racer racers[] = {{f->where, token, "ada", false}, {f->where, token, "eve", false}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(racers[0].won + racers[1].won, 1);
    assert_ok(store_owner_count(&owners, f->store, 0));
    assert_ok(store_user_count(&users, f->store));
    assert_true(owners == 1 && users == 1);
}

static void invitations(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    struct user owner = add(f, "owner", ROLE_OWNER);
    str token, session;
    enum people_problem why;
    struct visitor visitor;
    struct account_form form = form_of("OWNER", GOOD);
    assert_ok(account_invite(&token, a, f->store, ROLE_MODERATOR, owner.id, NOW));
    assert_int_equal(account_claim(&session, &why, a, f->store, token, INVITE_SIGNUP, &form, NOW),
                     E_EXISTS);
    assert_int_equal(why, PROBLEM_NAME_TAKEN);
    form.name = S("Mo");
    form.email = S("nobody");
    assert_int_equal(account_claim(&session, &why, a, f->store, token, INVITE_SIGNUP, &form, NOW),
                     E_INPUT);
    assert_int_equal(why, PROBLEM_EMAIL_SHAPE);
    form.email = S("mo@example.org");
    assert_ok(account_claim(&session, &why, a, f->store, token, INVITE_SIGNUP, &form, NOW));
    assert_ok(session_visitor(&visitor, a, f->store, session, NOW));
    assert_int_equal(visitor.user.role, ROLE_MODERATOR);
    form.name = S("Second");
    assert_int_equal(account_claim(&session, &why, a, f->store, token, INVITE_SIGNUP, &form, NOW),
                     E_DENIED);
    /* Open sites: readers only, and not many from one address. */
    for (int i = 0; i < 10; i++) {
        form.name = str_printf(a, "reader%d", i);
        assert_ok(account_signup(&session, &why, a, f->store, &form, NOW));
    }
    assert_ok(session_visitor(&visitor, a, f->store, session, NOW));
    assert_int_equal(visitor.user.role, ROLE_READER);
    form.name = S("onemore");
    assert_int_equal(account_signup(&session, &why, a, f->store, &form, NOW), E_LIMIT);
    assert_int_equal(why, PROBLEM_THROTTLED);
    assert_ok(account_signup(&session, &why, a, f->store, &form, NOW + 61 * SECOND));
}

static void logging_in_and_out(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    struct user ada = add(f, "Ada", ROLE_READER);
    str one, two;
    assert_int_equal(try_login(&one, f, "ADA", GOOD, "192.0.2.1", NOW), PROBLEM_NONE);
    assert_int_equal(try_login(&two, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_NONE);
    assert_false(str_eq(one, two));
    assert_true(is_in(f, one, NOW) && is_in(f, two, NOW));
    assert_false(is_in(f, S(""), NOW));
    assert_false(is_in(f, token_make(a), NOW));
    assert_false(is_in(f, token_hash(a, one), NOW));
    assert_ok(session_end(a, f->store, one, NOW));
    assert_ok(session_end(a, f->store, one, NOW));
    assert_false(is_in(f, one, NOW));
    assert_true(is_in(f, two, NOW));
    const str wrong = S("quiet harbour lampz");
    assert_int_equal(try_login(&one, f, "ada", wrong, "192.0.2.1", NOW), PROBLEM_LOGIN_WRONG);
    char text[ERR_TEXT_MAX];
    snprintf(text, sizeof text, "%s", err_text());
    assert_int_equal(try_login(&one, f, "nobody", wrong, "192.0.2.1", NOW), PROBLEM_LOGIN_WRONG);
    assert_string_equal(err_text(), text);
    /* And takes the same statements. */
    int64_t ran[2];
    for (int i = 0; i < 2; i++) {
        int64_t before = store_statement_count(f->store);
        assert_int_equal(try_login(&one, f, i ? "ada" : "nobody", wrong, "192.0.2.1", NOW),
                         PROBLEM_LOGIN_WRONG);
        ran[i] = store_statement_count(f->store) - before;
    }
    assert_int_equal(ran[0], ran[1]);
    assert_int_equal(try_login(&one, f, "no<body", wrong, "192.0.2.1", NOW), PROBLEM_LOGIN_WRONG);
    /* Closed: said only to who knows the password; and sessions end. */
    enum people_problem why;
    add(f, "owner", ROLE_OWNER);
    assert_ok(account_close(&why, f->store, ada.id, true, S("spam"), NOW));
    assert_false(is_in(f, two, NOW));
    assert_int_equal(try_login(&one, f, "ada", wrong, "192.0.2.1", NOW), PROBLEM_LOGIN_WRONG);
    assert_int_equal(try_login(&one, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_LOGIN_DISABLED);
    assert_ok(account_close(&why, f->store, ada.id, false, S(""), NOW));
    assert_int_equal(try_login(&one, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_NONE);
}

static void sessions_end_by_themselves(void **state)
{
    struct fixture *f = *state;
    add(f, "ada", ROLE_READER);
    str idle, used;
    assert_int_equal(try_login(&idle, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_NONE);
    assert_int_equal(try_login(&used, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_NONE);
    assert_true(is_in(f, idle, NOW + 1));
    int64_t end_us = NOW + SESSION_LIFE_US;
    for (int64_t now_us = NOW; now_us < end_us; now_us += 10 * CLOCK_DAY_US)
        assert_true(is_in(f, used, now_us));
    assert_false(is_in(f, idle, NOW + SESSION_IDLE_US + SESSION_TOUCH_US));
    assert_true(is_in(f, used, end_us - 1));
    assert_false(is_in(f, used, end_us));
}

static void guessing_has_to_wait(void **state)
{
    struct fixture *f = *state;
    add(f, "ada", ROLE_READER);
    str token;
    const str wrong = S("not the password");
    const char *names[] = {"ada", "nobody"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        for (int n = 0; n < 5; n++) {
            char peer[32];
            snprintf(peer, sizeof peer, "198.51.%d.%d", (int)i, n);
            assert_int_equal(try_login(&token, f, names[i], wrong, peer, NOW), PROBLEM_LOGIN_WRONG);
        }
        /* Even the right password, from anywhere, whether there is such an account or not. */
        assert_int_equal(try_login(&token, f, names[i], GOOD, "203.0.113.9", NOW + 9 * SECOND),
                         PROBLEM_THROTTLED);
    }
    assert_int_equal(try_login(&token, f, "ada", wrong, "203.0.113.9", NOW + 10 * SECOND),
                     PROBLEM_LOGIN_WRONG);
    assert_int_equal(try_login(&token, f, "ada", GOOD, "203.0.113.9", NOW + 29 * SECOND),
                     PROBLEM_THROTTLED);
    assert_int_equal(try_login(&token, f, "ada", GOOD, "203.0.113.9", NOW + 30 * SECOND),
                     PROBLEM_NONE);
    /* Going well forgets the account's tries. */
    assert_int_equal(try_login(&token, f, "ada", wrong, "203.0.113.9", NOW + 30 * SECOND),
                     PROBLEM_LOGIN_WRONG);
    assert_int_equal(try_login(&token, f, "ada", GOOD, "203.0.113.9", NOW + 30 * SECOND),
                     PROBLEM_NONE);
}

static void addresses_have_to_wait_too(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    int64_t wait_us;
    for (int i = 0; i < 20; i++) {
        str peer = str_printf(a, "2001:db8:1:2:%x::1", i);
        assert_ok(throttle_try(&wait_us, f->store, &THROTTLE_LOGIN_ADDRESS,
                               throttle_address(a, peer), NOW));
        assert_int_equal(wait_us, 0);
    }
    int64_t now_us = NOW, longest = 0;
    for (int i = 0; i < 15; i++) {
        str who = throttle_address(a, S("2001:db8:1:2::ffff"));
        assert_ok(throttle_try(&wait_us, f->store, &THROTTLE_LOGIN_ADDRESS, who, now_us));
        assert_true(wait_us >= longest);
        longest = wait_us;
        now_us += wait_us;
        assert_ok(throttle_try(&wait_us, f->store, &THROTTLE_LOGIN_ADDRESS, who, now_us));
        assert_int_equal(wait_us, 0);
    }
    assert_int_equal(longest, 3600 * SECOND);
    assert_ok(throttle_try(&wait_us, f->store, &THROTTLE_LOGIN_ADDRESS,
                           throttle_address(a, S("2001:db8:1:3::1")), NOW));
    assert_int_equal(wait_us, 0);
    assert_str(throttle_address(a, S("::ffff:192.0.2.7")), "192.0.2.7");
    assert_str(throttle_address(a, S("192.0.2.7")), "192.0.2.7");
}

static void changing_a_password_ends_all_sessions(void **state)
{
    struct fixture *f = *state;
    struct user ada = add(f, "ada", ROLE_READER);
    str one, two, fresh;
    enum people_problem why;
    struct account_form form = form_of("", S("brass lantern evening"));
    assert_int_equal(try_login(&one, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_NONE);
    assert_int_equal(try_login(&two, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_NONE);
    assert_int_equal(
        account_password(&fresh, &why, &f->arena, f->store, &ada, S("wrong, wrong"), &form, NOW),
        E_DENIED);
    assert_int_equal(why, PROBLEM_LOGIN_WRONG);
    assert_true(is_in(f, one, NOW));
    assert_ok(account_password(&fresh, &why, &f->arena, f->store, &ada, GOOD, &form, NOW));
    assert_false(is_in(f, one, NOW) || is_in(f, two, NOW));
    assert_true(is_in(f, fresh, NOW));
    assert_int_equal(try_login(&one, f, "ada", GOOD, "192.0.2.1", NOW), PROBLEM_LOGIN_WRONG);
    assert_int_equal(try_login(&one, f, "ada", form.password, "192.0.2.1", NOW), PROBLEM_NONE);
    assert_ok(account_password_reset(&why, &f->arena, f->store, &ada, GOOD));
    assert_false(is_in(f, fresh, NOW) || is_in(f, one, NOW));
}

static void there_is_always_an_owner(void **state)
{
    struct fixture *f = *state;
    struct user ada = add(f, "ada", ROLE_OWNER), ben = add(f, "ben", ROLE_READER);
    enum people_problem why;
    assert_int_equal(account_role(&why, f->store, ada.id, ROLE_READER), E_DENIED);
    assert_int_equal(why, PROBLEM_LAST_OWNER);
    assert_int_equal(account_close(&why, f->store, ada.id, true, S(""), NOW), E_DENIED);
    assert_ok(account_role(&why, f->store, ben.id, ROLE_OWNER));
    assert_ok(account_role(&why, f->store, ada.id, ROLE_READER));
    assert_int_equal(account_role(&why, f->store, 999, ROLE_READER), E_NOTFOUND);
    assert_int_equal(account_close(&why, f->store, ben.id, true, S(""), NOW), E_DENIED);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(names),
        WITH_STORE(password_rules),
        WITH_STORE(secrets),
        WITH_STORE(a_setup_link_is_good_once_and_for_a_day),
        WITH_STORE(of_two_at_once_one_becomes_the_owner),
        WITH_STORE(invitations),
        WITH_STORE(logging_in_and_out),
        WITH_STORE(sessions_end_by_themselves),
        WITH_STORE(guessing_has_to_wait),
        WITH_STORE(addresses_have_to_wait_too),
        WITH_STORE(changing_a_password_ends_all_sessions),
        WITH_STORE(there_is_always_an_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
