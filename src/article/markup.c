/* Paragraphs, line breaks, escaping. */
#include "article/markup.h"

static void put_escaped(struct sbuf *out, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.p[i]) {
        case '&': sbuf_put(out, S("&amp;")); break;
        case '<': sbuf_put(out, S("&lt;")); break;
        case '>': sbuf_put(out, S("&gt;")); break;
        default: sbuf_putc(out, s.p[i]);
        }
    }
}

void article_markup(struct sbuf *out, str text)
{
    bool open = false;
    while (text.p) {
        str line = str_trim(str_cut(&text, '\n'));
        if (str_empty(line)) {
            if (open)
                sbuf_put(out, S("</p>\n"));
            open = false;
            continue;
        }
        sbuf_put(out, open ? S("<br>\n") : S("<p>"));
        put_escaped(out, line);
        open = true;
    }
    if (open)
        sbuf_put(out, S("</p>\n"));
}
