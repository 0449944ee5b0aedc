/* Comments as the store keeps them and people/ uses them. Structs only; the conventions are those
 * of model/article.h. */
#ifndef COURANT_MODEL_COMMENT_H
#define COURANT_MODEL_COMMENT_H

#include "model/user.h"

#define COMMENT_DEPTH_MAX 32 /* a reply to one so deep stands beside it */

/* Kept in the store by number. */
enum comment_state {
    COMMENT_SHOWN = 0,
    COMMENT_HELD = 1,    /* waits for a moderator */
    COMMENT_DELETED = 2, /* by its author: its place stays while it has replies */
    COMMENT_REMOVED = 3, /* by a moderator, with a reason */
};

/* Why a comment waits; bits, kept in the store. */
enum comment_hold {
    COMMENT_HOLD_ALL = 1,      /* the site looks at every comment first */
    COMMENT_HOLD_FIRST = 2,    /* its author's first */
    COMMENT_HOLD_GUEST = 4,    /* by somebody without an account */
    COMMENT_HOLD_LINKS = 8,    /* many links */
    COMMENT_HOLD_FAST = 16,    /* written faster than anyone types */
    COMMENT_HOLD_REPEAT = 32,  /* the same was posted before */
    COMMENT_HOLD_REPORTS = 64, /* readers reported it */
};

struct comment {
    int64_t id;
    int64_t article_id;
    int64_t parent_id; /* 0: begins a thread */
    int64_t root_id;   /* its thread's first comment; its own id when it is that */
    int64_t depth;     /* 0: begins a thread */
    int64_t user_id;   /* 0: a guest */
    str name;          /* the author's, a guest's as typed */
    int64_t role;      /* the author's, ROLE_NONE for guests */
    int64_t state;
    int64_t held_for; /* enum comment_hold, when held */
    str reason;       /* a moderator's, when removed */
    str source;       /* Markdown as written; "" in lists for readers */
    html body;        /* of it, sanitised */
    int64_t created_us;
    int64_t edited_us; /* TIME_NONE: never */
    int64_t votes_for;
    int64_t votes_against;
    int64_t score;   /* votes for less votes against */
    int64_t hot_us;  /* its place in the order "hot", see store_comment_page */
    int64_t replies; /* shown ones below it, at any depth */
    int64_t reports; /* open ones */
    int64_t vote;    /* of the reader it was read for: 1, -1, 0 */
    /* The sentence of the article it is about; "" when it is about all of it. Bytes of the text of
     * that version. */
    str quote;
    int64_t quote_begin, quote_end, quote_version;
    str article_title, article_url; /* in lists over several articles, else "" */
};

/* What readers do not see of it. */
struct comment_trace {
    str address;        /* of the sender, hashed with the site's key; "" unknown or forgotten */
    uint64_t text_hash; /* of the text, letter case and white space apart */
};

/* What tells a comment's worth before anyone has read it. */
struct comment_facts {
    bool known;           /* a comment of the author's is shown */
    int64_t repeats;      /* the same text by this author or address, anywhere */
    int64_t repeats_here; /* of these, as an answer to the same: sent twice */
};

/* One reader's complaint. */
struct comment_report_row {
    int64_t comment_id;
    str reporter; /* the account's name; "" a guest */
    str reason;
    int64_t created_us;
};

#endif
