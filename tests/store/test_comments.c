/* Comments in the store, once per engine: threads and their pages, counts, votes, reports, lists,
 * and what becomes of them when articles go, stores are copied or rows are damaged. */
#include "store_testing.h"

static int64_t article_add(struct fixture *f, int n, bool demo)
{
    int64_t source = source_make(f->store, demo ? "demo" : "source", demo);
    struct article article =
        article_make(&f->arena, source, n, "Title", "The river rose. The bridge held.", "en");
    enum store_put did;
    article.demo = demo;
    assert_ok(store_article_put(&did, f->store, &article));
    return article.id;
}

static int64_t user_add(struct fixture *f, const char *name)
{
    struct user user = {.name = str_c(name), .email = S(""), .role = ROLE_READER, .created_us = T0};
    assert_ok(store_user_add(f->store, &user, str_lower(&f->arena, user.name), S("$hash")));
    return user.id;
}

/* Adds a comment in a state; its text is its number. */
static int64_t comment_in(struct fixture *f, int64_t article, int64_t parent, int64_t user,
                          enum comment_state state)
{
    static int64_t number;
    str text = str_printf(&f->arena, "text %lld", (long long)++number);
    struct comment c = {.article_id = article,
                        .parent_id = parent,
                        .user_id = user,
                        .name = user ? S("") : S("Guest"),
                        .state = state,
                        .held_for = state == COMMENT_HELD ? COMMENT_HOLD_ALL : 0,
                        .reason = S(""),
                        .source = text,
                        .body = (html){str_printf(&f->arena, "<p>%.*s</p>", STR_FMT(text))},
                        .created_us = T0 + number,
                        .quote = S("")};
    struct comment_trace trace = {.address = S("address"), .text_hash = (uint64_t)number};
    assert_ok(store_comment_add(f->store, &c, &trace));
    assert_true(c.id > 0);
    return c.id;
}

static int64_t comment_add(struct fixture *f, int64_t article, int64_t parent)
{
    return comment_in(f, article, parent, 0, COMMENT_SHOWN);
}

static struct comment comment_read(struct fixture *f, int64_t id)
{
    struct comment c;
    assert_ok(store_comment_get(&c, &f->arena, f->store, id, 0));
    return c;
}

static void state_set(struct fixture *f, int64_t id, enum comment_state state)
{
    struct comment c;
    assert_ok(store_begin(f->store));
    assert_ok(store_comment_lock(&c, &f->arena, f->store, id));
    assert_ok(store_comment_state_set(f->store, &c, state, 0, S("why")));
    assert_ok(store_commit(f->store));
}

static void vote(struct fixture *f, int64_t id, int64_t user, int value)
{
    struct comment c;
    assert_ok(store_begin(f->store));
    assert_ok(store_comment_lock(&c, &f->arena, f->store, id));
    assert_ok(store_comment_vote(f->store, &c, user, value));
    assert_ok(store_commit(f->store));
}

/* Walks through all pages; the ids in their order into IDS, how many pages it took. */
static size_t walk(struct fixture *f, int64_t article, enum comment_order order, size_t limit,
                   int64_t *ids, size_t *ids_len)
{
    struct comment_list list = {.limit = limit};
    struct comment_page page = {.more = true};
    size_t pages = 0;
    *ids_len = 0;
    while (page.more) {
        assert_ok(store_comment_page(&page, &f->arena, f->store, article, order, &list));
        assert_true(page.n <= limit);
        for (size_t i = 0; i < page.n; i++)
            ids[(*ids_len)++] = page.at[i].id;
        list.after = page.next;
        pages++;
        assert_true(pages < 1000);
    }
    return pages;
}

static void test_tree(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, false), count;
    int64_t a = comment_add(f, article, 0), b = comment_add(f, article, 0);
    int64_t a1 = comment_add(f, article, a), b1 = comment_add(f, article, b);
    int64_t a11 = comment_add(f, article, a1), a2 = comment_add(f, article, a);
    int64_t a12 = comment_add(f, article, a1);
    int64_t ids[16];
    size_t n;
    assert_int_equal(walk(f, article, COMMENTS_OLD, 50, ids, &n), 1);
    const int64_t old[] = {a, a1, a11, a12, a2, b, b1};
    assert_int_equal(n, ARRAY_LEN(old));
    assert_memory_equal(ids, old, sizeof old);
    walk(f, article, COMMENTS_NEW, 50, ids, &n);
    const int64_t new_first[] = {b, b1, a, a1, a11, a12, a2};
    assert_memory_equal(ids, new_first, sizeof new_first);
    struct comment c = comment_read(f, a12);
    assert_int_equal(c.depth, 2);
    assert_int_equal(c.root_id, a);
    assert_int_equal(c.parent_id, a1);
    assert_int_equal(comment_read(f, a).replies, 4);
    assert_int_equal(comment_read(f, a1).replies, 2);
    assert_int_equal(comment_read(f, b).replies, 1);
    assert_ok(store_comment_count(&count, f->store, article));
    assert_int_equal(count, 7);
    assert_ok(store_comment_count(&count, f->store, article + 1));
    assert_int_equal(count, 0);
    /* A reply below another article's comment has no place. */
    struct comment stray = {.article_id = article_add(f, 2, false),
                            .parent_id = a,
                            .name = S("x"),
                            .source = S("x"),
                            .body = (html){S("x")},
                            .quote = S("")};
    struct comment_trace trace = {.address = S("")};
    assert_int_equal(store_comment_add(f->store, &stray, &trace), E_NOTFOUND);
    stray.parent_id = 999999;
    assert_int_equal(store_comment_add(f->store, &stray, &trace), E_NOTFOUND);
    assert_ok(store_check(f->store));
}

static void test_depth(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, false), last = 0;
    for (int i = 0; i <= COMMENT_DEPTH_MAX; i++)
        last = comment_add(f, article, last);
    assert_int_equal(comment_read(f, last).depth, COMMENT_DEPTH_MAX);
    int64_t beside = comment_add(f, article, last);
    struct comment c = comment_read(f, beside);
    assert_int_equal(c.depth, COMMENT_DEPTH_MAX);
    assert_int_equal(c.parent_id, comment_read(f, last).parent_id);
    assert_int_equal(comment_read(f, c.root_id).replies, COMMENT_DEPTH_MAX + 1);
    assert_ok(store_check(f->store));
}

/* A comment that goes keeps its place, without its words, as long as there are shown replies. */
static void test_places(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, false), count, generation, after;
    int64_t a = comment_add(f, article, 0), a1 = comment_add(f, article, a);
    int64_t lone = comment_add(f, article, 0);
    int64_t ids[8];
    size_t n;
    state_set(f, a, COMMENT_DELETED);
    state_set(f, lone, COMMENT_REMOVED);
    walk(f, article, COMMENTS_OLD, 50, ids, &n);
    assert_int_equal(n, 2);
    assert_int_equal(ids[0], a);
    struct comment_page page;
    struct comment_list list = {.limit = 10};
    assert_ok(store_comment_page(&page, &f->arena, f->store, article, COMMENTS_HOT, &list));
    assert_int_equal(page.n, 2);
    assert_str(page.at[0].body.s, "");
    assert_str(page.at[0].name, "");
    assert_int_equal(page.at[0].state, COMMENT_DELETED);
    assert_ok(store_comment_count(&count, f->store, article));
    assert_int_equal(count, 1);
    assert_ok(store_generation(&generation, f->store));
    state_set(f, a1, COMMENT_HELD);
    assert_ok(store_generation(&after, f->store));
    assert_true(after > generation);
    walk(f, article, COMMENTS_NEW, 50, ids, &n);
    assert_int_equal(n, 0);
    assert_ok(store_check(f->store));
    state_set(f, a1, COMMENT_SHOWN);
    state_set(f, lone, COMMENT_SHOWN);
    walk(f, article, COMMENTS_NEW, 50, ids, &n);
    assert_int_equal(n, 3);
    assert_ok(store_check(f->store));
    /* One that is held changes nothing that readers see. */
    assert_ok(store_generation(&generation, f->store));
    comment_in(f, article, a1, 0, COMMENT_HELD);
    assert_ok(store_generation(&after, f->store));
    assert_int_equal(after, generation);
    assert_ok(store_check(f->store));
}

static void check_each_once(const int64_t *ids, size_t n, int64_t first, int64_t last)
{
    assert_int_equal(n, last - first + 1);
    for (int64_t id = first; id <= last; id++) {
        size_t seen = 0;
        for (size_t i = 0; i < n; i++)
            seen += ids[i] == id;
        assert_int_equal(seen, 1);
    }
}

/* Pages of every size show every thread once, in every order, and never more than their limit. */
static void test_pages(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, false), first = 0, last = 0;
    int64_t user = user_add(f, "voter");
    int64_t ids[200];
    size_t n;
    for (int i = 0; i < 60; i++) {
        last = comment_add(f, article, 0);
        first = first ? first : last;
        if (i % 7 == 0)
            vote(f, last, user, i % 2 ? 1 : -1);
    }
    for (size_t limit = 1; limit <= 61; limit += 6)
        for (int order = COMMENTS_NEW; order <= COMMENTS_HOT; order++) {
            size_t pages = walk(f, article, (enum comment_order)order, limit, ids, &n);
            check_each_once(ids, n, first, last);
            assert_int_equal(pages, (60 + limit - 1) / limit);
        }
    /* Votes come first where they count. */
    walk(f, article, COMMENTS_HOT, 50, ids, &n);
    assert_int_equal(comment_read(f, ids[0]).score, 1);
    assert_int_equal(comment_read(f, ids[59]).score, -1);
}

/* Long threads leave room for others; a short discussion is shown whole. */
static void test_room(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, false), roots[20];
    for (size_t i = 0; i < ARRAY_LEN(roots); i++)
        roots[i] = comment_add(f, article, 0);
    struct comment_page page;
    struct comment_list list = {.limit = 50};
    for (int i = 0; i < 30; i++)
        comment_add(f, article, roots[0]);
    assert_ok(store_comment_page(&page, &f->arena, f->store, article, COMMENTS_OLD, &list));
    assert_int_equal(page.n, 50);
    assert_false(page.more);
    for (int i = 0; i < 30; i++)
        comment_add(f, article, roots[1]);
    assert_ok(store_comment_page(&page, &f->arena, f->store, article, COMMENTS_OLD, &list));
    assert_true(page.n > 44 && page.n <= 50);
    assert_false(page.more);
    assert_int_equal(page.at[page.n - 1].id, roots[19]);
    assert_int_equal(page.at[0].replies, 30);
    /* The thread's own page has the rest, page by page. */
    struct comment_list thread = {.limit = 12};
    size_t seen = 0;
    int64_t before = 0;
    do {
        assert_ok(store_comment_thread(&page, &f->arena, f->store, roots[1], &thread));
        for (size_t i = 0; i < page.n; i++) {
            assert_true(page.at[i].id > before);
            before = page.at[i].id;
        }
        seen += page.n;
        thread.after = page.next;
    } while (page.more);
    assert_int_equal(seen, 31);
    /* A permalink: the comment stands in the middle of its page. */
    int64_t after;
    assert_ok(store_comment_place(&after, f->store, before, 5));
    thread.after = (struct store_cursor){.id = after};
    assert_ok(store_comment_thread(&page, &f->arena, f->store, roots[1], &thread));
    assert_int_equal(page.n, 6);
    assert_int_equal(page.at[5].id, before);
    assert_ok(store_comment_place(&after, f->store, roots[1], 5));
    assert_int_equal(after, 0);
    assert_ok(store_comment_thread(&page, &f->arena, f->store, 999999, &thread));
    assert_int_equal(page.n, 0);
}

static void report_add(struct fixture *f, int64_t id, str reporter, int64_t now_us)
{
    struct comment c;
    bool is_new;
    assert_ok(store_begin(f->store));
    assert_ok(store_comment_lock(&c, &f->arena, f->store, id));
    assert_ok(store_comment_report(&is_new, f->store, &c, reporter, S("x"), now_us));
    assert_ok(store_commit(f->store));
    assert_true(is_new);
}

/* What a moderators' page shows beside its comments. */
static void test_by_ids(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, false), a = comment_add(f, article, 0),
            b = comment_add(f, article, a), c = comment_add(f, article, 0);
    int64_t ids[] = {b, a, b, 999999}, reported[] = {c, b, a};
    struct comment *rows;
    struct comment_report_row *reports;
    size_t n;
    assert_ok(store_comments_get(&rows, &n, &f->arena, f->store, ids, ARRAY_LEN(ids)));
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].id, a);
    assert_int_equal(rows[1].id, b);
    assert_int_equal(rows[1].parent_id, a);
    report_add(f, b, S("user:1"), T0);
    /* The latest first, so that the order told is not the order written. */
    for (int i = 0; i < 55; i++)
        report_add(f, a, str_printf(&f->arena, "r%d", i), T0 + 100 - i);
    assert_ok(store_comment_reports(&reports, &n, &f->arena, f->store, reported, 3));
    assert_int_equal(n, 51);
    for (size_t i = 0; i < 50; i++) {
        assert_int_equal(reports[i].comment_id, a);
        assert_int_equal(reports[i].created_us, T0 + 46 + (int64_t)i);
    }
    assert_int_equal(reports[50].comment_id, b);
    assert_ok(store_comment_reports(&reports, &n, &f->arena, f->store, &c, 1));
    assert_int_equal(n, 0);
}

/* With its article, a discussion goes: votes, reports and all. */
static void test_cascade(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, true), other = article_add(f, 2, false), removed, count;
    int64_t a = comment_add(f, article, 0), user = user_add(f, "voter");
    comment_in(f, article, comment_add(f, article, a), user, COMMENT_HELD);
    comment_add(f, other, 0);
    vote(f, a, user, 1);
    struct comment c;
    bool is_new;
    assert_ok(store_begin(f->store));
    assert_ok(store_comment_lock(&c, &f->arena, f->store, a));
    assert_ok(store_comment_report(&is_new, f->store, &c, S("user:1"), S("x"), T0));
    assert_ok(store_commit(f->store));
    assert_ok(store_check(f->store));
    assert_ok(store_demo_remove(&removed, f->store));
    assert_int_equal(removed, 1);
    assert_int_equal(store_comment_get(&c, &f->arena, f->store, a, 0), E_NOTFOUND);
    assert_ok(store_comment_count(&count, f->store, article));
    assert_int_equal(count, 0);
    assert_ok(store_comment_count(&count, f->store, other));
    assert_int_equal(count, 1);
    assert_ok(store_check(f->store));
}

static void test_backup(void **state)
{
    struct fixture *f = *state;
    int64_t article = article_add(f, 1, false), user = user_add(f, "voter");
    int64_t a = comment_add(f, article, 0), b = comment_add(f, article, a);
    str path = fixture_path(f, "backup.db"), secret;
    vote(f, b, user, -1);
    assert_ok(store_secret(&secret, &f->arena, f->store, S("key"), S("first")));
    assert_ok(store_comment_ban(f->store, S("hash"), T0 + 5, S("spam")));
    assert_ok(store_backup(f->store, path));
    state_set(f, b, COMMENT_REMOVED);
    int64_t later = comment_add(f, article, 0);
    store_free(f->store);
    f->store = NULL;
    assert_ok(store_restore(f->where, path, true));
    assert_ok(store_open(&f->store, f->where));
    assert_ok(store_check(f->store));
    assert_int_equal(comment_read(f, a).replies, 1);
    assert_int_equal(comment_read(f, b).score, -1);
    assert_int_equal(comment_read(f, b).state, COMMENT_SHOWN);
    struct comment c;
    assert_int_equal(store_comment_get(&c, &f->arena, f->store, later, 0), E_NOTFOUND);
    int64_t until;
    assert_ok(store_comment_banned(&until, f->store, S("hash")));
    assert_int_equal(until, T0 + 5);
    assert_ok(store_secret(&secret, &f->arena, f->store, S("key"), S("second")));
    assert_str(secret, "first");
    assert_true(comment_add(f, article, b) > b);
    assert_ok(store_check(f->store));
}

/* Every count that is kept is also checked. */
static void test_damage(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *damage, *repair;
    } rows[] = {
        {"UPDATE comments SET replies = replies + 1 WHERE depth = 0",
         "UPDATE comments SET replies = replies - 1 WHERE depth = 0"},
        {"UPDATE comments SET votes_for = 3", "UPDATE comments SET votes_for = 0"},
        {"UPDATE comments SET votes_against = 3", "UPDATE comments SET votes_against = 0"},
        {"UPDATE comments SET reports = 1", "UPDATE comments SET reports = 0"},
        {"UPDATE comments SET listed = 0", "UPDATE comments SET listed = 1"},
        {"UPDATE comments SET depth = depth + 1", "UPDATE comments SET depth = depth - 1"},
        {"UPDATE comments SET root_id = root_id + 1", "UPDATE comments SET root_id = root_id - 1"},
        {"UPDATE discussions SET shown = 7", "UPDATE discussions SET shown = 2"},
        {"DELETE FROM discussions",
         "INSERT INTO discussions SELECT min(article_id), 2 FROM comments"},
    };
    int64_t article = article_add(f, 1, false);
    comment_add(f, article, comment_add(f, article, 0));
    assert_ok(store_check(f->store));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        fixture_script(f, rows[i].damage);
        if (store_check(f->store) != E_DB)
            print_error("not found: %s\n", rows[i].damage);
        assert_int_equal(store_check(f->store), E_DB);
        fixture_script(f, rows[i].repair);
        assert_ok(store_check(f->store));
    }
}

/* Pages read ranges of indexes: what SQLite says it will do has no scan of the table and no sorting
 * of more than a page. */
static void test_plans(void **state)
{
    struct fixture *f = *state;
    static const struct {
        unsigned query;
        const char *index;
    } rows[] = {
        {Q_COMMENT_THREADS_NEW, "comments_threads"},
        {Q_COMMENT_THREADS_OLD, "comments_threads"},
        {Q_COMMENT_THREADS_HOT, "comments_hot"},
        {Q_COMMENT_PAGE_NEW, "comments_tree"},
        {Q_COMMENT_PAGE_OLD, "comments_tree"},
        {Q_COMMENT_PAGE_HOT, "comments_tree"},
        {Q_COMMENT_THREAD, "comments_tree"},
        {Q_COMMENT_BEFORE, "comments_tree"},
        {Q_COMMENT_NEWEST, "comments_state"},
        {Q_COMMENT_NEWEST_ARTICLE, "comments_article"},
        {Q_COMMENT_HELD, "comments_state"},
        {Q_COMMENT_REMOVED, "comments_state"},
        {Q_COMMENT_REPORTED, "comments_reported"},
        {Q_COMMENT_BY_USER, "comments_user"},
        {Q_COMMENT_REPEATS, "comments_same"},
        {Q_COMMENT_BY_ADDRESS, "comments_sender"},
        {Q_COMMENTS_GET, "SEARCH c USING INTEGER PRIMARY KEY"},
        {Q_COMMENT_REPORT_LIST, "SEARCH x USING INDEX"},
        {Q_COMMENT_ADDRESSES_FORGET, "comments_addressed"},
    };
    if (f->store->db->engine != DB_SQLITE)
        skip(); /* PostgreSQL chooses by the statistics of full tables */
    str path = str_skip(f->where, strlen("sqlite:"));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str file = fixture_path(f, "plan.sql");
        FILE *out = fopen(file.p, "w");
        assert_non_null(out);
        fprintf(out, "EXPLAIN QUERY PLAN %s;\n", db_queries[rows[i].query].sql[DB_SQLITE]);
        fclose(out);
        FILE *in =
            popen(str_printf(&f->arena, "sqlite3 '%.*s' < '%s'", STR_FMT(path), file.p).p, "r");
        assert_non_null(in);
        static char plan[8192];
        size_t len = fread(plan, 1, sizeof plan - 1, in);
        plan[len] = '\0';
        pclose(in);
        if (len == 0)
            skip(); /* no sqlite3 here */
        if (!strstr(plan, rows[i].index) || strstr(plan, "SCAN c") || strstr(plan, "SCAN x") ||
            strstr(plan, "SCAN t\n"))
            print_error("%s:\n%s", db_queries[rows[i].query].name, plan);
        assert_non_null(strstr(plan, rows[i].index));
        assert_null(strstr(plan, "SCAN c"));
        assert_null(strstr(plan, "SCAN x"));
        assert_null(strstr(plan, "SCAN t\n"));
    }
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_tree),    WITH_STORE(test_depth),  WITH_STORE(test_places),
        WITH_STORE(test_pages),   WITH_STORE(test_room),   WITH_STORE(test_by_ids),
        WITH_STORE(test_cascade), WITH_STORE(test_backup), WITH_STORE(test_damage),
        WITH_STORE(test_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
