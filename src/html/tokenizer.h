/*
 * The tokenizer of WHATWG HTML 13.2.5, one token a call. The tree builder sets STATE and
 * CDATA_ALLOWED between calls, as the standard's tree construction stage does. Text comes in the
 * longest runs; it, names and values point into the input unless something had to be replaced.
 */
#ifndef COURANT_HTML_TOKENIZER_H
#define COURANT_HTML_TOKENIZER_H

#include "html/tree.h"

enum html_token_kind {
    HTML_TOKEN_EOF,
    HTML_TOKEN_TEXT,
    HTML_TOKEN_START,
    HTML_TOKEN_END,
    HTML_TOKEN_COMMENT,
    HTML_TOKEN_DOCTYPE,
};

/* The states in which content, not markup, is read. */
enum html_tokenizer_state {
    HTML_STATE_DATA,
    HTML_STATE_RCDATA,
    HTML_STATE_RAWTEXT,
    HTML_STATE_SCRIPT,
    HTML_STATE_PLAINTEXT,
    HTML_STATE_CDATA,
};

struct html_token {
    uint8_t kind;        /* enum html_token_kind */
    bool self_closing;   /* tags */
    bool force_quirks;   /* doctypes */
    bool has_nul;        /* text: U+0000 occurs in it */
    uint16_t tag;        /* tags: enum html_tag */
    uint16_t attr_count; /* of the tokenizer's attributes from attr_used on */
    const char *p;       /* text, comment, tag or doctype name; NULL for a missing doctype name */
    uint32_t len;
    str public_id, system_id; /* doctypes; p == NULL when missing */
};

struct html_tokenizer {
    const char *p, *begin, *end;
    enum html_tokenizer_state state;
    bool cdata_allowed; /* the adjusted current node is a foreign element */
    str last_start;     /* name of the last start tag, which an end tag must have in raw text */
    struct html_token token;
    struct arena *arena;
    /* A tag's attributes lie at attrs[attr_used ..]. Whoever keeps them advances attr_used. */
    struct html_attr *attrs;
    uint32_t attr_used, attr_cap, attrs_max;
    /* Where text with replacements is put together, before its copy in the arena is made. */
    char *scratch;
    size_t scratch_len, scratch_cap;
};

/* INPUT of less than 4 GiB. */
void html_tokenizer_init(struct html_tokenizer *z, struct arena *a, str input,
                         const struct html_limits *limits);

/* The room for an array that is full: what the whole input takes if it goes on as it began, and
 * between 1.25 times and twice what there is, so that growing stays linear. */
uint32_t html_tokenizer_cap(const struct html_tokenizer *z, uint32_t full);

/* Reads the next token into z->token; false at the end, with an HTML_TOKEN_EOF token. */
bool html_tokenizer_next(struct html_tokenizer *z);

/* --- between the tokenizer's own files, except html_tokenizer_decode, which is for all ------- */

enum { HTML_DECODE_REFS = 1, HTML_DECODE_NUL = 2, HTML_DECODE_ATTR = 4 };

/* The text from P to END with CR LF and CR made LF and, by the HTML_DECODE_ flags, character
 * references and NUL replaced: a slice when there is nothing to do, else a copy. */
str html_tokenizer_decode(struct html_tokenizer *z, const char *p, const char *end, int flags);

/* What one step of the tokenizer came to. */
enum html_step { HTML_STEP_END, HTML_STEP_TOKEN, HTML_STEP_AGAIN };

/* What stands behind "<!"; a comment of the text from P to the next '>'. */
enum html_step html_tokenizer_declaration(struct html_tokenizer *z, const char *p);
enum html_step html_tokenizer_bogus_comment(struct html_tokenizer *z, const char *p);

/* Lexes a start or end tag whose name begins at P. False when the input ends in it. */
bool html_tokenizer_tag(struct html_tokenizer *z, const char *p);

#endif
