/* Blocks of ASCII are counted sixteen bytes at a time with masks, everything else byte by byte;
 * both ways count the same. */
#include "page/tally.h"

#include "base/block.h"
#include "page/space.h"

/* Ends of sentences that are not ASCII: the ideographic, Arabic, Devanagari and Urdu full stops
 * and the full-width ! and ?. */
static bool is_wide_stop(const unsigned char *p, size_t left)
{
    if (left < 3)
        return left == 2 && p[0] == 0xd8 && p[1] == 0x9f;
    return (p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x82) ||
           (p[0] == 0xef && p[1] == 0xbc && (p[2] == 0x81 || p[2] == 0x9f)) ||
           (p[0] == 0xe0 && p[1] == 0xa5 && p[2] == 0xa4) || (p[0] == 0xd8 && p[1] == 0x9f) ||
           (p[0] == 0xdb && p[1] == 0x94);
}

/* Byte by byte, at least up to STOP; returns where it stopped, which can be inside a character that
 * began before. */
static const unsigned char *count_bytes(struct tally *t, const unsigned char *p,
                                        const unsigned char *stop, const unsigned char *end)
{
    struct tally n = *t;
    for (; p < stop; p++) {
        unsigned char c = *p;
        if (space_at(p, end)) {
            p += c == 0xc2 ? 1 : c >= 0xe2 ? 2 : 0;
            n.sentences += n.in_word && tally_is_stop(n.last);
            n.space = true;
            n.in_word = false;
            continue;
        }
        n.bytes += n.space ? 2 : 1;
        n.space = false;
        n.words += !n.in_word;
        n.in_word = true;
        if (c == '"' || c == '\'' || c == ')')
            continue; /* a stop before a closing mark still ends the sentence */
        if (c == ',' || c == ';')
            n.commas++;
        else if (c >= 0xd8 && is_wide_stop(p, (size_t)(end - p)))
            n.sentences++;
        else if (c == 0xe2 && end - p > 2 && p[1] == 0x80 && (p[2] == 0x9d || p[2] == 0x99)) {
            p += 2, n.bytes += 2; /* a closing quotation mark keeps the stop before it */
            continue;
        }
        n.last = c;
    }
    *t = n;
    return p;
}

/* Bits of four masks of sixteen, summed up in the four parts of a word. */
static uint64_t count_four(unsigned a, unsigned b, unsigned c, unsigned d)
{
    uint64_t w = a | (uint64_t)b << 16 | (uint64_t)c << 32 | (uint64_t)d << 48;
    w -= w >> 1 & 0x5555555555555555u;
    w = (w & 0x3333333333333333u) + (w >> 2 & 0x3333333333333333u);
    w = (w + (w >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (w + (w >> 8)) & 0x00ff00ff00ff00ffu;
}

/* The N ASCII bytes of B. TEXT is bit by bit which of them are not white space. */
static void count_block(struct tally *t, block16 b, const unsigned char *p, size_t n)
{
    unsigned all = block_first(n);
    unsigned text = ~block_le(b, ' ') & all;
    unsigned before = text << 1 | t->in_word; /* whether the byte before each is of a word */
    unsigned closing = (block_eq(b, '"') | block_eq(b, '\'') | block_eq(b, ')')) & text;
    unsigned stops = (block_eq(b, '.') | block_eq(b, '!') | block_eq(b, '?')) & text;
    unsigned counted = text & ~closing;
    unsigned commas = (block_eq(b, ',') | block_eq(b, ';')) & text;
    uint64_t n_of = count_four(text & ~before, text, text & ~(text << 1 | 1), commas);
    t->words += (uint16_t)n_of;
    t->bytes += (uint16_t)(n_of >> 16) + (uint16_t)(n_of >> 32) + (text & 1 & t->space);
    t->commas += (uint16_t)(n_of >> 48);
    if (stops || tally_is_stop(t->last)) {
        for (unsigned ends = ~text & before & all; ends; ends &= ends - 1) {
            unsigned below = counted & (ends - 1) & ~ends;
            t->sentences +=
                below ? stops >> (31 - __builtin_clz(below)) & 1 : tally_is_stop(t->last);
        }
    }
    if (counted)
        t->last = p[31 - __builtin_clz(counted)];
    t->in_word = text >> (n - 1) & 1;
    t->space = !t->in_word;
}

void tally_text(struct tally *t, str text)
{
    const unsigned char *p = (const unsigned char *)text.p, *end = p + text.len;
    while (p < end) {
        size_t n = (size_t)(end - p) < BLOCK_BYTES ? (size_t)(end - p) : BLOCK_BYTES;
        block16 b =
            n == BLOCK_BYTES ? block_load((const char *)p) : block_load_part((const char *)p, n);
        if (block_high(b)) {
            p = count_bytes(t, p, p + n, end);
        } else {
            count_block(t, b, p, n);
            p += n;
        }
    }
}
