/* `courant opml`: subscription lists in from other readers, and out to them. */
#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "pipeline/files.h"
#include "pipeline/subscription.h"

#define WRITTEN_MAX ((size_t)256 << 20)

static void refused(void *ctx, const struct opml_feed *feed)
{
    (void)ctx;
    (void)feed;
    fprintf(stderr, "courant opml: left out: %s\n", err_text());
}

static status opml_import(struct arena *a, struct store *s, const char *path)
{
    struct sbuf bytes;
    struct opml_feed_vec feeds;
    struct subscription_counts counts;
    sbuf_init_heap(&bytes, OPML_BYTES_MAX);
    status st = file_read(&bytes, path, OPML_BYTES_MAX);
    if (st == OK)
        st = opml_read(&feeds, a, sbuf_str(&bytes));
    if (st == OK)
        st = subscription_add_all(&counts, a, s, &feeds, clock_now_us(), refused, NULL);
    sbuf_free(&bytes);
    if (st != OK)
        return fail_in(st, "'%s'", path);
    printf("%zu subscriptions added, %zu were there, %zu left out\n", counts.made, counts.known,
           counts.refused);
    return OK;
}

static status opml_export(struct arena *a, struct store *s, const char *path, str title)
{
    struct opml_feed_vec feeds;
    struct sbuf out;
    TRY(subscription_list(&feeds, a, s));
    sbuf_init(&out, a, WRITTEN_MAX);
    opml_write(&out, a, title, feeds.at, feeds.len, clock_now_us());
    str text;
    TRY(sbuf_end(&text, &out));
    FILE *to = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
    bool written = to && fwrite(text.p, 1, text.len, to) == text.len && fflush(to) == 0;
    int why = errno;
    if (to && to != stdout)
        written = fclose(to) == 0 && written;
    return written ? OK : fail(E_IO, "cannot write '%s': %s", path, strerror(why));
}

int cmd_opml(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    int n;
    if (cli_parse(&n, argc, argv, NULL, 0) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    bool in = n == 2 && strcmp(argv[0], "import") == 0;
    if (!in && !(n == 2 && strcmp(argv[0], "export") == 0)) {
        (void)!fail(E_INPUT,
                    "expected import FILE or export FILE ('-' is standard input or output)");
        return cli_usage_error(name);
    }
    struct arena a;
    struct store *s = NULL;
    arena_init(&a);
    status st = cli_store_prepare(config);
    if (st == OK)
        st = store_open(&s, cli_store_where(&a, config));
    if (st == OK)
        st = in ? opml_import(&a, s, argv[1]) : opml_export(&a, s, argv[1], config->site_name);
    store_free(s);
    arena_end(&a);
    return st == OK ? CLI_OK : cli_failed(name);
}
