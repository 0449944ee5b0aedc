/* Reading and writing OPML. */
#include "source/opml.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/utf8.h"

/* --- reading --------------------------------------------------------------------------------- */

struct outline {
    str text, title, url, site_url, category, link, recipe;
    bool closed; /* <outline ... /> */
};

struct reader {
    struct arena *a;
    str rest;
    str path[OPML_DEPTH_MAX]; /* names of the outlines that are open, "" for feeds */
    size_t depth;             /* may be more than PATH holds */
    struct strs folders;      /* of PATH, made when needed */
    bool folders_made;
    struct map seen;
    struct opml_feed_vec *out;
};

static bool name_char(unsigned char c)
{
    return ascii_is_alnum(c) || c == ':' || c == '_' || c == '-' || c == '.' || c >= 0x80;
}

static str take_name(str *s)
{
    size_t n = 0;
    while (n < s->len && name_char((unsigned char)s->p[n]))
        n++;
    str name = str_sub(*s, 0, n);
    *s = str_skip(*s, n);
    return name;
}

static void skip_space(str *s)
{
    size_t n = 0;
    while (n < s->len && ascii_is_space((unsigned char)s->p[n]))
        n++;
    *s = str_skip(*s, n);
}

/* The number of "#38" or "#x26"; 0 for none. */
static uint32_t number(str ref)
{
    uint64_t value = 0;
    bool hex = str_istarts(ref, S("#x"));
    str digits = str_skip(ref, hex ? 2 : 1);
    if (digits.len == 0 || digits.len > 7)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = ascii_hex_value((unsigned char)digits.p[i]);
        if (digit < 0 || (!hex && digit > 9))
            return 0;
        value = value * (hex ? 16 : 10) + (uint64_t)digit;
    }
    bool character = value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
    return character ? (uint32_t)value : 0;
}

/* The character that "amp" or "#38" stands for; 0: none. */
static uint32_t reference(str name)
{
    static const struct {
        str name;
        uint32_t c;
    } names[] = {
        {S("amp"), '&'}, {S("lt"), '<'}, {S("gt"), '>'}, {S("quot"), '"'}, {S("apos"), '\''}};
    if (str_starts(name, S("#")))
        return number(name);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, names[i].name))
            return names[i].c;
    return 0;
}

/* References written out, runs of white space one space, control characters gone. */
static str value_of(struct arena *a, str raw, size_t max)
{
    enum { REFERENCE_MAX = 10 };
    struct sbuf b;
    raw = str_trim(str_sub(raw, 0, utf8_floor(raw, max)));
    sbuf_init(&b, a, max);
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        size_t end = c == '&' ? str_chr(str_sub(raw, i, i + REFERENCE_MAX), ';') : STR_NPOS;
        uint32_t stands_for = end == STR_NPOS ? 0 : reference(str_sub(raw, i + 1, i + end));
        if (stands_for >= ' ') {
            sbuf_put_utf8(&b, stands_for);
            i += end;
        } else if (stands_for || c <= ' ' || c == 0x7f) {
            if (b.len && b.p[b.len - 1] != ' ')
                sbuf_putc(&b, ' ');
            i += stands_for ? end : 0;
        } else {
            sbuf_putc(&b, (char)c);
        }
    }
    return str_trim(sbuf_str(&b));
}

static str take_value(str *s)
{
    skip_space(s);
    char quote = s->len ? s->p[0] : '\0';
    size_t end;
    str value;
    if (quote == '"' || quote == '\'') {
        *s = str_skip(*s, 1);
        end = str_chr(*s, quote);
        /* A quote that never closes ends with its tag. */
        if (end == STR_NPOS) {
            end = str_chr(*s, '>');
            end = end == STR_NPOS ? s->len : end;
            value = str_sub(*s, 0, end);
            *s = str_skip(*s, end);
            return value;
        }
        value = str_sub(*s, 0, end);
        *s = str_skip(*s, end + 1);
        return value;
    }
    for (end = 0; end < s->len && !ascii_is_space((unsigned char)s->p[end]) && s->p[end] != '>';)
        end++;
    value = str_sub(*s, 0, end);
    *s = str_skip(*s, end);
    return value;
}

/* The attributes up to the end of the tag; the first of a name counts. */
static void take_attributes(struct outline *o, struct reader *r)
{
    const struct {
        str name;
        str *to;
        size_t max;
    } wanted[] = {{S("text"), &o->text, OPML_ATTRIBUTE_MAX},
                  {S("title"), &o->title, OPML_ATTRIBUTE_MAX},
                  {S("xmlUrl"), &o->url, OPML_ATTRIBUTE_MAX},
                  {S("htmlUrl"), &o->site_url, OPML_ATTRIBUTE_MAX},
                  {S("category"), &o->category, OPML_ATTRIBUTE_MAX},
                  {S("url"), &o->link, OPML_ATTRIBUTE_MAX},
                  {S("courant:recipe"), &o->recipe, OPML_RECIPE_MAX}};
    *o = (struct outline){0};
    for (;;) {
        skip_space(&r->rest);
        if (r->rest.len == 0 || r->rest.p[0] == '>' || r->rest.p[0] == '<')
            break;
        str name = take_name(&r->rest);
        if (name.len == 0) {
            o->closed = r->rest.p[0] == '/';
            r->rest = str_skip(r->rest, 1);
            continue;
        }
        o->closed = false;
        skip_space(&r->rest);
        if (!str_starts(r->rest, S("=")))
            continue;
        r->rest = str_skip(r->rest, 1);
        str raw = take_value(&r->rest);
        for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
            if (str_ieq(name, wanted[i].name) && str_empty(*wanted[i].to))
                *wanted[i].to = value_of(r->a, raw, wanted[i].max);
    }
    if (str_starts(r->rest, S(">")))
        r->rest = str_skip(r->rest, 1);
    if (str_empty(o->url) && !str_empty(o->recipe))
        o->url = o->link;
}

static struct strs folders_now(struct reader *r)
{
    if (r->folders_made)
        return r->folders;
    size_t n = 0, depth = r->depth < OPML_DEPTH_MAX ? r->depth : OPML_DEPTH_MAX;
    str *at = arena_array(r->a, depth, str);
    for (size_t i = 0; i < depth; i++)
        if (!str_empty(r->path[i]))
            at[n++] = r->path[i];
    r->folders = (struct strs){at, n};
    r->folders_made = true;
    return r->folders;
}

/* "/Europe/Politics,/Sport": folders for feeds that are in none; the first that has slashes. */
static struct strs folders_of_category(struct arena *a, str category)
{
    struct str_vec at = {0};
    while (category.p) {
        str path = str_trim(str_cut(&category, ','));
        if (!str_starts(path, S("/")))
            continue;
        while (path.p && at.len < OPML_DEPTH_MAX) {
            str name = str_trim(str_cut(&path, '/'));
            if (!str_empty(name))
                *vec_push(&at, a) = name;
        }
        break;
    }
    return (struct strs){at.at, at.len};
}

static status add(struct reader *r, const struct outline *o)
{
    struct strs folders = folders_now(r);
    if (folders.len == 0)
        folders = folders_of_category(r->a, o->category);
    struct sbuf key;
    sbuf_init(&key, r->a, (OPML_DEPTH_MAX + 1) * (OPML_ATTRIBUTE_MAX + 1));
    for (size_t i = 0; i < folders.len; i++) {
        sbuf_put(&key, folders.at[i]);
        sbuf_putc(&key, '\n');
    }
    sbuf_put(&key, o->url);
    uint64_t *seen = map_put(&r->seen, sbuf_str(&key));
    if ((*seen)++)
        return OK;
    if (r->out->len == OPML_FEEDS_MAX)
        return fail(E_LIMIT, "the list has more than %d feeds", OPML_FEEDS_MAX);
    *vec_push(r->out, r->a) = (struct opml_feed){
        .url = o->url,
        .title = str_empty(o->title) ? o->text : o->title,
        .site_url = o->site_url,
        .recipe = o->recipe,
        .folders = folders,
    };
    return OK;
}

static status outline(struct reader *r)
{
    struct outline o;
    take_attributes(&o, r);
    if (!str_empty(o.url))
        TRY(add(r, &o));
    if (o.closed)
        return OK;
    if (r->depth < OPML_DEPTH_MAX)
        r->path[r->depth] = !str_empty(o.url) ? S("") : (str_empty(o.text) ? o.title : o.text);
    r->depth++;
    r->folders_made = false;
    return OK;
}

static void skip_past(str *s, str end)
{
    size_t at = str_find(*s, end);
    *s = at == STR_NPOS ? str_skip(*s, s->len) : str_skip(*s, at + end.len);
}

/* r->rest is behind a '<'. */
static status tag(struct reader *r)
{
    if (str_starts(r->rest, S("!--"))) {
        skip_past(&r->rest, S("-->"));
    } else if (str_starts(r->rest, S("![CDATA["))) {
        skip_past(&r->rest, S("]]>"));
    } else if (str_starts(r->rest, S("/"))) {
        r->rest = str_skip(r->rest, 1);
        if (str_ieq(take_name(&r->rest), S("outline")) && r->depth > 0) {
            r->depth--;
            r->folders_made = false;
        }
    } else if (str_ieq(take_name(&r->rest), S("outline"))) {
        return outline(r);
    }
    return OK;
}

status opml_read(struct opml_feed_vec *out, struct arena *a, str text)
{
    struct reader r = {.a = a, .out = out};
    *out = (struct opml_feed_vec){0};
    if (text.len > OPML_BYTES_MAX)
        return fail(E_LIMIT, "it is larger than %zu bytes", OPML_BYTES_MAX);
    r.rest = utf8_repair(a, text);
    map_init(&r.seen, a);
    for (size_t at; (at = str_chr(r.rest, '<')) != STR_NPOS;) {
        r.rest = str_skip(r.rest, at + 1);
        TRY(tag(&r));
    }
    if (out->len == 0)
        return fail(E_INPUT, str_ihas(str_sub(text, 0, 65536), S("<opml"))
                                 ? "there is no feed in it"
                                 : "it is no OPML: no outline with an xmlUrl");
    return OK;
}

/* --- writing --------------------------------------------------------------------------------- */

static void put_escaped(struct sbuf *out, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        switch (c) {
        case '&': sbuf_put(out, S("&amp;")); break;
        case '<': sbuf_put(out, S("&lt;")); break;
        case '>': sbuf_put(out, S("&gt;")); break;
        case '"': sbuf_put(out, S("&quot;")); break;
        default: sbuf_putc(out, c < ' ' || c == 0x7f ? ' ' : (char)c);
        }
    }
}

static void put_attribute(struct sbuf *out, str name, str value)
{
    sbuf_printf(out, " %.*s=\"", STR_FMT(name));
    put_escaped(out, value);
    sbuf_putc(out, '"');
}

static void put_indent(struct sbuf *out, size_t depth)
{
    for (size_t i = 0; i < depth + 2; i++)
        sbuf_put(out, S("  "));
}

static int folders_cmp(struct strs x, struct strs y)
{
    for (size_t i = 0; i < x.len && i < y.len; i++) {
        int order = str_cmp(x.at[i], y.at[i]);
        if (order)
            return order;
    }
    return (x.len > y.len) - (x.len < y.len);
}

struct placed {
    const struct opml_feed *feed;
    size_t place;
};

static int by_folder(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = folders_cmp(x->feed->folders, y->feed->folders);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Closes the folders of FROM that TO is not in, and opens those of TO. */
static void change_folder(struct sbuf *out, struct strs from, struct strs to)
{
    size_t same = 0;
    while (same < from.len && same < to.len && str_eq(from.at[same], to.at[same]))
        same++;
    for (size_t i = from.len; i > same; i--) {
        put_indent(out, i - 1);
        sbuf_put(out, S("</outline>\n"));
    }
    for (size_t i = same; i < to.len; i++) {
        put_indent(out, i);
        sbuf_put(out, S("<outline"));
        put_attribute(out, S("text"), to.at[i]);
        put_attribute(out, S("title"), to.at[i]);
        sbuf_put(out, S(">\n"));
    }
}

static void put_tag(struct sbuf *out, const char *indent, const char *name, const char *behind)
{
    sbuf_printf(out, "%s<%s>%s", indent, name, behind);
}

static void put_feed(struct sbuf *out, const struct opml_feed *f)
{
    bool page = !str_empty(f->recipe);
    str name = str_empty(f->title) ? f->url : f->title;
    put_indent(out, f->folders.len);
    sbuf_put(out, page ? S("<outline type=\"link\"") : S("<outline type=\"rss\""));
    put_attribute(out, S("text"), name);
    put_attribute(out, S("title"), name);
    put_attribute(out, page ? S("url") : S("xmlUrl"), f->url);
    if (!str_empty(f->site_url))
        put_attribute(out, S("htmlUrl"), f->site_url);
    if (page)
        put_attribute(out, S("courant:recipe"), f->recipe);
    sbuf_put(out, S("/>\n"));
}

static void put_root(struct sbuf *out, const struct opml_feed *feeds, size_t len)
{
    bool pages = false;
    for (size_t i = 0; i < len; i++)
        pages |= !str_empty(feeds[i].recipe);
    put_tag(out, "", "?xml version=\"1.0\" encoding=\"UTF-8\"?", "\n");
    put_tag(out, "",
            pages ? "opml version=\"2.0\" xmlns:courant=\"" OPML_NAMESPACE "\""
                  : "opml version=\"2.0\"",
            "\n");
}

void opml_write(struct sbuf *out, struct arena *a, str title, struct opml_feed *feeds, size_t len,
                int64_t now_us)
{
    struct placed *sorted = arena_array(a, len, struct placed);
    for (size_t i = 0; i < len; i++)
        sorted[i] = (struct placed){&feeds[i], i};
    if (len)
        qsort(sorted, len, sizeof *sorted, by_folder);
    put_root(out, feeds, len);
    put_tag(out, "  ", "head", "\n");
    put_tag(out, "    ", "title", "");
    put_escaped(out, title);
    put_tag(out, "", "/title", "\n");
    put_tag(out, "    ", "dateCreated", "");
    clock_put_http(out, now_us);
    put_tag(out, "", "/dateCreated", "\n");
    put_tag(out, "  ", "/head", "\n");
    put_tag(out, "  ", "body", "\n");
    struct strs open = {0};
    for (size_t i = 0; i < len; i++) {
        const struct opml_feed *f = sorted[i].feed;
        change_folder(out, open, f->folders);
        open = f->folders;
        put_feed(out, f);
    }
    change_folder(out, open, (struct strs){0});
    put_tag(out, "  ", "/body", "\n");
    put_tag(out, "", "/opml", "\n");
}
