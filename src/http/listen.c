/* Numeric addresses and the listening socket. */
#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#define LISTEN_BACKLOG 1024

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

void http_address_write(char *out, size_t size, const struct sockaddr *address)
{
    out[0] = '\0';
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, out,
                  (socklen_t)size);
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *v6 =
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(v6))
            inet_ntop(AF_INET, v6->s6_addr + 12, out, (socklen_t)size);
        else
            inet_ntop(AF_INET6, v6, out, (socklen_t)size);
    }
}

/* "127.0.0.1:80" or "[::1]:80" taken apart. */
static status address_parse(union address *out, socklen_t *out_len, str listen_text)
{
    char host[INET6_ADDRSTRLEN];
    uint64_t port;
    size_t colon = str_rchr(listen_text, ':');
    if (colon == STR_NPOS || !str_to_u64(&port, str_skip(listen_text, colon + 1)) || port > 65535)
        return fail(E_INPUT, "listen address '%.*s': want ADDRESS:PORT, such as 127.0.0.1:8080",
                    STR_FMT(listen_text));
    str name = str_sub(listen_text, 0, colon);
    bool bracketed = name.len > 2 && name.p[0] == '[' && name.p[name.len - 1] == ']';
    if (bracketed)
        name = str_sub(name, 1, name.len - 1);
    memset(out, 0, sizeof *out);
    if (name.len && name.len < sizeof host) {
        memcpy(host, name.p, name.len);
        host[name.len] = '\0';
        if (!bracketed && inet_pton(AF_INET, host, &out->v4.sin_addr) == 1) {
            out->v4.sin_family = AF_INET;
            out->v4.sin_port = htons((uint16_t)port);
            *out_len = sizeof out->v4;
            return OK;
        }
        if (bracketed && inet_pton(AF_INET6, host, &out->v6.sin6_addr) == 1) {
            out->v6.sin6_family = AF_INET6;
            out->v6.sin6_port = htons((uint16_t)port);
            *out_len = sizeof out->v6;
            return OK;
        }
    }
    return fail(E_INPUT,
                "listen address '%.*s': want a numeric address, such as 127.0.0.1:8080 "
                "or [::1]:8080",
                STR_FMT(listen_text));
}

status http_listen_open(int *out, int *port, str listen_text)
{
    union address address = {0};
    socklen_t len = 0;
    TRY(address_parse(&address, &len, listen_text));
    int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(E_IO, "no socket: errno %d", errno);
    const int on = 1, off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address.any.sa_family == AF_INET6) /* [::] serves IPv4 as well */
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, &address.any, len) != 0 || listen(fd, LISTEN_BACKLOG) != 0 ||
        getsockname(fd, &address.any, &len) != 0) {
        int error = errno;
        close(fd);
        return fail(error == EADDRINUSE ? E_BUSY : E_INPUT, "cannot listen on '%.*s': %s",
                    STR_FMT(listen_text),
                    error == EADDRINUSE ? "another program uses it; choose another port"
                                        : strerrordesc_np(error));
    }
    *port = ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
    *out = fd;
    return OK;
}

status http_address_normal(char *out, size_t size, str address)
{
    union address parsed = {0};
    socklen_t len = 0;
    char text[INET6_ADDRSTRLEN + 8];
    out[0] = '\0';
    if (address.len == 0)
        return OK;
    bool v6 = str_chr(address, ':') != STR_NPOS;
    int n = snprintf(text, sizeof text, v6 ? "[%.*s]:0" : "%.*s:0", STR_FMT(address));
    if (n < 0 || (size_t)n >= sizeof text ||
        address_parse(&parsed, &len, str_of(text, (size_t)n)) != OK)
        return fail(E_INPUT, "trusted proxy '%.*s': want one numeric address", STR_FMT(address));
    http_address_write(out, size, &parsed.any);
    return OK;
}
