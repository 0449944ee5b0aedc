/* Which encoding a feed is in. What is declared is believed unless the bytes refute it: that is
 * html/charset.h, which gets the feed's declaration as if a server had sent it. */
#include "feed/charset.h"

#include "base/utf8.h"
#include "html/charset.h"

enum { DECLARED_WITHIN = 1024 };

/* The charset parameter of a Content-Type. */
static str of_header(str content_type)
{
    str rest = content_type;
    str_cut(&rest, ';');
    while (rest.p) {
        str value = str_trim(str_cut(&rest, ';'));
        str name = str_trim(str_cut(&value, '='));
        if (!value.p || !str_ieq(name, S("charset")))
            continue;
        value = str_trim(value);
        while (value.len && strchr("\"' ", value.p[0]))
            value = str_skip(value, 1);
        while (value.len && strchr("\"' ", value.p[value.len - 1]))
            value.len--;
        return value;
    }
    return S("");
}

/* The encoding of an XML declaration, which may have junk before it. */
static str of_declaration(str bytes)
{
    str head = str_sub(bytes, 0, DECLARED_WITHIN);
    size_t at = str_ifind(head, S("<?xml"));
    if (at == STR_NPOS)
        return S("");
    head = str_skip(head, at);
    size_t end = str_find(head, S(">"));
    head = end == STR_NPOS ? head : str_sub(head, 0, end);
    at = str_ifind(head, S("encoding"));
    if (at == STR_NPOS)
        return S("");
    head = str_skip(head, at + 8);
    size_t begin = 0;
    while (begin < head.len && strchr(" \t\r\n=\"'", head.p[begin]))
        begin++;
    head = str_skip(head, begin);
    size_t n = 0;
    while (n < head.len && !strchr(" \t\r\n\"'?>", head.p[n]))
        n++;
    return str_sub(head, 0, n);
}

static bool is_ascii(str bytes)
{
    uint64_t high = 0;
    size_t i = 0;
    for (; i + 8 <= bytes.len; i += 8) {
        uint64_t w;
        memcpy(&w, bytes.p + i, sizeof w);
        high |= w;
    }
    for (; i < bytes.len; i++)
        high |= (unsigned char)bytes.p[i];
    return (high & 0x8080808080808080u) == 0;
}

/* Encodings in which ASCII bytes are not ASCII characters: told by their first bytes (XML 1.0,
 * appendix F). */
static bool wide(str *encoding, size_t *mark, str bytes)
{
    static const struct {
        size_t len, mark;
        char bytes[5];
        const char *name;
    } signatures[] = {
        {4, 4, "\xff\xfe\0\0", "utf-32le"}, {4, 4, "\0\0\xfe\xff", "utf-32be"},
        {3, 3, "\xef\xbb\xbf", "utf-8"},    {2, 2, "\xfe\xff", "utf-16be"},
        {2, 2, "\xff\xfe", "utf-16le"},     {4, 0, "<\0\0\0", "utf-32le"},
        {4, 0, "\0\0\0<", "utf-32be"},      {2, 0, "<\0", "utf-16le"},
        {2, 0, "\0<", "utf-16be"},          {4, 0, "\x4c\x6f\xa7\x94", "ibm-37"},
    };
    for (size_t i = 0; i < ARRAY_LEN(signatures); i++)
        if (bytes.len >= signatures[i].len &&
            memcmp(bytes.p, signatures[i].bytes, signatures[i].len) == 0) {
            *encoding = str_c(signatures[i].name);
            *mark = signatures[i].mark;
            return true;
        }
    return false;
}

static status decode_wide(str *text, str *encoding, struct arena *a, str bytes, size_t bytes_max)
{
    if (str_eq(*encoding, S("utf-8"))) {
        *text = utf8_repair(a, bytes);
        return OK;
    }
    if (str_eq(*encoding, S("ibm-37"))) {
        /* EBCDIC: any of its pages reads the declaration that says which. */
        str head;
        TRY(html_decode_other(&head, a, str_sub(bytes, 0, 256), *encoding, 1024));
        str declared = str_dup(a, of_declaration(head));
        if (declared.len && html_decode_other(text, a, bytes, declared, bytes_max) == OK &&
            str_has(str_sub(*text, 0, 16), S("<?xml"))) {
            *encoding = declared;
            return OK;
        }
    }
    return html_decode_other(text, a, bytes, *encoding, bytes_max);
}

/* What is declared where browsers know no such encoding. */
static bool decode_declared(str *text, str *encoding, struct arena *a, str bytes, str label,
                            size_t bytes_max)
{
    if (label.len == 0 || html_charset_of_label(label).len)
        return false;
    if (html_decode_other(text, a, bytes, label, bytes_max) != OK)
        return false;
    *encoding = str_lower(a, label);
    /* A label that makes nonsense of the markup was wrong. */
    return str_chr(*text, '<') != STR_NPOS || str_chr(*text, '{') != STR_NPOS;
}

status feed_decode(str *text, str *encoding, struct arena *a, str bytes, str content_type,
                   size_t bytes_max)
{
    size_t mark;
    if (bytes.len > bytes_max)
        return fail(E_LIMIT, "the feed has %zu bytes, more than %zu", bytes.len, bytes_max);
    if (wide(encoding, &mark, bytes))
        return decode_wide(text, encoding, a, str_skip(bytes, mark), bytes_max);
    str header = of_header(content_type), declared = of_declaration(bytes);
    if (decode_declared(text, encoding, a, bytes, header, bytes_max))
        return OK;
    bool use_header = html_charset_of_label(header).len > 0;
    str label = use_header ? header : declared;
    if (!use_header && decode_declared(text, encoding, a, bytes, declared, bytes_max))
        return OK;
    /* text/xml without a charset is ASCII (RFC 3023), where the bytes do not say otherwise. */
    if (header.len == 0 && str_istarts(str_trim(content_type), S("text/")))
        label = is_ascii(bytes) ? S("us-ascii") : declared;
    bool ascii_label = str_istarts(label, S("us-ascii")) || str_ieq(label, S("ascii"));
    str known = html_charset_of_label(label);
    /* Well-formed UTF-8 that is declared as such, or not declared, needs no statistics. */
    bool utf8 = known.len == 0 || str_eq(known, S("UTF-8"));
    if ((utf8 || ascii_label) && utf8_valid_prefix(bytes) == bytes.len) {
        *text = bytes;
        *encoding = ascii_label && is_ascii(bytes) ? S("us-ascii") : S("utf-8");
        return OK;
    }
    struct html_charset used;
    str type = known.len ? str_printf(a, "text/xml; charset=%.*s", STR_FMT(label)) : S("");
    TRY(html_decode(text, &used, a, bytes, type, bytes_max));
    /* What statistics take for ISO's Hebrew may be Windows's, which has the same letters. */
    if (used.by == HTML_CHARSET_BY_STATISTICS && str_istarts(used.name, S("ISO-8859-8"))) {
        *encoding = S("windows-1255");
        return html_decode_other(text, a, bytes, *encoding, bytes_max);
    }
    *encoding = str_lower(a, used.name);
    return OK;
}
