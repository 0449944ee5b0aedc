/* Cutting a stream into lines. */
#include "pipeline/lines.h"

#include <inttypes.h>

#define LINES_READ ((size_t)64 << 10)
#define LINES_KEEP ((size_t)1 << 20) /* a larger buffer is given back after its line */

void lines_init(struct lines *l, struct stream *stream, size_t line_max)
{
    *l = (struct lines){.stream = stream, .line_max = line_max};
    sbuf_init_heap(&l->buffer, size_add(line_max, 2 * LINES_READ));
}

void lines_end(struct lines *l)
{
    sbuf_free(&l->buffer);
}

/* Moves what is left to the front. */
static void compact(struct lines *l)
{
    size_t left = l->buffer.len - l->at;
    if (left == 0 && l->buffer.cap > LINES_KEEP) {
        sbuf_free(&l->buffer);
    } else if (l->at > 0) {
        memmove(l->buffer.p, l->buffer.p + l->at, left);
        sbuf_truncate(&l->buffer, left);
    }
    l->at = 0;
}

static status more(struct lines *l)
{
    compact(l);
    char *to = sbuf_room(&l->buffer, LINES_READ);
    ASSERT(to);
    size_t n;
    TRY(stream_read(&n, l->stream, to, LINES_READ));
    sbuf_added(&l->buffer, n);
    l->ended = n == 0;
    return OK;
}

/* Passes over the rest of a line that is too long. */
static status pass_over(struct lines *l)
{
    for (;;) {
        str have = str_skip(sbuf_str(&l->buffer), l->at);
        size_t end = str_chr(have, '\n');
        if (end != STR_NPOS) {
            l->at += end + 1;
            break;
        }
        l->at = l->buffer.len;
        if (l->ended)
            break;
        TRY(more(l));
    }
    return fail(E_LIMIT, "line %" PRIu64 " is longer than %zu bytes", l->number, l->line_max);
}

status lines_next(str *out, struct lines *l)
{
    size_t searched = 0;
    l->number++;
    for (;;) {
        str have = str_skip(sbuf_str(&l->buffer), l->at);
        size_t end = str_chr(str_skip(have, searched), '\n');
        if (end != STR_NPOS) {
            end += searched;
            if (end > l->line_max)
                return pass_over(l);
            l->at += end + 1;
            *out = str_sub(have, 0, end);
            out->len -= str_ends(*out, S("\r"));
            return OK;
        }
        if (have.len > l->line_max)
            return pass_over(l);
        if (l->ended) {
            l->at = l->buffer.len;
            *out = have;
            return have.len ? OK : fail(E_NOTFOUND, "no more lines");
        }
        searched = have.len;
        TRY(more(l));
    }
}
