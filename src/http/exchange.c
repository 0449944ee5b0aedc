/* From request to response; see exchange.h. */
#include "http/exchange.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/metrics.h"
#include "http/multipart.h"
#include "http/request.h"
#include "http/response.h"

/* Who sent it: the address before the trusted proxy is the last one the proxy wrote. */
static uint64_t peer_find(struct http_request *r, const struct http_limit *limit,
                          const struct http_conn *c)
{
    r->peer = str_c(c->peer);
    if (!c->from_proxy)
        return c->key;
    r->https = str_ieq(str_trim(http_header(r, "x-forwarded-proto")), S("https"));
    for (size_t i = r->headers.len; i-- > 0;) {
        if (!str_eq(r->headers.at[i].name, S("x-forwarded-for")))
            continue;
        str list = r->headers.at[i].value;
        size_t comma = str_rchr(list, ',');
        str address = str_trim(comma == STR_NPOS ? list : str_skip(list, comma + 1));
        uint64_t key = http_limit_key_text(limit, address);
        if (key) {
            r->peer = address;
            return key;
        }
        break;
    }
    return c->key;
}

void http_exchange_begin(struct http_exchange *x)
{
    x->key = peer_find(&x->request, x->limit, x->conn);
}

static void response_reset(struct http_exchange *x)
{
    if (x->response.shared && x->response.shared_release)
        x->response.shared_release(x->response.shared_data);
    memset(&x->response, 0, sizeof x->response);
    sbuf_init(&x->response.body, x->request.arena, HTTP_BODY_OUT_MAX);
}

static void page_for_status(struct http_exchange *x, int status_number, str message)
{
    x->response.status = status_number;
    if (x->options->error_page) {
        x->options->error_page(&x->response, x->options->ctx, &x->request, status_number, message);
    } else {
        x->response.content_type = S("text/plain; charset=utf-8");
        sbuf_printf(&x->response.body, "%s\n", http_status_text(status_number));
    }
    x->response.status = status_number;
}

static void answer_error(struct http_exchange *x, int status_number, str message)
{
    const char *route = x->response.route;
    response_reset(x);
    x->response.route = route;
    page_for_status(x, status_number, message);
}

/* MESSAGE is for the client: the failure's text, except that of a fault of ours. */
static void answer_failure(struct http_exchange *x, status code)
{
    int status_number = http_status_of(code);
    str message = str_dup(x->request.arena, str_c(err_text()));
    if (status_number >= 500) {
        log_error("http", "request failed", "path=\"%.*s\" status=%d reason=\"%s\"",
                  STR_FMT(x->request.path), status_number, err_text());
        message = str_c(http_status_text(status_number));
    }
    answer_error(x, status_number, message);
}

/* Puts the error page in and decides whether a 304 will do. */
static void response_settle(struct http_exchange *x)
{
    struct http_response *out = &x->response;
    const struct http_request *r = &x->request;
    if (!out->status)
        out->status = 200;
    if (out->body.overflow) {
        log_error("http", "response too large", "path=\"%.*s\"", STR_FMT(r->path));
        answer_error(x, 500, str_c(http_status_text(500)));
    } else if (out->status >= 400 && !out->body.len && !out->shared) {
        page_for_status(x, out->status, str_c(http_status_text(out->status)));
    }
    if (out->status == 200 && (r->method == HTTP_GET || r->method == HTTP_HEAD) && out->etag.len &&
        http_etag_match(http_header(r, "if-none-match"), out->etag))
        out->status = 304;
}

/* A large body is not read for nobody. */
static bool refuse_large(struct http_exchange *x)
{
    struct http_request *r = &x->request;
    str length = http_header(r, "content-length");
    if (r->method != HTTP_POST || !x->options->expect ||
        (!length.p && !http_header(r, "transfer-encoding").p))
        return false;
    status st = http_target_parse(&r->path, &r->query_raw, r->arena, sbuf_str(&x->conn->target));
    if (st == OK)
        st = x->options->expect(&x->response, x->options->ctx, r);
    if (st != OK)
        answer_failure(x, st);
    if (x->response.status)
        response_settle(x);
    return x->response.status != 0;
}

bool http_exchange_refuse(struct http_exchange *x)
{
    const struct http_server_options *o = x->options;
    unsigned wait_s = http_limit_request(x->limit, x->key, x->conn->start_us);
    if (wait_s) {
        if (o->metrics)
            atomic_fetch_add(&o->metrics->limited, 1);
        answer_error(x, 429, S("Too many requests from this address. Try again in a moment."));
        http_response_header(&x->response, "Retry-After",
                             str_printf(x->request.arena, "%u", wait_s));
        return true;
    }
    uint64_t length;
    size_t body_max = http_conn_body_max(x->conn);
    str length_text = http_header(&x->request, "content-length");
    if (length_text.p && (!str_to_u64(&length, length_text) || length > body_max)) {
        answer_error(x, 413,
                     str_printf(x->request.arena, "A request body may have %zu bytes.", body_max));
        return true;
    }
    return body_max > o->body_max && refuse_large(x);
}

static void handle(struct http_exchange *x)
{
    struct http_request *r = &x->request;
    status st = OK;
    if (x->conn->body.len) {
        r->body = sbuf_str(&x->conn->body);
        str type = http_header(r, "content-type");
        if (str_ieq(str_trim(str_cut(&type, ';')), S("application/x-www-form-urlencoded")))
            st = http_pairs_parse(&r->form, r->arena, r->body);
        else if (http_multipart_is(http_header(r, "content-type")))
            st = http_multipart_parse(&r->form, &r->files, r->arena, http_header(r, "content-type"),
                                      r->body);
    }
    if (st == OK)
        st = http_pairs_parse(&r->query, r->arena, r->query_raw);
    if (st == OK) {
        http_conn_wait(x->conn);
        st = x->options->handler(&x->response, x->options->ctx, r);
    }
    if (st != OK)
        answer_failure(x, st);
}

void http_exchange_run(struct http_exchange *x)
{
    struct http_request *r = &x->request;
    status st = http_target_parse(&r->path, &r->query_raw, r->arena, sbuf_str(&x->conn->target));
    if (st != OK) {
        r->path = S("/");
        answer_failure(x, st);
    } else {
        handle(x);
    }
    response_settle(x);
}
