/* What the forms of accounts share: what was typed, and what is wrong with it in the site's words.
 */
#ifndef COURANT_WEB_FORMS_H
#define COURANT_WEB_FORMS_H

#include "people/account.h"
#include "web/page.h"

/* The form's fields "name" and "password", with who sent them. */
struct account_form form_account(const struct page_call *c);
/* A field of the form; "" when it is not there. */
str form_field(const struct page_call *c, const char *name);
/* Whether "password" and its repetition "again" are the same; else *why says so. */
status form_again(enum people_problem *why, const struct page_call *c);

/* The text for a problem, "" for none. */
str form_problem(enum people_problem why);
/* The number that a page with this problem is answered with. */
int form_status(enum people_problem why);
/* ST, when it is a failure that people can do nothing about; OK when *why says what to do. */
status form_failure(status st, enum people_problem why);

str form_role(int64_t role);

#endif
