/*
 * A server for bench_http.sh: one article-sized page of made-up text, from the page cache
 * (/cached), rendered anew for every request (/made), or written to a file for the peer.
 *
 *     bench_http_server serve THREADS     prints its port, serves until its input ends
 *     bench_http_server page              prints the page
 */
#include <unistd.h>

#include "http/page_cache.h"
#include "http/router.h"
#include "http/server.h"

#define PAGE_BYTES 20480

/* Words in an order that repeats only after a long time, so that it compresses like text. */
static void page_write(struct sbuf *b)
{
    static const char *const words[] = {
        "council",  "harbour",   "said", "the",  "of",        "ferry", "in",      "after",
        "minister", "report",    "a",    "to",   "budget",    "and",   "on",      "from",
        "vote",     "residents", "that", "will", "yesterday", "its",   "station", "new"};
    uint32_t x = 12345;
    sbuf_put(b, S("<!DOCTYPE html><html lang=en><head><title>Bench</title></head><body>"));
    while (b->len + 160 < PAGE_BYTES) {
        sbuf_put(b, S("<p>"));
        for (int i = 0; i < 14; i++) {
            x = x * 1664525 + 1013904223;
            sbuf_put(b, str_c(words[(x >> 20) % ARRAY_LEN(words)]));
            sbuf_putc(b, ' ');
        }
        sbuf_put(b, S("</p>\n"));
    }
    sbuf_put(b, S("</body></html>\n"));
}

static status answer_made(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    (void)r;
    page_write(&out->body);
    return OK;
}

static status answer_cached(struct http_response *out, void *ctx, const struct http_request *r)
{
    if (http_page_cache_get(out, ctx, r, S(""), 1))
        return OK;
    page_write(&out->body);
    http_page_cache_put(out, ctx, r, S(""), 1);
    return OK;
}

static int serve(unsigned threads)
{
    static const struct http_route routes[] = {
        {HTTP_GET, "/cached", answer_cached, "cached"},
        {HTTP_GET, "/made", answer_made, "made"},
    };
    char byte;
    struct http_page_cache *cache = http_page_cache_new((size_t)64 << 20);
    struct http_router router = {routes, ARRAY_LEN(routes), cache};
    struct http_server_options options = {.listen = S("127.0.0.1:0"),
                                          .threads = threads,
                                          .body_max = 65536,
                                          .header_max = 16384,
                                          .timeout_us = 10000000,
                                          .connections_max = 1024,
                                          .connections_per_address_max = 1024,
                                          .handler = http_router_handle,
                                          .ctx = &router};
    struct http_server *server;
    if (http_server_new(&server, &options) != OK) {
        fprintf(stderr, "%s\n", err_text());
        return 1;
    }
    printf("%d\n", http_server_port(server));
    fflush(stdout);
    while (read(0, &byte, 1) > 0)
        continue;
    http_server_free(server, 1000000);
    http_page_cache_free(cache);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "serve") == 0)
        return serve((unsigned)strtoul(argv[2], NULL, 10));
    if (argc == 2 && strcmp(argv[1], "page") == 0) {
        struct sbuf b;
        sbuf_init_heap(&b, (size_t)1 << 20);
        page_write(&b);
        fwrite(b.p, 1, b.len, stdout);
        sbuf_free(&b);
        return 0;
    }
    fprintf(stderr, "usage: bench_http_server serve THREADS | page\n");
    return 2;
}
