/* The questions of block.h in plain C, for machines without SSE2. */
#ifndef COURANT_BASE_BLOCK_PLAIN_H
#define COURANT_BASE_BLOCK_PLAIN_H

#include "base/attr.h"

typedef struct {
    unsigned char bytes[16];
} block16;

static inline block16 block_load(const char *p)
{
    block16 b;
    memcpy(b.bytes, p, sizeof b.bytes);
    return b;
}

static inline unsigned block_eq(block16 b, unsigned char c)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < sizeof b.bytes; i++)
        mask |= (unsigned)(b.bytes[i] == c) << i;
    return mask;
}

static inline unsigned block_le(block16 b, unsigned char c)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < sizeof b.bytes; i++)
        mask |= (unsigned)(b.bytes[i] <= c) << i;
    return mask;
}

static inline unsigned block_high(block16 b)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < sizeof b.bytes; i++)
        mask |= (unsigned)(b.bytes[i] >= 0x80) << i;
    return mask;
}

#endif
