/* Articles as JSON: the fields and their shapes, markup and text, what is refused; the text of
 * fragments. */
#include "testing.h"

#include "article/markup.h"
#include "base/clock.h"
#include "pipeline/fragment.h"
#include "pipeline/json_article.h"

struct scene {
    struct arena arena;
    struct doc doc;
    struct json_value *v;
    struct article article;
};

static int setup(void **state)
{
    struct scene *s = mem_calloc(1, sizeof *s);
    arena_init(&s->arena);
    doc_init(&s->doc);
    doc_reset(&s->doc);
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    json_in_free(s->v);
    doc_end(&s->doc);
    arena_end(&s->arena);
    free(s);
    return 0;
}

static status article(struct scene *s, const char *json)
{
    json_in_free(s->v);
    s->v = NULL;
    assert_ok(json_in_parse(&s->v, str_c(json)));
    return json_article(&s->article, &s->arena, s->v, &s->doc);
}

static void test_fields(void **state)
{
    struct scene *s = *state;
    assert_ok(article(s,
                      "{\"id\":7,\"url\":\"HTTPS://A.example/x\",\"title\":\" T \",\"text\":\"One "
                      "two.\",\"published\":\"2026-11-20\",\"updated\":1700000000,\"language\":"
                      "\"pt_BR\",\"authors\":[{\"name\":\"Ann\"},\"Bob\",null,3],\"tags\":\"sea\","
                      "\"source\":\"S\",\"image\":\"https://a.example/i.png\",\"fetched\":"
                      "\"2026-11-21T00:00:00Z\",\"credit_line\":\"By X.\"}"));
    const struct article *a = &s->article;
    struct civil day = {.year = 2026, .month = 11, .day = 20};
    assert_str(a->url, "https://a.example/x");
    assert_str(a->title, "T");
    assert_str(a->text, "One two.");
    assert_str(str_trim(a->body.s), "<p>One two.</p>");
    assert_int_equal(a->published_us, clock_from_civil(&day));
    assert_int_equal(a->updated_us, 1700000000 * CLOCK_SECOND_US);
    assert_str(a->language, "pt");
    assert_int_equal(a->authors.len, 2);
    assert_str(a->authors.at[0], "Ann");
    assert_str(a->authors.at[1], "Bob");
    assert_int_equal(a->tags.len, 1);
    assert_str(a->site_name, "S");
    assert_str(a->image.url, "https://a.example/i.png");
    assert_str(a->credit_line, "By X.");
    assert_int_equal(a->word_count, 2);
    assert_int_equal(s->doc.fetched_us, clock_from_civil(&day) + CLOCK_DAY_US);
    assert_str(sbuf_str(&s->doc.item_id), "7");
}

/* Nothing that could run may become a link or a picture. */
static void test_hostile_fields(void **state)
{
    struct scene *s = *state;
    assert_ok(article(s, "{\"url\":\"javascript:alert(1)\",\"canonical_url\":\"data:,x\",\"title\":"
                         "\"<b>T\",\"html\":\"<p onclick=x>A<script>b</script><a href="
                         "'javascript:x'>c</a></p>\",\"image\":{\"url\":\"javascript:x\","
                         "\"alt\":\"A\"}}"));
    assert_str(s->article.url, "");
    assert_str(s->article.canonical_url, "");
    assert_str(s->article.image.url, "");
    assert_str(s->article.title, "<b>T");
    assert_false(str_has(s->article.body.s, S("script")));
    assert_false(str_has(s->article.body.s, S("onclick")));
    assert_str(s->article.text, "Ac");
    assert_ok(article(s, "{\"title\":\"T\\u0000U\",\"text\":\"a\\u0000<img src=x>\"}"));
    assert_str(s->article.title, "T U");
    assert_str(s->article.text, "a <img src=x>");
    assert_true(str_has(s->article.body.s, S("&lt;img src=x&gt;")));
}

static void test_refused(void **state)
{
    struct scene *s = *state;
    static const struct {
        const char *json, *error;
    } cases[] = {
        {"[1]", "the line is no JSON object"},
        {"{\"title\":\"T\"}", "the article has neither text nor html"},
        {"{\"title\":\"T\",\"text\":\"  \"}", "the article has neither text nor html"},
        {"{\"title\":\"T\",\"text\":[\"a\"]}", "the article has neither text nor html"},
        {"{\"text\":\"a\"}", "the article has no title"},
        {"{\"title\":\"T\",\"html\":\"<img src=x>\"}", "the article has no text"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(article(s, cases[i].json), E_INPUT);
        assert_string_equal(err_text(), cases[i].error);
    }
}

static void assert_text(struct arena *a, const char *markup, const char *want)
{
    str got;
    assert_ok(fragment_text(&got, a, (html){str_c(markup)}, 10000));
    assert_str(got, want);
}

static void test_fragment_text(void **state)
{
    struct scene *s = *state;
    struct arena *a = &s->arena;
    assert_text(a, "", "");
    assert_text(a, "<p>One <b>two</b>,\n three</p>\n<p>four</p>", "One two, three\n\nfour");
    assert_text(a, "<p>a<br>b</p>tail", "a\nb\n\ntail");
    assert_text(a, "<ul><li>a</li><li>b</li></ul><blockquote><p>c</p></blockquote>", "a\n\nb\n\nc");
    assert_text(a, "<figure><img src=x><figcaption>no</figcaption></figure><p>yes</p>", "yes");
    assert_text(a, "<p>a</p><p> </p><p></p><p>b</p>", "a\n\nb");
    struct sbuf out;
    sbuf_init(&out, a, 1000);
    article_markup(&out, S("\n\n a & b\r\nc\n \nd<e\n\n\n"));
    assert_str(sbuf_str(&out), "<p>a &amp; b<br>\nc</p>\n<p>d&lt;e</p>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hostile_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_fragment_text, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
