/* An article as one line of JSON; what is not known is left out. */
#include "base/json.h"
#include "base/clock.h"
#include "extract/format.h"

/* An ISO 8601 time with its zone. */
#define TIME_TEXT_MAX 64

void extract_put_time(struct sbuf *out, int64_t time_us, int zone_min)
{
    if (time_us == TIME_NONE)
        return;
    if (zone_min == 0) {
        clock_put_iso(out, time_us);
        return;
    }
    struct civil c = clock_civil(time_us + (int64_t)zone_min * 60 * CLOCK_SECOND_US);
    int size = zone_min < 0 ? -zone_min : zone_min;
    sbuf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year, c.month, c.day, c.hour,
                c.minute, c.second, zone_min < 0 ? '-' : '+', size / 60, size % 60);
}

static void put_strs(struct json *j, const char *key, struct strs list)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < list.len; i++)
        json_str(j, list.at[i]);
    json_end(j);
}

static void put_time(struct json *j, const char *key, int64_t time_us, int zone_min)
{
    if (time_us == TIME_NONE)
        return;
    struct sbuf text;
    sbuf_init_heap(&text, TIME_TEXT_MAX);
    extract_put_time(&text, time_us, zone_min);
    json_key_str(j, key, sbuf_str(&text));
    sbuf_free(&text);
}

void extract_put_json(struct sbuf *out, const struct article *article, str id, str file)
{
    struct json j;
    json_init(&j, out);
    json_object(&j);
    json_key_str_opt(&j, "id", id);
    json_key_str_opt(&j, "file", file);
    json_key_str_opt(&j, "url", article->url);
    json_key_str_opt(&j, "canonical_url", article->canonical_url);
    json_key_str_opt(&j, "title", article->title);
    put_strs(&j, "authors", article->authors);
    put_time(&j, "published", article->published_us, article->published_zone_min);
    put_time(&j, "updated", article->updated_us, article->updated_zone_min);
    json_key_str_opt(&j, "language", article->language);
    json_key_str_opt(&j, "site_name", article->site_name);
    json_key_str_opt(&j, "description", article->description);
    if (!str_empty(article->image.url)) {
        json_key(&j, "image");
        json_object(&j);
        json_key_str(&j, "url", article->image.url);
        json_key_str_opt(&j, "alt", article->image.alt);
        json_key_str_opt(&j, "caption", article->image.caption);
        json_key_str_opt(&j, "credit", article->image.credit);
        json_end(&j);
    }
    put_strs(&j, "tags", article->tags);
    json_key_str_opt(&j, "credit_line", article->credit_line);
    json_key_str(&j, "text", article->text);
    json_key_str(&j, "html", article->body.s);
    json_key_i64(&j, "word_count", article->word_count);
    json_end(&j);
    sbuf_putc(out, '\n');
}
