/* Fields of `courant analyze` that come from the text itself: its language, sentences and dates. */
#include "cli/analyze.h"

static void put_span(struct json *j, uint32_t begin, uint32_t end)
{
    json_array(j);
    json_i64(j, begin);
    json_i64(j, end);
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
