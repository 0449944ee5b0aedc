/*
 * libcurl's options and callbacks. The guard is asked twice: before a socket is made, so that
 * nothing is sent to an address that is refused, and about the peer of the connection a request is
 * to go over, which may be one that is used again.
 */
#include "base/clock.h"
#include "base/url.h"
#include "fetch/content_coding.h"
#include "fetch/recorder.h"
#include "fetch/transfer.h"

#include <unistd.h>

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

static size_t take_header(char *bytes, size_t size, size_t n, void *data)
{
    struct fetch_transfer *t = data;
    if (!t->answered_us)
        t->answered_us = clock_now_us();
    return fetch_transfer_line(t, str_of(bytes, size * n)) ? size * n : 0;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *data)
{
    return fetch_transfer_body(data, str_of(bytes, size * n)) ? size * n : 0;
}

/* The head as it is sent; again, when a connection that was kept turns out to be closed. What a
 * proxy is told to make a tunnel is not for the site. */
static int take_sent(CURL *easy, curl_infotype kind, char *bytes, size_t size, void *data)
{
    struct fetch_transfer *t = data;
    str text = str_of(bytes, size);
    (void)easy;
    if (kind != CURLINFO_HEADER_OUT || str_starts(text, S("CONNECT ")))
        return 0;
    sbuf_truncate(&t->asked, 0);
    sbuf_put(&t->asked, text);
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
    if (!t->request->recorder)
        return;
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, take_sent);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, t);
}

static void set_rules(struct fetch_transfer *t)
{
    CURL *easy = t->easy;
    int left_ms = t->limits.total_ms - t->spent_ms;
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)t->limits.connect_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(left_ms > 0 ? left_ms : 1));
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    /* Besides the system's, which are in a directory too. */
    if (!str_empty(t->request->ca_file))
        curl_easy_setopt(easy, CURLOPT_CAINFO, str_cstr(&t->texts, t->request->ca_file));
}

static void set_texts(struct fetch_transfer *t)
{
    str accept = t->request->accept;
    fetch_way_header(t, "Accept", str_empty(accept) ? S("*/*") : accept);
    fetch_way_header(t, "Accept-Encoding", S(CONTENT_CODINGS));
    fetch_way_header(t, "If-None-Match", t->request->etag);
    fetch_way_header(t, "If-Modified-Since", t->request->last_modified);
    fetch_way_sender(t);
    if (!str_empty(t->request->form)) {
        /* Without a question first whether it may be sent: it is short. */
        t->headers = curl_slist_append(t->headers, "Expect:");
        curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->request->form.len);
        curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->request->form.p);
    }
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

status fetch_transfer_refuse(const struct fetch_transfer *t)
{
    return fail(E_DENIED,
                "it leads to %s, which is no public address; --fetch-private allows those",
                t->refused);
}

status fetch_transfer_ask(struct fetch_transfer *t)
{
    if (!t->easy)
        t->easy = curl_easy_init();
    if (!t->easy) {
        fetch_transfer_fail(t, fail(E_NET, "libcurl cannot be set up"));
        return t->failed;
    }
    curl_easy_reset(t->easy);
    curl_slist_free_all(t->headers);
    t->headers = NULL;
    t->curl_text[0] = t->refused[0] = '\0';
    t->by_proxy = fetch_sender_by_proxy(&t->request->sender, t->at);
    if (t->by_proxy && !fetch_way_may_ask(t, t->at)) {
        fetch_transfer_fail(t, fetch_transfer_refuse(t));
        return t->failed;
    }
    curl_easy_setopt(t->easy, CURLOPT_URL, str_cstr(&t->texts, t->at.s));
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
    TRY(fetch_way_failure(t, result));
    switch (result) {
    case CURLE_OPERATION_TIMEDOUT:
        return fail(E_TIMEOUT, "no complete answer within %d s", t->limits.total_ms / 1000);
    case CURLE_ABORTED_BY_CALLBACK:
        return t->refused[0] ? fetch_transfer_refuse(t) : fail(E_CANCELLED, "stopped");
    case CURLE_COULDNT_CONNECT:
        return t->refused[0] ? fetch_transfer_refuse(t) : fail(E_NET, "%s", text);
    case CURLE_COULDNT_RESOLVE_HOST: return fail(E_NET, "no such host: %s", text);
    default: return fail(E_NET, "%s", text);
    }
}

void fetch_transfer_ended(struct fetch_transfer *t, CURLcode result)
{
    curl_off_t took_us = 0;
    curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &took_us);
    t->spent_ms += (int)(took_us / 1000);
    /* What a site says about an error or a redirect may be cut off; its status says enough. */
    if (result == CURLE_WRITE_ERROR && t->cut == FETCH_CUT_LENGTH)
        result = CURLE_OK;
    if (result == CURLE_OPERATION_TIMEDOUT)
        t->cut = FETCH_CUT_TIME;
    else if (result != CURLE_OK && t->cut == FETCH_WHOLE)
        t->cut = FETCH_CUT_DISCONNECT;
    if (result != CURLE_OK || (t->fields.code == 407 && t->by_proxy))
        fetch_transfer_fail(t, failure(t, result));
}
