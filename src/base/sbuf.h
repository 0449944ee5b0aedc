/*
 * sbuf: builds text of a length not known before, with a mandatory maximum. Passing the
 * maximum is remembered and reported once, by sbuf_end; nothing is written past it.
 *
 *     struct sbuf b;
 *     sbuf_init(&b, arena, PAGE_TEXT_MAX);
 *     sbuf_put(&b, S("hello "));
 *     sbuf_printf(&b, "%d", n);
 *     TRY(sbuf_end(&text, &b));
 */
#ifndef COURANT_BASE_SBUF_H
#define COURANT_BASE_SBUF_H

#include "base/err.h"
#include "base/str.h"

struct sbuf {
    struct arena *arena; /* NULL: memory comes from malloc, sbuf_free gives it back */
    char *p;
    size_t len;
    size_t cap;
    size_t max;
    bool overflow;
};

/* MAX is the most bytes it may hold. */
void sbuf_init(struct sbuf *b, struct arena *a, size_t max);

/* The same on malloc, for buffers that live on and grow; end it with sbuf_free. */
void sbuf_init_heap(struct sbuf *b, size_t max);
void sbuf_free(struct sbuf *b);

/* Makes room for N more bytes and returns where to write them, NULL if that would pass the
 * maximum. Follow with sbuf_added. */
char *sbuf_room(struct sbuf *b, size_t n);
void sbuf_added(struct sbuf *b, size_t n);

void sbuf_put_slow(struct sbuf *b, str s);
void sbuf_putc_slow(struct sbuf *b, char c);
void sbuf_printf(struct sbuf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void sbuf_put_i64(struct sbuf *b, int64_t n);
void sbuf_put_utf8(struct sbuf *b, uint32_t code_point);

/* Cuts the text back to LEN bytes. */
void sbuf_truncate(struct sbuf *b, size_t len);

/* The text so far, valid until the next put. */
static inline str sbuf_str(const struct sbuf *b)
{
    return (str){b->p, b->len};
}

static inline void sbuf_put(struct sbuf *b, str s)
{
    if (LIKELY(s.len <= b->cap - b->len)) {
        if (s.len)
            memcpy(b->p + b->len, s.p, s.len);
        b->len += s.len;
    } else {
        sbuf_put_slow(b, s);
    }
}

static inline void sbuf_putc(struct sbuf *b, char c)
{
    if (LIKELY(b->len < b->cap))
        b->p[b->len++] = c;
    else
        sbuf_putc_slow(b, c);
}

/* The finished text; E_LIMIT if the maximum was passed. */
status sbuf_end(str *out, struct sbuf *b);

#endif
