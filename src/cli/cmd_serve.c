/* `courant serve`: the news site, until SIGTERM or SIGINT. */
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli/cli.h"
#include "cli/collecting.h"
#include "cli/looking.h"
#include "cli/receiving.h"
#include "http/metrics.h"
#include "http/server.h"
#include "people/account.h"
#include "store/store.h"
#include "web/expect.h"
#include "web/site.h"
#include "web/websub.h"

#define BODY_BYTES_MAX ((size_t)64 << 10)   /* of a request; the site's forms are small */
#define HEADER_BYTES_MAX ((size_t)16 << 10) /* request line included */
#define CONNECTION_TIMEOUT_US (15 * CLOCK_SECOND_US)
#define CONNECTIONS_MAX 2000
#define CONNECTIONS_PER_ADDRESS_MAX 200
#define DRAIN_US (10 * CLOCK_SECOND_US)
#define STOP_POLL_US 100000

struct serving {
    struct arena arena;
    struct http_metrics *metrics;
    struct site *site;
    struct http_server *server;
    struct collecting *collecting; /* NULL: it does not fetch */
    struct receiving *receiving;   /* NULL: no newsletters come in */
    struct looking *looking;       /* NULL: nothing can be looked at before subscribing */
};

static status serving_begin(struct serving *s, const struct config *config)
{
    str where = cli_store_where(&s->arena, config);
    TRY(store_migrate(where));
    s->metrics = http_metrics_new();
    enum signup signup = SIGNUP_CLOSED;
    bool known = signup_read(&signup, config->signup);
    ASSERT(known);
    s->looking = looking_new(config);
    struct site_options options = {
        .store = where,
        .name = config->site_name,
        .public_url = config->public_url,
        .demo_dir = cli_demo_dir(&s->arena, config),
        .threads = (unsigned)config->web_threads,
        .cache_bytes_max = (size_t)config->page_cache_mb << 20,
        .websub = collecting_websub(&s->arena, config).len > 0,
        .metrics = s->metrics,
        .signup = signup,
        .subscribing = looking_subscribing(s->looking),
        .comments = cli_comment_rules(config),
    };
    TRY(site_new(&s->site, &options));
    struct http_server_options http = {
        .listen = config->listen,
        .threads = options.threads,
        .body_max = BODY_BYTES_MAX,
        .large_max = WEBSUB_BODY_MAX,
        .expect = expect_large,
        .header_max = HEADER_BYTES_MAX,
        .timeout_us = CONNECTION_TIMEOUT_US,
        .connections_max = CONNECTIONS_MAX,
        .connections_per_address_max = CONNECTIONS_PER_ADDRESS_MAX,
        .requests_per_second = (unsigned)config->requests_per_second,
        .trusted_proxy = config->trusted_proxy,
        .handler = site_handle,
        .error_page = site_error_page,
        .metrics = s->metrics,
        .ctx = s->site,
    };
    expect_paths(http.large);
    status did = http_server_new(&s->server, &http);
    if (did == E_BUSY)
        return fail(E_BUSY,
                    "address '%.*s' is in use: stop the program that has it, or name another one "
                    "with --listen",
                    STR_FMT(config->listen));
    return did;
}

static void serving_end(struct serving *s)
{
    if (s->server)
        http_server_free(s->server, DRAIN_US);
    site_free(s->site);
    looking_free(s->looking);
    if (s->metrics)
        http_metrics_free(s->metrics);
    arena_end(&s->arena);
}

/* While the site has no owner: the link that makes one. Printed here and nowhere else. */
static void announce_setup(const struct serving *s, const struct config *config,
                           struct store *store)
{
    struct arena a;
    arena_init(&a);
    str token;
    status st = account_setup_begin(&token, &a, store, clock_now_us());
    if (st == OK)
        printf("The site has no owner yet. Whoever opens this link first becomes it (valid for "
               "24 hours, once):\n  %.*s/setup?token=%.*s\n",
               STR_FMT(cli_site_url(&a, config, http_server_port(s->server))), STR_FMT(token));
    else if (st != E_EXISTS)
        log_warn("web", "no setup link", "reason=\"%s\"", err_text());
    arena_end(&a);
}

/* The address for people: the setting with the port it really has. The threads of the server have
 * the site's stores already, so this has one of its own. */
static void announce(struct serving *s, const struct config *config)
{
    struct store *store = NULL;
    size_t colon = str_rchr(config->listen, ':');
    str host = str_sub(config->listen, 0, colon);
    if (str_eq(host, S("0.0.0.0")) || str_eq(host, S("[::]")) || str_empty(host))
        host = S("localhost");
    printf("Courant is at http://%.*s:%d/ (Ctrl-C stops it)\n", STR_FMT(host),
           http_server_port(s->server));
    int64_t articles = 0;
    if (store_open(&store, cli_store_where(&s->arena, config)) != OK) {
        log_warn("web", "no setup link", "reason=\"%s\"", err_text());
    } else {
        if (store_article_count(&articles, store) == OK && articles == 0)
            printf("The store holds no article yet: bring some in with `courant import PATH`.\n");
        announce_setup(s, config, store);
    }
    store_free(store);
    fflush(stdout);
    log_info("web", "serving", "listen=%.*s port=%d articles=%lld", STR_FMT(config->listen),
             http_server_port(s->server), (long long)articles);
}

int cmd_serve(const struct config *config, int argc, char **argv)
{
    const char *name = argv[0];
    int n;
    if (cli_parse(&n, argc, argv, NULL, 0) != OK)
        return cli_usage_error(name);
    if (n < 0)
        return CLI_OK;
    if (n > 0) {
        (void)!fail(E_INPUT, "unexpected argument '%s'", argv[0]);
        return cli_usage_error(name);
    }
    struct serving s = {0};
    arena_init(&s.arena);
    cli_stop_prepare();
    if (serving_begin(&s, config) != OK || receiving_new(&s.receiving, config) != OK) {
        int result = cli_failed(name);
        serving_end(&s);
        return result;
    }
    s.collecting = collecting_new(config);
    announce(&s, config);
    while (!cli_stop_asked())
        usleep(STOP_POLL_US);
    log_info("web", "stopping", "drain_us=%lld", (long long)DRAIN_US);
    site_drain(s.site);
    receiving_free(s.receiving);
    collecting_free(s.collecting);
    serving_end(&s);
    return CLI_OK;
}
