/* The questions of block.h with SSE2, which every x86-64 machine has. */
#ifndef COURANT_BASE_BLOCK_SSE2_H
#define COURANT_BASE_BLOCK_SSE2_H

#include <emmintrin.h>

typedef __m128i block;

static inline block block_load(const char *p)
{
    block b;
    memcpy(&b, p, sizeof b);
    return b;
}

static inline unsigned block_eq(block b, unsigned char c)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(b, _mm_set1_epi8((char)c)));
}

static inline unsigned block_le(block b, unsigned char c)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(b, _mm_set1_epi8((char)c)), b));
}

static inline unsigned block_high(block b)
{
    return (unsigned)_mm_movemask_epi8(b);
}

#endif
