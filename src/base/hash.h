/* A fast 64-bit hash for tables and shingles. Not for secrets, not stored across versions of
 * this file without a note in docs/STORAGE.md; seeded where outsiders choose the keys. */
#ifndef COURANT_BASE_HASH_H
#define COURANT_BASE_HASH_H

#include "base/str.h"

/* Multiply-fold over 8-byte words; every output bit depends on every input bit. */
uint64_t hash_bytes(const void *p, size_t len, uint64_t seed);

static inline uint64_t hash_str(str s)
{
    return hash_bytes(s.p, s.len, 0);
}

/* Mixes one word: a bijection, so distinct inputs stay distinct. */
uint64_t hash_u64(uint64_t x);

/* Folds Y into the running hash X; order matters. */
uint64_t hash_join(uint64_t x, uint64_t y);

/* The upper 40 bits of a hash: of a million words, half a pair is equal. For keys that are kept by
 * the hundred. */
#define HASH_SHORT_BITS 40
static inline uint64_t hash_short(uint64_t hash)
{
    return hash >> (64 - HASH_SHORT_BITS);
}

#endif
