/* What two texts share word for word: sequences of words by their hashes. */
#include "identity/repeated.h"

#include "base/hash.h"
#include "base/map.h"

/* The hash of each word of the body in lower case. */
static uint64_t *word_hashes(struct arena *a, const struct text_doc *doc)
{
    uint64_t *of = arena_array(a, doc->surfaces_len, uint64_t);
    uint64_t *at = arena_array(a, doc->body.words_len, uint64_t);
    for (uint32_t i = 0; i < doc->surfaces_len; i++)
        of[i] = hash_str(doc->surfaces[i].lower);
    for (uint32_t i = 0; i < doc->body.words_len; i++)
        at[i] = of[doc->body.words[i].surface];
    return at;
}

/* Replaces OUT by the hashes of N words from each word on; how many there are. */
static uint32_t sequences(uint64_t *out, const uint64_t *words, uint32_t words_len, uint32_t n)
{
    if (words_len < n)
        return 0;
    for (uint32_t i = 0; i + n <= words_len; i++) {
        out[i] = words[i];
        for (uint32_t k = 1; k < n; k++)
            out[i] = hash_join(out[i], words[i + k]);
    }
    return words_len - n + 1;
}

static str key(const uint64_t *sequence)
{
    return str_of((const char *)sequence, sizeof *sequence);
}

struct side {
    uint64_t *words, *sequences;
    uint32_t words_len;
};

static bool shares(struct arena *a, const struct side *x, const struct side *y, uint32_t n)
{
    struct map seen;
    uint32_t theirs = sequences(y->sequences, y->words, y->words_len, n);
    uint32_t mine = sequences(x->sequences, x->words, x->words_len, n);
    map_init(&seen, a);
    for (uint32_t i = 0; i < theirs; i++)
        *map_put(&seen, key(&y->sequences[i])) = 1;
    for (uint32_t i = 0; i < mine; i++)
        if (map_get(&seen, key(&x->sequences[i])))
            return true;
    return false;
}

static struct side side_of(struct arena *a, const struct text_doc *doc)
{
    return (struct side){word_hashes(a, doc), arena_array(a, doc->body.words_len, uint64_t),
                         doc->body.words_len};
}

uint32_t repeated_run(struct arena *a, const struct text_doc *x, const struct text_doc *y,
                      uint32_t run_max)
{
    struct side one = side_of(a, x), two = side_of(a, y);
    uint32_t shared = 0, none = run_max + 1; /* shared <= the answer < none */
    while (none - shared > 1) {
        uint32_t n = shared + (none - shared) / 2;
        if (shares(a, &one, &two, n))
            shared = n;
        else
            none = n;
    }
    return shared;
}
