/* Writing feeds; see feed_out.h. Element names and texts go through put_element, so that nothing
 * is written unescaped. */
#include "web/feed_out.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"
#include "web/cards.h"
#include "web/paths.h"
#include "web/share.h"
#include "web/strings.h"
#include "web/template.h"
#include "web/words.h"

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

/* RFC 822, as RSS has it: "Sun, 22 Nov 2026 16:07:00 GMT". */
static void put_rfc822(struct sbuf *b, const char *name, int64_t us)
{
    static const char DAYS[] = "SunMonTueWedThuFriSat";
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (us == TIME_NONE)
        return;
    struct civil c = clock_civil(us);
    begin_start(b, name);
    sbuf_printf(b, ">%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", DAYS + c.weekday * 3, c.day,
                MONTHS + (c.month - 1) * 3, c.year, c.hour, c.minute, c.second);
    end(b, name);
}

/* --- the three forms ----------------------------------------------------------------------- */

static void put_link(struct sbuf *b, const char *name, const char *rel, const char *type,
                     str address)
{
    begin_start(b, name);
    put_attribute(b, "rel", str_c(rel));
    put_attribute(b, "type", str_c(type));
    put_attribute(b, "href", address);
    end_empty(b);
}

static void put_atom_entry(struct sbuf *b, const struct feed_out_entry *e)
{
    begin_start(b, "entry");
    put_attribute(b, "xml:lang", e->language);
    sbuf_put(b, S(">\n"));
    put_element(b, "id", e->address);
    put_element(b, "title", str_empty(e->title) ? e->address : e->title);
    put_link(b, "link", "alternate", "text/html", e->address);
    if (!str_empty(e->image))
        put_link(b, "link", "enclosure", NULL, e->image);
    put_iso(b, "published", e->published_us);
    put_iso(b, "updated", updated_of(e) == TIME_NONE ? 0 : updated_of(e));
    begin(b, "author");
    put_element(b, "name", str_empty(e->author) ? S("-") : e->author);
    end(b, "author");
    if (str_empty(e->content.s)) {
        put_element(b, "summary", e->summary);
    } else {
        begin_start(b, "content");
        put_attribute(b, "type", S("html"));
        sbuf_putc(b, '>');
        put_text(b, e->content.s);
        end(b, "content");
    }
    end(b, "entry");
}

static void write_atom(struct sbuf *b, const struct feed_out *feed)
{
    sbuf_put(b, S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
    begin_start(b, "feed");
    put_attribute(b, "xmlns", S("http://www.w3.org/2005/Atom"));
    put_attribute(b, "xml:lang", feed->language);
    sbuf_put(b, S(">\n"));
    put_element(b, "id", feed->address);
    put_element(b, "title", feed->title);
    put_element(b, "subtitle", feed->description);
    put_link(b, "link", "self", "application/atom+xml", feed->address);
    put_link(b, "link", "alternate", "text/html", feed->page);
    put_iso(b, "updated", updated(feed));
    put_element(b, "generator", S("Courant"));
    for (size_t i = 0; i < feed->len; i++)
        put_atom_entry(b, &feed->entries[i]);
    end(b, "feed");
}

static void put_rss_item(struct sbuf *b, const struct feed_out_entry *e)
{
    begin(b, "item");
    put_element(b, "title", str_empty(e->title) ? e->address : e->title);
    put_element(b, "link", e->address);
    begin_start(b, "guid");
    put_attribute(b, "isPermaLink", S("true"));
    sbuf_putc(b, '>');
    put_text(b, e->address);
    end(b, "guid");
    put_rfc822(b, "pubDate", e->published_us != TIME_NONE ? e->published_us : e->updated_us);
    put_element(b, "dc:creator", e->author);
    put_element(b, "description", str_empty(e->content.s) ? e->summary : e->content.s);
    end(b, "item");
}

static void write_rss(struct sbuf *b, const struct feed_out *feed)
{
    sbuf_put(b, S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
    begin_start(b, "rss");
    put_attribute(b, "version", S("2.0"));
    put_attribute(b, "xmlns:atom", S("http://www.w3.org/2005/Atom"));
    put_attribute(b, "xmlns:dc", S("http://purl.org/dc/elements/1.1/"));
    sbuf_put(b, S(">\n"));
    begin(b, "channel");
    put_element(b, "title", feed->title);
    put_element(b, "link", feed->page);
    put_element(b, "description", str_empty(feed->description) ? feed->title : feed->description);
    put_link(b, "atom:link", "self", "application/rss+xml", feed->address);
    put_element(b, "language", feed->language);
    put_rfc822(b, "lastBuildDate", updated(feed));
    put_element(b, "generator", S("Courant"));
    for (size_t i = 0; i < feed->len; i++)
        put_rss_item(b, &feed->entries[i]);
    end(b, "channel");
    end(b, "rss");
}

static void put_json_time(struct json *j, const char *key, int64_t us)
{
    if (us == TIME_NONE)
        return;
    json_key(j, key);
    json_time(j, us);
}

static void put_json_item(struct json *j, const struct feed_out_entry *e)
{
    json_object(j);
    json_key_str(j, "id", e->address);
    json_key_str(j, "url", e->address);
    json_key_str_opt(j, "title", e->title);
    json_key_str(j, str_empty(e->content.s) ? "content_text" : "content_html",
                 str_empty(e->content.s) ? e->summary : e->content.s);
    json_key_str_opt(j, "image", e->image);
    json_key_str_opt(j, "language", e->language);
    put_json_time(j, "date_published", e->published_us);
    put_json_time(j, "date_modified", e->updated_us);
    if (!str_empty(e->author)) {
        json_key(j, "authors");
        json_array(j);
        json_object(j);
        json_key_str(j, "name", e->author);
        json_end(j);
        json_end(j);
    }
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
    json_key_str_opt(&j, "language", feed->language);
    json_key(&j, "items");
    json_array(&j);
    for (size_t i = 0; i < feed->len; i++)
        put_json_item(&j, &feed->entries[i]);
    json_end(&j);
    json_end(&j);
    sbuf_putc(b, '\n');
}

str feed_out_type(enum feed_out_kind kind)
{
    switch (kind) {
    case FEED_OUT_RSS: return S("application/rss+xml; charset=utf-8");
    case FEED_OUT_JSON: return S("application/feed+json; charset=utf-8");
    default: return S("application/atom+xml; charset=utf-8");
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

/* --- of articles --------------------------------------------------------------------------- */

static struct feed_out_entry entry_of(const struct page_call *c, const struct article_card *card)
{
    struct image_view image = card_image(c, &card->image);
    str picture = !image.there ? S("")
                  : str_starts(image.address.s, S("/"))
                      ? share_address(c, (path){image.address.s}).s
                      : image.address.s;
    return (struct feed_out_entry){
        .address = share_address(c, path_article(c->a, card->id)).s,
        .title = card->title,
        .summary = card->description,
        .author = str_empty(card->source_name) ? card->source_key : card->source_name,
        .image = picture,
        .language = words_language_tag(card->language),
        .published_us = card->published_us,
        .updated_us = card->published_us == TIME_NONE ? card->first_seen_us : TIME_NONE,
    };
}

status feed_out_answer(struct page_call *c, enum feed_out_kind kind, str title, str description,
                       path page, const struct article_card *cards, size_t n)
{
    str own = share_address(c, (path){path_target(c->a, c->request->path, S(""))}).s;
    if (str_empty(own))
        return fail(E_UNSUPPORTED, "the address of this site is not known: set public_url");
    struct feed_out_entry *entries = arena_array(c->a, n, struct feed_out_entry);
    for (size_t i = 0; i < n; i++)
        entries[i] = entry_of(c, &cards[i]);
    struct feed_out feed = {
        .title = title,
        .description = description,
        .address = own,
        .page = share_address(c, page).s,
        .updated_us = c->now_us,
        .entries = entries,
        .len = n,
    };
    feed_out_write(page_body(c), kind, &feed);
    c->out->content_type = feed_out_type(kind);
    return page_end(c);
}
