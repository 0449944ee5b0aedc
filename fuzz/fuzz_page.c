/* Bytes as a fetched page: decoding, parsing, extraction, the article. Checks what callers rely on:
 * text and HTML are well-formed UTF-8, and an article that is given has a text. */
#include "base/utf8.h"
#include "pipeline/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(str s)
{
    ASSERT(utf8_valid_prefix(s) == s.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct article article;
    arena_init(&a);
    const struct read_input in = {
        .bytes = {(const char *)data, size},
        .url = S("https://site.example/news/1"),
        .fetched_us = 1700000000000000,
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
    }
    arena_end(&a);
    return 0;
}
