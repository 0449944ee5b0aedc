/*
 * map: byte strings or 64-bit numbers to 64-bit values; open addressing with linear probing
 * in an arena. Keys are borrowed. No removal: maps live as long as their arena.
 */
#ifndef COURANT_BASE_MAP_H
#define COURANT_BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct map_slot {
    str key; /* p == NULL: empty */
    uint64_t hash;
    uint64_t value;
};

struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t cap; /* a power of two, or 0 */
    size_t len;
};

void map_init(struct map *m, struct arena *a);

/* The value's place, NULL if the key is not there. Valid until the next map_put. */
uint64_t *map_get(const struct map *m, str key);

/* The value's place, made with value 0 if the key was not there. */
uint64_t *map_put(struct map *m, str key);

/* The next used slot from *i on, NULL at the end: size_t i = 0; while ((s = map_next(m, &i))) */
struct map_slot *map_next(const struct map *m, size_t *i);

#endif
