/*
 * libcourant-extract: the article on a web page, from C.
 *
 *     courant_extract_article *article;
 *     if (courant_extract_page(&article, bytes, length, NULL) != COURANT_EXTRACT_OK)
 *         fprintf(stderr, "%s\n", courant_extract_error());
 *     else
 *         puts(courant_extract_text(article, COURANT_EXTRACT_TITLE, NULL));
 *     courant_extract_free(article);
 *
 * No files, no network, no locale, no signal handlers, no global state. All texts are UTF-8 with a
 * NUL behind.
 *
 * Threads: any number of threads may call courant_extract_page at once. One article is for one
 * thread at a time, reading included. courant_extract_error is per thread.
 *
 * Memory: an article owns every text it gives out; they are valid until courant_extract_free. When
 * memory runs out the process is ended with a message, as it is on an internal error. A page takes
 * about ten times its size while it is read; an article keeps its own texts only.
 *
 * ABI: within one soname, names, values and layouts do not change meaning; more are added at the
 * end. Programs tell the library how large the structure is that they know (see `size`).
 */
#ifndef COURANT_EXTRACT_H
#define COURANT_EXTRACT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of this header; courant_extract_version() tells the library's. */
#define COURANT_EXTRACT_VERSION_MAJOR 1
#define COURANT_EXTRACT_VERSION_MINOR 0
#define COURANT_EXTRACT_VERSION                                                                    \
    (COURANT_EXTRACT_VERSION_MAJOR * 1000 + COURANT_EXTRACT_VERSION_MINOR)

/* Larger pages are refused. */
#define COURANT_EXTRACT_BYTES_MAX ((size_t)32 << 20)

typedef struct courant_extract_article courant_extract_article;

/* What a call answers. Expect values that this list does not have yet: treat them as errors. */
enum courant_extract_status {
    COURANT_EXTRACT_OK = 0,
    COURANT_EXTRACT_NO_ARTICLE = 1, /* empty, binary, a list of links, a check for robots */
    COURANT_EXTRACT_TOO_LARGE = 2,  /* past a limit: bytes, nodes, depth */
    COURANT_EXTRACT_USAGE = 3 /* the call is wrong: NULL where something must be, no such format */
};

/* Set `size` with COURANT_EXTRACT_OPTIONS_INIT; what is zero or NULL is as if not given. */
struct courant_extract_options {
    size_t size;              /* sizeof(struct courant_extract_options) */
    const char *url;          /* where the page came from: links become absolute by it */
    const char *content_type; /* the HTTP header, "text/html; charset=windows-1251" */
    size_t bytes_max;         /* refuse larger pages; at most COURANT_EXTRACT_BYTES_MAX */
    int64_t fetched; /* seconds since 1970 UTC when the page was fetched: a publication time
                        more than a day later is not believed; 0: any time is */
};
#define COURANT_EXTRACT_OPTIONS_INIT                                                               \
    {                                                                                              \
        sizeof(struct courant_extract_options), 0, 0, 0, 0                                         \
    }

/* Reads the page in BYTES (any encoding) and gives its article, which the caller frees. BYTES need
 * not outlive the call. OPTIONS may be NULL. On failure *article is NULL and
 * courant_extract_error() says why. Time and memory are linear in LENGTH. */
int courant_extract_page(courant_extract_article **article, const void *bytes, size_t length,
                         const struct courant_extract_options *options);

/* NULL is allowed. */
void courant_extract_free(courant_extract_article *article);

enum courant_extract_field {
    COURANT_EXTRACT_TITLE = 0,
    COURANT_EXTRACT_TEXT = 1, /* paragraphs with a blank line between; no title, byline, captions */
    COURANT_EXTRACT_HTML = 2, /* the body as safe HTML: runs nothing, fetches images only */
    COURANT_EXTRACT_URL = 3,
    COURANT_EXTRACT_CANONICAL_URL = 4,
    COURANT_EXTRACT_DESCRIPTION = 5,
    COURANT_EXTRACT_LANGUAGE = 6, /* ISO 639-1 */
    COURANT_EXTRACT_SITE_NAME = 7,
    COURANT_EXTRACT_CREDIT_LINE = 8, /* "This article was first published by ..." */
    COURANT_EXTRACT_IMAGE_URL = 9,
    COURANT_EXTRACT_IMAGE_ALT = 10,
    COURANT_EXTRACT_IMAGE_CAPTION = 11,
    COURANT_EXTRACT_IMAGE_CREDIT = 12,
    COURANT_EXTRACT_PUBLISHED = 13, /* ISO 8601, in the zone of the page */
    COURANT_EXTRACT_UPDATED = 14
};

/* A field's text; "" when the page does not say, or for a field this library does not know. LENGTH
 * (may be NULL) gets its bytes. */
const char *courant_extract_text(const courant_extract_article *article, int field, size_t *length);

enum courant_extract_list { COURANT_EXTRACT_AUTHORS = 0, COURANT_EXTRACT_TAGS = 1 };

/* How many items a list has, and the one at INDEX; "" past the end. */
size_t courant_extract_count(const courant_extract_article *article, int list);
const char *courant_extract_item(const courant_extract_article *article, int list, size_t index,
                                 size_t *length);

/* COURANT_EXTRACT_PUBLISHED or _UPDATED in seconds since 1970 UTC, and the zone the page wrote it
 * in, in minutes east of UTC (may be NULL). Returns 0 and leaves both alone when not known, else 1.
 */
int courant_extract_time(const courant_extract_article *article, int field, int64_t *seconds,
                         int *zone_minutes);

/* Words of the text, as the language counts them. */
size_t courant_extract_word_count(const courant_extract_article *article);

enum courant_extract_format {
    COURANT_EXTRACT_AS_JSON = 0, /* one line, as `courant extract` writes it */
    COURANT_EXTRACT_AS_TEXT = 1,
    COURANT_EXTRACT_AS_MARKDOWN = 2, /* CommonMark, tables as GitHub has them; with the title */
    COURANT_EXTRACT_AS_HTML = 3
};

/* The whole article in a format; the text belongs to the article. */
int courant_extract_render(courant_extract_article *article, int format, const char **text,
                           size_t *length);

/* Why this thread's last call failed, for people: "no article: the page is a list of links". Valid
 * until the next call on the thread. */
const char *courant_extract_error(void);

/* COURANT_EXTRACT_VERSION of the library that runs. */
int courant_extract_version(void);

#ifdef __cplusplus
}
#endif

#endif
