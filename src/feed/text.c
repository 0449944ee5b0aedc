/* Text of a feed: types, people and what looks like HTML. */
#include "feed/text.h"

#include "base/utf8.h"
#include "html/charref.h"

str feed_media_type(struct arena *a, str type, str fallback)
{
    type = str_trim(type);
    if (type.len == 0)
        return fallback;
    size_t semicolon = str_chr(type, ';');
    if (semicolon != STR_NPOS)
        type = str_trim(str_sub(type, 0, semicolon));
    if (str_ieq(type, S("text")) || str_ieq(type, S("plain")))
        return S("text/plain");
    if (str_ieq(type, S("html")))
        return S("text/html");
    if (str_ieq(type, S("xhtml")))
        return S("application/xhtml+xml");
    return str_lower(a, type);
}

bool feed_is_markup(str type)
{
    return str_eq(type, S("text/html")) || str_eq(type, S("application/xhtml+xml"));
}

/* Elements that descriptions are made of. Others are more likely to be spoken of. */
static bool is_html_name(str name)
{
    static const char names[] =
        " a abbr acronym address article aside audio b big blockquote body br canvas caption center "
        "cite code col colgroup dd del details dfn dir div dl dt em embed fieldset figcaption figure "
        "font footer h1 h2 h3 h4 h5 h6 header hr html i iframe img ins kbd label legend li main "
        "map mark menu nav object ol p param picture pre q s samp section small source span strike "
        "strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr ";
    char padded[16] = " ";
    if (name.len == 0 || name.len > sizeof padded - 3)
        return false;
    for (size_t i = 0; i < name.len; i++)
        padded[i + 1] = (char)ascii_lower((unsigned char)name.p[i]);
    padded[name.len + 1] = ' ';
    return str_has(str_c(names), str_of(padded, name.len + 2));
}

bool feed_looks_like_html(str text)
{
    const char *end = text.p + text.len;
    bool seen = false;
    for (const char *p = text.p; p < end; p++) {
        if (*p == '&') {
            struct html_charref reference;
            if (!html_charref_read(&reference, p, end, false) || p[reference.taken - 1] != ';')
                continue;
            seen = true;
        }
        if (*p != '<')
            continue;
        bool closing = p + 1 < end && p[1] == '/';
        const char *begin = p + 1 + closing, *stop = begin;
        while (stop < end && ascii_is_alnum((unsigned char)*stop))
            stop++;
        if (stop == begin)
            continue;
        bool ended = memchr(stop, '>', (size_t)(end - stop)) != NULL;
        if (!ended || !is_html_name(str_range(begin, stop)))
            return false;
        seen |= closing || (stop < end && *stop == '/') ||
                str_ieq(str_range(begin, stop), S("br")) ||
                str_ieq(str_range(begin, stop), S("img"));
    }
    return seen;
}

static int base64_value(unsigned char c)
{
    if (ascii_is_alpha(c))
        return c >= 'a' ? c - 'a' + 26 : c - 'A';
    if (ascii_is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool feed_base64(str *out, struct arena *a, str text)
{
    char *to = arena_alloc(a, text.len / 4 * 3 + 4);
    size_t len = 0, padding = 0, count = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (ascii_is_space(c))
            continue;
        if (c == '=') {
            padding++;
            continue;
        }
        int value = base64_value(c);
        if (value < 0 || padding)
            return false;
        bits = bits << 6 | (uint32_t)value;
        if (++count % 4 == 0)
            for (int shift = 16; shift >= 0; shift -= 8)
                to[len++] = (char)(bits >> shift & 0xff);
    }
    if (count % 4 == 1 || padding > 2)
        return false;
    if (count % 4) {
        bits <<= 6 * (4 - count % 4);
        to[len++] = (char)(bits >> 16 & 0xff);
        if (count % 4 == 3)
            to[len++] = (char)(bits >> 8 & 0xff);
    }
    *out = utf8_repair(a, str_of(to, len));
    return true;
}

static bool is_mail_char(unsigned char c)
{
    return ascii_is_alnum(c) || c >= 0x80 || (c && strchr(".!#$%&'*+-/=?^_`{|}~", c));
}

/* The first e-mail address in TEXT; *begin and *end are where it lies. */
static bool find_mail(size_t *begin, size_t *end, str text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (text.p[at] != '@')
            continue;
        size_t from = at, to = at + 1;
        while (from > 0 && is_mail_char((unsigned char)text.p[from - 1]))
            from--;
        while (to < text.len && (ascii_is_alnum((unsigned char)text.p[to]) || text.p[to] == '-' ||
                                 text.p[to] == '.' || (unsigned char)text.p[to] >= 0x80))
            to++;
        while (to > at && text.p[to - 1] == '.')
            to--;
        if (from < at && to > at + 1) {
            *begin = from;
            *end = to;
            return true;
        }
    }
    return false;
}

void feed_person_read(struct feed_person *person, struct arena *a, str text)
{
    text = str_trim(text);
    size_t begin, end;
    if (!find_mail(&begin, &end, text)) {
        if (person->name.len == 0)
            person->name = str_dup(a, text);
        return;
    }
    str mail = str_sub(text, begin, end);
    if (str_istarts(mail, S("mailto:")))
        mail = str_skip(mail, 7);
    if (person->email.len == 0)
        person->email = str_dup(a, mail);
    if (person->name.len)
        return;
    /* "mailto:" and "?subject=" belong to the address. */
    str before = str_sub(text, 0, begin), after = str_skip(text, end);
    if (str_iends(before, S("mailto:")))
        before.len -= 7;
    if (after.len && after.p[0] == '?')
        while (after.len && !ascii_is_space((unsigned char)after.p[0]))
            after = str_skip(after, 1);
    struct sbuf b;
    sbuf_init(&b, a, text.len + 1);
    sbuf_put(&b, before);
    sbuf_put(&b, after);
    str name = str_trim(sbuf_str(&b));
    for (bool more = true; more && name.len;) {
        char first = name.p[0], last = name.p[name.len - 1];
        more = strchr("(<[,;\"", first) != NULL;
        name = more ? str_trim(str_skip(name, 1)) : name;
        if (name.len && strchr(")>],;\"", last)) {
            name = str_trim(str_sub(name, 0, name.len - 1));
            more = true;
        }
    }
    /* "Name ()" is left of "Name (mail)". */
    if (str_ends(name, S("()")) || str_ends(name, S("<>")))
        name = str_trim(str_sub(name, 0, name.len - 2));
    if (str_ends(name, S("(")) || str_ends(name, S("<")))
        name = str_trim(str_sub(name, 0, name.len - 1));
    person->name = name;
}

str feed_language(struct arena *a, str tag)
{
    tag = str_trim(tag);
    if (str_chr(tag, '_') == STR_NPOS)
        return str_dup(a, tag);
    char *p = str_cstr(a, tag);
    for (size_t i = 0; i < tag.len; i++)
        if (p[i] == '_')
            p[i] = '-';
    return str_of(p, tag.len);
}

void feed_put_escaped(struct sbuf *b, str text)
{
    size_t begin = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (c != '&' && c != '<' && c != '>')
            continue;
        sbuf_put(b, str_sub(text, begin, i));
        sbuf_put(b, c == '&' ? S("&amp;") : c == '<' ? S("&lt;") : S("&gt;"));
        begin = i + 1;
    }
    sbuf_put(b, str_skip(text, begin));
}
