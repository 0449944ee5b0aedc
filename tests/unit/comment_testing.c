/* The site of the tests of comments; see comment_testing.h. */
#include "comment_testing.h"

#include <unistd.h>

#include "store/db.h"

struct visitor talk_join(struct talk *t, const char *name, enum role role)
{
    struct visitor who = {.in = true,
                          .user = {.name = str_c(name),
                                   .email = S(""),
                                   .role = role,
                                   .created_us = NOW - DAY,
                                   .disabled_us = TIME_NONE}};
    assert_ok(store_user_add(t->store, &who.user, str_lower(&t->arena, str_c(name)), S("$hash")));
    return who;
}

static void add_article(struct talk *t)
{
    struct source source = {.key = S("gazette"), .name = S("Gazette")};
    enum store_put did;
    t->article = (struct article){
        .canonical_url = S("https://gazette.example/bridge"),
        .url = S("https://gazette.example/bridge"),
        .title = S("The bridge"),
        .text = S("The river rose in the night. \xe2\x80\x9cIt will hold,\xe2\x80\x9d said Ada.\n\n"
                  "By noon it was over."),
        .body = {S("<p>The river rose.</p>")},
        .published_us = NOW - DAY,
        .updated_us = TIME_NONE,
        .first_seen_us = NOW - DAY / 2,
        .content_hash = 1,
    };
    assert_ok(store_source_ensure(&t->article.source_id, t->store, &source));
    assert_ok(store_article_put(&did, t->store, &t->article));
}

int talk_setup(void **state)
{
    struct talk *t = mem_calloc(1, sizeof *t);
    arena_init(&t->arena);
    const char *tmp = getenv("TMPDIR");
    snprintf(t->folder, sizeof t->folder, "%s/comment-test-XXXXXX", tmp ? tmp : ".");
    assert_non_null(mkdtemp(t->folder));
    t->where = str_printf(&t->arena, "sqlite:%s/store.db", t->folder);
    if (getenv("COURANT_TEST_STORE")) {
        struct db *db;
        t->where = str_c(getenv("COURANT_TEST_STORE"));
        assert_ok(db_open(&db, t->where, true));
        assert_ok(db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
        db_close(db);
    }
    assert_ok(store_migrate(t->where));
    assert_ok(store_open(&t->store, t->where));
    t->rules = (struct comment_rules){.on = true, .guests = true, .edit_us = 15 * MINUTE};
    t->now_us = NOW;
    t->owner = talk_join(t, "Olga", ROLE_OWNER);
    t->moderator = talk_join(t, "Mona", ROLE_MODERATOR);
    t->ann = talk_join(t, "Ann", ROLE_READER);
    t->ben = talk_join(t, "Ben", ROLE_READER);
    t->cleo = talk_join(t, "Cleo", ROLE_READER);
    add_article(t);
    *state = t;
    return 0;
}

int talk_teardown(void **state)
{
    struct talk *t = *state;
    assert_ok(store_check(t->store));
    store_free(t->store);
    str command = str_printf(&t->arena, "rm -rf -- '%s'", t->folder);
    assert_int_equal(system(command.p), 0);
    arena_end(&t->arena);
    free(t);
    return 0;
}

struct comment_form talk_form(const struct talk *t, const char *text)
{
    return (struct comment_form){.article_id = t->article.id,
                                 .name = S("Guest"),
                                 .text = str_c(text),
                                 .trap = S(""),
                                 .shown_us = NOW - DAY / 4,
                                 .peer = TALK_GUEST_PEER};
}

enum people_problem talk_try(struct comment *out, struct talk *t, const struct visitor *who,
                             const struct comment_form *form)
{
    enum people_problem why = PROBLEM_NONE;
    struct comment_form sent = *form;
    if (who->in && str_eq(sent.peer, TALK_GUEST_PEER))
        sent.peer = str_printf(&t->arena, "203.0.113.%d", (int)who->user.id);
    t->now_us += MINUTE;
    status st = comment_post(out, &why, &t->arena, t->store, &t->rules, who, &sent, t->now_us);
    if (st != OK && why == PROBLEM_NONE)
        print_error("comment_post: %s\n", err_text());
    assert_true((st == OK) == (why == PROBLEM_NONE));
    return why;
}

struct comment talk_reply(struct talk *t, const struct visitor *who, int64_t parent_id,
                          const char *text)
{
    struct comment c;
    struct comment_form form = talk_form(t, text);
    form.parent_id = parent_id;
    assert_int_equal(talk_try(&c, t, who, &form), PROBLEM_NONE);
    return c;
}

struct comment talk_post(struct talk *t, const struct visitor *who, const char *text)
{
    return talk_reply(t, who, 0, text);
}

struct comment talk_read(struct talk *t, int64_t id)
{
    struct comment c;
    assert_ok(store_comment_get(&c, &t->arena, t->store, id, 0));
    return c;
}

int64_t talk_count(struct talk *t)
{
    int64_t count;
    assert_ok(store_comment_count(&count, t->store, t->article.id));
    return count;
}
