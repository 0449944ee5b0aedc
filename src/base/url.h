/*
 * URLs by the WHATWG URL Standard: parsing, resolving against a base, serialising. Hosts are
 * punycoded through ICU (UTS 46). A url value is always absolute and serialised.
 */
#ifndef COURANT_BASE_URL_H
#define COURANT_BASE_URL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/sbuf.h"
#include "base/str.h"

#define URL_LEN_MAX 8192

struct url_parts {
    str scheme; /* lower case, without ':' */
    str username, password;
    str host;     /* serialised; p == NULL when there is none */
    int port;     /* -1: none or the scheme's default */
    str path;     /* with its leading '/', or opaque */
    str query;    /* without '?'; p == NULL when absent */
    str fragment; /* without '#'; p == NULL when absent */
    bool opaque_path;
};

/* Parses INPUT, relative to BASE when base is not NULL. E_INPUT when the standard says failure,
 * E_LIMIT past URL_LEN_MAX. */
status url_parse(url *out, struct arena *a, str input, const url *base);

/* The parts of a serialised url, pointing into it. */
struct url_parts url_split(url u);

/* Whether the scheme is http or https. */
bool url_is_web(url u);

/* Whether a name or a password is in it. */
bool url_has_credentials(url u);
/* The same address without them: U itself, or in A. */
url url_without_credentials(struct arena *a, url u);

/* "example.org" of "https://www.example.org:8080/": host without a leading "www.". */
str url_site(url u);

/* The same page under one name: fragment, default port, known tracking parameters, trailing
 * "index.html" or "index.htm", duplicate slashes and credentials gone, parameters kept in order.
 * Only the fragment goes from what is no web URL. Idempotent. */
status url_canonical(url *out, struct arena *a, url u);

/* "@" for "%40", whatever bytes that gives; what is no such escape stays. In A, or S itself. */
str url_percent_decoded(struct arena *a, str s);

/* "scheme://host[:port]" of a web URL. */
str url_origin(struct arena *a, url u);

/* Appends S with "%2F" for everything but letters, digits and "-._~", the unreserved characters of
 * RFC 3986 section 2.3: so it may stand in a path's segment, a query's or a form's value. */
void url_put_escaped(struct sbuf *b, str s);

/* Only for values that url code made before and the store kept. */
static inline url url_from_store(str s)
{
    return (url){s};
}

#endif
