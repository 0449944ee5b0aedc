/* The blocks around an article's text, from what the store has: what each says and where it leads,
 * the pages of hashtags, and answers to questions. */
#include "web_browser.h"

#include "text/doc.h"

#define RANGE(text, part) range_of((text), S(part))

static struct text_range range_of(str text, str part)
{
    size_t at = str_find(text, part);
    assert_true(at != STR_NPOS);
    return (struct text_range){(uint32_t)at, (uint32_t)(at + part.len)};
}

static struct text_ranges sentences_of(struct fixture *f, str text)
{
    struct text_reader *reader = text_reader_new();
    struct text_doc doc;
    struct text_input in = {.text = text, .language = S("en"), .published_us = TIME_NONE};
    text_doc_read(&doc, &f->arena, reader, &in);
    struct text_range *at = arena_array(&f->arena, doc.body.sentences_len, struct text_range);
    for (uint32_t i = 0; i < doc.body.sentences_len; i++)
        at[i] = (struct text_range){doc.body.sentences[i].begin, doc.body.sentences[i].end};
    text_reader_free(reader);
    return (struct text_ranges){at, doc.body.sentences_len};
}

#define TEXT                                                                                       \
    "The harbour of Quay opened on Friday. Mayor Ada Quill cut the ribbon & left.\n\n"             \
    "The Lamp reported, citing people in the hall, that Quill had not been asked. Nobody in "      \
    "Quay complained."

/* An article with everything an analysis may have; its id. */
static int64_t put_analysed(struct fixture *f)
{
    str text = S(TEXT);
    struct article a = article_of(f, add_source(f, "a.example", "en", false), 3, "Harbour <open>");
    a.text = text;
    a.body = (html){S("<p>The harbour of <em>Quay</em> opened on Friday. Mayor Ada Quill cut the "
                      "ribbon &amp; left.</p><p>The Lamp reported, citing people in the hall, that "
                      "Quill had not been asked. <em>Nobody in Quay</em> complained.</p>")};
    a.credit_line = S("First published by the Northern Lamp.");
    int64_t id = put(f, &a);
    struct text_ranges sentences = sentences_of(f, text);
    assert_int_equal(sentences.len, 4);
    const struct text_range quill[] = {RANGE(text, "Ada Quill"), RANGE(text, "Quill had")};
    const struct text_range quay[] = {RANGE(text, "Quay opened"), RANGE(text, "Quay complained")};
    const struct analysed_name names[] = {
        {S("Ada Quill"), S("Quill"), ANALYSED_PERSON, {quill, 2}, sentences.at[1]},
        {S("Quay"), S(""), ANALYSED_PLACE, {quay, 2}, {0, 0}},
        {S("The <Lamp>"), S(""), ANALYSED_ORGANISATION, {0}, {0, 0}},
    };
    const struct credited agencies[] = {{.name = S("Reuters")}};
    const struct credited cited[] = {
        {.name = S("The Lamp"), .at = sentences.at[2], .anonymous = true, .times = 1},
        {.name = S("Ferry Times"), .at = sentences.at[3], .times = 1},
    };
    struct article_analysis found = {
        .article_id = id,
        .version = 1,
        .sentences = sentences,
        .summary = {sentences.at, 1},
        .points = {sentences.at + 2, 2},
        .names = {names, ARRAY_LEN(names)},
        .provenance = {.first_published_by = {.name = S("Northern Lamp")},
                       .translated_by = {.name = S("Ada"), .at = sentences.at[1]},
                       .edited_by = {.name = S("Ada"), .at = sentences.at[1]},
                       .translated = true,
                       .agencies = {agencies, 1},
                       .cited = {cited, 2}},
    };
    assert_ok(store_analysis_put(f->store, &found, text));
    return id;
}

static str page_of(struct fixture *f, const char *form, int64_t id)
{
    struct answer a = get(f, str_printf(&f->arena, "/article/%lld%s", (long long)id, form).p);
    assert_int_equal(a.code, OK);
    return a.body;
}

/* Each of WANTED in its order. */
static void assert_order(str body, const char *const *wanted, size_t n)
{
    for (size_t i = 0, from = 0; i < n; i++) {
        size_t at = str_find(str_skip(body, from), str_c(wanted[i]));
        if (at == STR_NPOS)
            print_error("not there, or not in its place: %s\n%.*s\n", wanted[i], STR_FMT(body));
        assert_true(at != STR_NPOS);
        from += at;
    }
}

static void what_is_said_leads_to_its_sentence(void **state)
{
    struct fixture *f = *state;
    str body = page_of(f, "", put_analysed(f));
    const char *order[] = {
        "<h1>Harbour &lt;open&gt;</h1>",
        "class=\"note provenance\"",
        "First published by</span> <a href=\"#credit\">Northern Lamp</a>.",
        "Translated and edited by</span> <a href=\"#s1\">Ada</a>.",
        "With material from</span> <strong>Reuters</strong>.",
        "Cites</span> <a href=\"#s2\">The Lamp</a> <span class=\"credit-label\">(sources not "
        "named)</span> and <a href=\"#s3\">Ferry Times</a>.",
        "<p><span class=\"s\" id=\"s0\">The harbour of <em>Quay</em> opened on Friday.</span> "
        "<span class=\"s\" id=\"s1\">Mayor Ada Quill cut the ribbon &amp; left.</span></p>",
        "<span class=\"s\" id=\"s3\"><em>Nobody in Quay</em> complained.</span>",
        "id=\"credit\">First published by the Northern Lamp.",
        "id=\"summary-title\"",
        "<a href=\"#s0\">The harbour of Quay opened on Friday.</a>",
        "word for word",
        "id=\"points-title\"",
        "<a href=\"#s2\">The Lamp reported, citing people in the hall, that",
        "<a href=\"#s3\">Nobody in Quay complained.</a>",
        "id=\"names-title\"",
        "<h4>People</h4>",
        "Ada Quill</strong> <span class=\"credit-label\">also Quill</span>",
        "<a href=\"#s1\" aria-label=\"Ada Quill, mention 1\">1</a>",
        "<a href=\"#s2\" aria-label=\"Ada Quill, mention 2\">2</a>",
        "<a href=\"#s1\">Mayor Ada Quill cut the ribbon &amp; left.</a>",
        "<h4>Organisations</h4>",
        "The &lt;Lamp&gt;</strong>",
        "<h4>Places</h4>",
        "Quay</strong>",
        "<a href=\"#s0\" aria-label=\"Quay, mention 1\">1</a>",
        "<a href=\"#s3\" aria-label=\"Quay, mention 2\">2</a>",
        "id=\"ask-title\"",
        "id=\"listen-title\"",
        "id=\"translate-title\"",
        "Not available:",
    };
    assert_order(body, order, ARRAY_LEN(order));
    assert_has_not(body, "id=\"hashtags\"");
    assert_has_not(body, "id=\"related\"");
}

/* A sentence introduces the first of the names in it; a name of the headline has none. */
static void a_sentence_introduces_once(void **state)
{
    struct fixture *f = *state;
    str text = S("Ada and Ben left the hall. The others stayed.");
    struct article a = article_of(f, add_source(f, "a.example", "en", false), 3, "Cy came");
    a.text = text;
    a.body = (html){S("<p>Ada and Ben left the hall. The others stayed.</p>")};
    int64_t id = put(f, &a);
    struct text_ranges sentences = sentences_of(f, text);
    const struct text_range ada = RANGE(text, "Ada"), ben = RANGE(text, "Ben");
    const struct analysed_name names[] = {
        {S("Cy"), S(""), ANALYSED_PERSON, {0}, {0, 0}},
        {S("Ada"), S(""), ANALYSED_PERSON, {&ada, 1}, sentences.at[0]},
        {S("Ben"), S(""), ANALYSED_PERSON, {&ben, 1}, sentences.at[0]},
    };
    struct article_analysis found = {
        .article_id = id, .version = 1, .sentences = sentences, .names = {names, 3}};
    assert_ok(store_analysis_put(f->store, &found, text));
    str body = page_of(f, "", id);
    const char *order[] = {"Cy</strong> <span class=\"credit-label\">in the headline</span>",
                           "Ada</strong>", "<a href=\"#s0\">Ada and Ben left the hall.</a>",
                           "Ben</strong>"};
    assert_order(body, order, ARRAY_LEN(order));
    size_t at = str_find(body, S(">Ada and Ben left the hall.</a>"));
    assert_false(str_has(str_skip(body, at + 1), S(">Ada and Ben left the hall.</a>")));
}

static void an_article_that_was_not_analysed_has_no_blocks(void **state)
{
    struct fixture *f = *state;
    int64_t id = fill(f);
    str body = page_of(f, "", id);
    const char *absent[] = {"provenance", "id=\"features\"", "id=\"hashtags\"", "id=\"related\"",
                            "class=\"s\""};
    for (size_t i = 0; i < ARRAY_LEN(absent); i++)
        assert_has_not(body, absent[i]);
    assert_has(body, "<p>The harbour opened case 0.</p>");
}

/* The analysis of version 1 says nothing of version 2. */
static void an_analysis_of_another_version_is_not_shown(void **state)
{
    struct fixture *f = *state;
    int64_t id = put_analysed(f);
    struct article b = article_of(f, 1, 3, "Changed");
    b.text = S("Other words.");
    b.body = (html){S("<p>Other words.</p>")};
    b.content_hash = 4711;
    assert_int_equal(put(f, &b), id);
    str body = page_of(f, "", id);
    assert_has(body, "<p>Other words.</p>");
    assert_has_not(body, "id=\"features\"");
}

static void a_text_without_a_body_is_marked_too(void **state)
{
    struct fixture *f = *state;
    struct article a = article_of(f, add_source(f, "a.example", "en", false), 3, "Plain");
    a.text = S("One <is> here. Two is there.\n\nThree.");
    a.body = (html){S("")};
    int64_t id = put(f, &a);
    struct article_analysis found = {
        .article_id = id, .version = 1, .sentences = sentences_of(f, a.text)};
    assert_ok(store_analysis_put(f->store, &found, a.text));
    assert_has(
        page_of(f, "", id),
        "<p><span class=\"s\" id=\"s0\">One &lt;is&gt; here.</span> <span class=\"s\" "
        "id=\"s1\">Two is there.</span></p><p><span class=\"s\" id=\"s2\">Three.</span></p>");
}

static int64_t put_tagged(struct fixture *f)
{
    int64_t id = fill(f);
    struct tag tags[] = {
        {.display = S("OpenHarbour"), .canonical = S("openharbour"), .kind = ANALYSED_OTHER},
        {.display = S("Quay<>"), .canonical = S("quay"), .kind = ANALYSED_PLACE},
    };
    const str aliases[] = {S("oh")};
    assert_ok(store_tag_ensure(&tags[0], f->store, aliases, 1));
    assert_ok(store_tag_ensure(&tags[1], f->store, NULL, 0));
    const int64_t both[] = {tags[0].id, tags[1].id};
    for (int64_t i = id; i < id + 40; i++)
        assert_ok(store_article_tags_put(f->store, i, both, i < id + 10 ? 2 : 1));
    return id;
}

static void hashtags_lead_to_their_pages(void **state)
{
    struct fixture *f = *state;
    int64_t id = put_tagged(f);
    str body = page_of(f, "", id);
    assert_has(body, "<a href=\"/tag/openharbour\" rel=\"tag\"><bdi>#OpenHarbour</bdi></a>");
    assert_has(body, "<a href=\"/tag/quay\" rel=\"tag\"><bdi>#Quay&lt;&gt;</bdi></a>");
    body = get(f, "/tag/openharbour").body;
    const char *order[] = {
        "title=\"#OpenHarbour\" href=\"/tag/openharbour/feed.xml\">",
        "<h1><bdi>#OpenHarbour</bdi></h1>",
        "40 articles",
        "role=\"img\" aria-label=\"40 articles in 60 days, the most on",
        "<rect x=\"",
        "id=\"beside-title\"",
        "#Quay&lt;&gt;</bdi></a> <span class=\"count\">10</span>",
        "The a.example &amp; Co</a> <span class=\"count\">10</span>",
        "Headline number 0",
        "Headline number 29",
        "href=\"/tag/openharbour?after=",
    };
    assert_order(body, order, ARRAY_LEN(order));
    size_t at = str_find(body, S("/tag/openharbour?after="));
    str next = str_sub(str_skip(body, at), 0, str_chr(str_skip(body, at), '"'));
    body = get(f, str_cstr(&f->arena, next)).body;
    assert_has(body, "Headline number 30");
    assert_has_not(body, "Headline number 29<");
    assert_has(get(f, "/tags").body, "#OpenHarbour</bdi></a> <span class=\"count\">40</span>");
}

static void a_hashtag_is_found_however_it_is_written(void **state)
{
    struct fixture *f = *state;
    put_tagged(f);
    const char *forms[] = {"/tag/OpenHarbour", "/tag/#Open-Harbour", "/tag/oh", "/tag/OH"};
    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        assert_has(get(f, forms[i]).body, "<h1><bdi>#OpenHarbour</bdi></h1>");
    const char *none[] = {"/tag/nothing", "/tag/!!!", "/tag/openharbour2", "/tag/nothing/feed.xml"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_int_equal(get(f, none[i]).status, 404);
}

static void related_articles_say_why(void **state)
{
    struct fixture *f = *state;
    int64_t id = fill(f);
    const str words[] = {S("Ada <Quill>"), S("Quay")};
    const struct related_put cards[] = {
        {id + 2, RELATED_BY_EVENT, 0.9, {words, 2}},
        {id + 1, RELATED_BY_TOPIC, 0.3, {NULL, 0}},
    };
    assert_ok(store_related_put(f->store, id, cards, 2));
    str body = page_of(f, "", id);
    const char *order[] = {
        "id=\"related-title\"",
        "The c.example &amp; Co",
        "2 hours ago",
        "<a href=\"/article/3\">Headline number 2</a>",
        "What happened in case number 2, in short.",
        "Same event: Ada &lt;Quill&gt; and Quay<",
        "Headline number 1<",
        "Same subject<",
    };
    assert_order(body, order, ARRAY_LEN(order));
    assert_has_not(body, "<details class=\"gist\">");
    assert_ok(store_copy_put(f->store, id + 5, id));
    assert_has(page_of(f, "", id), "Also published by</span> <a href=\"/article/6\">The b.example "
                                   "&amp; Co</a>.");
}

static void a_question_is_answered_with_passages(void **state)
{
    struct fixture *f = *state;
    int64_t id = put_analysed(f);
    struct article other = article_of(f, add_source(f, "b.example", "en", false), 9, "Elsewhere");
    other.text = S("A ferry came in at noon. Ada Quill was elected mayor of Quay in 2024 by a wide "
                   "margin. The weather was fair.");
    int64_t other_id = put(f, &other);
    struct article_analysis found = {
        .article_id = other_id, .version = 1, .sentences = sentences_of(f, other.text)};
    assert_ok(store_analysis_put(f->store, &found, other.text));
    str body = page_of(f, "/ask?q=When did the harbour of Quay open?", id);
    assert_has(body, ">In this article</p>");
    assert_has(body, "/article/1#s0\">The harbour of Quay opened on Friday.</a>");
    body = page_of(f, "/ask?q=When was Ada Quill elected mayor?", id);
    assert_has(body, ">Elsewhere in the archive</p>");
    assert_has(body, "/article/2#s1\">Ada Quill was elected mayor of Quay in 2024");
    assert_has(body, "<cite>Elsewhere</cite>");
    body = page_of(f, "/ask?q=How deep is the lake of <Geneva>?", id);
    assert_has(body, "Nothing here answers that.");
    assert_has(body, "value=\"How deep is the lake of &lt;Geneva&gt;?\"");
    body = page_of(f, "/ask", id);
    assert_has_not(body, "Nothing here answers that.");
    assert_has(body, "Your question about this article");
    assert_int_equal(get(f, "/article/99/ask?q=x").status, 404);
}

/* However long a question is, and whatever it is made of. */
static void any_question_gets_a_page(void **state)
{
    struct fixture *f = *state;
    int64_t id = put_analysed(f);
    const char *questions[] = {
        "?", "\"\"\"", "-a -b", "source: lang: *", "the of and", "a*", "\xe6\xbc\xa2\xe5\xad\x97"};
    for (size_t i = 0; i < ARRAY_LEN(questions); i++)
        assert_has(page_of(f, str_printf(&f->arena, "/ask?q=%s", questions[i]).p, id),
                   "Nothing here answers that.");
    char *long_one = arena_alloc(&f->arena, 4001);
    for (int i = 0; i < 4000; i++)
        long_one[i] = i % 7 ? 'q' : ' ';
    long_one[4000] = 0;
    str body = page_of(f, str_printf(&f->arena, "/ask?q=%s", long_one).p, id);
    assert_true(body.len < 20000);
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, web_setup, web_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SITE(what_is_said_leads_to_its_sentence),
        WITH_SITE(a_sentence_introduces_once),
        WITH_SITE(an_article_that_was_not_analysed_has_no_blocks),
        WITH_SITE(an_analysis_of_another_version_is_not_shown),
        WITH_SITE(a_text_without_a_body_is_marked_too),
        WITH_SITE(hashtags_lead_to_their_pages),
        WITH_SITE(a_hashtag_is_found_however_it_is_written),
        WITH_SITE(related_articles_say_why),
        WITH_SITE(a_question_is_answered_with_passages),
        WITH_SITE(any_question_gets_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
