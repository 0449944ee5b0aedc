/*
 * What one address may take: open connections and requests per second. Addresses are IPv4
 * addresses or IPv6 /64 networks (one customer's, RFC 6177), kept in a table of fixed size with
 * a secret hash, so that no number of addresses makes it grow or collide. Thread-safe.
 */
#ifndef COURANT_HTTP_LIMIT_H
#define COURANT_HTTP_LIMIT_H

#include <sys/socket.h>

#include "base/str.h"

/* A request bucket holds this many seconds' worth of requests. */
#define HTTP_BURST_SECONDS 10

struct http_limit;

/* CONNECTIONS_MAX in all, CONNECTIONS_PER_ADDRESS_MAX and REQUESTS_PER_SECOND of one address;
 * 0 = no limit of that kind. SEED is the hash's secret. */
struct http_limit *http_limit_new(unsigned connections_max, unsigned connections_per_address_max,
                                  unsigned requests_per_second, uint64_t seed);
void http_limit_free(struct http_limit *l);

/* The table's name for an address: of a socket, or written out ("192.0.2.1", "2001:db8::1",
 * "[2001:db8::1]:80" and "192.0.2.1:80" as proxies write them). 0 if it is none. */
uint64_t http_limit_key_socket(const struct http_limit *l, const struct sockaddr *address);
uint64_t http_limit_key_text(const struct http_limit *l, str address);

/* Counts one connection of KEY; false when it would pass a limit (then it is not counted).
 * Key 0 counts only towards the total. */
bool http_limit_connect(struct http_limit *l, uint64_t key);
void http_limit_disconnect(struct http_limit *l, uint64_t key);

/* Takes one request from KEY's bucket at NOW_US (monotonic). Returns 0, or the seconds to wait
 * until there is one again. */
unsigned http_limit_request(struct http_limit *l, uint64_t key, int64_t now_us);

unsigned http_limit_connections(const struct http_limit *l);

#endif
