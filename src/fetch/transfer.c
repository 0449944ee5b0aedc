/*
 * libcurl's options and callbacks. The guard is asked twice: before a socket is made, so that
 * nothing is sent to an address that is refused, and about the peer of the connection a request is
 * to go over, which may be one that is used again.
 */
#include "fetch/transfer.h"

#include "base/clock.h"
#include "base/url.h"
#include "fetch/freshness.h"

/* The generated one of the build directory, not cli/config.h. */
#include <config.h>

#include <unistd.h>

#define RETRY_MAX_S ((int64_t)366 * 86400)

/* A callback's finding; libcurl's own text would only say that a callback failed. */
static void note(struct fetch_transfer *t, status code, const char *text)
{
    t->failed = code;
    snprintf(t->why, sizeof t->why, "%s", text);
}

bool fetch_transfer_may_connect(const struct fetch_transfer *t, const struct sockaddr *address)
{
    fetch_guard *guard = t->request->guard ? t->request->guard : fetch_guard_public;
    return guard(t->request->guard_data, address);
}

static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct fetch_transfer *t = data;
    /* The operator has named the proxy, which may well be next door. */
    bool may = t->by_proxy || fetch_transfer_may_connect(t, &address->addr);
    if (purpose != CURLSOCKTYPE_IPCXN || !may) {
        fetch_address_text(t->refused, &address->addr);
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int before_request(void *data, char *peer, char *own, int peer_port, int own_port)
{
    struct fetch_transfer *t = data;
    (void)own;
    (void)peer_port;
    (void)own_port;
    struct sockaddr_storage address;
    if (t->by_proxy)
        return CURL_PREREQFUNC_OK;
    if (fetch_address_parse(&address, peer) &&
        fetch_transfer_may_connect(t, (const struct sockaddr *)&address))
        return CURL_PREREQFUNC_OK;
    snprintf(t->refused, sizeof t->refused, "%s", peer);
    return CURL_PREREQFUNC_ABORT;
}

/* An answer begins: "HTTP/1.1 301 Moved". */
static void begin_fields(struct fetch_transfer *t, str line)
{
    int64_t code = 0;
    (void)str_cut(&line, ' ');
    if (!str_to_i64(&code, str_sub(str_trim(line), 0, 3)))
        code = 0;
    t->fields = (struct fetch_fields){.code = (int)code};
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
                  {S("cache-control"), &f->cache_control},
                  {S("age"), &f->age},
                  {S("date"), &f->date},
                  {S("expires"), &f->expires}};
    str name = str_cut(&line, ':');
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        if (str_ieq(name, wanted[i].name))
            *wanted[i].to = str_dup(&t->texts, str_trim(line));
}

/* The fields are complete. Where a redirect leads, as libcurl will go; false: not there. */
static bool end_fields(struct fetch_transfer *t)
{
    int code = t->fields.code;
    url next;
    if (code < 300 || code > 399 || code == 304 || str_empty(t->fields.location))
        return true;
    if (url_parse(&next, &t->texts, t->fields.location, &t->at) != OK)
        return true;
    /* An address with a password in it is not to be kept. */
    t->turned |= (code != 301 && code != 308) || !str_empty(url_split(next).password);
    if (!t->turned)
        t->moved = next.s;
    t->at = next;
    return !t->by_proxy || fetch_way_may_ask(t, next);
}

static size_t take_header(char *bytes, size_t size, size_t n, void *data)
{
    struct fetch_transfer *t = data;
    str line = str_of(bytes, size * n);
    t->header_bytes += line.len;
    if (t->header_bytes > t->limits.headers_max) {
        note(t, E_LIMIT, "its headers have no end");
        return 0;
    }
    if (str_istarts(line, S("HTTP/")))
        begin_fields(t, line);
    else if (!str_empty(str_trim(line)))
        take_field(t, line);
    else if (!end_fields(t))
        return 0;
    return line.len;
}

static str content_type_of(CURL *easy)
{
    char *type = NULL;
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    return str_c(type);
}

static long code_of(CURL *easy)
{
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

static bool is_success(long code)
{
    return code >= 200 && code < 300;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *data)
{
    struct fetch_transfer *t = data;
    str part = str_of(bytes, size * n);
    /* What a site says about an error or a redirect is not kept, and not waited for long. */
    if (!is_success(code_of(t->easy))) {
        t->header_bytes += part.len;
        return t->header_bytes > t->limits.headers_max ? 0 : part.len;
    }
    if (!t->begun && t->request->wanted && !t->request->wanted(content_type_of(t->easy))) {
        char text[ERR_TEXT_MAX];
        str type = content_type_of(t->easy);
        snprintf(text, sizeof text, "it is '%.*s', not a page", STR_FMT(str_sub(type, 0, 80)));
        note(t, E_INPUT, text);
        return 0;
    }
    t->begun = true;
    sbuf_put(&t->body, part);
    if (t->held && !t->body.overflow)
        *t->held += part.len;
    if (!t->body.overflow)
        return part.len;
    char text[ERR_TEXT_MAX];
    snprintf(text, sizeof text, "it is larger than %zu bytes", t->limits.bytes_max);
    note(t, E_LIMIT, text);
    return 0;
}

static int ask_stop(void *data, curl_off_t down_all, curl_off_t down, curl_off_t up_all,
                    curl_off_t up)
{
    struct fetch_transfer *t = data;
    (void)down_all;
    (void)down;
    (void)up_all;
    (void)up;
    return t->request->stop && t->request->stop();
}

static void set_callbacks(struct fetch_transfer *t)
{
    CURL *easy = t->easy;
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, t);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, ask_stop);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, t);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->curl_text);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
}

static void set_rules(struct fetch_transfer *t)
{
    CURL *easy = t->easy;
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)t->limits.redirects_max);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)t->limits.connect_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)t->limits.total_ms);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* "": every encoding that libcurl can undo. */
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
}

static void set_texts(struct fetch_transfer *t)
{
    str accept = t->request->accept;
    fetch_way_header(t, "Accept", str_empty(accept) ? S("*/*") : accept);
    fetch_way_header(t, "If-None-Match", t->request->etag);
    fetch_way_header(t, "If-Modified-Since", t->request->last_modified);
    fetch_way_sender(t);
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static status refuse(const struct fetch_transfer *t)
{
    return fail(E_DENIED,
                "it leads to %s, which is no public address; 'fetch_private' allows those",
                t->refused);
}

status fetch_transfer_begin(struct fetch_transfer *t, const struct fetch_request *request)
{
    *t = (struct fetch_transfer){
        .request = request, .limits = request->limits ? *request->limits : fetch_limits_default};
    sbuf_init_heap(&t->body, t->limits.bytes_max);
    arena_init(&t->texts);
    t->at = request->address;
    if (!url_is_web(request->address) || request->address.s.len > URL_LEN_MAX)
        return fail(E_INPUT, "only http and https addresses can be fetched");
    t->easy = curl_easy_init();
    if (!t->easy)
        return fail(E_NET, "libcurl cannot be set up");
    char *address = mem_alloc(request->address.s.len + 1);
    memcpy(address, request->address.s.p, request->address.s.len);
    address[request->address.s.len] = '\0';
    curl_easy_setopt(t->easy, CURLOPT_URL, address);
    free(address);
    t->by_proxy = fetch_sender_by_proxy(&request->sender, request->address);
    if (t->by_proxy && !fetch_way_may_ask(t, request->address))
        return refuse(t);
    set_texts(t);
    set_rules(t);
    fetch_way_set(t);
    set_callbacks(t);
    return OK;
}

/* What libcurl says went wrong, in our words where there are some. */
static status failure(struct fetch_transfer *t, CURLcode result)
{
    const char *text = t->curl_text[0] ? t->curl_text : curl_easy_strerror(result);
    if (t->failed != OK)
        return fail(t->failed, "%s", t->why);
    TRY(fetch_way_failure(t, result));
    switch (result) {
    case CURLE_WRITE_ERROR: return t->refused[0] ? refuse(t) : fail(E_NET, "%s", text);
    case CURLE_OPERATION_TIMEDOUT:
        return fail(E_TIMEOUT, "no complete answer within %d s", t->limits.total_ms / 1000);
    case CURLE_TOO_MANY_REDIRECTS:
        return fail(E_LIMIT, "more than %d redirects", t->limits.redirects_max);
    case CURLE_ABORTED_BY_CALLBACK: return t->refused[0] ? refuse(t) : fail(E_CANCELLED, "stopped");
    case CURLE_COULDNT_CONNECT: return t->refused[0] ? refuse(t) : fail(E_NET, "%s", text);
    case CURLE_UNSUPPORTED_PROTOCOL:
        /* After a redirect its scheme, else an answer that is no HTTP. */
        return code_of(t->easy) >= 300
                   ? fail(E_DENIED, "it leads to an address that is not http or https")
                   : fail(E_NET, "%s", text);
    case CURLE_COULDNT_RESOLVE_HOST: return fail(E_NET, "no such host: %s", text);
    default: return fail(E_NET, "%s", text);
    }
}

static status failure_of_code(struct fetch_transfer *t, long code)
{
    curl_off_t wait = 0;
    switch (code) {
    case 404:
    case 410: return fail(E_NOTFOUND, "the site answered %ld: there is no such page", code);
    case 401: return fetch_way_unknown(t);
    case 403:
    case 451: return fail(E_DENIED, "the site answered %ld: it does not give this page out", code);
    case 429:
    case 503:
        curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
        if (wait > 0)
            return fail(E_BUSY, "the site answered %ld: try again in %lld s", code,
                        (long long)wait);
        return fail(E_BUSY, "the site answered %ld: try again later", code);
    default: return fail(E_NET, "the site answered %ld", code);
    }
}

/* Seconds since 1970, -1 for what is no date. */
static int64_t time_of(struct arena *a, str date)
{
    return str_empty(date) ? -1 : (int64_t)curl_getdate(str_cstr(a, date), NULL);
}

status fetch_transfer_answer(struct fetch_response *out, struct arena *a, struct fetch_transfer *t,
                             CURLcode result)
{
    long code = code_of(t->easy);
    char *address = NULL;
    curl_off_t retry_s = 0;
    *out = (struct fetch_response){.code = (int)code};
    curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry_s);
    out->retry_us =
        retry_s < RETRY_MAX_S ? retry_s * CLOCK_SECOND_US : RETRY_MAX_S * CLOCK_SECOND_US;
    out->moved = str_dup(a, t->moved);
    /* An error's own page may be cut off; its status says enough. */
    bool is_error = result == CURLE_WRITE_ERROR && t->failed == OK && code >= 400;
    if ((result != CURLE_OK && !is_error) || (code == 407 && t->by_proxy))
        return failure(t, result);
    bool conditional = !str_empty(t->request->etag) || !str_empty(t->request->last_modified);
    if (!is_success(code) && !(code == 304 && conditional))
        return failure_of_code(t, code);
    curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &address);
    TRY(url_parse(&out->address, a, str_c(address), NULL));
    out->content_type = str_dup(a, content_type_of(t->easy));
    out->etag = str_dup(a, t->fields.etag);
    out->last_modified = str_dup(a, t->fields.last_modified);
    out->content_language = str_dup(a, t->fields.content_language);
    out->fresh_us = fetch_fresh_us(t->fields.cache_control, t->fields.age,
                                   time_of(a, t->fields.expires), time_of(a, t->fields.date));
    out->body = str_dup(a, sbuf_str(&t->body));
    return OK;
}

void fetch_transfer_end(struct fetch_transfer *t)
{
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    if (t->held)
        *t->held -= t->body.len;
    sbuf_free(&t->body);
    arena_end(&t->texts);
    *t = (struct fetch_transfer){0};
}
