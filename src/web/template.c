/* Writing values into pages: the escaping that templates rely on. */
#include "web/template.h"

#include "base/clock.h"
#include "web/words.h"

/* Length of the reference that stands for a byte, 0 for bytes that stand for themselves. */
static const unsigned char ESCAPED[256] = {['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1};

static str reference(char c)
{
    switch (c) {
    case '&': return S("&amp;");
    case '<': return S("&lt;");
    case '>': return S("&gt;");
    case '"': return S("&quot;");
    default: return S("&#39;");
    }
}

void tpl_put_text(struct sbuf *b, str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (LIKELY(!ESCAPED[(unsigned char)text.p[i]]))
            continue;
        sbuf_put(b, str_sub(text, from, i));
        sbuf_put(b, reference(text.p[i]));
        from = i + 1;
    }
    sbuf_put(b, str_sub(text, from, text.len));
}

void tpl_put_html(struct sbuf *b, html h)
{
    sbuf_put(b, h.s);
}

void tpl_put_url(struct sbuf *b, url u)
{
    bool own = str_starts(u.s, S("/")) && !str_starts(u.s, S("//"));
    bool web = str_starts(u.s, S("http://")) || str_starts(u.s, S("https://")) ||
               str_starts(u.s, S("mailto:"));
    tpl_put_text(b, own || web ? u.s : S("#"));
}

void tpl_put_path(struct sbuf *b, path p)
{
    tpl_put_text(b, p.s);
}

void tpl_put_jsonld(struct sbuf *b, jsonld j)
{
    sbuf_put(b, j.s);
}

void tpl_put_i64(struct sbuf *b, int64_t n)
{
    sbuf_put_i64(b, n);
}

void tpl_put_grouped(struct sbuf *b, int64_t n)
{
    ui_put_number(b, n);
}

void tpl_put_relative(struct sbuf *b, moment m)
{
    words_put_relative(b, m.us, m.now_us);
}

void tpl_put_absolute(struct sbuf *b, moment m)
{
    words_put_absolute(b, m.us);
}

void tpl_put_day(struct sbuf *b, moment m)
{
    words_put_day(b, m.us);
}

void tpl_put_iso(struct sbuf *b, moment m)
{
    if (m.us != TIME_NONE)
        clock_put_iso(b, m.us);
}

void tpl_put_date(struct sbuf *b, moment m)
{
    if (m.us == TIME_NONE)
        return;
    struct civil c = clock_civil(m.us);
    sbuf_printf(b, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void tpl_put_string(struct sbuf *b, enum ui_string key)
{
    tpl_put_text(b, ui_text(key));
}

void tpl_put_string_with(struct sbuf *b, enum ui_string key, const struct tpl_value *values,
                         size_t n)
{
    str form = ui_form(key, values[0].is_number ? values[0].number : 0);
    size_t from = 0;
    for (size_t i = 0; i + 2 < form.len; i++) {
        size_t which = (size_t)(form.p[i + 1] - '1');
        if (form.p[i] != '{' || form.p[i + 2] != '}' || which >= n)
            continue;
        tpl_put_text(b, str_sub(form, from, i));
        if (values[which].is_number)
            ui_put_number(b, values[which].number);
        else
            tpl_put_text(b, values[which].text);
        from = i + 3;
        i += 2;
    }
    tpl_put_text(b, str_skip(form, from));
}
