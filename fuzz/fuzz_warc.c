/* WARC bytes, plain or gzip: every record is framed inside the input, and reading ends. */
#include "fetch/http_capture.h"
#include "fetch/warc.h"

#include "base/attr.h"

#define BODY_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a);
    struct stream *stream = stream_of_bytes(str_of((const char *)data, size));
    struct warc *w = warc_new(stream);
    struct warc_record r;
    status got;
    size_t calls = 0;
    while ((got = warc_next(&r, w)) != E_NOTFOUND) {
        /* Each call uses at least a byte of input; a deflated byte gives at most 1032. */
        ASSERT(calls++ <= size * 1100 + 1);
        ASSERT(got == OK || got == E_INPUT || got == E_LIMIT);
        struct http_capture c;
        str body;
        if (got != OK || http_capture_parse(&c, r.block) != OK)
            continue;
        status done = http_capture_body(&body, &a, &c, BODY_MAX);
        ASSERT(done != OK || body.len <= BODY_MAX);
        arena_reset(&a);
    }
    warc_free(w);
    stream_free(stream);
    arena_end(&a);
    return 0;
}
