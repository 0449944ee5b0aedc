/* What hubs see of the site. */
#include "web/websub.h"

#include "base/clock.h"
#include "http/router.h"
#include "web/page.h"
#include "web/paths.h"
#include "websub/hub.h"

#define CHALLENGE_MAX 4096
#define LATER_S 600 /* when too much waits to be read */

str websub_callbacks(struct arena *a, str origin)
{
    str to = path_websub();
    return str_printf(a, "%.*s%.*s", STR_FMT(origin), STR_FMT(to));
}

static void put_text(struct http_response *out, const struct http_request *r, int status_number,
                     str text)
{
    out->status = status_number;
    out->content_type = S("text/plain; charset=utf-8");
    out->no_compress = true;
    sbuf_init(&out->body, r->arena, CHALLENGE_MAX + 1);
    sbuf_put(&out->body, text);
    http_response_header(out, "Cache-Control", S("no-store"));
    http_response_header(out, "Content-Security-Policy", S("default-src 'none'; sandbox"));
}

static void put_later(struct http_response *out, const struct http_request *r, int status_number,
                      int64_t wait_us)
{
    put_text(out, r, status_number, S("Later.\n"));
    long long wait_s = wait_us / CLOCK_SECOND_US + 1;
    http_response_header(out, "Retry-After", str_printf(r->arena, "%lld", wait_s));
}

/* The failure of a push in HTTP: 410 makes a hub forget us (section 7). Others are passed on. */
static status put_failure(struct http_response *out, const struct http_request *r, status did,
                          int64_t wait_us)
{
    if (did == E_NOTFOUND)
        put_text(out, r, 410, S("Nobody waits for this here.\n"));
    else if (did == E_BUSY && wait_us > 0)
        put_later(out, r, 429, wait_us);
    else if (did == E_LIMIT)
        put_later(out, r, 503, LATER_S * CLOCK_SECOND_US);
    else
        return did;
    return OK;
}

static status no_such(void)
{
    return fail(E_NOTFOUND, "no feed is pushed to this site");
}

status websub_confirm(struct http_response *out, void *site, const struct http_request *r)
{
    enum websub_mode mode;
    int64_t lease_s;
    str topic = http_query(r, "hub.topic"), challenge = http_query(r, "hub.challenge"),
        reason = http_query(r, "hub.reason");
    if (!str_to_i64(&lease_s, http_query(r, "hub.lease_seconds")))
        lease_s = 0;
    bool sound = site_options_of(site)->websub &&
                 websub_mode_read(&mode, http_query(r, "hub.mode")) && topic.p &&
                 (mode == WEBSUB_DENIED || challenge.len > 0) && challenge.len <= CHALLENGE_MAX;
    status did = sound ? websub_verify(r->arena, site_store(site, r->thread), http_param(r, 0),
                                       mode, topic, lease_s, reason, r->now_us)
                       : no_such();
    if (did == E_NOTFOUND)
        put_text(out, r, 404, S("That was not asked for.\n"));
    else if (did != OK)
        return did;
    else
        put_text(out, r, 200, mode == WEBSUB_DENIED ? S("") : challenge);
    return OK;
}

status websub_expected(struct http_response *out, void *site, const struct http_request *r)
{
    struct feed_hub hub;
    int64_t wait_us = 0;
    status did = site_options_of(site)->websub
                     ? websub_expect(&hub, &wait_us, r->arena, site_store(site, r->thread),
                                     str_skip(r->path, path_websub().len), r->now_us)
                     : no_such();
    return did == OK ? OK : put_failure(out, r, did, wait_us);
}

status websub_take(struct http_response *out, void *site, const struct http_request *r)
{
    bool taken;
    int64_t wait_us = 0;
    const struct websub_push push = {.token = http_param(r, 0),
                                     .signature = http_header(r, "x-hub-signature"),
                                     .content_type = http_header(r, "content-type"),
                                     .body = r->body};
    status did =
        site_options_of(site)->websub
            ? websub_push(&taken, &wait_us, r->arena, site_store(site, r->thread), &push, r->now_us)
            : no_such();
    if (did != OK)
        return put_failure(out, r, did, wait_us);
    put_text(out, r, 202, S(""));
    return OK;
}
