/* Who may do what: every route by every kind of visitor, with and without what a form needs. */
#include "web_browser.h"

enum who { NOBODY, READER, MODERATOR, OWNER, KINDS };
static const char *const WHO[] = {"nobody", "reader", "moderator", "owner"};

/* --- every route by everyone ------------------------------------------------------------------ */

/* What a request with everything a form needs is answered, by who sends it. {v} is the victim's id,
 * {s} the id of the victim's session, {c} that of a comment of the victim's, {f} that of a feed. */
struct expected {
    enum http_method method;
    const char *pattern, *target;
    int status[KINDS];
    struct http_pair fields[3];
};

#define FIELD(name, value)                                                                         \
    {                                                                                              \
        {"" name, sizeof name - 1},                                                                \
        {                                                                                          \
            "" value, sizeof value - 1                                                             \
        }                                                                                          \
    }
#define NEW_PASSWORD FIELD("password", "a wholly other lamp"), FIELD("again", "a wholly other lamp")
#define WORDS FIELD("text", "What the harbour needs is a second pier.")
static const struct expected ROUTES[] = {
    {HTTP_GET, "/", "/", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/sources", "/sources", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/source/{name}", "/source/a.example", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/article/{int}", "/article/1", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/article/{int}/versions", "/article/1/versions", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/archive", "/archive", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/search", "/search?q=harbour", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/about", "/about", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/setup", "/setup?token=x", {403, 403, 403, 403}, {{{0}}}},
    {HTTP_POST, "/setup", "/setup", {403, 403, 403, 403}, {NEW_PASSWORD}},
    {HTTP_GET, "/signup", "/signup", {403, 403, 403, 403}, {{{0}}}},
    {HTTP_POST, "/signup", "/signup", {403, 403, 403, 403}, {NEW_PASSWORD}},
    {HTTP_GET, "/login", "/login", {200, 303, 303, 303}, {{{0}}}},
    {HTTP_POST, "/login", "/login", {403, 403, 403, 403}, {FIELD("name", "x"), NEW_PASSWORD}},
    {HTTP_POST, "/logout", "/logout", {303, 303, 303, 303}, {{{0}}}},
    {HTTP_GET, "/account", "/account", {303, 200, 200, 200}, {{{0}}}},
    {HTTP_POST, "/account/password", "/account/password", {403, 403, 403, 403}, {NEW_PASSWORD}},
    {HTTP_POST, "/account/logout", "/account/logout", {403, 303, 303, 303}, {{{0}}}},
    {HTTP_POST, "/account/session/{int}", "/account/session/{s}", {403, 404, 404, 404}, {{{0}}}},
    {HTTP_GET, "/admin/users", "/admin/users", {303, 403, 403, 200}, {{{0}}}},
    {HTTP_GET, "/admin/feeds", "/admin/feeds", {303, 403, 403, 200}, {{{0}}}},
    {HTTP_GET, "/admin/feeds/add", "/admin/feeds/add", {303, 403, 403, 200}, {{{0}}}},
    {HTTP_POST,
     "/admin/feeds/add/look",
     "/admin/feeds/add/look",
     {403, 403, 403, 200},
     {FIELD("text", " ")}},
    {HTTP_GET, "/admin/feeds/look/{int}", "/admin/feeds/look/7", {303, 403, 403, 303}, {{{0}}}},
    {HTTP_POST, "/admin/feeds/look/{int}", "/admin/feeds/look/7", {403, 403, 403, 303}, {{{0}}}},
    {HTTP_POST,
     "/admin/feeds/act",
     "/admin/feeds/act",
     {403, 403, 403, 303},
     {FIELD("act", "pause"), FIELD("all", "1")}},
    {HTTP_POST, "/admin/feeds/undo", "/admin/feeds/undo", {403, 403, 403, 303}, {FIELD("at", "1")}},
    {HTTP_GET, "/admin/feeds/{int}", "/admin/feeds/{f}", {303, 403, 403, 200}, {{{0}}}},
    {HTTP_POST,
     "/admin/feeds/{int}/edit",
     "/admin/feeds/{f}/edit",
     {403, 403, 403, 303},
     {FIELD("title", "x"), FIELD("url", "https://a.example/other")}},
    {HTTP_POST,
     "/admin/feeds/{int}/{name}",
     "/admin/feeds/{f}/refetch",
     {403, 403, 403, 303},
     {{{0}}}},
    {HTTP_POST, "/admin/invite", "/admin/invite", {403, 403, 403, 200}, {FIELD("role", "owner")}},
    {HTTP_POST,
     "/admin/users/{int}/role",
     "/admin/users/{v}/role",
     {403, 403, 403, 303},
     {FIELD("role", "owner")}},
    {HTTP_GET, "/article/{int}/comments", "/article/1/comments", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/comment/{int}", "/comment/{c}", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/article/{int}/comment", "/article/1/comment", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_POST, "/article/{int}/comment", "/article/1/comment", {403, 303, 303, 303}, {WORDS}},
    {HTTP_GET, "/comment/{int}/reply", "/comment/{c}/reply", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_GET, "/comment/{int}/edit", "/comment/{c}/edit", {303, 403, 403, 403}, {{{0}}}},
    {HTTP_POST, "/comment/{int}/edit", "/comment/{c}/edit", {403, 403, 403, 403}, {WORDS}},
    {HTTP_GET, "/comment/{int}/delete", "/comment/{c}/delete", {303, 403, 403, 403}, {{{0}}}},
    {HTTP_POST, "/comment/{int}/delete", "/comment/{c}/delete", {403, 403, 403, 403}, {{{0}}}},
    {HTTP_POST,
     "/comment/{int}/vote",
     "/comment/{c}/vote",
     {403, 303, 303, 303},
     {FIELD("vote", "1")}},
    {HTTP_GET, "/comment/{int}/report", "/comment/{c}/report", {200, 200, 200, 200}, {{{0}}}},
    {HTTP_POST,
     "/comment/{int}/report",
     "/comment/{c}/report",
     {303, 303, 303, 404}, /* three reports take it out of sight */
     {FIELD("choice", "Spam")}},
    {HTTP_GET, "/moderation", "/moderation", {303, 403, 200, 200}, {{{0}}}},
    {HTTP_GET, "/moderation/{int}", "/moderation/{c}", {303, 403, 200, 200}, {{{0}}}},
    {HTTP_POST,
     "/moderation/{int}/approve",
     "/moderation/{c}/approve",
     {403, 403, 303, 303},
     {{{0}}}},
    {HTTP_POST, "/moderation/{int}/keep", "/moderation/{c}/keep", {403, 403, 303, 303}, {{{0}}}},
    {HTTP_POST,
     "/moderation/{int}/remove",
     "/moderation/{c}/remove",
     {403, 403, 303, 303},
     {FIELD("choice", "Spam")}},
    {HTTP_GET, "/moderation/{int}/ban", "/moderation/{c}/ban", {303, 403, 200, 200}, {{{0}}}},
    {HTTP_POST,
     "/moderation/{int}/ban",
     "/moderation/{c}/ban",
     {403, 403, 303, 303},
     {FIELD("choice", "Spam")}},
    {HTTP_POST,
     "/admin/users/{int}/close",
     "/admin/users/{v}/close",
     {403, 403, 403, 303},
     {FIELD("close", "1")}},
};

/* Routes of pages.def that other issues add are public until they have a line above. */
static const struct {
    enum http_method method;
    const char *pattern;
} TABLE[] = {
#define PAGE(pattern, page, statements, keep) {HTTP_GET, pattern},
#include "web/pages.def"
#undef PAGE
#define ROUTE(method, pattern, page, access, statements) {method, pattern},
#include "web/account.def"
#undef ROUTE
};

struct scene {
    struct fixture *f;
    int64_t victim, victim_session, comment, feed;
    struct browser victim_browser, by[KINDS];
};

static void scene_make(struct scene *x, struct fixture *f)
{
    struct session *list;
    size_t n;
    memset(x, 0, sizeof *x);
    x->f = f;
    struct article a = article_of(f, add_source(f, "a.example", "en", false), 1, "One");
    put(f, &a);
    x->victim = add_somebody(f, "victim", ROLE_READER);
    x->victim_browser = browser_of(f, x->victim);
    assert_ok(store_session_list(&list, &n, &f->arena, f->store, x->victim, NOW));
    x->victim_session = list[0].id;
    x->comment = add_comment(f, a.id, 0, x->victim, "The victim's own words.");
    struct feed feed = {
        .source_id = a.source_id, .url = S("https://a.example/feed"), .next_check_us = NOW + 1};
    assert_ok(store_feed_ensure(&x->feed, f->store, &feed));
    const int64_t ids[] = {0, add_somebody(f, "reader", ROLE_READER),
                           add_somebody(f, "moderator", ROLE_MODERATOR),
                           add_somebody(f, "owner", ROLE_OWNER)};
    x->by[NOBODY] = (struct browser){S(""), token_make(&f->arena)};
    for (int who = READER; who < KINDS; who++)
        x->by[who] = browser_of(f, ids[who]);
}

static str scene_secret(const struct browser *b)
{
    return b->session.len ? b->session : b->form;
}

static struct sending scene_sending(const struct scene *x, const struct expected *e,
                                    const struct browser *b)
{
    struct arena *a = &x->f->arena;
    struct sending s = {.method = e->method, .target = e->target};
    str target = str_c(e->target);
    size_t at = str_find(target, S("{"));
    if (at != STR_NPOS)
        s.target = str_printf(a, "%.*s%lld%.*s", STR_FMT(str_sub(target, 0, at)),
                              (long long)(target.p[at + 1] == 'v'   ? x->victim
                                          : target.p[at + 1] == 's' ? x->victim_session
                                          : target.p[at + 1] == 'f' ? x->feed
                                                                    : x->comment),
                              STR_FMT(str_skip(target, at + 3)))
                       .p;
    memcpy(s.form, e->fields, sizeof e->fields);
    /* The same words twice are refused, whoever sends them from one address. */
    if (e->method == HTTP_POST && str_eq(s.form[0].name, S("text")))
        s.form[0].value =
            str_printf(a, "%.*s %.*s", STR_FMT(s.form[0].value), STR_FMT(scene_secret(b)));
    for (size_t i = 0; i < ARRAY_LEN(s.form) && e->method == HTTP_POST; i++)
        if (!s.form[i].name.p) {
            s.form[i] = (struct http_pair){S("token"), csrf_make(a, scene_secret(b))};
            break;
        }
    return s;
}

/* Role, state and password of everyone, every comment and every feed's plan, as one text. */
static str people_text(struct fixture *f)
{
    struct user *users;
    struct comment *comments;
    size_t n;
    struct sbuf b;
    sbuf_init(&b, &f->arena, 65536);
    assert_ok(store_user_list(&users, &n, &f->arena, f->store, 0, 100));
    for (size_t i = 0; i < n; i++) {
        str hash;
        assert_ok(store_user_password(&hash, &f->arena, f->store, users[i].id));
        sbuf_printf(&b, "%.*s %lld %lld %.*s\n", STR_FMT(users[i].name), (long long)users[i].role,
                    (long long)users[i].disabled_us, STR_FMT(hash));
    }
    assert_ok(store_comment_export(&comments, &n, &f->arena, f->store, 0, 0, 1000));
    for (size_t i = 0; i < n; i++)
        sbuf_printf(&b, "%lld %lld %lld %lld %.*s\n", (long long)comments[i].id,
                    (long long)comments[i].state, (long long)comments[i].score,
                    (long long)comments[i].reports, STR_FMT(comments[i].source));
    struct feed *feeds;
    assert_ok(store_feed_list(&feeds, &n, &f->arena, f->store, 0, 100));
    for (size_t i = 0; i < n; i++)
        sbuf_printf(&b, "%lld %lld %lld\n", (long long)feeds[i].next_check_us,
                    (long long)feeds[i].paused_us, (long long)feeds[i].removed_us);
    return sbuf_str(&b);
}

static void every_route_by_everyone(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < ARRAY_LEN(ROUTES); i++) {
        const struct expected *e = &ROUTES[i];
        struct scene x;
        web_teardown(state);
        web_setup(state);
        f = *state;
        site_again(f, SIGNUP_INVITE, "");
        scene_make(&x, f);
        for (int who = NOBODY; who < KINDS; who++) {
            str before = people_text(f);
            struct sending s = scene_sending(&x, e, &x.by[who]);
            struct answer a = browser_send(f, &x.by[who], &s);
            if (a.status != e->status[who])
                print_error("%s by %s: %d, not %d: %s\n", e->pattern, WHO[who], a.status,
                            e->status[who], err_text());
            assert_int_equal(a.status, e->status[who]);
            if (a.status >= 400) {
                assert_true(str_eq(people_text(f), before));
                assert_true(is_in(f, &x.victim_browser));
            }
            if (a.status == 303 && e->method == HTTP_GET && who == NOBODY)
                assert_true(str_starts(header_of(&a, "Location"), S("/login?next=%2F")));
        }
    }
}

/* What a POST without what it needs may do: nothing, whoever sends it. */
static void no_form_of_others_does_anything(void **state)
{
    struct fixture *f = *state;
    struct scene x;
    site_again(f, SIGNUP_OPEN, "");
    scene_make(&x, f);
    str before = people_text(f), other = token_make(&f->arena);
    for (size_t i = 0; i < ARRAY_LEN(ROUTES); i++) {
        const struct expected *e = &ROUTES[i];
        if (e->method != HTTP_POST)
            continue;
        for (int who = NOBODY; who < KINDS; who++) {
            for (int how = 0; how < 8; how++) {
                struct sending s = scene_sending(&x, e, &x.by[who]);
                struct http_pair *token = s.form;
                while (!str_eq(token->name, S("token")))
                    token++;
                struct browser b = x.by[who];
                switch (how) {
                case 0: *token = (struct http_pair){{0}}; break;
                case 1: token->value = S(""); break;
                case 2: token->value = csrf_make(&f->arena, other); break;
                case 3: token->value = csrf_make(&f->arena, x.victim_browser.session); break;
                case 4: s.origin = "https://evil.example"; break;
                case 5: s.origin = "null"; break;
                case 6: s.site = "cross-site"; break;
                default: s.site = "same-site"; break;
                }
                assert_int_equal(browser_send(f, &b, &s).status, 403);
            }
        }
    }
    assert_true(str_eq(people_text(f), before));
    for (int who = READER; who < KINDS; who++)
        assert_true(is_in(f, &x.by[who]));
    /* And from this site's own pages it works. */
    struct sending s = {.method = HTTP_POST,
                        .target = "/logout",
                        .origin = "http://" HOST,
                        .site = "same-origin",
                        .form = {{S("token"), csrf_make(&f->arena, x.by[READER].session)}}};
    assert_int_equal(browser_send(f, &x.by[READER], &s).status, 303);
    assert_int_equal(x.by[READER].session.len, 0);
}

static void every_route_has_a_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(TABLE); i++) {
        bool found = false, page = TABLE[i].method == HTTP_GET;
        for (size_t k = 0; k < ARRAY_LEN(ROUTES); k++)
            found |= ROUTES[k].method == TABLE[i].method &&
                     strcmp(ROUTES[k].pattern, TABLE[i].pattern) == 0;
        /* Public pages have no state of a reader; those of accounts must be there. */
        bool account = i >= ARRAY_LEN(TABLE) - (
#define ROUTE(method, pattern, page, access, statements) 1 +
#include "web/account.def"
#undef ROUTE
                                                   0);
        if (!found && (account || !page))
            print_error("no line for %s\n", TABLE[i].pattern);
        assert_true(found || (page && !account));
    }
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(every_route_by_everyone),
        WITH_SITE(no_form_of_others_does_anything),
        WITH_SITE(every_route_has_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
