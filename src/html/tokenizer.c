/*
 * The tokenizer outside of tags: text, raw text and scripts, comments, doctypes, CDATA. The
 * standard's character-wise states are folded into searches for the bytes at which they change.
 */
#include "html/tokenizer.h"

#include "html/charref.h"
#include "html/scan.h"

#define REPLACEMENT "\xef\xbf\xbd"

static inline bool is_space(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

void html_tokenizer_init(struct html_tokenizer *z, struct arena *a, str input,
                         const struct html_limits *limits)
{
    memset(z, 0, sizeof *z);
    z->arena = a;
    z->p = z->begin = input.p ? input.p : "";
    z->end = z->begin + input.len;
    z->attrs_max = limits->attrs_max < UINT16_MAX ? limits->attrs_max : UINT16_MAX;
    /* Real pages have one attribute for about 40 bytes. */
    z->attr_cap = (uint32_t)(input.len / 40 + 32);
    z->attrs = arena_alloc(a, size_mul(z->attr_cap, sizeof *z->attrs));
}

uint32_t html_tokenizer_cap(const struct html_tokenizer *z, uint32_t full)
{
    size_t done = (size_t)(z->p - z->begin), all = (size_t)(z->end - z->begin);
    double least = full * 1.25 + 64, most = full * 2.0 + 64;
    double cap = done ? full * ((double)all / (double)done) * 1.1 : most;
    cap = cap < least ? least : cap > most ? most : cap;
    return cap < UINT32_MAX ? (uint32_t)cap : UINT32_MAX;
}

/* --- text with replacements ------------------------------------------------------------- */

static void scratch_put(struct html_tokenizer *z, const char *p, size_t n)
{
    if (z->scratch_cap - z->scratch_len < n) {
        size_t cap = z->scratch_cap ? z->scratch_cap : 4096;
        while (cap - z->scratch_len < n)
            cap = size_mul(cap, 2);
        z->scratch = arena_grow(z->arena, z->scratch, z->scratch_cap, cap);
        z->scratch_cap = cap;
    }
    if (n)
        memcpy(z->scratch + z->scratch_len, p, n);
    z->scratch_len += n;
}

static str scratch_end(struct html_tokenizer *z)
{
    str s = {z->scratch, z->scratch_len};
    z->scratch_len = 0;
    return str_dup(z->arena, s);
}

/* What stands at Q, one of CR, NUL and '&', becomes: nothing to do (0), or so many bytes of
 * input replaced by what was added to the scratch text, after the bytes since FROM. */
static size_t replace_at(struct html_tokenizer *z, const char *from, const char *q, const char *end,
                         int flags)
{
    struct html_charref ref;
    switch (*q) {
    case '&':
        if (!(flags & HTML_DECODE_REFS) ||
            !html_charref_read(&ref, q, end, flags & HTML_DECODE_ATTR))
            return 0;
        scratch_put(z, from, (size_t)(q - from));
        scratch_put(z, ref.text, ref.len);
        return ref.taken;
    case '\r':
        scratch_put(z, from, (size_t)(q - from));
        scratch_put(z, "\n", 1);
        return end - q > 1 && q[1] == '\n' ? 2 : 1;
    case 0:
        if (!(flags & HTML_DECODE_NUL))
            return 0;
        scratch_put(z, from, (size_t)(q - from));
        scratch_put(z, REPLACEMENT, 3);
        return 1;
    default: return 0;
    }
}

str html_tokenizer_decode(struct html_tokenizer *z, const char *p, const char *end, int flags)
{
    const char *from = p;
    const char *q = p;
    bool copied = false;
    for (;;) {
        q = flags & HTML_DECODE_REFS ? scan_text(q, end) : scan_odd(q, end);
        if (q == end)
            break;
        size_t taken = replace_at(z, from, q, end, flags);
        if (taken) {
            copied = true;
            q += taken;
            from = q;
        } else {
            q++;
        }
    }
    if (!copied)
        return str_range(p, end);
    scratch_put(z, from, (size_t)(end - from));
    return scratch_end(z);
}

/* --- the token being made ---------------------------------------------------------------- */

static inline enum html_step token_text(struct html_tokenizer *z, str s, const char *next)
{
    z->token.kind = HTML_TOKEN_TEXT;
    z->token.p = s.p;
    z->token.len = (uint32_t)s.len;
    z->p = next;
    return HTML_STEP_TOKEN;
}

static enum html_step token_eof(struct html_tokenizer *z)
{
    z->p = z->end;
    z->token.kind = HTML_TOKEN_EOF;
    return HTML_STEP_END;
}

/* --- raw text and scripts ------------------------------------------------------------------ */

/* Whether "</" at P is followed by NAME and by what ends a tag's name. */
static bool is_end_tag(const char *p, const char *end, str name)
{
    str rest = str_range(p + 2, end);
    if (name.len == 0 || rest.len <= name.len || !str_istarts(rest, name))
        return false;
    unsigned char c = (unsigned char)rest.p[name.len];
    return is_space(c) || c == '/' || c == '>';
}

/* Where the end tag of the current raw text element begins, or the end of the input. */
static const char *find_end_tag(const struct html_tokenizer *z, const char *p)
{
    while ((p = scan_byte(p, z->end, '<')) < z->end) {
        if (z->end - p > 2 && p[1] == '/' && is_end_tag(p, z->end, z->last_start))
            return p;
        p++;
    }
    return p;
}

/* Whether the letters at P are "script", ended as a tag's name is. */
static bool is_script_name(const char *p, const char *end)
{
    return end - p > 6 && str_istarts(str_range(p, end), S("script")) &&
           (is_space((unsigned char)p[6]) || p[6] == '/' || p[6] == '>');
}

/* A script's text up to P is behind "<!--": where the script's end tag is, or where "-->" ended
 * the escape (*CLOSED). States: script data escaped and double escaped. */
static const char *skip_escaped(const struct html_tokenizer *z, const char *p, bool *closed)
{
    const char *dashes = p - 2;
    bool twice = false;
    for (; p < z->end; p++) {
        if (*p == '>' && p - dashes >= 2 && p[-1] == '-' && p[-2] == '-') {
            *closed = true;
            return p + 1;
        }
        if (*p != '<')
            continue;
        bool slash = z->end - p > 1 && p[1] == '/';
        if (slash && !twice && is_end_tag(p, z->end, z->last_start))
            return p;
        if (slash == twice && is_script_name(p + 1 + slash, z->end)) {
            twice = !twice;
            p += 7 + slash;
            /* The byte that ends the name belongs to it: its '>' closes nothing. */
        }
    }
    return p;
}

static const char *find_script_end(const struct html_tokenizer *z, const char *p)
{
    while ((p = scan_byte(p, z->end, '<')) < z->end) {
        if (z->end - p > 2 && p[1] == '/' && is_end_tag(p, z->end, z->last_start))
            return p;
        if (z->end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
            bool closed = false;
            p = skip_escaped(z, p + 4, &closed);
            if (!closed)
                return p;
        } else {
            p++;
        }
    }
    return p;
}

static enum html_step next_raw(struct html_tokenizer *z)
{
    int flags = HTML_DECODE_NUL;
    const char *p = z->p;
    const char *q = z->end;
    z->token.has_nul = false;
    switch (z->state) {
    case HTML_STATE_RCDATA:
        flags |= HTML_DECODE_REFS;
        q = find_end_tag(z, p);
        break;
    case HTML_STATE_RAWTEXT: q = find_end_tag(z, p); break;
    case HTML_STATE_SCRIPT: q = find_script_end(z, p); break;
    default: break;
    }
    if (q < z->end)
        z->state = HTML_STATE_DATA;
    if (q > p)
        return token_text(z, html_tokenizer_decode(z, p, q, flags), q);
    return q < z->end ? HTML_STEP_AGAIN : token_eof(z);
}

static enum html_step next_cdata(struct html_tokenizer *z)
{
    const char *p = z->p;
    str rest = str_range(p, z->end);
    size_t at = str_find(rest, S("]]>"));
    const char *q = at == STR_NPOS ? z->end : p + at;
    const char *next = at == STR_NPOS ? z->end : q + 3;
    z->state = HTML_STATE_DATA;
    if (q == p) {
        z->p = next;
        return HTML_STEP_AGAIN;
    }
    z->token.has_nul = memchr(p, 0, (size_t)(q - p)) != NULL;
    return token_text(z, html_tokenizer_decode(z, p, q, 0), next);
}

/* --- data ------------------------------------------------------------------------------------ */

static inline bool is_alpha(unsigned char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* Whether '<' at P begins a tag, comment or declaration, "</>" included. */
static inline bool opens_markup(const char *p, const char *end)
{
    if (end - p < 2)
        return false;
    unsigned char c = (unsigned char)p[1];
    return is_alpha(c) || c == '!' || c == '?' || (c == '/' && end - p > 2);
}

/* Text from P, the first byte of which is text. */
static enum html_step read_text(struct html_tokenizer *z, const char *p)
{
    const char *from = p;
    const char *q = p;
    bool copied = false;
    z->token.has_nul = false;
    for (;; q++) {
        q = scan_text(q, z->end);
        if (q == z->end)
            break;
        size_t taken = 0;
        if (*q == '<') {
            if (LIKELY(opens_markup(q, z->end))) {
                if (LIKELY(q[1] != '/' || q[2] != '>'))
                    break;
                scratch_put(z, from, (size_t)(q - from));
                taken = 3;
            }
        } else if (*q == 0) {
            z->token.has_nul = true;
        } else {
            taken = replace_at(z, from, q, z->end, HTML_DECODE_REFS);
        }
        if (taken) {
            copied = true;
            from = q + taken;
            q = from - 1;
        }
    }
    if (LIKELY(!copied))
        return token_text(z, str_range(p, q), q);
    scratch_put(z, from, (size_t)(q - from));
    return token_text(z, scratch_end(z), q);
}

static enum html_step read_end_tag(struct html_tokenizer *z, const char *p)
{
    if (!html_tokenizer_tag(z, p))
        return token_eof(z);
    z->token.kind = HTML_TOKEN_END;
    z->token.attr_count = 0;
    return HTML_STEP_TOKEN;
}

static inline enum html_step next_data(struct html_tokenizer *z)
{
    const char *p = z->p;
    while (p < z->end) {
        if (*p != '<' || !opens_markup(p, z->end))
            return read_text(z, p);
        unsigned char c = (unsigned char)p[1];
        if (LIKELY(is_alpha(c))) {
            if (UNLIKELY(!html_tokenizer_tag(z, p + 1)))
                return token_eof(z);
            z->token.kind = HTML_TOKEN_START;
            z->last_start = (str){z->token.p, z->token.len};
            return HTML_STEP_TOKEN;
        }
        if (c == '!')
            return html_tokenizer_declaration(z, p + 2);
        if (c == '?')
            return html_tokenizer_bogus_comment(z, p + 1);
        if (LIKELY(is_alpha((unsigned char)p[2])))
            return read_end_tag(z, p + 2);
        if (p[2] != '>')
            return html_tokenizer_bogus_comment(z, p + 2);
        p += 3;
    }
    return token_eof(z);
}

bool html_tokenizer_next(struct html_tokenizer *z)
{
    enum html_step step;
    do {
        if (LIKELY(z->state == HTML_STATE_DATA))
            step = next_data(z);
        else
            step = z->state == HTML_STATE_CDATA ? next_cdata(z) : next_raw(z);
    } while (step == HTML_STEP_AGAIN);
    return step == HTML_STEP_TOKEN;
}
