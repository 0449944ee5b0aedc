/* What of a transfer is the sender's: its name, credentials for one site, the proxy it goes
 * through. A proxy looks names up itself, so the guard, which asks about addresses, sees only the
 * proxy's. */
#include "fetch/transfer.h"

#include "base/url.h"

/* The generated one of the build directory, not cli/config.h. */
#include <config.h>

/* A line end in it would begin a header of its own. */
void fetch_way_header(struct fetch_transfer *t, const char *name, str value)
{
    if (str_empty(value) || str_chr(value, '\n') != STR_NPOS || str_chr(value, '\r') != STR_NPOS ||
        str_chr(value, '\0') != STR_NPOS)
        return;
    str line = str_printf(&t->texts, "%s: %.*s", name, STR_FMT(value));
    t->headers = curl_slist_append(t->headers, line.p);
}

static bool is_own_origin(struct fetch_transfer *t)
{
    return str_eq(url_origin(&t->texts, t->request->address), url_origin(&t->texts, t->at));
}

void fetch_way_sender(struct fetch_transfer *t)
{
    CURL *easy = t->easy;
    const struct fetch_sender *sender = &t->request->sender;
    str contact = str_sub(t->request->contact, 0, 200), agent = sender->agent;
    if (str_empty(agent) || !fetch_header_text(agent))
        agent = str_empty(contact) ? S("courant/" COURANT_VERSION)
                                   : str_printf(&t->texts, "courant/" COURANT_VERSION " (+%.*s)",
                                                STR_FMT(contact));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, str_cstr(&t->texts, agent));
    if (!is_own_origin(t))
        return;
    fetch_way_header(t, "Cookie", sender->cookie);
    if (!str_empty(sender->username) || !str_empty(sender->password)) {
        curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(easy, CURLOPT_USERNAME, str_cstr(&t->texts, sender->username));
        curl_easy_setopt(easy, CURLOPT_PASSWORD, str_cstr(&t->texts, sender->password));
    }
}

/* Proxies of the environment are not used. */
void fetch_way_set(struct fetch_transfer *t)
{
    CURL *easy = t->easy;
    str proxy = t->by_proxy ? t->request->sender.proxy : S("");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_PROXY, str_cstr(&t->texts, proxy));
    curl_easy_setopt(easy, CURLOPT_PROXYAUTH, (long)CURLAUTH_BASIC);
    /* What a proxy says while a tunnel is made is no answer. */
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/* What a proxy is asked for is looked up there; an address that is written out, and this machine's
 * own name, are refused here. */
bool fetch_way_may_ask(struct fetch_transfer *t, url address)
{
    struct sockaddr_storage to;
    struct arena_mark mark = arena_mark(&t->texts);
    str host = url_split(address).host;
    if (str_starts(host, S("[")))
        host = str_sub(host, 1, host.len - 1);
    if (str_ends(host, S(".")))
        host = str_sub(host, 0, host.len - 1);
    if (str_eq(host, S("localhost")) || str_ends(host, S(".localhost")))
        host = S("127.0.0.1");
    bool may = !fetch_address_parse(&to, str_cstr(&t->texts, host)) ||
               fetch_transfer_may_connect(t, (const struct sockaddr *)&to);
    if (!may)
        snprintf(t->refused, sizeof t->refused, "%.*s", STR_FMT(host));
    arena_rewind(&t->texts, mark);
    return may;
}

/* Which proxy, for an error's text. */
static str proxy_of(struct fetch_transfer *t)
{
    return fetch_proxy_name(&t->texts, t->request->sender.proxy);
}

status fetch_way_failure(struct fetch_transfer *t, CURLcode result)
{
    long code = 0, answered = 0;
    if (!t->by_proxy)
        return OK;
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_CONNECTCODE, &code);
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &answered);
    if (code == 407 || answered == 407)
        return fail(E_NET, "the proxy %.*s wants a name and password, or others (407)",
                    STR_FMT(proxy_of(t)));
    if (code >= 400)
        return fail(E_NET, "the proxy %.*s answered %ld when asked for the site",
                    STR_FMT(proxy_of(t)), code);
    const char *text = t->curl_text[0] ? t->curl_text : curl_easy_strerror(result);
    switch (result) {
    case CURLE_COULDNT_RESOLVE_PROXY:
        return fail(E_NET, "no such host for the proxy %.*s", STR_FMT(proxy_of(t)));
    case CURLE_COULDNT_CONNECT:
        return fail(E_NET, "the proxy %.*s cannot be reached: %s", STR_FMT(proxy_of(t)), text);
    case CURLE_PROXY:
        return fail(E_NET, "the proxy %.*s does not do it: %s", STR_FMT(proxy_of(t)), text);
    default: return OK;
    }
}

status fetch_way_unknown(struct fetch_transfer *t)
{
    const struct fetch_sender *sender = &t->request->sender;
    if (!is_own_origin(t))
        return fail(E_DENIED, "the site answered 401: it leads to another site, which wants a name "
                              "and password");
    if (str_empty(sender->username) && str_empty(sender->password))
        return fail(E_DENIED, "the site answered 401: it wants a name and password");
    return fail(E_DENIED, "the site answered 401: it does not take the name and password that it "
                          "was given");
}
