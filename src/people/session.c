/* Sessions; see session.h. */
#include "people/session.h"

#include "base/utf8.h"
#include "people/password.h"

/* When a session ends that is used at SEEN_US. */
static int64_t expiry(int64_t created_us, int64_t seen_us)
{
    int64_t idle_us = seen_us + SESSION_IDLE_US, life_us = created_us + SESSION_LIFE_US;
    return idle_us < life_us ? idle_us : life_us;
}

status session_visitor(struct visitor *out, struct arena *a, struct store *s, str token,
                       int64_t now_us)
{
    *out = (struct visitor){0};
    if (!token_is(token))
        return OK;
    status st = store_session_find(&out->session, &out->user, a, s, token_hash(a, token), now_us);
    if (st == E_NOTFOUND)
        return OK;
    TRY(st);
    out->in = true;
    out->token = str_dup(a, token);
    if (now_us - out->session.seen_us < SESSION_TOUCH_US)
        return OK;
    st = store_session_touch(s, out->session.id, now_us, expiry(out->session.created_us, now_us));
    /* While another program writes for long, a later request will note it. */
    return st == E_BUSY ? OK : st;
}

status session_begin(str *token, struct arena *a, struct store *s, int64_t user_id, str agent,
                     int64_t now_us)
{
    str kept = str_sub(agent, 0, utf8_floor(agent, SESSION_AGENT_MAX));
    struct session session = {.user_id = user_id,
                              .created_us = now_us,
                              .seen_us = now_us,
                              .expires_us = expiry(now_us, now_us),
                              .agent = kept.p ? kept : S("")};
    *token = token_make(a);
    return store_session_add(s, &session, token_hash(a, *token));
}

status session_end(struct arena *a, struct store *s, str token, int64_t now_us)
{
    struct session session;
    struct user user;
    if (!token_is(token))
        return OK;
    status st = store_session_find(&session, &user, a, s, token_hash(a, token), now_us);
    if (st == OK)
        st = store_session_end(s, session.id, user.id);
    return st == E_NOTFOUND ? OK : st;
}
