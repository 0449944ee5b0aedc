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
#define COMMENT_NAME_MAX 40               /* bytes of a guest's name */
#define COMMENT_QUOTE_MAX 1000            /* bytes of the article */
#define COMMENT_REASON_MAX 300            /* bytes, of reports and decisions; longer ones are cut */
#define COMMENT_LINKS_FREE 2              /* more, by someone unknown, are held */
#define COMMENT_FAST_US ((int64_t)2 * 1000000)         /* sooner after the form was made: held */
#define COMMENT_REPEAT_US ((int64_t)3600 * 1000000)    /* the same text again within: held */
#define COMMENT_REPORTS_HOLD 3                         /* so many reports hold it */
#define COMMENT_BAN_US ((int64_t)30 * 86400 * 1000000) /* of guests; addresses are kept so long */

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
    int64_t article_id, parent_id; /* parent 0: begins a thread */
    str name;                      /* guests */
    str text;                      /* Markdown */
    /* Words of the article's text, in bytes; equal: none. Of its present version (0: that is
     * taken for granted): it may have changed since the page was made. */
    int64_t quote_begin, quote_end, quote_version;
    str trap;         /* the honeypot field: people leave it empty */
    int64_t shown_us; /* when the form was made, as the page can vouch for it;
                         TIME_NONE: unknown, which tells nothing */
    str peer;         /* address of the sender */
};

/* Markdown (CommonMark 0.30) to safe html: cmark, then our sanitizer with rel=nofollow on links.
 * Every line end is a break, bare web addresses are links, headings are bold paragraphs, pictures
 * are links to them, and raw HTML is text. "" when nothing is to be seen. OUT in A. E_LIMIT above
 * COMMENT_BYTES_MAX. */
status comment_render(html *out, struct arena *a, str markdown);

/* Links in what comment_render made. */
size_t comment_links(html body);

/* Whether WHO may see a comment's words: it is shown, or WHO wrote it, or moderates. Not those its
 * author has deleted. */
bool comment_visible(const struct comment *c, const struct visitor *who);
/* Whether WHO may edit it at present: for the page's button. */
bool comment_editable(const struct comment *c, const struct comment_rules *rules,
                      const struct visitor *who, int64_t now_us);

/* Whether the article takes comments of WHO at present; *why says what stands against it. */
status comment_open(enum people_problem *why, const struct comment_rules *rules,
                    const struct visitor *who, const struct article *article, int64_t now_us);

/* Keeps it: shown at once, or held (out->state, ->held_for). What a program seems to have sent,
 * what is posted twice, and who posts too often or is banned is refused. */
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
/* By anyone, guests too, once each (again: OK, and nothing happens), not of their own;
 * COMMENT_REPORTS_HOLD of them hold it unless a moderator wrote it. REASON: what the reader wrote.
 */
status comment_report(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, str reason, str peer, int64_t now_us);

/* What a moderator decides about a comment. */
enum comment_decision {
    DECISION_APPROVE, /* what is held or was removed is shown; reports are answered */
    DECISION_REMOVE,
    DECISION_KEEP /* reports are unfounded; shown again if only they held it */
};
status comment_decide(enum people_problem *why, struct arena *a, struct store *s,
                      const struct visitor *who, int64_t id, enum comment_decision decision,
                      str reason, int64_t now_us);
/* Closes the author's account for REASON and removes what they wrote; guests: their address may
 * not post for COMMENT_BAN_US. Not against moderators and owners, except by an owner; nobody
 * themselves, nor the last owner. Opening the account again (account_close) lets its owner write
 * again; what was removed stays removed until it is approved. */
status comment_ban(enum people_problem *why, struct arena *a, struct store *s,
                   const struct visitor *who, int64_t id, str reason, int64_t now_us);

#endif
