/*
 * Who a request says it is from, and by which way it goes: a name instead of ours, credentials and
 * a cookie for one site, a proxy. Pure but for errors: nothing is sent here.
 *
 * Credentials and cookies are for the origin (scheme, host and port) of the address asked for.
 * Where it redirects to another, they are not sent, nor to a proxy.
 */
#ifndef COURANT_FETCH_SENDER_H
#define COURANT_FETCH_SENDER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define FETCH_SENDER_TEXT_MAX ((size_t)4096) /* bytes of each of a sender's texts */
#define FETCH_PROXY_NONE S("none")

/* "" for what is as usual. Text of headers: no control characters. */
struct fetch_sender {
    str agent; /* the User-Agent */
    str username, password;
    str cookie; /* what a Cookie header says: "name=value; other=value" */
    /* scheme://[USER:PASSWORD@]HOST[:PORT]: http, https, socks5 (names are looked up here), socks5h
     * (there). FETCH_PROXY_NONE: none. */
    str proxy;
    /* Hosts that are asked without the proxy, with commas between: names (and what is below them),
     * addresses; "*": all. */
    str no_proxy;
};

/* E_INPUT says what a proxy's address looks like. "" and FETCH_PROXY_NONE pass. */
status fetch_proxy_check(str proxy);

/* Whether the address of a proxy has a password in it. */
bool fetch_proxy_has_password(str proxy);

/* The proxy's address with PASSWORD in it, in place of the one it may have. */
str fetch_proxy_with(struct arena *a, str proxy, str password);

/* "socks5://proxy.example:1080": without credentials and with its port; in A. */
str fetch_proxy_name(struct arena *a, str proxy);

/* Whether ADDRESS is asked by way of the proxy. */
bool fetch_sender_by_proxy(const struct fetch_sender *sender, url address);

/* Whether TEXT can stand in a header: not too long, no line ends or other control characters. */
bool fetch_header_text(str text);

#endif
