/* gzip, deflate, Brotli and Zstandard, by their libraries, within a limit. */
#include "fetch/content_coding.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#define PIECE ((size_t)64 << 10)
#define ENCODINGS_MAX 4 /* of one body */
#define ZSTD_WINDOW 23  /* 8 MiB, as RFC 9659 has it for HTTP */
#define GUESS_RATIO 4   /* room that is made at first, by what the body is compressed */
#define GUESS_MAX ((size_t)1 << 20)

/* Where the output goes; a decoder fills a piece after the other. */
struct output {
    struct sbuf b;
    size_t room;
    char *to;
};

static void output_begin(struct output *o, struct arena *a, str body, size_t bytes_max)
{
    size_t guess = body.len < GUESS_MAX / GUESS_RATIO ? body.len * GUESS_RATIO : GUESS_MAX;
    *o = (struct output){0};
    sbuf_init(&o->b, a, bytes_max);
    if (guess > 0 && guess <= bytes_max)
        (void)sbuf_room(&o->b, guess);
}

/* False: it is full. */
static bool output_piece(struct output *o)
{
    size_t left = o->b.max - o->b.len, have = o->b.cap - o->b.len;
    o->room = have > PIECE ? have : PIECE;
    o->room = o->room < left ? o->room : left;
    o->to = o->room ? sbuf_room(&o->b, o->room) : NULL;
    return o->to != NULL;
}

/* How a decoder ended. */
enum ending { COMPLETE, CUT_OFF, BROKEN, TOO_LARGE };

/* WINDOW as inflateInit2 takes it: 31 gzip, 15 zlib, -15 raw. */
static enum ending undo_zlib(struct output *o, str body, int window)
{
    z_stream z = {0};
    if (inflateInit2(&z, window) != Z_OK)
        return BROKEN;
    z.next_in = (unsigned char *)(uintptr_t)body.p;
    z.avail_in = body.len > UINT32_MAX ? UINT32_MAX : (unsigned)body.len;
    int did = Z_OK;
    while (did == Z_OK && output_piece(o)) {
        size_t room = o->room < UINT32_MAX ? o->room : UINT32_MAX;
        z.next_out = (unsigned char *)o->to;
        z.avail_out = (unsigned)room;
        did = inflate(&z, Z_NO_FLUSH);
        sbuf_added(&o->b, room - z.avail_out);
    }
    inflateEnd(&z);
    switch (did) {
    case Z_STREAM_END: return COMPLETE;
    case Z_BUF_ERROR: return CUT_OFF;
    case Z_OK: return TOO_LARGE;
    default: return BROKEN;
    }
}

static enum ending undo_brotli(struct output *o, str body)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state)
        return BROKEN;
    const uint8_t *in = (const uint8_t *)body.p;
    size_t in_len = body.len;
    BrotliDecoderResult did = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (did == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && output_piece(o)) {
        uint8_t *at = (uint8_t *)o->to;
        size_t left = o->room;
        did = BrotliDecoderDecompressStream(state, &in_len, &in, &left, &at, NULL);
        sbuf_added(&o->b, o->room - left);
    }
    BrotliDecoderDestroyInstance(state);
    switch (did) {
    case BROTLI_DECODER_RESULT_SUCCESS: return COMPLETE;
    case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return CUT_OFF;
    case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: return TOO_LARGE;
    default: return BROKEN;
    }
}

/* One frame after the other (RFC 8878, section 3.1). */
static enum ending undo_zstd(struct output *o, str body)
{
    ZSTD_DStream *z = ZSTD_createDStream();
    if (!z)
        return BROKEN;
    (void)ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, ZSTD_WINDOW);
    ZSTD_inBuffer in = {body.p, body.len, 0};
    size_t did = 1;
    bool full = false, there = true;
    while (there && !ZSTD_isError(did)) {
        if (!output_piece(o)) {
            full = true;
            break;
        }
        ZSTD_outBuffer out = {o->to, o->room, 0};
        did = ZSTD_decompressStream(z, &out, &in);
        sbuf_added(&o->b, ZSTD_isError(did) ? 0 : out.pos);
        /* It has more to say when the piece was filled, or as long as there is input. */
        there = in.pos < in.size || (out.pos == out.size && did != 0);
    }
    ZSTD_freeDStream(z);
    if (ZSTD_isError(did))
        return BROKEN;
    if (full)
        return TOO_LARGE;
    return did == 0 ? COMPLETE : CUT_OFF;
}

static status end_of(str *out, struct output *o, enum ending ending, const char *name,
                     enum content_origin origin)
{
    if (ending == TOO_LARGE)
        return fail(E_LIMIT, "the response is larger than %zu bytes", o->b.max);
    if (ending == BROKEN || (ending == CUT_OFF && origin == CONTENT_ARCHIVED))
        return fail(E_INPUT, "the response's %s data is %s after %zu bytes", name,
                    ending == BROKEN ? "broken" : "cut off", o->b.len);
    return sbuf_end(out, &o->b);
}

/* HTML begins with white space, a BOM or '<': then nothing is compressed, whatever the header. */
static bool looks_plain(str body)
{
    size_t i = str_starts(body, S("\xef\xbb\xbf")) ? 3 : 0;
    while (i < body.len && strchr(" \t\r\n", body.p[i]) && body.p[i])
        i++;
    if (i + 1 >= body.len)
        return body.len == 0;
    unsigned char next = (unsigned char)body.p[i + 1];
    return body.p[i] == '<' && (ascii_is_alpha(next) || next == '!' || next == '?');
}

/* The name means zlib (RFC 9110, 8.4.1.2), but raw deflate is sent as well. */
static int deflate_window(str body)
{
    bool zlib = body.len >= 2 && (body.p[0] & 0x0f) == 8 &&
                ((unsigned char)body.p[0] << 8 | (unsigned char)body.p[1]) % 31 == 0;
    return zlib ? 15 : -15;
}

static status decode_one(str *out, struct arena *a, str encoding, str body, size_t bytes_max,
                         enum content_origin origin)
{
    struct output o;
    *out = body;
    bool archived = origin != CONTENT_SENT;
    if (str_empty(body) || str_empty(encoding) || str_ieq(encoding, S("identity")) ||
        (archived && looks_plain(body)))
        return OK;
    output_begin(&o, a, body, bytes_max);
    if (str_ieq(encoding, S("gzip")) || str_ieq(encoding, S("x-gzip"))) {
        if (archived && !str_starts(body, S("\x1f\x8b")))
            return OK;
        return end_of(out, &o, undo_zlib(&o, body, 15 + 16), "gzip", origin);
    }
    if (str_ieq(encoding, S("deflate")))
        return end_of(out, &o, undo_zlib(&o, body, deflate_window(body)), "deflate", origin);
    if (str_ieq(encoding, S("br")))
        return end_of(out, &o, undo_brotli(&o, body), "brotli", origin);
    if (str_ieq(encoding, S("zstd")))
        return end_of(out, &o, undo_zstd(&o, body), "zstd", origin);
    return fail(E_UNSUPPORTED, "the response's encoding '%.*s' is not known here",
                STR_FMT(str_sub(encoding, 0, 80)));
}

status content_decode(str *out, struct arena *a, str encodings, str body, size_t bytes_max,
                      enum content_origin origin)
{
    str names[ENCODINGS_MAX];
    size_t n = 0;
    *out = body;
    while (encodings.p) {
        if (n == ENCODINGS_MAX)
            return fail(E_LIMIT, "the response has more than %d encodings", ENCODINGS_MAX);
        names[n++] = str_trim(str_cut(&encodings, ','));
    }
    while (n > 0)
        TRY(decode_one(out, a, names[--n], *out, bytes_max, origin));
    return OK;
}
