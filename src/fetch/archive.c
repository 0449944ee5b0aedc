/* Where the answers are, in memory; what they say is read when it is asked for. */
#include "fetch/archive.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/url.h"
#include "fetch/http_capture.h"
#include "fetch/warc.h"
#include "model/article.h"

#include <pthread.h>

#define TIME_UNKNOWN 0 /* records without a date come first */

enum kind { KIND_ANSWER, KIND_UNCHANGED, KIND_SAME, KIND_FAILED };

struct answer {
    struct answer *next; /* of the same address, in the order of time */
    int64_t date_us;
    struct warc_place place;
    unsigned file;
    enum kind kind;
};

/* All of one address. */
struct history {
    struct answer *first, *last;
    struct answer *given; /* the last that was; NULL: none */
};

struct fetch_archive {
    pthread_mutex_t lock;
    struct arena arena;
    struct map addresses; /* -> struct history * */
    const char **paths;
    bool *ours; /* of each file: bodies are as they were sent */
    size_t answers;
};

/* --- what is there --------------------------------------------------------------------------- */

/* As requests have it: without what is not sent, or not told. */
static bool address_of(str *out, struct arena *a, str text)
{
    url parsed;
    if (url_parse(&parsed, a, text, NULL) != OK || !url_is_web(parsed))
        return false;
    str open = url_without_credentials(a, parsed).s;
    *out = str_sub(open, 0, str_chr(open, '#'));
    return true;
}

static bool kind_of(enum kind *out, const struct warc_record *r)
{
    bool revisit = str_ieq(r->type, S("revisit"));
    *out = KIND_ANSWER;
    if (revisit && str_ends(r->profile, S(WARC_NOT_MODIFIED)))
        *out = KIND_UNCHANGED;
    else if (revisit && str_ends(r->profile, S(WARC_SAME_PAYLOAD)))
        *out = KIND_SAME;
    else if (str_ieq(r->type, S("metadata")) && str_istarts(r->block, S("fetch-failed:")))
        *out = KIND_FAILED;
    else if (!str_ieq(r->type, S("response")))
        return false;
    struct http_capture c;
    if (*out == KIND_FAILED)
        return true;
    if (http_capture_parse(&c, r->block) != OK)
        return false;
    if (c.status_code == 304)
        *out = KIND_UNCHANGED;
    return true;
}

/* Where an answer of DATE belongs: behind those of the same time. */
static void insert(struct history *h, struct answer *answer)
{
    struct answer **at = &h->first;
    if (h->last && h->last->date_us <= answer->date_us)
        at = &h->last->next;
    while (*at && (*at)->date_us <= answer->date_us)
        at = &(*at)->next;
    answer->next = *at;
    *at = answer;
    if (!answer->next)
        h->last = answer;
}

static status note(struct fetch_archive *ar, const struct warc_record *r, unsigned file,
                   struct warc_place place, struct arena *scratch)
{
    enum kind kind;
    str address;
    if (str_ieq(r->type, S("warcinfo")))
        ar->ours[file] = str_has(r->block, S("software: courant/"));
    if (!kind_of(&kind, r) || !address_of(&address, scratch, r->target_uri))
        return OK;
    if (ar->answers++ >= FETCH_ARCHIVE_ANSWERS_MAX)
        return fail(E_LIMIT, "the recordings hold more than %zu answers",
                    FETCH_ARCHIVE_ANSWERS_MAX);
    uint64_t *at = map_get(&ar->addresses, address);
    if (!at) {
        at = map_put(&ar->addresses, str_dup(&ar->arena, address));
        *at = (uint64_t)(uintptr_t)arena_new(&ar->arena, struct history);
    }
    struct answer *answer = arena_new(&ar->arena, struct answer);
    *answer = (struct answer){.date_us = r->date_us == TIME_NONE ? TIME_UNKNOWN : r->date_us,
                              .place = place,
                              .file = file,
                              .kind = kind};
    insert((struct history *)(uintptr_t)*at, answer);
    return OK;
}

static status read_records(struct fetch_archive *ar, size_t *skipped, struct warc *w, unsigned file)
{
    struct arena scratch;
    struct warc_record r;
    status got = OK;
    arena_init(&scratch);
    while (got == OK || got == E_INPUT || got == E_LIMIT) {
        got = warc_next(&r, w);
        *skipped += got == E_INPUT || got == E_LIMIT;
        if (got != OK)
            continue;
        got = note(ar, &r, file, warc_place(w), &scratch);
        arena_reset(&scratch);
        if (got != OK)
            break;
    }
    arena_end(&scratch);
    return got == E_NOTFOUND ? OK : got;
}

static status read_file(struct fetch_archive *ar, size_t *skipped, unsigned file,
                        bool (*stop)(void))
{
    struct stream *stream;
    size_t before = ar->answers;
    TRY(stream_open(&stream, ar->paths[file], stop));
    struct warc *w = warc_new(stream);
    status done = read_records(ar, skipped, w, file);
    warc_free(w);
    stream_free(stream);
    if (done == OK && ar->answers == before)
        done = fail(E_INPUT, "there is no recorded answer in '%s'", ar->paths[file]);
    return done;
}

status fetch_archive_new(struct fetch_archive **out, size_t *skipped, const char *const *paths,
                         size_t n, bool (*stop)(void))
{
    struct fetch_archive *ar = mem_calloc(1, sizeof *ar);
    arena_init(&ar->arena);
    map_init(&ar->addresses, &ar->arena);
    pthread_mutex_init(&ar->lock, NULL);
    ar->paths = arena_array(&ar->arena, n, const char *);
    ar->ours = arena_array(&ar->arena, n, bool);
    *skipped = 0;
    status done = OK;
    for (size_t i = 0; i < n && done == OK; i++) {
        ar->paths[i] = str_cstr(&ar->arena, str_c(paths[i]));
        done = read_file(ar, skipped, (unsigned)i, stop);
    }
    if (done != OK) {
        fetch_archive_free(ar);
        return done;
    }
    *out = ar;
    return OK;
}

void fetch_archive_free(struct fetch_archive *ar)
{
    if (!ar)
        return;
    arena_end(&ar->arena);
    pthread_mutex_destroy(&ar->lock);
    free(ar);
}

/* --- what is asked --------------------------------------------------------------------------- */

static struct history *find(struct fetch_archive *ar, struct arena *a, url address)
{
    str key;
    uint64_t *at = address_of(&key, a, address.s) ? map_get(&ar->addresses, key) : NULL;
    return at ? (struct history *)(uintptr_t)*at : NULL;
}

bool fetch_archive_next(int64_t *date_us, int64_t *following_us, struct fetch_archive *ar,
                        url address)
{
    struct arena a;
    arena_init(&a);
    pthread_mutex_lock(&ar->lock);
    struct history *h = find(ar, &a, address);
    struct answer *next = h ? (h->given ? h->given->next : h->first) : NULL;
    if (next) {
        *date_us = next->date_us;
        *following_us = next->next ? next->next->date_us : INT64_MAX;
    }
    pthread_mutex_unlock(&ar->lock);
    arena_end(&a);
    return next != NULL;
}

/* The next one, or the last again; NULL: there are only answers to another kind of question. */
static struct answer *advance(struct history *h, bool conditional)
{
    struct answer *next = h->given ? h->given->next : h->first, *passed = h->given;
    while (next && next->kind == KIND_UNCHANGED && !conditional) {
        passed = next;
        next = next->next;
    }
    h->given = next ? next : passed;
    if (next || !h->given || conditional || h->given->kind != KIND_UNCHANGED)
        return h->given;
    for (struct answer *at = h->first; at; at = at->next)
        if (at->kind != KIND_UNCHANGED)
            next = at;
    return next;
}

/* The record's block, as a copy. */
static status read_record(struct warc_record *out, struct arena *a, const struct fetch_archive *ar,
                          const struct answer *answer)
{
    struct stream *stream;
    struct warc *w;
    TRY(warc_at(&w, &stream, ar->paths[answer->file], answer->place));
    status done = warc_next(out, w);
    if (done == OK) {
        str *const texts[] = {&out->block, &out->refers_to, &out->truncated, &out->failure};
        for (size_t i = 0; i < ARRAY_LEN(texts); i++)
            *texts[i] = str_dup(a, *texts[i]);
    }
    warc_free(w);
    stream_free(stream);
    return done == OK ? OK
                      : fail_in(E_INPUT, "the recording '%s' cannot be read any more",
                                ar->paths[answer->file]);
}

/* "name: value" in fields. */
static str field(str fields, str name)
{
    while (fields.p) {
        str value = str_cut(&fields, '\n');
        if (str_ieq(str_cut(&value, ':'), name))
            return str_trim(value);
    }
    return S("");
}

static void take_failure(struct fetch_exchange *out, str name, str why)
{
    out->failed = E_NET;
    for (int code = E_NOTFOUND; code < E_CANCELLED; code++)
        if (str_eq(name, str_c(err_name((status)code))))
            out->failed = (status)code;
    out->why = str_empty(why) ? S("it failed when it was recorded") : why;
}

static enum fetch_cut cut_of(str word)
{
    if (str_empty(word))
        return FETCH_WHOLE;
    if (str_ieq(word, S("length")))
        return FETCH_CUT_LENGTH;
    if (str_ieq(word, S("time")))
        return FETCH_CUT_TIME;
    return str_ieq(word, S("disconnect")) ? FETCH_CUT_DISCONNECT : FETCH_CUT;
}

/* Splits an answer at the blank line. */
static void take_answer(struct fetch_exchange *out, str block)
{
    size_t crlf = str_find(block, S("\r\n\r\n")), lf = str_find(block, S("\n\n"));
    size_t end = crlf != STR_NPOS && crlf < lf ? crlf + 4 : (lf == STR_NPOS ? block.len : lf + 2);
    out->head = str_sub(block, 0, end);
    out->body = str_skip(block, end);
}

/* The bytes that a revisit leaves out. */
static status take_same(struct fetch_exchange *out, struct arena *a, struct fetch_archive *ar,
                        const struct warc_record *revisit)
{
    struct warc_record r;
    struct history *h = find(ar, a, (url){revisit->refers_to});
    struct answer *whole = h ? h->first : NULL;
    while (whole && (whole->kind != KIND_ANSWER || whole->date_us != revisit->refers_to_us))
        whole = whole->next;
    if (!whole)
        return fail(E_INPUT, "its recording refers to one of %.*s that is in none of the files",
                    STR_FMT(revisit->refers_to));
    TRY(read_record(&r, a, ar, whole));
    struct fetch_exchange before = {0};
    take_answer(&before, r.block);
    out->body = before.body;
    return OK;
}

static status take(struct fetch_exchange *out, struct arena *a, struct fetch_archive *ar,
                   url address, bool conditional)
{
    struct warc_record r;
    struct history *h = find(ar, a, address);
    struct answer *answer = h ? advance(h, conditional) : NULL;
    if (!h)
        return fail(E_NOTFOUND, "nothing is recorded for this address");
    if (!answer)
        return fail(E_NOTFOUND, "all that is recorded for this address is that nothing had changed "
                                "(304), and it was not asked for that");
    TRY(read_record(&r, a, ar, answer));
    *out = (struct fetch_exchange){
        .address = address, .date_us = answer->date_us, .as_sent = ar->ours[answer->file]};
    if (answer->kind == KIND_FAILED) {
        take_failure(out, field(r.block, S("fetch-failed")), field(r.block, S("fetch-reason")));
        return OK;
    }
    take_answer(out, r.block);
    out->cut = cut_of(r.truncated);
    str why = r.failure, name = str_cut(&why, ' ');
    if (out->cut != FETCH_WHOLE && !str_empty(why))
        take_failure(out, name, why);
    return answer->kind == KIND_SAME ? take_same(out, a, ar, &r) : OK;
}

status fetch_archive_take(struct fetch_exchange *out, struct arena *a, struct fetch_archive *ar,
                          url address, bool conditional)
{
    pthread_mutex_lock(&ar->lock);
    status done = take(out, a, ar, address, conditional);
    pthread_mutex_unlock(&ar->lock);
    return done;
}
