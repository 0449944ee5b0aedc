/* `courant summarize --jsonl --words N`: the summary of several texts about one event, in their own
 * sentences, one JSON object a story. */
#include "cli/bulk.h"
#include "cli/cli.h"
#include "cli/text_row.h"
#include "language/language.h"
#include "summary/summary.h"

#define WORDS_DEFAULT 250
#define WORDS_MAX 100000

struct summarize {
    struct text_reader **readers; /* one a thread */
    int64_t words;
};

static status read_documents(struct text_doc *docs, struct arena *a, struct text_reader *reader,
                             const struct json_value *documents, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const struct json_value *document = json_in_at(documents, i);
        struct text_input in;
        TRY(text_row_read(&in, document, str_printf(a, "document %zu", i).p));
        in.language = language_choose(in.language, in.text);
        text_doc_read(&docs[i], a, reader, &in);
    }
    return OK;
}

/* Which document: its own id, its place (from 0) where it has none. */
static void put_document(struct json *j, const struct json_value *documents, uint32_t place)
{
    const struct json_value *id = json_in_get(json_in_at(documents, place), "id");
    int64_t n;
    if (json_in_is_string(id))
        json_key_str(j, "document", json_in_text(id));
    else
        json_key_i64(j, "document", json_in_i64(&n, id) ? n : (int64_t)place);
}

static status summarize_line(struct sbuf *out, struct arena *a, void *ctx,
                             const struct bulk_item *item)
{
    const struct summarize *summarize = ctx;
    const struct json_value *documents = json_in_get(item->json, "documents");
    size_t len = json_in_len(documents);
    if (!json_in_is_array(documents))
        return fail(E_INPUT, "no array 'documents' in the object");
    struct text_doc *docs = arena_array(a, len ? len : 1, struct text_doc);
    TRY(read_documents(docs, a, summarize->readers[item->worker], documents, len));
    struct summary_vec chosen;
    summary_story(&chosen, a, docs, len, (size_t)summarize->words);
    struct json j;
    json_init(&j, out);
    json_object(&j);
    bulk_put_id(&j, item);
    json_key(&j, "sentences");
    json_array(&j);
    vec_each (struct summary_sentence, s, &chosen) {
        json_object(&j);
        put_document(&j, documents, s->document);
        json_key_i64(&j, "start", s->begin);
        json_key_i64(&j, "end", s->end);
        json_key_str(&j, "text", str_sub(docs[s->document].body.text, s->begin, s->end));
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return OK;
}

int cmd_summarize(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    struct summarize summarize = {.words = WORDS_DEFAULT};
    bool jsonl = false;
    const struct cli_option options[] = {
        {"jsonl", CLI_FLAG, &jsonl, NULL,
         "stories as JSON Lines: id, documents: id, title, text, published"},
        {"words", CLI_COUNT, &summarize.words, "N", "words of a summary at most (250)"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (!jsonl) {
        (void)!fail(E_INPUT, "stories come as JSON Lines: add --jsonl");
        return cli_usage_error(name);
    }
    if (summarize.words < 1 || summarize.words > WORDS_MAX) {
        (void)!fail(E_INPUT, "--words is a number from 1 to %d", WORDS_MAX);
        return cli_usage_error(name);
    }
    struct bulk_options bulk = {.threads = cli_threads(config), .label = name};
    summarize.readers = mem_calloc(bulk.threads, sizeof *summarize.readers);
    for (unsigned i = 0; i < bulk.threads; i++)
        summarize.readers[i] = text_reader_new();
    int exit_status = bulk_lines(&bulk, n, argv, summarize_line, &summarize);
    for (unsigned i = 0; i < bulk.threads; i++)
        text_reader_free(summarize.readers[i]);
    free(summarize.readers);
    return exit_status;
}
