/* Open-addressing string map; grows at 3/4 full. */
#include "base/map.h"

#include "base/hash.h"

#define MAP_FIRST 16

void map_init(struct map *m, struct arena *a)
{
    *m = (struct map){.arena = a};
}

static struct map_slot *slot_of(const struct map *m, str key, uint64_t hash)
{
    size_t i = hash & (m->cap - 1);
    while (m->slots[i].key.p && (m->slots[i].hash != hash || !str_eq(m->slots[i].key, key)))
        i = (i + 1) & (m->cap - 1);
    return &m->slots[i];
}

static void grow(struct map *m)
{
    struct map old = *m;
    m->cap = old.cap ? size_mul(old.cap, 2) : MAP_FIRST;
    m->slots = arena_array(m->arena, m->cap, struct map_slot);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].key.p)
            *slot_of(m, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

uint64_t *map_get(const struct map *m, str key)
{
    if (m->cap == 0)
        return NULL;
    struct map_slot *s = slot_of(m, key, hash_str(key));
    return s->key.p ? &s->value : NULL;
}

uint64_t *map_put(struct map *m, str key)
{
    if (m->len + m->len / 3 >= m->cap)
        grow(m);
    uint64_t hash = hash_str(key);
    struct map_slot *s = slot_of(m, key, hash);
    if (!s->key.p) {
        s->key = key.p ? key : S("");
        s->hash = hash;
        m->len++;
    }
    return &s->value;
}

struct map_slot *map_next(const struct map *m, size_t *i)
{
    while (*i < m->cap) {
        struct map_slot *s = &m->slots[(*i)++];
        if (s->key.p)
            return s;
    }
    return NULL;
}
