/* Writing and reading marks: see marks.h. */
#include "pipeline/marks.h"

#include <math.h>

#include "base/hash.h"
#include "base/sbuf.h"
#include "identity/copies.h"

#define KEY_BITS HASH_SHORT_BITS
#define COUNT_MAX 4096 /* weights of terms are known by a count up to here */
#define OWN_PRIOR 15   /* one that is not in the table follows */
#define EMPTY_BIN 0xff
#define WORDS_MAX ((size_t)1 << 17) /* of one article that are read back */

/* --- bits --- */

struct writer {
    struct sbuf out;
    uint64_t bits;
    unsigned len;
};

static void put(struct writer *w, uint64_t value, unsigned bits)
{
    while (bits) {
        unsigned take = 8 - w->len < bits ? 8 - w->len : bits;
        uint64_t part = value >> (bits - take) & ((1u << take) - 1);
        w->bits = w->bits << take | part;
        w->len += take;
        bits -= take;
        if (w->len < 8)
            continue;
        sbuf_putc(&w->out, (char)(unsigned char)w->bits);
        w->bits = w->len = 0;
    }
}

struct bits {
    const unsigned char *at, *end;
    uint64_t word; /* the next bits, from the top */
    unsigned have;
    bool ended; /* more was asked than there is */
};

static void refill(struct bits *r)
{
    while (r->have <= 56 && r->at < r->end) {
        r->word |= (uint64_t)*r->at++ << (56 - r->have);
        r->have += 8;
    }
}

/* BITS is 1 to 56. */
static uint64_t get(struct bits *r, unsigned bits)
{
    if (r->have < bits)
        refill(r);
    if (r->have < bits) {
        r->ended = true;
        return 0;
    }
    uint64_t value = r->word >> (64 - bits);
    r->word <<= bits;
    r->have -= bits;
    return value;
}

/* Elias' gamma code of VALUE >= 1. */
static void put_count(struct writer *w, uint32_t value)
{
    unsigned bits = 32 - (unsigned)__builtin_clz(value);
    put(w, 0, bits - 1);
    put(w, value, bits);
}

static uint32_t get_count(struct bits *r)
{
    unsigned zeros = 0;
    while (!r->ended && zeros < 32 && !get(r, 1))
        zeros++;
    if (r->ended || zeros == 32) {
        r->ended = true;
        return 1;
    }
    return (uint32_t)(UINT64_C(1) << zeros | (zeros ? get(r, zeros) : 0));
}

/* Rice's code: how often 2^K goes into it, and the rest. */
static void put_distance(struct writer *w, uint64_t value, unsigned k)
{
    for (uint64_t n = value >> k; n > 0; n--)
        put(w, 1, 1);
    put(w, 0, 1);
    put(w, value & ((UINT64_C(1) << k) - 1), k);
}

static uint64_t get_distance(struct bits *r, unsigned k)
{
    uint64_t high = 0;
    for (;;) {
        if (!r->have)
            refill(r);
        if (!r->have) {
            r->ended = true;
            return 0;
        }
        unsigned ones = ~r->word ? (unsigned)__builtin_clzll(~r->word) : 64;
        ones = ones < r->have ? ones : r->have;
        high += ones;
        bool more = ones == r->have;
        unsigned drop = more ? ones : ones + 1;
        r->word = drop < 64 ? r->word << drop : 0;
        r->have -= drop;
        if (high >> (KEY_BITS - k + 1))
            r->ended = true;
        if (!more || r->ended)
            return r->ended ? 0 : high << k | get(r, k);
    }
}

/* N keys are this far apart, as a power of two, when they are spread evenly. */
static unsigned distance_bits(size_t n)
{
    return KEY_BITS - (n > 1 ? 63 - (unsigned)__builtin_clzll(n) : 0) - (n > 0);
}

static void put_float(struct writer *w, float f)
{
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    put(w, bits, 32);
}

static float get_float(struct bits *r)
{
    uint32_t bits = (uint32_t)get(r, 32);
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

/* --- weights and priors --- */

/* The usual priors; others are kept as they are. */
static const float priors[OWN_PRIOR] = {.12f, .08f, .05f, .03f, .02f, .01f, .1f, .06f, .005f, .0f};

static void put_prior(struct writer *w, float prior)
{
    unsigned i = 0;
    while (i < OWN_PRIOR && priors[i] != prior)
        i++;
    put(w, i, 4);
    if (i == OWN_PRIOR)
        put_float(w, prior);
}

static float get_prior(struct bits *r)
{
    uint64_t i = get(r, 4);
    return i < OWN_PRIOR ? priors[i] : get_float(r);
}

/* What related_read makes of a term's count. */
static float weight_of(uint32_t count)
{
    return 1 + logf((float)count);
}

/* As the count it comes from, plus 1; 1: it comes from none and follows. */
static void put_weight(struct writer *w, float weight)
{
    float count = roundf(expf(weight - 1));
    bool known = count >= 1 && count < COUNT_MAX && weight_of((uint32_t)count) == weight;
    put_count(w, known ? (uint32_t)count + 1 : 1);
    if (!known)
        put_float(w, weight);
}

static float get_weight(struct bits *r)
{
    uint32_t count = get_count(r);
    return count > 1 ? weight_of(count - 1) : get_float(r);
}

/* --- terms --- */

static int ascending(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* Whether KEY is among the frequency words, and takes it out of them: each stands for one. AT is
 * sorted; what is taken is marked in TAKEN. */
static bool take(const struct frequency_words *words, bool *taken, uint64_t key)
{
    size_t low = 0, high = words->len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (words->at[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < words->len && words->at[low] == key && taken[low])
        low++;
    if (low == words->len || words->at[low] != key)
        return false;
    return taken[low] = true;
}

/* How many of the words from BEGIN on are a run. */
static size_t run_len(const struct related_words *words, size_t begin)
{
    const struct related_word *first = &words->at[begin];
    size_t n = 1;
    for (; begin + n < words->len; n++) {
        const struct related_word *w = first + n;
        if (w->weight != first->weight || w->prior != first->prior || w->key < w[-1].key)
            break;
    }
    return n;
}

static void put_terms(struct writer *w, const struct related_words *terms,
                      const struct frequency_words *words, bool *taken)
{
    put_count(w, (uint32_t)terms->len + 1);
    for (size_t at = 0, n; at < terms->len; at += n) {
        uint64_t before = 0;
        n = run_len(terms, at);
        put_count(w, (uint32_t)n);
        put_weight(w, terms->at[at].weight);
        put_prior(w, terms->at[at].prior);
        for (size_t i = at; i < at + n; i++) {
            put_distance(w, terms->at[i].key - before, distance_bits(n));
            put(w, take(words, taken, terms->at[i].key), 1);
            before = terms->at[i].key;
        }
    }
}

/* Counts from the input are held against what is left of it: a word takes a byte and more. */
static size_t room(struct bits *r, size_t n)
{
    if (n > WORDS_MAX || n > (size_t)(r->end - r->at) + 8)
        r->ended = true;
    return r->ended ? 0 : n;
}

static void get_terms(struct related_words *out, uint64_t *words, size_t *words_len,
                      struct related_word *at, size_t n, struct bits *r)
{
    for (size_t i = 0; i < n && !r->ended;) {
        size_t run = get_count(r);
        uint64_t key = 0;
        float weight = get_weight(r), prior = get_prior(r);
        if (run > n - i)
            r->ended = true;
        unsigned bits = distance_bits(run);
        for (size_t end = i + run; i < end && !r->ended; i++) {
            key += get_distance(r, bits);
            r->ended |= key >> KEY_BITS != 0;
            at[i] = (struct related_word){
                .key = key, .weight = weight, .prior = prior, .kind = RELATED_TERM};
            if (get(r, 1))
                words[(*words_len)++] = key;
        }
    }
    *out = (struct related_words){at, n};
}

/* --- names and numbers --- */

static void put_words(struct writer *w, const struct related_words *words)
{
    put_count(w, (uint32_t)words->len + 1);
    for (size_t i = 0; i < words->len; i++) {
        const struct related_word *word = &words->at[i];
        put(w, word->key, KEY_BITS);
        put(w, word->sound != 0, 1);
        if (word->sound)
            put(w, word->sound, KEY_BITS);
        put_float(w, word->weight);
        put_prior(w, word->prior);
        put(w, word->kind, 3);
    }
}

static void get_words(struct related_words *out, struct arena *a, struct bits *r)
{
    size_t n = room(r, get_count(r) - 1);
    struct related_word *at = arena_array(a, n, struct related_word);
    for (size_t i = 0; i < n; i++) {
        at[i].key = get(r, KEY_BITS);
        at[i].sound = get(r, 1) ? get(r, KEY_BITS) : 0;
        at[i].weight = get_float(r);
        at[i].prior = get_prior(r);
        at[i].kind = (uint8_t)get(r, 3);
    }
    *out = (struct related_words){at, n};
}

/* --- the signature --- */

static void put_signature(struct writer *w, const struct minhash *m)
{
    size_t keys = 0;
    put(w, m->size, 32);
    put(w, m->words, 32);
    if (!m->size)
        return;
    for (size_t i = 0; i < MINHASH_BINS; i++) {
        bool empty = m->bins[i] == MINHASH_EMPTY;
        if (keys == COPIES_KEYS) {
            put(w, empty ? EMPTY_BIN : m->bins[i] % EMPTY_BIN, 8);
            continue;
        }
        put(w, !empty, 1);
        if (!empty)
            put(w, m->bins[i], 32);
        keys += !empty;
    }
}

static void get_signature(struct minhash *out, struct bits *r)
{
    size_t keys = 0;
    out->size = (uint32_t)get(r, 32);
    out->words = (uint32_t)get(r, 32);
    for (size_t i = 0; i < MINHASH_BINS; i++) {
        out->bins[i] = MINHASH_EMPTY;
        if (!out->size)
            continue;
        if (keys == COPIES_KEYS) {
            uint32_t small = (uint32_t)get(r, 8);
            out->bins[i] = small == EMPTY_BIN ? MINHASH_EMPTY : small;
        } else if (get(r, 1)) {
            out->bins[i] = (uint32_t)get(r, 32);
            keys++;
        }
    }
}

/* --- all of it --- */

/* The words that are no terms. */
static void put_rest(struct writer *w, const struct frequency_words *words, const bool *taken)
{
    size_t n = 0;
    uint64_t before = 0;
    for (size_t i = 0; i < words->len; i++)
        n += !taken[i];
    put_count(w, (uint32_t)n + 1);
    for (size_t i = 0; i < words->len; i++) {
        if (taken[i])
            continue;
        put_distance(w, words->at[i] - before, distance_bits(n));
        before = words->at[i];
    }
}

str marks_pack(struct arena *a, const struct analysed *found)
{
    struct writer w = {.len = 0};
    str language = str_sub(found->related.language, 0, 15), out;
    uint64_t *sorted = arena_array(a, found->words.len, uint64_t);
    bool *taken = arena_array(a, found->words.len, bool);
    struct frequency_words words = {sorted, found->words.len, 0};
    if (words.len) {
        memcpy(sorted, found->words.at, words.len * sizeof *sorted);
        qsort(sorted, words.len, sizeof *sorted, ascending);
    }
    sbuf_init(&w.out, a, MARKS_MAX);
    put(&w, language.len, 4);
    for (size_t i = 0; i < language.len; i++)
        put(&w, (unsigned char)language.p[i], 8);
    put_terms(&w, &found->related.terms, &words, taken);
    put_rest(&w, &words, taken);
    put_words(&w, &found->related.names);
    put_words(&w, &found->related.numbers);
    put_signature(&w, &found->signature);
    put(&w, 0, 7); /* the last byte */
    return sbuf_end(&out, &w.out) == OK && words.len < WORDS_MAX ? out : S("");
}

bool marks_unpack(struct analysed *out, struct arena *a, str bytes)
{
    const unsigned char *begin = (const unsigned char *)bytes.p;
    struct bits r = {.at = begin, .end = bytes.len ? begin + bytes.len : begin};
    size_t words_len = 0, language_len = (size_t)get(&r, 4);
    *out = (struct analysed){.signature = {.size = 0}};
    char *language = arena_array(a, language_len, char);
    for (size_t i = 0; i < language_len; i++)
        language[i] = (char)get(&r, 8);
    out->related.language = str_of(language, language_len);
    size_t terms = room(&r, get_count(&r) - 1);
    struct related_word *at = arena_array(a, terms, struct related_word);
    uint64_t *first = arena_array(a, terms, uint64_t);
    get_terms(&out->related.terms, first, &words_len, at, terms, &r);
    size_t rest = room(&r, get_count(&r) - 1);
    uint64_t *words = arena_array(a, words_len + rest, uint64_t), key = 0;
    if (words_len)
        memcpy(words, first, words_len * sizeof *words);
    for (size_t i = 0; i < rest && !r.ended; i++) {
        words[words_len++] = key += get_distance(&r, distance_bits(rest));
        r.ended |= key >> KEY_BITS != 0;
    }
    out->words = (struct frequency_words){words, words_len, hash_str(out->related.language)};
    get_words(&out->related.names, a, &r);
    get_words(&out->related.numbers, a, &r);
    get_signature(&out->signature, &r);
    return !r.ended;
}
