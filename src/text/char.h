/* What a character is to a reader of words and sentences; ASCII decided without a table look-up.
 * Shared by the modules of this folder. */
#ifndef COURANT_TEXT_CHAR_H
#define COURANT_TEXT_CHAR_H

#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* Letters, marks and digits. */
static inline bool char_is_word(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) - 'a' < 26 || c - '0' < 10;
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

static inline bool char_is_digit(uint32_t c)
{
    return c < 0x80 ? c - '0' < 10 : u_charType((UChar32)c) == U_DECIMAL_DIGIT_NUMBER;
}

static inline bool char_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c - 'A' < 26;
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
}

static inline bool char_is_lower(uint32_t c)
{
    return c < 0x80 ? c - 'a' < 26 : u_charType((UChar32)c) == U_LOWERCASE_LETTER;
}

static inline bool char_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) - 'a' < 26;
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

static inline bool char_is_mark(uint32_t c)
{
    return c >= 0x300 && (U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK) != 0;
}

static inline bool char_is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x02bc;
}

/* White space in a line: no line ends. */
static inline bool char_is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xa0 || c == 0x202f || c == 0x3000 || c == 0xfeff ||
           (c >= 0x2000 && c <= 0x200b);
}

static inline bool char_is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Whether words of the character's script are written without spaces between them. */
static inline bool char_is_unspaced(uint32_t c)
{
    if (c < 0x0e00)
        return false;
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)c, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return true;
    default: return false;
    }
}

/* The code point at byte AT of S (well-formed UTF-8), 0 at the end; *next: where it ends. */
static inline uint32_t char_at(str s, size_t at, size_t *next)
{
    if (at >= s.len) {
        *next = s.len;
        return 0;
    }
    unsigned char b = (unsigned char)s.p[at];
    if (b < 0x80) {
        *next = at + 1;
        return b;
    }
    str rest = str_skip(s, at);
    uint32_t c = utf8_next(&rest);
    *next = s.len - rest.len;
    return c;
}

/* The code point that ends at byte AT, 0 at the beginning; *begin: where it starts. */
static inline uint32_t char_before(str s, size_t at, size_t *begin)
{
    if (at == 0) {
        *begin = 0;
        return 0;
    }
    size_t next;
    *begin = utf8_floor(s, at - 1);
    return char_at(s, *begin, &next);
}

/* WORD in lower case, apostrophes as ', into OUT (CAP bytes); its length, cut at a code point when
 * it is too long. */
static inline size_t char_lower(char *out, size_t cap, str word)
{
    size_t n = 0;
    for (size_t at = 0; at < word.len;) {
        uint32_t c = char_at(word, at, &at);
        if (c < 0x80) {
            if (n + 1 > cap)
                break;
            out[n++] = (char)ascii_lower((unsigned char)c);
            continue;
        }
        c = char_is_apostrophe(c) ? '\'' : (uint32_t)u_tolower((UChar32)c);
        size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (c < 0x80)
            len = 1;
        if (n + len > cap)
            break;
        if (len == 1) {
            out[n++] = (char)c;
        } else if (len == 2) {
            out[n++] = (char)(0xc0 | c >> 6);
            out[n++] = (char)(0x80 | (c & 63));
        } else if (len == 3) {
            out[n++] = (char)(0xe0 | c >> 12);
            out[n++] = (char)(0x80 | (c >> 6 & 63));
            out[n++] = (char)(0x80 | (c & 63));
        } else {
            out[n++] = (char)(0xf0 | c >> 18);
            out[n++] = (char)(0x80 | (c >> 12 & 63));
            out[n++] = (char)(0x80 | (c >> 6 & 63));
            out[n++] = (char)(0x80 | (c & 63));
        }
    }
    return n;
}

#endif
