/* Link headers (RFC 8288): what is read lies within limits, hubs differ, and a link put in front is
 * read, whatever follows it. */
#include "base/attr.h"
#include "websub/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct websub_offer *offer)
{
    ASSERT(offer->len <= WEBSUB_HUBS_MAX && offer->topic.len <= WEBSUB_URL_MAX);
    for (size_t i = 0; i < offer->len; i++) {
        ASSERT(offer->hubs[i].len > 0 && offer->hubs[i].len <= WEBSUB_URL_MAX);
        for (size_t k = 0; k < i; k++)
            ASSERT(!str_eq(offer->hubs[i], offer->hubs[k]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct websub_offer offer = {0}, more = {0};
    url base;
    arena_init(&a);
    str text = {(const char *)data, size};
    bool made = url_parse(&base, &a, S("https://a.example/dir/feed"), NULL) == OK;
    ASSERT(made);
    websub_offer_header(&offer, &a, text, base);
    check(&offer);
    str longer = str_printf(&a, "<https://first.example/>; rel=\"hub self\", %.*s", STR_FMT(text));
    websub_offer_header(&more, &a, longer, base);
    check(&more);
    ASSERT(more.len > 0 && str_eq(more.hubs[0], S("https://first.example/")));
    ASSERT(str_eq(more.topic, more.hubs[0]));
    arena_end(&a);
    return 0;
}
