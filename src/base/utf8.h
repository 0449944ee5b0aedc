/* UTF-8 by byte: decoding, checking and repairing (Unicode 15, table 3-7). Repair replaces each
 * maximal ill-formed part by U+FFFD, as the WHATWG Encoding Standard does. */
#ifndef COURANT_BASE_UTF8_H
#define COURANT_BASE_UTF8_H

#include "base/sbuf.h"
#include "base/str.h"

#define UTF8_REPLACEMENT 0xfffd

/* Length 1..4 of the well-formed sequence S starts with, 0 if it starts with none. */
size_t utf8_valid_len(str s);

/* Takes one code point off *s, U+FFFD for an ill-formed part. *s must not be empty. */
uint32_t utf8_next(str *s);

/* The first ill-formed byte's position, s.len if there is none. ASCII runs cost 1/16 step. */
size_t utf8_valid_prefix(str s);

/* S itself when it is well-formed, else a repaired copy. */
str utf8_repair(struct arena *a, str s);

/* Number of code points of well-formed text. */
size_t utf8_count(str s);

/* The largest position <= AT that starts a code point. */
size_t utf8_floor(str s, size_t at);

#endif
