/* The pages of whoever looks after subscriptions, over a store: what they show and take, how many
 * statements that is, and that secrets and markup stay where they belong. */
#include "web_browser.h"

#include "store/feed_health.h"
#include "websub/hub.h"

#define HOST_PATH "https://a.example/feed"

struct scene {
    struct fixture *f;
    struct browser owner;
    int64_t owner_id, feed;
};

static int64_t add_feed(struct fixture *f, const char *address, const char *title,
                        const char *folder)
{
    str name = str_c(folder);
    struct feed feed = {.source_id = add_source(f, "a.example", "en", false),
                        .url = str_c(address),
                        .title = str_c(title),
                        .next_check_us = NOW + HOUR_US,
                        .folders = {&name, *folder ? 1 : 0}};
    int64_t id;
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    return id;
}

/* --- looking, without a network ----------------------------------------------------------------
 */

/* One look at a time: "feed" is found at once, "slow" waits, "two" are two, anything else fails. */
static struct {
    str text;
    int64_t user_id;
    size_t choose;
} asked;

static status fake_begin(int64_t *id, void *ctx, int64_t user_id, str text, size_t choose)
{
    (void)ctx;
    if (str_eq(text, S("busy")))
        return fail(E_BUSY, "too much is being looked at already");
    asked.text = text;
    asked.user_id = user_id;
    asked.choose = choose;
    *id = 7;
    return OK;
}

static struct look_item found_item(struct arena *a)
{
    struct look_item item = {.state = LOOK_FOUND, .typed = S("feed")};
    item.found = (struct feed_preview){.url = S("https://b.example/feed"),
                                       .title = S("<b>Found & kept</b>"),
                                       .site_url = S("https://b.example/"),
                                       .recipe = S(""),
                                       .entries = 2,
                                       .whole = 1};
    *vec_push(&item.found.choices, a) = (struct preview_choice){
        .url = S("https://b.example/feed"), .title = S("All"), .found = PREVIEW_DECLARED};
    *vec_push(&item.found.choices, a) = (struct preview_choice){
        .url = S("https://b.example/sport"), .title = S("Sport"), .found = PREVIEW_LINKED};
    *vec_push(&item.found.newest, a) = (struct preview_entry){
        .title = S("<i>First</i>"), .url = S("javascript:alert(1)"), .published_us = TIME_NONE};
    return item;
}

static status fake_get(struct look *out, void *ctx, struct arena *a, int64_t user_id, int64_t id)
{
    (void)ctx;
    if (id != 7 || user_id != asked.user_id)
        return fail(E_NOTFOUND, "no such look");
    bool two = str_eq(asked.text, S("two"));
    *out = (struct look){.at = arena_array(a, 2, struct look_item), .n = two ? 2 : 1};
    if (str_eq(asked.text, S("slow"))) {
        out->at[0] = (struct look_item){.state = LOOK_GOES, .typed = asked.text};
        out->left = 1;
    } else if (str_eq(asked.text, S("feed")) || two) {
        out->at[0] = found_item(a);
        out->at[1] = (struct look_item){
            .state = LOOK_FAILED, .typed = S("none"), .error = S("no such host: none")};
    } else {
        out->at[0] = (struct look_item){
            .state = LOOK_FAILED, .typed = asked.text, .error = S("the site answered 404")};
    }
    return OK;
}

static status fake_subscribe(int64_t *id, bool *made, void *ctx, struct arena *a, struct store *s,
                             const struct look_item *item, int64_t now_us)
{
    struct source source = {.key = S("b.example"), .name = S("b.example")};
    struct feed feed = {
        .url = item->found.url, .title = item->found.title, .next_check_us = now_us};
    (void)ctx;
    (void)a;
    *made = store_feed_by_url(id, s, feed.url) != OK;
    TRY(store_source_ensure(&feed.source_id, s, &source));
    return store_feed_ensure(id, s, &feed);
}

static str fake_address(void *ctx, struct arena *a, const struct feed *newsletter)
{
    (void)ctx;
    return str_printf(a, "%.*s@mail.example", STR_FMT(str_skip(newsletter->url, 5)));
}

static status fake_check(const struct feed_settings *settings)
{
    return str_starts(settings->proxy, S("gopher:")) ? fail(E_INPUT, "must be another") : OK;
}

static void scene_make(struct scene *x, struct fixture *f)
{
    *x = (struct scene){.f = f};
    site_free(f->site);
    struct site_options options = {.store = f->where,
                                   .name = S("Test"),
                                   .threads = THREADS,
                                   .comments = {.on = true},
                                   .subscribing = {.begin = fake_begin,
                                                   .get = fake_get,
                                                   .subscribe = fake_subscribe,
                                                   .mail_address = fake_address,
                                                   .check = fake_check}};
    assert_ok(site_new(&f->site, &options));
    x->owner_id = add_somebody(f, "owner", ROLE_OWNER);
    x->owner = browser_of(f, x->owner_id);
    x->feed = add_feed(f, HOST_PATH, "One <script> & more", "Europe");
}

static const char *path_to(struct scene *x, const char *act)
{
    return str_printf(&x->f->arena, "/admin/feeds/%lld%s", (long long)x->feed, act).p;
}

static struct answer send(struct scene *x, const char *target, struct http_pair a,
                          struct http_pair b, struct http_pair c)
{
    struct sending s = {.method = HTTP_POST,
                        .target = target,
                        .form = {{S("token"), csrf_make(&x->f->arena, x->owner.session)}, a, b, c}};
    return browser_send(x->f, &x->owner, &s);
}

static struct answer look(struct scene *x, const char *target)
{
    return browser_look(x->f, &x->owner, target);
}

#define PAIR(name, value) ((struct http_pair){S(name), str_c(value)})
#define NO_PAIR ((struct http_pair){{0}, {0}})

static struct feed_row row_of(struct scene *x)
{
    struct feed_row row;
    assert_ok(store_feed_row(&row, &x->f->arena, x->f->store, x->feed, NOW));
    return row;
}

/* --- the list ----------------------------------------------------------------------------------
 */

static void a_list_shows_what_is_the_matter(void **state)
{
    struct scene x;
    scene_make(&x, *state);
    struct feed feed;
    assert_ok(store_feed_get(&feed, &x.f->arena, x.f->store, x.feed));
    feed.checked_us = NOW;
    feed.failures = 3;
    feed.error = S("the site answered 404: <img src=x>");
    assert_ok(store_feed_checked(x.f->store, &feed));
    add_feed(x.f, "https://a.example/two", "Two", "");
    struct answer a = look(&x, "/admin/feeds");
    assert_int_equal(a.status, 200);
    assert_has(a.body, "2 subscriptions, 1 failing");
    assert_has(a.body, "One &lt;script&gt; &amp; more");
    assert_has(a.body, "The site answered 404: &lt;img src=x&gt;.");
    assert_has(a.body, "The feed may have moved");
    assert_has_not(a.body, "<img src=x>");
    assert_true(str_find(a.body, S("One &lt;script")) < str_find(a.body, S("Two")));
    assert_has(look(&x, "/admin/feeds?state=failing").body, "One &lt;script");
    assert_has_not(look(&x, "/admin/feeds?state=failing").body, ">Two<");
    assert_has_not(look(&x, "/admin/feeds?folder=[\"Europe\"]").body, ">Two<");
    assert_has(look(&x, "/admin/feeds?folder=[\"Europe\"]").body, "One &lt;script");
    assert_has(look(&x, "/admin/feeds?q=nothing-like-it").body, "No subscription fits.");
    assert_has(look(&x, "/admin/feeds?sort=name&way=back&page=2").body, "No subscription fits.");
    /* What it does not know is left out. */
    assert_int_equal(look(&x, "/admin/feeds?state=x&sort=y&page=z&done=w&n=-1").status, 200);
}

static void feeds_are_acted_on(void **state)
{
    struct scene x;
    scene_make(&x, *state);
    struct answer a = send(&x, path_to(&x, "/pause"), NO_PAIR, NO_PAIR, NO_PAIR);
    assert_int_equal(a.status, 303);
    assert_int_equal(row_of(&x).health, HEALTH_PAUSED);
    assert_has(look(&x, header_of(&a, "Location").p).body, "Paused: ");
    send(&x, path_to(&x, "/resume"), NO_PAIR, NO_PAIR, NO_PAIR);
    assert_int_equal(row_of(&x).feed.paused_us, TIME_NONE);
    send(&x, path_to(&x, "/refetch"), NO_PAIR, NO_PAIR, NO_PAIR);
    assert_int_equal(row_of(&x).feed.next_check_us, NOW);
    a = send(&x, path_to(&x, "/remove"), NO_PAIR, NO_PAIR, NO_PAIR);
    assert_int_equal(row_of(&x).health, HEALTH_REMOVED);
    str where = header_of(&a, "Location");
    struct answer list = look(&x, str_cstr(&x.f->arena, where));
    assert_has(list.body, "Removed: One");
    assert_has(list.body, "id=\"undo\"");
    assert_has(look(&x, path_to(&x, "")).body, "Restore");
    str at = str_printf(&x.f->arena, "%lld", (long long)NOW);
    a = send(&x, "/admin/feeds/undo", (struct http_pair){S("at"), at}, NO_PAIR, NO_PAIR);
    assert_int_equal(a.status, 303);
    assert_true(row_of(&x).health != HEALTH_REMOVED);
    assert_int_equal(send(&x, path_to(&x, "/explode"), NO_PAIR, NO_PAIR, NO_PAIR).status, 404);
    assert_int_equal(send(&x, "/admin/feeds/999/pause", NO_PAIR, NO_PAIR, NO_PAIR).status, 404);
    assert_int_equal(send(&x, "/admin/feeds/undo", PAIR("at", "x"), NO_PAIR, NO_PAIR).code,
                     E_INPUT);
}

static void many_are_acted_on_at_once(void **state)
{
    struct scene x;
    scene_make(&x, *state);
    for (int i = 0; i < 70; i++)
        add_feed(x.f, str_printf(&x.f->arena, "https://a.example/%d", i).p, i % 2 ? "Odd" : "Even",
                 "");
    struct answer a =
        send(&x, "/admin/feeds/act", PAIR("act", "pause"), PAIR("all", "1"), PAIR("q", "odd"));
    assert_has(look(&x, str_cstr(&x.f->arena, header_of(&a, "Location"))).body,
               "35 subscriptions paused.");
    int64_t counts[HEALTH_COUNT];
    assert_ok(store_feed_healths(counts, x.f->store, NOW));
    assert_int_equal(counts[HEALTH_PAUSED], 35);
    str id = str_printf(&x.f->arena, "%lld", (long long)x.feed);
    a = send(&x, "/admin/feeds/act", PAIR("act", "move"), PAIR("to", " World / News "),
             (struct http_pair){S("feed"), id});
    assert_int_equal(a.status, 303);
    struct feed_row row = row_of(&x);
    assert_int_equal(row.feed.folders.len, 2);
    assert_str(row.feed.folders.at[1], "News");
    a = send(&x, "/admin/feeds/act", PAIR("act", "pause"), NO_PAIR, NO_PAIR);
    assert_has(header_of(&a, "Location"), "done=nothing");
    a = send(&x, "/admin/feeds/act", PAIR("act", "remove"), PAIR("all", "1"), NO_PAIR);
    assert_has(look(&x, str_cstr(&x.f->arena, header_of(&a, "Location"))).body,
               "71 subscriptions removed.");
    send(&x, "/admin/feeds/undo",
         (struct http_pair){S("at"), str_printf(&x.f->arena, "%lld", (long long)NOW)}, NO_PAIR,
         NO_PAIR);
    assert_ok(store_feed_healths(counts, x.f->store, NOW));
    assert_int_equal(counts[HEALTH_REMOVED], 0);
    assert_int_equal(counts[HEALTH_PAUSED], 35);
}

/* A form of ours leads nowhere else, whatever its field says. */
static void the_way_back_is_ours(void **state)
{
    struct scene x;
    scene_make(&x, *state);
    static const char *const bad[] = {
        "https://evil.example/",           "//evil.example", "/admin/feedsX", "/admin/feeds/\\evil",
        "/admin/feeds?a\r\nSet-Cookie: b", "/logout"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct answer a = send(&x, path_to(&x, "/pause"), PAIR("back", bad[i]), NO_PAIR, NO_PAIR);
        str to = header_of(&a, "Location");
        assert_true(str_starts(to, S("/admin/feeds?done=")) || str_starts(to, S("/?done=")));
    }
    struct answer a = send(&x, path_to(&x, "/pause"),
                           PAIR("back", "/admin/feeds?state=failing&page=2"), NO_PAIR, NO_PAIR);
    assert_true(
        str_starts(header_of(&a, "Location"), S("/admin/feeds?state=failing&page=2&done=pause")));
}

/* --- settings ----------------------------------------------------------------------------------
 */

static struct answer edit(struct scene *x, const struct http_pair *pairs, size_t n)
{
    struct sending s = {.method = HTTP_POST,
                        .target = path_to(x, "/edit"),
                        .form = {{S("token"), csrf_make(&x->f->arena, x->owner.session)}}};
    for (size_t i = 0; i < n; i++)
        s.form[i + 1] = pairs[i];
    return browser_send(x->f, &x->owner, &s);
}
#define EDIT(x, ...)                                                                               \
    edit((x), (const struct http_pair[]){__VA_ARGS__},                                             \
         sizeof((const struct http_pair[]){__VA_ARGS__}) / sizeof(struct http_pair))

static void settings_are_kept_and_secrets_stay_inside(void **state)
{
    struct scene x;
    struct feed_settings kept;
    scene_make(&x, *state);
    struct arena *a = &x.f->arena;
    struct answer did =
        EDIT(&x, PAIR("title", "New name"), PAIR("url", HOST_PATH), PAIR("folder", "Europe"),
             PAIR("username", "ada"), PAIR("password", "s3cret"), PAIR("cookie", "c00kie=1"),
             PAIR("proxy", "socks5://u:pr0xy@h.example:1"));
    assert_int_equal(did.status, 303);
    assert_ok(store_feed_settings_get(&kept, a, x.f->store, x.feed));
    assert_str(kept.password, "s3cret");
    assert_str(kept.cookie, "c00kie=1");
    struct answer page = look(&x, path_to(&x, ""));
    assert_has(page.body, "New name");
    assert_has(page.body, "socks5://***@h.example:1");
    assert_has_not(page.body, "s3cret");
    assert_has_not(page.body, "c00kie");
    assert_has_not(page.body, "pr0xy");
    /* Empty fields leave the secrets, what was hidden comes back as it was. */
    EDIT(&x, PAIR("title", "New name"), PAIR("url", HOST_PATH), PAIR("username", "ada"),
         PAIR("proxy", "socks5://***@h.example:1"), PAIR("full_text", "never"));
    assert_ok(store_feed_settings_get(&kept, a, x.f->store, x.feed));
    assert_str(kept.password, "s3cret");
    assert_str(kept.proxy, "socks5://u:pr0xy@h.example:1");
    assert_int_equal(kept.full_text, FEED_TEXT_NEVER);
    EDIT(&x, PAIR("url", HOST_PATH), PAIR("username", "ada"), PAIR("forget_password", "1"));
    assert_ok(store_feed_settings_get(&kept, a, x.f->store, x.feed));
    assert_str(kept.password, "");
    assert_str(kept.cookie, "c00kie=1");
    /* Another site: the cookie is for the old one. */
    did = EDIT(&x, PAIR("url", "https://other.example/feed"));
    assert_int_equal(did.status, 303);
    assert_ok(store_feed_settings_get(&kept, a, x.f->store, x.feed));
    assert_str(kept.cookie, "");
    assert_str(row_of(&x).feed.url, "https://other.example/feed");
    assert_int_equal(row_of(&x).feed.next_check_us, NOW);
}

static void a_refused_form_changes_nothing(void **state)
{
    struct scene x;
    scene_make(&x, *state);
    add_feed(x.f, "https://a.example/two", "Two", "");
    const struct {
        struct http_pair pair;
        const char *says;
    } rows[] = {
        {PAIR("url", "ftp://a.example/"), "This is no web address"},
        {PAIR("url", "https://ada:s3cret@a.example/"), "into the fields for them"},
        {PAIR("url", "https://ada@a.example/"), "into the fields for them"},
        {PAIR("url", "https://a.example/two"), "Another subscription has this address"},
        {PAIR("user_agent", "a\nb"), "a line break"},
        {PAIR("cookie", "a\rb"), "a line break"},
        {PAIR("proxy", "gopher://x"), "The proxy must be another."},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        bool address = str_eq(rows[i].pair.name, S("url"));
        struct answer a = EDIT(&x, PAIR("title", "Changed"), PAIR("password", "typed-now"),
                               rows[i].pair, address ? NO_PAIR : PAIR("url", HOST_PATH));
        assert_int_equal(a.status, 400);
        assert_has(a.body, rows[i].says);
        assert_has(a.body, "value=\"Changed\"");
        assert_has(a.body, "aria-invalid=\"true\"");
        assert_has_not(a.body, "typed-now");
        assert_has_not(a.body, "s3cret");
        assert_has_not(a.body, "One is set");
        assert_str(row_of(&x).feed.title, "One <script> & more");
    }
}

/* --- adding ------------------------------------------------------------------------------------
 */

static void what_is_given_is_looked_at_and_subscribed_to(void **state)
{
    struct scene x;
    struct feed feed;
    int64_t id;
    scene_make(&x, *state);
    assert_has(look(&x, "/admin/feeds/add?url=q.example").body, "q.example</textarea>");
    assert_has(send(&x, "/admin/feeds/add/look", PAIR("text", " \n"), NO_PAIR, NO_PAIR).body,
               "Type or paste an address first");
    assert_has(send(&x, "/admin/feeds/add/look", PAIR("text", "busy"), NO_PAIR, NO_PAIR).body,
               "Too much is being looked at already.");
    struct answer a =
        send(&x, "/admin/feeds/add/look", PAIR("text", "slow"), PAIR("choose", "1"), NO_PAIR);
    assert_str(header_of(&a, "Location"), "/admin/feeds/look/7");
    assert_true(asked.choose == 1 && asked.user_id == x.owner_id);
    a = look(&x, "/admin/feeds/look/7");
    assert_has(a.body, "Looking at slow");
    assert_has(a.body, "http-equiv=\"refresh\"");
    assert_has(a.body, "data-asking");
    send(&x, "/admin/feeds/add/look", PAIR("text", "<none>"), NO_PAIR, NO_PAIR);
    assert_has(look(&x, "/admin/feeds/look/7").body, "Nothing to subscribe to at &lt;none&gt;");
    send(&x, "/admin/feeds/add/look", PAIR("text", "feed"), NO_PAIR, NO_PAIR);
    a = look(&x, "/admin/feeds/look/7");
    assert_has(a.body, "&lt;b&gt;Found &amp; kept&lt;/b&gt;");
    assert_has(a.body, "&lt;i&gt;First&lt;/i&gt;");
    assert_has_not(a.body, "javascript:");
    assert_has(a.body, "Look at this: Sport");
    assert_has_not(a.body, "http-equiv=\"refresh\"");
    a = send(&x, "/admin/feeds/look/7", PAIR("folder", "World / News"), PAIR("full_text", "always"),
             NO_PAIR);
    assert_ok(store_feed_by_url(&id, x.f->store, S("https://b.example/feed")));
    assert_true(str_starts(header_of(&a, "Location"),
                           str_printf(&x.f->arena, "/admin/feeds/%lld?done=add", (long long)id)));
    assert_ok(store_feed_get(&feed, &x.f->arena, x.f->store, id));
    assert_int_equal(feed.folders.len, 2);
    struct feed_settings settings;
    assert_ok(store_feed_settings_get(&settings, &x.f->arena, x.f->store, id));
    assert_int_equal(settings.full_text, FEED_TEXT_ALWAYS);
    /* It is known then, and stays as it is. */
    assert_has(look(&x, "/admin/feeds/look/7").body, "You have subscribed to this already.");
    a = send(&x, "/admin/feeds/look/7", PAIR("folder", "Elsewhere"), NO_PAIR, NO_PAIR);
    assert_has(header_of(&a, "Location"), "done=known");
    assert_ok(store_feed_get(&feed, &x.f->arena, x.f->store, id));
    assert_str(feed.folders.at[0], "World");
    /* Of several those that were picked. */
    send(&x, "/admin/feeds/add/look", PAIR("text", "two"), NO_PAIR, NO_PAIR);
    assert_has(look(&x, "/admin/feeds/look/7").body, "No such host: none.");
    assert_has(send(&x, "/admin/feeds/look/7", NO_PAIR, NO_PAIR, NO_PAIR).body,
               "Nothing was selected that can be subscribed to.");
    /* One that is forgotten, and somebody else's. */
    a = look(&x, "/admin/feeds/look/8");
    assert_str(header_of(&a, "Location"), "/admin/feeds/add");
    struct browser other = browser_of(x.f, add_somebody(x.f, "second", ROLE_OWNER));
    a = browser_look(x.f, &other, "/admin/feeds/look/7");
    assert_str(header_of(&a, "Location"), "/admin/feeds/add");
}

/* --- what comes by itself ----------------------------------------------------------------------
 */

static void what_comes_by_itself_says_how(void **state)
{
    struct scene x;
    struct fixture *f = *state;
    scene_make(&x, f);
    struct feed_hub hub = {.feed_id = x.feed,
                           .hub_url = S("https://hub.example/"),
                           .topic_url = S(HOST_PATH),
                           .token = S("t"),
                           .secret = S("w0rd-of-hub"),
                           .state = HUB_LIVE,
                           .asked_us = TIME_NONE,
                           .verified_us = NOW,
                           .until_us = NOW + HOUR_US,
                           .next_try_us = TIME_NONE,
                           .error = S(""),
                           .pushed_us = TIME_NONE,
                           .poll_us = TIME_NONE};
    assert_ok(store_hub_put(f->store, &hub));
    struct answer a = look(&x, path_to(&x, ""));
    assert_has(a.body, "by https://hub.example/: what is new comes by itself");
    assert_has_not(a.body, "w0rd-of-hub");
    struct feed mail = {.source_id = add_source(f, "a.example", "en", false),
                        .url = S("mail:k3y"),
                        .title = S("Brook Weekly"),
                        .kind = FEED_OF_MAIL,
                        .recipe = S(""),
                        .next_check_us = TIME_NONE};
    assert_ok(store_feed_ensure(&x.feed, f->store, &mail));
    struct delivery held = {.feed_id = x.feed,
                            .received_us = NOW,
                            .content_type = S("message/rfc822"),
                            .base_url = S(""),
                            .body = S("Subject: x\r\n\r\ny"),
                            .error = S(""),
                            .held = true};
    assert_ok(store_delivery_put(f->store, &held));
    a = look(&x, path_to(&x, ""));
    assert_has(a.body, "k3y@mail.example");
    assert_has(a.body, "1 mail is held");
    assert_has_not(a.body, "name=\"url\"");
    assert_has_not(a.body, "Ask now");
    assert_has(look(&x, "/admin/feeds").body, "Newsletter");
    /* Its form has a title and a folder only, and the address stays. */
    EDIT(&x, PAIR("title", "Brook"), PAIR("url", "https://evil.example/"));
    assert_str(row_of(&x).feed.url, "mail:k3y");
    assert_str(row_of(&x).feed.title, "Brook");
}

/* --- statements --------------------------------------------------------------------------------
 */

static void each_page_keeps_to_its_statements(void **state)
{
    struct scene x;
    scene_make(&x, *state);
    const struct {
        const char *pattern;
        int64_t most;
    } pages[] = {
#define ROUTE(method, pattern, page, access, statements) {pattern, statements},
#include "web/account.def"
#undef ROUTE
    };
    asked.text = S("two");
    asked.user_id = x.owner_id;
    for (int i = 0; i < 60; i++)
        add_feed(x.f, str_printf(&x.f->arena, "https://a.example/%d", i).p, "F", "Folder");
    const struct {
        const char *pattern, *target;
    } targets[] = {
        {"/admin/feeds", "/admin/feeds?done=pause&n=1&id=1&sort=name"},
        {"/admin/feeds/add", "/admin/feeds/add"},
        {"/admin/feeds/look/{int}", "/admin/feeds/look/7"},
        {"/admin/feeds/{int}", "/admin/feeds/1?done=edit&n=1&id=1"},
    };
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        int64_t before = 0, after = 0;
        /* Which thread answers does not matter: all of them are asked. */
        for (unsigned t = 0; t < THREADS; t++)
            before += store_statement_count(site_store(x.f->site, t));
        assert_int_equal(look(&x, targets[i].target).status, 200);
        for (unsigned t = 0; t < THREADS; t++)
            after += store_statement_count(site_store(x.f->site, t));
        for (size_t k = 0; k < ARRAY_LEN(pages); k++)
            if (strcmp(pages[k].pattern, targets[i].pattern) == 0 && pages[k].most) {
                print_message("%-28s %lld of %lld statements\n", targets[i].pattern,
                              (long long)(after - before), (long long)pages[k].most);
                assert_in_range(after - before, 1, pages[k].most);
            }
    }
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(a_list_shows_what_is_the_matter),
        WITH_SITE(feeds_are_acted_on),
        WITH_SITE(many_are_acted_on_at_once),
        WITH_SITE(the_way_back_is_ours),
        WITH_SITE(settings_are_kept_and_secrets_stay_inside),
        WITH_SITE(a_refused_form_changes_nothing),
        WITH_SITE(what_is_given_is_looked_at_and_subscribed_to),
        WITH_SITE(what_comes_by_itself_says_how),
        WITH_SITE(each_page_keeps_to_its_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
