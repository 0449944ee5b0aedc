/* The marks that sentence splitting looks at: stops, quotation marks and brackets. */
#ifndef COURANT_TEXT_SENTENCE_MARK_H
#define COURANT_TEXT_SENTENCE_MARK_H

#include "text/char.h"

enum mark {
    MARK_NONE,
    MARK_DOT,    /* . and the ellipsis */
    MARK_LOUD,   /* ! ? and their kin, where a space follows the sentence */
    MARK_FULL,   /* a stop that needs no space and has no other use */
    MARK_OPEN,   /* opens a quotation or bracket */
    MARK_CLOSE,  /* closes one */
    MARK_EITHER, /* " and ' */
};

/* What C is in LANGUAGE (ISO 639-1). */
static inline enum mark mark_of(uint32_t c, bool greek, bool armenian)
{
    switch (c) {
    case '.':
    case 0x2026: return MARK_DOT;
    case '!':
    case '?':
    case 0x203c:
    case 0x2047:
    case 0x2048:
    case 0x2049:
    case 0x061f: return MARK_LOUD;
    case ';':
    case 0x037e: return greek ? MARK_LOUD : MARK_NONE;
    case ':': return armenian ? MARK_LOUD : MARK_NONE;
    case 0x0589:
    case 0x06d4:
    case 0x0964:
    case 0x0965:
    case 0x0f0d:
    case 0x0f0e:
    case 0x104b:
    case 0x1362:
    case 0x1367:
    case 0x1368:
    case 0x17d4:
    case 0x17d5:
    case 0x3002:
    case 0xff01:
    case 0xff0e:
    case 0xff1f:
    case 0xff61: return MARK_FULL;
    case '(':
    case '[':
    case '{':
    case '`':
    case 0x00ab:
    case 0x2018:
    case 0x201c:
    case 0x201a:
    case 0x201e:
    case 0x2039:
    case 0x3008:
    case 0x300a:
    case 0x300c:
    case 0x300e:
    case 0x3010:
    case 0x3014:
    case 0xff08:
    case 0xff3b:
    case 0xff62: return MARK_OPEN;
    case ')':
    case ']':
    case '}':
    case 0x00bb:
    case 0x2019:
    case 0x201d:
    case 0x203a:
    case 0x3009:
    case 0x300b:
    case 0x300d:
    case 0x300f:
    case 0x3011:
    case 0x3015:
    case 0xff09:
    case 0xff3d:
    case 0xff63: return MARK_CLOSE;
    case '"':
    case '\'': return MARK_EITHER;
    default: return MARK_NONE;
    }
}

/* What closes that which C opens. Low-9 marks and guillemets close in more than one way; the
 * second possibility is in *other (0: none). */
static inline uint32_t mark_closer(uint32_t *other, uint32_t c)
{
    *other = 0;
    switch (c) {
    case '(': return ')';
    case '[': return ']';
    case '{': return '}';
    case '`': *other = 0xb4; return '\'';
    case 0x00ab: return 0x00bb;
    case 0x00bb: return 0x00ab;
    case 0x2018: *other = '\''; return 0x2019;
    case 0x201c: *other = '"'; return 0x201d;
    case 0x201a: *other = 0x2019; return 0x2018;
    case 0x201e: *other = 0x201d; return 0x201c;
    case 0x2039: return 0x203a;
    case 0x203a: return 0x2039;
    case 0xff08: return 0xff09;
    case 0xff3b: return 0xff3d;
    case 0xff62: return 0xff63;
    case 0x3008:
    case 0x300a:
    case 0x300c:
    case 0x300e:
    case 0x3010:
    case 0x3014: return c + 1;
    default: return c;
    }
}

/* Marks of writing direction and other characters without width. */
static inline bool mark_is_invisible(uint32_t c)
{
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static inline bool mark_is_bullet(uint32_t c)
{
    return c == 0x2022 || c == 0x2043 || c == 0x25cf || c == 0x25aa || c == 0x25e6 || c == 0x2219;
}

#endif
