/* Making an account: the owner's by the setup link, others' by invitation or open sign-up. */
#include "web/access.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"

/* A page that makes accounts: with its form, or the reason why there is none. */
struct joining {
    enum invite_kind kind;
    str link;                /* the token of the address or the form */
    enum people_problem why; /* what is wrong with what was typed */
    enum ui_string refusal;
    bool refused;
};

static bool is_bad_name(enum people_problem why)
{
    return why == PROBLEM_NAME_SHAPE || why == PROBLEM_NAME_TAKEN;
}

static status show(struct page_call *c, const struct joining *e)
{
    bool setup = e->kind == INVITE_SETUP;
    struct entry_view v = {
        .frame = page_frame(c, ui_text(setup ? UI_setup_title : UI_signup_title)),
        .setup = setup,
        .form = !e->refused,
        .refusal = e->refused ? ui_text(e->refusal) : S(""),
        .link = e->link,
        .name = str_trim(form_field(c, "name")),
        .problem = form_problem(e->why),
        .bad_name = is_bad_name(e->why),
        .bad_password = e->why != PROBLEM_NONE && !is_bad_name(e->why),
    };
    v.token = v.form ? access_token(c) : S("");
    v.frame.no_index = true;
    c->out->status = e->refused ? 403 : form_status(e->why);
    tpl_entry(page_body(c), &v);
    return page_end(c);
}

/* Whether the link or the settings let someone make an account here; E->refusal says why not. */
static status admit(struct joining *e, struct page_call *c)
{
    enum signup signup = site_options_of(c->site)->signup;
    struct invite invite;
    enum people_problem why = PROBLEM_NONE;
    e->refused = true;
    if (e->kind == INVITE_SIGNUP && signup == SIGNUP_CLOSED) {
        e->refusal = UI_signup_closed;
        return OK;
    }
    if (e->kind == INVITE_SIGNUP && str_empty(e->link)) {
        e->refusal = UI_signup_invite;
        e->refused = signup != SIGNUP_OPEN;
        return OK;
    }
    e->refusal = e->kind == INVITE_SETUP ? UI_setup_bad : UI_signup_bad;
    status st = account_link(&invite, &why, c->a, c->store, e->link, e->kind, c->now_us);
    e->refused = st != OK;
    return form_failure(st, why);
}

static status enter(struct page_call *c, struct joining *e, path to)
{
    struct account_form form = form_account(c);
    str token;
    status st = form_again(&e->why, c);
    if (st == OK && str_empty(e->link))
        st = account_signup(&token, &e->why, c->a, c->store, &form, c->now_us);
    else if (st == OK)
        st = account_claim(&token, &e->why, c->a, c->store, e->link, e->kind, &form, c->now_us);
    if (st != OK) {
        TRY(form_failure(st, e->why));
        return show(c, e);
    }
    TRY(access_begin(c, token));
    page_redirect(c, to);
    return OK;
}

static status page_for(struct page_call *c, enum invite_kind kind, const char *query)
{
    str link = http_query(c->request, query);
    struct joining e = {.kind = kind, .link = link.p ? link : S("")};
    TRY(admit(&e, c));
    return show(c, &e);
}

static status post_for(struct page_call *c, enum invite_kind kind, path to)
{
    struct joining e = {.kind = kind, .link = form_field(c, "link")};
    TRY(admit(&e, c));
    return e.refused ? show(c, &e) : enter(c, &e, to);
}

status page_setup(struct page_call *c)
{
    return page_for(c, INVITE_SETUP, "token");
}

status page_setup_post(struct page_call *c)
{
    return post_for(c, INVITE_SETUP, path_account());
}

status page_signup(struct page_call *c)
{
    return page_for(c, INVITE_SIGNUP, "invite");
}

status page_signup_post(struct page_call *c)
{
    return post_for(c, INVITE_SIGNUP, path_account());
}
