/*
 * Which encoding a page is in. Declarations are believed unless the bytes refute them: pages
 * that say ISO-8859-1 and are UTF-8, or the reverse, are common, and mojibake is what a reader
 * notices first. Without a declaration to believe, well-formed UTF-8 is UTF-8 and ICU's
 * statistics decide about the rest.
 */
#include "html/charset_code.h"

#include "base/utf8.h"

#include <unicode/ucsdet.h>

enum {
    DECLARED_WITHIN = 1024,   /* the standard's prescan */
    LATE_META_WITHIN = 65536, /* browsers start again when a meta comes later */
    SAMPLE_BYTES = 8000,      /* as much as ICU's statistics look at */
    TRIAL_BYTES = 32768,      /* decoded to see whether a declaration can be true */
    CONFIDENCE_MIN = 10,
    CONFIDENCE_MULTI_MIN = 11, /* ICU gives 10 to any few characters that could be double-byte */
};

/* What the bytes themselves say. */
struct facts {
    bool ascii;
    bool well_formed; /* as UTF-8 */
    size_t good, bad; /* sequences of several bytes; ill-formed parts */
};

static size_t count_leads(str s)
{
    size_t n = 0;
    size_t i = 0;
    for (; i + 32 <= s.len; i += 32) {
        uint64_t w[4];
        memcpy(w, s.p + i, sizeof w);
        if (((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080u) == 0)
            continue; /* most of most pages */
        for (size_t k = 0; k < ARRAY_LEN(w); k++) {
            /* The two upper bits of each byte set, moved to its lowest. */
            uint64_t leads = w[k] >> 7 & w[k] >> 6 & 0x0101010101010101u;
            n += leads * 0x0101010101010101u >> 56;
        }
    }
    for (; i < s.len; i++)
        n += (unsigned char)s.p[i] >= 0xc0;
    return n;
}

static struct facts gather(str bytes)
{
    size_t n = utf8_valid_prefix(bytes);
    struct facts f = {.well_formed = n == bytes.len};
    str rest = bytes;
    for (;;) {
        f.good += count_leads(str_sub(rest, 0, n));
        rest = str_skip(rest, n);
        if (rest.len == 0)
            break;
        bool may_be_cut_off = (unsigned char)rest.p[0] >= 0xc2;
        utf8_next(&rest);
        f.bad += rest.len || !may_be_cut_off; /* what the end cut off says nothing */
        n = utf8_valid_prefix(rest);
    }
    f.ascii = f.well_formed && f.good == 0;
    return f;
}

static enum charset_id by_bom(size_t *bom_len, str bytes)
{
    *bom_len = 3;
    if (str_starts(bytes, S("\xef\xbb\xbf")))
        return CHARSET_UTF_8;
    *bom_len = 2;
    if (str_starts(bytes, S("\xfe\xff")))
        return CHARSET_UTF_16BE;
    if (str_starts(bytes, S("\xff\xfe")))
        return CHARSET_UTF_16LE;
    *bom_len = 0;
    return CHARSET_NONE;
}

/* The charset parameter of a Content-Type. */
static enum charset_id by_header(str content_type)
{
    str rest = content_type;
    str_cut(&rest, ';');
    while (rest.p) {
        str parameter = str_trim(str_cut(&rest, ';'));
        size_t equals = str_chr(parameter, '=');
        if (equals == STR_NPOS || !str_ieq(str_trim(str_sub(parameter, 0, equals)), S("charset")))
            continue;
        str value = str_trim(str_skip(parameter, equals + 1));
        while (value.len && (value.p[0] == '"' || value.p[0] == '\''))
            value = str_skip(value, 1);
        while (value.len && (value.p[value.len - 1] == '"' || value.p[value.len - 1] == '\''))
            value.len--;
        return charset_by_label(value);
    }
    return CHARSET_NONE;
}

/* UTF-16 without a mark: every other byte of markup is NUL. */
static enum charset_id by_nuls(str bytes)
{
    size_t even = 0, odd = 0;
    str head = str_sub(bytes, 0, DECLARED_WITHIN);
    for (size_t i = 0; i < head.len; i++) {
        even += head.p[i] == 0 && i % 2 == 0;
        odd += head.p[i] == 0 && i % 2 == 1;
    }
    if (odd * 5 > head.len && odd > even * 4)
        return CHARSET_UTF_16LE;
    if (even * 5 > head.len && even > odd * 4)
        return CHARSET_UTF_16BE;
    return CHARSET_NONE;
}

/* Whether a trial decoding meets too many ill-formed parts: more than one in twenty bytes
 * outside ASCII. */
static bool trial_fails(str bytes, enum charset_id id)
{
    struct arena a;
    arena_init(&a);
    str head = str_sub(bytes, 0, TRIAL_BYTES);
    size_t high = 0;
    for (size_t i = 0; i < head.len; i++)
        high += (unsigned char)head.p[i] >= 0x80;
    str text;
    size_t errors = 0;
    status code = charset_decode(&text, &errors, &a, head, id, (size_t)TRIAL_BYTES * 4);
    arena_end(&a);
    return code != OK || errors * 20 > high;
}

static bool is_mostly_utf8(const struct facts *f)
{
    return f->bad == 0 ? f->good > 0 : f->good >= 20 && f->bad * 20 < f->good;
}

static bool refuted(enum charset_id id, str bytes, const struct facts *f)
{
    switch (charset_infos[id].kind) {
    case CHARSET_KIND_UTF8: return f->bad > f->good;
    case CHARSET_KIND_UTF16: return bytes.len && !memchr(bytes.p, 0, bytes.len);
    case CHARSET_KIND_SINGLE:
    case CHARSET_KIND_USER_DEFINED: return f->good >= 2 && is_mostly_utf8(f);
    case CHARSET_KIND_MULTI:
        return !f->ascii && ((f->good >= 4 && is_mostly_utf8(f)) || trial_fails(bytes, id));
    case CHARSET_KIND_REPLACEMENT: break;
    }
    return false;
}

/* The text between tags that has bytes outside ASCII: a head full of scripts says nothing
 * about the language of the page. */
static str sample_text(struct arena *a, str bytes)
{
    struct sbuf b;
    sbuf_init(&b, a, SAMPLE_BYTES);
    size_t i = 0;
    while (i < bytes.len && !b.overflow) {
        size_t begin = i;
        bool high = false;
        for (; i < bytes.len && bytes.p[i] != '<'; i++)
            high |= (unsigned char)bytes.p[i] >= 0x80;
        if (high) {
            sbuf_put(&b, str_sub(bytes, begin,
                                 begin + SAMPLE_BYTES / 4 < i ? begin + SAMPLE_BYTES / 4 : i));
            sbuf_putc(&b, '\n');
        }
        while (i < bytes.len && bytes.p[i] != '>')
            i++;
        i++;
    }
    return b.len >= 16 ? sbuf_str(&b) : str_sub(bytes, 0, SAMPLE_BYTES);
}

static enum charset_id by_icu(str sample, str bytes)
{
    UErrorCode code = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&code);
    enum charset_id found = CHARSET_NONE;
    int32_t count = 0;
    ucsdet_setText(detector, sample.p, (int32_t)sample.len, &code);
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &code);
    for (int32_t i = 0; U_SUCCESS(code) && found == CHARSET_NONE && i < count; i++) {
        int32_t confidence = ucsdet_getConfidence(matches[i], &code);
        enum charset_id id = charset_by_label(str_c(ucsdet_getName(matches[i], &code)));
        enum charset_kind kind = charset_infos[id].kind;
        if (kind == CHARSET_KIND_SINGLE && confidence >= CONFIDENCE_MIN)
            found = id;
        if (kind == CHARSET_KIND_MULTI && confidence >= CONFIDENCE_MULTI_MIN &&
            !trial_fails(bytes, id))
            found = id;
    }
    ucsdet_close(detector);
    return found;
}

static enum charset_id by_statistics(str bytes, const struct facts *f)
{
    enum charset_id id = by_nuls(bytes);
    if (id != CHARSET_NONE)
        return id;
    if (f->ascii) {
        bool shifts = str_has(bytes, S("\x1b$B")) || str_has(bytes, S("\x1b$@"));
        return shifts ? CHARSET_ISO_2022_JP : CHARSET_NONE;
    }
    if (is_mostly_utf8(f))
        return CHARSET_UTF_8;
    struct arena a;
    arena_init(&a);
    id = by_icu(sample_text(&a, bytes), bytes);
    arena_end(&a);
    return id;
}

static enum charset_id by_meta(str bytes)
{
    return charset_prescan(str_sub(bytes, 0, LATE_META_WITHIN), DECLARED_WITHIN);
}

static enum charset_id sniff(enum html_charset_by *by, size_t *bom_len, struct facts *f, str bytes,
                             str content_type)
{
    *by = HTML_CHARSET_BY_BOM;
    enum charset_id id = by_bom(bom_len, bytes);
    *f = gather(str_skip(bytes, *bom_len));
    if (id != CHARSET_NONE)
        return id;
    *by = HTML_CHARSET_BY_HEADER;
    id = by_header(content_type);
    if (id != CHARSET_NONE && !refuted(id, bytes, f))
        return id;
    *by = HTML_CHARSET_BY_META;
    id = by_meta(bytes);
    if (id != CHARSET_NONE && !refuted(id, bytes, f))
        return id;
    *by = HTML_CHARSET_BY_STATISTICS;
    id = by_statistics(bytes, f);
    if (id != CHARSET_NONE)
        return id;
    *by = HTML_CHARSET_BY_DEFAULT;
    return CHARSET_WINDOWS_1252;
}

struct html_charset html_charset_sniff(str bytes, str content_type)
{
    struct html_charset out;
    struct facts f;
    size_t bom_len;
    out.name = charset_infos[sniff(&out.by, &bom_len, &f, bytes, content_type)].name;
    return out;
}

/* Whether ASCII bytes stand for themselves in it. */
static bool keeps_ascii(enum charset_id id)
{
    enum charset_kind kind = charset_infos[id].kind;
    return kind == CHARSET_KIND_UTF8 || kind == CHARSET_KIND_SINGLE ||
           kind == CHARSET_KIND_USER_DEFINED ||
           (kind == CHARSET_KIND_MULTI && id != CHARSET_ISO_2022_JP && id != CHARSET_SHIFT_JIS);
}

status html_decode(str *text, struct html_charset *used, struct arena *a, str bytes,
                   str content_type, size_t bytes_max)
{
    struct facts f;
    size_t bom_len;
    enum html_charset_by by;
    enum charset_id id = sniff(&by, &bom_len, &f, bytes, content_type);
    if (used)
        *used = (struct html_charset){charset_infos[id].name, by};
    bytes = str_skip(bytes, bom_len);
    bool as_is = f.ascii ? keeps_ascii(id) : f.well_formed && id == CHARSET_UTF_8;
    if (!as_is)
        return charset_decode(text, NULL, a, bytes, id, bytes_max);
    *text = bytes;
    if (bytes.len > bytes_max)
        return fail(E_LIMIT, "text longer than %zu bytes", bytes_max);
    return OK;
}
