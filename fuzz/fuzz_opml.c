/* Whatever a list holds: what is read of it, written and read again, is the same feeds. */
#include "base/attr.h"
#include "source/opml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct opml_feed_vec feeds, again;
    struct sbuf b;
    arena_init(&a);
    if (opml_read(&feeds, &a, str_of((const char *)data, size)) == OK) {
        ASSERT(feeds.len > 0);
        vec_each (struct opml_feed, feed, &feeds)
            ASSERT(feed->url.len > 0 && feed->folders.len <= OPML_DEPTH_MAX);
        sbuf_init(&b, &a, (size_t)64 << 20);
        opml_write(&b, &a, S("x"), feeds.at, feeds.len, 0);
        ASSERT(opml_read(&again, &a, sbuf_str(&b)) == OK);
        ASSERT(again.len == feeds.len);
    }
    arena_end(&a);
    return 0;
}
