/* The sixteen-byte tests of scan.h in plain C, for machines without SSE2. */
#ifndef COURANT_HTML_SCAN_PLAIN_H
#define COURANT_HTML_SCAN_PLAIN_H

#include "html/scan_name.h"

static inline unsigned scan_block_text(const char *p)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < SCAN_BLOCK; i++)
        mask |= (unsigned)(p[i] == '<' || p[i] == '&' || p[i] == '\r' || p[i] == 0) << i;
    return mask;
}

static inline unsigned scan_block_quoted(const char *p, char quote)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < SCAN_BLOCK; i++)
        mask |= (unsigned)(p[i] == quote || p[i] == '&' || p[i] == '\r' || p[i] == 0) << i;
    return mask;
}

static inline unsigned scan_block_odd(const char *p)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < SCAN_BLOCK; i++)
        mask |= (unsigned)(p[i] == '\r' || p[i] == 0) << i;
    return mask;
}

static inline struct scan_name scan_name_block(const char *p)
{
    struct scan_name out = {{0, 0}, 0, false};
    for (; out.len < SCAN_BLOCK; out.len++) {
        unsigned char c = (unsigned char)p[out.len];
        if (c <= ' ' || c == '=' || c == '>' || c == '/')
            break;
        if (c >= 'A' && c <= 'Z') {
            out.upper = true;
            c |= 0x20;
        }
        uint64_t *word = out.len < 8 ? &out.words.low : &out.words.high;
        *word |= (uint64_t)c << (8 * (out.len & 7));
    }
    return out;
}

#endif
