/* From what was told to an article. */
#include "pipeline/told.h"

#include "article/markup.h"
#include "base/sbuf.h"
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

static void take(str *to, struct arena *a, str value)
{
    value = clean(a, value);
    if (!str_empty(value))
        *to = value;
}

static void take_list(struct strs *to, struct arena *a, struct strs from)
{
    if (!from.at)
        return;
    str *at = arena_array(a, from.len < LIST_MAX ? from.len : LIST_MAX, str);
    size_t len = 0;
    for (size_t i = 0; i < from.len && len < LIST_MAX; i++) {
        str text = clean(a, from.at[i]);
        if (!str_empty(text))
            at[len++] = text;
    }
    *to = (struct strs){at, len};
}

/* Only web addresses: they become links and pictures. */
static void take_address(str *to, struct arena *a, str value)
{
    url address;
    if (!str_empty(value) && url_parse(&address, a, clean(a, value), NULL) == OK &&
        url_is_web(address))
        *to = address.s;
}

static void take_image(struct image *to, struct arena *a, const struct image *from)
{
    take_address(&to->url, a, from->url);
    take(&to->alt, a, from->alt);
    take(&to->caption, a, from->caption);
    take(&to->credit, a, from->credit);
}

/* "en" of "en", "EN-gb", "en_US"; three letters where there is no shorter code. */
static void take_language(str *to, struct arena *a, str code)
{
    size_t len = 0;
    code = str_trim(code);
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
        .base = base, .absolute_only = true, .out_max = TOLD_TEXT_MAX};
    TRY(html_sanitize(&out->body, a, markup, &options));
    if (str_empty(text))
        return fragment_text(&out->text, a, out->body, TOLD_TEXT_MAX);
    out->text = text;
    return OK;
}

static status content(struct article *out, struct arena *a, const struct told *t, str address,
                      int64_t fetched_us)
{
    str text = clean(a, t->text), markup = clean(a, t->markup);
    if (text.len > TOLD_TEXT_MAX || markup.len > TOLD_TEXT_MAX)
        return fail(E_LIMIT, "the text is longer than %zu bytes", TOLD_TEXT_MAX);
    if (whole_page(markup)) {
        struct read_input in = {.bytes = markup,
                                .url = address,
                                .content_type = S("text/html; charset=utf-8"),
                                .fetched_us = fetched_us};
        return read_document(out, a, &in);
    }
    if (!str_empty(markup))
        return body_from(out, a, markup, text, address);
    if (str_empty(text))
        return fail(E_INPUT, "the article has neither text nor html");
    struct sbuf paragraphs;
    sbuf_init(&paragraphs, a, 8 * TOLD_TEXT_MAX);
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

status told_article(struct article *out, struct arena *a, const struct told *t, int64_t fetched_us)
{
    *out = (struct article){.published_us = TIME_NONE, .updated_us = TIME_NONE};
    str address = S("");
    take_address(&address, a, t->url);
    status done = content(out, a, t, address, fetched_us);
    if (!str_empty(address))
        out->url = address;
    take_address(&out->canonical_url, a, t->canonical_url);
    take(&out->title, a, t->title);
    take(&out->description, a, t->description);
    take_list(&out->authors, a, t->authors);
    if (t->published_us != TIME_NONE)
        out->published_us = t->published_us;
    if (t->updated_us != TIME_NONE)
        out->updated_us = t->updated_us;
    take_language(&out->language, a, t->language);
    take(&out->site_name, a, t->site_name);
    take_image(&out->image, a, &t->image);
    take_list(&out->tags, a, t->tags);
    take(&out->credit_line, a, t->credit_line);
    TRY(done);
    if (str_empty(out->title))
        return fail(E_INPUT, "the article has no title");
    if (str_empty(out->text))
        return fail(E_INPUT, "the article has no text");
    if (out->word_count == 0)
        out->word_count = words(out->text);
    return OK;
}
