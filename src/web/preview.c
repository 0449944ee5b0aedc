/* What other programs show of a shared article: Open Graph for most, JSON-LD for search engines
 * and for readers like `courant extract`. */
#include "base/json.h"
#include "web/cards.h"
#include "web/jsonld.h"
#include "web/paths.h"
#include "web/share.h"
#include "web/words.h"

#define DESCRIPTION_LEN_MAX 300
#define JSON_BYTES_MAX ((size_t)1 << 20)

/* Pictures of the demo press are on this site. */
static url whole_image(const struct page_call *c, const struct image_view *image)
{
    if (!image->there)
        return (url){S("")};
    return str_starts(image->address.s, S("/")) ? share_address(c, (path){image->address.s})
                                                : image->address;
}

static void put_people(struct json *j, const struct article *article)
{
    if (!article->authors.len)
        return;
    json_key(j, "author");
    json_array(j);
    for (size_t i = 0; i < article->authors.len; i++) {
        json_object(j);
        json_key_str(j, "@type", S("Person"));
        json_key_str(j, "name", article->authors.at[i]);
        json_end(j);
    }
    json_end(j);
}

static void put_image(struct json *j, const struct article *article, url image)
{
    if (str_empty(image.s))
        return;
    json_key(j, "image");
    json_object(j);
    json_key_str(j, "@type", S("ImageObject"));
    json_key_str(j, "url", image.s);
    json_key_str_opt(j, "caption", article->image.caption);
    json_key_str_opt(j, "creditText", article->image.credit);
    json_end(j);
}

static void put_publisher(struct json *j, str publisher, str home)
{
    if (str_empty(publisher))
        return;
    json_key(j, "publisher");
    json_object(j);
    json_key_str(j, "@type", S("Organization"));
    json_key_str(j, "name", publisher);
    json_key_str_opt(j, "url", card_url(home).s);
    json_end(j);
}

/* schema.org/NewsArticle. The publisher is who brought it out, and isBasedOn where: this site
 * shows it, and is not its author. */
static jsonld news_article(const struct page_call *c, const struct preview_view *v,
                           const struct article *article, str publisher, str home)
{
    struct sbuf b;
    struct json j;
    sbuf_init(&b, c->a, JSON_BYTES_MAX);
    json_init(&j, &b);
    json_object(&j);
    json_key_str(&j, "@context", S("https://schema.org"));
    json_key_str(&j, "@type", S("NewsArticle"));
    json_key_str(&j, "headline", article->title);
    json_key_str_opt(&j, "description", v->description);
    json_key_str_opt(&j, "url", v->address.s);
    json_key_str_opt(&j, "mainEntityOfPage", v->address.s);
    json_key_str_opt(&j, "inLanguage", words_language_tag(article->language));
    json_key_time_opt(&j, "datePublished", article->published_us);
    json_key_time_opt(&j, "dateModified", article->updated_us);
    put_people(&j, article);
    put_publisher(&j, publisher, home);
    put_image(&j, article, v->image);
    json_key_str_opt(&j, "isBasedOn", card_url(article->url).s);
    json_end(&j);
    str json;
    return sbuf_end(&json, &b) == OK ? jsonld_make(c->a, json) : (jsonld){S("")};
}

struct preview_view share_preview(const struct page_call *c, const struct article *article,
                                  str publisher, str home)
{
    struct image_view image = card_image(c, &article->image);
    struct preview_view v = {
        .there = true,
        .title = article->title,
        .description = card_excerpt(c->a, article, DESCRIPTION_LEN_MAX),
        .address = share_address(c, path_article(c->a, article->id)),
        .image = whole_image(c, &image),
        .image_alt = image.alt,
        .published = page_moment(c, article->published_us),
        .updated = page_moment(c, article->updated_us),
        .authors = {article->authors.at, article->authors.len},
    };
    v.data = news_article(c, &v, article, publisher, home);
    return v;
}
