/* What the store keeps of analyses: ranges and names, hashtags with true counts, related articles
 * and copies. Runs once per engine. */
#include "store_testing.h"

#define DAY_US (24 * HOUR_US)

/* Article N, a few words of text, put. */
static int64_t put(struct fixture *f, int n, const char *text, bool demo)
{
    int64_t source_id = source_make(f->store, demo ? "demo.example" : "paper.example", demo);
    struct article a = article_make(&f->arena, source_id, n, "Title", text, "en");
    enum store_put did;
    a.demo = demo;
    assert_ok(store_article_put(&did, f->store, &a));
    return a.id;
}

static struct article_analysis sample(int64_t id, int64_t version)
{
    static const struct text_range sentences[] = {{0, 9}, {10, 22}, {24, 30}},
                                   points[] = {{24, 30}};
    static const struct text_range mentions[] = {{0, 3}, {11, 14}};
    static const struct analysed_name names[] = {
        {S("Ana \"A\" Silva"), S("Silva, A. Silva"), ANALYSED_PERSON, {mentions, 2}, {10, 22}},
        {S("\xd0\x9b\xd0\xb8\xd0\xbc\xd0\xb0"), S(""), ANALYSED_PLACE, {NULL, 0}, {0, 0}},
    };
    static const struct credited agencies[] = {{.name = S("Reuters"), .at = {1, 2}}};
    static const struct credited cited[] = {
        {.name = S("The Times"), .at = {3, 7}, .anonymous = true, .times = 2}};
    return (struct article_analysis){
        .article_id = id,
        .version = version,
        .method = 3,
        .sentences = {sentences, 3},
        .summary = {sentences, 2},
        .points = {points, 1},
        .names = {names, 2},
        .provenance = {.first_published_by = {.name = S("Ledger"), .at = {4, 10}},
                       .translated = true,
                       .agencies = {agencies, 1},
                       .cited = {cited, 1}},
    };
}

#define TEXT "Ana said. Silva spoke.\n\nEnd it."

static void test_analysis(void **state)
{
    struct fixture *f = *state;
    int64_t id = put(f, 1, TEXT, false), before, after;
    struct article_analysis in = sample(id, 1), out;
    assert_int_equal(store_analysis_get(&out, &f->arena, f->store, id), E_NOTFOUND);
    assert_ok(store_generation(&before, f->store));
    assert_ok(store_analysis_put(f->store, &in, S(TEXT)));
    assert_ok(store_generation(&after, f->store));
    assert_true(after > before);
    int64_t statements = store_statement_count(f->store);
    assert_ok(store_analysis_get(&out, &f->arena, f->store, id));
    assert_int_equal(store_statement_count(f->store) - statements, 1);
    assert_int_equal(out.article_id, id);
    assert_true(out.version == 1 && out.method == 3);
    assert_true(out.sentences.len == 3 && out.summary.len == 2 && out.points.len == 1);
    assert_true(out.sentences.at[1].begin == 10 && out.sentences.at[1].end == 22);
    assert_int_equal(out.points.at[0].begin, 24);
    assert_int_equal(out.names.len, 2);
    assert_str(out.names.at[0].text, "Ana \"A\" Silva");
    assert_str(out.names.at[0].aliases, "Silva, A. Silva");
    assert_int_equal(out.names.at[0].mentions.len, 2);
    assert_int_equal(out.names.at[0].mentions.at[1].end, 14);
    assert_int_equal(out.names.at[0].introduced.end, 22);
    assert_str(out.names.at[1].text, "\xd0\x9b\xd0\xb8\xd0\xbc\xd0\xb0");
    assert_int_equal(out.names.at[1].kind, ANALYSED_PLACE);
    assert_int_equal(out.names.at[1].mentions.len, 0);
    assert_str(out.provenance.first_published_by.name, "Ledger");
    assert_int_equal(out.provenance.first_published_by.at.end, 10);
    assert_str(out.provenance.edited_by.name, "");
    assert_true(out.provenance.translated);
    assert_str(out.provenance.agencies.at[0].name, "Reuters");
    assert_int_equal(out.provenance.cited.len, 1);
    assert_true(out.provenance.cited.at[0].anonymous);
    assert_int_equal(out.provenance.cited.at[0].times, 2);

    in.points.len = 0;
    assert_ok(store_analysis_put(f->store, &in, S(TEXT)));
    assert_ok(store_analysis_get(&out, &f->arena, f->store, id));
    assert_int_equal(out.points.len, 0);
    fixture_script(f, "UPDATE analyses SET names = '[\"a'");
    assert_int_equal(store_analysis_get(&out, &f->arena, f->store, id), E_DB);
    assert_non_null(strstr(err_text(), "--reanalyse"));
}

/* What waits when METHOD is asked for, and nothing did before; their number. */
static size_t stale(int64_t ids[2], struct fixture *f, int64_t method)
{
    struct store_waiting *waiting;
    size_t n;
    int64_t count;
    bool was;
    assert_ok(store_analysis_stale_count(&count, f->store, method));
    assert_ok(store_backlog_fill(f->store, method));
    assert_ok(store_backlog_list(&waiting, &n, &f->arena, f->store, 0, 10));
    assert_int_equal(n, count);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(waiting[i].reason, STORE_WAITS_AGAIN);
        ids[i] = waiting[i].article_id;
        assert_ok(store_backlog_remove(&was, f->store, ids[i], 99));
        assert_true(was);
    }
    return n;
}

/* The analysis of an earlier version is none, and both it and one of older methods is found. */
static void test_stale(void **state)
{
    struct fixture *f = *state;
    int64_t first = put(f, 1, TEXT, false), second = put(f, 2, TEXT, false), ids[2], count;
    struct article_analysis x = sample(first, 1), out;
    size_t n;
    static const char bytes[] = "\x00\xff\x80 any";
    struct store_marks *marks;
    int64_t both[] = {first, second};
    assert_ok(store_analysis_put(f->store, &x, S(TEXT)));
    assert_int_equal(stale(ids, f, 3), 2); /* without marks it is not whole */
    assert_ok(store_marks_put(f->store, first, 1, 9, S("old")));
    assert_ok(store_marks_put(f->store, first, 1, 9, str_of(bytes, sizeof bytes)));
    assert_ok(store_marks_put(f->store, second, 1, 9, S("")));
    assert_ok(store_marks_get(&marks, &n, &f->arena, f->store, both, 2, 9));
    assert_int_equal(n, 2);
    assert_true(marks[0].article_id == first && marks[0].marks.len == sizeof bytes);
    assert_memory_equal(marks[0].marks.p, bytes, sizeof bytes);
    assert_int_equal(marks[1].marks.len, 0);
    assert_ok(store_marks_get(&marks, &n, &f->arena, f->store, both, 2, 8));
    assert_int_equal(n, 0);
    assert_int_equal(stale(ids, f, 3), 1);
    assert_int_equal(ids[0], second);
    assert_int_equal(stale(ids, f, 4), 2);
    assert_true(ids[0] == first && ids[1] == second);
    assert_int_equal(put(f, 1, "Other words.", false), first);
    assert_int_equal(store_analysis_get(&out, &f->arena, f->store, first), E_NOTFOUND);
    assert_ok(store_analysis_stale_count(&count, f->store, 3));
    assert_int_equal(count, 2);
    struct store_recent *recent;
    assert_ok(store_article_recent(&recent, &n, &f->arena, f->store, 1));
    assert_true(n == 1 && recent[0].id == second && recent[0].copy_group == 0);
}

/* Who waits, for what, and until when. */
static void test_backlog(void **state)
{
    struct fixture *f = *state;
    int64_t id[3] = {put(f, 1, TEXT, false), put(f, 2, TEXT, false), put(f, 3, TEXT, false)};
    int64_t count;
    struct store_waiting *w;
    struct store_recent *recent;
    size_t n;
    bool was;
    assert_ok(store_backlog_put(f->store, id[0], 1, STORE_WAITS_NEW));
    assert_ok(store_backlog_put(f->store, id[1], 1, STORE_WAITS_AGAIN));
    /* What was never analysed stays new; older methods become a new version. */
    assert_ok(store_backlog_put(f->store, id[0], 2, STORE_WAITS_VERSION));
    assert_ok(store_backlog_put(f->store, id[1], 2, STORE_WAITS_VERSION));
    assert_ok(store_backlog_count(&count, f->store));
    assert_int_equal(count, 2);
    assert_ok(store_backlog_list(&w, &n, &f->arena, f->store, 0, 10));
    assert_true(n == 2 && w[0].article_id == id[0] && w[0].reason == STORE_WAITS_NEW);
    assert_true(w[1].article_id == id[1] && w[1].reason == STORE_WAITS_VERSION);
    assert_ok(store_backlog_list(&w, &n, &f->arena, f->store, id[0], 10));
    assert_true(n == 1 && w[0].article_id == id[1]);
    assert_ok(store_backlog_list(&w, &n, &f->arena, f->store, 0, 1));
    assert_int_equal(n, 1);
    /* Indexes are not filled with what will come to them. */
    assert_ok(store_article_recent(&recent, &n, &f->arena, f->store, 10));
    assert_true(n == 2 && recent[0].id == id[1] && recent[1].id == id[2]);
    /* Analyses of an earlier version do not end the wait; those of this one do, once. */
    assert_ok(store_backlog_remove(&was, f->store, id[0], 1));
    assert_false(was);
    assert_ok(store_backlog_remove(&was, f->store, id[0], 2));
    assert_true(was);
    assert_ok(store_backlog_remove(&was, f->store, id[0], 2));
    assert_false(was);
    assert_ok(store_article_recent(&recent, &n, &f->arena, f->store, 10));
    assert_int_equal(n, 3);
}

static int64_t tag_make(struct fixture *f, const char *canonical, const char *alias)
{
    str aliases[] = {str_c(alias ? alias : "")};
    struct tag tag = {.canonical = str_c(canonical), .display = str_c(canonical)};
    assert_ok(store_tag_ensure(&tag, f->store, aliases, alias ? 1 : 0));
    assert_true(tag.id > 0);
    return tag.id;
}

static void check_tag(struct fixture *f, const char *canonical, int64_t count, int64_t newest_us)
{
    struct tag tag;
    assert_ok(store_tag_get(&tag, &f->arena, f->store, str_c(canonical)));
    assert_int_equal(tag.article_count, count);
    assert_int_equal(tag.newest_us, newest_us);
}

static void test_tag_names(void **state)
{
    struct fixture *f = *state;
    int64_t us = tag_make(f, "unitedstates", "us");
    assert_int_equal(tag_make(f, "unitedstates", "usa"), us);
    assert_int_equal(tag_make(f, "us", NULL), us);
    /* Neither an alias that another has, nor one that is another's form. */
    int64_t other = tag_make(f, "unitedservices", "us");
    assert_true(other != us);
    assert_true(tag_make(f, "x", "unitedstates") != us);
    struct tag tag;
    assert_ok(store_tag_get(&tag, &f->arena, f->store, S("us")));
    assert_int_equal(tag.id, us);
    assert_ok(store_tag_get(&tag, &f->arena, f->store, S("unitedstates")));
    assert_int_equal(tag.id, us);
    assert_int_equal(store_tag_get(&tag, &f->arena, f->store, S("none")), E_NOTFOUND);
    tag = (struct tag){.display = S("...")};
    assert_int_equal(store_tag_ensure(&tag, f->store, NULL, 0), E_INPUT);
}

static void test_tag_counts(void **state)
{
    struct fixture *f = *state;
    struct tag tag, *tags;
    size_t n;
    int64_t one = put(f, 1, TEXT, false), two = put(f, 2, TEXT, false);
    int64_t ids[] = {tag_make(f, "a", NULL), tag_make(f, "b", NULL), tag_make(f, "c", NULL)};
    int64_t twice[] = {ids[1], ids[0], ids[1]};
    assert_ok(store_article_tags_put(f->store, one, twice, 3));
    assert_ok(store_article_tags_put(f->store, two, ids, 3));
    check_tag(f, "a", 2, T0 + 2 * HOUR_US);
    check_tag(f, "c", 1, T0 + 2 * HOUR_US);
    assert_ok(store_article_tags(&tags, &n, &f->arena, f->store, one));
    assert_int_equal(n, 2);
    assert_str(tags[0].canonical, "b");
    assert_int_equal(tags[0].article_count, 2);
    assert_ok(store_check(f->store));

    /* The last article of a tag goes, and the tag with it; counts and dates follow. */
    assert_ok(store_article_tags_put(f->store, two, ids, 1));
    assert_int_equal(store_tag_get(&tag, &f->arena, f->store, S("c")), E_NOTFOUND);
    check_tag(f, "a", 2, T0 + 2 * HOUR_US);
    check_tag(f, "b", 1, T0 + HOUR_US);
    int64_t before, after;
    assert_ok(store_generation(&before, f->store));
    assert_ok(store_article_tags_put(f->store, two, ids, 1));
    assert_ok(store_generation(&after, f->store));
    assert_int_equal(before, after);
    assert_ok(store_check(f->store));
    fixture_script(f, "UPDATE tags SET article_count = 7 WHERE canonical = 'a'");
    assert_int_equal(store_check(f->store), E_DB);
    assert_non_null(strstr(err_text(), "tag 'a' counts 7"));
}

/* A version with another date moves the article in the lists of its tags. */
static void test_tag_moves(void **state)
{
    struct fixture *f = *state;
    int64_t id = put(f, 5, TEXT, false), tag_id = tag_make(f, "a", NULL);
    enum store_put did;
    assert_ok(store_article_tags_put(f->store, id, &tag_id, 1));
    struct article a = article_make(&f->arena, 1, 5, "Title", "Moved.", "en");
    a.published_us = T0 + 70 * HOUR_US;
    assert_ok(store_article_put(&did, f->store, &a));
    assert_int_equal(did, STORE_VERSION);
    check_tag(f, "a", 1, T0 + 70 * HOUR_US);
    assert_ok(store_check(f->store));
    fixture_script(f, "UPDATE article_tags SET sort_us = 1");
    assert_int_equal(store_check(f->store), E_DB);
}

static void test_tag_page(void **state)
{
    struct fixture *f = *state;
    int64_t a = tag_make(f, "a", NULL), b = tag_make(f, "b", NULL), c = tag_make(f, "c", NULL);
    int64_t first = 0;
    for (int i = 0; i < 30; i++) {
        int64_t id = put(f, i, TEXT, i % 5 == 0), ids[] = {a, b, c};
        first = i ? first : id;
        assert_ok(store_article_tags_put(f->store, id, ids, i < 10 ? 3 : i < 20 ? 2 : 1));
    }
    struct article_card *cards;
    size_t n;
    struct store_list list = {.after = {INT64_MAX, 0}, .limit = 20};
    assert_ok(store_tag_articles(&cards, &n, &f->arena, f->store, a, &list));
    assert_int_equal(n, 20);
    assert_int_equal(cards[0].published_us, T0 + 29 * HOUR_US);
    assert_str(cards[0].source_key, "paper.example");
    list.after = store_card_cursor(&cards[19]);
    assert_ok(store_tag_articles(&cards, &n, &f->arena, f->store, a, &list));
    assert_int_equal(n, 10);
    assert_int_equal(cards[9].id, first);

    struct tag_day *days;
    assert_ok(store_tag_days(&days, &n, &f->arena, f->store, a, T0 + 3 * HOUR_US));
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(days[i].day_us % DAY_US == 0 &&
                    (i == 0 || days[i - 1].day_us < days[i].day_us));
        sum += days[i].articles;
    }
    assert_int_equal(sum, 27);
    assert_true(days[0].day_us <= T0 + 3 * HOUR_US && days[0].day_us > T0 - DAY_US);

    struct tag *tags;
    assert_ok(store_tag_beside(&tags, &n, &f->arena, f->store, a, 10));
    assert_int_equal(n, 2);
    assert_str(tags[0].canonical, "b");
    assert_int_equal(tags[0].article_count, 20);
    assert_int_equal(tags[0].newest_us, T0 + 19 * HOUR_US);
    assert_int_equal(tags[1].article_count, 10);
    assert_ok(store_tag_list(&tags, &n, &f->arena, f->store, T0 + 15 * HOUR_US, 10));
    assert_int_equal(n, 2);
    assert_int_equal(tags[0].article_count, 15);
    assert_int_equal(tags[1].article_count, 5);

    struct source *sources;
    assert_ok(store_tag_sources(&sources, &n, &f->arena, f->store, a, 10));
    assert_int_equal(n, 2);
    assert_str(sources[0].key, "paper.example");
    assert_int_equal(sources[0].article_count, 24);
    assert_int_equal(sources[1].article_count, 6);
}

static struct related_put card(int64_t id, double score)
{
    static const str words[] = {{"Alaska", 6}, {"the \"summit\"", 12}};
    return (struct related_put){id, RELATED_BY_PEOPLE, score, {words, 2}};
}

static void test_related(void **state)
{
    struct fixture *f = *state;
    int64_t id[5];
    for (int i = 0; i < 5; i++)
        id[i] = put(f, i, TEXT, false);
    struct article_analysis x = sample(id[1], 1);
    assert_ok(store_analysis_put(f->store, &x, S(TEXT)));
    struct related_put cards[] = {card(id[1], .5), card(id[2], .4), card(id[3], .4)};
    assert_ok(store_related_put(f->store, id[0], cards, 3));
    struct related_row *rows;
    size_t n;
    int64_t statements = store_statement_count(f->store);
    assert_ok(store_related_list(&rows, &n, &f->arena, f->store, id[0]));
    assert_int_equal(store_statement_count(f->store) - statements, 1);
    assert_int_equal(n, 3);
    assert_int_equal(rows[0].card.id, id[1]);
    assert_int_equal(rows[1].card.id, id[3]);
    assert_int_equal(rows[0].kind, RELATED_BY_PEOPLE);
    assert_true(rows[0].score == .5);
    assert_int_equal(rows[0].words.len, 2);
    assert_str(rows[0].words.at[1], "the \"summit\"");
    assert_str(rows[0].summary, "Ana said. Silva spoke.");
    assert_str(rows[1].summary, "");

    const struct related_change changes[] = {{id[0], 0, card(id[2], .9)},
                                             {id[0], id[1], card(id[4], .1)}};
    assert_ok(store_related_change(f->store, changes, 2));
    assert_ok(store_copy_put(f->store, id[3], id[4]));
    struct related_of *of;
    assert_ok(store_related_kept_of(&of, &n, &f->arena, f->store, id, 1));
    assert_int_equal(n, 3);
    assert_int_equal(of[0].kept.related_id, id[2]);
    assert_int_equal(of[1].kept.related_id, id[3]);
    assert_int_equal(of[1].kept.copy_group, id[4]);
    assert_true(of[0].kept.copy_group == 0 && of[0].kept.source_id == 1 && of[0].kept.score == .9);
    /* Two copies of one text are one card; a copy of the article is none. */
    assert_ok(store_related_list(&rows, &n, &f->arena, f->store, id[0]));
    assert_int_equal(n, 2);
    assert_int_equal(rows[1].card.id, id[3]);
    assert_ok(store_copy_put(f->store, id[0], id[3]));
    assert_ok(store_related_list(&rows, &n, &f->arena, f->store, id[0]));
    assert_int_equal(n, 1);
    assert_ok(store_related_drop_to(f->store, id[2]));
    assert_ok(store_related_list(&rows, &n, &f->arena, f->store, id[0]));
    assert_int_equal(n, 0);
}

static void check_copies(struct fixture *f, int64_t id, size_t want, int64_t first)
{
    struct article_card *cards;
    size_t n;
    assert_ok(store_copies_list(&cards, &n, &f->arena, f->store, id));
    assert_int_equal(n, want);
    assert_true(n == 0 || cards[0].id == first);
}

static void test_copies(void **state)
{
    struct fixture *f = *state;
    int64_t id[5], group;
    for (int i = 0; i < 5; i++)
        id[i] = put(f, i, TEXT, false);
    check_copies(f, id[0], 0, 0);
    assert_ok(store_copy_put(f->store, id[1], id[0]));
    assert_ok(store_copy_put(f->store, id[2], id[1]));
    check_copies(f, id[0], 2, id[1]);
    check_copies(f, id[2], 2, id[0]);
    /* The first leaves; the others stay together, and its number is free for new copies. */
    assert_ok(store_copy_put(f->store, id[0], 0));
    check_copies(f, id[0], 0, 0);
    check_copies(f, id[1], 1, id[2]);
    assert_ok(store_copy_put(f->store, id[3], id[0]));
    check_copies(f, id[0], 1, id[3]);
    check_copies(f, id[1], 1, id[2]);
    /* Of two, one goes to the other group: no group of one stays. */
    assert_ok(store_copy_put(f->store, id[1], id[3]));
    check_copies(f, id[1], 2, id[0]);
    assert_ok(store_copy_group(&group, f->store, id[2]));
    assert_int_equal(group, 0);
    /* Out of the group it is to be in already, and of nothing into nothing. */
    assert_ok(store_copy_put(f->store, id[1], id[0]));
    check_copies(f, id[1], 2, id[0]);
    assert_ok(store_copy_put(f->store, id[4], 0));
}

/* What hangs on removed articles goes with them, and what is left counts right. */
static void test_removal(void **state)
{
    struct fixture *f = *state;
    int64_t a = tag_make(f, "a", "alias"), b = tag_make(f, "b", NULL), removed;
    int64_t stays = put(f, 1, TEXT, false), goes = put(f, 2, TEXT, true), ids[] = {b, a};
    struct article_analysis x = sample(goes, 1);
    assert_ok(store_analysis_put(f->store, &x, S(TEXT)));
    assert_ok(store_article_tags_put(f->store, stays, ids, 1));
    assert_ok(store_article_tags_put(f->store, goes, ids, 2));
    struct related_put to = card(goes, .5);
    assert_ok(store_related_put(f->store, stays, &to, 1));
    assert_ok(store_copy_put(f->store, goes, stays));
    assert_ok(store_demo_remove(&removed, f->store));
    assert_int_equal(removed, 1);
    check_tag(f, "b", 1, T0 + HOUR_US);
    struct tag tag;
    assert_int_equal(store_tag_get(&tag, &f->arena, f->store, S("alias")), E_NOTFOUND);
    struct related_row *rows;
    size_t n;
    assert_ok(store_related_list(&rows, &n, &f->arena, f->store, stays));
    assert_int_equal(n, 0);
    int64_t group;
    assert_ok(store_copy_group(&group, f->store, stays));
    assert_int_equal(group, 0);
    assert_ok(store_check(f->store));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_analysis),  WITH_STORE(test_stale),      WITH_STORE(test_backlog),
        WITH_STORE(test_tag_names), WITH_STORE(test_tag_counts), WITH_STORE(test_tag_moves),
        WITH_STORE(test_tag_page),  WITH_STORE(test_related),    WITH_STORE(test_copies),
        WITH_STORE(test_removal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
