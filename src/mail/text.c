/* Plain text of mails: lines put together again, markup, links; addresses. */
#include "base/sbuf.h"
#include "base/utf8.h"
#include "mail/message.h"

#define BROKEN_MIN 50 /* bytes of a line that a program broke, */
#define BROKEN_MAX 90 /* and at most */

str mail_address_token(struct arena *a, str address)
{
    size_t at = str_rchr(address, '@');
    str local = str_trim(str_sub(address, 0, at == STR_NPOS ? 0 : at));
    size_t plus = str_chr(local, '+');
    return str_lower(a, plus == STR_NPOS ? local : str_skip(local, plus + 1));
}

/* --- format=flowed --------------------------------------------------------------------------- */

/* The depth of a quotation; *line is what is quoted. */
static size_t unquote(str *line)
{
    size_t depth = 0;
    while (depth < line->len && line->p[depth] == '>')
        depth++;
    *line = str_skip(*line, depth);
    if (str_starts(*line, S(" "))) /* stuffed */
        *line = str_skip(*line, 1);
    return depth;
}

status mail_text_unflow(str *out, struct arena *a, str text, bool delsp)
{
    struct sbuf b;
    sbuf_init(&b, a, 2 * text.len + 16);
    bool open = false; /* the line before goes on */
    size_t before = 0;
    while (text.p) {
        str line = str_cut(&text, '\n');
        if (str_ends(line, S("\r")))
            line.len--;
        size_t depth = unquote(&line);
        if (open && depth != before) {
            sbuf_putc(&b, '\n');
            open = false;
        }
        for (size_t i = 0; !open && i < depth; i++)
            sbuf_putc(&b, '>');
        if (!open && depth)
            sbuf_putc(&b, ' ');
        bool signature = str_eq(line, S("-- "));
        open = str_ends(line, S(" ")) && !signature && text.p;
        before = depth;
        sbuf_put(&b, str_sub(line, 0, line.len - (open && delsp)));
        if (!open && text.p)
            sbuf_putc(&b, '\n');
    }
    return sbuf_end(out, &b);
}

/* --- markup ---------------------------------------------------------------------------------- */

static void put_escaped(struct sbuf *out, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.p[i]) {
        case '&': sbuf_put(out, S("&amp;")); break;
        case '<': sbuf_put(out, S("&lt;")); break;
        case '>': sbuf_put(out, S("&gt;")); break;
        case '"': sbuf_put(out, S("&quot;")); break;
        default: sbuf_putc(out, s.p[i]);
        }
    }
}

/* How long the web address is that S begins with; 0: it begins with none. */
static size_t address_length(str s)
{
    size_t head = str_istarts(s, S("https://")) ? 8 : (str_istarts(s, S("http://")) ? 7 : 0), n;
    if (head == 0)
        return 0;
    for (n = head; n < s.len; n++) {
        unsigned char c = (unsigned char)s.p[n];
        if (c <= ' ' || c == '<' || c == '>' || c == '"')
            break;
    }
    while (n > head && strchr(".,;:!?)]'", s.p[n - 1]))
        n--;
    return n > head ? n : 0;
}

static void put_line(struct sbuf *out, str line)
{
    size_t done = 0;
    for (size_t i = 0; i < line.len; i++) {
        bool begins = i == 0 || !ascii_is_alnum((unsigned char)line.p[i - 1]);
        size_t n = begins && (line.p[i] | 0x20) == 'h' ? address_length(str_skip(line, i)) : 0;
        if (n == 0)
            continue;
        str address = str_sub(line, i, i + n);
        put_escaped(out, str_sub(line, done, i));
        sbuf_put(out, S("<a href=\""));
        put_escaped(out, address);
        sbuf_put(out, S("\">"));
        put_escaped(out, address);
        sbuf_put(out, S("</a>"));
        done = i + n;
        i = done - 1;
    }
    put_escaped(out, str_skip(line, done));
}

/* The next paragraph: lines up to a blank one. */
static str paragraph(str *rest)
{
    const char *begin = rest->p, *end = begin;
    while (rest->p) {
        str line = str_cut(rest, '\n');
        if (str_empty(str_trim(line)))
            break;
        end = line.p + line.len;
    }
    return str_range(begin, end);
}

/* Whether a program broke its lines: all but the last are about as long as each other. */
static bool is_wrapped(str text)
{
    size_t lines = 0;
    while (text.p) {
        str line = str_trim(str_cut(&text, '\n'));
        if (!text.p)
            break;
        size_t n = utf8_count(line);
        if (n < BROKEN_MIN || n > BROKEN_MAX)
            return false;
        lines++;
    }
    return lines > 0;
}

void mail_text_markup(struct sbuf *out, str text)
{
    while (text.p) {
        str part = paragraph(&text);
        if (str_empty(part))
            continue;
        bool wrapped = is_wrapped(part), first = true;
        sbuf_put(out, S("<p>"));
        while (part.p) {
            str line = str_trim(str_cut(&part, '\n'));
            if (!first)
                sbuf_put(out, wrapped ? S("\n") : S("<br>\n"));
            put_line(out, line);
            first = false;
        }
        sbuf_put(out, S("</p>\n"));
    }
}
