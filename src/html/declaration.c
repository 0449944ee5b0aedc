/* The part of the tokenizer behind "<!", "<?" and "</ ": comments, doctypes, CDATA's beginning. */
#include "html/scan.h"
#include "html/tokenizer.h"

static inline bool is_space(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static enum html_step token_comment(struct html_tokenizer *z, const char *p, const char *end,
                                    const char *next)
{
    str s = html_tokenizer_decode(z, p, end, HTML_DECODE_NUL);
    z->token.p = s.p;
    z->token.len = (uint32_t)s.len;
    z->p = next;
    z->token.kind = HTML_TOKEN_COMMENT;
    return HTML_STEP_TOKEN;
}

enum html_step html_tokenizer_bogus_comment(struct html_tokenizer *z, const char *p)
{
    const char *q = scan_byte(p, z->end, '>');
    return token_comment(z, p, q, q + (q < z->end));
}

/* P is behind "<!--". */
static enum html_step read_comment(struct html_tokenizer *z, const char *p)
{
    const char *end = z->end;
    if (p < end && *p == '>')
        return token_comment(z, p, p, p + 1);
    if (end - p >= 2 && p[0] == '-' && p[1] == '>')
        return token_comment(z, p, p, p + 2);
    for (const char *q = p; (q = scan_byte(q, end, '>')) < end; q++) {
        if (q - p >= 2 && q[-1] == '-' && q[-2] == '-')
            return token_comment(z, p, q - 2, q + 1);
        if (q - p >= 3 && q[-1] == '!' && q[-2] == '-' && q[-3] == '-')
            return token_comment(z, p, q - 3, q + 1);
    }
    /* The input ends inside: what would have begun the end is left out. */
    const char *q = end;
    if (q - p >= 3 && memcmp(q - 3, "--!", 3) == 0)
        q -= 3;
    else if (q - p >= 2 && memcmp(q - 2, "--", 2) == 0)
        q -= 2;
    else if (q - p >= 1 && q[-1] == '-')
        q -= 1;
    return token_comment(z, p, q, end);
}

static const char *skip_space(const char *p, const char *end)
{
    while (p < end && is_space((unsigned char)*p))
        p++;
    return p;
}

/* A quoted identifier at *P. False when '>' or the end of the input cuts it off. */
static bool read_quoted_id(struct html_tokenizer *z, str *id, const char **p)
{
    char quote = *(*p)++;
    const char *begin = *p;
    const char *q = begin;
    while (q < z->end && *q != quote && *q != '>')
        q++;
    *id = html_tokenizer_decode(z, begin, q, HTML_DECODE_NUL);
    bool closed = q < z->end && *q == quote;
    *p = q + closed;
    return closed;
}

static bool at_quote(const char *p, const char *end)
{
    return p < end && (*p == '"' || *p == '\'');
}

/* The identifiers behind a doctype's name. Returns whether they are well-formed; *P is left where
 * the search for '>' goes on. */
static bool read_doctype_ids(struct html_tokenizer *z, const char **p)
{
    struct html_token *t = &z->token;
    str rest = str_range(*p, z->end);
    bool is_public = str_istarts(rest, S("public"));
    if (!is_public && !str_istarts(rest, S("system")))
        return false;
    *p = skip_space(*p + 6, z->end);
    if (!at_quote(*p, z->end))
        return false;
    if (!read_quoted_id(z, is_public ? &t->public_id : &t->system_id, p))
        return false;
    *p = skip_space(*p, z->end);
    if (is_public && at_quote(*p, z->end)) {
        if (!read_quoted_id(z, &t->system_id, p))
            return false;
        *p = skip_space(*p, z->end);
    } else if (is_public && *p < z->end && **p != '>') {
        return false;
    }
    /* Anything else behind a system identifier is skipped without harm. */
    return true;
}

/* P is behind "<!doctype". */
static enum html_step read_doctype(struct html_tokenizer *z, const char *p)
{
    struct html_token *t = &z->token;
    t->kind = HTML_TOKEN_DOCTYPE;
    t->p = NULL;
    t->len = 0;
    t->public_id = t->system_id = STR_NONE;
    t->force_quirks = false;
    p = skip_space(p, z->end);
    const char *name = p;
    while (p < z->end && *p != '>' && !is_space((unsigned char)*p))
        p++;
    if (p > name) {
        str s = str_lower(z->arena, html_tokenizer_decode(z, name, p, HTML_DECODE_NUL));
        t->p = s.p;
        t->len = (uint32_t)s.len;
    } else {
        t->force_quirks = true;
    }
    p = skip_space(p, z->end);
    if (p < z->end && *p != '>')
        t->force_quirks |= !read_doctype_ids(z, &p);
    if (p == z->end)
        t->force_quirks = true;
    p = scan_byte(p, z->end, '>');
    z->p = p + (p < z->end);
    return HTML_STEP_TOKEN;
}

/* P is behind "<!". */
enum html_step html_tokenizer_declaration(struct html_tokenizer *z, const char *p)
{
    str rest = str_range(p, z->end);
    if (str_starts(rest, S("--")))
        return read_comment(z, p + 2);
    if (str_istarts(rest, S("doctype")))
        return read_doctype(z, p + 7);
    if (z->cdata_allowed && str_starts(rest, S("[CDATA["))) {
        z->state = HTML_STATE_CDATA;
        z->p = p + 7;
        return HTML_STEP_AGAIN;
    }
    return html_tokenizer_bogus_comment(z, p);
}
