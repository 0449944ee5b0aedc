/* Votes, reports, decisions and bans; and who may do what with whose comment in which state. */
#include "comment_testing.h"

static enum people_problem vote(struct talk *t, const struct visitor *who, int64_t id, int value)
{
    enum people_problem why = PROBLEM_NONE;
    status st = comment_vote(&why, &t->arena, t->store, who, id, value, NOW);
    assert_true((st == OK) == (why == PROBLEM_NONE));
    return why;
}

static enum people_problem report(struct talk *t, const struct visitor *who, int64_t id,
                                  const char *reason, const char *peer)
{
    enum people_problem why = PROBLEM_NONE;
    status st = comment_report(&why, &t->arena, t->store, who, id, str_c(reason), str_c(peer), NOW);
    assert_true((st == OK) == (why == PROBLEM_NONE));
    return why;
}

static enum people_problem decide(struct talk *t, const struct visitor *who, int64_t id,
                                  enum comment_decision decision)
{
    enum people_problem why = PROBLEM_NONE;
    status st = comment_decide(&why, &t->arena, t->store, who, id, decision, S("off topic"), NOW);
    assert_true((st == OK) == (why == PROBLEM_NONE));
    return why;
}

static enum people_problem ban(struct talk *t, const struct visitor *who, int64_t id)
{
    enum people_problem why = PROBLEM_NONE;
    status st = comment_ban(&why, &t->arena, t->store, who, id, S("spam"), t->now_us);
    assert_true((st == OK) == (why == PROBLEM_NONE));
    return why;
}

static void test_votes(void **state)
{
    struct talk *t = *state;
    struct comment c = talk_post(t, &t->ann, "Vote on this"), seen;
    assert_int_equal(vote(t, &t->guest, c.id, 1), PROBLEM_LOGIN_NEEDED);
    assert_int_equal(vote(t, &t->ann, c.id, 1), PROBLEM_COMMENT_OWN);
    assert_int_equal(vote(t, &t->ben, 999, 1), PROBLEM_COMMENT_GONE);
    assert_int_equal(vote(t, &t->ben, c.id, 1), PROBLEM_NONE);
    assert_int_equal(vote(t, &t->ben, c.id, 1), PROBLEM_NONE); /* once */
    assert_int_equal(vote(t, &t->cleo, c.id, 1), PROBLEM_NONE);
    assert_int_equal(talk_read(t, c.id).score, 2);
    assert_true(talk_read(t, c.id).hot_us > c.created_us);
    assert_int_equal(vote(t, &t->cleo, c.id, -1), PROBLEM_NONE); /* changed */
    assert_int_equal(talk_read(t, c.id).score, 0);
    assert_int_equal(talk_read(t, c.id).hot_us, c.created_us);
    assert_ok(store_comment_get(&seen, &t->arena, t->store, c.id, t->cleo.user.id));
    assert_int_equal(seen.vote, -1);
    assert_int_equal(vote(t, &t->ben, c.id, 0), PROBLEM_NONE); /* taken back */
    assert_int_equal(talk_read(t, c.id).votes_for, 0);
    assert_int_equal(talk_read(t, c.id).score, -1);
    assert_true(talk_read(t, c.id).hot_us < c.created_us);
    enum people_problem why;
    assert_int_equal(comment_vote(&why, &t->arena, t->store, &t->ben, c.id, 2, NOW), E_INPUT);
    assert_int_equal(decide(t, &t->moderator, c.id, DECISION_REMOVE), PROBLEM_NONE);
    assert_int_equal(vote(t, &t->ben, c.id, 1), PROBLEM_COMMENT_GONE);
    int done = 0;
    struct comment other = talk_post(t, &t->ann, "Vote on this one too");
    for (int i = 0; i < 120; i++)
        done += vote(t, &t->ben, other.id, i % 2 ? 1 : -1) == PROBLEM_NONE;
    assert_true(done > 80 && done < 110);
}

static void test_reports(void **state)
{
    struct talk *t = *state;
    struct comment c = talk_post(t, &t->ann, "Something nasty");
    struct comment_report_row *rows;
    size_t n;
    assert_int_equal(report(t, &t->ann, c.id, "", "192.0.2.1"), PROBLEM_COMMENT_OWN);
    assert_int_equal(report(t, &t->guest, c.id, "", ""), PROBLEM_LOGIN_NEEDED);
    assert_int_equal(report(t, &t->ben, c.id, " insult ", "192.0.2.2"), PROBLEM_NONE);
    assert_int_equal(report(t, &t->ben, c.id, "again", "192.0.2.9"), PROBLEM_NONE);
    assert_int_equal(report(t, &t->guest, c.id, "rude", "192.0.2.3"), PROBLEM_NONE);
    assert_int_equal(report(t, &t->guest, c.id, "rude", "192.0.2.3"), PROBLEM_NONE);
    assert_int_equal(talk_read(t, c.id).reports, 2);
    assert_int_equal(talk_read(t, c.id).state, COMMENT_SHOWN);
    assert_ok(store_comment_reports(&rows, &n, &t->arena, t->store, &c.id, 1));
    assert_int_equal(n, 2);
    bool ben = str_eq(rows[0].reporter, S("Ben"));
    assert_str(rows[ben ? 0 : 1].reason, "insult");
    assert_str(rows[ben ? 1 : 0].reporter, "");
    assert_int_equal(report(t, &t->guest, c.id, "rude", "192.0.2.4"), PROBLEM_NONE);
    assert_int_equal(talk_read(t, c.id).state, COMMENT_HELD);
    assert_int_equal(talk_read(t, c.id).held_for, COMMENT_HOLD_REPORTS);
    assert_int_equal(talk_count(t), 0);
    assert_int_equal(report(t, &t->cleo, c.id, "", "192.0.2.5"), PROBLEM_COMMENT_GONE);
    /* Unfounded: it is shown again, and the same readers cannot hold it again. */
    assert_int_equal(decide(t, &t->moderator, c.id, DECISION_KEEP), PROBLEM_NONE);
    assert_int_equal(talk_read(t, c.id).state, COMMENT_SHOWN);
    assert_int_equal(talk_read(t, c.id).reports, 0);
    assert_int_equal(report(t, &t->ben, c.id, "still", "192.0.2.2"), PROBLEM_NONE);
    assert_int_equal(talk_read(t, c.id).reports, 0);
    /* What a moderator writes is not for readers to take down. */
    struct comment m = talk_post(t, &t->moderator, "Closing this thread soon");
    report(t, &t->ann, m.id, "", "192.0.2.6");
    report(t, &t->ben, m.id, "", "192.0.2.6");
    report(t, &t->cleo, m.id, "", "192.0.2.6");
    assert_int_equal(talk_read(t, m.id).reports, 3);
    assert_int_equal(talk_read(t, m.id).state, COMMENT_SHOWN);
}

static void test_reasons_are_cut(void **state)
{
    struct talk *t = *state;
    static char reason[COMMENT_REASON_MAX * 2];
    struct comment c = talk_post(t, &t->ann, "Something");
    struct comment_report_row *rows;
    size_t n;
    memset(reason, 0xc3, sizeof reason - 1); /* no UTF-8, and too long */
    assert_int_equal(report(t, &t->ben, c.id, reason, "192.0.2.1"), PROBLEM_NONE);
    assert_ok(store_comment_reports(&rows, &n, &t->arena, t->store, &c.id, 1));
    assert_true(rows[0].reason.len <= COMMENT_REASON_MAX && rows[0].reason.len > 200);
}

static void test_queues(void **state)
{
    struct talk *t = *state;
    struct comment *list;
    size_t n;
    int64_t held, reported;
    t->rules.premoderation = PREMODERATION_ALL;
    struct comment a = talk_post(t, &t->ann, "One"), b = talk_post(t, &t->ben, "Two");
    struct comment m = talk_post(t, &t->moderator, "Three");
    assert_int_equal(report(t, &t->cleo, m.id, "no", "192.0.2.1"), PROBLEM_NONE);
    assert_ok(store_comment_queue(&list, &n, &t->arena, t->store, QUEUE_HELD, 0, 10));
    assert_int_equal(n, 2);
    assert_int_equal(list[0].id, a.id);
    assert_str(list[0].name, "Ann");
    assert_str(list[0].source, "One");
    assert_str(list[0].article_title, "The bridge");
    assert_ok(store_comment_queue(&list, &n, &t->arena, t->store, QUEUE_HELD, a.id, 10));
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, b.id);
    assert_ok(store_comment_queue(&list, &n, &t->arena, t->store, QUEUE_REPORTED, 0, 10));
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, m.id);
    assert_ok(store_comment_waiting(&held, &reported, t->store));
    assert_int_equal(held, 2);
    assert_int_equal(reported, 1);
    assert_ok(
        store_comment_held_by(&list, &n, &t->arena, t->store, t->article.id, t->ann.user.id, 10));
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, a.id);
    assert_int_equal(decide(t, &t->moderator, b.id, DECISION_REMOVE), PROBLEM_NONE);
    assert_ok(store_comment_queue(&list, &n, &t->arena, t->store, QUEUE_REMOVED, 0, 10));
    assert_int_equal(n, 1);
    assert_str(list[0].reason, "off topic");
    /* A mistake is taken back. */
    assert_int_equal(decide(t, &t->moderator, b.id, DECISION_APPROVE), PROBLEM_NONE);
    assert_int_equal(talk_read(t, b.id).state, COMMENT_SHOWN);
    assert_str(talk_read(t, b.id).reason, "");
    assert_ok(store_comment_newest(&list, &n, &t->arena, t->store, 0, 0, 10));
    assert_int_equal(n, 2);
    assert_int_equal(list[0].id, m.id);
    assert_ok(store_comment_newest(&list, &n, &t->arena, t->store, t->article.id, m.id, 10));
    assert_int_equal(n, 1);
    assert_ok(store_comment_by_user(&list, &n, &t->arena, t->store, t->ann.user.id, false, 0, 10));
    assert_int_equal(n, 0);
    assert_ok(store_comment_by_user(&list, &n, &t->arena, t->store, t->ann.user.id, true, 0, 10));
    assert_int_equal(n, 1);
}

static void test_ban_reader(void **state)
{
    struct talk *t = *state;
    struct comment a = talk_post(t, &t->ann, "Buy this"), b = talk_reply(t, &t->ben, a.id, "No");
    struct comment held, c, m = talk_post(t, &t->moderator, "By a moderator");
    enum people_problem why;
    struct user user;
    t->rules.premoderation = PREMODERATION_ALL;
    held = talk_post(t, &t->ann, "And this");
    assert_int_equal(ban(t, &t->moderator, a.id), PROBLEM_NONE);
    assert_int_equal(talk_read(t, a.id).state, COMMENT_REMOVED);
    assert_str(talk_read(t, a.id).reason, "spam");
    assert_int_equal(talk_read(t, held.id).state, COMMENT_REMOVED);
    assert_int_equal(talk_read(t, b.id).state, COMMENT_SHOWN);
    assert_ok(store_user_get(&user, &t->arena, t->store, t->ann.user.id));
    assert_int_equal(user.disabled_us, t->now_us);
    assert_str(user.disabled_why, "spam");
    /* A page that was open does not help, nor an old session. */
    struct comment_form form = talk_form(t, "One more");
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_LOGIN_DISABLED);
    assert_int_equal(vote(t, &t->ann, b.id, 1), PROBLEM_LOGIN_DISABLED);
    assert_int_equal(report(t, &t->ann, b.id, "", "192.0.2.1"), PROBLEM_LOGIN_DISABLED);
    assert_int_equal(
        comment_edit(&c, &why, &t->arena, t->store, &t->rules, &t->ann, a.id, S("x"), NOW),
        E_DENIED);
    /* Opened again, the account may write; what was removed stays removed. */
    assert_ok(store_user_disable(t->store, t->ann.user.id, TIME_NONE, S("")));
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_NONE);
    assert_int_equal(talk_read(t, a.id).state, COMMENT_REMOVED);
    /* Not each other, not oneself, not the last owner. */
    struct visitor other = talk_join(t, "Marc", ROLE_MODERATOR);
    assert_int_equal(ban(t, &other, m.id), PROBLEM_COMMENT_RIGHT);
    assert_int_equal(ban(t, &t->moderator, m.id), PROBLEM_COMMENT_OWN);
    struct comment o = talk_post(t, &t->owner, "By the owner");
    assert_int_equal(ban(t, &t->moderator, o.id), PROBLEM_COMMENT_RIGHT);
    assert_int_equal(ban(t, &t->owner, o.id), PROBLEM_COMMENT_OWN);
    assert_int_equal(ban(t, &t->owner, m.id), PROBLEM_NONE);
    assert_int_equal(talk_read(t, m.id).state, COMMENT_REMOVED);
    assert_int_equal(decide(t, &t->moderator, o.id, DECISION_REMOVE), PROBLEM_COMMENT_RIGHT);
}

static void test_ban_guest(void **state)
{
    struct talk *t = *state;
    struct comment c;
    struct comment a = talk_post(t, &t->guest, "Cheap watches");
    struct comment b = talk_post(t, &t->guest, "Cheaper watches");
    struct comment other;
    struct comment_form neighbour = talk_form(t, "Real news");
    enum people_problem why;
    assert_ok(
        comment_post(&other, &why, &t->arena, t->store, &t->rules, &t->ann, &neighbour, t->now_us));
    str address;
    assert_ok(store_comment_address(&address, &t->arena, t->store, a.id));
    assert_int_equal(address.len, 32);
    assert_false(str_has(address, TALK_GUEST_PEER));
    assert_int_equal(ban(t, &t->moderator, a.id), PROBLEM_NONE);
    assert_int_equal(talk_read(t, b.id).state, COMMENT_REMOVED);
    assert_int_equal(talk_read(t, other.id).state, COMMENT_SHOWN);
    struct comment_form form = talk_form(t, "More watches");
    form.name = S("Another");
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_COMMENT_BANNED);
    form.peer = S("192.0.2.8");
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_NONE);
    /* Somebody with an account there may write. */
    form.peer = TALK_GUEST_PEER;
    form.text = S("I only live here");
    assert_ok(comment_post(&c, &why, &t->arena, t->store, &t->rules, &t->ben, &form, t->now_us));
    /* A month later all of it is over, and where the first came from is forgotten. */
    t->now_us += COMMENT_BAN_US;
    form.text = S("What a nice site");
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_NONE);
    assert_ok(store_comment_address(&address, &t->arena, t->store, a.id));
    assert_str(address, "");
    assert_int_equal(ban(t, &t->moderator, a.id), PROBLEM_COMMENT_ADDRESS);
}

/* --- who may do what ----------------------------------------------------------------------- */

enum action { EDIT, DELETE, VOTE, REPORT, APPROVE, REMOVE, KEEP, BAN, ACTIONS };
static const char *const ACTION_NAMES[] = {"edit",    "delete", "vote", "report",
                                           "approve", "remove", "keep", "ban"};

static enum people_problem act(struct talk *t, enum action action, const struct visitor *who,
                               int64_t id)
{
    enum people_problem why = PROBLEM_NONE;
    struct comment c;
    status st = OK;
    switch (action) {
    case EDIT:
        st = comment_edit(&c, &why, &t->arena, t->store, &t->rules, who, id, S("Mine!"), t->now_us);
        break;
    case DELETE: st = comment_delete(&why, &t->arena, t->store, who, id, t->now_us); break;
    case VOTE: return vote(t, who, id, 1);
    case REPORT: return report(t, who, id, "", "198.51.100.1");
    case APPROVE: return decide(t, who, id, DECISION_APPROVE);
    case REMOVE: return decide(t, who, id, DECISION_REMOVE);
    case KEEP: return decide(t, who, id, DECISION_KEEP);
    case BAN: return ban(t, who, id);
    case ACTIONS: break;
    }
    assert_true((st == OK) == (why == PROBLEM_NONE));
    return why;
}

/* The rows: who; the columns: actions, in the order above. "y" goes well; "l" has to log in, "r"
 * has no right to it, "o" is one's own, "g": there is no such comment, as far as they can know. */
static const char *expected(const char *who, enum comment_state state)
{
    static const struct {
        const char *who;
        const char *by_state[4]; /* shown, held, deleted, removed */
    } rows[] = {
        {"guest", {"lllyllll", "lllgllll", "lllgllll", "lllgllll"}},
        {"author", {"yyoorrrr", "yyggrrrr", "ggggrrrr", "ggggrrrr"}},
        {"reader", {"rryyrrrr", "ggggrrrr", "ggggrrrr", "ggggrrrr"}},
        {"moderator", {"rryyyyyy", "rrggyyyy", "ggggggg!", "rrggyyyy"}},
        {"owner", {"rryyyyyy", "rrggyyyy", "ggggggg!", "rrggyyyy"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strcmp(rows[i].who, who) == 0)
            return rows[i].by_state[state];
    return NULL;
}

static char letter(enum people_problem why)
{
    switch (why) {
    case PROBLEM_NONE: return 'y';
    case PROBLEM_LOGIN_NEEDED: return 'l';
    case PROBLEM_COMMENT_RIGHT: return 'r';
    case PROBLEM_COMMENT_OWN: return 'o';
    case PROBLEM_COMMENT_GONE: return 'g';
    default: return '?';
    }
}

/* A fresh comment of AUTHOR's in STATE. */
static int64_t in_state(struct talk *t, const struct visitor *author, enum comment_state state)
{
    static int number;
    t->rules.premoderation = state == COMMENT_HELD ? PREMODERATION_ALL : PREMODERATION_NONE;
    t->now_us += 20 * MINUTE; /* nobody is too fast for this table */
    int64_t id = talk_post(t, author, str_printf(&t->arena, "Comment number %d", ++number).p).id;
    t->rules.premoderation = PREMODERATION_NONE;
    if (state == COMMENT_DELETED)
        assert_int_equal(act(t, DELETE, author, id), PROBLEM_NONE);
    if (state == COMMENT_REMOVED)
        assert_int_equal(act(t, REMOVE, &t->owner, id), PROBLEM_NONE);
    return id;
}

static void test_rights(void **state)
{
    struct talk *t = *state;
    struct visitor author = talk_join(t, "Author", ROLE_READER);
    const struct {
        const char *name;
        const struct visitor *who;
    } whos[] = {{"guest", &t->guest},
                {"author", &author},
                {"reader", &t->ben},
                {"moderator", &t->moderator},
                {"owner", &t->owner}};
    int wrong = 0;
    for (int st = COMMENT_SHOWN; st <= COMMENT_REMOVED; st++)
        for (size_t w = 0; w < ARRAY_LEN(whos); w++)
            for (int action = 0; action < ACTIONS; action++) {
                int64_t id = in_state(t, &author, (enum comment_state)st);
                struct comment before = talk_read(t, id);
                char want = expected(whos[w].name, (enum comment_state)st)[action];
                char got = letter(act(t, (enum action)action, whos[w].who, id));
                if (want == '!') /* an account can be closed for what was deleted */
                    want = 'y';
                if (got != want) {
                    print_error("%s, %s, state %d: '%c', expected '%c'\n", whos[w].name,
                                ACTION_NAMES[action], st, got, want);
                    wrong++;
                }
                struct comment after = talk_read(t, id);
                if (got != 'y' &&
                    (after.state != before.state || after.score != before.score ||
                     after.reports != before.reports || !str_eq(after.source, before.source)))
                    wrong++;
                assert_ok(store_user_disable(t->store, author.user.id, TIME_NONE, S("")));
            }
    assert_int_equal(wrong, 0);
}

/* A role that was taken away counts no more, whatever the session says. */
static void test_former_moderator(void **state)
{
    struct talk *t = *state;
    struct comment c = talk_post(t, &t->ann, "Here to stay");
    assert_ok(store_user_role_set(t->store, t->moderator.user.id, ROLE_READER));
    assert_int_equal(decide(t, &t->moderator, c.id, DECISION_REMOVE), PROBLEM_COMMENT_RIGHT);
    assert_int_equal(ban(t, &t->moderator, c.id), PROBLEM_COMMENT_RIGHT);
    assert_int_equal(talk_read(t, c.id).state, COMMENT_SHOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TALK(test_votes),  WITH_TALK(test_reports),          WITH_TALK(test_reasons_are_cut),
        WITH_TALK(test_queues), WITH_TALK(test_ban_reader),       WITH_TALK(test_ban_guest),
        WITH_TALK(test_rights), WITH_TALK(test_former_moderator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
