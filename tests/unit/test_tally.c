/* What is done sixteen bytes at a time says what asking byte by byte says: the masks of blocks, the
 * search without case, the counts of text, and squeezed text. */
#include "testing.h"

#include "base/block.h"
#include "page/scan.h"
#include "page/tally.h"

enum { ROUNDS = 4000, TEXT_MAX = 90 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A text of up to TEXT_MAX bytes from pieces in which everything that is counted occurs. */
static str random_text(char *out, uint32_t *state)
{
    static const str pieces[] = {S("a"),
                                 S("word"),
                                 S(" "),
                                 S("  "),
                                 S("\n"),
                                 S("."),
                                 S("!"),
                                 S(","),
                                 S(";"),
                                 S("\""),
                                 S(")"),
                                 S("'"),
                                 S("\t "),
                                 S("\xc2\xa0"),
                                 S("\xe2\x80\x9d"),
                                 S("\xd0\xb6"),
                                 S("Xyz"),
                                 S("\xe3\x80\x82"),
                                 S("ninebytes"),
                                 S("?"),
                                 S("<"),
                                 S("\x80"),
                                 S("\xef\xbb\xbf"),
                                 S("z")};
    bool ascii = next_random(state) & 1;
    size_t n = 0, max = next_random(state) % TEXT_MAX;
    for (;;) {
        str piece = pieces[next_random(state) % ARRAY_LEN(pieces)];
        if (n + piece.len > max)
            return str_of(out, n);
        if (ascii && (unsigned char)piece.p[0] >= 0x80)
            continue;
        memcpy(out + n, piece.p, piece.len);
        n += piece.len;
    }
}

static void test_masks(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int round = 0; round < ROUNDS; round++) {
        char p[BLOCK_BYTES];
        for (size_t i = 0; i < sizeof p; i++)
            p[i] = (char)next_random(&seed);
        unsigned char c = (unsigned char)next_random(&seed);
        size_t n = next_random(&seed) % (BLOCK_BYTES + 1);
        unsigned eq = 0, le = 0, high = 0, bits = 0;
        for (unsigned i = 0; i < n; i++) {
            eq |= (unsigned)((unsigned char)p[i] == c) << i;
            le |= (unsigned)((unsigned char)p[i] <= c) << i;
            high |= (unsigned)((unsigned char)p[i] >= 0x80) << i;
            bits += (unsigned char)p[i] >= 0x80;
        }
        block16 b = block_load_part(p, n);
        assert_int_equal(block_eq(b, c) & block_first(n), eq);
        assert_int_equal(block_le(b, c) & block_first(n), le);
        assert_int_equal(block_high(b), high);
        assert_int_equal(block_count(high), bits);
    }
}

static void test_search_without_case(void **state)
{
    (void)state;
    uint32_t seed = 2;
    for (int round = 0; round < ROUNDS; round++) {
        char text[TEXT_MAX], part[TEXT_MAX];
        str hay = random_text(text, &seed);
        str needle = str_sub(random_text(part, &seed), 0, 1 + next_random(&seed) % 4);
        size_t want = STR_NPOS;
        for (size_t i = 0; want == STR_NPOS && i + needle.len <= hay.len; i++)
            if (str_istarts(str_skip(hay, i), needle))
                want = i;
        assert_int_equal(str_ifind(hay, needle), want);
    }
}

/* One byte of ASCII after the other. */
static void count_plainly(struct tally *t, str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c <= ' ') {
            t->sentences += t->in_word && strchr(".!?", t->last) != NULL;
            t->space = true;
            t->in_word = false;
            continue;
        }
        t->bytes += t->space ? 2 : 1;
        t->words += !t->in_word;
        t->commas += c == ',' || c == ';';
        t->space = false;
        t->in_word = true;
        if (!strchr("\"')", c))
            t->last = c;
    }
}

static void test_counts(void **state)
{
    (void)state;
    uint32_t seed = 3;
    struct tally got = {.last = ' '}, want = got;
    int compared = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char text[TEXT_MAX];
        str s = random_text(text, &seed);
        bool ascii = true;
        for (size_t i = 0; i < s.len; i++)
            ascii &= (unsigned char)s.p[i] < 0x80;
        if (!ascii)
            continue;
        tally_text(&got, s); /* what is left of one text goes on in the next */
        count_plainly(&want, s);
        assert_int_equal(got.bytes, want.bytes);
        assert_int_equal(got.words, want.words);
        assert_int_equal(got.sentences, want.sentences);
        assert_int_equal(got.commas, want.commas);
        assert_int_equal(got.space, want.space);
        assert_int_equal(got.in_word, want.in_word);
        assert_int_equal(got.last, want.last);
        compared++;
    }
    assert_true(compared > ROUNDS / 4);
}

static void test_counts_of_other_scripts(void **state)
{
    (void)state;
    struct tally t = {.last = ' '};
    tally_text(&t,
               S("Да, это было. «Хорошо», — сказал он вчера вечером.\xc2\xa0 Конец\xe2\x80\x9d "));
    assert_int_equal(t.words, 10);
    assert_int_equal(t.sentences, 2);
    assert_int_equal(t.commas, 2);
    t = (struct tally){.last = ' '};
    tally_text(&t, S("“A quoted end of it all.” Then more of the same text. "));
    assert_int_equal(t.sentences, 2);
    t = (struct tally){.last = ' '};
    tally_text(&t, S("今日は雨です。明日は晴れです。"));
    assert_int_equal(t.sentences, 2);
    assert_int_equal(t.bytes, 45);
}

/* The text of a block: words with one space between, however the page writes them. */
static void test_squeezed(void **state)
{
    (void)state;
    uint32_t seed = 4;
    struct arena a;
    arena_init(&a);
    for (int round = 0; round < ROUNDS; round++) {
        char text[TEXT_MAX], want[TEXT_MAX];
        str s = random_text(text, &seed);
        size_t n = 0;
        bool space = false;
        for (size_t i = 0; i < s.len;) {
            str rest = str_skip(s, i);
            size_t blank = (unsigned char)s.p[i] <= ' '          ? 1
                           : str_starts(rest, S("\xc2\xa0"))     ? 2
                           : str_starts(rest, S("\xef\xbb\xbf")) ? 3
                                                                 : 0;
            if (!blank) {
                if (space && n)
                    want[n++] = ' ';
                want[n++] = s.p[i];
            }
            space = blank;
            i += blank ? blank : 1;
        }
        struct html_node nodes[2] = {{.type = HTML_ELEMENT, .first_child = 1, .last_child = 1},
                                     {.type = HTML_TEXT, .text = s.p, .text_len = (uint32_t)s.len}};
        struct html_tree tree = {.nodes = nodes, .node_count = 2};
        struct scan_element element = {0};
        struct scan scan = {.tree = &tree, .elements = {.at = &element, .len = 1}};
        struct scan_block block = {.first = 1, .last = 1};
        struct sbuf out;
        sbuf_init(&out, &a, 1000);
        scan_put_block(&out, &scan, &block);
        assert_true(str_eq(sbuf_str(&out), str_of(want, n)));
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_masks),    cmocka_unit_test(test_search_without_case),
        cmocka_unit_test(test_counts),   cmocka_unit_test(test_counts_of_other_scripts),
        cmocka_unit_test(test_squeezed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
