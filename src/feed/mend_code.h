/* What the files of mend.c share. */
#ifndef COURANT_FEED_MEND_CODE_H
#define COURANT_FEED_MEND_CODE_H

#include "base/sbuf.h"
#include "feed/mend.h"

/* The next byte of [P, END) that markup or XML's rules care about: '<', '&', ']', a control
 * character, the first byte of U+FFFE; END if there is none. */
const char *mend_special(const char *p, const char *end);

/* What stands for the reference, or the lone '&', at P: *taken bytes become *with. With *taken 0
 * it is right as it is, and *len long. SPACE holds what *with may point to. */
struct mend_reference {
    size_t len; /* bytes that it is long */
    bool keep;  /* right as it is */
    str with;   /* else what replaces it */
    char space[32];
};
void mend_reference_read(struct mend_reference *out, const char *p, const char *end);

/* Length of what must go at P: a control character, U+FFFE or U+FFFF; 0 when it may stay. */
size_t mend_forbidden(const char *p, const char *end);

/* Bytes of the character at P that may be in a name, or begin one; 0 when it may not. */
size_t mend_name_char(const char *p, const char *end, bool begins);

/* Appends the value of an attribute, fit to stand between double quotes. */
void mend_put_value(struct sbuf *b, str value);

#endif
