/* Records of a WARC file, written: header, digests, gzip. */
#include "fetch/warc_write.h"

#include "base/clock.h"

#include <sodium.h>
#include <sys/random.h>
#include <zlib.h>

#define LEVEL 1 /* most bodies are compressed: more gains a few percent */

/* A random UUID (RFC 9562, section 5.4). */
void warc_write_id(char out[WARC_ID_LEN + 1])
{
    unsigned char b[16];
    ssize_t n = getrandom(b, sizeof b, 0);
    ASSERT(n == sizeof b);
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    snprintf(out, WARC_ID_LEN + 1,
             "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
             b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
             b[14], b[15]);
}

void warc_write_date(struct warc_writer *w, const char *name, int64_t time_us)
{
    struct civil c = clock_civil(time_us);
    sbuf_printf(&w->plain, "%s: %04d-%02d-%02dT%02d:%02d:%02d.%06dZ\r\n", name, c.year, c.month,
                c.day, c.hour, c.minute, c.second, c.microsecond);
}

struct warc_digest warc_write_hash(str first, str second)
{
    struct warc_digest d;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)first.p, first.len);
    crypto_hash_sha256_update(&state, (const unsigned char *)second.p, second.len);
    crypto_hash_sha256_final(&state, d.bytes);
    return d;
}

void warc_write_digest(struct warc_writer *w, const char *name, const struct warc_digest *d)
{
    sbuf_printf(&w->plain, "%s: sha256:", name);
    for (size_t i = 0; i < sizeof d->bytes; i++)
        sbuf_printf(&w->plain, "%02x", d->bytes[i]);
    sbuf_put(&w->plain, S("\r\n"));
}

void warc_write_begin(struct warc_writer *w, const char *type, const char *id, int64_t date_us)
{
    sbuf_truncate(&w->plain, 0);
    sbuf_printf(&w->plain, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <%s>\r\n", type, id);
    warc_write_date(w, "WARC-Date", date_us);
}

/* One gzip member. */
static void pack(struct warc_writer *w)
{
    z_stream z = {0};
    int begun = deflateInit2(&z, LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    ASSERT(begun == Z_OK);
    size_t room = deflateBound(&z, w->plain.len);
    char *to = sbuf_room(&w->packed, room);
    if (to && room <= UINT32_MAX) {
        z.next_in = (unsigned char *)w->plain.p;
        z.avail_in = (unsigned)w->plain.len;
        z.next_out = (unsigned char *)to;
        z.avail_out = (unsigned)room;
        int ended = deflate(&z, Z_FINISH);
        ASSERT(ended == Z_STREAM_END);
        sbuf_added(&w->packed, room - z.avail_out);
    }
    deflateEnd(&z);
}

void warc_write_end(struct warc_writer *w, const char *type, str head, str body)
{
    struct warc_digest block = warc_write_hash(head, body);
    warc_write_digest(w, "WARC-Block-Digest", &block);
    sbuf_printf(&w->plain, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", type,
                head.len + body.len);
    sbuf_put(&w->plain, head);
    sbuf_put(&w->plain, body);
    sbuf_put(&w->plain, S("\r\n\r\n"));
    pack(w);
}
