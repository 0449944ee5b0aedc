/* The sixteen-byte tests of scan.h with SSE2, which every x86-64 machine has. */
#ifndef COURANT_HTML_SCAN_SSE2_H
#define COURANT_HTML_SCAN_SSE2_H

#include <emmintrin.h>

#include "html/scan_name.h"

static inline __m128i scan_load(const char *p)
{
    __m128i v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline __m128i scan_eq(__m128i v, char c)
{
    return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

static inline unsigned scan_block_text(const char *p)
{
    __m128i v = scan_load(p);
    __m128i a = _mm_or_si128(scan_eq(v, '<'), scan_eq(v, '&'));
    __m128i b = _mm_or_si128(scan_eq(v, '\r'), scan_eq(v, 0));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(a, b));
}

static inline unsigned scan_block_quoted(const char *p, char quote)
{
    __m128i v = scan_load(p);
    __m128i a = _mm_or_si128(scan_eq(v, quote), scan_eq(v, '&'));
    __m128i b = _mm_or_si128(scan_eq(v, '\r'), scan_eq(v, 0));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(a, b));
}

static inline unsigned scan_block_odd(const char *p)
{
    __m128i v = scan_load(p);
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(scan_eq(v, '\r'), scan_eq(v, 0)));
}

/* Sixteen bytes of 0xff and as many of 0: loading at 16 - n masks all but the first n bytes. */
static const unsigned char scan_keep[32] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

static inline struct scan_name scan_name_block(const char *p)
{
    __m128i v = scan_load(p);
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(' ')), v);
    __m128i stop = _mm_or_si128(_mm_or_si128(low, scan_eq(v, '=')),
                                _mm_or_si128(scan_eq(v, '>'), scan_eq(v, '/')));
    unsigned mask = (unsigned)_mm_movemask_epi8(stop) | 1u << SCAN_BLOCK;
    unsigned len = (unsigned)__builtin_ctz(mask);
    v = _mm_and_si128(v, scan_load((const char *)scan_keep + SCAN_BLOCK - len));
    /* Signed comparison is right: bytes from 0x80 on are negative, so never above '@'. */
    __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('A' - 1)),
                                  _mm_cmpgt_epi8(_mm_set1_epi8('Z' + 1), v));
    v = _mm_or_si128(v, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
    uint64_t words[2];
    memcpy(words, &v, sizeof words);
    return (struct scan_name){{words[0], words[1]}, len, _mm_movemask_epi8(upper) != 0};
}

#endif
