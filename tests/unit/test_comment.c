/* Writing comments: who may, what may be written, what has to wait, quotes, editing, deleting. */
#include "comment_testing.h"

static void test_post(void **state)
{
    struct talk *t = *state;
    struct comment a = talk_post(t, &t->ann, "First **thing** said");
    assert_int_equal(a.state, COMMENT_SHOWN);
    assert_str(a.name, "Ann");
    assert_str(a.body.s, "<p>First <strong>thing</strong> said</p>");
    struct comment b = talk_reply(t, &t->guest, a.id, "A reply by somebody passing by");
    struct comment c = talk_read(t, b.id);
    assert_str(c.name, "Guest");
    assert_int_equal(c.role, ROLE_NONE);
    assert_int_equal(c.user_id, 0);
    assert_int_equal(c.parent_id, a.id);
    c = talk_read(t, a.id);
    assert_int_equal(c.replies, 1);
    assert_int_equal(c.role, ROLE_READER);
    assert_str(c.name, "Ann");
    assert_str(c.source, "First **thing** said");
    assert_int_equal(c.edited_us, TIME_NONE);
    assert_int_equal(talk_count(t), 2);
}

static enum people_problem try_text(struct talk *t, const struct visitor *who, str text)
{
    struct comment c;
    struct comment_form form = talk_form(t, "");
    form.text = text;
    return talk_try(&c, t, who, &form);
}

static void test_text(void **state)
{
    struct talk *t = *state;
    static char longest[COMMENT_BYTES_MAX + 1];
    memset(longest, 'a', sizeof longest);
    assert_int_equal(try_text(t, &t->ann, S("")), PROBLEM_COMMENT_EMPTY);
    assert_int_equal(try_text(t, &t->ann, S(" \n\t ")), PROBLEM_COMMENT_EMPTY);
    assert_int_equal(try_text(t, &t->ann, S("***")), PROBLEM_COMMENT_EMPTY);
    assert_int_equal(try_text(t, &t->ann, S("a\xff")), PROBLEM_COMMENT_TEXT);
    assert_int_equal(try_text(t, &t->ann, S("a\0b")), PROBLEM_COMMENT_TEXT);
    assert_int_equal(try_text(t, &t->ann, str_of(longest, sizeof longest)), PROBLEM_COMMENT_LONG);
    assert_int_equal(talk_count(t), 0);
    assert_int_equal(try_text(t, &t->ann, str_of(longest, COMMENT_BYTES_MAX)), PROBLEM_NONE);
    assert_int_equal(talk_count(t), 1);
}

static void test_open(void **state)
{
    struct talk *t = *state;
    enum people_problem why;
    struct comment c;
    struct comment_form form = talk_form(t, "Is anybody here?");
    t->rules.on = false;
    assert_int_equal(talk_try(&c, t, &t->owner, &form), PROBLEM_COMMENT_OFF);
    assert_int_equal(comment_open(&why, &t->rules, &t->owner, &t->article, NOW), E_DENIED);
    t->rules.on = true;
    t->rules.guests = false;
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_COMMENT_GUESTS);
    assert_int_equal(comment_open(&why, &t->rules, &t->guest, &t->article, NOW), E_DENIED);
    assert_int_equal(why, PROBLEM_COMMENT_GUESTS);
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_NONE);
    /* The article is a day old, by its own date and not by when it was found. */
    t->rules.close_us = DAY;
    form.text = S("Too late for this one?");
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_COMMENT_CLOSED);
    assert_int_equal(talk_try(&c, t, &t->moderator, &form), PROBLEM_NONE);
    t->rules.close_us = 2 * DAY;
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_NONE);
    form.article_id = 999;
    why = PROBLEM_NONE;
    assert_int_equal(
        comment_post(&c, &why, &t->arena, t->store, &t->rules, &t->ben, &form, t->now_us),
        E_NOTFOUND);
    assert_int_equal(why, PROBLEM_NONE);
}

static void test_names(void **state)
{
    struct talk *t = *state;
    static const struct {
        const char *name;
        enum people_problem why;
    } rows[] = {
        {"Old Reader", PROBLEM_NONE},
        {"Jos\xc3\xa9 O'Neill-Garc\xc3\xad"
         "a",
         PROBLEM_NONE},
        {"\xd0\x9e\xd0\xbb\xd1\x8c\xd0\xb3\xd0\xb0 \xd0\x9f.", PROBLEM_NONE},
        {"\xe6\x9d\x8e\xe6\x98\x8e", PROBLEM_NONE},
        {"", PROBLEM_COMMENT_NAME},
        {"x", PROBLEM_COMMENT_NAME},
        {"<b>Bob</b>", PROBLEM_COMMENT_NAME},
        {"two  spaces", PROBLEM_NONE},
        {"line\nbreak", PROBLEM_COMMENT_NAME},
        {"right\xe2\x80\xaeleft", PROBLEM_COMMENT_NAME},
        {"\xd0\xa0"
         "aul",
         PROBLEM_COMMENT_NAME}, /* a Cyrillic first letter */
        {"a name that goes on and on beyond forty b", PROBLEM_COMMENT_NAME},
        {"Olga", PROBLEM_NAME_TAKEN},
        {"OLGA", PROBLEM_NAME_TAKEN},
        {"O l g a", PROBLEM_NAME_TAKEN},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct comment c;
        struct comment_form form = talk_form(t, str_printf(&t->arena, "Number %zu", i).p);
        form.name = str_c(rows[i].name);
        form.peer = str_printf(&t->arena, "192.0.2.%zu", i);
        enum people_problem why = talk_try(&c, t, &t->guest, &form);
        if (why != rows[i].why)
            print_error("name '%s'\n", rows[i].name);
        assert_int_equal(why, rows[i].why);
    }
}

static void test_parents(void **state)
{
    struct talk *t = *state;
    struct comment c, held;
    struct comment_form form = talk_form(t, "A reply to nothing");
    form.parent_id = 999;
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_COMMENT_GONE);
    t->rules.premoderation = PREMODERATION_ALL;
    held = talk_post(t, &t->ann, "Nobody sees this yet");
    form.parent_id = held.id;
    assert_int_equal(talk_try(&c, t, &t->ben, &form), PROBLEM_COMMENT_GONE);
    /* A comment of another article. */
    t->rules.premoderation = PREMODERATION_NONE;
    c = talk_post(t, &t->ann, "Here");
    struct article other = t->article;
    enum store_put did;
    other.canonical_url = S("https://gazette.example/other");
    assert_ok(store_article_put(&did, t->store, &other));
    form = talk_form(t, "There");
    form.article_id = other.id;
    form.parent_id = c.id;
    assert_int_equal(talk_try(&held, t, &t->ben, &form), PROBLEM_COMMENT_GONE);
}

/* --- what has to wait ---------------------------------------------------------------------- */

static void test_premoderation(void **state)
{
    struct talk *t = *state;
    enum people_problem why;
    enum premoderation read;
    t->rules.premoderation = PREMODERATION_FIRST;
    struct comment first = talk_post(t, &t->ann, "My first one");
    assert_int_equal(first.state, COMMENT_HELD);
    assert_int_equal(first.held_for, COMMENT_HOLD_FIRST);
    assert_int_equal(talk_post(t, &t->guest, "By a guest").held_for, COMMENT_HOLD_GUEST);
    assert_int_equal(talk_post(t, &t->moderator, "By one of us").state, COMMENT_SHOWN);
    assert_int_equal(talk_count(t), 1);
    assert_ok(comment_decide(&why, &t->arena, t->store, &t->moderator, first.id, DECISION_APPROVE,
                             S(""), NOW));
    assert_int_equal(talk_count(t), 2);
    assert_int_equal(talk_post(t, &t->ann, "My second one").state, COMMENT_SHOWN);
    assert_int_equal(talk_post(t, &t->guest, "A guest again").held_for, COMMENT_HOLD_GUEST);
    t->rules.premoderation = PREMODERATION_ALL;
    assert_int_equal(talk_post(t, &t->ann, "My third one").held_for, COMMENT_HOLD_ALL);
    assert_int_equal(talk_post(t, &t->owner, "By the owner").state, COMMENT_SHOWN);
    assert_true(premoderation_read(&read, S("first")) && read == PREMODERATION_FIRST);
    assert_true(premoderation_read(&read, S("all")) && read == PREMODERATION_ALL);
    assert_true(premoderation_read(&read, S("none")) && read == PREMODERATION_NONE);
    assert_false(premoderation_read(&read, S("some")));
}

static void test_links(void **state)
{
    struct talk *t = *state;
    const char *two = "See https://a.example/ and [b](https://b.example/)";
    const char *three = "https://a.example/ https://b.example/ https://c.example/";
    assert_int_equal(talk_post(t, &t->ben, three).held_for, COMMENT_HOLD_LINKS);
    assert_int_equal(talk_post(t, &t->ann, two).state, COMMENT_SHOWN);
    assert_int_equal(talk_post(t, &t->ann, three).state, COMMENT_SHOWN);
    assert_int_equal(talk_post(t, &t->moderator, three).state, COMMENT_SHOWN);
}

static void test_traps(void **state)
{
    struct talk *t = *state;
    struct comment c;
    struct comment_form form = talk_form(t, "Buy what I sell");
    form.trap = S("https://shop.example/");
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_COMMENT_TRAP);
    form.trap = S("");
    form.shown_us = t->now_us + MINUTE - COMMENT_FAST_US + 1;
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_NONE);
    assert_int_equal(c.held_for, COMMENT_HOLD_FAST);
    form.text = S("Written with care");
    form.shown_us = t->now_us + MINUTE - COMMENT_FAST_US;
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_NONE);
    assert_int_equal(c.state, COMMENT_SHOWN);
    form.text = S("From a form without a time");
    form.shown_us = TIME_NONE;
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_NONE);
    assert_int_equal(c.state, COMMENT_SHOWN);
}

static void test_repetition(void **state)
{
    struct talk *t = *state;
    struct comment c, a = talk_post(t, &t->ann, "The bridge was never built to carry this");
    struct comment_form form = talk_form(t, "The bridge was never built to carry this");
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_COMMENT_REPEAT);
    /* Other marks and spaces make no other text. */
    form.text = S("the BRIDGE was never... built to carry this!");
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_COMMENT_REPEAT);
    form.parent_id = a.id;
    assert_int_equal(talk_try(&c, t, &t->ann, &form), PROBLEM_NONE);
    assert_int_equal(c.held_for, COMMENT_HOLD_REPEAT);
    /* Somebody else elsewhere may well say the same. */
    form.peer = S("198.51.100.9");
    form.parent_id = 0;
    assert_int_equal(talk_try(&c, t, &t->ben, &form), PROBLEM_NONE);
    assert_int_equal(c.state, COMMENT_SHOWN);
    /* The same address under other names. */
    form.text = S("Nobody ever tells us anything about it");
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_NONE);
    form.name = S("Somebody");
    assert_int_equal(talk_try(&c, t, &t->guest, &form), PROBLEM_COMMENT_REPEAT);
    assert_int_equal(talk_try(&c, t, &t->cleo, &form), PROBLEM_NONE);
    assert_int_equal(c.held_for, COMMENT_HOLD_REPEAT);
    /* Thanks may be said often; later everything may be said again. */
    talk_reply(t, &t->ann, a.id, "Thanks!");
    assert_int_equal(talk_post(t, &t->ann, "Thanks!").state, COMMENT_SHOWN);
    t->now_us += COMMENT_REPEAT_US;
    assert_int_equal(talk_post(t, &t->ann, "The bridge was never built to carry this").state,
                     COMMENT_SHOWN);
}

static void test_rates(void **state)
{
    struct talk *t = *state;
    struct comment c;
    enum people_problem why;
    int posted = 0, mine = 0;
    for (int i = 0; i < 12; i++) {
        struct comment_form form = talk_form(t, str_printf(&t->arena, "Number %d", i).p);
        form.peer = str_printf(&t->arena, "198.51.100.%d", i);
        posted += comment_post(&c, &why, &t->arena, t->store, &t->rules, &t->ann, &form, NOW) == OK;
    }
    assert_int_equal(posted, 10);
    assert_int_equal(why, PROBLEM_THROTTLED);
    for (int i = 0; i < 45; i++) {
        struct comment_form form = talk_form(t, str_printf(&t->arena, "Guest %d", i).p);
        form.peer = str_printf(&t->arena, "2001:db8::%x", i + 1);
        posted +=
            comment_post(&c, &why, &t->arena, t->store, &t->rules, &t->guest, &form, NOW) == OK;
    }
    assert_int_equal(posted, 50);
    assert_int_equal(why, PROBLEM_THROTTLED);
    for (int i = 0; i < 12; i++) {
        struct comment_form form = talk_form(t, str_printf(&t->arena, "Note %d", i).p);
        form.peer = S("2001:db8::1");
        mine +=
            comment_post(&c, &why, &t->arena, t->store, &t->rules, &t->moderator, &form, NOW) == OK;
    }
    assert_int_equal(mine, 12);
    /* After a pause there may be more. */
    struct comment_form form = talk_form(t, "After a pause");
    assert_ok(
        comment_post(&c, &why, &t->arena, t->store, &t->rules, &t->ann, &form, NOW + 11 * MINUTE));
}

/* --- quotes -------------------------------------------------------------------------------- */

static enum people_problem try_quote(struct comment *c, struct talk *t, size_t begin, size_t end)
{
    static int number;
    struct comment_form form = talk_form(t, str_printf(&t->arena, "About this, %d", ++number).p);
    form.quote_begin = (int64_t)begin;
    form.quote_end = (int64_t)end;
    return talk_try(c, t, &t->moderator, &form);
}

static void test_quotes(void **state)
{
    struct talk *t = *state;
    struct comment c;
    str text = t->article.text;
    size_t first = str_find(text, S(" \xe2\x80\x9cIt"));
    size_t said = first + 1, said_end = str_find(text, S("\n\n"));
    assert_int_equal(try_quote(&c, t, 0, first), PROBLEM_NONE);
    assert_str(talk_read(t, c.id).quote, "The river rose in the night.");
    assert_int_equal(c.quote_version, 1);
    assert_int_equal(try_quote(&c, t, said, said_end), PROBLEM_NONE);
    assert_int_equal(try_quote(&c, t, said_end + 2, text.len), PROBLEM_NONE);
    assert_str(talk_read(t, c.id).quote, "By noon it was over.");
    assert_int_equal(try_quote(&c, t, 0, text.len), PROBLEM_COMMENT_QUOTE); /* two paragraphs */
    assert_int_equal(try_quote(&c, t, 1, first), PROBLEM_COMMENT_QUOTE);    /* within a word */
    assert_int_equal(try_quote(&c, t, 0, first - 3), PROBLEM_COMMENT_QUOTE);
    assert_int_equal(try_quote(&c, t, first, said_end), PROBLEM_COMMENT_QUOTE);    /* a space */
    assert_int_equal(try_quote(&c, t, said + 1, said_end), PROBLEM_COMMENT_QUOTE); /* half a mark */
    assert_int_equal(try_quote(&c, t, 0, text.len + 1), PROBLEM_COMMENT_QUOTE);
    assert_int_equal(try_quote(&c, t, 10, 4), PROBLEM_COMMENT_QUOTE);
    assert_int_equal(try_quote(&c, t, (size_t)-5, 4), PROBLEM_COMMENT_QUOTE);
    assert_int_equal(try_quote(&c, t, 7, 7), PROBLEM_NONE);
    assert_str(c.quote, "");
}

static void test_quote_of_old_version(void **state)
{
    struct talk *t = *state;
    struct comment c, first;
    struct comment_form form = talk_form(t, "This sentence");
    enum store_put did;
    form.quote_end = (int64_t)strlen("The river rose in the night.");
    form.quote_version = 1;
    assert_int_equal(talk_try(&first, t, &t->ann, &form), PROBLEM_NONE);
    t->article.text = S("Nothing happened at all. It was quiet.");
    t->article.content_hash = 2;
    assert_ok(store_article_put(&did, t->store, &t->article));
    /* What was quoted stays as it was; what was seen then is not there. */
    assert_str(talk_read(t, first.id).quote, "The river rose in the night.");
    assert_int_equal(talk_read(t, first.id).quote_version, 1);
    form.text = S("And this one");
    form.quote_end = (int64_t)strlen("Nothing happened at all.");
    assert_int_equal(talk_try(&c, t, &t->ben, &form), PROBLEM_COMMENT_QUOTE);
    form.quote_version = 2;
    assert_int_equal(talk_try(&c, t, &t->ben, &form), PROBLEM_NONE);
    assert_str(c.quote, "Nothing happened at all.");
}

/* --- editing and deleting ------------------------------------------------------------------ */

static enum people_problem try_edit(struct comment *c, struct talk *t, const struct visitor *who,
                                    int64_t id, const char *text, int64_t now_us)
{
    enum people_problem why = PROBLEM_NONE;
    status st = comment_edit(c, &why, &t->arena, t->store, &t->rules, who, id, str_c(text), now_us);
    assert_true((st == OK) == (why == PROBLEM_NONE));
    return why;
}

static void test_edit(void **state)
{
    struct talk *t = *state;
    struct comment c, a = talk_post(t, &t->ann, "It opend in 1932");
    int64_t then = a.created_us;
    assert_true(comment_editable(&a, &t->rules, &t->ann, then + MINUTE));
    assert_false(comment_editable(&a, &t->rules, &t->ben, then + MINUTE));
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "It opened in 1932", then + MINUTE),
                     PROBLEM_NONE);
    c = talk_read(t, a.id);
    assert_str(c.body.s, "<p>It opened in 1932</p>");
    assert_str(c.source, "It opened in 1932");
    assert_int_equal(c.edited_us, then + MINUTE);
    assert_int_equal(c.state, COMMENT_SHOWN);
    /* The same again is no edit. */
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "It opened in 1932", then + 2 * MINUTE),
                     PROBLEM_NONE);
    assert_int_equal(talk_read(t, a.id).edited_us, then + MINUTE);
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "", then), PROBLEM_COMMENT_EMPTY);
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "late", then + 15 * MINUTE),
                     PROBLEM_COMMENT_LATE);
    t->rules.edit_us = 0;
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "never", then), PROBLEM_COMMENT_LATE);
    t->rules.on = false;
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "off", then), PROBLEM_COMMENT_OFF);
}

/* Nothing gets past a moderator by being edited in. */
static void test_edit_is_judged(void **state)
{
    struct talk *t = *state;
    struct comment c, a = talk_post(t, &t->ann, "Harmless");
    t->rules.premoderation = PREMODERATION_ALL;
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "Less so", a.created_us), PROBLEM_NONE);
    assert_int_equal(talk_read(t, a.id).state, COMMENT_HELD);
    assert_int_equal(talk_count(t), 0);
    /* And what waits goes on waiting. */
    t->rules.premoderation = PREMODERATION_NONE;
    assert_int_equal(try_edit(&c, t, &t->ann, a.id, "Harmless again", a.created_us), PROBLEM_NONE);
    assert_int_equal(talk_read(t, a.id).held_for, COMMENT_HOLD_ALL);
}

static void test_delete(void **state)
{
    struct talk *t = *state;
    enum people_problem why;
    struct comment a = talk_post(t, &t->ann, "I will regret this");
    struct comment b = talk_reply(t, &t->ben, a.id, "Will you?");
    assert_ok(comment_delete(&why, &t->arena, t->store, &t->ann, a.id, NOW + 90 * DAY));
    struct comment c = talk_read(t, a.id);
    assert_int_equal(c.state, COMMENT_DELETED);
    assert_str(c.source, "");
    assert_str(c.body.s, "");
    struct comment_page page;
    struct comment_list list = {.limit = 10};
    assert_ok(store_comment_page(&page, &t->arena, t->store, t->article.id, COMMENTS_OLD, &list));
    assert_int_equal(page.n, 2);
    assert_int_equal(page.at[0].state, COMMENT_DELETED);
    assert_str(page.at[0].name, "");
    assert_int_equal(comment_delete(&why, &t->arena, t->store, &t->ann, a.id, NOW), E_NOTFOUND);
    assert_int_equal(why, PROBLEM_COMMENT_GONE);
    assert_ok(comment_delete(&why, &t->arena, t->store, &t->ben, b.id, NOW));
    assert_ok(store_comment_page(&page, &t->arena, t->store, t->article.id, COMMENTS_OLD, &list));
    assert_int_equal(page.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TALK(test_post),  WITH_TALK(test_text),           WITH_TALK(test_open),
        WITH_TALK(test_names), WITH_TALK(test_parents),        WITH_TALK(test_premoderation),
        WITH_TALK(test_links), WITH_TALK(test_traps),          WITH_TALK(test_repetition),
        WITH_TALK(test_rates), WITH_TALK(test_quotes),         WITH_TALK(test_quote_of_old_version),
        WITH_TALK(test_edit),  WITH_TALK(test_edit_is_judged), WITH_TALK(test_delete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
