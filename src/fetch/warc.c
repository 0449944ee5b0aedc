/* Records of a WARC file: finding them, checking their frame, getting past broken ones. */
#include "fetch/warc.h"

#include "base/clock.h"
#include "model/article.h"

#include <inttypes.h>

#define WARC_READ ((size_t)64 << 10)
#define MEMBERS_FIRST 8
#define WARC_KEEP ((size_t)1 << 20) /* a larger buffer is given back after its record */

/* What follows byte BEGIN of all that was read, up to the next, is of one gzip member. */
struct member {
    uint64_t begin;
    int64_t offset; /* in the file */
};

struct warc {
    struct stream *stream;
    struct sbuf buffer; /* on malloc; [at, len) is not used yet */
    size_t at;
    uint64_t read;          /* bytes, all in all: up to the end of the buffer */
    uint64_t record;        /* where the last record begins among them */
    int64_t shift;          /* of plain data: from there to the place in the file */
    struct member *members; /* on malloc: of what is in the buffer, the oldest first */
    size_t members_len, members_cap;
    bool ended;
    bool lost; /* looking for the next record; what is passed over was reported */
};

struct warc *warc_new(struct stream *stream)
{
    struct warc *w = mem_calloc(1, sizeof *w);
    w->stream = stream;
    sbuf_init_heap(&w->buffer, 2 * (WARC_BLOCK_MAX + WARC_HEADER_MAX + WARC_READ));
    return w;
}

void warc_free(struct warc *w)
{
    if (!w)
        return;
    sbuf_free(&w->buffer);
    free(w->members);
    free(w);
}

static str unread(const struct warc *w)
{
    return str_skip(sbuf_str(&w->buffer), w->at);
}

static uint64_t position(const struct warc *w)
{
    return w->read - (w->buffer.len - w->at);
}

/* N bytes were read. */
static void note_member(struct warc *w, size_t n)
{
    int64_t offset = stream_member(w->stream);
    const struct member *last = w->members_len ? &w->members[w->members_len - 1] : NULL;
    if (offset < 0 || (last && last->offset == offset))
        return;
    if (w->members_len == w->members_cap) {
        w->members_cap = w->members_cap ? 2 * w->members_cap : MEMBERS_FIRST;
        w->members = mem_realloc(w->members, size_mul(w->members_cap, sizeof *w->members));
    }
    w->members[w->members_len++] = (struct member){w->read - n, offset};
}

/* Those before the one that what is not used yet begins in. */
static void drop_members(struct warc *w)
{
    size_t past = 0;
    while (past + 1 < w->members_len && w->members[past + 1].begin <= position(w))
        past++;
    if (past == 0)
        return;
    w->members_len -= past;
    memmove(w->members, w->members + past, w->members_len * sizeof *w->members);
}

static void drop_used(struct warc *w)
{
    drop_members(w);
    str left = unread(w);
    if (left.len == 0 && w->buffer.cap > WARC_KEEP)
        sbuf_free(&w->buffer);
    else if (left.len > 0)
        memmove(w->buffer.p, left.p, left.len);
    sbuf_truncate(&w->buffer, left.len);
    w->at = 0;
}

/* Broken gzip data loses what was not used yet and goes on at the next member. Silent while
 * looking for a record: bytes that look like a member are not always one. */
static status recover(struct warc *w, status why)
{
    char text[ERR_TEXT_MAX];
    snprintf(text, sizeof text, "%s", err_text());
    bool silent = w->lost;
    w->lost = true;
    sbuf_truncate(&w->buffer, 0);
    w->at = 0;
    status found = stream_resync(w->stream);
    if (found == E_NOTFOUND)
        w->ended = true;
    else
        TRY(found);
    return silent ? OK : fail(why, "%s", text);
}

/* Makes unread() longer; w->ended says when it cannot be. */
static status more(struct warc *w)
{
    char *to = sbuf_room(&w->buffer, WARC_READ);
    if (!to)
        return fail(E_LIMIT, "a record is larger than %zu bytes", WARC_BLOCK_MAX);
    size_t n;
    status got = stream_read(&n, w->stream, to, WARC_READ);
    if (got == E_INPUT)
        return recover(w, got);
    TRY(got);
    sbuf_added(&w->buffer, n);
    w->read += n;
    w->ended = n == 0;
    if (n > 0)
        note_member(w, n);
    return OK;
}

static status need(struct warc *w, size_t n)
{
    while (unread(w).len < n && !w->ended)
        TRY(more(w));
    return OK;
}

/* "WARC/1.0" or "WARC/1.1" and a line end. */
static bool record_begins(str s)
{
    return s.len >= 9 && memcmp(s.p, "WARC/1.", 7) == 0 && (s.p[7] == '0' || s.p[7] == '1') &&
           (s.p[8] == '\r' || s.p[8] == '\n');
}

/* Where in S, at a line's beginning after FROM, a record begins; STR_NPOS if nowhere. */
static size_t record_find(str s, size_t from)
{
    for (;;) {
        size_t at = str_find(str_skip(s, from), S("\nWARC/1."));
        if (at == STR_NPOS)
            return STR_NPOS;
        from += at + 1;
        if (record_begins(str_skip(s, from)))
            return from;
    }
}

/* Goes past line ends to where a record begins. *there is false at the end of the file. */
static status seek_record(bool *there, struct warc *w)
{
    for (;;) {
        TRY(need(w, 9));
        str s = unread(w);
        size_t blank = 0;
        while (blank < s.len && (s.p[blank] == '\r' || s.p[blank] == '\n'))
            blank++;
        w->at += blank;
        if (blank > 0)
            continue;
        *there = record_begins(s);
        if (*there || s.len == 0)
            return OK;
        if (!w->lost) {
            w->lost = true;
            return fail(E_INPUT, "what follows is no WARC record; looking for the next one");
        }
        size_t next = record_find(s, 0);
        if (next != STR_NPOS) {
            w->at += next;
            continue;
        }
        /* A beginning may be cut by the end of what was read. */
        w->at += s.len > 9 ? s.len - 9 : (w->ended ? s.len : 0);
        drop_used(w);
        if (!w->ended)
            TRY(more(w));
    }
}

/* Finds the blank line; *len is the header's length with it. */
static status header_length(size_t *len, struct warc *w)
{
    for (;;) {
        str s = unread(w);
        size_t crlf = str_find(s, S("\r\n\r\n")), lf = str_find(s, S("\n\n"));
        if (crlf != STR_NPOS || lf != STR_NPOS) {
            *len = crlf < lf ? crlf + 4 : lf + 2;
            if (*len <= WARC_HEADER_MAX)
                return OK;
        }
        if (s.len > WARC_HEADER_MAX)
            return fail(E_INPUT, "a record's header is longer than %zu bytes", WARC_HEADER_MAX);
        if (w->ended)
            return fail(E_INPUT, "the file ends in the middle of a record's header");
        TRY(more(w));
    }
}

static str without_brackets(str uri)
{
    bool bracketed = str_starts(uri, S("<")) && str_ends(uri, S(">"));
    return bracketed ? str_sub(uri, 1, uri.len - 1) : uri;
}

static void take_time(int64_t *time_us, str value)
{
    if (!clock_from_iso(time_us, value))
        *time_us = TIME_NONE;
}

static void take_named(struct warc_record *out, str name, str value)
{
    if (str_ieq(name, S("WARC-Type")))
        out->type = value;
    else if (str_ieq(name, S("WARC-Target-URI")))
        out->target_uri = without_brackets(value);
    else if (str_ieq(name, S("WARC-Date")))
        take_time(&out->date_us, value);
    else if (str_ieq(name, S("Content-Type")))
        out->content_type = value;
    else if (str_ieq(name, S("WARC-Profile")))
        out->profile = value;
    else if (str_ieq(name, S("WARC-Refers-To-Target-URI")))
        out->refers_to = without_brackets(value);
    else if (str_ieq(name, S("WARC-Refers-To-Date")))
        take_time(&out->refers_to_us, value);
    else if (str_ieq(name, S("WARC-Truncated")))
        out->truncated = value;
    else if (str_ieq(name, S("Fetch-Failed")))
        out->failure = value;
}

static status header_parse(struct warc_record *out, uint64_t *length, str header)
{
    bool has_length = false;
    *out = (struct warc_record){.date_us = TIME_NONE, .refers_to_us = TIME_NONE};
    str_cut(&header, '\n');
    while (header.p) {
        str line = str_cut(&header, '\n');
        size_t colon = str_chr(line, ':');
        if (colon == STR_NPOS)
            continue;
        str name = str_trim(str_sub(line, 0, colon)), value = str_trim(str_skip(line, colon + 1));
        take_named(out, name, value);
        if (!str_ieq(name, S("Content-Length")))
            continue;
        if (!str_to_u64(length, value))
            return fail(E_INPUT, "a record's Content-Length '%.*s' is no number", STR_FMT(value));
        has_length = true;
    }
    if (!has_length || str_empty(out->type))
        return fail(E_INPUT, "a record has no %s", has_length ? "WARC-Type" : "Content-Length");
    return OK;
}

/* Passes over a block that is too large, or up to the next record if that comes first. */
static status skip_block(struct warc *w, uint64_t length)
{
    w->lost = true;
    while (length > 0) {
        str s = unread(w);
        size_t next = record_find(s, 0);
        if (next != STR_NPOS && next < length) {
            w->at += next;
            break;
        }
        /* Nine bytes stay, in case a record's beginning is cut. */
        size_t n = s.len > 9 && !w->ended ? s.len - 9 : (w->ended ? s.len : 0);
        n = n < length ? n : (size_t)length;
        w->at += n;
        length -= n;
        drop_used(w);
        if (w->ended)
            break;
        TRY(more(w));
    }
    return fail(E_LIMIT, "a record is larger than %zu bytes", WARC_BLOCK_MAX);
}

/* After a block there is a blank line, then a record or the end. When there is not, the length
 * was wrong: the next record may begin inside what was taken for the block. */
static status check_frame(struct warc *w, size_t begin, size_t length)
{
    str s = unread(w);
    str rest = str_skip(s, begin + length);
    bool short_block = s.len < begin + length;
    bool framed = !short_block && (str_starts(rest, S("\r\n\r\n")) || str_starts(rest, S("\n\n")) ||
                                   str_empty(str_trim(rest)) || record_begins(str_trim(rest)));
    if (framed)
        return OK;
    size_t next = record_find(s, begin > 0 ? begin - 1 : 0);
    w->lost = true;
    w->at += next == STR_NPOS ? (s.len < begin + length ? s.len : begin + length) : next;
    if (short_block)
        return fail(E_INPUT, "a record is cut off: %zu of %zu bytes are there", s.len - begin,
                    length);
    return fail(E_INPUT, "a record's length does not fit what follows it");
}

status warc_next(struct warc_record *out, struct warc *w)
{
    bool there;
    drop_used(w);
    TRY(seek_record(&there, w));
    if (!there)
        return fail(E_NOTFOUND, "no more records");
    w->lost = false;
    w->record = position(w);
    size_t header = 0;
    uint64_t length = 0;
    status found = header_length(&header, w);
    if (found == OK)
        found = header_parse(out, &length, str_sub(unread(w), 0, header));
    if (found == E_INPUT) {
        /* Past "WARC/", so that the search goes on behind it. */
        w->at += unread(w).len < 5 ? unread(w).len : 5;
        w->lost = true;
    }
    TRY(found);
    if (length > WARC_BLOCK_MAX) {
        w->at += header;
        return skip_block(w, length);
    }
    TRY(need(w, header + (size_t)length + 4));
    TRY(check_frame(w, header, (size_t)length));
    /* Reading may have moved the buffer: the header's strings are taken anew. */
    str s = unread(w);
    TRY(header_parse(out, &length, str_sub(s, 0, header)));
    out->block = str_sub(s, header, header + (size_t)length);
    w->at += header + (size_t)length;
    return OK;
}

struct warc_place warc_place(const struct warc *w)
{
    struct warc_place place = {.offset = (int64_t)w->record + w->shift};
    for (size_t i = 0; i < w->members_len && w->members[i].begin <= w->record; i++)
        place = (struct warc_place){w->members[i].offset, w->record - w->members[i].begin};
    return place;
}

status warc_at(struct warc **out, struct stream **stream, const char *path, struct warc_place place)
{
    TRY(stream_open_at(stream, path, place.offset, NULL));
    struct warc *w = *out = warc_new(*stream);
    w->shift = place.offset;
    status done = OK;
    while (done == OK && position(w) < place.skip && !w->ended) {
        uint64_t left = place.skip - position(w);
        w->at = left < unread(w).len ? w->at + (size_t)left : w->buffer.len;
        drop_used(w);
        if (position(w) < place.skip)
            done = more(w);
    }
    if (done == OK)
        return OK;
    warc_free(w);
    stream_free(*stream);
    return done;
}
