/*
 * Two articles and a credit line of any bytes: provenance lies within the texts, comparing is
 * symmetric and within its bounds, an article is its own exact copy. The first byte picks the
 * languages; NULs separate the first article, the second and the credit line.
 */
#include "base/utf8.h"
#include "identity/outlet.h"
#include "identity/pair.h"
#include "identity/provenance.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const languages[] = {"en", "de", "fr", "es", "it", "pt", "ru", "zh", "th", ""};

static void check_name(const struct provenance_name *n, str body, str credit)
{
    str text = n->in_credit ? credit : body;
    ASSERT(n->begin <= n->end && n->end <= text.len);
    if (n->end > n->begin)
        ASSERT(str_eq(n->name, str_sub(text, n->begin, n->end)) || outlet_is_agency(n->name));
}

static void check_provenance(struct arena *a, const struct text_doc *doc,
                             const struct text_doc *credit)
{
    struct provenance_input in = {.doc = doc, .credit = credit};
    struct provenance p;
    str body = doc->body.text, line = credit->body.text;
    provenance_read(&p, a, &in);
    check_name(&p.first_published_by, body, line);
    check_name(&p.translated_by, body, line);
    check_name(&p.edited_by, body, line);
    ASSERT(p.agencies_len <= PROVENANCE_NAMES_MAX && p.cited_len <= PROVENANCE_NAMES_MAX);
    for (size_t i = 0; i < p.agencies_len; i++)
        check_name(&p.agencies[i], body, line);
    for (size_t i = 0; i < p.cited_len; i++) {
        ASSERT(p.cited[i].name.name.len > 0 && p.cited[i].times > 0);
        check_name(&p.cited[i].name, body, line);
    }
}

static void check_pair(struct arena *a, const struct text_doc *x, const struct text_doc *y)
{
    struct pair_article one = {.doc = x}, two = {.doc = y};
    struct pair there, back, self;
    pair_compare(&there, a, &one, &two);
    pair_compare(&back, a, &two, &one);
    pair_compare(&self, a, &one, &one);
    ASSERT(there.similarity >= 0 && there.similarity <= 1);
    ASSERT(there.similarity - back.similarity < 1e-6 && back.similarity - there.similarity < 1e-6);
    ASSERT(x->body.words_len == 0 || self.relation == RELATION_EXACT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct text_doc docs[3];
    if (size == 0)
        return 0;
    arena_init(&a);
    struct text_reader *r = text_reader_new();
    str rest = str_of((const char *)data + 1, size - 1);
    for (size_t i = 0; i < ARRAY_LEN(docs); i++) {
        str piece = utf8_repair(&a, str_cut(&rest, '\0'));
        size_t line = str_chr(piece, '\n');
        size_t language = (data[0] + (i == 1) * (data[0] / 16)) % ARRAY_LEN(languages);
        struct text_input in = {
            .title = line == STR_NPOS ? (str){0} : str_sub(piece, 0, line),
            .text = line == STR_NPOS ? piece : str_skip(piece, line + 1),
            .language = str_c(languages[language]),
            .published_us = TIME_NONE,
        };
        text_doc_read(&docs[i], &a, r, &in);
    }
    check_provenance(&a, &docs[0], &docs[2]);
    check_provenance(&a, &docs[1], &docs[2]);
    check_pair(&a, &docs[0], &docs[1]);
    text_reader_free(r);
    arena_end(&a);
    return 0;
}
