/* What the files of comments share: looking at what was sent, and who it is from. */
#ifndef COURANT_PEOPLE_COMMENT_CODE_H
#define COURANT_PEOPLE_COMMENT_CODE_H

#include "people/comment.h"

/* A comment that was sent, as it will be kept. */
struct draft {
    struct comment comment;
    struct comment_trace trace;
};

/* Checks and renders TEXT; sets source, body and the text's hash. */
status draft_text(struct draft *d, enum people_problem *why, struct arena *a, str text);
/* Checks the name of a guest, and that it is nobody's here. */
status draft_name(struct draft *d, enum people_problem *why, struct arena *a, struct store *s,
                  str name);
/* Takes the quoted words from the article. */
status draft_quote(struct draft *d, enum people_problem *why, struct arena *a,
                   const struct article *article, const struct comment_form *form);
/* Why a comment has to wait: enum comment_hold, 0: it need not. SHOWN_US: of its form, TIME_NONE
 * when that tells nothing. PROBLEM_COMMENT_REPEAT: it is there already. */
status draft_judge(int64_t *held_for, enum people_problem *why, struct store *s,
                   const struct draft *d, const struct comment_rules *rules,
                   const struct visitor *who, int64_t shown_us, int64_t now_us);

/* PEER as it is kept: hashed with a key of this site, "" for none. */
status comment_address(str *out, struct arena *a, struct store *s, str peer);

bool visitor_moderates(const struct visitor *who);
/* REASON as it is kept. */
str comment_reason(struct arena *a, str reason);

/* Ends a transaction by ST: commits, or rolls back and passes it on. */
status comment_end(struct store *s, status st);

#endif
