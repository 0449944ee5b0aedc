/* `courant compare --jsonl`: how two articles are related, one JSON object a line. */
#include "base/url.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "cli/text_row.h"
#include "identity/pair.h"
#include "identity/provenance.h"
#include "language/language.h"
#include "model/article.h"

/* Both articles of a line, read. */
struct side {
    struct text_doc doc;
    struct pair_article article;
};

/* The address and the outlet: the source as it is named, else the site of the address. */
static void read_place(struct pair_article *out, struct arena *a, const struct json_value *article)
{
    url u, canonical;
    out->outlet = json_in_str(article, "source");
    if (url_parse(&u, a, json_in_str(article, "url"), NULL) != OK || !url_is_web(u))
        return;
    if (url_canonical(&canonical, a, u) == OK)
        out->address = canonical.s;
    if (!out->outlet.len)
        out->outlet = url_site(u);
}

static status read_input(struct text_input *out, const struct json_value *row, const char *key)
{
    const struct json_value *article = json_in_get(row, key);
    if (!json_in_is_object(article))
        return fail(E_INPUT, "'%s' is no object with title and text", key);
    TRY(text_row_read(out, article, key));
    if (!out->title.len && !out->text.len)
        return fail(E_INPUT, "'%s' has neither title nor text", key);
    return OK;
}

/* Languages that are not declared are found out. Where that fails for one of the two, it has the
 * other's: articles that are compared mostly share theirs. */
static void choose_languages(struct text_input *x, struct text_input *y)
{
    struct text_input *both[] = {x, y};
    bool sure[2];
    for (size_t i = 0; i < 2; i++) {
        sure[i] = both[i]->language.len > 0;
        if (sure[i])
            continue;
        str text = both[i]->text.len ? both[i]->text : both[i]->title;
        struct language_guess guess = language_detect(text);
        both[i]->language = guess.code;
        sure[i] = guess.reliable && guess.code.len;
    }
    if (sure[0] != sure[1])
        both[sure[0]]->language = both[!sure[0]]->language;
}

static void read_side(struct side *out, struct arena *a, struct text_reader *reader,
                      const struct text_input *in, const struct json_value *article)
{
    text_doc_read(&out->doc, a, reader, in);
    out->article = (struct pair_article){.doc = &out->doc};
    read_place(&out->article, a, article);
}

/* Whether the article says that it is a translation, in its text or its credit line. */
static bool says_translated(struct arena *a, struct text_reader *reader, const struct side *side,
                            const struct json_value *article)
{
    struct text_doc credit;
    struct text_input line = {.text = json_in_str(article, "credit_line"),
                              .language = side->doc.language,
                              .published_us = TIME_NONE};
    struct provenance_input in = {.doc = &side->doc, .credit = &credit};
    struct provenance p;
    text_doc_read(&credit, a, reader, &line);
    provenance_read(&p, a, &in);
    return p.translated;
}

static status compare_line(struct sbuf *out, struct arena *a, void *ctx,
                           const struct bulk_item *item)
{
    struct text_reader **readers = ctx, *reader = readers[item->worker];
    const struct json_value *x = json_in_get(item->json, "a"), *y = json_in_get(item->json, "b");
    struct text_input x_in, y_in;
    struct side one, two;
    struct pair pair;
    TRY(read_input(&x_in, item->json, "a"));
    TRY(read_input(&y_in, item->json, "b"));
    choose_languages(&x_in, &y_in);
    read_side(&one, a, reader, &x_in, x);
    read_side(&two, a, reader, &y_in, y);
    if (!str_eq(one.doc.language, two.doc.language)) {
        one.article.translated = says_translated(a, reader, &one, x);
        two.article.translated = says_translated(a, reader, &two, y);
    }
    pair_compare(&pair, a, &one.article, &two.article);
    struct json j;
    json_init(&j, out);
    json_object(&j);
    bulk_put_id(&j, item);
    json_key(&j, "similarity");
    json_f64(&j, pair.similarity, 4);
    json_key_str(&j, "relation", str_c(relation_name(pair.relation)));
    json_key_bool(&j, "same_story", pair.same_story);
    json_end(&j);
    return OK;
}

int cmd_compare(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    bool jsonl = false;
    const struct cli_option options[] = {
        {"jsonl", CLI_FLAG, &jsonl, NULL,
         "pairs as JSON Lines: id, a, b, each with title, text, url, source, published, language"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (!jsonl) {
        (void)!fail(E_INPUT, "pairs of articles come as JSON Lines: add --jsonl");
        return cli_usage_error(name);
    }
    struct bulk_options bulk = {.threads = cli_threads(config), .label = name};
    struct text_reader **readers = mem_calloc(bulk.threads, sizeof *readers);
    for (unsigned i = 0; i < bulk.threads; i++)
        readers[i] = text_reader_new();
    int exit_status = bulk_lines(&bulk, n, argv, compare_line, readers);
    for (unsigned i = 0; i < bulk.threads; i++)
        text_reader_free(readers[i]);
    free(readers);
    return exit_status;
}
