/* Accounts, sessions, links and counts in the store, once per engine. */
#include "store_testing.h"

static int64_t add_user(struct fixture *f, const char *name, enum role role)
{
    struct user user = {.name = str_c(name), .email = S(""), .role = role, .created_us = T0};
    assert_ok(store_user_add(f->store, &user, str_lower(&f->arena, user.name), S("$hash")));
    assert_true(user.id > 0);
    return user.id;
}

static void test_users(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    int64_t generation, after, owners, count;
    assert_ok(store_generation(&generation, f->store));
    int64_t ada = add_user(f, "Ada", ROLE_OWNER), ben = add_user(f, "ben", ROLE_READER);
    struct user got, again = {.name = S("ADA"), .role = ROLE_READER, .created_us = T0};
    assert_int_equal(store_user_add(f->store, &again, S("ada"), S("x")), E_EXISTS);
    assert_ok(store_user_by_name(&got, a, f->store, S("ada")));
    assert_int_equal(got.id, ada);
    assert_str(got.name, "Ada");
    assert_int_equal(got.role, ROLE_OWNER);
    assert_int_equal(got.disabled_us, TIME_NONE);
    assert_int_equal(store_user_by_name(&got, a, f->store, S("Ada")), E_NOTFOUND);
    assert_int_equal(store_user_get(&got, a, f->store, 999), E_NOTFOUND);
    str hash;
    assert_ok(store_user_password(&hash, a, f->store, ben));
    assert_str(hash, "$hash");
    assert_ok(store_user_password_set(f->store, ben, S("$other")));
    assert_ok(store_user_password(&hash, a, f->store, ben));
    assert_str(hash, "$other");
    assert_int_equal(store_user_password_set(f->store, 999, S("x")), E_NOTFOUND);
    assert_ok(store_owner_count(&owners, f->store, 0));
    assert_int_equal(owners, 1);
    assert_ok(store_owner_count(&owners, f->store, ada));
    assert_int_equal(owners, 0);
    assert_ok(store_user_role_set(f->store, ben, ROLE_OWNER));
    assert_ok(store_owner_count(&owners, f->store, ada));
    assert_int_equal(owners, 1);
    assert_ok(store_user_disable(f->store, ben, T0 + 5, S("spam")));
    assert_ok(store_owner_count(&owners, f->store, ada));
    assert_int_equal(owners, 0);
    assert_int_equal(store_user_disable(f->store, 999, T0, S("")), E_NOTFOUND);
    assert_int_equal(store_user_role_set(f->store, 999, ROLE_READER), E_NOTFOUND);
    struct user *users;
    size_t n;
    assert_ok(store_user_list(&users, &n, a, f->store, 0, 10));
    assert_int_equal(n, 2);
    assert_int_equal(users[1].disabled_us, T0 + 5);
    assert_str(users[1].disabled_why, "spam");
    assert_ok(store_user_list(&users, &n, a, f->store, ada, 1));
    assert_int_equal(n, 1);
    assert_ok(store_user_count(&count, f->store));
    assert_int_equal(count, 2);
    /* No reader's page changes by any of it. */
    assert_ok(store_generation(&after, f->store));
    assert_int_equal(after, generation);
}

static int64_t add_session(struct fixture *f, int64_t user, const char *hash, int64_t expires_us)
{
    struct session session = {.user_id = user,
                              .created_us = T0,
                              .seen_us = T0,
                              .expires_us = expires_us,
                              .agent = S("Browser")};
    assert_ok(store_session_add(f->store, &session, str_c(hash)));
    return session.id;
}

static void test_sessions(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    int64_t ada = add_user(f, "ada", ROLE_OWNER), ben = add_user(f, "ben", ROLE_READER), ended;
    int64_t first = add_session(f, ada, "h1", T0 + 100);
    int64_t other = add_session(f, ben, "h2", T0 + 100);
    int64_t second = add_session(f, ada, "h3", T0 + 100);
    struct session got, again = {.user_id = ada, .created_us = T0, .expires_us = T0 + 9};
    struct user user;
    assert_int_equal(store_session_add(f->store, &again, S("h1")), E_EXISTS);
    assert_ok(store_session_find(&got, &user, a, f->store, S("h1"), T0 + 99));
    assert_int_equal(got.id, first);
    assert_int_equal(user.id, ada);
    assert_str(user.name, "ada");
    assert_str(got.agent, "Browser");
    assert_int_equal(store_session_find(&got, &user, a, f->store, S("h1"), T0 + 100), E_NOTFOUND);
    assert_int_equal(store_session_find(&got, &user, a, f->store, S("none"), T0), E_NOTFOUND);
    assert_ok(store_session_touch(f->store, first, T0 + 50, T0 + 150));
    assert_ok(store_session_find(&got, &user, a, f->store, S("h1"), T0 + 149));
    assert_int_equal(got.seen_us, T0 + 50);
    /* Of its own user only. */
    assert_int_equal(store_session_end(f->store, other, ada), E_NOTFOUND);
    assert_ok(store_session_find(&got, &user, a, f->store, S("h2"), T0));
    struct session *list;
    size_t n;
    assert_ok(store_session_list(&list, &n, a, f->store, ada, T0));
    assert_int_equal(n, 2);
    assert_int_equal(list[0].id, first);
    assert_ok(store_sessions_end(&ended, f->store, ada, first));
    assert_int_equal(ended, 1);
    assert_int_equal(store_session_end(f->store, second, ada), E_NOTFOUND);
    assert_ok(store_session_end(f->store, first, ada));
    /* Disabling ends the sessions, and those that begin before it is lifted are none. */
    assert_ok(store_user_disable(f->store, ben, T0, S("")));
    assert_ok(store_user_disable(f->store, ben, TIME_NONE, S("")));
    assert_int_equal(store_session_find(&got, &user, a, f->store, S("h2"), T0), E_NOTFOUND);
    add_session(f, ben, "h4", T0 + 100);
    fixture_script(f, "UPDATE users SET disabled_us = 1");
    assert_int_equal(store_session_find(&got, &user, a, f->store, S("h4"), T0), E_NOTFOUND);
    /* Those that have expired go when another begins. */
    struct session late = {.user_id = ada, .created_us = T0 + 500, .expires_us = T0 + 900};
    assert_ok(store_session_add(f->store, &late, S("h5")));
    fixture_script(f, "UPDATE users SET disabled_us = NULL");
    assert_int_equal(store_session_find(&got, &user, a, f->store, S("h4"), T0), E_NOTFOUND);
}

static void test_invites(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    int64_t ada = add_user(f, "ada", ROLE_OWNER);
    struct invite got, made = {.kind = INVITE_SIGNUP,
                               .role = ROLE_MODERATOR,
                               .made_by = ada,
                               .created_us = T0,
                               .expires_us = T0 + 100};
    assert_ok(store_invite_add(f->store, &made, S("i1")));
    assert_int_equal(store_invite_add(f->store, &(struct invite){.created_us = T0}, S("i1")),
                     E_EXISTS);
    assert_ok(store_invite_find(&got, a, f->store, S("i1")));
    assert_int_equal(got.id, made.id);
    assert_int_equal(got.role, ROLE_MODERATOR);
    assert_int_equal(got.made_by, ada);
    assert_int_equal(got.used_us, TIME_NONE);
    assert_int_equal(store_invite_find(&got, a, f->store, S("i2")), E_NOTFOUND);
    assert_int_equal(store_invite_claim(f->store, made.id, T0 + 100), E_EXISTS);
    assert_ok(store_invite_claim(f->store, made.id, T0 + 99));
    assert_int_equal(store_invite_claim(f->store, made.id, T0 + 99), E_EXISTS);
    assert_ok(store_invite_used_by(f->store, made.id, ada));
    assert_ok(store_invite_find(&got, a, f->store, S("i1")));
    assert_int_equal(got.used_us, T0 + 99);
    assert_int_equal(got.used_by, ada);
    struct invite setup = {.kind = INVITE_SETUP, .role = ROLE_OWNER, .expires_us = T0 + 100};
    assert_ok(store_invite_add(f->store, &setup, S("s1")));
    assert_ok(store_invites_drop(f->store, INVITE_SETUP));
    assert_int_equal(store_invite_find(&got, a, f->store, S("s1")), E_NOTFOUND);
    assert_ok(store_invites_drop(f->store, INVITE_SIGNUP));
    assert_ok(store_invite_find(&got, a, f->store, S("i1")));
}

static void test_throttles(void **state)
{
    struct fixture *f = *state;
    int64_t tries, last_us;
    assert_ok(store_throttle_get(&tries, &last_us, f->store, S("k")));
    assert_true(tries == 0 && last_us == TIME_NONE);
    assert_ok(store_throttle_set(f->store, S("k"), 1, T0));
    assert_ok(store_throttle_set(f->store, S("k"), 2, T0 + 5));
    assert_ok(store_throttle_set(f->store, S("l"), 1, T0 + 9));
    assert_ok(store_throttle_get(&tries, &last_us, f->store, S("k")));
    assert_true(tries == 2 && last_us == T0 + 5);
    assert_ok(store_throttle_expire(f->store, T0 + 6));
    assert_ok(store_throttle_get(&tries, &last_us, f->store, S("k")));
    assert_int_equal(tries, 0);
    assert_ok(store_throttle_set(f->store, S("l"), 0, T0 + 10));
    assert_ok(store_throttle_get(&tries, &last_us, f->store, S("l")));
    assert_int_equal(tries, 0);
}

/* Accounts come back with a backup; sessions, which may have been ended since, do not. */
static void test_backup(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    int64_t ada = add_user(f, "ada", ROLE_OWNER);
    add_session(f, ada, "h1", INT64_MAX);
    assert_ok(store_throttle_set(f->store, S("k"), 3, T0));
    struct invite made = {.made_by = ada, .expires_us = T0 + 100};
    assert_ok(store_invite_add(f->store, &made, S("i1")));
    str file = fixture_path(f, "backup");
    assert_ok(store_backup(f->store, file));
    /* A store with nothing but accounts is not empty. */
    assert_int_equal(store_restore(f->where, file, false), E_EXISTS);
    str other = str_printf(a, "sqlite:%s/other.db", f->folder);
    const str targets[] = {f->where, other};
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        struct store *s;
        struct user user;
        struct session session;
        struct invite invite;
        int64_t tries, last_us;
        assert_ok(store_restore(targets[i], file, true));
        assert_ok(store_open(&s, targets[i]));
        assert_ok(store_check(s));
        assert_ok(store_user_by_name(&user, a, s, S("ada")));
        assert_int_equal(user.id, ada);
        assert_ok(store_invite_find(&invite, a, s, S("i1")));
        assert_ok(store_throttle_get(&tries, &last_us, s, S("k")));
        assert_int_equal(tries, 3);
        assert_int_equal(store_session_find(&session, &user, a, s, S("h1"), T0), E_NOTFOUND);
        struct user next = {.name = S("next"), .created_us = T0};
        assert_ok(store_user_add(s, &next, S("next"), S("x")));
        assert_true(next.id > ada);
        store_free(s);
    }
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_users),     WITH_STORE(test_sessions), WITH_STORE(test_invites),
        WITH_STORE(test_throttles), WITH_STORE(test_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
