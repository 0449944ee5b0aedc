/* Putting an article together. */
#include "article/article.h"

#include "base/clock.h"
#include "base/vec.h"

/* A title for a page without one is cut from its text. */
#define TITLE_FROM_TEXT_BYTES 110

static bool is_future(int64_t time_us, int64_t fetched_us)
{
    return fetched_us != TIME_NONE && time_us != TIME_NONE && time_us > fetched_us + CLOCK_DAY_US;
}

/* The text's beginning up to a word's end. */
static str title_of_text(str text)
{
    size_t line = str_chr(text, '\n');
    if (line != STR_NPOS)
        text = str_sub(text, 0, line);
    if (text.len <= TITLE_FROM_TEXT_BYTES)
        return text;
    size_t space = str_rchr(str_sub(text, 0, TITLE_FROM_TEXT_BYTES), ' ');
    size_t end = space == STR_NPOS ? TITLE_FROM_TEXT_BYTES : space;
    while (end && ((unsigned char)text.p[end] & 0xc0) == 0x80)
        end--;
    return str_sub(text, 0, end);
}

/* An author that is only the site's name again says nothing when there are others. */
static struct strs authors_of(struct arena *a, const struct page *page)
{
    struct str_vec kept = {0};
    for (size_t i = 0; i < page->authors.len; i++)
        if (page->authors.len == 1 || !str_ieq(page->authors.at[i], page->site_name))
            *vec_push(&kept, a) = page->authors.at[i];
    return (struct strs){kept.at, kept.len};
}

void article_from_page(struct article *out, struct arena *a, const struct page *page, str language,
                       int64_t fetched_us)
{
    *out = (struct article){
        .url = page->url,
        .canonical_url = page->canonical_url,
        .title = str_empty(page->title) ? title_of_text(page->text) : page->title,
        .description = page->description,
        .authors = authors_of(a, page),
        .published_us = page->published_us,
        .updated_us = page->updated_us,
        .published_zone_min = page->published_zone_min,
        .updated_zone_min = page->updated_zone_min,
        .language = language,
        .site_name = page->site_name,
        .image = page->image,
        .tags = page->tags,
        .credit_line = page->credit_line,
        .text = page->text,
        .body = page->body,
        .word_count = page->word_count,
        .first_seen_us = fetched_us,
        .version = 1,
    };
    if (out->published_us == TIME_NONE && page->published_age_us && fetched_us != TIME_NONE)
        out->published_us = fetched_us - page->published_age_us;
    if (is_future(out->published_us, fetched_us))
        out->published_us = TIME_NONE;
    if (is_future(out->updated_us, fetched_us) || out->published_us == TIME_NONE)
        out->updated_us = TIME_NONE;
}

/* The page has the day, the entry the time as well. Times of a page are UTC's; its midnight may be
 * that of a zone. */
static bool is_more_exact(const struct article *page, int64_t entry_us)
{
    int64_t local_us = page->published_us + page->published_zone_min * 60 * CLOCK_SECOND_US;
    int64_t apart_us = entry_us - page->published_us;
    return local_us % CLOCK_DAY_US == 0 && entry_us % CLOCK_DAY_US != 0 &&
           apart_us > -CLOCK_DAY_US / 2 && apart_us < CLOCK_DAY_US * 3 / 2;
}

void article_complete(struct article *out, const struct article *entry, int64_t fetched_us)
{
    int64_t entry_us = entry->published_us;
    if (entry_us != TIME_NONE && !is_future(entry_us, fetched_us) &&
        (out->published_us == TIME_NONE || is_more_exact(out, entry_us))) {
        out->published_us = entry_us;
        out->published_zone_min = entry->published_zone_min;
    }
    if (out->updated_us == TIME_NONE && out->published_us != TIME_NONE &&
        entry->updated_us != TIME_NONE && entry->updated_us > out->published_us &&
        !is_future(entry->updated_us, fetched_us)) {
        out->updated_us = entry->updated_us;
        out->updated_zone_min = entry->updated_zone_min;
    }
    if (out->authors.len == 0)
        out->authors = entry->authors;
    if (out->tags.len == 0)
        out->tags = entry->tags;
    if (str_empty(out->description))
        out->description = entry->description;
    if (str_empty(out->image.url))
        out->image = entry->image;
}
