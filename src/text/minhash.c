/* One-permutation MinHash over the words of a text. */
#include "text/minhash.h"

#include "base/hash.h"

/* Of the smaller text's shingles, how many the larger one has when it is a copy. */
#define COPY_CONTAINED 0.40
/* A short piece of common phrases may be contained by chance: cut further than this, it is none. */
#define COPY_SIZE_RATIO 0.18
/* Texts of a few words. */
#define COPY_SHORT_JACCARD 0.75

/* Distinct hashes are counted in an open table of their lower halves; two shingles that share
 * them (one in four billion) count as one. */
static uint32_t *table_new(struct arena *a, uint32_t n, uint32_t *mask)
{
    uint32_t cap = 16;
    while (cap < n * 2 && cap < (uint32_t)1 << 30)
        cap *= 2;
    *mask = cap - 1;
    return arena_array(a, cap, uint32_t);
}

static bool table_add(uint32_t *table, uint32_t mask, uint32_t value, uint32_t at)
{
    value = value ? value : 1;
    for (at &= mask; table[at]; at = (at + 1) & mask)
        if (table[at] == value)
            return false;
    table[at] = value;
    return true;
}

static void add(struct minhash *m, uint32_t *table, uint32_t mask, uint64_t shingle)
{
    uint64_t h = hash_u64(shingle);
    uint32_t low = (uint32_t)h;
    if (!table_add(table, mask, low, (uint32_t)(h >> 24)))
        return;
    m->size++;
    uint32_t *bin = &m->bins[h >> 56];
    if (low == MINHASH_EMPTY)
        low--;
    if (low < *bin)
        *bin = low;
}
_Static_assert(MINHASH_BINS == 1 << 8, "a bin for each value of the hash's top byte");

void minhash_read_part(struct minhash *out, struct arena *a, const struct text_doc *doc,
                       const struct text_part *part)
{
    *out = (struct minhash){.words = part->words_len};
    for (size_t i = 0; i < MINHASH_BINS; i++)
        out->bins[i] = MINHASH_EMPTY;
    if (part->words_len == 0)
        return;
    struct arena_mark mark = arena_mark(a);
    uint64_t *spelling = arena_array(a, doc->surfaces_len, uint64_t);
    for (uint32_t i = 0; i < doc->surfaces_len; i++)
        spelling[i] = hash_str(doc->surfaces[i].lower);
    uint32_t mask;
    uint32_t *table = table_new(a, part->words_len, &mask);
    uint64_t before = spelling[part->words[0].surface];
    if (part->words_len < MINHASH_SHINGLE)
        add(out, table, mask, before);
    for (uint32_t i = 1; i < part->words_len; i++) {
        uint64_t word = spelling[part->words[i].surface];
        add(out, table, mask, hash_join(before, word));
        before = word;
    }
    arena_rewind(a, mark);
}
_Static_assert(MINHASH_SHINGLE == 2, "a shingle is a word and the one before it");

void minhash_read(struct minhash *out, struct arena *a, const struct text_doc *doc)
{
    minhash_read_part(out, a, doc, &doc->body);
}

struct minhash_likeness minhash_likeness_of(double jaccard, uint32_t x_size, uint32_t y_size)
{
    double less = x_size < y_size ? x_size : y_size;
    double contained = jaccard * ((double)x_size + y_size) / ((1 + jaccard) * less);
    return (struct minhash_likeness){jaccard, contained < 1 ? contained : 1};
}

struct minhash_likeness minhash_compare(const struct minhash *x, const struct minhash *y)
{
    if (x->size == 0 || y->size == 0)
        return (struct minhash_likeness){0, 0};
    unsigned equal = 0, used = 0;
    for (size_t i = 0; i < MINHASH_BINS; i++) {
        bool some = x->bins[i] != MINHASH_EMPTY || y->bins[i] != MINHASH_EMPTY;
        used += some;
        equal += some && x->bins[i] == y->bins[i];
    }
    return minhash_likeness_of((double)equal / used, x->size, y->size);
}

bool minhash_judge(const struct minhash_likeness *like, struct minhash_measure x,
                   struct minhash_measure y)
{
    double less = x.size < y.size ? x.size : y.size;
    double more = x.size < y.size ? y.size : x.size;
    if (x.words < MINHASH_COPY_WORDS || y.words < MINHASH_COPY_WORDS)
        return like->jaccard >= COPY_SHORT_JACCARD;
    return like->contained >= COPY_CONTAINED && less >= more * COPY_SIZE_RATIO;
}

bool minhash_is_copy(const struct minhash *x, const struct minhash *y)
{
    struct minhash_likeness like = minhash_compare(x, y);
    return minhash_judge(&like, (struct minhash_measure){x->size, x->words},
                         (struct minhash_measure){y->size, y->words});
}
