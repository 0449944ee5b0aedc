/* What moderators do with comments: decide about those that wait, remove, and ban. */
#include "people/comment_code.h"

#define BAN_PAGE 200

/* A moderator of today: the role is read again, because it may have been taken away since the page
 * was made. */
static status may_moderate(struct user *me, enum people_problem *why, struct arena *a,
                           struct store *s, const struct visitor *who)
{
    TRY(store_user_get(me, a, s, who->user.id));
    if (me->role < ROLE_MODERATOR || me->disabled_us != TIME_NONE)
        return people_fail(why, PROBLEM_COMMENT_RIGHT);
    return OK;
}

static status find(struct comment *c, enum people_problem *why, struct arena *a, struct store *s,
                   int64_t id)
{
    status st = store_comment_lock(c, a, s, id);
    if (st == E_NOTFOUND || (st == OK && c->state == COMMENT_DELETED))
        return people_fail(why, PROBLEM_COMMENT_GONE);
    return st;
}

static status decide(enum people_problem *why, struct arena *a, struct store *s,
                     const struct visitor *who, int64_t id, enum comment_decision decision,
                     str reason)
{
    struct user me;
    struct comment c;
    TRY(may_moderate(&me, why, a, s, who));
    TRY(find(&c, why, a, s, id));
    TRY(store_comment_reports_close(s, &c));
    if (decision == DECISION_REMOVE)
        return store_comment_state_set(s, &c, COMMENT_REMOVED, 0, comment_reason(a, reason));
    bool show = decision == DECISION_APPROVE ||
                (c.state == COMMENT_HELD && c.held_for == COMMENT_HOLD_REPORTS);
    if (!show || c.state == COMMENT_SHOWN)
        return OK;
    return store_comment_state_set(s, &c, COMMENT_SHOWN, 0, S(""));
}

status comment_decide(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, enum comment_decision decision,
                      str reason, int64_t now_us)
{
    (void)now_us; /* what is decided has no date */
    *why = PROBLEM_NONE;
    if (!visitor_moderates(who))
        return people_fail(why, who->in ? PROBLEM_COMMENT_RIGHT : PROBLEM_LOGIN_NEEDED);
    TRY(store_begin(s));
    return comment_end(s, decide(why, a, s, who, id, decision, reason));
}

/* Removes the N comments that are not removed or deleted yet. */
static status remove_some(struct arena *a, struct store *s, const struct comment *list, size_t n,
                          str reason)
{
    for (size_t i = 0; i < n; i++) {
        struct comment c;
        TRY(store_comment_lock(&c, a, s, list[i].id));
        if (c.state == COMMENT_DELETED || c.state == COMMENT_REMOVED)
            continue;
        TRY(store_comment_reports_close(s, &c));
        TRY(store_comment_state_set(s, &c, COMMENT_REMOVED, 0, reason));
    }
    return OK;
}

/* What USER_ID wrote, or what came from ADDRESS. */
static status remove_all(struct arena *a, struct store *s, int64_t user_id, str address, str reason)
{
    int64_t after_id = 0;
    size_t n = BAN_PAGE;
    while (n == BAN_PAGE) {
        struct comment *list;
        if (user_id)
            TRY(store_comment_by_user(&list, &n, a, s, user_id, true, after_id, BAN_PAGE));
        else
            TRY(store_comment_by_address(&list, &n, a, s, address, after_id, BAN_PAGE));
        TRY(remove_some(a, s, list, n, reason));
        after_id = n ? list[n - 1].id : after_id;
    }
    return OK;
}

static status ban_user(enum people_problem *why, struct arena *a, struct store *s,
                       const struct user *me, int64_t user_id, str reason, int64_t now_us)
{
    struct user user;
    int64_t owners = 1;
    if (user_id == me->id)
        return people_fail(why, PROBLEM_COMMENT_OWN);
    TRY(store_user_get(&user, a, s, user_id));
    if (user.role >= ROLE_MODERATOR && me->role < ROLE_OWNER)
        return people_fail(why, PROBLEM_COMMENT_RIGHT);
    if (user.role == ROLE_OWNER)
        TRY(store_owner_count(&owners, s, user_id));
    if (owners == 0)
        return people_fail(why, PROBLEM_LAST_OWNER);
    TRY(store_user_disable(s, user_id, now_us, reason));
    return remove_all(a, s, user_id, S(""), reason);
}

static status ban(enum people_problem *why, struct arena *a, struct store *s,
                  const struct visitor *who, int64_t id, str reason, int64_t now_us)
{
    struct user me;
    struct comment c;
    str address;
    TRY(may_moderate(&me, why, a, s, who));
    status st = store_comment_get(&c, a, s, id, 0);
    if (st == E_NOTFOUND)
        return people_fail(why, PROBLEM_COMMENT_GONE);
    TRY(st);
    reason = comment_reason(a, reason);
    if (c.user_id)
        return ban_user(why, a, s, &me, c.user_id, reason, now_us);
    TRY(store_comment_address(&address, a, s, id));
    if (str_empty(address))
        return people_fail(why, PROBLEM_COMMENT_ADDRESS);
    TRY(store_comment_ban(s, address, now_us + COMMENT_BAN_US, reason));
    return remove_all(a, s, 0, address, reason);
}

status comment_ban(enum people_problem *why, struct arena *a, struct store *s,
                   const struct visitor *who, int64_t id, str reason, int64_t now_us)
{
    *why = PROBLEM_NONE;
    if (!visitor_moderates(who))
        return people_fail(why, who->in ? PROBLEM_COMMENT_RIGHT : PROBLEM_LOGIN_NEEDED);
    TRY(store_begin(s));
    return comment_end(s, ban(why, a, s, who, id, reason, now_us));
}
