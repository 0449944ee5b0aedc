/*
 * str: a borrowed run of bytes, not NUL-terminated. Text is valid UTF-8 once it has passed
 * text/utf8. Whoever holds the memory (an arena, the input, a literal) must outlive it.
 */
#ifndef COURANT_BASE_STR_H
#define COURANT_BASE_STR_H

#include "base/arena.h"
#include "base/attr.h"

typedef struct {
    const char *p;
    size_t len;
} str;

/* html: a piece of HTML that the sanitizer or a template made. url: an absolute URL that url
 * code made. They are distinct types so that plain text cannot take their place. */
typedef struct {
    str s;
} html;
typedef struct {
    str s;
} url;

/* S("literal") */
#define S(literal) ((str){"" literal, sizeof(literal) - 1})
/* For printf: printf("%.*s", STR_FMT(s)) */
#define STR_FMT(s) (int)((s).len > 0x7fffffff ? 0x7fffffff : (s).len), (s).p ? (s).p : ""
#define STR_NONE ((str){NULL, 0})

static inline str str_of(const char *p, size_t len)
{
    return (str){p, len};
}

/* A C string, NULL allowed. */
static inline str str_c(const char *c)
{
    return (str){c, c ? strlen(c) : 0};
}

static inline str str_range(const char *begin, const char *end)
{
    return (str){begin, (size_t)(end - begin)};
}

static inline bool str_empty(str s)
{
    return s.len == 0;
}

static inline bool str_eq(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* From byte BEGIN up to END; both are cut to the length. */
static inline str str_sub(str s, size_t begin, size_t end)
{
    if (end > s.len)
        end = s.len;
    if (begin > end)
        begin = end;
    return (str){s.p ? s.p + begin : NULL, end - begin};
}

static inline str str_skip(str s, size_t n)
{
    return str_sub(s, n, s.len);
}

static inline bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.p, prefix.p, prefix.len) == 0);
}

static inline bool str_ends(str s, str suffix)
{
    return s.len >= suffix.len && str_eq(str_skip(s, s.len - suffix.len), suffix);
}

#define STR_NPOS ((size_t)-1)

int str_cmp(str a, str b);           /* bytewise, like memcmp, shorter first */
bool str_ieq(str a, str b);          /* ASCII case ignored */
int str_icmp(str a, str b);          /* ASCII case ignored */
bool str_istarts(str s, str prefix); /* ASCII case ignored */
bool str_iends(str s, str suffix);   /* ASCII case ignored */

/* Positions, STR_NPOS if there is none. */
size_t str_find(str s, str needle);
size_t str_ifind(str s, str needle); /* ASCII case ignored */
size_t str_chr(str s, char c);
size_t str_rchr(str s, char c);
bool str_has(str s, str needle);
bool str_ihas(str s, str needle);

/* ASCII white space: space, \t \n \v \f \r. */
static inline bool ascii_is_space(unsigned char c)
{
    return c == ' ' || (unsigned char)(c - '\t') < 5;
}

static inline bool ascii_is_alpha(unsigned char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

static inline bool ascii_is_digit(unsigned char c)
{
    return (unsigned char)(c - '0') < 10;
}

static inline bool ascii_is_alnum(unsigned char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c);
}

static inline unsigned char ascii_lower(unsigned char c)
{
    return (unsigned char)(c - 'A') < 26 ? c | 0x20 : c;
}

static inline unsigned char ascii_upper(unsigned char c)
{
    return (unsigned char)(c - 'a') < 26 ? c & ~0x20 : c;
}

int ascii_hex_value(unsigned char c); /* -1 if it is not a hex digit */

str str_trim(str s); /* ASCII white space off both ends */

/* Cuts *rest at the first SEP: the part before it is returned, *rest is what follows (with
 * p == NULL after the last part). Loop: while (rest.p) part = str_cut(&rest, ','); */
str str_cut(str *rest, char sep);

/* Whether WORD is one of the words of LIST, which one space each separates. */
bool str_has_word(str list, str word);

/* Copies into the arena (with a NUL behind, not counted). */
str str_dup(struct arena *a, str s);
char *str_cstr(struct arena *a, str s);
str str_lower(struct arena *a, str s); /* ASCII only; text/ folds Unicode */
str str_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The whole of S as a decimal number; E.g. "12", "-3". False if it is anything else or
 * does not fit. */
bool str_to_i64(int64_t *out, str s);
bool str_to_u64(uint64_t *out, str s);

#endif
