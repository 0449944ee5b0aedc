/* The heads of the five formats: PNG (ISO 15948), GIF89a, JPEG (T.81, B.2), WebP (RFC 9649), ICO.
 */
#include "source/icon.h"

#define ICO_IMAGES_MAX 64
#define ICO_HEAD 6
#define ICO_ENTRY 16

static unsigned byte_at(str s, size_t i)
{
    return i < s.len ? (unsigned char)s.p[i] : 0;
}

static uint32_t little(str s, size_t i, int bytes)
{
    uint32_t v = 0;
    for (int k = bytes - 1; k >= 0; k--)
        v = v << 8 | byte_at(s, i + (size_t)k);
    return v;
}

static uint32_t big(str s, size_t i, int bytes)
{
    uint32_t v = 0;
    for (int k = 0; k < bytes; k++)
        v = v << 8 | byte_at(s, i + (size_t)k);
    return v;
}

static bool fits(uint32_t width, uint32_t height)
{
    return width >= 1 && width <= ICON_SIDE_MAX && height >= 1 && height <= ICON_SIDE_MAX;
}

static bool is_png(str s)
{
    return s.len >= 33 && str_starts(s, S("\x89PNG\r\n\x1a\n")) &&
           str_eq(str_sub(s, 12, 16), S("IHDR")) && fits(big(s, 16, 4), big(s, 20, 4));
}

static bool is_gif(str s)
{
    return s.len >= 13 && (str_starts(s, S("GIF87a")) || str_starts(s, S("GIF89a"))) &&
           fits(little(s, 6, 2), little(s, 8, 2));
}

/* Through the segments up to the frame header, which has the size. */
static bool is_jpeg(str s)
{
    if (!str_starts(s, S("\xff\xd8\xff")))
        return false;
    for (size_t at = 2; at + 9 <= s.len && byte_at(s, at) == 0xff;) {
        unsigned marker = byte_at(s, at + 1);
        if (marker == 0xff) { /* a fill byte */
            at++;
            continue;
        }
        bool frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame)
            return fits(big(s, at + 7, 2), big(s, at + 5, 2));
        size_t len = big(s, at + 2, 2);
        if (len < 2 || marker == 0xd9 || marker == 0xda)
            return false;
        at += 2 + len;
    }
    return false;
}

static bool is_webp(str s)
{
    if (s.len < 30 || !str_starts(s, S("RIFF")) || !str_eq(str_sub(s, 8, 12), S("WEBP")))
        return false;
    str chunk = str_sub(s, 12, 16);
    if (str_eq(chunk, S("VP8X")))
        return fits(little(s, 24, 3) + 1, little(s, 27, 3) + 1);
    if (str_eq(chunk, S("VP8L"))) {
        uint32_t bits = little(s, 21, 4);
        return byte_at(s, 20) == 0x2f && fits((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    }
    return str_eq(chunk, S("VP8 ")) && fits(little(s, 26, 2) & 0x3fff, little(s, 28, 2) & 0x3fff);
}

/* A directory of pictures: each a bitmap, whose size is in its entry, or a PNG with one of its own.
 */
static bool is_ico(str s)
{
    size_t n = little(s, 4, 2);
    if (!str_starts(s, S("\0\0\1\0")) || n == 0 || n > ICO_IMAGES_MAX ||
        s.len < ICO_HEAD + n * ICO_ENTRY)
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t entry = ICO_HEAD + i * ICO_ENTRY;
        size_t len = little(s, entry + 8, 4), at = little(s, entry + 12, 4);
        if (at < ICO_HEAD + n * ICO_ENTRY || at > s.len || len > s.len - at || len < 16)
            return false;
        str image = str_sub(s, at, at + len);
        bool png = str_starts(image, S("\x89PNG"));
        if (png ? !is_png(image) : !fits(little(image, 4, 4), little(image, 8, 4) / 2))
            return false;
    }
    return true;
}

str icon_type(str bytes)
{
    if (bytes.len > ICON_BYTES_MAX)
        return S("");
    return is_png(bytes)    ? S("image/png")
           : is_gif(bytes)  ? S("image/gif")
           : is_jpeg(bytes) ? S("image/jpeg")
           : is_webp(bytes) ? S("image/webp")
           : is_ico(bytes)  ? S("image/x-icon")
                            : S("");
}
