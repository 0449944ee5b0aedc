/* Encodings outside of the WHATWG standard, which browsers refuse and feeds still come in: UTF-32,
 * EBCDIC, the code pages of DOS. ICU knows them by many names. */
#include "html/charset.h"

#include "base/sbuf.h"
#include "base/utf8.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

enum { LABEL_MAX = 40, UNITS = 2048 };

static UConverter *open_converter(const char *prefix, str label)
{
    char name[LABEL_MAX + 16];
    size_t n = strlen(prefix);
    memcpy(name, prefix, n);
    memcpy(name + n, label.p, label.len);
    name[n + label.len] = 0;
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &code);
    return U_SUCCESS(code) ? converter : NULL;
}

static UConverter *converter_of(str label)
{
    label = str_trim(label);
    if (label.len == 0 || label.len > LABEL_MAX)
        return NULL;
    for (size_t i = 0; i < label.len; i++)
        if (!ascii_is_alnum((unsigned char)label.p[i]) && !strchr("-_.:", label.p[i]))
            return NULL;
    UConverter *converter = open_converter("", label);
    if (!converter && ascii_is_digit((unsigned char)label.p[0]))
        converter = open_converter("ibm-", label);
    return converter;
}

static void put_units(struct sbuf *b, const UChar *units, int32_t count)
{
    for (int32_t i = 0; i < count;) {
        UChar32 c;
        U16_NEXT(units, i, count, c);
        sbuf_put_utf8(b, U_IS_SURROGATE(c) ? UTF8_REPLACEMENT : (uint32_t)c);
    }
}

status html_decode_other(str *text, struct arena *a, str bytes, str label, size_t bytes_max)
{
    UConverter *converter = converter_of(label);
    if (!converter)
        return fail(E_NOTFOUND, "no encoding is called '%.*s'", STR_FMT(label));
    struct sbuf b;
    sbuf_init(&b, a, bytes_max);
    const char *from = bytes.p, *end = bytes.p + bytes.len;
    UChar units[UNITS + 1];
    int32_t held = 0; /* a high surrogate whose other half is in the next round */
    UErrorCode code;
    do {
        code = U_ZERO_ERROR;
        UChar *to = units + held;
        ucnv_toUnicode(converter, &to, units + UNITS, &from, end, NULL, true, &code);
        int32_t count = (int32_t)(to - units);
        held = code == U_BUFFER_OVERFLOW_ERROR && count > 1 && U16_IS_LEAD(units[count - 1]);
        put_units(&b, units, count - held);
        units[0] = units[count - held];
    } while (code == U_BUFFER_OVERFLOW_ERROR && !b.overflow);
    ucnv_close(converter);
    if (U_FAILURE(code) && !b.overflow)
        return fail(E_UNSUPPORTED, "ICU cannot decode '%.*s' (%s)", STR_FMT(label),
                    u_errorName(code));
    return sbuf_end(text, &b);
}
