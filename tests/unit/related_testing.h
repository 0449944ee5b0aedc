/* Articles made of a few words, and an index to put them into: for the tests of related. */
#ifndef COURANT_TESTS_RELATED_TESTING_H
#define COURANT_TESTS_RELATED_TESTING_H

#include "testing.h"

#include <math.h>

#include "base/hash.h"
#include "base/sbuf.h"
#include "related/related.h"

#define HOUR_US (INT64_C(3600) * 1000000)
#define DAY_US (24 * HOUR_US)
#define NOW_US (20000 * DAY_US)

struct fixture {
    struct arena arena;
    struct related_index *index;
    struct related_card *cards;
    size_t n;
};

static inline int setup(void **state)
{
    struct fixture *f = mem_calloc(1, sizeof *f);
    arena_init(&f->arena);
    f->index = related_new(0);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;
    related_free(f->index);
    arena_end(&f->arena);
    free(f);
    return 0;
}

static inline struct related_word word_of(str text, uint8_t kind, str language)
{
    uint64_t space = kind == RELATED_TERM ? hash_str(language) : kind == RELATED_NUMBER ? 2 : 1;
    return (struct related_word){.text = text,
                                 .key = hash_join(space, hash_str(text)),
                                 .weight = kind == RELATED_TERM ? 2 : .8f,
                                 .prior = .01f,
                                 .kind = kind};
}

/* An article of ID, source and time; WORDS are separated by spaces: "@" begins a person, "%" a
 * place, "#" a number. */
static inline struct related_article article(struct fixture *f, int64_t id, int64_t source,
                                             int64_t time_us, const char *words)
{
    struct related_word *at[3];
    size_t n[3] = {0};
    for (int i = 0; i < 3; i++)
        at[i] = arena_array(&f->arena, strlen(words) + 1, struct related_word);
    str rest = str_c(words);
    while (rest.p && rest.len) {
        str word = str_cut(&rest, ' ');
        if (word.len == 0)
            continue;
        char mark = word.p[0];
        uint8_t kind = mark == '@'   ? RELATED_PERSON
                       : mark == '%' ? RELATED_PLACE
                       : mark == '#' ? RELATED_NUMBER
                                     : RELATED_TERM;
        int set = kind == RELATED_TERM ? 0 : kind == RELATED_NUMBER ? 2 : 1;
        at[set][n[set]++] = word_of(kind == RELATED_TERM ? word : str_skip(word, 1), kind, S("en"));
    }
    return (struct related_article){
        .id = id,
        .source_id = source,
        .time_us = time_us,
        .language = S("en"),
        .terms = {at[0], n[0]},
        .names = {at[1], n[1]},
        .numbers = {at[2], n[2]},
    };
}

static inline struct related_article put(struct fixture *f, int64_t id, int64_t source,
                                         const char *words)
{
    struct related_article a = article(f, id, source, NOW_US, words);
    related_add(f->index, &a);
    return a;
}

/* The ids of the cards: "2 5 3". */
static inline str found(struct fixture *f, const struct related_article *a)
{
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1000);
    related_find(&f->cards, &f->n, &f->arena, f->index, a, NULL);
    for (size_t i = 0; i < f->n; i++) {
        if (i)
            sbuf_putc(&b, ' ');
        sbuf_put_i64(&b, f->cards[i].id);
    }
    return sbuf_str(&b);
}

static inline str words_of(struct fixture *f, const struct related_card *card)
{
    struct sbuf b;
    sbuf_init(&b, &f->arena, 1000);
    for (size_t i = 0; i < card->words_len; i++) {
        if (i)
            sbuf_put(&b, S(", "));
        sbuf_put(&b, card->words[i]);
    }
    return sbuf_str(&b);
}

#endif
