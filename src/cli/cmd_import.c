/* `courant import PATH...`: pages, articles and archives into the store. */
#include "cli/cli.h"

#include "base/clock.h"
#include "base/json.h"
#include "cli/progress.h"
#include "pipeline/import.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

#define ERRORS_SHOWN 20
#define ERROR_LINE_MAX ((size_t)64 << 10)

/* The desk's thread reports errors, the main thread draws; both under stdio's lock. */
struct report {
    struct progress progress;
    FILE *errors_file;
    uint64_t errors;
    bool errors_broken;
};

static void put_error_line(struct report *r, const struct doc *d)
{
    struct sbuf line;
    struct json j;
    sbuf_init_heap(&line, ERROR_LINE_MAX);
    json_init(&j, &line);
    json_object(&j);
    json_key_str(&j, "file", sbuf_str(&d->name));
    if (d->item > 0)
        json_key_i64(&j, "item", (int64_t)d->item);
    json_key_str_opt(&j, "url", sbuf_str(&d->url));
    json_key_str(&j, "error", str_c(d->error));
    json_end(&j);
    sbuf_putc(&line, '\n');
    r->errors_broken |= fwrite(line.p, 1, line.len, r->errors_file) != line.len;
    sbuf_free(&line);
}

static void failed(void *ctx, const struct doc *d)
{
    struct report *r = ctx;
    r->errors++;
    if (r->errors_file)
        put_error_line(r, d);
    if (r->errors > ERRORS_SHOWN)
        return;
    progress_clear(&r->progress);
    fprintf(stderr, "courant import: %.*s", STR_FMT(sbuf_str(&d->name)));
    if (d->item > 0)
        fprintf(stderr, ":%" PRIu64, d->item);
    fprintf(stderr, ": %s\n", d->error);
}

static void progress(void *ctx, const struct import_counts *c)
{
    struct report *r = ctx;
    progress_show(&r->progress, c->flow.fresh + c->flow.versions + c->flow.same + c->flow.errors,
                  c->part);
}

static void print_counts(const struct report *r, const struct import_counts *c)
{
    if (r->errors > ERRORS_SHOWN && !r->errors_file)
        fprintf(stderr, "courant import: and %" PRIu64 " more errors; --errors FILE writes all\n",
                r->errors - ERRORS_SHOWN);
    printf("%" PRIu64 " new, %" PRIu64 " new versions, %" PRIu64 " unchanged, %" PRIu64
           " skipped%s\n",
           c->flow.fresh, c->flow.versions, c->flow.same, c->flow.errors,
           c->flow.errors ? " (errors above)" : "");
    if (c->others)
        printf("%" PRIu64 " archive records were no pages\n", c->others);
    if (c->files_before) {
        printf("%" PRIu64 " of %" PRIu64 " files had been imported before", c->files_before,
               c->files);
        if (c->errors_before)
            printf(", %" PRIu64 " of them with errors", c->errors_before);
        printf("; --again reads them anew\n");
    }
    if (c->items_before)
        printf("went on after %" PRIu64 " items imported before\n", c->items_before);
}

static int run(const struct config *config, struct report *r, bool again, int n, char **paths)
{
    struct arena a;
    arena_init(&a);
    int exit_status = CLI_SOME_ERRORS;
    struct import_options options = {
        .store = cli_store_where(&a, config),
        .threads = cli_threads(config) > 1 ? cli_threads(config) - 1 : 1,
        .window = (size_t)config->related_articles,
        .again = again,
        .now_us = clock_now_us(),
        .stop = cli_stop_asked,
        .failed = failed,
        .progress = progress,
        .ctx = r,
    };
    if (cli_store_prepare(config) != OK) {
        exit_status = cli_failed("import");
    } else {
        struct import_counts counts;
        cli_stop_prepare();
        progress_begin(&r->progress, "pages");
        options.estimate = r->progress.shown;
        status done = import_run(&counts, &options, (size_t)n, paths);
        progress_clear(&r->progress);
        if (done != OK && done != E_CANCELLED)
            cli_failed("import");
        print_counts(r, &counts);
        if (done != OK)
            fprintf(stderr, "courant import: %s; the same command goes on from here\n",
                    done == E_CANCELLED ? "stopped" : "not finished");
        exit_status = done == OK && counts.flow.errors == 0 ? CLI_OK : CLI_SOME_ERRORS;
    }
    arena_end(&a);
    return exit_status;
}

int cmd_import(const struct config *config, int argc, char **argv)
{
    bool again = false;
    const char *errors = NULL, *name = argv[0];
    const struct cli_option options[] = {
        {"again", CLI_FLAG, &again, NULL, "read files anew that were imported before"},
        {"errors", CLI_TEXT, &errors, "FILE", "write every error to FILE, a JSON object a line"},
    };
    int n;
    if (cli_parse(&n, argc, argv, options, ARRAY_LEN(options)) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n == 0) {
        (void)!fail(E_INPUT, "what is to be imported? Name folders, .jsonl or .warc.gz files");
        return cli_usage_error(name);
    }
    struct report r = {0};
    if (errors && !(r.errors_file = fopen(errors, "we"))) {
        (void)!fail(E_IO, "cannot write '%s': %s", errors, strerror(errno));
        return cli_failed(name);
    }
    int exit_status = run(config, &r, again, n, argv);
    if (r.errors_file && (fclose(r.errors_file) != 0 || r.errors_broken)) {
        (void)!fail(E_IO, "cannot write '%s': %s", errors, strerror(errno));
        exit_status = cli_failed(name);
    }
    return exit_status;
}
