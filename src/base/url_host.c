/*
 * Hosts of URLs (WHATWG URL, section 3.5): domains by UTS 46 (non-transitional, through ICU),
 * IPv4 addresses in all the number forms, IPv6 addresses, opaque hosts.
 */
#include "base/url_code.h"
#include "base/utf8.h"

#include <unicode/uidna.h>

/* A part of an IPv4 address: decimal, 0octal or 0xhex. False if it is no number; numbers past
 * 2^32 are returned as 2^32. */
static bool ipv4_number(uint64_t *out, str s)
{
    unsigned radix = 10;
    if (s.len == 0)
        return false;
    if (str_istarts(s, S("0x"))) {
        radix = 16;
        s = str_skip(s, 2);
    } else if (s.len >= 2 && s.p[0] == '0') {
        radix = 8;
        s = str_skip(s, 1);
    }
    uint64_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        int digit = ascii_hex_value((unsigned char)s.p[i]);
        if (digit < 0 || (unsigned)digit >= radix)
            return false;
        n = n * radix + (unsigned)digit;
        if (n > (uint64_t)1 << 32)
            n = (uint64_t)1 << 32;
    }
    *out = n;
    return true;
}

static bool all_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit((unsigned char)s.p[i]))
            return false;
    return s.len > 0;
}

/* The standard's "ends in a number checker". */
static bool ends_in_number(str host)
{
    if (str_ends(host, S(".")))
        host = str_sub(host, 0, host.len - 1);
    size_t dot = str_rchr(host, '.');
    str last = dot == STR_NPOS ? host : str_skip(host, dot + 1);
    uint64_t number;
    return all_digits(last) || ipv4_number(&number, last);
}

static status ipv4_parse(str *out, struct arena *a, str host)
{
    uint64_t number[4];
    size_t count = 0;
    str rest = host;
    while (rest.p) {
        str part = str_cut(&rest, '.');
        if (part.len == 0 && !rest.p && count > 0)
            break;
        if (count == 4 || !ipv4_number(&number[count++], part))
            return fail(E_INPUT, "'%.*s' is not an IPv4 address", STR_FMT(host));
    }
    uint64_t address = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count;
        uint64_t limit = is_last ? (uint64_t)1 << (8 * (5 - count)) : 256;
        if (number[i] >= limit)
            return fail(E_INPUT, "'%.*s' is not an IPv4 address", STR_FMT(host));
        address += is_last ? number[i] : number[i] << (8 * (3 - i));
    }
    *out = str_printf(a, "%u.%u.%u.%u", (unsigned)(address >> 24 & 255),
                      (unsigned)(address >> 16 & 255), (unsigned)(address >> 8 & 255),
                      (unsigned)(address & 255));
    return OK;
}

/* The dotted quad at the end of an IPv6 address into two pieces. */
static bool ipv6_embedded(uint16_t two[2], str s)
{
    unsigned byte[4] = {0};
    size_t i = 0;
    for (unsigned n = 0; n < 4; n++) {
        if (n > 0 && (i >= s.len || s.p[i++] != '.'))
            return false;
        size_t begin = i;
        while (i < s.len && ascii_is_digit((unsigned char)s.p[i])) {
            if (i > begin && byte[n] == 0)
                return false; /* a leading zero */
            byte[n] = byte[n] * 10 + (unsigned)(s.p[i++] - '0');
            if (byte[n] > 255)
                return false;
        }
        if (i == begin)
            return false;
    }
    two[0] = (uint16_t)(byte[0] << 8 | byte[1]);
    two[1] = (uint16_t)(byte[2] << 8 | byte[3]);
    return i == s.len;
}

/* Moves the pieces after the "::" at COMPRESS to the end. */
static bool ipv6_expand(uint16_t piece[8], size_t count, size_t compress)
{
    if (compress == STR_NPOS)
        return count == 8;
    if (count == 8)
        return false; /* "::" must stand for at least one piece */
    size_t tail = count - compress;
    memmove(piece + 8 - tail, piece + compress, tail * sizeof *piece);
    memset(piece + compress, 0, (8 - count) * sizeof *piece);
    return true;
}

bool url_ipv6_parse(uint16_t piece[8], str s)
{
    size_t count = 0;
    size_t compress = STR_NPOS;
    size_t i = 0;
    memset(piece, 0, 8 * sizeof *piece);
    if (s.len && s.p[0] == ':') {
        if (!str_starts(s, S("::")))
            return false;
        i = 2;
        compress = 0;
    }
    while (i < s.len) {
        if (count == 8)
            return false;
        if (s.p[i] == ':') {
            if (compress != STR_NPOS)
                return false;
            i++;
            compress = count;
            continue;
        }
        size_t begin = i;
        unsigned value = 0;
        for (; i < s.len && i < begin + 4; i++) {
            int digit = ascii_hex_value((unsigned char)s.p[i]);
            if (digit < 0)
                break;
            value = value << 4 | (unsigned)digit;
        }
        if (i < s.len && s.p[i] == '.') {
            if (count > 6 || !ipv6_embedded(piece + count, str_skip(s, begin)))
                return false;
            count += 2;
            break;
        }
        piece[count++] = (uint16_t)value;
        if (i == s.len && i > begin)
            break;
        if (i == begin || s.p[i] != ':' || ++i == s.len)
            return false;
    }
    return ipv6_expand(piece, count, compress);
}

void url_ipv6_put(struct sbuf *b, const uint16_t piece[8])
{
    size_t best = 8, best_len = 1;
    for (size_t i = 0; i < 8; i++) {
        size_t n = 0;
        while (i + n < 8 && piece[i + n] == 0)
            n++;
        if (n > best_len) {
            best = i;
            best_len = n;
        }
    }
    for (size_t i = 0; i < 8; i++) {
        if (i == best) {
            sbuf_put(b, i == 0 ? S("::") : S(":"));
            i += best_len - 1;
            continue;
        }
        sbuf_printf(b, i < 7 ? "%x:" : "%x", piece[i]);
    }
}

static str percent_decode(struct arena *a, str s)
{
    return str_chr(s, '%') == STR_NPOS ? s : utf8_repair(a, url_percent_decoded(a, s));
}

/* Whether UTS 46 has more to do than ASCII lower-casing: see "domain to ASCII". */
static bool needs_idna(str domain)
{
    for (size_t i = 0; i < domain.len; i++) {
        if ((unsigned char)domain.p[i] >= 0x80)
            return true;
        if ((i == 0 || domain.p[i - 1] == '.') && str_istarts(str_skip(domain, i), S("xn--")))
            return true;
    }
    return false;
}

/* Punycode that stands for ASCII only: valid for ICU 72, not for UTS 46 since revision 31. */
static bool has_empty_punycode(str domain)
{
    str rest = domain;
    while (rest.p) {
        str label = str_cut(&rest, '.');
        if (str_starts(label, S("xn--")) && str_ends(label, S("-")))
            return true;
    }
    return false;
}

static status domain_to_ascii(str *out, struct arena *a, str domain)
{
    if (!needs_idna(domain)) {
        *out = str_lower(a, domain);
        return OK;
    }
    /* CheckHyphens and VerifyDnsLength are off in the standard; ICU always checks, so those
     * errors are let pass. */
    const uint32_t ignored = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                             UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                             UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    UErrorCode code = U_ZERO_ERROR;
    UIDNA *idna =
        uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                            UIDNA_NONTRANSITIONAL_TO_UNICODE,
                        &code);
    if (U_FAILURE(code))
        return fail(E_UNSUPPORTED, "ICU has no UTS 46 data (%s)", u_errorName(code));
    size_t cap = size_add(size_mul(domain.len, 4), 64);
    char *buf = arena_alloc(a, cap);
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t len = uidna_nameToASCII_UTF8(idna, domain.p, (int32_t)domain.len, buf, (int32_t)cap,
                                         &info, &code);
    uidna_close(idna);
    *out = str_of(buf, len > 0 ? (size_t)len : 0);
    if (U_FAILURE(code) || (info.errors & ~ignored) || has_empty_punycode(*out))
        return fail(E_INPUT, "'%.*s' is not a domain", STR_FMT(domain));
    return OK;
}

static bool any_in_class(str s, unsigned set)
{
    for (size_t i = 0; i < s.len; i++)
        if (url_class[(unsigned char)s.p[i]] & set)
            return true;
    return false;
}

status url_host_parse(str *host, struct arena *a, str input, bool opaque)
{
    if (str_starts(input, S("["))) {
        uint16_t piece[8];
        if (!str_ends(input, S("]")) || !url_ipv6_parse(piece, str_sub(input, 1, input.len - 1)))
            return fail(E_INPUT, "'%.*s' is not an IPv6 address", STR_FMT(input));
        struct sbuf b;
        sbuf_init(&b, a, 64);
        sbuf_putc(&b, '[');
        url_ipv6_put(&b, piece);
        sbuf_putc(&b, ']');
        return sbuf_end(host, &b);
    }
    if (opaque) {
        if (any_in_class(input, URL_NOT_IN_HOST))
            return fail(E_INPUT, "'%.*s' is not a host", STR_FMT(input));
        struct sbuf b;
        sbuf_init(&b, a, URL_LEN_MAX);
        url_encode(&b, input, URL_SET_C0);
        return sbuf_end(host, &b);
    }
    TRY(domain_to_ascii(host, a, percent_decode(a, input)));
    if (host->len == 0 || any_in_class(*host, URL_NOT_IN_DOMAIN))
        return fail(E_INPUT, "'%.*s' is not a domain", STR_FMT(input));
    return ends_in_number(*host) ? ipv4_parse(host, a, *host) : OK;
}
