/* poll, accept, receive, send. */
#include "mail/listener.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define TICK_MS 200
#define READ_BYTES ((size_t)64 << 10)
#define BACKLOG 32
#define STRAINED_MS 1000 /* to wait when no connection can be taken */

struct connection {
    int fd;
    struct lmtp *lmtp;
    int64_t since_us, heard_us;
    bool ended; /* the other side sends no more */
};

struct listener {
    const struct listener_options *options;
    struct lmtp_options lmtp;
    size_t data_now;
    struct connection at[LISTENER_CONNECTIONS_MAX];
    size_t len;
    int64_t strained_until_us;
    char bytes[READ_BYTES];
};

/* --- a socket in the file system ------------------------------------------------------------- */

/* Whether nobody listens on a socket that is there. */
static bool is_left_over(const struct sockaddr_un *address, socklen_t len)
{
    struct stat there;
    if (lstat(address->sun_path, &there) != 0 || !S_ISSOCK(there.st_mode))
        return false;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool refused = fd >= 0 &&
                   connect(fd, (const struct sockaddr *)(const void *)address, len) != 0 &&
                   errno == ECONNREFUSED;
    if (fd >= 0)
        close(fd);
    return refused;
}

status listener_open_unix(int *out, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t n = strlen(path);
    *out = -1;
    if (n == 0 || n >= sizeof address.sun_path)
        return fail(E_INPUT, "the socket's path '%s' is empty or longer than %zu bytes", path,
                    sizeof address.sun_path - 1);
    memcpy(address.sun_path, path, n);
    socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + 1);
    if (is_left_over(&address, len))
        unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(E_IO, "no socket: %s", strerrordesc_np(errno));
    if (bind(fd, (const struct sockaddr *)(const void *)&address, len) != 0 ||
        chmod(path, 0660) != 0 || listen(fd, BACKLOG) != 0) {
        int error = errno;
        close(fd);
        return fail(error == EADDRINUSE ? E_BUSY : E_INPUT, "cannot listen on '%s': %s", path,
                    strerrordesc_np(error));
    }
    *out = fd;
    return OK;
}

/* --- one connection -------------------------------------------------------------------------- */

static void close_connection(struct listener *l, size_t i)
{
    close(l->at[i].fd);
    lmtp_free(l->at[i].lmtp);
    l->at[i] = l->at[--l->len];
}

static void take_connection(struct listener *l, int fd)
{
    int64_t now_us = clock_monotonic_us();
    if (l->len == LISTENER_CONNECTIONS_MAX) {
        static const char busy[] = "421 4.3.2 too many connections: try again later\r\n";
        (void)!send(fd, busy, sizeof busy - 1, MSG_NOSIGNAL);
        close(fd);
        return;
    }
    l->at[l->len++] = (struct connection){
        .fd = fd, .lmtp = lmtp_new(&l->lmtp), .since_us = now_us, .heard_us = now_us};
}

/* False when the connection is gone. */
static bool receive(struct listener *l, struct connection *c)
{
    ssize_t n = recv(c->fd, l->bytes, sizeof l->bytes, 0);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (n == 0)
        return false;
    c->heard_us = clock_monotonic_us();
    lmtp_take(c->lmtp, str_of(l->bytes, (size_t)n));
    return true;
}

/* Replies as far as the socket takes them; false when the connection is gone or is to be closed. */
static bool answer(struct connection *c)
{
    str replies;
    while ((replies = lmtp_replies(c->lmtp)).len) {
        ssize_t n = send(c->fd, replies.p, replies.len, MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        lmtp_replied(c->lmtp, (size_t)n);
    }
    return !lmtp_over(c->lmtp);
}

static bool is_late(const struct listener *l, const struct connection *c, int64_t now_us)
{
    int64_t idle_us = l->options->idle_us ? l->options->idle_us : LISTENER_IDLE_US;
    int64_t all_us = l->options->all_us ? l->options->all_us : LISTENER_ALL_US;
    return now_us - c->heard_us > idle_us || now_us - c->since_us > all_us;
}

/* --- all of them ----------------------------------------------------------------------------- */

static status accept_all(struct listener *l)
{
    for (int i = 0; i < BACKLOG; i++) {
        int fd = accept4(l->options->socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            take_connection(l, fd);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            /* It stays ready: asking at once again would be all this thread does. */
            l->strained_until_us = clock_monotonic_us() + STRAINED_MS * 1000;
            return OK;
        } else if (errno == EBADF || errno == EINVAL || errno == ENOTSOCK) {
            return fail(E_IO, "no connection can be taken: %s", strerrordesc_np(errno));
        } else if (errno == EAGAIN) {
            return OK;
        }
    }
    return OK;
}

static void serve(struct listener *l, const struct pollfd *polled)
{
    int64_t now_us = clock_monotonic_us();
    /* From the last to the first: closing one moves the last into its place. */
    for (size_t i = l->len; i-- > 0;) {
        struct connection *c = &l->at[i];
        short events = polled[i].revents;
        bool there = !(events & (POLLERR | POLLNVAL));
        if (there && (events & (POLLIN | POLLHUP)) && lmtp_replies(c->lmtp).len == 0)
            there = receive(l, c);
        if (there && is_late(l, c, now_us))
            lmtp_close(c->lmtp, "it takes too long");
        if (!there || !answer(c))
            close_connection(l, i);
    }
}

static status step(struct listener *l)
{
    struct pollfd polled[LISTENER_CONNECTIONS_MAX + 1];
    size_t n = l->len;
    for (size_t i = 0; i < n; i++)
        /* One whose replies are not taken is not listened to. */
        polled[i] = (struct pollfd){.fd = l->at[i].fd,
                                    .events = lmtp_replies(l->at[i].lmtp).len ? POLLOUT : POLLIN};
    bool strained = clock_monotonic_us() < l->strained_until_us;
    polled[n] = (struct pollfd){.fd = strained ? -1 : l->options->socket, .events = POLLIN};
    if (poll(polled, n + 1, TICK_MS) < 0 && errno != EINTR)
        return fail(E_IO, "poll: %s", strerrordesc_np(errno));
    serve(l, polled);
    return polled[n].revents ? accept_all(l) : OK;
}

status listener_run(const struct listener_options *options)
{
    struct listener *l = mem_calloc(1, sizeof *l);
    l->options = options;
    l->lmtp = options->lmtp;
    l->lmtp.data_max = LISTENER_DATA_MAX;
    l->lmtp.data_now = &l->data_now;
    status done = OK;
    while (done == OK && !options->stop())
        done = step(l);
    while (l->len) {
        struct connection *c = &l->at[l->len - 1];
        if (!lmtp_in_data(c->lmtp)) {
            lmtp_close(c->lmtp, "stopping");
            answer(c);
        }
        close_connection(l, l->len - 1);
    }
    free(l);
    return done;
}
