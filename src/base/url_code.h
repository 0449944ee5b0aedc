/* What the files of url.c share: percent-encode sets, components before serialising, hosts. */
#ifndef COURANT_BASE_URL_CODE_H
#define COURANT_BASE_URL_CODE_H

#include "base/sbuf.h"
#include "base/url.h"

/* Bits of url_class[byte]: the percent-encode sets and the forbidden code points of hosts
 * (WHATWG URL, sections 1.3 and 3.3). */
enum {
    URL_SET_C0 = 1,
    URL_SET_FRAGMENT = 2,
    URL_SET_QUERY = 4,
    URL_SET_SPECIAL_QUERY = 8,
    URL_SET_PATH = 16,
    URL_SET_USERINFO = 32,
    URL_NOT_IN_HOST = 64,
    URL_NOT_IN_DOMAIN = 128,
};
extern const unsigned char url_class[256];

/* Appends S, each byte of SET as %XX. */
void url_encode(struct sbuf *b, str s, unsigned set);

/* The standard's host parser: a domain (through UTS 46), an IPv4 or IPv6 address, or, when
 * OPAQUE, an opaque host. INPUT is UTF-8. E_INPUT for what is no host. */
status url_host_parse(str *host, struct arena *a, str input, bool opaque);

/* Appends the serialised address of "[...]" without its brackets; false if it is none. */
bool url_ipv6_parse(uint16_t piece[8], str input);
void url_ipv6_put(struct sbuf *b, const uint16_t piece[8]);

/* The default port of a special scheme, 0 for file, -1 for a scheme that is not special. */
int url_special_port(str scheme);

#endif
