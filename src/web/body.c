/* An article's sanitised body, fitted into the page around it. The sanitizer writes '<' only
 * where a tag begins, and tags in lower case, so that finding "<h1" finds a heading. */
#include "web/body.h"

#include "web/pictures.h"

/* Whether HEADING, the inside of an element, is just TITLE. */
static bool repeats_title(str heading, str title)
{
    return str_chr(heading, '<') == STR_NPOS && str_eq(str_trim(heading), title);
}

/* The title as the sanitizer writes text. */
static str escaped(struct arena *a, str title)
{
    struct sbuf b;
    sbuf_init(&b, a, title.len * 6 + 16);
    for (size_t i = 0; i < title.len; i++)
        switch (title.p[i]) {
        case '&': sbuf_put(&b, S("&amp;")); break;
        case '<': sbuf_put(&b, S("&lt;")); break;
        case '>': sbuf_put(&b, S("&gt;")); break;
        default: sbuf_putc(&b, title.p[i]);
        }
    return str_trim(sbuf_str(&b));
}

html body_fitted(const struct page_call *c, html body, str title)
{
    size_t at = str_find(body.s, S("<h1"));
    if (at == STR_NPOS)
        return pictures_in_body(site_pictures(c->site), c->a, body);
    struct sbuf b;
    sbuf_init(&b, c->a, body.s.len + 16);
    title = escaped(c->a, title);
    str rest = body.s;
    while (at != STR_NPOS) {
        sbuf_put(&b, str_sub(rest, 0, at));
        rest = str_skip(rest, at);
        size_t open = str_chr(rest, '>'), close = str_find(rest, S("</h1"));
        if (open == STR_NPOS || close == STR_NPOS || close < open)
            break;
        bool dropped = repeats_title(str_sub(rest, open + 1, close), title);
        if (!dropped) {
            sbuf_put(&b, S("<h2"));
            sbuf_put(&b, str_sub(rest, 3, close));
            sbuf_put(&b, S("</h2"));
        }
        rest = str_skip(rest, close + strlen("</h1") + dropped);
        at = str_find(rest, S("<h1"));
    }
    sbuf_put(&b, rest);
    html fitted;
    if (sbuf_end(&fitted.s, &b) != OK)
        fitted = body;
    return pictures_in_body(site_pictures(c->site), c->a, fitted);
}
