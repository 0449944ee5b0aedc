/* The article that an entry is by itself, and the draft of it that waits for the entry's page. */
#include "base/json.h"
#include "pipeline/harvest_code.h"

#define DRAFT_MAX ((size_t)8 << 20)
#define TAGS_MAX 20

static bool is_markup(str type)
{
    return str_ihas(type, S("html")) || str_ihas(type, S("xml"));
}

static struct strs names_of(struct arena *a, const struct feed_person_vec *people)
{
    str *at = arena_array(a, people->len ? people->len : 1, str);
    size_t n = 0;
    for (size_t i = 0; i < people->len && n < TAGS_MAX; i++)
        if (!str_empty(people->at[i].name))
            at[n++] = people->at[i].name;
    return (struct strs){at, n};
}

static struct strs tags_of(struct arena *a, const struct feed_category_vec *categories)
{
    str *at = arena_array(a, categories->len ? categories->len : 1, str);
    size_t n = 0;
    for (size_t i = 0; i < categories->len && n < TAGS_MAX; i++) {
        const struct feed_category *c = &categories->at[i];
        str name = str_empty(c->label) ? c->term : c->label;
        if (!str_empty(name) && !str_istarts(name, S("http")))
            at[n++] = name;
    }
    return (struct strs){at, n};
}

static str image_of(const struct feed_part *item)
{
    for (size_t i = 0; i < item->links.len; i++) {
        const struct feed_link *link = &item->links.at[i];
        if (str_ieq(link->rel, S("enclosure")) && str_istarts(link->type, S("image/")))
            return link->url;
    }
    return item->image.url;
}

struct told harvest_told_of(struct arena *a, const struct feed_document *doc,
                            const struct feed_part *item, const struct entry *entry)
{
    struct feed_text content = harvest_content_of(item);
    bool markup = is_markup(content.type);
    str language = str_empty(content.language) ? item->language : content.language;
    return (struct told){
        .url = entry->url,
        .title = entry->title,
        .markup = markup ? content.text : S(""),
        .text = markup ? S("") : content.text,
        .published_us = entry->published_us,
        .updated_us = item->updated_us,
        .authors = names_of(a, item->authors.len ? &item->authors : &doc->about.authors),
        .tags = tags_of(a, &item->categories),
        .image = {.url = image_of(item)},
        .language = str_empty(language) ? doc->about.language : language,
    };
}

static void put_list(struct json *j, const char *key, struct strs list)
{
    if (list.len == 0)
        return;
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < list.len; i++)
        json_str(j, list.at[i]);
    json_end(j);
}

status harvest_draft_of(str *out, struct arena *a, const struct told *told)
{
    struct sbuf b;
    struct json j;
    sbuf_init(&b, a, DRAFT_MAX);
    json_init(&j, &b);
    json_object(&j);
    json_key_str_opt(&j, "url", told->url);
    json_key_str(&j, "title", told->title);
    json_key_str_opt(&j, "html", told->markup);
    json_key_str_opt(&j, "text", told->text);
    json_key_time_opt(&j, "published", told->published_us);
    json_key_time_opt(&j, "updated", told->updated_us);
    put_list(&j, "authors", told->authors);
    put_list(&j, "tags", told->tags);
    json_key_str_opt(&j, "image", told->image.url);
    json_key_str_opt(&j, "language", told->language);
    json_end(&j);
    return sbuf_end(out, &b);
}
