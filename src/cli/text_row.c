/* Reading the members that every analysis needs. */
#include "cli/text_row.h"

#include "base/clock.h"
#include "model/article.h"

static status read_published(int64_t *out, const struct json_value *row)
{
    const struct json_value *v = json_in_get(row, "published");
    str text = json_in_text(v);
    *out = TIME_NONE;
    if (json_in_i64(out, v)) {
        *out *= CLOCK_SECOND_US;
        return OK;
    }
    if (text.len && !clock_from_iso(out, text))
        return fail(E_INPUT, "published '%.*s' is no ISO 8601 time", STR_FMT(text));
    return OK;
}

status text_row_read(struct text_input *out, const struct json_value *row, const char *what)
{
    *out = (struct text_input){
        .title = json_in_str(row, "title"),
        .text = json_in_str(row, "text"),
        .language = json_in_str(row, "language"),
    };
    if (!json_in_get(row, "title") && !json_in_get(row, "text"))
        return fail(E_INPUT, "%s has neither title nor text", what);
    return read_published(&out->published_us, row);
}
