/* Relative addresses in the attributes of HTML text, without parsing it: the sanitizer that comes
 * later parses it properly, so all that is needed here is to find quoted values of attributes that
 * hold addresses. */
#include "feed/address.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool holds_address(str name)
{
    static const char names[][12] = {"href",       "src",      "cite",    "action",
                                     "background", "longdesc", "poster",  "data",
                                     "usemap",     "codebase", "classid", "profile"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_ieq(name, str_c(names[i])))
            return true;
    return false;
}

struct rewriting {
    struct arena *arena;
    str base;
    struct sbuf out;
    const char *kept; /* up to here it is in OUT */
};

static void value_found(struct rewriting *w, str value)
{
    str trimmed = str_trim(value);
    if (trimmed.len == 0 || feed_address_is_absolute(trimmed) || trimmed.p[0] == '&')
        return;
    str made = feed_address(w->arena, w->base, trimmed);
    if (made.p == trimmed.p)
        return;
    sbuf_put(&w->out, str_range(w->kept, value.p));
    sbuf_put(&w->out, made);
    w->kept = value.p + value.len;
}

/* The attributes of a tag from P on; returns where it ends. */
static const char *read_attributes(struct rewriting *w, const char *p, const char *end)
{
    while (p < end && *p != '>' && *p != '<') {
        while (p < end && (is_space(*p) || *p == '/'))
            p++;
        const char *begin = p;
        while (p < end && !is_space(*p) && *p != '=' && *p != '>' && *p != '/' && *p != '<')
            p++;
        str name = str_range(begin, p);
        while (p < end && is_space(*p))
            p++;
        if (p == end || *p != '=') {
            p += p == begin && p < end && *p != '>' && *p != '<';
            continue;
        }
        do
            p++;
        while (p < end && is_space(*p));
        char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : 0;
        begin = p;
        while (p < end && (quote ? *p != quote : !is_space(*p) && *p != '>'))
            p++;
        if (p < end && holds_address(name))
            value_found(w, str_range(begin, p));
        p += quote && p < end;
    }
    return p;
}

str feed_markup_addresses(struct arena *a, str base, str markup)
{
    if (!feed_address_is_web(base) || markup.len == 0)
        return markup;
    struct rewriting w = {.arena = a, .base = base, .kept = markup.p};
    sbuf_init(&w.out, a, markup.len * 4 + (size_t)64 * 1024);
    const char *p = markup.p, *end = markup.p + markup.len;
    while (!w.out.overflow && (p = memchr(p, '<', (size_t)(end - p)))) {
        p++;
        if (p == end || !ascii_is_alpha((unsigned char)*p))
            continue;
        while (p < end && !is_space(*p) && *p != '>' && *p != '/')
            p++;
        p = read_attributes(&w, p, end);
    }
    if (w.kept == markup.p)
        return markup;
    sbuf_put(&w.out, str_range(w.kept, end));
    str out;
    return sbuf_end(&out, &w.out) == OK ? out : markup;
}
