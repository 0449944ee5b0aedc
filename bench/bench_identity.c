/*
 * Near-duplicates and pairs of articles: precision and recall over controlled edits of made-up
 * texts and of texts given (a JSON Lines file with "text"), and what signatures and comparisons
 * cost.
 *
 *     bench_identity [ARTICLES.jsonl]
 */
#include <stdio.h>

#include "../tests/support/edits.h"
#include "base/clock.h"
#include "base/json_in.h"
#include "identity/copies.h"
#include "identity/pair.h"
#include "text/minhash.h"

#define ROUNDS 400
#define TEXTS_MAX 2000

struct bench {
    struct arena arena;
    struct text_reader *reader;
    struct edits edits;
    struct str_vec texts;
    struct arena texts_arena;
};

static struct minhash sign(struct bench *b, str text)
{
    struct text_input in = {S(""), text, S(""), 0};
    struct text_doc doc;
    struct minhash m;
    text_doc_read(&doc, &b->arena, b->reader, &in);
    minhash_read(&m, &b->arena, &doc);
    return m;
}

enum edit { EDIT_CUT, EDIT_REORDER, EDIT_BOILERPLATE, EDIT_CHANGE, EDIT_CUT_CHANGE, EDIT_OTHER };

static const struct row {
    const char *name;
    enum edit edit;
    double amount;
    int copy; /* 1: it is one, 0: it is none, -1: between */
} rows[] = {
    {"cut to 80%", EDIT_CUT, 0.8, 1},
    {"cut to 50%", EDIT_CUT, 0.5, 1},
    {"cut to 30%", EDIT_CUT, 0.3, 1},
    {"paragraphs reordered", EDIT_REORDER, 0, 1},
    {"boilerplate added, 20%", EDIT_BOILERPLATE, 0.2, 1},
    {"boilerplate added, 100%", EDIT_BOILERPLATE, 1, 1},
    {"5% of words changed", EDIT_CHANGE, 0.05, 1},
    {"10% of words changed", EDIT_CHANGE, 0.1, 1},
    {"20% of words changed", EDIT_CHANGE, 0.2, 1},
    {"30% of words changed", EDIT_CHANGE, 0.3, 1},
    {"cut to 60%, 10% changed", EDIT_CUT_CHANGE, 0.1, 1},
    {"35% of words changed", EDIT_CHANGE, 0.35, -1},
    {"40% of words changed", EDIT_CHANGE, 0.4, -1},
    {"50% of words changed", EDIT_CHANGE, 0.5, 0},
    {"60% of words changed", EDIT_CHANGE, 0.6, 0},
    {"another text", EDIT_OTHER, 0, 0},
};

static str edited(struct bench *b, const struct row *row, str text, uint32_t i)
{
    switch (row->edit) {
    case EDIT_CUT: return edits_cut(text, row->amount);
    case EDIT_REORDER: return edits_reorder(&b->edits, text);
    case EDIT_BOILERPLATE: return edits_boilerplate(&b->edits, text, row->amount);
    case EDIT_CHANGE: return edits_change(&b->edits, text, row->amount);
    case EDIT_CUT_CHANGE: return edits_change(&b->edits, edits_cut(text, 0.6), row->amount);
    case EDIT_OTHER: break;
    }
    return b->texts.len ? b->texts.at[(i + 1) % b->texts.len] : edits_text(&b->edits, 450, i);
}

static void measure(struct bench *b)
{
    unsigned n = b->texts.len ? (unsigned)b->texts.len : ROUNDS;
    unsigned right = 0, copies = 0, wrong = 0;
    for (size_t r = 0; r < ARRAY_LEN(rows); r++) {
        unsigned called = 0;
        for (uint32_t i = 0; i < n; i++) {
            struct arena_mark mark = arena_mark(&b->arena);
            str text = b->texts.len ? b->texts.at[i]
                                    : edits_text(&b->edits, 100 + edits_random(&b->edits, 800), i);
            struct minhash one = sign(b, text), two = sign(b, edited(b, &rows[r], text, i));
            called += minhash_is_copy(&one, &two);
            arena_rewind(&b->arena, mark);
        }
        printf("  %-26s called a copy %6.2f%%\n", rows[r].name, 100.0 * called / n);
        if (rows[r].copy == 1) {
            right += called;
            copies += n;
        } else if (rows[r].copy == 0) {
            wrong += called;
        }
    }
    printf("  precision %.4f recall %.4f\n", (double)right / (right + wrong),
           (double)right / copies);
}

/* Whether the text given with number NTH is itself a copy of TEXT, as some of real texts are. */
static bool known_copy(struct bench *b, str text, int64_t nth)
{
    if (nth < 1 || (size_t)nth > b->texts.len)
        return false;
    struct minhash x = sign(b, text), y = sign(b, b->texts.at[nth - 1]);
    return minhash_is_copy(&x, &y);
}

/* The same edits asked of an index that holds many texts (identity/copies.h), as an import does.
 * The texts asked for are among them; "another text" is not. */
static void measure_index(struct bench *b)
{
    enum { HELD = 4000 };
    struct copies *x = copies_new(HELD + TEXTS_MAX);
    unsigned right = 0, wrong = 0, copies = 0;
    double find_us = 0, asked = 0;
    size_t own = b->texts.len ? b->texts.len : ROUNDS;
    for (uint32_t i = 0; i < HELD + own; i++) {
        b->edits.seed = 50000 + i;
        str text = i < HELD       ? edits_text(&b->edits, 100 + i % 800, 2000 + i)
                   : b->texts.len ? b->texts.at[i - HELD]
                                  : edits_text(&b->edits, 100 + i % 800, i);
        /* Every other text of the own ones is unknown to the index. */
        struct minhash m = sign(b, text);
        if (i < HELD || i % 2 == 0)
            copies_add(x, i + 1, i + 1, 0, &m);
        arena_reset(&b->arena);
    }
    for (uint32_t i = 0; i < own; i++) {
        b->edits.seed = 50000 + HELD + i;
        str text =
            b->texts.len ? b->texts.at[i] : edits_text(&b->edits, 100 + (HELD + i) % 800, HELD + i);
        for (size_t r = 0; r < ARRAY_LEN(rows); r++) {
            if (rows[r].copy < 1 || (b->texts.len && i % 2 && rows[r].edit != EDIT_CUT))
                continue;
            struct copy_match match;
            struct minhash m = sign(b, edited(b, &rows[r], text, i));
            int64_t from = clock_monotonic_us();
            bool found = copies_find(&match, x, INT64_MAX, 0, &m);
            find_us += (double)(clock_monotonic_us() - from);
            asked++;
            bool of_it =
                found && (match.id == HELD + i + 1 || known_copy(b, text, match.id - HELD));
            copies += i % 2 == 0;
            right += i % 2 == 0 && of_it;
            wrong += found && !of_it;
        }
        arena_reset(&b->arena);
    }
    printf("through an index of %zu: precision %.4f, recall %.4f; %.1f us a find\n",
           copies_count(x), (double)right / (right + wrong), (double)right / copies,
           find_us / asked);
    copies_free(x);
}

static void speed(struct bench *b)
{
    str text = edits_text(&b->edits, 500, 1), other = edits_text(&b->edits, 500, 1);
    struct text_input in = {S("made up title"), text, S("en"), 0};
    struct text_input in2 = {S("another made up title"), other, S("en"), 0};
    struct text_doc one, two;
    struct minhash m;
    struct pair pair;
    text_doc_read(&one, &b->arena, b->reader, &in);
    text_doc_read(&two, &b->arena, b->reader, &in2);
    const unsigned n = 20000;
    int64_t began = clock_monotonic_us();
    for (unsigned i = 0; i < n; i++)
        minhash_read(&m, &b->arena, &one);
    printf("signature of 500 words: %.4f ms\n", (double)(clock_monotonic_us() - began) / 1000 / n);
    struct pair_article x = {.doc = &one}, y = {.doc = &two};
    began = clock_monotonic_us();
    for (unsigned i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(&b->arena);
        pair_compare(&pair, &b->arena, &x, &y);
        arena_rewind(&b->arena, mark);
    }
    printf("pairs of 500 words, read: %.0f/s\n", n * 1e6 / (double)(clock_monotonic_us() - began));
}

static bool load(struct bench *b, const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    if (!f) {
        fprintf(stderr, "bench_identity: cannot open '%s'\n", path);
        return false;
    }
    while (b->texts.len < TEXTS_MAX && getline(&line, &cap, f) > 0) {
        struct json_value *v;
        if (json_in_parse(&v, str_trim(str_c(line))) != OK)
            continue;
        str text = json_in_str(v, "text");
        if (text.len > 600)
            *vec_push(&b->texts, &b->texts_arena) = str_dup(&b->texts_arena, text);
        json_in_free(v);
    }
    free(line);
    fclose(f);
    return b->texts.len > 1;
}

int main(int argc, char **argv)
{
    struct bench b = {.reader = text_reader_new()};
    arena_init(&b.arena);
    arena_init(&b.texts_arena);
    b.edits = (struct edits){&b.arena, 7};
    printf("made-up texts of 100 to 900 words, %d each\n", ROUNDS);
    measure(&b);
    measure_index(&b);
    if (argc > 1 && load(&b, argv[1])) {
        printf("%zu texts of %s\n", b.texts.len, argv[1]);
        measure(&b);
        measure_index(&b);
    }
    speed(&b);
    text_reader_free(b.reader);
    arena_end(&b.texts_arena);
    arena_end(&b.arena);
    return 0;
}
