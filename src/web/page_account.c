/* One's own account: the password, and where one is logged in. */
#include "web/access.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"

struct agent_word {
    const char *in, *name;
};

/* The first that a browser's name for itself contains; Chrome's also says Safari. */
static const struct agent_word BROWSERS[] = {
    {"Edg/", "Edge"},      {"OPR/", "Opera"},     {"Firefox/", "Firefox"},
    {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
};
static const struct agent_word SYSTEMS[] = {
    {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},   {"Windows", "Windows"},
    {"Mac OS X", "macOS"},  {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
};

static str word_for(str agent, const struct agent_word *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_has(agent, str_c(words[i].in)))
            return str_c(words[i].name);
    return S("");
}

static str browser_name(struct arena *a, str agent)
{
    struct tpl_value values[] = {{.text = word_for(agent, BROWSERS, ARRAY_LEN(BROWSERS))},
                                 {.text = word_for(agent, SYSTEMS, ARRAY_LEN(SYSTEMS))}};
    if (str_empty(values[0].text))
        return ui_text(UI_agent_unknown);
    if (str_empty(values[1].text))
        return values[0].text;
    return ui_format(a, UI_agent_on, values, 2);
}

static status sessions(struct session_view_list *out, struct page_call *c)
{
    struct session *list;
    size_t n;
    TRY(store_session_list(&list, &n, c->a, c->store, c->visitor.user.id, c->now_us));
    struct session_view *at = arena_array(c->a, n, struct session_view);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct session_view){
            .end = path_session_end(c->a, list[i].id),
            .browser = browser_name(c->a, list[i].agent),
            .began = page_moment(c, list[i].created_us),
            .seen = page_moment(c, list[i].seen_us),
            .current = list[i].id == c->visitor.session.id,
        };
    *out = (struct session_view_list){at, n};
    return OK;
}

static str notice(const struct page_call *c)
{
    str done = http_query(c->request, "done");
    if (str_eq(done, S("password")))
        return ui_text(UI_account_password_done);
    if (str_eq(done, S("session")))
        return ui_text(UI_account_session_done);
    return S("");
}

static status show(struct page_call *c, enum people_problem why)
{
    const struct user *user = &c->visitor.user;
    struct account_view v = {
        .frame = page_frame(c, ui_text(UI_account_title)),
        .token = access_token(c),
        .name = user->name,
        .role = form_role(user->role),
        .since = page_moment(c, user->created_us),
        .notice = notice(c),
        .problem = form_problem(why),
        .bad_old = why == PROBLEM_LOGIN_WRONG,
        .bad_new = why != PROBLEM_NONE && why != PROBLEM_LOGIN_WRONG && why != PROBLEM_THROTTLED,
        .owner = user->role == ROLE_OWNER,
        .users = path_users(),
        .feeds = path_subscriptions(c->a, S("")),
    };
    v.frame.no_index = true;
    TRY(sessions(&v.sessions, c));
    c->out->status = form_status(why);
    tpl_account(page_body(c), &v);
    return page_end(c);
}

status page_account(struct page_call *c)
{
    return show(c, PROBLEM_NONE);
}

status page_account_password_post(struct page_call *c)
{
    struct account_form form = form_account(c);
    enum people_problem why;
    str token;
    status st = form_again(&why, c);
    if (st == OK)
        st = account_password(&token, &why, c->a, c->store, &c->visitor.user, form_field(c, "old"),
                              &form, c->now_us);
    if (st != OK) {
        TRY(form_failure(st, why));
        return show(c, why);
    }
    TRY(access_begin(c, token));
    page_redirect(c, path_done(c->a, path_account(), "password"));
    return OK;
}

status page_account_session_post(struct page_call *c)
{
    /* Found by its number among the user's own only. */
    TRY(store_session_end(c->store, http_param_int(c->request, 0), c->visitor.user.id));
    page_redirect(c, path_done(c->a, path_account(), "session"));
    return OK;
}

status page_account_logout_post(struct page_call *c)
{
    int64_t ended;
    TRY(store_sessions_end(&ended, c->store, c->visitor.user.id, 0));
    access_end(c);
    page_redirect(c, path_front());
    return OK;
}
