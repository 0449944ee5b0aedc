/* Marks of sources: their icons or letters where their names stand, and the icons themselves. */
#include "web_testing.h"

/* Subscribes to the source KEY; its facts, to be filled in. */
static struct source_facts subscribed(struct fixture *f, const char *key)
{
    struct feed feed = {.source_id = add_source(f, key, "", false),
                        .url = str_printf(&f->arena, "https://%s/feed", key),
                        .next_check_us = TIME_NONE};
    struct source_facts facts;
    int64_t id;
    assert_ok(store_feed_ensure(&id, f->store, &feed));
    assert_ok(store_feed_get(&feed, &f->arena, f->store, id));
    feed.succeeded_us = NOW;
    assert_ok(store_feed_checked(f->store, &feed));
    assert_ok(store_facts_get(&facts, &f->arena, f->store, feed.source_id));
    return facts;
}

static void give_icon(struct fixture *f, struct source_facts *facts, str bytes)
{
    facts->icon_type = S("image/png");
    facts->icon_hash = 0xabcu + bytes.len;
    assert_ok(store_facts_put(f->store, facts, &bytes));
}

static void without_icons_cards_have_names_only(void **state)
{
    struct fixture *f = *state;
    fill(f);
    assert_has_not(get(f, "/").body, "class=\"mark");
    assert_has(get(f, "/").body, "href=\"/source/a.example\">The a.example &amp; Co</a>");
    /* The list of sources and a source's page have letters; the article before the name is none. */
    str page = get(f, "/source/a.example").body;
    assert_has(page,
               "<span class=\"mark letter\" aria-hidden=\"true\">a</span>The a.example &amp; Co");
    assert_has(get(f, "/sources").body,
               "<span class=\"mark letter\" aria-hidden=\"true\">d</span>");
}

static void icons_stand_beside_names(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct source_facts facts = subscribed(f, "e.example");
    struct article a = article_of(f, facts.source_id, 900, "With an icon");
    a.published_us = NOW;
    put(f, &a);
    give_icon(f, &facts, S("\x89PNG"));
    const char *pages[] = {"/", "/sources", "/source/e.example", "/archive", "/search?q=icon"};
    for (size_t i = 0; i < ARRAY_LEN(pages); i++)
        assert_has(
            get(f, pages[i]).body,
            "<img class=\"mark\" src=\"/source/e.example/icon?v=0000000000000ac0\" alt=\"\"");
    /* The others have letters then, so that names stand in line. */
    assert_has(get(f, "/").body, "<span class=\"mark letter\" aria-hidden=\"true\">a</span>");
    struct answer icon = get(f, "/source/e.example/icon?v=0000000000000ac0");
    assert_str(icon.body, "\x89PNG");
    assert_str(icon.out.content_type, "image/png");
    assert_str(icon.out.etag, "\"0000000000000ac0\"");
    assert_str(header_of(&icon, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_has(header_of(&icon, "Content-Security-Policy"), "sandbox");
    icon = get(f, "/source/e.example/icon?v=0000000000000abc");
    assert_str(header_of(&icon, "Cache-Control"), "public, no-cache");
    assert_int_equal(get(f, "/source/a.example/icon").status, 404);
    assert_int_equal(get(f, "/source/none.example/icon").status, 404);
    /* Another icon is another address. */
    give_icon(f, &facts, S("another"));
    assert_has(get(f, "/").body, "/source/e.example/icon?v=0000000000000ac3\"");
}

static void language_and_country_are_named(void **state)
{
    struct fixture *f = *state;
    struct source_facts facts = subscribed(f, "e.example");
    facts.country = S("CH");
    facts.language = S("fr");
    assert_ok(store_facts_put(f->store, &facts, NULL));
    struct article a = article_of(f, facts.source_id, 1, "One");
    put(f, &a);
    str page = get(f, "/source/e.example").body;
    assert_has(page, "<span lang=\"fr\">Fran\xc3\xa7"
                     "ais</span> <span>Switzerland</span>");
    page = get(f, "/sources").body;
    assert_has(page, "<h2 class=\"label\" lang=\"fr\">Fran\xc3\xa7"
                     "ais</h2>");
    assert_has(page, "<span>Switzerland</span>");
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(without_icons_cards_have_names_only),
        WITH_SITE(icons_stand_beside_names),
        WITH_SITE(language_and_country_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
