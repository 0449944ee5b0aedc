/* What the files that clean a newsletter's tree share; nobody else includes it. */
#ifndef COURANT_MAIL_BODY_CODE_H
#define COURANT_MAIL_BODY_CODE_H

#include "html/tree.h"
#include "mail/redact.h"

/* Facts of a node; of a table they are gathered in mail_layout_flatten. */
struct body_fact {
    uint32_t bytes; /* of text in it, white space left out */
    bool drop;      /* with all in it */
    bool sized;     /* it or something in it sets a font size */
};

struct body {
    struct arena *a;
    struct html_tree *tree;
    struct redact *redact;
    const struct mail_message *mail;
    struct body_fact *facts; /* by node */
    uint32_t *order;         /* nodes as the document has them */
    uint32_t order_len;
    str page;
};

/* A declaration of a style: its trimmed value without "!important"; p == NULL when there is none.
 */
str mail_style(str style, str name);

/* Marks what is not shown: display:none, preheaders. After the facts are counted. */
void mail_hidden_drop(struct body *b);

/* Makes blocks of tables that only lay out (their rows and cells too); tables of data stay. */
void mail_layout_flatten(struct body *b);

/* Links and what stands around those that are for the recipient only. */
void mail_links_clean(struct body *b);

#endif
