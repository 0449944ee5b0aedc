/* What the attributes of an element say. */
#include "feed/address.h"
#include "feed/date.h"
#include "feed/read_code.h"
#include "feed/text.h"

static str attribute(struct reader *r, const struct xml_start *s, str local)
{
    return str_dup(r->arena, read_attribute(s, local));
}

/* The first of "href", "url", "uri" and "resource", absolute. */
static str address_of(struct reader *r, const struct read_frame *f, const struct xml_start *s)
{
    static const char names[][12] = {"href", "url", "uri", "resource"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        str value = read_attribute(s, str_c(names[i]));
        if (value.len)
            return feed_address(r->arena, f->base, str_dup(r->arena, value));
    }
    return S("");
}

/* Attributes as named values: lower case, addresses absolute under the name "url". */
static void values_of(struct reader *r, struct read_frame *f, const struct xml_start *s)
{
    for (size_t i = 0; i < s->attributes_len; i++) {
        const struct xml_attribute *a = &s->attributes[i];
        if (str_eq(a->name.prefix, S("xml")))
            continue;
        str name = str_lower(r->arena, a->name.local);
        str value = str_dup(r->arena, str_trim(a->value));
        if (str_eq(name, S("href")) || str_eq(name, S("url")) || str_eq(name, S("uri"))) {
            name = S("url");
            value = feed_address(r->arena, f->base, value);
        }
        struct feed_extra *value_of = vec_push(&f->extra.values, r->arena);
        value_of->name = name;
        value_of->text = value;
    }
}

static bool is_base64(const struct xml_start *s, str type)
{
    if (str_ieq(read_attribute(s, S("mode")), S("base64")))
        return true;
    return read_attribute(s, S("type")).len && !str_starts(type, S("text/")) &&
           !str_ends(type, S("/xml")) && !str_ends(type, S("+xml")) &&
           !str_ends(type, S("/json")) && str_chr(type, '/') != STR_NPOS;
}

static void text_construct(struct reader *r, struct read_frame *f, const struct xml_start *s)
{
    str usual = S("text/plain");
    if (f->element == ELEMENT_DESCRIPTION || f->element == ELEMENT_ENCODED)
        usual = S("text/html");
    else if (f->element == ELEMENT_BODY)
        usual = S("application/xhtml+xml");
    f->text.type = feed_media_type(r->arena, read_attribute(s, S("type")), usual);
    f->base64 = is_base64(s, f->text.type);
    str src = read_attribute(s, S("src"));
    if (src.len)
        f->text.src = feed_address(r->arena, f->base, str_dup(r->arena, src));
}

static void link_element(struct reader *r, struct read_frame *f, const struct xml_start *s)
{
    struct feed_link link = {
        .rel = attribute(r, s, S("rel")),
        .url = address_of(r, f, s),
        .type = attribute(r, s, S("type")),
        .title = attribute(r, s, S("title")),
        .length = attribute(r, s, S("length")),
        .language = attribute(r, s, S("hreflang")),
    };
    str registered = S("http://www.iana.org/assignments/relation/");
    if (str_istarts(link.rel, registered))
        link.rel = str_skip(link.rel, registered.len);
    if (link.rel.len == 0)
        link.rel = S("alternate");
    f->link = link;
    f->has_link = link.url.len > 0;
    if (f->has_link)
        read_link(r, f);
}

static void enclosure_element(struct reader *r, struct read_frame *f, const struct xml_start *s)
{
    struct feed_link link = {
        .rel = S("enclosure"),
        .url = address_of(r, f, s),
        .type = attribute(r, s, S("type")),
        .length = attribute(r, s, S("length")),
    };
    if (link.url.len)
        read_add_link(r, f->making->part, &link);
}

static void category_element(struct reader *r, struct read_frame *f, const struct feed_name *name,
                             const struct xml_start *s)
{
    struct feed_category *c = &f->category;
    c->term = attribute(r, s, S("term"));
    c->scheme = attribute(r, s, S("scheme"));
    c->label = attribute(r, s, S("label"));
    if (c->scheme.len == 0)
        c->scheme = attribute(r, s, S("domain"));
    if (str_eq(name->prefix, S("itunes"))) {
        c->term = attribute(r, s, S("text"));
        c->scheme = S("http://www.itunes.com/");
    } else if (str_eq(name->prefix, S("media")) && c->scheme.len == 0) {
        c->scheme = S("http://search.yahoo.com/mrss/category_schema");
    }
    if (c->term.len)
        read_add_category(r, f->making->part, c);
}

static void image_link(struct reader *r, struct read_frame *f, const struct xml_start *s)
{
    str rel = read_attribute(s, S("rel"));
    f->image.url = address_of(r, f, s);
    if (rel.len && !str_ieq(rel, S("image")))
        f->image.url = S("");
    if (f->image.url.len && read_take(f->making, FIELD_IMAGE, f->rank))
        f->making->part->image.url = f->image.url;
}

/* media:content and media:thumbnail that are pictures stand in for an entry's picture. */
static void media_element(struct reader *r, struct read_frame *f, const struct feed_name *name,
                          const struct xml_start *s)
{
    f->extra.name = read_extra_name(r, name);
    values_of(r, f, s);
    bool thumbnail = str_eq(str_of(name->key, name->key_len), S("media:thumbnail"));
    bool picture = thumbnail || str_ieq(read_attribute(s, S("medium")), S("image")) ||
                   str_istarts(read_attribute(s, S("type")), S("image/"));
    str address = picture && f->making->is_item ? address_of(r, f, s) : S("");
    if (address.len && f->making->part->image.url.len == 0 &&
        read_take(f->making, FIELD_IMAGE, 8u + f->rank))
        f->making->part->image.url = address;
}

static void item_element(struct reader *r, struct read_frame *f, const struct xml_start *s)
{
    if (!f->making)
        return;
    struct feed_part *part = f->making->part;
    str about = read_attribute(s, S("about"));
    if (about.len && read_take(f->making, FIELD_ID, 4))
        part->id = feed_address(r->arena, f->base, str_dup(r->arena, about));
    if (r->doc->kind != FEED_CDF)
        return;
    str href = read_attribute(s, S("href"));
    if (href.len && read_take(f->making, FIELD_LINK, 0))
        part->link = feed_address(r->arena, f->base, str_dup(r->arena, href));
    int64_t time;
    if (feed_date_parse(&time, read_attribute(s, S("lastmod"))) &&
        read_take(f->making, FIELD_UPDATED, 0))
        part->updated_us = time;
}

void read_start_attributes(struct reader *r, struct read_frame *f, const struct feed_name *name,
                           const struct xml_start *s)
{
    switch (f->element) {
    case ELEMENT_FEED:
    case ELEMENT_CHANNEL:
    case ELEMENT_ITEM:
        if (f->opens)
            item_element(r, f, s);
        break;
    case ELEMENT_TITLE:
    case ELEMENT_DESCRIPTION:
    case ELEMENT_SUMMARY:
    case ELEMENT_SUBTITLE:
    case ELEMENT_CONTENT:
    case ELEMENT_ENCODED:
    case ELEMENT_BODY:
    case ELEMENT_RIGHTS:
    case ELEMENT_INFO: text_construct(r, f, s); break;
    case ELEMENT_LINK: link_element(r, f, s); break;
    case ELEMENT_ENCLOSURE: enclosure_element(r, f, s); break;
    case ELEMENT_CATEGORY: category_element(r, f, name, s); break;
    case ELEMENT_IMAGE_LINK: image_link(r, f, s); break;
    case ELEMENT_IMAGE: f->image.url = address_of(r, f, s); break;
    case ELEMENT_MEDIA: media_element(r, f, name, s); break;
    case ELEMENT_SOURCE:
        if (f->opens)
            f->making->part->link = address_of(r, f, s);
        break;
    case ELEMENT_GENERATOR:
        if (read_take(f->making, FIELD_GENERATOR, f->rank)) {
            f->making->part->generator.url = address_of(r, f, s);
            f->making->part->generator.version = attribute(r, s, S("version"));
        }
        break;
    case ELEMENT_GUID:
        f->has_link = !str_ieq(read_attribute(s, S("ispermalink")), S("false"));
        f->explicit_link = str_ieq(read_attribute(s, S("ispermalink")), S("true"));
        break;
    case ELEMENT_LICENSE: f->text.src = address_of(r, f, s); break;
    case ELEMENT_ADDRESS: f->extra.name = read_extra_name(r, name); break;
    case ELEMENT_CHAPTERS:
    case ELEMENT_CHAPTER:
    case ELEMENT_TEXT_INPUT:
    case ELEMENT_UNKNOWN:
        f->extra.name = f->element == ELEMENT_CHAPTER ? S("chapter") : read_extra_name(r, name);
        values_of(r, f, s);
        break;
    default: break;
    }
    /* Podcasts and Dublin Core are told raw as well. */
    if ((str_eq(name->prefix, S("dc")) || str_eq(name->prefix, S("itunes"))) && !f->extra.name.p)
        f->extra.name = read_extra_name(r, name);
}
