/* The site: from a request to its page. Which store handle, is the page kept, and the headers that
 * go with everything. */
#include "web/site.h"

#include <stdatomic.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/url.h"
#include "http/metrics.h"
#include "http/page_cache.h"
#include "http/router.h"
#include "web/access.h"
#include "web/page.h"
#include "web/static.h"
#include "web/strings.h"
#include "web/templates.h"
#include "web/websub.h"

/* Only this site's own scripts, styles and forms; pictures from wherever an article has them. */
#define CONTENT_POLICY                                                                             \
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "                \
    "img-src 'self' https: http:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
/* A form here may be answered with a redirect to another site, which browsers hold to the same. */
#define CONTENT_POLICY_FORMS_LEAVE CONTENT_POLICY " https:"

/* What one server thread owns: its store handle, a reader of texts once a page needed one, and the
 * sources as of a generation. */
struct site_thread {
    struct store *store;
    struct text_reader *reader;
    struct arena arena;
    int64_t generation; /* of what is below; INT64_MIN: never read */
    struct source *sources;
    size_t source_count;
    bool demo, mixed, icons; /* as in struct page_call */
};

struct site {
    struct arena arena;
    struct site_options options;
    struct site_thread *threads;
    str origin; /* "https://news.example", "" when the Host of a request decides */
    struct pictures pictures;
    struct http_page_cache *cache; /* NULL: pages are not kept */
    struct http_router router;
    atomic_bool draining;
};

struct page_row {
    status (*handler)(struct page_call *c);
    bool kept;
    enum access access;
    bool account; /* a row of account.def */
};

static status serve(struct http_response *out, struct site *s, const struct http_request *r,
                    const struct page_row *row);

#define PAGE(pattern, page, statements, keep)                                                      \
    static status route_##page(struct http_response *out, void *s, const struct http_request *r)   \
    {                                                                                              \
        return serve(out, s, r, &(const struct page_row){page_##page, keep, 0, false});            \
    }
#include "web/pages.def"
#undef PAGE
#define ROUTE(method, pattern, page, role, statements)                                             \
    static status route_##page(struct http_response *out, void *s, const struct http_request *r)   \
    {                                                                                              \
        return serve(out, s, r,                                                                    \
                     &(const struct page_row){page_##page, false, ACCESS_##role, true});           \
    }
#include "web/account.def"
#undef ROUTE

static const struct http_route ROUTES[] = {
#define PAGE(pattern, page, statements, keep) {HTTP_GET, pattern, route_##page, #page},
#include "web/pages.def"
#undef PAGE
#define ROUTE(method, pattern, page, role, statements) {method, pattern, route_##page, "account"},
#include "web/account.def"
#undef ROUTE
    {HTTP_GET, "/websub/{name}", websub_confirm, "websub"},
    {HTTP_POST, "/websub/{name}", websub_take, "websub"},
    {HTTP_GET, "/assets/{name}", static_asset, "asset"},
    {HTTP_GET, "/demo/{rest}", static_picture, "picture"},
    {HTTP_GET, "/source/{name}/icon", static_source_icon, "picture"},
    {HTTP_GET, "/favicon.ico", static_icon, "asset"},
    {HTTP_GET, "/robots.txt", static_robots, "robots"},
    {HTTP_GET, "/healthz", static_health, "health"},
    {HTTP_GET, "/readyz", static_ready, "health"},
    {HTTP_GET, "/metrics", static_metrics, "metrics"},
};

/* Takes public_url apart: only its scheme, host and port count, because pages name their
 * addresses from the root. */
static status read_origin(struct site *s, str public_url)
{
    url u;
    s->origin = S("");
    if (str_empty(public_url))
        return OK;
    if (url_parse(&u, &s->arena, public_url, NULL) != OK || !url_is_web(u))
        return fail(E_INPUT, "public_url '%.*s' is no web address", STR_FMT(public_url));
    if (!str_eq(url_split(u).path, S("/")))
        return fail(E_INPUT,
                    "public_url '%.*s' has a path: the site has to be at the root of its "
                    "host",
                    STR_FMT(public_url));
    s->origin = url_origin(&s->arena, u);
    return OK;
}

status site_new(struct site **out, const struct site_options *options)
{
    struct site *s = mem_calloc(1, sizeof *s);
    *out = s;
    arena_init(&s->arena);
    arena_init(&s->pictures.arena);
    s->options = *options;
    s->options.name = str_dup(&s->arena, options->name);
    s->options.public_url = str_dup(&s->arena, options->public_url);
    s->threads = arena_array(&s->arena, options->threads, struct site_thread);
    s->router = (struct http_router){ROUTES, ARRAY_LEN(ROUTES), s};
    if (options->cache_bytes_max > 0)
        s->cache = http_page_cache_new(options->cache_bytes_max);
    for (unsigned i = 0; i < options->threads; i++) {
        arena_init(&s->threads[i].arena);
        s->threads[i].generation = INT64_MIN;
    }
    status did = read_origin(s, options->public_url);
    for (unsigned i = 0; did == OK && i < options->threads; i++)
        did = store_open(&s->threads[i].store, options->store);
    if (did == OK && pictures_load(&s->pictures, options->demo_dir) != OK)
        log_warn("web", "demo pictures not loaded", "reason=\"%s\"", err_text());
    if (did != OK) {
        site_free(s);
        *out = NULL;
    }
    return did;
}

void site_free(struct site *s)
{
    if (!s)
        return;
    for (unsigned i = 0; i < s->options.threads; i++) {
        store_free(s->threads[i].store);
        if (s->threads[i].reader)
            text_reader_free(s->threads[i].reader);
        arena_end(&s->threads[i].arena);
    }
    if (s->cache)
        http_page_cache_free(s->cache);
    pictures_end(&s->pictures);
    arena_end(&s->arena);
    free(s);
}

void site_drain(struct site *s)
{
    atomic_store(&s->draining, true);
}

str site_origin(const struct site *s)
{
    return s->origin;
}

bool site_draining(const struct site *s)
{
    return atomic_load(&s->draining);
}

const struct pictures *site_pictures(const struct site *s)
{
    return &s->pictures;
}

struct store *site_store(const struct site *s, unsigned thread)
{
    ASSERT(thread < s->options.threads);
    return s->threads[thread].store;
}

struct text_reader *page_reader(struct page_call *c)
{
    struct site_thread *t = &c->site->threads[c->request->thread];
    if (!t->reader)
        t->reader = text_reader_new();
    return t->reader;
}

const struct site_options *site_options_of(const struct site *s)
{
    return &s->options;
}

const struct http_page_cache *site_cache(const struct site *s)
{
    return s->cache;
}

/* --- requests ---------------------------------------------------------------------------- */

/* Reads the sources again when the store has changed since they were read. */
static status refresh_sources(struct site_thread *t, int64_t generation)
{
    if (t->generation == generation)
        return OK;
    arena_reset(&t->arena);
    t->generation = INT64_MIN;
    bool other = false;
    t->demo = t->icons = false;
    TRY(store_source_list(&t->sources, &t->source_count, &t->arena, t->store));
    for (size_t i = 0; i < t->source_count; i++) {
        *(t->sources[i].demo ? &t->demo : &other) = true;
        t->icons |= t->sources[i].icon_hash != 0;
    }
    t->mixed = t->demo && other;
    t->generation = generation;
    return OK;
}

/* C is NULL for error pages. */
static void page_headers(struct http_response *out, const struct page_call *c)
{
    if (str_empty(out->content_type))
        out->content_type = S("text/html; charset=utf-8");
    http_response_header(out, "Content-Security-Policy",
                         c && c->forms_leave ? S(CONTENT_POLICY_FORMS_LEAVE) : S(CONTENT_POLICY));
    http_response_header(out, "Referrer-Policy", S("strict-origin-when-cross-origin"));
    http_response_header(out, "Permissions-Policy", S("camera=(), geolocation=(), microphone=()"));
    http_response_header(out, "Cross-Origin-Opener-Policy", S("same-origin"));
    http_response_header(out, "X-Frame-Options", S("DENY"));
    /* Forms are not kept at all, what shows a name by its reader's browser only; other pages by
     * all, but asked about each time: the answer is mostly 304. */
    bool form = c && c->account, own = c && (c->personal || c->visitor.in);
    http_response_header(out, "Cache-Control",
                         form  ? S("no-store")
                         : own ? S("private, no-cache")
                               : S("no-cache"));
    http_response_header(out, "Vary", S("Cookie"));
}

/* Pages say how long ago things were, to the minute: a page is kept for one minute of one
 * generation. The store's generation grows by one a commit and stays far below 2^38. */
static uint64_t keep_key(int64_t generation, int64_t now_us)
{
    uint64_t minute = (uint64_t)(now_us / (60 * CLOCK_SECOND_US));
    return (uint64_t)generation << 26 | (minute & ((1u << 26) - 1));
}

/* Pages may hold their own address. Where no public_url says it, it is made of the Host that was
 * asked for, so a kept page is given only to those who ask for the same one. */
static str keep_variant(const struct site *s, const struct http_request *r)
{
    if (!str_empty(s->origin))
        return S("");
    return str_printf(r->arena, "%c%.*s", r->https ? 's' : '-', STR_FMT(http_header(r, "host")));
}

static status serve(struct http_response *out, struct site *s, const struct http_request *r,
                    const struct page_row *row)
{
    ASSERT(r->thread < s->options.threads);
    struct site_thread *t = &s->threads[r->thread];
    int64_t generation;
    TRY(store_generation(&generation, t->store));
    uint64_t key = keep_key(generation, r->now_us);
    struct page_call c = {
        .site = s,
        .request = r,
        .out = out,
        .a = r->arena,
        .store = t->store,
        .now_us = r->now_us,
        .account = row->account,
    };
    bool answered;
    TRY(access_visitor(&c));
    bool keep = row->kept && s->cache && !c.visitor.in;
    str variant = keep ? keep_variant(s, r) : S("");
    if (keep && http_page_cache_get(out, s->cache, r, variant, key))
        return OK;
    TRY(refresh_sources(t, generation));
    c.sources = t->sources;
    c.source_count = t->source_count;
    c.demo = t->demo;
    c.mixed = t->mixed;
    c.icons = t->icons;
    TRY(access_check(&answered, &c, row->access));
    if (!answered && page_moderates(&c))
        TRY(store_comment_waiting(&c.held, &c.reported, t->store));
    if (!answered)
        TRY(row->handler(&c));
    page_headers(out, &c);
    /* Form tokens are masked, links that make accounts are not: see "BREACH" in docs/THREATS.md. */
    out->no_compress = row->account;
    if (keep && !c.personal)
        http_page_cache_put(out, s->cache, r, variant, key);
    else if (!row->account)
        out->etag =
            str_printf(r->arena, "\"%016llx\"", (unsigned long long)hash_str(sbuf_str(&out->body)));
    return OK;
}

/* "/sources/" is answered with where the page is. */
static bool redirect_slash(struct http_response *out, const struct http_request *r)
{
    if (r->path.len < 2 || !str_ends(r->path, S("/")))
        return false;
    size_t end = r->path.len;
    while (end > 1 && r->path.p[end - 1] == '/')
        end--;
    struct sbuf to;
    sbuf_init(&to, r->arena, 65536);
    for (size_t i = 0; i < end; i++) {
        unsigned char c = (unsigned char)r->path.p[i];
        bool plain = ascii_is_alnum(c) || (c && strchr("/-._~", c));
        /* A second slash at the beginning would name another host. */
        if (plain && !(c == '/' && i == 1))
            sbuf_putc(&to, (char)c);
        else if (!plain)
            sbuf_printf(&to, "%%%02X", c);
    }
    out->status = 301;
    http_response_header(out, "Location", sbuf_str(&to));
    return true;
}

status site_handle(struct http_response *out, void *ctx, const struct http_request *r)
{
    struct site *s = ctx;
    if (redirect_slash(out, r))
        return OK;
    return http_router_handle(out, &s->router, r);
}

/* --- errors ------------------------------------------------------------------------------ */

static void error_texts(struct error_view *v, struct arena *a, const struct http_request *r,
                        str message)
{
    struct sbuf now;
    sbuf_init(&now, a, 64);
    clock_put_iso(&now, r->now_us);
    struct tpl_value value = {.text = message};
    switch (v->number) {
#define ERROR_TEXT(n)                                                                              \
    case n:                                                                                        \
        v->title = ui_text(UI_error_##n##_title);                                                  \
        v->text = ui_format(a, UI_error_##n, &value, 1);                                           \
        break
        ERROR_TEXT(400);
        ERROR_TEXT(403);
        ERROR_TEXT(404);
        ERROR_TEXT(405);
        ERROR_TEXT(413);
        ERROR_TEXT(429);
        ERROR_TEXT(503);
#undef ERROR_TEXT
    default:
        value.text = v->number < 500 ? message : sbuf_str(&now);
        v->title = ui_text(v->number < 500 ? UI_error_400_title : UI_error_500_title);
        v->text = ui_format(a, v->number < 500 ? UI_error_400 : UI_error_500, &value, 1);
    }
}

void site_error_page(struct http_response *out, void *ctx, const struct http_request *r,
                     int status_number, str message)
{
    struct site *s = ctx;
    struct page_call c = {.site = s, .request = r, .out = out, .a = r->arena, .now_us = r->now_us};
    struct error_view v = {.number = status_number};
    error_texts(&v, c.a, r, message);
    v.frame = page_frame(&c, v.title);
    v.frame.no_index = true;
    out->status = status_number;
    out->content_type = S("");
    out->body = (struct sbuf){0};
    tpl_error(page_body(&c), &v);
    page_headers(out, NULL);
}
