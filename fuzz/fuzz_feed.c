/* The first line is a Content-Type, the rest a feed or a page. What is mended is well-formed for
 * libxml2 and mends to itself; what is read is UTF-8 within the limits, and entries know themselves
 * again. */
#include "base/attr.h"
#include "base/utf8.h"
#include "feed/discover.h"
#include "feed/feed.h"
#include "feed/identity.h"
#include "feed/mend.h"
#include "feed/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool on_start(void *ctx, const struct xml_start *start)
{
    (void)start;
    return ++*(size_t *)ctx > 0;
}

static void on_text(void *ctx, str text)
{
    (void)ctx;
    ASSERT(text.len == 0 || text.p);
}

static void on_end(void *ctx)
{
    --*(size_t *)ctx;
}

static void check_mending(struct arena *a, str bytes)
{
    static const struct xml_events events = {on_start, on_text, on_end};
    struct mended once, twice;
    str text = utf8_repair(a, bytes);
    ASSERT(feed_mend(&once, a, text, size_mul(text.len, 8) + 1000) == OK);
    if (once.truncated || once.text.len == 0)
        return;
    bool well_formed;
    size_t open = 0;
    ASSERT(xml_read(&well_formed, once.text, &events, &open) == OK);
    ASSERT(open == 0);
    ASSERT(feed_mend(&twice, a, once.text, size_mul(once.text.len, 8) + 1000) == OK);
    ASSERT(str_eq(once.text, twice.text));
}

static void check_text(str s)
{
    ASSERT(utf8_valid_prefix(s) == s.len);
}

static void check_part(struct arena *a, const struct feed_part *p)
{
    check_text(p->title.text);
    check_text(p->summary.text);
    check_text(p->link);
    check_text(p->id);
    ASSERT(p->links.len <= FEED_LIST_MAX && p->contents.len <= FEED_LIST_MAX);
    ASSERT(p->categories.len <= FEED_LIST_MAX && p->authors.len <= FEED_LIST_MAX);
    ASSERT(p->extras.len <= FEED_LIST_MAX);
    vec_each (struct feed_text, t, &p->contents)
        check_text(t->text);
    vec_each (struct feed_person, person, &p->authors)
        check_text(person->name);
    struct entry e;
    feed_entry_read(&e, a, p);
    ASSERT(e.guid.len && e.content_hash);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a);
    str rest = {(const char *)data, size};
    str content_type = str_cut(&rest, '\n');
    if (!rest.p)
        rest = S("");
    struct feed_source source = {S("https://news.example/feed/all.xml"), content_type, S("/x"),
                                 S("en_GB, de")};
    struct feed_document *doc;
    if (feed_parse(&doc, &a, rest, &source) == OK) {
        ASSERT(doc->kind != FEED_NONE && doc->encoding.len);
        vec_each (struct feed_part, item, &doc->items)
            check_part(&a, item);
    }
    check_mending(&a, rest);
    struct feed_candidate_vec found = {0};
    if (feed_discover(&found, &a, rest, content_type, source.url) == OK)
        ASSERT(found.len <= FEED_CANDIDATES_MAX);
    arena_end(&a);
    return 0;
}
