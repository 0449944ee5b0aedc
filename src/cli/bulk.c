/*
 * A ring of slots under one lock. The calling thread reads input into free slots, workers answer
 * them, and whoever finishes the oldest unanswered slot writes what is ready. A slow output thus
 * holds up the ring, and the ring holds up the reading: memory stays flat.
 */
#include "cli/bulk.h"

#include "base/json.h"
#include "base/thread.h"
#include "cli/cli.h"
#include "cli/progress.h"
#include "pipeline/files.h"
#include "pipeline/lines.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#define BULK_SLOTS_A_THREAD 8
#define BULK_KEEP ((size_t)1 << 20) /* larger buffers are given back after their item */
#define BULK_ERROR_MAX ((size_t)64 << 10)

struct slot {
    struct sbuf in, name, out; /* on malloc */
    uint64_t number;
    bool done, failed;
    bool has_error; /* the reader already knows: OUT holds the text */
};

/* Shared by the reader and the workers; LOCK guards everything below it and who owns which slot:
 * [head, next) belongs to workers or waits to be written, [next, tail) waits for a worker. */
struct bulk {
    const struct bulk_options *options;
    bulk_fn *fn;
    void *ctx;
    bool lines;
    size_t item_max;
    pthread_mutex_t lock;
    pthread_cond_t work, room;
    struct slot *slots;
    size_t window;
    uint64_t head, next, tail, errors;
    bool closed, writing, broken;
    struct progress progress;
    double part; /* of the input that was read, negative when not known */
};

struct worker {
    struct bulk *bulk;
    unsigned number;
    pthread_t thread;
};

static void keep_small(struct sbuf *b)
{
    sbuf_truncate(b, 0);
    if (b->cap > BULK_KEEP)
        sbuf_free(b);
    b->overflow = false;
}

/* The line's "id" as JSON; false when it has none. */
static bool put_id(struct json *j, const struct json_value *v)
{
    const struct json_value *id = json_in_get(v, "id");
    int64_t n;
    json_key(j, "id");
    if (json_in_is_string(id))
        json_str(j, json_in_text(id));
    else if (json_in_i64(&n, id))
        json_i64(j, n);
    else
        json_null(j);
    return id != NULL;
}

void bulk_put_id(struct json *j, const struct bulk_item *item)
{
    (void)put_id(j, item->json);
}

/* Turns the slot's answer into an error line. */
static void slot_failed(struct bulk *b, struct slot *s, const struct json_value *v, str text)
{
    s->failed = true;
    keep_small(&s->out);
    if (b->options->plain_errors) {
        sbuf_printf(&s->out, "courant %s: %.*s: %.*s\n", b->options->label,
                    STR_FMT(sbuf_str(&s->name)), STR_FMT(text));
        return;
    }
    struct json j;
    json_init(&j, &s->out);
    json_object(&j);
    if (!b->lines)
        json_key_str(&j, "file", sbuf_str(&s->name));
    else if (!put_id(&j, v))
        json_key_i64(&j, "line", (int64_t)s->number);
    json_key_str(&j, "error", text);
    json_end(&j);
    sbuf_putc(&s->out, '\n');
}

static status answer(struct json_value **v, struct bulk *b, struct slot *s, struct worker *w,
                     struct arena *a)
{
    struct bulk_item item = {.number = s->number, .worker = w->number};
    if (b->lines) {
        TRY(json_in_parse(v, sbuf_str(&s->in)));
        if (!json_in_is_object(*v))
            return fail(E_INPUT, "the line is no JSON object");
        item.json = *v;
    } else if (b->options->is_address && b->options->is_address(sbuf_str(&s->name))) {
        item.address = true;
    } else {
        sbuf_putc(&s->name, '\0');
        sbuf_truncate(&s->name, s->name.len - 1);
        TRY(file_read(&s->in, s->name.p, b->item_max));
    }
    item.text = sbuf_str(&s->in);
    item.name = sbuf_str(&s->name);
    TRY(b->fn(&s->out, a, b->ctx, &item));
    if (s->out.len && s->out.p[s->out.len - 1] != '\n')
        sbuf_putc(&s->out, '\n');
    str whole;
    return sbuf_end(&whole, &s->out);
}

static void slot_answer(struct bulk *b, struct slot *s, struct worker *w, struct arena *a)
{
    struct json_value *v CLEANUP(json_in_end) = NULL;
    if (s->has_error) {
        struct arena_mark mark = arena_mark(a);
        slot_failed(b, s, NULL, str_dup(a, sbuf_str(&s->out)));
        arena_rewind(a, mark);
    } else if (answer(&v, b, s, w, a) != OK) {
        slot_failed(b, s, v, str_c(err_text()));
    }
}

static int output_of(const struct bulk *b)
{
    return b->options->output ? b->options->output : STDOUT_FILENO;
}

static bool write_all(int fd, str s)
{
    while (s.len) {
        ssize_t n = write(fd, s.p, s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        s = str_skip(s, (size_t)n);
    }
    return true;
}

/* False when the output cannot be written. */
static bool write_slot(struct bulk *b, const struct slot *s)
{
    if (s->failed && b->options->plain_errors) {
        progress_clear(&b->progress);
        fprintf(stderr, "%.*s", STR_FMT(sbuf_str(&s->out)));
        return true;
    }
    if (write_all(output_of(b), sbuf_str(&s->out)))
        return true;
    progress_clear(&b->progress);
    fprintf(stderr, "courant %s: cannot write the output: %s\n", b->options->label,
            strerror(errno));
    return false;
}

/* Writes the answers that are ready, in order; the lock is held on entry and exit, not while
 * writing. One thread does it at a time. */
static void write_ready(struct bulk *b)
{
    if (b->writing)
        return;
    b->writing = true;
    while (b->head < b->next && b->slots[b->head % b->window].done) {
        struct slot *s = &b->slots[b->head % b->window];
        bool broken = b->broken;
        pthread_mutex_unlock(&b->lock);
        if (!broken && !write_slot(b, s))
            broken = true;
        keep_small(&s->in);
        keep_small(&s->out);
        pthread_mutex_lock(&b->lock);
        b->broken = broken;
        b->errors += s->failed;
        b->head++;
        progress_show(&b->progress, b->head, b->part);
        pthread_cond_signal(&b->room);
    }
    b->writing = false;
}

static void *work(void *at)
{
    struct worker *w = at;
    struct bulk *b = w->bulk;
    struct arena a;
    arena_init(&a);
    pthread_mutex_lock(&b->lock);
    for (;;) {
        while (b->next == b->tail && !b->closed)
            pthread_cond_wait(&b->work, &b->lock);
        if (b->next == b->tail)
            break;
        struct slot *s = &b->slots[b->next++ % b->window];
        pthread_mutex_unlock(&b->lock);
        slot_answer(b, s, w, &a);
        arena_reset(&a);
        if (a.reserved > 8 * BULK_KEEP) {
            arena_end(&a);
            arena_init(&a);
        }
        pthread_mutex_lock(&b->lock);
        s->done = true;
        write_ready(b);
    }
    pthread_mutex_unlock(&b->lock);
    arena_end(&a);
    return NULL;
}

/* A free slot, which the reader owns until slot_give; NULL when the work is to end. */
static struct slot *slot_take(struct bulk *b)
{
    struct slot *s = NULL;
    pthread_mutex_lock(&b->lock);
    while (b->tail - b->head == b->window && !b->broken)
        pthread_cond_wait(&b->room, &b->lock);
    if (!b->broken && !cli_stop_asked())
        s = &b->slots[b->tail % b->window];
    pthread_mutex_unlock(&b->lock);
    if (s) {
        s->done = s->failed = s->has_error = false;
        sbuf_truncate(&s->name, 0);
    }
    return s;
}

static void slot_give(struct bulk *b, struct slot *s, uint64_t number, double part)
{
    s->number = number;
    pthread_mutex_lock(&b->lock);
    b->tail++;
    b->part = part;
    pthread_cond_signal(&b->work);
    pthread_mutex_unlock(&b->lock);
}

/* The reader's own finding about an item becomes that item's error, in its place. */
static void slot_reject(struct slot *s)
{
    s->has_error = true;
    sbuf_put(&s->out, str_c(err_text()));
}

/* One input of lines; false when reading is to stop altogether. */
static bool read_lines(struct bulk *b, const char *path)
{
    struct stream *stream;
    if (stream_open(&stream, path, cli_stop_asked) != OK) {
        fprintf(stderr, "courant %s: %s\n", b->options->label, err_text());
        pthread_mutex_lock(&b->lock);
        b->errors++;
        pthread_mutex_unlock(&b->lock);
        return true;
    }
    struct lines lines;
    lines_init(&lines, stream, b->item_max);
    bool more = true;
    for (;;) {
        str line;
        status got = lines_next(&line, &lines);
        if (got == E_NOTFOUND || got == E_CANCELLED)
            break;
        if (got == OK && str_empty(str_trim(line)))
            continue;
        struct slot *s = slot_take(b);
        if (!s) {
            more = false;
            break;
        }
        if (got == OK)
            sbuf_put(&s->in, line);
        else
            slot_reject(s);
        int64_t size = stream_size(stream);
        slot_give(b, s, lines.number,
                  size > 0 ? (double)stream_position(stream) / (double)size : -1);
        if (got != OK && got != E_LIMIT)
            break;
    }
    lines_end(&lines);
    stream_free(stream);
    return more && !cli_stop_asked();
}

/* One path: a file, or what is in a folder. False when reading is to stop altogether. */
static bool read_path(struct bulk *b, char *const *named, uint64_t *number)
{
    struct files *files = files_new(1, named, FILES_HTML_ONLY);
    bool more = true;
    while (more) {
        str path;
        struct stat about;
        status got = files_next(&path, &about, files);
        struct slot *s = got == E_NOTFOUND ? NULL : slot_take(b);
        more = s || got == E_NOTFOUND;
        if (!s)
            break;
        sbuf_put(&s->name, path);
        if (got != OK)
            slot_reject(s);
        slot_give(b, s, ++*number, -1);
    }
    files_free(files);
    /* No slot: the output is gone, or the user wants to stop. */
    return more;
}

static void read_files(struct bulk *b, int n, char *const *paths)
{
    uint64_t number = 0;
    for (int i = 0; i < n; i++) {
        if (!b->options->is_address || !b->options->is_address(str_c(paths[i]))) {
            if (!read_path(b, &paths[i], &number))
                break;
            continue;
        }
        struct slot *s = slot_take(b);
        if (!s)
            break;
        sbuf_put(&s->name, str_c(paths[i]));
        slot_give(b, s, ++number, -1);
    }
}

static void bulk_begin(struct bulk *b, struct worker *workers, unsigned threads)
{
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->work, NULL);
    pthread_cond_init(&b->room, NULL);
    b->part = -1;
    b->item_max = b->options->item_max ? b->options->item_max : BULK_ITEM_MAX;
    b->window = (size_t)threads * BULK_SLOTS_A_THREAD;
    b->slots = mem_calloc(b->window, sizeof *b->slots);
    for (size_t i = 0; i < b->window; i++) {
        sbuf_init_heap(&b->slots[i].in, b->item_max + BULK_KEEP);
        sbuf_init_heap(&b->slots[i].name, BULK_ERROR_MAX);
        sbuf_init_heap(&b->slots[i].out, BULK_ANSWER_MAX);
    }
    progress_begin(&b->progress, b->lines ? "lines" : "files");
    /* Answers that scroll by are progress enough. */
    b->progress.shown &= isatty(output_of(b)) != 1;
    cli_stop_prepare();
    /* Signals come to this thread, whose reads they are to interrupt. */
    for (unsigned i = 0; i < threads; i++) {
        workers[i] = (struct worker){.bulk = b, .number = i};
        workers[i].thread = thread_start(work, "work", &workers[i]);
    }
}

static int bulk_end(struct bulk *b, struct worker *workers, unsigned threads)
{
    pthread_mutex_lock(&b->lock);
    b->closed = true;
    pthread_cond_broadcast(&b->work);
    pthread_mutex_unlock(&b->lock);
    for (unsigned i = 0; i < threads; i++)
        pthread_join(workers[i].thread, NULL);
    bool terminal = b->progress.shown;
    progress_clear(&b->progress);
    for (size_t i = 0; i < b->window; i++) {
        sbuf_free(&b->slots[i].in);
        sbuf_free(&b->slots[i].name);
        sbuf_free(&b->slots[i].out);
    }
    free(b->slots);
    pthread_cond_destroy(&b->room);
    pthread_cond_destroy(&b->work);
    pthread_mutex_destroy(&b->lock);
    if (cli_stop_asked())
        fprintf(stderr, "courant %s: stopped after %" PRIu64 " answers\n", b->options->label,
                b->head);
    else if (terminal && b->errors && !b->broken)
        fprintf(stderr, "courant %s: %" PRIu64 " answers, %" PRIu64 " of them errors\n",
                b->options->label, b->head, b->errors);
    return b->errors || b->broken || cli_stop_asked() ? CLI_SOME_ERRORS : CLI_OK;
}

static int bulk_run(struct bulk *b, int n, char *const *paths)
{
    static char standard_input[] = "-";
    static char *const only_input[] = {standard_input};
    if (n == 0) {
        n = 1;
        paths = only_input;
    }
    unsigned threads = b->options->threads ? b->options->threads : 1;
    struct worker *workers = mem_calloc(threads, sizeof *workers);
    bulk_begin(b, workers, threads);
    if (!b->lines)
        read_files(b, n, paths);
    for (int i = 0; b->lines && i < n; i++)
        if (!read_lines(b, paths[i]))
            break;
    int exit_status = bulk_end(b, workers, threads);
    free(workers);
    return exit_status;
}

int bulk_lines(const struct bulk_options *o, int n, char *const *paths, bulk_fn *fn, void *ctx)
{
    struct bulk b = {.options = o, .fn = fn, .ctx = ctx, .lines = true};
    return bulk_run(&b, n, paths);
}

int bulk_files(const struct bulk_options *o, int n, char *const *paths, bulk_fn *fn, void *ctx)
{
    struct bulk b = {.options = o, .fn = fn, .ctx = ctx};
    return bulk_run(&b, n, paths);
}
