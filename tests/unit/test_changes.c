/* What changed between two texts: shortest scripts, pairs, word marks, and always that the marks
 * give both texts back. */
#include "testing.h"

#include "base/hash.h"
#include "base/sbuf.h"
#include "text/changes.h"

struct fixture {
    struct arena arena;
    struct lexicon *lexicon;
};

static int setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    f->lexicon = lexicon_new();
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    lexicon_free(f->lexicon);
    arena_end(&f->arena);
    free(f);
    return 0;
}

/* --- lists ------------------------------------------------------------------------------- */

/* The runs as "=2-1+3", after checking that they lead from FROM to TO without a hole. */
static str script(struct arena *a, const uint32_t *from, uint32_t n, const uint32_t *to, uint32_t m,
                  uint32_t *edits)
{
    struct diff_run_vec runs = {0};
    struct sbuf b;
    uint32_t i = 0, j = 0;
    sbuf_init(&b, a, 1 << 20);
    *edits = 0;
    diff_lists(&runs, a, from, n, to, m);
    for (size_t r = 0; r < runs.len; r++) {
        const struct diff_run *run = &runs.at[r];
        assert_int_equal(run->a, i);
        assert_int_equal(run->b, j);
        assert_true(run->len > 0);
        assert_true(r == 0 || run->kind != run[-1].kind);
        assert_false(r > 0 && run->kind == DIFF_REMOVE && run[-1].kind == DIFF_ADD);
        for (uint32_t k = 0; run->kind == DIFF_KEEP && k < run->len; k++)
            assert_int_equal(from[i + k], to[j + k]);
        i += run->kind == DIFF_ADD ? 0 : run->len;
        j += run->kind == DIFF_REMOVE ? 0 : run->len;
        *edits += run->kind == DIFF_KEEP ? 0 : run->len;
        sbuf_printf(&b, "%c%u", "=-+"[run->kind], run -> len);
    }
    assert_int_equal(i, n);
    assert_int_equal(j, m);
    return sbuf_str(&b);
}

static str script_of(struct fixture *f, const char *from, const char *to)
{
    uint32_t a[64], b[64], n = 0, m = 0, edits;
    while (from[n])
        a[n] = (unsigned char)from[n], n++;
    while (to[m])
        b[m] = (unsigned char)to[m], m++;
    return script(&f->arena, a, n, b, m, &edits);
}

static void scripts_are_what_one_would_write(void **state)
{
    struct fixture *f = *state;
    const char *cases[][3] = {
        {"", "", ""},
        {"a", "a", "=1"},
        {"", "ab", "+2"},
        {"ab", "", "-2"},
        {"abc", "xbz", "-1+1=1-1+1"},
        {"abcd", "acd", "=1-1=2"},
        {"acd", "abcd", "=1+1=2"},
        {"aaaa", "aa", "=2-2"},
        {"ab", "ba", "-1=1+1"},
        {"abcdef", "uvwxyz", "-6+6"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(script_of(f, cases[i][0], cases[i][1]), cases[i][2]);
    /* The example of Myers' paper has five edits. */
    uint32_t edits;
    const uint32_t a[] = {1, 2, 3, 1, 2, 2, 1}, b[] = {3, 2, 1, 2, 1, 3};
    script(&f->arena, a, 7, b, 6, &edits);
    assert_int_equal(edits, 5);
}

/* The length of the longest common subsequence by the textbook table. */
static uint32_t common_len(struct arena *a, const uint32_t *x, uint32_t n, const uint32_t *y,
                           uint32_t m)
{
    uint32_t *t = arena_array(a, (size_t)(n + 1) * (m + 1), uint32_t);
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t j = 1; j <= m; j++) {
            uint32_t up = t[(i - 1) * (m + 1) + j], left = t[i * (m + 1) + j - 1];
            t[i * (m + 1) + j] = x[i - 1] == y[j - 1] ? t[(i - 1) * (m + 1) + j - 1] + 1
                                 : up > left          ? up
                                                      : left;
        }
    return t[n * (m + 1) + m];
}

static void scripts_are_the_shortest(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        struct arena_mark mark = arena_mark(&f->arena);
        uint32_t x[40], y[40], edits;
        uint32_t n = (uint32_t)((seed = hash_u64(seed + 1)) % 40);
        uint32_t m = (uint32_t)((seed = hash_u64(seed + 1)) % 40);
        uint32_t letters = 1 + (uint32_t)((seed = hash_u64(seed + 1)) % 8);
        for (uint32_t i = 0; i < n; i++)
            x[i] = (uint32_t)((seed = hash_u64(seed + 1)) % letters);
        for (uint32_t i = 0; i < m; i++)
            y[i] = (uint32_t)((seed = hash_u64(seed + 1)) % letters);
        script(&f->arena, x, n, y, m, &edits);
        assert_int_equal(edits, n + m - 2 * common_len(&f->arena, x, n, y, m));
        arena_rewind(&f->arena, mark);
    }
}

static void past_the_limit_the_middle_is_replaced(void **state)
{
    struct fixture *f = *state;
    uint32_t n = DIFF_EDITS_MAX + 10, edits;
    uint32_t *x = arena_array(&f->arena, n, uint32_t), *y = arena_array(&f->arena, n, uint32_t);
    for (uint32_t i = 0; i < n; i++) {
        x[i] = i;
        y[i] = i < 2 || i >= n - 3 || i == n / 2 ? i : n + i;
    }
    str got = script(&f->arena, x, n, y, n, &edits);
    assert_str(got, str_printf(&f->arena, "=2-%u+%u=3", n - 5, n - 5).p);
    struct diff_run_vec runs = {0};
    assert_false(diff_lists(&runs, &f->arena, x, n, y, n));
    runs = (struct diff_run_vec){0};
    assert_true(diff_lists(&runs, &f->arena, x, DIFF_EDITS_MAX / 2, y, DIFF_EDITS_MAX / 2));
}

/* --- texts ------------------------------------------------------------------------------- */

/* "kept {-old-}{+new+} kept.|" a sentence; a paragraph begins with "¶". Checks that the marks
 * give both sentences back. */
static str told(struct fixture *f, struct changes *c, const char *before, const char *after)
{
    struct arena *a = &f->arena;
    struct sbuf b, old, new;
    changes_find(c, a, f->lexicon, S("en"), str_c(before), str_c(after));
    sbuf_init(&b, a, 1 << 20);
    for (size_t i = 0; i < c->list.len; i++) {
        const struct change *s = &c->list.at[i];
        sbuf_init(&old, a, 1 << 16);
        sbuf_init(&new, a, 1 << 16);
        sbuf_put(&b, s->paragraph ? S("¶") : s->glued ? S("") : S(" "));
        for (size_t k = 0; k < s->marks.len; k++) {
            const struct change_mark *m = &s->marks.at[k];
            if (m->kind != DIFF_ADD)
                sbuf_put(&old, m->text);
            if (m->kind != DIFF_REMOVE)
                sbuf_put(&new, m->text);
            sbuf_printf(&b,
                        m->kind == DIFF_KEEP  ? "%.*s"
                        : m->kind == DIFF_ADD ? "{+%.*s+}"
                                              : "{-%.*s-}",
                        STR_FMT(m->text));
        }
        assert_true(str_eq(sbuf_str(&old), s->before));
        assert_true(str_eq(sbuf_str(&new), s->after));
    }
    return sbuf_str(&b);
}

static void sentences_are_kept_edited_added_and_removed(void **state)
{
    struct fixture *f = *state;
    struct changes c;
    const struct {
        const char *before, *after, *want;
        uint32_t edited, added, removed;
    } cases[] = {
        {"One. Two.", "One. Two.", "¶One. Two.", 0, 0, 0},
        {"", "", "", 0, 0, 0},
        {"", "A new start.", "¶{+A new start.+}", 0, 1, 0},
        {"Three ships came in.\n\nNobody spoke.", "Five ships came in.\n\nNobody spoke.",
         "¶{-Three-}{+Five+} ships came in.¶Nobody spoke.", 1, 0, 0},
        {"The board met. It was late. All left.", "The board met. All left.",
         "¶The board met. {-It was late.-} All left.", 0, 0, 1},
        {"The board met. All left.", "The board met. Lamps were out. All left.",
         "¶The board met. {+Lamps were out.+} All left.", 0, 1, 0},
        {"A grey cat sat there.", "Ships bring coal now.",
         "¶{-A grey cat sat there.-} {+Ships bring coal now.+}", 0, 1, 1},
        {"The mayor of the town said on Friday that work goes on.",
         "The mayor of the city said on Friday evening that work goes on.",
         "¶The mayor of the {-town-}{+city+} said on Friday{+ evening+} that work goes on.", 1, 0,
         0},
        {"He paid 1,500 euros to them, it says.", "He paid 1,600 euros to them, it says.",
         "¶He paid {-1,500-}{+1,600+} euros to them, it says.", 1, 0, 0},
        {"He won't come back to the old town.", "He will come back to the old town.",
         "¶He {-won't-}{+will+} come back to the old town.", 1, 0, 0},
        {"They met the old, tired man at noon here.", "They met the young, awake man at noon here.",
         "¶They met the {-old, tired-}{+young, awake+} man at noon here.", 1, 0, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_str(told(f, &c, cases[i].before, cases[i].after), cases[i].want);
        assert_int_equal(c.edited, cases[i].edited);
        assert_int_equal(c.added, cases[i].added);
        assert_int_equal(c.removed, cases[i].removed);
    }
}

static void pairs_are_the_ones_that_share_most(void **state)
{
    struct fixture *f = *state;
    struct changes c;
    assert_str(
        told(f, &c, "Ships wait outside the harbour wall. The ferry leaves at nine each morning.",
             "The ferry leaves at ten each morning. Ships wait far outside the harbour wall."),
        "¶{+The ferry leaves at ten each morning.+} Ships wait {+far +}outside the harbour "
        "wall. {-The ferry leaves at nine each morning.-}");
    assert_int_equal(c.edited, 1);
    told(f, &c, "Ann brought cold red wine. The old one is here.",
         "Seven other people came late. Ann brought cold white wine. The old one is there.");
    assert_int_equal(c.edited, 2);
    assert_int_equal(c.added, 1);
    assert_int_equal(c.removed, 0);
}

static void scripts_without_spaces_are_compared_by_character(void **state)
{
    struct fixture *f = *state;
    struct changes c;
    assert_str(told(f, &c, "船在港口等待。没有人说话。", "船在海口等待。没有人说话。"),
               "¶船在{-港-}{+海+}口等待。没有人说话。");
    assert_int_equal(c.edited, 1);
}

static void a_new_paragraph_is_one(void **state)
{
    struct fixture *f = *state;
    struct changes c;
    assert_str(told(f, &c, "One here.\n\nTwo here. Three here.",
                    "One here.\n\nNew alone there, "
                    "quite other.\n\nTwo here. Three "
                    "here."),
               "¶One here.¶{+New alone there, quite other.+}¶Two here. Three here.");
    assert_str(
        told(f, &c, "One here.\n\nGone by then, all of it.\n\nTwo here.", "One here.\n\nTwo here."),
        "¶One here.¶{-Gone by then, all of it.-}¶Two here.");
    assert_str(told(f, &c, "One here.\n\nGone by then. Two here.", "One here.\n\nTwo here."),
               "¶One here.¶{-Gone by then.-} Two here.");
    assert_str(told(f, &c, "One here.\n\nTwo here.", "One here.\n\nFirst of all. Two here."),
               "¶One here.¶{+First of all.+} Two here.");
    assert_str(told(f, &c, "One here. Two here.", "One here.\n\nTwo here."),
               "¶One here.¶Two here.");
    assert_str(told(f, &c, "One here.\n\nTwo here.", "One here. Two here."),
               "¶One here. Two here.");
}

/* Many sentences, all new: a gap too large to pair, and lists too far apart to search. */
static void large_rewrites_end_in_time(void **state)
{
    struct fixture *f = *state;
    struct sbuf x, y;
    sbuf_init(&x, &f->arena, 1 << 20);
    sbuf_init(&y, &f->arena, 1 << 20);
    for (int i = 0; i < 5000; i++) {
        sbuf_printf(&x, "Sentence number %d was here. ", i);
        sbuf_printf(&y, "Sentence number %d is there. ", i + 9000);
    }
    struct changes c;
    changes_find(&c, &f->arena, f->lexicon, S("en"), sbuf_str(&x), sbuf_str(&y));
    assert_int_equal(c.removed, 5000);
    assert_int_equal(c.added, 5000);
    assert_int_equal(c.edited, 0);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(scripts_are_what_one_would_write),
        WITH(scripts_are_the_shortest),
        WITH(past_the_limit_the_middle_is_replaced),
        WITH(sentences_are_kept_edited_added_and_removed),
        WITH(pairs_are_the_ones_that_share_most),
        WITH(scripts_without_spaces_are_compared_by_character),
        WITH(a_new_paragraph_is_one),
        WITH(large_rewrites_end_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
