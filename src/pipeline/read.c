/* One document from bytes to article: decode, parse, read the page, decide the language. */
#include "pipeline/read.h"

#include "article/article.h"
#include "base/block.h"
#include "html/charset.h"
#include "html/tree.h"
#include "language/language.h"
#include "page/page.h"

/* Decoding can triple the bytes (a one-byte encoding to UTF-8). */
#define READ_TEXT_MAX (3 * READ_BYTES_MAX)
/* Bytes looked at to tell a file of another kind. */
#define BINARY_SAMPLE 2048

/* What files that are no pages start with. */
static bool has_magic(str bytes)
{
    static const str magics[] = {S("%PDF-"),
                                 S("\x89PNG"),
                                 S("GIF8"),
                                 S("\xff\xd8\xff"),
                                 S("PK\x03\x04"),
                                 S("\x7f"
                                   "ELF"),
                                 S("RIFF"),
                                 S("OggS"),
                                 S("\x1f\x8b"),
                                 S("BZh"),
                                 S("ID3"),
                                 S("SQLite format")};
    for (size_t i = 0; i < ARRAY_LEN(magics); i++)
        if (str_starts(bytes, magics[i]))
            return true;
    return false;
}

/* Control characters that no text has. NUL alone may be UTF-16. */
static bool is_binary(str bytes)
{
    str sample = str_sub(bytes, 0, BINARY_SAMPLE);
    size_t controls = 0, nuls = 0;
    for (size_t i = 0; i < sample.len; i += BLOCK_BYTES) {
        size_t n = sample.len - i < BLOCK_BYTES ? sample.len - i : BLOCK_BYTES;
        block16 b = block_load_part(sample.p + i, n);
        unsigned nul = block_eq(b, 0) & block_first(n);
        unsigned low = block_le(b, 8) | (block_le(b, 31) & ~block_le(b, 13) & ~block_eq(b, 27));
        nuls += block_count(nul);
        controls += block_count(low & ~nul & block_first(n));
    }
    bool utf16 = nuls * 3 >= sample.len && nuls * 3 <= sample.len * 2;
    return has_magic(bytes) || controls * 50 > sample.len || (nuls * 50 > sample.len && !utf16);
}

static status refuse(const struct page *page, bool teasers)
{
    switch (page->kind) {
    case PAGE_LIST: return fail(E_INPUT, "no article: the page is a list of links");
    case PAGE_CHALLENGE:
        return fail(E_INPUT, "no article: the site answered with a check for robots ('%.*s')",
                    STR_FMT(str_sub(page->title, 0, 80)));
    case PAGE_CONSENT:
        return fail(E_INPUT,
                    "no article: the site asks for consent to cookies or tracking first ('%.*s')",
                    STR_FMT(str_sub(page->title, 0, 80)));
    case PAGE_LOGIN:
        return fail(E_INPUT, "no article: the site asks readers to log in first ('%.*s')",
                    STR_FMT(str_sub(page->title, 0, 80)));
    case PAGE_GONE:
        return fail(E_INPUT, "no article: an error page, the article is not there ('%.*s')",
                    STR_FMT(str_sub(page->title, 0, 80)));
    case PAGE_EMPTY: return fail(E_INPUT, "no article: the page has no text");
    case PAGE_PAYWALL:
        if (!teasers)
            return fail(E_INPUT,
                        "no article: only its beginning is there, the rest is for subscribers "
                        "('%.*s')",
                        STR_FMT(str_sub(page->title, 0, 80)));
        break;
    case PAGE_ARTICLE: break;
    }
    return OK;
}

static status parse(struct html_tree *tree, struct arena *a, const struct read_input *in)
{
    if (in->bytes.len > READ_BYTES_MAX)
        return fail(E_LIMIT, "%zu bytes are more than a page may have (%zu)", in->bytes.len,
                    READ_BYTES_MAX);
    if (str_empty(str_trim(in->bytes)))
        return fail(E_INPUT, "the file is empty");
    if (is_binary(in->bytes))
        return fail(E_INPUT, "not a web page: the bytes are those of another kind of file");
    str text;
    struct html_charset charset;
    TRY(html_decode(&text, &charset, a, in->bytes, in->content_type, READ_TEXT_MAX));
    return html_parse(tree, a, text, &html_limits_default);
}

status read_document(struct article *out, struct arena *a, const struct read_input *in)
{
    struct html_tree tree;
    struct page page;
    TRY(parse(&tree, a, in));
    if (in->marks)
        TRY(page_read_marked(&page, in->marks, a, &tree, in->url));
    else
        TRY(page_read(&page, a, &tree, in->url));
    TRY(refuse(&page, !in->no_teasers));
    article_from_page(out, a, &page, language_choose(page.language, page.text), in->fetched_us);
    return OK;
}

status read_explain(struct page *out, struct page_explanation *why, str *refused, struct arena *a,
                    const struct read_input *in)
{
    struct html_tree tree;
    TRY(parse(&tree, a, in));
    TRY(page_explain(out, why, a, &tree, in->url));
    *refused = refuse(out, false) == OK ? S("") : str_dup(a, str_c(err_text()));
    return OK;
}
