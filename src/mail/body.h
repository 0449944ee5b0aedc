/*
 * The body of a newsletter as an article's: what only mail programs need is taken out (preheaders,
 * pictures that count readers, tables that only lay out, links that end the subscription and what
 * stands around them), what tells the recipient is redacted, the rest is sanitised.
 */
#ifndef COURANT_MAIL_BODY_H
#define COURANT_MAIL_BODY_H

#include "mail/message.h"

struct mail_body {
    html body;
    str page; /* the mail's web page, if it is certain; "" */
    str subject;
    str from_name;
};

/* Everything in OUT is in A or the message. Pictures within the mail (cid:) become their
 * alternative text: there is no place for them. Linear in the body. E_LIMIT: it is too long. */
status mail_body_read(struct mail_body *out, struct arena *a, const struct mail_message *mail);

#endif
