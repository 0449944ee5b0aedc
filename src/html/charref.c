/* Character references: a walk through the trie of names, and the rules for numbers. */
#include "html/charref.h"

struct entity_node {
    uint8_t c;
    uint8_t last;   /* no sibling follows */
    uint16_t child; /* index of the first child, 0 for none */
    uint16_t text;  /* index of what the name up to here means, 0 for nothing */
};

struct entity_text {
    uint8_t len;
    char bytes[7];
};

#include "html/entities.inc"

/* What the numbers 0x80 to 0x9f mean: the characters of windows-1252. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178,
};

static uint8_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

static uint32_t number_to_code_point(uint32_t n)
{
    if (n == 0 || n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff))
        return 0xfffd;
    return n >= 0x80 && n <= 0x9f ? windows_1252[n - 0x80] : n;
}

static bool read_number(struct html_charref *out, const char *begin, const char *end)
{
    const char *p = begin + 2;
    bool hex = p < end && (*p | 0x20) == 'x';
    p += hex;
    const char *digits = p;
    uint32_t n = 0;
    for (; p < end; p++) {
        int d = ascii_hex_value((unsigned char)*p);
        if (d < 0 || (!hex && d > 9))
            break;
        if (n <= 0x10ffff)
            n = n * (hex ? 16 : 10) + (uint32_t)d;
    }
    if (p == digits)
        return false;
    if (p < end && *p == ';')
        p++;
    out->taken = (uint32_t)(p - begin);
    out->len = put_utf8(out->text, number_to_code_point(n));
    return true;
}

static bool read_name(struct html_charref *out, const char *begin, const char *end,
                      bool in_attribute)
{
    const char *p = begin + 1;
    const char *after = NULL;
    uint16_t text = 0;
    size_t at = (unsigned char)*p < 128 ? entity_first[(unsigned char)*p] : 0;
    if (at-- == 0)
        return false;
    for (;;) {
        const struct entity_node *n = &entity_nodes[at];
        p++;
        if (n->text) {
            text = n->text;
            after = p;
        }
        at = n->child;
        if (at == 0 || p == end)
            break;
        unsigned char c = (unsigned char)*p;
        while (entity_nodes[at].c < c && !entity_nodes[at].last)
            at++;
        if (entity_nodes[at].c != c)
            break;
    }
    if (!text)
        return false;
    if (in_attribute && after[-1] != ';' && after < end &&
        (*after == '=' || ascii_is_alnum((unsigned char)*after)))
        return false;
    out->taken = (uint32_t)(after - begin);
    out->len = entity_texts[text].len;
    memcpy(out->text, entity_texts[text].bytes, sizeof entity_texts[text].bytes);
    return true;
}

bool html_charref_read(struct html_charref *out, const char *p, const char *end, bool in_attribute)
{
    if (end - p < 2)
        return false;
    if (p[1] == '#')
        return read_number(out, p, end);
    return read_name(out, p, end, in_attribute);
}
