/*
 * Each failure path of comments: the life of a discussion is run once to count its database calls,
 * and then once for every call, which fails. What was being done must report it and leave nothing
 * half done; done again it must succeed; and in the end all is as if nothing had failed.
 */
#include "store_testing.h"

#include "people/comment.h"

struct scene {
    struct fixture *f;
    struct db *db; /* the fault driver's */
    struct store *s;
    struct visitor ann, ben, guest, moderator;
    int64_t article, first, reply, spam, held;
    struct comment_rules rules;
    int64_t round;
    bool failed;
};

static status post(struct scene *x, int64_t *id, const struct visitor *who, int64_t parent,
                   const char *text, int64_t quote_end)
{
    enum people_problem why;
    struct comment c = {0};
    struct comment_form form = {.article_id = x->article,
                                .parent_id = parent,
                                .name = S("Guest"),
                                .text = str_c(text),
                                .quote_end = quote_end,
                                .shown_us = TIME_NONE,
                                .peer = S("192.0.2.1")};
    status st = comment_post(&c, &why, &x->f->arena, x->s, &x->rules, who, &form, T0);
    if (st == OK)
        *id = c.id;
    return st;
}

static status post_first(struct scene *x)
{
    return post(x, &x->first, &x->ann, 0, "The first", 5);
}

static status post_reply(struct scene *x)
{
    return post(x, &x->reply, &x->ben, x->first, "A reply", 0);
}

static status post_spam(struct scene *x)
{
    return post(x, &x->spam, &x->guest, x->reply, "Spam", 0);
}

static status post_held(struct scene *x)
{
    x->rules.premoderation = PREMODERATION_ALL;
    status st = post(x, &x->held, &x->ben, x->first, "Waits", 0);
    x->rules.premoderation = PREMODERATION_NONE;
    return st;
}

static status edit_first(struct scene *x)
{
    enum people_problem why;
    struct comment c;
    return comment_edit(&c, &why, &x->f->arena, x->s, &x->rules, &x->ann, x->first, S("Edited"),
                        T0 + 1);
}

static status vote_for(struct scene *x)
{
    enum people_problem why;
    return comment_vote(&why, &x->f->arena, x->s, &x->ben, x->first, 1, T0);
}

static status vote_against(struct scene *x)
{
    enum people_problem why;
    return comment_vote(&why, &x->f->arena, x->s, &x->ben, x->first, -1, T0);
}

static status vote_back(struct scene *x)
{
    enum people_problem why;
    return comment_vote(&why, &x->f->arena, x->s, &x->moderator, x->first, 0, T0);
}

static status report_reply(struct scene *x)
{
    enum people_problem why;
    return comment_report(&why, &x->f->arena, x->s, &x->guest, x->reply, S("no"), S("192.0.2.2"),
                          T0);
}

static status keep_reply(struct scene *x)
{
    enum people_problem why;
    return comment_decide(&why, &x->f->arena, x->s, &x->moderator, x->reply, DECISION_KEEP, S(""),
                          T0);
}

static status approve_held(struct scene *x)
{
    enum people_problem why;
    return comment_decide(&why, &x->f->arena, x->s, &x->moderator, x->held, DECISION_APPROVE, S(""),
                          T0);
}

static status ban_spam(struct scene *x)
{
    enum people_problem why;
    return comment_ban(&why, &x->f->arena, x->s, &x->moderator, x->spam, S("spam"), T0);
}

static status ban_ben(struct scene *x)
{
    enum people_problem why;
    return comment_ban(&why, &x->f->arena, x->s, &x->moderator, x->reply, S("enough"), T0);
}

static status delete_first(struct scene *x)
{
    enum people_problem why;
    return comment_delete(&why, &x->f->arena, x->s, &x->ann, x->first, T0);
}

static status read_all(struct scene *x)
{
    struct arena *a = &x->f->arena;
    struct comment_list list = {.limit = 10};
    struct comment_page page;
    struct comment c, *rows;
    struct comment_report_row *reports;
    int64_t one, two;
    size_t n;
    for (int order = COMMENTS_NEW; order <= COMMENTS_HOT; order++)
        TRY(store_comment_page(&page, a, x->s, x->article, (enum comment_order)order, &list));
    TRY(store_comment_thread(&page, a, x->s, x->first, &list));
    TRY(store_comment_place(&one, x->s, x->reply, 1));
    TRY(store_comment_get(&c, a, x->s, x->first, x->ben.user.id));
    TRY(store_comment_count(&one, x->s, x->article));
    TRY(store_comment_newest(&rows, &n, a, x->s, 0, 0, 10));
    TRY(store_comment_newest(&rows, &n, a, x->s, x->article, 0, 10));
    TRY(store_comment_by_user(&rows, &n, a, x->s, x->ben.user.id, true, 0, 10));
    TRY(store_comment_held_by(&rows, &n, a, x->s, x->article, x->ben.user.id, 10));
    for (int queue = QUEUE_HELD; queue <= QUEUE_REMOVED; queue++)
        TRY(store_comment_queue(&rows, &n, a, x->s, (enum comment_queue)queue, 0, 10));
    TRY(store_comment_waiting(&one, &two, x->s));
    TRY(store_comment_reports(&reports, &n, a, x->s, &x->reply, 1));
    TRY(store_comments_get(&rows, &n, a, x->s, &x->reply, 1));
    TRY(store_comment_export(&rows, &n, a, x->s, 0, 0, 10));
    TRY(store_comment_export(&rows, &n, a, x->s, x->article, 0, 10));
    return store_check(x->s);
}

static status (*const STEPS[])(struct scene *) = {
    post_first, post_reply,   post_spam, post_held,    edit_first,
    vote_for,   vote_against, vote_back, report_reply, read_all,
    keep_reply, approve_held, ban_spam,  ban_ben,      delete_first,
};

static void check_sound(const struct scene *x)
{
    struct store *s;
    assert_ok(store_open(&s, x->f->where));
    assert_ok(store_check(s));
    store_free(s);
}

static void check_end(struct scene *x)
{
    struct comment c;
    int64_t count;
    assert_ok(store_comment_count(&count, x->s, x->article));
    assert_int_equal(count, 0);
    assert_ok(store_comment_get(&c, &x->f->arena, x->s, x->first, x->ben.user.id));
    assert_int_equal(c.state, COMMENT_DELETED);
    assert_int_equal(c.score, -1);
    assert_int_equal(c.vote, -1);
    assert_str(c.quote, "");
    assert_ok(store_comment_get(&c, &x->f->arena, x->s, x->reply, 0));
    assert_int_equal(c.state, COMMENT_REMOVED);
    assert_int_equal(c.reports, 0);
    assert_str(c.reason, "enough");
}

static struct visitor join(struct scene *x, const char *name, enum role role)
{
    struct visitor who = {.in = true,
                          .user = {.name = str_c(name), .role = role, .created_us = T0}};
    assert_ok(store_user_add(x->s, &who.user, str_c(name), S("$hash")));
    return who;
}

/* The store as it was before the discussion began, opened through the fault driver. */
static void begin(struct scene *x, struct fixture *f)
{
    struct db *inner;
    *x = (struct scene){
        .f = f, .rules = {.on = true, .guests = true, .edit_us = HOUR_US}, .guest = {.in = false}};
    assert_ok(db_open(&inner, f->where, false));
    x->db = driver_fault_wrap(inner, 0);
    assert_ok(store_from_db(&x->s, x->db));
    assert_ok(db_script(x->s->db, db_queries[Q_STORE_CLEAR].sql[DB_SQLITE]));
    assert_ok(db_script(x->s->db, "INSERT INTO meta (id, generation) VALUES (1, 0)"));
    x->ann = join(x, "ann", ROLE_READER);
    x->ben = join(x, "ben", ROLE_READER);
    x->moderator = join(x, "mona", ROLE_MODERATOR);
    struct article article = article_make(&f->arena, source_make(x->s, "one", false), 1, "T",
                                          "Words, more words.", "en");
    enum store_put did;
    assert_ok(store_article_put(&did, x->s, &article));
    x->article = article.id;
}

/* All of it, with the failure wherever it comes: that step is done again. */
static void play(struct scene *x)
{
    for (size_t i = 0; i < ARRAY_LEN(STEPS); i++) {
        status st = STEPS[i](x);
        if (st == OK)
            continue;
        assert_false(x->failed);
        if (st != E_DB || !strstr(err_text(), "made to fail"))
            print_error("step %zu: %s: %s\n", i, err_name(st), err_text());
        assert_int_equal(st, E_DB);
        x->failed = true;
        assert_false(x->db->in_transaction);
        /* Checking reads everything; every 7th call meets each kind. */
        if (x->round % 7 == 0)
            check_sound(x);
        assert_ok(STEPS[i](x));
    }
}

static void test_every_call(void **state)
{
    struct fixture *f = *state;
    struct scene x;
    begin(&x, f);
    driver_fault_set(x.db, 0);
    play(&x);
    int64_t calls = driver_fault_calls(x.db);
    check_end(&x);
    store_free(x.s);
    print_message("%lld calls\n", (long long)calls);
    assert_true(calls > 300);
    for (int64_t at = 1; at <= calls; at += fault_every()) {
        begin(&x, f);
        x.round = at;
        driver_fault_set(x.db, at);
        play(&x);
        driver_fault_set(x.db, 0);
        assert_true(x.failed);
        check_end(&x);
        store_free(x.s);
        arena_reset(&f->arena);
        f->where = getenv("COURANT_TEST_STORE")
                       ? str_c(getenv("COURANT_TEST_STORE"))
                       : str_printf(&f->arena, "sqlite:%s/store.db", f->folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_call, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
