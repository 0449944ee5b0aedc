/* The page that shows what changed between two versions of an article. */
#include "web_testing.h"

static struct answer at_versions(struct fixture *f, int64_t id, const char *rest)
{
    return get(f, str_printf(&f->arena, "/article/%lld/versions%s", (long long)id, rest).p);
}

/* Three versions. */
static int64_t put_versions(struct fixture *f)
{
    const char *texts[] = {
        "The harbour opened at nine. Two <b>ships</b> came in.\n\nNobody spoke.",
        "The harbour opened at ten. Two <b>ships</b> came in.\n\nNobody spoke. Lamps were out.",
        "The harbour opened at ten.\n\nLamps were out.",
    };
    int64_t source = add_source(f, "a.example", "en", false), id = 0;
    for (int i = 0; i < 3; i++) {
        struct article a = article_of(f, source, 3, i == 1 ? "A second title" : "A title");
        a.text = str_c(texts[i]);
        a.content_hash = (uint64_t)i + 50;
        a.first_seen_us = NOW + i * HOUR_US;
        id = put(f, &a);
    }
    return id;
}

static void what_changed_is_marked_and_counted(void **state)
{
    struct fixture *f = *state;
    int64_t id = put_versions(f);
    str body = at_versions(f, id, "/1/diff/2").body;
    assert_has(body, "<strong>1 sentence changed, 1 added</strong> <span>The headline changed.");
    assert_has(body, "<p class=\"changed\">The harbour opened at <del><span class=\"unseen\" "
                     "lang=\"en\">(taken out:) </span>nine</del><ins><span class=\"unseen\" "
                     "lang=\"en\">(put in:) </span>ten</ins>. Two &lt;b&gt;ships&lt;/b&gt; came "
                     "in.</p>");
    assert_has(body, "Nobody spoke. <ins><span class=\"unseen\" lang=\"en\">(put in:) </span>Lamps "
                     "were out.</ins></p>");
    assert_has(body, "<h1>A <ins>");
    assert_has_not(body, "<b>");
    body = at_versions(f, id, "/2/diff/3").body;
    assert_has(body, "<strong>2 sentences removed</strong>");
    body = at_versions(f, id, "/3/diff/1").body;
    assert_has(body, "<strong>1 sentence changed, 2 added, 1 removed</strong>");
    assert_has_not(body, "The headline changed");
    body = at_versions(f, id, "/2/diff/2").body;
    assert_has(body, "No sentence of the text changed");
    assert_has_not(body, "<p class=\"changed\"");
}

static void versions_lead_to_it(void **state)
{
    struct fixture *f = *state;
    int64_t id = put_versions(f);
    struct arena *a = &f->arena;
    str link = str_printf(a, "href=\"/article/%lld/versions/2/diff/3\"", (long long)id);
    assert_has(get(f, str_printf(a, "/article/%lld", (long long)id).p).body, link.p);
    str list = at_versions(f, id, "").body;
    assert_has(list, link.p);
    assert_has(list, "/versions/1/diff/2\">What changed from version 1</a>");
    assert_has_not(list, "/diff/1\"");
    assert_has(at_versions(f, id, "/1").body, "/versions/1/diff/3\">See what has changed since");
}

static void versions_that_are_not_there_are_not_found(void **state)
{
    struct fixture *f = *state;
    int64_t id = put_versions(f);
    const char *missing[] = {"/1/diff/9", "/9/diff/1", "/0/diff/1", "/1/diff/x", "/1/diff"};
    for (size_t i = 0; i < ARRAY_LEN(missing); i++)
        assert_int_equal(at_versions(f, id, missing[i]).status, 404);
    assert_int_equal(at_versions(f, id + 1, "/1/diff/2").status, 404);
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(what_changed_is_marked_and_counted),
        WITH_SITE(versions_lead_to_it),
        WITH_SITE(versions_that_are_not_there_are_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
