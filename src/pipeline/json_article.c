/* JSON to an article. */
#include "pipeline/json_article.h"

#include "article/markup.h"
#include "base/clock.h"
#include "base/url.h"
#include "html/sanitize.h"
#include "pipeline/fragment.h"
#include "pipeline/read.h"

#define LIST_MAX 64
#define LANGUAGE_MAX 3

/* The store takes no NUL; JSON may hold one. */
static str clean(struct arena *a, str s)
{
    s = str_trim(s);
    if (str_chr(s, '\0') == STR_NPOS)
        return s;
    char *p = arena_dup(a, s.p, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (p[i] == '\0')
            p[i] = ' ';
    return str_of(p, s.len);
}

static str member(struct arena *a, const struct json_value *v, const char *key)
{
    return clean(a, json_in_str(v, key));
}

static void take(str *to, struct arena *a, const struct json_value *v, const char *key)
{
    str value = member(a, v, key);
    if (!str_empty(value))
        *to = value;
}

/* ISO 8601, or a number of seconds. */
static void take_time(int64_t *to, const struct json_value *v, const char *key)
{
    const struct json_value *value = json_in_get(v, key);
    int64_t seconds, time_us;
    if (json_in_i64(&seconds, value) && seconds > INT64_MIN / CLOCK_SECOND_US &&
        seconds < INT64_MAX / CLOCK_SECOND_US)
        *to = seconds * CLOCK_SECOND_US;
    else if (clock_from_iso(&time_us, str_trim(json_in_text(value))))
        *to = time_us;
}

static void take_list(struct strs *to, struct arena *a, const struct json_value *v, const char *key)
{
    const struct json_value *value = json_in_get(v, key);
    if (!value)
        return;
    size_t n = json_in_is_array(value) ? json_in_len(value) : 1;
    str *at = arena_array(a, n < LIST_MAX ? n : LIST_MAX, str);
    size_t len = 0;
    for (size_t i = 0; i < n && len < LIST_MAX; i++) {
        const struct json_value *item = json_in_is_array(value) ? json_in_at(value, i) : value;
        str text =
            clean(a, json_in_is_object(item) ? json_in_str(item, "name") : json_in_text(item));
        if (!str_empty(text))
            at[len++] = text;
    }
    *to = (struct strs){at, len};
}

/* Only web addresses: they become links and pictures. */
static void take_address(str *to, struct arena *a, const struct json_value *v, const char *key)
{
    url address;
    if (url_parse(&address, a, member(a, v, key), NULL) == OK && url_is_web(address))
        *to = address.s;
}

static void take_image(struct image *to, struct arena *a, const struct json_value *v)
{
    const struct json_value *image = json_in_get(v, "image");
    take_address(&to->url, a, v, "image");
    if (!json_in_is_object(image))
        return;
    take_address(&to->url, a, image, "url");
    take(&to->alt, a, image, "alt");
    take(&to->caption, a, image, "caption");
    take(&to->credit, a, image, "credit");
}

/* "en" of "en", "EN-gb", "en_US"; three letters where there is no shorter code. */
static void take_language(str *to, struct arena *a, const struct json_value *v)
{
    str code = member(a, v, "language");
    size_t len = 0;
    while (len < code.len && ascii_is_alpha((unsigned char)code.p[len]))
        len++;
    if (len >= 2 && len <= LANGUAGE_MAX)
        *to = str_lower(a, str_sub(code, 0, len));
}

static bool whole_page(str markup)
{
    str head = str_sub(markup, 0, 1024);
    return str_ihas(head, S("<!doctype")) || str_ihas(head, S("<html")) ||
           str_ihas(head, S("<head"));
}

static status body_from(struct article *out, struct arena *a, str markup, str text, str base)
{
    struct html_sanitize_options options = {
        .base = base, .absolute_only = true, .out_max = JSON_ARTICLE_MAX};
    TRY(html_sanitize(&out->body, a, markup, &options));
    if (str_empty(text))
        return fragment_text(&out->text, a, out->body, JSON_ARTICLE_MAX);
    out->text = text;
    return OK;
}

static status content(struct article *out, struct arena *a, const struct json_value *v,
                      struct doc *doc, str address)
{
    str text = member(a, v, "text"), markup = member(a, v, "html");
    if (str_empty(markup))
        markup = member(a, v, "body");
    if (text.len > JSON_ARTICLE_MAX || markup.len > JSON_ARTICLE_MAX)
        return fail(E_LIMIT, "the text is longer than %zu bytes", JSON_ARTICLE_MAX);
    if (whole_page(markup)) {
        struct read_input in = {.bytes = markup,
                                .url = address,
                                .content_type = S("text/html; charset=utf-8"),
                                .fetched_us = doc->fetched_us};
        return read_document(out, a, &in);
    }
    if (!str_empty(markup))
        return body_from(out, a, markup, text, address);
    if (str_empty(text))
        return fail(E_INPUT, "the article has neither text nor html");
    struct sbuf paragraphs;
    sbuf_init(&paragraphs, a, 8 * JSON_ARTICLE_MAX);
    article_markup(&paragraphs, text);
    TRY(sbuf_end(&markup, &paragraphs));
    return body_from(out, a, markup, text, address);
}

/* Words between white space; text in scripts without spaces counts low. */
static int64_t words(str text)
{
    int64_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        bool space = ascii_is_space((unsigned char)text.p[i]);
        n += !space && !inside;
        inside = !space;
    }
    return n;
}

status json_article(struct article *out, struct arena *a, const struct json_value *v,
                    struct doc *doc)
{
    *out = (struct article){.published_us = TIME_NONE, .updated_us = TIME_NONE};
    if (!json_in_is_object(v))
        return fail(E_INPUT, "the line is no JSON object");
    take_time(&doc->fetched_us, v, "fetched");
    int64_t number;
    if (json_in_i64(&number, json_in_get(v, "id")))
        sbuf_put_i64(&doc->item_id, number);
    else
        sbuf_put(&doc->item_id, json_in_str(v, "id"));
    str address = S("");
    take_address(&address, a, v, "url");
    TRY(content(out, a, v, doc, address));
    take_address(&out->url, a, v, "url");
    take_address(&out->canonical_url, a, v, "canonical_url");
    take(&out->title, a, v, "title");
    take(&out->description, a, v, "description");
    take_list(&out->authors, a, v, "authors");
    take_time(&out->published_us, v, "published");
    take_time(&out->updated_us, v, "updated");
    take_language(&out->language, a, v);
    take(&out->site_name, a, v, "source");
    take(&out->site_name, a, v, "site_name");
    take_image(&out->image, a, v);
    take_list(&out->tags, a, v, "tags");
    take(&out->credit_line, a, v, "credit_line");
    if (str_empty(out->title))
        return fail(E_INPUT, "the article has no title");
    if (str_empty(out->text))
        return fail(E_INPUT, "the article has no text");
    if (out->word_count == 0)
        out->word_count = words(out->text);
    return OK;
}
