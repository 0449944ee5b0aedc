/* Numeric addresses and the listening socket. */
#ifndef COURANT_HTTP_LISTEN_H
#define COURANT_HTTP_LISTEN_H

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

#define HTTP_ADDRESS_MAX (INET6_ADDRSTRLEN + 1)

/* The address without its port: "192.0.2.1", also for an IPv4 client of an IPv6 socket. "" for
 * other families. SIZE: HTTP_ADDRESS_MAX. */
void http_address_write(char *out, size_t size, const struct sockaddr *address);

/* ADDRESS spelled the way http_address_write does, so that comparing texts compares addresses.
 * "" stays "". E_INPUT when it is not one numeric address. */
status http_address_normal(char *out, size_t size, str address);

/* A non-blocking listening socket on "127.0.0.1:8080" or "[::1]:8080"; *port is the one it got.
 * E_INPUT: no such address; E_BUSY: it is in use. */
status http_listen_open(int *out, int *port, str listen_text);

#endif
