/* A site with people on it and an article to talk about, for the tests of people/comment.h. The
 * store is COURANT_TEST_STORE ("postgresql://..."), else an SQLite file of each test's own. */
#ifndef COURANT_TESTS_COMMENT_TESTING_H
#define COURANT_TESTS_COMMENT_TESTING_H

#include "testing.h"

#include "people/comment.h"

#define NOW ((int64_t)1795363620000000)
#define SECOND ((int64_t)1000000)
#define MINUTE (60 * SECOND)
#define DAY (24 * 60 * MINUTE)

struct talk {
    struct arena arena;
    char folder[256];
    str where;
    struct store *store;
    struct comment_rules rules; /* everybody may, nothing is held */
    struct visitor guest, ann, ben, cleo, moderator, owner;
    struct article article;
    int64_t now_us;
};

int talk_setup(void **state);
int talk_teardown(void **state);
#define WITH_TALK(test) cmocka_unit_test_setup_teardown(test, talk_setup, talk_teardown)

struct visitor talk_join(struct talk *t, const char *name, enum role role);

#define TALK_GUEST_PEER S("192.0.2.7")

/* A form with TEXT, made long before it is sent. Guests are called "Guest" and come from
 * TALK_GUEST_PEER, in whose place talk_try puts an address of their own for others. */
struct comment_form talk_form(const struct talk *t, const char *text);

/* Posts, a minute after what was posted before; the problem, or PROBLEM_NONE. */
enum people_problem talk_try(struct comment *out, struct talk *t, const struct visitor *who,
                             const struct comment_form *form);
/* The same, and it must go well. */
struct comment talk_post(struct talk *t, const struct visitor *who, const char *text);
struct comment talk_reply(struct talk *t, const struct visitor *who, int64_t parent_id,
                          const char *text);

/* As the store has it. */
struct comment talk_read(struct talk *t, int64_t id);
/* How many readers see. */
int64_t talk_count(struct talk *t);

#endif
