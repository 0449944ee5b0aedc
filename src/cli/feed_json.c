/* A feed document as JSON: fields that the feed does not have are left out. */
#include "cli/feed_json.h"

/* KEY, and what is known about it as KEY_type, KEY_lang, KEY_base and KEY_src. */
static void put_text(struct json *j, const char *key, const struct feed_text *t)
{
    if (t->text.len == 0 && t->src.len == 0)
        return;
    char name[64];
    const struct {
        const char *suffix;
        str value;
    } parts[] = {
        {"", t->text},      {"_type", t->type}, {"_lang", t->language},
        {"_base", t->base}, {"_src", t->src},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        snprintf(name, sizeof name, "%s%s", key, parts[i].suffix);
        json_key_str_opt(j, name, parts[i].value);
    }
}

static void put_links(struct json *j, const struct feed_link_vec *links)
{
    if (links->len == 0)
        return;
    json_key(j, "links");
    json_array(j);
    vec_each (struct feed_link, l, links) {
        json_object(j);
        json_key_str_opt(j, "rel", l->rel);
        json_key_str_opt(j, "url", l->url);
        json_key_str_opt(j, "type", l->type);
        json_key_str_opt(j, "title", l->title);
        json_key_str_opt(j, "length", l->length);
        json_key_str_opt(j, "hreflang", l->language);
        json_end(j);
    }
    json_end(j);
}

static void put_enclosures(struct json *j, const struct feed_link_vec *links)
{
    bool any = false;
    vec_each (struct feed_link, l, links) {
        if (!str_ieq(l->rel, S("enclosure")))
            continue;
        if (!any) {
            json_key(j, "enclosures");
            json_array(j);
        }
        any = true;
        json_object(j);
        json_key_str_opt(j, "url", l->url);
        json_key_str_opt(j, "type", l->type);
        json_key_str_opt(j, "length", l->length);
        json_end(j);
    }
    if (any)
        json_end(j);
}

static void put_person(struct json *j, const struct feed_person *p)
{
    json_object(j);
    json_key_str_opt(j, "name", p->name);
    json_key_str_opt(j, "email", p->email);
    json_key_str_opt(j, "url", p->url);
    json_end(j);
}

static void put_people(struct json *j, const char *key, const struct feed_person_vec *people)
{
    if (people->len == 0)
        return;
    json_key(j, key);
    json_array(j);
    vec_each (struct feed_person, p, people)
        put_person(j, p);
    json_end(j);
}

static void put_categories(struct json *j, const struct feed_category_vec *categories)
{
    if (categories->len == 0)
        return;
    json_key(j, "categories");
    json_array(j);
    vec_each (struct feed_category, c, categories) {
        json_object(j);
        json_key_str_opt(j, "term", c->term);
        json_key_str_opt(j, "scheme", c->scheme);
        json_key_str_opt(j, "label", c->label);
        json_end(j);
    }
    json_end(j);
}

static void put_image(struct json *j, const struct feed_image *i)
{
    if (i->url.len == 0)
        return;
    json_key(j, "image");
    json_object(j);
    json_key_str(j, "url", i->url);
    json_key_str_opt(j, "title", i->title);
    json_key_str_opt(j, "link", i->link);
    json_key_str_opt(j, "width", i->width);
    json_key_str_opt(j, "height", i->height);
    json_key_str_opt(j, "description", i->description);
    json_end(j);
}

static void put_generator(struct json *j, const struct feed_generator *g)
{
    if (g->name.len + g->url.len + g->version.len == 0)
        return;
    json_key(j, "generator");
    json_object(j);
    json_key_str_opt(j, "name", g->name);
    json_key_str_opt(j, "url", g->url);
    json_key_str_opt(j, "version", g->version);
    json_end(j);
}

/* At most two lists deep: an extra, its values, the objects of a list among them. */
static void put_extra_value(struct json *j, const struct feed_extra *e, int depth)
{
    if (e->is_list) {
        json_array(j);
        vec_each (struct feed_extra, item, &e->values)
            if (depth < 3)
                put_extra_value(j, item, depth + 1);
        json_end(j);
    } else if (e->values.len) {
        json_object(j);
        for (size_t i = 0; i < e->values.len; i++) {
            const struct feed_extra *v = &e->values.at[i];
            bool again = false;
            for (size_t k = 0; k < i; k++)
                again |= str_eq(e->values.at[k].name, v->name);
            char name[128];
            if (again || v->name.len >= sizeof name || depth >= 3)
                continue;
            snprintf(name, sizeof name, "%.*s", STR_FMT(v->name));
            json_key(j, name);
            put_extra_value(j, v, depth + 1);
        }
        json_end(j);
    } else if (str_eq(e->text, S("true")) || str_eq(e->text, S("false"))) {
        json_bool(j, str_eq(e->text, S("true")));
    } else {
        json_str(j, e->text);
    }
}

/* Extras whose names begin with PREFIX (those of no such prefix: ""), the prefix left out. */
static void put_extras(struct json *j, const struct feed_extra_vec *extras, str prefix)
{
    vec_each (struct feed_extra, e, extras) {
        bool grouped = str_starts(e->name, S("itunes_")) || str_starts(e->name, S("dc_"));
        char name[128];
        if ((prefix.len ? !str_starts(e->name, prefix) : grouped) || e->name.len >= sizeof name)
            continue;
        if (e->text.len == 0 && e->values.len == 0)
            continue;
        snprintf(name, sizeof name, "%.*s", STR_FMT(str_skip(e->name, prefix.len)));
        json_key(j, name);
        put_extra_value(j, e, 0);
    }
}

static void put_grouped(struct json *j, const struct feed_extra_vec *extras, const char *key,
                        str prefix)
{
    bool any = false;
    vec_each (struct feed_extra, e, extras)
        any |= str_starts(e->name, prefix);
    if (!any)
        return;
    json_key(j, key);
    json_object(j);
    put_extras(j, extras, prefix);
    json_end(j);
}

static void put_part(struct json *j, const struct feed_part *p, bool is_item)
{
    put_text(j, "title", &p->title);
    json_key_str_opt(j, "link", p->link);
    json_key_str_opt(j, "self", p->self);
    json_key_str_opt(j, "id", p->id);
    if (p->id_is_link)
        json_key_bool(j, "guidislink", true);
    put_text(j, is_item ? "summary" : "description", &p->summary);
    put_text(j, "copyright", &p->copyright);
    put_text(j, "info", &p->info);
    json_key_str_opt(j, "language", p->language);
    json_key_str_opt(j, "comments", p->comments);
    json_key_str_opt(j, "external_url", p->external_url);
    json_key_str_opt(j, "icon", p->icon);
    json_key_str_opt(j, "logo", p->logo);
    json_key_str_opt(j, "ttl", p->ttl);
    json_key_time_opt(j, "published", p->published_us);
    json_key_time_opt(j, "updated", p->updated_us);
    json_key_time_opt(j, "created", p->created_us);
    json_key_time_opt(j, "expired", p->expired_us);
    if (p->contents.len)
        put_text(j, "content", &p->contents.at[0]);
    if (p->contents.len > 1) {
        json_key(j, "contents");
        json_array(j);
        vec_each (struct feed_text, t, &p->contents) {
            json_object(j);
            put_text(j, "content", t);
            json_end(j);
        }
        json_end(j);
        vec_each (struct feed_text, t, &p->contents)
            if (str_eq(t->type, S("text/plain")) && t != p->contents.at) {
                json_key_str(j, "content_text", t->text);
                break;
            }
    }
    put_links(j, &p->links);
    put_enclosures(j, &p->links);
    if (p->authors.len) {
        json_key(j, "author");
        put_person(j, &p->authors.at[0]);
    }
    put_people(j, "authors", &p->authors);
    put_people(j, "contributors", &p->contributors);
    if (p->publisher.name.len + p->publisher.email.len) {
        json_key(j, "publisher");
        put_person(j, &p->publisher);
    }
    put_categories(j, &p->categories);
    put_generator(j, &p->generator);
    put_image(j, &p->image);
    put_grouped(j, &p->extras, "itunes", S("itunes_"));
    put_grouped(j, &p->extras, "dc", S("dc_"));
}

void feed_json_put(struct json *j, const struct feed_document *doc)
{
    static const char *const kinds[] = {"", "rss", "atom", "json", "cdf", "sitemap"};
    json_object(j);
    json_key_str(j, "type", str_c(kinds[doc->kind]));
    json_key_str_opt(j, "version", doc->version);
    json_key_str_opt(j, "encoding", doc->encoding);
    put_part(j, &doc->about, false);
    put_extras(j, &doc->about.extras, S(""));
    json_key(j, "items");
    json_array(j);
    vec_each (struct feed_part, item, &doc->items) {
        json_object(j);
        put_part(j, item, true);
        put_extras(j, &item->extras, S(""));
        if (item->source) {
            json_key(j, "source");
            json_object(j);
            put_part(j, item->source, false);
            json_end(j);
        }
        json_end(j);
    }
    json_end(j);
    json_end(j);
}
