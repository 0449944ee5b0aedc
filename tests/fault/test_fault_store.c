/*
 * Each failure path of the store: a scenario is run once to count its database calls, and then
 * once for every call, which fails. The failure must be reported, the store must be sound, and
 * the same work done again must succeed. Memory checkers see to it that nothing leaks.
 */
#include "store_testing.h"

#include "pipeline/mail_intake.h"
#include "pipeline/subscription.h"
#include "store/copy.h"
#include "store/feed_health.h"
#include "store/migrate.h"
#include "store/newsletter.h"
#include "websub/hub.h"

struct faulty {
    struct fixture *f;
    struct db *db; /* the fault driver's */
    struct store *s;
};

static void faulty_open(struct faulty *x, struct fixture *f)
{
    struct db *inner;
    x->f = f;
    assert_ok(db_open(&inner, f->where, false));
    x->db = driver_fault_wrap(inner, 0);
    assert_ok(store_from_db(&x->s, x->db));
}

static status put(struct faulty *x, int n, const char *text, bool demo)
{
    struct arena *a = &x->f->arena;
    struct source source = {.key = demo ? S("demo.example") : S("one.example"), .demo = demo};
    int64_t source_id;
    TRY(store_source_ensure(&source_id, x->s, &source));
    TRY(store_source_name(x->s, source_id, source.name, S("Renamed")));
    struct article article = article_make(a, source_id, n, "T\xc3\xa9st", text, "fr");
    article.demo = demo;
    enum store_put did;
    return store_article_put(&did, x->s, &article);
}

/* Two tags of which an article loses one, cards and copies of articles 1 and 2. */
static status analyses_part(struct faulty *x, int64_t one, int64_t two)
{
    static const struct text_range sentence = {0, 7};
    static const str alias = {"autre", 5};
    struct article_analysis analysis = {
        .article_id = one, .version = 2, .method = 1, .summary = {&sentence, 1}};
    struct tag tag = {.canonical = S("texte"), .display = S("Texte")},
               other = {.canonical = S("b")};
    TRY(store_analysis_put(x->s, &analysis, S("Premier texte.")));
    TRY(store_tag_ensure(&tag, x->s, &alias, 1));
    TRY(store_tag_ensure(&other, x->s, NULL, 0));
    int64_t ids[] = {tag.id, other.id};
    TRY(store_article_tags_put(x->s, one, ids, 2));
    TRY(store_article_tags_put(x->s, one, ids, 1));
    TRY(store_article_tags_put(x->s, two, ids, 1));
    struct related_put card = {.article_id = two, .score = .5};
    TRY(store_related_put(x->s, one, &card, 1));
    const struct related_change change = {one, one, card};
    TRY(store_related_change(x->s, &change, 1));
    TRY(store_related_drop_to(x->s, one));
    TRY(store_copy_put(x->s, one, two));
    TRY(store_copy_put(x->s, two, 0));
    return store_copy_put(x->s, one, two);
}

static status analyses_read(struct faulty *x, int64_t one)
{
    struct arena *a = &x->f->arena;
    struct article_analysis analysis;
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 10};
    struct tag tag, *tags;
    struct article_card *cards;
    struct article *articles;
    struct store_search search = {.query = S("texte"), .limit = 10, .newest = true};
    struct search_hit *hits;
    struct related_row *rows;
    struct related_of *of;
    struct store_recent *recent;
    struct source *sources;
    struct tag_day *days;
    struct store_waiting *waiting;
    int64_t count;
    bool waited;
    size_t n;
    TRY(store_analysis_get(&analysis, a, x->s, one));
    TRY(store_backlog_put(x->s, one, 1, STORE_WAITS_NEW));
    TRY(store_backlog_fill(x->s, 1));
    TRY(store_backlog_list(&waiting, &n, a, x->s, 0, 10));
    TRY(store_backlog_count(&count, x->s));
    TRY(store_backlog_remove(&waited, x->s, one, 1));
    TRY(store_analysis_stale_count(&count, x->s, 1));
    TRY(store_article_recent(&recent, &n, a, x->s, 10));
    TRY(store_tag_get(&tag, a, x->s, S("autre")));
    TRY(store_article_tags(&tags, &n, a, x->s, one));
    TRY(store_tag_articles(&cards, &n, a, x->s, tag.id, &list));
    TRY(store_tag_days(&days, &n, a, x->s, tag.id, 0));
    TRY(store_tag_beside(&tags, &n, a, x->s, tag.id, 10));
    TRY(store_tag_sources(&sources, &n, a, x->s, tag.id, 10));
    TRY(store_tag_list(&tags, &n, a, x->s, 0, 10));
    TRY(store_related_list(&rows, &n, a, x->s, one));
    TRY(store_articles_get(&articles, &n, a, x->s, &one, 1));
    TRY(store_search(&hits, &n, &count, a, x->s, &search));
    TRY(store_related_kept_of(&of, &n, a, x->s, &one, 1));
    return store_copies_list(&cards, &n, a, x->s, one);
}

static status people_part(struct faulty *x)
{
    struct user user = {.name = S("Ada"), .role = ROLE_OWNER, .created_us = T0}, got;
    int64_t ended, tries, last_us;
    TRY(store_user_add(x->s, &user, S("ada"), S("$hash")));
    struct invite invite = {.role = ROLE_READER, .made_by = user.id, .expires_us = T0 + 9};
    TRY(store_invite_add(x->s, &invite, S("i")));
    TRY(store_invite_claim(x->s, invite.id, T0));
    TRY(store_invite_used_by(x->s, invite.id, user.id));
    TRY(store_invites_drop(x->s, INVITE_SETUP));
    struct session session = {.user_id = user.id, .created_us = T0, .expires_us = INT64_MAX};
    TRY(store_session_add(x->s, &session, S("h1")));
    TRY(store_session_add(x->s, &session, S("h2")));
    TRY(store_session_touch(x->s, session.id, T0, INT64_MAX));
    TRY(store_session_find(&session, &got, &x->f->arena, x->s, S("h2"), T0));
    TRY(store_session_end(x->s, session.id, user.id));
    TRY(store_sessions_end(&ended, x->s, user.id, 0));
    TRY(store_user_role_set(x->s, user.id, ROLE_READER));
    TRY(store_user_password_set(x->s, user.id, S("$other")));
    TRY(store_user_disable(x->s, user.id, T0, S("why")));
    TRY(store_throttle_set(x->s, S("k"), 1, T0));
    TRY(store_throttle_get(&tries, &last_us, x->s, S("k")));
    return store_throttle_expire(x->s, T0 - 1);
}

static status deliveries_part(struct faulty *x, int64_t feed_id)
{
    struct delivery_waiting *at;
    size_t n;
    struct delivery got, delivery = {.feed_id = feed_id,
                                     .received_us = T0,
                                     .content_type = S("message/rfc822"),
                                     .base_url = S(""),
                                     .body = S("x")};
    TRY(store_delivery_put(x->s, &delivery));
    TRY(store_delivery_put(x->s, &delivery));
    TRY(store_delivery_next(&at, &n, &x->f->arena, x->s, 0, 10));
    TRY(store_delivery_get(&got, &x->f->arena, x->s, at[0].id));
    TRY(store_delivery_go_on(x->s, at[0].id, 7));
    TRY(store_delivery_failed(x->s, at[0].id, S("no mail")));
    return store_delivery_remove(x->s, at[1].id);
}

/* A mail that is held, one that is published, and a newsletter that a Maildir brings. */
static status newsletters_part(struct faulty *x)
{
    const str mail = S("From: a@b.example\r\nTo: n1n2n3@c.example\r\n\r\nText");
    struct newsletter_mail *at;
    struct feed feed;
    struct arena *a = &x->f->arena;
    int64_t id, dropped;
    size_t n;
    bool made;
    TRY(mail_intake_subscribe(&id, &made, a, x->s, S("n1n2n3"), S("News")));
    TRY(store_feed_get(&feed, a, x->s, id));
    TRY(mail_intake_known(x->s, S("n1n2n3@c.example")));
    TRY(mail_intake_put(x->s, S("s@b.example"), S("n1n2n3@c.example"), mail, T0));
    TRY(mail_intake_put_file(x->s, mail, true, T0));
    TRY(mail_intake_put_file(x->s, S("From: x@y.example\r\n\r\nText"), true, T0));
    TRY(store_newsletter_mails(&at, &n, a, x->s, id, 0, 10));
    TRY(store_newsletter_release(x->s, at[0].id));
    TRY(store_newsletter_drop_held(&dropped, x->s, id));
    return mail_intake_publish(a, x->s, &feed, S("News"), NULL, 0);
}

/* What a person does to a feed, which is there in the end. */
static status subscriptions_part(struct faulty *x, int64_t source_id, int64_t id)
{
    const str folders[] = {S("Ports")};
    int64_t other = 0, found, purged;
    struct feed feed = {
        .id = id, .url = S("https://two.example/feed"), .folders = {folders, 1}, .title = S("t")};
    struct feed gone = {.source_id = source_id,
                        .url = S("https://one.example/2"),
                        .kind = FEED_OF_PAGE,
                        .recipe = S("{}"),
                        .next_check_us = TIME_NONE};
    struct feed_settings settings = {.feed_id = id, .password = S("secret")};
    TRY(store_feed_settings_put(x->s, &settings));
    TRY(store_feed_settings_put(x->s, &(struct feed_settings){.feed_id = id}));
    TRY(store_feed_settings_put(x->s, &settings));
    TRY(store_feed_rename(x->s, &feed, T0));
    TRY(store_feed_pause(x->s, id, T0));
    TRY(store_feed_resume(x->s, id, T0));
    TRY(store_feed_ask(x->s, id, T0, true));
    /* Known by its address, or the store's failure is told. */
    const struct opml_feed listed = {.url = feed.url};
    bool made;
    TRY(subscription_add(&other, &made, &x->f->arena, x->s, &listed, T0));
    assert_true(!made && other == id);
    TRY(store_feed_ensure(&other, x->s, &gone));
    TRY(store_feed_recipe(&found, x->s, other, S("[]"), T0));
    TRY(store_feed_resume(x->s, other, T0));
    TRY(store_feed_remove(x->s, other, T0));
    TRY(store_feed_ensure(&other, x->s, &gone));
    TRY(store_feed_remove(x->s, other, T0));
    TRY(store_feed_restore(x->s, other));
    TRY(store_feed_remove(x->s, other, T0));
    TRY(store_feed_taken(&found, x->s, gone.url));
    return store_feed_purge(&purged, x->s, T0);
}

static status facts_part(struct faulty *x, int64_t feed_id)
{
    struct source_facts *at;
    struct source_icon icon;
    struct feed feed;
    size_t n;
    TRY(store_feed_get(&feed, &x->f->arena, x->s, feed_id));
    feed.succeeded_us = T0;
    TRY(store_feed_checked(x->s, &feed));
    TRY(store_facts_due(&at, &n, &x->f->arena, x->s, T0, 10));
    at[0].country = S("GB");
    at[0].icon_type = S("image/png");
    at[0].icon_hash = 1;
    str bytes = S("x");
    TRY(store_facts_put(x->s, &at[0], NULL));
    TRY(store_facts_put(x->s, &at[0], &bytes));
    TRY(store_facts_get(&at[0], &x->f->arena, x->s, at[0].source_id));
    return store_source_icon(&icon, &x->f->arena, x->s, S("one.example"));
}

/* Each of them a transaction of its own. */
static status hubs_part(struct faulty *x)
{
    int64_t source_id, feed_id;
    struct source source = {.key = S("one.example")};
    TRY(store_source_ensure(&source_id, x->s, &source));
    const struct feed feed = {
        .source_id = source_id, .url = S("https://one.example/pushed"), .next_check_us = T0 + 1};
    TRY(store_feed_ensure(&feed_id, x->s, &feed));
    struct feed_hub *hubs, hub;
    size_t n;
    bool taken;
    int64_t wait_us;
    struct arena *a = &x->f->arena;
    hub_begin(&hub, a, feed_id, S("https://hub.example/"), S("t"), T0);
    hub.secret = S("Jefe");
    hub.poll_us = T0;
    TRY(store_hub_put(x->s, &hub));
    TRY(store_hub_due(&hubs, &n, a, x->s, T0, 10));
    TRY(store_hub_gone(&hubs, &n, a, x->s, HUB_LEAVING, 10));
    TRY(store_hub_list(&hubs, &n, a, x->s, 0, INT64_MAX));
    TRY(store_begin(x->s));
    TRY(store_hub_lock(&hub, a, x->s, feed_id));
    TRY(store_commit(x->s));
    struct websub_push push = {.token = hub.token,
                               .signature = S("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
                               .body = S("what do ya want for nothing?")};
    TRY(websub_verify(a, x->s, hub.token, WEBSUB_SUBSCRIBE, S("t"), 9, S(""), T0));
    TRY(websub_push(&taken, &wait_us, a, x->s, &push, T0));
    TRY(websub_verify(a, x->s, hub.token, WEBSUB_DENIED, S("t"), 0, S(""), T0));
    return store_hub_remove(x->s, feed_id);
}

static status write_part(struct faulty *x)
{
    bool is_new;
    int64_t article_id, source_id;
    struct source source = {.key = S("one.example")};
    TRY(put(x, 1, "Premier texte.", false));
    TRY(put(x, 2, "Deuxi\xc3\xa8me texte.", false));
    TRY(put(x, 2, "Deuxi\xc3\xa8me texte.", false));
    TRY(put(x, 1, "Premier texte, corrig\xc3\xa9.", false));
    TRY(put(x, 3, "D\xc3\xa9monstration.", true));
    TRY(store_source_ensure(&source_id, x->s, &source));
    TRY(store_article_by_url(&article_id, x->s, S("https://paper.example/1")));
    int64_t other_id;
    TRY(store_article_by_url(&other_id, x->s, S("https://paper.example/2")));
    TRY(analyses_part(x, article_id, other_id));
    struct feed feed = {
        .source_id = source_id, .url = S("https://one.example/feed"), .next_check_us = T0};
    TRY(store_feed_ensure(&feed.id, x->s, &feed));
    struct entry entry = {.feed_id = feed.id, .guid = S("g"), .published_us = TIME_NONE};
    TRY(store_entry_put(&is_new, x->s, &entry));
    entry.title = S("Titre");
    TRY(store_entry_put(&is_new, x->s, &entry));
    TRY(store_entry_article(x->s, entry.id, article_id));
    TRY(store_entry_add(&is_new, x->s, &entry));
    entry.guid = S("added");
    TRY(store_entry_add(&is_new, x->s, &entry));
    TRY(store_writes_much(x->s));
    TRY(store_reads_once(x->s));
    feed.etag = S("e");
    feed.succeeded_us = feed.checked_us = T0;
    TRY(store_feed_checked(x->s, &feed));
    TRY(deliveries_part(x, feed.id));
    TRY(facts_part(x, feed.id));
    TRY(newsletters_part(x));
    TRY(subscriptions_part(x, source_id, feed.id));
    TRY(people_part(x));
    return store_import_set(x->s, S("input"), 5, true);
}

/* What the pages of subscriptions read. */
static status healths_read(struct faulty *x, int64_t id)
{
    struct arena *a = &x->f->arena;
    struct feed_query query = {.now_us = T0, .health = HEALTH_ANY, .text = S("one"), .limit = 10};
    struct feed_row row, *rows;
    struct feed_folder *folders;
    struct feed_week *weeks;
    struct feed_entry *entries;
    struct feed_entry_counts counts;
    struct feed_known *known;
    const str address = S("https://one.example/feed");
    int64_t healths[HEALTH_COUNT];
    size_t n;
    TRY(store_feed_rows(&rows, &n, a, x->s, &query));
    TRY(store_feed_row(&row, a, x->s, id, T0));
    TRY(store_feed_healths(healths, x->s, T0));
    TRY(store_feed_folders(&folders, &n, a, x->s));
    TRY(store_feed_weeks(&weeks, &n, a, x->s, &id, 1, 0, 5));
    TRY(store_feed_entries(&entries, &n, a, x->s, id, 5));
    TRY(store_feed_entry_counts(&counts, x->s, id));
    return store_feed_known(&known, &n, a, x->s, (struct strs){&address, 1});
}

static status read_part(struct faulty *x)
{
    struct arena *a = &x->f->arena;
    struct article_card *cards;
    struct article article;
    struct article_version *versions;
    struct source *sources;
    struct search_hit *hits;
    struct feed *feeds;
    struct user user, *users;
    struct session *sessions;
    str hash;
    size_t n;
    int64_t total;
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 10};
    struct store_search search = {.query = S("texte -demonstration"), .limit = 10};
    TRY(store_generation(&total, x->s));
    TRY(store_begin_read(x->s));
    TRY(store_article_list(&cards, &n, a, x->s, &list));
    TRY(store_article_get(&article, a, x->s, cards[0].id));
    int64_t first = cards[n - 1].id;
    TRY(store_commit(x->s));
    TRY(store_article_versions(&versions, &n, a, x->s, cards[n - 1].id));
    TRY(store_source_list(&sources, &n, a, x->s));
    bool same;
    TRY(store_article_same(&same, x->s, S("https://paper.example/2"), 1));
    TRY(analyses_read(x, first));
    TRY(store_feed_due(&feeds, &n, a, x->s, T0, 10));
    struct feed_settings settings;
    struct entry_page *pages;
    TRY(store_feed_settings_get(&settings, a, x->s, feeds[0].id));
    TRY(store_entry_page_due_of(&pages, &n, a, x->s, feeds[0].id, T0, 10));
    TRY(healths_read(x, feeds[0].id));
    TRY(store_feed_list_removed(&feeds, &n, a, x->s, 10));
    TRY(store_user_by_name(&user, a, x->s, S("ada")));
    TRY(store_user_password(&hash, a, x->s, user.id));
    TRY(store_user_list(&users, &n, a, x->s, 0, 10));
    TRY(store_session_list(&sessions, &n, a, x->s, user.id, T0));
    TRY(store_owner_count(&total, x->s, 0));
    TRY(store_search(&hits, &n, &total, a, x->s, &search));
    search.query = S("source:one.example -demonstration");
    TRY(store_search(&hits, &n, &total, a, x->s, &search));
    return store_check(x->s);
}

/* As a program does it: what an earlier run has finished is not done again. */
static status scenario(struct faulty *x)
{
    int64_t position = 0, removed;
    bool done = false;
    status st = store_import_get(&position, &done, x->s, S("input"));
    if (st != OK && st != E_NOTFOUND)
        return st;
    if (!done) {
        TRY(store_begin(x->s));
        TRY(write_part(x));
        TRY(store_commit(x->s));
    }
    TRY(hubs_part(x));
    TRY(read_part(x));
    TRY(store_reindex(x->s));
    TRY(store_backup(x->s, fixture_path(x->f, "backup")));
    return store_demo_remove(&removed, x->s);
}

/* What must hold after any failure, seen through a handle of its own. */
static void check_sound(struct fixture *f)
{
    struct store *s;
    int64_t count;
    assert_ok(store_open(&s, f->where));
    assert_ok(store_check(s));
    assert_ok(store_article_count(&count, s));
    assert_true(count == 0 || count == 2 || count == 3);
    store_free(s);
}

static void check_finished(struct faulty *x)
{
    int64_t count, id;
    struct article_version *versions;
    size_t n;
    assert_ok(store_article_count(&count, x->s));
    assert_int_equal(count, 2);
    assert_ok(store_article_by_url(&id, x->s, S("https://paper.example/1")));
    assert_ok(store_article_versions(&versions, &n, &x->f->arena, x->s, id));
    assert_int_equal(n, 2);
}

static void empty(struct fixture *f)
{
    struct store *s;
    assert_ok(store_open(&s, f->where));
    assert_ok(store_begin(s));
    /* SQLite's way on both: for a few rows, DELETE costs PostgreSQL less than TRUNCATE. */
    assert_ok(db_script(s->db, db_queries[Q_STORE_CLEAR].sql[DB_SQLITE]));
    assert_ok(db_script(s->db, "INSERT INTO meta (id, generation) VALUES (1, 0)"));
    assert_ok(store_commit(s));
    store_free(s);
}

static void test_every_call(void **state)
{
    struct fixture *f = *state;
    struct faulty x;
    empty(f);
    faulty_open(&x, f);
    driver_fault_set(x.db, 0);
    assert_ok(scenario(&x));
    int64_t calls = driver_fault_calls(x.db);
    store_free(x.s);
    print_message("%lld calls\n", (long long)calls);
    assert_true(calls > 300);
    for (int64_t at = 1; at <= calls; at += fault_every()) {
        empty(f);
        faulty_open(&x, f);
        driver_fault_set(x.db, at);
        status st = scenario(&x);
        if (st != E_DB)
            print_error("call %lld of %lld: %s\n", (long long)at, (long long)calls, err_name(st));
        assert_int_equal(st, E_DB);
        assert_non_null(strstr(err_text(), "made to fail"));
        store_rollback(x.s);
        /* Checking reads everything; every 7th call meets each kind. */
        if (at % 7 == 0)
            check_sound(f);
        driver_fault_set(x.db, 0);
        assert_ok(scenario(&x));
        check_finished(&x);
        store_free(x.s);
        if (at % 7 == 0)
            check_sound(f);
        arena_reset(&f->arena);
        f->where = getenv("COURANT_TEST_STORE")
                       ? str_c(getenv("COURANT_TEST_STORE"))
                       : str_printf(&f->arena, "sqlite:%s/store.db", f->folder);
    }
}

/* Migrations that fail at any call leave a store that the next run completes. */
static void test_migrate(void **state)
{
    struct fixture *f = *state;
    int64_t calls = 0;
    for (int64_t at = 0; at <= calls; at += at ? fault_every() : 1) {
        struct db *inner;
        str where = f->where;
        store_free(f->store);
        f->store = NULL;
        if (str_starts(where, S("sqlite:"))) {
            unlink(fixture_path(f, "fresh.db").p);
            where = str_printf(&f->arena, "sqlite:%s/fresh.db", f->folder);
        } else {
            fixture_script(f, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        }
        assert_ok(db_open(&inner, where, true));
        struct db *db = driver_fault_wrap(inner, at);
        status st = migrate_run(db);
        assert_int_equal(st, at ? E_DB : OK);
        if (at == 0)
            calls = driver_fault_calls(db);
        db_close(db);
        assert_ok(store_migrate(where));
        assert_ok(store_open(&f->store, where));
        assert_ok(store_check(f->store));
    }
    assert_true(calls > 20);
}

/* A restore that fails at any call leaves the store as it was. */
static void test_copy(void **state)
{
    struct fixture *f = *state;
    struct faulty x;
    struct db *from;
    empty(f);
    faulty_open(&x, f);
    assert_ok(scenario(&x));
    str backup = str_printf(&f->arena, "sqlite:%s", fixture_path(f, "backup").p);
    assert_ok(db_open(&from, backup, false));
    int64_t calls = 1;
    for (int64_t at = 1; at <= calls; at += fault_every()) {
        driver_fault_set(x.db, at);
        status st = db_begin(x.db, DB_ALONE);
        if (st == OK)
            st = copy_store(x.s, from);
        if (st == OK)
            st = db_commit(x.db);
        db_rollback(x.db);
        arena_reset(&x.s->scratch);
        bool failed = driver_fault_calls(x.db) >= at;
        assert_int_equal(st, failed ? E_DB : OK);
        if (!failed)
            break;
        calls = at + fault_every();
        driver_fault_set(x.db, 0);
        check_finished(&x);
    }
    assert_true(calls > 20);
    int64_t count;
    driver_fault_set(x.db, 0);
    assert_ok(store_article_count(&count, x.s));
    assert_int_equal(count, 3);
    assert_ok(store_check(x.s));
    db_close(from);
    store_free(x.s);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_every_call),
        WITH_STORE(test_migrate),
        WITH_STORE(test_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
