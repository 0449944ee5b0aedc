/*
 * related at two sizes of its index in one run: what a find and an add cost, and the memory an
 * article takes. Usage: bench_related [SMALL LARGE]; 100,000 and 1,000,000 articles without.
 *
 * The articles are made here: words by Zipf's law, stories that come in bursts of articles sharing
 * words, names and numbers, outlets of unequal size, in order of time. Both indices are filled,
 * then asked in turns, so that other work on the machine falls on both alike.
 */
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "base/hash.h"
#include "base/sbuf.h"
#include "base/str.h"
#include "identity/copies.h"
#include "related/related.h"

#define VOCABULARY 50000000 /* words, slips of the pen among them */
#define KNOWN 8000
#define TAIL .15  /* of an article's distinct words are not among the known */
#define TERMS 140 /* distinct ones of an article that are handed over */
#define NAMES RELATED_NAMES_MAX
#define NUMBERS RELATED_NUMBERS_MAX
#define STORY_WORDS 30
#define STORY_NAMES 8
#define OUTLETS 2000
#define STEP_US INT64_C(5000000) /* between two articles: 17,280 a day */
#define ROUNDS 20
#define FINDS 250 /* of a round */

static double uniform(uint64_t *random)
{
    *random = hash_u64(*random + 1);
    return (double)(*random >> 11) / 9007199254740992.0;
}

/* A rank with probability 1 / (rank + 3): the inverse of its sum. */
static uint32_t zipf(uint64_t *random, uint32_t size)
{
    return (uint32_t)(3 * (exp(uniform(random) * log((size + 3) / 3.)) - 1));
}

/* Words as news has them: by Zipf's law up to the KNOWN commonest, beyond them with a steeper
 * exponent of 1.7 (Ferrer i Cancho and Sole, 2001), so that the number of distinct ones grows like
 * that of real text. */
static uint32_t word_rank(uint64_t *random)
{
    if (uniform(random) > TAIL)
        return zipf(random, KNOWN);
    double rank = KNOWN * pow(1 - uniform(random), -1 / .7);
    return rank < VOCABULARY ? (uint32_t)rank : VOCABULARY;
}

static uint64_t next(uint64_t *random, uint64_t n)
{
    *random = hash_u64(*random + 1);
    return *random % n;
}

struct made {
    struct related_article article;
    struct related_word terms[TERMS], names[NAMES], numbers[NUMBERS];
    char text[TERMS + NAMES + NUMBERS][24];
    uint64_t story;
};

static struct related_word word(struct made *m, size_t at, uint8_t kind, uint64_t n, float weight)
{
    int len = snprintf(m->text[at], sizeof m->text[at], "w%llx", (unsigned long long)n);
    return (struct related_word){
        .text = str_of(m->text[at], (size_t)len),
        .key = hash_join(kind, n),
        .sound = kind >= RELATED_PERSON && kind < RELATED_NUMBER ? hash_join(9, n) : 0,
        .weight = weight,
        .prior = kind == RELATED_TERM ? .02f : .005f,
        .kind = kind,
    };
}

/* Article N. A story lasts about two days and has 1 to some 150 articles; the N-th article is of
 * one of those that began lately, the large ones more often. */
static void make(struct made *m, uint64_t n)
{
    uint64_t random = n * 2654435761u + 17, age = zipf(&random, 12000), story, s;
    story = n / 6 > age ? n / 6 - age : 0;
    m->story = story;
    for (size_t i = 0; i < TERMS; i++) {
        s = hash_u64(story * 1000 + next(&random, STORY_WORDS));
        bool own = i < 22;
        uint32_t rank = word_rank(own ? &s : &random);
        if (own && rank < 300)
            rank += 300;
        float weight = own ? 1 + (float)next(&random, 3) : 1 + (float)(next(&random, 8) == 0);
        m->terms[i] = word(m, i, RELATED_TERM, rank, weight);
    }
    for (size_t i = 0; i < NAMES; i++) {
        s = hash_u64(story * 1000 + 500 + next(&random, STORY_NAMES));
        uint32_t rank = word_rank(i < 8 ? &s : &random);
        uint8_t kind = (uint8_t)(RELATED_PERSON + rank % 3);
        m->names[i] = word(m, TERMS + i, kind, rank, i < 4 ? .9f : .3f);
    }
    for (size_t i = 0; i < NUMBERS; i++) {
        s = i < 2 ? hash_u64(story * 1000 + 700 + next(&random, 3)) : next(&random, 1 << 30);
        m->numbers[i] = word(m, TERMS + NAMES + i, RELATED_NUMBER, s % 100000, 1);
    }
    m->article = (struct related_article){
        .id = (int64_t)n + 1,
        .source_id = (int64_t)zipf(&random, OUTLETS),
        .time_us = (int64_t)1700000000 * 1000000 + (int64_t)n * STEP_US,
        .language = S("en"),
        /* As in the pipeline, where an article without copies is a group of its own. */
        .copy_group = next(&random, 5) == 0 ? story + 1 : (uint64_t)1 << 40 | n,
        .terms = {m->terms, TERMS},
        .names = {m->names, NAMES},
        .numbers = {m->numbers, NUMBERS},
    };
}

/* Its signature: three of ten bins hold what many texts share, the others what it has alone or with
 * its copies, which differ in every fifth bin. */
static void sign(struct minhash *out, const struct made *m)
{
    *out = (struct minhash){.size = 400, .words = 450};
    uint64_t own = hash_u64((uint64_t)m->article.id), text = hash_u64(m->article.copy_group);
    for (uint64_t i = 0; i < MINHASH_BINS; i++) {
        own = hash_u64(own + i);
        text = hash_u64(text + i);
        if (own % 10 < 3)
            out->bins[i] = (uint32_t)hash_u64(i * 4 + own / 16 % 3);
        else
            out->bins[i] = (uint32_t)(own / 16 % 5 == 0 ? own >> 16 : text);
    }
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Everything malloc holds for the program, its own overhead included. */
static size_t held(void)
{
    struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

struct side {
    struct related_index *index;
    struct copies *copies;
    uint64_t size;
    double fill_s, bytes, own_bytes, words;
    double best_s, sum_s, worst_s;
    double cards, of_story;
    double copies_fill_s, copies_bytes, copies_find_s, copies_found, copies_right;
};

static void fill(struct side *s, struct made *m)
{
    size_t before = held();
    double made_s = 0, from = cpu_seconds();
    s->index = related_new(s->size);
    for (uint64_t n = 0; n < s->size; n++) {
        double t = cpu_seconds();
        make(m, n);
        made_s += cpu_seconds() - t;
        related_add(s->index, &m->article);
    }
    struct related_stats stats = related_stats(s->index);
    s->fill_s = cpu_seconds() - from - made_s;
    s->bytes = (double)(held() - before);
    s->own_bytes = (double)stats.bytes;
    s->words = (double)stats.words;
    s->best_s = 1e9;
}

static void fill_copies(struct side *s, struct made *m)
{
    struct minhash signature;
    size_t before = held();
    s->copies = copies_new(s->size);
    for (uint64_t n = 0; n < s->size; n++) {
        make(m, n);
        sign(&signature, m);
        double t = cpu_seconds();
        copies_add(s->copies, m->article.id, m->article.source_id, m->article.copy_group,
                   &signature);
        s->copies_fill_s += cpu_seconds() - t;
    }
    s->copies_bytes = (double)(held() - before);
}

/* Asks what an article is a copy of. */
static void ask_copies(struct side *s, const struct made *m)
{
    struct minhash signature;
    struct copy_match match;
    sign(&signature, m);
    double from = cpu_seconds();
    bool found = copies_find(&match, s->copies, m->article.id, m->article.source_id, &signature);
    s->copies_find_s += cpu_seconds() - from;
    s->copies_found += found;
    s->copies_right += found && match.group == m->article.copy_group;
}

/* Asks for articles of the last days and, as archives are read too, of the whole window. */
static void ask(struct side *s, struct made *m, struct arena *a, uint64_t round)
{
    struct related_card *cards;
    size_t n;
    double took = 0;
    uint64_t random = round;
    for (int i = 0; i < FINDS; i++) {
        uint64_t back = next(&random, i % 5 ? (uint64_t)20000 : s->size);
        uint64_t asked = s->size - 1 - back % s->size;
        make(m, asked);
        uint64_t story = m->story;
        ask_copies(s, m);
        struct arena_mark mark = arena_mark(a);
        double from = cpu_seconds();
        related_find(&cards, &n, a, s->index, &m->article, NULL);
        double one = cpu_seconds() - from;
        took += one;
        s->worst_s = one > s->worst_s ? one : s->worst_s;
        s->cards += (double)n;
        for (size_t c = 0; c < n; c++) {
            make(m, (uint64_t)cards[c].id - 1);
            s->of_story += m->story == story;
        }
        arena_rewind(a, mark);
    }
    took /= FINDS;
    s->sum_s += took;
    s->best_s = took < s->best_s ? took : s->best_s;
}

static void print_side(const struct side *s)
{
    printf("%8llu articles: find %.0f us (best round %.0f, worst single %.0f), add %.1f us, %.0f "
           "bytes an article (%.0f by its own count), %.1f words an article; %.1f cards, %.2f of "
           "the same story\n",
           (unsigned long long)s->size, s->sum_s / ROUNDS * 1e6, s->best_s * 1e6, s->worst_s * 1e6,
           s->fill_s / (double)s->size * 1e6, s->bytes / (double)s->size,
           s->own_bytes / (double)s->size, s->words / (double)s->size, s->cards / (ROUNDS * FINDS),
           s->of_story / s->cards);
    printf("         copies: find %.1f us, add %.1f us, %.0f bytes an article; %.0f of %d found, "
           "%.0f right; both indices: %.0f bytes an article\n",
           s->copies_find_s / (ROUNDS * FINDS) * 1e6, s->copies_fill_s / (double)s->size * 1e6,
           s->copies_bytes / (double)s->size, s->copies_found, ROUNDS * FINDS, s->copies_right,
           (s->bytes + s->copies_bytes) / (double)s->size);
}

int main(int argc, char **argv)
{
    struct side sides[2] = {{.size = 100000}, {.size = 1000000}};
    uint64_t size;
    for (int i = 1; i < argc; i++) {
        if (argc != 3 || !str_to_u64(&size, str_c(argv[i])) || size == 0) {
            fprintf(stderr, "usage: bench_related [SMALL LARGE]\n");
            return 2;
        }
        sides[i - 1].size = size;
    }
    static struct made m;
    struct arena a;
    arena_init(&a);
    for (int i = 0; i < 2; i++) {
        fill(&sides[i], &m);
        fill_copies(&sides[i], &m);
    }
    for (uint64_t round = 0; round < ROUNDS; round++)
        for (int i = 0; i < 2; i++)
            ask(&sides[i], &m, &a, round);
    print_side(&sides[0]);
    print_side(&sides[1]);
    printf("find at %llu to find at %llu: %.2f (best rounds %.2f)\n",
           (unsigned long long)sides[1].size, (unsigned long long)sides[0].size,
           sides[1].sum_s / sides[0].sum_s, sides[1].best_s / sides[0].best_s);
    for (int i = 0; i < 2; i++) {
        related_free(sides[i].index);
        copies_free(sides[i].copies);
    }
    arena_end(&a);
    return 0;
}
