/* Writing feeds; see feed_out.h. Element names and texts go through put_element, so that nothing
 * is written unescaped. */
#include "web/feed_out.h"

#include "base/clock.h"
#include "base/json.h"
#include "web/template.h"

/* --- XML ---------------------------------------------------------------------------------- */

/* Without what XML 1.0 section 2.2 leaves out: control characters, U+FFFE and U+FFFF. */
static void put_text(struct sbuf *b, str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
        bool none = c == 0xef && text.len - i >= 3 && (unsigned char)text.p[i + 1] == 0xbf &&
                    (unsigned char)text.p[i + 2] >= 0xbe;
        if (!control && !none)
            continue;
        tpl_put_text(b, str_sub(text, from, i));
        i += none ? 2 : 0;
        from = i + 1;
    }
    tpl_put_text(b, str_skip(text, from));
}

/* Begins an element that may have attributes; end_start ends its tag. */
static void begin_start(struct sbuf *b, const char *name)
{
    sbuf_putc(b, '<');
    sbuf_put(b, str_c(name));
}

static void put_attribute(struct sbuf *b, const char *name, str value)
{
    if (str_empty(value))
        return;
    sbuf_putc(b, ' ');
    sbuf_put(b, str_c(name));
    sbuf_put(b, S("=\""));
    put_text(b, value);
    sbuf_putc(b, '"');
}

static void end_empty(struct sbuf *b)
{
    sbuf_put(b, S("/>\n"));
}

static void begin(struct sbuf *b, const char *name)
{
    begin_start(b, name);
    sbuf_put(b, S(">\n"));
}

static void end(struct sbuf *b, const char *name)
{
    sbuf_put(b, S("</"));
    sbuf_put(b, str_c(name));
    sbuf_put(b, S(">\n"));
}

static void put_element(struct sbuf *b, const char *name, str text)
{
    if (str_empty(text))
        return;
    begin_start(b, name);
    sbuf_putc(b, '>');
    put_text(b, text);
    end(b, name);
}

/* Text where readers' programs expect HTML. */
static void put_escaped_element(struct sbuf *b, const char *name, str text)
{
    struct arena scratch;
    struct sbuf escaped;
    arena_init(&scratch);
    sbuf_init(&escaped, &scratch, text.len * 6 + 16);
    tpl_put_text(&escaped, text);
    put_element(b, name, sbuf_str(&escaped));
    arena_end(&scratch);
}

/* --- times --------------------------------------------------------------------------------- */

static int64_t updated_of(const struct feed_out_entry *e)
{
    return e->updated_us != TIME_NONE ? e->updated_us : e->published_us;
}

/* Not the time of the request: a feed that has not changed has to look so. */
static int64_t updated(const struct feed_out *feed)
{
    int64_t newest = TIME_NONE;
    for (size_t i = 0; i < feed->len; i++)
        if (updated_of(&feed->entries[i]) > newest)
            newest = updated_of(&feed->entries[i]);
    return newest == TIME_NONE ? feed->updated_us : newest;
}

static void put_iso(struct sbuf *b, const char *name, int64_t us)
{
    if (us == TIME_NONE)
        return;
    begin_start(b, name);
    sbuf_putc(b, '>');
    clock_put_iso(b, us);
    end(b, name);
}

/* "Sun, 22 Nov 2026 16:07:00 GMT", as RSS has it too. */
static void put_rfc822(struct sbuf *b, const char *name, int64_t us)
{
    if (us == TIME_NONE)
        return;
    begin_start(b, name);
    sbuf_putc(b, '>');
    clock_put_http(b, us);
    end(b, name);
}

/* --- what the forms have in common -------------------------------------------------------- */

/* The type that an address' ending names; "" when it names none: nobody has looked. */
static str picture_type(str address)
{
    static const struct {
        const char *ending, *type;
    } TYPES[] = {{".jpg", "image/jpeg"},   {".jpeg", "image/jpeg"}, {".png", "image/png"},
                 {".webp", "image/webp"},  {".gif", "image/gif"},   {".avif", "image/avif"},
                 {".svg", "image/svg+xml"}};
    size_t end = str_chr(address, '?');
    str plain = str_sub(address, 0, end == STR_NPOS ? str_chr(address, '#') : end);
    for (size_t i = 0; i < ARRAY_LEN(TYPES); i++) {
        str ending = str_c(TYPES[i].ending);
        if (plain.len > ending.len && str_ieq(str_skip(plain, plain.len - ending.len), ending))
            return str_c(TYPES[i].type);
    }
    return S("");
}

static str title_of(const struct feed_out_entry *e)
{
    return str_empty(e->title) ? e->address : e->title;
}

static void put_link(struct sbuf *b, const char *name, const char *rel, str type, str address)
{
    if (str_empty(address))
        return;
    begin_start(b, name);
    put_attribute(b, "rel", str_c(rel));
    put_attribute(b, "type", type);
    put_attribute(b, "href", address);
    end_empty(b);
}

/* The links of a feed itself; NAME: "link", or within RSS "atom:link". */
static void put_feed_links(struct sbuf *b, const char *name, str type, const struct feed_out *feed)
{
    put_link(b, name, "self", type, feed->address);
    put_link(b, name, "hub", S(""), feed->hub);
    put_link(b, name, "first", type, feed->first);
    put_link(b, name, "next", type, feed->next);
}

/* --- Atom ---------------------------------------------------------------------------------- */

static void put_atom_source(struct sbuf *b, const struct feed_out_entry *e)
{
    if (str_empty(e->source_id))
        return;
    begin(b, "source");
    put_element(b, "id", e->source_id);
    put_element(b, "title", e->source_name);
    put_link(b, "link", "self", S("application/atom+xml"), e->source_feed);
    end(b, "source");
}

static void put_atom_entry(struct sbuf *b, const struct feed_out_entry *e)
{
    begin_start(b, "entry");
    put_attribute(b, "xml:lang", e->language);
    sbuf_put(b, S(">\n"));
    put_element(b, "id", e->id);
    put_element(b, "title", title_of(e));
    put_link(b, "link", "alternate", S("text/html"), e->address);
    put_link(b, "link", "via", S(""), e->original);
    put_link(b, "link", "enclosure", picture_type(e->image.url), e->image.url);
    put_link(b, "link", "replies", S("text/html"), e->comments);
    put_link(b, "link", "replies", S("application/atom+xml"), e->comments_feed);
    put_iso(b, "published", e->published_us);
    put_iso(b, "updated", updated_of(e) == TIME_NONE ? 0 : updated_of(e));
    for (size_t i = 0; i < e->authors.len || i == 0; i++) {
        begin(b, "author");
        put_element(b, "name", i < e->authors.len ? e->authors.at[i] : S("-"));
        end(b, "author");
    }
    for (size_t i = 0; i < e->tags.len; i++) {
        begin_start(b, "category");
        put_attribute(b, "term", e->tags.at[i]);
        end_empty(b);
    }
    put_element(b, "summary", e->summary);
    if (!str_empty(e->content.s)) {
        begin_start(b, "content");
        put_attribute(b, "type", S("html"));
        sbuf_putc(b, '>');
        put_text(b, e->content.s);
        end(b, "content");
    }
    put_atom_source(b, e);
    end(b, "entry");
}

static void write_atom(struct sbuf *b, const struct feed_out *feed)
{
    sbuf_put(b, S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
    begin_start(b, "feed");
    put_attribute(b, "xmlns", S("http://www.w3.org/2005/Atom"));
    put_attribute(b, "xml:lang", feed->language);
    sbuf_put(b, S(">\n"));
    put_element(b, "id", feed->id);
    put_element(b, "title", feed->title);
    put_element(b, "subtitle", feed->description);
    put_feed_links(b, "link", S("application/atom+xml"), feed);
    put_link(b, "link", "alternate", S("text/html"), feed->page);
    put_iso(b, "updated", updated(feed));
    put_element(b, "generator", S("Courant"));
    put_element(b, "icon", feed->icon);
    for (size_t i = 0; i < feed->len; i++)
        put_atom_entry(b, &feed->entries[i]);
    end(b, "feed");
}

/* --- RSS ----------------------------------------------------------------------------------- */

static void put_media(struct sbuf *b, const struct image *image)
{
    if (str_empty(image->url))
        return;
    begin_start(b, "media:content");
    put_attribute(b, "url", image->url);
    put_attribute(b, "medium", S("image"));
    put_attribute(b, "type", picture_type(image->url));
    sbuf_put(b, S(">\n"));
    put_element(b, "media:description", str_empty(image->caption) ? image->alt : image->caption);
    put_element(b, "media:credit", image->credit);
    end(b, "media:content");
}

static void put_rss_item(struct sbuf *b, const struct feed_out_entry *e)
{
    begin(b, "item");
    put_element(b, "title", title_of(e));
    put_element(b, "link", e->address);
    begin_start(b, "guid");
    put_attribute(b, "isPermaLink", S("false"));
    sbuf_putc(b, '>');
    put_text(b, e->id);
    end(b, "guid");
    put_rfc822(b, "pubDate", e->published_us != TIME_NONE ? e->published_us : e->updated_us);
    put_iso(b, "atom:updated", e->updated_us);
    for (size_t i = 0; i < e->authors.len; i++)
        put_element(b, "dc:creator", e->authors.at[i]);
    for (size_t i = 0; i < e->tags.len; i++)
        put_element(b, "category", e->tags.at[i]);
    put_element(b, "comments", e->comments);
    put_element(b, "wfw:commentRss", e->comments_feed);
    put_element(b, "dc:language", e->language);
    if (!str_empty(e->source_feed)) {
        begin_start(b, "source");
        put_attribute(b, "url", e->source_feed);
        sbuf_putc(b, '>');
        put_text(b, e->source_name);
        end(b, "source");
    }
    put_escaped_element(b, "description", e->summary);
    put_element(b, "content:encoded", e->content.s);
    put_media(b, &e->image);
    end(b, "item");
}

static void write_rss(struct sbuf *b, const struct feed_out *feed)
{
    sbuf_put(b, S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
    begin_start(b, "rss");
    put_attribute(b, "version", S("2.0"));
    put_attribute(b, "xmlns:atom", S("http://www.w3.org/2005/Atom"));
    put_attribute(b, "xmlns:content", S("http://purl.org/rss/1.0/modules/content/"));
    put_attribute(b, "xmlns:dc", S("http://purl.org/dc/elements/1.1/"));
    put_attribute(b, "xmlns:media", S("http://search.yahoo.com/mrss/"));
    put_attribute(b, "xmlns:wfw", S("http://wellformedweb.org/CommentAPI/"));
    sbuf_put(b, S(">\n"));
    begin(b, "channel");
    put_element(b, "title", feed->title);
    put_element(b, "link", feed->page);
    put_element(b, "description", str_empty(feed->description) ? feed->title : feed->description);
    put_feed_links(b, "atom:link", S("application/rss+xml"), feed);
    put_element(b, "language", feed->language);
    put_rfc822(b, "lastBuildDate", updated(feed));
    put_element(b, "generator", S("Courant"));
    for (size_t i = 0; i < feed->len; i++)
        put_rss_item(b, &feed->entries[i]);
    end(b, "channel");
    end(b, "rss");
}

/* --- JSON Feed ----------------------------------------------------------------------------- */

static void put_json_time(struct json *j, const char *key, int64_t us)
{
    if (us == TIME_NONE)
        return;
    json_key(j, key);
    json_time(j, us);
}

static void put_json_authors(struct json *j, struct strs authors)
{
    if (authors.len == 0)
        return;
    json_key(j, "authors");
    json_array(j);
    for (size_t i = 0; i < authors.len; i++) {
        json_object(j);
        json_key_str(j, "name", authors.at[i]);
        json_end(j);
    }
    json_end(j);
}

static void put_json_tags(struct json *j, struct strs tags)
{
    if (tags.len == 0)
        return;
    json_key(j, "tags");
    json_array(j);
    for (size_t i = 0; i < tags.len; i++)
        json_str(j, tags.at[i]);
    json_end(j);
}

static void put_json_item(struct json *j, const struct feed_out_entry *e)
{
    bool text = str_empty(e->content.s);
    json_object(j);
    json_key_str(j, "id", e->id);
    json_key_str(j, "url", e->address);
    json_key_str_opt(j, "external_url", e->original);
    json_key_str_opt(j, "title", e->title);
    json_key_str(j, text ? "content_text" : "content_html", text ? e->summary : e->content.s);
    json_key_str_opt(j, "summary", e->summary);
    json_key_str_opt(j, "image", e->image.url);
    json_key_str_opt(j, "language", e->language);
    put_json_time(j, "date_published", e->published_us);
    put_json_time(j, "date_modified", e->updated_us);
    put_json_authors(j, e->authors);
    put_json_tags(j, e->tags);
    json_end(j);
}

static void write_json(struct sbuf *b, const struct feed_out *feed)
{
    struct json j;
    json_init(&j, b);
    json_object(&j);
    json_key_str(&j, "version", S("https://jsonfeed.org/version/1.1"));
    json_key_str(&j, "title", feed->title);
    json_key_str_opt(&j, "description", feed->description);
    json_key_str(&j, "home_page_url", feed->page);
    json_key_str(&j, "feed_url", feed->address);
    json_key_str_opt(&j, "next_url", feed->next);
    json_key_str_opt(&j, "favicon", feed->icon);
    json_key_str_opt(&j, "language", feed->language);
    if (!str_empty(feed->hub)) {
        json_key(&j, "hubs");
        json_array(&j);
        json_object(&j);
        json_key_str(&j, "type", S("WebSub"));
        json_key_str(&j, "url", feed->hub);
        json_end(&j);
        json_end(&j);
    }
    json_key(&j, "items");
    json_array(&j);
    for (size_t i = 0; i < feed->len; i++)
        put_json_item(&j, &feed->entries[i]);
    json_end(&j);
    json_end(&j);
    sbuf_putc(b, '\n');
}

/* --- answers ------------------------------------------------------------------------------- */

str feed_out_type(enum feed_out_kind kind)
{
    switch (kind) {
    case FEED_OUT_RSS: return S("application/rss+xml; charset=utf-8");
    case FEED_OUT_JSON: return S("application/feed+json; charset=utf-8");
    default: return S("application/atom+xml; charset=utf-8");
    }
}

const char *feed_out_ending(enum feed_out_kind kind)
{
    switch (kind) {
    case FEED_OUT_RSS: return "rss";
    case FEED_OUT_JSON: return "json";
    default: return "xml";
    }
}

void feed_out_write(struct sbuf *b, enum feed_out_kind kind, const struct feed_out *feed)
{
    switch (kind) {
    case FEED_OUT_RSS: write_rss(b, feed); break;
    case FEED_OUT_JSON: write_json(b, feed); break;
    default: write_atom(b, feed);
    }
}

status feed_out_answer(struct page_call *c, enum feed_out_kind kind, const struct feed_out *feed)
{
    if (str_empty(feed->address))
        return fail(E_UNSUPPORTED, "the address of this site is not known: set public_url");
    feed_out_write(page_body(c), kind, feed);
    c->out->content_type = feed_out_type(kind);
    return page_end(c);
}
