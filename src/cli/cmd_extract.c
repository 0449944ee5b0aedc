/* `courant extract`: articles out of HTML files, on all cores, in input order. */
#include "base/clock.h"
#include "base/json.h"
#include "base/json_in.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "cli/extract_markdown.h"
#include "pipeline/files.h"
#include "pipeline/read.h"

enum extract_format { FORMAT_JSON, FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML };

struct extract {
    str url;
    str folder; /* of the list: the files it names are relative to it */
    enum extract_format format;
    int64_t time_us;
};

static void put_strs(struct json *j, const char *key, struct strs list)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < list.len; i++)
        json_str(j, list.at[i]);
    json_end(j);
}

/* ISO 8601 in the zone the page wrote it in, so that the day is the page's. */
static void put_time(struct json *j, const char *key, int64_t time_us, int zone_min)
{
    if (time_us == TIME_NONE)
        return;
    json_key(j, key);
    if (zone_min == 0) {
        json_time(j, time_us);
        return;
    }
    struct civil c = clock_civil(time_us + (int64_t)zone_min * 60 * CLOCK_SECOND_US);
    char text[40];
    int size = zone_min < 0 ? -zone_min : zone_min;
    int n =
        snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year, c.month,
                 c.day, c.hour, c.minute, c.second, zone_min < 0 ? '-' : '+', size / 60, size % 60);
    json_str(j, str_of(text, (size_t)n));
}

static void put_json(struct sbuf *out, const struct article *article, str id, str file)
{
    struct json j;
    json_init(&j, out);
    json_object(&j);
    json_key_str_opt(&j, "id", id);
    json_key_str_opt(&j, "file", file);
    json_key_str_opt(&j, "url", article->url);
    json_key_str_opt(&j, "canonical_url", article->canonical_url);
    json_key_str_opt(&j, "title", article->title);
    put_strs(&j, "authors", article->authors);
    put_time(&j, "published", article->published_us, article->published_zone_min);
    put_time(&j, "updated", article->updated_us, article->updated_zone_min);
    json_key_str_opt(&j, "language", article->language);
    json_key_str_opt(&j, "site_name", article->site_name);
    json_key_str_opt(&j, "description", article->description);
    if (!str_empty(article->image.url)) {
        json_key(&j, "image");
        json_object(&j);
        json_key_str(&j, "url", article->image.url);
        json_key_str_opt(&j, "alt", article->image.alt);
        json_key_str_opt(&j, "caption", article->image.caption);
        json_key_str_opt(&j, "credit", article->image.credit);
        json_end(&j);
    }
    put_strs(&j, "tags", article->tags);
    json_key_str_opt(&j, "credit_line", article->credit_line);
    json_key_str(&j, "text", article->text);
    json_key_str(&j, "html", article->body.s);
    json_key_i64(&j, "word_count", article->word_count);
    json_end(&j);
    sbuf_putc(out, '\n');
}

static status put_article(struct sbuf *out, struct arena *a, const struct extract *x,
                          const struct article *article, str id, str file)
{
    switch (x->format) {
    case FORMAT_JSON: put_json(out, article, id, file); break;
    case FORMAT_TEXT:
        sbuf_put(out, article->text);
        sbuf_putc(out, '\n');
        break;
    case FORMAT_HTML:
        sbuf_put(out, article->body.s);
        sbuf_putc(out, '\n');
        break;
    case FORMAT_MARKDOWN: return extract_put_markdown(out, a, article);
    }
    return OK;
}

static status extract_bytes(struct sbuf *out, struct arena *a, const struct extract *x, str bytes,
                            str address, str id, str file)
{
    struct article article;
    const struct read_input in = {.bytes = bytes, .url = address, .fetched_us = x->time_us};
    TRY(read_document(&article, a, &in));
    return put_article(out, a, x, &article, id, file);
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

static status format_of_name(enum extract_format *out, str name)
{
    static const str names[] = {S("json"), S("text"), S("markdown"), S("html")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, names[i])) {
            *out = (enum extract_format)i;
            return OK;
        }
    return fail(E_INPUT, "no format '%.*s': json, text, markdown or html", STR_FMT(name));
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
    bool lines = false;
    const char *name = argv[0];
    const struct cli_option options[] = {
        {"url", CLI_TEXT, &address, "URL",
         "where the page came from: links are resolved against it"},
        {"format", CLI_TEXT, &format, "FORMAT", "json (a line each), text, markdown or html"},
        {"jsonl", CLI_FLAG, &lines, NULL,
         "PATHs are lists, a line each: {\"id\", \"url\", \"file\" or \"html\"}"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    struct extract x = {.url = str_c(address), .time_us = clock_now_us()};
    if (format_of_name(&x.format, str_c(format)) != OK)
        return cli_usage_error(name);
    if (n == 0 && !lines) {
        (void)!fail(E_INPUT, "name a file or folder, or - for standard input");
        return cli_usage_error(name);
    }
    struct bulk_options bulk = {.threads = cli_threads(config),
                                .label = "extract",
                                .plain_errors = x.format != FORMAT_JSON};
    if (!lines || !are_lists(n, argv))
        return bulk_files(&bulk, n, argv, extract_file, &x);
    x.folder = n ? folder_of(argv[0]) : S("");
    return bulk_lines(&bulk, n, argv, extract_line, &x);
}
