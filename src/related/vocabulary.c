/* Words and their lists: see vocabulary.h. Most words are met in one article only, so a list of one
 * needs no memory of its own. */
#include "related/vocabulary.h"

#include "base/arena.h"
#include "related/related.h"

/* Lists have room for 3, 7, 15 ... 255: with malloc's own eight bytes, blocks without waste. */
#define LIST_CAP_MIN 3

void vocabulary_init(struct vocabulary *w)
{
    *w = (struct vocabulary){.free = WORD_NONE};
}

void vocabulary_end(struct vocabulary *w)
{
    for (uint32_t i = 0; i < w->len; i++) {
        struct word *word = vocabulary_at(w, i);
        if (word->refs && word->cap)
            free(word->list.many);
    }
    for (size_t i = 0; i * WORD_BLOCK < w->len; i++)
        free(w->blocks[i]);
    free(w->blocks);
    table_end(&w->by_key);
}

static uint32_t word_new(struct vocabulary *w)
{
    if (w->free != WORD_NONE) {
        uint32_t id = w->free;
        w->free = vocabulary_at(w, id)->list.next_free;
        return id;
    }
    size_t block = w->len / WORD_BLOCK;
    if (w->len % WORD_BLOCK == 0) {
        if (block == w->blocks_cap) {
            w->blocks_cap = w->blocks_cap ? w->blocks_cap * 2 : 16;
            w->blocks = mem_realloc(w->blocks, size_mul(w->blocks_cap, sizeof *w->blocks));
        }
        w->blocks[block] = mem_alloc(WORD_BLOCK * sizeof(struct word));
    }
    return w->len++;
}

uint32_t vocabulary_hold(struct vocabulary *w, uint64_t key, float prior)
{
    uint32_t id = vocabulary_find(w, key);
    if (id == WORD_NONE) {
        id = word_new(w);
        *vocabulary_at(w, id) = (struct word){.key = key, .prior = prior};
        table_put(&w->by_key, key, id);
    }
    vocabulary_at(w, id)->refs++;
    return id;
}

void vocabulary_drop(struct vocabulary *w, uint32_t id)
{
    struct word *word = vocabulary_at(w, id);
    ASSERT(word->refs > 0);
    if (--word->refs > 0)
        return;
    table_remove(&w->by_key, word->key);
    word->list.next_free = w->free;
    w->free = id;
}

static void list_resize(struct vocabulary *w, struct word *word, uint16_t cap)
{
    struct posting *list = mem_alloc(cap * sizeof *list);
    size_t n;
    const struct posting *old = vocabulary_list(&n, word);
    memcpy(list, old, n * sizeof *list);
    w->list_bytes += (size_t)cap * sizeof *list - (size_t)word->cap * sizeof *list;
    if (word->cap)
        free(word->list.many);
    word->list.many = list;
    word->cap = cap;
}

/* A list of one moves back into the word. */
static void list_shrink(struct vocabulary *w, struct word *word)
{
    if (word->len > 1) {
        if (word->cap > LIST_CAP_MIN && word->len <= word->cap / 4)
            list_resize(w, word, word->cap / 2);
        return;
    }
    struct posting one = word->list.many[0];
    free(word->list.many);
    w->list_bytes -= (size_t)word->cap * sizeof one;
    word->cap = 0;
    word->list.one = one;
}

void vocabulary_post(struct vocabulary *w, uint32_t id, struct posting p)
{
    struct word *word = vocabulary_at(w, id);
    word->count++;
    if (word->len == 0) {
        word->list.one = p;
        word->len = 1;
        return;
    }
    if (word->len == RELATED_LIST_MAX) {
        if (word->list.many[0].day > p.day)
            return;
        word->len--;
        memmove(word->list.many, word->list.many + 1, word->len * sizeof p);
    } else if (word->cap <= word->len) {
        list_resize(w, word, word->cap ? word->cap * 2 + 1 : LIST_CAP_MIN);
    }
    size_t at = word->len++;
    for (; at > 0 && word->list.many[at - 1].day > p.day; at--)
        word->list.many[at] = word->list.many[at - 1];
    word->list.many[at] = p;
}

void vocabulary_unpost(struct vocabulary *w, uint32_t id, uint32_t slot)
{
    struct word *word = vocabulary_at(w, id);
    ASSERT(word->count > 0);
    word->count--;
    if (word->cap == 0) {
        if (word->len && word->list.one.slot == slot)
            word->len = 0;
        return;
    }
    struct posting *list = word->list.many;
    for (size_t i = 0; i < word->len; i++) {
        if (list[i].slot != slot)
            continue;
        word->len--;
        memmove(list + i, list + i + 1, (word->len - i) * sizeof *list);
        list_shrink(w, word);
        return;
    }
}

size_t vocabulary_bytes(const struct vocabulary *w)
{
    size_t blocks = (w->len + WORD_BLOCK - 1) / WORD_BLOCK;
    return table_bytes(&w->by_key) + blocks * WORD_BLOCK * sizeof(struct word) +
           w->blocks_cap * sizeof *w->blocks + w->list_bytes;
}
