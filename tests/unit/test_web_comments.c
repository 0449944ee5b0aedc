/* Comments as pages show and take them: threads over pages, who sees what, forms that keep what was
 * typed, the queue, the switch. */
#include "web_browser.h"

/* Says what was expected of what, and ends the test. */
#define WRONG(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))
#define ROOTS 70
#define REPLIES 90

static int64_t an_article(struct fixture *f)
{
    struct article a =
        article_of(f, add_source(f, "a.example", "en", false), 1, "The <b> & harbour");
    return put(f, &a);
}

/* The site anew with these rules of commenting. */
static void site_with(struct fixture *f, const struct comment_rules *rules)
{
    site_free(f->site);
    struct site_options options = {.store = f->where,
                                   .name = S("Test"),
                                   .threads = THREADS,
                                   .signup = SIGNUP_OPEN,
                                   .cache_bytes_max = (size_t)8 << 20,
                                   .comments = *rules};
    assert_ok(site_new(&f->site, &options));
}

static void set_state(struct fixture *f, int64_t id, enum comment_state state, const char *reason)
{
    struct comment c;
    assert_ok(store_begin(f->store));
    assert_ok(store_comment_lock(&c, &f->arena, f->store, id));
    assert_ok(store_comment_state_set(
        f->store, &c, state, state == COMMENT_HELD ? COMMENT_HOLD_LINKS : 0, str_c(reason)));
    assert_ok(store_commit(f->store));
}

static struct sending form_to(struct fixture *f, const struct browser *b, const char *target,
                              const char *text)
{
    str secret = b->session.len ? b->session : b->form;
    return (struct sending){
        .method = HTTP_POST,
        .target = target,
        .form = {{S("token"), csrf_make(&f->arena, secret)}, {S("text"), str_c(text)}}};
}

static const char *at(struct fixture *f, const char *form, int64_t id)
{
    size_t cut = str_find(str_c(form), S("{}"));
    return str_printf(&f->arena, "%.*s%lld%s", (int)cut, form, (long long)id, form + cut + 2).p;
}

/* --- threads over pages ------------------------------------------------------------------- */

/* Counts the comments of a page in SEEN, by id; and gives the address that the first link after
 * MARK leads to, NULL when there is none. */
static const char *count_page(struct fixture *f, int *seen, str body, const char *mark)
{
    const str begin = S("<li class=\"comment");
    for (str rest = body;;) {
        size_t i = str_find(rest, begin);
        if (i == STR_NPOS)
            break;
        rest = str_skip(rest, i);
        str id = str_skip(rest, str_find(rest, S("id=\"c")) + 5);
        int64_t n;
        assert_true(str_to_i64(&n, str_cut(&id, '"')));
        assert_in_range(n, 1, ROOTS + REPLIES);
        seen[n]++;
        rest = str_skip(rest, begin.len);
    }
    size_t i = str_find(body, str_c(mark));
    if (i == STR_NPOS)
        return NULL;
    str link = str_skip(body, i);
    link = str_skip(link, str_find(link, S("href=\"")) + 6);
    str raw = str_cut(&link, '"'), out = S("");
    while (raw.p) /* "&amp;" as "&" */
    {
        size_t amp = str_find(raw, S("&amp;"));
        str head = amp == STR_NPOS ? raw : str_sub(raw, 0, amp);
        out = str_printf(&f->arena, "%.*s%.*s%s", STR_FMT(out), STR_FMT(head),
                         amp == STR_NPOS ? "" : "&");
        raw = amp == STR_NPOS ? STR_NONE : str_skip(raw, amp + 5);
    }
    return out.p;
}

static void every_comment_is_on_one_page(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f), ada = add_somebody(f, "ada", ROLE_READER), ids[REPLIES];
    for (int i = 0; i < ROOTS; i++)
        add_comment(f, article, 0, ada, "One that begins a thread.");
    /* One long thread below the third, deep and wide. */
    for (int i = 0; i < REPLIES; i++)
        ids[i] = add_comment(f, article, i % 3 ? ids[i - i % 3] : i ? ids[i / 2] : 3, ada, "More.");
    const char *orders[] = {"new", "old", "hot"};
    for (size_t o = 0; o < ARRAY_LEN(orders); o++) {
        int seen[ROOTS + REPLIES + 1] = {0}, pages = 0;
        const char *threads[ROOTS];
        size_t n = 0;
        const char *next =
            str_printf(&f->arena, "/article/%lld/comments?order=%s", (long long)article, orders[o])
                .p;
        for (; next; pages++) {
            struct answer a = get(f, next);
            assert_int_equal(a.status, 200);
            const char *more = count_page(f, seen, a.body, "class=\"comment-more\"");
            if (more)
                threads[n++] = more;
            next = count_page(f, (int[ROOTS + REPLIES + 1]){0}, a.body, "class=\"onward\"");
            assert_in_range(pages, 0, 20);
        }
        assert_in_range(pages, 3, 10);
        assert_int_equal(n, 1);
        for (next = threads[0]; next;) {
            struct answer a = get(f, next);
            assert_int_equal(a.status, 200);
            next = count_page(f, seen, a.body, "class=\"onward\"");
        }
        for (int i = 1; i <= ROOTS + REPLIES; i++)
            if (seen[i] != 1)
                WRONG("%s: comment %d is on %d pages\n", orders[o], i, seen[i]);
    }
}

static void a_link_to_a_comment_finds_it(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f), ada = add_somebody(f, "ada", ROLE_READER);
    int64_t root = add_comment(f, article, 0, ada, "The first."), last = root;
    for (int i = 0; i < REPLIES; i++)
        last = add_comment(f, article, i % 4 ? last : root, ada, "More.");
    for (int64_t id = root; id <= last; id += 7) {
        struct answer a = get(f, at(f, "/comment/{}", id));
        str mark =
            str_printf(&f->arena, "<li class=\"comment marked\" id=\"c%lld\">", (long long)id);
        assert_has(a.body, mark.p);
    }
    struct answer a = get(f, at(f, "/comment/{}", root + 60));
    assert_has(a.body, "Read this thread from its beginning");
    assert_int_equal(get(f, "/comment/99999").status, 404);
    assert_int_equal(get(f, at(f, "/comment/{}?after=x", root)).code, E_INPUT);
}

static void threads_nest_as_lists(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f), ada = add_somebody(f, "ada", ROLE_MODERATOR);
    int64_t one = add_comment(f, article, 0, ada, "*One*.");
    int64_t two = add_comment(f, article, one, ada, "Two.");
    add_comment(f, article, two, ada, "Three.");
    set_state(f, two, COMMENT_REMOVED, "Beside <the> point");
    str body = get(f, at(f, "/article/{}", article)).body;
    assert_has(body, "<em>One</em>");
    assert_has(body, "<summary>1 reply</summary>");
    assert_has(body, "Removed by a moderator: Beside &lt;the&gt; point");
    assert_has_not(body, "Two.");
    assert_has(body, "Three.");
    size_t a = str_find(body, S("<em>One")), b = str_find(body, S("Beside &lt;")),
           c = str_find(body, S("Three."));
    assert_true(a < b && b < c);
    assert_has(body, "<span class=\"tag\">Moderator</span>");
}

/* --- who sees what ------------------------------------------------------------------------ */

enum eye { GUEST, AUTHOR, OTHER, MODERATOR, EYES };

static void words_are_for_those_who_may_see_them(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f);
    int64_t ada = add_somebody(f, "ada", ROLE_READER), ben = add_somebody(f, "ben", ROLE_READER);
    struct browser eyes[EYES] = {[GUEST] = {S(""), token_make(&f->arena)},
                                 [AUTHOR] = browser_of(f, ada),
                                 [OTHER] = browser_of(f, ben),
                                 [MODERATOR] =
                                     browser_of(f, add_somebody(f, "mo", ROLE_MODERATOR))};
    /* By state: which of them read the words anywhere but in the queue. */
    static const bool READS[][EYES] = {
        [COMMENT_SHOWN] = {true, true, true, true},
        [COMMENT_HELD] = {false, true, false, true},
        [COMMENT_DELETED] = {false, false, false, false},
        [COMMENT_REMOVED] = {false, false, false, false},
    };
    static const char *const PAGES[] = {"/comment/{}", "/comment/{}/reply", "/comment/{}/report",
                                        "/comment/{}/edit", "/comment/{}/delete"};
    for (int s = COMMENT_SHOWN; s <= COMMENT_REMOVED; s++) {
        int64_t id = add_comment(f, article, 0, ada, "Zanzibar lanterns.");
        set_state(f, id, (enum comment_state)s, "");
        for (int who = 0; who < EYES; who++) {
            for (size_t p = 0; p < ARRAY_LEN(PAGES); p++) {
                bool own = p >= 3; /* editing and deleting are the author's */
                struct answer a = browser_look(f, &eyes[who], at(f, PAGES[p], id));
                bool may = READS[s][who] && (!own || who == AUTHOR);
                if (str_has(a.body, S("Zanzibar")) != may)
                    WRONG("state %d, eye %d, %s: %d\n", s, who, PAGES[p], a.status);
                if (!may && !(own && who == GUEST)) /* who is sent to log in */
                    assert_int_not_equal(a.status, 303);
            }
            /* What they send is refused as well, and changes nothing. */
            static const char *const POSTS[] = {"/comment/{}/edit", "/comment/{}/delete"};
            for (size_t p = 0; p < ARRAY_LEN(POSTS) && who != AUTHOR; p++) {
                struct sending send =
                    form_to(f, &eyes[who], at(f, POSTS[p], id), "Mine now, all mine.");
                assert_in_range(browser_send(f, &eyes[who], &send).status, 403, 404);
                struct comment c;
                assert_ok(store_comment_get(&c, &f->arena, f->store, id, 0));
                assert_int_equal(c.state, s);
                assert_str(c.source, "Zanzibar lanterns.");
            }
            struct sending reply =
                form_to(f, &eyes[who], at(f, "/article/{}/comment", article),
                        at(f, "An answer to what was not to be seen, {}.", s * 10 + who));
            reply.form[2] =
                (struct http_pair){S("parent"), str_printf(&f->arena, "%lld", (long long)id)};
            int want = who == GUEST || s != COMMENT_SHOWN ? 403 : 303;
            int got = browser_send(f, &eyes[who], &reply).status;
            if (want == 303 ? got != 303 : got == 303)
                WRONG("state %d, eye %d: a reply is answered %d\n", s, who, got);
        }
        set_state(f, id, COMMENT_REMOVED, "");
    }
}

static void a_kept_article_has_nobodys_token(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f), ada = add_somebody(f, "ada", ROLE_READER);
    site_with(f, &(struct comment_rules){.on = true, .guests = true});
    int64_t id = add_comment(f, article, 0, ada, "Words.");
    struct browser nobody = {S(""), S("")}, reader = browser_of(f, ada);
    const char *pages[] = {at(f, "/article/{}", article), at(f, "/article/{}/comments", article),
                           at(f, "/comment/{}", id)};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
            assert_has(browser_look(f, &reader, pages[i]).body, "name=\"token\"");
            struct answer a = browser_look(f, &nobody, pages[i]);
            assert_has_not(a.body, "name=\"token\"");
            assert_true(a.out.shared != NULL);
            assert_int_equal(nobody.form.len, 0);
        }
    /* The form itself is for one browser. */
    struct answer a = browser_look(f, &nobody, at(f, "/article/{}/comment", article));
    assert_has(a.body, "name=\"token\"");
    assert_str(header_of(&a, "Cache-Control"), "no-store");
}

/* --- forms -------------------------------------------------------------------------------- */

static void a_form_keeps_what_was_typed(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f);
    site_with(f, &(struct comment_rules){.on = true, .guests = true});
    struct browser b = {S(""), token_make(&f->arena)};
    const char *target = at(f, "/article/{}/comment", article);
    struct sending s = form_to(f, &b, target, "Some \"words\" & <tags> of **mine**.");
    s.form[2] = (struct http_pair){S("name"), S("<i>x")};
    s.form[3] = (struct http_pair){S("do"), S("preview")};
    struct answer a = browser_send(f, &b, &s);
    assert_int_equal(a.status, 200);
    assert_has(a.body, "<strong>mine</strong>");
    assert_has(a.body, ">Some &quot;words&quot; &amp; &lt;tags&gt; of **mine**.</textarea>");
    assert_has(a.body, "value=\"&lt;i&gt;x\"");
    s.form[3].value = S("post");
    a = browser_send(f, &b, &s);
    assert_int_equal(a.status, 400);
    assert_has(a.body, "role=\"alert\"");
    assert_has(a.body, ">Some &quot;words&quot; &amp; &lt;tags&gt; of **mine**.</textarea>");
    assert_has(a.body, "aria-invalid=\"true\"");
    s.form[2].value = S("Gil");
    a = browser_send(f, &b, &s);
    assert_int_equal(a.status, 303);
    assert_has(header_of(&a, "Location"), "/comment/1?done=posted#c1");
    s.form[1].value = S("   ");
    assert_has(browser_send(f, &b, &s).body, "There is nothing to read in this comment yet.");
    /* A name others have an account under, and the field that people do not see. */
    add_somebody(f, "ada", ROLE_READER);
    s.form[1].value = S("Something else to be said of it.");
    s.form[2].value = S("ada");
    str taken = browser_send(f, &b, &s).body;
    assert_has(taken, "Somebody has that name already");
    assert_has(taken,
               "problem-new\" aria-invalid=\"true\">\n<span class=\"help\" id=\"name-help-new");
    s.form[2].value = S("Gil");
    s.form[4] = (struct http_pair){S("website"), S("https://spam.example")};
    assert_int_equal(browser_send(f, &b, &s).status, 403);
    int64_t n;
    assert_ok(store_comment_count(&n, f->store, article));
    assert_int_equal(n, 1);
}

#define TEXT S("The harbour opened case 1.\n\nThe second paragraph.")
static void a_quotation_leads_to_its_sentence(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f);
    struct text_range ranges[] = {{0, 26}, {28, 49}};
    struct article_analysis found = {.article_id = article, .version = 1, .sentences = {ranges, 2}};
    assert_ok(store_analysis_put(f->store, &found, TEXT));
    struct browser ada = browser_of(f, add_somebody(f, "ada", ROLE_READER));
    assert_has(browser_look(f, &ada, at(f, "/article/{}/comment?s=1", article)).body,
               "<option value=\"1\" selected>The second paragraph.</option>");
    struct sending s = form_to(f, &ada, at(f, "/article/{}/comment", article), "Is it the second?");
    s.form[2] = (struct http_pair){S("s"), S("1")};
    s.form[3] = (struct http_pair){S("version"), S("1")};
    assert_int_equal(browser_send(f, &ada, &s).status, 303);
    str link = str_printf(&f->arena, "<a href=\"/article/%lld#s1\"", (long long)article);
    assert_has(get(f, at(f, "/article/{}", article)).body, link.p);
    assert_has(get(f, "/comment/1").body, link.p);
    /* The article changes: the quotation leads to the text it is of. */
    struct article again = article_of(f, 1, 1, "Changed");
    again.content_hash = 7;
    put(f, &again);
    str body = get(f, "/comment/1").body;
    assert_has(body, "The article has changed since");
    assert_has(body, str_printf(&f->arena, "/article/%lld/versions/1\"", (long long)article).p);
    s.form[1].value = S("And is that still so?");
    s.form[3].value = S("1");
    ranges[1].begin = 28;
    found.version = 2;
    assert_ok(store_analysis_put(f->store, &found, TEXT));
    assert_has(browser_send(f, &ada, &s).body, "The article has changed, and the words you chose");
}

/* --- moderating --------------------------------------------------------------------------- */

static void the_queue_says_why(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f), ada = add_somebody(f, "ada", ROLE_READER);
    struct browser mo = browser_of(f, add_somebody(f, "mo", ROLE_MODERATOR));
    struct browser owner = browser_of(f, add_somebody(f, "olga", ROLE_OWNER)),
                   guest = {S(""), S("")};
    int64_t parent = add_comment(f, article, 0, ada, "What was *asked*.");
    int64_t id = add_comment(f, article, parent, ada, "Held words.");
    set_state(f, id, COMMENT_HELD, "");
    guest.form = token_make(&f->arena);
    struct sending report = form_to(f, &guest, at(f, "/comment/{}/report", parent), "");
    report.form[1] = (struct http_pair){S("choice"), S("Not <true>")};
    report.form[2] = (struct http_pair){S("words"), S("<script>x</script>")};
    assert_int_equal(browser_send(f, &guest, &report).status, 303);
    str body = browser_look(f, &mo, "/moderation").body;
    assert_has(body, "<span class=\"tag\">many links</span>");
    assert_has(body, "In answer to ada:");
    assert_has(body, "<em>asked</em>");
    assert_has(body, "The &lt;b&gt; &amp; harbour");
    assert_has(body, "<span class=\"count\" title=\"Comments to decide about\">2</span>");
    body = browser_look(f, &mo, "/moderation?queue=reported").body;
    assert_has(body, "Not &lt;true&gt;: &lt;script&gt;x&lt;/script&gt;");
    assert_has_not(body, "<script>x");
    /* Readers see no count; nobody's page says there is such a list. */
    assert_has_not(get(f, "/").body, "/moderation");
    /* A moderator does not ban one, an owner does. */
    int64_t other = add_somebody(f, "min", ROLE_MODERATOR);
    int64_t theirs = add_comment(f, article, 0, other, "A moderator's words.");
    struct sending ban = form_to(f, &mo, at(f, "/moderation/{}/ban", theirs), "");
    assert_int_equal(browser_look(f, &mo, ban.target).status, 403);
    assert_int_equal(browser_send(f, &mo, &ban).status, 403);
    assert_has_not(browser_look(f, &mo, at(f, "/moderation/{}", theirs)).body, "/ban\"");
    ban = form_to(f, &owner, ban.target, "");
    assert_int_equal(browser_send(f, &owner, &ban).status, 303);
    assert_int_equal(get(f, at(f, "/comment/{}", theirs)).status, 404);
}

/* --- settings and feeds ------------------------------------------------------------------- */

static void without_comments_there_is_nothing(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f), ada = add_somebody(f, "ada", ROLE_OWNER);
    int64_t id = add_comment(f, article, 0, ada, "Words.");
    site_with(f, &(struct comment_rules){.on = false});
    struct browser owner = browser_of(f, ada);
    assert_has_not(browser_look(f, &owner, at(f, "/article/{}", article)).body, "comment");
    assert_has_not(browser_look(f, &owner, "/").body, "moderation");
    const char *pages[] = {"/article/1/comments",
                           "/article/1/comments/feed.xml",
                           "/comments/feed.xml",
                           "/article/1/comment",
                           "/moderation",
                           at(f, "/comment/{}", id),
                           at(f, "/comment/{}/reply", id),
                           at(f, "/comment/{}/edit", id),
                           at(f, "/moderation/{}", id)};
    for (size_t i = 0; i < ARRAY_LEN(pages); i++)
        assert_int_equal(browser_look(f, &owner, pages[i]).status, 404);
    struct sending s = form_to(f, &owner, "/article/1/comment", "Words that are not wanted here.");
    assert_int_equal(browser_send(f, &owner, &s).status, 404);
}

static void what_is_closed_says_why(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f);
    struct browser nobody = {S(""), S("")};
    site_with(f, &(struct comment_rules){.on = true});
    assert_has(get(f, at(f, "/article/{}", article)).body, "Yours would be the first word");
    assert_has(browser_look(f, &nobody, at(f, "/article/{}/comment", article)).body,
               "href=\"/login?next=%2Farticle%2F1%2Fcomment\"");
    site_with(f, &(struct comment_rules){.on = true, .close_us = HOUR_US / 2});
    f->now_us += HOUR_US;
    str body = get(f, at(f, "/article/{}", article)).body;
    assert_has(body, "Comments on this article are closed.");
    assert_has_not(body, "/comment\"");
    struct browser ada = browser_of(f, add_somebody(f, "ada", ROLE_READER));
    struct sending s =
        form_to(f, &ada, at(f, "/article/{}/comment", article), "Too late for words.");
    struct answer a = browser_send(f, &ada, &s);
    assert_int_equal(a.status, 403);
    assert_has(a.body, "Comments on this article are closed.");
}

static void feeds_hold_what_is_shown(void **state)
{
    struct fixture *f = *state;
    int64_t article = an_article(f), ada = add_somebody(f, "ada", ROLE_READER);
    site_with(f, &(struct comment_rules){.on = true});
    add_comment(f, article, 0, ada, "Shown & *marked*.");
    set_state(f, add_comment(f, article, 0, ada, "Held words."), COMMENT_HELD, "");
    const char *feeds[] = {at(f, "/article/{}/comments/feed.xml", article), "/comments/feed.xml"};
    for (size_t i = 0; i < ARRAY_LEN(feeds); i++) {
        struct answer a = browser_look(f, &(struct browser){S(""), S("")}, feeds[i]);
        assert_str(a.out.content_type, "application/atom+xml; charset=utf-8");
        assert_has(a.body, "<content type=\"html\">&lt;p&gt;Shown &amp;amp; &lt;em&gt;marked");
        assert_has(a.body, "ada on “The &lt;b&gt; &amp; harbour”");
        assert_has(a.body, "<id>urn:uuid:");
        assert_has(a.body, "href=\"http://news.example/comment/1#c1\"");
        assert_has_not(a.body, "Held words");
    }
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(every_comment_is_on_one_page),
        WITH_SITE(a_link_to_a_comment_finds_it),
        WITH_SITE(threads_nest_as_lists),
        WITH_SITE(words_are_for_those_who_may_see_them),
        WITH_SITE(a_kept_article_has_nobodys_token),
        WITH_SITE(a_form_keeps_what_was_typed),
        WITH_SITE(a_quotation_leads_to_its_sentence),
        WITH_SITE(the_queue_says_why),
        WITH_SITE(without_comments_there_is_nothing),
        WITH_SITE(what_is_closed_says_why),
        WITH_SITE(feeds_hold_what_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
