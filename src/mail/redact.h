/*
 * What of a newsletter tells who received it: the address, the tokens of its unsubscribe links. A
 * page of the site is for everybody, so none of it may be on one.
 */
#ifndef COURANT_MAIL_REDACT_H
#define COURANT_MAIL_REDACT_H

#include "base/url.h"
#include "mail/message.h"

#define REDACT_ADDRESSES_MAX 8 /* recipients' addresses that are looked for */

struct redact {
    struct arena *a;       /* what is kept */
    struct arena *scratch; /* addresses that are taken apart: emptied after each */
    struct str_vec plain;  /* addresses, and names before '@' that nobody would guess; lower case */
    struct str_vec encoded; /* the same as links have them: base64, hex, checksums */
    struct str_vec tokens;  /* values of parameters of unsubscribe links, */
    struct str_vec names;   /* and what they are called */
    struct str_vec pages;   /* unsubscribe links without their query */
};

/* Everything is in A; SCRATCH lives as long. */
void redact_init(struct redact *r, struct arena *a, struct arena *scratch,
                 const struct mail_message *mail);

/* S without words in which a recipient is named; S itself when there is none. */
str redact_text(const struct redact *r, str s);

/* An attribute's value that is no address: "" when it names a recipient. */
str redact_value(const struct redact *r, str s);

/* The address without what tells who follows it; "" when nothing would be left, and for unsubscribe
 * links. Parameters that only say how somebody came go too. */
str redact_address(const struct redact *r, str address);

/* Whether it is one of the links that end the subscription. */
bool redact_is_unsubscribe(const struct redact *r, str address);

/* ADDRESS, if it certainly is the page of this mail for everybody: nothing of it has to be left out
 * but what says how somebody came, it has no parameters and no long token, and it is of the
 * sender's site. "" otherwise. */
str redact_public_page(const struct redact *r, const struct mail_message *mail, str address);

#endif
