/* A raw client for the tests: sends bytes, reads until a response is complete or the end. */
#ifndef COURANT_TESTS_HTTP_CLIENT_H
#define COURANT_TESTS_HTTP_CLIENT_H

#include "base/str.h"

/* A connection to 127.0.0.1:PORT, or -1. */
int client_connect(int port);

/* Sends all of BYTES; false when the peer closed. */
bool client_send(int fd, str bytes);

struct client_response {
    int status;       /* 0: closed without a complete answer */
    char head[16384]; /* with a NUL */
    char *body;       /* malloc'd by client_read, NULL after client_response_end */
    size_t body_len;
};

/* Reads one response within WAIT_MS; HEAD: it has no body. The bytes after it stay unread. */
void client_read(struct client_response *out, int fd, bool head, int wait_ms);
void client_response_end(struct client_response *r);

/* The value of a header in the response's head, p == NULL when absent. */
str client_header(const struct client_response *r, const char *name);

/* True when the peer ends the connection within WAIT_MS (whatever it sends before). */
bool client_closed(int fd, int wait_ms);

/* A whole exchange on a connection of its own; the status, 0 when closed without one. */
int client_exchange(int port, str request);

#endif
