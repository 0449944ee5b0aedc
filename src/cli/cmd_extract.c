/* `courant extract`: articles out of HTML files and pages on the web, on all cores, in input
 * order. */
#include "base/clock.h"
#include "base/json_in.h"
#include "base/url.h"
#include "cli/bulk.h"
#include "cli/cli.h"
#include "cli/extract_explain.h"
#include "extract/format.h"
#include "fetch/fetch.h"
#include "pipeline/files.h"
#include "pipeline/read.h"

#include <pthread.h>

/* Between the end of one request and the next to the same site. */
#define PAUSE_US CLOCK_SECOND_US
#define PAUSE_STEP_US (CLOCK_SECOND_US / 20)

/* One request at a time, whoever asks: these are pages that a person named, and many may be of
 * one site. LOCK guards the rest. */
struct turn {
    pthread_mutex_t lock;
    char site[256]; /* whose turn it was, and when its answer had come */
    int64_t end_us;
};

struct extract {
    str url;
    str folder; /* of the list: the files it names are relative to it */
    enum extract_format format;
    bool explain;
    int64_t time_us;
    const struct config *config;
    struct fetch_limits limits;
    struct turn turn;
};

static status extract_read(struct sbuf *out, struct arena *a, const struct extract *x,
                           const struct read_input *in, str id, str file)
{
    struct article article;
    if (x->explain)
        return extract_put_explanation(out, a, in, str_empty(file) ? in->url : file,
                                       x->format == EXTRACT_TEXT);
    TRY(read_document(&article, a, in));
    return extract_put(out, a, x->format, &article, id, file);
}

static status extract_bytes(struct sbuf *out, struct arena *a, const struct extract *x, str bytes,
                            str address, str id, str file)
{
    const struct read_input in = {.bytes = bytes, .url = address, .fetched_us = x->time_us};
    return extract_read(out, a, x, &in, id, file);
}

static bool is_address(str path)
{
    return str_istarts(path, S("http://")) || str_istarts(path, S("https://"));
}

/* The lock is held. A site is not asked twice without a pause. */
static void wait_turn(struct turn *turn, str site)
{
    while (str_eq(str_c(turn->site), site) && !cli_stop_asked()) {
        int64_t left = turn->end_us + PAUSE_US - clock_monotonic_us();
        if (left <= 0)
            break;
        int64_t step = left < PAUSE_STEP_US ? left : PAUSE_STEP_US;
        nanosleep(&(struct timespec){.tv_nsec = step * 1000}, NULL);
    }
}

static status fetch_page(struct fetch_response *out, struct arena *a, struct extract *x, str name)
{
    struct fetch_request request = {
        .limits = &x->limits,
        .guard = x->config->fetch_private ? fetch_guard_any : fetch_guard_public,
        .contact = x->config->public_url,
        .accept = FETCH_ACCEPT_PAGE,
        .sender = cli_sender(a, x->config),
        .ca_file = x->config->fetch_ca,
        .wanted = fetch_is_page,
        .stop = cli_stop_asked,
    };
    TRY(url_parse(&request.address, a, name, NULL));
    str site = url_site(request.address);
    pthread_mutex_lock(&x->turn.lock);
    wait_turn(&x->turn, site);
    status done = cli_stop_asked() ? fail(E_CANCELLED, "stopped") : fetch_get(out, a, &request);
    snprintf(x->turn.site, sizeof x->turn.site, "%.*s", STR_FMT(site));
    x->turn.end_us = clock_monotonic_us();
    pthread_mutex_unlock(&x->turn.lock);
    return done;
}

/* The URL is the one that answered in the end: links are relative to it. */
static status extract_address(struct sbuf *out, struct arena *a, struct extract *x, str name)
{
    struct fetch_response page;
    TRY(fetch_page(&page, a, x, name));
    const struct read_input in = {.bytes = page.body,
                                  .url = str_empty(x->url) ? page.address.s : x->url,
                                  .content_type = page.content_type,
                                  .fetched_us = x->time_us};
    return extract_read(out, a, x, &in, S(""), name);
}

static status extract_file(struct sbuf *out, struct arena *a, void *ctx,
                           const struct bulk_item *item)
{
    struct extract *x = ctx;
    if (item->address)
        return extract_address(out, a, x, item->name);
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
    if (str_empty(page) && str_empty(file))
        return fail(E_INPUT, "the line has neither \"html\" nor \"file\"");
    if (!str_empty(page))
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

static int extract_paths(const struct bulk_options *bulk, int n, char *const *paths,
                         struct extract *x)
{
    if (fetch_begin() != OK)
        return cli_failed(bulk->label);
    int done = bulk_files(bulk, n, paths, extract_file, x);
    fetch_end();
    return done;
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
    struct extract x = {.url = str_c(address),
                        .explain = explain,
                        .time_us = clock_now_us(),
                        .config = config,
                        .limits = fetch_limits_default,
                        .turn = {.lock = PTHREAD_MUTEX_INITIALIZER}};
    x.limits.total_ms = (int)config->fetch_timeout * 1000;
    if (extract_format_of_name(&x.format, str_c(format)) != OK)
        return cli_usage_error(name);
    if (n == 0 && !lines) {
        (void)!fail(E_INPUT, "name a page's address, a file or a folder, or - for standard input");
        return cli_usage_error(name);
    }
    if (explain && !lines && n != 1) {
        (void)!fail(E_INPUT, "--explain is about one page: name one file");
        return cli_usage_error(name);
    }
    struct bulk_options bulk = {.threads = cli_threads(config),
                                .label = "extract",
                                .is_address = is_address,
                                .plain_errors = x.format != EXTRACT_JSON || explain};
    if (!lines || !are_lists(n, argv))
        return extract_paths(&bulk, n, argv, &x);
    x.folder = n ? folder_of(argv[0]) : S("");
    return bulk_lines(&bulk, n, argv, extract_line, &x);
}
