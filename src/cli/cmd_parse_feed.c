/* `courant parse-feed`: what a feed says, as JSON. */
#include "cli/bulk.h"
#include "cli/cli.h"
#include "cli/feed_json.h"
#include "feed/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADERS_MAX = 32 };

struct asked {
    struct feed_source source;
    const char *folder; /* of the list, for files named relative to it */
};

static void add_header(struct feed_source *s, str name, str value)
{
    value = str_trim(value);
    name = str_trim(name);
    if (str_ieq(name, S("content-type")))
        s->content_type = value;
    else if (str_ieq(name, S("content-location")))
        s->content_location = value;
    else if (str_ieq(name, S("content-language")))
        s->content_language = value;
}

static status parse(struct sbuf *out, struct arena *a, str bytes, const struct feed_source *source,
                    str file)
{
    struct feed_document *doc;
    TRY(feed_parse(&doc, a, bytes, source));
    struct json j;
    json_init(&j, out);
    if (file.p) {
        json_object(&j);
        json_key_str(&j, "file", file);
        json_key(&j, "doc");
    }
    feed_json_put(&j, doc);
    if (file.p)
        json_end(&j);
    return OK;
}

static status parse_file(struct sbuf *out, struct arena *a, void *ctx, const struct bulk_item *item)
{
    const struct asked *asked = ctx;
    return parse(out, a, item->text, &asked->source, STR_NONE);
}

static status read_file(str *out, struct arena *a, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        return fail(E_IO, "%s: %s", path, strerror(error));
    }
    if (!S_ISREG(st.st_mode) || (size_t)st.st_size > FEED_BYTES_MAX) {
        close(fd);
        return fail(E_LIMIT, "%s: is no file of at most %zu bytes", path, FEED_BYTES_MAX);
    }
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    size_t len = 0;
    ssize_t n = 1;
    while (len < (size_t)st.st_size && (n = read(fd, p + len, (size_t)st.st_size - len)) > 0)
        len += (size_t)n;
    close(fd);
    if (n < 0)
        return fail(E_IO, "%s: %s", path, strerror(errno));
    *out = str_of(p, len);
    return OK;
}

/* {"file","base_url","headers"} to {"file","doc"}: doc null when the file is no feed. */
static status parse_line(struct sbuf *out, struct arena *a, void *ctx, const struct bulk_item *item)
{
    const struct asked *asked = ctx;
    str file = json_in_str(item->json, "file");
    if (file.len == 0)
        return fail(E_INPUT, "line %llu has no 'file'", (unsigned long long)item->number);
    struct feed_source source = {.url = json_in_str(item->json, "base_url")};
    const struct json_value *headers = json_in_get(item->json, "headers");
    static const char *const names[] = {"Content-Type",     "Content-type",     "content-type",
                                        "Content-Location", "content-location", "Content-Language",
                                        "content-language"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (json_in_is_string(json_in_get(headers, names[i])))
            add_header(&source, str_c(names[i]), json_in_str(headers, names[i]));
    str path =
        file.p[0] == '/' ? str_dup(a, file) : str_printf(a, "%s%.*s", asked->folder, STR_FMT(file));
    str bytes;
    status code = read_file(&bytes, a, str_cstr(a, path));
    if (code == OK)
        code = parse(out, a, bytes, &source, file);
    if (code == OK)
        return OK;
    sbuf_truncate(out, 0);
    struct json j;
    json_init(&j, out);
    json_object(&j);
    json_key_str(&j, "file", file);
    json_key(&j, "doc");
    json_null(&j);
    json_key_str(&j, "error", str_c(err_text()));
    json_end(&j);
    return OK;
}

/* Takes every --header out of argv, which cli_parse lets an option have only once. E_INPUT for one
 * that is none. */
static status take_headers(struct feed_source *source, int *argc, char **argv)
{
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        const char *value = NULL;
        if (strncmp(argv[i], "--header=", 9) == 0)
            value = argv[i] + 9;
        else if (strcmp(argv[i], "--header") == 0 && i + 1 < *argc)
            value = argv[++i];
        if (!value) {
            argv[kept++] = argv[i];
            continue;
        }
        str rest = str_c(value);
        str name = str_cut(&rest, ':');
        if (!rest.p)
            return fail(E_INPUT,
                        "--header '%s' is no header; give one such as 'Content-Type: "
                        "text/xml'",
                        value);
        add_header(source, name, rest);
    }
    *argc = kept;
    return OK;
}

/* "folder/" of a list, "" for one in the current folder or standard input. */
static const char *folder_of(struct arena *a, const char *list)
{
    str path = str_c(list);
    size_t slash = str_rchr(path, '/');
    return str_cstr(a, slash == STR_NPOS ? S("") : str_sub(path, 0, slash + 1));
}

int cmd_parse_feed(const struct config *config, int argc, char **argv)
{
    const char *base = NULL, *header = NULL;
    bool jsonl = false;
    const char *name = argv[0];
    struct asked asked = {.folder = ""};
    const struct cli_option options[] = {
        {"base", CLI_TEXT, &base, "URL", "where the feed was fetched from"},
        {"header", CLI_TEXT, &header, "'NAME: VALUE'",
         "a header that came with it: Content-Type, Content-Location, Content-Language"},
        {"jsonl", CLI_FLAG, &jsonl, NULL,
         "lines of {\"file\", \"base_url\", \"headers\"} in, {\"file\", \"doc\"} out"},
    };
    int n;
    if (take_headers(&asked.source, &argc, argv) != OK ||
        cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n != 1) {
        (void)!fail(E_INPUT, "name one file, or - for standard input");
        return cli_usage_error(name);
    }
    struct arena a;
    arena_init(&a);
    asked.source.url = str_c(base);
    if (jsonl)
        asked.folder = folder_of(&a, argv[0]);
    struct bulk_options bulk = {
        .threads = cli_threads(config), .label = name, .plain_errors = !jsonl};
    int code = jsonl ? bulk_lines(&bulk, n, argv, parse_line, &asked)
                     : bulk_files(&bulk, n, argv, parse_file, &asked);
    arena_end(&a);
    return code;
}
