/*
 * Which addresses may be connected to. A page or a redirect can name any host, and a host's name
 * can mean any address, so the question is asked about the address itself, each time a connection
 * is made (server-side request forgery, DNS rebinding). Source: the IANA special-purpose address
 * registries (RFC 6890 and what was added), and addresses at which clouds keep secrets.
 */
#ifndef COURANT_FETCH_ADDRESS_GUARD_H
#define COURANT_FETCH_ADDRESS_GUARD_H

#include "base/attr.h"

#include <sys/socket.h>

/* An address as text, for messages: the longest IPv6 one with a NUL. */
#define FETCH_ADDRESS_TEXT 64

/* Whether a connection to ADDRESS may be made. */
typedef bool fetch_guard(void *data, const struct sockaddr *address);

/* True for what is on the public internet: not private, loopback, link-local, shared by a carrier
 * (CGNAT), multicast, documentation, benchmarking, reserved, a cloud's metadata, nor an IPv4
 * address dressed up as IPv6 (mapped, 6to4, Teredo), but for NAT64 of a public one. DATA is not
 * used. */
fetch_guard fetch_guard_public;

/* True for every IPv4 and IPv6 address. DATA is not used. */
fetch_guard fetch_guard_any;

/* "192.0.2.1", "2001:db8::1"; "?" for another family. */
void fetch_address_text(char out[FETCH_ADDRESS_TEXT], const struct sockaddr *address);

/* The other way; false for what is no address. */
bool fetch_address_parse(struct sockaddr_storage *out, const char *text);

#endif
