/* The articles of the index: putting in, taking out, copies, and the order by time. */
#include <math.h>

#include "related/internal.h"

#include "base/hash.h"

/* Articles whose vector is measured anew with each one put in: twice as many as come, so that no
 * length is older than half the index. */
#define REFRESH 2
/* The weight of the prior, in articles. */
#define PRIOR_ARTICLES 40
#define RARITY_MIN .02f
/* A word of one article in so many is as rare as any: more articles do not make it rarer. */
#define RAREST 10000.f
/* A word of an article and its weight there. */
#define WORD_BYTES (sizeof(uint32_t) + sizeof(uint16_t))
_Static_assert(ENTRIES_MAX <= UINT8_MAX, "words_len is 8 bits");

struct related_index *related_new(size_t articles_max)
{
    struct related_index *x = mem_calloc(1, sizeof *x);
    x->articles_max = articles_max ? articles_max : RELATED_ARTICLES_MAX;
    vocabulary_init(&x->words);
    x->slots_free = x->groups_free = SLOT_NONE;
    x->sums = mem_calloc(SUMS_CAP, sizeof *x->sums);
    x->sums_used = mem_calloc(RELATED_READ_MAX, sizeof *x->sums_used);
    return x;
}

void related_free(struct related_index *x)
{
    if (!x)
        return;
    for (uint32_t i = 0; i < x->slots_len; i++)
        if (slot_at(x, i)->used)
            free(slot_at(x, i)->words);
    for (size_t i = 0; i * SLOT_BLOCK < x->slots_len; i++)
        free(x->blocks[i]);
    free(x->blocks);
    free(x->groups);
    free(x->heap);
    free(x->sums);
    free(x->sums_used);
    free(x->measured);
    table_end(&x->by_id);
    table_end(&x->by_group);
    table_end(&x->by_language);
    vocabulary_end(&x->words);
    free(x);
}

float related_rarity(size_t articles, uint32_t count, float prior)
{
    float all = (float)articles + PRIOR_ARTICLES;
    float have = (float)count + .5f + PRIOR_ARTICLES * prior;
    float top = all < RAREST ? logf(all / .5f) : logf(RAREST / .5f);
    float rarity = logf(all / have) / top;
    return rarity < RARITY_MIN ? RARITY_MIN : rarity < 1 ? rarity : 1;
}

size_t related_written(const struct related_index *x, uint16_t language)
{
    uint32_t n = table_get(&x->by_language, language);
    return n == TABLE_NONE ? 0 : n;
}

uint16_t related_language_code(str language)
{
    return language.len == 2
               ? (uint16_t)((unsigned char)language.p[0] << 8 | (unsigned char)language.p[1])
               : (uint16_t)hash_str(language);
}

int64_t related_time_clamp(int64_t us)
{
    return us < 0 ? 0 : us > UINT16_MAX * DAY_US ? UINT16_MAX * DAY_US : us;
}

/* --- the order by time: a binary heap --- */

static bool older(const struct heap_item *a, const struct heap_item *b)
{
    return a->time_us != b->time_us ? a->time_us < b->time_us : a->slot < b->slot;
}

static void heap_set(struct related_index *x, size_t at, struct heap_item item)
{
    x->heap[at] = item;
    slot_at(x, item.slot)->heap_at = (uint32_t)at;
}

static void heap_up(struct related_index *x, size_t at, struct heap_item item)
{
    while (at > 0 && older(&item, &x->heap[(at - 1) / 2])) {
        heap_set(x, at, x->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    heap_set(x, at, item);
}

static void heap_down(struct related_index *x, size_t at, struct heap_item item)
{
    for (size_t child; (child = 2 * at + 1) < x->heap_len; at = child) {
        child += child + 1 < x->heap_len && older(&x->heap[child + 1], &x->heap[child]);
        if (!older(&x->heap[child], &item))
            break;
        heap_set(x, at, x->heap[child]);
    }
    heap_set(x, at, item);
}

static void heap_put(struct related_index *x, struct heap_item item)
{
    if (x->heap_len == x->heap_cap) {
        x->heap_cap = x->heap_cap ? x->heap_cap * 2 : 1024;
        x->heap = mem_realloc(x->heap, size_mul(x->heap_cap, sizeof *x->heap));
    }
    heap_up(x, x->heap_len++, item);
}

static void heap_take(struct related_index *x, size_t at)
{
    struct heap_item last = x->heap[--x->heap_len];
    if (at == x->heap_len)
        return;
    if (at > 0 && older(&last, &x->heap[(at - 1) / 2]))
        heap_up(x, at, last);
    else
        heap_down(x, at, last);
}

/* --- slots --- */

static uint32_t slot_new(struct related_index *x)
{
    if (x->slots_free != SLOT_NONE) {
        uint32_t i = x->slots_free;
        x->slots_free = slot_at(x, i)->next_copy;
        return i;
    }
    size_t block = x->slots_len / SLOT_BLOCK;
    if (x->slots_len % SLOT_BLOCK == 0) {
        if (block == x->blocks_cap) {
            x->blocks_cap = x->blocks_cap ? x->blocks_cap * 2 : 16;
            x->blocks = mem_realloc(x->blocks, size_mul(x->blocks_cap, sizeof *x->blocks));
        }
        x->blocks[block] = mem_calloc(SLOT_BLOCK, sizeof(struct slot));
    }
    return x->slots_len++;
}

/* What the term at I weighs, by how rare it is as of this article. */
static double term_weight(const struct related_index *x, const struct slot *s, size_t written,
                          size_t i)
{
    const struct word *word = vocabulary_at(&x->words, s->words[i]);
    return slot_weight(s, i) * related_rarity(written, word->count, word->prior);
}

static void slot_measure(struct related_index *x, struct slot *s)
{
    double sum = 0;
    size_t written = related_written(x, s->language);
    for (size_t i = 0; i < s->terms_len; i++) {
        double w = term_weight(x, s, written, i);
        sum += w * w;
    }
    s->norm = (float)sqrt(sum);
}

/* Once a batch has measured this many, the rest is not taken back. */
#define MEASURED_MAX 65536

static void slot_measure_again(struct related_index *x, uint32_t slot)
{
    struct slot *s = slot_at(x, slot);
    if (!s->used)
        return;
    if (x->measured_len < MEASURED_MAX) {
        if (x->measured_len == x->measured_cap) {
            x->measured_cap = x->measured_cap ? x->measured_cap * 2 : 64;
            x->measured = mem_realloc(x->measured, size_mul(x->measured_cap, sizeof *x->measured));
        }
        x->measured[x->measured_len++] = (struct measured){s->id, slot, s->norm};
    }
    slot_measure(x, s);
}

void related_keep(struct related_index *x)
{
    x->measured_len = 0;
    x->kept_slots = x->slots_len;
    x->kept_refresh = x->refresh_at;
}

/* Slots that came since are the last of the free ones, as they were left in reverse: without them,
 * the turn of those to be measured comes as before. */
static void drop_slots(struct related_index *x)
{
    for (uint32_t i = x->kept_slots; i < x->slots_len; i++)
        if (slot_at(x, i)->used)
            return;
    uint32_t *link = &x->slots_free;
    while (*link != SLOT_NONE) {
        if (*link < x->kept_slots)
            link = &slot_at(x, *link)->next_copy;
        else
            *link = slot_at(x, *link)->next_copy;
    }
    /* Blocks that are empty go, as slot_new makes each when it comes to it. */
    size_t blocks = ((size_t)x->slots_len + SLOT_BLOCK - 1) / SLOT_BLOCK;
    size_t kept = ((size_t)x->kept_slots + SLOT_BLOCK - 1) / SLOT_BLOCK;
    for (size_t i = kept; i < blocks; i++)
        free(x->blocks[i]);
    x->slots_len = x->kept_slots;
}

void related_undo(struct related_index *x)
{
    for (size_t i = x->measured_len; i > 0; i--) {
        const struct measured *m = &x->measured[i - 1];
        struct slot *s = slot_at(x, m->slot);
        if (s->used && s->id == m->id)
            s->norm = m->norm;
    }
    drop_slots(x);
    x->refresh_at = x->kept_refresh;
    x->measured_len = 0;
    related_keep(x);
}

static void slot_post(struct related_index *x, uint32_t slot)
{
    struct slot *s = slot_at(x, slot);
    size_t written = related_written(x, s->language);
    s->posted = true;
    x->posted++;
    table_put(&x->by_language, s->language, (uint32_t)written + 1);
    for (size_t i = 0; i < s->words_len; i++) {
        struct posting p = {slot, slot_weights(s)[i], (uint16_t)(s->time_us / DAY_US)};
        if (i < s->terms_len) {
            double share = s->norm > 0 ? term_weight(x, s, written, i) / s->norm : 0;
            p.weight = (uint16_t)((share < 1 ? share : 1) * NAME_STEPS);
        }
        vocabulary_post(&x->words, s->words[i], p);
    }
}

static void slot_unpost(struct related_index *x, uint32_t slot)
{
    struct slot *s = slot_at(x, slot);
    if (!s->posted)
        return;
    s->posted = false;
    x->posted--;
    size_t written = related_written(x, s->language) - 1;
    if (written)
        table_put(&x->by_language, s->language, (uint32_t)written);
    else
        table_remove(&x->by_language, s->language);
    for (size_t i = 0; i < s->words_len; i++)
        vocabulary_unpost(&x->words, s->words[i], slot);
}

/* --- copies: the first of a group is posted --- */

static uint32_t group_new(struct related_index *x)
{
    if (x->groups_free != SLOT_NONE) {
        uint32_t i = x->groups_free;
        x->groups_free = x->groups[i].first;
        return i;
    }
    if (x->groups_len == x->groups_cap) {
        x->groups_cap = x->groups_cap ? x->groups_cap * 2 : 256;
        x->groups = mem_realloc(x->groups, size_mul(x->groups_cap, sizeof *x->groups));
    }
    return x->groups_len++;
}

static void group_join(struct related_index *x, uint32_t slot)
{
    struct slot *s = slot_at(x, slot);
    s->next_copy = s->copy_before = SLOT_NONE;
    uint32_t group = s->copy_group ? table_get(&x->by_group, s->copy_group) : SLOT_NONE;
    if (group != SLOT_NONE) {
        s->copy_before = x->groups[group].last;
        slot_at(x, s->copy_before)->next_copy = slot;
        x->groups[group].last = slot;
        return;
    }
    if (s->copy_group) {
        group = group_new(x);
        x->groups[group] = (struct group){slot, slot};
        table_put(&x->by_group, s->copy_group, group);
    }
    slot_post(x, slot);
}

static void group_leave(struct related_index *x, uint32_t slot)
{
    struct slot *s = slot_at(x, slot);
    bool first = s->posted;
    slot_unpost(x, slot);
    if (!s->copy_group)
        return;
    uint32_t i = table_get(&x->by_group, s->copy_group);
    if (s->next_copy != SLOT_NONE)
        slot_at(x, s->next_copy)->copy_before = s->copy_before;
    else
        x->groups[i].last = s->copy_before;
    if (!first) {
        slot_at(x, s->copy_before)->next_copy = s->next_copy;
        return;
    }
    x->groups[i].first = s->next_copy;
    if (s->next_copy != SLOT_NONE) {
        slot_post(x, s->next_copy);
        return;
    }
    table_remove(&x->by_group, s->copy_group);
    x->groups[i].first = x->groups_free;
    x->groups_free = i;
}

/* --- in and out --- */

static void slot_remove(struct related_index *x, uint32_t slot)
{
    struct slot *s = slot_at(x, slot);
    group_leave(x, slot);
    for (size_t i = 0; i < s->words_len; i++)
        vocabulary_drop(&x->words, s->words[i]);
    x->held_bytes -= s->words_len * WORD_BYTES;
    heap_take(x, s->heap_at);
    table_remove(&x->by_id, (uint64_t)s->id);
    free(s->words);
    *s = (struct slot){.next_copy = x->slots_free};
    x->slots_free = slot;
}

bool related_remove(struct related_index *x, int64_t id)
{
    uint32_t slot = table_get(&x->by_id, (uint64_t)id);
    if (slot == TABLE_NONE)
        return false;
    slot_remove(x, slot);
    return true;
}

size_t related_expire(struct related_index *x, int64_t before_us)
{
    size_t n = 0;
    for (; x->heap_len && x->heap[0].time_us < before_us; n++)
        slot_remove(x, x->heap[0].slot);
    return n;
}

static void slot_fill(struct related_index *x, uint32_t slot, const struct probes *p)
{
    struct slot *s = slot_at(x, slot);
    s->words = mem_alloc(size_mul(p->len ? p->len : 1, WORD_BYTES));
    s->words_len = (uint8_t)p->len;
    s->terms_len = (uint8_t)p->terms_len;
    x->held_bytes += p->len * WORD_BYTES;
    for (size_t i = 0; i < p->len; i++) {
        const struct probe *probe = &p->at[i];
        float weight = probe->weight * (i < p->terms_len ? TERM_STEPS : NAME_STEPS);
        s->words[i] = vocabulary_hold(&x->words, probe->key, probe->from->prior);
        slot_weights(s)[i] = weight < UINT16_MAX ? (uint16_t)weight : UINT16_MAX;
    }
}

void related_add(struct related_index *x, const struct related_article *article)
{
    struct probes p;
    related_remove(x, article->id);
    if (x->heap_len >= x->articles_max)
        slot_remove(x, x->heap[0].slot);
    related_probes_make(&p, x, article);
    uint32_t slot = slot_new(x);
    struct slot *s = slot_at(x, slot);
    *s = (struct slot){
        .id = p.id,
        .source_id = p.source_id,
        .time_us = p.time_us,
        .copy_group = p.copy_group,
        .language = p.language,
        .norm = (float)p.norm,
        .used = true,
    };
    slot_fill(x, slot, &p);
    table_put(&x->by_id, (uint64_t)s->id, slot);
    heap_put(x, (struct heap_item){s->time_us, slot});
    group_join(x, slot);
    for (int i = 0; i < REFRESH; i++) {
        x->refresh_at = x->refresh_at + 1 < x->slots_len ? x->refresh_at + 1 : 0;
        slot_measure_again(x, x->refresh_at);
    }
}

struct related_stats related_stats(const struct related_index *x)
{
    size_t blocks = (x->slots_len + SLOT_BLOCK - 1) / SLOT_BLOCK;
    return (struct related_stats){
        .articles = x->heap_len,
        .words = x->words.by_key.len,
        .bytes = sizeof *x + vocabulary_bytes(&x->words) +
                 blocks * SLOT_BLOCK * sizeof(struct slot) + x->blocks_cap * sizeof *x->blocks +
                 x->groups_cap * sizeof *x->groups + table_bytes(&x->by_id) +
                 table_bytes(&x->by_group) + table_bytes(&x->by_language) +
                 x->heap_cap * sizeof *x->heap + x->held_bytes + SUMS_CAP * sizeof *x->sums +
                 RELATED_READ_MAX * sizeof *x->sums_used,
    };
}
