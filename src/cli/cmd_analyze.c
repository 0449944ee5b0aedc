/* `courant analyze --jsonl`: what the analyses say about articles, one JSON object a line. */
#include "cli/analyze.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "cli/text_row.h"
#include "language/language.h"

#define FIELDS_MAX 32

static const struct field {
    const char *name;
    void (*put)(struct json *j, const struct analysis *a);
} fields[] = {
#define FIELD(name) {#name, analyze_put_##name},
#include "cli/analyze.def"
#undef FIELD
};
_Static_assert(ARRAY_LEN(fields) <= FIELDS_MAX, "a bit for each field");

struct analyze {
    struct text_reader **readers; /* one a thread */
    uint32_t wanted;              /* bits by place in fields */
};

static status analyze_line(struct sbuf *out, struct arena *a, void *ctx,
                           const struct bulk_item *item)
{
    const struct analyze *analyze = ctx;
    struct text_input in;
    struct text_doc doc;
    struct analysis analysis = {
        .arena = a,
        .doc = &doc,
        .reader = analyze->readers[item->worker],
        .row = item->json,
        .confidence = 1,
    };
    TRY(text_row_read(&in, item->json, "the object"));
    if (!in.language.len) {
        struct language_guess guess = language_detect(in.text.len ? in.text : in.title);
        in.language = guess.code;
        analysis.confidence = guess.confidence;
    }
    text_doc_read(&doc, a, analysis.reader, &in);
    struct json j;
    json_init(&j, out);
    json_object(&j);
    bulk_put_id(&j, item);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (!(analyze->wanted >> i & 1))
            continue;
        json_key(&j, fields[i].name);
        fields[i].put(&j, &analysis);
    }
    json_end(&j);
    return OK;
}

/* "a,b" as bits. E_INPUT names the fields there are. */
static status choose(uint32_t *wanted, const char *only)
{
    *wanted = 0;
    str rest = str_c(only);
    while (rest.p) {
        str name = str_trim(str_cut(&rest, ','));
        size_t i = 0;
        while (i < ARRAY_LEN(fields) && !str_eq(name, str_c(fields[i].name)))
            i++;
        if (i < ARRAY_LEN(fields)) {
            *wanted |= (uint32_t)1 << i;
            continue;
        }
        char names[256];
        size_t n = 0;
        for (i = 0; i < ARRAY_LEN(fields) && n < sizeof names; i++)
            n += (size_t)snprintf(names + n, sizeof names - n, "%s%s", i ? ", " : "",
                                  fields[i].name);
        return fail(E_INPUT, "--only: there is no field '%.*s'; there are %s", STR_FMT(name),
                    names);
    }
    return OK;
}

int cmd_analyze(const struct config *config, int argc, char **argv)
{
    const char *only = NULL, *name = argv[0];
    bool jsonl = false;
    const struct cli_option options[] = {
        {"jsonl", CLI_FLAG, &jsonl, NULL,
         "articles as JSON Lines: id, title, text, published, language"},
        {"only", CLI_TEXT, &only, "FIELDS", "just these, separated by commas"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (!jsonl) {
        (void)!fail(E_INPUT, "articles come as JSON Lines: add --jsonl");
        return cli_usage_error(name);
    }
    struct analyze analyze = {.wanted = UINT32_MAX};
    if (only && choose(&analyze.wanted, only) != OK)
        return cli_usage_error(name);
    struct bulk_options bulk = {.threads = cli_threads(config), .label = name};
    analyze.readers = mem_calloc(bulk.threads, sizeof *analyze.readers);
    for (unsigned i = 0; i < bulk.threads; i++)
        analyze.readers[i] = text_reader_new();
    int exit_status = bulk_lines(&bulk, n, argv, analyze_line, &analyze);
    for (unsigned i = 0; i < bulk.threads; i++)
        text_reader_free(analyze.readers[i]);
    free(analyze.readers);
    return exit_status;
}
