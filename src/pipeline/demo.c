/* Replay of the demo press. Each line of replay.jsonl is a capture; see demo/README.md. */
#include "pipeline/demo.h"

#include "base/clock.h"
#include "base/json_in.h"
#include "base/map.h"
#include "base/url.h"
#include "pipeline/files.h"
#include "pipeline/lines.h"
#include "pipeline/read.h"
#include "pipeline/replay.h"

#define DEMO_KEY S("demo")
#define DEMO_LINE_MAX ((size_t)64 << 10)

/* Positions of the key in the imports table. */
enum { POSITION_LOADED = 1, POSITION_REMOVED = 2 };

#define DEMO_OUTLETS_MAX 100

struct replay {
    const struct demo_options *options;
    struct arena arena; /* sources' names, for as long as the flow runs */
    struct sbuf page;
    struct flow *flow;
};

status demo_state(enum demo_state *out, struct store *s)
{
    int64_t position;
    bool done;
    status found = store_import_get(&position, &done, s, DEMO_KEY);
    *out = DEMO_NEVER;
    if (found == E_NOTFOUND)
        return OK;
    TRY(found);
    *out = position == POSITION_REMOVED ? DEMO_REMOVED : (done ? DEMO_LOADED : DEMO_UNFINISHED);
    return OK;
}

status demo_remove(int64_t *removed, struct store *s)
{
    TRY(store_demo_remove(removed, s));
    return store_import_set(s, DEMO_KEY, POSITION_REMOVED, true);
}

static status page_bytes(struct doc *d, struct replay *r, str file)
{
    /* The name is from our own list, but a list can be edited. */
    if (str_has(file, S("..")) || str_starts(file, S("/")))
        return fail(E_INPUT, "file '%.*s' is outside the demo", STR_FMT(file));
    struct arena_mark mark = arena_mark(&r->arena);
    str path = str_printf(&r->arena, "%.*s/%.*s", STR_FMT(r->options->dir), STR_FMT(file));
    status done = file_read(&r->page, path.p, READ_BYTES_MAX);
    arena_rewind(&r->arena, mark);
    TRY(done);
    return replay_expand(&d->bytes, sbuf_str(&r->page), r->options->now_us);
}

/* Fills D from a line of the list; its kind is set to DOC_MARK for what is no page. */
static status capture(struct doc *d, struct replay *r, const struct json_value *v)
{
    int64_t age;
    str kind = json_in_str(v, "kind");
    d->kind = DOC_MARK;
    if (!str_empty(kind) && !str_eq(kind, S("page")))
        return OK;
    if (!json_in_i64(&age, json_in_get(v, "age")) || age < 0 || age > INT32_MAX)
        return fail(E_INPUT, "the capture has no age");
    d->kind = DOC_PAGE;
    d->demo = true;
    d->fetched_us = d->seen_us = r->options->now_us - age * CLOCK_SECOND_US;
    sbuf_put(&d->content_type, json_in_str(v, "type"));
    TRY(replay_expand(&d->url, json_in_str(v, "url"), r->options->now_us));
    url home;
    str home_text = json_in_str(v, "home");
    if (url_parse(&home, &r->arena, home_text, NULL) == OK)
        d->source_key = url_site(home);
    d->source_name = str_dup(&r->arena, json_in_str(v, "source_name"));
    d->source_home = str_dup(&r->arena, home_text);
    return page_bytes(d, r, json_in_str(v, "file"));
}

static status replay_line(struct replay *r, str line, uint64_t number)
{
    struct json_value *v CLEANUP(json_in_end) = NULL;
    struct doc *d = flow_take(r->flow);
    if (!d)
        return fail(E_CANCELLED, "stopped");
    d->item = number;
    sbuf_put(&d->name, S("replay.jsonl"));
    status done = json_in_parse(&v, line);
    if (done == OK)
        done = capture(d, r, v);
    if (done != OK) {
        d->kind = DOC_ERROR;
        doc_fail(d, done);
    }
    flow_give(r->flow, d);
    return OK;
}

static status finished(struct replay *r)
{
    struct doc *d = flow_take(r->flow);
    if (!d)
        return fail(E_CANCELLED, "stopped");
    d->kind = DOC_MARK;
    sbuf_put(&d->input_key, DEMO_KEY);
    d->position = POSITION_LOADED;
    d->input_done = true;
    flow_give(r->flow, d);
    return OK;
}

static status reader(void *ctx, struct flow *flow)
{
    struct replay *r = ctx;
    r->flow = flow;
    str path = str_printf(&r->arena, "%.*s/replay.jsonl", STR_FMT(r->options->dir));
    struct stream *stream;
    TRY(stream_open(&stream, path.p, r->options->stop));
    struct lines lines;
    lines_init(&lines, stream, DEMO_LINE_MAX);
    status done = OK;
    str line;
    while (done == OK && (done = lines_next(&line, &lines)) == OK)
        done = replay_line(r, line, lines.number);
    lines_end(&lines);
    stream_free(stream);
    return done == E_NOTFOUND ? finished(r) : done;
}

/* What an earlier, perhaps unfinished, load left behind. */
static status clear(const struct demo_options *options)
{
    struct store *s;
    int64_t removed;
    TRY(store_open(&s, options->store));
    status done = store_demo_remove(&removed, s);
    if (done == OK)
        done = store_import_set(s, DEMO_KEY, 0, false);
    store_free(s);
    return done;
}

/* The names of the press's outlets: its articles cite each other from the first on. */
static status read_outlets(struct strs *out, struct replay *r)
{
    str path = str_printf(&r->arena, "%.*s/replay.jsonl", STR_FMT(r->options->dir));
    str *names = arena_array(&r->arena, DEMO_OUTLETS_MAX, str);
    struct stream *stream;
    struct lines lines;
    struct map seen;
    size_t n = 0;
    str line;
    map_init(&seen, &r->arena);
    TRY(stream_open(&stream, path.p, r->options->stop));
    lines_init(&lines, stream, DEMO_LINE_MAX);
    status done = OK;
    while (n < DEMO_OUTLETS_MAX && (done = lines_next(&line, &lines)) == OK) {
        struct json_value *v CLEANUP(json_in_end) = NULL;
        if (json_in_parse(&v, line) != OK)
            continue; /* the flow reports it */
        str name = str_dup(&r->arena, json_in_str(v, "source_name"));
        uint64_t *known = name.len ? map_put(&seen, name) : NULL;
        if (known && !*known) {
            *known = 1;
            names[n++] = name;
        }
    }
    lines_end(&lines);
    stream_free(stream);
    *out = (struct strs){names, n};
    return done == E_NOTFOUND ? OK : done;
}

status demo_load(struct flow_counts *counts, const struct demo_options *options)
{
    struct replay r = {.options = options};
    *counts = (struct flow_counts){0};
    TRY(clear(options));
    arena_init(&r.arena);
    sbuf_init_heap(&r.page, READ_BYTES_MAX + ((size_t)256 << 10));
    struct strs outlets = {0};
    status done = read_outlets(&outlets, &r);
    const struct flow_options flow = {
        .store = options->store,
        .threads = options->threads,
        .window = options->window,
        .read = reader,
        .failed = options->failed,
        .stop = options->stop,
        .outlets = outlets,
        .ctx = &r,
    };
    if (done == OK)
        done = flow_run(counts, &flow);
    sbuf_free(&r.page);
    arena_end(&r.arena);
    return done;
}
