/* The handlers of the site the server tests serve. */
#include "site.h"

static status answer_echo(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    out->content_type = S("text/plain");
    sbuf_printf(&out->body, "%d %.*s q=%.*s f=%.*s c=%.*s peer=%.*s https=%d body=%zu", r->method,
                STR_FMT(r->path), STR_FMT(http_query(r, "q")), STR_FMT(http_form(r, "f")),
                STR_FMT(http_cookie(r, "c")), STR_FMT(r->peer), r->https, r->body.len);
    return OK;
}

static status answer_page(struct http_response *out, void *ctx, const struct http_request *r)
{
    struct site *site = ctx;
    if (str_eq(r->path, S("/cached")) && http_page_cache_get(out, site->cache, r, S(""), 7))
        return OK;
    atomic_fetch_add(&site->made, 1);
    for (int i = 0; i < 300; i++)
        sbuf_printf(&out->body, "<p>line %d of the page</p>\n", i);
    http_response_header(out, "Cache-Control", S("no-cache"));
    out->etag = S("\"page-7\"");
    if (str_eq(r->path, S("/cached")))
        http_page_cache_put(out, site->cache, r, S(""), 7);
    return OK;
}

static status answer_big(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    (void)r;
    char *room = sbuf_room(&out->body, BIG);
    memset(room, 'x', BIG);
    sbuf_added(&out->body, BIG);
    out->no_compress = true;
    return OK;
}

static status answer_slow(struct http_response *out, void *ctx, const struct http_request *r)
{
    const struct timespec nap = {0, 400000000};
    (void)ctx;
    (void)r;
    nanosleep(&nap, NULL);
    sbuf_put(&out->body, S("slow but sure"));
    return OK;
}

static status answer_fault(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)out;
    (void)ctx;
    if (str_eq(r->path, S("/fault/inside")))
        return fail(E_IO, "disk secret-name is full");
    if (str_eq(r->path, S("/fault/overflow"))) {
        sbuf_init(&out->body, r->arena, 4);
        sbuf_put(&out->body, S("too long"));
        return OK;
    }
    http_response_header(out, "X-Split", S("a\r\nX-Injected: b"));
    return fail(E_DENIED, "this is not yours");
}

static const struct http_route routes[] = {
    {HTTP_GET, "/echo", answer_echo, "echo"},
    {HTTP_POST, "/echo", answer_echo, "echo"},
    {HTTP_POST, "/large/{name}", answer_echo, "large"},
    {HTTP_GET, "/page", answer_page, "page"},
    {HTTP_GET, "/cached", answer_page, "page"},
    {HTTP_GET, "/big", answer_big, "big"},
    {HTTP_GET, "/slow", answer_slow, "slow"},
    {HTTP_GET, "/fault/{name}", answer_fault, NULL},
};

static void error_page(struct http_response *out, void *ctx, const struct http_request *r,
                       int status_number, str message)
{
    (void)ctx;
    (void)r;
    out->content_type = S("text/plain");
    sbuf_printf(&out->body, "%d: %.*s", status_number, STR_FMT(message));
}

/* Before the body of what may be large. */
static status expect(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    if (str_eq(r->path, S("/large/no")))
        out->status = 410;
    return str_eq(r->path, S("/large/fault")) ? fail(E_DENIED, "not yours") : OK;
}

struct http_server_options options_usual(void)
{
    return (struct http_server_options){.listen = S("127.0.0.1:0"),
                                        .threads = 3,
                                        .body_max = 65536,
                                        .large = {S("/large/")},
                                        .large_max = 200000,
                                        .expect = expect,
                                        .header_max = 16384,
                                        .timeout_us = 5 * CLOCK_SECOND_US,
                                        .connections_max = 200,
                                        .connections_per_address_max = 100,
                                        .error_page = error_page};
}

void site_start(struct site *site, struct http_server_options options)
{
    memset(site, 0, sizeof *site);
    site->cache = http_page_cache_new(1 << 20);
    site->metrics = http_metrics_new();
    site->router = (struct http_router){routes, ARRAY_LEN(routes), site};
    options.handler = http_router_handle;
    options.ctx = &site->router;
    options.metrics = site->metrics;
    assert_ok(http_server_new(&site->server, &options));
    site->port = http_server_port(site->server);
}

void site_stop(struct site *site)
{
    http_server_free(site->server, CLOCK_SECOND_US);
    assert_int_equal(atomic_load(&site->metrics->connections), 0);
    assert_int_equal(atomic_load(&site->metrics->in_flight), 0);
    http_page_cache_free(site->cache);
    http_metrics_free(site->metrics);
}

void ask(struct client_response *r, int fd, const char *request)
{
    assert_true(client_send(fd, str_c(request)));
    client_read(r, fd, strncmp(request, "HEAD", 4) == 0, 5000);
}

void expect_body(int fd, const char *request, int want_status, const char *want_body)
{
    struct client_response r;
    ask(&r, fd, request);
    assert_int_equal(r.status, want_status);
    assert_string_equal(r.body, want_body);
    client_response_end(&r);
}
