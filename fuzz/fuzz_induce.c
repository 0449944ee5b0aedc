/* The first line is a recipe or an address, the rest a page: lists are found whatever it is, each
 * recipe that is made reads the same entries again, and any recipe is read or refused. */
#include "base/attr.h"
#include "base/utf8.h"
#include "feed/induce.h"
#include "source/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_entry(const struct feed_part *item)
{
    ASSERT(item->title.text.len && item->link.len && str_eq(item->id, item->link));
    ASSERT(utf8_valid_prefix(item->title.text) == item->title.text.len);
    ASSERT(utf8_valid_prefix(item->summary.text) == item->summary.text.len);
    ASSERT(utf8_valid_prefix(item->image.url) == item->image.url.len);
    ASSERT(str_istarts(item->link, S("http")));
}

static void check_rules(struct arena *a, str text)
{
    url address;
    struct address_feed_vec rules = {0};
    if (address_account(&address, a, text) || url_parse(&address, a, text, NULL) == OK)
        address_feeds(&rules, a, address);
    ASSERT(rules.len <= ADDRESS_FEEDS_MAX);
    vec_each (const struct address_feed, rule, &rules)
        ASSERT(str_istarts(rule->url, S("http")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct induced_vec lists = {0};
    struct feed_document *feed;
    arena_init(&a);
    str rest = {(const char *)data, size};
    str first = str_cut(&rest, '\n');
    const struct induce_source source = {.bytes = rest.p ? rest : S(""),
                                         .content_type = S("text/html; charset=utf-8"),
                                         .url = S("https://site.example/news/"),
                                         .now_us = 1795348800000000};
    if (induce_lists(&lists, &a, &source) == OK) {
        ASSERT(lists.len <= INDUCE_LISTS_MAX);
        vec_each (const struct induced, list, &lists) {
            ASSERT(list->feed->items.len > 0 && list->feed->items.len <= INDUCE_ENTRIES_MAX);
            ASSERT(list->recipe.len <= INDUCE_RECIPE_MAX);
            ASSERT(induce_read(&feed, &a, &source, list->recipe) == OK);
            ASSERT(feed->items.len == list->feed->items.len);
            vec_each (const struct feed_part, item, &feed->items)
                check_entry(item);
        }
    }
    if (induce_read(&feed, &a, &source, first) == OK)
        vec_each (const struct feed_part, item, &feed->items)
            check_entry(item);
    check_rules(&a, utf8_repair(&a, first));
    arena_end(&a);
    return 0;
}
