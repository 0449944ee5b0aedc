/* Accounts and what belongs to them, as the store keeps them and people/ uses them. Structs only;
 * the conventions are those of model/article.h. */
#ifndef COURANT_MODEL_USER_H
#define COURANT_MODEL_USER_H

#include "model/article.h"

/* Kept in the store by number; each may do what those below may. */
enum role { ROLE_NONE = 0, ROLE_READER = 1, ROLE_MODERATOR = 2, ROLE_OWNER = 3 };

struct user {
    int64_t id;
    str name;  /* as written by its owner; unique by its folded form */
    str email; /* "" when not given */
    int64_t role;
    int64_t created_us;
    int64_t disabled_us; /* TIME_NONE: may log in */
    str disabled_why;    /* for those who moderate */
};

/* Someone logged in with one browser. The token itself is with the browser only. */
struct session {
    int64_t id;
    int64_t user_id;
    int64_t created_us;
    int64_t seen_us; /* last use, to the hour */
    int64_t expires_us;
    str agent; /* the browser's name for itself, cut short */
};

enum invite_kind { INVITE_SIGNUP = 0, INVITE_SETUP = 1 };

/* A link that makes one account of a role, once. */
struct invite {
    int64_t id;
    int64_t kind;
    int64_t role;
    int64_t made_by; /* 0: the program */
    int64_t created_us;
    int64_t expires_us;
    int64_t used_us; /* TIME_NONE: not yet */
    int64_t used_by;
};

#endif
