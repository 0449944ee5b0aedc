/* JSON to what is told of an article. */
#include "pipeline/json_article.h"

#include "base/clock.h"
#include "pipeline/told.h"

/* ISO 8601, or a number of seconds. */
static void take_time(int64_t *to, const struct json_value *v, const char *key)
{
    const struct json_value *value = json_in_get(v, key);
    int64_t seconds, time_us;
    if (json_in_i64(&seconds, value) && seconds > INT64_MIN / CLOCK_SECOND_US &&
        seconds < INT64_MAX / CLOCK_SECOND_US)
        *to = seconds * CLOCK_SECOND_US;
    else if (clock_from_iso(&time_us, str_trim(json_in_text(value))))
        *to = time_us;
}

/* One text or many, texts or objects with a name. */
static struct strs list(struct arena *a, const struct json_value *v, const char *key)
{
    const struct json_value *value = json_in_get(v, key);
    if (!value)
        return (struct strs){0};
    size_t n = json_in_is_array(value) ? json_in_len(value) : 1;
    str *at = arena_array(a, n ? n : 1, str);
    for (size_t i = 0; i < n; i++) {
        const struct json_value *item = json_in_is_array(value) ? json_in_at(value, i) : value;
        at[i] = json_in_is_object(item) ? json_in_str(item, "name") : json_in_text(item);
    }
    return (struct strs){at, n};
}

static struct image image(const struct json_value *v)
{
    const struct json_value *image = json_in_get(v, "image");
    if (!json_in_is_object(image))
        return (struct image){.url = json_in_text(image)};
    return (struct image){.url = json_in_str(image, "url"),
                          .alt = json_in_str(image, "alt"),
                          .caption = json_in_str(image, "caption"),
                          .credit = json_in_str(image, "credit")};
}

/* The first of two members that says something. */
static str either(const struct json_value *v, const char *first, const char *second)
{
    str value = json_in_str(v, first);
    return str_empty(str_trim(value)) ? json_in_str(v, second) : value;
}

status json_article(struct article *out, struct arena *a, const struct json_value *v,
                    struct doc *doc)
{
    if (!json_in_is_object(v))
        return fail(E_INPUT, "the line is no JSON object");
    take_time(&doc->fetched_us, v, "fetched");
    int64_t number;
    if (json_in_i64(&number, json_in_get(v, "id")))
        sbuf_put_i64(&doc->item_id, number);
    else
        sbuf_put(&doc->item_id, json_in_str(v, "id"));
    struct told told = {
        .url = json_in_str(v, "url"),
        .canonical_url = json_in_str(v, "canonical_url"),
        .title = json_in_str(v, "title"),
        .description = json_in_str(v, "description"),
        .markup = either(v, "html", "body"),
        .text = json_in_str(v, "text"),
        .language = json_in_str(v, "language"),
        .site_name = either(v, "site_name", "source"),
        .credit_line = json_in_str(v, "credit_line"),
        .image = image(v),
        .authors = list(a, v, "authors"),
        .tags = list(a, v, "tags"),
        .published_us = TIME_NONE,
        .updated_us = TIME_NONE,
    };
    take_time(&told.published_us, v, "published");
    take_time(&told.updated_us, v, "updated");
    return told_article(out, a, &told, doc->fetched_us);
}
