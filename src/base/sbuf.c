/* A growing text buffer with a hard maximum. */
#include "base/sbuf.h"

#include <stdarg.h>

#define SBUF_FIRST 256

void sbuf_init(struct sbuf *b, struct arena *a, size_t max)
{
    *b = (struct sbuf){.arena = a, .max = max};
}

void sbuf_init_heap(struct sbuf *b, size_t max)
{
    *b = (struct sbuf){.max = max};
}

void sbuf_free(struct sbuf *b)
{
    ASSERT(!b->arena);
    free(b->p);
    *b = (struct sbuf){.max = b->max};
}

char *sbuf_room(struct sbuf *b, size_t n)
{
    if (LIKELY(n <= b->cap - b->len))
        return b->p + b->len;
    if (n > b->max - b->len || b->overflow) {
        b->overflow = true;
        return NULL;
    }
    size_t cap = b->cap ? b->cap : SBUF_FIRST;
    while (cap - b->len < n)
        cap = size_mul(cap, 2);
    if (cap > b->max)
        cap = b->max;
    b->p = b->arena ? arena_grow(b->arena, b->p, b->cap, cap) : mem_realloc(b->p, cap);
    b->cap = cap;
    return b->p + b->len;
}

void sbuf_added(struct sbuf *b, size_t n)
{
    ASSERT(n <= b->cap - b->len);
    b->len += n;
}

void sbuf_put_slow(struct sbuf *b, str s)
{
    char *to = sbuf_room(b, s.len);
    if (to && s.len) {
        memcpy(to, s.p, s.len);
        b->len += s.len;
    }
}

void sbuf_putc_slow(struct sbuf *b, char c)
{
    char *to = sbuf_room(b, 1);
    if (to) {
        *to = c;
        b->len++;
    }
}

void sbuf_printf(struct sbuf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    ASSERT(n >= 0);
    char *to = sbuf_room(b, (size_t)n + 1);
    if (!to)
        return;
    va_start(ap, fmt);
    vsnprintf(to, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

void sbuf_put_i64(struct sbuf *b, int64_t n)
{
    char digits[20];
    size_t i = sizeof digits;
    uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        digits[--i] = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (n < 0)
        digits[--i] = '-';
    sbuf_put(b, str_of(digits + i, sizeof digits - i));
}

void sbuf_put_utf8(struct sbuf *b, uint32_t c)
{
    char u[4];
    size_t n;
    ASSERT(c <= 0x10ffff && (c < 0xd800 || c > 0xdfff));
    if (c < 0x80) {
        u[0] = (char)c;
        n = 1;
    } else if (c < 0x800) {
        u[0] = (char)(0xc0 | c >> 6);
        u[1] = (char)(0x80 | (c & 0x3f));
        n = 2;
    } else if (c < 0x10000) {
        u[0] = (char)(0xe0 | c >> 12);
        u[1] = (char)(0x80 | (c >> 6 & 0x3f));
        u[2] = (char)(0x80 | (c & 0x3f));
        n = 3;
    } else {
        u[0] = (char)(0xf0 | c >> 18);
        u[1] = (char)(0x80 | (c >> 12 & 0x3f));
        u[2] = (char)(0x80 | (c >> 6 & 0x3f));
        u[3] = (char)(0x80 | (c & 0x3f));
        n = 4;
    }
    sbuf_put(b, str_of(u, n));
}

void sbuf_truncate(struct sbuf *b, size_t len)
{
    ASSERT(len <= b->len);
    b->len = len;
}

status sbuf_end(str *out, struct sbuf *b)
{
    *out = (str){b->p, b->len};
    if (b->overflow)
        return fail(E_LIMIT, "text longer than %zu bytes", b->max);
    return OK;
}
