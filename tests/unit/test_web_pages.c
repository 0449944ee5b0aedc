/* The pages over a real store: what they show, how many statements they take, and that nothing
 * an article contains gets out of its place. */
#include "web_browser.h"

static void an_empty_store_says_what_to_do(void **state)
{
    struct fixture *f = *state;
    struct answer a = get(f, "/");
    assert_int_equal(a.status, 200);
    assert_has(a.body, "courant import PATH");
    assert_has(a.body, "The &lt;Test&gt; Courant");
    assert_has_not(a.body, "<Test>");
    assert_has(get(f, "/sources").body, "No source yet");
    assert_has(get(f, "/archive").body, "No article here");
    assert_has(get(f, "/search?q=word").body, "Nothing found for word");
}

static void the_front_page_is_finite_and_repeats_nothing(void **state)
{
    struct fixture *f = *state;
    fill(f);
    add_source(f, "silent.example", "en", false);
    struct answer a = get(f, "/");
    assert_has_not(a.body, "silent.example");
    assert_has_not(get(f, "/sources").body, "silent.example");
    assert_int_equal(get(f, "/source/silent.example").status, 200);
    assert_has(a.body, "https://pictures.example/6.jpg");
    assert_has(a.body, "class=\"lead pictured\"");
    assert_has(a.body, "Deutsch");
    assert_has(a.body, "80 articles, 4 sources");
    size_t items = 0;
    for (int n = 0; n < 80; n++) {
        str title = str_printf(&f->arena, ">Headline number %d<", n);
        size_t at = str_find(a.body, title);
        if (at == STR_NPOS)
            continue;
        items++;
        assert_false(str_has(str_skip(a.body, at + 1), title));
    }
    assert_in_range(items, 20, 60);
    assert_has_not(a.body, "courant demo remove");
}

static void the_demo_is_marked_and_says_how_to_go(void **state)
{
    struct fixture *f = *state;
    int64_t demo = add_source(f, "demo.example", "en", true);
    struct article a = article_of(f, demo, 1, "An invented headline");
    a.demo = true;
    int64_t id = put(f, &a);
    struct answer front = get(f, "/");
    assert_has(front.body, "courant demo remove");
    assert_has(front.body, "courant import PATH");
    assert_has(front.body, "are invented");
    str address = str_printf(&f->arena, "/article/%lld", (long long)id);
    assert_has(get(f, address.p).body, "part of the demonstration");
    assert_has_not(front.body, "class=\"tag demo\"");
    struct article own = article_of(f, add_source(f, "own.example", "en", false), 2, "A real one");
    put(f, &own);
    front = get(f, "/");
    assert_has(front.body, "class=\"tag demo\"");
}

static void an_article_shows_its_blocks_in_order(void **state)
{
    struct fixture *f = *state;
    int64_t source = add_source(f, "a.example", "en", false);
    struct article a = article_of(f, source, 3, "The \"title\" & <more>");
    const str authors[] = {S("Ada Byron"), S("Ben <b>")};
    a.authors = (struct strs){authors, 2};
    a.image = (struct image){S("https://p.example/1.jpg"), S("a ship"), S("The ship"), S("C. Dee")};
    a.credit_line = S("This article was first published by X and was translated by Y.");
    int64_t id = put(f, &a);
    str address = str_printf(&f->arena, "/article/%lld", (long long)id);
    str body = get(f, address.p).body;
    const char *order[] = {"<h1>The &quot;title&quot; &amp; &lt;more&gt;</h1>",
                           "The a.example &amp; Co",
                           "title=\"22 November 2026, 13:07 UTC\" data-relative>3 hours ago<",
                           "By Ada Byron and Ben &lt;b&gt;",
                           "<img src=\"https://p.example/1.jpg\" alt=\"a ship\"",
                           "The ship",
                           "C. Dee",
                           "<p>The harbour opened case 3.</p>",
                           "This article was first published by X",
                           "href=\"https://example.org/3\""};
    size_t from = str_find(body, S("<main"));
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        size_t at = str_find(str_skip(body, from), str_c(order[i]));
        if (at == STR_NPOS)
            print_error("not there, or not in its place: %s\n%.*s\n", order[i], STR_FMT(body));
        assert_true(at != STR_NPOS);
        from += at;
    }
    assert_has_not(body, "earlier versions");
}

static void a_changed_article_keeps_and_shows_its_versions(void **state)
{
    struct fixture *f = *state;
    int64_t source = add_source(f, "a.example", "en", false);
    struct article a = article_of(f, source, 3, "First title");
    int64_t id = put(f, &a);
    struct article b = article_of(f, source, 3, "Second title");
    b.text = S("Rewritten.");
    b.body = (html){S("<p>Rewritten.</p>")};
    b.content_hash = 77;
    assert_int_equal(put(f, &b), id);
    struct arena *r = &f->arena;
    str body = get(f, str_printf(r, "/article/%lld", (long long)id).p).body;
    assert_has(body, "This is version 2");
    assert_has(body, "<p>Rewritten.</p>");
    body = get(f, str_printf(r, "/article/%lld/versions", (long long)id).p).body;
    assert_has(body, "Version 2");
    assert_has(body, "First title");
    body = get(f, str_printf(r, "/article/%lld/versions/1", (long long)id).p).body;
    assert_has(body, "The harbour opened case 3.");
    assert_has(body, "Read the current version");
    assert_int_equal(get(f, str_printf(r, "/article/%lld/versions/9", (long long)id).p).status,
                     404);
}

static void the_body_keeps_below_the_headline(void **state)
{
    struct fixture *f = *state;
    int64_t source = add_source(f, "a.example", "en", false);
    const struct {
        html body;
        const char *want;
    } cases[] = {
        {{S("<h1>Ships &amp; &lt;more&gt;</h1><p>x</p><h1 id=\"x\">Other</h1><p>y</p>")},
         "<p>x</p><h2 id=\"x\">Other</h2><p>y</p>"},
        {{S("<h3> Ships &amp; &lt;more&gt; </h3><p>x</p>")}, "<p>x</p>"},
        {{S("<h4>A</h4><p>x</p><h6>B</h6><h4>C</h4>")}, "<h2>A</h2><p>x</p><h3>B</h3><h2>C</h2>"},
        {{S("<h5>A</h5><h2>B</h2><h5>C</h5>")}, "<h2>A</h2><h2>B</h2><h3>C</h3>"},
        {{S("<h1>A <em>b</em></h1><hr><p>x</p>")}, "<h2>A <em>b</em></h2><hr><p>x</p>"},
        {{S("<p>no heading</p>")}, "<p>no heading</p>"},
        {{S("<p>1 &lt;h1</p>")}, "<p>1 &lt;h1</p>"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct article a = article_of(f, source, (int)i, "Ships & <more>");
        a.body = cases[i].body;
        int64_t id = put(f, &a);
        str page = get(f, str_printf(&f->arena, "/article/%lld", (long long)id).p).body;
        str whole = str_printf(&f->arena, "id=\"text\">\n%s\n</div>", cases[i].want);
        assert_has(page, whole.p);
    }
}

static void search_marks_matches_and_keeps_the_query(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer a = get(f, "/search?q=harbour");
    assert_has(a.body, "80 articles found");
    assert_has(a.body, "<mark>harbour</mark>");
    assert_has(a.body, "value=\"harbour\"");
    assert_has(a.body, "href=\"/search?q=harbour&amp;from=20\"");
    a = get(f, "/search?q=harbour&from=60");
    assert_has(a.body, "href=\"/search?q=harbour&amp;from=40\"");
    assert_has_not(a.body, "from=80");
    a = get(f, "/search?q=\"><script>x");
    assert_has(a.body, "value=\"&quot;&gt;&lt;script&gt;x\"");
    assert_has_not(a.body, "<script>x");
    assert_has(get(f, "/search").body, "What can be asked");
}

static void lists_continue_where_they_ended(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer first = get(f, "/archive");
    assert_has(first.body, "Headline number 59");
    assert_has_not(first.body, "Headline number 60");
    size_t at = str_find(first.body, S("/archive?after="));
    assert_true(at != STR_NPOS);
    str next = str_skip(first.body, at);
    next = str_sub(next, 0, str_chr(next, '"'));
    struct answer second = get(f, str_cstr(&f->arena, next));
    assert_has(second.body, "Headline number 60");
    assert_has(second.body, "Headline number 79");
    assert_has_not(second.body, "Headline number 59");
    assert_has_not(second.body, "?after=");
    assert_int_equal(get(f, "/archive?after=nonsense").code, E_INPUT);
    assert_has(get(f, "/archive?lang=de").body, "Headline number 3<");
    assert_has_not(get(f, "/archive?lang=de").body, "Headline number 2<");
}

static void a_day_shows_its_articles_and_its_neighbours(void **state)
{
    struct fixture *f = *state;
    fill(f);
    struct answer a = get(f, "/archive/2026-11-21");
    assert_has(a.body, "Saturday, 21 November 2026");
    assert_has(a.body, "Headline number 17<"); /* 21 November, 23:07 */
    assert_has(a.body, "Headline number 40<"); /* 00:07 */
    assert_has_not(a.body, "Headline number 16<");
    assert_has_not(a.body, "Headline number 41<");
    assert_has(a.body, "href=\"/archive/2026-11-20\"");
    assert_has(a.body, "href=\"/archive/2026-11-22\"");
    assert_has_not(get(f, "/archive/2026-11-22").body, "2026-11-23");
    assert_has(get(f, "/archive/2001-01-01").body, "No article is dated on this day");
    assert_int_equal(get(f, "/archive/2026-02-30").status, 404);
    assert_int_equal(get(f, "/archive/yesterday").status, 404);
}

static void each_page_keeps_to_its_statements(void **state)
{
    struct fixture *f = *state;
    int64_t id = fill(f);
    struct article again = article_of(f, 1, 0, "Changed");
    again.content_hash = 5;
    put(f, &again);
    site_again(f, SIGNUP_OPEN, "https://news.example"); /* feeds name it */
    struct tag tag = {.display = S("Harbour"), .canonical = S("harbour")};
    assert_ok(store_tag_ensure(&tag, f->store, NULL, 0));
    assert_ok(store_article_tags_put(f->store, id, &tag.id, 1));
    int64_t comment = add_comment(f, id, 0, add_somebody(f, "ada", ROLE_READER), "Words.");
    struct {
        const char *pattern;
        int64_t most;
    } pages[] = {
#define PAGE(pattern, name, statements, keep) {pattern, statements},
#include "web/pages.def"
#undef PAGE
    };
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        str target = str_c(pages[i].pattern);
        if (str_starts(target, S("/source/{name}")))
            target = str_printf(&f->arena, "/source/a.example%.*s", STR_FMT(str_skip(target, 14)));
        else if (str_eq(target, S("/archive/{name}")))
            target = S("/archive/2026-11-22");
        else if (str_starts(target, S("/search")))
            target = str_printf(&f->arena, "%.*s?q=harbour", STR_FMT(target));
        else if (str_starts(target, S("/tag/{name}")))
            target = str_printf(&f->arena, "/tag/harbour%.*s", STR_FMT(str_skip(target, 11)));
        else if (str_starts(target, S("/article/{int}")))
            target = str_printf(&f->arena, "/article/%lld%s", (long long)id,
                                str_ends(target, S("{int}/versions/{int}")) ? "/versions/1"
                                : str_ends(target, S("/diff/{int}"))        ? "/versions/1/diff/2"
                                : str_ends(target, S("/versions"))          ? "/versions"
                                : str_ends(target, S("/share"))             ? "/share"
                                : str_ends(target, S("/ask")) ? "/ask?q=When+did+the+harbour+open"
                                : str_ends(target, S("/comments"))          ? "/comments"
                                : str_ends(target, S("/comments/feed.xml")) ? "/comments/feed.xml"
                                                                            : "");
        else if (str_eq(target, S("/comment/{int}")))
            target = str_printf(&f->arena, "/comment/%lld", (long long)comment);
        /* A commit before each, so that the sources have to be read again. */
        struct article more = article_of(f, 2, 1000 + (int)i, "More");
        put(f, &more);
        struct answer a = get(f, str_cstr(&f->arena, target));
        assert_int_equal(a.code, OK);
        assert_int_equal(a.status, 200);
        print_message("%-34.*s %lld of %lld statements\n", STR_FMT(target), (long long)a.statements,
                      (long long)pages[i].most);
        assert_in_range(a.statements, 1, pages[i].most);
    }
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(an_empty_store_says_what_to_do),
        WITH_SITE(the_front_page_is_finite_and_repeats_nothing),
        WITH_SITE(the_demo_is_marked_and_says_how_to_go),
        WITH_SITE(an_article_shows_its_blocks_in_order),
        WITH_SITE(a_changed_article_keeps_and_shows_its_versions),
        WITH_SITE(the_body_keeps_below_the_headline),
        WITH_SITE(search_marks_matches_and_keeps_the_query),
        WITH_SITE(lists_continue_where_they_ended),
        WITH_SITE(a_day_shows_its_articles_and_its_neighbours),
        WITH_SITE(each_page_keeps_to_its_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
