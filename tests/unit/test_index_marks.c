/* Marks: what was packed comes back, and bytes that are none do no harm. */
#include "text_fixture.h"

#include "base/hash.h"
#include "base/sbuf.h"
#include "identity/copies.h"
#include "pipeline/marks.h"

#define T0 (INT64_C(1786000000) * 1000000)

/* A sentence of a hundred words, some with capitals and some numbers. */
static str words(struct text_fixture *s, int n)
{
    struct sbuf b;
    uint64_t seed = hash_u64((uint64_t)n + 1);
    sbuf_init(&b, &s->arena, 10000);
    for (int i = 0; i < 100; i++) {
        seed = hash_u64(seed);
        sbuf_putc(&b, ' ');
        if (i % 17 == 5)
            sbuf_put_i64(&b, (int64_t)(seed % 4000));
        else
            sbuf_putc(&b, (char)((i % 9 == 3 ? 'A' : 'a') + seed % 26));
        for (int k = 1; k < 6 && i % 17 != 5; k++)
            sbuf_putc(&b, (char)('a' + (seed >> 8 * k) % 26));
    }
    sbuf_put(&b, S("."));
    return sbuf_str(&b);
}

static bool same_words(const struct related_words *x, const struct related_words *y)
{
    bool same = x->len == y->len;
    for (size_t i = 0; i < x->len && same; i++)
        same = x->at[i].key == y->at[i].key && x->at[i].sound == y->at[i].sound &&
               x->at[i].weight == y->at[i].weight && x->at[i].prior == y->at[i].prior &&
               x->at[i].kind == y->at[i].kind;
    return same;
}

static int by_value(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static uint64_t *in_order(struct text_fixture *s, const struct frequency_words *words)
{
    uint64_t *out = arena_array(&s->arena, words->len, uint64_t);
    for (size_t i = 0; i < words->len; i++)
        out[i] = words->at[i];
    if (words->len)
        qsort(out, words->len, sizeof *out, by_value);
    return out;
}

/* All that indexes take of an article is the same when its marks were read back. */
static void check_marks(struct text_fixture *s, const struct article *a)
{
    struct analysed *x, y;
    size_t keys = 0;
    analyse_for_index(&x, &s->arena, &s->scratch, s->reader, a);
    str marks = marks_pack(&s->arena, x);
    assert_true(marks_unpack(&y, &s->arena, marks));
    assert_true(str_eq(x->related.language, y.related.language));
    assert_true(same_words(&x->related.terms, &y.related.terms));
    assert_true(same_words(&x->related.names, &y.related.names));
    assert_true(same_words(&x->related.numbers, &y.related.numbers));
    assert_true(x->words.language == y.words.language && x->words.len == y.words.len);
    if (x->words.len)
        assert_memory_equal(in_order(s, &x->words), in_order(s, &y.words),
                            x->words.len * sizeof(uint64_t));
    assert_true(x->signature.size == y.signature.size && x->signature.words == y.signature.words);
    for (size_t i = 0; i < MINHASH_BINS; i++) {
        uint32_t full = x->signature.bins[i], kept = y.signature.bins[i];
        bool empty = full == MINHASH_EMPTY;
        assert_true(empty == (kept == MINHASH_EMPTY));
        if (!empty && keys++ < COPIES_KEYS)
            assert_int_equal(full, kept);
        else if (!empty)
            assert_int_equal(full % 255, kept % 255);
    }
}

static void test_marks(void **state)
{
    struct text_fixture *s = *state;
    static const char *const texts[] = {
        "",
        "x",
        "One. Two. Three.",
        "\xd0\x9f\xd1\x83\xd1\x82\xd0\xb8\xd0\xbd U2 COVID-19 B-52.",
        "In 2019 some 1,234 people and 17.5% of Nettlesund met Tove Lindqual, 40, twice: 40 and 40.",
        "\xe6\x9d\xb1\xe4\xba\xac\xe3\x81\xa7\xe4\xbc\x9a\xe8\xad\xb0\xe3\x80\x82"};
    static const char *const languages[] = {"en", "de", "ru", "ja", "", "und-Latn-x-long-one"};
    struct sbuf b;
    for (size_t i = 0; i < ARRAY_LEN(texts) * ARRAY_LEN(languages); i++) {
        struct article a = {.title = S("A title of 1911"),
                            .text = str_c(texts[i % ARRAY_LEN(texts)]),
                            .language = str_c(languages[i / ARRAY_LEN(texts)]),
                            .published_us = T0};
        check_marks(s, &a);
    }
    sbuf_init(&b, &s->arena, 1 << 20);
    for (int i = 0; i < 200; i++) {
        struct article a = {.text = sbuf_str(&b), .language = S("en"), .published_us = T0};
        if (i % 20 == 0)
            check_marks(s, &a);
        sbuf_put(&b, words(s, i));
    }
}

/* Marks that are cut off or changed are refused or read as others, and never read past. */
static void test_marks_damaged(void **state)
{
    struct text_fixture *s = *state;
    struct analysed *x, y;
    struct article a = {.text = words(s, 1), .language = S("en"), .published_us = T0};
    analyse_for_index(&x, &s->arena, &s->scratch, s->reader, &a);
    str marks = marks_pack(&s->arena, x);
    uint64_t seed = 1;
    for (size_t len = 0; len < marks.len; len++) {
        char *cut = mem_alloc(len + 1);
        memcpy(cut, marks.p, len);
        assert_false(marks_unpack(&y, &s->arena, str_of(cut, len)));
        free(cut);
    }
    for (int i = 0; i < 3000; i++) {
        char *bytes = mem_alloc(marks.len);
        memcpy(bytes, marks.p, marks.len);
        for (int k = 0; k < 4; k++) {
            seed = hash_u64(seed);
            bytes[seed % marks.len] = (char)(seed >> 32);
        }
        if (marks_unpack(&y, &s->arena, str_of(bytes, marks.len)))
            assert_true(y.related.terms.len <= marks.len && y.words.len <= 2 * marks.len);
        free(bytes);
        if (i % 100 == 0)
            arena_reset(&s->scratch);
    }
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, text_setup, text_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH(test_marks), WITH(test_marks_damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
