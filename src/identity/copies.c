/* Articles in a ring of slots, the oldest replaced first; buckets of slots by the values of bins.
 */
#include "identity/copies.h"

#include "base/hash.h"

#define EMPTY 0xff        /* of a bin */
#define CHANCE (1. / 255) /* that two different bins look equal */
#define FEW_BINS 24       /* with fewer keys, articles met once are compared */
#define MET_MAX (COPIES_KEYS * COPIES_BUCKET)
#define MET_CAP 4096 /* more than twice MET_MAX, a power of two */

struct slot {
    int64_t id, source_id;
    uint64_t group;
    uint64_t arrival; /* 0: free */
    uint32_t size, words;
    uint8_t bins[MINHASH_BINS];
};

struct met {
    uint32_t slot; /* + 1; 0: empty */
    uint32_t times;
};

/* A slot before it was changed, and what fell out of a bucket. */
struct was {
    struct slot slot;
    uint32_t at;
};
struct fallen {
    size_t bucket;
    uint32_t slot;
};

struct copies {
    struct slot *slots;
    uint32_t slots_cap, next, count;
    uint64_t arrivals;
    uint32_t (*buckets)[COPIES_BUCKET]; /* slot + 1, newest first */
    size_t buckets_mask;
    uint32_t *by_id; /* slot + 1, linear probing */
    size_t by_id_mask;
    struct met *met;    /* MET_CAP, all empty between finds */
    uint32_t *met_used; /* MET_MAX places in it */
    /* Since the last copies_keep. */
    bool kept;
    struct was *was;
    size_t was_cap, was_len;
    struct fallen *fallen;
    size_t fallen_cap, fallen_len;
    uint32_t kept_next, kept_count;
    uint64_t kept_arrivals;
};

static size_t power_of_two(size_t least)
{
    size_t n = 16;
    while (n < least)
        n *= 2;
    return n;
}

struct copies *copies_new(size_t articles_max)
{
    ASSERT(articles_max >= 1 && articles_max <= (size_t)1 << 24);
    struct copies *x = mem_calloc(1, sizeof *x);
    x->slots_cap = (uint32_t)articles_max;
    x->slots = mem_calloc(articles_max, sizeof *x->slots);
    /* Room for all keys of all articles, a little more or less. */
    size_t buckets = power_of_two(articles_max * COPIES_KEYS / COPIES_BUCKET * 3 / 4);
    x->buckets = mem_calloc(buckets, sizeof *x->buckets);
    x->buckets_mask = buckets - 1;
    size_t ids = power_of_two(articles_max * 3 / 2);
    x->by_id = mem_calloc(ids, sizeof *x->by_id);
    x->by_id_mask = ids - 1;
    x->met = mem_calloc(MET_CAP, sizeof *x->met);
    x->met_used = mem_calloc(MET_MAX, sizeof *x->met_used);
    return x;
}

void copies_free(struct copies *x)
{
    if (!x)
        return;
    free(x->slots);
    free(x->buckets);
    free(x->by_id);
    free(x->met);
    free(x->met_used);
    free(x->was);
    free(x->fallen);
    free(x);
}

size_t copies_count(const struct copies *x)
{
    return x->count;
}

size_t copies_bytes(const struct copies *x)
{
    return sizeof *x + x->slots_cap * sizeof *x->slots +
           (x->buckets_mask + 1) * sizeof *x->buckets + (x->by_id_mask + 1) * sizeof *x->by_id +
           MET_CAP * sizeof *x->met + MET_MAX * sizeof *x->met_used + x->was_cap * sizeof *x->was +
           x->fallen_cap * sizeof *x->fallen;
}

/* --- articles by id --- */

static size_t id_home(const struct copies *x, int64_t id)
{
    return hash_u64((uint64_t)id) & x->by_id_mask;
}

/* Where ID stands, or the free place where it would. */
static size_t id_at(const struct copies *x, int64_t id)
{
    size_t at = id_home(x, id);
    while (x->by_id[at] && x->slots[x->by_id[at] - 1].id != id)
        at = (at + 1) & x->by_id_mask;
    return at;
}

/* Closes the gap at AT: what was put behind it because it was full moves up. */
static void id_take(struct copies *x, size_t at)
{
    for (size_t i = (at + 1) & x->by_id_mask; x->by_id[i]; i = (i + 1) & x->by_id_mask) {
        size_t home = id_home(x, x->slots[x->by_id[i] - 1].id);
        if (((i - home) & x->by_id_mask) < ((i - at) & x->by_id_mask))
            continue;
        x->by_id[at] = x->by_id[i];
        at = i;
    }
    x->by_id[at] = 0;
}

/* --- keys --- */

static size_t bucket_at(const struct copies *x, size_t bin, uint32_t value)
{
    return hash_u64((uint64_t)bin << 32 | value) & x->buckets_mask;
}

/* To be called before a slot or bucket is changed. */
static void note_slot(struct copies *x, uint32_t at)
{
    if (!x->kept)
        return;
    if (x->was_len == x->was_cap) {
        x->was_cap = x->was_cap ? x->was_cap * 2 : 16;
        x->was = mem_realloc(x->was, size_mul(x->was_cap, sizeof *x->was));
    }
    x->was[x->was_len++] = (struct was){x->slots[at], at};
}

static void note_bucket(struct copies *x, size_t bucket)
{
    if (!x->kept)
        return;
    if (x->fallen_len == x->fallen_cap) {
        x->fallen_cap = x->fallen_cap ? x->fallen_cap * 2 : 1024;
        x->fallen = mem_realloc(x->fallen, size_mul(x->fallen_cap, sizeof *x->fallen));
    }
    x->fallen[x->fallen_len++] = (struct fallen){bucket, x->buckets[bucket][COPIES_BUCKET - 1]};
}

static void file(struct copies *x, const struct minhash *signature, uint32_t slot)
{
    size_t keys = 0;
    for (size_t i = 0; i < MINHASH_BINS && keys < COPIES_KEYS; i++) {
        if (signature->bins[i] == MINHASH_EMPTY)
            continue;
        size_t at = bucket_at(x, i, signature->bins[i]);
        uint32_t *bucket = x->buckets[at];
        note_bucket(x, at);
        memmove(bucket + 1, bucket, (COPIES_BUCKET - 1) * sizeof *bucket);
        bucket[0] = slot + 1;
        keys++;
    }
}

static uint8_t small_bin(uint32_t value)
{
    return value == MINHASH_EMPTY ? EMPTY : (uint8_t)(value % EMPTY);
}

bool copies_remove(struct copies *x, int64_t id)
{
    size_t at = id_at(x, id);
    if (!x->by_id[at])
        return false;
    uint32_t slot = x->by_id[at] - 1;
    id_take(x, at);
    note_slot(x, slot);
    /* Buckets keep naming the slot; free ones are passed over, and who takes it is compared. */
    x->slots[slot].arrival = 0;
    x->count--;
    /* The newest leaves as it came: a batch that is taken back must not use the ring up. */
    uint32_t newest = (x->next ? x->next : x->slots_cap) - 1;
    if (slot == newest)
        x->next = newest;
    return true;
}

void copies_add(struct copies *x, int64_t id, int64_t source_id, uint64_t group,
                const struct minhash *signature)
{
    copies_remove(x, id);
    if (!signature->size)
        return;
    uint32_t at = x->next;
    struct slot *s = &x->slots[at];
    if (s->arrival)
        copies_remove(x, s->id);
    x->next = at + 1 < x->slots_cap ? at + 1 : 0;
    note_slot(x, at);
    *s = (struct slot){
        .id = id,
        .source_id = source_id,
        .group = group,
        .arrival = ++x->arrivals,
        .size = signature->size,
        .words = signature->words,
    };
    for (size_t i = 0; i < MINHASH_BINS; i++)
        s->bins[i] = small_bin(signature->bins[i]);
    x->by_id[id_at(x, id)] = at + 1;
    x->count++;
    file(x, signature, at);
}

void copies_keep(struct copies *x)
{
    x->kept = true;
    x->was_len = x->fallen_len = 0;
    x->kept_next = x->next;
    x->kept_count = x->count;
    x->kept_arrivals = x->arrivals;
}

void copies_undo(struct copies *x)
{
    for (; x->fallen_len > 0; x->fallen_len--) {
        const struct fallen *f = &x->fallen[x->fallen_len - 1];
        uint32_t *bucket = x->buckets[f->bucket];
        memmove(bucket, bucket + 1, (COPIES_BUCKET - 1) * sizeof *bucket);
        bucket[COPIES_BUCKET - 1] = f->slot;
    }
    for (; x->was_len > 0; x->was_len--) {
        const struct was *was = &x->was[x->was_len - 1];
        struct slot *s = &x->slots[was->at];
        if (s->arrival)
            id_take(x, id_at(x, s->id));
        *s = was->slot;
        if (s->arrival)
            x->by_id[id_at(x, s->id)] = was->at + 1;
    }
    if (x->kept) {
        x->next = x->kept_next;
        x->count = x->kept_count;
        x->arrivals = x->kept_arrivals;
    }
}

/* --- finding --- */

static void meet(struct copies *x, uint32_t slot, size_t *len)
{
    size_t at = hash_u64(slot) & (MET_CAP - 1);
    while (x->met[at].slot && x->met[at].slot != slot + 1)
        at = (at + 1) & (MET_CAP - 1);
    if (!x->met[at].slot) {
        x->met[at].slot = slot + 1;
        x->met_used[(*len)++] = (uint32_t)at;
    }
    x->met[at].times++;
}

static struct minhash_likeness compare(const struct slot *s, const uint8_t *bins, uint32_t size)
{
    unsigned equal = 0, neither = 0;
    for (size_t i = 0; i < MINHASH_BINS; i++) {
        equal += s->bins[i] == bins[i];
        neither += (s->bins[i] & bins[i]) == EMPTY;
    }
    double share = (double)(equal - neither) / (double)(MINHASH_BINS - neither);
    double jaccard = (share - CHANCE) / (1 - CHANCE);
    return minhash_likeness_of(jaccard > 0 ? jaccard : 0, s->size, size);
}

/* Looks every article up that shares keys; *keys counts those of the signature. */
static size_t meet_all(size_t *keys, struct copies *x, const struct minhash *signature)
{
    size_t len = 0;
    *keys = 0;
    for (size_t i = 0; i < MINHASH_BINS && *keys < COPIES_KEYS; i++) {
        if (signature->bins[i] == MINHASH_EMPTY)
            continue;
        const uint32_t *bucket = x->buckets[bucket_at(x, i, signature->bins[i])];
        for (size_t k = 0; k < COPIES_BUCKET && bucket[k]; k++)
            meet(x, bucket[k] - 1, &len);
        ++*keys;
    }
    return len;
}

static bool better(const struct minhash_likeness *like, const struct slot *s,
                   const struct copy_match *best, uint64_t best_arrival)
{
    if (like->jaccard != best->like.jaccard)
        return like->jaccard > best->like.jaccard;
    return s->arrival < best_arrival;
}

bool copies_find(struct copy_match *out, struct copies *x, int64_t id, int64_t source_id,
                 const struct minhash *signature)
{
    uint8_t bins[MINHASH_BINS];
    uint64_t best_arrival = 0;
    size_t keys;
    if (!signature->size)
        return false;
    for (size_t i = 0; i < MINHASH_BINS; i++)
        bins[i] = small_bin(signature->bins[i]);
    size_t len = meet_all(&keys, x, signature);
    struct minhash_measure own = {signature->size, signature->words};
    for (size_t i = 0; i < len; i++) {
        struct met *met = &x->met[x->met_used[i]];
        const struct slot *s = &x->slots[met->slot - 1];
        bool look = s->arrival && s->id != id && (met->times > 1 || keys < FEW_BINS);
        *met = (struct met){0};
        if (!look)
            continue;
        struct minhash_likeness like = compare(s, bins, signature->size);
        if (!minhash_judge(&like, own, (struct minhash_measure){s->size, s->words}) ||
            (s->source_id == source_id && like.contained < COPIES_SAME_SOURCE))
            continue;
        if (best_arrival && !better(&like, s, out, best_arrival))
            continue;
        *out = (struct copy_match){s->id, s->group, like};
        best_arrival = s->arrival;
    }
    return best_arrival > 0;
}
