/* Fields of `courant analyze` that come from the text itself: its language, sentences and dates. */
#include "cli/analyze.h"
#include "text/date.h"

static void put_span(struct json *j, uint32_t begin, uint32_t end)
{
    json_array(j);
    json_i64(j, begin);
    json_i64(j, end);
    json_end(j);
}

void analyze_put_language(struct json *j, const struct analysis *a)
{
    json_object(j);
    json_key_str(j, "code", a->doc->language.len ? a->doc->language : S("und"));
    json_key(j, "confidence");
    json_f64(j, a->confidence, 2);
    json_end(j);
}

void analyze_put_sentences(struct json *j, const struct analysis *a)
{
    const struct text_part *body = &a->doc->body;
    json_array(j);
    for (uint32_t i = 0; i < body->sentences_len; i++)
        put_span(j, body->sentences[i].begin, body->sentences[i].end);
    json_end(j);
}

void analyze_put_dates(struct json *j, const struct analysis *a)
{
    struct text_date_vec dates = {0};
    text_dates_find(&dates, a->arena, a->doc);
    json_array(j);
    vec_each (struct text_date, d, &dates) {
        struct sbuf iso;
        sbuf_init(&iso, a->arena, 64);
        text_date_put(&iso, d);
        json_object(j);
        json_key_i64(j, "start", d->begin);
        json_key_i64(j, "end", d->end);
        json_key_str(j, "date", sbuf_str(&iso));
        json_end(j);
    }
    json_end(j);
}
