/* Buffered reading with zlib. */
#include "base/stream.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define STREAM_BUFFER ((size_t)64 << 10)
#define STREAM_POLL_MS 200

struct stream {
    int fd;     /* -1: the bytes of MEMORY */
    str memory; /* what was not taken yet */
    char *path;
    bool (*stop)(void);
    int64_t size;
    int64_t taken; /* bytes read from the file */
    size_t at, end;
    size_t member_at; /* where the member begins in IN; 0 when that is gone */
    int64_t member;   /* and in the file */
    bool ended, probed, gzip, in_member, broken;
    bool guessed; /* the member was found by stream_resync */
    z_stream z;
    unsigned char in[STREAM_BUFFER];
};

static char *text_dup(const char *text)
{
    size_t len = strlen(text) + 1;
    return memcpy(mem_alloc(len), text, len);
}

status stream_open(struct stream **out, const char *path, bool (*stop)(void))
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(E_IO, "cannot open '%s': %s", path, strerror(errno));
    struct stat about;
    bool known = fstat(fd, &about) == 0;
    if (known && S_ISDIR(about.st_mode)) {
        close(fd);
        return fail(E_IO, "'%s' is a directory", path);
    }
    struct stream *s = mem_alloc(sizeof *s);
    memset(s, 0, offsetof(struct stream, in));
    s->fd = fd;
    s->stop = stop;
    s->size = known && S_ISREG(about.st_mode) ? about.st_size : -1;
    s->path = text_dup(path);
    *out = s;
    return OK;
}

status stream_open_at(struct stream **out, const char *path, int64_t offset, bool (*stop)(void))
{
    struct stream *s;
    TRY(stream_open(&s, path, stop));
    if (lseek(s->fd, offset, SEEK_SET) < 0) {
        status failed =
            fail(E_IO, "cannot go to byte %" PRId64 " of '%s': %s", offset, path, strerror(errno));
        stream_free(s);
        return failed;
    }
    s->taken = offset;
    *out = s;
    return OK;
}

struct stream *stream_of_bytes(str bytes)
{
    struct stream *s = mem_alloc(sizeof *s);
    memset(s, 0, offsetof(struct stream, in));
    s->fd = -1;
    s->memory = bytes;
    s->size = (int64_t)bytes.len;
    s->path = text_dup("bytes");
    return s;
}

void stream_free(struct stream *s)
{
    if (!s)
        return;
    if (s->gzip)
        inflateEnd(&s->z);
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    free(s->path);
    free(s);
}

static ssize_t take(struct stream *s, void *to, size_t size)
{
    if (s->fd >= 0)
        return read(s->fd, to, size);
    str part = str_sub(s->memory, 0, size);
    if (part.len)
        memcpy(to, part.p, part.len);
    s->memory = str_skip(s->memory, part.len);
    return (ssize_t)part.len;
}

/* A pipe may be silent for long, and the signal may go to another thread: looks at STOP now and
 * then. */
static bool stopped(const struct stream *s)
{
    if (!s->stop)
        return false;
    struct pollfd wait = {.fd = s->fd, .events = POLLIN};
    while (!s->stop() && s->size < 0 && poll(&wait, 1, STREAM_POLL_MS) == 0)
        ;
    return s->stop();
}

/* Gets more bytes behind the ones that are there. */
static status more(struct stream *s)
{
    if (s->at == s->end)
        s->at = s->end = s->member_at = 0;
    if (s->at > 0 && s->end == STREAM_BUFFER) {
        memmove(s->in, s->in + s->at, s->end - s->at);
        s->end -= s->at;
        s->at = s->member_at = 0;
    }
    for (;;) {
        if (stopped(s))
            return fail(E_CANCELLED, "stopped");
        ssize_t n = take(s, s->in + s->end, STREAM_BUFFER - s->end);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(E_IO, "cannot read '%s': %s", s->path, strerror(errno));
        s->ended = n == 0;
        s->end += (size_t)n;
        s->taken += n;
        return OK;
    }
}

static bool member_begins(const unsigned char *p)
{
    return p[0] == 0x1f && p[1] == 0x8b;
}

static status probe(struct stream *s)
{
    while (s->end - s->at < 2 && !s->ended)
        TRY(more(s));
    s->probed = true;
    s->gzip = s->end - s->at >= 2 && member_begins(s->in + s->at);
    if (s->gzip && inflateInit2(&s->z, 15 + 16) != Z_OK)
        return fail(E_LIMIT, "no memory for reading gzip data");
    return OK;
}

static status broken(struct stream *s, const char *what)
{
    s->broken = true;
    return fail(E_INPUT, "gzip data %s at byte %" PRId64 " of '%s'", what, stream_position(s),
                s->path);
}

/* Between members: the next one, or the end. Zeros that fill up a tape block are the end too. */
static status next_member(bool *there, struct stream *s)
{
    *there = false;
    while (s->end - s->at < 2 && !s->ended)
        TRY(more(s));
    if (s->end - s->at >= 2 && member_begins(s->in + s->at)) {
        inflateReset(&s->z);
        s->member_at = s->at;
        s->member = stream_position(s);
        s->in_member = *there = true;
        s->guessed = false;
        return OK;
    }
    for (;;) {
        while (s->at < s->end && s->in[s->at] == 0)
            s->at++;
        if (s->at < s->end)
            return broken(s, "is followed by something else");
        if (s->ended)
            return OK;
        TRY(more(s));
    }
}

static status read_gzip(size_t *n, struct stream *s, char *to, size_t size)
{
    s->z.next_out = (unsigned char *)to;
    s->z.avail_out = size > UINT32_MAX ? UINT32_MAX : (unsigned)size;
    unsigned want = s->z.avail_out;
    while (s->z.avail_out == want) {
        bool there = true;
        if (!s->in_member)
            TRY(next_member(&there, s));
        if (!there)
            return OK;
        if (s->at == s->end) {
            TRY(more(s));
            if (s->ended)
                return broken(s, "is cut off");
        }
        s->z.next_in = s->in + s->at;
        s->z.avail_in = (unsigned)(s->end - s->at);
        int did = inflate(&s->z, Z_NO_FLUSH);
        s->at = s->end - s->z.avail_in;
        if (did == Z_STREAM_END)
            s->in_member = false;
        else if (did != Z_OK && did != Z_BUF_ERROR)
            return broken(s, "is broken");
    }
    *n = want - s->z.avail_out;
    return OK;
}

status stream_read(size_t *n, struct stream *s, char *to, size_t size)
{
    *n = 0;
    if (s->broken)
        return broken(s, "is broken");
    if (!s->probed)
        TRY(probe(s));
    if (s->gzip)
        return read_gzip(n, s, to, size);
    if (s->at == s->end && !s->ended)
        TRY(more(s));
    size_t have = s->end - s->at;
    *n = have < size ? have : size;
    memcpy(to, s->in + s->at, *n);
    s->at += *n;
    return OK;
}

status stream_resync(struct stream *s)
{
    ASSERT(s->gzip);
    /* A member that was cut off swallowed the beginning of the next one: back to behind its own
     * beginning, as far as that is still here. Not twice in a row, which made inputs costly. */
    if (s->in_member && !s->guessed)
        s->at = s->member_at < s->at ? s->member_at + 1 : s->at;
    for (;;) {
        while (s->end - s->at < 4 && !s->ended)
            TRY(more(s));
        if (s->end - s->at < 4)
            return fail(E_NOTFOUND, "no further gzip data in '%s'", s->path);
        /* The magic, the only method there is, and no reserved flag (RFC 1952, 2.3). */
        const unsigned char *p = s->in + s->at;
        if (member_begins(p) && p[2] == 8 && (p[3] & 0xe0) == 0)
            break;
        s->at++;
    }
    inflateReset(&s->z);
    s->broken = false;
    s->in_member = s->guessed = true;
    s->member_at = s->at;
    s->member = stream_position(s);
    return OK;
}

bool stream_is_gzip(const struct stream *s)
{
    return s->gzip;
}

int64_t stream_member(const struct stream *s)
{
    return s->gzip ? s->member : -1;
}

int64_t stream_position(const struct stream *s)
{
    return s->taken - (int64_t)(s->end - s->at);
}

int64_t stream_size(const struct stream *s)
{
    return s->size;
}
