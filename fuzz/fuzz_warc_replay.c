/* A recording, replayed: its places lead back to its records, every address in it is answered, and
 * nothing is larger than the limit or asks the network. */
#include "base/url.h"
#include "fetch/archive.h"
#include "fetch/fetch.h"
#include "fetch/warc.h"

#include <sys/mman.h>
#include <unistd.h>

#define BODY_MAX ((size_t)1 << 20)
#define ASKED_MAX 50 /* addresses of one input */
#define TIMES 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool deny(void *data, const struct sockaddr *address)
{
    (void)data;
    (void)address;
    ASSERT(false);
    return false;
}

static void ask(struct arena *a, struct fetch_archive *archive, str address)
{
    struct fetch_limits limits = fetch_limits_default;
    limits.bytes_max = BODY_MAX;
    struct fetch_request request = {
        .limits = &limits, .archive = archive, .guard = deny, .wanted = fetch_is_page};
    if (url_parse(&request.address, a, address, NULL) != OK)
        return;
    for (int i = 0; i < TIMES; i++) {
        struct fetch_response answer;
        request.etag = i == 1 ? S("\"x\"") : S("");
        status done = fetch_get(&answer, a, &request);
        ASSERT(done != OK || (answer.body.len <= BODY_MAX && answer.code >= 200));
        ASSERT(done == OK || *err_text());
    }
}

/* Each record that is read in order is found again by its place. */
static void ask_all(struct arena *a, struct fetch_archive *archive, const char *path)
{
    struct stream *stream, *again_stream;
    struct warc_record r, again;
    status got = stream_open(&stream, path, NULL);
    ASSERT(got == OK);
    struct warc *w = warc_new(stream), *again_w;
    for (int n = 0; n < ASKED_MAX && got != E_NOTFOUND; n++) {
        got = warc_next(&r, w);
        if (got != OK)
            continue;
        ask(a, archive, r.target_uri);
        status opened = warc_at(&again_w, &again_stream, path, warc_place(w));
        ASSERT(opened == OK);
        status found = warc_next(&again, again_w);
        ASSERT(found == OK && str_eq(again.type, r.type) && str_eq(again.block, r.block));
        warc_free(again_w);
        stream_free(again_stream);
        arena_reset(a);
    }
    warc_free(w);
    stream_free(stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct arena a;
    size_t skipped, at = 0;
    struct fetch_archive *archive;
    int fd = memfd_create("recording", MFD_CLOEXEC);
    ASSERT(fd >= 0);
    while (at < size) {
        ssize_t n = write(fd, data + at, size - at);
        ASSERT(n > 0);
        at += (size_t)n;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const char *paths[] = {path};
    arena_init(&a);
    if (fetch_archive_new(&archive, &skipped, paths, 1, NULL) == OK) {
        ask_all(&a, archive, path);
        fetch_archive_free(archive);
    }
    arena_end(&a);
    close(fd);
    return 0;
}
