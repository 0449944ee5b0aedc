/* What a word is by its letters and digits alone. */
#include "text/word.h"

#include "text/char.h"
#include "text/doc.h"

/* Whether the separators of FORM are those of thousands: all the same, one to three digits before
 * the first, three behind each. "3.141" looks the same; a leading zero tells. */
static bool has_thousands(str form)
{
    size_t groups = 0, digits = 0;
    char separator = 0;
    for (size_t i = 0; i <= form.len; i++) {
        if (i < form.len && ascii_is_digit((unsigned char)form.p[i])) {
            digits++;
            continue;
        }
        if (groups == 0 ? digits > 3 : digits != 3)
            return false;
        if (i < form.len && groups > 0 && form.p[i] != separator)
            return false;
        if (i < form.len)
            separator = form.p[i];
        groups++;
        digits = 0;
    }
    return groups > 1 && form.p[0] != '0';
}

static str number_text(struct arena *a, str form)
{
    char *out = arena_alloc(a, form.len);
    size_t n = 0;
    bool thousands = has_thousands(form);
    for (size_t i = 0; i < form.len; i++) {
        if (ascii_is_digit((unsigned char)form.p[i]))
            out[n++] = form.p[i];
        else if (!thousands)
            out[n++] = '.';
    }
    return str_of(out, n);
}

/* Digits of other scripts as ASCII, so that numbers can be compared. */
static str plain_digits(struct arena *a, str form)
{
    char *out = arena_alloc(a, form.len);
    size_t n = 0;
    for (size_t at = 0; at < form.len;) {
        uint32_t c = char_at(form, at, &at);
        int32_t digit = c < 0x80 ? -1 : u_charDigitValue((UChar32)c);
        if (digit >= 0)
            out[n++] = (char)('0' + digit);
        else if (c < 0x80)
            out[n++] = (char)c;
    }
    return str_of(out, n);
}

size_t word_core_len(str form)
{
    size_t begin, before;
    uint32_t last = char_before(form, form.len, &begin);
    if (last != 's' && last != 'S')
        return form.len;
    if (!char_is_apostrophe(char_before(form, begin, &before)) || before == 0)
        return form.len;
    return before;
}

uint8_t word_shape(str form, size_t len)
{
    size_t upper = 0, lower = 0, letters = 0, at = 0;
    bool first_upper = false;
    while (at < len) {
        uint32_t c = char_at(form, at, &at);
        bool is_upper = char_is_upper(c);
        first_upper |= is_upper && letters == 0;
        letters += char_is_letter(c);
        upper += is_upper;
        lower += !is_upper && char_is_lower(c);
    }
    if (upper == 0)
        return lower ? TEXT_LOWER : TEXT_UNCASED;
    if (upper == 1 && first_upper)
        return TEXT_CAPITAL;
    return lower == 0 ? TEXT_UPPER : TEXT_CAMEL;
}

uint8_t word_kind(str form)
{
    bool digits = false, letters = false;
    for (size_t at = 0; at < form.len;) {
        uint32_t c = char_at(form, at, &at);
        digits |= char_is_digit(c);
        letters |= char_is_letter(c);
    }
    return !digits ? TEXT_LETTERS : letters ? TEXT_MIXED : TEXT_NUMBER;
}

uint8_t word_gap(bool *quote, str text, size_t begin, size_t end)
{
    bool blank = false, hyphen = false, apostrophe = false, dot = false, and = false, comma = false,
         other = false;
    size_t marks = 0;
    *quote = false;
    for (size_t at = begin; at < end;) {
        uint32_t c = char_at(text, at, &at);
        *quote = c == '"' || c == '\'' || c == 0xab || c == 0x2018 || c == 0x201c || c == 0x201e ||
                 c == 0x201a || c == 0x2039 || c == 0x300c || c == 0x300e;
        if (char_is_blank(c) || c == '\n' || c == '\r') {
            blank = true;
            continue;
        }
        marks++;
        hyphen |= c == '-' || c == 0x2010 || c == 0x2011;
        apostrophe |= char_is_apostrophe(c);
        dot |= c == '.';
        and |= c == '&';
        comma |= c == ',';
        other |= !(hyphen || apostrophe || dot || and || comma);
    }
    if (marks == 0)
        return blank ? TEXT_GAP_SPACE : TEXT_GAP_NONE;
    if (marks > 1 || other)
        return TEXT_GAP_OTHER;
    if (and)
        return TEXT_GAP_AMPERSAND;
    if (dot)
        return TEXT_GAP_DOT;
    if (comma)
        return TEXT_GAP_COMMA;
    if (blank)
        return TEXT_GAP_OTHER;
    return hyphen ? TEXT_GAP_HYPHEN : TEXT_GAP_APOSTROPHE;
}

size_t word_number_end(str text, size_t at, size_t limit)
{
    for (;;) {
        while (at < limit && ascii_is_digit((unsigned char)text.p[at]))
            at++;
        if (at + 1 < limit && (text.p[at] == '.' || text.p[at] == ',') &&
            ascii_is_digit((unsigned char)text.p[at + 1]))
            at++;
        else
            return at;
    }
}

str word_number(struct arena *a, str form)
{
    return number_text(a, plain_digits(a, form));
}
