/* Searching, comparing and copying byte runs. */
#include "base/block.h"

#include <stdarg.h>

int str_cmp(str a, str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

int ascii_hex_value(unsigned char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    unsigned char l = c | 0x20;
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

static int icmp_bytes(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int d = ascii_lower((unsigned char)a[i]) - ascii_lower((unsigned char)b[i]);
        if (d)
            return d;
    }
    return 0;
}

int str_icmp(str a, str b)
{
    int c = icmp_bytes(a.p, b.p, a.len < b.len ? a.len : b.len);
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool str_ieq(str a, str b)
{
    return a.len == b.len && icmp_bytes(a.p, b.p, a.len) == 0;
}

bool str_istarts(str s, str prefix)
{
    return s.len >= prefix.len && str_ieq(str_sub(s, 0, prefix.len), prefix);
}

bool str_iends(str s, str suffix)
{
    return s.len >= suffix.len && str_ieq(str_skip(s, s.len - suffix.len), suffix);
}

size_t str_find(str s, str needle)
{
    if (needle.len == 0)
        return 0;
    if (s.len < needle.len)
        return STR_NPOS;
    const char *hit = memmem(s.p, s.len, needle.p, needle.len);
    return hit ? (size_t)(hit - s.p) : STR_NPOS;
}

size_t str_ifind(str s, str needle)
{
    if (needle.len == 0)
        return 0;
    if (needle.len > s.len)
        return STR_NPOS;
    unsigned char lower = ascii_lower((unsigned char)needle.p[0]);
    unsigned char upper = ascii_upper(lower);
    size_t places = s.len - needle.len + 1;
    for (size_t i = 0; i < places; i += BLOCK_BYTES) {
        block16 b =
            s.len - i >= BLOCK_BYTES ? block_load(s.p + i) : block_load_part(s.p + i, s.len - i);
        unsigned mask = (block_eq(b, lower) | block_eq(b, upper)) & block_first(places - i);
        for (; mask; mask &= mask - 1) {
            size_t at = i + (size_t)__builtin_ctz(mask);
            if (icmp_bytes(s.p + at, needle.p, needle.len) == 0)
                return at;
        }
    }
    return STR_NPOS;
}

size_t str_chr(str s, char c)
{
    const char *hit = s.len ? memchr(s.p, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.p) : STR_NPOS;
}

size_t str_rchr(str s, char c)
{
    const char *hit = s.len ? memrchr(s.p, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.p) : STR_NPOS;
}

bool str_has(str s, str needle)
{
    return str_find(s, needle) != STR_NPOS;
}

bool str_ihas(str s, str needle)
{
    return str_ifind(s, needle) != STR_NPOS;
}

str str_trim(str s)
{
    while (s.len && ascii_is_space((unsigned char)s.p[0])) {
        s.p++;
        s.len--;
    }
    while (s.len && ascii_is_space((unsigned char)s.p[s.len - 1]))
        s.len--;
    return s;
}

str str_cut(str *rest, char sep)
{
    size_t at = str_chr(*rest, sep);
    str part = str_sub(*rest, 0, at);
    *rest = at == STR_NPOS ? STR_NONE : str_skip(*rest, at + 1);
    return part;
}

bool str_has_word(str list, str word)
{
    while (list.p)
        if (str_eq(str_cut(&list, ' '), word))
            return true;
    return false;
}

str str_dup(struct arena *a, str s)
{
    return (str){arena_dup(a, s.p, s.len), s.len};
}

char *str_cstr(struct arena *a, str s)
{
    return arena_dup(a, s.p, s.len);
}

str str_lower(struct arena *a, str s)
{
    char *p = arena_dup(a, s.p, s.len);
    for (size_t i = 0; i < s.len; i++)
        p[i] = (char)ascii_lower((unsigned char)p[i]);
    return (str){p, s.len};
}

str str_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    ASSERT(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (str){p, (size_t)n};
}

bool str_to_u64(uint64_t *out, str s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit((unsigned char)s.p[i]) || __builtin_mul_overflow(n, 10, &n) ||
            __builtin_add_overflow(n, (uint64_t)(s.p[i] - '0'), &n))
            return false;
    }
    *out = n;
    return s.len > 0;
}

bool str_to_i64(int64_t *out, str s)
{
    bool negative = s.len && s.p[0] == '-';
    uint64_t n;
    if (!str_to_u64(&n, str_skip(s, negative)) || n > (uint64_t)INT64_MAX + negative)
        return false;
    *out = negative ? (int64_t)(0 - n) : (int64_t)n;
    return true;
}
