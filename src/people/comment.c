/* What readers do with comments: write, edit, take back, vote, report. Every function looks at the
 * rights of WHO against what the store says of the comment, within the transaction that changes it,
 * so that no page can be led to change another's by its id. Rate limits are counted before it, in
 * transactions of their own, because a try that fails counts too. */
#include "people/comment_code.h"
#include "people/throttle.h"

status comment_end(struct store *s, status st)
{
    if (st == OK)
        return store_commit(s);
    store_rollback(s);
    return st;
}

bool comment_visible(const struct comment *c, const struct visitor *who)
{
    if (c->state == COMMENT_SHOWN)
        return true;
    if (c->state == COMMENT_DELETED)
        return false;
    return who->in && (visitor_moderates(who) || (c->user_id && c->user_id == who->user.id));
}

static bool wrote(const struct comment *c, const struct visitor *who)
{
    return who->in && c->user_id != 0 && c->user_id == who->user.id;
}

bool comment_editable(const struct comment *c, const struct comment_rules *rules,
                      const struct visitor *who, int64_t now_us)
{
    return rules->on && wrote(c, who) && (c->state == COMMENT_SHOWN || c->state == COMMENT_HELD) &&
           rules->edit_us > 0 && now_us - c->created_us < rules->edit_us;
}

/* The comment, its article locked. One that WHO may not see is not there. */
static status find(struct comment *c, enum people_problem *why, struct arena *a, struct store *s,
                   const struct visitor *who, int64_t id)
{
    status st = store_comment_lock(c, a, s, id);
    if (st == E_NOTFOUND || (st == OK && !comment_visible(c, who)))
        return people_fail(why, PROBLEM_COMMENT_GONE);
    return st;
}

/* Since the page was made, the account may have been closed. A ban at this moment waits until the
 * transaction ends, and then removes what it wrote. */
static status still_in(enum people_problem *why, struct store *s, const struct visitor *who)
{
    bool open;
    if (!who->in)
        return OK;
    TRY(store_comment_author(&open, s, who->user.id));
    return open ? OK : people_fail(why, PROBLEM_LOGIN_DISABLED);
}

status comment_open(enum people_problem *why, const struct comment_rules *rules,
                    const struct visitor *who, const struct article *article, int64_t now_us)
{
    *why = PROBLEM_NONE;
    if (!rules->on)
        return people_fail(why, PROBLEM_COMMENT_OFF);
    int64_t since_us = article->first_seen_us;
    if (article->published_us != TIME_NONE && article->published_us < since_us)
        since_us = article->published_us;
    if (rules->close_us > 0 && now_us - since_us >= rules->close_us && !visitor_moderates(who))
        return people_fail(why, PROBLEM_COMMENT_CLOSED);
    if (!who->in && !rules->guests)
        return people_fail(why, PROBLEM_COMMENT_GUESTS);
    return OK;
}

/* PROBLEM_THROTTLED when WHO has to wait, as an account or by address. */
static status count_try(enum people_problem *why, struct arena *a, struct store *s,
                        const struct visitor *who, const struct throttle *account,
                        const struct throttle *address, str peer, int64_t now_us)
{
    int64_t wait_us = 0;
    if (visitor_moderates(who))
        return OK;
    if (address && !str_empty(peer))
        TRY(throttle_try(&wait_us, s, address, throttle_address(a, peer), now_us));
    if (wait_us == 0 && account && who->in)
        TRY(throttle_try(&wait_us, s, account, str_printf(a, "%lld", (long long)who->user.id),
                         now_us));
    return wait_us > 0 ? people_fail(why, PROBLEM_THROTTLED) : OK;
}

/* --- writing ------------------------------------------------------------------------------- */

/* The comment it answers must be one that readers see, below the same article. */
static status check_parent(enum people_problem *why, struct arena *a, struct store *s,
                           const struct comment_form *form)
{
    struct comment parent;
    if (form->parent_id == 0)
        return OK;
    status st = store_comment_get(&parent, a, s, form->parent_id, 0);
    if (st == E_NOTFOUND ||
        (st == OK && (parent.state != COMMENT_SHOWN || parent.article_id != form->article_id)))
        return people_fail(why, PROBLEM_COMMENT_GONE);
    return st;
}

static status check_ban(enum people_problem *why, struct store *s, str address, int64_t now_us)
{
    int64_t until_us;
    if (str_empty(address))
        return OK;
    TRY(store_comment_banned(&until_us, s, address));
    return until_us > now_us ? people_fail(why, PROBLEM_COMMENT_BANNED) : OK;
}

/* Within the transaction. */
static status post(struct draft *d, enum people_problem *why, struct arena *a, struct store *s,
                   const struct comment_rules *rules, const struct visitor *who,
                   const struct comment_form *form, int64_t now_us)
{
    struct article article;
    TRY(comment_address(&d->trace.address, a, s, form->peer));
    TRY(still_in(why, s, who));
    if (!who->in)
        TRY(check_ban(why, s, d->trace.address, now_us));
    TRY(store_article_get(&article, a, s, form->article_id));
    TRY(comment_open(why, rules, who, &article, now_us));
    TRY(store_discussion_lock(s, form->article_id));
    TRY(check_parent(why, a, s, form));
    TRY(draft_quote(d, why, a, &article, form));
    TRY(draft_judge(&d->comment.held_for, why, s, d, rules, who, form->shown_us, now_us));
    d->comment.state = d->comment.held_for ? COMMENT_HELD : COMMENT_SHOWN;
    TRY(store_comment_forget(s, now_us - COMMENT_BAN_US, now_us));
    return store_comment_add(s, &d->comment, &d->trace);
}

status comment_post(struct comment *out, enum people_problem *why, struct arena *a, struct store *s,
                    const struct comment_rules *rules, const struct visitor *who,
                    const struct comment_form *form, int64_t now_us)
{
    struct draft d = {.comment = {.article_id = form->article_id,
                                  .parent_id = form->parent_id,
                                  .user_id = who->in ? who->user.id : 0,
                                  .name = S(""),
                                  .reason = S(""),
                                  .quote = S(""),
                                  .article_title = S(""),
                                  .article_url = S(""),
                                  .created_us = now_us,
                                  .edited_us = TIME_NONE}};
    *why = PROBLEM_NONE;
    if (!rules->on)
        return people_fail(why, PROBLEM_COMMENT_OFF);
    if (!who->in && !rules->guests)
        return people_fail(why, PROBLEM_COMMENT_GUESTS);
    if (!str_empty(form->trap))
        return people_fail(why, PROBLEM_COMMENT_TRAP);
    TRY(draft_text(&d, why, a, form->text));
    if (!who->in)
        TRY(draft_name(&d, why, a, s, form->name));
    TRY(count_try(why, a, s, who, &THROTTLE_COMMENT_ACCOUNT, &THROTTLE_COMMENT_ADDRESS, form->peer,
                  now_us));
    TRY(store_begin(s));
    TRY(comment_end(s, post(&d, why, a, s, rules, who, form, now_us)));
    *out = d.comment;
    if (who->in) {
        out->name = who->user.name;
        out->role = who->user.role;
    }
    return OK;
}

static status edit(struct comment *c, enum people_problem *why, struct arena *a, struct store *s,
                   const struct comment_rules *rules, const struct visitor *who, int64_t id,
                   struct draft *d, int64_t now_us)
{
    int64_t held_for;
    TRY(still_in(why, s, who));
    TRY(find(c, why, a, s, who, id));
    if (!wrote(c, who))
        return people_fail(why, PROBLEM_COMMENT_RIGHT);
    if (c->state != COMMENT_SHOWN && c->state != COMMENT_HELD)
        return people_fail(why, PROBLEM_COMMENT_GONE);
    if (!comment_editable(c, rules, who, now_us))
        return people_fail(why, PROBLEM_COMMENT_LATE);
    if (str_eq(c->source, d->comment.source))
        return OK;
    struct comment *sent = &d->comment;
    sent->id = c->id;
    sent->article_id = c->article_id;
    sent->parent_id = c->parent_id;
    sent->user_id = c->user_id;
    TRY(store_comment_address(&d->trace.address, a, s, id));
    TRY(draft_judge(&held_for, why, s, d, rules, who, TIME_NONE, now_us));
    /* What already waits goes on waiting for what it waited for. */
    held_for |= c->state == COMMENT_HELD ? c->held_for : 0;
    TRY(store_comment_text_set(s, c, sent->source, sent->body, d->trace.text_hash, now_us));
    if (held_for == 0 || (c->state == COMMENT_HELD && c->held_for == held_for))
        return OK;
    return store_comment_state_set(s, c, COMMENT_HELD, held_for, S(""));
}

status comment_edit(struct comment *out, enum people_problem *why, struct arena *a, struct store *s,
                    const struct comment_rules *rules, const struct visitor *who, int64_t id,
                    str text, int64_t now_us)
{
    struct draft d = {0};
    *why = PROBLEM_NONE;
    if (!rules->on)
        return people_fail(why, PROBLEM_COMMENT_OFF);
    if (!who->in)
        return people_fail(why, PROBLEM_LOGIN_NEEDED);
    TRY(draft_text(&d, why, a, text));
    TRY(store_begin(s));
    return comment_end(s, edit(out, why, a, s, rules, who, id, &d, now_us));
}

static status take_back(enum people_problem *why, struct arena *a, struct store *s,
                        const struct visitor *who, int64_t id)
{
    struct comment c;
    TRY(find(&c, why, a, s, who, id));
    if (!wrote(&c, who))
        return people_fail(why, PROBLEM_COMMENT_RIGHT);
    /* What a moderator removed stays for those who look at it. */
    if (c.state != COMMENT_SHOWN && c.state != COMMENT_HELD)
        return people_fail(why, PROBLEM_COMMENT_GONE);
    TRY(store_comment_reports_close(s, &c));
    TRY(store_comment_wipe(s, &c));
    return store_comment_state_set(s, &c, COMMENT_DELETED, 0, S(""));
}

status comment_delete(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, int64_t now_us)
{
    (void)now_us; /* at any time */
    *why = PROBLEM_NONE;
    if (!who->in)
        return people_fail(why, PROBLEM_LOGIN_NEEDED);
    TRY(store_begin(s));
    return comment_end(s, take_back(why, a, s, who, id));
}

/* --- what others make of it ------------------------------------------------------------------ */

static status cast(enum people_problem *why, struct arena *a, struct store *s,
                   const struct visitor *who, int64_t id, int vote)
{
    struct comment c;
    TRY(still_in(why, s, who));
    TRY(find(&c, why, a, s, who, id));
    if (c.state != COMMENT_SHOWN)
        return people_fail(why, PROBLEM_COMMENT_GONE);
    if (wrote(&c, who))
        return people_fail(why, PROBLEM_COMMENT_OWN);
    return store_comment_vote(s, &c, who->user.id, vote);
}

status comment_vote(enum people_problem *why, struct arena *a, struct store *s,
                    const struct visitor *who, int64_t id, int vote, int64_t now_us)
{
    *why = PROBLEM_NONE;
    if (!who->in)
        return people_fail(why, PROBLEM_LOGIN_NEEDED);
    if (vote < -1 || vote > 1)
        return fail(E_INPUT, "a vote is 1, -1 or 0");
    TRY(count_try(why, a, s, who, &THROTTLE_VOTE_ACCOUNT, NULL, S(""), now_us));
    TRY(store_begin(s));
    return comment_end(s, cast(why, a, s, who, id, vote));
}

static status report(enum people_problem *why, struct arena *a, struct store *s,
                     const struct visitor *who, int64_t id, str reason, str peer, int64_t now_us)
{
    struct comment c;
    bool is_new;
    str reporter;
    TRY(still_in(why, s, who));
    TRY(find(&c, why, a, s, who, id));
    if (c.state != COMMENT_SHOWN)
        return people_fail(why, PROBLEM_COMMENT_GONE);
    if (wrote(&c, who))
        return people_fail(why, PROBLEM_COMMENT_OWN);
    if (who->in)
        reporter = str_printf(a, "user:%lld", (long long)who->user.id);
    else
        TRY(comment_address(&reporter, a, s, peer));
    TRY(store_comment_report(&is_new, s, &c, reporter, comment_reason(a, reason), now_us));
    if (!is_new || c.reports < COMMENT_REPORTS_HOLD || c.role >= ROLE_MODERATOR)
        return OK;
    return store_comment_state_set(s, &c, COMMENT_HELD, COMMENT_HOLD_REPORTS, S(""));
}

status comment_report(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, str reason, str peer, int64_t now_us)
{
    *why = PROBLEM_NONE;
    if (!who->in && str_empty(peer))
        return people_fail(why, PROBLEM_LOGIN_NEEDED);
    TRY(count_try(why, a, s, who, &THROTTLE_REPORT_ADDRESS, &THROTTLE_REPORT_ADDRESS, peer,
                  now_us));
    TRY(store_begin(s));
    return comment_end(s, report(why, a, s, who, id, reason, peer, now_us));
}
