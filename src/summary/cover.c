/* Greedy choice of sentences by weighted coverage. */
#include "summary/cover.h"

#include <math.h>

#include "base/hash.h"

#define KEYS_FIRST 256

void cover_keys_init(struct cover_keys *k, struct arena *a)
{
    *k = (struct cover_keys){.arena = a, .cap = KEYS_FIRST};
    k->keys = arena_array(a, k->cap, uint64_t);
    k->values = arena_array(a, k->cap, uint32_t);
}

static uint32_t keys_slot(const struct cover_keys *k, uint64_t key)
{
    uint32_t at = (uint32_t)hash_u64(key) & (k->cap - 1);
    while (k->keys[at] && k->keys[at] != key)
        at = (at + 1) & (k->cap - 1);
    return at;
}

static void keys_grow(struct cover_keys *k)
{
    struct cover_keys old = *k;
    k->cap *= 2;
    k->keys = arena_array(k->arena, k->cap, uint64_t);
    k->values = arena_array(k->arena, k->cap, uint32_t);
    for (uint32_t i = 0; i < old.cap; i++) {
        if (!old.keys[i])
            continue;
        uint32_t at = keys_slot(k, old.keys[i]);
        k->keys[at] = old.keys[i];
        k->values[at] = old.values[i];
    }
}

uint32_t cover_key(struct cover_keys *k, uint64_t key)
{
    key += key == 0; /* 0 marks empty slots */
    uint32_t at = keys_slot(k, key);
    if (k->keys[at])
        return k->values[at];
    if (k->len * 2 >= k->cap) {
        keys_grow(k);
        at = keys_slot(k, key);
    }
    k->keys[at] = key;
    k->values[at] = k->len;
    return k->len++;
}

static double gain_of(const struct cover *c, const struct cover_sentence *s)
{
    double gain = 0;
    for (uint32_t i = 0; i < s->concepts_len; i++)
        gain += (double)c->weights[c->concepts.at[s->concepts + i]];
    return gain;
}

void cover_say(struct cover *c, uint32_t sentence)
{
    const struct cover_sentence *s = &c->sentences.at[sentence];
    for (uint32_t i = 0; i < s->concepts_len; i++)
        c->weights[c->concepts.at[s->concepts + i]] *= c->again;
}

/* What the choice goes by, beside the weights. */
struct pass {
    const double *whole;  /* by sentence: its gain when nothing had been said */
    const double *divide; /* by sentence: its length to the power of cost */
    uint8_t *done;
    uint32_t room;
    uint8_t *marks; /* by concept: in the sentence just chosen */
};

static void mark(const struct cover *c, const struct pass *p, uint32_t sentence, uint8_t value)
{
    const struct cover_sentence *s = &c->sentences.at[sentence];
    for (uint32_t i = 0; i < s->concepts_len; i++)
        p->marks[c->concepts.at[s->concepts + i]] = value;
}

/* Leaves out the sentences that say what CHOSEN says. */
static void drop_twins(const struct cover *c, const struct pass *p, uint32_t chosen)
{
    mark(c, p, chosen, 1);
    for (uint32_t i = 0; i < c->sentences.len; i++) {
        const struct cover_sentence *s = &c->sentences.at[i];
        uint32_t words = 0, shared = 0;
        if (p->done[i])
            continue;
        for (uint32_t k = 0; k < s->concepts_len; k++) {
            uint32_t concept = c->concepts.at[s->concepts + k];
            if (c->is_pair && c->is_pair[concept])
                continue;
            words++;
            shared += p->marks[concept];
        }
        if ((float)shared >= c->twin_max * (float)words)
            p->done[i] = 1;
    }
    mark(c, p, chosen, 0);
}

static bool group_taken(const struct cover *c, const struct cover_choice_vec *out, size_t from,
                        uint32_t group)
{
    if (group == UINT32_MAX)
        return false;
    for (size_t i = from; i < out->len; i++)
        if (c->sentences.at[out->at[i].sentence].group == group)
            return true;
    return false;
}

/* The best sentence that fits, UINT32_MAX when there is none. */
static uint32_t best_next(double *best_gain, const struct cover *c, const struct pass *p,
                          const struct cover_choice_vec *out, size_t from)
{
    uint32_t best = UINT32_MAX;
    double best_value = 0;
    for (uint32_t i = 0; i < c->sentences.len; i++) {
        const struct cover_sentence *s = &c->sentences.at[i];
        if (p->done[i] || s->length > p->room)
            continue;
        double gain = gain_of(c, s);
        /* Too much of it has been said. */
        if (gain < (1 - (double)c->overlap_max) * p->whole[i]) {
            p->done[i] = 1;
            continue;
        }
        gain *= (double)s->bonus;
        if (group_taken(c, out, from, s->group))
            gain *= (double)c->group_factor;
        if (gain / p->divide[i] > best_value) {
            best = i;
            best_value = gain / p->divide[i];
            *best_gain = gain;
        }
    }
    return best;
}

void cover_choose(struct cover_choice_vec *out, struct arena *a, struct cover *c,
                  const struct cover_limit *limit)
{
    size_t n = c->sentences.len, from = out->len;
    double *whole = arena_array(a, n ? n : 1, double), first = 0;
    double *divide = arena_array(a, n ? n : 1, double);
    struct pass pass = {whole, divide, arena_array(a, n ? n : 1, uint8_t), limit->length,
                        arena_array(a, c->weights_len ? c->weights_len : 1, uint8_t)};
    for (size_t i = 0; i < n; i++) {
        const struct cover_sentence *s = &c->sentences.at[i];
        whole[i] = gain_of(c, s);
        divide[i] = pow(s->length ? s->length : 1, (double)c->cost);
        pass.done[i] = s->bonus <= 0 || whole[i] <= 0;
    }
    while (out->len - from < limit->sentences) {
        double gain = 0;
        uint32_t best = best_next(&gain, c, &pass, out, from);
        if (best == UINT32_MAX || gain < (double)limit->gain_min * first)
            return;
        if (out->len == from)
            first = gain;
        *vec_push(out, a) = (struct cover_choice){best, gain};
        pass.done[best] = 1;
        pass.room -= c->sentences.at[best].length;
        cover_say(c, best);
        drop_twins(c, &pass, best);
    }
}
