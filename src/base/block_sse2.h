/* The questions of block.h with SSE2, which every x86-64 machine has. */
#ifndef COURANT_BASE_BLOCK_SSE2_H
#define COURANT_BASE_BLOCK_SSE2_H

#include <emmintrin.h>

#include "base/attr.h"

typedef __m128i block16;

static inline block16 block_load(const char *p)
{
    block16 b;
    memcpy(&b, p, sizeof b);
    return b;
}

static inline unsigned block_eq(block16 b, unsigned char c)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(b, _mm_set1_epi8((char)c)));
}

static inline unsigned block_le(block16 b, unsigned char c)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(b, _mm_set1_epi8((char)c)), b));
}

static inline unsigned block_high(block16 b)
{
    return (unsigned)_mm_movemask_epi8(b);
}

#endif
