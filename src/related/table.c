/* The table of ids, copy groups and words: see table.h. */
#include "related/table.h"

#include "base/arena.h"
#include "base/hash.h"

#define CAP_MIN 64

static size_t home(const struct table *t, uint64_t key)
{
    return (size_t)hash_u64(key) & (t->cap - 1);
}

/* Where KEY is, or the empty place where it would be. */
static size_t place(const struct table *t, uint64_t key)
{
    size_t i = home(t, key);
    while (t->values[i] != TABLE_NONE && t->keys[i] != key)
        i = (i + 1) & (t->cap - 1);
    return i;
}

static void resize(struct table *t, size_t cap)
{
    struct table old = *t;
    t->keys = mem_alloc(size_mul(cap, sizeof *t->keys));
    t->values = mem_alloc(size_mul(cap, sizeof *t->values));
    memset(t->values, 0xff, cap * sizeof *t->values);
    t->cap = cap;
    for (size_t i = 0; i < old.cap; i++) {
        if (old.values[i] == TABLE_NONE)
            continue;
        size_t at = place(t, old.keys[i]);
        t->keys[at] = old.keys[i];
        t->values[at] = old.values[i];
    }
    table_end(&old);
}

void table_end(struct table *t)
{
    free(t->keys);
    free(t->values);
    *t = (struct table){0};
}

uint32_t table_get(const struct table *t, uint64_t key)
{
    if (t->len == 0)
        return TABLE_NONE;
    return t->values[place(t, key)];
}

void table_put(struct table *t, uint64_t key, uint32_t value)
{
    if (t->len >= t->cap / 4 * 3)
        resize(t, t->cap ? t->cap * 2 : CAP_MIN);
    size_t i = place(t, key);
    t->len += t->values[i] == TABLE_NONE;
    t->keys[i] = key;
    t->values[i] = value;
}

void table_remove(struct table *t, uint64_t key)
{
    if (t->len == 0)
        return;
    size_t hole = place(t, key);
    if (t->values[hole] == TABLE_NONE)
        return;
    size_t mask = t->cap - 1;
    for (size_t i = (hole + 1) & mask; t->values[i] != TABLE_NONE; i = (i + 1) & mask) {
        /* It may move into the hole unless its home lies behind the hole. */
        if (((i - home(t, t->keys[i])) & mask) >= ((i - hole) & mask)) {
            t->keys[hole] = t->keys[i];
            t->values[hole] = t->values[i];
            hole = i;
        }
    }
    t->values[hole] = TABLE_NONE;
    t->len--;
    if (t->cap > CAP_MIN && t->len < t->cap / 8)
        resize(t, t->cap / 2);
}

size_t table_bytes(const struct table *t)
{
    return t->cap * (sizeof *t->keys + sizeof *t->values);
}
