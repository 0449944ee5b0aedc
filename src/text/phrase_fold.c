/* Folding short lines: case, white space, and marks off both ends. */
#include "text/phrase_fold.h"

#include "base/sbuf.h"
#include "base/utf8.h"

static ALWAYS_INLINE uint32_t fold_code(uint32_t c)
{
    if (c < 0x80)
        return c - 'A' < 26 ? c | 0x20 : c;
    if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
        (c >= 0x410 && c <= 0x42f))
        return c + 32;
    if (c >= 0x400 && c <= 0x40f)
        return c + 80;
    if (c >= 0x100 && c <= 0x17f && c != 0x130 && c != 0x131) {
        bool odd_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
        return odd_upper == (c & 1) ? c + 1 : c;
    }
    return c;
}

/* Marks that decorate a line's ends but are no part of it: in ASCII all but letters, digits and
 * ( ) : @, a bit each. */
static ALWAYS_INLINE bool is_mark(uint32_t c)
{
    static const uint64_t ascii[2] = {~0x07ff030000000000u, ~0x07ffffff07ffffffu};
    if (c < 0x80)
        return ascii[c >> 6] >> (c & 63) & 1;
    return c == 0xab || c == 0xbb || c == 0xb7 || (c >= 0x2010 && c <= 0x2027 && c != 0x2019) ||
           (c >= 0x2030 && c <= 0x205e) || (c >= 0x2190 && c <= 0x2bff) || c == 0x3010 ||
           c == 0x3011 || c == 0xfe0f || (c >= 0x1f000 && c <= 0x1faff);
}

static void put_code(struct phrase_fold *out, uint32_t c)
{
    char *p = out->p + out->len;
    if (c < 0x80) {
        p[0] = (char)c, out->len += 1;
    } else if (c < 0x800) {
        p[0] = (char)(0xc0 | c >> 6), p[1] = (char)(0x80 | (c & 63)), out->len += 2;
    } else if (c < 0x10000) {
        p[0] = (char)(0xe0 | c >> 12), p[1] = (char)(0x80 | (c >> 6 & 63));
        p[2] = (char)(0x80 | (c & 63)), out->len += 3;
    } else {
        p[0] = (char)(0xf0 | c >> 18), p[1] = (char)(0x80 | (c >> 12 & 63));
        p[2] = (char)(0x80 | (c >> 6 & 63)), p[3] = (char)(0x80 | (c & 63)), out->len += 4;
    }
}

static bool is_space_code(uint32_t c)
{
    return c <= ' ' || c == 0xa0 || c == 0x200b || c == 0xfeff;
}

void phrase_fold(struct phrase_fold *out, str text)
{
    size_t end = 0;
    bool space = false;
    out->len = 0;
    out->cut = false;
    while (text.len) {
        uint32_t c = (unsigned char)text.p[0];
        if (LIKELY(c < 0x80))
            text = (str){text.p + 1, text.len - 1};
        else
            c = utf8_next(&text);
        if (is_space_code(c)) {
            space = out->len > 0;
            continue;
        }
        bool mark = is_mark(c);
        if (mark && out->len == 0)
            continue;
        if (out->len + 6 > PHRASE_FOLD_MAX) {
            out->cut = true;
            break;
        }
        if (space)
            out->p[out->len++] = ' ';
        space = false;
        put_code(out, fold_code(c));
        if (!mark)
            end = out->len;
    }
    out->len = out->cut ? out->len : end;
}

str phrase_fold_text(struct arena *a, str text)
{
    struct sbuf out;
    sbuf_init(&out, a, text.len * 3 + 16);
    while (text.len) {
        uint32_t c = utf8_next(&text);
        sbuf_put_utf8(&out, is_space_code(c) ? ' ' : c == 0x2019 ? '\'' : fold_code(c));
    }
    return sbuf_str(&out);
}
