/* What an answer says, where it leads, and what is kept of it. */
#include "fetch/transfer.h"

#include "base/clock.h"
#include "base/url.h"
#include "fetch/archive.h"
#include "fetch/content_coding.h"
#include "fetch/freshness.h"
#include "fetch/http_capture.h"
#include "fetch/recorder.h"

#define RETRY_MAX_S ((int64_t)366 * 86400)
#define ASKED_MAX ((size_t)64 << 10)
#define LINKS_MAX ((size_t)16 << 10) /* of the Link headers of one answer */

status fetch_transfer_begin(struct fetch_transfer *t, const struct fetch_request *request)
{
    *t =
        (struct fetch_transfer){.request = request,
                                .limits = request->limits ? *request->limits : fetch_limits_default,
                                .at = request->address};
    sbuf_init_heap(&t->body, t->limits.bytes_max);
    sbuf_init_heap(&t->asked, ASKED_MAX);
    sbuf_init_heap(&t->head, t->limits.headers_max);
    arena_init(&t->texts);
    sbuf_init(&t->links, &t->texts, LINKS_MAX);
    if (!url_is_web(request->address) || request->address.s.len > URL_LEN_MAX)
        return fail(E_INPUT, "only http and https addresses can be fetched");
    return OK;
}

static void drop_body(struct fetch_transfer *t)
{
    if (t->held)
        *t->held -= t->body.len;
    sbuf_truncate(&t->body, 0);
    t->body.overflow = false;
}

void fetch_transfer_end(struct fetch_transfer *t)
{
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    drop_body(t);
    sbuf_free(&t->body);
    sbuf_free(&t->asked);
    sbuf_free(&t->head);
    arena_end(&t->texts);
    *t = (struct fetch_transfer){0};
}

void fetch_transfer_fail(struct fetch_transfer *t, status code)
{
    if (t->failed != OK || code == OK)
        return;
    t->failed = code;
    snprintf(t->why, sizeof t->why, "%s", err_text());
}

static bool is_success(int code)
{
    return code >= 200 && code < 300;
}

static bool is_conditional(const struct fetch_transfer *t)
{
    return !str_empty(t->request->etag) || !str_empty(t->request->last_modified);
}

/* --- an answer, as it comes ------------------------------------------------------------------ */

/* It begins: "HTTP/1.1 301 Moved". */
static void begin_fields(struct fetch_transfer *t, str line)
{
    int64_t code = 0;
    (void)str_cut(&line, ' ');
    if (!str_to_i64(&code, str_sub(str_trim(line), 0, 3)))
        code = 0;
    t->fields = (struct fetch_fields){.code = (int)code};
    t->complete = false;
    sbuf_truncate(&t->head, 0);
    sbuf_truncate(&t->links, 0);
}

static void take_field(struct fetch_transfer *t, str line)
{
    struct fetch_fields *f = &t->fields;
    const struct {
        str name;
        str *to;
    } wanted[] = {{S("etag"), &f->etag},
                  {S("last-modified"), &f->last_modified},
                  {S("content-language"), &f->content_language},
                  {S("location"), &f->location},
                  {S("content-type"), &f->content_type},
                  {S("content-encoding"), &f->content_encoding},
                  {S("transfer-encoding"), &f->transfer_encoding},
                  {S("cache-control"), &f->cache_control},
                  {S("age"), &f->age},
                  {S("date"), &f->date},
                  {S("expires"), &f->expires},
                  {S("retry-after"), &f->retry_after}};
    str name = str_cut(&line, ':');
    if (str_ieq(name, S("link")) && t->links.len + line.len + 2 <= LINKS_MAX)
        sbuf_printf(&t->links, "%s%.*s", t->links.len ? ", " : "", STR_FMT(str_trim(line)));
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        if (str_ieq(name, wanted[i].name))
            *wanted[i].to = str_dup(&t->texts, str_trim(line));
}

bool fetch_transfer_line(struct fetch_transfer *t, str line)
{
    t->header_bytes += line.len;
    if (t->header_bytes > t->limits.headers_max) {
        fetch_transfer_fail(t, fail(E_LIMIT, "its headers have no end"));
        return false;
    }
    if (str_istarts(line, S("HTTP/")))
        begin_fields(t, line);
    else if (t->complete)
        return true; /* behind the body */
    else if (str_empty(str_trim(line)))
        t->complete = true;
    else
        take_field(t, line);
    if (t->request->recorder)
        sbuf_put(&t->head, line);
    return true;
}

static void keep(struct fetch_transfer *t, str part)
{
    sbuf_put(&t->body, part);
    if (t->held && !t->body.overflow)
        *t->held += part.len;
}

/* What a site says about an error or a redirect is only recorded, and not waited for long. */
static bool take_aside(struct fetch_transfer *t, str part)
{
    t->header_bytes += part.len;
    if (t->request->recorder)
        keep(t, part);
    if (t->header_bytes <= t->limits.headers_max)
        return true;
    t->cut = FETCH_CUT_LENGTH;
    return false;
}

static status too_large(const struct fetch_transfer *t)
{
    return fail(E_LIMIT, "it is larger than %zu bytes", t->limits.bytes_max);
}

bool fetch_transfer_body(struct fetch_transfer *t, str part)
{
    str type = t->fields.content_type;
    if (!is_success(t->fields.code))
        return take_aside(t, part);
    if (!t->begun && t->request->wanted && !t->request->wanted(type)) {
        t->cut = FETCH_CUT;
        fetch_transfer_fail(
            t, fail(E_INPUT, "it is '%.*s', not a page", STR_FMT(str_sub(type, 0, 80))));
        return false;
    }
    t->begun = true;
    keep(t, part);
    if (!t->body.overflow)
        return true;
    t->cut = FETCH_CUT_LENGTH;
    fetch_transfer_fail(t, too_large(t));
    return false;
}

/* --- out of an archive ----------------------------------------------------------------------- */

static status cut_failure(const struct fetch_transfer *t, const struct fetch_exchange *e)
{
    if (e->failed != OK)
        return fail(e->failed, "%.*s", STR_FMT(e->why));
    switch (e->cut) {
    case FETCH_CUT_LENGTH: return too_large(t);
    case FETCH_CUT_TIME:
        return fail(E_TIMEOUT, "no complete answer within %d s", t->limits.total_ms / 1000);
    case FETCH_CUT_DISCONNECT: return fail(E_NET, "the answer ended too early");
    default: return fail(E_NET, "only a part of the answer was recorded");
    }
}

static void play(struct fetch_transfer *t, const struct fetch_exchange *e)
{
    str rest = e->head, body = e->body;
    while (rest.len) {
        size_t end = str_chr(rest, '\n');
        str line = str_sub(rest, 0, end == STR_NPOS ? rest.len : end + 1);
        if (!fetch_transfer_line(t, line))
            return;
        rest = str_skip(rest, line.len);
    }
    t->complete = true;
    if (str_ihas(t->fields.transfer_encoding, S("chunked")) &&
        http_capture_unchunk(&body, &t->texts, body, t->limits.bytes_max) != OK) {
        fetch_transfer_fail(t, fail_in(E_NET, "the recording is broken"));
        return;
    }
    if (body.len && !fetch_transfer_body(t, body))
        return;
    t->cut = e->cut;
    if (e->cut != FETCH_WHOLE && (is_success(t->fields.code) || e->cut != FETCH_CUT_LENGTH))
        fetch_transfer_fail(t, cut_failure(t, e));
}

void fetch_transfer_replay(struct fetch_transfer *t)
{
    struct fetch_exchange e;
    status found = fetch_archive_take(&e, &t->texts, t->request->archive, t->at, is_conditional(t));
    if (found != OK) {
        fetch_transfer_fail(t, found);
        return;
    }
    t->answered_us = e.date_us;
    t->decoded = !e.as_sent;
    if (str_empty(e.head))
        fetch_transfer_fail(t, fail(e.failed, "%.*s", STR_FMT(e.why)));
    else
        play(t, &e);
}

/* --- where it leads -------------------------------------------------------------------------- */

static str open_address(struct arena *a, url address)
{
    str open = url_without_credentials(a, address).s;
    return str_sub(open, 0, str_chr(open, '#'));
}

static void record(struct fetch_transfer *t)
{
    char *ip = NULL;
    if (!t->request->recorder || t->failed == E_CANCELLED || !str_empty(t->request->form))
        return;
    if (t->easy)
        curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &ip);
    struct fetch_exchange e = {
        .address = {open_address(&t->texts, t->at)},
        .date_us = t->answered_us,
        .request = sbuf_str(&t->asked),
        .cut = t->cut,
        .ip = str_c(ip),
        .failed = t->failed,
        .why = str_c(t->why),
    };
    if (t->complete) {
        e.head = sbuf_str(&t->head);
        e.body = sbuf_str(&t->body);
    }
    fetch_recorder_put(t->request->recorder, &e);
}

/* The next question, as if nothing had been asked. */
static void forget_answer(struct fetch_transfer *t)
{
    t->fields = (struct fetch_fields){0};
    if (!t->request->archive) /* there it is the time that counts until another is known */
        t->answered_us = 0;
    t->complete = t->begun = false;
    t->cut = FETCH_WHOLE;
    drop_body(t);
    sbuf_truncate(&t->asked, 0);
    sbuf_truncate(&t->head, 0);
}

static bool is_redirect(const struct fetch_fields *f)
{
    return f->code >= 300 && f->code <= 399 && f->code != 304 && !str_empty(f->location);
}

static status follow(struct fetch_transfer *t)
{
    url next;
    if (t->redirects++ >= t->limits.redirects_max)
        return fail(E_LIMIT, "more than %d redirects", t->limits.redirects_max);
    if (url_parse(&next, &t->texts, t->fields.location, &t->at) != OK)
        return fail(E_NET, "it leads to '%.*s', which is no address",
                    STR_FMT(str_sub(t->fields.location, 0, 200)));
    if (!url_is_web(next))
        return fail(E_DENIED, "it leads to an address that is not http or https");
    if (!str_empty(t->request->form) && t->fields.code != 307 && t->fields.code != 308)
        return fail(E_NET, "it redirects with %d, which does not keep what is sent",
                    t->fields.code);
    bool permanent = t->fields.code == 301 || t->fields.code == 308;
    /* An address with a name or password in it is not to be kept. */
    t->turned |= !permanent || url_has_credentials(next);
    if (!t->turned)
        t->moved = next.s;
    t->at = next;
    return OK;
}

bool fetch_transfer_turn(struct fetch_transfer *t)
{
    if (!t->answered_us)
        t->answered_us = clock_now_us();
    record(t);
    if (t->failed != OK || !is_redirect(&t->fields))
        return false;
    status led = follow(t);
    if (led != OK) {
        fetch_transfer_fail(t, led);
        return false;
    }
    forget_answer(t);
    return true;
}

/* --- the response ---------------------------------------------------------------------------- */

/* Seconds since 1970, -1 for what is no date. */
static int64_t time_of(struct arena *a, str date)
{
    return str_empty(date) ? -1 : (int64_t)curl_getdate(str_cstr(a, date), NULL);
}

/* Seconds, or a date (RFC 9110, section 10.2.3), which counts from the answer. */
int64_t fetch_transfer_retry_us(const struct fetch_transfer *t)
{
    int64_t wait = 0;
    str said = t->fields.retry_after;
    if (str_empty(said))
        return 0;
    if (!str_to_i64(&wait, said)) {
        struct arena a;
        arena_init(&a);
        int64_t at = time_of(&a, said);
        arena_end(&a);
        wait = at < 0 ? 0 : at - t->answered_us / CLOCK_SECOND_US;
    }
    wait = wait < RETRY_MAX_S ? wait : RETRY_MAX_S;
    return wait > 0 ? wait * CLOCK_SECOND_US : 0;
}

static status failure_of_code(struct fetch_transfer *t, int64_t wait_us)
{
    int code = t->fields.code;
    switch (code) {
    case 404:
    case 410: return fail(E_NOTFOUND, "the site answered %d: there is no such page", code);
    case 401: return fetch_way_unknown(t);
    case 403:
    case 451: return fail(E_DENIED, "the site answered %d: it does not give this page out", code);
    case 429:
    case 503:
        if (wait_us > 0)
            return fail(E_BUSY, "the site answered %d: try again in %lld s", code,
                        (long long)(wait_us / CLOCK_SECOND_US));
        return fail(E_BUSY, "the site answered %d: try again later", code);
    default: return fail(E_NET, "the site answered %d", code);
    }
}

static status read_body(str *out, struct arena *a, struct fetch_transfer *t)
{
    str body = sbuf_str(&t->body);
    enum content_origin origin = t->decoded ? CONTENT_REPLAYED : CONTENT_SENT;
    status done =
        content_decode(out, a, t->fields.content_encoding, body, t->limits.bytes_max, origin);
    if (done == E_LIMIT)
        return too_large(t);
    if (done != OK)
        return fail(E_NET, "%s", err_text());
    if (out->p == body.p)
        *out = str_dup(a, body);
    return OK;
}

status fetch_transfer_answer(struct fetch_response *out, struct arena *a, struct fetch_transfer *t)
{
    const struct fetch_fields *f = &t->fields;
    *out = (struct fetch_response){
        .code = f->code,
        .answered_us = t->answered_us,
        .retry_us = fetch_transfer_retry_us(t),
        .moved = str_dup(a, t->moved),
    };
    if (t->failed != OK)
        return fail(t->failed, "%s", t->why);
    if (!is_success(f->code) && !(f->code == 304 && is_conditional(t)))
        return failure_of_code(t, out->retry_us);
    out->address.s = str_dup(a, t->at.s);
    out->content_type = str_dup(a, f->content_type);
    out->etag = str_dup(a, f->etag);
    out->last_modified = str_dup(a, f->last_modified);
    out->content_language = str_dup(a, f->content_language);
    out->links = str_dup(a, sbuf_str(&t->links));
    out->fresh_us =
        fetch_fresh_us(f->cache_control, f->age, time_of(a, f->expires), time_of(a, f->date));
    return is_success(f->code) ? read_body(&out->body, a, t) : OK;
}
