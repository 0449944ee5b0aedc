/* Many readers at once: nothing that was answered with OK is lost, and all counts are exact. */
#include "comment_testing.h"

#include <pthread.h>

#define READERS 8
#define POSTS 20

struct reader {
    struct talk *t;
    struct visitor who;
    int64_t root_id;
    int number;
    int kept;   /* comments that this one posted and did not delete */
    int failed; /* what should not have */
};

static void note(struct reader *r, status st, const char *what)
{
    if (st == OK)
        return;
    print_error("reader %d: %s: %s\n", r->number, what, err_text());
    r->failed++;
}

/* Post, vote on the thread's first comment, change the vote, report it; delete every fifth. */
static void take_part(struct reader *r, struct store *s, struct arena *a)
{
    const struct talk *t = r->t;
    enum people_problem why;
    int64_t last = r->root_id;
    for (int i = 0; i < POSTS; i++) {
        struct comment c = {0};
        struct comment_form form =
            talk_form(t, str_printf(a, "Reader %d says thing number %d of many", r->number, i).p);
        form.parent_id = i % 3 ? last : r->root_id;
        status st = comment_post(&c, &why, a, s, &t->rules, &r->who, &form, NOW + i);
        note(r, st, "post");
        if (st != OK)
            continue;
        r->kept++;
        last = c.id;
        note(r, comment_vote(&why, a, s, &r->who, r->root_id, i % 2 ? 1 : -1, NOW), "vote");
        if (i == 0)
            note(r, comment_report(&why, a, s, &r->who, r->root_id, S("x"), S(""), NOW), "report");
        if (i % 5 == 4) {
            note(r, comment_delete(&why, a, s, &r->who, c.id, NOW), "delete");
            r->kept--;
            last = r->root_id;
        }
    }
}

static void *run(void *arg)
{
    struct reader *r = arg;
    struct arena a;
    struct store *s;
    arena_init(&a);
    status st = store_open(&s, r->t->where);
    note(r, st, "open");
    if (st == OK) {
        take_part(r, s, &a);
        store_free(s);
    }
    arena_end(&a);
    return NULL;
}

static void test_together(void **state)
{
    struct talk *t = *state;
    /* By the owner, so that reports do not hold it. */
    struct comment root = talk_post(t, &t->owner, "What do you all think?");
    struct reader readers[READERS];
    pthread_t threads[READERS];
    int64_t kept = 0;
    for (int i = 0; i < READERS; i++) {
        /* Moderators wait for no rate limit. */
        readers[i] = (struct reader){.t = t, .root_id = root.id, .number = i};
        readers[i].who = talk_join(t, str_printf(&t->arena, "reader%d", i).p, ROLE_MODERATOR);
    }
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run, &readers[i]), 0);
    for (int i = 0; i < READERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(readers[i].failed, 0);
        kept += readers[i].kept;
    }
    assert_int_equal(kept, READERS * POSTS * 4 / 5);
    struct comment after = talk_read(t, root.id);
    assert_int_equal(talk_count(t), kept + 1);
    assert_int_equal(after.replies, kept);
    assert_int_equal(after.votes_for, READERS);
    assert_int_equal(after.votes_against, 0);
    assert_int_equal(after.reports, READERS);
    /* Each of them is in the thread, once. */
    struct comment_list list = {.limit = 50};
    struct comment_page page;
    int64_t seen = 0;
    do {
        assert_ok(store_comment_thread(&page, &t->arena, t->store, root.id, &list));
        for (size_t i = 0; i < page.n; i++)
            seen += page.at[i].state == COMMENT_SHOWN;
        list.after = page.next;
    } while (page.more);
    assert_int_equal(seen, kept + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {WITH_TALK(test_together)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
