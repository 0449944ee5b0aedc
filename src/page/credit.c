/* The grammar of credit lines. */
#include "page/credit.h"

#include "page/phrase.h"

static const str openings[] = {
#define OPENING(text) S(text),
#define VERB(text)
#include "page/credit.def"
#undef OPENING
#undef VERB
};

static const str verbs[] = {
#define OPENING(text)
#define VERB(text) S(text),
#include "page/credit.def"
#undef OPENING
#undef VERB
};

/* Lower case in the same number of bytes, so that positions stay. */
static size_t fold_bytes(char *out, size_t max, str s)
{
    size_t n = 0;
    for (; n < s.len && n < max; n++) {
        unsigned char c = (unsigned char)s.p[n], prev = n ? (unsigned char)s.p[n - 1] : 0;
        if (c < 0x80) {
            out[n] = (char)ascii_lower(c);
        } else if (prev == 0xc3 && c >= 0x80 && c <= 0x9e) {
            out[n] = (char)(c | 0x20); /* Latin-1 capitals */
        } else if (prev == 0xd0 && c >= 0x90 && c <= 0x9f) {
            out[n] = (char)(c + 0x20); /* Cyrillic А to П */
        } else if (prev == 0xd0 && c >= 0xa0 && c <= 0xaf) {
            out[n - 1] = (char)0xd1; /* Р to Я */
            out[n] = (char)(c - 0x20);
        } else {
            out[n] = (char)c;
        }
    }
    return n;
}

/* Whether a sentence can begin at AT: at the start, or after a stop, quotation mark or bracket,
 * with or without white space between. */
static bool sentence_begins(str s, size_t at)
{
    while (at && ((unsigned char)s.p[at - 1] <= ' ' || strchr("*_([-", s.p[at - 1])))
        at--;
    if (at == 0)
        return true;
    unsigned char c = (unsigned char)s.p[at - 1];
    if (strchr(".!?)]\"':;", c))
        return true;
    return str_ends(str_sub(s, 0, at), S("”")) || str_ends(str_sub(s, 0, at), S("»")) ||
           str_ends(str_sub(s, 0, at), S("“")) || str_ends(str_sub(s, 0, at), S("…")) ||
           str_ends(str_sub(s, 0, at), S("’")) || str_ends(str_sub(s, 0, at), S("。")) ||
           str_ends(str_sub(s, 0, at), S("—")) || str_ends(str_sub(s, 0, at), S("–"));
}

static bool is_letter_byte(unsigned char c)
{
    return ascii_is_alnum(c) || c >= 0x80;
}

/* Quotation marks, dashes, no-break spaces: what is written in more bytes and is no letter. */
static bool is_mark_at(str s, size_t at)
{
    str rest = str_skip(s, at);
    return str_starts(rest, S("\xe2\x80")) || str_starts(rest, S("\xc2")) ||
           str_starts(rest, S("\xe3\x80"));
}

static bool is_mark_end(str s, size_t at)
{
    return (at >= 3 && is_mark_at(s, at - 3) && s.p[at - 3] != '\xc2') ||
           (at >= 2 && s.p[at - 2] == '\xc2');
}

/* Whether no word goes on at AT: no letter follows, no letter of two bytes and more either. */
static bool is_word_end(str s, size_t at)
{
    return at >= s.len || !is_letter_byte((unsigned char)s.p[at]) || is_mark_at(s, at);
}

static bool has_verb(str s)
{
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        size_t from = 0;
        for (;;) {
            size_t at = str_find(str_skip(s, from), verbs[i]);
            if (at == STR_NPOS)
                break;
            at += from;
            bool begins =
                at == 0 || !is_letter_byte((unsigned char)s.p[at - 1]) || is_mark_end(s, at);
            if (begins && is_word_end(s, at + verbs[i].len))
                return true;
            from = at + verbs[i].len;
        }
    }
    return false;
}

/* A verb within the first sentence of REST (its length bounded), which has few sentences. */
static bool is_credit(str rest)
{
    size_t sentences = 0, first_end = rest.len;
    for (size_t i = 0; i + 1 < rest.len; i++) {
        if ((rest.p[i] == '.' || rest.p[i] == '!' || rest.p[i] == '?') && rest.p[i + 1] == ' ' &&
            i > 2 && rest.p[i - 2] != ' ' && rest.p[i - 2] != '.') {
            if (!sentences)
                first_end = i;
            sentences++;
        }
    }
    if (sentences > 2)
        return false;
    return has_verb(str_sub(rest, 0, first_end));
}

static bool starts_with_opening(str s)
{
    for (size_t i = 0; i < ARRAY_LEN(openings); i++)
        if (openings[i].p[0] == s.p[0] && str_starts(s, openings[i]) &&
            is_word_end(s, openings[i].len))
            return true;
    return false;
}

/* "(Northern Wire)", "(nw/dpw)" after the last sentence: a few short words, no stop, no digits. */
static size_t bracketed(str s)
{
    if (s.len < 4 || s.p[s.len - 1] != ')')
        return STR_NPOS;
    size_t open = str_rchr(s, '(');
    if (open == STR_NPOS || s.len - open > 42 || s.len - open < 4)
        return STR_NPOS;
    size_t words = 1;
    for (size_t i = open + 1; i + 1 < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == ' ')
            words++;
        else if (c < 0x80 && !ascii_is_alpha(c) && !strchr("/,-&.", c))
            return STR_NPOS;
    }
    if (words > 4)
        return STR_NPOS;
    size_t before = open;
    while (before && s.p[before - 1] == ' ')
        before--;
    if (before == 0)
        return 0;
    bool stop = strchr(".!?\"", s.p[before - 1]) || str_ends(str_sub(s, 0, before), S("”")) ||
                str_ends(str_sub(s, 0, before), S("“")) || str_ends(str_sub(s, 0, before), S("»"));
    return stop ? open : STR_NPOS;
}

size_t credit_find(str paragraph)
{
    size_t skip = paragraph.len > CREDIT_BYTES_MAX ? paragraph.len - CREDIT_BYTES_MAX : 0;
    char folded[CREDIT_BYTES_MAX];
    str tail = {folded, fold_bytes(folded, sizeof folded, str_skip(paragraph, skip))};
    size_t best = STR_NPOS;
    for (size_t at = 0; at < tail.len && best == STR_NPOS; at++) {
        bool inside = at && (ascii_is_alnum((unsigned char)tail.p[at - 1]) ||
                             (unsigned char)tail.p[at] <= ' ');
        if (!inside && sentence_begins(paragraph, at + skip) &&
            starts_with_opening(str_skip(tail, at)) && is_credit(str_skip(tail, at)))
            best = at + skip;
    }
    if (best == STR_NPOS)
        return bracketed(paragraph);
    /* Marks that open the line belong to it. */
    while (best && strchr("*_([", paragraph.p[best - 1]))
        best--;
    return best;
}
