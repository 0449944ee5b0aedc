/* From the model's nouns to what templates show. */
#include "web/cards.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "text/country.h"
#include "web/paths.h"
#include "web/pictures.h"
#include "web/words.h"

url card_url(str address)
{
    bool web = str_starts(address, S("https://")) || str_starts(address, S("http://"));
    return (url){web ? address : S("")};
}

str card_source_name(str name, str key)
{
    return str_empty(name) ? key : name;
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

/* Without an article that many names begin with. */
static str without_article(str name)
{
    static const char ARTICLES[][5] = {"the ", "la ",  "le ",  "les ", "el ",
                                       "los ", "las ", "der ", "die ", "das "};
    for (size_t i = 0; i < ARRAY_LEN(ARTICLES); i++)
        if (str_istarts(name, str_c(ARTICLES[i])) && name.len > strlen(ARTICLES[i]))
            return str_skip(name, strlen(ARTICLES[i]));
    return name;
}

/* The first letter or digit of the name; the style sheet makes it a capital. */
static str letter_of(str name)
{
    str rest = without_article(name);
    while (!str_empty(rest)) {
        str from = rest;
        uint32_t c = utf8_next(&rest);
        if (c >= 0x80 ? c != 0x201c && c != 0x201e && c != 0xab : ascii_is_alnum((unsigned char)c))
            return str_sub(from, 0, from.len - rest.len);
    }
    return S("#");
}

struct icon_view card_icon(const struct page_call *c, const struct source *source)
{
    if (source->icon_hash)
        return (struct icon_view){.there = true,
                                  .address = path_icon_of(c->a, source->key, source->icon_hash)};
    return (struct icon_view){.letter = letter_of(card_source_name(source->name, source->key))};
}

struct card_view card_make(const struct page_call *c, const struct article_card *card, str plain)
{
    const struct source *source = c->icons ? page_source_by_id(c, card->source_id) : NULL;
    return (struct card_view){
        .link = path_article(c->a, card->id),
        .title = card->title,
        .description = card->description,
        .lang = words_language_tag(card->language),
        .dir = words_direction(card->language),
        .language_name = str_eq(card->language, plain) ? S("") : words_language(card->language),
        .source_name = card_source_name(card->source_name, card->source_key),
        .source_link = path_source(c->a, card->source_key),
        .icon = source ? card_icon(c, source) : (struct icon_view){.letter = S("")},
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
        .name = card_source_name(source->name, source->key),
        .icon = card_icon(c, source),
        .language_name = words_language(source->language),
        .country_name = country_name(c->a, source->country),
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

str card_excerpt(struct arena *a, const struct article *article, size_t bytes)
{
    str text = str_trim(article->description);
    if (str_empty(text))
        text = str_trim(str_sub(article->text, 0, str_find(article->text, S("\n\n"))));
    return words_cut_between(a, text, bytes);
}
