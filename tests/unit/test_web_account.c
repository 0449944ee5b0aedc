/* Accounts as their pages have them: cookies, sessions, sign-up, what is kept for whom. */
#include "web_browser.h"

/* --- cookies, sessions, what is kept -----------------------------------------------------------
 */

static struct answer log_in(struct fixture *f, struct browser *b, const char *name, str password,
                            bool https)
{
    struct sending page = {.method = HTTP_GET, .target = "/login", .https = https};
    str token = token_in(browser_send(f, b, &page).body);
    struct sending s = {.method = HTTP_POST,
                        .target = "/login",
                        .https = https,
                        .form = {{S("name"), str_c(name)},
                                 {S("password"), password},
                                 {S("token"), token},
                                 {S("next"), S("/archive?lang=de")}}};
    return browser_send(f, b, &s);
}

static void cookies_have_their_flags(void **state)
{
    struct fixture *f = *state;
    struct browser b = {S(""), S("")};
    add_user(f, "ada", ROLE_READER);
    struct answer page = browser_look(f, &b, "/login");
    str form = browser_cookie(&page, "courant-form");
    assert_has(form, "; Path=/; HttpOnly; SameSite=Strict");
    assert_has_not(form, "Secure");
    assert_str(header_of(&page, "Cache-Control"), "no-store");
    struct answer in = log_in(f, &b, "ada", GOOD, false);
    assert_int_equal(in.status, 303);
    assert_str(header_of(&in, "Location"), "/archive?lang=de");
    str session = browser_cookie(&in, "courant");
    assert_has(session, "; Path=/; HttpOnly; SameSite=Lax; Max-Age=");
    assert_has_not(session, "Secure");
    b = (struct browser){S(""), S("")};
    in = log_in(f, &b, "ada", GOOD, true);
    session = browser_cookie(&in, "__Host-courant");
    assert_true(token_is(str_sub(session, 0, TOKEN_LEN)));
    assert_true(str_ends(session, S("; Secure")));
    assert_false(browser_cookie(&in, "courant").p != NULL);
    /* A plain cookie does not count where there is https: another host could have set it. */
    struct sending plain = {.method = HTTP_GET, .target = "/account"};
    site_again(f, SIGNUP_INVITE, "https://" HOST "/");
    assert_int_equal(browser_send(f, &b, &plain).status, 303);
}

static void a_session_that_was_planted_is_not_used(void **state)
{
    struct fixture *f = *state;
    add_user(f, "ada", ROLE_READER);
    int64_t eve = add_user(f, "eve", ROLE_READER);
    str planted = token_make(&f->arena);
    struct browser b = {planted, S("")};
    assert_int_equal(log_in(f, &b, "ada", GOOD, false).status, 303);
    assert_false(str_eq(b.session, planted));
    assert_false(is_in(f, &(struct browser){planted, S("")}));
    assert_true(is_in(f, &b));
    /* Another's session, planted: logging in over it needs its form token, and ends it. */
    struct browser other = browser_of(f, eve);
    str eves = other.session;
    struct sending s = {.method = HTTP_POST,
                        .target = "/login",
                        .form = {{S("name"), S("ada")},
                                 {S("password"), GOOD},
                                 {S("token"), csrf_make(&f->arena, eves)}}};
    assert_int_equal(browser_send(f, &other, &s).status, 303);
    assert_false(str_eq(other.session, eves));
    assert_false(is_in(f, &(struct browser){eves, S("")}));
    assert_has(browser_look(f, &other, "/account").body, "class=\"who\" href=\"/account\">ada<");
}

static void a_name_is_never_in_a_kept_page(void **state)
{
    struct fixture *f = *state;
    site_again(f, SIGNUP_INVITE, "");
    fill(f);
    struct browser nobody = {S(""), S("")}, ada = browser_of(f, add_user(f, "Ada", ROLE_READER));
    const char *targets[] = {"/", "/archive", "/about", "/sources", "/article/1"};
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
            struct answer own = browser_look(f, &ada, targets[i]);
            assert_has(own.body, ">Ada</a>");
            assert_has_not(own.body, "href=\"/login");
            assert_str(header_of(&own, "Cache-Control"), "private, no-cache");
            assert_str(header_of(&own, "Vary"), "Cookie");
            struct answer anyones = browser_look(f, &nobody, targets[i]);
            assert_has_not(anyones.body, ">Ada</a>");
            assert_has(anyones.body, "href=\"/login?next=%2F");
            assert_str(header_of(&anyones, "Cache-Control"), "no-cache");
            assert_true(anyones.out.shared != NULL);
        }
    /* A cookie that is no session any more is nobody's. */
    struct browser stale = {token_make(&f->arena), S("")};
    assert_has(browser_look(f, &stale, "/").body, "href=\"/login?next=%2F");
}

static void one_may_end_ones_own_sessions(void **state)
{
    struct fixture *f = *state;
    int64_t ada = add_user(f, "ada", ROLE_READER);
    struct browser one = browser_of(f, ada), two = browser_of(f, ada), three = browser_of(f, ada);
    str page = browser_look(f, &one, "/account").body;
    assert_has(page, "Chrome on Windows");
    size_t at = str_find(page, S("action=\"/account/session/"));
    str target = str_skip(page, at + 8);
    target = str_cut(&target, '"');
    struct sending s = {.method = HTTP_POST,
                        .target = str_cstr(&f->arena, target),
                        .form = {{S("token"), token_in(page)}}};
    assert_int_equal(browser_send(f, &one, &s).status, 303);
    assert_true(is_in(f, &one));
    assert_int_equal(is_in(f, &two) + is_in(f, &three), 1);
    assert_int_equal(browser_send(f, &one, &s).status, 404);
    s.target = "/account/logout";
    assert_int_equal(browser_send(f, &one, &s).status, 303);
    assert_false(is_in(f, &one) || is_in(f, &two) || is_in(f, &three));
}

static void sign_up_is_as_the_setting_says(void **state)
{
    struct fixture *f = *state;
    struct browser b = {S(""), S("")};
    str link, token;
    const struct http_pair fields[] = {
        {S("name"), S("newcomer")}, {S("password"), GOOD}, {S("again"), GOOD}};
    assert_ok(account_invite(&link, &f->arena, f->store, ROLE_MODERATOR, 0, NOW));
    str address = str_printf(&f->arena, "/signup?invite=%.*s", STR_FMT(link));
    site_again(f, SIGNUP_CLOSED, "");
    assert_int_equal(browser_look(f, &b, address.p).status, 403);
    site_again(f, SIGNUP_INVITE, "");
    assert_int_equal(browser_look(f, &b, "/signup").status, 403);
    token = token_in(browser_look(f, &b, address.p).body);
    assert_true(token.p != NULL);
    struct sending s = {.method = HTTP_POST, .target = "/signup"};
    memcpy(s.form, fields, sizeof fields);
    s.form[3] = (struct http_pair){S("token"), token};
    assert_int_equal(browser_send(f, &b, &s).status, 403);
    s.form[4] = (struct http_pair){S("link"), link};
    s.form[2].value = S("another");
    struct answer a = browser_send(f, &b, &s);
    assert_int_equal(a.status, 400);
    assert_has(a.body, "The two passwords are not the same");
    assert_has_not(a.body, "quiet harbour");
    s.form[2].value = GOOD;
    assert_int_equal(browser_send(f, &b, &s).status, 303);
    assert_has(browser_look(f, &b, "/account").body, "Moderator");
    b = (struct browser){S(""), S("")};
    assert_int_equal(browser_look(f, &b, address.p).status, 403);
    site_again(f, SIGNUP_OPEN, "");
    s.form[0].value = S("somebody");
    s.form[3].value = token_in(browser_look(f, &b, "/signup").body);
    s.form[4] = (struct http_pair){{0}};
    assert_int_equal(browser_send(f, &b, &s).status, 303);
    assert_has(browser_look(f, &b, "/account").body, "Reader");
}

static void logging_in_comes_back_to_this_site_only(void **state)
{
    struct fixture *f = *state;
    struct browser ada = browser_of(f, add_user(f, "ada", ROLE_READER));
    const char *rows[][2] = {
        {"/article/7", "/article/7"},
        {"//evil.example", "/"},
        {"https://evil.example", "/"},
        {"/\\evil.example", "/"},
        {"", "/"},
        {"/a\r\nSet-Cookie: x", "/"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str target = str_printf(&f->arena, "/login?next=%s", rows[i][0]);
        struct answer a = browser_look(f, &ada, target.p);
        assert_int_equal(a.status, 303);
        assert_str(header_of(&a, "Location"), rows[i][1]);
    }
}

static void wrong_log_ins_are_told_the_same(void **state)
{
    struct fixture *f = *state;
    add_user(f, "ada", ROLE_READER);
    struct browser one = {S(""), S("")}, two = one;
    struct answer wrong = log_in(f, &one, "ada", S("not her password"), false);
    struct answer unknown = log_in(f, &two, "eve", S("not her password"), false);
    assert_int_equal(wrong.status, 403);
    assert_int_equal(unknown.status, 403);
    assert_has(wrong.body, "The name or the password is wrong.");
    assert_has(unknown.body, "The name or the password is wrong.");
    assert_has_not(wrong.body, "not her password");
    assert_int_equal(one.session.len + two.session.len, 0);
    assert_int_equal(wrong.body.len, unknown.body.len);
    for (int i = 0; i < 4; i++)
        log_in(f, &one, "ada", S("not her password"), false);
    struct answer late = log_in(f, &one, "ada", GOOD, false);
    assert_int_equal(late.status, 429);
    assert_true(header_of(&late, "Retry-After").len > 0);
    assert_int_equal(one.session.len, 0);
}

static void an_expired_session_is_nobody(void **state)
{
    struct fixture *f = *state;
    struct browser ada = browser_of(f, add_user(f, "ada", ROLE_READER));
    assert_int_equal(browser_look(f, &ada, "/account").status, 200);
    f->now_us = NOW + SESSION_IDLE_US;
    assert_int_equal(browser_look(f, &ada, "/account").status, 303);
    struct sending s = {.method = HTTP_POST,
                        .target = "/account/logout",
                        .form = {{S("token"), csrf_make(&f->arena, ada.session)}}};
    assert_int_equal(browser_send(f, &ada, &s).status, 403);
}

static void pages_of_accounts_keep_to_their_statements(void **state)
{
    struct fixture *f = *state;
    int64_t ada = add_user(f, "ada", ROLE_OWNER), comment = 0;
    struct browser owner = browser_of(f, ada), nobody = {S(""), S("")};
    const struct {
        enum http_method method;
        const char *pattern;
        int64_t most;
    } rows[] = {
#define ROUTE(method, pattern, page, access, statements) {method, pattern, statements},
#include "web/account.def"
#undef ROUTE
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].method != HTTP_GET)
            continue;
        for (int in = 0; in < 2; in++) {
            struct article more = article_of(f, add_source(f, "a.example", "en", false),
                                             1000 + (int)i * 2 + in, "More");
            put(f, &more);
            if (i == 0 && in == 0)
                comment = add_comment(f, more.id, 0, ada, "Words.");
            str target = str_c(rows[i].pattern);
            size_t at = str_find(target, S("{int}"));
            if (at != STR_NPOS)
                target = str_printf(&f->arena, "%.*s%lld%.*s", STR_FMT(str_sub(target, 0, at)),
                                    (long long)comment, STR_FMT(str_skip(target, at + 5)));
            int64_t before = store_statement_count(site_store(f->site, 0));
            browser_look(f, in ? &owner : &nobody, str_cstr(&f->arena, target));
            int64_t ran = store_statement_count(site_store(f->site, 0)) - before;
            if (ran > rows[i].most)
                print_error("%s: %lld statements\n", rows[i].pattern, (long long)ran);
            assert_in_range(ran, 1, rows[i].most);
        }
    }
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(cookies_have_their_flags),
        WITH_SITE(a_session_that_was_planted_is_not_used),
        WITH_SITE(a_name_is_never_in_a_kept_page),
        WITH_SITE(one_may_end_ones_own_sessions),
        WITH_SITE(sign_up_is_as_the_setting_says),
        WITH_SITE(logging_in_comes_back_to_this_site_only),
        WITH_SITE(wrong_log_ins_are_told_the_same),
        WITH_SITE(an_expired_session_is_nobody),
        WITH_SITE(pages_of_accounts_keep_to_their_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
