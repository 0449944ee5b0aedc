/* What is not a page: assets, the demo's pictures, and addresses for machines. */
#include "web/static.h"

#include "http/metrics.h"
#include "http/response.h"
#include "http/router.h"
#include "web/asset.h"
#include "web/assets.h"
#include "web/page.h"

#define METRICS_BYTES_MAX ((size_t)1 << 20)

static void put_text(struct http_response *out, const struct http_request *r, str text)
{
    out->content_type = S("text/plain; charset=utf-8");
    sbuf_init(&out->body, r->arena, 4096);
    sbuf_put(&out->body, text);
}

status static_asset(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    const struct asset *asset = NULL;
    for (size_t i = 0; i < ASSET_COUNT && !asset; i++)
        if (str_eq(ASSETS[i].url, r->path))
            asset = &ASSETS[i];
    if (!asset)
        return fail(E_NOTFOUND, "no asset '%.*s'", STR_FMT(r->path));
    enum http_coding coding = http_coding_choose(http_header(r, "accept-encoding"));
    str bytes = coding == HTTP_BROTLI ? asset->brotli : coding == HTTP_GZIP ? asset->gzip : S("");
    if (str_empty(bytes)) {
        coding = HTTP_IDENTITY;
        bytes = asset->raw;
    }
    out->content_type = asset->type;
    out->shared = bytes.p;
    out->shared_len = bytes.len;
    out->content_encoding = http_coding_name(coding);
    out->vary_encoding = true;
    out->etag = str_printf(r->arena, "%.*s%s\"", STR_FMT(str_sub(asset->etag, 0, 9)),
                           coding == HTTP_IDENTITY ? ""
                           : coding == HTTP_GZIP   ? "-gz"
                                                   : "-br");
    http_response_header(out, "Cache-Control", S("public, max-age=31536000, immutable"));
    return OK;
}

status static_picture(struct http_response *out, void *ctx, const struct http_request *r)
{
    const struct picture *p = pictures_find(site_pictures(ctx), http_param(r, 0));
    if (!p)
        return fail(E_NOTFOUND, "no picture '%.*s'", STR_FMT(r->path));
    out->content_type = p->type;
    sbuf_init(&out->body, r->arena, PICTURE_BYTES_MAX + 1);
    sbuf_put(&out->body, p->bytes);
    out->etag = http_etag_of(r->arena, p->bytes);
    http_response_header(out, "Cache-Control", S("public, max-age=86400"));
    /* An SVG opened by itself is a document: it may draw, and nothing else. */
    http_response_header(out, "Content-Security-Policy",
                         S("default-src 'none'; style-src 'unsafe-inline'; sandbox"));
    return OK;
}

status static_source_icon(struct http_response *out, void *ctx, const struct http_request *r)
{
    struct source_icon icon;
    TRY(store_source_icon(&icon, r->arena, site_store(ctx, r->thread), http_param(r, 0)));
    str name = str_printf(r->arena, "%016llx", (unsigned long long)icon.hash);
    out->content_type = icon.type;
    sbuf_init(&out->body, r->arena, icon.bytes.len + 1);
    sbuf_put(&out->body, icon.bytes);
    out->etag = str_printf(r->arena, "\"%.*s\"", STR_FMT(name));
    http_response_header(out, "Cache-Control",
                         str_eq(http_query(r, "v"), name) ? S("public, max-age=31536000, immutable")
                                                          : S("public, no-cache"));
    http_response_header(out, "Content-Security-Policy", S("default-src 'none'; sandbox"));
    http_response_header(out, "Cross-Origin-Resource-Policy", S("same-origin"));
    return OK;
}

status static_icon(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx, (void)r;
    out->status = 301;
    http_response_header(out, "Location", S(ASSET_URL_ICON_SVG));
    return OK;
}

status static_robots(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    put_text(out, r,
             S("User-agent: *\nDisallow: /search\nAllow: /search/feed.\n"
               "Disallow: /article/*/ask\nDisallow: /metrics\n"));
    return OK;
}

status static_health(struct http_response *out, void *ctx, const struct http_request *r)
{
    (void)ctx;
    put_text(out, r, S("ok\n"));
    http_response_header(out, "Cache-Control", S("no-store"));
    return OK;
}

status static_ready(struct http_response *out, void *ctx, const struct http_request *r)
{
    int64_t generation;
    http_response_header(out, "Cache-Control", S("no-store"));
    if (site_draining(ctx)) {
        out->status = 503;
        put_text(out, r, S("stopping\n"));
    } else if (store_generation(&generation, site_store(ctx, r->thread)) != OK) {
        out->status = 503;
        put_text(out, r, S("the store does not answer\n"));
    } else {
        put_text(out, r, S("ready\n"));
    }
    return OK;
}

status static_metrics(struct http_response *out, void *ctx, const struct http_request *r)
{
    const struct site_options *options = site_options_of(ctx);
    int64_t articles = 0;
    TRY(store_article_count(&articles, site_store(ctx, r->thread)));
    out->content_type = S("text/plain; version=0.0.4");
    http_response_header(out, "Cache-Control", S("no-store"));
    sbuf_init(&out->body, r->arena, METRICS_BYTES_MAX);
    if (options->metrics)
        http_metrics_write(&out->body, options->metrics, site_cache(ctx));
    sbuf_printf(&out->body,
                "# HELP courant_articles Articles in the store.\n# TYPE courant_articles gauge\n"
                "courant_articles %lld\n",
                (long long)articles);
    return OK;
}
