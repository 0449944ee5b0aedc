/* Markup inside of text, as XHTML has it (and as many write it by mistake): written out again. */
#include "feed/address.h"
#include "feed/read_code.h"
#include "feed/text.h"

static bool is_void(str name)
{
    static const char names[][8] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                    "input", "link", "meta", "param", "source", "track", "wbr"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, str_c(names[i])))
            return true;
    return false;
}

static void put_value(struct sbuf *b, str value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.p[i];
        if (c == '"')
            sbuf_put(b, S("&quot;"));
        else if (c == '&')
            sbuf_put(b, S("&amp;"));
        else if (c == '<')
            sbuf_put(b, S("&lt;"));
        else if (c == '>')
            sbuf_put(b, S("&gt;"));
        else
            sbuf_putc(b, c);
    }
}

static void put_attribute(struct sbuf *b, str prefix, str local, str value)
{
    sbuf_putc(b, ' ');
    if (prefix.len) {
        sbuf_put(b, prefix);
        sbuf_putc(b, ':');
    }
    sbuf_put(b, local);
    sbuf_put(b, S("=\""));
    put_value(b, value);
    sbuf_putc(b, '"');
}

/* The first markup in a text that is said to be none: what came before is text. */
static void become_markup(struct reader *r, struct read_frame *top)
{
    bool plain = !feed_is_markup(top->text.type);
    top->text.type = S("application/xhtml+xml");
    r->rich_markup = true;
    size_t len = r->text.len - top->text_at;
    if (!plain || len == 0)
        return;
    str before = str_dup(r->arena, str_of(r->text.p + top->text_at, len));
    sbuf_truncate(&r->text, top->text_at);
    feed_put_escaped(&r->text, before);
}

/* Declarations that the markup needs when it stands alone. */
static void put_declarations(struct reader *r, const struct read_frame *f,
                             const struct read_frame *parent, const struct xml_start *s)
{
    bool foreign = f->space.len && !str_eq(f->space, parent->space);
    if (foreign)
        put_attribute(&r->text, S(""), S("xmlns"), s->name.space);
    for (size_t i = 0; i < s->attributes_len; i++) {
        const struct xml_name *name = &s->attributes[i].name;
        bool first = name->prefix.len && name->space.len && !str_eq(name->prefix, S("xml"));
        for (size_t k = 0; first && k < i; k++)
            first = !str_eq(s->attributes[k].name.prefix, name->prefix);
        if (first)
            put_attribute(&r->text, S("xmlns"), name->prefix, name->space);
    }
}

void read_rich_start(struct reader *r, struct read_frame *f, const struct xml_start *s)
{
    struct read_frame *top = &r->frames[r->rich - 1];
    const struct read_frame *parent = &r->frames[r->depth - 2];
    bool direct = parent == top;
    str local = s->name.local;
    bool known;
    str prefix = feed_prefix(&known, &r->spaces, &s->name);
    if (!r->rich_markup) {
        if (direct && str_ieq(local, S("div")) && str_eq(top->text.type, S("text/html"))) {
            f->element = ELEMENT_IGNORED;
            return;
        }
        become_markup(r, top);
    }
    r->rich_children += direct;
    bool svg = str_eq(prefix, S("svg")), math = str_eq(prefix, S("math"));
    if (svg || math)
        f->space = svg ? S("svg") : S("math");
    f->element = is_void(local) ? ELEMENT_GROUP : ELEMENT_UNKNOWN;
    sbuf_putc(&r->text, '<');
    if (prefix.len && !known) {
        sbuf_put(&r->text, prefix);
        sbuf_putc(&r->text, ':');
    }
    sbuf_put(&r->text, local);
    put_declarations(r, f, parent, s);
    for (size_t i = 0; i < s->attributes_len; i++)
        put_attribute(&r->text, s->attributes[i].name.prefix, s->attributes[i].name.local,
                      s->attributes[i].value);
    sbuf_put(&r->text, f->element == ELEMENT_GROUP ? S(" />") : S(">"));
}

void read_rich_text(struct reader *r, str text)
{
    if (!r->rich_markup) {
        sbuf_put(&r->text, text);
        return;
    }
    if (r->depth == r->rich && str_trim(text).len)
        r->rich_loose = true;
    feed_put_escaped(&r->text, text);
}

void read_rich_end(struct reader *r, const struct read_frame *f)
{
    if (f->element != ELEMENT_UNKNOWN || r->text.overflow)
        return;
    size_t end = f->text_at + 1;
    while (end < r->text.len && r->text.p[end] != ' ' && r->text.p[end] != '>')
        end++;
    char name[MEND_NAME_BYTES_MAX + 8];
    size_t len = end - f->text_at - 1;
    len = len < sizeof name ? len : sizeof name;
    memcpy(name, r->text.p + f->text_at + 1, len); /* the buffer may move */
    sbuf_put(&r->text, S("</"));
    sbuf_put(&r->text, str_of(name, len));
    sbuf_putc(&r->text, '>');
}

/* Atom 1.0 wraps XHTML in a div that is no part of the text (RFC 4287, section 3.1.1.3). */
static str without_div(str text)
{
    bool wrapped = str_starts(text, S("<div>")) || str_starts(text, S("<div "));
    size_t begin = str_chr(text, '>');
    if (!wrapped || begin == STR_NPOS || !str_ends(text, S("</div>")))
        return text;
    return str_trim(str_sub(text, begin + 1, text.len - 6));
}

struct feed_text read_rich_finish(struct reader *r, struct read_frame *f, str text)
{
    struct feed_text t = f->text;
    bool is_atom = r->doc->kind == FEED_ATOM;
    if (f->base64) {
        str decoded;
        text = feed_base64(&decoded, r->arena, text) ? str_trim(decoded) : str_dup(r->arena, text);
    } else {
        text = str_dup(r->arena, text);
    }
    if (is_atom && str_eq(r->doc->version, S("1.0")) && r->rich_markup && r->rich_children == 1 &&
        !r->rich_loose)
        text = without_div(text);
    if (!is_atom && str_eq(t.type, S("text/plain")) && feed_looks_like_html(text))
        t.type = S("text/html");
    if (feed_is_markup(t.type))
        text = feed_markup_addresses(r->arena, f->base, text);
    t.text = text;
    t.language = f->language;
    t.base = f->base;
    return t;
}
