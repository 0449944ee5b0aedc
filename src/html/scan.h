/*
 * Finding the bytes that matter to the tokenizer, sixteen at a time. Each scan_* returns the first
 * place at or after P that holds one of its bytes, or END. The tests of sixteen bytes, scan_block_*
 * and scan_name_block, come from SSE2 where the machine has it and from plain C elsewhere.
 */
#ifndef COURANT_HTML_SCAN_H
#define COURANT_HTML_SCAN_H

#include "html/scan_name.h"

#ifdef __SSE2__
#include "html/scan_sse2.h"
#else
#include "html/scan_plain.h"
#endif

static inline bool scan_is_text_stop(unsigned char c)
{
    return c == '<' || c == '&' || c == '\r' || c == 0;
}

/* '<', '&', CR or NUL. */
static inline const char *scan_text(const char *p, const char *end)
{
    for (; end - p >= SCAN_BLOCK; p += SCAN_BLOCK) {
        unsigned mask = scan_block_text(p);
        if (mask)
            return p + __builtin_ctz(mask);
    }
    while (p < end && !scan_is_text_stop((unsigned char)*p))
        p++;
    return p;
}

/* QUOTE, '&', CR or NUL. */
static inline const char *scan_quoted(const char *p, const char *end, char quote)
{
    for (; end - p >= SCAN_BLOCK; p += SCAN_BLOCK) {
        unsigned mask = scan_block_quoted(p, quote);
        if (mask)
            return p + __builtin_ctz(mask);
    }
    while (p < end && *p != quote && *p != '&' && *p != '\r' && *p != 0)
        p++;
    return p;
}

/* CR or NUL. */
static inline const char *scan_odd(const char *p, const char *end)
{
    for (; end - p >= SCAN_BLOCK; p += SCAN_BLOCK) {
        unsigned mask = scan_block_odd(p);
        if (mask)
            return p + __builtin_ctz(mask);
    }
    while (p < end && *p != '\r' && *p != 0)
        p++;
    return p;
}

/* C itself. */
static inline const char *scan_byte(const char *p, const char *end, char c)
{
    const char *q = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
    return q ? q : end;
}

#endif
