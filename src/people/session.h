/* Sessions: who sends a request. The browser has a random token in a cookie, the store its hash. A
 * session ends 14 days after its last use, and 90 days after it began. */
#ifndef COURANT_PEOPLE_SESSION_H
#define COURANT_PEOPLE_SESSION_H

#include "store/store.h"

#define SESSION_IDLE_US ((int64_t)14 * 86400 * 1000000)
#define SESSION_LIFE_US ((int64_t)90 * 86400 * 1000000)
#define SESSION_TOUCH_US ((int64_t)3600 * 1000000) /* last use is written once an hour */
#define SESSION_AGENT_MAX 200                      /* bytes of the browser's name that are kept */

/* Who a request is from. */
struct visitor {
    bool in; /* logged in; what follows is empty otherwise */
    struct user user;
    struct session session;
    str token; /* of the session: the secret of its forms */
};

/* The visitor that a cookie's TOKEN stands for; nobody when it stands for none. One statement, and
 * once an hour another that writes. Strings live in A. */
status session_visitor(struct visitor *out, struct arena *a, struct store *s, str token,
                       int64_t now_us);

/* A new session of a user: always a new token, never one that a browser brought (no fixation). */
status session_begin(str *token, struct arena *a, struct store *s, int64_t user_id, str agent,
                     int64_t now_us);

/* Ends the session of TOKEN if there is one. */
status session_end(struct arena *a, struct store *s, str token, int64_t now_us);

#endif
