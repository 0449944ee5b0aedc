/* Words joined in camel case. */
#include "text/camel.h"

#include "base/sbuf.h"
#include "text/char.h"

/* Whether an English possessive begins at AT: an apostrophe, s, and the word's end. */
static size_t possessive_end(str s, size_t at)
{
    size_t next, after, x;
    uint32_t c = char_at(s, at, &next);
    if (!char_is_apostrophe(c) || char_at(s, next, &after) != 's')
        return 0;
    return char_is_word(char_at(s, after, &x)) ? 0 : after;
}

str text_camel(struct arena *a, str phrase)
{
    struct sbuf b;
    bool begins = true;
    sbuf_init(&b, a, phrase.len * 3 + 4);
    for (size_t at = 0, next; at < phrase.len; at = next) {
        uint32_t c = char_at(phrase, at, &next);
        size_t past = possessive_end(phrase, at);
        if (past) {
            next = past;
            begins = true;
        } else if (!char_is_word(c)) {
            begins = !char_is_apostrophe(c) || begins;
        } else {
            sbuf_put_utf8(&b, begins ? (uint32_t)u_totitle((UChar32)c) : c);
            begins = false;
        }
    }
    return sbuf_str(&b);
}
