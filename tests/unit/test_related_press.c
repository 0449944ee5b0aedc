/* related on whole texts: the demo press, whose stories are known, and the four texts of the seed
 * page and the ECB+ news where the shared data is there. */
#include "testing.h"

#include <math.h>

#include "press.h"
#include "related/related.h"
#include "shared.h"

#define HOUR_US (INT64_C(3600) * 1000000)
#define DAY_US (24 * HOUR_US)
#define START_US (20000 * DAY_US)

struct fixture {
    struct arena arena;
    struct text_reader *reader;
    struct related_index *index;
    struct press press;
    struct related_article *articles; /* as press.at; ids are positions + 1 */
};

static int setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    f->reader = text_reader_new();
    f->index = related_new(0);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    related_free(f->index);
    text_reader_free(f->reader);
    arena_end(&f->arena);
    free(f);
    return 0;
}

static struct related_article read_article(struct fixture *f, str language, str title, str text,
                                           int64_t time_us)
{
    struct text_input in = {title, text, language, time_us};
    struct text_doc *doc = arena_new(&f->arena, struct text_doc);
    struct related_article out;
    text_doc_read(doc, &f->arena, f->reader, &in);
    related_read(&out, &f->arena, f->reader, doc, NULL);
    return out;
}

static void load_press(struct fixture *f)
{
    const char *dir = getenv("COURANT_PRESS");
    assert_true(press_read(&f->press, &f->arena, dir ? dir : "demo/press"));
    f->articles = arena_array(&f->arena, f->press.len, struct related_article);
    for (size_t i = 0; i < f->press.len; i++) {
        const struct press_article *p = &f->press.at[i];
        f->articles[i] =
            read_article(f, p->language, p->title, p->text, START_US - p->age_s * 1000000);
        f->articles[i].id = (int64_t)i + 1;
        f->articles[i].source_id = p->outlet;
        f->articles[i].copy_group = p->copy_group;
        related_add(f->index, &f->articles[i]);
    }
}

/* Of the cards that articles of stories get, those of the same story: of the first 4, and of those
 * in another language. */
struct figures {
    double precision, across, recall_first;
    size_t cards, across_cards, articles, none_with_event, events, events_right;
};

static void measure(struct figures *out, struct fixture *f)
{
    *out = (struct figures){0};
    size_t right = 0, right_across = 0, first = 0;
    for (size_t i = 0; i < f->press.len; i++) {
        const struct press_article *p = &f->press.at[i];
        struct related_card *cards;
        size_t n;
        related_find(&cards, &n, &f->arena, f->index, &f->articles[i],
                     &(struct related_limits){.cards = 4});
        if (p->story >= 0)
            out->articles++;
        for (size_t c = 0; c < n; c++) {
            const struct press_article *of = &f->press.at[cards[c].id - 1];
            bool same = of->story == p->story && p->story >= 0;
            assert_int_not_equal(cards[c].id, f->articles[i].id);
            assert_true(!p->copy_group || of->copy_group != p->copy_group);
            /* Its words were chosen when the index knew less, so not the very same. */
            struct related_card compared;
            related_compare(&compared, f->index, &f->articles[i], &f->articles[cards[c].id - 1]);
            assert_true(fabs(compared.score - cards[c].score) < .1);
            if (p->story < 0) {
                out->none_with_event += cards[c].kind == RELATED_SAME_EVENT;
                continue;
            }
            out->events += cards[c].kind == RELATED_SAME_EVENT;
            out->events_right += cards[c].kind == RELATED_SAME_EVENT && same;
            first += c == 0 && same;
            out->cards++;
            right += same;
            bool across = !str_eq(of->language, p->language);
            out->across_cards += across;
            right_across += across && same;
        }
    }
    out->precision = (double)right / (double)out->cards;
    out->across = (double)right_across / (double)(out->across_cards ? out->across_cards : 1);
    out->recall_first = (double)first / (double)out->articles;
}

static void test_press(void **state)
{
    struct fixture *f = *state;
    struct figures got;
    load_press(f);
    assert_true(f->press.len > 100 && f->press.stories > 5);
    measure(&got, f);
    print_message(
        "demo press: %zu articles of stories, %zu cards; precision@4 %.3f, first card right "
        "%.3f; across languages %zu cards, precision %.3f; called same event %zu, rightly "
        "%zu; event cards of single articles %zu\n",
        got.articles, got.cards, got.precision, got.recall_first, got.across_cards, got.across,
        got.events, got.events_right, got.none_with_event);
    assert_true(got.precision >= .90 && got.cards > 330);
    assert_true(got.recall_first >= .89);
    assert_true(got.across_cards > 180 && got.across >= .96);
    assert_true((double)got.events_right >= .95 * (double)got.events);
    assert_true(got.none_with_event <= 2);
}

/* The article that BEGINS with this title in the seed page, its paragraphs after it. */
static struct related_article seed_article(struct fixture *f, str page, const char *title,
                                           const char *end, int64_t id)
{
    size_t at = str_find(page, str_c(title)), length = strlen(title);
    assert_int_not_equal(at, STR_NPOS);
    str rest = str_skip(page, at + length);
    size_t stop = end ? str_find(rest, str_c(end)) : rest.len;
    assert_int_not_equal(stop, STR_NPOS);
    struct related_article a =
        read_article(f, S("en"), str_c(title), str_sub(rest, 0, stop), START_US - id * HOUR_US);
    a.id = a.source_id = id;
    return a;
}

static void test_seed(void **state)
{
    struct fixture *f = *state;
    const char *folder = shared_there("seed") ? shared_folder(&f->arena, "seed") : NULL;
    if (!folder)
        skip();
    str page = press_file(&f->arena, str_printf(&f->arena, "%s/page.txt", folder).p);
    struct related_article articles[] = {
        seed_article(f, page, "Why Putin and Trump had to talk in person", "Hashtags", 1),
        seed_article(f, page, "Trump plans White House meeting with Zelensky and European leaders",
                     "Russia Today", 2),
        seed_article(f, page,
                     "Russia accuses messaging apps of double standards over data requests",
                     "Russia Today", 3),
        seed_article(f, page, "Putin-Trump summit", NULL, 4),
    };
    load_press(f);
    for (size_t i = 0; i < ARRAY_LEN(articles); i++) {
        articles[i].id += 1000;
        articles[i].source_id += 1000;
        related_add(f->index, &articles[i]);
    }
    struct related_card *cards;
    size_t n;
    related_find(&cards, &n, &f->arena, f->index, &articles[0], NULL);
    assert_true(n >= 3);
    int64_t first = cards[0].id, second = cards[1].id;
    assert_true((first == 1002 && second == 1004) || (first == 1004 && second == 1002));
    assert_int_equal(cards[2].id, 1003);
    assert_int_equal(cards[0].kind, RELATED_SAME_EVENT);
    assert_true(cards[0].words_len > 0 && cards[1].score > 1.3 * cards[2].score);
}

/* News on 66 stories, two similar ones to a topic: the cards of an article should be of its story,
 * and if not of its topic. */
static void test_ecb(void **state)
{
    struct fixture *f = *state;
    const char *folder = shared_there("stories") ? shared_folder(&f->arena, "stories") : NULL;
    if (!folder)
        skip();
    str rest = press_file(&f->arena, str_printf(&f->arena, "%s/ecb_plus.dev.jsonl", folder).p);
    struct str_vec stories = {0};
    struct {
        struct related_article *at;
        size_t len, cap;
    } articles = {0};
    struct {
        int64_t *at;
        size_t len, cap;
    } topics = {0};
    while (rest.len) {
        struct json_value *v CLEANUP(json_in_end) = NULL;
        assert_ok(json_in_parse(&v, str_cut(&rest, '\n')));
        struct related_article a =
            read_article(f, S("en"), str_dup(&f->arena, json_in_str(v, "title")),
                         str_dup(&f->arena, json_in_str(v, "text")), START_US);
        a.id = a.source_id = (int64_t)articles.len + 1;
        *vec_push(&articles, &f->arena) = a;
        *vec_push(&stories, &f->arena) = str_dup(&f->arena, json_in_str(v, "story"));
        assert_true(json_in_i64(vec_push(&topics, &f->arena), json_in_get(v, "topic")));
        related_add(f->index, &a);
    }
    size_t shown = 0, story = 0, topic = 0, events = 0, events_right = 0, event_all = 0;
    for (size_t i = 0; i < articles.len; i++) {
        struct related_card *cards;
        size_t n;
        related_find(&cards, &n, &f->arena, f->index, &articles.at[i],
                     &(struct related_limits){.cards = 4});
        shown += n;
        for (size_t c = 0; c < n; c++) {
            bool same = str_eq(stories.at[cards[c].id - 1], stories.at[i]);
            bool event = cards[c].kind == RELATED_SAME_EVENT;
            story += same;
            topic += topics.at[cards[c].id - 1] == topics.at[i];
            events += event;
            events_right += event && same;
            event_all += same;
        }
    }
    print_message(
        "ECB+: %zu articles, %zu cards; of the same story %.3f, topic %.3f; called same event "
        "%zu, rightly %.3f, of all %.3f\n",
        articles.len, shown, (double)story / (double)shown, (double)topic / (double)shown, events,
        (double)events_right / (double)events, (double)events_right / (double)event_all);
    assert_true(shown > 3000);
    assert_true((double)story >= .94 * (double)shown);
    assert_true((double)topic >= .98 * (double)shown);
    assert_true((double)events_right >= .94 * (double)events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_press, setup, teardown),
        cmocka_unit_test_setup_teardown(test_seed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ecb, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
