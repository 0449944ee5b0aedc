/* The owner's list of accounts: roles, closing, invitations. */
#include "web/access.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/share.h"
#include "web/strings.h"
#include "web/templates.h"

#define USERS 50 /* on a page */

static struct user_view user_view(const struct page_call *c, const struct user *u)
{
    return (struct user_view){
        .name = u->name,
        .role = form_role(u->role),
        .since = page_moment(c, u->created_us),
        .self = u->id == c->visitor.user.id,
        .closed = u->disabled_us != TIME_NONE,
        .is_reader = u->role == ROLE_READER,
        .is_moderator = u->role == ROLE_MODERATOR,
        .is_owner = u->role == ROLE_OWNER,
        .role_link = path_user_role(c->a, u->id),
        .close_link = path_user_close(c->a, u->id),
    };
}

static status list(struct users_view *v, struct page_call *c)
{
    struct user *users;
    size_t n;
    int64_t after = 0;
    str from = http_query(c->request, "after");
    if (from.p && (!str_to_i64(&after, from) || after < 0))
        return fail(E_INPUT, "'%.*s' is no place in a list", STR_FMT(str_sub(from, 0, 60)));
    TRY(store_user_list(&users, &n, c->a, c->store, after, USERS + 1));
    size_t shown = n > USERS ? USERS : n;
    struct user_view *at = arena_array(c->a, shown, struct user_view);
    for (size_t i = 0; i < shown; i++)
        at[i] = user_view(c, &users[i]);
    v->users = (struct user_view_list){at, shown};
    if (n > shown)
        v->onward = path_users_after(c->a, users[shown - 1].id);
    return OK;
}

static status show(struct page_call *c, enum people_problem why, str invite_link)
{
    struct users_view v = {
        .frame = page_frame(c, ui_text(UI_users_title)),
        .token = access_token(c),
        .notice = http_query(c->request, "done").p ? ui_text(UI_users_done) : S(""),
        .problem = form_problem(why),
        .invites = site_options_of(c->site)->signup != SIGNUP_CLOSED,
        .invite_link = invite_link,
    };
    v.frame.no_index = true;
    TRY(list(&v, c));
    c->out->status = form_status(why);
    tpl_users(page_body(c), &v);
    return page_end(c);
}

status page_users(struct page_call *c)
{
    return show(c, PROBLEM_NONE, S(""));
}

/* Back to the list, or the list with what is wrong. */
static status answer(struct page_call *c, status st, enum people_problem why)
{
    if (st == OK) {
        page_redirect(c, path_done(c->a, path_users(), "1"));
        return OK;
    }
    TRY(form_failure(st, why));
    return show(c, why, S(""));
}

status page_users_role_post(struct page_call *c)
{
    enum role role;
    enum people_problem why = PROBLEM_NONE;
    status st = OK;
    if (role_read(&role, form_field(c, "role")))
        st = account_role(&why, c->store, http_param_int(c->request, 0), role);
    else
        st = people_fail(&why, PROBLEM_ROLE);
    return answer(c, st, why);
}

status page_users_close_post(struct page_call *c)
{
    enum people_problem why = PROBLEM_NONE;
    bool close = !str_eq(form_field(c, "close"), S("0"));
    status st =
        account_close(&why, c->store, http_param_int(c->request, 0), close, S(""), c->now_us);
    return answer(c, st, why);
}

status page_users_invite_post(struct page_call *c)
{
    enum role role;
    enum people_problem why = PROBLEM_NONE;
    str token;
    if (site_options_of(c->site)->signup == SIGNUP_CLOSED)
        return answer(c, people_fail(&why, PROBLEM_CLOSED), why);
    if (!role_read(&role, form_field(c, "role")))
        return answer(c, people_fail(&why, PROBLEM_ROLE), why);
    TRY(account_invite(&token, c->a, c->store, role, c->visitor.user.id, c->now_us));
    return show(
        c, PROBLEM_NONE,
        str_printf(c->a, "%.*s/signup?invite=%.*s", STR_FMT(share_origin(c)), STR_FMT(token)));
}
