/* Mending what is between the tags: references and characters that XML forbids (XML 1.0, sections
 * 2.2 and 4.1). */
#include "feed/mend_code.h"

#include "base/block.h"
#include "base/utf8.h"
#include "html/charref.h"

static bool is_special(unsigned char c)
{
    if (c == '<' || c == '&' || c == ']' || c == 0xef)
        return true;
    return c < 0x20 && c != '\n' && c != '\t' && c != '\r';
}

const char *mend_special(const char *p, const char *end)
{
    for (; end - p >= BLOCK_BYTES; p += BLOCK_BYTES) {
        block16 b = block_load(p);
        unsigned controls = block_le(b, 0x1f);
        if (UNLIKELY(controls))
            controls &= ~(block_eq(b, '\n') | block_eq(b, '\t') | block_eq(b, '\r'));
        unsigned mask =
            block_eq(b, '<') | block_eq(b, '&') | block_eq(b, ']') | block_eq(b, 0xef) | controls;
        if (mask)
            return p + __builtin_ctz(mask);
    }
    while (p < end && !is_special((unsigned char)*p))
        p++;
    return p;
}

size_t mend_forbidden(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p;
    if (c < 0x20)
        return c != '\n' && c != '\t' && c != '\r';
    if (c == 0xef && end - p >= 3 && (unsigned char)p[1] == 0xbf && (unsigned char)p[2] >= 0xbe)
        return 3;
    return 0;
}

/* XML 1.0, production 4: characters outside ASCII that names begin with. */
static bool begins_name(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        {0xc0, 0xd6},     {0xd8, 0xf6},     {0xf8, 0x2ff},    {0x370, 0x37d},
        {0x37f, 0x1fff},  {0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef},
        {0x3001, 0xd7ff}, {0xf900, 0xfdcf}, {0xfdf0, 0xfffc}, {0x10000, 0xeffff},
    };
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

size_t mend_name_char(const char *p, const char *end, bool begins)
{
    unsigned char c = (unsigned char)*p;
    if (ascii_is_alpha(c) || c == '_')
        return 1;
    if (c < 0x80)
        return !begins && (ascii_is_digit(c) || c == '-' || c == '.' || c == ':');
    str rest = str_range(p, end);
    uint32_t code = utf8_next(&rest);
    bool inside =
        code == 0xb7 || (code >= 0x300 && code <= 0x36f) || code == 0x203f || code == 0x2040;
    return begins_name(code) || (inside && !begins) ? (size_t)(rest.p - p) : 0;
}

/* A character reference that XML reads as HTML would: no uppercase X, no control characters. */
static bool is_plain_number(str reference)
{
    size_t i = 2;
    bool hex = reference.len > 2 && reference.p[2] == 'x';
    i += hex;
    uint32_t n = 0;
    for (; i < reference.len - 1; i++) {
        int digit = ascii_hex_value((unsigned char)reference.p[i]);
        if (digit < 0 || (!hex && digit > 9) || n > 0x10ffff)
            return false;
        n = n * (hex ? 16 : 10) + (uint32_t)digit;
    }
    if (n < 0x20)
        return n == '\t' || n == '\n' || n == '\r';
    return (n < 0x7f || n > 0x9f) && (n < 0xd800 || n > 0xdfff) && n <= 0x10ffff && n != 0xfffe &&
           n != 0xffff;
}

static bool is_predefined(str reference)
{
    return str_eq(reference, S("&lt;")) || str_eq(reference, S("&gt;")) ||
           str_eq(reference, S("&amp;")) || str_eq(reference, S("&quot;")) ||
           str_eq(reference, S("&apos;"));
}

/* Text that HTML's reference stands for, escaped where it is markup. */
static void replace(struct mend_reference *out, const struct html_charref *found)
{
    struct sbuf b = {.p = out->space, .cap = sizeof out->space, .max = sizeof out->space};
    for (size_t i = 0; i < found->len; i++) {
        const char *p = found->text + i;
        size_t bad = mend_forbidden(p, found->text + found->len);
        if (bad)
            i += bad - 1;
        else if (*p == '<')
            sbuf_put(&b, S("&lt;"));
        else if (*p == '&')
            sbuf_put(&b, S("&amp;"));
        else if (*p == '"')
            sbuf_put(&b, S("&quot;"));
        else
            sbuf_putc(&b, *p);
    }
    out->with = sbuf_str(&b);
}

void mend_reference_read(struct mend_reference *out, const char *p, const char *end)
{
    const char *q = p + 1;
    bool number = q < end && *q == '#';
    q += number;
    const char *name_max = end - q > 40 ? q + 40 : end;
    while (q < name_max && ascii_is_alnum((unsigned char)*q))
        q++;
    bool closed = q < end && *q == ';' && q > p + 1 + number;
    str reference = str_range(p, closed ? q + 1 : q);
    *out = (struct mend_reference){.len = reference.len, .keep = true};
    if (closed && (number ? is_plain_number(reference) : is_predefined(reference)))
        return;
    out->keep = false;
    struct html_charref found;
    /* Names count with their semicolon only: "&copy=1" is far more often part of an address. */
    if ((closed || number) && html_charref_read(&found, p, end, false) &&
        (number || found.taken == reference.len)) {
        out->len = found.taken;
        replace(out, &found);
        return;
    }
    out->len = 1;
    out->with = S("&amp;");
}

void mend_put_value(struct sbuf *b, str value)
{
    const char *end = value.p + value.len;
    struct mend_reference reference;
    for (const char *p = value.p; p < end;) {
        const char *next = p;
        while (next < end && *next != '"' && !is_special((unsigned char)*next))
            next++;
        sbuf_put(b, str_range(p, next));
        p = next;
        if (p == end)
            break;
        size_t bad = mend_forbidden(p, end);
        if (bad) {
            p += bad;
        } else if (*p == '&') {
            mend_reference_read(&reference, p, end);
            sbuf_put(b, reference.keep ? str_of(p, reference.len) : reference.with);
            p += reference.len;
        } else {
            sbuf_put(b, *p == '"' ? S("&quot;") : *p == '<' ? S("&lt;") : str_of(p, 1));
            p++;
        }
    }
}
