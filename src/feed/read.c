/* Elements opening and closing: what is inside of what. What each says is in read_start.c and
 * read_end.c. */
#include "feed/read.h"

#include "feed/address.h"
#include "feed/read_code.h"
#include "feed/text.h"

bool read_take(struct making *m, enum read_field field, unsigned rank)
{
    if (m->rank[field] && m->rank[field] - 1u < rank)
        return false;
    m->rank[field] = (uint8_t)(rank + 1);
    return true;
}

str read_attribute(const struct xml_start *s, str local)
{
    for (size_t i = 0; i < s->attributes_len; i++)
        if (str_ieq(s->attributes[i].name.local, local) &&
            !str_eq(s->attributes[i].name.prefix, S("xml")))
            return str_trim(s->attributes[i].value);
    return S("");
}

static void begin_making(struct making *m, struct feed_part *part)
{
    *m = (struct making){.part = part};
    *part = (struct feed_part){.published_us = TIME_NONE,
                               .updated_us = TIME_NONE,
                               .created_us = TIME_NONE,
                               .expired_us = TIME_NONE};
}

static struct making *new_making(struct reader *r)
{
    struct making *m = arena_new(r->arena, struct making);
    begin_making(m, arena_new(r->arena, struct feed_part));
    return m;
}

static void inherit(struct reader *r, struct read_frame *f, const struct read_frame *parent,
                    const struct xml_start *s)
{
    if (parent) {
        f->base = parent->base;
        f->language = parent->language;
        f->making = parent->making;
        f->lower = parent->lower;
    }
    for (size_t i = 0; i < s->attributes_len; i++) {
        const struct xml_attribute *a = &s->attributes[i];
        if (!str_eq(a->name.prefix, S("xml")))
            continue;
        if (str_eq(a->name.local, S("base")))
            f->base = feed_base(r->arena, f->base, str_dup(r->arena, a->value));
        else if (str_eq(a->name.local, S("lang")))
            f->language = feed_language(r->arena, a->value);
    }
}

static void set_version(struct reader *r, const struct feed_name *name, const struct xml_start *s)
{
    struct feed_document *doc = r->doc;
    str local = str_of(name->key, name->key_len);
    str version = read_attribute(s, S("version"));
    if (str_eq(local, S("urlset")) || str_eq(local, S("sitemapindex"))) {
        doc->kind = FEED_SITEMAP;
        doc->version = str_dup(r->arena, local);
    } else if (str_eq(local, S("feed")) || str_eq(local, S("entry"))) {
        doc->kind = FEED_ATOM;
        bool old = str_ihas(s->name.space, S("purl.org/atom/ns"));
        bool final = str_ihas(s->name.space, S("www.w3.org/2005/Atom"));
        doc->version =
            final ? S("1.0") : str_dup(r->arena, old && !version.len ? S("0.3") : version);
    } else if (str_eq(local, S("channel"))) {
        doc->kind = str_eq(s->name.local, S("CHANNEL")) || read_attribute(s, S("href")).len
                        ? FEED_CDF
                        : FEED_RSS;
        doc->version = doc->kind == FEED_CDF ? S("cdf") : S("");
    } else {
        doc->kind = FEED_RSS;
        if (str_eq(local, S("rdf:rdf"))) {
            version = S("1.0");
            for (size_t i = 0; i < s->declarations_len; i++)
                if (str_ihas(s->declarations[i].space, S("netscape.com/rdf/simple/0.9")))
                    version = S("0.90");
        }
        doc->version = str_starts(version, S("2.")) ? S("2.0") : str_dup(r->arena, version);
    }
}

static void open_feed(struct reader *r, struct read_frame *f, const struct feed_name *name,
                      const struct xml_start *s)
{
    f->holder = HOLDER_PART;
    f->opens = true;
    if (r->feed) {
        f->making = r->feed;
        return;
    }
    set_version(r, name, s);
    r->feed = f->making = new_making(r);
    r->language = f->language;
}

static void open_item(struct reader *r, struct read_frame *f)
{
    if (f->making->is_item || r->doc->cut) {
        f->holder = HOLDER_NONE;
        return;
    }
    size_t limit = r->doc->kind == FEED_SITEMAP ? FEED_SITEMAP_ITEMS_MAX : FEED_ITEMS_MAX;
    if (r->doc->items.len == limit) {
        r->doc->cut = r->stopped = true;
        return;
    }
    f->element = ELEMENT_ITEM;
    f->holder = HOLDER_PART;
    f->opens = true;
    begin_making(&r->item, &r->item_part);
    f->making = &r->item;
    f->making->is_item = true;
}

static void close_item(struct reader *r, struct making *m)
{
    struct feed_part *item = m->part;
    if (item->link.len == 0 && item->id_is_link && feed_address_is_web(item->id))
        item->link = item->id;
    if (item->id.len == 0 && r->doc->kind == FEED_SITEMAP)
        item->id = item->link;
    /* Dublin Core's date of an entry is when it was published, where nothing else says that. */
    if (item->published_us == TIME_NONE && m->rank[FIELD_UPDATED] > 2)
        item->published_us = item->updated_us;
    item->id_is_link = item->id_is_link && str_eq(item->id, item->link);
    *vec_push(&r->doc->items, r->arena) = *item;
}

static void open_source(struct reader *r, struct read_frame *f)
{
    if (!f->making->is_item) {
        f->holder = HOLDER_NONE;
        return;
    }
    struct making *m = new_making(r);
    m->is_source = true;
    f->making->part->source = m->part;
    f->making = m;
    f->holder = HOLDER_PART;
    f->opens = true;
}

/* The text construct F: all that is inside it is its text. */
static void open_text(struct reader *r, struct read_frame *f)
{
    f->holder = HOLDER_NONE;
    r->rich = r->depth;
    r->rich_children = 0;
    r->rich_loose = r->rich_div_left = false;
    r->rich_markup = str_ends(f->text.type, S("xml"));
}

/* A child of what a part is made of. */
static void open_in_part(struct reader *r, struct read_frame *f, const struct feed_name *name,
                         const struct xml_start *s)
{
    f->holder = HOLDER_NONE;
    switch (f->element) {
    case ELEMENT_FEED:
    case ELEMENT_CHANNEL:
        if (r->depth <= 2)
            open_feed(r, f, name, s);
        break;
    case ELEMENT_ITEM: open_item(r, f); break;
    case ELEMENT_SOURCE: open_source(r, f); break;
    case ELEMENT_AUTHOR:
    case ELEMENT_CONTRIBUTOR:
    case ELEMENT_PUBLISHER: f->holder = HOLDER_PERSON; break;
    case ELEMENT_IMAGE: f->holder = HOLDER_IMAGE; break;
    case ELEMENT_TEXT_INPUT:
    case ELEMENT_CHAPTERS: f->holder = HOLDER_EXTRA; break;
    case ELEMENT_GROUP:
        f->holder = HOLDER_PART;
        f->lower = (uint8_t)(f->lower + (str_eq(name->prefix, S("media")) ? 1 : 0));
        break;
    case ELEMENT_MEDIA:
        f->holder = HOLDER_PART;
        f->lower = (uint8_t)(f->lower + 1);
        break;
    case ELEMENT_CATEGORY:
        if (str_eq(name->prefix, S("itunes")))
            f->holder = HOLDER_PART;
        break;
    case ELEMENT_TITLE:
    case ELEMENT_DESCRIPTION:
    case ELEMENT_SUMMARY:
    case ELEMENT_SUBTITLE:
    case ELEMENT_CONTENT:
    case ELEMENT_ENCODED:
    case ELEMENT_BODY:
    case ELEMENT_RIGHTS:
    case ELEMENT_INFO:
        read_start_attributes(r, f, name, s);
        open_text(r, f);
        return;
    default: break;
    }
    read_start_attributes(r, f, name, s);
}

static void open_child(struct reader *r, struct read_frame *f, const struct read_frame *parent,
                       const struct feed_name *name, const struct xml_start *s)
{
    switch (parent->holder) {
    case HOLDER_PART:
        if (r->doc->kind == FEED_SITEMAP && f->element == ELEMENT_URI &&
            parent->element == ELEMENT_FEED)
            f->element = ELEMENT_ITEM;
        open_in_part(r, f, name, s);
        break;
    case HOLDER_EXTRA:
        f->extra.name = str_dup(r->arena, str_of(name->key, name->key_len));
        if (f->element == ELEMENT_CHAPTER)
            read_start_attributes(r, f, name, s);
        break;
    case HOLDER_PERSON:
    case HOLDER_IMAGE:
    case HOLDER_NONE: break;
    }
}

static bool on_start(void *ctx, const struct xml_start *s)
{
    struct reader *r = ctx;
    if (r->depth == READ_DEPTH_MAX)
        return false;
    if (r->arena->used > r->memory_max) {
        r->doc->cut = true;
        return false;
    }
    struct read_frame *parent = r->depth ? &r->frames[r->depth - 1] : NULL;
    struct read_frame *f = &r->frames[r->depth++];
    *f = (struct read_frame){.text_at = r->text.len};
    if (!parent) {
        f->base = r->frames[READ_DEPTH_MAX - 1].base; /* what came with the file */
        f->language = r->frames[READ_DEPTH_MAX - 1].language;
    }
    inherit(r, f, parent, s);
    if (r->rich) {
        read_rich_start(r, f, s);
        return true;
    }
    struct feed_name name;
    feed_name_read(&name, &r->spaces, &s->name);
    f->element = name.element;
    f->rank = (uint8_t)(name.rank + f->lower);
    if (parent) {
        open_child(r, f, parent, &name, s);
        return !r->stopped;
    }
    bool alone = f->element == ELEMENT_ITEM && str_eq(s->name.local, S("entry"));
    if (f->element != ELEMENT_FEED && f->element != ELEMENT_CHANNEL && !alone)
        return false;
    open_feed(r, f, &name, s);
    if (alone)
        open_item(r, f);
    read_start_attributes(r, f, &name, s);
    return true;
}

static void on_text(void *ctx, str text)
{
    struct reader *r = ctx;
    if (r->depth == 0)
        return;
    const struct read_frame *f = &r->frames[r->depth - 1];
    if (r->rich)
        read_rich_text(r, text);
    else if (!f->opens || f->element == ELEMENT_SOURCE)
        sbuf_put(&r->text, text);
}

static void on_end(void *ctx)
{
    struct reader *r = ctx;
    struct read_frame *f = &r->frames[--r->depth];
    struct read_frame *parent = r->depth ? &r->frames[r->depth - 1] : NULL;
    if (r->rich && r->depth + 1 > r->rich) {
        read_rich_end(r, f);
        return;
    }
    str text = str_trim(str_of(r->text.p ? r->text.p + f->text_at : "", r->text.len - f->text_at));
    if (f->element == ELEMENT_ITEM && f->opens)
        close_item(r, f->making);
    else if (parent)
        read_end_text(r, f, parent, text);
    r->rich = 0;
    sbuf_truncate(&r->text, f->text_at);
}

/* What only shows when all has been read. */
static void finish_feed(struct reader *r)
{
    struct feed_part *feed = r->feed->part;
    if (feed->language.len == 0)
        feed->language = r->language;
    if (feed->image.url.len == 0)
        feed->image.url = feed->logo;
    r->doc->about = *feed;
}

status feed_read(struct feed_document *doc, struct arena *a, str text, str base, str language)
{
    static const struct xml_events events = {on_start, on_text, on_end};
    struct reader *r = arena_new(a, struct reader);
    r->arena = a;
    r->doc = doc;
    r->memory_max =
        size_add(a->used, size_add(FEED_MEMORY_MAX, size_mul(text.len, FEED_MEMORY_FACTOR)));
    r->frames[READ_DEPTH_MAX - 1].base = base;
    r->frames[READ_DEPTH_MAX - 1].language = language;
    sbuf_init_heap(&r->text, FEED_BYTES_MAX * 2);
    bool well_formed;
    status code = xml_read(&well_formed, text, &events, r);
    if (r->text.overflow && code == OK)
        code = fail(E_LIMIT, "the feed's text is longer than %zu bytes", FEED_BYTES_MAX * 2);
    sbuf_free(&r->text);
    if (code == OK && r->feed)
        finish_feed(r);
    return code;
}
