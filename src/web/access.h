/* Who asks, and whether they may: cookies, form tokens, where a form came from. */
#ifndef COURANT_WEB_ACCESS_H
#define COURANT_WEB_ACCESS_H

#include "web/page.h"

/* The least a visitor has to be. */
enum access {
    ACCESS_ANYONE = ROLE_NONE,
    ACCESS_READER = ROLE_READER,
    ACCESS_MODERATOR = ROLE_MODERATOR,
    ACCESS_OWNER = ROLE_OWNER,
};

/* Finds out who asks: sets c->visitor and c->https. No statement without a session cookie. */
status access_visitor(struct page_call *c);

/* OK when the visitor may go on. Somebody who has to log in first is sent there: then *answered,
 * and the response is made. E_DENIED for the others, and for a POST that fails access_form. */
status access_check(bool *answered, struct page_call *c, enum access access);

/* Whether a POST was sent by a page of this site for this reader: Sec-Fetch-Site and Origin as far
 * as the browser sends them, and the form's field "token". */
bool access_form(const struct page_call *c);

/* The value of the hidden field "token" that each form has. The page is then for this reader only,
 * and is not kept; who is not logged in gets a cookie that the token is bound to. */
str access_token(struct page_call *c);

/* Gives the browser the session that has begun, in place of what it had: ends the old one. */
status access_begin(struct page_call *c, str token);
/* Takes the session's cookie away. */
void access_end(struct page_call *c);

#endif
