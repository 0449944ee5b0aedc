/* A raw HTTP client on blocking sockets with receive timeouts. */
#include "http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

int client_connect(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

bool client_send(int fd, str bytes)
{
    while (bytes.len) {
        ssize_t n = send(fd, bytes.p, bytes.len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes = str_skip(bytes, (size_t)n);
    }
    return true;
}

/* Reads up to SIZE bytes before END_US; what recv says, -1 also when the time is over. */
static ssize_t read_until(int fd, void *out, size_t size, int64_t end_us)
{
    int64_t left_us = end_us - clock_monotonic_us();
    if (left_us <= 0)
        return -1;
    struct timeval wait = {left_us / 1000000, left_us % 1000000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    return recv(fd, out, size, 0);
}

static bool head_read(struct client_response *out, int fd, int64_t end_us)
{
    size_t len = 0;
    while (len + 1 < sizeof out->head) {
        if (read_until(fd, out->head + len, 1, end_us) != 1)
            return false;
        out->head[++len] = '\0';
        if (str_ends(str_of(out->head, len), S("\r\n\r\n")))
            return true;
    }
    return false;
}

void client_read(struct client_response *out, int fd, bool head, int wait_ms)
{
    int64_t end_us = clock_monotonic_us() + (int64_t)wait_ms * 1000;
    memset(out, 0, sizeof *out);
    int64_t number, length = 0;
    if (!head_read(out, fd, end_us) || !str_starts(str_c(out->head), S("HTTP/1.1 ")) ||
        !str_to_i64(&number, str_of(out->head + 9, 3)))
        return;
    str text = client_header(out, "content-length");
    if (!head && number != 304 && text.p && !str_to_i64(&length, text))
        return;
    out->body = mem_alloc((size_t)length + 1);
    while (out->body_len < (size_t)length) {
        ssize_t n =
            read_until(fd, out->body + out->body_len, (size_t)length - out->body_len, end_us);
        if (n <= 0)
            return;
        out->body_len += (size_t)n;
    }
    out->body[out->body_len] = '\0';
    out->status = (int)number;
}

void client_response_end(struct client_response *r)
{
    free(r->body);
    r->body = NULL;
}

str client_header(const struct client_response *r, const char *name)
{
    str rest = str_c(r->head);
    str_cut(&rest, '\n');
    while (rest.p) {
        str value = str_cut(&rest, '\n');
        if (str_ieq(str_cut(&value, ':'), str_c(name)) && value.p)
            return str_trim(value);
    }
    return STR_NONE;
}

bool client_closed(int fd, int wait_ms)
{
    char scratch[4096];
    int64_t end_us = clock_monotonic_us() + (int64_t)wait_ms * 1000;
    while (clock_monotonic_us() < end_us) {
        ssize_t n = read_until(fd, scratch, sizeof scratch, end_us);
        if (n == 0)
            return true;
        if (n < 0)
            return clock_monotonic_us() < end_us; /* a reset, not the end of our patience */
    }
    return false;
}

int client_exchange(int port, str request)
{
    struct client_response r;
    int fd = client_connect(port);
    if (fd < 0)
        return -1;
    client_send(fd, request);
    client_read(&r, fd, false, 5000);
    int got = r.status;
    client_response_end(&r);
    close(fd);
    return got;
}
