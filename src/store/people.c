/* Accounts, sessions, links that make accounts, and counted tries. Nothing here shows on pages that
 * are the same for everyone, so the generation stays as it is. */
#include "store/internal.h"

#define LIST_MAX 1000

static status no_user(status st, int64_t id)
{
    return st == E_NOTFOUND ? fail(st, "there is no user %lld", (long long)id) : st;
}

status store_user_add(struct store *s, struct user *user, str name_key, str password)
{
    bool own;
    int64_t id = 0;
    TRY(store_change_begin(&own, s));
    status st = q_user_insert(&id, s->db, user, name_key, password);
    if (st == OK && id == 0)
        st = fail(E_EXISTS, "there is a user '%.*s' already", STR_FMT(user->name));
    user->id = id;
    return store_change_end(s, own, st);
}

status store_user_get(struct user *out, struct arena *a, struct store *s, int64_t id)
{
    return no_user(q_user_get(out, a, s->db, id), id);
}

status store_user_by_name(struct user *out, struct arena *a, struct store *s, str name_key)
{
    status st = q_user_by_name(out, a, s->db, name_key);
    return st == E_NOTFOUND ? fail(st, "there is no user '%.*s'", STR_FMT(name_key)) : st;
}

status store_user_password(str *out, struct arena *a, struct store *s, int64_t id)
{
    struct q_user_password_row row;
    TRY(no_user(q_user_password(&row, a, s->db, id), id));
    *out = row.password;
    return OK;
}

status store_user_list(struct user **out, size_t *n, struct arena *a, struct store *s,
                       int64_t after_id, size_t limit)
{
    ASSERT(limit >= 1 && limit <= LIST_MAX);
    return q_user_list(out, n, a, s->db, after_id, (int64_t)limit);
}

status store_user_count(int64_t *out, struct store *s)
{
    struct q_user_count_row row;
    TRY(q_user_count(&row, &s->scratch, s->db));
    *out = row.n;
    return OK;
}

status store_owner_count(int64_t *out, struct store *s, int64_t except_id)
{
    struct q_owner_count_row row;
    TRY(q_owner_count(&row, &s->scratch, s->db, except_id, ROLE_OWNER));
    *out = row.n;
    return OK;
}

/* The end of a change of one user that reported ST and how many rows it wrote. */
static status user_changed(struct store *s, bool own, status st, int64_t changes, int64_t id)
{
    if (st == OK && changes == 0)
        st = no_user(E_NOTFOUND, id);
    return store_change_end(s, own, st);
}

status store_user_password_set(struct store *s, int64_t id, str password)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_user_password_set(&changes, s->db, id, password);
    return user_changed(s, own, st, changes, id);
}

status store_user_role_set(struct store *s, int64_t id, enum role role)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_user_role_set(&changes, s->db, id, (int64_t)role);
    return user_changed(s, own, st, changes, id);
}

status store_user_disable(struct store *s, int64_t id, int64_t disabled_us, str why)
{
    bool own;
    int64_t changes = 0, ended;
    TRY(store_change_begin(&own, s));
    status st = q_user_disabled_set(&changes, s->db, id, disabled_us, why);
    if (st == OK && disabled_us != TIME_NONE)
        st = q_sessions_delete(&ended, s->db, id, 0);
    return user_changed(s, own, st, changes, id);
}

status store_session_add(struct store *s, struct session *session, str token_hash)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st = q_sessions_expire(s->db, session->created_us);
    if (st == OK)
        st = q_session_insert(&session->id, s->db, session, token_hash);
    if (st == OK && session->id == 0)
        st = fail(E_EXISTS, "a session with this token is there already");
    return store_change_end(s, own, st);
}

status store_session_find(struct session *out, struct user *user, struct arena *a, struct store *s,
                          str token_hash, int64_t now_us)
{
    struct q_session_find_row row;
    status st = q_session_find(&row, a, s->db, token_hash, now_us);
    if (st == E_NOTFOUND)
        return fail(st, "there is no such session");
    TRY(st);
    *out = (struct session){.id = row.session_id,
                            .user_id = row.user_id,
                            .created_us = row.session_created_us,
                            .seen_us = row.seen_us,
                            .expires_us = row.expires_us,
                            .agent = row.agent};
    *user = (struct user){.id = row.user_id,
                          .name = row.name,
                          .email = row.email,
                          .role = row.role,
                          .created_us = row.created_us,
                          .disabled_us = TIME_NONE};
    return OK;
}

status store_session_touch(struct store *s, int64_t id, int64_t seen_us, int64_t expires_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_session_touch(s->db, id, seen_us, expires_us));
}

status store_session_list(struct session **out, size_t *n, struct arena *a, struct store *s,
                          int64_t user_id, int64_t now_us)
{
    return q_session_list(out, n, a, s->db, user_id, now_us);
}

status store_session_end(struct store *s, int64_t id, int64_t user_id)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_session_delete(&changes, s->db, id, user_id);
    if (st == OK && changes == 0)
        st = fail(E_NOTFOUND, "there is no session %lld", (long long)id);
    return store_change_end(s, own, st);
}

status store_sessions_end(int64_t *ended, struct store *s, int64_t user_id, int64_t except_id)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_sessions_delete(ended, s->db, user_id, except_id));
}

status store_invite_add(struct store *s, struct invite *invite, str token_hash)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st = q_invite_insert(&invite->id, s->db, invite, token_hash);
    if (st == OK && invite->id == 0)
        st = fail(E_EXISTS, "an invitation with this token is there already");
    return store_change_end(s, own, st);
}

status store_invite_find(struct invite *out, struct arena *a, struct store *s, str token_hash)
{
    status st = q_invite_find(out, a, s->db, token_hash);
    return st == E_NOTFOUND ? fail(st, "there is no such invitation") : st;
}

status store_invite_claim(struct store *s, int64_t id, int64_t now_us)
{
    bool own;
    int64_t changes = 0;
    TRY(store_change_begin(&own, s));
    status st = q_invite_claim(&changes, s->db, id, now_us);
    if (st == OK && changes == 0)
        st = fail(E_EXISTS, "the invitation has been used, or its time is over");
    return store_change_end(s, own, st);
}

status store_invite_used_by(struct store *s, int64_t id, int64_t user_id)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_invite_used_by(s->db, id, user_id));
}

status store_invites_drop(struct store *s, enum invite_kind kind)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_invites_drop(s->db, (int64_t)kind));
}

status store_throttle_get(int64_t *tries, int64_t *last_us, struct store *s, str key)
{
    struct q_throttle_get_row row = {0, TIME_NONE};
    status st = q_throttle_get(&row, &s->scratch, s->db, key);
    if (st != OK && st != E_NOTFOUND)
        return st;
    *tries = st == OK ? row.tries : 0;
    *last_us = st == OK ? row.last_us : TIME_NONE;
    return OK;
}

status store_throttle_set(struct store *s, str key, int64_t tries, int64_t last_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st =
        tries > 0 ? q_throttle_set(s->db, key, tries, last_us) : q_throttle_delete(s->db, key);
    return store_change_end(s, own, st);
}

status store_throttle_expire(struct store *s, int64_t before_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_throttles_expire(s->db, before_us));
}
