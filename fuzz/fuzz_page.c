/* Bytes as a fetched page: decoding, parsing, extraction, the article. Checks what callers rely on:
 * text and HTML are well-formed UTF-8, an article that is given has a text, the places of its
 * blocks are in the text, blocks can be taken out, and any page can be explained. */
#include "base/utf8.h"
#include "page/explain.h"
#include "pipeline/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(str s)
{
    ASSERT(utf8_valid_prefix(s) == s.len);
}

static void check_marks(struct arena *a, const struct article *article,
                        const struct page_marks *marks)
{
    bool *drop = arena_array(a, marks->len, bool);
    size_t end = 0, left = 0;
    for (size_t i = 0; i < marks->len; i++) {
        ASSERT(marks->at[i].begin >= end && marks->at[i].end > marks->at[i].begin);
        end = marks->at[i].end;
        drop[i] = marks->at[i].print % 3 == 0;
        left += drop[i] ? 0 : marks->at[i].end - marks->at[i].begin;
    }
    ASSERT(end <= article->text.len);
    html body;
    ASSERT(page_rules_html(&body, a, article->body, article->text, marks, drop) == OK);
    check_text(body.s);
    str text = page_rules_text(a, article->text, marks, drop);
    check_text(text);
    ASSERT(marks->len == 0 || text.len <= article->text.len);
    ASSERT(marks->len == 0 || text.len + 4 * marks->len >= left || article->text.len > end);
}

static void check_explanation(struct arena *a, const struct read_input *in)
{
    struct page page;
    struct page_explanation why;
    str refused;
    if (read_explain(&page, &why, &refused, a, in) != OK)
        return;
    ASSERT(why.kept + why.dropped == why.len);
    for (size_t i = 0; i < why.len; i++) {
        check_text(why.blocks[i].text);
        check_text(why.blocks[i].path);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct article article;
    struct page_marks marks = {0};
    arena_init(&a);
    struct read_input in = {
        .bytes = {(const char *)data, size},
        .url = S("https://site.example/news/1"),
        .fetched_us = 1700000000000000,
        .marks = &marks,
    };
    if (read_document(&article, &a, &in) == OK) {
        ASSERT(!str_empty(article.text));
        check_text(article.text);
        check_text(article.title);
        check_text(article.body.s);
        check_text(article.credit_line);
        check_text(article.description);
        for (size_t i = 0; i < article.authors.len; i++)
            check_text(article.authors.at[i]);
        check_marks(&a, &article, &marks);
    }
    check_explanation(&a, &in);
    arena_end(&a);
    return 0;
}
