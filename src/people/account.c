/* Accounts; see account.h. */
#include "people/account.h"

#include "people/name.h"
#include "people/password.h"
#include "people/password_rule.h"
#include "people/throttle.h"

#define TRY_ROLLBACK(s, expr)                                                                      \
    do {                                                                                           \
        status did_ = (expr);                                                                      \
        if (did_ != OK) {                                                                          \
            store_rollback(s);                                                                     \
            return did_;                                                                           \
        }                                                                                          \
    } while (0)

bool signup_read(enum signup *out, str text)
{
    static const char *const names[] = {"closed", "invite", "open"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(text, str_c(names[i]))) {
            *out = (enum signup)i;
            return true;
        }
    return false;
}

const char *role_name(int64_t role)
{
    static const char *const names[] = {"", "reader", "moderator", "owner"};
    return role > 0 && role < (int64_t)ARRAY_LEN(names) ? names[role] : "";
}

bool role_read(enum role *out, str text)
{
    for (int role = ROLE_READER; role <= ROLE_OWNER; role++)
        if (str_eq(text, str_c(role_name(role)))) {
            *out = (enum role)role;
            return true;
        }
    return false;
}

/* What an account is made of, checked and hashed. */
struct candidate {
    struct user user;
    str key, hash;
};

static status candidate_check(struct candidate *c, enum people_problem *why, struct arena *a,
                              const struct account_form *form, int64_t now_us)
{
    *why = PROBLEM_NONE;
    TRY(name_key(&c->key, why, a, form->name));
    if (!str_empty(form->email) && !name_is_email(form->email))
        return people_fail(why, PROBLEM_EMAIL_SHAPE);
    TRY(password_rule(why, a, form->password, form->name));
    TRY(password_hash(&c->hash, a, form->password));
    c->user = (struct user){.name = form->name,
                            .email = form->email.p ? form->email : S(""),
                            .created_us = now_us,
                            .disabled_us = TIME_NONE};
    return OK;
}

static status candidate_add(struct candidate *c, enum people_problem *why, struct store *s,
                            enum role role)
{
    c->user.role = role;
    status st = store_user_add(s, &c->user, c->key, c->hash);
    return st == E_EXISTS ? people_fail(why, PROBLEM_NAME_TAKEN) : st;
}

status account_add(struct user *out, enum people_problem *why, struct arena *a, struct store *s,
                   const struct account_form *form, enum role role, int64_t now_us)
{
    struct candidate c;
    TRY(candidate_check(&c, why, a, form, now_us));
    TRY(candidate_add(&c, why, s, role));
    *out = c.user;
    return OK;
}

/* --- links -------------------------------------------------------------------------------- */

static status link_make(str *token, struct arena *a, struct store *s, const struct invite *made)
{
    struct invite invite = *made;
    *token = token_make(a);
    return store_invite_add(s, &invite, token_hash(a, *token));
}

status account_setup_begin(str *token, struct arena *a, struct store *s, int64_t now_us)
{
    int64_t owners;
    TRY(store_begin(s));
    TRY_ROLLBACK(s, store_owner_count(&owners, s, 0));
    if (owners > 0) {
        store_rollback(s);
        return fail(E_EXISTS, "the site has an owner");
    }
    TRY_ROLLBACK(s, store_invites_drop(s, INVITE_SETUP));
    TRY_ROLLBACK(s, link_make(token, a, s,
                              &(struct invite){.kind = INVITE_SETUP,
                                               .role = ROLE_OWNER,
                                               .created_us = now_us,
                                               .expires_us = now_us + SETUP_LIFE_US}));
    return store_commit(s);
}

status account_invite(str *token, struct arena *a, struct store *s, enum role role, int64_t made_by,
                      int64_t now_us)
{
    return link_make(token, a, s,
                     &(struct invite){.kind = INVITE_SIGNUP,
                                      .role = role,
                                      .made_by = made_by,
                                      .created_us = now_us,
                                      .expires_us = now_us + INVITE_LIFE_US});
}

status account_link(struct invite *out, enum people_problem *why, struct arena *a, struct store *s,
                    str token, enum invite_kind kind, int64_t now_us)
{
    *why = PROBLEM_NONE;
    status st = token_is(token) ? store_invite_find(out, a, s, token_hash(a, token)) : E_NOTFOUND;
    if (st == E_NOTFOUND)
        return people_fail(why, PROBLEM_LINK_BAD);
    TRY(st);
    if (out->kind != kind || out->used_us != TIME_NONE || out->expires_us <= now_us)
        return people_fail(why, PROBLEM_LINK_BAD);
    return OK;
}

/* Within a transaction: the link is used up and the account made, or neither. */
static status claim(enum people_problem *why, struct arena *a, struct store *s, struct candidate *c,
                    str token, enum invite_kind kind, int64_t now_us)
{
    struct invite invite;
    int64_t owners = 0;
    TRY(account_link(&invite, why, a, s, token, kind, now_us));
    if (kind == INVITE_SETUP)
        TRY(store_owner_count(&owners, s, 0));
    if (owners > 0)
        return people_fail(why, PROBLEM_LINK_BAD);
    status st = store_invite_claim(s, invite.id, now_us);
    if (st == E_EXISTS)
        return people_fail(why, PROBLEM_LINK_BAD);
    TRY(st);
    TRY(candidate_add(c, why, s, (enum role)invite.role));
    return store_invite_used_by(s, invite.id, c->user.id);
}

status account_claim(str *session, enum people_problem *why, struct arena *a, struct store *s,
                     str token, enum invite_kind kind, const struct account_form *form,
                     int64_t now_us)
{
    struct candidate c;
    struct invite invite;
    /* Looked at before too: who has no good link costs no hash. */
    TRY(account_link(&invite, why, a, s, token, kind, now_us));
    TRY(candidate_check(&c, why, a, form, now_us));
    TRY(store_begin(s));
    TRY_ROLLBACK(s, claim(why, a, s, &c, token, kind, now_us));
    TRY_ROLLBACK(s, session_begin(session, a, s, c.user.id, form->agent, now_us));
    return store_commit(s);
}

status account_signup(str *session, enum people_problem *why, struct arena *a, struct store *s,
                      const struct account_form *form, int64_t now_us)
{
    struct candidate c;
    int64_t wait_us;
    *why = PROBLEM_NONE;
    TRY(throttle_try(&wait_us, s, &THROTTLE_SIGNUP_ADDRESS, throttle_address(a, form->peer),
                     now_us));
    if (wait_us > 0)
        return people_fail(why, PROBLEM_THROTTLED);
    TRY(candidate_check(&c, why, a, form, now_us));
    TRY(store_begin(s));
    TRY_ROLLBACK(s, candidate_add(&c, why, s, ROLE_READER));
    TRY_ROLLBACK(s, session_begin(session, a, s, c.user.id, form->agent, now_us));
    return store_commit(s);
}

/* --- logging in ---------------------------------------------------------------------------- */

/* Counts a try of an address and an account; PROBLEM_THROTTLED when either has to wait. */
static status count_try(int64_t *wait_us, enum people_problem *why, struct arena *a,
                        struct store *s, str key, str peer, int64_t now_us)
{
    str address = throttle_address(a, peer);
    TRY(throttle_try(wait_us, s, &THROTTLE_LOGIN_ADDRESS, address, now_us));
    if (*wait_us == 0)
        TRY(throttle_try(wait_us, s, &THROTTLE_LOGIN_ACCOUNT, key, now_us));
    return *wait_us > 0 ? people_fail(why, PROBLEM_THROTTLED) : OK;
}

/* Finds the user and checks the password; the same work for a name that is not there. */
static status check_password(struct user *user, enum people_problem *why, struct arena *a,
                             struct store *s, str key, str password)
{
    str hash = S("");
    status st = store_user_by_name(user, a, s, key);
    if (st != OK && st != E_NOTFOUND)
        return st;
    bool there = st == OK, right = false;
    st = store_user_password(&hash, a, s, there ? user->id : 0);
    if (st != OK && (there || st != E_NOTFOUND))
        return st;
    if (there)
        right = password_matches(hash, password);
    else
        password_matches_nothing(password);
    if (!right)
        return people_fail(why, PROBLEM_LOGIN_WRONG);
    if (user->disabled_us != TIME_NONE)
        return people_fail(why, PROBLEM_LOGIN_DISABLED);
    if (password_is_dated(hash)) {
        TRY(password_hash(&hash, a, password));
        TRY(store_user_password_set(s, user->id, hash));
    }
    return OK;
}

static status went_well(struct arena *a, struct store *s, str key, str peer)
{
    TRY(throttle_forget(s, &THROTTLE_LOGIN_ACCOUNT, key));
    return throttle_take_back(s, &THROTTLE_LOGIN_ADDRESS, throttle_address(a, peer));
}

status account_login(str *session, int64_t *wait_us, enum people_problem *why, struct arena *a,
                     struct store *s, const struct account_form *form, int64_t now_us)
{
    struct user user;
    str key;
    *why = PROBLEM_NONE;
    *wait_us = 0;
    /* What cannot be a name is nobody's, and is treated as a name that is not there. */
    if (name_key(&key, why, a, form->name) != OK)
        key = S("");
    *why = PROBLEM_NONE;
    TRY(count_try(wait_us, why, a, s, key, form->peer, now_us));
    TRY(check_password(&user, why, a, s, key, form->password));
    TRY(went_well(a, s, key, form->peer));
    return session_begin(session, a, s, user.id, form->agent, now_us);
}

status account_password(str *session, enum people_problem *why, struct arena *a, struct store *s,
                        const struct user *user, str old, const struct account_form *form,
                        int64_t now_us)
{
    struct user found;
    str key, hash;
    int64_t wait_us, ended;
    *why = PROBLEM_NONE;
    TRY(name_key(&key, why, a, user->name));
    TRY(count_try(&wait_us, why, a, s, key, form->peer, now_us));
    TRY(check_password(&found, why, a, s, key, old));
    TRY(went_well(a, s, key, form->peer));
    TRY(password_rule(why, a, form->password, user->name));
    TRY(password_hash(&hash, a, form->password));
    TRY(store_begin(s));
    TRY_ROLLBACK(s, store_user_password_set(s, user->id, hash));
    TRY_ROLLBACK(s, store_sessions_end(&ended, s, user->id, 0));
    TRY_ROLLBACK(s, session_begin(session, a, s, user->id, form->agent, now_us));
    return store_commit(s);
}

status account_password_reset(enum people_problem *why, struct arena *a, struct store *s,
                              const struct user *user, str password)
{
    str hash;
    int64_t ended;
    *why = PROBLEM_NONE;
    TRY(password_rule(why, a, password, user->name));
    TRY(password_hash(&hash, a, password));
    TRY(store_begin(s));
    TRY_ROLLBACK(s, store_user_password_set(s, user->id, hash));
    TRY_ROLLBACK(s, store_sessions_end(&ended, s, user->id, 0));
    return store_commit(s);
}

/* --- looking after others ------------------------------------------------------------------ */

status account_role(enum people_problem *why, struct store *s, int64_t user_id, enum role role)
{
    int64_t owners = 1;
    *why = PROBLEM_NONE;
    TRY(store_begin(s));
    if (role != ROLE_OWNER)
        TRY_ROLLBACK(s, store_owner_count(&owners, s, user_id));
    if (owners == 0) {
        store_rollback(s);
        return people_fail(why, PROBLEM_LAST_OWNER);
    }
    TRY_ROLLBACK(s, store_user_role_set(s, user_id, role));
    return store_commit(s);
}

status account_close(enum people_problem *why, struct store *s, int64_t user_id, bool close,
                     str reason, int64_t now_us)
{
    int64_t owners = 1;
    *why = PROBLEM_NONE;
    TRY(store_begin(s));
    if (close)
        TRY_ROLLBACK(s, store_owner_count(&owners, s, user_id));
    if (owners == 0) {
        store_rollback(s);
        return people_fail(why, PROBLEM_LAST_OWNER);
    }
    TRY_ROLLBACK(s, store_user_disable(s, user_id, close ? now_us : TIME_NONE, reason));
    return store_commit(s);
}
