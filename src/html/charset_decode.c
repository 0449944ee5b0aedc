/*
 * Decoding to UTF-8. UTF-8 itself is only checked; single-byte encodings go through a table of
 * 128 entries asked from ICU for each document (some microseconds); the rest through ICU's
 * converters, corrected where they differ from the standard.
 */
#include "html/charset_code.h"

#include "base/utf8.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

enum { UNITS = 4096 };

struct unit_fix {
    enum charset_id id;
    uint16_t from, to;
};

static const struct unit_fix unit_fixes[] = {
#define CHARSET(constant, name, kind, icu)
#define CHARSET_LABEL(constant, label)
#define CHARSET_BYTE(constant, first, last, code_point)
#define CHARSET_UNIT(constant, from, to) {CHARSET_##constant, from, to},
#include "html/charset.def"
#undef CHARSET_BYTE
#undef CHARSET_UNIT
};

static const struct {
    enum charset_id id;
    unsigned char first, last;
    uint16_t code_point;
} byte_fixes[] = {
#define CHARSET_BYTE(constant, first, last, code_point)                                            \
    {CHARSET_##constant, first, last, code_point},
#define CHARSET_UNIT(constant, from, to)
#include "html/charset.def"
#undef CHARSET
#undef CHARSET_LABEL
#undef CHARSET_BYTE
#undef CHARSET_UNIT
};

struct callback_data {
    enum charset_id id;
    size_t errors;
};

/* ICU's own substitution writes U+001A for some converters. */
static void on_ill_formed(const void *context, UConverterToUnicodeArgs *args, const char *bytes,
                          int32_t len, UConverterCallbackReason reason, UErrorCode *code)
{
    if (reason > UCNV_IRREGULAR)
        return;
    struct callback_data *data = (struct callback_data *)(uintptr_t)context;
    UChar unit = UTF8_REPLACEMENT;
    unsigned char byte = len == 1 ? (unsigned char)bytes[0] : 0;
    if (byte == 0x80 && (data->id == CHARSET_GBK || data->id == CHARSET_GB18030))
        unit = 0x20ac;
    else if (byte == 0x80 && data->id == CHARSET_SHIFT_JIS)
        unit = 0x80;
    else
        data->errors++;
    *code = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &unit, 1, 0, code);
}

static status converter_open(UConverter **out, struct callback_data *data)
{
    UErrorCode code = U_ZERO_ERROR;
    *out = ucnv_open(charset_infos[data->id].icu, &code);
    if (U_FAILURE(code))
        return fail(E_UNSUPPORTED, "ICU has no converter for '%.*s' (%s)",
                    STR_FMT(charset_infos[data->id].name), u_errorName(code));
    ucnv_setToUCallBack(*out, on_ill_formed, data, NULL, NULL, &code);
    return OK;
}

/* Where ICU's mapping is not the standard's. */
static UChar fix_unit(enum charset_id id, UChar unit)
{
    for (size_t i = 0; i < ARRAY_LEN(unit_fixes); i++)
        if (unit_fixes[i].id == id && unit_fixes[i].from == unit)
            return unit_fixes[i].to;
    bool private_use = unit >= 0xe000 && unit < 0xf900;
    if (private_use && (id == CHARSET_BIG5 || id == CHARSET_EUC_KR || id == CHARSET_EUC_JP))
        return UTF8_REPLACEMENT;
    if (unit >= 0x80 && unit < 0xa0 && (id == CHARSET_EUC_JP || id == CHARSET_EUC_KR))
        return UTF8_REPLACEMENT;
    return unit;
}

static bool may_need_fix(UChar unit)
{
    return unit == 0x1a || unit == 0x1c || (unit >= 0x7f && unit < 0xa0) ||
           (unit >= 0xe000 && unit < 0xf900);
}

static void put_units(struct sbuf *b, enum charset_id id, const UChar *units, int32_t count)
{
    for (int32_t i = 0; i < count;) {
        UChar32 c;
        U16_NEXT(units, i, count, c);
        if (LIKELY(c < 0x80 && !may_need_fix((UChar)c))) {
            sbuf_putc(b, (char)c);
            continue;
        }
        if (c < 0x10000 && may_need_fix((UChar)c))
            c = fix_unit(id, (UChar)c);
        sbuf_put_utf8(b, U_IS_SURROGATE(c) ? UTF8_REPLACEMENT : (uint32_t)c);
    }
}

static status decode_icu(str *text, size_t *errors, struct arena *a, str bytes, enum charset_id id,
                         size_t bytes_max)
{
    struct callback_data data = {id, 0};
    UConverter *converter;
    TRY(converter_open(&converter, &data));
    struct sbuf b;
    sbuf_init(&b, a, bytes_max);
    const char *from = bytes.p;
    const char *end = bytes.p + bytes.len;
    UErrorCode code;
    UChar units[UNITS + 1];
    int32_t held = 0; /* a high surrogate whose other half is in the next round */
    do {
        code = U_ZERO_ERROR;
        UChar *to = units + held;
        ucnv_toUnicode(converter, &to, units + UNITS, &from, end, NULL, true, &code);
        int32_t count = (int32_t)(to - units);
        held = code == U_BUFFER_OVERFLOW_ERROR && count > 1 && U16_IS_LEAD(units[count - 1]);
        put_units(&b, id, units, count - held);
        units[0] = units[count - held];
    } while (code == U_BUFFER_OVERFLOW_ERROR && !b.overflow);
    ucnv_close(converter);
    if (errors)
        *errors = data.errors;
    if (U_FAILURE(code) && !b.overflow)
        return fail(E_UNSUPPORTED, "ICU cannot decode '%.*s' (%s)", STR_FMT(charset_infos[id].name),
                    u_errorName(code));
    return sbuf_end(text, &b);
}

/* The code points of bytes 0x80..0xff. */
static status single_table(uint16_t table[128], enum charset_id id)
{
    struct callback_data data = {id, 0};
    UConverter *converter;
    TRY(converter_open(&converter, &data));
    char high[128];
    UChar units[128];
    for (int i = 0; i < 128; i++)
        high[i] = (char)(128 + i);
    UErrorCode code = U_ZERO_ERROR;
    UChar *to = units;
    const char *from = high;
    ucnv_toUnicode(converter, &to, units + 128, &from, high + 128, NULL, true, &code);
    ucnv_close(converter);
    if (U_FAILURE(code) || to != units + 128)
        return fail(E_UNSUPPORTED, "ICU has no table for '%.*s'", STR_FMT(charset_infos[id].name));
    for (int i = 0; i < 128; i++)
        table[i] = units[i];
    for (size_t i = 0; i < ARRAY_LEN(byte_fixes); i++)
        for (unsigned c = byte_fixes[i].first; byte_fixes[i].id == id && c <= byte_fixes[i].last;
             c++)
            table[c - 128] = byte_fixes[i].code_point;
    return OK;
}

static size_t count_high(str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += (unsigned char)s.p[i] >> 7;
    return n;
}

/* Every byte one code point of at most three bytes. */
static status decode_table(str *text, size_t *errors, struct arena *a, str bytes,
                           const uint16_t table[128], size_t bytes_max)
{
    size_t high = count_high(bytes);
    if (bytes.len > bytes_max)
        return fail(E_LIMIT, "text longer than %zu bytes", bytes_max);
    char *out = arena_alloc(a, size_add(bytes.len, size_mul(high, 2)) + 1);
    char *to = out;
    size_t bad = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.p[i];
        if (byte < 0x80) {
            *to++ = (char)byte;
            continue;
        }
        unsigned c = table[byte - 128];
        bad += c == UTF8_REPLACEMENT;
        if (c < 0x800) {
            *to++ = (char)(0xc0 | c >> 6);
        } else {
            *to++ = (char)(0xe0 | c >> 12);
            *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        }
        *to++ = (char)(0x80 | (c & 0x3f));
    }
    *text = str_range(out, to);
    if (errors)
        *errors = bad;
    if (text->len > bytes_max)
        return fail(E_LIMIT, "text longer than %zu bytes", bytes_max);
    return OK;
}

status charset_decode(str *text, size_t *errors, struct arena *a, str bytes, enum charset_id id,
                      size_t bytes_max)
{
    uint16_t table[128];
    if (errors)
        *errors = 0;
    switch (charset_infos[id].kind) {
    case CHARSET_KIND_UTF8:
        *text = utf8_repair(a, bytes);
        if (text->len > bytes_max)
            return fail(E_LIMIT, "text longer than %zu bytes", bytes_max);
        return OK;
    case CHARSET_KIND_SINGLE:
        TRY(single_table(table, id));
        return decode_table(text, errors, a, bytes, table, bytes_max);
    case CHARSET_KIND_USER_DEFINED:
        for (int i = 0; i < 128; i++)
            table[i] = (uint16_t)(0xf780 + i);
        return decode_table(text, errors, a, bytes, table, bytes_max);
    case CHARSET_KIND_REPLACEMENT: *text = bytes.len ? S("\xef\xbf\xbd") : S(""); return OK;
    case CHARSET_KIND_MULTI:
    case CHARSET_KIND_UTF16: break;
    }
    return decode_icu(text, errors, a, bytes, id, bytes_max);
}
