/* `courant compare --jsonl`: how two articles are related, one JSON object a line. */
#include "base/clock.h"
#include "base/url.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "identity/pair.h"
#include "identity/provenance.h"
#include "language/language.h"
#include "model/article.h"

/* Both articles of a line, read. */
struct side {
    struct text_doc doc;
    struct pair_article article;
};

static status read_published(int64_t *out, const struct json_value *article)
{
    const struct json_value *v = json_in_get(article, "published");
    str text = json_in_text(v);
    *out = TIME_NONE;
    if (json_in_i64(out, v)) {
        *out *= CLOCK_SECOND_US;
        return OK;
    }
    if (text.len && !clock_from_iso(out, text))
        return fail(E_INPUT, "published '%.*s' is no ISO 8601 time", STR_FMT(text));
    return OK;
}

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

static status read_side(struct side *out, struct arena *a, struct text_reader *reader,
                        const struct json_value *row, const char *key)
{
    const struct json_value *article = json_in_get(row, key);
    struct text_input in = {
        .title = json_in_str(article, "title"),
        .text = json_in_str(article, "text"),
        .language = json_in_str(article, "language"),
    };
    if (!json_in_is_object(article))
        return fail(E_INPUT, "'%s' is no object with title and text", key);
    if (!in.title.len && !in.text.len)
        return fail(E_INPUT, "'%s' has neither title nor text", key);
    TRY(read_published(&in.published_us, article));
    if (!in.language.len)
        in.language = language_detect(in.text.len ? in.text : in.title).code;
    text_doc_read(&out->doc, a, reader, &in);
    out->article = (struct pair_article){.doc = &out->doc};
    read_place(&out->article, a, article);
    return OK;
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
    struct text_reader **readers = ctx;
    struct side one, two;
    struct pair pair;
    TRY(read_side(&one, a, readers[item->worker], item->json, "a"));
    TRY(read_side(&two, a, readers[item->worker], item->json, "b"));
    if (!str_eq(one.doc.language, two.doc.language)) {
        struct text_reader *reader = readers[item->worker];
        one.article.translated = says_translated(a, reader, &one, json_in_get(item->json, "a"));
        two.article.translated = says_translated(a, reader, &two, json_in_get(item->json, "b"));
    }
    pair_compare(&pair, a, &one.article, &two.article);
    struct json j;
    json_init(&j, out);
    json_object(&j);
    bulk_put_id(&j, item);
    json_key(&j, "similarity");
    json_f64(&j, pair.similarity, 4);
    json_key_str(&j, "relation", str_c(relation_name(pair.relation)));
    json_key(&j, "same_story");
    json_bool(&j, pair.same_story);
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
