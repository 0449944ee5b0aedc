/* From the model's nouns to what templates show. */
#include "web/cards.h"

#include "base/vec.h"
#include "web/paths.h"
#include "web/pictures.h"
#include "web/words.h"

url card_url(str address)
{
    bool web = str_starts(address, S("https://")) || str_starts(address, S("http://"));
    return (url){web ? address : S("")};
}

struct image_view card_image(const struct page_call *c, const struct image *image)
{
    url own = {pictures_address(site_pictures(c->site), c->a, image->url)};
    url address = str_empty(own.s) ? card_url(image->url) : own;
    if (str_empty(own.s) && pictures_host(site_pictures(c->site), image->url))
        address = (url){S("")};
    return (struct image_view){
        .there = !str_empty(address.s),
        .address = address,
        .alt = image->alt,
        .caption = image->caption,
        .credit = image->credit,
    };
}

struct card_view card_make(const struct page_call *c, const struct article_card *card, str plain)
{
    return (struct card_view){
        .link = path_article(c->a, card->id),
        .title = card->title,
        .description = card->description,
        .lang = words_language_tag(card->language),
        .dir = words_direction(card->language),
        .language_name = str_eq(card->language, plain) ? S("") : words_language(card->language),
        .source_name = str_empty(card->source_name) ? card->source_key : card->source_name,
        .source_link = path_source(c->a, card->source_key),
        .when = page_moment(c, card->published_us != TIME_NONE ? card->published_us
                                                               : card->first_seen_us),
        .image = card_image(c, &card->image),
        .updated = card->version > 1,
        .demo = card->demo && c->mixed,
    };
}

struct card_view_list card_list(const struct page_call *c, const struct article_card *cards,
                                size_t n, str plain)
{
    struct card_view *at = arena_array(c->a, n, struct card_view);
    for (size_t i = 0; i < n; i++)
        at[i] = card_make(c, &cards[i], plain);
    return (struct card_view_list){at, n};
}

struct source_view card_source(const struct page_call *c, const struct source *source)
{
    return (struct source_view){
        .name = str_empty(source->name) ? source->key : source->name,
        .lang = words_language_tag(source->language),
        .dir = words_direction(source->language),
        .link = path_source(c->a, source->key),
        .home = card_url(source->home_url),
        .article_count = source->article_count,
        .newest = page_moment(c, source->newest_us),
        .demo = source->demo && c->mixed,
    };
}

struct str_list card_paragraphs(struct arena *a, str text)
{
    struct str_vec found = {0};
    while (!str_empty(text)) {
        size_t end = str_find(text, S("\n\n"));
        str part = str_trim(str_sub(text, 0, end));
        if (!str_empty(part))
            *vec_push(&found, a) = part;
        text = end == STR_NPOS ? S("") : str_skip(text, end + 2);
    }
    return (struct str_list){found.at, found.len};
}
