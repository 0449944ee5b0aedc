/* Which format, and the simple ones. */
#include "extract/format.h"

#include "extract/markdown.h"

status extract_format_of_name(enum extract_format *out, str name)
{
    static const str names[] = {S("json"), S("text"), S("markdown"), S("html")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, names[i])) {
            *out = (enum extract_format)i;
            return OK;
        }
    return fail(E_INPUT, "no format '%.*s': json, text, markdown or html", STR_FMT(name));
}

static void put_line(struct sbuf *out, str text)
{
    sbuf_put(out, text);
    if (!str_ends(text, S("\n")))
        sbuf_putc(out, '\n');
}

status extract_put(struct sbuf *out, struct arena *a, enum extract_format format,
                   const struct article *article, str id, str file)
{
    switch (format) {
    case EXTRACT_JSON: extract_put_json(out, article, id, file); break;
    case EXTRACT_TEXT: put_line(out, article->text); break;
    case EXTRACT_HTML: put_line(out, article->body.s); break;
    case EXTRACT_MARKDOWN: return extract_put_markdown(out, a, article);
    }
    return OK;
}
