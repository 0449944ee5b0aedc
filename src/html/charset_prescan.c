/* "Prescan a byte stream to determine its encoding" (WHATWG HTML, section 13.2.3.2). */
#include "html/charset_code.h"

enum { PRESCAN_BYTES = 1024 };

struct scan {
    const char *at, *end;
    bool ran_out; /* the end was met inside a construct: the prescan is aborted */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool more(struct scan *s)
{
    if (s->at < s->end)
        return true;
    s->ran_out = true;
    return false;
}

static bool skip_spaces(struct scan *s)
{
    while (more(s) && is_space(*s->at))
        s->at++;
    return !s->ran_out;
}

/* A quoted or unquoted value; *value points into the bytes. */
static bool get_value(str *value, struct scan *s)
{
    if (!skip_spaces(s))
        return false;
    char quote = *s->at;
    if (quote == '"' || quote == '\'') {
        const char *begin = ++s->at;
        while (more(s) && *s->at != quote)
            s->at++;
        if (s->ran_out)
            return false;
        *value = str_range(begin, s->at++);
        return true;
    }
    const char *begin = s->at;
    while (more(s) && !is_space(*s->at) && *s->at != '>')
        s->at++;
    *value = str_range(begin, s->at);
    return !s->ran_out;
}

/* The standard's "get an attribute"; false when there is none (*s at '>') or the bytes end. */
static bool get_attribute(str *name, str *value, struct scan *s)
{
    while (more(s) && (is_space(*s->at) || *s->at == '/'))
        s->at++;
    if (s->ran_out || *s->at == '>')
        return false;
    const char *begin = s->at;
    *value = S("");
    while (more(s) && !is_space(*s->at) && *s->at != '/' && *s->at != '>' &&
           !(*s->at == '=' && s->at > begin))
        s->at++;
    *name = str_range(begin, s->at);
    if (s->ran_out)
        return false;
    if (is_space(*s->at) && !skip_spaces(s))
        return false;
    if (*s->at != '=')
        return true;
    s->at++;
    return get_value(value, s);
}

static str until_space_or(str s, char stop)
{
    size_t n = 0;
    while (n < s.len && !is_space(s.p[n]) && s.p[n] != stop)
        n++;
    return str_sub(s, 0, n);
}

static str trim_left(str s)
{
    while (s.len && is_space(s.p[0]))
        s = str_skip(s, 1);
    return s;
}

enum charset_id charset_of_meta_content(str content)
{
    for (;;) {
        size_t at = str_ifind(content, S("charset"));
        if (at == STR_NPOS)
            return CHARSET_NONE;
        content = trim_left(str_skip(content, at + 7));
        if (str_starts(content, S("=")))
            break;
    }
    content = trim_left(str_skip(content, 1));
    if (content.len && (content.p[0] == '"' || content.p[0] == '\'')) {
        size_t end = str_chr(str_skip(content, 1), content.p[0]);
        if (end == STR_NPOS)
            return CHARSET_NONE;
        return charset_by_label(str_sub(content, 1, end + 1));
    }
    return charset_by_label(until_space_or(content, ';'));
}

/* What a meta element may declare: no UTF-16, for it was read as ASCII. */
static enum charset_id declared(enum charset_id id)
{
    if (id == CHARSET_UTF_16BE || id == CHARSET_UTF_16LE)
        return CHARSET_UTF_8;
    return id == CHARSET_X_USER_DEFINED ? CHARSET_WINDOWS_1252 : id;
}

/* The attributes of a meta element; CHARSET_NONE if they declare nothing. */
static enum charset_id scan_meta(struct scan *s)
{
    bool seen_http_equiv = false, seen_content = false, seen_charset = false;
    bool pragma = false, has_charset = false, need_pragma = false;
    enum charset_id id = CHARSET_NONE;
    str name, value;
    while (get_attribute(&name, &value, s)) {
        if (str_ieq(name, S("http-equiv")) && !seen_http_equiv) {
            seen_http_equiv = true;
            pragma = str_ieq(value, S("content-type"));
        } else if (str_ieq(name, S("content")) && !seen_content) {
            seen_content = true;
            enum charset_id found = charset_of_meta_content(value);
            if (found != CHARSET_NONE && !has_charset) {
                id = found;
                has_charset = need_pragma = true;
            }
        } else if (str_ieq(name, S("charset")) && !seen_charset) {
            seen_charset = true;
            id = charset_by_label(value);
            has_charset = true;
            need_pragma = false;
        }
    }
    if (s->ran_out || !has_charset || (need_pragma && !pragma))
        return CHARSET_NONE;
    return declared(id);
}

/* The encoding of an XML declaration, which HTML pages carry as well. */
static enum charset_id scan_xml(str bytes)
{
    if (!str_starts(bytes, S("<?xml")))
        return CHARSET_NONE;
    size_t end = str_chr(bytes, '>');
    if (end == STR_NPOS)
        return CHARSET_NONE;
    str rest = str_sub(bytes, 5, end);
    size_t at = str_find(rest, S("encoding"));
    if (at == STR_NPOS)
        return CHARSET_NONE;
    rest = str_skip(rest, at + 8);
    while (rest.len && (unsigned char)rest.p[0] <= ' ')
        rest = str_skip(rest, 1);
    if (!str_starts(rest, S("=")))
        return CHARSET_NONE;
    rest = str_skip(rest, 1);
    while (rest.len && (unsigned char)rest.p[0] <= ' ')
        rest = str_skip(rest, 1);
    if (rest.len == 0 || (rest.p[0] != '"' && rest.p[0] != '\''))
        return CHARSET_NONE;
    size_t quote = str_chr(str_skip(rest, 1), rest.p[0]);
    if (quote == STR_NPOS)
        return CHARSET_NONE;
    str label = str_sub(rest, 1, quote + 1);
    for (size_t i = 0; i < label.len; i++)
        if ((unsigned char)label.p[i] <= ' ')
            return CHARSET_NONE;
    enum charset_id id = charset_by_label(label);
    return id == CHARSET_UTF_16BE || id == CHARSET_UTF_16LE ? CHARSET_UTF_8 : id;
}

static bool skip_past(struct scan *s, str needle)
{
    size_t at = str_find(str_range(s->at, s->end), needle);
    s->ran_out = at == STR_NPOS;
    if (!s->ran_out)
        s->at += at + needle.len - 1; /* at the last byte: the loop steps over it */
    return !s->ran_out;
}

/* One step at a '<'; leaves *s at the last byte of what it was. */
static enum charset_id scan_markup(struct scan *s)
{
    str rest = str_range(s->at, s->end);
    unsigned char second = rest.len > 1 ? (unsigned char)rest.p[1] : 0;
    if (str_starts(rest, S("<!--"))) {
        s->at += 2; /* the dashes may be those of "<!--" */
        skip_past(s, S("-->"));
    } else if (str_istarts(rest, S("<meta")) && rest.len > 5 &&
               (is_space(rest.p[5]) || rest.p[5] == '/')) {
        s->at += 5;
        return scan_meta(s);
    } else if (ascii_is_alpha(second) ||
               (second == '/' && rest.len > 2 && ascii_is_alpha((unsigned char)rest.p[2]))) {
        while (more(s) && !is_space(*s->at) && *s->at != '>')
            s->at++;
        str name, value;
        while (get_attribute(&name, &value, s))
            continue;
    } else if (second == '!' || second == '/' || second == '?') {
        skip_past(s, S(">"));
    }
    return CHARSET_NONE;
}

enum charset_id charset_prescan(str bytes, size_t within)
{
    if (bytes.len >= 6 && memcmp(bytes.p, "<\0?\0x", 6) == 0)
        return CHARSET_UTF_16LE;
    if (bytes.len >= 6 && memcmp(bytes.p, "\0<\0?\0x", 6) == 0)
        return CHARSET_UTF_16BE;
    struct scan s = {bytes.p, bytes.p + bytes.len, false};
    enum charset_id id = CHARSET_NONE;
    while (id == CHARSET_NONE && !s.ran_out && s.at < s.end) {
        const char *next = memchr(s.at, '<', (size_t)(s.end - s.at));
        if (!next)
            break;
        s.at = next;
        id = scan_markup(&s);
        if (id == CHARSET_NONE)
            s.at++;
    }
    if (id != CHARSET_NONE && (size_t)(s.at - bytes.p) < within)
        return id;
    enum charset_id xml = scan_xml(str_sub(bytes, 0, within));
    if (xml != CHARSET_NONE || id != CHARSET_NONE)
        return xml != CHARSET_NONE ? xml : id;
    return bytes.len > within ? scan_xml(bytes) : CHARSET_NONE;
}

str html_charset_prescan(str bytes)
{
    return charset_infos[charset_prescan(str_sub(bytes, 0, PRESCAN_BYTES), PRESCAN_BYTES)].name;
}
