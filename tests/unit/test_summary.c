/* Summaries, key points, stories and questions: what is chosen, and what must hold for any text. */
#include "text_fixture.h"

#include "summary/summary.h"

static struct text_doc read_doc(struct text_fixture *f, const char *language, const char *title,
                                const char *text)
{
    struct text_doc doc;
    struct text_input in = {str_c(title), str_c(text), str_c(language), INT64_MIN};
    text_doc_read(&doc, &f->arena, f->reader, &in);
    return doc;
}

/* The chosen sentences' numbers: "0 3 4". */
static const char *numbers(struct text_fixture *f, const struct summary_vec *v)
{
    str out = S("");
    vec_each (struct summary_sentence, s, v)
        out = str_printf(&f->arena, "%.*s%s%u", STR_FMT(out), out.len ? " " : "", s->sentence);
    return str_cstr(&f->arena, out);
}

static const char bridge[] =
    "The council of Gormley voted on Monday to close the Tanner Bridge for fourteen months. "
    "It was built in 1911.\n\n"
    "Engineers found cracks in nine of the twelve iron arches of the bridge in March, according to "
    "a report by the harbour office. However, nobody had read it.\n\n"
    "\"The bridge is tired,\" said Marta Quill, the chief engineer of the harbour office.\n\n"
    "She added that the arches would have to be replaced one by one.\n\n"
    "The work will cost 6.4 million crowns, of which the province pays two thirds. "
    "Where will the rest come from?\n\n"
    "Buses to the east bank will go round by Adderton, which adds 25 minutes to the journey. "
    "The bus company has hired eleven drivers for the detour.\n\n"
    "Shopkeepers on Tanner Street fear for their trade. Olwen Pratt, who sells lamps at number 4, "
    "has started a petition with 800 signatures.\n\n"
    "After the vote he refused to speak to the press.\n\n"
    "A ferry for people on foot will cross the river every ten minutes from 1 September. "
    "Tickets for the ferry are free for pupils.\n\n"
    "Read more about the bridge on page 5.";

static void test_article(void **state)
{
    struct text_fixture *f = *state;
    struct text_doc doc = read_doc(f, "en", "Tanner Bridge to close for fourteen months", bridge);
    struct summary_vec summary, points, alone;
    summary_and_points(&summary, &points, &f->arena, &doc);
    summary_article(&alone, &f->arena, &doc);
    assert_string_equal(numbers(f, &summary), numbers(f, &alone));
    assert_string_equal(numbers(f, &summary), "0 2");
    assert_string_equal(numbers(f, &points), "6 8 11 13");
    const struct summary_sentence *s = &summary.at[0];
    assert_int_equal(s->reasons & (SUMMARY_LEAD | SUMMARY_TITLE), SUMMARY_LEAD | SUMMARY_TITLE);
    assert_str(doc.terms[s->terms[0]].text, "tanner");
    assert_true(summary.at[1].reasons & SUMMARY_CENTRAL);
    assert_true(points.at[0].reasons & SUMMARY_NUMBERS);
}

static void test_short(void **state)
{
    struct text_fixture *f = *state;
    struct summary_vec summary, points;
    static const char *const texts[] = {"", "One sentence about a bridge in Gormley is here.",
                                        "The bridge of Gormley is closed. The ferry still runs."};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct text_doc doc = read_doc(f, "en", "Bridge", texts[i]);
        summary_and_points(&summary, &points, &f->arena, &doc);
        assert_int_equal(summary.len, 0);
        assert_int_equal(points.len, 0);
    }
    struct text_doc doc =
        read_doc(f, "en", "", "He said so. She said so. They said so. It rained.");
    summary_and_points(&summary, &points, &f->arena, &doc);
    assert_int_equal(summary.len, 0); /* nothing in it stands alone */
}

/* The same news in other words is told once; what only one text has comes in where there is room.
 * Without times the texts stand as given, with them the older first. */
static void test_story(void **state)
{
    struct text_fixture *f = *state;
    struct text_doc docs[3] = {
        read_doc(f, "en", "Bridge to close",
                 "The council of Gormley voted to close the Tanner Bridge for fourteen months. He "
                 "said it was sad. A ferry will cross the river every ten minutes."),
        read_doc(f, "en", "Bridge closes",
                 "The Tanner Bridge will close for fourteen months, the council of Gormley voted. "
                 "The work on the bridge will cost 6.4 million crowns in all."),
        read_doc(f, "en", "Ferry instead of bridge",
                 "A ferry will cross the river every ten minutes while the bridge is closed. Is it "
                 "enough? Engineers found cracks in nine of the twelve arches of the bridge."),
    };
    struct summary_vec out;
    summary_story(&out, &f->arena, docs, 3, 45);
    uint32_t votes = 0;
    vec_each (struct summary_sentence, s, &out) {
        str text = str_sub(docs[s->document].body.text, s->begin, s->end);
        votes += str_has(text, S("voted"));
        assert_false(str_has(text, S("He said")));
        assert_false(str_has(text, S("enough")));
    }
    assert_int_equal(votes, 1);
    assert_int_equal(out.len, 3);
    assert_true(out.at[0].document <= out.at[1].document);
    docs[0].published_us = 3000;
    docs[1].published_us = 2000;
    docs[2].published_us = 1000;
    summary_story(&out, &f->arena, docs, 3, 45);
    assert_true(out.at[0].document > out.at[out.len - 1].document);
    summary_story(&out, &f->arena, docs, 3, 5);
    assert_int_equal(out.len, 0);
    summary_story(&out, &f->arena, docs, 0, 100);
    assert_int_equal(out.len, 0);
}

static void test_ask(void **state)
{
    static const struct {
        const char *question, *want; /* the best answer's sentence, "" for none */
    } rows[] = {
        {"How much will the work cost?", "6"},
        {"Who is Marta Quill?", "4"},
        {"Who is the chief engineer?", "4"},
        {"When did engineers find cracks?", "2"},
        {"How many drivers has the bus company hired?", "9"},
        {"Where will the buses go?", "8"},
        {"How long will the bridge be closed?", "0"},
        {"Who started a petition?", "11"},
        {"Who won the football match?", ""},
        {"What is the capital of France?", ""},
        {"When did Olwen Pratt open the shop?", ""},
        {"Who?", ""},
        {"", ""},
    };
    struct text_fixture *f = *state;
    struct text_doc doc = read_doc(f, "en", "Tanner Bridge to close for fourteen months", bridge);
    int wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct text_doc question = read_doc(f, "en", "", rows[i].question);
        struct summary_vec out;
        summary_ask(&out, &f->arena, &doc, 1, &question, 1);
        const char *got = numbers(f, &out);
        if (!str_eq(str_c(got), str_c(rows[i].want))) {
            print_error("'%s': '%s', not '%s'\n", rows[i].question, got, rows[i].want);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A text of sentences, fragments and marks in random order. */
static const char *random_text(struct text_fixture *f, uint32_t *seed)
{
    static const char *const pieces[] = {
        "The council of Gormley voted to close the Tanner Bridge.",
        " ",
        "\n\n",
        " ",
        "\n\n",
        " \"",
        "\" ",
        "Engineers found cracks in nine of the twelve arches.",
        "He added that it was old.",
        "A ferry will cross the river every ten minutes from 1 September.",
        "Who pays?",
        "\xe2\x80\x9e",
        "\xe2\x80\x9c",
        "\xc2\xab",
        "\xc2\xbb",
        "bridge",
        "6.4",
        "Marta Quill said the work would cost 6.4 million crowns and take fourteen months.",
        "...",
        "\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82",
        "\xe6\xa1\xa5\xe5\xbe\x88\xe9\x95\xbf\xe3\x80\x82",
        "Shopkeepers on Tanner Street fear for their trade this winter.",
    };
    str out = S("");
    uint32_t n = next_random(seed) % 60;
    for (uint32_t i = 0; i < n; i++)
        out = str_printf(&f->arena, "%.*s%s", STR_FMT(out),
                         pieces[next_random(seed) % ARRAY_LEN(pieces)]);
    return str_cstr(&f->arena, out);
}

/* Ranges are sentences of the text, in its order, none twice. */
static void check_ranges(const struct text_doc *doc, const struct summary_vec *v)
{
    for (size_t i = 0; i < v->len; i++) {
        const struct summary_sentence *s = &v->at[i];
        assert_true(s->sentence < doc->body.sentences_len);
        assert_int_equal(s->begin, doc->body.sentences[s->sentence].begin);
        assert_int_equal(s->end, doc->body.sentences[s->sentence].end);
        assert_true(s->terms_len <= SUMMARY_TERMS_MAX);
        if (i)
            assert_true(s->begin >= v->at[i - 1].end);
    }
}

static void test_properties(void **state)
{
    struct text_fixture *f = *state;
    uint32_t seed = 7, summaries = 0, with_points = 0;
    for (int round = 0; round < 400; round++) {
        struct text_doc doc =
            read_doc(f, round % 3 ? "en" : "", "Tanner Bridge", random_text(f, &seed));
        struct summary_vec summary, points, again, points_again, story;
        summary_and_points(&summary, &points, &f->arena, &doc);
        summary_and_points(&again, &points_again, &f->arena, &doc);
        check_ranges(&doc, &summary);
        check_ranges(&doc, &points);
        assert_string_equal(numbers(f, &summary), numbers(f, &again));
        assert_string_equal(numbers(f, &points), numbers(f, &points_again));
        assert_true(summary.len <= SUMMARY_SENTENCES_MAX);
        assert_true(points.len == 0 ||
                    (points.len >= SUMMARY_POINTS_MIN && points.len <= SUMMARY_POINTS_MAX));
        vec_each (struct summary_sentence, s, &summary)
            vec_each (struct summary_sentence, p, &points)
                assert_int_not_equal(s->sentence, p->sentence);
        summary_story(&story, &f->arena, &doc, 1, 40);
        check_ranges(&doc, &story);
        summaries += summary.len > 0;
        with_points += points.len > 0;
        arena_reset(&f->arena);
    }
    assert_true(summaries > 100);
    assert_true(with_points > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_article, text_setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_short, text_setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_story, text_setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_ask, text_setup, text_teardown),
        cmocka_unit_test_setup_teardown(test_properties, text_setup, text_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
