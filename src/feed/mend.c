/* Mending tags and their nesting. The text is walked once; what is right is not copied until the
 * first thing that is wrong. */
#include "feed/mend_code.h"

#include "base/utf8.h"

/* How far up an end tag looks for what it ends, and where a root is looked for. */
enum { LOOK_UP_MAX = 64, ROOT_WITHIN = 65536 };

struct attribute {
    str name, value;
};

struct mender {
    struct arena *arena;
    const char *at, *end;
    const char *kept; /* up to here it is in OUT, or was left out */
    struct sbuf out;
    bool changed, truncated, done;
    str open[MEND_DEPTH_MAX];
    size_t depth;
    size_t over;                             /* elements open beyond MEND_DEPTH_MAX */
    bool no_comment_end, no_instruction_end; /* looked for in vain: none comes later either */
};

struct tag {
    str name;
    struct attribute attributes[MEND_ATTRIBUTES_MAX];
    size_t len;
    bool empty; /* <x/> */
    bool wrong;
};

/* WITH in place of the bytes from BEGIN to END. */
static void replace(struct mender *m, const char *begin, const char *end, str with)
{
    if (!m->changed) {
        m->changed = true;
        /* Room for all that follows, or each doubling would leave a copy behind. */
        size_t left = (size_t)(m->end - m->kept);
        (void)sbuf_room(&m->out, left + left / 16 + 256);
    }
    sbuf_put(&m->out, str_range(m->kept, begin));
    sbuf_put(&m->out, with);
    m->kept = end;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_name_start(const char *p, const char *end)
{
    return p < end && mend_name_char(p, end, true) > 0;
}

/* Past the name at P. */
static const char *name_end(const char *p, const char *end)
{
    size_t n = p < end ? mend_name_char(p, end, true) : 0;
    while (n) {
        p += n;
        n = p < end ? mend_name_char(p, end, false) : 0;
    }
    return p;
}

static const char *skip_spaces(const char *p, const char *end)
{
    while (p < end && is_space(*p))
        p++;
    return p;
}

static str local_name(str name)
{
    size_t colon = str_rchr(name, ':');
    return colon == STR_NPOS ? name : str_skip(name, colon + 1);
}

/* What a feed is built of: an end tag inside one of these never ends what is outside. */
static bool is_frame(str name)
{
    static const char names[][8] = {"item", "entry", "channel", "feed", "rss", "url", "sitemap"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_ieq(name, str_c(names[i])))
            return true;
    return str_iends(name, S(":rdf"));
}

static bool is_entry(str name)
{
    return str_ieq(name, S("item")) || str_ieq(name, S("entry"));
}

/* HTML elements without an end tag, as they stand unescaped in descriptions. */
static bool is_void(str name)
{
    return str_ieq(name, S("br")) || str_ieq(name, S("hr")) || str_ieq(name, S("img")) ||
           str_ieq(name, S("wbr")) || str_ieq(name, S("input"));
}

/* Past the end of a value that starts at P; *value is what it holds. */
static const char *read_value(struct tag *t, str *value, const char *p, const char *end)
{
    char quote = p < end ? *p : 0;
    if (quote != '"' && quote != '\'') {
        t->wrong = true;
        const char *begin = p;
        while (p < end && !is_space(*p) && *p != '>' && *p != '<')
            p++;
        if (p > begin && p < end && *p == '>' && p[-1] == '/')
            p--;
        *value = str_range(begin, p);
        return p;
    }
    const char *begin = ++p;
    const char *close = NULL; /* the first '>' in it */
    for (; p < end && *p != quote; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '>' && !close)
            close = p;
        /* A '>' and then a tag: the closing quote was forgotten. */
        if (c == '<' && close) {
            t->wrong = true;
            *value = str_range(begin, close);
            return close;
        }
        if (c == '<' || c < 0x20 || c == '&' || c == 0xef) {
            struct mend_reference reference = {.keep = false};
            if (c == '&')
                mend_reference_read(&reference, p, end);
            t->wrong |= c == '&' ? !reference.keep : c == '<' || mend_forbidden(p, end) > 0;
        }
    }
    *value = str_range(begin, p);
    if (p == end)
        return end;
    return p + 1;
}

static void keep_attribute(struct tag *t, str name, str value)
{
    for (size_t i = 0; i < t->len && t->len < MEND_ATTRIBUTES_MAX; i++)
        if (str_eq(t->attributes[i].name, name)) {
            t->wrong = true;
            return;
        }
    if (t->len == MEND_ATTRIBUTES_MAX || value.len > MEND_ATTRIBUTE_BYTES_MAX ||
        name.len > MEND_NAME_BYTES_MAX) {
        t->wrong = true;
        return;
    }
    t->attributes[t->len++] = (struct attribute){name, value};
}

/* The tag at m->at, whose name has been read up to P. Returns what follows its '>', NULL when the
 * text ends inside it. */
static const char *read_tag(struct tag *t, const char *p, const char *end)
{
    for (;;) {
        const char *before = p;
        p = skip_spaces(p, end);
        if (p == end)
            return NULL;
        if (*p == '>')
            return p + 1;
        if (*p == '<') {
            t->wrong = true;
            return p;
        }
        if (*p == '/' && p + 1 < end && p[1] == '>') {
            t->empty = true;
            return p + 2;
        }
        const char *stop = name_end(p, end);
        if (stop == p) {
            t->wrong = true;
            p++;
            continue;
        }
        str name = str_range(p, stop), value = name;
        t->wrong |= before == p || name.p[name.len - 1] == ':'; /* no space before it */
        p = skip_spaces(stop, end);
        if (p < end && *p == '=') {
            p = read_value(t, &value, skip_spaces(p + 1, end), end);
            if (p == end)
                return NULL;
        } else {
            t->wrong = true;
        }
        if (name.p[name.len - 1] != ':')
            keep_attribute(t, name, value);
    }
}

static void put_tag(struct mender *m, const struct tag *t, bool empty)
{
    sbuf_putc(&m->out, '<');
    sbuf_put(&m->out, t->name);
    for (size_t i = 0; i < t->len; i++) {
        sbuf_putc(&m->out, ' ');
        sbuf_put(&m->out, t->attributes[i].name);
        sbuf_put(&m->out, S("=\""));
        mend_put_value(&m->out, t->attributes[i].value);
        sbuf_putc(&m->out, '"');
    }
    sbuf_put(&m->out, empty ? S("/>") : S(">"));
}

static void put_end(struct mender *m, str name)
{
    sbuf_put(&m->out, S("</"));
    sbuf_put(&m->out, name);
    sbuf_putc(&m->out, '>');
}

/* The text ends at P, in the middle of something. */
static void stop_at(struct mender *m, const char *p)
{
    m->end = p;
    m->at = p;
    m->truncated = true;
}

static void start_tag(struct mender *m)
{
    struct tag t;
    const char *begin = m->at;
    const char *p = name_end(begin + 1, m->end);
    t.name = str_range(begin + 1, p);
    t.len = 0;
    t.empty = false;
    t.wrong = t.name.p[t.name.len - 1] == ':' || t.name.len > MEND_NAME_BYTES_MAX;
    while (t.name.len && t.name.p[t.name.len - 1] == ':')
        t.name.len--;
    t.name.len =
        t.name.len > MEND_NAME_BYTES_MAX ? utf8_floor(t.name, MEND_NAME_BYTES_MAX) : t.name.len;
    const char *next = read_tag(&t, p, m->end);
    if (!next) {
        stop_at(m, begin);
        return;
    }
    m->at = next;
    if (m->depth == MEND_DEPTH_MAX) {
        m->over += !t.empty;
        replace(m, begin, next, S(""));
        return;
    }
    bool again = m->depth > 1 && is_entry(t.name) && str_eq(m->open[m->depth - 1], t.name);
    if (again) {
        replace(m, begin, begin, S(""));
        put_end(m, m->open[--m->depth]);
    }
    bool empty = t.empty || is_void(t.name);
    if (t.wrong || empty != t.empty) {
        replace(m, begin, next, S(""));
        put_tag(m, &t, empty);
    }
    if (!empty)
        m->open[m->depth++] = t.name;
    else if (m->depth == 0)
        m->done = true;
}

/* How many elements an end tag closes: 0 when it fits none that is open. */
static size_t ends_how_many(const struct mender *m, str name)
{
    bool frame = is_frame(name);
    for (size_t n = 1; n <= m->depth && (frame || n <= LOOK_UP_MAX); n++) {
        str open = m->open[m->depth - n];
        if (str_ieq(open, name))
            return n;
        if (!frame && is_frame(open))
            return 0;
    }
    return 0;
}

static void end_tag(struct mender *m)
{
    const char *begin = m->at;
    const char *p = name_end(begin + 2, m->end);
    str name = str_range(begin + 2, p);
    p = skip_spaces(p, m->end);
    bool wrong = p == m->end || *p != '>';
    while (p < m->end && *p != '>' && *p != '<')
        p++;
    if (p == m->end && !is_frame(name)) {
        stop_at(m, begin);
        return;
    }
    p += p < m->end && *p == '>';
    m->at = p;
    if (m->over) {
        m->over = is_frame(name) ? 0 : m->over - 1;
        if (m->over || !is_frame(name)) {
            replace(m, begin, p, S(""));
            return;
        }
    }
    size_t count = ends_how_many(m, name);
    if (count != 1 || wrong || !str_eq(m->open[m->depth - 1], name)) {
        replace(m, begin, p, S(""));
        for (size_t i = 0; i < count; i++)
            put_end(m, m->open[m->depth - 1 - i]);
    }
    m->depth -= count;
    m->done = count > 0 && m->depth == 0;
}

/* What is left out up to and with CLOSE; all that follows when CLOSE does not come. */
static void leave_out(struct mender *m, str close, bool *in_vain)
{
    const char *begin = m->at;
    size_t at = *in_vain ? STR_NPOS : str_find(str_range(begin, m->end), close);
    *in_vain = at == STR_NPOS;
    if (at == STR_NPOS && (at = str_chr(str_range(begin, m->end), '>')) != STR_NPOS)
        close = S(">");
    if (at == STR_NPOS) {
        stop_at(m, begin);
        return;
    }
    m->at = begin + at + close.len;
    replace(m, begin, m->at, S(""));
}

static void cdata(struct mender *m)
{
    const char *begin = m->at;
    const char *p = begin + 9;
    size_t len = str_find(str_range(p, m->end), S("]]>"));
    if (len == STR_NPOS) {
        stop_at(m, begin);
        return;
    }
    const char *close = p + len;
    m->at = close + 3;
    while ((p = mend_special(p, close)) < close) {
        size_t bad = mend_forbidden(p, close);
        if (bad)
            replace(m, p, p + bad, S(""));
        p += bad ? bad : 1;
    }
}

static void markup(struct mender *m)
{
    str rest = str_range(m->at, m->end);
    char second = rest.len > 1 ? rest.p[1] : 0;
    if (is_name_start(m->at + 1, m->end)) {
        start_tag(m);
    } else if (second == '/' && is_name_start(m->at + 2, m->end)) {
        end_tag(m);
    } else if (str_starts(rest, S("<![CDATA["))) {
        cdata(m);
    } else if (str_starts(rest, S("<!--"))) {
        leave_out(m, S("-->"), &m->no_comment_end);
    } else if (second == '?') {
        leave_out(m, S("?>"), &m->no_instruction_end);
    } else if (second == '!' || (second == '/' && rest.len > 2 && rest.p[2] == '>')) {
        bool in_vain = false;
        leave_out(m, S(">"), &in_vain);
    } else {
        replace(m, m->at, m->at + 1, S("&lt;"));
        m->at++;
    }
}

static void step(struct mender *m)
{
    const char *p = m->at;
    size_t bad = mend_forbidden(p, m->end);
    if (bad) {
        replace(m, p, p + bad, S(""));
        m->at += bad;
    } else if (*p == '<') {
        markup(m);
    } else if (*p == '&') {
        struct mend_reference reference;
        mend_reference_read(&reference, p, m->end);
        if (!reference.keep)
            replace(m, p, p + reference.len, reference.with);
        m->at += reference.len;
    } else if (*p == ']' && m->end - p >= 3 && p[1] == ']' && p[2] == '>') {
        replace(m, p, p + 3, S("]]&gt;"));
        m->at += 3;
    } else {
        m->at++;
    }
}

static bool is_root(str name)
{
    name = local_name(name);
    return is_frame(name) || str_ieq(name, S("rdf")) || str_ieq(name, S("urlset")) ||
           str_ieq(name, S("sitemapindex"));
}

/* Past a construct of the prologue that starts at P: a declaration with its internal subset. */
static const char *skip_doctype(const char *p, const char *end)
{
    char quote = 0;
    int brackets = 0;
    for (; p < end; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if ((*p == '"' || *p == '\'') && brackets)
            quote = *p;
        else if (*p == '[')
            brackets++;
        else if (*p == ']')
            brackets -= brackets > 0;
        else if (*p == '>' && !brackets)
            return p + 1;
    }
    return end;
}

static const char *skip_to(const char *p, const char *end, str close)
{
    size_t at = str_find(str_range(p, end), close);
    return at == STR_NPOS ? end : p + at + close.len;
}

/* The root: the first element that a feed can be of; the first of any name when none comes soon. */
static const char *find_root(const char *p, const char *end)
{
    const char *first = NULL;
    const char *begin = p;
    while (p < end && (!first || p - begin < ROOT_WITHIN)) {
        p = memchr(p, '<', (size_t)(end - p));
        if (!p)
            break;
        str rest = str_range(p, end);
        if (str_starts(rest, S("<!--"))) {
            p = skip_to(p, end, S("-->"));
        } else if (str_istarts(rest, S("<!doctype"))) {
            p = skip_doctype(p, end);
        } else if (str_starts(rest, S("<?"))) {
            p = skip_to(p, end, S(">"));
        } else {
            str name = str_range(p + 1, name_end(p + 1, end));
            if (name.len) {
                if (is_root(name))
                    return p;
                first = first ? first : p;
            }
            p++;
        }
    }
    return first ? first : end;
}

status feed_mend(struct mended *out, struct arena *a, str text, size_t bytes_max)
{
    struct mender *m = arena_new(a, struct mender);
    m->end = text.p + text.len;
    m->kept = m->at = find_root(text.p, m->end);
    const char *begin = m->kept;
    sbuf_init(&m->out, a, bytes_max);
    while (!m->done && (m->at = mend_special(m->at, m->end)) < m->end)
        step(m);
    if (m->done)
        m->end = m->at;
    *out = (struct mended){str_range(begin, m->end), m->changed || m->truncated,
                           m->truncated || m->depth > 0};
    if (!m->changed)
        return OK;
    replace(m, m->end, m->end, S(""));
    return sbuf_end(&out->text, &m->out);
}
