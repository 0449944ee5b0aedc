/* The multiply-fold hash: each 8-byte word is added, multiplied to 128 bits and folded. */
#include "base/hash.h"

#define HASH_K0 0x9e3779b97f4a7c15u /* 2^64 / golden ratio */
#define HASH_K1 0xd6e8feb86659fd93u

static uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t r = (__uint128_t)a * b;
    return (uint64_t)r ^ (uint64_t)(r >> 64);
}

static uint64_t load(const unsigned char *p, size_t n)
{
    uint64_t w = 0;
    memcpy(&w, p, n);
    return w;
}

uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed)
{
    const unsigned char *p = bytes;
    uint64_t h = seed ^ HASH_K1 ^ (len * HASH_K0);
    size_t left = len;
    for (; left >= 8; p += 8, left -= 8)
        h = fold(h ^ load(p, 8), HASH_K0) + HASH_K1;
    if (left)
        h = fold(h ^ load(p, left), HASH_K0) + HASH_K1;
    return hash_u64(h);
}

uint64_t hash_u64(uint64_t x)
{
    x ^= x >> 32;
    x *= HASH_K1;
    x ^= x >> 29;
    x *= HASH_K0;
    x ^= x >> 32;
    return x;
}

uint64_t hash_join(uint64_t x, uint64_t y)
{
    return hash_u64(x + HASH_K0 + (y ^ (x << 6)));
}
