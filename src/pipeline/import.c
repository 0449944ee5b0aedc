/*
 * The reader of an import. A file is known by its absolute path, size, time of change and a
 * sample of its bytes; the imports table has how far each was read: pages count 0 (an error) or
 * 1, lines and records are counted.
 */
#include "pipeline/import.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "fetch/http_capture.h"
#include "fetch/warc.h"
#include "pipeline/files.h"
#include "pipeline/lines.h"
#include "pipeline/read.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdatomic.h>
#include <unistd.h>

#define IMPORT_LOOKAHEAD 64 /* pages of a folder are often of one site */
#define SAMPLE_BYTES 4096

struct import {
    const struct import_options *options;
    struct flow *flow; /* the reader's */
    struct store *store;
    size_t path_count;
    char *const *paths;
    int64_t bytes_all; /* set before the reader starts; 0: not known */
    /* Written by the reader, shown by the calling thread. */
    atomic_llong bytes_read;
    atomic_ullong files, files_before, errors_before, items_before, others;
};

/* One file that is being read. */
struct input {
    str path;
    struct sbuf key; /* empty: cannot be resumed */
    int64_t position;
    int64_t bytes_before; /* import.bytes_read when it began */
    int64_t fetched_us;
};

static status stopped(void)
{
    return fail(E_CANCELLED, "stopped");
}

/* A sample of the beginning and the end, so that a file rewritten in place within the clock's
 * grain is seen as changed. */
static status sample(uint64_t *out, const char *path, int64_t size)
{
    char bytes[SAMPLE_BYTES];
    *out = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail(E_IO, "cannot open it: %s", strerror(errno));
    ssize_t n = pread(fd, bytes, sizeof bytes, 0);
    if (n > 0)
        *out = hash_bytes(bytes, (size_t)n, 0);
    if (n >= 0 && size > SAMPLE_BYTES)
        n = pread(fd, bytes, sizeof bytes, size - SAMPLE_BYTES);
    int failed = errno;
    close(fd);
    if (n < 0)
        return fail(E_IO, "cannot read it: %s", strerror(failed));
    *out = hash_join(*out, hash_bytes(bytes, (size_t)n, 0));
    return OK;
}

static status input_key(struct sbuf *key, const char *path, const struct stat *about)
{
    char absolute[PATH_MAX];
    uint64_t sampled;
    if (!S_ISREG(about->st_mode))
        return OK;
    if (!realpath(path, absolute))
        return fail(E_IO, "cannot find it: %s", strerror(errno));
    TRY(sample(&sampled, path, about->st_size));
    sbuf_printf(key, "%s|%" PRId64 "|%" PRId64 ".%09ld|%016" PRIx64, absolute,
                (int64_t)about->st_size, (int64_t)about->st_mtim.tv_sec, about->st_mtim.tv_nsec,
                sampled);
    /* The store wants UTF-8; a path need not be. */
    if (utf8_valid_prefix(sbuf_str(key)) < key->len) {
        for (size_t i = 0; i < key->len; i++)
            key->p[i] = (unsigned char)key->p[i] < 0x80 ? key->p[i] : '?';
        sbuf_printf(key, "|%016" PRIx64, hash_str(str_c(absolute)));
    }
    return OK;
}

/* A doc for the input's next item; NULL when the import ends. */
static struct doc *item(struct import *m, const struct input *in, enum doc_kind kind)
{
    struct doc *d = flow_take(m->flow);
    if (!d)
        return NULL;
    d->kind = kind;
    d->fetched_us = in->fetched_us;
    d->seen_us = m->options->now_us;
    d->position = in->position;
    sbuf_put(&d->name, in->path);
    sbuf_put(&d->input_key, sbuf_str(&in->key));
    return d;
}

/* Something about the input as a whole, or an item of it, cannot be read. */
static status bad_item(struct import *m, const struct input *in, status why, uint64_t number)
{
    char text[ERR_TEXT_MAX];
    snprintf(text, sizeof text, "%s", err_text());
    struct doc *d = item(m, in, DOC_ERROR);
    if (!d)
        return stopped();
    (void)!fail(why, "%s", text);
    doc_fail(d, why);
    d->item = number;
    flow_give(m->flow, d);
    return OK;
}

/* The last word on an input: all of it was read. */
static status finish(struct import *m, const struct input *in)
{
    struct doc *d = item(m, in, DOC_MARK);
    if (!d)
        return stopped();
    d->input_done = true;
    flow_give(m->flow, d);
    return OK;
}

static void read_so_far(struct import *m, const struct input *in, const struct stream *s)
{
    atomic_store(&m->bytes_read, in->bytes_before + stream_position(s));
}

static status read_lines(struct import *m, struct input *in, struct stream *s)
{
    struct lines lines;
    int64_t known = in->position;
    status done = OK;
    lines_init(&lines, s, READ_BYTES_MAX);
    while (done == OK) {
        str line;
        status got = lines_next(&line, &lines);
        if (got == E_NOTFOUND)
            break;
        in->position = (int64_t)lines.number;
        read_so_far(m, in, s);
        if (in->position <= known && (got == OK || got == E_LIMIT))
            continue;
        if (got != OK) {
            bool final = got != E_LIMIT;
            in->position -= final; /* this line was not read */
            done = bad_item(m, in, got, lines.number);
            if (final && done == OK)
                done = E_NOTFOUND;
            continue;
        }
        if (str_empty(str_trim(line)))
            continue;
        struct doc *d = item(m, in, DOC_JSON);
        if (!d) {
            done = stopped();
            break;
        }
        d->item = lines.number;
        sbuf_put(&d->bytes, line);
        flow_give(m->flow, d);
    }
    lines_end(&lines);
    return done;
}

/* Whether a record is a page: a web page that was answered with 200. */
static bool is_page(const struct warc_record *r)
{
    struct http_capture c;
    if (!str_ieq(r->type, S("response")) || !str_istarts(r->target_uri, S("http")) ||
        http_capture_parse(&c, r->block) != OK)
        return false;
    return c.status_code == 200 && (str_istarts(c.content_type, S("text/html")) ||
                                    str_istarts(c.content_type, S("application/xhtml+xml")));
}

static status give_record(struct import *m, const struct input *in, const struct warc_record *r)
{
    struct doc *d = item(m, in, DOC_CAPTURE);
    if (!d)
        return stopped();
    d->item = (uint64_t)in->position;
    sbuf_put(&d->bytes, r->block);
    sbuf_put(&d->url, r->target_uri);
    if (r->date_us != TIME_NONE)
        d->fetched_us = d->seen_us = r->date_us;
    flow_give(m->flow, d);
    return OK;
}

static status read_warc(struct import *m, struct input *in, struct stream *s)
{
    struct warc *w = warc_new(s);
    int64_t known = in->position;
    status done = OK;
    in->position = 0;
    while (done == OK) {
        struct warc_record r;
        status got = warc_next(&r, w);
        if (got == E_NOTFOUND)
            break;
        in->position++;
        read_so_far(m, in, s);
        bool final = got != OK && got != E_INPUT && got != E_LIMIT;
        in->position -= final; /* there was no record */
        if (m->options->stop && m->options->stop())
            done = stopped();
        else if (in->position <= known && !final)
            continue;
        else if (got != OK)
            done = bad_item(m, in, got, (uint64_t)in->position);
        else if (is_page(&r))
            done = give_record(m, in, &r);
        else
            atomic_fetch_add(&m->others, 1);
        if (final && done == OK)
            done = E_NOTFOUND;
    }
    warc_free(w);
    return done;
}

/* What an input without a telling name holds, by its first byte. */
static status kind_by_content(enum file_kind *kind, const char *path)
{
    struct stream *s;
    char first[5];
    size_t n = 0, len = 0;
    TRY(stream_open(&s, path, NULL));
    do {
        len += n;
        if (stream_read(&n, s, first + len, sizeof first - len) != OK)
            n = 0;
    } while (n > 0 && len + n < sizeof first);
    str begin = str_of(first, len + n);
    stream_free(s);
    *kind = FILE_HTML;
    if (str_eq(begin, S("WARC/")))
        *kind = FILE_WARC;
    else if (str_starts(str_trim(begin), S("{")))
        *kind = FILE_JSONL;
    return OK;
}

/* E_NOTFOUND when it could not be read to its end, which was reported. */
static status read_stream(struct import *m, struct input *in, const char *path, enum file_kind kind)
{
    struct stream *s;
    status opened = stream_open(&s, path, m->options->stop);
    if (opened != OK) {
        TRY(bad_item(m, in, opened, 0));
        return E_NOTFOUND;
    }
    if (in->position > 0)
        atomic_fetch_add(&m->items_before, (unsigned long long)in->position);
    status done = kind == FILE_WARC ? read_warc(m, in, s) : read_lines(m, in, s);
    stream_free(s);
    return done;
}

static status read_input(struct import *m, struct input *in, const char *path,
                         const struct stat *about)
{
    enum file_kind kind = file_kind_of_name(in->path);
    bool done = false;
    if (kind == FILE_OTHER && S_ISREG(about->st_mode)) {
        status known = kind_by_content(&kind, path);
        if (known != OK)
            return bad_item(m, in, known, 0);
    } else if (kind == FILE_OTHER) {
        kind = FILE_JSONL;
    }
    status keyed = input_key(&in->key, path, about);
    if (keyed != OK) {
        sbuf_truncate(&in->key, 0);
        return bad_item(m, in, keyed, 0);
    }
    if (in->key.len && !m->options->again) {
        status found = store_import_get(&in->position, &done, m->store, sbuf_str(&in->key));
        if (found != E_NOTFOUND)
            TRY(found);
    }
    if (done) {
        atomic_fetch_add(&m->files_before, 1);
        if ((kind == FILE_HTML || kind == FILE_MAIL) && in->position == 0)
            atomic_fetch_add(&m->errors_before, 1);
        return OK;
    }
    if (kind != FILE_HTML && kind != FILE_MAIL) {
        status read = read_stream(m, in, path, kind);
        return read == OK ? finish(m, in) : (read == E_NOTFOUND ? OK : read);
    }
    in->position = 1;
    struct doc *d = item(m, in, DOC_FILE);
    if (!d)
        return stopped();
    d->input_done = true;
    flow_give(m->flow, d);
    return OK;
}

static status reader(void *ctx, struct flow *flow)
{
    struct import *m = ctx;
    struct sbuf path_c;
    m->flow = flow;
    TRY(store_open(&m->store, m->options->store));
    struct files *files = files_new(m->path_count, m->paths, FILES_ALL_KINDS);
    status done = OK;
    sbuf_init_heap(&path_c, DOC_NAME_MAX);
    struct input in = {0};
    sbuf_init_heap(&in.key, DOC_NAME_MAX);
    while (done == OK) {
        str path;
        struct stat about;
        status got = files_next(&path, &about, files);
        if (got == E_NOTFOUND)
            break;
        in.path = path;
        in.position = 0;
        in.bytes_before = atomic_load(&m->bytes_read);
        sbuf_truncate(&in.key, 0);
        atomic_fetch_add(&m->files, 1);
        if (got != OK) {
            done = bad_item(m, &in, got, 0);
            continue;
        }
        in.fetched_us =
            S_ISREG(about.st_mode) ? (int64_t)about.st_mtim.tv_sec * 1000000 : m->options->now_us;
        sbuf_truncate(&path_c, 0);
        sbuf_put(&path_c, path);
        sbuf_putc(&path_c, '\0');
        done = read_input(m, &in, path_c.p, &about);
        if (S_ISREG(about.st_mode))
            atomic_store(&m->bytes_read, in.bytes_before + about.st_size);
    }
    files_free(files);
    sbuf_free(&path_c);
    sbuf_free(&in.key);
    store_free(m->store);
    return done;
}

static void counts_now(struct import_counts *out, struct import *m, const struct flow_counts *flow)
{
    *out = (struct import_counts){
        .flow = *flow,
        .files = atomic_load(&m->files),
        .files_before = atomic_load(&m->files_before),
        .errors_before = atomic_load(&m->errors_before),
        .items_before = atomic_load(&m->items_before),
        .others = atomic_load(&m->others),
        .part = m->bytes_all > 0 ? (double)atomic_load(&m->bytes_read) / (double)m->bytes_all : -1,
    };
}

static void progress(void *ctx, const struct flow_counts *flow)
{
    struct import *m = ctx;
    struct import_counts counts;
    counts_now(&counts, m, flow);
    if (m->options->progress)
        m->options->progress(m->options->ctx, &counts);
}

static void failed(void *ctx, const struct doc *d)
{
    struct import *m = ctx;
    if (m->options->failed)
        m->options->failed(m->options->ctx, d);
}

static int64_t bytes_of_all(size_t n, char *const *paths)
{
    struct files *files = files_new(n, paths, FILES_ALL_KINDS);
    int64_t sum = 0;
    str path;
    struct stat about;
    status got;
    while ((got = files_next(&path, &about, files)) != E_NOTFOUND)
        if (got == OK && S_ISREG(about.st_mode))
            sum += about.st_size;
    files_free(files);
    return sum;
}

status import_run(struct import_counts *counts, const struct import_options *options, size_t n,
                  char *const *paths)
{
    struct import m = {.options = options, .path_count = n, .paths = paths};
    if (options->estimate)
        m.bytes_all = bytes_of_all(n, paths);
    const struct flow_options flow = {
        .store = options->store,
        .threads = options->threads,
        .window = options->window,
        .lookahead = IMPORT_LOOKAHEAD,
        .read = reader,
        .failed = failed,
        .progress = progress,
        .stop = options->stop,
        .ctx = &m,
    };
    struct flow_counts done;
    status s = flow_run(&done, &flow);
    counts_now(counts, &m, &done);
    return s;
}
