/* 64-bit keys to 32-bit values, with removal: open addressing, linear probing, and deletion by
 * moving back what follows (Knuth, The Art of Computer Programming 3, 6.4, algorithm R), so that a
 * table that is filled and emptied for ever needs no cleaning. On malloc. */
#ifndef COURANT_RELATED_TABLE_H
#define COURANT_RELATED_TABLE_H

#include "base/attr.h"

#define TABLE_NONE UINT32_MAX

struct table {
    uint64_t *keys;
    uint32_t *values; /* TABLE_NONE: empty */
    size_t cap, len;  /* cap is a power of two, or 0 */
};

void table_end(struct table *t);

/* The value of KEY, TABLE_NONE when it is not there. */
uint32_t table_get(const struct table *t, uint64_t key);

/* Sets it, whether it is there or not. VALUE is not TABLE_NONE. */
void table_put(struct table *t, uint64_t key, uint32_t value);

void table_remove(struct table *t, uint64_t key);

size_t table_bytes(const struct table *t);

#endif
