/*
 * Addresses as feeds give them, made absolute (RFC 3986, section 5.2). Unlike base/url.h nothing
 * else about them changes, not case, not escapes: an id is an address that others compare byte by
 * byte, and what a link leads to is the pipeline's question.
 */
#ifndef COURANT_FEED_ADDRESS_H
#define COURANT_FEED_ADDRESS_H

#include "base/sbuf.h"

#define FEED_ADDRESS_MAX 8192

/* REFERENCE against BASE; REFERENCE itself, trimmed, when it is absolute, there is no base, or it
 * is longer than FEED_ADDRESS_MAX. "" for one that would run a script ("javascript:"). */
str feed_address(struct arena *a, str base, str reference);

/* The base that BASE becomes by xml:base=REFERENCE: BASE itself unless that makes a web address. */
str feed_base(struct arena *a, str base, str reference);

/* "http:", "tag:" ...: whether it has a scheme. */
bool feed_address_is_absolute(str s);
bool feed_address_is_web(str s);

/* HTML with the addresses in its attributes made absolute; HTML itself when none is relative. */
str feed_markup_addresses(struct arena *a, str base, str markup);

#endif
