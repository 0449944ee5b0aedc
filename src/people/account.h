/*
 * Accounts: how they begin (setup link, invitation, open sign-up, command), logging in, and what
 * may be changed about them. Functions with *why set it when people can do something about the
 * failure; they check and change in one transaction, and hash passwords outside of it, because
 * that takes a tenth of a second.
 */
#ifndef COURANT_PEOPLE_ACCOUNT_H
#define COURANT_PEOPLE_ACCOUNT_H

#include "people/problem.h"
#include "people/session.h"

#define INVITE_LIFE_US ((int64_t)7 * 86400 * 1000000)
#define SETUP_LIFE_US ((int64_t)86400 * 1000000)

/* Who may make an account by the site: the setting "signup". */
enum signup { SIGNUP_CLOSED, SIGNUP_INVITE, SIGNUP_OPEN };
/* "closed", "invite" or "open". */
bool signup_read(enum signup *out, str text);
/* "reader", "moderator" or "owner"; role_name is "" for another number. */
bool role_read(enum role *out, str text);
const char *role_name(int64_t role);

struct account_form {
    str name, password, email; /* email: "" is none */
    str agent, peer;           /* of the browser; may be empty */
};

/* Makes an account; the CLI's way, without a link. Sets user->id. */
status account_add(struct user *out, enum people_problem *why, struct arena *a, struct store *s,
                   const struct account_form *form, enum role role, int64_t now_us);

/* The token of a link, valid 24 h, that makes the first owner; earlier ones end. E_EXISTS when
 * there is an owner. */
status account_setup_begin(str *token, struct arena *a, struct store *s, int64_t now_us);
/* The token of an invitation, valid 7 days, for one account of ROLE. MADE_BY: a user's id, or 0. */
status account_invite(str *token, struct arena *a, struct store *s, enum role role, int64_t made_by,
                      int64_t now_us);
/* What a token is good for at present: PROBLEM_LINK_BAD when it is none of KIND, used or old. */
status account_link(struct invite *out, enum people_problem *why, struct arena *a, struct store *s,
                    str token, enum invite_kind kind, int64_t now_us);

/* Makes the account that a link is for: of two at once one gets it. A setup link is good only
 * while there is no owner. Begins a session: its token is in *session. */
status account_claim(str *session, enum people_problem *why, struct arena *a, struct store *s,
                     str token, enum invite_kind kind, const struct account_form *form,
                     int64_t now_us);
/* The same without a link, for sites that are open; throttled by address. */
status account_signup(str *session, enum people_problem *why, struct arena *a, struct store *s,
                      const struct account_form *form, int64_t now_us);

/* Begins a session. PROBLEM_LOGIN_WRONG for an unknown name and for a wrong password, after the
 * same time; PROBLEM_THROTTLED sets *wait_us. That the account is closed is said only to those
 * who know the password. */
status account_login(str *session, int64_t *wait_us, enum people_problem *why, struct arena *a,
                     struct store *s, const struct account_form *form, int64_t now_us);

/* Changes a password when OLD is right (throttled like logging in), ends all sessions and begins
 * a new one. */
status account_password(str *session, enum people_problem *why, struct arena *a, struct store *s,
                        const struct user *user, str old, const struct account_form *form,
                        int64_t now_us);
/* Sets it without asking for the old one, and ends all sessions: the CLI's way. */
status account_password_reset(enum people_problem *why, struct arena *a, struct store *s,
                              const struct user *user, str password);

/* PROBLEM_LAST_OWNER when nobody would be left who can look after the site. */
status account_role(enum people_problem *why, struct store *s, int64_t user_id, enum role role);
/* Closes an account and ends its sessions, or opens it again (close: false). */
status account_close(enum people_problem *why, struct store *s, int64_t user_id, bool close,
                     str reason, int64_t now_us);

#endif
