/* Numeric addresses and the listening socket. */
#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#define LISTEN_BACKLOG 1024

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

/* "127.0.0.1:80", "[::1]:80" or ":80" taken apart. */
static status address_parse(struct sockaddr_storage *out, socklen_t *out_len, str listen_text)
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
        struct sockaddr_in *v4 = (void *)out;
        struct sockaddr_in6 *v6 = (void *)out;
        if (!bracketed && inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
            v4->sin_family = AF_INET;
            v4->sin_port = htons((uint16_t)port);
            *out_len = sizeof *v4;
            return OK;
        }
        if (bracketed && inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
            v6->sin6_family = AF_INET6;
            v6->sin6_port = htons((uint16_t)port);
            *out_len = sizeof *v6;
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
    struct sockaddr_storage address;
    socklen_t len;
    TRY(address_parse(&address, &len, listen_text));
    int fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(E_IO, "no socket: errno %d", errno);
    const int on = 1, off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address.ss_family == AF_INET6) /* [::] serves IPv4 as well */
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, (struct sockaddr *)&address, len) != 0 || listen(fd, LISTEN_BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0) {
        int error = errno;
        close(fd);
        return fail(error == EADDRINUSE ? E_BUSY : E_INPUT, "cannot listen on '%.*s': %s",
                    STR_FMT(listen_text),
                    error == EADDRINUSE ? "another program uses it; choose another port"
                                        : strerrordesc_np(error));
    }
    *port =
        ntohs(address.ss_family == AF_INET ? ((struct sockaddr_in *)(void *)&address)->sin_port
                                           : ((struct sockaddr_in6 *)(void *)&address)->sin6_port);
    *out = fd;
    return OK;
}

status http_address_normal(char *out, size_t size, str address)
{
    struct sockaddr_storage parsed;
    socklen_t len;
    char text[INET6_ADDRSTRLEN + 8];
    out[0] = '\0';
    if (address.len == 0)
        return OK;
    bool v6 = str_chr(address, ':') != STR_NPOS;
    int n = snprintf(text, sizeof text, v6 ? "[%.*s]:0" : "%.*s:0", STR_FMT(address));
    if (n < 0 || (size_t)n >= sizeof text ||
        address_parse(&parsed, &len, str_of(text, (size_t)n)) != OK)
        return fail(E_INPUT, "trusted proxy '%.*s': want one numeric address", STR_FMT(address));
    http_address_write(out, size, (struct sockaddr *)&parsed);
    return OK;
}
