/* What the tests of accounts share: browsers that keep cookies and send forms to the site of
 * web_testing.h, without a server. */
#ifndef COURANT_TESTS_WEB_BROWSER_H
#define COURANT_TESTS_WEB_BROWSER_H

#include "web_testing.h"

#include "people/account.h"
#include "people/comment.h"
#include "people/csrf.h"
#include "people/password.h"

#define GOOD S("quiet harbour lamps")
#define HOST "news.example"

/* A browser: its cookies by their plain names. */
struct browser {
    str session, form;
};

struct sending {
    enum http_method method;
    const char *target;
    struct http_pair form[8];
    const char *origin, *site, *host;
    bool https;
};

/* What Set-Cookie says of a cookie, its flags too; p == NULL when it says nothing. */
str browser_cookie(const struct answer *a, const char *name);
/* Sends what S says with the cookies of B, and takes the cookies of the answer. */
struct answer browser_send(struct fixture *f, struct browser *b, const struct sending *s);
struct answer browser_look(struct fixture *f, struct browser *b, const char *target);
/* The token that the forms of a page have; p == NULL when it has none. */
str token_in(str body);
/* The site anew, with these settings and a page cache. */
void site_again(struct fixture *f, enum signup signup, const char *public_url);
/* An account with the password GOOD. */
int64_t add_user(struct fixture *f, const char *name, enum role role);
/* The same without the time that hashing takes: nobody knows its password. */
int64_t add_somebody(struct fixture *f, const char *name, enum role role);
/* A session of a user, without logging in. */
struct browser browser_of(struct fixture *f, int64_t user);
/* A comment of a user's on an article, below PARENT (0: none), shown at once, without the rules of
 * posting. */
int64_t add_comment(struct fixture *f, int64_t article, int64_t parent, int64_t user,
                    const char *text);
bool is_in(struct fixture *f, const struct browser *b);

#endif
