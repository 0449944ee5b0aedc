/* `courant extract`: articles out of HTML files, on all cores, in input order. */
#include "base/clock.h"
#include "base/json_in.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "cli/extract_explain.h"
#include "extract/format.h"
#include "pipeline/files.h"
#include "pipeline/read.h"

struct extract {
    str url;
    str folder; /* of the list: the files it names are relative to it */
    enum extract_format format;
    bool explain;
    int64_t time_us;
};

static status extract_bytes(struct sbuf *out, struct arena *a, const struct extract *x, str bytes,
                            str address, str id, str file)
{
    struct article article;
    const struct read_input in = {.bytes = bytes, .url = address, .fetched_us = x->time_us};
    if (x->explain)
        return extract_put_explanation(out, a, &in, str_empty(file) ? address : file,
                                       x->format == EXTRACT_TEXT);
    TRY(read_document(&article, a, &in));
    return extract_put(out, a, x->format, &article, id, file);
}

static status extract_file(struct sbuf *out, struct arena *a, void *ctx,
                           const struct bulk_item *item)
{
    const struct extract *x = ctx;
    return extract_bytes(out, a, x, item->text, x->url, S(""), item->name);
}

/* {"id":..., "url":..., and "html":... or "file":...} */
static status extract_line(struct sbuf *out, struct arena *a, void *ctx,
                           const struct bulk_item *item)
{
    const struct extract *x = ctx;
    str id = json_in_str(item->json, "id"), page = json_in_str(item->json, "html");
    str file = json_in_str(item->json, "file"), address = json_in_str(item->json, "url");
    if (str_empty(address))
        address = x->url;
    if (!str_empty(page) || str_empty(file))
        return extract_bytes(out, a, x, page, address, id, file);
    bool absolute = file.p[0] == '/' || str_empty(x->folder);
    str path =
        absolute ? str_dup(a, file) : str_printf(a, "%.*s/%.*s", STR_FMT(x->folder), STR_FMT(file));
    struct sbuf bytes;
    sbuf_init_heap(&bytes, READ_BYTES_MAX + 1);
    status result = file_read(&bytes, path.p, READ_BYTES_MAX + 1);
    if (result == OK)
        result = extract_bytes(out, a, x, sbuf_str(&bytes), address, id, file);
    sbuf_free(&bytes);
    return result;
}

static str folder_of(const char *path)
{
    size_t slash = str_rchr(str_c(path), '/');
    return slash == STR_NPOS ? S("") : str_sub(str_c(path), 0, slash ? slash : 1);
}

/* Whether PATHS are lists; pages named with --jsonl are read as pages, and answered in lines. */
static bool are_lists(int n, char *const *paths)
{
    for (int i = 0; i < n; i++)
        if (strcmp(paths[i], "-") != 0 && file_kind_of_name(str_c(paths[i])) != FILE_JSONL)
            return false;
    return true;
}

int cmd_extract(const struct config *config, int argc, char **argv)
{
    const char *address = NULL, *format = "json";
    bool lines = false, explain = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"url", CLI_TEXT, &address, "URL",
         "where the page came from: links are resolved against it"},
        {"format", CLI_TEXT, &format, "FORMAT", "json (a line each), text, markdown or html"},
        {"explain", CLI_FLAG, &explain, NULL,
         "a web page that shows which blocks of PATH are kept or left out, and why; with --format "
         "text a line a block"},
        {"jsonl", CLI_FLAG, &lines, NULL,
         "PATHs are lists, a line each: {\"id\", \"url\", \"file\" or \"html\"}"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    struct extract x = {.url = str_c(address), .explain = explain, .time_us = clock_now_us()};
    if (extract_format_of_name(&x.format, str_c(format)) != OK)
        return cli_usage_error(name);
    if (n == 0 && !lines) {
        (void)!fail(E_INPUT, "name a file or folder, or - for standard input");
        return cli_usage_error(name);
    }
    if (explain && !lines && n != 1) {
        (void)!fail(E_INPUT, "--explain is about one page: name one file");
        return cli_usage_error(name);
    }
    struct bulk_options bulk = {.threads = cli_threads(config),
                                .label = "extract",
                                .plain_errors = x.format != EXTRACT_JSON || explain};
    if (!lines || !are_lists(n, argv))
        return bulk_files(&bulk, n, argv, extract_file, &x);
    x.folder = n ? folder_of(argv[0]) : S("");
    return bulk_lines(&bulk, n, argv, extract_line, &x);
}
