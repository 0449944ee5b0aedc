/* Articles as entries of feeds. Their text goes through the sanitizer once more, with the article's
 * own address as its base: readers' programs resolve relative addresses against anything. */
#include "web/feed_entry.h"

#include "base/hash.h"
#include "html/sanitize.h"
#include "people/password.h"
#include "web/cards.h"
#include "web/paths.h"
#include "web/pictures.h"
#include "web/share.h"
#include "web/templates.h"
#include "web/words.h"

#define TAGS_MAX 12

status feed_ids(str *out, struct page_call *c)
{
    TRY(store_secret(out, c->a, c->store, S("feed ids"), token_make(c->a)));
    return token_is(*out) ? OK : fail(E_DB, "the secret 'feed ids' of the store is no token");
}

str feed_id(const struct page_call *c, str ids, str key)
{
    unsigned char d[TOKEN_BYTES];
    token_derive(d, ids, key);
    d[6] = (unsigned char)((d[6] & 0x0f) | 0x80); /* version 8: bits of one's own */
    d[8] = (unsigned char)((d[8] & 0x3f) | 0x80); /* the variant of RFC 9562 */
    return str_printf(
        c->a, "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0],
        d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14],
        d[15]);
}

/* The picture with a whole address; one that the text has as well is not shown twice. */
static struct image_view entry_image(const struct page_call *c, const struct article *article)
{
    struct image_view image = card_image(c, &article->image);
    if (image.there && str_starts(image.address.s, S("/")))
        image.address = share_address(c, (path){image.address.s});
    return image;
}

/* Nothing when it is too long, or cannot be told apart from the sanitizer's limits. */
static html entry_content(const struct page_call *c, const struct article *article,
                          const struct image_view *image, str source_name)
{
    html out = {S("")};
    if (article->body.s.len == 0 || article->body.s.len > FEED_CONTENT_MAX)
        return out;
    struct feed_entry_view v = {
        .lang = words_language_tag(article->language),
        .dir = words_direction(article->language),
        .body = pictures_in_body(site_pictures(c->site), c->a, article->body, share_origin(c)),
        .credit = str_has(article->text, article->credit_line) ? S("") : article->credit_line,
        .source_name = source_name,
        .original = card_url(article->url),
    };
    if (image->there && !str_has(article->body.s, article->image.url))
        v.image = *image;
    struct sbuf b;
    sbuf_init(&b, c->a, FEED_CONTENT_MAX * 4);
    tpl_feed_entry(&b, &v);
    struct html_sanitize_options options = {
        .base = article->url, .out_max = FEED_CONTENT_MAX * 2, .absolute_only = true};
    str made;
    if (sbuf_end(&made, &b) != OK || html_sanitize(&out, c->a, made, &options) != OK)
        return (html){S("")};
    return out;
}

static void set_source(struct feed_out_entry *e, const struct page_call *c, str ids,
                       const struct source *source)
{
    str key = str_printf(c->a, "feed:source:%.*s", STR_FMT(source->key));
    path feed = path_feed(c->a, path_source(c->a, source->key), feed_out_ending(FEED_OUT_ATOM));
    e->source_id = feed_id(c, ids, key);
    e->source_feed = share_address(c, feed).s;
}

static struct feed_out_entry entry_of(const struct page_call *c, str ids,
                                      const struct article *article, int64_t without)
{
    const struct source *source = page_source_by_id(c, article->source_id);
    struct image_view image = entry_image(c, article);
    struct feed_out_entry e = {
        .id = feed_id(c, ids, str_printf(c->a, "article:%.*s", STR_FMT(article->canonical_url))),
        .address = share_address(c, path_article(c->a, article->id)).s,
        .original = card_url(article->url).s,
        .title = article->title,
        .summary = card_excerpt(c->a, article, FEED_SUMMARY_MAX),
        .authors = article->authors,
        .image = article->image,
        .language = words_language_tag(article->language),
        .tags = {article->tags.at, article->tags.len < TAGS_MAX ? article->tags.len : TAGS_MAX},
        .published_us =
            article->published_us != TIME_NONE ? article->published_us : article->first_seen_us,
        .updated_us = article->updated_us,
    };
    e.image.url = image.there ? image.address.s : S("");
    if (e.updated_us != TIME_NONE && e.updated_us < e.published_us)
        e.updated_us = TIME_NONE;
    if (source) {
        e.source_name = card_source_name(source->name, source->key);
        if (source->id != without)
            set_source(&e, c, ids, source);
    }
    if (e.authors.len == 0 && !str_empty(e.source_name)) {
        str *name = arena_array(c->a, 1, str);
        *name = e.source_name;
        e.authors = (struct strs){name, 1};
    }
    if (site_options_of(c->site)->comments.on) {
        e.comments = share_address(c, path_comments(c->a, article->id, S(""))).s;
        e.comments_feed = share_address(c, path_comments_feed(c->a, article->id)).s;
    }
    e.content = entry_content(c, article, &image, e.source_name);
    return e;
}

struct feed_out_entry *feed_entries(const struct page_call *c, str ids, const struct article *at,
                                    size_t n, int64_t without)
{
    struct feed_out_entry *entries = arena_array(c->a, n, struct feed_out_entry);
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++) {
        entries[i] = entry_of(c, ids, &at[i], without);
        bytes += entries[i].content.s.len;
        if (bytes > FEED_CONTENTS_MAX)
            entries[i].content = (html){S("")};
    }
    return entries;
}
