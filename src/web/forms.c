/* The forms of accounts; see forms.h. */
#include "web/forms.h"

#include "web/strings.h"

str form_field(const struct page_call *c, const char *name)
{
    str value = http_form(c->request, name);
    return value.p ? value : S("");
}

struct account_form form_account(const struct page_call *c)
{
    str agent = http_header(c->request, "user-agent");
    return (struct account_form){.name = str_trim(form_field(c, "name")),
                                 .password = form_field(c, "password"),
                                 .email = S(""),
                                 .agent = agent.p ? agent : S(""),
                                 .peer = c->request->peer.p ? c->request->peer : S("")};
}

status form_again(enum people_problem *why, const struct page_call *c)
{
    *why = PROBLEM_NONE;
    if (str_eq(form_field(c, "password"), form_field(c, "again")))
        return OK;
    return people_fail(why, PROBLEM_PASSWORD_DIFFERS);
}

str form_problem(enum people_problem why)
{
    switch (why) {
#define PROBLEM(name, code, text)                                                                  \
    case PROBLEM_##name:                                                                           \
        return ui_text(UI_problem_##name);
#include "people/problem.def"
#undef PROBLEM
    case PROBLEM_NONE: break;
    }
    return S("");
}

int form_status(enum people_problem why)
{
    switch (why) {
    case PROBLEM_NONE: return 200;
    case PROBLEM_THROTTLED: return 429;
    case PROBLEM_LOGIN_WRONG:
    case PROBLEM_LOGIN_DISABLED:
    case PROBLEM_LINK_BAD:
    case PROBLEM_CLOSED:
    case PROBLEM_LOGIN_NEEDED:
    case PROBLEM_COMMENT_RIGHT:
    case PROBLEM_COMMENT_GUESTS:
    case PROBLEM_COMMENT_CLOSED:
    case PROBLEM_COMMENT_TRAP:
    case PROBLEM_COMMENT_LATE:
    case PROBLEM_COMMENT_OWN:
    case PROBLEM_COMMENT_BANNED: return 403;
    case PROBLEM_COMMENT_GONE: return 404;
    default: return 400;
    }
}

status form_failure(status st, enum people_problem why)
{
    return why == PROBLEM_NONE ? st : OK;
}

str form_role(int64_t role)
{
    switch (role) {
    case ROLE_READER: return ui_text(UI_role_reader);
    case ROLE_MODERATOR: return ui_text(UI_role_moderator);
    case ROLE_OWNER: return ui_text(UI_role_owner);
    default: return S("");
    }
}
