/*
 * Sixteen bytes at a time: questions about every byte of a block, answered as a mask whose bit I
 * stands for byte I. For passes over whole texts, where asking byte by byte is what takes the time.
 */
#ifndef COURANT_BASE_BLOCK_H
#define COURANT_BASE_BLOCK_H

#include "base/str.h"

#define BLOCK_BYTES 16

/* block_load(p): sixteen readable bytes. block_eq(b, c): the bytes that are C. block_le(b, c):
 * those up to C, unsigned. block_high(b): those outside ASCII. */
#ifdef __SSE2__
#include "base/block_sse2.h"
#else
#include "base/block_plain.h"
#endif

/* The first N bytes, at most sixteen; zeros follow. */
static inline block16 block_load_part(const char *p, size_t n)
{
    char bytes[BLOCK_BYTES] = {0};
    memcpy(bytes, p, n < BLOCK_BYTES ? n : BLOCK_BYTES);
    return block_load(bytes);
}

/* How many bits a mask has: processors of the oldest kind have no instruction for it. */
static inline unsigned block_count(unsigned mask)
{
    mask -= mask >> 1 & 0x5555u;
    mask = (mask & 0x3333u) + (mask >> 2 & 0x3333u);
    mask = (mask + (mask >> 4)) & 0x0f0fu;
    return (mask + (mask >> 8)) & 0x1fu;
}

/* The bits of the first N bytes. */
static inline unsigned block_first(size_t n)
{
    return n < BLOCK_BYTES ? (1u << n) - 1 : 0xffffu;
}

#endif
