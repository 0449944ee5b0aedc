/* The index of copies: controlled edits found through it among thousands of other texts, none of
 * them taken for a copy; putting in, taking out, and the ring that forgets the oldest. */
#include "testing.h"

#include "edits.h"
#include "identity/copies.h"

struct scene {
    struct arena arena, kept;
    struct text_reader *reader;
    struct edits edits;
};

static int setup(void **state)
{
    struct scene *s = mem_calloc(1, sizeof *s);
    arena_init(&s->arena);
    arena_init(&s->kept);
    s->reader = text_reader_new();
    s->edits = (struct edits){&s->arena, 11};
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    text_reader_free(s->reader);
    arena_end(&s->arena);
    arena_end(&s->kept);
    free(s);
    return 0;
}

static struct minhash sign(struct scene *s, str text)
{
    struct text_input in = {S(""), text, S("en"), 0};
    struct text_doc doc;
    struct minhash m;
    text_doc_read(&doc, &s->arena, s->reader, &in);
    minhash_read(&m, &s->arena, &doc);
    return m;
}

/* The text of number I: the same again each time. */
static str text_of(struct scene *s, uint32_t i)
{
    s->edits.seed = 1000 + i;
    return edits_text(&s->edits, 100 + i % 7 * 100, i);
}

static str edited(struct scene *s, str text, unsigned how)
{
    switch (how) {
    case 0: return text;
    case 1: return edits_cut(text, .5);
    case 2: return edits_cut(text, .3);
    case 3: return edits_reorder(&s->edits, text);
    case 4: return edits_boilerplate(&s->edits, text, .4);
    case 5: return edits_change(&s->edits, text, .1);
    case 6: return edits_change(&s->edits, text, .2);
    default: return edits_change(&s->edits, text, .3);
    }
}

/* Texts of at least 70% shared words are found at a recall of .97, and what is found is right at a
 * precision of .99, asked of every text whether it has a copy. */
static void test_edits(void **state)
{
    enum { TEXTS = 4000, ASKED = 800 };
    struct scene *s = *state;
    struct copies *x = copies_new(TEXTS);
    for (uint32_t i = 0; i < TEXTS; i++) {
        struct minhash m = sign(s, text_of(s, i));
        copies_add(x, i + 1, 1, i + 1, &m);
        arena_reset(&s->arena);
    }
    unsigned found = 0, wrong = 0, strangers = 0;
    for (uint32_t i = 0; i < ASKED; i++) {
        struct copy_match match;
        struct minhash m = sign(s, edited(s, text_of(s, i * 5), i % 8));
        if (copies_find(&match, x, TEXTS + 1, 2, &m)) {
            found += match.id == i * 5 + 1;
            wrong += match.id != i * 5 + 1;
        }
        m = sign(s, text_of(s, TEXTS + i));
        strangers += copies_find(&match, x, TEXTS + 1, 2, &m);
        arena_reset(&s->arena);
    }
    print_message("%u of %u copies found, %u wrong, %u strangers taken for copies\n", found, ASKED,
                  wrong, strangers);
    assert_true(found >= ASKED * 97 / 100);
    assert_true((wrong + strangers) * 99 <= found);
    copies_free(x);
}

static void test_in_and_out(void **state)
{
    struct scene *s = *state;
    struct copies *x = copies_new(4);
    struct copy_match match = {0};
    struct minhash a = sign(s, text_of(s, 1)), b = sign(s, text_of(s, 2));
    struct minhash near = sign(s, edits_cut(text_of(s, 1), .8)), none = sign(s, S(""));
    copies_add(x, 7, 1, 70, &a);
    assert_false(copies_find(&match, x, 7, 1, &a)); /* itself */
    assert_true(copies_find(&match, x, 8, 2, &near));
    assert_true(match.id == 7 && match.group == 70);
    assert_true(match.like.contained > .9);
    assert_false(copies_find(&match, x, 8, 2, &b));
    /* The same id again, with another text. */
    copies_add(x, 7, 1, 71, &b);
    assert_int_equal(copies_count(x), 1);
    assert_false(copies_find(&match, x, 8, 2, &near));
    assert_true(copies_find(&match, x, 8, 2, &b));
    assert_true(copies_remove(x, 7));
    assert_false(copies_remove(x, 7));
    assert_false(copies_find(&match, x, 8, 2, &b));
    copies_add(x, 9, 1, 9, &none);
    assert_int_equal(copies_count(x), 0);
    assert_false(copies_find(&match, x, 8, 2, &none));
    copies_free(x);
}

/* The best match is the answer, and of equal ones the first. Within one source more must be
 * shared. */
static void test_which(void **state)
{
    struct scene *s = *state;
    struct copies *x = copies_new(10);
    struct copy_match match;
    str text = text_of(s, 4);
    struct minhash whole = sign(s, text), half = sign(s, edits_cut(text, .5));
    struct minhash changed = sign(s, edits_change(&s->edits, text, .3));
    copies_add(x, 1, 1, 1, &half);
    copies_add(x, 3, 1, 1, &whole);
    copies_add(x, 2, 1, 1, &whole);
    assert_true(copies_find(&match, x, 9, 2, &whole));
    assert_int_equal(match.id, 3);
    assert_true(copies_find(&match, x, 9, 2, &changed));
    assert_false(copies_find(&match, x, 9, 1, &changed));
    copies_free(x);
}

/* More articles than there is room for: the newest stay, and taking the newest away again does
 * not cost an older one its place. */
static void test_ring(void **state)
{
    enum { ROOM = 64 };
    struct scene *s = *state;
    struct copies *x = copies_new(ROOM);
    struct copy_match match;
    for (uint32_t i = 0; i < 3 * ROOM; i++) {
        struct minhash m = sign(s, text_of(s, i));
        copies_add(x, i + 1, 1, 1, &m);
        if (i % 3 == 0) {
            assert_true(copies_remove(x, i + 1));
            copies_add(x, i + 1, 1, 1, &m);
        }
        arena_reset(&s->arena);
    }
    assert_int_equal(copies_count(x), ROOM);
    for (uint32_t i = 0; i < 3 * ROOM; i++) {
        struct minhash m = sign(s, text_of(s, i));
        assert_int_equal(copies_find(&match, x, 0, 2, &m), i >= 2 * ROOM);
        arena_reset(&s->arena);
    }
    size_t each = copies_bytes(x) / ROOM;
    assert_true(each > 0);
    copies_free(x);
}

/* What the index takes of the 2 KB that an article of the live window may have. */
static void test_memory(void **state)
{
    (void)state;
    struct copies *x = copies_new(100000);
    size_t each = copies_bytes(x) / 100000;
    print_message("%zu bytes an article\n", each);
    assert_true(each <= 700);
    copies_free(x);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_edits), WITH(test_in_and_out), WITH(test_which),
        WITH(test_ring),  WITH(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
