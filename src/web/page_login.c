/* Logging in and out. */
#include <inttypes.h>

#include "base/clock.h"
#include "web/access.h"
#include "web/forms.h"
#include "web/paths.h"
#include "web/strings.h"
#include "web/templates.h"

static status show(struct page_call *c, str back, enum people_problem why)
{
    struct login_view v = {
        .frame = page_frame(c, ui_text(UI_login_title)),
        .token = access_token(c),
        .back = path_back(back).s,
        .name = str_trim(form_field(c, "name")),
        .problem = form_problem(why),
        .signup = site_options_of(c->site)->signup == SIGNUP_OPEN,
        .signup_link = path_signup(),
    };
    v.frame.no_index = true;
    c->out->status = form_status(why);
    tpl_login(page_body(c), &v);
    return page_end(c);
}

status page_login(struct page_call *c)
{
    str back = http_query(c->request, "next");
    if (!c->visitor.in)
        return show(c, back, PROBLEM_NONE);
    page_redirect(c, back.p ? path_back(back) : path_account());
    return OK;
}

status page_login_post(struct page_call *c)
{
    struct account_form form = form_account(c);
    enum people_problem why;
    int64_t wait_us;
    str token;
    status st = account_login(&token, &wait_us, &why, c->a, c->store, &form, c->now_us);
    if (wait_us > 0)
        http_response_header(c->out, "Retry-After",
                             str_printf(c->a, "%" PRId64, wait_us / CLOCK_SECOND_US + 1));
    if (st != OK) {
        TRY(form_failure(st, why));
        return show(c, form_field(c, "next"), why);
    }
    TRY(access_begin(c, token));
    page_redirect(c, path_back(form_field(c, "next")));
    return OK;
}

status page_logout_post(struct page_call *c)
{
    if (c->visitor.in)
        TRY(session_end(c->a, c->store, c->visitor.token, c->now_us));
    access_end(c);
    page_redirect(c, path_front());
    return OK;
}
