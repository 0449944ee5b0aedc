/*
 * Comments: writing, editing, voting, reporting, moderating. Functions with *why set it when people
 * can do something about the failure. Each checks the right of WHO to do it: no page has to.
 */
#ifndef COURANT_PEOPLE_COMMENT_H
#define COURANT_PEOPLE_COMMENT_H

#include "model/comment.h"
#include "people/problem.h"
#include "people/session.h"

#define COMMENT_BYTES_MAX ((size_t)10000) /* of Markdown */
#define COMMENT_DEPTH_MAX 32              /* deeper replies hang on the comment at this depth */
#define COMMENT_NAME_MAX 40               /* bytes of a guest's name */

/* The setting "premoderation". */
enum premoderation { PREMODERATION_NONE, PREMODERATION_FIRST, PREMODERATION_ALL };
bool premoderation_read(enum premoderation *out, str text); /* "none", "first", "all" */

/* What the owner has set (src/cli/config.def). */
struct comment_rules {
    bool on;     /* setting "comments": off hides all of it */
    bool guests; /* people without an account may comment */
    enum premoderation premoderation;
    int64_t edit_us;  /* how long an author may edit; 0: not at all */
    int64_t close_us; /* an article's age after which it takes no more; 0: never */
};

/* A comment as it was sent. */
struct comment_form {
    int64_t article_id, parent_id;  /* parent 0: begins a thread */
    str name;                       /* guests */
    str text;                       /* Markdown */
    int64_t quote_begin, quote_end; /* a sentence of the article; equal: none */
    str trap;                       /* the honeypot field: people leave it empty */
    int64_t shown_us;               /* when the form was made, TIME_NONE: unknown */
    str peer;                       /* address of the sender */
};

/* Markdown to safe html: cmark, then our sanitizer with rel=nofollow on links and no pictures.
 * OUT in A. E_LIMIT above COMMENT_BYTES_MAX. */
status comment_render(html *out, struct arena *a, str markdown);

/* Whether the article takes comments of WHO at present; *why says what stands against it. */
status comment_open(enum people_problem *why, const struct comment_rules *rules,
                    const struct visitor *who, const struct article *article, int64_t now_us);

/* Keeps it: shown at once, or held (out->state, ->held_for). */
status comment_post(struct comment *out, enum people_problem *why, struct arena *a, struct store *s,
                    const struct comment_rules *rules, const struct visitor *who,
                    const struct comment_form *form, int64_t now_us);
/* By its author within edit_us; by nobody else. Looked at again as a new one would be. */
status comment_edit(struct comment *out, enum people_problem *why, struct arena *a, struct store *s,
                    const struct comment_rules *rules, const struct visitor *who, int64_t id,
                    str text, int64_t now_us);
/* By its author at any time. */
status comment_delete(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, int64_t now_us);
/* VOTE: 1, -1, or 0 to take it back. Readers, not on their own. */
status comment_vote(enum people_problem *why, struct arena *a, struct store *s,
                    const struct visitor *who, int64_t id, int vote, int64_t now_us);
/* By anyone, guests too, once each; enough of them hold it. REASON: what the reader wrote. */
status comment_report(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, str reason, str peer, int64_t now_us);

/* What a moderator decides about a comment. */
enum comment_decision {
    DECISION_APPROVE,
    DECISION_REMOVE,
    DECISION_KEEP /* reports are unfounded */
};
status comment_decide(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, enum comment_decision decision,
                      str reason, int64_t now_us);
/* Closes the author's account for REASON and removes what they wrote; guests: their address may
 * not post for 30 days. Not against moderators and owners, except by an owner. */
status comment_ban(enum people_problem *why, struct arena *a, struct store *s,
                   const struct visitor *who, int64_t id, str reason, int64_t now_us);

#endif
