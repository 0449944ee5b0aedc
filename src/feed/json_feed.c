/* JSON Feed to the same document as the others. Strings of the wrong type are left out, so that one
 * bad entry does not lose the others. */
#include "feed/json_feed.h"

#include "base/json_in.h"
#include "feed/address.h"
#include "feed/date.h"
#include "feed/feed.h"

#define VALUES_MAX 400000 /* each costs the JSON reader some hundred bytes */

struct context {
    struct arena *arena;
    str base, language;
};

static str text_of(const struct context *c, const struct json_value *v, const char *key)
{
    const struct json_value *member = json_in_get(v, key);
    int64_t n;
    if (json_in_is_number(member) && json_in_i64(&n, member))
        return str_printf(c->arena, "%lld", (long long)n); /* ids are often numbers */
    return str_dup(c->arena, str_trim(json_in_text(member)));
}

static str address_of(const struct context *c, const struct json_value *v, const char *key)
{
    return feed_address(c->arena, c->base, text_of(c, v, key));
}

static struct feed_text plain(const struct context *c, str text)
{
    return (struct feed_text){text, S("text/plain"), c->language, c->base, S("")};
}

static void add_link(const struct context *c, struct feed_part *part, str rel, str address,
                     str type)
{
    if (address.len && part->links.len < FEED_LIST_MAX)
        *vec_push(&part->links, c->arena) =
            (struct feed_link){.rel = rel, .url = address, .type = type};
}

static void read_author(const struct context *c, struct feed_part *part, const struct json_value *v)
{
    struct feed_person p = {
        .name = json_in_is_string(v) ? str_dup(c->arena, json_in_text(v)) : text_of(c, v, "name"),
        .url = address_of(c, v, "url"),
    };
    if (str_istarts(p.url, S("mailto:")))
        p.email = str_skip(p.url, 7);
    if ((p.name.len || p.url.len) && part->authors.len < FEED_LIST_MAX)
        *vec_push(&part->authors, c->arena) = p;
}

static void read_authors(const struct context *c, struct feed_part *part,
                         const struct json_value *v)
{
    const struct json_value *list = json_in_get(v, "authors");
    for (size_t i = 0; i < json_in_len(list); i++)
        read_author(c, part, json_in_at(list, i));
    if (part->authors.len == 0)
        read_author(c, part, json_in_get(v, "author"));
}

static void read_attachments(const struct context *c, struct feed_part *part,
                             const struct json_value *v)
{
    const struct json_value *list = json_in_get(v, "attachments");
    for (size_t i = 0; i < json_in_len(list) && part->links.len < FEED_LIST_MAX; i++) {
        const struct json_value *at = json_in_at(list, i);
        struct feed_link link = {
            .rel = S("enclosure"),
            .url = address_of(c, at, "url"),
            .type = text_of(c, at, "mime_type"),
            .title = text_of(c, at, "title"),
            .length = text_of(c, at, "size_in_bytes"),
        };
        if (link.url.len)
            *vec_push(&part->links, c->arena) = link;
    }
}

static void no_times(struct feed_part *part)
{
    part->published_us = part->updated_us = TIME_NONE;
    part->created_us = part->expired_us = TIME_NONE;
}

static void read_contents(const struct context *c, struct feed_part *item,
                          const struct json_value *v)
{
    str markup = text_of(c, v, "content_html"), text = text_of(c, v, "content_text");
    if (markup.len)
        *vec_push(&item->contents, c->arena) =
            (struct feed_text){feed_markup_addresses(c->arena, c->base, markup), S("text/html"),
                               c->language, c->base, S("")};
    if (text.len)
        *vec_push(&item->contents, c->arena) = plain(c, text);
}

static void read_item(const struct context *feed, struct feed_part *item,
                      const struct json_value *v)
{
    struct context c = *feed;
    no_times(item);
    item->language = text_of(&c, v, "language");
    if (item->language.len)
        c.language = item->language;
    item->title = plain(&c, text_of(&c, v, "title"));
    item->summary = plain(&c, text_of(&c, v, "summary"));
    item->link = address_of(&c, v, "url");
    item->external_url = address_of(&c, v, "external_url");
    item->id = text_of(&c, v, "id");
    if (item->id.len == 0)
        item->id = item->link;
    item->id_is_link = item->link.len && str_eq(item->id, item->link);
    add_link(&c, item, S("alternate"), item->link, S("text/html"));
    item->image.url = address_of(&c, v, "image");
    if (item->image.url.len == 0)
        item->image.url = address_of(&c, v, "banner_image");
    read_contents(&c, item, v);
    read_authors(&c, item, v);
    read_attachments(&c, item, v);
    const struct json_value *tags = json_in_get(v, "tags");
    for (size_t i = 0; i < json_in_len(tags) && i < FEED_LIST_MAX; i++) {
        str term = str_trim(json_in_text(json_in_at(tags, i)));
        if (term.len)
            vec_push(&item->categories, c.arena)->term = str_dup(c.arena, term);
    }
    int64_t time;
    if (feed_date_parse(&time, text_of(&c, v, "date_published")))
        item->published_us = time;
    if (feed_date_parse(&time, text_of(&c, v, "date_modified")))
        item->updated_us = time;
}

static void read_feed(struct context *c, struct feed_document *doc, const struct json_value *v)
{
    struct feed_part *feed = &doc->about;
    no_times(feed);
    feed->language = c->language = text_of(c, v, "language");
    feed->title = plain(c, text_of(c, v, "title"));
    feed->summary = plain(c, text_of(c, v, "description"));
    feed->link = address_of(c, v, "home_page_url");
    feed->self = address_of(c, v, "feed_url");
    feed->icon = address_of(c, v, "favicon");
    feed->image.url = address_of(c, v, "icon");
    if (feed->icon.len == 0)
        feed->icon = feed->image.url;
    add_link(c, feed, S("alternate"), feed->link, S("text/html"));
    add_link(c, feed, S("self"), feed->self, S("application/feed+json"));
    add_link(c, feed, S("next"), address_of(c, v, "next_url"), S(""));
    const struct json_value *hubs = json_in_get(v, "hubs");
    for (size_t i = 0; i < json_in_len(hubs); i++)
        if (str_ieq(json_in_str(json_in_at(hubs, i), "type"), S("websub")))
            add_link(c, feed, S("hub"), address_of(c, json_in_at(hubs, i), "url"), S(""));
    read_authors(c, feed, v);
    const struct json_value *items = json_in_get(v, "items");
    size_t memory_max = size_add(c->arena->used, FEED_MEMORY_MAX + FEED_BYTES_MAX);
    for (size_t i = 0; i < json_in_len(items); i++) {
        const struct json_value *item = json_in_at(items, i);
        if (doc->items.len == FEED_ITEMS_MAX || c->arena->used > memory_max) {
            doc->cut = true;
            break;
        }
        if (json_in_is_object(item))
            read_item(c, vec_push(&doc->items, c->arena), item);
    }
}

/* At most how many values TEXT has: brackets and commas outside of strings. */
static size_t count_values(str text)
{
    size_t n = 1;
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            i += c == '\\';
        else
            n += c == '{' || c == '[' || c == ',';
    }
    return n;
}

status feed_read_json(struct feed_document *doc, struct arena *a, str text, str base)
{
    struct json_value *v CLEANUP(json_in_end) = NULL;
    if (count_values(text) > VALUES_MAX)
        return fail(E_LIMIT, "the JSON Feed has more than %d values", VALUES_MAX);
    TRY(json_in_parse(&v, text));
    str version = json_in_str(v, "version");
    size_t at = str_find(version, S("jsonfeed.org/version/"));
    bool known = at != STR_NPOS;
    if (!json_in_is_object(v) || (!known && !json_in_is_array(json_in_get(v, "items"))))
        return fail(E_INPUT, "this JSON is no JSON Feed: it has neither version nor items");
    struct context c = {.arena = a, .base = base};
    doc->kind = FEED_JSON;
    doc->version = known ? str_dup(a, str_skip(version, at + 21)) : S("");
    read_feed(&c, doc, v);
    return OK;
}
