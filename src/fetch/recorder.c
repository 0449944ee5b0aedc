/* Exchanges to records, records to gzip members, members to files. */
#include "fetch/recorder.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/map.h"
#include "base/sbuf.h"
#include "fetch/warc_write.h"

/* The generated one of the build directory, not cli/config.h. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#define RECORD_MAX ((size_t)48 << 20) /* of all records of one exchange; a body has 15 MiB */
#define SEEN_MAX 20000                /* addresses whose last payload is remembered */
#define NAME_TRIES 1000

#define RESPONSE_TYPE "application/http;msgtype=response"
#define REQUEST_TYPE "application/http;msgtype=request"
#define FIELDS_TYPE "application/warc-fields"
#define PROFILES "http://netpreserve.org/warc/1.1/revisit/"

/* The payload that an address gave last. */
struct seen {
    struct warc_digest digest;
    int64_t date_us;
};

struct fetch_recorder {
    pthread_mutex_t lock;
    char *path;
    bool directory;
    int64_t bytes_max, bytes; /* of the file */
    int fd;                   /* -1: none is open */
    unsigned serial;
    char info_id[WARC_ID_LEN + 1];
    struct warc_writer writer; /* the records of one exchange */
    struct arena arena;        /* what is seen: of this file */
    struct map seen;           /* address -> struct seen * */
    bool failed;
    char why[ERR_TEXT_MAX];
};

/* --- records --------------------------------------------------------------------------------- */

static void begin(struct fetch_recorder *r, const char *type, const char *id,
                  const struct fetch_exchange *e)
{
    warc_write_begin(&r->writer, type, id, e->date_us);
    sbuf_printf(&r->writer.plain, "WARC-Target-URI: %.*s\r\nWARC-Warcinfo-ID: <%s>\r\n",
                STR_FMT(e->address.s), r->info_id);
}

static void put_info(struct fetch_recorder *r, const char *file)
{
    struct sbuf b;
    struct arena a;
    arena_init(&a);
    sbuf_init(&b, &a, 4096);
    sbuf_printf(&b, "software: courant/" COURANT_VERSION "\r\nformat: WARC File Format 1.1\r\n"
                    "conformsTo: http://iipc.github.io/warc-specifications/specifications/"
                    "warc-format/warc-1.1/\r\nrobots: obey\r\n");
    warc_write_id(r->info_id);
    warc_write_begin(&r->writer, "warcinfo", r->info_id, clock_now_us());
    sbuf_printf(&r->writer.plain, "WARC-Filename: %s\r\n", file);
    warc_write_end(&r->writer, FIELDS_TYPE, sbuf_str(&b), S(""));
    arena_end(&a);
}

/* --- what is told of an exchange ------------------------------------------------------------- */

/* The head as it was sent but for what is secret. */
static str open_request(struct arena *a, str request)
{
    static const str secret[] = {S("authorization"), S("proxy-authorization"), S("cookie")};
    struct sbuf b;
    sbuf_init(&b, a, request.len);
    while (!str_empty(request)) {
        size_t end = str_chr(request, '\n');
        str line = str_sub(request, 0, end == STR_NPOS ? request.len : end + 1);
        str name = str_trim(str_sub(line, 0, str_chr(line, ':')));
        bool hidden = false;
        for (size_t i = 0; i < ARRAY_LEN(secret); i++)
            hidden |= str_ieq(name, secret[i]);
        if (!hidden)
            sbuf_put(&b, line);
        request = str_skip(request, line.len);
    }
    return sbuf_str(&b);
}

/* The head of the answer as HTTP/1.1 would have it: other readers expect that, and chunks are
 * joined already. */
static str plain_head(struct arena *a, str head)
{
    struct sbuf b;
    str code = head;
    sbuf_init(&b, a, head.len + 4096);
    if (str_istarts(head, S("HTTP/2")) || str_istarts(head, S("HTTP/3"))) {
        (void)str_cut(&code, ' ');
        sbuf_put(&b, S("HTTP/1.1 "));
        head = code;
    }
    while (!str_empty(head)) {
        size_t end = str_chr(head, '\n');
        str line = str_sub(head, 0, end == STR_NPOS ? head.len : end + 1);
        if (str_istarts(line, S("transfer-encoding:")))
            sbuf_put(&b, S("X-Crawler-"));
        sbuf_put(&b, line);
        head = str_skip(head, line.len);
    }
    return sbuf_str(&b);
}

static int code_of(str head)
{
    int64_t code = 0;
    (void)str_cut(&head, ' ');
    return str_to_i64(&code, str_sub(head, 0, 3)) ? (int)code : 0;
}

/* Whether the file has the same bytes from there; they are remembered otherwise. */
static bool seen_before(int64_t *date_us, struct fetch_recorder *r, const struct fetch_exchange *e,
                        const struct warc_digest *payload)
{
    uint64_t *at = map_get(&r->seen, e->address.s);
    struct seen *seen = at ? (struct seen *)(uintptr_t)*at : NULL;
    if (str_empty(e->body) || e->cut != FETCH_WHOLE)
        return false;
    if (seen && memcmp(&seen->digest, payload, sizeof *payload) == 0) {
        *date_us = seen->date_us;
        return true;
    }
    if (!seen && r->seen.len >= SEEN_MAX)
        return false;
    if (!seen) {
        at = map_put(&r->seen, str_dup(&r->arena, e->address.s));
        *at = (uint64_t)(uintptr_t)(seen = arena_new(&r->arena, struct seen));
    }
    *seen = (struct seen){*payload, e->date_us};
    return false;
}

static void put_cut(struct sbuf *b, const struct fetch_exchange *e)
{
    static const char *const words[] = {[FETCH_CUT_LENGTH] = "length",
                                        [FETCH_CUT_TIME] = "time",
                                        [FETCH_CUT_DISCONNECT] = "disconnect",
                                        [FETCH_CUT] = "unspecified"};
    if (e->cut == FETCH_WHOLE)
        return;
    sbuf_printf(b, "WARC-Truncated: %s\r\n", words[e->cut]);
    if (e->failed != OK)
        sbuf_printf(b, "Fetch-Failed: %s %.*s\r\n", err_name(e->failed), STR_FMT(e->why));
}

static void put_answer(struct fetch_recorder *r, struct arena *a, const struct fetch_exchange *e,
                       const char *id)
{
    struct warc_digest payload = warc_write_hash(e->body, S(""));
    str head = plain_head(a, e->head), body = e->body;
    int64_t before_us = 0;
    bool same = seen_before(&before_us, r, e, &payload), unchanged = code_of(e->head) == 304;
    begin(r, same || unchanged ? "revisit" : "response", id, e);
    if (!str_empty(e->ip))
        sbuf_printf(&r->writer.plain, "WARC-IP-Address: %.*s\r\n", STR_FMT(e->ip));
    put_cut(&r->writer.plain, e);
    if (unchanged) {
        sbuf_printf(&r->writer.plain, "WARC-Profile: " PROFILES "server-not-modified\r\n");
    } else {
        warc_write_digest(&r->writer, "WARC-Payload-Digest", &payload);
    }
    if (same && !unchanged) {
        sbuf_printf(&r->writer.plain,
                    "WARC-Profile: " PROFILES "identical-payload-digest\r\n"
                    "WARC-Refers-To-Target-URI: %.*s\r\n",
                    STR_FMT(e->address.s));
        warc_write_date(&r->writer, "WARC-Refers-To-Date", before_us);
    }
    if (same || unchanged)
        body = S("");
    warc_write_end(&r->writer, RESPONSE_TYPE, head, body);
}

static void put_failure(struct fetch_recorder *r, struct arena *a, const struct fetch_exchange *e,
                        const char *id)
{
    begin(r, "metadata", id, e);
    warc_write_end(&r->writer, FIELDS_TYPE,
                   str_printf(a, "fetch-failed: %s\r\nfetch-reason: %.*s\r\n", err_name(e->failed),
                              STR_FMT(e->why)),
                   S(""));
}

/* --- files ----------------------------------------------------------------------------------- */

static status open_file(struct fetch_recorder *r, const char *path)
{
    r->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_APPEND, 0600);
    if (r->fd < 0 && errno == EEXIST)
        return fail(E_EXISTS, "'%s' is there already: name a file that is not, or a directory",
                    path);
    if (r->fd < 0)
        return fail(E_IO, "cannot make '%s': %s", path, strerror(errno));
    r->bytes = 0;
    arena_reset(&r->arena);
    map_init(&r->seen, &r->arena);
    const char *slash = strrchr(path, '/');
    put_info(r, slash ? slash + 1 : path);
    return OK;
}

static status open_next(struct fetch_recorder *r)
{
    char path[4096];
    if (!r->directory)
        return open_file(r, r->path);
    status done = OK;
    for (int i = 0; i < NAME_TRIES; i++) {
        struct civil c = clock_civil(clock_now_us());
        int n = snprintf(path, sizeof path, "%s/courant-%04d%02d%02d%02d%02d%02d-%05u.warc.gz",
                         r->path, c.year, c.month, c.day, c.hour, c.minute, c.second, r->serial++);
        if (n < 0 || (size_t)n >= sizeof path)
            return fail(E_IO, "the name of the directory '%s' is too long", r->path);
        done = open_file(r, path);
        if (done != E_EXISTS)
            break;
    }
    return done;
}

/* Takes back what was written of it when not all could be. */
static status write_packed(struct fetch_recorder *r)
{
    str rest = sbuf_str(&r->writer.packed);
    while (rest.len) {
        ssize_t n = write(r->fd, rest.p, rest.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            int error = errno;
            (void)!ftruncate(r->fd, r->bytes);
            return fail(E_IO, "cannot write the recording '%s': %s", r->path, strerror(error));
        }
        rest = str_skip(rest, (size_t)n);
    }
    r->bytes += (int64_t)r->writer.packed.len;
    return OK;
}

static status put(struct fetch_recorder *r, struct arena *a, const struct fetch_exchange *e)
{
    char id[WARC_ID_LEN + 1], request_id[WARC_ID_LEN + 1];
    sbuf_truncate(&r->writer.packed, 0);
    r->writer.plain.overflow = r->writer.packed.overflow = false;
    if (r->directory && r->fd >= 0 && r->bytes_max > 0 && r->bytes >= r->bytes_max) {
        close(r->fd);
        r->fd = -1;
    }
    if (r->fd < 0)
        TRY(open_next(r));
    warc_write_id(id);
    warc_write_id(request_id);
    if (!str_empty(e->request)) {
        begin(r, "request", request_id, e);
        sbuf_printf(&r->writer.plain, "WARC-Concurrent-To: <%s>\r\n", id);
        warc_write_end(&r->writer, REQUEST_TYPE, open_request(a, e->request), S(""));
    }
    if (str_empty(e->head))
        put_failure(r, a, e, id);
    else
        put_answer(r, a, e, id);
    if (r->writer.plain.overflow || r->writer.packed.overflow)
        return fail(E_LIMIT, "an exchange is larger than %zu bytes", RECORD_MAX);
    return write_packed(r);
}

status fetch_recorder_new(struct fetch_recorder **out, const struct fetch_recorder_options *options)
{
    struct stat about;
    struct fetch_recorder *r = mem_calloc(1, sizeof *r);
    size_t len = strlen(options->path) + 1;
    r->path = memcpy(mem_alloc(len), options->path, len);
    r->directory = stat(r->path, &about) == 0 && S_ISDIR(about.st_mode);
    r->bytes_max = options->bytes_max;
    r->fd = -1;
    arena_init(&r->arena);
    map_init(&r->seen, &r->arena);
    pthread_mutex_init(&r->lock, NULL);
    sbuf_init_heap(&r->writer.plain, RECORD_MAX);
    sbuf_init_heap(&r->writer.packed, RECORD_MAX);
    status done = open_next(r);
    if (done == OK)
        done = write_packed(r);
    if (done != OK) {
        (void)!fetch_recorder_free(r);
        return done;
    }
    *out = r;
    return OK;
}

void fetch_recorder_put(struct fetch_recorder *r, const struct fetch_exchange *exchange)
{
    struct arena a;
    arena_init(&a);
    pthread_mutex_lock(&r->lock);
    if (!r->failed && put(r, &a, exchange) != OK) {
        r->failed = true;
        snprintf(r->why, sizeof r->why, "%s", err_text());
        log_error("fetch", "nothing more is recorded", "reason=\"%s\"", r->why);
    }
    pthread_mutex_unlock(&r->lock);
    arena_end(&a);
}

status fetch_recorder_free(struct fetch_recorder *r)
{
    if (!r)
        return OK;
    status done = r->failed ? fail(E_IO, "%s", r->why) : OK;
    if (r->fd >= 0 && close(r->fd) != 0 && done == OK)
        done = fail(E_IO, "cannot write the recording '%s': %s", r->path, strerror(errno));
    free(r->path);
    sbuf_free(&r->writer.plain);
    sbuf_free(&r->writer.packed);
    arena_end(&r->arena);
    pthread_mutex_destroy(&r->lock);
    free(r);
    return done;
}
