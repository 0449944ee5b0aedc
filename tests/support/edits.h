/* Texts and controlled edits of them, from a seed: what near-duplicates are measured with. */
#ifndef COURANT_TESTS_EDITS_H
#define COURANT_TESTS_EDITS_H

#include <math.h>

#include "base/sbuf.h"
#include "base/vec.h"

#define EDITS_TEXT_MAX ((size_t)1 << 20)
#define EDITS_VOCABULARY 6000

struct edits {
    struct arena *arena;
    uint64_t seed;
};

static inline uint32_t edits_random(struct edits *e, uint32_t below)
{
    e->seed = e->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((e->seed >> 33) % below);
}

static inline double edits_chance(struct edits *e)
{
    return edits_random(e, 1u << 30) / (double)(1u << 30);
}

/* A made-up word for each number; low numbers are short, as in language. */
static inline void edits_word(struct sbuf *b, uint32_t rank)
{
    static const char *const syllables[] = {"ka", "ren", "to",   "mi", "sul", "da",  "pe", "lor",
                                            "vi", "na",  "gres", "ou", "ti",  "bam", "ze", "fi"};
    uint32_t n = rank + 1;
    do {
        sbuf_put(b, str_c(syllables[n % 16]));
        n /= 16;
    } while (n);
}

/* Words as often as in language: the k-th one in proportion to 1 / k. */
static inline uint32_t edits_rank(struct edits *e)
{
    uint32_t rank = (uint32_t)pow(EDITS_VOCABULARY, edits_chance(e));
    return rank ? rank - 1 : 0;
}

/* WORDS words in sentences and paragraphs. TOPIC: a fifth of the words comes from 60 of its own. */
static inline str edits_text(struct edits *e, uint32_t words, uint32_t topic)
{
    struct sbuf b;
    sbuf_init(&b, e->arena, EDITS_TEXT_MAX);
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < words; i++) {
        bool own = edits_random(e, 5) == 0;
        edits_word(&b, own ? EDITS_VOCABULARY + topic * 60 + edits_random(e, 60) : edits_rank(e));
        bool stop = ++sentence > 7 && edits_random(e, 12) == 0;
        if (stop || i + 1 == words) {
            sentence = 0;
            sbuf_put(&b, edits_random(e, 3) ? S(". ") : S(".\n\n"));
        } else {
            sbuf_putc(&b, ' ');
        }
    }
    return sbuf_str(&b);
}

static inline struct str_vec edits_split(struct edits *e, str text, const char *between)
{
    struct str_vec parts = {0};
    str mark = str_c(between);
    while (text.len) {
        size_t at = str_find(text, mark);
        str part = str_sub(text, 0, at == STR_NPOS ? text.len : at);
        if (str_trim(part).len)
            *vec_push(&parts, e->arena) = str_trim(part);
        text = str_skip(text, at == STR_NPOS ? text.len : at + mark.len);
    }
    return parts;
}

/* CHANGED of the words, 0..1, become others, chosen word by word. */
static inline str edits_change(struct edits *e, str text, double changed)
{
    struct sbuf b;
    sbuf_init(&b, e->arena, EDITS_TEXT_MAX);
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        while (end < text.len && !ascii_is_space((unsigned char)text.p[end]))
            end++;
        if (end > at && edits_chance(e) < changed)
            edits_word(&b, edits_rank(e) + 3 * EDITS_VOCABULARY);
        else
            sbuf_put(&b, str_sub(text, at, end));
        while (end < text.len && ascii_is_space((unsigned char)text.p[end]))
            sbuf_putc(&b, text.p[end++]);
        at = end;
    }
    return sbuf_str(&b);
}

/* The first KEPT of the words, 0..1. */
static inline str edits_cut(str text, double kept)
{
    size_t end = (size_t)((double)text.len * kept);
    while (end < text.len && !ascii_is_space((unsigned char)text.p[end]))
        end++;
    return str_sub(text, 0, end);
}

/* The paragraphs in another order. */
static inline str edits_reorder(struct edits *e, str text)
{
    struct str_vec parts = edits_split(e, text, "\n\n");
    for (size_t i = parts.len; i > 1; i--) {
        size_t k = edits_random(e, (uint32_t)i);
        str swap = parts.at[i - 1];
        parts.at[i - 1] = parts.at[k];
        parts.at[k] = swap;
    }
    struct sbuf b;
    sbuf_init(&b, e->arena, EDITS_TEXT_MAX);
    vec_each (str, part, &parts) {
        sbuf_put(&b, *part);
        sbuf_put(&b, S("\n\n"));
    }
    return sbuf_str(&b);
}

/* SHARE of its length, 0..1, of other words before and after it. */
static inline str edits_boilerplate(struct edits *e, str text, double share)
{
    size_t words = 1;
    for (size_t i = 0; i < text.len; i++)
        words += text.p[i] == ' ';
    uint32_t extra = (uint32_t)((double)words * share / 2) + 1;
    struct sbuf b;
    sbuf_init(&b, e->arena, EDITS_TEXT_MAX);
    sbuf_put(&b, edits_text(e, extra, 900));
    sbuf_put(&b, S("\n\n"));
    sbuf_put(&b, text);
    sbuf_put(&b, S("\n\n"));
    sbuf_put(&b, edits_text(e, extra, 901));
    return sbuf_str(&b);
}

#endif
